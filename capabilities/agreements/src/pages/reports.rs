//! `/conventions/{id}/comptes-rendus/{report}` and its like in the back office: one report, its parts, what becomes of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link, Tag, TagColour};
use kernel::{Failure, FieldError, Filled, Scope, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::{above_of, choices, euros, id_of, kept_file, mine, path, received};
use crate::actions::paying::accounts_of;
use crate::actions::reporting::{self, Decision, Opened};
use crate::actions::{desk, mine as own_agreements, paper, report_paper};
use crate::rules::{Agreement, PartKind, Report, ReportKind, ReportPart, ReportState};
use crate::{acts, store};

/// A report, as a sheet shows it.
pub(super) struct ReportShown {
    pub state: Tag,
    pub href: String,
    pub title: String,
    pub told: String,
}

pub(super) fn tag(state: ReportState) -> Tag {
    let colour = match state {
        ReportState::Draft => TagColour::Grey,
        ReportState::Written | ReportState::Given => TagColour::Blue,
        ReportState::Returned => TagColour::Amber,
        ReportState::Accepted => TagColour::Green,
    };
    Tag::new(colour, state.french())
}

pub(super) fn shown(house: &House, one: &Report, base: &str) -> ReportShown {
    let day = |at: kernel::Moment| french::date(at.day(&house.settings.zone));
    let decided = match (one.state, one.decided_at) {
        (ReportState::Accepted, Some(at)) => format!(", accepté le {}", day(at)),
        (ReportState::Returned, Some(at)) => format!(", renvoyé le {} : {}", day(at), one.reason),
        _ => String::new(),
    };
    let told = match one.given_at {
        Some(at) => format!("rendu le {} par {}{decided}", day(at), one.given_by),
        None => format!("commencé le {} par {}", day(one.begun_at), one.begun_by),
    };
    ReportShown {
        state: tag(one.state),
        href: format!("{base}/comptes-rendus/{}", one.id),
        title: one.called(),
        told: french::spaced(&told),
    }
}

#[derive(Template)]
#[template(path = "pages/report.html")]
pub(super) struct ReportPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub revision: String,
    pub state: Tag,
    pub certified: String,
    pub reason: String,
    pub settled: Vec<String>,
    pub links: Vec<Link>,
    pub sections: Vec<SectionShown>,
    pub work: Work,
    pub parts: Vec<Choice>,
}

/// A part of the report of an action.
pub(super) struct SectionShown {
    pub action: String,
    pub title: String,
    pub href: String,
    pub state: Tag,
    pub saved: String,
    pub why: String,
    pub told: String,
    pub rows: Vec<[String; 4]>,
    pub answers: Vec<(String, String, String)>,
}

/// What may be done now.
#[derive(Default)]
pub(super) struct Work {
    pub is_inside: bool,
    pub may_finish: bool,
    pub may_take_back: bool,
    pub may_certify: bool,
    pub may_decide: bool,
}

fn own_path(id: Uuid, report: Uuid) -> String {
    format!("/conventions/{id}/comptes-rendus/{report}")
}

