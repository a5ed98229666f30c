//! Two indicators crossed: which neighbourhoods stand above the middle of both.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Sample, Site, TableOptions};
use kernel::FieldError;
use web::{Answer, Asked, House, Visit, answer};

use super::{PUBLIC, public_above};
use crate::actions::library::{self, Library};
use crate::actions::viewing::{self, Mapped};
use crate::documents::figures;
use crate::rules::breakdown::Breakdown;
use crate::rules::figures::Reading;

#[derive(Template)]
#[template(path = "pages/crossing.html")]
struct CrossingPage {
    frame: Frame,
    form: Form,
    choices: Vec<Choice>,
    finding: String,
    table: Html,
}

/// The middle of values: as many above as below.
fn middle(mapped: &Mapped) -> Option<f64> {
    let mut values: Vec<f64> = mapped.values().into_iter().map(|(_, value)| value).collect();
    values.sort_by(f64::total_cmp);
    let at = values.len().checked_sub(1)?;
    Some((values[at / 2] + values[at.div_ceil(2)]) / 2.0)
}

/// A neighbourhood with both readings.
struct Crossed<'a> {
    name: &'a str,
    path: String,
    one: Reading,
    other: Reading,
}

fn crossed<'a>(one: &'a Mapped, other: &Mapped) -> Vec<Crossed<'a>> {
    let known: HashMap<_, Reading> = other.lines.iter().map(|line| (line.listed.area.id, line.reading())).collect();
    let pair = |line: &'a viewing::MappedLine| {
        let area = &line.listed.area;
        let other = known.get(&area.id)?.clone();
        Some(Crossed { name: &area.name, path: territory::facade::path(&area.code), one: line.reading(), other })
    };
    let mut all: Vec<Crossed<'a>> = one.lines.iter().filter_map(pair).collect();
    let rank = |value: &Reading| value.value().unwrap_or(f64::NEG_INFINITY);
    all.sort_by(|a, b| rank(&b.one).total_cmp(&rank(&a.one)));
    all
}

fn place(reading: &Reading, middle: Option<f64>) -> Option<bool> {
    Some(reading.value()? > middle?)
}

fn words(one: Option<bool>, other: Option<bool>) -> &'static str {
    match (one, other) {
        (Some(true), Some(true)) => "au-dessus des deux milieux",
        (Some(true), Some(false)) => "au-dessus du premier seulement",
        (Some(false), Some(true)) => "au-dessus du second seulement",
        (Some(false), Some(false)) => "au-dessus d’aucun",
        _ => "un chiffre manque",
    }
}

fn table(one: &Mapped, other: &Mapped) -> Table {
    let head = |mapped: &Mapped| format!("{} ({})", mapped.indicator.terms.label, mapped.period());
    let columns = vec![
        Column::new("quartier", "Quartier", Kind::Text).row_header(),
        Column::new("premier", head(one), Kind::Decimal(1)),
        Column::new("second", head(other), Kind::Decimal(1)),
        Column::new("place", "Place", Kind::Text),
    ];
    let mut table = Table::new("croisement", "Deux indicateurs croisés", columns);
    let (middle_of_one, middle_of_other) = (middle(one), middle(other));
    for line in crossed(one, other) {
        let words = words(place(&line.one, middle_of_one), place(&line.other, middle_of_other));
        table.rows.push(vec![
            Cell::link(line.name, line.path),
            figures::cell(one.indicator.terms.unit, &line.one),
            figures::cell(other.indicator.terms.unit, &line.other),
            Cell::text(words),
        ]);
    }
    let (a, b) = (crate::documents::tables::source(one), crate::documents::tables::source(other));
    table.source = Some(if a == b { a } else { format!("{a} · {b}") });
    let told = |mapped: &Mapped, middle: Option<f64>| {
        middle.map(|middle| {
            format!("Milieu, {} : {}", mapped.indicator.terms.label, mapped.indicator.terms.unit.words(middle))
        })
    };
    table.notes.extend([told(one, middle_of_one), told(other, middle_of_other)].into_iter().flatten());
    table
}

