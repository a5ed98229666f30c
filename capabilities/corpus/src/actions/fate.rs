//! What became of what somebody said, for herself.

use database::Tx;
use kernel::Outcome;
use web::keys::token_hash;

use crate::facade::{Fate, Standing};
use crate::rules::code;
use crate::store;

/// See [`crate::facade::fates`].
///
/// # Errors
/// The database failed.
pub async fn fates(tx: &mut Tx, typed: &str) -> Outcome<Vec<Fate>> {
    let Some(comparable) = code::comparable(typed) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for one in store::verbatims::of_code(tx, &token_hash(&comparable)).await? {
        let standing = match one.state.as_str() {
            "accepted" => Standing::Read,
            "refused" => Standing::Refused,
            _ => Standing::Waiting,
        };
        let themes = match standing {
            Standing::Read => store::codings::labels_of(tx, one.id).await?,
            _ => Vec::new(),
        };
        let need = match one.evidence {
            Some(evidence) => listening::facade::words::need_of_evidence(tx, evidence).await?,
            None => None,
        };
        let need = need.map(|(code, label)| (label, format!("/fil/besoin/{code}")));
        all.push(Fate { words: one.masked, state: standing, themes, need });
    }
    Ok(all)
}
