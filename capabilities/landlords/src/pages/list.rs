//! `/gestion/abattement`: every landlord of a contract, a year, on screen and as files.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Absence, Cell, Column, Kind, Table};
use interface::{Frame, Html, Link, TableOptions};
use kernel::{Scope, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::{HOME, path, year_path};
use crate::rules::{AbatementAgreement, Standing};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub contract: String,
    pub table: Html,
    pub is_empty: bool,
    pub told: String,
    pub other_years: Vec<Link>,
    pub may_open: bool,
}

/// Agreements of a contract this actor reads.
async fn readable(tx: &mut Tx, visit: &Visit, contract: &ContractBrief) -> Result<Vec<AbatementAgreement>, Fault> {
    let all = store::agreement::of_contract(tx, contract.id).await?;
    Ok(all.into_iter().filter(|one| visit.actor.may(&acts::READ, &one.scope()).is_allowed()).collect())
}

/// The contract asked for, among those of which this actor reads something.
async fn chosen(
    tx: &mut Tx,
    visit: &Visit,
    code: &str,
) -> Result<Option<(ContractBrief, Vec<AbatementAgreement>)>, Fault> {
    for contract in strategy::facade::contracts(tx).await? {
        if !code.is_empty() && contract.code != code {
            continue;
        }
        let own = readable(tx, visit, &contract).await?;
        if !own.is_empty() || visit.actor.may(&acts::READ, &Scope::contract(contract.id)).is_allowed() {
            return Ok(Some((contract, own)));
        }
    }
    if code.is_empty() { Ok(None) } else { Err(Fault::not_found()) }
}

/// What stands under the table of a year.
pub(super) fn told(standings: &[Standing], year: i64) -> String {
    let sum = |of: fn(&Standing) -> i64| super::euros(standings.iter().map(of).sum());
    let open = standings.iter().filter(|one| !one.findings.is_empty()).count() as i64;
    french::spaced(&format!(
        "En {year}, {} d’abattement, {} valorisés ; {} à vérifier.",
        sum(Standing::spared),
        sum(|one| one.sums.valued),
        french::count(open, "programme", "programmes")
    ))
}

/// The table of a year: one row a landlord and a neighbourhood.
pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::new("bailleur", "Bailleur", Kind::Text).row_header(),
        Column::new("quartier", "Quartier", Kind::Text),
        Column::new("logements", "Logements", Kind::Integer),
        Column::new("abattement", "Abattement estimé", Kind::Euros),
        Column::new("prevu", "Prévu", Kind::Euros),
        Column::new("realise", "Réalisé", Kind::Euros),
        Column::new("valorise", "Valorisé", Kind::Euros),
        Column::new("part", "Part valorisée", Kind::Percent(1)),
        Column::new("a_verifier", "À vérifier", Kind::Integer),
    ]
}

