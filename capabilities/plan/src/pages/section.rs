//! `/gestion/actions/{id}/{part}`: one list of a sheet, line by line.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Form, Frame};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::grid::{self, BLANK_LINES, GridColumn};
use super::grid_read;
use super::{above, sheet_path, today, visible};
use crate::actions::{self, Around};
use crate::rules::{Pieces, Section, Sheet};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/section.html")]
pub(super) struct SectionPage {
    pub frame: Frame,
    pub form: Form,
    pub columns: Vec<GridColumn>,
    pub legends: Vec<String>,
    /// Neighbourhoods of the lines, for the list that has one each.
    pub areas: Vec<String>,
}

impl SectionPage {
    pub fn new(frame: Frame, form: Form, section: Section, (lines, around): (usize, &Around)) -> Self {
        let is_places = section == Section::Places;
        let areas: Vec<String> = match is_places {
            true => around.areas.iter().map(|area| area.id.to_string()).collect(),
            false => Vec::new(),
        };
        let legends = match is_places {
            true => around.areas.iter().map(|area| area.name.clone()).collect(),
            false => (1..=lines).map(|rank| format!("Ligne {rank}")).collect(),
        };
        Self { frame: frame.with_form(&form), form, columns: grid::columns(section), legends, areas }
    }

    /// The name of a field of a line.
    #[expect(clippy::unused_self, reason = "called by the template")]
    fn name(&self, column: &GridColumn, index: &usize) -> String {
        format!("{}-{}", column.name, index + 1)
    }

    /// The neighbourhood of a line.
    fn area(&self, index: &usize) -> Option<&str> {
        self.areas.get(*index).map(String::as_str)
    }

    /// What a field offers.
    #[expect(clippy::unused_self, reason = "called by the template")]
    fn choices<'a>(&self, column: &'a GridColumn) -> &'a [interface::Choice] {
        &column.choices
    }

    /// How wide a field is.
    #[expect(clippy::unused_self, reason = "called by the template")]
    fn size(&self, column: &GridColumn) -> &'static str {
        if column.is_short { "short" } else { "wide" }
    }

    /// What helps to fill a field, on the first line only.
    #[expect(clippy::unused_self, reason = "called by the template")]
    fn hint(&self, column: &GridColumn, index: &usize) -> &'static str {
        if *index == 0 { column.hint } else { "" }
    }
}

fn section_of(name: &str) -> Result<Section, Fault> {
    Section::from_code(name).ok_or_else(Fault::not_found)
}

fn frame(visit: &Visit, sheet: &Sheet, section: Section) -> Frame {
    visit.back_office(section.french()).with_caption(sheet.name()).with_breadcrumb(above(sheet))
}

fn id_of(text: &str) -> Result<Uuid, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, Path((id, name)): Path<(String, String)>) -> Answer {
    let section = section_of(&name)?;
    let mut tx = house.read().await?;
    let (sheet, around) = visible(&mut tx, &visit, id_of(&id)?, &acts::EDIT).await?;
    let pieces = actions::every_piece(&mut tx, sheet.id, section).await?;
    let neighbours = store::pieces::neighbours(&mut tx, sheet.id).await?;
    let code = |id: Uuid| {
        neighbours.iter().find(|(other, ..)| *other == id).map(|(_, code, ..)| code.clone()).unwrap_or_default()
    };
    let mut form = grid::form_of(&pieces, &code);
    let mut lines = pieces.len() + BLANK_LINES;
    if let Pieces::Places(places) = &pieces {
        lines = around.areas.len();
        for (index, area) in around.areas.iter().enumerate() {
            if let Some((_, place)) = places.iter().find(|(_, place)| place.area == area.id) {
                form.add(format!("etat-{}", index + 1), place.state.code());
                form.add(format!("note-{}", index + 1), place.note.clone());
            }
        }
    }
    form.add("lignes", lines.to_string());
    form.add("revision", sheet.revision.to_string());
    answer::page(&SectionPage::new(frame(&visit, &sheet, section), form, section, (lines, &around)))
}

pub async fn save(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, name)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let section = section_of(&name)?;
    let mut tx = house.write().await?;
    let (sheet, around) = visible(&mut tx, &visit, id_of(&id)?, &acts::EDIT).await?;
    let which = (sheet.id, fields.revision(), today(&house));
    let pieces = grid_read::read(section, &fields);
    let outcome = actions::set_pieces(&mut tx, &house.outside, &visit.actor, &around, which, pieces).await;
    let lines = grid_read::line_count(&fields);
    let again = async |form| Ok(SectionPage::new(frame(&visit, &sheet, section), form, section, (lines, &around)));
    answer::settle(tx, outcome, (|()| sheet_path(sheet.id), "modifie"), &fields, again).await
}
