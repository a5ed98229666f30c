//! Whether a draw is possible, told before its pool is closed: computed by a job, since a long pool takes seconds to open.

use std::collections::BTreeMap;

use database::Tx;
use jiff::civil::Date;
use jobs::{Context, JobError, NewJob};
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, Moment, Outcome, Outside, Refusal, Uuid};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sortition::dossier;
use sortition::invitation;
use sortition::reading::Wrong;
use sortition::request::{self, Refused};
use web::Keys;

use super::announced::announced_of;
use super::following::ground;
use super::pool::bounds;
use super::{draw, names, secrets};
use crate::rules::{Age, Assembled, College, Council, DrawKind, DrawState, Traits, assemble, features, roll};
use crate::store::draw::Draw;
use crate::{acts, store};

/// The kind of job that looks whether a draw is possible.
pub const STUDY: &str = "councils.study";

/// Somebody kept in the pool, and what the draw knows of her on a day.
pub(super) async fn pool_on(
    tx: &mut Tx,
    keys: &Keys,
    (council, college): (&Council, &College),
    on: Date,
) -> Outcome<Vec<(Uuid, Traits)>> {
    let kinds: BTreeMap<Uuid, Uuid> =
        store::structure::of_council(tx, council.id).await?.into_iter().map(|one| (one.id, one.kind)).collect();
    let bounds = bounds(council);
    let (mut told, mut last) = (Vec::new(), Uuid::nil());
    // A long pool takes seconds to open: a part at a time, away from the threads that serve. Whoever was erased after a draw before
    // is not there: nobody could call her.
    loop {
        let some = store::pool::kept_after(tx, college.id, last).await?;
        let Some((end, _)) = some.last() else { return Ok(told) };
        last = end.id;
        let keys = keys.clone();
        let opening = tokio::task::spawn_blocking(move || {
            let mut opened = Vec::with_capacity(some.len());
            for (one, sealed) in some {
                let age = match secrets::open(&keys, one.id, &sealed)?.birth.age(on, bounds) {
                    // What an agent corrected by hand stands for a birth nobody knows.
                    Age::Unknown => one.age,
                    age => age,
                };
                opened.push((age, one));
            }
            Ok::<_, Breakdown>(opened)
        });
        let opened = opening.await.map_err(|error| Breakdown(Box::new(error)))??;
        told.extend(opened.into_iter().filter(|(age, _)| *age != Age::Minor).map(|(age, one)| {
            let kind = one.structure.and_then(|structure| kinds.get(&structure).copied());
            let (sex, area, origin, household) = (one.sex, one.area, one.origin, one.household);
            (one.id, Traits { sex, age, area, origin, kind, household })
        }));
    }
}

/// What is known before the freeze: how many, and whether quotas can be kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feasible {
    /// How many people may be drawn.
    pub people: usize,
    /// How many are the only ones with their traits.
    pub alone: usize,
    /// What blocks and what would do; nothing when a draw is possible.
    pub obstacles: Vec<String>,
    /// The smallest chance, when a draw is possible.
    pub least: Option<f64>,
    /// How many could be in no council, whatever chance says.
    pub never: usize,
}

/// Whether the pool as it is can keep the quotas, and what would do.
///
/// # Errors
/// The database failed.
async fn feasible(
    tx: &mut Tx,
    keys: &Keys,
    (council, college): (&Council, &College),
    draw: &Draw,
) -> Outcome<Feasible> {
    let pool = pool_on(tx, keys, (council, college), draw.session_on).await?;
    let names = names(tx, council).await?;
    let ground = ground(tx, draw).await?;
    let numbered: Vec<(String, Traits)> =
        ground.numbered(pool, None).into_iter().map(|(_, number, one)| (number, one)).collect();
    let announced = announced_of(tx, draw.id).await?;
    let terms = announced.terms(college, &names);
    let features = features(&terms);
    let (people, alone) = (numbered.len(), crate::rules::alone(&numbered, &features));
    let told = |wrong: Wrong| Feasible { people, alone, obstacles: wrong.0, least: None, never: 0 };
    if draw.kind == DrawKind::Letters {
        let roll = roll(&numbered, &features, &names, draw.young_weight.unwrap_or(1));
        let letters = u64::try_from(draw.letters.unwrap_or_default()).unwrap_or_default();
        return Ok(match invitation::plan(&roll, letters) {
            Ok(plan) => {
                let least = plan.chances.iter().min().map(sortition::exact::float);
                Feasible { people, alone, obstacles: Vec::new(), least, never: 0 }
            }
            Err(wrong) => told(wrong),
        });
    }
    let made = assemble(&terms, (&names, council.terms.one_per_household), &numbered, &announced.rules());
    let assembled = match made.and_then(|made| ground.tied(made)) {
        Ok(assembled) => assembled,
        Err(wrong) => return Ok(told(wrong)),
    };
    let computed = tokio::task::spawn_blocking(move || {
        let Assembled { mut request, quotas, pool } = assembled;
        request.panels = Some(1);
        request::prepare(request, pool, quotas, &[])
    });
    Ok(match computed.await.map_err(|error| Breakdown(Box::new(error)))? {
        Ok(prepared) => {
            let measured = dossier::Measured::of(&prepared);
            let least = sortition::exact::float(&measured.least);
            Feasible { people, alone, obstacles: Vec::new(), least: Some(least), never: measured.never.len() }
        }
        Err(Refused::Wrong(wrong)) => told(wrong),
        Err(Refused::Infeasible(lines)) => told(Wrong(lines)),
        Err(Refused::Unfinished(sentence)) => told(Wrong(vec![sentence])),
    })
}

