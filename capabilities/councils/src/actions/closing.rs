//! A pool closed: numbers drawn by lot, a receipt each, one fingerprint for all.

use database::Tx;
use jobs::{Context, JobError};
use kernel::{Breakdown, Outcome, Outside, Uuid, french};
use serde_json::json;
use sortition::chance::{Chance, hexadecimal};
use sortition::contents::CONTENTS;
use sortition::dossier::{self, Files, Frozen, LEAVES};
use sortition::mailing;
use sortition::reading::Wrong;
use web::Keys;

use super::announced::announced_of;
use super::draw::{PLATFORM, bind, dossier_of, draw, receipt_code, receipt_mark, salt, save};
use super::following::{Ground, ground};
use super::importing::free;
use super::names;
use super::publishing::{stopped, told};
use super::renewal::fix;
use super::study::pool_on;
use crate::rules::{
    Assembled, College, Council, DrawKind, DrawState, Feature, Hash, Names, Traits, Working, assemble, features, leaf,
    recorded, roll, root,
};
use crate::store::draw::Draw;
use crate::{acts, store};

/// People numbered together.
const BATCH: usize = 2_000;

/// Freezes the pool of a draw, when that was asked: numbers are written by batches, so that nobody waits for a long pool. Nothing
/// to do when it is done already, or was stopped.
pub(crate) async fn freeze(context: &Context, keys: &Keys, id: Uuid) -> Result<Tx, JobError> {
    let mut tx = context.db().write().await?;
    let (council, college, before) = draw(&mut tx, &PLATFORM, &acts::DRAW, id).await?;
    let is_asked = |draw: &Draw| draw.state == DrawState::Prepared && draw.working == Working::Freezing;
    if !is_asked(&before) {
        return Ok(tx);
    }
    let Some(before) = begun(&mut tx, context.outside(), (&council, &college), before).await? else { return Ok(tx) };
    drop(tx);
    context.progress(0, 0, "Lecture du vivier");
    let mut tx = context.db().read().await?;
    let pool = store::study::pool_of(&mut tx, college.id).await?;
    let numbered = numbered(&mut tx, (context.outside(), keys), (&council, &college), &before).await?;
    drop(tx);
    let closing = match numbered {
        Ok(closing) => closing,
        Err(wrong) => {
            let mut tx = context.db().write().await?;
            stopped(&mut tx, context.outside(), council.id, before, wrong.0).await?;
            return Ok(tx);
        }
    };
    forget_numbers(context, id).await?;
    let total = i64::try_from(closing.entries.len()).unwrap_or(i64::MAX);
    let mut done = 0;
    for batch in closing.entries.chunks(BATCH) {
        if context.is_cancelled() {
            forget_numbers(context, id).await?;
            return Err(JobError::Cancelled);
        }
        let mut tx = context.db().write().await?;
        store::draw::insert_entries(&mut tx, batch).await?;
        tx.commit().await?;
        done += i64::try_from(batch.len()).unwrap_or_default();
        context.progress(done, total, format!("{} personnes numérotées", french::integer(done)));
    }
    let mut tx = context.db().write().await?;
    let (_, _, now) = draw(&mut tx, &PLATFORM, &acts::DRAW, id).await?;
    if !is_asked(&now) || now.revision != before.revision {
        drop(tx);
        forget_numbers(context, id).await?;
        return Ok(context.db().write().await?);
    }
    if pool != store::study::pool_of(&mut tx, college.id).await? {
        return Err(JobError::Temporary("le vivier a changé pendant sa clôture".to_owned()));
    }
    closed(&mut tx, context.outside(), council.id, before, closing).await?;
    Ok(tx)
}

/// Forgets the numbers a freeze wrote and that were not published.
async fn forget_numbers(context: &Context, id: Uuid) -> Result<(), JobError> {
    loop {
        let mut tx = context.db().write().await?;
        let (_, _, now) = draw(&mut tx, &PLATFORM, &acts::DRAW, id).await?;
        if now.frozen_at.is_some() || store::draw::forget_entries(&mut tx, id, BATCH as i64).await? == 0 {
            return Ok(());
        }
        tx.commit().await?;
    }
}

/// What closing a pool writes.
struct Closing {
    entries: Vec<store::draw::Entry>,
    files: Files,
    root: String,
}

/// Closes a pool at once.
pub(super) async fn close(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    (council, college): (&Council, &College),
    before: Draw,
) -> Outcome<()> {
    let Some(before) = begun(tx, outside, (council, college), before).await? else { return Ok(()) };
    match numbered(tx, (outside, keys), (council, college), &before).await? {
        Ok(closing) => {
            store::draw::insert_entries(tx, &closing.entries).await?;
            closed(tx, outside, council.id, before, closing).await
        }
        Err(wrong) => stopped(tx, outside, council.id, before, wrong.0).await,
    }
}

