//! Who has no chance and who is certain, as everybody reads it: by number, with the reason, before chance speaks.

use database::Tx;
use kernel::french;
use serde_json::Value;
use sortition::apart::{AllApart, Apart, of_files};
use sortition::dossier::Files;
use web::Fault;

use crate::store;
use crate::store::draw::Draw;

/// Most numbers shown of those a reason keeps apart: all of them are in a file.
const MOST_SHOWN: usize = 60;

/// A sentence about people kept apart, then their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ApartShown {
    pub sentence: String,
    pub numbers: String,
}

/// Those whom the lottery of a draw leaves no chance, then those who are certain; nobody before it is published.
pub(super) async fn apart(tx: &mut Tx, draw: &Draw) -> Result<Vec<ApartShown>, Fault> {
    if draw.panels.is_none() {
        return Ok(Vec::new());
    }
    let summary = store::draw::file(tx, draw.id, "summary.json").await?.unwrap_or_default();
    let summary: Value = serde_json::from_slice(&summary).unwrap_or_default();
    // The pool of a roll is long: it is read where there is somebody to tell.
    if [&summary["never"], &summary["always"]].iter().all(|count| count.as_u64() == Some(0)) {
        return Ok(Vec::new());
    }
    let mut files = Files::new();
    for name in ["rules.json", "pool.csv", "probabilities.csv"] {
        files.insert(name.to_owned(), store::draw::file(tx, draw.id, name).await?.unwrap_or_default());
    }
    Ok(shown(&of_files(&files).unwrap_or_default()))
}

/// People kept apart, in sentences.
pub(super) fn shown(all: &AllApart) -> Vec<ApartShown> {
    let told = |apart: &Apart<String>, one: &str, many: &str| {
        let more = apart.people.len().saturating_sub(MOST_SHOWN);
        let more = if more > 0 { format!(" et {more} autres, dans probabilities.csv") } else { String::new() };
        let people = french::count(i64::try_from(apart.people.len()).unwrap_or(i64::MAX), one, many);
        ApartShown {
            sentence: french::spaced(&format!("{people}, car {}.", apart.reason)),
            numbers: format!("{}{more}", apart.people[..apart.people.len().min(MOST_SHOWN)].join(", ")),
        }
    };
    let never = all.never.iter().map(|one| told(one, "personne n’a aucune chance", "personnes n’ont aucune chance"));
    let always = all
        .always
        .iter()
        .map(|one| told(one, "personne est dans tous les groupes", "personnes sont dans tous les groupes"));
    never.chain(always).collect()
}
