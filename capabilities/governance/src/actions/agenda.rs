//! The agenda of a meeting, made from what waits.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Uuid};
use serde_json::json;

use super::held;
use crate::facade::Pending;
use crate::{acts, facade, store};

/// What waits in a contract and is not on the agenda of the meeting yet, what is due first.
///
/// # Errors
/// The database failed.
pub async fn waiting(tx: &mut Tx, contract: Uuid, meeting: Uuid, today: jiff::civil::Date) -> Outcome<Vec<Pending>> {
    let there = store::point::of_meeting(tx, meeting).await?;
    let mut all = facade::objects(tx, contract, today).await?;
    all.retain(|one| !one.waits.is_empty() && there.iter().all(|point| point.id != one.object.id));
    all.sort_by(|a, b| {
        let key =
            |one: &Pending| (one.object.kind, one.due_on.unwrap_or(jiff::civil::Date::MAX), one.object.label.clone());
        key(a).cmp(&key(b))
    });
    Ok(all)
}

/// Puts what was ticked on the agenda of a meeting to come: a line each, tied to its object.
///
/// # Errors
/// Not this actor's; nothing ticked; over or cancelled; somebody changed it since `revision`.
pub async fn put(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (meeting, revision): (Uuid, i64),
    ticked: &[Uuid],
) -> Outcome<usize> {
    let (body, meeting) = held(tx, actor, &acts::RECORD, meeting).await?;
    let all = waiting(tx, body.contract, meeting.id, outside.now().day(zone)).await?;
    let chosen: Vec<Pending> = all.into_iter().filter(|one| ticked.contains(&one.object.id)).collect();
    if chosen.is_empty() {
        return Err(Failure::field("points", "Cochez au moins un point"));
    }
    let lines: Vec<String> = chosen.iter().map(|one| format!("{} : {}", one.object.label, one.waits)).collect();
    assemblies::facade::steering::add_points(tx, outside, actor, (meeting.id, revision), &lines).await?;
    let mut touched = Vec::new();
    for one in &chosen {
        let row = store::point::insert(tx, outside, meeting.id, &one.object).await?;
        touched.extend(row.map(|row| ("steering_point", row)));
    }
    let detail =
        json!({ "acte": "points mis à l’ordre du jour", "reunion": meeting.id.to_string(), "points": chosen.len() });
    let entry = Entry::on(acts::RECORD.code, "assembly", body.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(chosen.len())
}
