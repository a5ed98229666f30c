//! Questions without words, and languages that do not say everything.

use crate::Problem;
use crate::model::{Form, Kind};
use crate::problem::quoted;

/// Tells the questions nobody could read.
pub fn check(form: &Form, problems: &mut Vec<Problem>) {
    let default = &form.settings.default_language;
    let is_known = default.is_empty() || default == "default" || form.languages.iter().any(|known| known.is(default));
    if !is_known && !form.languages.is_empty() {
        let told = format!("la langue par défaut {} n’a pas de colonne dans le formulaire.", quoted(default));
        problems.push(Problem::warning("settings", 2, "default_language", told));
    }
    let mut missing: Vec<(usize, u32, String)> = vec![(0, 0, String::new()); form.languages.len()];
    form.walk(&mut |item, _| {
        if !item.kind.is_shown() {
            return;
        }
        if item.label.is_empty() && item.hint.is_empty() && item.media.is_empty() && item.kind != Kind::Osm(None) {
            let told =
                format!("la question {} n’a pas de libellé : personne ne saurait quoi répondre.", quoted(&item.name));
            problems.push(Problem::warning("survey", item.row.0, "label", told));
            return;
        }
        for (language, missing) in form.languages.iter().zip(&mut missing) {
            if !item.label.is_empty() && item.label.exactly(&language.name).is_none() {
                if missing.0 == 0 {
                    (missing.1, missing.2) = (item.row.0, item.name.clone());
                }
                missing.0 += 1;
            }
        }
    });
    for (language, (count, row, name)) in form.languages.iter().zip(missing) {
        if count > 0 {
            let told = format!(
                "{count} question(s) n’ont pas de libellé en {}, à commencer par {} : elles seront dites dans une autre langue.",
                quoted(&language.name),
                quoted(&name)
            );
            problems.push(Problem::warning("survey", row, &format!("label::{}", language.name), told));
        }
    }
}
