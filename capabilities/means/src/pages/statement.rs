//! Yearly statements annexed to budgets: the list, one of them, its files, its approval.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Figure, Form, Frame, Html, Link, TableOptions};
use jiff::civil::Date;
use kernel::{Breakdown, Scope, Uuid, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{HOME, above_of, at, contract_by, contract_of, euros, id_of, year_of};
use crate::actions::{
    self, Approval, Stands, accounts, actions_table, lines_table, may_read_statement, means_table, parties, spending,
};
use crate::rules::{Amount, Statement, StatementVersion, gaps};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/statements.html")]
pub(super) struct StatementsPage {
    pub frame: Frame,
    pub rows: Vec<StatementRow>,
    pub signatories: String,
}

/// A signatory in the list.
pub(super) struct StatementRow {
    pub name: String,
    pub told: String,
    pub years: Vec<Link>,
    pub versions: Vec<String>,
}

pub(super) fn path(signatory: Uuid, year: i64) -> String {
    format!("{HOME}/etats/{signatory}/{year}")
}

fn version_told(one: &StatementVersion, zone: &jiff::tz::TimeZone) -> String {
    let gaps = match one.gaps {
        0 => "complet".to_owned(),
        count => french::count(count, "point à compléter", "points à compléter"),
    };
    french::spaced(&format!(
        "{}, version {}, approuvée le {} par {} : {} votés, {} versés, {} de droit commun, {gaps}",
        one.year,
        one.number,
        french::moment(one.approved_at, zone),
        one.by_name,
        euros(one.specific_cents),
        euros(one.paid_cents),
        euros(one.common_law_cents)
    ))
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::READ, asked.text("contrat")).await?;
    let this_year = i64::from(house.outside.now().day(&house.settings.zone).year());
    let (first, last) = (i64::from(contract.starts_on.year()), i64::from(contract.ends_on.year()));
    let mut stands = actions::stands(&mut tx, contract.id).await?;
    stands.retain(|one| may_read_statement(&visit.actor, contract.id, one));
    let versions = store::statement::of_contract(&mut tx, contract.id).await?;
    let ids: Vec<Uuid> = stands.iter().flat_map(|one| &one.organisations).map(|(_, id)| *id).collect();
    let names = accounts::facade::organisation_names(&mut tx, &ids).await?;
    let row = |one: &Stands| StatementRow {
        name: french::spaced(&one.signatory.name),
        told: {
            let own: Vec<String> = one.organisations.iter().filter_map(|(_, id)| names.get(id).cloned()).collect();
            if own.is_empty() { "aucune organisation reliée".to_owned() } else { own.join(", ") }
        },
        years: (first..=last.min(this_year + 1))
            .rev()
            .map(|year| Link::new(year.to_string(), path(one.signatory.id, year)))
            .collect(),
        versions: versions
            .iter()
            .filter(|version| version.signatory == one.signatory.id)
            .map(|version| version_told(version, &house.settings.zone))
            .collect(),
    };
    let manages = visit.actor.may(&acts::MANAGE, &Scope::contract(contract.id)).is_allowed();
    answer::page(&StatementsPage {
        frame: super::framed(&visit, "États annuels annexés aux budgets", &contract),
        rows: stands.iter().map(row).collect(),
        signatories: if manages { at("/signataires", &contract.code) } else { String::new() },
    })
}

#[derive(Template)]
#[template(path = "pages/statement.html")]
pub(super) struct StatementPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub figures: Vec<Figure>,
    pub gaps: Vec<String>,
    pub tables: Vec<Html>,
    pub versions: Vec<VersionShown>,
    pub mark: String,
    pub may_approve: bool,
    /// Whether the last version says the same.
    pub is_kept: bool,
}

/// An approved version, with where its files are.
pub(super) struct VersionShown {
    pub told: String,
    pub note: String,
    pub path: String,
}

