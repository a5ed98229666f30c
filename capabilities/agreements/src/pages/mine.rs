//! `/conventions`: agreements of one’s association, their papers, its signature.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link, SummaryRow, Tag};
use kernel::{Failure, Filled, Uuid, french};
use web::{Answer, Fault, House, PathId, Upload, Visit, answer};

use super::reports::ReportShown;
use super::{euros, id_of, kept_file, payments, received, reports, sealed, signing, state_tag};
use crate::actions::{mine as actions, signing as signatures};
use crate::rules::{Agreement, ReportKind, Side, Version, VersionState, told_wait, turn};
use crate::{acts, store};

/// Where associations find theirs.
const OWN: &str = "/conventions";

#[derive(Template)]
#[template(path = "pages/mine.html")]
pub(super) struct MinePage {
    pub frame: Frame,
    pub rows: Vec<MineRow>,
}

/// An agreement in the list of an association.
pub(super) struct MineRow {
    pub title: String,
    pub href: String,
    pub told: String,
    pub state: Tag,
}

#[derive(Template)]
#[template(path = "pages/mine_sheet.html")]
pub(super) struct MineSheet {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub state: Tag,
    pub about: Vec<SummaryRow>,
    /// Its actions, each with where its amount is followed.
    pub lines: Vec<(String, String)>,
    pub plan: Vec<String>,
    pub signatures: Vec<String>,
    pub papers: Vec<Link>,
    pub payments: Vec<String>,
    pub reports: Vec<ReportShown>,
    pub repayments: Vec<(Link, String)>,
    pub years: Vec<Choice>,
    pub paper_years: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub may_sign: bool,
    pub hint: String,
}

pub(super) fn private(visit: &Visit, title: &str) -> Frame {
    Frame { is_private: true, ..visit.public_in_french(title) }
}

/// `/conventions`
pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut rows = Vec::new();
    for one in actions::all(&mut tx, &visit.actor).await? {
        let call = applications::facade::call_brief(&mut tx, one.agreement.call).await?;
        let funder = call.iter().flat_map(|call| &call.funders).find(|funder| funder.id == one.agreement.call_funder);
        let funder = funder.map(|funder| funder.name.clone()).unwrap_or_default();
        let title = call.as_ref().map(|call| call.title.clone()).unwrap_or_default();
        rows.push(MineRow {
            title: french::spaced(&format!("Convention {} avec {funder}", one.agreement.number)),
            href: format!("{OWN}/{}", one.agreement.id),
            told: french::spaced(&format!(
                "{title} : {}, {}",
                french::count(one.actions, "action", "actions"),
                euros(one.cents)
            )),
            state: state_tag(one.state),
        });
    }
    answer::page(&MinePage { frame: private(&visit, "Mes conventions"), rows })
}

/// Years whose report is awaited: those that are only foreseen await none.
fn firm_years(version: &Version) -> Vec<i64> {
    version.years().into_iter().map(|(year, _)| year).filter(|year| !version.forecast.contains(year)).collect()
}

fn about(whole: &crate::actions::desk::Whole, shown: &Version) -> Vec<SummaryRow> {
    let row = |term: &str, value: &str| SummaryRow::new(term, french::spaced(value).as_str());
    let terms = &shown.terms;
    vec![
        row("Association", &whole.carrier.card.name),
        row("Financeur", &whole.funder.name),
        row("Appel à projets", &whole.call.title),
        row("Montant", &euros(shown.cents())),
        row("Durée", &format!("du {} au {}", french::date(terms.starts_on), french::date(terms.ends_on))),
        row("Compte rendu à rendre", &format!("au plus tard le {}", french::date(terms.report_on))),
    ]
}

