//! The text of agreements: blanks that fill themselves, parts kept on a condition.

use kernel::vocabulary;

vocabulary! {
    /// What a text fills in by itself. The two last ones stand alone on their line.
    Blank {
        /// Number of the agreement.
        Number => "numero", "numéro de la convention";
        /// What the paper is.
        Called => "acte", "« Convention » ou « Avenant n° 1 »";
        /// The contract.
        Contract => "contrat", "contrat de ville";
        /// The call.
        Call => "appel", "appel à projets";
        /// The funder.
        Funder => "financeur", "financeur";
        /// What it pays with.
        Programme => "dispositif", "dispositif du financeur";
        /// Name of the organisation.
        Carrier => "porteur", "nom de l’association";
        /// Its SIRET.
        Siret => "siret", "SIRET de l’association";
        /// Where it is.
        Address => "adresse", "adresse de l’association";
        /// Who represents it.
        Representative => "representant", "qui représente l’association";
        /// The whole amount.
        Amount => "montant", "montant total";
        /// Years, each with its amount.
        Years => "annees", "montant de chaque année";
        /// First day.
        Start => "debut", "premier jour";
        /// Last day.
        End => "fin", "dernier jour";
        /// What was decided, where and when.
        Decision => "decision", "relevé de décisions et comité";
        /// Last day of the report.
        Report => "echeance", "date limite du compte rendu";
        /// How an overpayment is counted.
        Formula => "trop_percu", "règle du trop-perçu";
        /// The year of an execution agreement.
        Year => "annee", "année de la convention d’exécution";
        /// Why it is amended.
        Reason => "motif", "motif de l’avenant";
        /// Actions with their amounts.
        Actions => "actions", "tableau des actions, seul sur sa ligne";
        /// Payments.
        Plan => "echeancier", "tableau des versements, seul sur sa ligne";
    }
}

vocabulary! {
    /// When a part of a text is kept.
    Condition {
        /// Several years.
        SeveralYears => "pluriannuelle", "la convention porte sur plusieurs années";
        /// Several actions.
        SeveralActions => "plusieurs_actions", "elle porte sur plusieurs actions";
        /// Several payments.
        Staged => "plusieurs_versements", "elle est payée en plusieurs fois";
        /// A written agreement is compulsory.
        Compulsory => "obligatoire", "la loi exige une convention";
        /// The model over objectives applies.
        Objectives => "objectifs", "le modèle pluriannuel d’objectifs s’applique";
        /// Accounts are certified and published.
        Accounts => "comptes", "les comptes sont certifiés et publiés";
        /// It is an amendment.
        Amendment => "avenant", "c’est un avenant";
    }
}

/// A piece of a text, on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A title.
    Title(String),
    /// A paragraph.
    Paragraph(String),
    /// A list.
    List(Vec<String>),
    /// The table of actions.
    Actions,
    /// The table of payments.
    Plan,
}

/// The text agreements begin with.
pub const FIRST_TEXT: &str = "\
Entre {financeur}, d’une part,
et {porteur}, SIRET {siret}, {adresse}, représenté·e par {representant}, d’autre part,

Vu la loi n° 2000-321 du 12 avril 2000, articles 9-1, 10 et 10-1 ;
Vu le contrat de ville « {contrat} » ;
Vu {decision} ;
il est convenu ce qui suit.

[si avenant]
# Article 1. Objet de l’avenant
Le présent avenant modifie la convention {numero}, pour ce motif : {motif}
Les articles qui suivent remplacent ceux de la convention ; le reste demeure.
[sinon]
# Article 1. Objet
Le financeur soutient, au titre de l’appel à projets « {appel} », les actions que l’association conduit à son initiative et sous sa responsabilité.
[fin]
{actions}

# Article 2. Durée
La convention court du {debut} au {fin}.
[si pluriannuelle]
Les montants des années qui suivent la première sont donnés sous réserve du vote du budget de chacune : {annees}.
[fin]

# Article 3. Montant et versements
La subvention est de {montant}, sur {dispositif}.
{echeancier}
[si plusieurs_versements]
Chaque versement attend que sa condition soit remplie.
[fin]

