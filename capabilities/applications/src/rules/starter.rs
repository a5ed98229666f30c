//! What a new call begins with: every field of the common form (CERFA 12156*06), documents usually asked, and a grid.

use super::starter_questions::{application_questions, project_questions};
use super::{Attachment, CallTerms, Criterion, Part};

/// The terms of a new call; whoever opens it changes them.
pub fn starter_terms() -> CallTerms {
    let (mut sections, about_projects) = (application_questions(), project_questions());
    sections.extend(about_projects);
    CallTerms {
        sections,
        attachments: starter_attachments(),
        chart: "2018".to_owned(),
        kinds: vec!["association".to_owned()],
        areas: Vec::new(),
        priorities: Vec::new(),
        years: 3,
        criteria: starter_criteria(),
        indicators: Vec::new(),
    }
}

fn starter_attachments() -> Vec<Attachment> {
    let one = |key: &str, label: &str, hint: &str, part: Part, is_required: bool| Attachment {
        key: key.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
        part,
        is_required,
    };
    let whole = Part::Application;
    vec![
        one(
            "rib",
            "Relevé d’identité bancaire",
            "Au nom de l’association, tel qu’il est écrit dans ses statuts.",
            whole,
            true,
        ),
        one(
            "statuts",
            "Statuts et liste des dirigeant·es",
            "S’ils ne sont pas à jour au répertoire national des associations.",
            whole,
            false,
        ),
        one(
            "comptes",
            "Comptes approuvés du dernier exercice",
            "S’ils ne sont pas publiés au Journal officiel.",
            whole,
            true,
        ),
        one("rapport_commissaire", "Rapport du commissaire aux comptes", "Si l’association en a un.", whole, false),
        one("rapport_activite", "Rapport d’activité", "Le dernier, approuvé en assemblée générale.", whole, true),
        one(
            "pouvoir",
            "Pouvoir de signature",
            "Si la personne qui signe n’est pas la représentante légale.",
            whole,
            false,
        ),
        one(
            "compte_rendu_financier",
            "Compte rendu financier de l’aide précédente",
            "Obligatoire avant toute nouvelle demande (CERFA 15059).",
            Part::Project,
            false,
        ),
        one("devis", "Devis", "Pour les achats les plus importants.", Part::Project, false),
    ]
}

/// The grid most committees use; it adds up to 100.
pub fn starter_criteria() -> Vec<Criterion> {
    let known = [
        ("priorites", "Répond aux priorités de l’appel", 20),
        ("public", "Part d’un besoin des quartiers et touche leurs habitant·es", 20),
        ("methode", "Projet solide : méthode, équipe, calendrier", 15),
        ("partenariat", "Partenaires et droit commun mobilisés", 10),
        ("participation", "Participation des habitant·es", 10),
        ("egalite", "Égalité entre les femmes et les hommes, axes transversaux", 5),
        ("evaluation", "Évaluation : indicateurs prévus", 10),
        ("budget", "Budget sincère et cofinancé", 10),
    ];
    let one = |(key, label, weight): (&str, &str, i64)| Criterion {
        key: key.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
        weight,
    };
    known.into_iter().map(one).collect()
}

/// Sections whose pages belong to the form itself, with the key each is known by.
pub(super) const PIECES: [(&str, &str); 9] = [
    ("organisation", "L’association"),
    ("budget_association", "Budget de l’association"),
    ("identite_action", "Intitulé, dates et nature de l’action"),
    ("objectifs_contrat", "Objectifs du contrat de ville"),
    ("territoires", "Quartiers concernés"),
    ("publics", "Publics et nombre de bénéficiaires"),
    ("moyens", "Moyens matériels et humains"),
    ("indicateurs", "Indicateurs"),
    ("budget_action", "Budget de l’action"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rules::TermsExport;

    #[test]
    fn the_starter_form_has_each_key_once_and_every_piece() {
        let terms = starter_terms();
        let mut keys = BTreeSet::new();
        for section in &terms.sections {
            assert!(keys.insert(section.key.clone()), "{}", section.key);
            for question in &section.questions {
                assert!(keys.insert(question.key.clone()), "{}", question.key);
            }
        }
        for attachment in &terms.attachments {
            assert!(keys.insert(attachment.key.clone()), "{}", attachment.key);
        }
        for (key, _) in PIECES {
            assert!(terms.question(key).is_some(), "{key}");
        }
    }

    #[test]
    fn terms_are_kept_and_read_back_whole() {
        let terms = starter_terms();
        assert_eq!(TermsExport::from(&terms).terms(), terms);
    }
}