fn section(house: &House, opened: &Opened, part: &ReportPart, is_inside: bool) -> SectionShown {
    let is_money = part.kind == PartKind::Accounts;
    let number = |value: i64| if is_money { euros(value) } else { french::integer(value) };
    let rows = part.figures.iter().map(|one| {
        let done = one.done.map_or_else(|| "non renseigné".to_owned(), number);
        let name = if is_money { part.line_name(one) } else { one.label.clone() };
        [french::spaced(&name), number(one.planned), done, french::spaced(&one.why)]
    });
    let answers = part.answers.iter().filter(|one| !one.value.is_empty());
    let is_writable = crate::actions::report_writing::is_writable(opened, part);
    let (colour, words) = match (is_writable, part.is_done) {
        (_, true) => (TagColour::Green, "Terminé"),
        (true, false) if part.saved_at.is_some() => (TagColour::Amber, "En cours"),
        (true, false) => (TagColour::Grey, "À remplir"),
        (false, false) => (TagColour::Grey, "Fermé"),
    };
    let saved = part
        .saved_at
        .map(|at| format!("Enregistré le {} par {}", french::moment(at, &house.settings.zone), part.saved_by));
    SectionShown {
        action: french::spaced(&part.title),
        title: part.kind.french().to_owned(),
        href: if is_inside {
            String::new()
        } else {
            format!("{}/parties/{}", own_path(opened.report.agreement, part.report), part.id)
        },
        state: Tag::new(colour, words),
        saved: french::spaced(&saved.unwrap_or_default()),
        why: french::spaced(&part.why),
        told: if is_money { french::spaced(&part.told_accounts()) } else { String::new() },
        rows: if is_inside { rows.collect() } else { Vec::new() },
        answers: match is_inside {
            true => answers
                .map(|one| (french::spaced(&one.label), french::spaced(&one.planned), one.value.clone()))
                .collect(),
            false => Vec::new(),
        },
    }
}

/// What a report comes to, in sentences: counted if it was accepted now, or as it was.
fn settled(report: &Report) -> Vec<String> {
    let Some(over) = report.over else { return Vec::new() };
    let mut told: Vec<String> = report.settled.lines().map(french::spaced).collect();
    let asked = over - report.released;
    let sum = match (report.released, asked) {
        (0, 0) => "Rien n’est à reverser : le solde se paie comme prévu.".to_owned(),
        (freed, 0) => format!("{} ne seront pas versés : le solde est diminué d’autant.", euros(freed)),
        (0, asked) => format!("{} ont été versés en trop et sont à reverser.", euros(asked)),
        (freed, asked) => {
            format!(
                "{} ne seront pas versés ; {} ont été versés en trop et sont à reverser.",
                euros(freed),
                euros(asked)
            )
        }
    };
    told.push(french::spaced(&sum));
    told
}

fn page_of(
    (house, visit): (&House, &Visit),
    opened: &Opened,
    (frame, base): (Frame, String),
    (form, is_inside): (Form, bool),
) -> ReportPage {
    let Opened { whole, report, parts } = opened;
    let day = |at: kernel::Moment| at.day(&house.settings.zone);
    let place = Scope::organisation(whole.agreement.carrier);
    let may = |act| visit.actor.may(act, &place).is_allowed();
    let (contract, payer) = (whole.agreement.contract, whole.agreement.organisation());
    let may_decide = is_inside && desk::verdict(&visit.actor, &acts::ACCEPT_REPORT, contract, payer).is_allowed();
    let is_finished = parts.iter().all(|part| !part.is_open || part.is_done) && !parts.is_empty();
    let mut links = Vec::new();
    if report.file.is_some() {
        links.push(Link::new("Compte rendu déposé", format!("{base}/fichier")));
    } else {
        links.push(Link::new("Compte rendu en PDF", format!("{base}/pdf")));
    }
    if is_inside || report.state == ReportState::Accepted {
        let start = if is_inside { "/gestion" } else { "" };
        let href = format!("{start}/argent/compte-rendu/{}", report.id);
        links.push(Link::new("Suivre cet argent, de l’enveloppe au résultat", href));
    }
    ReportPage {
        frame: frame.with_form(&form).with_caption(french::spaced(&whole.carrier.card.name)),
        form,
        path: base,
        revision: report.revision.to_string(),
        state: tag(report.state),
        certified: french::spaced(&report_paper::certified(report, day)),
        reason: if report.state == ReportState::Returned { french::spaced(&report.reason) } else { String::new() },
        settled: settled(report),
        links,
        sections: parts.iter().map(|part| section(house, opened, part, is_inside)).collect(),
        work: Work {
            is_inside,
            may_finish: !is_inside && report.state.is_open() && is_finished && may(&acts::GIVE_REPORT),
            may_take_back: !is_inside && report.state == ReportState::Written && may(&acts::GIVE_REPORT),
            may_certify: !is_inside
                && report.state == ReportState::Written
                && may(&acts::CERTIFY_REPORT)
                && report.is_written_by_others(accounts_of(&visit.actor)),
            may_decide: may_decide && report.state == ReportState::Given,
        },
        parts: choices(
            parts.iter().map(|part| (part.id, french::spaced(&format!("{}, « {} »", part.kind.french(), part.title)))),
        ),
    }
}

