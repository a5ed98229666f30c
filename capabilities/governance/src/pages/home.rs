//! `/gestion/pilotage`: bodies that steer, decisions to follow, what waits, and what comes month by month.

use std::sync::Arc;

use askama::Template;
use assemblies::facade::steering::{self, MeetingTold, StateOfMeeting, SteeringBody};
use axum::extract::State;
use documents::{Cell, Column, Kind as Of, Table};
use interface::{Frame, Html, Link, TableOptions};
use jiff::civil::Date;
use kernel::french;
use web::{Answer, House, Visit, answer};

use super::{LineShown, REGISTER, line, session_path};
use crate::facade::{self, Pending};
use crate::rules::{Decision, Due, by_month};
use crate::{acts, store};

/// Decisions told on the first page at most.
const MOST: usize = 8;

/// A month with what comes in it.
pub(super) struct MonthShown {
    pub name: String,
    pub dues: Vec<(String, &'static str, Link)>,
}

#[derive(Template)]
#[template(path = "pages/home.html")]
pub(super) struct HomePage {
    pub frame: Frame,
    pub bodies: Html,
    pub is_empty: bool,
    pub may_open: bool,
    pub late: Vec<LineShown>,
    pub late_count: String,
    pub has_more: bool,
    /// How many objects of each kind wait.
    pub waiting: Vec<String>,
    pub months: Vec<MonthShown>,
}

/// A body with its meetings, the last first, and its decisions.
pub(super) type Known = (SteeringBody, Vec<MeetingTold>, Vec<Decision>);

fn bodies(all: &[Known], today: Date) -> Table {
    let columns = vec![
        Column::new("instance", "Instance", Of::Text).row_header(),
        Column::new("nature", "Nature", Of::Text),
        Column::new("prochaine", "Prochaine réunion", Of::Date),
        Column::new("derniere", "Dernière réunion", Of::Date),
        Column::new("decisions", "Décisions", Of::Integer),
        Column::new("a-suivre", "À mettre en œuvre", Of::Integer),
        Column::new("retard", "En retard", Of::Integer),
    ];
    let mut table = Table::new("instances", "Instances qui pilotent le contrat", columns);
    let count = |number: usize| Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    for (body, meetings, decisions) in all {
        let next = meetings.iter().rev().find(|one| one.state == StateOfMeeting::Planned && one.held_on >= today);
        let last = meetings.iter().find(|one| one.state == StateOfMeeting::Held);
        table.rows.push(vec![
            Cell::link(body.name.clone(), format!("/gestion/instances/{}", body.id)),
            Cell::text(body.kind),
            next.map_or(Cell::MISSING, |one| Cell::Date(one.held_on)),
            last.map_or(Cell::MISSING, |one| Cell::Date(one.held_on)),
            count(decisions.len()),
            count(decisions.iter().filter(|one| one.state.is_waiting()).count()),
            count(decisions.iter().filter(|one| one.is_late(today)).count()),
        ]);
    }
    table
}

const MONTHS: [&str; 12] = [
    "Janvier",
    "Février",
    "Mars",
    "Avril",
    "Mai",
    "Juin",
    "Juillet",
    "Août",
    "Septembre",
    "Octobre",
    "Novembre",
    "Décembre",
];

/// What comes: meetings, decisions to carry out, what waits with a day.
fn months(all: &[Known], pending: &[Pending], today: Date) -> Vec<MonthShown> {
    let mut dues: Vec<Due> = Vec::new();
    for (body, meetings, decisions) in all {
        let planned = meetings.iter().filter(|one| one.state == StateOfMeeting::Planned);
        dues.extend(planned.map(|one| Due {
            on: one.held_on,
            kind: "Réunion",
            label: format!("{} : {}", body.name, one.title),
            path: session_path(one.id),
        }));
        dues.extend(decisions.iter().filter(|one| one.state.is_waiting()).filter_map(|one| {
            let label = format!("{} {}", one.reference(), one.terms.title);
            Some(Due { on: one.terms.due_on?, kind: "Décision à faire", label, path: facade::path(one.id) })
        }));
    }
    let elsewhere = pending.iter().filter(|one| one.object.kind != facade::ObjectKind::Decision);
    dues.extend(elsewhere.filter(|one| !one.waits.is_empty()).filter_map(|one| {
        let (label, path) = (format!("{} : {}", one.object.label, one.waits), one.object.path.clone());
        Some(Due { on: one.due_on?, kind: one.object.kind.french(), label, path })
    }));
    let shown = |((year, month), dues): ((i16, i8), Vec<Due>)| MonthShown {
        name: format!("{} {year}", MONTHS[usize::from(month.unsigned_abs()).saturating_sub(1) % 12]),
        dues: dues
            .into_iter()
            .map(|one| (french::date(one.on), one.kind, Link::new(french::spaced(&one.label), one.path)))
            .collect(),
    };
    by_month(dues, today).into_iter().take(12).map(shown).collect()
}

impl HomePage {
    pub fn new(frame: Frame, all: &[Known], pending: &[Pending], (may_open, today): (bool, Date)) -> Self {
        let mut late: Vec<(&Decision, &str)> = Vec::new();
        for (body, _, decisions) in all {
            late.extend(decisions.iter().filter(|one| one.is_late(today)).map(|one| (one, body.name.as_str())));
        }
        late.sort_by_key(|(one, _)| one.terms.due_on);
        let counted = |kind: &facade::ObjectKind| {
            let number = pending.iter().filter(|one| one.object.kind == *kind && !one.waits.is_empty()).count();
            (number > 0).then(|| french::spaced(&format!("{} : {number}", kind.french())))
        };
        let table = bodies(all, today);
        Self {
            frame,
            is_empty: table.rows.is_empty(),
            bodies: interface::table(&table, &TableOptions::default()),
            may_open,
            late_count: french::count(
                i64::try_from(late.len()).unwrap_or(i64::MAX),
                "décision en retard",
                "décisions en retard",
            ),
            has_more: late.len() > MOST,
            late: late
                .into_iter()
                .take(MOST)
                .map(|(one, body)| line(one, Some(body), facade::path(one.id), today))
                .collect(),
            waiting: facade::ObjectKind::ALL.iter().filter_map(counted).collect(),
            months: months(all, pending, today),
        }
    }

    /// Where every late decision is.
    pub fn late_path(&self) -> String {
        format!("{REGISTER}?etat=retard")
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let today = house.outside.now().day(&house.settings.zone);
    let (mut all, mut contracts) = (Vec::new(), Vec::new());
    for body in steering::bodies(&mut tx).await? {
        if visit.actor.may(&acts::READ, &body.scope).is_allowed() {
            let meetings = steering::meetings(&mut tx, body.id).await?;
            let decisions = store::decision::of_body(&mut tx, body.id).await?;
            if !contracts.contains(&body.contract) {
                contracts.push(body.contract);
            }
            all.push((body, meetings, decisions));
        }
    }
    let mut pending = Vec::new();
    for contract in contracts {
        pending.extend(facade::objects(&mut tx, contract, today).await?);
    }
    let may_open = visit.actor.may_somewhere(&assemblies::acts::SET_UP).is_allowed();
    answer::page(&HomePage::new(visit.back_office("Pilotage"), &all, &pending, (may_open, today)))
}