/// A statement this actor reads, with its signatory and contract.
async fn read(
    tx: &mut Tx,
    visit: &Visit,
    (signatory, year): (&str, &str),
) -> Result<(ContractBrief, Stands, Statement), Fault> {
    let (signatory, year) = (id_of(signatory)?, year_of(year)?);
    let (contract, stands) = signatory_read(tx, visit, signatory).await?;
    let gathered = actions::gathered(tx, contract.clone()).await?;
    let statement = actions::statement(&gathered, &stands, year);
    Ok((contract, stands, statement))
}

async fn signatory_read(tx: &mut Tx, visit: &Visit, signatory: Uuid) -> Result<(ContractBrief, Stands), Fault> {
    let found = strategy::facade::pledging::signatory_name(tx, signatory).await?.ok_or_else(Fault::not_found)?;
    let contract = contract_by(tx, found.contract).await?;
    let stands = actions::stands(tx, contract.id).await?;
    let own = stands.into_iter().find(|one| one.signatory.id == signatory).ok_or_else(Fault::not_found)?;
    if !may_read_statement(&visit.actor, contract.id, &own) {
        return Err(Fault::not_found());
    }
    Ok((contract, own))
}

pub(super) fn figures(of: &Statement, day: Date) -> Vec<Figure> {
    let (source, date) = (of.signatory.as_str(), french::date(day));
    let figure = |(label, amount): (&'static str, Option<Amount>)| match amount {
        Some(Amount::Known(cents)) => {
            let base = match label.contains("par ailleurs") {
                true => french::count(of.lines.len() as i64, "ligne", "lignes"),
                false => french::count(of.actions.len() as i64, "action", "actions"),
            };
            Figure::new(label, euros(cents), "", source, &*date).on(base)
        }
        Some(Amount::NotAsked) => Figure::absent(label, documents::Absence::NotAsked, source, &*date),
        Some(Amount::NotDisclosed) => Figure::absent(label, documents::Absence::NotDisclosed, source, &*date),
        None => Figure::absent(label, documents::Absence::Missing, source, &*date),
    };
    spending(of).into_iter().map(figure).collect()
}

pub(super) fn drawn_tables(of: &Statement, day: Date) -> Vec<Html> {
    let all = [accounts(of, day), parties(of, day), actions_table(of, day), lines_table(of, day), means_table(of, day)];
    all.iter().map(|table| interface::table(table, &TableOptions::default())).collect()
}