pub(super) async fn own_drawn(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (id, report): (Uuid, Uuid),
    form: Form,
) -> Result<ReportPage, Fault> {
    let opened = reporting::own(tx, &visit.actor, &acts::CARRY, (id, report)).await?;
    let above = vec![
        Link::new("Mes conventions", "/conventions"),
        Link::new(format!("Convention {}", opened.whole.agreement.number), format!("/conventions/{id}")),
    ];
    let frame = mine::private(visit, &opened.report.called()).with_breadcrumb(above);
    Ok(page_of((house, visit), &opened, (frame, own_path(id, report)), (form, false)))
}

async fn drawn(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (id, report): (Uuid, Uuid),
    form: Form,
) -> Result<ReportPage, Fault> {
    let mut opened = reporting::read(tx, &visit.actor, &acts::READ, (id, report)).await?;
    if opened.report.state == ReportState::Given {
        // What accepting it would come to is read before deciding.
        let after = reporting::accepted(tx, &opened.whole, &opened.report, &opened.parts).await?;
        opened.report = Report { state: ReportState::Given, ..after };
    }
    let frame = visit.back_office(&opened.report.called());
    let frame = frame.with_breadcrumb(above_of(id, &opened.whole.agreement.number));
    let base = format!("{}/comptes-rendus/{report}", path(id));
    Ok(page_of((house, visit), &opened, (frame, base), (form, true)))
}

fn pair((id, report): &(String, String)) -> Result<(Uuid, Uuid), Fault> {
    Ok((id_of(id)?, id_of(report)?))
}

pub async fn open(State(house): State<Arc<House>>, visit: Visit, Path(at): Path<(String, String)>) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &house, &visit, pair(&at)?, Form::empty()).await?)
}

pub async fn own(State(house): State<Arc<House>>, visit: Visit, Path(at): Path<(String, String)>) -> Answer {
    answer::page(&own_drawn(&mut house.read().await?, &house, &visit, pair(&at)?, Form::empty()).await?)
}

async fn taken(house: &House, tx: Tx, opened: &Opened, kind: &str) -> Answer {
    drop(tx);
    match (kind, opened.report.file) {
        ("fichier", Some(file)) => kept_file(house, file).await,
        ("pdf", None) => {
            let today = house.outside.now().day(&house.settings.zone);
            let document = report_paper::document(opened, (house.settings.site.town.as_str(), today), |at| {
                at.day(&house.settings.zone)
            });
            let content = paper::set(document, &house.outside).await?;
            answer::download(&report_paper::file_name(opened), "application/pdf", content)
        }
        _ => Err(Fault::not_found()),
    }
}

pub async fn take(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, report, kind)): Path<(String, String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let opened = reporting::read(&mut tx, &visit.actor, &acts::READ, pair(&(id, report))?).await?;
    taken(&house, tx, &opened, &kind).await
}

pub async fn take_own(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, report, kind)): Path<(String, String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let opened = reporting::own(&mut tx, &visit.actor, &acts::CARRY, pair(&(id, report))?).await?;
    taken(&house, tx, &opened, &kind).await
}

pub async fn decide(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(at): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, report) = pair(&at)?;
    let mut tx = house.write().await?;
    let decision = match fields.text("decision") {
        "accepter" => Decision::Accept,
        _ => {
            let parts = fields.all("partie").into_iter().filter_map(|part| part.parse().ok()).collect();
            Decision::Return(fields.text("manque").to_owned(), parts)
        }
    };
    let which = (id, report, fields.revision());
    let outcome = reporting::decide(&mut tx, &house.outside, &visit.actor, which, decision).await;
    let again = async |form: Form| drawn(&mut house.read().await?, &house, &visit, (id, report), form).await;
    let there = format!("{}/comptes-rendus/{report}", path(id));
    answer::settle(tx, outcome, (|()| there, "enregistre"), &fields, again).await
}

