//! Projects that say the same thing in nearly the same words, whoever carries them.

use kernel::Uuid;
use themes::near;

/// Words that stand together in what is compared: two texts are alike by their runs of words, not by their subject.
const WORDS_TOGETHER: usize = 3;
/// From this likeness on, in thousandths of what both have, somebody should look.
pub const ALIKE_PERMILLE: i64 = 400;
/// From this number of projects on, they are compared out of sight.
pub const BIG_CALL: usize = 200;

/// What is compared of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The project.
    pub project: Uuid,
    /// Who carries it.
    pub carrier: Uuid,
    /// Its title.
    pub title: String,
    /// What it says of itself.
    pub description: String,
}

/// Two projects nearly alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// The one that comes first.
    pub one: Uuid,
    /// The other.
    pub other: Uuid,
    /// How much they have in common, in thousandths of what both have.
    pub alike_permille: i64,
    /// Whether one body carries both: the same project asked twice.
    pub is_same_carrier: bool,
}

/// Pairs of projects nearly alike, the nearest first.
pub fn near_projects(texts: &[Text]) -> Vec<Near> {
    let whole: Vec<String> = texts.iter().map(|text| format!("{}. {}", text.title, text.description)).collect();
    let pairs = near::pairs(&whole, WORDS_TOGETHER, ALIKE_PERMILLE as f64 / 1_000.0);
    let told = |pair: near::Pair| Near {
        one: texts[pair.one].project,
        other: texts[pair.other].project,
        alike_permille: (pair.alike * 1_000.0).round() as i64,
        is_same_carrier: texts[pair.one].carrier == texts[pair.other].carrier,
    };
    let mut found: Vec<Near> = pairs.into_iter().map(told).collect();
    found.sort_by_key(|near| (-near.alike_permille, near.one, near.other));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(project: u128, carrier: u128, title: &str, description: &str) -> Text {
        Text {
            project: Uuid::from_u128(project),
            carrier: Uuid::from_u128(carrier),
            title: title.into(),
            description: description.into(),
        }
    }

    const GARDEN: &str = "Un jardin partagé au pied des immeubles, ouvert à toutes les familles du quartier le mercredi \
                          et le samedi, avec un animateur et du matériel prêté.";

    #[test]
    fn a_text_copied_by_another_carrier_is_found_and_a_subject_in_common_is_not() {
        let copied = GARDEN.replace("le samedi", "le dimanche");
        let all = [
            text(1, 10, "Jardin partagé de Grazailles", GARDEN),
            text(2, 11, "Un jardin partagé à Ozanam", &copied),
            text(3, 12, "Jardiner ensemble", "Des ateliers de jardinage pour les enfants des écoles, en semaine."),
            text(4, 10, "Jardin partagé de Grazailles", GARDEN),
        ];
        let found = near_projects(&all);
        let ends: Vec<(u128, u128)> = found.iter().map(|near| (near.one.as_u128(), near.other.as_u128())).collect();
        assert_eq!(ends, [(1, 4), (1, 2), (2, 4)]);
        assert!(found[0].is_same_carrier && found[0].alike_permille == 1_000);
        assert!(!found[1].is_same_carrier && found[1].alike_permille < 1_000);
    }
}
