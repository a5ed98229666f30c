//! What became of what somebody said, for herself.

use database::Tx;
use kernel::Outcome;
use web::keys::token_hash;

use super::masked;
use crate::facade::{Fate, Standing, elsewhere};
use crate::rules::code;
use crate::store;
use crate::store::verbatims::Verbatim;

/// See [`crate::facade::fates`].
///
/// # Errors
/// The database failed.
pub async fn fates(tx: &mut Tx, typed: &str) -> Outcome<Vec<Fate>> {
    let Some(comparable) = code::comparable(typed) else { return Ok(Vec::new()) };
    let hash = token_hash(&comparable);
    let mut all = Vec::new();
    let own = store::verbatims::of_code(tx, &hash).await?;
    for one in &own {
        all.push(fate(tx, one).await?);
    }
    for held in elsewhere::held(tx, &hash).await? {
        if own.iter().any(|one| Some(one.id) == held.verbatim) {
            continue;
        }
        let carried = match held.verbatim {
            Some(id) => store::verbatims::by_id(tx, id).await?,
            None => None,
        };
        let words = masked(&held.words).text;
        all.push(match carried {
            Some(one) => Fate { words, ..fate(tx, &one).await? },
            None => {
                let need = need(tx, held.evidence).await?;
                Fate { words, state: Standing::Waiting, themes: Vec::new(), need, told: held.told }
            }
        });
    }
    Ok(all)
}

/// What became of a sentence that was taken in.
async fn fate(tx: &mut Tx, one: &Verbatim) -> Outcome<Fate> {
    let state = match one.state.as_str() {
        "accepted" => Standing::Read,
        "refused" => Standing::Refused,
        _ => Standing::Waiting,
    };
    let themes = match state {
        Standing::Read => store::codings::labels_of(tx, one.id).await?,
        _ => Vec::new(),
    };
    let need = need(tx, one.evidence).await?;
    Ok(Fate { words: one.masked.clone(), state, themes, need, told: None })
}

/// The need that evidence proves: its label, and where it is read.
async fn need(tx: &mut Tx, evidence: Option<kernel::Uuid>) -> Outcome<Option<(String, String)>> {
    let need = match evidence {
        Some(evidence) => listening::facade::words::need_of_evidence(tx, evidence).await?,
        None => None,
    };
    Ok(need.map(|(code, label)| (label, format!("/fil/besoin/{code}"))))
}
