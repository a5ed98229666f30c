//! An agreement and its years; a year with its programme, what does not hold, its files.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::{Absence, Cell, Column, Kind, Table};
use interface::{Figure, Frame, Html, Link, SummaryRow, TableOptions, Tag, TagColour};
use jiff::civil::Date;
use kernel::{Breakdown, french};
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::{above, above_of, euros, id_of, path, year_of, year_path};
use crate::actions::{self, AbatementAgreement, Told, Whole};
use crate::rules::Standing;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    pub state: Tag,
    pub about: Vec<SummaryRow>,
    pub years: Html,
    pub to_open: Vec<Link>,
    pub change: String,
    pub public: String,
}

/// Facts of an agreement.
pub(super) fn about(one: &AbatementAgreement, told: &Told) -> Vec<SummaryRow> {
    let terms = &one.terms;
    let period = format!("du {} au {}", french::date(terms.starts_on), french::date(terms.ends_on));
    let mut rows = vec![
        SummaryRow::new("Bailleur", told.landlord.as_str()),
        SummaryRow::new("Quartier", told.area.as_str()),
        SummaryRow::new("Contrat", told.contract.as_str()),
        SummaryRow::new("Durée", period),
        SummaryRow::new("Signée le", terms.signed_on.map_or_else(|| "pas encore".to_owned(), french::date)),
        SummaryRow::new("Service à joindre", terms.service.as_str()),
    ];
    if !terms.note.is_empty() {
        rows.push(SummaryRow::new("À savoir", french::spaced(&terms.note)));
    }
    rows
}

