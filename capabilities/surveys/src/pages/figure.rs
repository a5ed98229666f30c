//! `/gestion/questionnaires/{id}/resultats/{nom}`: one question with its table, crossed with another, once weighted.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use documents::csv::{self, Flavour};
use documents::{Cell, Column, Table, xlsx};
use interface::{ChartFrame, Choice, Datum, Form, Frame, Html, Link, Mark, Measure, TableOptions};
use kernel::french;
use tabulation::{Crossing, Request, Slot, Strength, cross, flat};
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::figures::{WITHIN, loaded};
use super::files::XLSX;
use super::{above, cell, path};
use crate::actions::{self, Counted, Sheet, Subject, request};
use crate::facade::associations::{association, with_tests};
use crate::facade::results::{notes, table_of, table_of_repeat};
use crate::facade::tables::{self, Reader};
use crate::store::survey::Survey;

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
    /// What the crossing says, with the test that says it.
    pub tested: Vec<String>,
    /// The same question otherwise: by each way of answering, from one wave to the next.
    pub links: Vec<Link>,
    pub remarks: Vec<String>,
}

pub(super) fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Fault {
    kernel::Breakdown(Box::new(error)).into()
}

/// The chart of a question: bars, in the order of the form. None where nothing may be told.
pub(super) fn chart_of(
    sheet: Sheet<'_>,
    subject: Subject,
    reader: Reader,
    (source, date): (&str, &str),
) -> Result<Option<Html>, Fault> {
    let Subject::Question(position) = subject else { return Ok(None) };
    let variable = &sheet.data.variables()[position];
    let table = flat(sheet.data, position, &request()).map_err(failed)?;
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

/// A crossing: its table, what its tests say, and the same with them for files.
struct Crossed {
    table: Table,
    file: Table,
    crossing: Crossing,
    told: Vec<String>,
}

/// Two questions crossed, once weighted where something is known of the population; or why not.
async fn crossing_of(
    tx: &mut database::Tx,
    counted: &Counted,
    id: kernel::Uuid,
    (row, column): (usize, usize),
) -> Result<Result<Crossed, String>, Fault> {
    let data = &counted.data;
    let crossing = cross(data, row, column, &request()).map_err(failed)?;
    let flats = [flat(data, row, &request()).map_err(failed)?, flat(data, column, &request()).map_err(failed)?];
    let flats = [&flats[0], &flats[1]];
    let weighting = match actions::weights(tx, counted, id).await? {
        Some(Ok(found)) => Some(found),
        _ => None,
    };
    let weighted = match &weighting {
        Some((weighting, _)) => {
            let request = Request { weights: Some(&weighting.weights), ..request() };
            Some(cross(data, row, column, &request).map_err(failed)?)
        }
        None => None,
    };
    let made = match &weighted {
        Some(weighted) => tables::weighted_crossing_table(data, (&crossing, weighted), flats),
        None => tables::crossing_table(data, &crossing, flats, Reader::Agents),
    };
    let mut table = match made {
        Ok(table) => table,
        Err(why) => return Ok(Err(why)),
    };
    let with = weighted.as_ref().zip(weighting.as_ref().map(|(weighting, _)| weighting));
    let found = association(data, &crossing, with, request().policy);
    let file = with_tests(&table, data, &crossing, &found);
    table.source = weighting.map(|(_, source)| source);
    let told = found.sentences.iter().map(|told| french::spaced(told)).collect();
    Ok(Ok(Crossed { table, file, crossing, told }))
}

/// A table as a file, when one is asked for.
pub(super) fn as_file(format: &str, table: &Table, counted: &Counted) -> Result<Option<Answer>, Fault> {
    Ok(match format {
        "csv" => {
            let bytes = csv::write(table, Flavour::Excel).map_err(failed)?;
            Some(answer::download(&format!("{}.csv", table.name), "text/csv; charset=utf-8", bytes))
        }
        "xlsx" => {
            let bytes = xlsx::write(std::slice::from_ref(table), counted.read_at).map_err(failed)?;
            Some(answer::download(&format!("{}.xlsx", table.name), XLSX, bytes))
        }
        _ => None,
    })
}

/// What draws a cell otherwise than by its text: row, column, cell.
type Decoration<'a> = &'a dyn Fn(usize, usize, &Cell) -> Option<Html>;

/// A table on the page, with its files. `decoration`: where its counts lead.
pub(super) fn shown(table: &Table, here: &str, query: &str, decoration: Option<Decoration<'_>>) -> Html {
    let file = |format: &str| Some(format!("{here}?{query}format={format}"));
    interface::table(
        table,
        &TableOptions { csv: file("csv"), xlsx: file("xlsx"), decoration, ..TableOptions::default() },
    )
}

/// A count that leads to its answers, where enough people gave them.
fn leading(cell: &Cell, address: impl FnOnce() -> String) -> Option<Html> {
    match cell {
        Cell::Integer(count) if *count >= cell::LEAST => Some(Html::link(&french::integer(*count), &address())),
        _ => None,
    }
}

pub(super) fn frame(visit: &Visit, survey: &Survey, label: &str) -> Frame {
    let mut above = above(survey);
    above.push(Link::new("Résultats", format!("{}/resultats", path(survey.id))));
    visit.back_office(&french::spaced(label)).with_caption(survey.text.title.clone()).with_breadcrumb(above)
}

pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    Path((_, name)): Path<(String, String)>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let (survey, counted) = loaded(&mut tx, &house, &visit, id.uuid()).await?;
    let sheet = counted.sheet();
    let Some(subject) = sheet.subject(&name) else { return of_repeat(&visit, (&survey, &counted), &name, &asked) };
    let here = format!("{}/resultats/{}", path(survey.id), answer::encode(&name));
    let table = table_of(sheet, subject, Reader::Agents)?;
    let day = french::date(counted.read_at.day(&house.settings.zone));
    let mut page = FigurePage {
        frame: frame(&visit, &survey, sheet.label(subject)),
        form: Form::filled([("par", asked.text("par").to_owned())]),
        path: here.clone(),
        table: None,
        chart: chart_of(sheet, subject, Reader::Agents, (&survey.text.title, &day))?,
        crossable: Vec::new(),
        crossing: None,
        weighted: None,
        refusal: String::new(),
        tested: Vec::new(),
        links: Vec::new(),
        remarks: notes(&counted),
    };
    let code_of = |at: usize, slot: Option<&Slot>| match slot {
        Some(Slot::Category(category)) => counted.data.variables()[at].categories[*category].code.clone(),
        _ => String::new(),
    };
    let chosen = if let Subject::Question(position) = subject { Some(position) } else { None };
    let chosen = chosen.filter(|position| counted.data.variables()[*position].is_categorical());
    if let (Some(table), Some(position)) = (&table, chosen) {
        let slots: Vec<Slot> = (0..counted.data.variables()[position].categories.len()).map(Slot::Category).collect();
        let to_answers = |row: usize, column: usize, cell: &Cell| {
            let slot = slots.get(row).filter(|_| column == 2)?;
            leading(cell, || format!("{here}/reponses?valeur={}", answer::encode(&code_of(position, Some(slot)))))
        };
        page.table = Some(shown(table, &here, "", Some(&to_answers)));
    } else {
        page.table = table.as_ref().map(|table| shown(table, &here, "", None));
    }
    let mut file = table;
    if let Some(position) = chosen {
        let others = counted.crossable().into_iter().filter(|at| *at != position);
        let (others, variables) = (others.collect::<Vec<usize>>(), counted.data.variables());
        let choice = |at: &usize| Choice::new(variables[*at].name.clone(), &variables[*at].label);
        page.crossable = others.iter().map(choice).collect();
        let by = asked.text("par");
        if let Some(column) = others.into_iter().find(|at| variables[*at].name == by) {
            match crossing_of(&mut tx, &counted, survey.id, (position, column)).await? {
                Ok(made) => {
                    let to_answers = |row: usize, at: usize, cell: &Cell| {
                        let is_count = at >= 2 && at.is_multiple_of(2);
                        let slot = made.crossing.rows.get(row).filter(|_| is_count)?;
                        let within = made.crossing.columns.get((at - 2) / 2)?;
                        leading(cell, || {
                            format!(
                                "{here}/reponses?valeur={}&par={}&dans={}",
                                answer::encode(&code_of(position, Some(slot))),
                                answer::encode(by),
                                answer::encode(&code_of(column, Some(within)))
                            )
                        })
                    };
                    let query = format!("par={}&", answer::encode(by));
                    page.crossing = Some(shown(&made.table, &here, &query, Some(&to_answers)));
                    page.tested = made.told;
                    file = Some(made.file);
                }
                Err(why) => page.refusal = french::spaced(&why),
            }
        }
        let weighted = weighted_of(&mut tx, &counted, survey.id, position).await?;
        page.weighted = weighted.as_ref().map(|table| interface::table(table, &TableOptions::default()));
        page.links.push(Link::new("Par chaque voie, côte à côte", format!("{here}/voies")));
        if actions::waves(&mut tx, &visit.actor, &survey).await?.len() > 1 {
            page.links.push(Link::new("D’une vague à l’autre", format!("{here}/vagues")));
        }
    }
    if let Some(table) = file
        && let Some(file) = as_file(asked.text("format"), &table, &counted)?
    {
        return file;
    }
    answer::page(&page)
}

/// A question asked several times.
fn of_repeat(visit: &Visit, (survey, counted): (&Survey, &Counted), name: &str, asked: &Asked) -> Answer {
    let (repeat, question) = name.split_once(WITHIN).ok_or_else(Fault::not_found)?;
    let found = counted.repeats.iter().find(|repeated| repeated.repeat.name == repeat);
    let repeated = found.ok_or_else(Fault::not_found)?;
    let subject = repeated.sheet().subject(question).ok_or_else(Fault::not_found)?;
    let table = table_of_repeat(repeated, subject)?;
    if let Some(table) = &table
        && let Some(file) = as_file(asked.text("format"), table, counted)?
    {
        return file;
    }
    let here = format!("{}/resultats/{}", path(survey.id), answer::encode(name));
    answer::page(&FigurePage {
        frame: frame(visit, survey, repeated.sheet().label(subject)),
        form: Form::empty(),
        table: table.as_ref().map(|table| shown(table, &here, "", None)),
        path: here,
        chart: None,
        crossable: Vec::new(),
        crossing: None,
        weighted: None,
        refusal: String::new(),
        tested: Vec::new(),
        links: Vec::new(),
        remarks: notes(counted),
    })
}
