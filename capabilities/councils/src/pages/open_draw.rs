//! A draw as everybody reads it: where it stands, its files, one's own receipt, the check, why it is fair.

use std::collections::HashMap;
use std::io::{Cursor, Write as _};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Form, Frame, Html, Link, SummaryRow};
use jiff::tz::TimeZone;
use kernel::{Breakdown, Uuid, french};
use serde_json::Value;
use sortition_verifier::Report;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};
use zip::write::SimpleFileOptions;

use super::ceremony::title;
use super::council_path;
use super::person::PersonFields;
use crate::actions::{self, ANNOUNCED, LEAVES, Receipt};
use crate::rules::{ChanceKind, College, Council, DrawState};
use crate::store;
use crate::store::draw::Draw;

/// Where the public reads a draw.
pub(super) fn public_path(id: Uuid) -> String {
    format!("/tirages/{id}")
}

/// The draw and everything above it: a draw is public from its announcement on.
pub(super) async fn public_draw(tx: &mut Tx, id: Uuid) -> Result<(Council, College, Draw), Fault> {
    let draw = store::draw::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    let college = store::council::college_by_id(tx, draw.college).await?.ok_or_else(Fault::not_found)?;
    let council = store::council::by_id(tx, college.council).await?.ok_or_else(Fault::not_found)?;
    Ok((council, college, draw))
}

/// Numbers drawn, once chance has spoken.
pub(super) async fn selected(tx: &mut Tx, draw: &Draw) -> Result<Vec<String>, Fault> {
    if !matches!(draw.state, DrawState::Drawn | DrawState::Sealed) {
        return Ok(Vec::new());
    }
    let file = store::draw::file(tx, draw.id, "selected.csv").await?.unwrap_or_default();
    let text = String::from_utf8(file).unwrap_or_default();
    Ok(text.lines().skip(1).map(str::to_owned).collect())
}

/// Where a draw stands, row by row.
pub(super) fn facts(draw: &Draw, college: &College, zone: &TimeZone) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    let mut text = |term: &str, value: &str| {
        if !value.is_empty() {
            rows.push(SummaryRow::new(term, Html::text(value)));
        }
    };
    let at = |moment: Option<kernel::Moment>| moment.map(|moment| french::moment(moment, zone)).unwrap_or_default();
    text("État", draw.state.french());
    text("Pourquoi ce nouveau tirage", &draw.reason);
    text("Pourquoi il est abandonné", &draw.abandon_reason);
    text("Sièges", &college.terms.seats.to_string());
    text("Séance publique", &format!("{}, {}", french::date(draw.session_on), draw.session_place));
    text("Ce qui décide", draw.chance.french());
    text("Valeur publique annoncée", &draw.beacon_source);
    text("Règles publiées", &at(Some(draw.announced_at)));
    text("Empreinte des règles", &draw.rules_hash);
    text("Vivier clos", &at(draw.frozen_at));
    if draw.frozen_at.is_some() {
        text("Personnes dans le vivier", &french::integer(draw.people));
    }
    text("Empreinte du vivier", &draw.root);
    text("Loterie publiée", &at(draw.published_at));
    text("Empreinte du tirage", &draw.fingerprint);
    if let Some(dice) = draw.dice {
        text("Nombre lu en séance", &format!("{dice}, {}", at(draw.dice_at)));
    }
    text("Valeur publique", &draw.beacon);
    if let Some(panel) = draw.panel {
        text("Groupe tiré", &format!("n° {panel}, {}", at(draw.drawn_at)));
    }
    text("Personnes présentes", &draw.witnesses);
    text("Scellé", &at(draw.sealed_at));
    text("Recours jusqu’au", &draw.appeal_until.map(french::date).unwrap_or_default());
    text("Personnes non tirées effacées", &at(draw.purged_at));
    text("Certificat d’effacement", &draw.purge_certificate);
    rows
}

#[derive(Template)]
#[template(path = "pages/open_draw.html")]
pub(super) struct OpenDrawPage {
    pub frame: Frame,
    pub path: String,
    pub rows: Vec<SummaryRow>,
    pub numbers: Vec<String>,
    pub files: Vec<(Link, String)>,
    pub is_frozen: bool,
    pub is_published: bool,
    pub is_sealed: bool,
    pub command: String,
}

fn frame(visit: &Visit, (council, college, draw): (&Council, &College, &Draw), name: Option<&str>) -> Frame {
    let own = title(draw, college);
    let mut above = vec![
        Link::new("Accueil", "/"),
        Link::new("Conseils citoyens", "/conseils"),
        Link::new(&council.terms.name, council_path(council.id)),
    ];
    if name.is_some() {
        above.push(Link::new(&own, public_path(draw.id)));
    }
    visit.public_in_french(name.unwrap_or(&own)).with_breadcrumb(above)
}

/// The command by which anybody replays the check.
pub(super) fn command(draw: &Draw) -> String {
    match draw.fingerprint.is_empty() {
        true => String::new(),
        false => format!("parvis draw verify dossier --fingerprint {}", draw.fingerprint),
    }
}

