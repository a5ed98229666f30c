//! The questions every application has: those of CERFA 12156*06 that the organisation's sheet does not answer already.
//! A question of the call under the same name takes the place of the standard one.

use kernel::vocabulary;

use crate::rules::{CallTerms, Part, Question, QuestionKind, Section};

vocabulary! {
    /// Parts of the form that are kept in rows of their own.
    Piece {
        /// Title of a project.
        Title => "intitule", "Intitulé de l’action";
        /// Objectives of the contract it answers.
        Objectives => "objectifs_contrat", "Objectifs du contrat de ville";
        /// Neighbourhoods.
        Places => "territoires", "Quartiers";
        /// For whom, how many.
        Publics => "publics", "Personnes concernées";
        /// When.
        Dates => "dates", "Dates";
        /// With what and whom.
        Means => "moyens", "Moyens";
        /// What will be counted.
        Indicators => "indicateurs", "Indicateurs";
    }
}

/// The question of how many years are asked for.
pub const YEARS: &str = "annees";

fn question(key: &str, kind: QuestionKind, label: &str, hint: &str, is_required: bool) -> Question {
    Question {
        key: key.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
        kind,
        choices: Vec::new(),
        is_required,
        most: 0,
    }
}

fn choice(key: &str, label: &str, choices: &[&str]) -> Question {
    let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
    Question { choices, ..question(key, QuestionKind::Choice, label, "", true) }
}

fn text(key: &str, label: &str, hint: &str, is_required: bool) -> Question {
    Question { most: 4000, ..question(key, QuestionKind::Text, label, hint, is_required) }
}

fn piece(piece: Piece, label: &str, hint: &str, is_required: bool) -> Question {
    question(piece.code(), QuestionKind::Piece, label, hint, is_required)
}

/// Sections asked whatever the call.
pub(super) fn sections(terms: &CallTerms) -> Vec<Section> {
    let mut request = vec![
        choice("forme-aide", "Sous quelle forme demandez-vous une aide ?", &["Argent", "Nature (local, matériel…)"]),
        choice("frequence", "Est-ce une première demande ?", &["Première demande", "Renouvellement ou poursuite"]),
        choice(
            "nature-demande",
            "Pour quoi demandez-vous une aide ?",
            &["Une ou plusieurs actions", "Le fonctionnement de l’association"],
        ),
    ];
    if terms.years > 1 {
        let hint = "Une demande sur plusieurs années a un budget par année.";
        request.push(question(YEARS, QuestionKind::Number, "Sur combien d’années ?", hint, true));
    }
    let contact = vec![
        question(
            "contact-nom",
            QuestionKind::Line,
            "Qui suit ce dossier dans votre association ?",
            "Prénom et nom.",
            true,
        ),
        question(
            "contact-fonction",
            QuestionKind::Line,
            "Quelle est sa fonction ?",
            "Par exemple : coordinatrice.",
            true,
        ),
        question("contact-telephone", QuestionKind::Line, "À quel numéro peut-on l’appeler ?", "", true),
        question(
            "contact-courriel",
            QuestionKind::Line,
            "À quelle adresse lui écrire ?",
            "L’accusé de réception y sera envoyé.",
            true,
        ),
    ];
    let what = vec![
        piece(
            Piece::Title,
            "Comment s’appelle l’action ?",
            "Quelques mots, tels qu’un habitant les comprendrait.",
            true,
        ),
        piece(
            Piece::Objectives,
            "À quels objectifs du contrat de ville répond-elle ?",
            "Le premier coché est l’objectif principal.",
            true,
        ),
        text("objectifs", "Quels sont les objectifs de l’action ?", "Ce qui doit changer, pour qui.", true),
        text("description", "Que ferez-vous ?", "Décrivez les séances, les lieux, le rythme, avec qui.", true),
    ];
    let whom = vec![
        piece(
            Piece::Publics,
            "Combien de personnes seront concernées ?",
            "Un nombre par âge et par sexe. Laissez vide ce que vous ne savez pas ; écrivez 0 s’il n’y a personne.",
            true,
        ),
        text(
            "publics-precisions",
            "Qui sont ces personnes ?",
            "Situation, besoins, comment vous les rencontrez.",
            false,
        ),
        piece(
            Piece::Places,
            "Dans quels quartiers se passe l’action ?",
            "Cochez les quartiers, ou donnez l’adresse du lieu : nous trouverons le quartier.",
            true,
        ),
        piece(Piece::Dates, "Quand commence-t-elle et quand finit-elle ?", "", true),
    ];
    let how = vec![
        piece(
            Piece::Means,
            "Avec quels moyens ?",
            "Matériel, locaux, bénévoles, salariés. Laissez vides les lignes inutiles.",
            false,
        ),
        text(
            "recrutement",
            "Prévoyez-vous de recruter ?",
            "Si oui, combien de personnes et pour combien de temps de travail.",
            false,
        ),
        text(
            "participation",
            "Les participants paient-ils quelque chose ?",
            "Écrivez « non », ou le tarif et qui en est dispensé.",
            true,
        ),
        question(
            "responsable",
            QuestionKind::Line,
            "Qui est responsable de l’action ?",
            "Prénom, nom et fonction.",
            true,
        ),
    ];
    let results = vec![
        piece(
            Piece::Indicators,
            "Que compterez-vous pour savoir si l’action réussit ?",
            "Par exemple : participants habitant le quartier, 40.",
            true,
        ),
        text("evaluation", "Comment ferez-vous le bilan ?", "Qui le fait, quand, avec l’avis de qui.", true),
        text("complement", "Voulez-vous ajouter quelque chose ?", "", false),
    ];
    let section = |key: &str, title: &str, part, questions| Section {
        key: key.to_owned(),
        title: title.to_owned(),
        part,
        questions,
    };
    vec![
        section("la-demande", "Votre demande", Part::Application, request),
        section("contact", "Personne à contacter", Part::Application, contact),
        section("l-action", "L’action", Part::Project, what),
        section("les-publics", "Pour qui, où, quand", Part::Project, whom),
        section("les-moyens", "Moyens", Part::Project, how),
        section("les-resultats", "Résultats attendus", Part::Project, results),
    ]
}