fn finding(one: &Mapped, other: &Mapped) -> String {
    let (middle_of_one, middle_of_other) = (middle(one), middle(other));
    let all = crossed(one, other);
    let both = all
        .iter()
        .filter(|line| {
            (place(&line.one, middle_of_one), place(&line.other, middle_of_other)) == (Some(true), Some(true))
        })
        .count();
    let known = all.iter().filter(|line| line.one.value().is_some() && line.other.value().is_some()).count();
    if known == 0 {
        return "Aucun quartier n’a les deux chiffres".to_owned();
    }
    format!(
        "{} sur {known} au-dessus du milieu des deux indicateurs",
        kernel::french::count(both as i64, "quartier", "quartiers")
    )
}

fn view(frame: Frame, form: Form, library: &Library, pair: Option<(&Mapped, &Mapped)>) -> CrossingPage {
    let choices = library
        .indicators
        .iter()
        .filter(|one| library.last_years.contains_key(&one.code) && !one.terms.is_of_commune)
        .map(|one| Choice::new(&*one.code, &one.terms.label));
    let query =
        format!("premier={}&second={}", answer::encode(form.value("premier")), answer::encode(form.value("second")));
    let options = TableOptions {
        csv: Some(format!("{PUBLIC}/croisement?{query}&format=csv")),
        xlsx: Some(format!("{PUBLIC}/croisement?{query}&format=xlsx")),
        is_caption_hidden: true,
        ..TableOptions::default()
    };
    CrossingPage {
        choices: choices.collect(),
        finding: pair.map(|(one, other)| finding(one, other)).unwrap_or_default(),
        table: pair.map_or_else(Html::default, |(one, other)| interface::table(&table(one, other), &options)),
        frame: frame.with_breadcrumb(public_above()).with_form(&form),
        form,
    }
}

/// `GET /observatoire/croisement?premier=…&second=…`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let library = library::published(&mut tx).await?;
    let (one, other) = (asked.text("premier"), asked.text("second"));
    let form = Form::filled([("premier", one), ("second", other)]);
    let frame = visit.public_in_french("Croiser deux indicateurs");
    if one.is_empty() && other.is_empty() {
        return answer::page(&view(frame, form, &library, None));
    }
    let is_known = |code: &str| library.indicators.iter().any(|known| known.code == code);
    let mut errors = Vec::new();
    for (name, code) in [("premier", one), ("second", other)] {
        if !is_known(code) {
            errors.push(FieldError::new(name, "Choisissez un indicateur dans la liste"));
        }
    }
    if errors.is_empty() && one == other {
        errors.push(FieldError::new("second", "Choisissez un autre indicateur que le premier"));
    }
    if !errors.is_empty() {
        return answer::page_to_correct(&view(frame, form.with_errors(errors), &library, None));
    }
    let one = viewing::mapped(&mut tx, one, None, Breakdown::Everybody).await?;
    let other = viewing::mapped(&mut tx, other, None, Breakdown::Everybody).await?;
    if !asked.text("format").is_empty() {
        return answer::table("croisement", asked.text("format"), &table(&one, &other), house.outside.now());
    }
    answer::page(&view(frame, form, &library, Some((&one, &other))))
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let frame = || Frame::public(site, "Croiser deux indicateurs", "/observatoire/croisement");
    let (library, mapped) = (super::sample::library(), super::sample::mapped());
    let form = || Form::filled([("premier", "tp60"), ("second", "pop_mun")]);
    let wrong = form().with_errors(vec![FieldError::new("second", "Choisissez un indicateur dans la liste")]);
    let draw = |form, pair| view(frame(), form, &library, pair).render().unwrap_or_default();
    vec![
        Sample::page("observatoire", "Croiser deux indicateurs", draw(form(), Some((&mapped, &mapped)))),
        Sample::page("observatoire", "Croiser, à corriger", draw(wrong, None)),
    ]
}
