//! `/gestion/instances`: every body, and the councils that could sit.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind as Of, Table};
use interface::{Frame, Html, Link, TableOptions};
use web::{Answer, House, Visit, answer};

use super::{LIST, areas_line, may, sheet_path};
use crate::rules::{Assembly, Member};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub table: Html,
    pub is_empty: bool,
    pub may_open: bool,
    /// Councils made up that do not sit yet, each with where it is opened.
    pub to_open: Vec<Link>,
}

/// The bodies: how many sit in each, neighbourhoods.
pub(super) fn table_of(lines: &[(Assembly, String, i64)]) -> Table {
    let columns = vec![
        Column::new("instance", "Instance", Of::Text).row_header(),
        Column::new("nature", "Nature", Of::Text),
        Column::new("quartiers", "Quartiers", Of::Text),
        Column::new("membres", "Membres en mandat", Of::Integer),
    ];
    let mut table = Table::new("instances", "Instances", columns);
    for (assembly, areas, sitting) in lines {
        table.rows.push(vec![
            Cell::link(assembly.terms.name.clone(), sheet_path(assembly.id)),
            Cell::text(assembly.kind.french()),
            Cell::text(areas.clone()),
            Cell::Integer(*sitting),
        ]);
    }
    table
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let (mut lines, mut opened) = (Vec::new(), Vec::new());
    for assembly in store::assembly::all(&mut tx).await? {
        opened.extend(assembly.council);
        if may(&visit.actor, &acts::READ, &assembly) {
            let members = store::member::of_assembly(&mut tx, assembly.id).await?;
            let sitting = members.iter().filter(|member| Member::sits(member)).count();
            let line = areas_line(&assembly, &areas);
            lines.push((assembly, line, i64::try_from(sitting).unwrap_or(i64::MAX)));
        }
    }
    let may_open = visit.actor.may_somewhere(&acts::SET_UP).is_allowed();
    let mut to_open = Vec::new();
    if may_open {
        let councils = councils::facade::councils(&mut tx).await?;
        let waiting = councils.into_iter().filter(|council| !opened.contains(&council.id));
        to_open.extend(waiting.map(|one| Link::new(one.name, format!("{LIST}/nouvelle?conseil={}", one.id))));
    }
    let table = table_of(&lines);
    answer::page(&ListPage {
        frame: visit.back_office("Instances"),
        is_empty: table.rows.is_empty(),
        table: interface::table(&table, &TableOptions::default()),
        may_open,
        to_open,
    })
}
