//! `/gestion/conventions/{id}`: one agreement, what it says, what binds it, its versions.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, SummaryRow, Tag};
use kernel::{Uuid, french};
use settlement::Told;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::reports::ReportShown;
use super::{above, choices, euros, id_of, money_path, path, payments, reports, state_tag};
use crate::actions::circulating::{self, Town};
use crate::actions::desk::{self, Whole};
use crate::actions::{amending, paper as papers, paying, publishing};
use crate::rules::{Agreement, Version, VersionState, standing, told_ledger, told_standing, told_wait};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub state: Tag,
    pub about: Vec<SummaryRow>,
    pub lines: Vec<LineShown>,
    pub total: String,
    pub plan: Vec<(String, String)>,
    pub duties: Vec<String>,
    pub source: String,
    pub versions: Vec<VersionShown>,
    pub left: Vec<String>,
    pub ledger: String,
    pub payments: Vec<(String, String)>,
    /// Where all its money is followed.
    pub follow: String,
    pub reports: Vec<ReportShown>,
    pub foreseen: Vec<Choice>,
    pub repayments: String,
    pub work: Work,
}

/// An action in the sheet.
pub(super) struct LineShown {
    pub title: String,
    pub year: String,
    pub amount: String,
    /// Where this amount is followed.
    pub follow: String,
}

/// A version in the history.
pub(super) struct VersionShown {
    pub called: String,
    pub told: String,
    pub state: Tag,
    pub href: String,
}

/// What may be done now.
#[derive(Default)]
pub(super) struct Work {
    pub revision: String,
    pub may_write: bool,
    pub may_circulate: bool,
    pub may_take_back: bool,
    pub may_amend: bool,
    pub may_give_up: bool,
    pub may_sign: bool,
    pub may_recover: bool,
}

/// The rules that hold, or that cannot be told, before those that do not.
fn duties(all: &[Told]) -> Vec<String> {
    let mut sorted: Vec<&Told> = all.iter().collect();
    sorted.sort_by_key(|told| match told.holds {
        Some(true) => 0,
        None => 1,
        Some(false) => 2,
    });
    sorted.into_iter().map(|told| french::spaced(&told.sentence(euros))).collect()
}

fn about(whole: &Whole, shown: &Version) -> Vec<SummaryRow> {
    let row = |term: &str, value: &str| SummaryRow::new(term, french::spaced(value).as_str());
    let terms = &shown.terms;
    let years = shown.years();
    let mut all = vec![
        row("Association", &whole.carrier.card.name),
        row("Financeur", &whole.funder.name),
        row("Appel à projets", &whole.call.title),
        row("Montant", &euros(shown.cents())),
        row("Durée", &format!("du {} au {}", french::date(terms.starts_on), french::date(terms.ends_on))),
        row("Compte rendu attendu", &format!("au plus tard le {}", french::date(terms.report_on))),
        row("Trop-perçu", whole.agreement.formula.french()),
    ];
    if years.len() > 1 {
        let firm = |year: &i64| if shown.forecast.contains(year) { "prévisionnel" } else { "ferme" };
        let told: Vec<String> =
            years.iter().map(|(year, cents)| format!("{year} : {} ({})", euros(*cents), firm(year))).collect();
        all.insert(4, row("Par année", &told.join(" ; ")));
    }
    if let Some(on) = shown.signed_on {
        all.push(row("Signée le", &french::date(on)));
    }
    all
}

fn version_shown(house: &House, id: Uuid, one: &Version) -> VersionShown {
    let when = french::moment(one.made_at, &house.settings.zone);
    let why = if one.reason.is_empty() { String::new() } else { format!(", pour ce motif : {}", one.reason) };
    VersionShown {
        called: french::spaced(&one.called()),
        told: french::spaced(&format!("{}, écrit le {when} par {}{why}", euros(one.cents()), one.by_name)),
        state: state_tag(one.state),
        href: format!("{}/versions/{}", path(id), one.number),
    }
}