pub(super) fn years_table(rows: Vec<(Cell, &Standing)>) -> Table {
    let columns = vec![
        Column::new("annee", "Année", Kind::Text).row_header(),
        Column::new("abattement", "Abattement estimé", Kind::Euros),
        Column::new("prevu", "Prévu", Kind::Euros),
        Column::new("realise", "Réalisé", Kind::Euros),
        Column::new("valorise", "Valorisé", Kind::Euros),
        Column::new("part", "Part valorisée", Kind::Percent(1)),
    ];
    let mut table = Table::new("annees", "Années de la convention", columns);
    for (year, standing) in rows {
        table.rows.push(vec![
            year,
            Cell::Euros(standing.spared()),
            Cell::Euros(standing.sums.planned),
            Cell::or(standing.done_in_all().map(Cell::Euros), Absence::Missing),
            Cell::Euros(standing.sums.valued),
            Cell::or(standing.coverage().map(Cell::Percent), Absence::Missing),
        ]);
    }
    table
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<AbatementAgreement>) -> Answer {
    let mut tx = house.read().await?;
    let one = actions::agreement(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    let told = actions::told(&mut tx, &one).await?;
    let mut known = Vec::new();
    for year in store::year::all_of(&mut tx, one.id).await? {
        let here = store::action::of_year(&mut tx, year.id).await?;
        known.push((year.year, Standing::of(&year.terms, &here)));
    }
    let rows = known.iter().map(|(year, standing)| (Cell::link(year.to_string(), year_path(one.id, *year)), standing));
    let years = interface::table(&years_table(rows.collect()), &TableOptions::default());
    let may_fill = visit.actor.may(&acts::FILL, &one.scope()).is_allowed();
    let this_year = i64::from(house.outside.now().day(&house.settings.zone).year());
    let open = (this_year - 1..=this_year + 1)
        .filter(|year| may_fill && one.covers(*year) && known.iter().all(|(known, _)| known != year))
        .map(|year| Link::new(format!("Remplir {year}"), format!("{}/chiffres", year_path(one.id, year))));
    let title = format!("{}, {}", told.landlord, told.area);
    answer::page(&SheetPage {
        frame: visit.back_office(&title).with_breadcrumb(above()),
        state: state(&one),
        about: about(&one, &told),
        years,
        to_open: open.collect(),
        change: if visit.actor.may(&acts::WRITE, &one.scope()).is_allowed() {
            format!("{}/convention", path(one.id))
        } else {
            String::new()
        },
        public: if one.is_public { format!("/abattement/{}", one.id) } else { String::new() },
    })
}

fn state(one: &AbatementAgreement) -> Tag {
    match one.terms.signed_on {
        Some(_) => Tag::new(TagColour::Green, "Signée"),
        None => Tag::new(TagColour::Amber, "À signer"),
    }
}

#[derive(Template)]
#[template(path = "pages/year_sheet.html")]
pub(super) struct YearSheet {
    pub frame: Frame,
    pub path: String,
    pub figures: Vec<Figure>,
    pub formula: String,
    pub findings: Vec<String>,
    pub reason: String,
    pub axes: Html,
    pub actions: Vec<ActionShown>,
    pub walked: Vec<String>,
    pub effects: String,
    pub may_fill: bool,
}

/// An action of the programme.
pub(super) struct ActionShown {
    pub title: String,
    pub axis: String,
    pub told: String,
    pub href: String,
}

/// Below so many answers, what tenants think is not published.
pub(super) const FEWEST_TENANTS: i64 = 11;

/// Figures of a year, each with what it is counted on, who says it and when.
pub(super) fn figures(whole: &Whole, told: &Told, is_public: bool) -> Vec<Figure> {
    let (terms, standing, year) = (&whole.year.terms, &whole.standing, whole.year.year.to_string());
    let source = format!("{}, {}", told.landlord, terms.source);
    let counted = french::date(terms.counted_on);
    let dwellings = french::count(terms.dwellings, "logement", "logements");
    let actions = french::count(whole.actions.len() as i64, "action", "actions");
    // Cents stand in the tables and in the formula under the figures.
    let rounded = |cents: i64| euros(cents.saturating_add(50).div_euclid(100).saturating_mul(100));
    let figure =
        |label: &str, cents: i64, base: &str| Figure::new(label, rounded(cents), "", &*told.landlord, &*year).on(base);
    let reported = whole.actions.iter().filter(|one| one.terms.counted.done.is_some()).count();
    let mut all = vec![
        Figure::new("Abattement estimé", rounded(standing.spared()), "", &*source, &*counted).on(&*dwellings),
        figure("Prévu", standing.sums.planned, &actions),
    ];
    all.push(match reported {
        0 => Figure::absent("Réalisé", Absence::Missing, &*told.landlord, &*year),
        count => {
            let base = format!("{} sur {}", french::count(count as i64, "action", "actions"), whole.actions.len());
            figure("Réalisé", standing.sums.done, &base)
        }
    });
    let coverage = standing.coverage().map(|part| format!("{} de ce qui est dû", french::percent(part, 1)));
    all.push(figure("Valorisé", standing.sums.valued, &actions).against(coverage.unwrap_or_default()));
    let tenants = &terms.tenants;
    if let (Some(asked), Some(satisfied)) = (tenants.asked, tenants.satisfied) {
        let day = tenants.on.map(french::date).unwrap_or_default();
        let label = "Locataires satisfaits";
        all.push(if is_public && asked < FEWEST_TENANTS {
            Figure::absent(label, Absence::NotDisclosed, &*tenants.source, day)
        } else {
            let base = format!("{} qui ont répondu", french::count(asked, "locataire", "locataires"));
            Figure::new(label, french::integer(satisfied), "", &*tenants.source, day).on(base)
        });
    }
    all
}

fn shown(whole: &Whole, may_fill: bool) -> Vec<ActionShown> {
    let of = |one: &actions::LandlordAction| {
        let counted = &one.terms.counted;
        let done = counted.done.map(|cents| format!(", réalisé {}", euros(cents))).unwrap_or_default();
        let rate = counted.rate().map(|rate| format!(" ({})", french::percent(rate as f64 / 100.0, 1)));
        ActionShown {
            title: french::spaced(&counted.title),
            axis: format!("Axe {}", counted.axis.number()),
            told: french::spaced(&format!(
                "prévu {}{done}, valorisé {}{}",
                euros(counted.planned),
                euros(counted.valued),
                rate.unwrap_or_default()
            )),
            href: if may_fill { format!("{}/actions/{}", super::HOME, one.id) } else { String::new() },
        }
    };
    whole.actions.iter().map(of).collect()
}

/// A year this actor reads, with names.
async fn read(tx: &mut Tx, visit: &Visit, (id, year): (&str, &str)) -> Result<(Whole, Told), Fault> {
    let which = (id_of(id)?, year_of(year)?);
    let whole = actions::whole(tx, &visit.actor, &acts::READ, which).await?.ok_or_else(Fault::not_found)?;
    let told = actions::told(tx, &whole.agreement).await?;
    Ok((whole, told))
}

pub async fn year(State(house): State<Arc<House>>, visit: Visit, Path((id, year)): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let (whole, told) = read(&mut tx, &visit, (&id, &year)).await?;
    let may_fill = visit.actor.may(&acts::FILL, &whole.agreement.scope()).is_allowed();
    answer::page(&drawn(&visit, &whole, &told, may_fill))
}

fn drawn(visit: &Visit, whole: &Whole, told: &Told, may_fill: bool) -> YearSheet {
    let name = format!("{}, {}", told.landlord, told.area);
    let frame = visit.back_office(&format!("Programme et bilan de {}", whole.year.year)).with_caption(&*name);
    YearSheet {
        frame: frame.with_breadcrumb(above_of(whole.agreement.id, &name)),
        path: year_path(whole.agreement.id, whole.year.year),
        figures: figures(whole, told, false),
        formula: whole.standing.formula(),
        findings: whole.standing.findings.clone(),
        reason: whole.year.terms.reason.clone(),
        axes: interface::table(&actions::by_axis(whole), &TableOptions::default()),
        actions: shown(whole, may_fill),
        walked: whole
            .findings
            .iter()
            .map(|(_, _, found)| french::spaced(&format!("{} : {}", found.words, found.state.to_lowercase())))
            .collect(),
        effects: whole.year.terms.effects.clone(),
        may_fill,
    }
}

fn file_name(whole: &Whole, told: &Told, ending: &str) -> String {
    let name = kernel::text::slug(&format!("{} {}", told.landlord, told.area), '-', 60);
    format!("abattement-{}-{name}.{ending}", whole.year.year)
}

pub async fn pdf(State(house): State<Arc<House>>, visit: Visit, Path((id, year)): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let (whole, told) = read(&mut tx, &visit, (&id, &year)).await?;
    drop(tx);
    let now = house.outside.now();
    let today: Date = now.day(&house.settings.zone);
    let document = actions::document(&whole, &told, (&house.settings.site.town, today));
    answer::document(&file_name(&whole, &told, "pdf"), document, now).await
}

pub async fn xlsx(State(house): State<Arc<House>>, visit: Visit, Path((id, year)): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let (whole, told) = read(&mut tx, &visit, (&id, &year)).await?;
    let tables = actions::tables(&whole, &told);
    let bytes = documents::xlsx::write(&tables, house.outside.now()).map_err(|error| Breakdown(Box::new(error)))?;
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    answer::download(&file_name(&whole, &told, "xlsx"), media_type, bytes)
}