# Article 4. Engagements de l’association
- Conduire les actions et en informer le financeur si elles changent, sont reportées ou s’arrêtent.
- Respecter le contrat d’engagement républicain et le faire connaître à ses membres.
- Rendre, au plus tard le {echeance}, un compte rendu financier et qualitatif de chaque action.
- Dire, dans ses publications, que {financeur} soutient les actions dans le cadre de Quartiers 2030.
- Tenir ses pièces à disposition : l’emploi de la subvention peut être contrôlé.
- Ne pas reverser la subvention à un autre organisme.
[si comptes]
- Faire certifier ses comptes par un commissaire aux comptes et les publier.
[fin]
[si objectifs]

# Article 5. Objectifs pluriannuels
Les aides publiques reçues sur trois exercices font appliquer le modèle de convention pluriannuelle d’objectifs : les indicateurs de chaque action, tels que le dossier les donne, sont examinés chaque année.
[fin]

# Article 6. Compte rendu et trop-perçu
Règle retenue : {trop_percu}. Ce qui a été payé en trop est rendu au financeur ou déduit du solde.

# Article 7. Fin anticipée et recours
Si un engagement n’est pas tenu, le financeur peut, après avoir entendu l’association, mettre fin à la convention et demander le retour de ce qui n’a pas été employé. Un différend se règle d’abord à l’amiable, puis devant le tribunal administratif.
";

fn condition_of(line: &str) -> Option<Result<Condition, String>> {
    let inside = line.strip_prefix("[si ")?;
    let name = inside.strip_suffix(']').unwrap_or(inside).trim();
    Some(Condition::from_code(name).ok_or_else(|| name.to_owned()))
}

/// Lines kept, once conditions are known.
fn kept(text: &str, holds: &impl Fn(Condition) -> bool) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    // Whether what follows is kept, and whether « sinon » was met.
    let mut inside: Option<(bool, bool)> = None;
    for line in text.lines().map(str::trim_end) {
        let mark = line.trim();
        if let Some(found) = condition_of(mark) {
            let condition = found.map_err(|name| {
                format!(
                    "« [si {}] » ne correspond à aucune condition : voyez la liste sous le texte",
                    kernel::text::shorten(&name, 30)
                )
            })?;
            if inside.is_some() {
                return Err("Une condition ne s’ouvre pas dans une autre : fermez la première par [fin]".to_owned());
            }
            inside = Some((holds(condition), false));
        } else if mark == "[sinon]" {
            match inside {
                Some((is_kept, false)) => inside = Some((!is_kept, true)),
                _ => return Err("[sinon] ne suit aucun [si …]".to_owned()),
            }
        } else if mark == "[fin]" {
            if inside.take().is_none() {
                return Err("[fin] ne ferme aucun [si …]".to_owned());
            }
        } else if inside.is_none_or(|(is_kept, _)| is_kept) {
            lines.push(line.to_owned());
        }
    }
    match inside {
        Some(_) => Err("Un [si …] n’est pas fermé : ajoutez [fin] sur sa propre ligne".to_owned()),
        None => Ok(lines),
    }
}

/// What is wrong with a text, whatever its conditions.
///
/// # Errors
/// The first thing wrong, as a sentence.
pub fn check_text(text: &str) -> Result<(), String> {
    kept(text, &|_| true)?;
    for rest in text.split('{').skip(1) {
        let name = rest.split('}').next().unwrap_or_default();
        if !rest.contains('}') || Blank::from_code(name).is_none() {
            let shown = kernel::text::shorten(name, 30);
            return Err(format!("« {{{shown}}} » ne correspond à aucune information : voyez la liste sous le texte"));
        }
    }
    for blank in [Blank::Actions, Blank::Plan] {
        let mark = format!("{{{}}}", blank.code());
        if text.lines().any(|line| line.contains(&mark) && line.trim() != mark) {
            return Err(format!("« {mark} » est un tableau : mettez-le seul sur sa ligne"));
        }
    }
    for blank in [Blank::Carrier, Blank::Funder, Blank::Amount, Blank::Actions, Blank::Plan] {
        let mark = format!("{{{}}}", blank.code());
        if !text.contains(&mark) {
            return Err(format!("Le texte doit dire : {mark}, {}", blank.french()));
        }
    }
    Ok(())
}

