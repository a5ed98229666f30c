//! Going on later: answers put aside under six letters that the person notes.

use database::Tx;
use kernel::{Failure, Outcome, Outside, Refusal, Uuid};
use questionnaire::answering::Answers;
use serde::{Deserialize, Serialize};
use web::Keys;

use super::secrets::parked_id;
use crate::rules::parked::{new_letters, read_letters};
use crate::store;

/// Days answers wait to be taken up again.
pub const DAYS_KEPT: i64 = 30;

/// Tries in vain in a minute on one questionnaire, whoever makes them: a hundred and fifty million letters are not tried so.
const MOST_TRIES: i64 = 30;

/// Where answers put aside are sealed.
const PLACE: &str = "parked_answer.sealed";

/// What is put aside: where she was, and what she had typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// The key of the sending.
    pub key: String,
    /// The version.
    pub version: i64,
    /// The page she was on.
    pub page: String,
    /// What was typed.
    pub answers: Answers,
    /// The invitation, when there was one.
    pub token: String,
}

/// Puts answers aside under the letters she has, or new ones. Gives them.
///
/// # Errors
/// The database failed.
pub async fn park(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    survey: Uuid,
    letters: Option<&str>,
    parked: &Parked,
) -> Outcome<String> {
    let letters = letters.and_then(read_letters).unwrap_or_else(|| new_letters(outside.bytes()));
    let id = parked_id(keys, survey, &letters);
    let clear = serde_json::to_vec(parked).map_err(|error| kernel::Breakdown(Box::new(error)))?;
    let sealed = keys.seal(outside, PLACE, id, &clear)?;
    store::parked::save(tx, id, survey, &sealed, outside.now().plus_days(DAYS_KEPT)).await?;
    Ok(letters)
}

/// What was put aside under these letters. A try in vain is counted by [`count_try`].
///
/// # Errors
/// Nothing is there under them, on the field `lettres`; too many tries in vain this minute.
pub async fn take_up(tx: &mut Tx, (outside, keys): (&Outside, &Keys), survey: Uuid, typed: &str) -> Outcome<Parked> {
    let unknown = || {
        let told = "Rien n’est gardé sous ces lettres. Vérifiez les six lettres ; au bout de trente jours, ce qui attend \
                    est effacé";
        Failure::field("lettres", told)
    };
    if store::parked::tries(tx, survey, outside.now()).await? >= MOST_TRIES {
        return Err(Refusal::TooMany { retry_after_seconds: 60 }.into());
    }
    let letters = read_letters(typed).ok_or_else(unknown)?;
    let id = parked_id(keys, survey, &letters);
    let sealed = store::parked::find(tx, id, survey, outside.now()).await?.ok_or_else(unknown)?;
    let clear = keys.open(PLACE, id, &sealed)?;
    serde_json::from_slice(&clear).map_err(|error| kernel::Breakdown(Box::new(error)).into())
}

/// Counts a try in vain, for all nodes together.
///
/// # Errors
/// The database failed.
pub async fn count_try(tx: &mut Tx, outside: &Outside, survey: Uuid) -> Outcome<()> {
    Ok(store::parked::count_try(tx, super::drawn(outside), survey, outside.now()).await?)
}
