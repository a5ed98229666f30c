//! For whom actions are: the gender marker of each, the continuity of what is offered along ages, neighbourhood by neighbourhood.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Link, Pagination, TableOptions};
use kernel::{Scope, Uuid, french};
use plan::facade::SheetBrief;
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::open::{open_frame, published};
use super::{HOME, at, choices, contract_by, contract_of, framed, page_asked, page_of};
use crate::rules::{Age, Counted, Marker, by_marker, continuity, read_ages};
use crate::{actions, acts, store};

/// Actions by marker, by number and by money planned, with their shares.
pub(super) fn markers_table(all: &[Counted]) -> Table {
    let columns = vec![
        Column::new("marqueur", "Marqueur", Kind::Text).row_header(),
        Column::new("actions", "Actions", Kind::Integer),
        Column::new("part_actions", "Part des actions", Kind::Percent(0)),
        Column::new("montant", "Montant prévu", Kind::Euros),
        Column::new("part_montant", "Part du montant", Kind::Percent(0)),
    ];
    let mut table = Table::new("egalite", "Ce que les actions visent pour l’égalité femmes-hommes", columns);
    let told = by_marker(all);
    let (cents, without): (i64, i64) =
        told.iter().fold((0, 0), |(cents, without), (_, one)| (cents + one.cents, without + one.without_amount));
    let share = |part: i64, whole: i64| match whole {
        0 => Cell::MISSING,
        _ => Cell::Percent(part as f64 * 100.0 / whole as f64),
    };
    for (marker, one) in told {
        let is_known = one.actions > one.without_amount;
        table.rows.push(vec![
            Cell::text(french::spaced(marker.map_or("Pas encore examinée", Marker::french))),
            Cell::Integer(one.actions),
            share(one.actions, all.len() as i64),
            if is_known || one.actions == 0 { Cell::Euros(one.cents) } else { Cell::MISSING },
            share(one.cents, cents),
        ]);
    }
    table.base = Some(french::count(all.len() as i64, "action publiée", "actions publiées"));
    table.source = Some("Fiches du plan ; marqueur de l’OCDE posé par l’équipe du contrat".to_owned());
    if without > 0 {
        let words = ["action ne dit aucun montant", "actions ne disent aucun montant"];
        table.notes.push(format!(
            "{} : les parts du montant n’en tiennent pas compte.",
            french::count(without, words[0], words[1])
        ));
    }
    table
}

/// How many actions address each age in each neighbourhood. A hole says so, and is not an age nobody said: while some action of the
/// neighbourhood says no age, nobody can tell that none addresses it.
pub(super) fn ages_table(all: &[Counted], areas: &[(Uuid, String)]) -> Table {
    let mut columns = vec![Column::new("quartier", "Quartier", Kind::Text).row_header()];
    columns.extend(Age::ALL.iter().map(|age| Column::new(age.code(), age.french(), Kind::Text)));
    columns.push(Column::new("non_precise", "Public non précisé", Kind::Integer));
    let mut table = Table::new("ages", "Ce qui est proposé à chaque âge, quartier par quartier", columns);
    let told = continuity(all);
    for (area, name) in areas {
        let unsaid = told.unsaid.get(area).copied().unwrap_or(0);
        let none = if unsaid > 0 { "aucune connue" } else { "aucune action" };
        let mut row = vec![Cell::text(french::spaced(name))];
        row.extend(Age::ALL.iter().map(|age| match told.cells.get(&(*area, *age)) {
            Some(count) => Cell::text(french::count(*count, "action", "actions")),
            None => Cell::text(none),
        }));
        row.push(Cell::Integer(unsaid));
        table.rows.push(row);
    }
    let nowhere = all.iter().filter(|one| one.areas.is_empty()).count() as i64;
    table.base = Some(french::count(all.len() as i64, "action publiée", "actions publiées"));
    table.source = Some("Fiches du plan ; âges précisés par l’équipe du contrat".to_owned());
    table.notes.push("Une action est comptée à chaque âge et dans chaque quartier où elle se déploie : les colonnes ne s’additionnent pas.".to_owned());
    if nowhere > 0 {
        let words = ["action ne dit pas son quartier", "actions ne disent pas leur quartier"];
        table.notes.push(format!("{}.", french::count(nowhere, words[0], words[1])));
    }
    table
}

async fn tables(tx: &mut Tx, contract: &ContractBrief, all: &[(SheetBrief, Counted)]) -> Result<Vec<Html>, Fault> {
    let counted: Vec<Counted> = all.iter().map(|(_, one)| one.clone()).collect();
    let areas = territory::facade::areas_among(tx, &contract.area_ids).await?;
    let areas: Vec<(Uuid, String)> = areas.into_iter().map(|area| (area.id, area.name)).collect();
    let both = [ages_table(&counted, &areas), markers_table(&counted)];
    Ok(both.iter().map(|table| interface::table(table, &TableOptions::default())).collect())
}

