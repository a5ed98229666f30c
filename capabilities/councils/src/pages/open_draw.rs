//! A draw as everybody reads it: where it stands, its files, the check.

use std::collections::HashMap;
use std::io::{Cursor, Write as _};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Frame, Html, Link, SummaryRow};
use jiff::tz::TimeZone;
use kernel::{Breakdown, Uuid, french};
use sortition_verifier::PYTHON;
use web::{Answer, Fault, House, PathId, Visit, answer};
use zip::write::SimpleFileOptions;

use super::apart::{ApartShown, apart};
use super::draws::title;
use super::verification::PYTHON_NAME;
use super::{bounds_of, council_path};
use crate::actions::{self, ALTERNATES, Announced, AnnouncedRule, RENEWAL, leavers, told_in};
use crate::rules::{College, Council, DrawKind, DrawState, objections_until};
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

/// Most numbers a page shows: more are in a file.
const MOST_SHOWN: usize = 300;

/// Identifiers of a file of a draw, once chance has spoken, in the order of a column.
async fn listed(tx: &mut Tx, draw: &Draw, name: &str, column: usize) -> Result<Vec<String>, Fault> {
    if !matches!(draw.state, DrawState::Drawn | DrawState::Sealed) {
        return Ok(Vec::new());
    }
    let file = store::draw::file(tx, draw.id, name).await?.unwrap_or_default();
    let text = String::from_utf8(file).unwrap_or_default();
    Ok(text.lines().skip(1).filter_map(|line| line.split(',').nth(column)).map(str::to_owned).collect())
}

/// Numbers drawn, once chance has spoken: of who sits, of who leaves; of whom to write to, when they are few.
pub(super) async fn selected(tx: &mut Tx, draw: &Draw) -> Result<Vec<String>, Fault> {
    match draw.kind {
        DrawKind::Letters => {
            let invited = listed(tx, draw, "invited.csv", 0).await?;
            Ok(if invited.len() > MOST_SHOWN { Vec::new() } else { invited })
        }
        DrawKind::Renewal if matches!(draw.state, DrawState::Drawn | DrawState::Sealed) => {
            Ok(leavers(&store::draw::file(tx, draw.id, RENEWAL).await?.unwrap_or_default()))
        }
        _ => listed(tx, draw, "selected.csv", 0).await,
    }
}

/// Numbers of the alternates chosen with the draw, in the order they are called.
pub(super) async fn alternates(tx: &mut Tx, draw: &Draw) -> Result<Vec<String>, Fault> {
    listed(tx, draw, ALTERNATES, 1).await
}

/// « conseil entier, sexe : femme : de 7 à 8. Le conseil entier en demande de 15 à 16 ; … »
pub(super) fn rule_told(rule: &AnnouncedRule, seats: i64) -> String {
    let why = if rule.why.is_empty() { String::new() } else { format!(". {}", rule.why) };
    format!("{} : {}{why}", rule.name, bounds_of((rule.low, rule.high), seats))
}

