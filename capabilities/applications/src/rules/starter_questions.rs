//! Questions of the common form (CERFA 12156*06), rubric by rubric, in plain words.

use super::starter::PIECES;
use super::{Part, Question, QuestionKind, Section};

pub(super) fn section(key: &str, title: &str, part: Part, questions: Vec<Question>) -> Section {
    Section { key: key.to_owned(), title: title.to_owned(), part, questions }
}

fn ask(key: &str, label: &str, hint: &str, kind: QuestionKind) -> Question {
    let most = match kind {
        QuestionKind::Line => 200,
        QuestionKind::Text => 4000,
        _ => 0,
    };
    Question {
        key: key.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
        kind,
        choices: Vec::new(),
        is_required: true,
        most,
    }
}

fn optional(question: Question) -> Question {
    Question { is_required: false, ..question }
}

fn among(question: Question, choices: &[&str]) -> Question {
    Question { choices: choices.iter().map(|&choice| choice.to_owned()).collect(), ..question }
}

fn piece(key: &str, hint: &str) -> Question {
    let label = PIECES.iter().find(|(known, _)| *known == key).map_or(key, |(_, label)| *label);
    ask(key, label, hint, QuestionKind::Piece)
}

/// Rubrics of the whole application: the head of the form, 1 to 5.
pub(super) fn application_questions() -> Vec<Section> {
    use super::QuestionKind::{Amount, Choice, Choices, Line, Number, Text, YesNo};
    vec![
        section(
            "demande",
            "Votre demande",
            Part::Application,
            vec![
                among(
                    ask(
                        "forme",
                        "Que demandez-vous ?",
                        "Une aide en argent, ou une mise à disposition : local, matériel, personnel.",
                        Choices,
                    ),
                    &["Une aide en argent (numéraire)", "Une aide en nature"],
                ),
                among(
                    ask("frequence", "Est-ce une première demande ?", "", Choice),
                    &["Première demande", "Renouvellement ou poursuite"],
                ),
                among(
                    ask(
                        "objet",
                        "Pour quoi faire ?",
                        "Un appel à projets finance des actions ; le fonctionnement courant se demande ailleurs, sauf si l’appel dit le contraire.",
                        Choice,
                    ),
                    &["Une ou plusieurs actions", "Le fonctionnement global de l’association"],
                ),
                among(
                    ask("periode", "Sur quelle période ?", "", Choice),
                    &["Un an, ou une action ponctuelle", "Plusieurs années"],
                ),
            ],
        ),
        section(
            "association",
            "Votre association",
            Part::Application,
            vec![
                piece(
                    "organisation",
                    "Nom, adresse, SIRET, RNA, représentant·e légal·e : repris de votre fiche, à relire.",
                ),
                ask(
                    "responsable_nom",
                    "Qui suit ce dossier ?",
                    "Prénom, nom et fonction de la personne à qui les services peuvent parler.",
                    Line,
                ),
                ask("responsable_telephone", "Son téléphone", "", Line),
                ask("responsable_courriel", "Son adresse électronique", "", Line),
                optional(ask("agrements", "Agréments", "Type, attribué par, en date du : un par ligne.", Text)),
                ask("utilite_publique", "L’association est-elle reconnue d’utilité publique ?", "", YesNo),
                ask("impots_commerciaux", "Est-elle assujettie aux impôts commerciaux ?", "", YesNo),
                ask("commissaire_comptes", "A-t-elle un commissaire aux comptes ?", "", YesNo),
                optional(ask("reseau", "Réseau, fédération ou union", "Nom complet, sans sigle.", Line)),
                optional(ask(
                    "adherents_moraux",
                    "Adhérents qui sont des personnes morales",
                    "Combien, et lesquels si c’est utile.",
                    Line,
                )),
            ],
        ),
        section(
            "moyens_humains",
            "Qui travaille et qui aide",
            Part::Application,
            vec![
                ask(
                    "benevoles",
                    "Bénévoles",
                    "Au 31 décembre de l’année écoulée. Une personne qui contribue régulièrement, sans être payée.",
                    Number,
                ),
                ask("volontaires", "Volontaires", "Par exemple en service civique.", Number),
                ask("salaries", "Personnes salariées", "", Number),
                ask("emplois_aides", "Dont emplois aidés", "", Number),
                ask(
                    "salaries_etpt",
                    "Personnes salariées en équivalent temps plein travaillé",
                    "Par exemple 2,5.",
                    Line,
                ),
                ask(
                    "personnels_mis_a_disposition",
                    "Personnels mis à disposition ou détachés",
                    "Par une autorité publique.",
                    Number,
                ),
                ask("adherents", "Adhérent·es", "", Number),
            ],
        ),
        section(
            "budget_annuel",
            "Budget de l’association",
            Part::Application,
            vec![
                piece("budget_association", "Le budget de l’année de la demande, charges et produits à l’équilibre."),
                among(
                    ask(
                        "aides_publiques",
                        "Total des aides publiques reçues sur trois exercices",
                        "L’exercice en cours et les deux précédents, toutes aides publiques ajoutées.",
                        Choice,
                    ),
                    &["500 000 € ou moins", "Plus de 500 000 €"],
                ),
                optional(ask("aides_publiques_montant", "Montant de ces aides", "", Amount)),
            ],
        ),
    ]
}

