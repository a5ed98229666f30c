//! The follow-up board: every action and where it stands.

use documents::{Cell, Column, Kind, Table};
use jiff::civil::Date;
use kernel::french;
use plan::facade::{ActionStatus, SheetBrief};

use super::super::{Format, Part, Piece};
use super::knowing::Knowing;
use super::{count, is_late};

/// The board: states counted, then every action. A workbook has every column, a page those that fit.
pub(super) fn parts(knowing: &Knowing, format: Format) -> Vec<Part> {
    let states = Part { title: "Où en est le plan".to_owned(), pieces: vec![states(knowing)] };
    let is_whole = format == Format::Workbook;
    let all = Part { title: "Les actions, une à une".to_owned(), pieces: vec![actions(knowing, is_whole)] };
    vec![states, all]
}

/// How many actions stand in each state.
pub(super) fn states(knowing: &Knowing) -> Piece {
    let columns =
        vec![Column::new("etat", "État", Kind::Text).row_header(), Column::new("actions", "Actions", Kind::Integer)];
    let mut table = Table::new("etats", "Les actions selon leur état", columns);
    let counts = Knowing::by_status(knowing.sheets.iter());
    let named = ActionStatus::ALL.iter().map(|status| Cell::text(status.french()));
    table.rows = named.zip(counts).map(|(name, number)| vec![name, number]).collect();
    table.totals = Some(vec![Cell::text("Total"), Cell::Integer(count(knowing.sheets.len()))]);
    knowing.told(table, knowing.sheets.len())
}

fn actions(knowing: &Knowing, is_whole: bool) -> Piece {
    let day = |day: Option<Date>| day.map_or(Cell::text(""), Cell::Date);
    // What each column says of a sheet, and whether it stands on a page too.
    type Said<'s> = (Column, bool, Box<dyn Fn(&SheetBrief) -> Cell + 's>);
    let mut said: Vec<Said> = vec![
        (Column::new("reference", "Référence", Kind::Text), true, Box::new(|one| Cell::text(&*one.code))),
        (
            Column::new("action", "Action", Kind::Text).row_header(),
            true,
            Box::new(|one| Cell::text(french::spaced(&one.title))),
        ),
        (
            Column::new("objectif", "Objectif", Kind::Text),
            false,
            Box::new(|one| Cell::text(french::spaced(&knowing.node(one.objective)))),
        ),
        (Column::new("pilote", "Pilote", Kind::Text), true, Box::new(|one| Cell::text(&*one.lead))),
        (
            Column::new("quartiers", "Quartiers", Kind::Text),
            false,
            Box::new(|one| Cell::text(knowing.areas_of(one.id))),
        ),
        (Column::new("debut", "Début", Kind::Date), false, Box::new(move |one| day(one.starts_on))),
        (Column::new("fin", "Fin", Kind::Date), true, Box::new(move |one| day(one.ends_on))),
        (Column::new("etat", "État", Kind::Text), true, Box::new(|one| Cell::text(one.status.french()))),
        (Column::new("depuis", "Depuis", Kind::Date), true, Box::new(|one| Cell::Date(one.since))),
        (
            Column::new("source", "Source de l’état", Kind::Text),
            false,
            Box::new(|one| Cell::text(french::spaced(&one.source))),
        ),
        (Column::new("retard", "En retard", Kind::YesNo), true, Box::new(|one| Cell::YesNo(is_late(one, knowing.day)))),
    ];
    if !knowing.is_public {
        let draft = Column::new("publiee", "Publiée", Kind::YesNo);
        said.push((draft, true, Box::new(|one| Cell::YesNo(one.is_published))));
    }
    said.retain(|(_, is_on_page, _)| is_whole || *is_on_page);
    let rows = knowing.sheets.iter().map(|sheet| said.iter().map(|(.., cell)| cell(sheet)).collect()).collect();
    let columns = said.into_iter().map(|(column, ..)| column).collect();
    let mut table = Table::new("actions", "Le tableau de suivi des actions", columns);
    table.rows = rows;
    knowing.told(table, knowing.sheets.len())
}