/// Where a draw stands, row by row.
/// Rules are those that were announced: what was set since does not change an old draw.
pub(super) fn facts(draw: &Draw, announced: &Announced, zone: &TimeZone) -> Vec<SummaryRow> {
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
    text("Ce qu’il désigne", draw.kind.french());
    match draw.letters {
        Some(letters) => text("Courriers", &french::integer(letters)),
        None => text("Sièges", &announced.seats.to_string()),
    }
    for rule in &announced.crossed {
        text("Règle croisée", &french::spaced(&rule_told(rule, announced.seats)));
    }
    if let Some(weight) = draw.young_weight.filter(|weight| *weight > 1) {
        text("Jeunes", &format!("{weight} fois plus de chances de recevoir un courrier"));
    }
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
    if let Some((chain, round)) = actions::order_round(draw, announced) {
        let at = french::moment(moment_of(&chain, round), zone);
        text("Ordre des groupes", &format!("tour n° {round} de {}, publié le {at}", chain.name));
    }
    text("Loterie publiée", &at(draw.published_at));
    text("Groupes imprimés", &draw.panels.map(french::integer).unwrap_or_default());
    let hours = announced.objection_hours;
    if let Some(until) = draw.published_at.filter(|_| hours > 0).map(|at| objections_until(at, hours)) {
        let hours = french::count(hours, "heure", "heures");
        text("Objections reçues jusqu’au", &format!("{} ({hours} après la loterie)", french::moment(until, zone)));
    }
    text("Empreinte du tirage", &draw.fingerprint);
    if let Some(dice) = draw.dice {
        text("Nombre lu en séance", &format!("{dice}, {}", at(draw.dice_at)));
    }
    text("Pourquoi il a été lu plus tôt", &draw.early_reason);
    text("Valeur publique", &draw.beacon);
    if let Some((chain, round)) = actions::round(draw).filter(|_| draw.beacon_note.is_none()) {
        text("Tour de la balise", &format!("n° {round} de {}, signature vérifiée", chain.name));
    }
    text("Pourquoi la balise n’a pas servi", draw.beacon_note.as_deref().unwrap_or_default());
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

/// When a round is published.
pub(super) fn moment_of(chain: &beacon::Chain, round: u64) -> kernel::Moment {
    kernel::Moment(i64::try_from(chain.time_of(round)).unwrap_or(i64::MAX / 1_000) * 1_000)
}

#[derive(Template)]
#[template(path = "pages/open_draw.html")]
pub(super) struct OpenDrawPage {
    pub frame: Frame,
    pub path: String,
    pub kind: DrawKind,
    pub state: DrawState,
    pub rows: Vec<SummaryRow>,
    pub numbers: Vec<String>,
    pub alternates: Vec<String>,
    /// Who has no chance, who is certain.
    pub apart: Vec<ApartShown>,
    pub files: Vec<(Link, String)>,
    pub is_frozen: bool,
    pub is_published: bool,
    pub is_sealed: bool,
    pub command: String,
    /// The draw this one goes on from, and the one that goes on from it.
    pub before: Option<Link>,
    pub after: Option<Link>,
}

impl OpenDrawPage {
    /// Where the draw stands, in a sentence everybody reads.
    fn stands(&self) -> &'static str {
        match self.state {
            DrawState::Prepared => "Les règles sont publiées. Des personnes peuvent encore entrer dans le vivier.",
            DrawState::Frozen => "Le vivier est clos : personne n’y entre ni n’en sort.",
            DrawState::Published => "Tout est publié avant que le hasard parle. Le tirage se fait en public.",
            DrawState::Drawn | DrawState::Sealed => "Le tirage est fait. Les personnes tirées reçoivent un courrier.",
            DrawState::Abandoned => "Ce tirage est abandonné. Personne n’a été tiré.",
        }
    }

    fn is_kind(&self, code: &str) -> bool {
        self.kind.code() == code
    }

    fn is_drawn(&self) -> bool {
        matches!(self.state, DrawState::Drawn | DrawState::Sealed)
    }
}

/// The pages above one about a draw, or about something of it.
pub(super) fn above_draw((council, college, draw): (&Council, &College, &Draw), is_under: bool) -> Vec<Link> {
    let mut above = vec![
        Link::new("Accueil", "/"),
        Link::new("Conseils citoyens", "/conseils"),
        Link::new(&council.terms.name, council_path(council.id)),
    ];
    if is_under {
        above.push(Link::new(title(draw, college), public_path(draw.id)));
    }
    above
}

/// The frame of a page about a draw, or about something of it, in the language of whoever reads.
pub(super) fn frame(visit: &Visit, of: (&Council, &College, &Draw), name: Option<&str>) -> Frame {
    let own = title(of.2, of.1);
    visit.public(name.unwrap_or(&own)).with_breadcrumb(above_draw(of, name.is_some()))
}

