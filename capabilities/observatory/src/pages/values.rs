//! The grid of an indicator in a year, and what is pasted on it from a spreadsheet.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Form, Frame, Link, Pagination, Sample, Site};
use kernel::{Actor, FieldError, Filled};
use web::{Answer, Asked, Fault, Fields, House, Reading as Typed, Visit, answer};

use super::{HOME, above};
use crate::actions::values::{self, Grid, GridTyped, ROWS, cell_name, lay};
use crate::actions::{Origin, library};
use crate::acts;
use crate::rules::cell;
use crate::rules::figures::Reading;

/// A row of the grid: its place, its cells with their names and what is said of them to who does not see the table.
struct RowShown {
    title: String,
    cells: Vec<CellShown>,
}

struct CellShown {
    name: String,
    label: String,
    heading: String,
    value: String,
    error: String,
    note: String,
}

#[derive(Template)]
#[template(path = "pages/values.html")]
struct ValuesPage {
    frame: Frame,
    form: Form,
    year_form: Form,
    reference: String,
    unit: String,
    year: i64,
    page: usize,
    parts: Vec<&'static str>,
    years: Vec<Link>,
    rows: Vec<RowShown>,
    pages: Pagination,
    mark: String,
    may_fill: bool,
}

fn address(reference: &str, year: i64, page: usize) -> String {
    format!("{HOME}/indicateurs/{}/valeurs?annee={year}&page={page}", answer::encode(reference))
}

fn filled(grid: &Grid) -> Form {
    let mut form = Form::filled([("source", grid.origin.source.clone()), ("licence", grid.origin.licence.clone())]);
    for line in &grid.lines {
        for one in line.cells.iter().flatten() {
            form.add(cell_name(&line.place, one.part), cell::spelt(&one.reading));
        }
    }
    form
}

fn view(frame: Frame, grid: &Grid, page: usize, form: Form, may_fill: bool) -> ValuesPage {
    let rows = grid.lines.iter().map(|line| RowShown {
        title: format!("{}, {}", line.name, line.place),
        cells: grid
            .parts
            .iter()
            .zip(&line.cells)
            .map(|(part, known)| {
                let name = cell_name(&line.place, *part);
                CellShown {
                    label: format!("{}, {}", line.name, part.french()),
                    heading: part.french().to_owned(),
                    value: form.value(&name).to_owned(),
                    error: form.error(&name).unwrap_or_default().to_owned(),
                    note: known
                        .as_ref()
                        .and_then(|one| one.hidden)
                        .map(|kept| format!("non publié : {}", kept.french()))
                        .unwrap_or_default(),
                    name,
                }
            })
            .collect(),
    });
    let code = &grid.indicator.code;
    let base = format!("{HOME}/indicateurs/{}/valeurs?annee={}", answer::encode(code), grid.year);
    ValuesPage {
        frame: frame.with_form(&form),
        year_form: Form::filled([("annee", grid.year.to_string())]),
        reference: code.clone(),
        unit: grid.indicator.terms.unit.french().to_owned(),
        year: grid.year,
        page,
        parts: grid.parts.iter().map(|part| part.french()).collect(),
        years: grid.years.iter().map(|year| Link::new(year.to_string(), address(code, *year, 1))).collect(),
        rows: rows.collect(),
        pages: Pagination::new(
            u32::try_from(page).unwrap_or(1),
            grid.line_count as u64,
            u32::try_from(ROWS).unwrap_or(1),
            base,
        ),
        mark: grid.mark.clone(),
        may_fill,
        form,
    }
}

fn framed(visit: &Visit, grid: &Grid) -> Frame {
    let mut above = above();
    let code = answer::encode(&grid.indicator.code);
    above.push(Link::new(&*grid.indicator.terms.label, format!("{HOME}/indicateurs/{code}")));
    visit
        .back_office(&format!("Valeurs de {}", grid.year))
        .with_caption(&*grid.indicator.terms.label)
        .with_breadcrumb(above)
}

fn fills(actor: &Actor) -> bool {
    actor.may_somewhere(&acts::FILL).is_allowed()
}

fn page_of(text: &str) -> usize {
    text.parse().ok().filter(|page| (1..=10_000).contains(page)).unwrap_or(1)
}

/// The last year that has figures, or the one before this one.
async fn last_year(house: &House, tx: &mut database::Tx, reference: &str) -> Result<i64, Fault> {
    let last = library::published(tx).await?.last_years.get(reference).copied();
    Ok(last.unwrap_or_else(|| i64::from(house.outside.now().day(&house.settings.zone).year()) - 1))
}

/// `GET /gestion/observatoire/indicateurs/{reference}/valeurs`
pub async fn page(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(reference): Path<String>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let typed = asked.text("annee");
    let (year, wrong) = match (typed, cell::year(typed)) {
        ("", _) => (last_year(&house, &mut tx, &reference).await?, None),
        (_, Ok(year)) => (year, None),
        (_, Err(sentence)) => (last_year(&house, &mut tx, &reference).await?, Some(sentence)),
    };
    let page = page_of(asked.text("page"));
    let grid = values::grid(&mut tx, &visit.actor, &reference, year, page).await?;
    let shown = view(framed(&visit, &grid), &grid, page, filled(&grid), fills(&visit.actor));
    let Some(sentence) = wrong else { return answer::page(&shown) };
    // Another year was asked, that is none: the grid of the last one stays under what is to correct.
    let year_form = Form::filled([("annee", typed)]).with_errors(vec![FieldError::new("annee", sentence)]);
    answer::page_to_correct(&ValuesPage { frame: shown.frame.with_form(&year_form), year_form, ..shown })
}

