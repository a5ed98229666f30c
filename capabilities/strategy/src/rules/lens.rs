//! What crosses a node besides its branch: transversal nodes of its contract, and views of public policy.

use kernel::{FieldError, Uuid};

use super::contract::too_long;

/// A view of public policy: women, young people, climate…
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// Stable name within the contract.
    pub code: String,
    /// What screens say.
    pub label: String,
}

/// The lenses every contract has, code and words; each contract may add its own.
const EVERYWHERE: &[(&str, &str)] = &[
    ("women", "Femmes"),
    ("youth", "Jeunes"),
    ("single-parents", "Familles monoparentales"),
    ("rights", "Accès aux droits"),
    ("climate", "Climat"),
    ("mobility", "Mobilités"),
    ("digital", "Numérique"),
];

/// The lenses of a contract: those everybody has, then its own.
pub fn lenses(own: Vec<Lens>) -> Vec<Lens> {
    let everywhere =
        EVERYWHERE.iter().map(|(code, label)| Lens { code: (*code).to_owned(), label: (*label).to_owned() });
    everywhere.chain(own).collect()
}

/// The stable name of a lens somebody adds: the words, bare.
pub fn lens_code(label: &str) -> String {
    let bare: String = kernel::text::search_key(label).chars().filter(char::is_ascii_alphanumeric).take(30).collect();
    format!("x-{bare}")
}

/// What is wrong with a lens to add.
pub fn check_lens(label: &str, known: &[Lens]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let key = kernel::text::search_key(label);
    if lens_code(label) == "x-" {
        errors.push(FieldError::new("regard", "Saisissez le nom du regard, par exemple Personnes âgées"));
    } else if known.iter().any(|lens| kernel::text::search_key(&lens.label) == key || lens.code == lens_code(label)) {
        errors.push(FieldError::new("regard", "Ce contrat a déjà ce regard : choisissez-en un autre"));
    }
    too_long(&mut errors, "regard", "Le nom", label, 60);
    errors
}

/// One thing that crosses a node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeTag {
    /// A transversal node of the same contract.
    Axis(Uuid),
    /// A lens, by its stable name.
    Lens(String),
}

/// Marks as one text, always the same for the same tags.
pub fn tags_text(tags: &[NodeTag]) -> String {
    let mut sorted: Vec<&NodeTag> = tags.iter().collect();
    sorted.sort();
    sorted.dedup();
    let word = |tag: &NodeTag| match tag {
        NodeTag::Axis(node) => node.to_string(),
        NodeTag::Lens(code) => format!("lens:{code}"),
    };
    sorted.into_iter().map(word).collect::<Vec<_>>().join(" ")
}

/// The tags of that text; words that are none are left out.
pub fn tags_of(text: &str) -> Vec<NodeTag> {
    let read = |word: &str| match word.strip_prefix("lens:") {
        Some(code) => Some(NodeTag::Lens(code.to_owned())),
        None => word.parse().ok().map(NodeTag::Axis),
    };
    text.split_whitespace().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_adds_its_own_lenses_and_none_twice() {
        let known = lenses(vec![Lens { code: lens_code("Personnes âgées"), label: "Personnes âgées".into() }]);
        assert_eq!(known.len(), 8);
        assert_eq!(check_lens("Handicap", &known), []);
        for wrong in ["", "…", "personnes agées", "Climat"] {
            assert_eq!(check_lens(wrong, &known)[0].field, "regard", "{wrong}");
        }
        assert_eq!(check_lens(&"a".repeat(61), &known)[0].field, "regard");
    }

    #[test]
    fn tags_are_written_and_read_back() {
        let tags =
            [NodeTag::Lens("climate".into()), NodeTag::Axis(Uuid::from_u128(4)), NodeTag::Lens("climate".into())];
        let text = tags_text(&tags);
        assert_eq!(tags_of(&text), [NodeTag::Axis(Uuid::from_u128(4)), NodeTag::Lens("climate".into())]);
        assert_eq!(text, tags_text(&tags_of(&text)));
        assert_eq!(tags_of("rien"), []);
    }
}