/// Gives the draw back when its pool can be closed; when it cannot, or when who sits is the pool, there is nothing left to do.
async fn begun(
    tx: &mut Tx,
    outside: &Outside,
    (council, college): (&Council, &College),
    before: Draw,
) -> Outcome<Option<Draw>> {
    let what = if store::doubt::count_open(tx, college.id).await? > 0 {
        "Des doublons possibles restent à décider : quelqu’un aurait deux fois sa chance."
    } else if free(tx, college.id).await.is_err() {
        "Un fichier entre dans le vivier en ce moment, ou en sort : attendez la fin de son import."
    } else if before.kind == DrawKind::Renewal {
        fix(tx, outside, council.id, before).await?;
        return Ok(None);
    } else {
        return Ok(Some(before));
    };
    stopped(tx, outside, council.id, before, vec![what.to_owned()]).await?;
    Ok(None)
}

/// Numbers drawn by lot, a receipt each, one fingerprint for all.
async fn numbered(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    (council, college): (&Council, &College),
    draw: &Draw,
) -> Outcome<Result<Closing, Wrong>> {
    let names = names(tx, council).await?;
    let announced = announced_of(tx, draw.id).await?;
    let ground = ground(tx, draw).await?;
    let pool = pool_on(tx, keys, (council, college), draw.session_on).await?;
    let pool = ground.numbered(pool, Some(&mut Chance::new(outside.bytes::<32>())));
    let (council, draw, keys, outside) = (council.clone(), draw.clone(), keys.clone(), outside.clone());
    let terms = announced.terms(college, &names);
    let computing = tokio::task::spawn_blocking(move || {
        let numbered: Vec<(String, Traits)> =
            pool.iter().map(|(_, number, one)| (number.clone(), one.clone())).collect();
        let features = features(&terms);
        let mut files = match draw.kind {
            DrawKind::Letters => listed(&draw, &numbered, &features, &names),
            _ => {
                let one_per_household = council.terms.one_per_household;
                assemble(&terms, (&names, one_per_household), &numbered, &announced.rules())
                    .and_then(|made| seated(&ground, made))
            }
        }?;
        let mut hashes: Vec<Hash> = Vec::with_capacity(pool.len());
        let mut text = String::with_capacity(pool.len() * 65);
        let mut entries = Vec::with_capacity(pool.len());
        for (rank, (candidate, number, one)) in (1..).zip(&pool) {
            let recorded = recorded(number, one, &features, &names);
            let hash = leaf(&salt(&keys, draw.id, *candidate), &recorded);
            text.push_str(&hexadecimal(&hash));
            text.push('\n');
            hashes.push(hash);
            entries.push(store::draw::Entry {
                id: outside.uuid(),
                draw: draw.id,
                candidate: *candidate,
                number: number.clone(),
                rank,
                receipt_mark: receipt_mark(&keys, draw.id, &receipt_code(&keys, draw.id, *candidate)),
                recorded,
            });
        }
        files.insert(LEAVES.to_owned(), text.into_bytes());
        let root = root(&hashes).map(|root| hexadecimal(&root)).unwrap_or_default();
        Ok(Closing { entries, files, root })
    });
    Ok(computing.await.map_err(|error| Breakdown(Box::new(error)))?)
}

/// Says that a pool is closed, and publishes what follows from it.
async fn closed(tx: &mut Tx, outside: &Outside, council: Uuid, before: Draw, closing: Closing) -> Outcome<()> {
    let id = before.id;
    let mut rows = Vec::new();
    for (name, bytes) in &closing.files {
        rows.push(store::draw::put_file(tx, outside.uuid(), id, name, bytes).await?);
    }
    let revision = before.revision;
    let frozen_at = Some(outside.now());
    let mut after = Draw {
        state: DrawState::Frozen,
        working: Working::Idle,
        people: i64::try_from(closing.entries.len()).unwrap_or(i64::MAX),
        root: closing.root,
        frozen_at,
        ..before
    };
    if after.kind == DrawKind::Letters {
        // Chances follow from the list alone: there is nothing to compute before chance speaks.
        rows.push(bind(tx, outside, id).await?);
        after = Draw {
            state: DrawState::Published,
            published_at: frozen_at,
            fingerprint: mailing::fingerprint(&dossier_of(tx, id).await?),
            ..after
        };
    }
    save(tx, &after, DrawState::Prepared, revision).await?;
    let detail = json!({ "acte": "vivier clos", "personnes": after.people, "empreinte": after.root });
    told(tx, outside, (council, &after), detail, &rows).await
}

/// Rules and pool of a draw of whoever sits.
fn seated(ground: &Ground, made: Assembled) -> Result<Files, Wrong> {
    let made = ground.tied(made)?;
    let (rules, people) = dossier::frozen(&Frozen { request: &made.request, quotas: &made.quotas, pool: &made.pool });
    Ok(Files::from([("rules.json".to_owned(), rules), ("pool.csv".to_owned(), people)]))
}

/// The list of a draw of letters, with the chance of each person.
fn listed(draw: &Draw, numbered: &[(String, Traits)], features: &[Feature], names: &Names) -> Result<Files, Wrong> {
    let roll = roll(numbered, features, names, draw.young_weight.unwrap_or(1));
    let letters = u64::try_from(draw.letters.unwrap_or_default()).unwrap_or_default();
    let (_, mut files) = mailing::freeze(&roll, letters)?;
    files.remove(CONTENTS);
    Ok(files)
}
