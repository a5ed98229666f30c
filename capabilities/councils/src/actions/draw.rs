//! A draw up to its lottery: announced with its rules, its pool frozen, its lottery and proof published.

use database::Tx;
use jiff::civil::Date;
use jobs::{Context, JobError, NewJob};
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::{Value, json};
use sortition::chance::{Chance, from_hexadecimal, hexadecimal};
use sortition::contents::CONTENTS;
use sortition::dossier::{self, Files, Frozen};
use sortition::request::{self, Refused, Request};
use web::Keys;

use super::study::pool_on;
use super::{college, names, secrets};
use crate::rules::{
    ByHand, ChanceKind, College, Council, DrawState, Hash, Names, Traits, Working, assemble, features, imagine, leaf,
    recorded, root,
};
use crate::store::draw::Draw;
use crate::{acts, store};

/// Who does what a job does.
const PLATFORM: Actor = Actor::Platform("tirage au sort");
/// The kind of job that freezes a pool.
pub const FREEZE: &str = "councils.freeze";
/// The kind of job that computes a lottery and its proof.
pub const PUBLISH: &str = "councils.publish";
/// Where the rules as announced are kept.
pub const ANNOUNCED: &str = "regles-annoncees.json";
/// Where the leaves of a frozen pool are kept.
pub const LEAVES: &str = "empreintes.txt";

/// A draw to announce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The day of the public session.
    pub session_on: Option<Date>,
    /// Where it is held.
    pub session_place: String,
    /// What decides.
    pub chance: ChanceKind,
    /// The public value that will be used, and the one after it when it fails.
    pub beacon_source: String,
    /// Why there is another draw, when there was one.
    pub reason: String,
}

/// The draw and everything above it, when this actor may do this there.
pub(crate) async fn draw(
    tx: &mut Tx,
    actor: &Actor,
    act: &'static kernel::Act,
    id: Uuid,
) -> Outcome<(Council, College, Draw)> {
    let found = store::draw::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (council, college) = college(tx, actor, act, found.college).await?;
    Ok((council, college, found))
}

/// What is announced of the rules of a draw, as it is hashed.
fn announced(college: &College, council: &Council, names: &Names, announcement: &Announcement) -> Vec<u8> {
    let quotas = college.terms.quotas.iter().map(|quota| {
        json!({
            "critere": quota.feature.french(),
            "valeur": names.value(quota.feature, &quota.value),
            "au_moins": quota.low,
            "au_plus": quota.high,
        })
    });
    let value = json!({
        "conseil": council.terms.name,
        "college": college.kind.french(),
        "sieges": college.terms.seats,
        "quotas": quotas.collect::<Vec<_>>(),
        "binomes_mixtes": college.terms.mixed_pairs,
        "une_personne_par_foyer": council.terms.one_per_household,
        "age_minimum": council.terms.least_age,
        "jeune_en_dessous_de": council.terms.young_age,
        "objectif": college.terms.objective.code(),
        "chance_au_plus_en_pour_cent": college.terms.cap_percent,
        "groupes_imprimes": college.terms.panels,
        "hasard": announcement.chance.french(),
        "valeur_publique": announcement.beacon_source,
        "seance": announcement.session_on.map(|day| day.to_string()),
        "moteur": dossier::ENGINE,
    });
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}

/// Whether a draw goes on.
pub(crate) const fn is_open(state: DrawState) -> bool {
    matches!(state, DrawState::Prepared | DrawState::Frozen | DrawState::Published | DrawState::Drawn)
}

fn check(form: &Announcement, today: Date, had_one: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if form.session_on.is_some_and(|day| day < today) {
        tell("seance", "La séance est à venir : choisissez un jour qui n’est pas passé");
    }
    if form.session_place.is_empty() || form.session_place.chars().count() > 300 {
        tell("lieu", "Indiquez où se tient la séance publique, en moins de 300 signes");
    }
    let needs_source = form.chance == ChanceKind::DiceThenBeacon;
    if needs_source && (form.beacon_source.is_empty() || form.beacon_source.chars().count() > 500) {
        let sentence = "Dites quelle valeur publique servira, et celle qui la remplacera si elle manque";
        tell("balise", sentence);
    }
    if had_one && form.reason.trim().is_empty() {
        tell("raison", "Dites pourquoi un nouveau tirage : cette raison est publiée, et l’ancien tirage reste public");
    }
    if form.reason.chars().count() > 1_000 {
        tell("raison", "Cette raison dépasse 1 000 signes : raccourcissez-la");
    }
    errors
}

