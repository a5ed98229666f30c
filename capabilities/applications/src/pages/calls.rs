//! `/gestion/appels`: every call this person may read, drafts too.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind as Of, Table};
use interface::{Frame, Html, TableOptions};
use kernel::Moment;
use web::{Answer, House, Visit, answer};

use super::{call_path, moment, state_tag};
use crate::actions::calls::verdict;
use crate::rules::{ApplicationState, Call};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/calls.html")]
pub(super) struct CallsPage {
    pub frame: Frame,
    pub table: Html,
    pub is_empty: bool,
    pub may_open: bool,
}

impl CallsPage {
    /// Calls with how many applications were filed and how many are being written.
    pub fn new(frame: Frame, lines: &[(Call, i64, i64)], now: Moment, may_open: bool) -> Self {
        let columns = vec![
            Column::new("appel", "Appel à projets", Of::Text).row_header(),
            Column::new("annee", "Année", Of::Text),
            Column::new("etat", "État", Of::Text),
            Column::new("cloture", "Clôture", Of::Text),
            Column::new("deposes", "Dossiers déposés", Of::Integer),
            Column::new("brouillons", "En cours d’écriture", Of::Integer),
        ];
        let mut table = Table::new("appels", "Appels à projets", columns);
        for (call, filed, drafts) in lines {
            let closes = call.closes_at.map_or_else(|| "à dire".to_owned(), |at| moment(call, at));
            table.rows.push(vec![
                Cell::link(call.title.clone(), call_path(call.id)),
                Cell::text(call.year.to_string()),
                Cell::text(state_tag(call, now).words.text),
                Cell::text(closes),
                Cell::Integer(*filed),
                Cell::Integer(*drafts),
            ]);
        }
        let is_empty = table.rows.is_empty();
        Self { frame, table: interface::table(&table, &TableOptions::default()), is_empty, may_open }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut lines = Vec::new();
    for call in store::call::all(&mut tx).await? {
        if !verdict(&mut tx, &visit.actor, &acts::READ_CALLS, &call).await?.is_allowed() {
            continue;
        }
        let counts = store::application::count_of_call(&mut tx, call.id).await?;
        let of = |state| counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count);
        let (filed, drafts) = (of(ApplicationState::Filed), of(ApplicationState::Draft));
        lines.push((call, filed, drafts));
    }
    let may_open = visit.actor.may_somewhere(&acts::EDIT_CALL).is_allowed();
    let frame = visit.back_office("Appels à projets");
    answer::page(&CallsPage::new(frame, &lines, house.outside.now(), may_open))
}
