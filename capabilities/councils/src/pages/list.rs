//! `/gestion/conseils`: every council, and where it stands.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, TableOptions};
use kernel::french;
use web::{Answer, House, Visit, answer};

use super::{may, sheet_path};
use crate::rules::{College, CollegeKind, Council, Names};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub table: Html,
    pub is_empty: bool,
    pub may_open: bool,
}

/// The councils and their colleges.
pub(super) fn table_of(lines: &[(Council, Names, Vec<College>)]) -> Table {
    let columns = vec![
        Column::new("conseil", "Conseil", Kind::Text).row_header(),
        Column::new("quartiers", "Quartiers", Kind::Text),
        Column::new("habitants", "Sièges d’habitants", Kind::Integer),
        Column::new("acteurs", "Sièges d’acteurs locaux", Kind::Integer),
        Column::new("mandat", "Mandat", Kind::Text),
    ];
    let mut table = Table::new("conseils", "Conseils citoyens", columns);
    for (council, names, colleges) in lines {
        let seats = |kind| colleges.iter().find(|one| one.kind == kind).map(|one| Cell::Integer(one.terms.seats));
        table.rows.push(vec![
            Cell::link(council.terms.name.clone(), sheet_path(council.id)),
            Cell::text(names.areas_line()),
            seats(CollegeKind::Residents).unwrap_or(Cell::MISSING),
            seats(CollegeKind::Actors).unwrap_or(Cell::MISSING),
            Cell::text(french::count(council.terms.mandate_months, "mois", "mois")),
        ]);
    }
    table
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut lines = Vec::new();
    for council in store::council::all(&mut tx).await? {
        if may(&visit.actor, &acts::READ, &council) {
            let names = actions::names(&mut tx, &council).await?;
            let colleges = store::council::colleges(&mut tx, council.id).await?;
            lines.push((council, names, colleges));
        }
    }
    let table = table_of(&lines);
    answer::page(&ListPage {
        frame: visit.back_office("Conseils citoyens"),
        is_empty: table.rows.is_empty(),
        table: interface::table(&table, &TableOptions::default()),
        may_open: visit.actor.may_somewhere(&acts::SET_UP).is_allowed(),
    })
}
