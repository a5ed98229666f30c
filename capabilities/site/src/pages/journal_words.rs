//! The journal in French: sorts of objects, and the detail of an act as words instead of a notation for machines.

use kernel::{Act, Function};
use serde_json::Value;

/// Acts that no function opens: entering, leaving, and what the platform does by itself.
const OTHER_ACTS: [(&str, &str); 5] = [
    ("accounts.sign_in", "Se connecter"),
    ("accounts.sign_out", "Se déconnecter"),
    ("accounts.purge", "Effacer ce qui a expiré"),
    ("corpus.erase", "Effacer des paroles"),
    ("files.purge", "Effacer les fichiers retirés"),
];

/// Sorts of objects, by the name of their table.
const KINDS: [(&str, &str); 32] = [
    ("account", "compte"),
    ("assembly", "instance"),
    ("backup", "sauvegarde"),
    ("channel", "canal"),
    ("commune", "commune"),
    ("consultation", "concertation"),
    ("consultation_figure", "chiffre"),
    ("contract", "contrat"),
    ("contract_level", "niveau du contrat"),
    ("correspondence", "correspondance de zonages"),
    ("council", "conseil citoyen"),
    ("coverage", "couverture"),
    ("delegation", "délégation"),
    ("evidence", "preuve"),
    ("facility", "équipement"),
    ("figure_comparison", "comparaison de chiffres"),
    ("figure_file", "fichier d’indicateurs"),
    ("file", "fichier"),
    ("gathering", "rencontre"),
    ("indicator", "indicateur"),
    ("indicator_value", "valeur d’indicateur"),
    ("invitation", "invitation"),
    ("job", "tâche de fond"),
    ("listening_document", "document"),
    ("mail", "courriel"),
    ("need", "besoin"),
    ("need_theme", "thème de besoins"),
    ("neighbourhood", "quartier"),
    ("solution_theme", "famille d’actions"),
    ("territory_draft", "fichier importé"),
    ("verbatim", "parole"),
    ("yearbook", "rapport annuel"),
];

/// The sort of an object in French; its name when nobody has given it one.
pub fn kind(name: &str) -> &str {
    KINDS.iter().find(|(known, _)| *known == name).map_or(name, |(_, french)| french)
}

/// The name kept for a sort of object, from what somebody typed: French word or name.
pub fn kind_typed(typed: &str) -> String {
    let wanted = kernel::text::search_key(typed);
    let found = KINDS.iter().find(|(_, french)| kernel::text::search_key(french) == wanted);
    found.map_or_else(|| typed.to_owned(), |(name, _)| (*name).to_owned())
}

/// The act in French when a slice declares it, its code otherwise.
pub fn act(known: &[&'static Act], code: &str) -> String {
    let declared = known.iter().find(|act| act.code == code).map(|act| act.french);
    let other = || OTHER_ACTS.iter().find(|(known, _)| *known == code).map(|(_, french)| *french);
    declared.or_else(other).unwrap_or(code).to_owned()
}

/// « moyen : page de la démonstration ; réseau : 127.0.0.0/24 ». What is not understood stays as it was kept.
pub fn detail(kept: &str) -> String {
    match serde_json::from_str::<Value>(kept) {
        Ok(Value::Object(pairs)) => {
            let parts: Vec<String> =
                pairs.iter().map(|(name, value)| format!("{name} : {}", value_told(value))).collect();
            parts.join(" ; ")
        }
        Ok(Value::Null) => String::new(),
        Ok(value) => value_told(&value),
        Err(_) => kept.to_owned(),
    }
}

fn value_told(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(true) => "oui".to_owned(),
        Value::Bool(false) => "non".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => Function::from_code(text).map_or_else(|| text.clone(), |it| it.french().to_owned()),
        Value::Array(values) => values.iter().map(value_told).collect::<Vec<_>>().join(", "),
        Value::Object(pairs) => {
            let parts: Vec<String> =
                pairs.iter().map(|(name, value)| format!("{name} {}", value_told(value))).collect();
            format!("({})", parts.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_is_told_in_words() {
        let kept = r#"{"fonctions":["auditor"],"nom":"Antoine Lacroix","second code attendu":false,"avant":null}"#;
        let told = detail(kept);
        for part in ["fonctions : Audit", "nom : Antoine Lacroix", "second code attendu : non", "avant : –"] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert_eq!(detail("null"), "");
        assert_eq!(detail("pas du JSON"), "pas du JSON");
    }

    #[test]
    fn a_sort_of_object_is_found_by_its_french_word() {
        assert_eq!(kind("account"), "compte");
        assert_eq!(kind_typed("Tâche de fond"), "job");
        assert_eq!(kind_typed("account"), "account");
        assert_eq!(act(&[], "accounts.sign_in"), "Se connecter");
    }
}