async fn table(
    tx: &mut Tx,
    contract: &ContractBrief,
    own: &[AbatementAgreement],
    year: i64,
) -> Result<(Table, Vec<Standing>), Fault> {
    let mut table = Table::new("abattement", format!("Bailleurs et quartiers en {year}"), columns());
    let ids: Vec<_> = own.iter().map(|one| one.landlord).collect();
    let names = accounts::facade::organisation_names(tx, &ids).await?;
    let areas: Vec<_> = own.iter().map(|one| one.area).collect();
    let mut places = HashMap::new();
    for area in areas {
        if let std::collections::hash_map::Entry::Vacant(place) = places.entry(area) {
            place.insert(territory::facade::area(tx, area).await?.map(|area| area.name).unwrap_or_default());
        }
    }
    let years = store::year::of_contract(tx, contract.id).await?;
    let actions = store::action::of_contract(tx, contract.id).await?;
    let mut standings = Vec::new();
    let mut rows: Vec<(String, Vec<Cell>)> = Vec::new();
    for one in own.iter().filter(|one| one.covers(year)) {
        let name = names.get(&one.landlord).cloned().unwrap_or_default();
        let place = places.get(&one.area).cloned().unwrap_or_default();
        let key = kernel::text::search_key(&format!("{name} {place}"));
        let Some(known) = years.iter().find(|known| known.agreement == one.id && known.year == year) else {
            let mut row = vec![Cell::link(&*name, path(one.id)), Cell::text(place)];
            row.extend((2..9).map(|_| Cell::Absent(Absence::Missing)));
            rows.push((key, row));
            continue;
        };
        let here: Vec<_> = actions.iter().filter(|action| action.year == known.id).cloned().collect();
        let standing = Standing::of(&known.terms, &here);
        rows.push((
            key,
            vec![
                Cell::link(&*name, year_path(one.id, year)),
                Cell::text(place),
                Cell::Integer(known.terms.dwellings),
                Cell::Euros(standing.spared()),
                Cell::Euros(standing.sums.planned),
                Cell::or(standing.done_in_all().map(Cell::Euros), Absence::Missing),
                Cell::Euros(standing.sums.valued),
                Cell::or(standing.coverage().map(Cell::Percent), Absence::Missing),
                Cell::Integer(standing.findings.len() as i64),
            ],
        ));
        standings.push(standing);
    }
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    table.rows = rows.into_iter().map(|(_, row)| row).collect();
    let total = |column: usize, of: fn(&Cell) -> i64| table.rows.iter().map(|row| of(&row[column])).sum::<i64>();
    let cents = |cell: &Cell| if let Cell::Euros(cents) = cell { *cents } else { 0 };
    let whole = |cell: &Cell| if let Cell::Integer(number) = cell { *number } else { 0 };
    let owed: i64 = standings.iter().map(|one| one.owed).sum();
    let valued: i64 = standings.iter().map(|one| one.sums.valued).sum();
    let totals = vec![
        Cell::text("Total"),
        Cell::text(""),
        Cell::Integer(total(2, whole)),
        Cell::Euros(total(3, cents)),
        Cell::Euros(total(4, cents)),
        Cell::Euros(total(5, cents)),
        Cell::Euros(total(6, cents)),
        Cell::or((owed > 0).then(|| Cell::Percent(valued as f64 * 100.0 / owed as f64)), Absence::Missing),
        Cell::Integer(total(8, whole)),
    ];
    table.totals = Some(totals);
    table.base = Some(french::count(table.rows.len() as i64, "convention", "conventions"));
    table.source = Some("Bailleurs, d’après leurs conventions d’abattement".to_owned());
    table.notes.push("La part valorisée compte ce qui reste dû des années précédentes.".to_owned());
    Ok((table, standings))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let now = house.outside.now();
    let this_year = i64::from(now.day(&house.settings.zone).year());
    let year = asked.text("annee").parse().ok().filter(|year| (2015..=2100).contains(year)).unwrap_or(this_year);
    let frame = visit.back_office("Abattement de taxe foncière");
    let Some((contract, own)) = chosen(&mut tx, &visit, asked.text("contrat")).await? else {
        return answer::page(&ListPage {
            frame,
            contract: String::new(),
            table: Html::default(),
            is_empty: true,
            told: String::new(),
            other_years: Vec::new(),
            may_open: false,
        });
    };
    let (mut table, standings) = table(&mut tx, &contract, &own, year).await?;
    table.as_of = Some(now.day(&house.settings.zone));
    if !asked.text("format").is_empty() {
        return answer::table(&format!("abattement-{year}"), asked.text("format"), &table, now);
    }
    let base = format!("{HOME}?contrat={}", answer::encode(&contract.code));
    let files = |format: &str| Some(format!("{base}&annee={year}&format={format}"));
    let options = TableOptions { csv: files("csv"), xlsx: files("xlsx"), ..TableOptions::default() };
    let mut years: Vec<i64> = (contract.starts_on.year().into()..=i64::from(contract.ends_on.year())).collect();
    years.retain(|other| *other != year);
    answer::page(&ListPage {
        frame: frame.with_caption(&*contract.title),
        is_empty: table.rows.is_empty(),
        table: interface::table(&table, &options),
        told: told(&standings, year),
        other_years: years.iter().map(|one| Link::new(one.to_string(), format!("{base}&annee={one}"))).collect(),
        may_open: visit.actor.may(&acts::WRITE, &Scope::contract(contract.id)).is_allowed(),
        contract: contract.code,
    })
}