/// What the public may take away: nothing of it names anybody.
fn is_offered(name: &str) -> bool {
    sortition::dossier::NAMES.contains(&name) || [ANNOUNCED, LEAVES].contains(&name)
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college, draw) = public_draw(&mut tx, id.uuid()).await?;
    let names = store::draw::file_names(&mut tx, draw.id).await?;
    let numbers = selected(&mut tx, &draw).await?;
    let size = |bytes: i64| format!("{} ko", french::integer((bytes + 999) / 1_000));
    let link = |name: String| Link::new(name.clone(), format!("{}/fichiers/{name}", public_path(draw.id)));
    let files = names.into_iter().filter(|(name, _)| is_offered(name)).map(|(name, bytes)| (link(name), size(bytes)));
    answer::page(&OpenDrawPage {
        frame: frame(&visit, (&council, &college, &draw), None),
        path: public_path(draw.id),
        rows: facts(&draw, &college, &house.settings.zone),
        numbers,
        files: files.collect(),
        is_frozen: draw.frozen_at.is_some(),
        is_published: draw.published_at.is_some(),
        is_sealed: draw.sealed_at.is_some(),
        command: command(&draw),
    })
}

pub async fn file(State(house): State<Arc<House>>, Path(asked): Path<HashMap<String, String>>) -> Answer {
    let name = asked.get("name").filter(|name| is_offered(name)).ok_or_else(Fault::not_found)?;
    let id: Uuid = asked.get("id").and_then(|id| id.parse().ok()).ok_or_else(Fault::not_found)?;
    let mut tx = house.read().await?;
    let bytes = store::draw::file(&mut tx, id, name).await?.ok_or_else(Fault::not_found)?;
    let media_type = match name.rsplit_once('.').map(|(_, end)| end) {
        Some("csv") => "text/csv; charset=utf-8",
        Some("json") => "application/json",
        _ => "text/plain; charset=utf-8",
    };
    answer::download(name, media_type, bytes)
}

/// The dossier, as the command line reads it.
fn zipped(files: Vec<(String, Vec<u8>)>) -> Result<Vec<u8>, Breakdown> {
    let broken = |error: zip::result::ZipError| Breakdown(Box::new(error));
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(format!("dossier/{name}"), SimpleFileOptions::default()).map_err(broken)?;
        writer.write_all(&bytes).map_err(|error| Breakdown(Box::new(error)))?;
    }
    Ok(writer.finish().map_err(broken)?.into_inner())
}

pub async fn dossier(State(house): State<Arc<House>>, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let draw = store::draw::by_id(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    if draw.published_at.is_none() {
        return Err(Fault::not_found());
    }
    let files = store::draw::files(&mut tx, draw.id).await?;
    let files: Vec<_> = files.into_iter().filter(|(name, _)| is_offered(name)).collect();
    let zip =
        tokio::task::spawn_blocking(move || zipped(files)).await.map_err(|error| Breakdown(Box::new(error)))??;
    answer::download(&format!("tirage-{}.zip", draw.rank), "application/zip", zip)
}

#[derive(Template)]
#[template(path = "pages/verification.html")]
pub(super) struct VerificationPage {
    pub frame: Frame,
    pub path: String,
    pub holds: Vec<String>,
    pub faults: Vec<String>,
    pub fingerprint: String,
    pub command: String,
}

/// One check at a time: each reads everything again.
static CHECKING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

pub async fn verify(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college, draw) = public_draw(&mut tx, id.uuid()).await?;
    if draw.published_at.is_none() {
        return Err(Fault::not_found());
    }
    let files = actions::dossier_of(&mut tx, draw.id).await?;
    drop(tx);
    let published = draw.fingerprint.clone();
    let turn = CHECKING.lock().await;
    let checking = tokio::task::spawn_blocking(move || sortition_verifier::verify(&files, Some(&published)));
    let report: Report = checking.await.map_err(|error| Breakdown(Box::new(error)))?;
    drop(turn);
    answer::page(&VerificationPage {
        frame: frame(&visit, (&council, &college, &draw), Some("Vérifier ce tirage")),
        path: public_path(draw.id),
        holds: report.holds.iter().map(|held| french::spaced(held)).collect(),
        faults: report.faults.iter().map(|fault| french::spaced(fault)).collect(),
        fingerprint: draw.fingerprint.clone(),
        command: command(&draw),
    })
}

#[derive(Template)]
#[template(path = "pages/receipt.html")]
pub(super) struct ReceiptPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub person: PersonFields,
    pub receipt: Option<Receipt>,
    /// In how many printed panels her number is, and out of how many.
    pub tickets: Option<(String, String)>,
    pub is_sought: bool,
    pub root: String,
}

fn receipt_page(visit: &Visit, of: (&Council, &College, &Draw), form: Form) -> ReceiptPage {
    ReceiptPage {
        frame: frame(visit, of, Some("Mon reçu")).translated(visit.language).with_form(&form),
        form: form.in_language(visit.language),
        path: format!("{}/recu", public_path(of.2.id)),
        person: PersonFields::ending(""),
        receipt: None,
        tickets: None,
        is_sought: false,
        root: of.2.root.clone(),
    }
}