/// What is known of a draw before its pool is closed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Study {
    /// Being computed.
    Awaited,
    /// Found at that moment; of the pool as it was, which may have changed since.
    Found {
        /// When.
        at: Moment,
        /// What.
        feasible: Feasible,
        /// Whether the pool changed since.
        is_old: bool,
    },
}

/// How long a study is awaited before it may be asked again: its job failed, or was given up.
const AWAITED_MS: i64 = 10 * 60_000;

/// What is known of a draw; nothing when nobody asked, or when what was asked never came.
///
/// # Errors
/// The database failed.
pub(crate) async fn study_of(tx: &mut Tx, now: Moment, draw: Uuid, college: Uuid) -> Outcome<Option<Study>> {
    let Some(kept) = store::study::of_draw(tx, draw).await? else { return Ok(None) };
    let Some(at) = kept.found_at else {
        let is_late = now.0 - kept.asked_at.0 > AWAITED_MS;
        return Ok((!is_late).then_some(Study::Awaited));
    };
    let feasible = serde_json::from_str(&kept.found).map_err(|error| Breakdown(Box::new(error)))?;
    let is_old = kept.pool != store::study::pool_of(tx, college).await?;
    Ok(Some(Study::Found { at, feasible, is_old }))
}

/// Has a draw studied out of sight.
async fn queue(tx: &mut Tx, outside: &Outside, actor: &Actor, draw: Uuid) -> Outcome<()> {
    store::study::ask(tx, outside.uuid(), draw, outside.now()).await?;
    let job = NewJob::new(STUDY, json!({ "tirage": draw.to_string() })).unique(draw.to_string()).max_attempts(3);
    let job = match actor.account() {
        Some(account) => job.requested_by(account),
        None => job,
    };
    jobs::enqueue(tx, outside, job).await?;
    Ok(())
}

/// Asks again whether a draw is possible: the pool changed.
///
/// # Errors
/// Not this actor's; the pool is closed.
pub async fn ask_study(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let (council, _, one) = draw(tx, actor, &acts::DRAW, id).await?;
    if one.kind == DrawKind::Renewal {
        return Err(Refusal::rule("Ce tirage ne s’étudie pas", "Il se fait parmi les membres qui siègent.").into());
    }
    if one.state != DrawState::Prepared {
        let what = "Le vivier est clos : ce qui est possible se lit maintenant dans la loterie.";
        return Err(Refusal::rule("Il est trop tard pour cette étude", what).into());
    }
    queue(tx, outside, actor, id).await?;
    let detail = json!({ "acte": "étude de faisabilité demandée", "tirage": one.rank });
    journal::record(tx, outside, actor, Entry::on(acts::DRAW.code, "council", council.id).detail(detail)).await?;
    Ok(())
}

/// Looks whether a draw is possible and keeps what was found, unless its pool was closed meanwhile.
pub(crate) async fn run_study(context: &Context, keys: &Keys, id: Uuid) -> Result<Tx, JobError> {
    let platform = Actor::Platform("étude d’un tirage");
    let mut tx = context.db().read().await?;
    let (council, college, one) = draw(&mut tx, &platform, &acts::DRAW, id).await?;
    if one.state != DrawState::Prepared {
        drop(tx);
        return Ok(context.db().write().await?);
    }
    context.progress(0, 0, "Lecture du vivier et recherche de groupes possibles");
    let pool = store::study::pool_of(&mut tx, college.id).await?;
    let found = feasible(&mut tx, keys, (&council, &college), &one).await?;
    drop(tx);
    let found = serde_json::to_string(&found).map_err(|error| Failure::from(Breakdown(Box::new(error))))?;
    let mut tx = context.db().write().await?;
    store::study::found(&mut tx, id, context.outside().now(), (&pool, &found)).await?;
    Ok(tx)
}
