//! A draw that comes after another: seats nobody could fill any more, or the half that was renewed. Who sits stays, who is gone
//! is not drawn again; the new dossier names the last entry of the old one, and takes a chance of its own.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::dossier::{Files, hash};
use crate::pool::{Pool, Quota};
use crate::reading::{Points, Wrong};
use crate::replacement::{conditional, standing};

/// Where a dossier ends: what another may go on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// Hash of the last entry: the draw, a replacement or a renewal.
    pub after: String,
    /// Who sits.
    pub sitting: Vec<String>,
    /// Who refused or left.
    pub gone: Vec<String>,
}

/// Where a dossier ends.
///
/// # Errors
/// The draw did not take place, or a file is not readable.
pub fn end(files: &Files) -> Result<Succession, Wrong> {
    let standing = standing(files)?;
    let mut end = Succession { after: standing.last, sitting: standing.sitting, gone: standing.gone };
    if let Some(bytes) = files.get("renewal.json") {
        let unreadable = |_| Wrong::of("« renewal.json » n’est pas lisible : vérifiez le dossier.");
        let told: Value = serde_json::from_slice(bytes).map_err(unreadable)?;
        let names = |name: &str| -> Vec<String> {
            told[name].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        end.after = hash(bytes);
        end.sitting = names("stay");
        end.gone.extend(names("leave"));
    }
    Ok(end)
}

/// Pool and quotas of the draw that completes what is left of a council: those who sit are in every panel, those gone in
/// none.
///
/// # Errors
/// Somebody who sits is not in the pool.
pub fn complete(pool: &Pool, quotas: &[Quota], end: &Succession) -> Result<(Pool, Vec<Quota>), Wrong> {
    let mut wrong = Points::default();
    let mut sitting = Vec::new();
    for id in &end.sitting {
        match (0..).zip(&pool.people).find(|(_, person)| person.id == *id) {
            Some((rank, _)) => sitting.push(rank),
            None => wrong.tell(|| format!("« {id} » siège et n’est pas dans le vivier : ajoutez sa ligne.")),
        }
    }
    let is_gone = |person: &crate::pool::Person| end.gone.contains(&person.id);
    let gone: BTreeSet<u32> =
        (0..).zip(&pool.people).filter(|(_, person)| is_gone(person)).map(|(rank, _)| rank).collect();
    wrong.or(())?;
    Ok(conditional(pool, quotas, &sitting, &gone))
}