async fn frozen(tx: &mut Tx, id: Uuid) -> Result<(Council, College, Draw), Fault> {
    let found = public_draw(tx, id).await?;
    if found.2.frozen_at.is_some() { Ok(found) } else { Err(Fault::not_found()) }
}

pub async fn receipt(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college, draw) = frozen(&mut tx, id.uuid()).await?;
    answer::page(&receipt_page(&visit, (&council, &college, &draw), Form::empty()))
}

/// Receipts looked for by name from one network in a quarter of an hour: a town hall is one network, and nobody learns who is in
/// a pool by trying a whole street. Codes are not counted: nobody guesses one.
const RECEIPTS: (&str, i64) = ("councils.receipt", 30);

pub async fn find_receipt(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Draw>,
    fields: Fields,
) -> Answer {
    if fields.text("code").is_empty() {
        accounts::facade::count_try(&house, RECEIPTS, visit.client).await?;
    }
    let mut tx = house.read().await?;
    let (council, college, draw) = frozen(&mut tx, id.uuid()).await?;
    let of = (&council, &college, &draw);
    let found = if fields.text("code").is_empty() {
        let mut typed = Reading::of(&fields);
        let (person, _) = PersonFields::ending("").read(&mut typed);
        actions::by_person(&mut tx, &house.keys, &draw, typed.filled(person)).await
    } else {
        actions::by_code(&mut tx, &house.keys, &draw, fields.text("code")).await
    };
    match found {
        Ok(receipt) => {
            let page = receipt_page(&visit, of, fields.form());
            let tickets = receipt.as_ref().and_then(|receipt| receipt.tickets);
            let tickets = tickets.map(|(own, all)| (own.to_string(), all.to_string()));
            answer::page(&ReceiptPage { receipt, tickets, is_sought: true, ..page })
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&receipt_page(&visit, of, form))
        }
    }
}

#[derive(Template)]
#[template(path = "pages/why.html")]
pub(super) struct WhyPage {
    pub frame: Frame,
    pub path: String,
    pub seats: i64,
    pub people: String,
    pub panels: String,
    pub figures: Figures,
    pub has_beacon: bool,
}

/// The figures of a draw, beside those of quotas filled by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Figures {
    pub equal: String,
    pub least: String,
    pub most: String,
    pub is_proved: bool,
    pub hand_least: String,
    pub hand_most: String,
    pub hand_stuck: String,
    pub times: String,
}

/// « 0,83 % », « 1 chance sur 120 ».
fn chance(share: f64) -> String {
    let percent = french::percent(share * 100.0, 2);
    match share > 0.0 && share < 0.5 {
        true => format!("{percent}, une chance sur {}", french::integer((1.0 / share).round() as i64)),
        false => percent,
    }
}

/// Reads the figures of a draw and of what was imagined by hand.
pub(super) fn figures(summary: &[u8], compared: &str, (seats, people): (i64, i64)) -> Figures {
    let summary: Value = serde_json::from_slice(summary).unwrap_or_default();
    let compared: Value = serde_json::from_str(compared).unwrap_or_default();
    let number = |value: &Value, name: &str| match &value[name] {
        Value::String(text) => fraction(text),
        other => other.as_f64().unwrap_or_default(),
    };
    let stuck = compared["bloques"].as_i64().unwrap_or_default();
    let filled = compared["remplis"].as_i64().unwrap_or_default();
    Figures {
        equal: chance(seats as f64 / people.max(1) as f64),
        least: chance(number(&summary, "min_probability")),
        most: chance(number(&summary, "max_probability")),
        is_proved: summary["status"].as_str() != Some("best-found"),
        hand_least: chance(number(&compared, "plus_petite")),
        hand_most: chance(number(&compared, "plus_grande")),
        hand_stuck: if stuck > 0 { french::integer(stuck) } else { String::new() },
        times: french::integer(stuck + filled),
    }
}

fn fraction(text: &str) -> f64 {
    let number = |text: &str| text.trim().parse::<f64>().unwrap_or_default();
    match text.split_once('/') {
        Some((top, bottom)) => number(top) / number(bottom).max(1.0),
        None => number(text),
    }
}

pub async fn why(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college, draw) = public_draw(&mut tx, id.uuid()).await?;
    if draw.published_at.is_none() {
        return Err(Fault::not_found());
    }
    let summary = store::draw::file(&mut tx, draw.id, "summary.json").await?.unwrap_or_default();
    answer::page(&WhyPage {
        frame: frame(&visit, (&council, &college, &draw), Some("Pourquoi ce tirage est équitable")),
        path: public_path(draw.id),
        seats: college.terms.seats,
        people: french::count(draw.people, "personne", "personnes"),
        panels: french::integer(college.terms.panels),
        figures: figures(&summary, &draw.compared, (college.terms.seats, draw.people)),
        has_beacon: draw.chance == ChanceKind::DiceThenBeacon,
    })
}