async fn drawn(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (contract, stands, of): (&ContractBrief, &Stands, &Statement),
    form: Form,
) -> Result<StatementPage, Fault> {
    let day = house.outside.now().day(&house.settings.zone);
    let signatory = stands.signatory.id;
    let mark = actions::mark(of);
    let mut versions = store::statement::of_contract(tx, contract.id).await?;
    versions.retain(|one| one.signatory == signatory && one.year == of.year);
    let title = format!("État annuel des moyens, {}", of.year);
    let own = actions::own_organisations(tx, &visit.actor).await?;
    let place = |organisation| Scope { contract: Some(contract.id), territory: None, organisation: Some(organisation) };
    let frame = visit.back_office(&title).with_form(&form).with_caption(&*of.signatory);
    Ok(StatementPage {
        frame: frame.with_breadcrumb(above_of(&contract.code, "États annuels", "/etats")),
        path: path(signatory, of.year),
        figures: figures(of, day),
        gaps: gaps(of),
        tables: drawn_tables(of, day),
        is_kept: versions.first().is_some_and(|last| last.mark == mark),
        versions: versions
            .iter()
            .map(|one| VersionShown {
                told: version_told(one, &house.settings.zone),
                note: french::spaced(&one.note),
                path: format!("{}/versions/{}", path(signatory, of.year), one.number),
            })
            .collect(),
        may_approve: stands
            .organisations
            .iter()
            .any(|(_, one)| actions::fills(&visit.actor, &acts::APPROVE, &place(*one), &own)),
        mark,
        form,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path((id, year)): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let (contract, stands, of) = read(&mut tx, &visit, (&id, &year)).await?;
    answer::page(&drawn(&mut tx, &house, &visit, (&contract, &stands, &of), Form::empty()).await?)
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn file_name(of: &Statement, ending: &str) -> String {
    format!("moyens-{}-{}.{ending}", of.year, kernel::text::slug(&of.signatory, '-', 60))
}

/// The two files of a statement; paper is set on a thread that serves nobody.
async fn files(house: &House, of: &Statement) -> Result<(Vec<u8>, Vec<u8>), Fault> {
    let now = house.outside.now();
    let day = now.day(&house.settings.zone);
    let document = actions::document(of, (&house.settings.site.town, day));
    let setting = tokio::task::spawn_blocking(move || documents::pdf::render(&document, now)).await;
    let printed = setting.map_err(|error| Breakdown(Box::new(error)))?.map_err(|error| Breakdown(Box::new(error)))?;
    let workbook =
        documents::xlsx::write(&actions::tables(of, day), now).map_err(|error| Breakdown(Box::new(error)))?;
    Ok((printed, workbook))
}

pub async fn pdf(State(house): State<Arc<House>>, visit: Visit, Path((id, year)): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let (_, _, of) = read(&mut tx, &visit, (&id, &year)).await?;
    drop(tx);
    let now = house.outside.now();
    let document = actions::document(&of, (&house.settings.site.town, now.day(&house.settings.zone)));
    answer::document(&file_name(&of, "pdf"), document, now).await
}

pub async fn xlsx(State(house): State<Arc<House>>, visit: Visit, Path((id, year)): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let (_, _, of) = read(&mut tx, &visit, (&id, &year)).await?;
    let now = house.outside.now();
    let tables = actions::tables(&of, now.day(&house.settings.zone));
    let bytes = documents::xlsx::write(&tables, now).map_err(|error| Breakdown(Box::new(error)))?;
    answer::download(&file_name(&of, "xlsx"), XLSX, bytes)
}

pub async fn approve(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, year)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let mut tx = house.read().await?;
    let (contract, stands, of) = read(&mut tx, &visit, (&id, &year)).await?;
    drop(tx);
    let (printed, workbook) = files(&house, &of).await?;
    let approval = Approval {
        statement: of.clone(),
        read_mark: fields.text("marque").to_owned(),
        note: fields.text("note").to_owned(),
        printed,
        workbook,
    };
    let mut tx = house.write().await?;
    let outcome = actions::approve(&mut tx, &house.outside, &visit.actor, (contract.id, &stands), approval).await;
    let to = path(stands.signatory.id, of.year);
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &house, &visit, (&contract, &stands, &of), form).await
    };
    answer::settle(tx, outcome, (|_| to, "enregistre"), &fields, again).await
}

async fn kept(
    house: &House,
    visit: &Visit,
    (id, year, number): (&str, &str, &str),
) -> Result<(String, Vec<u8>, Vec<u8>), Fault> {
    let mut tx = house.read().await?;
    let (signatory, year) = (id_of(id)?, year_of(year)?);
    let number = number.parse().map_err(|_| Fault::not_found())?;
    let (_, stands) = signatory_read(&mut tx, visit, signatory).await?;
    let found = store::statement::files(&mut tx, (signatory, year, number)).await?;
    let (printed, workbook) = found.ok_or_else(Fault::not_found)?;
    let name = kernel::text::slug(&stands.signatory.name, '-', 60);
    Ok((format!("moyens-{year}-{name}-v{number}"), printed, workbook))
}

pub async fn kept_pdf(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, year, number)): Path<(String, String, String)>,
) -> Answer {
    let (name, printed, _) = kept(&house, &visit, (&id, &year, &number)).await?;
    answer::download(&format!("{name}.pdf"), "application/pdf", printed)
}

pub async fn kept_xlsx(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, year, number)): Path<(String, String, String)>,
) -> Answer {
    let (name, _, workbook) = kept(&house, &visit, (&id, &year, &number)).await?;
    answer::download(&format!("{name}.xlsx"), XLSX, workbook)
}