/// Rubric 6 of the form: each action.
pub(super) fn project_questions() -> Vec<Section> {
    use super::QuestionKind::{Line, Text, YesNo};
    vec![
        section(
            "action",
            "L’action",
            Part::Project,
            vec![
                piece("identite_action", "Son nom, ses dates, si elle est nouvelle ou reconduite."),
                piece("objectifs_contrat", "À quels objectifs du contrat de ville répond-elle ? Le principal d’abord."),
                ask("objectifs", "Que voulez-vous changer ?", "Les objectifs de l’action, en quelques phrases.", Text),
                ask("besoin", "De quel besoin partez-vous ?", "Qui l’a dit, qui l’a constaté ?", Text),
                ask(
                    "description",
                    "Que se passera-t-il concrètement ?",
                    "Ce qui est fait, par qui, à quel rythme, où.",
                    Text,
                ),
            ],
        ),
        section(
            "beneficiaires",
            "Pour qui et où",
            Part::Project,
            vec![
                piece("publics", "Combien de personnes, de quel âge, femmes et hommes."),
                optional(ask(
                    "publics_caracteristiques",
                    "Qui sont ces personnes ?",
                    "Situation sociale, ce qu’elles ont en commun.",
                    Text,
                )),
                piece(
                    "territoires",
                    "Les quartiers touchés et leur part. Une adresse suffit pour trouver le quartier.",
                ),
                optional(ask(
                    "participation_habitants",
                    "Comment les habitant·es prennent-ils part à l’action ?",
                    "",
                    Text,
                )),
                optional(ask(
                    "egalite",
                    "Ce que l’action fait pour l’égalité entre les femmes et les hommes",
                    "",
                    Text,
                )),
            ],
        ),
        section(
            "conduite",
            "Avec quels moyens",
            Part::Project,
            vec![
                piece("moyens", "Locaux, matériel, personnes : ce que l’action demande."),
                ask("recrutement", "Prévoyez-vous de recruter ?", "", YesNo),
                optional(ask(
                    "recrutement_etpt",
                    "Si oui, combien, en équivalent temps plein travaillé ?",
                    "Par exemple 0,5.",
                    Line,
                )),
                optional(ask("partenaires", "Avec quels partenaires ?", "Un par ligne, avec ce qu’il apporte.", Text)),
                optional(ask(
                    "participation_financiere",
                    "Les personnes paient-elles quelque chose ?",
                    "Combien, et à quelles conditions.",
                    Text,
                )),
            ],
        ),
        section(
            "evaluation",
            "Comment saurez-vous que cela a marché",
            Part::Project,
            vec![
                piece("indicateurs", "Ce que vous compterez, et la valeur visée."),
                ask("methode_evaluation", "Comment ferez-vous le bilan ?", "Avec qui, à quel moment.", Text),
                optional(ask("informations", "Autre chose à dire ?", "", Text)),
                optional(ask(
                    "responsable_action",
                    "Qui répond de cette action ?",
                    "Prénom, nom et fonction, si ce n’est pas la personne qui suit le dossier.",
                    Line,
                )),
            ],
        ),
        section(
            "budget",
            "Le budget de l’action",
            Part::Project,
            vec![
                piece(
                    "budget_action",
                    "Charges et produits à l’équilibre, et ce que vous demandez à chaque financeur.",
                ),
                optional(ask(
                    "charges_indirectes",
                    "Comment les charges indirectes sont-elles réparties ?",
                    "Loyer, comptabilité… : la règle que vous appliquez.",
                    Text,
                )),
                optional(ask(
                    "contributions_volontaires",
                    "Comment les contributions volontaires sont-elles comptées ?",
                    "Bénévolat, prêts de salle ou de matériel.",
                    Text,
                )),
            ],
        ),
    ]
}