/// The folder of the draw this kind goes on from, as commands name it.
pub(super) const fn folder_before(kind: DrawKind) -> Option<&'static str> {
    match kind {
        DrawKind::Answers => Some("dossier-des-courriers"),
        DrawKind::Completion => Some("dossier-precedent"),
        DrawKind::Whole | DrawKind::Letters | DrawKind::Renewal => None,
    }
}

/// The command by which anybody replays the check.
pub(super) fn command(draw: &Draw) -> String {
    let option = if draw.kind == DrawKind::Answers { "--invited" } else { "--after" };
    let after = folder_before(draw.kind).map(|folder| format!(" {option} {folder}")).unwrap_or_default();
    match draw.fingerprint.is_empty() {
        true => String::new(),
        // Who leaves is told in the dossier of the council, under a fingerprint of its own.
        false if draw.kind == DrawKind::Renewal => "parvis draw verify dossier".to_owned(),
        false => format!("parvis draw verify dossier --fingerprint {}{after}", draw.fingerprint),
    }
}

/// The draws before and after this one, as links.
async fn around(tx: &mut Tx, draw: &Draw, college: &College) -> Result<[Option<Link>; 2], Fault> {
    let before = match draw.follows {
        Some(id) => store::draw::by_id(tx, id).await?,
        None => None,
    };
    let after = store::draw::follower(tx, draw.id, true).await?;
    Ok([before, after].map(|one| one.map(|one| Link::new(title(&one, college), public_path(one.id)))))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college, draw) = public_draw(&mut tx, id.uuid()).await?;
    let names = store::draw::file_names(&mut tx, draw.id).await?;
    let numbers = selected(&mut tx, &draw).await?;
    let size = |bytes: i64| format!("{} ko", french::integer((bytes + 999) / 1_000));
    let link = |name: String| Link::new(name.clone(), format!("{}/fichiers/{name}", public_path(draw.id)));
    let [before, after] = around(&mut tx, &draw, &college).await?;
    let alternates = alternates(&mut tx, &draw).await?;
    let apart = apart(&mut tx, &draw).await?;
    let files = names
        .into_iter()
        .filter(|(name, _)| actions::is_of_dossier(name))
        .map(|(name, bytes)| (link(name), size(bytes)));
    answer::page(&OpenDrawPage {
        frame: frame(&visit, (&council, &college, &draw), None),
        path: public_path(draw.id),
        rows: facts(&draw, &actions::announced_of(&mut tx, draw.id).await?, &house.settings.zone),
        kind: draw.kind,
        state: draw.state,
        numbers,
        alternates,
        apart,
        before,
        after,
        files: files.collect(),
        is_frozen: draw.frozen_at.is_some(),
        is_published: draw.published_at.is_some(),
        is_sealed: draw.sealed_at.is_some(),
        command: command(&draw),
    })
}

pub async fn file(State(house): State<Arc<House>>, Path(asked): Path<HashMap<String, String>>) -> Answer {
    let name = asked.get("name").filter(|name| actions::is_of_dossier(name)).ok_or_else(Fault::not_found)?;
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
    // The verifier stands beside the dossier, not in it: a dossier holds what it lists, nothing more.
    let beside = (PYTHON_NAME.to_owned(), PYTHON.as_bytes().to_vec());
    let inside = files.into_iter().map(|(name, bytes)| (format!("dossier/{name}"), bytes));
    for (name, bytes) in inside.chain([beside]) {
        writer.start_file(name, SimpleFileOptions::default()).map_err(broken)?;
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
    let files = store::draw::files(&mut tx, told_in(&draw)).await?;
    let files: Vec<_> = files.into_iter().filter(|(name, _)| actions::is_of_dossier(name)).collect();
    let zip =
        tokio::task::spawn_blocking(move || zipped(files)).await.map_err(|error| Breakdown(Box::new(error)))??;
    answer::download(&format!("tirage-{}.zip", draw.rank), "application/zip", zip)
}