fn read(fields: &Fields, grid: &Grid) -> Filled<GridTyped> {
    let mut reading = Typed::of(fields);
    let mut cells = Vec::new();
    for line in &grid.lines {
        for part in &grid.parts {
            let name = cell_name(&line.place, *part);
            let typed = reading.text(&name);
            let read: Option<Reading> = match typed.as_str() {
                "" => None,
                text => match cell::read(text) {
                    Ok(read) => Some(read),
                    Err(sentence) => {
                        reading.tell(&name, sentence);
                        None
                    }
                },
            };
            cells.push((line.place.clone(), *part, read));
        }
    }
    let origin = Origin { source: reading.text("source"), licence: reading.text("licence"), as_of: String::new() };
    let mark = fields.text("marque").to_owned();
    reading.filled(GridTyped { cells, origin, mark })
}

/// `POST /gestion/observatoire/indicateurs/{reference}/valeurs`
pub async fn keep(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(reference): Path<String>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (year, page) =
        (cell::year(fields.text("annee")).map_err(|_| Fault::not_found())?, page_of(fields.text("page")));
    let grid = values::grid(&mut tx, &visit.actor, &reference, year, page).await?;
    let typed = read(&fields, &grid);
    let outcome = values::keep_grid(&mut tx, &house.outside, &visit.actor, (&reference, year, page), typed).await;
    let again = async |form| Ok(view(framed(&visit, &grid), &grid, page, form, true));
    let to = address(&reference, year, page);
    answer::settle(tx, outcome, (|_| to, "enregistre"), &fields, again).await
}

/// `POST /gestion/observatoire/indicateurs/{reference}/valeurs/collage`: what was pasted, laid on the grid; nothing is kept yet.
pub async fn paste(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(reference): Path<String>,
    fields: Fields,
) -> Answer {
    let mut tx = house.read().await?;
    let (year, page) =
        (cell::year(fields.text("annee")).map_err(|_| Fault::not_found())?, page_of(fields.text("page")));
    let grid = values::grid(&mut tx, &visit.actor, &reference, year, page).await?;
    let text = fields.exact("tableau");
    let laid = lay(&grid, text);
    let mut errors: Vec<FieldError> =
        laid.wrong.iter().map(|sentence| FieldError::new("tableau", sentence.clone())).take(1).collect();
    if laid.wrong.len() > 1 {
        errors[0].sentence = laid.wrong.iter().take(5).cloned().collect::<Vec<_>>().join(". ");
    }
    if laid.cells.is_empty() && errors.is_empty() {
        errors.push(FieldError::new("tableau", "Collez au moins une ligne : un code ou un nom, puis une valeur"));
    }
    let before = filled(&grid);
    let mut form = Form::filled([("source", before.value("source")), ("licence", before.value("licence"))]);
    for line in &grid.lines {
        for part in &grid.parts {
            let name = cell_name(&line.place, *part);
            let pasted = laid.cells.iter().rev().find(|(known, _)| *known == name).map(|(_, text)| text.as_str());
            if let Some(Err(sentence)) = pasted.filter(|text| !text.is_empty()).map(cell::read) {
                errors.push(FieldError::new(&name, sentence));
            }
            form.add(name.clone(), pasted.unwrap_or_else(|| before.value(&name)));
        }
    }
    form.add("tableau", text);
    let is_sound = errors.is_empty();
    let page = view(framed(&visit, &grid), &grid, page, form.with_errors(errors), true);
    if is_sound { answer::page(&page) } else { answer::page_to_correct(&page) }
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let grid = super::sample::grid();
    let frame = || {
        Frame::back_office(site, "Valeurs de 2021", HOME)
            .with_caption("Taux de pauvreté")
            .with_breadcrumb(vec![Link::new("Observatoire", HOME)])
    };
    let wrong = filled(&grid).with("tableau", "Inconnu\t12").with_errors(vec![
        FieldError::new(cell_name("QN01102I", grid.parts[0]), "« beaucoup » n’est pas un nombre"),
        FieldError::new("tableau", "Ligne 1 : « Inconnu » n’est ni un quartier ni une commune de cette page"),
    ]);
    vec![
        Sample::page(
            "observatoire",
            "Saisir des valeurs",
            view(frame(), &grid, 1, filled(&grid), true).render().unwrap_or_default(),
        ),
        Sample::page(
            "observatoire",
            "Saisir des valeurs, à corriger",
            view(frame(), &grid, 1, wrong, true).render().unwrap_or_default(),
        ),
        Sample::page(
            "observatoire",
            "Lire des valeurs",
            view(frame(), &grid, 1, filled(&grid), false).render().unwrap_or_default(),
        ),
    ]
}