/// Announces a draw: its rules are published with their hash, and no longer change. Gives its identifier.
///
/// # Errors
/// Not this actor's; another draw goes on; something to correct; no quota.
pub async fn announce(
    tx: &mut Tx,
    (outside, zone): (&Outside, &jiff::tz::TimeZone),
    actor: &Actor,
    id: Uuid,
    new: impl Into<Filled<Announcement>>,
) -> Outcome<Uuid> {
    let (council, college) = college(tx, actor, &acts::DRAW, id).await?;
    let before = store::draw::of_college(tx, college.id).await?;
    if before.first().is_some_and(|last| is_open(last.state)) {
        let what = "Un tirage de ce collège est en cours. Menez-le à son terme, ou abandonnez-le avec sa raison.";
        return Err(Refusal::rule("Un tirage est déjà annoncé", what).into());
    }
    if college.terms.quotas.is_empty() {
        let what = "Fixez au moins la parité : la loi la demande.";
        return Err(Refusal::rule("Ce collège n’a aucun quota", what).into());
    }
    let mut form = new.into();
    form.find(check(&form.value, outside.now().day(zone), !before.is_empty()));
    let mut new = form.sound()?;
    if new.chance == ChanceKind::Balls {
        new.beacon_source = String::new();
    }
    let names = names(tx, &council).await?;
    let rules = announced(&college, &council, &names, &new);
    let one = Draw {
        id: outside.uuid(),
        college: college.id,
        rank: before.first().map_or(1, |last| last.rank + 1),
        state: DrawState::Prepared,
        reason: new.reason.trim().to_owned(),
        session_on: new.session_on.unwrap_or_default(),
        session_place: new.session_place,
        chance: new.chance,
        beacon_source: new.beacon_source,
        rules_hash: dossier::hash(&rules),
        announced_at: outside.now(),
        working: Working::Idle,
        problem: String::new(),
        people: 0,
        root: String::new(),
        frozen_at: None,
        fingerprint: String::new(),
        published_at: None,
        dice: None,
        dice_at: None,
        beacon: String::new(),
        drawn_at: None,
        panel: None,
        witnesses: String::new(),
        sealed_at: None,
        appeal_until: None,
        purged_at: None,
        purge_certificate: String::new(),
        abandon_reason: String::new(),
        compared: String::new(),
        revision: 1,
    };
    store::draw::insert(tx, &one).await?;
    let file = store::draw::put_file(tx, outside.uuid(), one.id, ANNOUNCED, &rules).await?;
    let touched = [("draw", one.id), ("draw_file", file)];
    let detail = json!({ "acte": "règles publiées", "tirage": one.rank, "empreinte": one.rules_hash });
    let entry = Entry::on(acts::DRAW.code, "council", council.id).why(&one.reason).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}

/// Saves where a draw stands, or tells that somebody moved it on meanwhile.
pub(super) async fn save(tx: &mut Tx, one: &Draw, from: DrawState, revision: i64) -> Outcome<()> {
    if store::draw::save(tx, one, (from, revision)).await? {
        return Ok(());
    }
    let explanation =
        "Quelqu’un d’autre a fait avancer ce tirage au même moment : un seul geste a compté. Relisez où il en est.";
    Err(Refusal::Conflict { explanation: explanation.to_owned(), kept: Vec::new() }.into())
}