/// Where the three months of a signed agreement stand.
async fn publication(tx: &mut Tx, house: &House, whole: &Whole) -> Result<Option<String>, Fault> {
    let rows = publishing::rows(tx, whole.agreement.contract, publishing::Which::One(whole.agreement.id)).await?;
    let reasons = publishing::left(&rows)?;
    let Some(row) = rows.first() else { return Ok(None) };
    let (zone, why) = (&house.settings.zone, reasons.get(&whole.agreement.id));
    let around = (house.outside.now().day(zone), |at: kernel::Moment| at.day(zone));
    let stands = standing(row.grant.cents, row.grant.signed_on, row.noted_at, why.is_some(), around);
    let why = why.map(|why| format!(" Ce qui l’empêche : {}.", why.join(" ; "))).unwrap_or_default();
    Ok(Some(french::spaced(&format!("{}{why}", told_standing(stands)))))
}

/// What is left to ask back, in a sentence; nothing when nothing is.
async fn paying_back(tx: &mut Tx, id: Uuid) -> Result<String, Fault> {
    let left = crate::actions::repaying::left_to_ask(tx, id).await?;
    let told = |(_, cents, _): (Uuid, i64, String)| format!("{} sont à demander en retour.", euros(cents));
    Ok(french::spaced(&left.map(told).unwrap_or_default()))
}

pub(super) async fn drawn(tx: &mut Tx, house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<SheetPage, Fault> {
    let whole = desk::agreement(tx, &visit.actor, &acts::READ, id).await?;
    let shown = whole.shown().ok_or_else(Fault::not_found)?;
    let last = whole.last().ok_or_else(Fault::not_found)?;
    let (setting, _) = store::setting::of_contract(tx, whole.agreement.contract).await?;
    let aids = desk::aids(tx, whole.agreement.contract, whole.call.year, Some(whole.agreement.carrier)).await?;
    let (_, left) = desk::granted(tx, &whole).await?;
    let agreement = &whole.agreement;
    let may = desk::verdict(&visit.actor, &acts::WRITE, agreement.contract, agreement.organisation()).is_allowed();
    let is = |state: VersionState| may && last.state == state;
    let work = Work {
        revision: last.revision.to_string(),
        may_write: is(VersionState::Draft),
        may_circulate: is(VersionState::Draft),
        may_take_back: is(VersionState::Circulating),
        may_amend: is(VersionState::Signed),
        may_give_up: is(VersionState::Draft) && last.number > 0,
        may_sign: last.state != VersionState::Draft
            && desk::verdict(&visit.actor, &acts::SIGN, agreement.contract, agreement.organisation()).is_allowed(),
        may_recover: whole.in_force().is_some(),
    };
    let payments = store::payment::of_agreement(tx, id).await?;
    let ledger = paying::standing(tx, &whole, &payments).await?;
    let reports = reports::of_agreement(tx, house, id).await?;
    let to_ask = paying_back(tx, id).await?;
    let mut about = about(&whole, shown);
    if let Some(told) = publication(tx, house, &whole).await? {
        about.push(SummaryRow::new("Publication", told.as_str()));
    }
    let frame = visit.back_office(&format!("Convention {}", agreement.number)).with_form(&form);
    Ok(SheetPage {
        frame: frame.with_caption(french::spaced(&whole.carrier.card.name)).with_breadcrumb(above()),
        form,
        path: path(id),
        state: state_tag(last.state),
        about,
        lines: shown
            .lines
            .iter()
            .map(|line| LineShown {
                title: french::spaced(&line.title),
                year: line.year.to_string(),
                amount: euros(line.cents),
                follow: money_path("financement", line.funding),
            })
            .collect(),
        total: euros(shown.cents()),
        plan: shown.instalments.iter().map(|one| (euros(one.cents), french::spaced(&told_wait(one)))).collect(),
        duties: duties(&whole.duties(shown, &aids, &setting)),
        source: french::spaced(&setting.source),
        versions: whole.versions.iter().rev().map(|one| version_shown(house, id, one)).collect(),
        left: left
            .iter()
            .map(|one| french::spaced(&format!("{}, {} : {}", one.title, one.year, euros(one.cents))))
            .collect(),
        ledger: french::spaced(&told_ledger(&ledger, &payments)),
        payments: {
            let told = payments::told(house, &payments, true);
            told.into_iter().zip(&payments).map(|(told, one)| (told, money_path("versement", one.id))).collect()
        },
        follow: money_path("convention", id),
        reports,
        foreseen: match is(VersionState::Signed) {
            true => choices(last.forecast.iter().map(|year| (*year, year.to_string()))),
            false => Vec::new(),
        },
        repayments: to_ask,
        work,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Agreement>) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &house, &visit, id.uuid(), Form::empty()).await?)
}