/// Begins the report of a year.
pub async fn begin(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Agreement>,
    fields: Fields,
) -> Answer {
    let kind = ReportKind::from_code(fields.text("nature")).unwrap_or(ReportKind::Final);
    let mut tx = house.write().await?;
    let which = (id.uuid(), fields.text("annee").parse().ok(), kind);
    let outcome = reporting::begin(&mut tx, &house.outside, &visit.actor, which).await;
    let again = async |form: Form| mine::drawn(&mut house.read().await?, &house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|report| own_path(id.uuid(), report), "ajoute"), &fields, again).await
}

/// What an association does of a report it writes.
#[derive(Clone, Copy)]
enum Step {
    Finish,
    TakeBack,
}

async fn step(house: &House, visit: &Visit, at: &(String, String), fields: &Fields, step: Step) -> Answer {
    let (id, report) = pair(at)?;
    let which = (id, report, fields.revision());
    let mut tx = house.write().await?;
    let code = match step {
        Step::Finish => {
            reporting::finish(&mut tx, &house.outside, &visit.actor, which).await?;
            "enregistre"
        }
        Step::TakeBack => {
            reporting::take_back(&mut tx, &house.outside, &visit.actor, which).await?;
            "modifie"
        }
    };
    tx.commit().await?;
    answer::done(&own_path(id, report), code)
}

pub async fn finish(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(at): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    step(&house, &visit, &at, &fields, Step::Finish).await
}

pub async fn take_back(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(at): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    step(&house, &visit, &at, &fields, Step::TakeBack).await
}

pub async fn certify(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(at): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, report) = pair(&at)?;
    let mut tx = house.write().await?;
    let which = (id, report, fields.revision());
    let outcome = reporting::certify(&mut tx, &house.outside, &visit.actor, which, fields.is_ticked("accord")).await;
    let again = async |form: Form| own_drawn(&mut house.read().await?, &house, &visit, (id, report), form).await;
    answer::settle(tx, outcome, (|()| own_path(id, report), "enregistre"), &fields, again).await
}

/// The report of a year given on paper.
pub async fn give(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Agreement>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    own_agreements::agreement(&mut house.read().await?, &visit.actor, &acts::GIVE_REPORT, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let kept = async {
        let (file, errors) = match received(&house, &upload).await {
            Ok(file) => (file, Vec::new()),
            Err(Failure::Input(errors)) => (None, errors),
            Err(failure) => return Err(failure),
        };
        let mut tx = house.write().await?;
        let around = (&house.outside, house.vault.as_ref());
        let which = (id.uuid(), upload.fields.text("annee-papier").parse().ok());
        reporting::give(&mut tx, around, &visit.actor, which, Filled::new(file, errors)).await?;
        tx.commit().await?;
        Ok::<(), Failure>(())
    };
    match kept.await {
        Ok(()) => answer::done(&format!("/conventions/{id}"), "ajoute"),
        Err(failure) => {
            // The page has other fields of these names, for the signed paper and for reports written here.
            let here = |error: FieldError| match error.field.as_str() {
                "fichier" => FieldError::new("compte-rendu", error.sentence),
                "annee" => FieldError::new("annee-papier", error.sentence),
                _ => error,
            };
            let errors = Fault::from(failure).into_input()?.into_iter().map(here).collect();
            let form = upload.fields.form_with(errors);
            answer::page_to_correct(&mine::drawn(&mut house.read().await?, &house, &visit, id.uuid(), form).await?)
        }
    }
}

/// Reports of an agreement that services see: those given.
pub(super) async fn of_agreement(tx: &mut Tx, house: &House, id: Uuid) -> Result<Vec<ReportShown>, Fault> {
    let all = store::report::of_agreement(tx, id).await?;
    Ok(all.iter().filter(|one| one.state.is_given()).map(|one| shown(house, one, &path(id))).collect())
}
