//! Telling residents why a need will not be answered, and what became of every need.

use std::collections::HashMap;

use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, Moment, Outcome, Outside, Refusal, Uuid};
use lineage::Kind;
use listening::facade::NeedLine;
use serde_json::json;

use super::tying::anywhere;
use crate::rules::{Past, Standing, check_reply, standing};
use crate::store::reply::Reply;
use crate::{acts, store};

/// Tells why a need will not be answered. The reason is public.
///
/// # Errors
/// Not this actor's; no such need; a reason to correct, on the field `raison`; a reply stands already.
pub async fn refuse(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    need: Uuid,
    (reason, zone): (&str, &TimeZone),
) -> Outcome<()> {
    actor.authorise(&acts::TIE, &anywhere(actor))?;
    let known = listening::facade::needs(tx).await?;
    let told = known.iter().find(|one| one.id == need).ok_or(Refusal::NotFound)?;
    let mut errors = check_reply(reason);
    if listening::facade::names_somebody(reason) {
        let sentence =
            "Ce texte semble nommer quelqu’un : parlez d’un service ou d’une fonction, sans nom ni téléphone";
        errors.push(kernel::FieldError::new("raison", sentence));
    }
    Failure::unless_empty(errors)?;
    let now = outside.now();
    let reply = Reply {
        id: outside.uuid(),
        need,
        reason: reason.trim().to_owned(),
        told_on: now.day(zone),
        by_name: actor.journal_name(),
        made_at: now,
    };
    if !store::reply::insert(tx, &reply).await? {
        return Err(Failure::conflict("la réponse à ce besoin", &[("Raison", reason)]));
    }
    let detail = json!({ "acte": "réponse négative", "besoin": told.code });
    let touched = [("need_reply", reply.id)];
    let entry = Entry::on(acts::TIE.code, "need", need).why(reason).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Takes the refusal back: the need is open again. The row stays.
///
/// # Errors
/// Not this actor's; nothing to take back; no reason, on the field `motif`.
pub async fn take_back(tx: &mut Tx, outside: &Outside, actor: &Actor, need: Uuid, why: &str) -> Outcome<()> {
    actor.authorise(&acts::TIE, &anywhere(actor))?;
    let reply = store::reply::of_need(tx, need).await?.ok_or(Refusal::NotFound)?;
    if why.trim().is_empty() {
        return Err(Failure::field("motif", "Dites ce qui a changé : la réponse faite reste au journal"));
    }
    if !store::reply::take_back(tx, reply.id, outside.now(), why.trim()).await? {
        return Err(Refusal::NotFound.into());
    }
    let detail = json!({ "acte": "réponse négative reprise" });
    let touched = [("need_reply", reply.id)];
    let entry = Entry::on(acts::TIE.code, "need", need).why(why).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// A need, as what became of it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// In a few words.
    pub line: NeedLine,
    /// The theme it stands in.
    pub theme: String,
    /// When its first evidence was recorded here.
    pub first_recorded: Option<Moment>,
}

/// Every need, theme by theme, in order.
///
/// # Errors
/// The database failed.
pub async fn needs(tx: &mut Tx) -> Result<Vec<Need>> {
    let all = listening::facade::needs_listed(tx).await?.into_iter();
    Ok(all.map(|one| Need { line: one.line, theme: one.theme, first_recorded: one.first_recorded }).collect())
}

/// What became of these needs, in their order, on a day.
///
/// # Errors
/// The database failed.
pub async fn standings(tx: &mut Tx, needs: &[Need], (today, zone): (Date, &TimeZone)) -> Result<Vec<Standing>> {
    let ids: Vec<Uuid> = needs.iter().map(|need| need.line.id).collect();
    let actions: HashMap<Uuid, i64> = plan::facade::answer_counts(tx, &ids).await?.into_iter().collect();
    let objectives: HashMap<Uuid, i64> =
        lineage::counts_towards(tx, &ids, Kind::Objective).await?.into_iter().collect();
    let leads: HashMap<Uuid, i64> = lineage::counts_towards(tx, &ids, Kind::Lead).await?.into_iter().collect();
    let steps: HashMap<Uuid, Moment> = lineage::last_steps(tx, &ids).await?.into_iter().collect();
    let refusals = store::reply::of_needs(tx, &ids).await?.into_iter();
    let mut refusals: HashMap<Uuid, (String, Date)> =
        refusals.map(|one| (one.need, (one.reason, one.told_on))).collect();
    let of = |counts: &HashMap<Uuid, i64>, id: Uuid| counts.get(&id).copied().unwrap_or(0);
    let became = |need: &Need| {
        let id = need.line.id;
        let past = Past {
            first_heard: need.first_recorded.map(|at| at.day(zone)),
            actions: of(&actions, id),
            objectives: of(&objectives, id),
            leads: of(&leads, id),
            last_step: steps.get(&id).map(|at| at.day(zone)),
            refusal: refusals.remove(&id),
        };
        standing(&past, today)
    };
    Ok(needs.iter().map(became).collect())
}

/// The family of what became of each of these needs, as a rank in [`Standing::FAMILIES`]. That an action answers a need is
/// enough to know: how many do is not counted, however many needs there are.
///
/// # Errors
/// The database failed.
pub async fn families(tx: &mut Tx, needs: &[Need], on: (Date, &TimeZone)) -> Result<Vec<usize>> {
    let ids: Vec<Uuid> = needs.iter().map(|need| need.line.id).collect();
    let answered = plan::facade::answered_among(tx, &ids).await?;
    let others: Vec<Need> = needs.iter().filter(|need| !answered.contains(&need.line.id)).cloned().collect();
    let known = standings(tx, &others, on).await?;
    let known: HashMap<Uuid, usize> =
        others.iter().zip(&known).map(|(need, standing)| (need.line.id, standing.rank())).collect();
    let answer = Standing::Answered(1).rank();
    Ok(ids.iter().map(|id| known.get(id).copied().unwrap_or(answer)).collect())
}