fn town(house: &House) -> Town {
    Town { zone: house.settings.zone.clone(), name: house.settings.site.town.clone() }
}

pub async fn paper(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
) -> Answer {
    let id = id_of(&id)?;
    let mut tx = house.read().await?;
    let whole = desk::agreement(&mut tx, &visit.actor, &acts::READ, id).await?;
    let version = whole.versions.iter().find(|one| one.number.to_string() == number).ok_or_else(Fault::not_found)?;
    if let Some(name) = &version.file_name {
        let content = store::version::paper(&mut tx, version.id).await?.ok_or_else(Fault::not_found)?;
        return answer::download(name, "application/pdf", content);
    }
    // Nothing is kept of a draft: it is drawn as it stands.
    let (setting, _) = store::setting::of_contract(&mut tx, whole.agreement.contract).await?;
    let aids = desk::aids(&mut tx, whole.agreement.contract, whole.call.year, Some(whole.agreement.carrier)).await?;
    let (town, at) = (town(&house), (whole.agreement.contract, whole.agreement.call));
    let day = house.outside.now().day(&town.zone);
    let around = papers::around(&mut tx, &town.name, day, at).await?;
    drop(tx);
    let document = papers::document(&whole, version, &whole.duties(version, &aids, &setting), &around)?;
    let content = papers::set(document, &house.outside).await?;
    answer::download(&format!("projet-{}", papers::file_name(&whole, version)), "application/pdf", content)
}

pub async fn circulate(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Agreement>) -> Answer {
    let mut tx = house.read().await?;
    let set = circulating::draw(&mut tx, &house.outside, &visit.actor, &town(&house), id.uuid()).await?;
    drop(tx);
    let mut tx = house.write().await?;
    if !circulating::keep(&mut tx, &house.outside, &visit.actor, set).await? {
        return Err(kernel::Failure::conflict("cette convention", &[]).into());
    }
    tx.commit().await?;
    answer::done(&path(id.uuid()), "modifie")
}

pub async fn take_back(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Agreement>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let which = (id.uuid(), fields.revision());
    circulating::take_back(&mut tx, &house.outside, &visit.actor, which).await?;
    tx.commit().await?;
    answer::done(&path(id.uuid()), "modifie")
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Agreement>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let outcome = amending::begin(&mut tx, &house.outside, &visit.actor, id.uuid(), fields.text("motif")).await;
    let again = async |form| drawn(&mut house.read().await?, &house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|()| format!("{}/redaction", path(id.uuid())), "ajoute"), &fields, again).await
}

/// Begins the execution agreement of a year.
pub async fn execute(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Agreement>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let which = (id.uuid(), fields.text("annee").parse().ok());
    let outcome = amending::execute(&mut tx, &house.outside, &visit.actor, which).await;
    let again = async |form| drawn(&mut house.read().await?, &house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|()| format!("{}/redaction", path(id.uuid())), "ajoute"), &fields, again).await
}

pub async fn give_up(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Agreement>) -> Answer {
    let mut tx = house.write().await?;
    amending::give_up(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&path(id.uuid()), "annule")
}