pub(super) async fn drawn(tx: &mut Tx, house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<MineSheet, Fault> {
    let whole = actions::agreement(tx, &visit.actor, &acts::CARRY, id).await?;
    let (shown, last) = (whole.shown().ok_or_else(Fault::not_found)?, whole.last().ok_or_else(Fault::not_found)?);
    let all = store::signing::of_version(tx, last.id).await?;
    let is_turn = last.state == VersionState::Circulating && turn(&all).is_some_and(|one| one.side == Side::Carrier);
    let place = kernel::Scope::organisation(whole.agreement.carrier);
    let mut papers: Vec<Link> = whole
        .versions
        .iter()
        .map(|one| {
            Link::new(format!("{}, PDF", french::spaced(&one.called())), format!("{OWN}/{id}/versions/{}", one.number))
        })
        .collect();
    for scan in store::signing::scans(tx, id).await? {
        let when = french::date(scan.at.day(&house.settings.zone));
        papers.push(Link::new(format!("Convention signée déposée le {when}"), format!("{OWN}/{id}/scans/{}", scan.id)));
    }
    let payments = store::payment::of_agreement(tx, id).await?;
    let reports = store::report::of_agreement(tx, id).await?;
    let final_of = |year: i64| reports.iter().find(|one| one.year == year && one.kind == ReportKind::Final);
    let years: Vec<i64> = whole.in_force().into_iter().flat_map(firm_years).collect();
    let paper = years.iter().filter(|year| final_of(**year).is_none_or(|one| one.state.is_open()));
    let paper_years = super::choices(paper.map(|year| (year, year.to_string())));
    let begun = |year: &i64| {
        ReportKind::ALL.iter().all(|kind| reports.iter().any(|one| one.year == *year && one.kind == *kind))
    };
    let years = super::choices(years.iter().filter(|year| !begun(year)).map(|year| (year, year.to_string())));
    let today = house.outside.now().day(&house.settings.zone);
    let repayments = store::repayment::of_agreement(tx, id).await?;
    let repayments = repayments.iter().map(|one| {
        let title = french::spaced(&format!("Ordre de reversement {}, {}", one.number, euros(one.cents)));
        (Link::new(title, format!("{OWN}/{id}/reversements/{}", one.id)), french::spaced(&one.told(today)))
    });
    let frame = private(visit, &format!("Convention {}", whole.agreement.number)).with_form(&form);
    Ok(MineSheet {
        frame: frame.with_breadcrumb(vec![Link::new("Mes conventions", OWN)]),
        form,
        path: format!("{OWN}/{id}"),
        state: state_tag(last.state),
        about: about(&whole, shown),
        lines: shown
            .lines
            .iter()
            .filter(|line| line.cents > 0)
            .map(|line| {
                let told = format!("{}, {} : {}", line.title, line.year, euros(line.cents));
                (french::spaced(&told), format!("/argent/financement/{}", line.funding))
            })
            .collect(),
        plan: shown
            .instalments
            .iter()
            .map(|one| french::spaced(&format!("{}, {}", euros(one.cents), told_wait(one))))
            .collect(),
        signatures: all.iter().map(signing::told).collect(),
        papers,
        payments: payments::told(house, &payments, false),
        reports: reports.iter().map(|one| reports::shown(house, one, &format!("{OWN}/{id}"))).collect(),
        repayments: repayments.collect(),
        years,
        paper_years,
        kinds: super::choices(ReportKind::ALL.iter().rev().map(|kind| (kind.code(), kind.french()))),
        may_sign: is_turn && visit.actor.may(&acts::SIGN_FOR, &place).is_allowed(),
        hint: format!("{}.", signatures::SCANS.french()),
    })
}

/// `/conventions/{id}`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Agreement>) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn paper(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let whole = actions::agreement(&mut tx, &visit.actor, &acts::CARRY, id_of(&id)?).await?;
    let version = whole.versions.iter().find(|one| one.number.to_string() == number).ok_or_else(Fault::not_found)?;
    let name = version.file_name.as_deref().ok_or_else(Fault::not_found)?;
    let content = store::version::paper(&mut tx, version.id).await?.ok_or_else(Fault::not_found)?;
    answer::download(name, "application/pdf", content)
}

pub async fn scan(State(house): State<Arc<House>>, visit: Visit, Path((id, scan)): Path<(String, String)>) -> Answer {
    let (id, scan) = (id_of(&id)?, id_of(&scan)?);
    let mut tx = house.read().await?;
    actions::agreement(&mut tx, &visit.actor, &acts::CARRY, id).await?;
    let found = store::signing::scan_of(&mut tx, id, scan).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    kept_file(&house, found.file).await
}

pub async fn sign(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Agreement>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    actions::agreement(&mut house.read().await?, &visit.actor, &acts::SIGN_FOR, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let kept = async {
        let (file, errors) = match received(&house, &upload).await {
            Ok(file) => (file, Vec::new()),
            Err(Failure::Input(errors)) => (None, errors),
            Err(failure) => return Err(failure),
        };
        let sealed = sealed(&house, &upload, file.as_ref(), id.uuid()).await?;
        let mut tx = house.write().await?;
        let around = (&house.outside, house.vault.as_ref(), &house.settings.zone);
        let which = (id.uuid(), upload.fields.is_ticked("accord"), sealed);
        signatures::sign_for(&mut tx, around, &visit.actor, which, Filled::new(file, errors)).await?;
        tx.commit().await?;
        Ok::<(), Failure>(())
    };
    match kept.await {
        Ok(()) => answer::done(&format!("{OWN}/{id}"), "enregistre"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&drawn(&mut house.read().await?, &house, &visit, id.uuid(), form).await?)
        }
    }
}
