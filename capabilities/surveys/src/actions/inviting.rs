//! Links that serve once. What is kept of a link is its hash, written when it is made and never touched again; that it was
//! used is written elsewhere, under a name nobody can make without the link itself.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Uuid};
use serde_json::json;
use web::Keys;
use web::keys::token_hash;

use super::secrets::marker;
use super::writing::survey;
use crate::{acts, store};

/// Most links made at once.
const MOST: i64 = 5_000;

/// Makes links. Gives their secret ends, once: they are kept nowhere.
///
/// # Errors
/// Not this actor’s; a number to correct.
pub async fn invite(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, count: i64) -> Outcome<Vec<String>> {
    survey(tx, actor, &acts::LEAD, id).await?;
    if !(1..=MOST).contains(&count) {
        return Err(Failure::field("nombre", "Écrivez un nombre de liens de 1 à 5 000"));
    }
    let mut made: Vec<(Uuid, String)> = (0..count)
        // Twenty-two signs: 128 bits, short enough to be typed from a letter.
        .map(|_| (super::drawn(outside), Keys::token(outside).text.chars().take(22).collect()))
        .collect();
    // They lie in an order that is not that of the list: the order answers come in tells nothing either.
    made.sort_unstable_by_key(|(id, _)| *id);
    for (invitation, text) in &made {
        store::invitation::insert(tx, *invitation, id, &token_hash(text)).await?;
    }
    let mut made: Vec<String> = made.into_iter().map(|(_, text)| text).collect();
    made.sort_unstable();
    let detail = json!({ "acte": "invitations", "nombre": count });
    let entry = Entry::on(acts::LEAD.code, "survey", id).detail(detail);
    journal::record(tx, outside, actor, entry).await?;
    Ok(made)
}

/// What a link is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It serves here.
    Good,
    /// It served.
    Spent,
    /// It is none of ours, or of another questionnaire.
    Unknown,
}

/// What a link is worth for a questionnaire.
///
/// # Errors
/// The database failed.
pub async fn standing_of(tx: &mut Tx, keys: &Keys, survey: Uuid, token: &str) -> Outcome<Standing> {
    if store::invitation::survey_of(tx, &token_hash(token)).await? != Some(survey) {
        return Ok(Standing::Unknown);
    }
    Ok(if store::invitation::is_spent(tx, &marker(keys, token)).await? { Standing::Spent } else { Standing::Good })
}
