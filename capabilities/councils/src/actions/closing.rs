//! A draw up to its lottery: its pool frozen, its lottery and proof published.

use database::Tx;
use jobs::{Context, JobError};
use journal::Entry;
use kernel::{Actor, Breakdown, Outcome, Outside, Refusal, Uuid};
use serde_json::{Value, json};
use sortition::chance::{Chance, hexadecimal};
use sortition::contents::CONTENTS;
use sortition::dossier::{self, Files, Frozen};
use sortition::mailing;
use sortition::reading::Wrong;
use sortition::request::{self, Refused, Request};
use web::Keys;

use super::draw::{LEAVES, PLATFORM, Step, bind, dossier_of, draw, receipt_code, receipt_mark, salt, save};
use super::following::{Ground, ground};
use super::names;
use super::renewal::fix;
use super::study::pool_on;
use crate::rules::{
    Assembled, ByHand, College, Council, DrawKind, DrawState, Feature, Hash, Names, Traits, Working, assemble,
    features, imagine, leaf, recorded, roll, root,
};
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

/// Freezes the pool of a draw, when that was asked. Nothing to do when it is done already.
pub(crate) async fn freeze(context: &Context, keys: &Keys, id: Uuid) -> Result<Tx, JobError> {
    let mut tx = context.db().write().await?;
    let (council, college, before) = draw(&mut tx, &PLATFORM, &acts::DRAW, id).await?;
    if before.state == DrawState::Prepared && before.working == Working::Freezing {
        close(&mut tx, (context.outside(), keys), (&council, &college), before).await?;
    }
    Ok(tx)
}

/// Computes the lottery of a frozen pool and its proof, and publishes them, when that was asked.
pub(crate) async fn publish(context: &Context, id: Uuid) -> Result<Tx, JobError> {
    let mut tx = context.db().read().await?;
    let (council, college, before) = draw(&mut tx, &PLATFORM, &acts::DRAW, id).await?;
    let files = dossier_of(&mut tx, id).await?;
    let names = names(&mut tx, &council).await?;
    let ground = ground(&mut tx, &before).await?;
    drop(tx);
    if before.state != DrawState::Frozen || before.working != Working::Publishing {
        return Ok(context.db().write().await?);
    }
    context.progress(0, 0, "Calcul de la loterie et de sa preuve");
    let computed = computed(files, ground, crate::rules::request(&college.terms, &names)).await?;
    let mut tx = context.db().write().await?;
    show(&mut tx, context.outside(), council.id, before, computed).await?;
    Ok(tx)
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
            let (files, names) = (dossier_of(tx, id).await?, names(tx, &council).await?);
            let ground = ground(tx, &before).await?;
            let computed = computed(files, ground, crate::rules::request(&college.terms, &names)).await?;
            show(tx, outside, council.id, before, computed).await
        }
        _ => {
            Err(Refusal::rule("Ce n’est pas le moment", "Chaque étape d’un tirage vient une fois, dans l’ordre.")
                .into())
        }
    }
}

/// Numbers drawn by lot, a receipt each, one fingerprint for all.
async fn close(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    (council, college): (&Council, &College),
    before: Draw,
) -> Outcome<()> {
    let id = before.id;
    if !store::pool::open_doubts(tx, college.id).await?.is_empty() {
        let what = "Des doublons possibles restent à décider : quelqu’un aurait deux fois sa chance.".to_owned();
        return stopped(tx, outside, council.id, before, vec![what]).await;
    }
    if before.kind == DrawKind::Renewal {
        return fix(tx, outside, council.id, before).await;
    }
    let names = names(tx, council).await?;
    let ground = ground(tx, &before).await?;
    let pool = pool_on(tx, keys, (council, college), before.session_on).await?;
    let pool = ground.numbered(pool, Some(&mut Chance::new(outside.bytes::<32>())));
    let numbered: Vec<(String, Traits)> = pool.iter().map(|(_, number, one)| (number.clone(), one.clone())).collect();
    let features = features(&college.terms);
    let frozen = match before.kind {
        DrawKind::Letters => listed(&before, &numbered, &features, &names),
        _ => seated(&ground, (council, college), &names, &numbered),
    };
    let frozen = match frozen {
        Ok(frozen) => frozen,
        Err(wrong) => return stopped(tx, outside, council.id, before, wrong.0).await,
    };
    let mut hashes: Vec<Hash> = Vec::with_capacity(pool.len());
    let mut text = String::with_capacity(pool.len() * 65);
    for (rank, (candidate, number, one)) in (1..).zip(&pool) {
        let recorded = recorded(number, one, &features, &names);
        let hash = leaf(&salt(keys, id, *candidate), &recorded);
        text.push_str(&hexadecimal(&hash));
        text.push('\n');
        hashes.push(hash);
        let mark = receipt_mark(keys, id, &receipt_code(keys, id, *candidate));
        let entry = store::draw::Entry {
            id: outside.uuid(),
            draw: id,
            candidate: *candidate,
            number: number.clone(),
            rank,
            receipt_mark: mark,
            recorded,
        };
        store::draw::insert_entry(tx, &entry).await?;
    }
    let mut files = Vec::new();
    for (name, bytes) in frozen.iter().map(|(name, bytes)| (name.as_str(), bytes)).chain([(LEAVES, &text.into_bytes())])
    {
        files.push(store::draw::put_file(tx, outside.uuid(), id, name, bytes).await?);
    }
    let revision = before.revision;
    let frozen_at = Some(outside.now());
    let mut after = Draw {
        state: DrawState::Frozen,
        working: Working::Idle,
        people: i64::try_from(pool.len()).unwrap_or(i64::MAX),
        root: root(&hashes).map(|root| hexadecimal(&root)).unwrap_or_default(),
        frozen_at,
        ..before
    };
    if after.kind == DrawKind::Letters {
        // Chances follow from the list alone: there is nothing to compute before chance speaks.
        files.push(bind(tx, outside, id).await?);
        after = Draw {
            state: DrawState::Published,
            published_at: frozen_at,
            fingerprint: mailing::fingerprint(&frozen),
            ..after
        };
    }
    save(tx, &after, DrawState::Prepared, revision).await?;
    let detail = json!({ "acte": "vivier clos", "personnes": after.people, "empreinte": after.root });
    told(tx, outside, (council.id, &after), detail, &files).await
}

/// Rules and pool of a draw of whoever sits.
fn seated(
    ground: &Ground,
    (council, college): (&Council, &College),
    names: &Names,
    numbered: &[(String, Traits)],
) -> Result<Files, Wrong> {
    let made = assemble(&college.terms, (names, council.terms.one_per_household), numbered)?;
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
        let written = dossier::write(&prepared);
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
    for (name, bytes) in written.iter().filter(|(name, _)| *name != CONTENTS) {
        rows.push(store::draw::put_file(tx, outside.uuid(), before.id, name, bytes).await?);
    }
    rows.push(bind(tx, outside, before.id).await?);
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
        published_at: Some(outside.now()),
        compared: compared.to_string(),
        ..before
    };
    save(tx, &after, DrawState::Frozen, revision).await?;
    let detail = json!({ "acte": "loterie et preuve publiées", "empreinte": after.fingerprint });
    told(tx, outside, (council, &after), detail, &rows).await
}
