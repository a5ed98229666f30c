//! The grid of a partner: one scheme in a year, themes down, neighbourhoods across.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use jiff::civil::Date;
use kernel::{Filled, Uuid};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, Reading, Visit, answer};

use super::line::{confidences, fresh, methods, terms};
use super::{AMOUNT, above, at, choices, contract_of};
use crate::actions::{self, CommonLawLine, Confidence, Grid, Ground, Method, grid_mark, of_scheme};
use crate::rules::{read_amount, spelt_amount};
use crate::{acts, store};

/// A row of the grid: its theme, its cells with their names and what is said of them to who does not see the table.
pub(super) struct GridRow {
    pub title: String,
    pub cells: Vec<GridCell>,
}

/// A cell of the grid.
pub(super) struct GridCell {
    pub name: String,
    pub label: String,
    pub value: String,
    pub error: String,
}

#[derive(Template)]
#[template(path = "pages/grid.html")]
pub(super) struct GridPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub partners: Vec<Choice>,
    pub themes: Vec<Choice>,
    pub methods: Vec<Choice>,
    pub confidences: Vec<Choice>,
    /// Neighbourhoods, the whole contract last; empty until a partner and a scheme are chosen.
    pub areas: Vec<String>,
    pub rows: Vec<GridRow>,
    /// Scheme and year of the grid.
    pub told: String,
}

fn cell_name(theme: Option<Uuid>, area: Option<Uuid>) -> String {
    let part = |id: Option<Uuid>| id.map_or_else(|| "0".to_owned(), |id| id.simple().to_string());
    format!("m-{}-{}", part(theme), part(area))
}

type Place = (Option<Uuid>, Option<Uuid>);

/// Most cells of a page. A larger contract is filled in theme after theme.
const MOST_CELLS: usize = 120;

/// Places of the grid: each theme then none in particular, in each neighbourhood then the whole contract; of one theme when it is
/// told, or when all of them would make a page nobody can load.
fn places(ground: &Ground, only: &str) -> Vec<Vec<Place>> {
    let areas: Vec<Option<Uuid>> = ground.areas.iter().map(|(id, _)| Some(*id)).chain([None]).collect();
    let mut themes: Vec<Option<Uuid>> = ground.themes.iter().map(|(id, ..)| Some(*id)).chain([None]).collect();
    match only.parse::<Uuid>() {
        Ok(only) => themes.retain(|theme| *theme == Some(only)),
        Err(_) => themes.truncate((MOST_CELLS / areas.len()).max(1)),
    }
    themes.into_iter().map(|theme| areas.iter().map(|area| (theme, *area)).collect()).collect()
}

fn rows(ground: &Ground, form: &Form) -> Vec<GridRow> {
    let cell = |(theme, area): &Place| {
        let name = cell_name(*theme, *area);
        GridCell {
            label: format!("{}, {}, en euros", ground.theme(*theme), ground.area(*area)),
            value: form.value(&name).to_owned(),
            error: form.error(&name).unwrap_or_default().to_owned(),
            name,
        }
    };
    let row = |row: &Vec<Place>| GridRow {
        title: row.first().map(|(theme, _)| ground.theme(*theme)).unwrap_or_default(),
        cells: row.iter().map(cell).collect(),
    };
    places(ground, form.value("seul")).iter().map(row).collect()
}

fn read(fields: &Fields, ground: &Ground) -> Filled<Grid> {
    let mut reading = Reading::of(fields);
    let common = terms(&mut reading, fields);
    let mut cells = Vec::new();
    for (theme, area) in places(ground, fields.text("seul")).into_iter().flatten() {
        let amount = reading.parsed(&cell_name(theme, area), read_amount, AMOUNT);
        cells.push((theme, area, amount));
    }
    reading.filled(Grid { common, cells, mark: fields.text("marque").to_owned() })
}

