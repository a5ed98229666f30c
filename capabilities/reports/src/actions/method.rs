//! What a reader must know of the figures of a consultation.

use kernel::french;
use surveys::facade::results::NOT_PROBABILISTIC;

use super::Piece;

/// What the reader must know before anything else.
pub(super) fn promise(is_public: bool) -> String {
    let source = match is_public {
        true => "Ce rapport ne contient que des résultats déjà publiés.",
        false => {
            "Ce rapport est destiné au comité de pilotage ; il peut contenir des résultats qui ne sont pas encore publiés."
        }
    };
    french::spaced(&format!(
        "{source} Rien n’y figure sous les seuils : un chiffre qui désignerait quelqu’un est remplacé par « n.d. ». Les \
         paroles citées ont été relues et ne nomment personne."
    ))
}

/// How figures are read, and what they do not allow to say.
pub(super) fn method() -> Vec<Piece> {
    let points = [
        NOT_PROBABILISTIC.to_owned(),
        "La base de chaque question est celle des personnes qui y ont répondu. « Pas demandé », « sans réponse », « ne sait pas » \
         et « préfère ne pas répondre » sont comptés à part, sous chaque tableau."
            .to_owned(),
        "L’intervalle est à 95 % (Wilson). Sous 30 réponses, la base porte « effectif faible » ; sous 11 réponses, aucune part \
         n’est donnée."
            .to_owned(),
        "Une case de moins de 5 personnes n’est pas diffusée, ni celle qui permettrait de la retrouver par soustraction."
            .to_owned(),
        "Une parole n’est citée qu’après relecture, sans nom, hors des sujets qui exposeraient quelqu’un, et seulement parmi assez \
         de paroles du même thème."
            .to_owned(),
        "Une case vide du tableau des besoins ne dit rien là où personne n’a été interrogé.".to_owned(),
    ];
    vec![Piece::Points(
        "Comment lire ces chiffres".to_owned(),
        points.iter().map(|point| french::spaced(point)).collect(),
    )]
}
