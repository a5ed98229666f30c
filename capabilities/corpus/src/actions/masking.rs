//! What is read by others: the sentence without what points at somebody.

/// A sentence masked, and what was found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Masked {
    /// What others may read once it is reviewed.
    pub text: String,
    /// What was found, in French.
    pub found: Vec<String>,
}

/// Masks a sentence.
pub(crate) fn masked(text: &str) -> Masked {
    let found = if listening::facade::names_somebody(text) {
        vec!["Cette phrase semble nommer quelqu’un ou donner un moyen de le joindre".to_owned()]
    } else {
        Vec::new()
    };
    Masked { text: text.to_owned(), found }
}