/// Asks for the pool to be frozen, or for the lottery to be computed: a job does it.
///
/// # Errors
/// Not this actor's; not the moment; doubts are open; somebody moved it on since `revision`.
pub async fn ask(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    what: Step,
) -> Outcome<()> {
    let (council, college, before) = draw(tx, actor, &acts::DRAW, id).await?;
    let (from, working, job, told) = match what {
        Step::Freeze => (DrawState::Prepared, Working::Freezing, FREEZE, "clôture du vivier demandée"),
        Step::Publish => (DrawState::Frozen, Working::Publishing, PUBLISH, "loterie demandée"),
    };
    if what == Step::Freeze && !store::pool::open_doubts(tx, college.id).await?.is_empty() {
        let what = "Décidez d’abord des doublons possibles : quelqu’un aurait deux fois sa chance.";
        return Err(Refusal::rule("Le vivier ne peut pas encore être clos", what).into());
    }
    let after = Draw { working, problem: String::new(), ..before };
    save(tx, &after, from, revision).await?;
    let job = NewJob::new(job, json!({ "tirage": id.to_string() })).unique(id.to_string()).max_attempts(3);
    let job = match actor.account() {
        Some(account) => job.requested_by(account),
        None => job,
    };
    jobs::enqueue(tx, outside, job).await?;
    let touched = [("draw", id)];
    let entry = Entry::on(acts::DRAW.code, "council", council.id).detail(json!({ "acte": told })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What is asked of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Close the pool.
    Freeze,
    /// Compute and publish the lottery.
    Publish,
}

/// Gives a draw up before chance is known, with the reason: what was published stays.
///
/// # Errors
/// Not this actor's; chance has spoken; no reason; somebody moved it on since `revision`.
pub async fn abandon(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    reason: &str,
) -> Outcome<()> {
    let (council, _, before) = draw(tx, actor, &acts::DRAW, id).await?;
    let reason = reason.trim();
    if !is_open(before.state) || before.dice.is_some() {
        let what = "Un nombre a été tiré : ce tirage va à son terme. Un nouveau tirage demandera une raison écrite, et les deux resteront publics.";
        return Err(Refusal::rule("Ce tirage ne s’abandonne plus", what).into());
    }
    if reason.is_empty() || reason.chars().count() > 1_000 {
        return Err(Failure::field("raison", "Dites pourquoi, en moins de 1 000 signes : cette raison est publiée"));
    }
    let from = before.state;
    let after =
        Draw { state: DrawState::Abandoned, working: Working::Idle, abandon_reason: reason.to_owned(), ..before };
    save(tx, &after, from, revision).await?;
    let touched = [("draw", id)];
    let entry = Entry::on(acts::DRAW.code, "council", council.id)
        .why(reason)
        .detail(json!({ "acte": "tirage abandonné avant le hasard", "tirage": after.rank }))
        .touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The code of the receipt of somebody in a draw.
pub(super) fn receipt_code(keys: &Keys, draw: Uuid, candidate: Uuid) -> String {
    // Thirty-two signs none of which is taken for another.
    const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let digest = secrets::digest(keys, "councils.receipt", format!("{draw}|{candidate}").as_bytes());
    digest[..12].iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect()
}

/// What a receipt's code is found by.
pub(super) fn receipt_mark(keys: &Keys, draw: Uuid, code: &str) -> String {
    secrets::mark(keys, "councils.receipt-mark", &format!("{draw}|{code}"), 16)
}

/// The secret in the leaf of somebody.
pub(super) fn salt(keys: &Keys, draw: Uuid, candidate: Uuid) -> Hash {
    secrets::digest(keys, "councils.salt", format!("{draw}|{candidate}").as_bytes())
}

/// The leaves of a frozen pool, in the order of numbers.
pub(super) fn leaves(text: &[u8]) -> Vec<Hash> {
    let lines = std::str::from_utf8(text).unwrap_or_default().lines();
    lines.filter_map(|line| from_hexadecimal(line)?.try_into().ok()).collect()
}

/// Records in the name of the platform what a job did of a draw.
async fn told(
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
    drop(tx);
    if before.state != DrawState::Frozen || before.working != Working::Publishing {
        return Ok(context.db().write().await?);
    }
    context.progress(0, 0, "Calcul de la loterie et de sa preuve");
    let computed = computed(files, crate::rules::request(&college.terms, &names)).await?;
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
            let computed = computed(files, crate::rules::request(&college.terms, &names)).await?;
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
    let names = names(tx, council).await?;
    let mut pool = pool_on(tx, keys, (council, college), before.session_on).await?;
    Chance::new(outside.bytes::<32>()).shuffle(&mut pool);
    let width = pool.len().max(1).to_string().len();
    let numbered: Vec<(String, Traits)> =
        (1..).zip(&pool).map(|(rank, (_, one))| (format!("{rank:0width$}"), one.clone())).collect();
    let assembled = match assemble(&college.terms, (&names, council.terms.one_per_household), &numbered) {
        Ok(assembled) => assembled,
        Err(wrong) => return stopped(tx, outside, council.id, before, wrong.0).await,
    };
    let features = features(&college.terms);
    let mut hashes: Vec<Hash> = Vec::with_capacity(pool.len());
    let mut text = String::with_capacity(pool.len() * 65);
    for (rank, ((candidate, _), (number, one))) in (1..).zip(pool.iter().zip(&numbered)) {
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
    let frozen = Frozen { request: &assembled.request, quotas: &assembled.quotas, pool: &assembled.pool };
    let (rules, people) = dossier::frozen(&frozen);
    let mut files = Vec::new();
    for (name, bytes) in [("rules.json", rules), ("pool.csv", people), (LEAVES, text.into_bytes())] {
        files.push(store::draw::put_file(tx, outside.uuid(), id, name, &bytes).await?);
    }
    let revision = before.revision;
    let after = Draw {
        state: DrawState::Frozen,
        working: Working::Idle,
        people: i64::try_from(pool.len()).unwrap_or(i64::MAX),
        root: root(&hashes).map(|root| hexadecimal(&root)).unwrap_or_default(),
        frozen_at: Some(outside.now()),
        ..before
    };
    save(tx, &after, DrawState::Prepared, revision).await?;
    let detail = json!({ "acte": "vivier clos", "personnes": after.people, "empreinte": after.root });
    told(tx, outside, (council.id, &after), detail, &files).await
}

/// Says what stopped a step, where whoever asked for it reads.
async fn stopped(tx: &mut Tx, outside: &Outside, council: Uuid, before: Draw, lines: Vec<String>) -> Outcome<()> {
    let (from, revision) = (before.state, before.revision);
    let after = Draw { working: Working::Idle, problem: lines.join("\n"), ..before };
    save(tx, &after, from, revision).await?;
    told(tx, outside, (council, &after), json!({ "acte": "étape du tirage impossible" }), &[]).await
}

/// The files of a draw that make its dossier.
pub(crate) async fn dossier_of(tx: &mut Tx, id: Uuid) -> database::Result<Files> {
    let files = store::draw::files(tx, id).await?;
    Ok(files.into_iter().filter(|(name, _)| is_of_dossier(name)).collect())
}

/// Whether a file of a draw belongs to its dossier: what anybody may take away, that names nobody.
pub(crate) fn is_of_dossier(name: &str) -> bool {
    dossier::NAMES.contains(&name) || [ANNOUNCED, LEAVES].contains(&name)
}

/// Lists the files of a dossier anew, so that none can go unseen; answers the row that was written.
pub(super) async fn bind(tx: &mut Tx, outside: &Outside, id: Uuid) -> database::Result<Uuid> {
    let mut files = dossier_of(tx, id).await?;
    sortition::contents::bind(&mut files);
    let bytes = files.remove(CONTENTS).unwrap_or_default();
    store::draw::put_file(tx, outside.uuid(), id, CONTENTS, &bytes).await
}

/// A lottery with its proof as files, their fingerprint, and what filling quotas by hand would give.
type Computed = Result<(Files, String, ByHand), Refused>;

/// Computes, away from the threads that serve. Rules do not change once announced: what the engine is asked is what it was
/// asked at the freeze.
async fn computed(files: Files, request: Request) -> Outcome<Computed> {
    let computing = tokio::task::spawn_blocking(move || {
        let opened = sortition::opening::open(&files).map_err(Refused::Wrong)?;
        let file = |name: &str| files.get(name).map_or(&[][..], Vec::as_slice);
        let frozen = [file("rules.json"), file("pool.csv")];
        let prepared = request::prepare(request, opened.pool, opened.quotas, &frozen)?;
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
