//! Each morning: what was written since is told to those who take part; what is over is erased.

use std::collections::BTreeSet;

use database::Tx;
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Uuid, french};
use serde_json::json;

use super::mailing::{Notice, Place, write};
use crate::rules::{Circle, MemberState, circle_path};
use crate::{acts, store};

/// Three years, in days: a message is erased that long after it was written.
const MESSAGE_DAYS: i64 = 1_096;
/// A year, in days: a group is erased that long after it was closed.
const CLOSED_DAYS: i64 = 365;

/// Tells each person of a group how many messages others wrote since the last mail. Gives how many mails were queued.
///
/// # Errors
/// The database failed.
pub async fn digest(tx: &mut Tx, outside: &Outside, place: Place<'_>, actor: &Actor) -> Outcome<usize> {
    let now = outside.now();
    let (mut sent, mut touched) = (0, Vec::new());
    for circle in store::circle::untold(tx, now).await? {
        sent += tell(tx, outside, place, &circle).await?;
        store::circle::told(tx, circle.id, now).await?;
        touched.push(("circle", circle.id));
    }
    if !touched.is_empty() {
        let detail = json!({ "courriels": sent, "groupes": touched.len() });
        let entry = Entry::general(acts::DIGEST, "circle").detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(sent)
}

async fn tell(tx: &mut Tx, outside: &Outside, place: Place<'_>, circle: &Circle) -> Outcome<usize> {
    let now = outside.now();
    let authors = store::message::authors(tx, circle.id, (circle.told_until, now)).await?;
    let quiet = store::member::quiet(tx, circle.id).await?;
    // Somebody of two associations of the group is written to once.
    let (mut told, mut sent): (BTreeSet<Uuid>, usize) = (BTreeSet::new(), 0);
    for member in store::member::of_circle(tx, circle.id).await? {
        if member.state != MemberState::Member {
            continue;
        }
        for one in accounts::facade::members_of(tx, member.organisation, now).await? {
            let count = authors.iter().filter(|author| **author != one.account).count();
            let is_wanted = count > 0 && !one.functions.is_empty() && !quiet.contains(&one.account);
            if !is_wanted || !told.insert(one.account) {
                continue;
            }
            let count = french::count(i64::try_from(count).unwrap_or(i64::MAX), "message", "messages");
            let notice = Notice {
                kind: "circles.digest",
                subject: "Du nouveau dans un groupe d’associations",
                sentence: &format!(
                    "Depuis le dernier courriel, {count} dans le groupe « {} ». Pour ne plus recevoir ces courriels, réglez-le au bas \
                     de la page du groupe.",
                    circle.name
                ),
                path: &circle_path(circle.id),
            };
            sent += usize::from(write(tx, (outside, place), &one, notice).await?);
        }
    }
    Ok(sent)
}

/// Erases messages that are too old, and groups closed for a year. Gives how many rows.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<usize> {
    let now = outside.now();
    let mut touched = store::circle::forget(tx, now.plus_days(-CLOSED_DAYS)).await?;
    let messages = store::message::forget(tx, now.plus_days(-MESSAGE_DAYS)).await?;
    touched.extend(messages.into_iter().map(|id| ("circle_message", id)));
    if !touched.is_empty() {
        let detail = json!({ "acte": "groupes et messages effacés", "lignes": touched.len() });
        let entry = Entry::general(acts::PURGE, "circle").detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(touched.len())
}
