//! The sheet `settings`.

use super::table::clean;
use super::workbook::Sheet;
use crate::Problem;
use crate::model::Form;

/// Reads what the form says of itself.
pub fn read(sheet: &Sheet, form: &mut Form, problems: &mut Vec<Problem>) {
    let [heads, values, ..] = sheet.lines.as_slice() else { return };
    for (place, header) in &heads.cells {
        let Some((_, value)) = values.cells.iter().find(|(column, _)| column == place) else { continue };
        let key = header.split_whitespace().collect::<Vec<&str>>().join("_").to_lowercase();
        let value = clean(value.clone(), key.contains("title"));
        if let Some(problem) = set(form, &key, &value, values.row, header) {
            problems.push(problem);
        }
    }
    if sheet.lines.len() > 2 {
        let row = sheet.lines[2].row;
        problems.push(Problem::warning(&sheet.name, row, "", "seule la première ligne de réglages est lue."));
    }
}

/// Sets one thing the form says of itself; `form_id` and `form_title` may stand in the sheet `survey` too.
pub fn set(form: &mut Form, key: &str, value: &str, row: u32, header: &str) -> Option<Problem> {
    let settings = &mut form.settings;
    match key {
        "form_id" | "set_form_id" | "id_string" => {
            // The title is that of the form when it has none.
            if form.title == form.id {
                value.clone_into(&mut form.title);
            }
            value.clone_into(&mut form.id);
        }
        "form_title" | "set_form_title" | "title" => value.clone_into(&mut form.title),
        "version" => value.clone_into(&mut form.version),
        "default_language" => value.clone_into(&mut settings.default_language),
        "style" => value.clone_into(&mut settings.style),
        "instance_name" => settings.instance_name = Some(value.to_owned()),
        "allow_choice_duplicates" => settings.allows_choice_duplicates = is_yes(value),
        "public_key" if !value.is_empty() => {
            settings.other.insert(key.to_owned(), value.to_owned());
            let told = "les réponses chiffrées par une clé (« public_key ») ne sont pas reprises : Parvis ne chiffrera pas les réponses de ce formulaire.";
            return Some(Problem::warning("settings", row, header, told));
        }
        _ => {
            settings.other.insert(key.to_owned(), value.to_owned());
        }
    }
    None
}

/// `yes`, `TRUE`, `true()`.
pub fn is_yes(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "yes" | "true" | "true()" | "1" | "oui")
}
