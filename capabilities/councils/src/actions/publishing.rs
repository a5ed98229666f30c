//! A draw up to its lottery, once its pool is closed: the lottery computed, proved and published.

use database::Tx;
use jobs::{Context, JobError};
use journal::Entry;
use kernel::{Actor, Breakdown, Outcome, Outside, Refusal, Uuid};
use serde_json::{Value, json};
use sortition::contents::CONTENTS;
use sortition::dossier::{self, ANNOUNCED, Files, LEAVES};
use sortition::request::{self, Refused, Request};
use web::Keys;

use super::announced::announced_of;
use super::beacon::order_seed;
use super::closing::close;
use super::draw::{PLATFORM, Step, bind, dossier_of, draw, save};
use super::following::{Ground, ground};
use super::names;
use crate::rules::{Assembled, ByHand, College, Council, DrawState, Working, imagine};
use crate::store::draw::Draw;
use crate::{acts, store};

/// Records in the name of the platform what a job did of a draw.
pub(super) async fn told(
    tx: &mut Tx,
    outside: &Outside,
    (council, one): (Uuid, &Draw),
    detail: Value,
    files: &[Uuid],
) -> Outcome<()> {
    let touched: Vec<(&str, Uuid)> =
        std::iter::once(("draw", one.id)).chain(files.iter().map(|id| ("draw_file", *id))).collect();
    let entry = Entry::on(acts::DRAW.code, "council", council).detail(detail).touched(&touched);
    journal::record(tx, outside, &PLATFORM, entry).await?;
    Ok(())
}

/// Computes the lottery of a frozen pool and its proof, and publishes them, when that was asked.
pub(crate) async fn publish(context: &Context, id: Uuid) -> Result<Tx, JobError> {
    let mut tx = context.db().read().await?;
    let (council, college, before) = draw(&mut tx, &PLATFORM, &acts::DRAW, id).await?;
    let files = dossier_of(&mut tx, id).await?;
    let request = asked(&mut tx, (&council, &college), &before).await?;
    let ground = ground(&mut tx, &before).await?;
    drop(tx);
    if before.state != DrawState::Frozen || before.working != Working::Publishing {
        return Ok(context.db().write().await?);
    }
    context.progress(0, 0, "Calcul de la loterie et de sa preuve");
    let computed = computed(files, ground, request).await?;
    let mut tx = context.db().write().await?;
    let (_, _, now) = draw(&mut tx, &PLATFORM, &acts::DRAW, id).await?;
    // Stopped meanwhile: nothing is published.
    if now.revision == before.revision {
        show(&mut tx, context.outside(), council.id, before, computed).await?;
    }
    Ok(tx)
}

/// What the engine is asked, with the crossed rules as they were announced, and the order as the beacon gave it.
async fn asked(tx: &mut Tx, (council, college): (&Council, &College), draw: &Draw) -> Outcome<Request> {
    let (names, announced) = (names(tx, council).await?, announced_of(tx, draw.id).await?);
    let order_seed = order_seed(tx, draw).await?;
    Ok(Request { order_seed, ..crate::rules::request(&college.terms, &names, &announced.rules()) })
}

/// Does a step at once, without a job: for what is small and has nobody waiting.
///
/// # Errors
/// Not this actor's; not the moment; somebody moved it on meanwhile.
pub async fn step_now(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    id: Uuid,
    step: Step,
) -> Outcome<()> {
    let (council, college, before) = draw(tx, actor, &acts::DRAW, id).await?;
    match (step, before.state) {
        (Step::Freeze, DrawState::Prepared) => close(tx, (outside, keys), (&council, &college), before).await,
        (Step::Publish, DrawState::Frozen) => {
            let (files, request) = (dossier_of(tx, id).await?, asked(tx, (&council, &college), &before).await?);
            let ground = ground(tx, &before).await?;
            let computed = computed(files, ground, request).await?;
            show(tx, outside, council.id, before, computed).await
        }
        _ => {
            Err(Refusal::rule("Ce n’est pas le moment", "Chaque étape d’un tirage vient une fois, dans l’ordre.")
                .into())
        }
    }
}

/// Says what stopped a step, where whoever asked for it reads.
pub(super) async fn stopped(
    tx: &mut Tx,
    outside: &Outside,
    council: Uuid,
    before: Draw,
    lines: Vec<String>,
) -> Outcome<()> {
    let (from, revision) = (before.state, before.revision);
    let after = Draw { working: Working::Idle, problem: lines.join("\n"), ..before };
    save(tx, &after, from, revision).await?;
    told(tx, outside, (council, &after), json!({ "acte": "étape du tirage impossible" }), &[]).await
}

/// A lottery with its proof as files, their fingerprint, and what filling quotas by hand would give.
type Computed = Result<(Files, String, ByHand), Refused>;

/// Computes, away from the threads that serve. Rules do not change once announced: what the engine is asked is what it was
/// asked at the freeze.
async fn computed(files: Files, ground: Ground, request: Request) -> Outcome<Computed> {
    let computing = tokio::task::spawn_blocking(move || {
        let opened = sortition::opening::open(&files).map_err(Refused::Wrong)?;
        let file = |name: &str| files.get(name).map_or(&[][..], Vec::as_slice);
        let frozen = [file("rules.json"), file("pool.csv")];
        let made = ground.tied(Assembled { request, quotas: opened.quotas, pool: opened.pool })?;
        let prepared = request::prepare(made.request, made.pool, made.quotas, &frozen)?;
        let written = dossier::write_after(&prepared, &files);
        let fingerprint = dossier::fingerprint(&written);
        let by_hand = imagine(&prepared.draw.model, &fingerprint);
        Ok((written, fingerprint, by_hand))
    });
    Ok(computing.await.map_err(|error| Breakdown(Box::new(error)))?)
}

/// Publishes a lottery, or what prevents it.
async fn show(tx: &mut Tx, outside: &Outside, council: Uuid, before: Draw, computed: Computed) -> Outcome<()> {
    let (written, fingerprint, by_hand) = match computed {
        Ok(computed) => computed,
        Err(refused) => {
            let lines = refused.to_string().lines().map(str::to_owned).collect();
            return stopped(tx, outside, council, before, lines).await;
        }
    };
    let mut rows = Vec::new();
    for (name, bytes) in written.iter().filter(|(name, _)| ![CONTENTS, ANNOUNCED, LEAVES].contains(&name.as_str())) {
        rows.push(store::draw::put_file(tx, outside.uuid(), before.id, name, bytes).await?);
    }
    rows.push(bind(tx, outside, before.id).await?);
    let panels = written.get("panels.csv").map(|lines| lines.iter().filter(|byte| **byte == b'\n').count());
    let printed = panels.and_then(|panels| i64::try_from(panels).ok());
    let revision = before.revision;
    let compared = json!({
        "remplis": by_hand.filled,
        "bloques": by_hand.stuck,
        "plus_petite": by_hand.least,
        "plus_grande": by_hand.most,
    });
    let after = Draw {
        state: DrawState::Published,
        working: Working::Idle,
        problem: String::new(),
        fingerprint,
        panels: printed,
        published_at: Some(outside.now()),
        compared: compared.to_string(),
        ..before
    };
    save(tx, &after, DrawState::Frozen, revision).await?;
    let detail = json!({ "acte": "loterie et preuve publiées", "empreinte": after.fingerprint });
    told(tx, outside, (council, &after), detail, &rows).await
}
