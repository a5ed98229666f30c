//! `/gestion/questionnaires/{id}/resultats`: every question with its base, then one question with its table, crossed with
//! another; and every answer as files for statisticians.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use documents::csv::{self, Flavour};
use documents::{Cell, Column, Table, xlsx};
use interface::{ChartFrame, Choice, Datum, Form, Frame, Html, Link, Mark, Measure, TableOptions};
use kernel::french;
use tabulation::{Strength, cross, flat};
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::{above, path};
use crate::actions::{self, Counted, request};
use crate::acts;
pub(super) use crate::facade::results::{first_of, notes, table_of};
use crate::facade::tables::{self, Reader};
use crate::store::survey::Survey;

/// A question of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub link: Link,
    pub first: String,
    pub base: String,
}

#[derive(Template)]
#[template(path = "pages/figures.html")]
pub(super) struct FiguresPage {
    pub frame: Frame,
    pub counted: String,
    pub notes: Vec<String>,
    pub lines: Vec<Line>,
    pub files: Vec<Link>,
}

#[derive(Template)]
#[template(path = "pages/figure.html")]
pub(super) struct FigurePage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub table: Option<Html>,
    pub chart: Option<Html>,
    pub crossable: Vec<Choice>,
    pub crossing: Option<Html>,
    pub weighted: Option<Html>,
    pub refusal: String,
    pub remarks: Vec<String>,
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Fault {
    kernel::Breakdown(Box::new(error)).into()
}

async fn loaded(
    tx: &mut database::Tx,
    house: &House,
    visit: &Visit,
    id: kernel::Uuid,
) -> Result<(Survey, Arc<Counted>), Fault> {
    let survey = actions::survey(tx, &visit.actor, &acts::READ, id).await?;
    let counted = actions::counted(tx, &house.outside, &survey).await?.ok_or_else(Fault::not_found)?;
    Ok((survey, counted))
}

/// The files of answers, and what each is for.
const FILES: [(&str, &str); 6] = [
    ("codes.csv", "Réponses, codes (CSV)"),
    ("libelles.csv", "Réponses, en toutes lettres (CSV)"),
    ("reponses.xlsx", "Réponses, codes et lettres (XLSX)"),
    ("reponses.sav", "Réponses pour SPSS, PSPP ou R (.sav)"),
    ("codebook.xml", "Description des variables (DDI-Codebook)"),
    ("tableaux.xlsx", "Tous les tableaux (XLSX)"),
];

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    let (survey, counted) = loaded(&mut tx, &house, &visit, id.uuid()).await?;
    let mut lines = Vec::new();
    for position in counted.told() {
        let variable = &counted.data.variables()[position];
        let (first, base) = first_of(&counted, position, Reader::Agents)?;
        let link =
            Link::new(french::spaced(&variable.label), format!("{}/resultats/{}", path(survey.id), variable.name));
        lines.push(Line { link, first, base });
    }
    let count = i64::try_from(counted.data.len()).unwrap_or(i64::MAX);
    let frame = visit.back_office("Résultats").with_caption(survey.text.title.clone());
    let file = |(name, label): (&str, &str)| Link::new(label, format!("{}/fichiers/{name}", path(survey.id)));
    answer::page(&FiguresPage {
        frame: frame.with_breadcrumb(above(&survey)),
        counted: french::count(count, "réponse comptée", "réponses comptées"),
        notes: notes(&counted),
        lines,
        files: FILES.map(file).into(),
    })
}

/// The chart of a question: bars, the longest first as the form gives them. None where nothing may be told.
pub(super) fn chart_of(
    counted: &Counted,
    position: usize,
    reader: Reader,
    (source, date): (&str, &str),
) -> Result<Option<Html>, Fault> {
    let variable = &counted.data.variables()[position];
    let table = flat(&counted.data, position, &request()).map_err(failed)?;
    let base = table.base.effective.count;
    if !variable.is_categorical() || Strength::of(base).decimals().is_none() {
        return Ok(None);
    }
    let hidden = tables::hidden_lines(&table, reader);
    let marks = table.rows.iter().enumerate().map(|(rank, row)| {
        let datum = match hidden[rank] {
            true => Datum::Absent(documents::Absence::NotDisclosed),
            false => Datum::Value(row.tally.count as f64),
        };
        Mark::new(tables::name(variable, row.slot).1, datum)
    });
    let frame = ChartFrame {
        id: format!("q-{}", variable.name),
        title: french::spaced(&variable.label),
        subtitle: "Part des personnes qui ont répondu".to_owned(),
        base: tables::base_sentence(&table),
        source: source.to_owned(),
        date: date.to_owned(),
        ..ChartFrame::default()
    };
    let marks: Vec<Mark> = marks.collect();
    Ok(Some(interface::bars(&frame, &Measure::Share { base_count: base }, &marks)))
}