/// A text as it is put on paper: conditions weighed, blanks filled.
///
/// # Errors
/// What [`check_text`] finds of conditions.
pub fn pieces(
    text: &str,
    holds: impl Fn(Condition) -> bool,
    value: impl Fn(Blank) -> String,
) -> Result<Vec<Piece>, String> {
    let mut all: Vec<Piece> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let close = |words: &mut Vec<String>, all: &mut Vec<Piece>| {
        if !words.is_empty() {
            all.push(Piece::Paragraph(words.join("\n")));
            words.clear();
        }
    };
    for line in kept(text, &holds)? {
        let line = line.trim();
        let mut filled = line.to_owned();
        for blank in Blank::ALL {
            let mark = format!("{{{}}}", blank.code());
            if !matches!(blank, Blank::Actions | Blank::Plan) && filled.contains(&mark) {
                filled = filled.replace(&mark, value(*blank).trim());
            }
        }
        if let Some(title) = filled.strip_prefix("# ") {
            close(&mut words, &mut all);
            all.push(Piece::Title(title.trim().to_owned()));
        } else if let Some(item) = filled.strip_prefix("- ") {
            close(&mut words, &mut all);
            match all.last_mut() {
                Some(Piece::List(items)) => items.push(item.to_owned()),
                _ => all.push(Piece::List(vec![item.to_owned()])),
            }
        } else if line == "{actions}" || line == "{echeancier}" {
            close(&mut words, &mut all);
            all.push(if line == "{actions}" { Piece::Actions } else { Piece::Plan });
        } else if filled.is_empty() {
            close(&mut words, &mut all);
        } else {
            words.push(filled);
        }
    }
    close(&mut words, &mut all);
    Ok(all)
}

/// The text of the execution agreement of a year.
pub const EXECUTION_TEXT: &str = "\
Entre {financeur}, d’une part,
et {porteur}, SIRET {siret}, {adresse}, représenté·e par {representant}, d’autre part,

Vu la convention {numero} ;
il est convenu ce qui suit.

# Article 1. Objet
La présente convention d’exécution fixe, pour {annee}, les montants que la convention pluriannuelle donnait sous réserve du vote du budget. Le reste de la convention demeure.
{actions}

# Article 2. Montant et versements
La subvention de {annee} est de {montant}, sur {dispositif}.
{echeancier}

# Article 3. Compte rendu
Le compte rendu de {annee} se rend dans les conditions de la convention pluriannuelle.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_text_holds_and_says_what_its_conditions_say() {
        assert_eq!((check_text(FIRST_TEXT), check_text(EXECUTION_TEXT)), (Ok(()), Ok(())));
        let none = pieces(FIRST_TEXT, |_| false, |blank| blank.code().to_uppercase()).expect("pieces");
        let all = pieces(FIRST_TEXT, |_| true, |blank| blank.code().to_uppercase()).expect("pieces");
        assert!(none.contains(&Piece::Actions) && none.contains(&Piece::Plan));
        let words = |pieces: &[Piece]| format!("{pieces:?}");
        assert!(words(&none).contains("Article 1. Objet\"") && !words(&none).contains("commissaire"));
        assert!(words(&all).contains("Objet de l’avenant") && words(&all).contains("commissaire"));
        assert!(!words(&all).contains('{') && !words(&all).contains("[si"), "{}", words(&all));
    }

    #[test]
    fn what_is_wrong_is_told() {
        let told = |text: &str| check_text(text).expect_err(text);
        assert!(told("[si pluriannuelle]\nx").contains("[fin]"));
        assert!(told("[si lundi]\n[fin]").contains("aucune condition"));
        assert!(told("[fin]").contains("ne ferme"));
        assert!(told("[si avenant]\n[si avenant]\n[fin]").contains("dans une autre"));
        assert!(told("{nom}").contains("aucune information"));
        assert!(told("Voici {actions}").contains("seul sur sa ligne"));
        assert!(told("{porteur} {financeur}\n{actions}\n{echeancier}").contains("{montant}"));
    }
}
