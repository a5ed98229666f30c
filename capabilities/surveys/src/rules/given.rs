//! What is kept of an answer: codes and numbers together, sentences apart, nothing that tells when or where precisely.

use std::collections::BTreeMap;

use kernel::Uuid;
use questionnaire::answering::Answers;
use questionnaire::model::{Form, Item, Kind};
use questionnaire::plan::Plan;

/// What stands in place of a sentence in the answer it came with: that there was one, and nothing else.
pub const SAID: &str = "•";

/// An answer, parted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parted {
    /// Codes and numbers by question; [`SAID`] where a sentence was said.
    pub given: Answers,
    /// Sentences by question, to be sealed and kept apart.
    pub words: Vec<(String, String)>,
}

/// The name of a question from the key of its answer: `enfants[2]/prenom` gives `prenom`.
pub fn question_of(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}

/// Parts what somebody answered. Places are rounded to a hundredth of a degree, about a kilometre; moments to the day;
/// what a device says of itself, and files, are left out.
pub fn part(plan: &Plan, kept: &Answers) -> Parted {
    let mut parted = Parted::default();
    for (key, value) in kept {
        let Some(node) = plan.named(question_of(key)).first() else { continue };
        let value = match &plan.nodes[*node].item.kind {
            Kind::Text | Kind::Barcode => {
                parted.words.push((question_of(key).to_owned(), value.clone()));
                SAID.to_owned()
            }
            Kind::GeoPoint => rounded(value),
            Kind::DateTime => value.chars().take(10).collect(),
            Kind::Metadata(_) | Kind::Image | Kind::Audio | Kind::Video | Kind::File => continue,
            Kind::GeoTrace | Kind::GeoShape | Kind::Osm(_) | Kind::ExternalData(_) => continue,
            _ => value.clone(),
        };
        parted.given.insert(key.clone(), value);
    }
    parted
}

/// Questions whose sentence is longer than this many signs, by key.
pub fn too_long(plan: &Plan, answers: &Answers, most: usize) -> Vec<String> {
    let is_sentence = |key: &str| {
        let mut nodes = plan.named(question_of(key)).iter();
        nodes.any(|node| matches!(plan.nodes[*node].item.kind, Kind::Text | Kind::Barcode))
    };
    let long = answers.iter().filter(|(key, value)| value.chars().count() > most && is_sentence(key));
    long.map(|(key, _)| key.clone()).collect()
}

fn rounded(point: &str) -> String {
    let numbers = point.split([' ', ',']).filter_map(|part| part.parse::<f64>().ok()).take(2);
    numbers.map(|number| format!("{number:.2}")).collect::<Vec<String>>().join(" ")
}

/// The question that plays a part in the house: `quartier`, `age`, `sexe`.
pub fn of_role<'a>(form: &'a Form, role: &str) -> Option<&'a Item> {
    form.questions().into_iter().find(|item| item.role.as_deref() == Some(role))
}

/// The neighbourhood each choice of the question of neighbourhoods stands for: its code is that of the neighbourhood, or
/// its words are its name.
pub fn areas_of_choices(form: &Form, areas: &[(Uuid, String, String)]) -> BTreeMap<String, Uuid> {
    let Some(item) = of_role(form, "quartier") else { return BTreeMap::new() };
    let Some(list) = form.list_of(item) else { return BTreeMap::new() };
    let default = &form.settings.default_language;
    let mut found = BTreeMap::new();
    for choice in &list.choices {
        let label = kernel::text::search_key(choice.label.told("fr", default));
        let same = areas.iter().find(|(_, code, name)| {
            code.eq_ignore_ascii_case(&choice.name) || (!label.is_empty() && kernel::text::search_key(name) == label)
        });
        if let Some((id, ..)) = same {
            found.insert(choice.name.clone(), *id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use questionnaire::model::{Choice, ChoiceList, Source};

    use super::*;

    fn form() -> Form {
        let one =
            |name: &str, list: &str| Item::new(name, Kind::SelectOne(Source::List(list.into()), false), "Question ?");
        let mut area = one("quartier", "quartiers");
        area.role = Some("quartier".into());
        Form {
            id: "essai".into(),
            items: vec![
                area,
                Item::new("idee", Kind::Text, "Une idée ?"),
                Item::new("lieu", Kind::GeoPoint, "Où ?"),
                Item::new("age", Kind::Integer, "Âge"),
                Item::new("debut", Kind::Metadata(questionnaire::model::Metadata::Start), ""),
            ],
            lists: vec![ChoiceList {
                name: "quartiers".into(),
                is_external: false,
                choices: vec![
                    Choice::new("QN01101N", "La Conte"),
                    Choice::new("gare", "La Gare"),
                    Choice::new("hors", "Ailleurs"),
                ],
            }],
            ..Form::default()
        }
    }

    #[test]
    fn sentences_are_kept_apart_from_codes() {
        let kept: Answers = [
            ("quartier", "gare"),
            ("idee", "Plus de bancs"),
            ("lieu", "43.21234 2.35678 12 4"),
            ("age", "41"),
            ("debut", "2026-03-01T10:11:12"),
            ("inconnue", "x"),
        ]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
        let parted = part(&Plan::new(&form()).expect("a sound form"), &kept);
        assert_eq!(parted.words, [("idee".to_owned(), "Plus de bancs".to_owned())]);
        let given: Vec<(&str, &str)> = parted.given.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(given, [("age", "41"), ("idee", SAID), ("lieu", "43.21 2.36"), ("quartier", "gare")]);
    }

    #[test]
    fn choices_stand_for_neighbourhoods_by_code_or_by_name() {
        let areas = [
            (Uuid::from_u128(1), "QN01101N".to_owned(), "La Conte".to_owned()),
            (Uuid::from_u128(2), "QN01102N".to_owned(), "La  gare".to_owned()),
        ];
        let found = areas_of_choices(&form(), &areas);
        assert_eq!(found.get("QN01101N"), Some(&Uuid::from_u128(1)));
        assert_eq!(found.get("gare"), Some(&Uuid::from_u128(2)));
        assert_eq!(found.get("hors"), None);
    }
}