/// The shares of a question once weighted, beside those that are not; none where nothing is known of the population, or
/// where a base is too small.
async fn weighted_of(
    tx: &mut database::Tx,
    counted: &Counted,
    id: kernel::Uuid,
    position: usize,
) -> Result<Option<Table>, Fault> {
    let variable = &counted.data.variables()[position];
    let table = flat(&counted.data, position, &request()).map_err(failed)?;
    if !variable.is_categorical() || Strength::of(table.base.effective.count).decimals().is_none() {
        return Ok(None);
    }
    let Some(Ok((weighting, source))) = actions::weights(tx, counted, id).await? else { return Ok(None) };
    let shares = crate::rules::weighting::shares(&counted.data, position, &weighting, request().policy);
    let percent = documents::Kind::Percent(0);
    let columns = vec![
        Column::new("modalite", "Réponse", documents::Kind::Text).row_header(),
        Column::new("brute", "Part brute", percent),
        Column::new("redressee", "Part redressée", percent),
        Column::new("bas", "Intervalle, bas", percent),
        Column::new("haut", "Intervalle, haut", percent),
    ];
    let mut made = Table::new(format!("{}_redresse", variable.name), "Une fois redressé", columns);
    let cell = |share: Option<f64>| {
        Cell::or(share.map(|share| Cell::Percent(100.0 * share)), documents::Absence::NotDisclosed)
    };
    for (row, (share, interval)) in table.rows.iter().zip(shares) {
        made.rows.push(vec![
            Cell::text(tables::name(variable, row.slot).1),
            cell(table.share_of_respondents(row)),
            cell(share),
            cell(interval.map(|(low, _)| low)),
            cell(interval.map(|(_, high)| high)),
        ]);
    }
    made.base = Some(tables::base_sentence(&table));
    made.source = Some(source);
    let warnings = weighting.report.warnings.iter().map(|warning| french::spaced(warning.french()));
    made.notes.extend(warnings);
    Ok(Some(made))
}

/// Two questions crossed, or why not.
pub(super) fn crossing_of(
    counted: &Counted,
    (row, column): (usize, usize),
    reader: Reader,
) -> Result<Result<Table, String>, Fault> {
    let data = &counted.data;
    let crossing = cross(data, row, column, &request()).map_err(failed)?;
    let flats = [flat(data, row, &request()).map_err(failed)?, flat(data, column, &request()).map_err(failed)?];
    Ok(tables::crossing_table(data, &crossing, [&flats[0], &flats[1]], reader))
}

