//! The waves of a questionnaire: those that asked the same questions before, and after.

use std::collections::HashMap;

use database::Tx;
use kernel::{Actor, Outcome, Uuid};

use super::survey;
use crate::store::survey::Survey;
use crate::{acts, store};

/// Every wave of a questionnaire, itself among them, that this actor may read and that was published; the first begun first.
///
/// # Errors
/// The database failed.
pub async fn waves(tx: &mut Tx, actor: &Actor, of: &Survey) -> Outcome<Vec<Survey>> {
    let mut all = store::survey::all(tx).await?;
    all.reverse();
    let before: HashMap<Uuid, Option<Uuid>> = all.iter().map(|one| (one.id, one.wave_of)).collect();
    let first = |id: Uuid| {
        let mut at = id;
        // A chain cannot be longer than there are questionnaires.
        for _ in 0..before.len() {
            match before.get(&at).copied().flatten().filter(|before_it| before.contains_key(before_it)) {
                Some(before_it) => at = before_it,
                None => break,
            }
        }
        at
    };
    let mine = first(of.id);
    let mut found = Vec::new();
    for one in all.iter().filter(|one| one.published > 0 && first(one.id) == mine) {
        if survey(tx, actor, &acts::READ, one.id).await.is_ok() {
            found.push(one.clone());
        }
    }
    Ok(found)
}
