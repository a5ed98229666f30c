//! `/gestion/actions/echeances`: steps still to be done, month by month, to read or to put into a calendar.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::ics::{Calendar, Event, Extent, Method, Status};
use interface::Frame;
use jiff::civil::Date;
use kernel::{Breakdown, french};
use web::{Answer, Asked, House, Visit, answer};

use super::{above_board, board, current, mine, sheet_path, today};
use crate::acts;
use crate::store::board::{StepLine, open_steps};

/// Steps listed at most.
const MOST: i64 = 500;

#[derive(Template)]
#[template(path = "pages/calendar.html")]
pub(super) struct CalendarPage {
    pub frame: Frame,
    pub months: Vec<Month>,
    pub file: String,
}

/// The steps of a month.
pub(super) struct Month {
    pub name: String,
    pub steps: Vec<Due>,
}

/// A step to do.
pub(super) struct Due {
    pub title: String,
    pub href: String,
    pub sheet: String,
    pub owner: String,
    pub day: String,
    pub is_late: bool,
}

impl CalendarPage {
    pub fn new(frame: Frame, steps: &[StepLine], file: String, today: Date) -> Self {
        let mut months: Vec<Month> = Vec::new();
        for step in steps {
            let Ok(day) = step.due_on.parse::<Date>() else { continue };
            let name = french::date(day).split(french::NO_BREAK).skip(1).collect::<Vec<_>>().join(" ");
            let due = Due {
                title: step.title.clone(),
                href: sheet_path(step.sheet),
                sheet: format!("{} {}", step.code, step.sheet_title),
                owner: step.owner.clone(),
                day: french::date(day),
                is_late: day < today,
            };
            match months.last_mut().filter(|month| month.name == name) {
                Some(month) => month.steps.push(due),
                None => months.push(Month { name, steps: vec![due] }),
            }
        }
        Self { frame, months, file }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (_, around) = current(&mut tx, &visit, asked.text("contrat"), &acts::READ).await?;
    let Some(around) = around else { return board::no_contract(&visit) };
    let steps = open_steps(&mut tx, &mine(&visit, &around.contract), Date::MAX, MOST).await?;
    let frame = visit.back_office("Échéances").with_caption(&*around.contract.title).with_breadcrumb(above_board());
    let file = format!("/gestion/actions/echeances.ics?contrat={}", answer::encode(&around.contract.code));
    answer::page(&CalendarPage::new(frame, &steps, file, today(&house)))
}

pub async fn file(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let around = super::of_contract(&mut tx, &visit, asked.text("contrat"), &acts::READ).await?;
    let steps = open_steps(&mut tx, &mine(&visit, &around.contract), Date::MAX, MOST).await?;
    let host = house.settings.public_url.trim_start_matches("https://").trim_start_matches("http://").to_owned();
    let now = house.outside.now();
    let event = |step: StepLine| -> Option<Event> {
        let day: Date = step.due_on.parse().ok()?;
        let owner = if step.owner.is_empty() { String::new() } else { format!("\nQui la tient : {}", step.owner) };
        Some(Event {
            uid: format!("{}@{host}", step.id),
            stamp: now,
            sequence: 0,
            status: Status::Confirmed,
            extent: Extent::Days { first: day, last: day },
            summary: step.title,
            description: Some(format!("{} {}{owner}", step.code, step.sheet_title)),
            location: None,
            url: Some(house.address(&sheet_path(step.sheet))),
            organiser: None,
            attendees: Vec::new(),
        })
    };
    let events = steps.into_iter().filter_map(event).collect();
    let calendar = Calendar { name: "Plan d’actions".to_owned(), method: Method::Publish, events };
    let bytes = documents::ics::write(&calendar).map_err(|error| Breakdown(Box::new(error)))?;
    answer::download("echeances.ics", "text/calendar; charset=utf-8", bytes)
}