#[derive(Template)]
#[template(path = "pages/publics.html")]
pub(super) struct PublicsPage {
    pub frame: Frame,
    pub tables: Vec<Html>,
    /// An action, what was said of it.
    pub lines: Vec<(Link, String)>,
    pub pages: Pagination,
}

fn said(one: &Counted) -> String {
    let ages: Vec<&str> = one.ages.iter().map(|age| age.french()).collect();
    let ages = if ages.is_empty() { "âges non précisés".to_owned() } else { ages.join(", ") };
    let marker = one.marker.map_or("égalité pas encore examinée", Marker::french);
    french::spaced(&format!("{ages} ; {marker}"))
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::READ, asked.text("contrat")).await?;
    let all = actions::counted(&mut tx, contract.id).await?;
    let may_write = visit.actor.may(&acts::WRITE, &Scope::contract(contract.id)).is_allowed();
    let (pages, shown) = page_of(&all, page_asked(&asked), at("/publics", &contract.code));
    let line = |(sheet, one): &(SheetBrief, Counted)| {
        let href = if may_write { format!("{HOME}/publics/{}", sheet.id) } else { plan::facade::path(&sheet.address) };
        (Link::new(french::spaced(&format!("{} {}", sheet.code, sheet.title)), href), said(one))
    };
    answer::page(&PublicsPage {
        frame: framed(&visit, "Publics des actions", &contract),
        tables: tables(&mut tx, &contract, &all).await?,
        lines: shown.iter().map(line).collect(),
        pages,
    })
}

#[derive(Template)]
#[template(path = "pages/public_form.html")]
pub(super) struct PublicForm {
    pub frame: Frame,
    pub form: Form,
    pub title: String,
    pub markers: Vec<Choice>,
    pub ages: Vec<Choice>,
}

pub(super) fn markers() -> Vec<Choice> {
    choices(Marker::ALL.iter().map(|one| (one.code(), one.french())))
}

pub(super) fn ages() -> Vec<Choice> {
    choices(Age::ALL.iter().map(|one| (one.code(), one.french())))
}

async fn sheet(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(SheetBrief, ContractBrief), Fault> {
    let found = plan::facade::sheets_among(tx, &[id], None).await?.into_iter().next().ok_or_else(Fault::not_found)?;
    let contract = contract_by(tx, found.contract).await?;
    if !visit.actor.may(&acts::WRITE, &Scope::contract(contract.id)).is_allowed() {
        return Err(Fault::not_found());
    }
    Ok((found, contract))
}

fn drawn(visit: &Visit, (sheet, contract): (&SheetBrief, &ContractBrief), form: Form) -> PublicForm {
    let above = vec![
        Link::new("Évaluation", at("", &contract.code)),
        Link::new("Publics des actions", at("/publics", &contract.code)),
    ];
    PublicForm {
        frame: framed(visit, "Public d’une action", contract).with_breadcrumb(above).with_form(&form),
        form,
        title: french::spaced(&format!("{} {}", sheet.code, sheet.title)),
        markers: markers(),
        ages: ages(),
    }
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<SheetBrief>) -> Answer {
    let mut tx = house.read().await?;
    let (sheet, contract) = sheet(&mut tx, &visit, id.uuid()).await?;
    let known = store::public::of_sheet(&mut tx, sheet.id).await?;
    let marker = known.as_ref().and_then(|one| one.marker).map_or("", Marker::code);
    let revision = known.as_ref().map_or(0, |one| one.revision).to_string();
    let mut form = Form::filled([("marqueur", marker), ("revision", &revision)]);
    for age in known.iter().flat_map(|one| &one.ages) {
        form.add("ages", age.code());
    }
    answer::page(&drawn(&visit, (&sheet, &contract), form))
}

pub async fn keep(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<SheetBrief>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, contract) = sheet(&mut tx, &visit, id.uuid()).await?;
    let mut reading = Reading::of(&fields);
    let marker = reading.parsed("marqueur", Marker::from_code, "Choisissez un marqueur de la liste, ou aucun");
    let typed = (marker, read_ages(fields.all("ages")));
    let which = (sheet.id, fields.revision());
    let outcome = match reading.filled(typed).sound() {
        Ok(typed) => actions::say_public(&mut tx, &house.outside, &visit.actor, which, typed).await,
        Err(failure) => Err(failure),
    };
    let again = async |form| Ok(drawn(&visit, (&sheet, &contract), form));
    answer::settle(tx, outcome, (|()| at("/publics", &contract.code), "enregistre"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/open_publics.html")]
pub(super) struct OpenPublics {
    pub frame: Frame,
    pub tables: Vec<Html>,
}

pub async fn open(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let (contract, _) = published(&mut tx, &code).await?;
    let all = actions::counted(&mut tx, contract.id).await?;
    answer::page(&OpenPublics {
        frame: open_frame(&visit, "Pour qui sont les actions", &contract, true),
        tables: tables(&mut tx, &contract, &all).await?,
    })
}
