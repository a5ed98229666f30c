//! Neighbourhoods side by side: the same indicators, each with its year, beside their communes.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Sample, Site, TableOptions};
use territory::facade::Area;
use web::{Answer, Asked, House, Visit, answer};

use super::{PUBLIC, path, public_above};
use crate::actions::viewing::{self, Compared, MOST_COMPARED, Portrait};
use crate::rules::figures::{Figure, Reading};

#[derive(Template)]
#[template(path = "pages/comparison.html")]
struct ComparisonPage {
    frame: Frame,
    form: Form,
    areas: Vec<Choice>,
    themes: Vec<Choice>,
    table: Html,
    told: String,
    permanent: String,
}

/// Neighbourhoods offered as boxes; beyond, their codes are typed.
const MOST_OFFERED: usize = 60;

fn cell(figure: Option<&Figure>) -> Cell {
    let Some(figure) = figure else { return Cell::NOT_ASKED };
    match &figure.reading {
        Reading::Known(value) => Cell::text(format!("{} ({})", figure.unit.words(*value), figure.period())),
        Reading::Doubtful { .. } => Cell::MISSING,
        Reading::Absent(absence) => Cell::Absent(super::blank(*absence)),
    }
}

/// Indicators down, neighbourhoods across, then each commune once.
fn table(compared: &Compared, theme: &str) -> Table {
    let mut columns = vec![Column::new("indicateur", "Indicateur", Kind::Text).row_header()];
    columns.extend(compared.portraits.iter().map(|one| {
        Column::new(format!("quartier_{}", one.version.code.to_lowercase()), one.neighbourhood.name.clone(), Kind::Text)
    }));
    let mut communes: Vec<(String, String)> = Vec::new();
    for commune in compared.portraits.iter().flat_map(|one| &one.communes) {
        let known = (commune.insee_code.clone(), commune.name.clone());
        if !communes.contains(&known) {
            communes.push(known);
        }
    }
    columns.extend(
        communes
            .iter()
            .map(|(code, name)| Column::new(format!("commune_{code}"), format!("{name} (commune)"), Kind::Text)),
    );
    columns.push(Column::new("producteur", "Producteur", Kind::Text));
    let mut table = Table::new("comparaison", "Comparaison de quartiers", columns);
    let mut rows: Vec<&Figure> = Vec::new();
    for figure in compared.portraits.iter().flat_map(|one| &one.figures) {
        if (theme.is_empty() || figure.theme == theme) && rows.iter().all(|known| known.code != figure.code) {
            rows.push(figure);
        }
    }
    for figure in rows {
        let own = |one: &Portrait| cell(one.figures.iter().find(|known| known.code == figure.code));
        let city = |code: &String| {
            let all = compared.portraits.iter().flat_map(|one| &one.figures).filter(|known| known.code == figure.code);
            let found = all.flat_map(Figure::cities).find(|(beside, _)| beside.insee_code == *code);
            found.map_or_else(
                || Cell::text(""),
                |(_, city)| Cell::text(format!("{} ({})", figure.unit.words(city.value), city.year)),
            )
        };
        let mut row = vec![Cell::link(&*figure.label, path(&figure.code))];
        row.extend(compared.portraits.iter().map(own));
        row.extend(communes.iter().map(|(code, _)| city(code)));
        row.push(Cell::text(&*figure.producer));
        table.rows.push(row);
    }
    table
        .notes
        .push("L’année est entre parenthèses. Des années différentes ne se comparent qu’avec prudence.".to_owned());
    table.notes.push(
        "Une case vide sous une commune : aucun de ses chiffres publics n’a été rapproché de cet indicateur."
            .to_owned(),
    );
    table
}

fn view(frame: Frame, form: Form, areas: &[Area], compared: &Compared, public_url: &str) -> ComparisonPage {
    let theme = form.value("theme");
    let query: Vec<String> = compared
        .portraits
        .iter()
        .map(|one| format!("quartier={}", answer::encode(&one.version.code)))
        .chain((!theme.is_empty()).then(|| format!("theme={}", answer::encode(theme))))
        .collect();
    let query = query.join("&");
    let options = TableOptions {
        csv: Some(format!("{PUBLIC}/comparaison?{query}&format=csv")),
        xlsx: Some(format!("{PUBLIC}/comparaison?{query}&format=xlsx")),
        is_caption_hidden: true,
        ..TableOptions::default()
    };
    let names: Vec<&str> = compared.portraits.iter().map(|one| one.neighbourhood.name.as_str()).collect();
    ComparisonPage {
        table: if names.is_empty() { Html::default() } else { interface::table(&table(compared, theme), &options) },
        told: names.join(", "),
        areas: if areas.len() > MOST_OFFERED {
            Vec::new()
        } else {
            areas.iter().map(|area| Choice::new(&*area.code, &area.name)).collect()
        },
        themes: compared.themes.iter().map(|theme| Choice::new(&**theme, theme)).collect(),
        permanent: if names.is_empty() { String::new() } else { format!("{public_url}{PUBLIC}/comparaison?{query}") },
        frame: frame.with_breadcrumb(public_above()),
        form,
    }
}

/// `GET /observatoire/comparaison?quartier=…&quartier=…&theme=…`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let typed = asked.all("quartier").join(" ");
    let codes: Vec<&str> = typed.split([' ', ',', ';']).filter(|code| !code.is_empty()).collect();
    let compared = viewing::compared(&mut tx, &codes).await?;
    if !asked.text("format").is_empty() && !compared.portraits.is_empty() {
        let table = table(&compared, asked.text("theme"));
        return answer::table("comparaison", asked.text("format"), &table, house.outside.now());
    }
    let areas = territory::facade::areas(&mut tx).await?;
    let mut form = Form::filled([("theme", asked.text("theme"))]);
    for one in &compared.portraits {
        form.add("quartier", one.version.code.clone());
    }
    if codes.len() > MOST_COMPARED {
        let sentence = format!("Huit quartiers au plus sont comparés : les {MOST_COMPARED} premiers sont montrés");
        form = form.with_errors(vec![kernel::FieldError::new("quartier", sentence)]);
    }
    let frame = visit.public_in_french("Comparer des quartiers");
    answer::page(&view(frame, form, &areas, &compared, &house.settings.public_url))
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = || Frame::public(site, "Comparer des quartiers", "/observatoire/comparaison");
    let one = super::sample::portrait();
    let areas = [super::sample::area()];
    let compared = Compared { portraits: vec![one], themes: vec!["Population".into()] };
    let none = Compared { portraits: Vec::new(), themes: Vec::new() };
    let form = Form::filled([("quartier", "QN01102I")]);
    let draw = |form, compared: &Compared| {
        view(frame(), form, &areas, compared, "http://localhost").render().unwrap_or_default()
    };
    vec![
        Sample::page("observatoire", "Comparer des quartiers", draw(form, &compared)),
        Sample::page("observatoire", "Comparer, avant de choisir", draw(Form::empty(), &none)),
    ]
}
