//! Meetings of a body, for whoever keeps its life: those to come, those that took place, those of other bodies.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind as Of, Table};
use interface::{Frame, Html, TableOptions};
use kernel::french;
use web::{Answer, House, PathId, Visit, answer};

use super::{above, meeting_path, meetings_path};
use crate::rules::{Assembly, Body, Meeting, MinutesState, Quorum};
use crate::store::meeting::{Attendance, seats_filled};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/meetings.html")]
pub(super) struct MeetingsPage {
    pub frame: Frame,
    pub path: String,
    pub own: Html,
    pub others: Html,
    pub has_own: bool,
    pub has_others: bool,
}

/// A meeting with what is known of everybody there.
pub(super) type Line = (Meeting, Vec<Attendance>);

/// « 9 sur 15 présent·es, quorum atteint (8) », or what is known of it.
pub(crate) fn attendance_words(assembly: &Assembly, meeting: &Meeting, attendances: &[Attendance]) -> String {
    let present = seats_filled(attendances);
    let told = french::count(present, "présent·e", "présent·es");
    match meeting.quorum_base {
        None if present > 0 => format!("{told} pour l’instance"),
        None => String::new(),
        Some(base) => match Quorum::of(assembly.terms.quorum_percent, base, present) {
            None => format!("{told} sur {base}, sans quorum demandé"),
            Some(quorum) => {
                let met = if quorum.is_met() { "atteint" } else { "non atteint" };
                format!("{told} sur {base}, quorum {met} ({} à réunir)", quorum.needed)
            }
        },
    }
}

fn table_of(assembly: &Assembly, lines: &[&Line], is_own: bool) -> Table {
    let mut columns = vec![
        Column::new("reunion", "Réunion", Of::Text).row_header(),
        Column::new("jour", "Jour", Of::Date),
        Column::new("etat", "État", Of::Text),
        Column::new("presences", "Présences", Of::Text),
    ];
    columns.push(match is_own {
        true => Column::new("compte-rendu", "Compte rendu", Of::Text),
        false => Column::new("instance", "Instance", Of::Text),
    });
    let name = if is_own { "Réunions de l’instance" } else { "Réunions où l’instance a des sièges" };
    let mut table = Table::new("reunions", name, columns);
    for (meeting, attendances) in lines {
        let last = match (is_own, meeting.minutes_state) {
            (false, _) => meeting.body.french(),
            (true, MinutesState::None) if meeting.quorum_base.is_none() => "",
            (true, state) => state.french(),
        };
        table.rows.push(vec![
            Cell::link(meeting.terms.title.clone(), meeting_path(meeting.id)),
            Cell::Date(meeting.terms.held_on),
            Cell::text(meeting.state.french()),
            Cell::text(attendance_words(assembly, meeting, attendances)),
            Cell::text(last),
        ]);
    }
    table
}

impl MeetingsPage {
    pub fn new(frame: Frame, assembly: &Assembly, lines: &[Line]) -> Self {
        let (own, others): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.0.body == Body::Own);
        let drawn = |of: &[&Line], is_own| interface::table(&table_of(assembly, of, is_own), &TableOptions::default());
        Self {
            frame: frame.with_breadcrumb(above(assembly)),
            path: meetings_path(assembly.id),
            has_own: !own.is_empty(),
            has_others: !others.is_empty(),
            own: drawn(&own, true),
            others: drawn(&others, false),
        }
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let assembly = actions::assembly::led(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let mut lines = Vec::new();
    for meeting in store::meeting::of_assembly(&mut tx, assembly.id).await? {
        let attendances = store::meeting::attendances(&mut tx, meeting.id).await?;
        lines.push((meeting, attendances));
    }
    answer::page(&MeetingsPage::new(visit.back_office("Réunions"), &assembly, &lines))
}