/// What is kept of a scheme, as the fields of its grid.
fn filled(lines: &[CommonLawLine], (partner, label): (Uuid, &str), year: i64, today: Date) -> Form {
    let own: Vec<CommonLawLine> = of_scheme(lines, partner, label).cloned().collect();
    let mut form = Form::filled([
        ("partenaire", partner.to_string()),
        ("dispositif", label.to_owned()),
        ("annee", year.to_string()),
        ("marque", grid_mark(&own)),
    ]);
    for one in &own {
        form.add(cell_name(one.terms.theme, one.terms.area), spelt_amount(one.terms.amount));
    }
    if let Some(first) = own.first() {
        form.add("methode", first.terms.method.map(Method::code).unwrap_or_default());
        form.add("confiance", first.terms.confidence.map(Confidence::code).unwrap_or_default());
        form.add("pourquoi", first.terms.why.clone());
        form.add("source", first.terms.source.clone());
        if own.iter().all(|one| one.terms.is_public) {
            form.add("publique", "oui");
        }
    }
    form.with_date("compte", Some(today))
}

async fn drawn(tx: &mut Tx, visit: &Visit, ground: &Ground, (form, is_open): (Form, bool)) -> Result<GridPage, Fault> {
    let partners = super::partners(tx, visit, ground.contract.id).await?;
    let name = partners.iter().find(|(id, _)| id.to_string() == form.value("partenaire"));
    let told = format!(
        "{}, {}, {}",
        name.map_or("", |(_, name)| name.as_str()),
        form.value("dispositif"),
        form.value("annee")
    );
    let frame = visit.back_office("Remplir une grille").with_form(&form).with_caption(&*ground.contract.title);
    Ok(GridPage {
        frame: frame.with_breadcrumb(above(&ground.contract.code)),
        rows: if is_open { rows(ground, &form) } else { Vec::new() },
        areas: if is_open {
            ground.areas.iter().map(|(_, name)| name.clone()).chain(["Tout le contrat".to_owned()]).collect()
        } else {
            Vec::new()
        },
        form,
        contract: ground.contract.code.clone(),
        partners: choices(partners),
        themes: super::themes_of(ground),
        methods: methods(),
        confidences: confidences(),
        told: kernel::french::spaced(&told),
    })
}

async fn asked_ground(tx: &mut Tx, visit: &Visit, code: &str) -> Result<Ground, Fault> {
    let contract: ContractBrief = contract_of(tx, visit, &acts::FILL, code).await?;
    Ok(actions::ground(tx, contract).await?)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let ground = asked_ground(&mut tx, &visit, asked.text("contrat")).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let year = super::year_asked(&asked, today.year().into());
    let partners = super::partners(&mut tx, &visit, ground.contract.id).await?;
    let partner = asked.text("partenaire").parse().ok().filter(|id| partners.iter().any(|(one, _)| one == id));
    let label = asked.text("dispositif").trim();
    let (form, is_open) = match partner.filter(|_| !label.is_empty()) {
        Some(partner) => {
            let lines = store::line::of_year(&mut tx, ground.contract.id, year).await?;
            (filled(&lines, (partner, label), year, today).with("seul", asked.text("seul")), true)
        }
        None => (fresh(&partners, &year.to_string(), today).with("dispositif", "Ensemble des dispositifs"), false),
    };
    answer::page(&drawn(&mut tx, &visit, &ground, (form, is_open)).await?)
}

pub async fn keep(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let ground = asked_ground(&mut tx, &visit, fields.text("contrat")).await?;
    let around = (&house.outside, &house.settings.zone);
    let typed = read(&fields, &ground);
    let to = format!("{}&annee={}", at("", &ground.contract.code), typed.value.common.year);
    let outcome = actions::keep_grid(&mut tx, around, &visit.actor, ground.contract.id, typed).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, &ground, (form, true)).await
    };
    answer::settle(tx, outcome, (|_| to, "enregistre"), &fields, again).await
}
