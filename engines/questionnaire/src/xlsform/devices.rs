//! Questions that only a device could answer: a photograph is taken face to face, the others are asked by no way of answering here.

use crate::Problem;
use crate::model::{Form, Kind};
use crate::problem::quoted;

/// Tells each of them: it stays in the form and on paper, and holds nobody up.
pub fn check(form: &Form, problems: &mut Vec<Problem>) {
    form.walk(&mut |item, _| {
        let Some(what) = item.kind.given_by_a_device() else { return };
        let asked = match item.kind {
            Kind::Image => {
                "elle se prend face à face ; ni en ligne, ni au téléphone, ni à la saisie, cette question n’est posée"
            }
            _ => "ni en ligne, ni au téléphone, ni en face à face, cette question n’est posée",
        };
        let mut told = format!(
            "{} attend {what} : {asked}. Elle reste dans le formulaire et sur la version imprimée.",
            quoted(&item.name)
        );
        if item.required.is_some() {
            told.push_str(" Elle est obligatoire : elle n’empêchera personne d’envoyer ses réponses.");
        }
        problems.push(Problem::warning("survey", item.row.0, "type", told));
    });
}
