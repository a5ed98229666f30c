//! Saying what each channel reached in each neighbourhood.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use documents::Cell;
use interface::{Choice, Form, Frame, Html, TableOptions};
use kernel::{Filled, Uuid};
use territory::facade::Area;
use web::{Answer, Fault, Fields, House, Reading, Visit, answer};

use super::{Referred, above_back, above_in};
use crate::rules::{CoverageState, CoverageText, Unit};
use crate::store::setting::Channel;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/coverage_list.html")]
pub(super) struct CoverageListPage {
    pub frame: Frame,
    pub table: Html,
    pub is_empty: bool,
}

#[derive(Template)]
#[template(path = "pages/edit_coverage.html")]
pub(super) struct EditCoveragePage {
    pub frame: Frame,
    pub form: Form,
    pub states: Vec<Choice>,
    pub units: Vec<Choice>,
}

impl EditCoveragePage {
    pub fn new(frame: Frame, form: Form) -> Self {
        Self {
            frame: frame.with_breadcrumb(above_back()[..1].to_vec()).with_form(&form),
            form,
            states: CoverageState::ALL.iter().map(|state| Choice::new(state.code(), state.french())).collect(),
            units: Unit::ALL.iter().map(|unit| Choice::new(unit.code(), unit.french())).collect(),
        }
    }
}

/// Every channel and neighbourhood, each cell leading to its form.
pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let coverage = store::setting::coverage(&mut tx).await?;
    let referred = Referred::load(&mut tx).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let mut table = super::coverage::table(&coverage, &[], &areas, true);
    for channel in &referred.channels {
        let mut cells = vec![Cell::text(&channel.label)];
        cells.extend(areas.iter().map(|area| super::coverage::cell(&coverage, channel, area, true)));
        table.rows.push(cells);
    }
    let decoration = |row: usize, column: usize, cell: &Cell| {
        let (channel, area) = (referred.channels.get(row)?, areas.get(column.checked_sub(1)?)?);
        let words = match cell {
            Cell::Absent(absence) => absence.words().to_owned(),
            Cell::Text(text) => text.clone(),
            _ => return None,
        };
        Some(Html::link(&words, &format!("/gestion/ecoute/couverture/{}/{}", channel.id, area.id)))
    };
    let options = TableOptions { decoration: Some(&decoration), ..TableOptions::default() };
    let frame = visit.back_office("Couverture").with_breadcrumb(above_back()[..1].to_vec());
    answer::page(&CoverageListPage {
        frame,
        is_empty: table.rows.is_empty(),
        table: interface::table(&table, &options),
    })
}

async fn named(tx: &mut database::Tx, (channel, area): (Uuid, Uuid)) -> Result<(Channel, Area), Fault> {
    let channel = store::setting::channel(tx, channel).await?.ok_or_else(Fault::not_found)?;
    let area = territory::facade::area(tx, area).await?.ok_or_else(Fault::not_found)?;
    Ok((channel, area))
}

fn ids((channel, area): &(String, String)) -> Result<(Uuid, Uuid), Fault> {
    match (channel.parse(), area.parse()) {
        (Ok(channel), Ok(area)) => Ok((channel, area)),
        _ => Err(Fault::not_found()),
    }
}

fn frame(visit: &Visit, channel: &Channel, area: &Area) -> Frame {
    visit
        .back_office(&format!("{}, {}", channel.label, area.name))
        .with_caption("Couverture")
        .with_breadcrumb(above_in("Couverture", "/gestion/ecoute/couverture"))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, Path(path): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let key = ids(&path)?;
    actions::open_coverage(&mut tx, &visit.actor, key).await?;
    let (channel, area) = named(&mut tx, key).await?;
    let coverage = store::setting::coverage(&mut tx).await?;
    let found = coverage.into_iter().find(|cell| cell.channel == key.0 && cell.area == key.1);
    let form = match found {
        None => Form::filled([("revision", "0")]),
        Some(cell) => Form::filled([
            ("etat", cell.text.state.code().to_owned()),
            ("effectif", cell.text.value.map(|value| value.to_string().replace('.', ",")).unwrap_or_default()),
            ("unite", cell.text.unit.map(Unit::code).unwrap_or_default().to_owned()),
            ("base", cell.text.base.map(|base| base.to_string()).unwrap_or_default()),
            ("base-libelle", cell.text.base_label),
            ("note", cell.text.note),
            ("revision", cell.revision.to_string()),
        ]),
    };
    answer::page(&EditCoveragePage::new(frame(&visit, &channel, &area), form))
}

fn read(fields: &Fields) -> Filled<CoverageText> {
    let mut typed = Reading::of(fields);
    let sentence = "Choisissez ce que l’on sait de ce canal dans ce quartier";
    let state = typed.coded("etat", CoverageState::from_code, sentence).unwrap_or(CoverageState::NotAsked);
    // A figure belongs to the only state that has one.
    let is_recorded = state == CoverageState::Recorded;
    let text = CoverageText {
        state,
        value: typed.number("effectif").filter(|_| is_recorded),
        unit: typed.parsed("unite", Unit::from_code, "Choisissez ce qui est compté").filter(|_| is_recorded),
        base: typed.whole("base").filter(|_| is_recorded),
        base_label: if is_recorded { typed.text("base-libelle") } else { String::new() },
        note: typed.text("note"),
    };
    typed.filled(text)
}

pub async fn save(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(path): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let key = ids(&path)?;
    let (channel, area) = named(&mut tx, key).await?;
    let (stale, text) = (fields.revision(), read(&fields));
    let outcome = actions::set_coverage(&mut tx, &house.outside, &visit.actor, key, stale, text).await;
    let again = async |form| Ok(EditCoveragePage::new(frame(&visit, &channel, &area), form));
    let done = |()| "/gestion/ecoute/couverture".to_owned();
    answer::settle(tx, outcome, (done, "modifie"), &fields, again).await
}