pub async fn question(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    Path((_, name)): Path<(String, String)>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let (survey, counted) = loaded(&mut tx, &house, &visit, id.uuid()).await?;
    let position = counted.question(&name).ok_or_else(Fault::not_found)?;
    let variable = &counted.data.variables()[position];
    let by = asked.text("par").to_owned();
    let crossable = counted.crossable();
    let column = crossable.iter().copied().find(|at| counted.data.variables()[*at].name == by && *at != position);
    let table = table_of(&counted, position, Reader::Agents)?;
    let (mut crossing, mut refusal) = (None, String::new());
    if let Some(column) = column.filter(|_| variable.is_categorical()) {
        match crossing_of(&counted, (position, column), Reader::Agents)? {
            Ok(made) => crossing = Some(made),
            Err(why) => refusal = french::spaced(&why),
        }
    }
    let here = format!("{}/resultats/{name}", path(survey.id));
    match (asked.text("format"), crossing.as_ref().or(table.as_ref())) {
        ("csv", Some(table)) => {
            let bytes = csv::write(table, Flavour::Excel).map_err(failed)?;
            return answer::download(&format!("{}.csv", table.name), "text/csv; charset=utf-8", bytes);
        }
        ("xlsx", Some(table)) => {
            let bytes = xlsx::write(std::slice::from_ref(table), counted.read_at).map_err(failed)?;
            return answer::download(&format!("{}.xlsx", table.name), XLSX, bytes);
        }
        _ => {}
    }
    let shown = |table: &Table, query: &str| {
        let file = |format: &str| Some(format!("{here}?{query}format={format}"));
        interface::table(table, &TableOptions { csv: file("csv"), xlsx: file("xlsx"), ..TableOptions::default() })
    };
    let day = french::date(counted.read_at.day(&house.settings.zone));
    let plain = |table: &Table| interface::table(table, &TableOptions::default());
    let choices = crossable.iter().filter(|at| **at != position).map(|at| {
        let other = &counted.data.variables()[*at];
        Choice::new(other.name.clone(), &other.label)
    });
    let frame = visit.back_office(&french::spaced(&variable.label)).with_caption(survey.text.title.clone());
    let mut above = above(&survey);
    above.push(Link::new("Résultats", format!("{}/resultats", path(survey.id))));
    answer::page(&FigurePage {
        frame: frame.with_breadcrumb(above),
        form: Form::filled([("par", by.clone())]),
        path: here.clone(),
        table: table.as_ref().map(|table| shown(table, "")),
        chart: chart_of(&counted, position, Reader::Agents, (&survey.text.title, &day))?,
        crossable: if variable.is_categorical() { choices.collect() } else { Vec::new() },
        crossing: crossing.as_ref().map(|table| shown(table, &format!("par={}&", answer::encode(&by)))),
        weighted: weighted_of(&mut tx, &counted, survey.id, position).await?.as_ref().map(plain),
        refusal,
        remarks: notes(&counted),
    })
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Lines of answers as a table of the house.
fn as_table(name: &str, (header, lines): (Vec<String>, impl Iterator<Item = Vec<String>>)) -> Table {
    let heads = header.iter().enumerate();
    let columns = heads.map(|(rank, head)| Column::new(format!("c{rank}"), head.as_str(), documents::Kind::Text));
    let mut table = Table::new(name, name, columns.collect());
    table.rows = lines.map(|line| line.into_iter().map(Cell::text).collect()).collect();
    table
}

pub async fn file(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    Path((_, name)): Path<(String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let (survey, counted) = loaded(&mut tx, &house, &visit, id.uuid()).await?;
    let code = &survey.code;
    let today = counted.read_at.day(&house.settings.zone);
    let title = survey.text.title.clone();
    let wanted = name.clone();
    let producer = house.settings.site.town.clone();
    let made = tokio::task::spawn_blocking(move || files_of(&counted, &wanted, &title, &producer, today)).await;
    let bytes = made.map_err(failed)??.ok_or_else(Fault::not_found)?;
    let media = match name.rsplit('.').next() {
        Some("csv") => "text/csv; charset=utf-8",
        Some("xlsx") => XLSX,
        Some("xml") => "application/xml",
        _ => "application/octet-stream",
    };
    answer::download(&format!("{code}-{name}"), media, bytes)
}

fn files_of(
    counted: &Counted,
    name: &str,
    title: &str,
    producer: &str,
    today: jiff::civil::Date,
) -> Result<Option<Vec<u8>>, Fault> {
    use tabulation::exports::{SpssOptions, Study, codes, labels, to_csv_codes, to_csv_labels, to_ddi, to_spss};
    let data = &counted.data;
    Ok(match name {
        "codes.csv" => Some(to_csv_codes(data)),
        "libelles.csv" => Some(to_csv_labels(data)),
        "reponses.xlsx" => {
            let tables = [as_table("codes", codes(data)), as_table("libelles", labels(data))];
            Some(xlsx::write(&tables, counted.read_at).map_err(failed)?)
        }
        "reponses.sav" => {
            let day = today.strftime("%d %b %y").to_string();
            Some(to_spss(data, &SpssOptions { title, day: &day, hour: "00:00:00", weights: None }).bytes)
        }
        "codebook.xml" => {
            let method = tabulation::weights::NOT_PROBABILISTIC;
            Some(to_ddi(data, &Study { title, producer, file: "codes.csv", method }).into_bytes())
        }
        "tableaux.xlsx" => {
            let mut all = Vec::new();
            for position in counted.told() {
                all.extend(table_of(counted, position, Reader::Agents)?);
            }
            Some(xlsx::write(&all, counted.read_at).map_err(failed)?)
        }
        _ => None,
    })
}
