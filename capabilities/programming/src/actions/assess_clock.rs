//! How long answers take: counted from what happened, told in public, against what is promised.

use std::collections::{BTreeMap, HashMap};

use applications::facade::{self as files, CallBrief, EventKind, FundingState};
use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use crate::rules::{Delay, Promise, Stage, check_promise, days_between};
use crate::{acts, store};

/// Delays of a call or of one of its funders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The funder; none: the call as its applicants live it, until the last funder.
    pub funder: Option<String>,
    /// How many files or requests there are, over or not.
    pub all: i64,
    /// Each stage.
    pub stages: Vec<(Stage, Delay)>,
}

fn stages_of(kind: EventKind) -> &'static [Stage] {
    match kind {
        EventKind::Complete => &[Stage::Complete],
        // Saying that a request cannot be taken is an answer.
        EventKind::Inadmissible => &[Stage::Complete, Stage::Decided],
        EventKind::Decided => &[Stage::Decided],
        EventKind::Notified => &[Stage::Notified],
        _ => &[],
    }
}

/// Counts the delays of a call: for the whole call, a stage is over when every request of a file is; then for each funder.
///
/// # Errors
/// The database failed.
pub async fn clocks(tx: &mut Tx, call: &CallBrief, zone: &TimeZone, promise: &Promise) -> database::Result<Vec<Clock>> {
    let mut first: BTreeMap<(Uuid, Stage), Date> = BTreeMap::new();
    for (_, funding, kind, at) in files::milestones(tx, call.id).await? {
        let Some(funding) = funding else { continue };
        for stage in stages_of(kind) {
            first.entry((funding, *stage)).or_insert_with(|| at.day(zone));
        }
    }
    // What is asked, of whom, in which file, filed when.
    let requests: Vec<(Uuid, Uuid, Uuid, Date)> = files::requests(tx, call.id)
        .await?
        .into_iter()
        .filter(|one| one.state != FundingState::Withdrawn)
        .map(|one| (one.funding, one.funder, one.application, one.filed_at.day(zone)))
        .collect();
    let delay = |days: &[i64], stage: Stage| Delay::of(days, promise.days(stage), promise.smallest_base);
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let whole = |stage: Stage| {
        let mut last: HashMap<Uuid, Option<i64>> = HashMap::new();
        for (funding, _, application, filed) in &requests {
            let days = first.get(&(*funding, stage)).map(|day| days_between(*filed, *day));
            let known = last.entry(*application).or_insert(Some(0));
            *known = known.zip(days).map(|(known, days)| known.max(days));
        }
        let days: Vec<i64> = last.into_values().flatten().collect();
        (stage, delay(&days, stage))
    };
    let mut files: Vec<Uuid> = requests.iter().map(|(_, _, application, _)| *application).collect();
    files.sort_unstable();
    files.dedup();
    let stages = Stage::ALL.iter().map(|stage| whole(*stage)).collect();
    let mut all = vec![Clock { funder: None, all: count(files.len()), stages }];
    for funder in &call.funders {
        let own = || requests.iter().filter(|(_, of, ..)| *of == funder.id);
        let stage = |stage: &Stage| {
            let days = own().filter_map(|(funding, _, _, filed)| {
                first.get(&(*funding, *stage)).map(|day| days_between(*filed, *day))
            });
            (*stage, delay(&days.collect::<Vec<_>>(), *stage))
        };
        let stages = Stage::ALL.iter().map(stage).collect();
        all.push(Clock { funder: Some(funder.name.clone()), all: count(own().count()), stages });
    }
    Ok(all)
}

/// A call whose delays this actor sets.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn promised(tx: &mut Tx, actor: &Actor, call: Uuid) -> Outcome<CallBrief> {
    let call = files::call_brief(tx, call).await?.ok_or(Refusal::NotFound)?;
    match actor.may(&acts::PROMISE, &Scope::contract(call.contract)).is_allowed() {
        true => Ok(call),
        false => Err(Refusal::NotFound.into()),
    }
}

/// Says which delays are promised.
///
/// # Errors
/// Not this actor’s; something to correct; somebody changed it since `revision`.
pub async fn promise(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, revision): (Uuid, i64),
    promise: impl Into<Filled<Promise>>,
) -> Outcome<String> {
    let call = promised(tx, actor, call).await?;
    let mut form = promise.into();
    form.find(check_promise(&form.value));
    let promise = form.sound()?;
    let Some(row) = store::clock::save(tx, outside, call.id, &promise, revision).await? else {
        return Err(Failure::Refused(Refusal::Conflict {
            explanation:
                "Quelqu’un d’autre a changé ces délais pendant que vous écriviez. Relisez-les avant de recommencer."
                    .to_owned(),
            kept: Vec::new(),
        }));
    };
    let detail = json!({ "acte": "délais promis", "complet": promise.complete_days, "décision": promise.decided_days,
        "notification": promise.notified_days });
    let touched = [("assessment_promise", row)];
    let entry = Entry::on(acts::PROMISE.code, "call", call.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(call.address)
}
