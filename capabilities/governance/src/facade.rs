//! What other slices, and the binary, may ask of the steering of a contract.

use std::sync::OnceLock;

use database::{Result, Tx};
use interface::Link;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, Uuid, french};
use web::house::Boxed;

pub use crate::actions::deciding::index_all;
use crate::rules::{Decision, DecisionState};
use crate::{acts, store};

pub use crate::rules::{Object, ObjectKind};

/// An object of a contract that a body may decide on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// What it is.
    pub object: Object,
    /// What waits: « à valider », « close le 3 mars » ; empty, when nothing does.
    pub waits: String,
    /// Until when, when that is known.
    pub due_on: Option<Date>,
}

/// Tells what a body may decide on in a contract on a day, what waits first.
pub type Objects = for<'a> fn(&'a mut Tx, Uuid, Date) -> Boxed<'a, Result<Vec<Pending>>>;

static OBJECTS: OnceLock<Objects> = OnceLock::new();

/// Told once, at start, by whoever knows every slice.
pub fn tell_objects(objects: Objects) {
    let _ = OBJECTS.set(objects);
}

/// What may be decided on in a contract: what the other slices tell, then decisions that are late.
pub(crate) async fn objects(tx: &mut Tx, contract: Uuid, today: Date) -> Result<Vec<Pending>> {
    let mut all = match OBJECTS.get() {
        Some(ask) => ask(tx, contract, today).await?,
        None => Vec::new(),
    };
    for one in store::decision::waiting(tx, contract).await? {
        let is_late = one.is_late(today);
        all.push(Pending {
            waits: if is_late { "en retard".to_owned() } else { String::new() },
            due_on: one.terms.due_on,
            object: Object {
                kind: ObjectKind::Decision,
                id: one.id,
                label: format!("Décision {} : {}", one.reference(), one.terms.title),
                path: path(one.id),
                open_path: String::new(),
            },
        });
    }
    Ok(all)
}

/// What a signatory promised for a year, what it brought, what it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Engaged {
    /// Which.
    pub signatory: Uuid,
    /// Organisations here that are that signatory.
    pub organisations: Vec<Uuid>,
    /// Promised for the year, in euros and in people’s time; empty, when nothing is.
    pub promised: String,
    /// Brought in the year; empty, when nothing is told.
    pub brought: String,
    /// Actions it leads, each with where it is read.
    pub led: Vec<(String, String)>,
}

/// Tells what signatories of a contract brought in a year, as far as this actor may read it.
pub type Engagements = for<'a> fn(&'a mut Tx, &'a Actor, (Uuid, i64)) -> Boxed<'a, Result<Vec<Engaged>>>;

static ENGAGEMENTS: OnceLock<Engagements> = OnceLock::new();

/// Told once, at start, by whoever knows what partners bring and which actions they lead.
pub fn tell_engagements(engagements: Engagements) {
    let _ = ENGAGEMENTS.set(engagements);
}

/// What signatories brought; nothing when nobody was told.
pub(crate) async fn engagements(tx: &mut Tx, actor: &Actor, of: (Uuid, i64)) -> Result<Vec<Engaged>> {
    match ENGAGEMENTS.get() {
        Some(ask) => ask(tx, actor, of).await,
        None => Ok(Vec::new()),
    }
}

/// Where agents read a decision.
pub fn path(decision: Uuid) -> String {
    format!("/gestion/pilotage/decisions/{decision}")
}

/// What is done with a meeting of a body that steers, beside what `assemblies` does with it.
pub fn meeting_links(meeting: Uuid) -> Vec<Link> {
    let at = format!("/gestion/pilotage/reunions/{meeting}");
    vec![
        Link::new("Faire l’ordre du jour avec ce qui attend", format!("{at}/ordre-du-jour")),
        Link::new("Décisions de la réunion", at),
    ]
}

/// A decision, for the thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionTold {
    /// « Décision 2026-03 ».
    pub name: String,
    /// What is decided.
    pub title: String,
    /// The body and the day, how far it is.
    pub about: String,
    /// Its contract.
    pub contract: Uuid,
    /// Where this reader finds it.
    pub path: String,
}

/// A decision as this reader may know it: anybody, when its body says so; agents who read the steering otherwise.
///
/// # Errors
/// The database failed.
pub async fn decision_told(tx: &mut Tx, id: Uuid, reader: Option<&Actor>) -> Result<Option<DecisionTold>> {
    let Some(one) = store::decision::by_id(tx, id).await? else { return Ok(None) };
    if one.state == DecisionState::Withdrawn {
        return Ok(None);
    }
    let Some(body) = assemblies::facade::steering::body(tx, one.body).await? else { return Ok(None) };
    let is_inside = reader.is_some_and(|actor| actor.may(&acts::READ, &body.scope).is_allowed());
    if !is_inside && !body.are_decisions_public {
        return Ok(None);
    }
    let day = french::date(one.decided_on);
    Ok(Some(DecisionTold {
        name: format!("Décision {}", one.reference()),
        about: french::spaced(&format!("{}, {day} : {}", body.name, one.state_words())),
        title: one.terms.title,
        contract: one.contract,
        path: if is_inside { path(id) } else { format!("/decisions/{id}") },
    }))
}

/// Decisions everybody reads that were taken on a contract in a year: how many, and how many of them are carried out.
///
/// # Errors
/// The database failed.
pub async fn decided_in_year(tx: &mut Tx, contract: Uuid, year: i64) -> Result<(i64, i64)> {
    let (mut taken, mut done) = (0, 0);
    for body in assemblies::facade::steering::bodies(tx).await? {
        if body.contract != contract || !body.are_decisions_public {
            continue;
        }
        let decisions = store::decision::of_body(tx, body.id).await?.into_iter();
        for one in decisions.filter(|one| one.year == year && one.state != DecisionState::Withdrawn) {
            taken += 1;
            done += i64::from(one.state == DecisionState::Done);
        }
    }
    Ok((taken, done))
}

/// What awaits this person here: decisions that are late, decisions nobody was told of.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    let mut all = Vec::new();
    if !actor.may_somewhere(&acts::FOLLOW).is_allowed() {
        return Ok(all);
    }
    let today = now.day(&TimeZone::UTC);
    for body in assemblies::facade::steering::bodies(tx).await? {
        if !actor.may(&acts::FOLLOW, &body.scope).is_allowed() {
            continue;
        }
        let decisions = store::decision::unfinished(tx, body.id).await?;
        let count =
            |is: &dyn Fn(&&Decision) -> bool| i64::try_from(decisions.iter().filter(is).count()).unwrap_or(i64::MAX);
        let late = count(&|one| one.is_late(today));
        if late > 0 {
            let what = format!("Dire où en sont {}", french::count(late, "décision en retard", "décisions en retard"));
            let at = format!("/gestion/pilotage/decisions?instance={}&etat=retard", body.id);
            all.push(Awaited::new(what, body.name.clone(), at));
        }
        if actor.may(&acts::RECORD, &body.scope).is_allowed() {
            let untold = decisions.iter().find(|one| one.told_at.is_none() && one.state != DecisionState::Withdrawn);
            if let Some(one) = untold {
                let what = format!("Prévenir des décisions du {}", french::date(one.decided_on));
                let at = format!("/gestion/pilotage/reunions/{}", one.meeting);
                all.push(Awaited::new(what, body.name.clone(), at));
            }
        }
    }
    Ok(all)
}
