//! `/gestion/rencontres`: every gathering, and what was captured there.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, Link, TableOptions};
use web::{Answer, House, Visit, answer};

use super::{area_name, may};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub table: Html,
    pub is_empty: bool,
    /// Where the notes of each consultation are sorted.
    pub boards: Vec<Link>,
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let counts = store::meeting::counts(&mut tx).await?;
    let columns = vec![
        Column::new("rencontre", "Rencontre", Kind::Text).row_header(),
        Column::new("quartier", "Quartier", Kind::Text),
        Column::new("date", "Date", Kind::Date),
        Column::new("notes", "Notes", Kind::Integer),
        Column::new("constats", "Constats de marche", Kind::Integer),
    ];
    let mut table = Table::new("rencontres", "Rencontres, celles de la dernière concertation d’abord", columns);
    let gatherings = listening::facade::gatherings::gatherings(&mut tx).await?;
    let own: Vec<_> = gatherings.iter().filter(|one| may(&visit.actor, &acts::READ, one)).collect();
    for one in &own {
        let found = counts.iter().find(|(id, ..)| *id == one.id);
        let (notes, findings) = found.map_or((0, 0), |(_, notes, findings)| (*notes, *findings));
        table.rows.push(vec![
            Cell::link(one.name(), format!("/gestion/rencontres/{}", one.id)),
            one.area.map_or(Cell::text(""), |id| Cell::text(area_name(&areas, id))),
            one.held_on.map_or(Cell::MISSING, Cell::Date),
            Cell::Integer(notes),
            Cell::Integer(findings),
        ]);
    }
    let consultations = listening::facade::consultations(&mut tx).await?;
    let boards = consultations
        .iter()
        .filter(|one| own.iter().any(|gathering| gathering.consultation == one.id))
        .map(|one| Link::new(one.title.as_str(), crate::facade::board_path(one.id)))
        .collect();
    answer::page(&ListPage {
        frame: visit.back_office("Rencontres"),
        is_empty: table.rows.is_empty(),
        table: interface::table(&table, &TableOptions::default()),
        boards,
    })
}
