//! `/gestion/actions/echeances`: what has a day and is not done: steps, actions that begin and end, month by month, to read or
//! to put into a calendar.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::ics::{Calendar, Event, Extent, Method, Status};
use interface::{Form, Frame, Link, Pagination};
use jiff::civil::Date;
use kernel::{Breakdown, french};
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::asked::{Narrowing, page_number, with_query};
use super::open_list::FilterChoices;
use super::{above_board, board, current, mine, sheet_path, today};
use crate::acts;
use crate::store::board::{DueLine, count_due, due};

/// What has a day, on one page.
const ON_A_PAGE: u32 = 80;

/// Where the calendar is.
const PATH: &str = "/gestion/actions/echeances";

#[derive(Template)]
#[template(path = "pages/calendar.html")]
pub(super) struct CalendarPage {
    pub frame: Frame,
    pub form: Form,
    pub choices: FilterChoices,
    pub path: &'static str,
    pub contract: String,
    pub sentence: String,
    pub clear: String,
    pub links: Vec<Link>,
    pub months: Vec<Month>,
    pub pages: Pagination,
}

/// What has a day in a month.
pub(super) struct Month {
    pub name: String,
    pub dues: Vec<Due>,
}

/// A step to do, or an action that begins or ends.
pub(super) struct Due {
    pub title: String,
    pub href: String,
    pub sheet: String,
    pub owner: String,
    pub day: String,
    pub is_late: bool,
}

/// What a line says is to be done.
pub(super) fn title(line: &DueLine) -> String {
    match line.what.as_str() {
        "start" => "Début de l’action".to_owned(),
        "end" => "Fin de l’action".to_owned(),
        _ => line.title.clone(),
    }
}

/// Lines month by month.
pub(super) fn months(lines: &[DueLine], today: Date) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for line in lines {
        let Ok(day) = line.due_on.parse::<Date>() else { continue };
        let name = french::date(day).split(french::NO_BREAK).skip(1).collect::<Vec<_>>().join(" ");
        let due = Due {
            title: title(line),
            href: sheet_path(line.sheet),
            sheet: format!("{} {}", line.code, line.sheet_title),
            owner: line.owner.clone(),
            day: french::date(day),
            is_late: day < today,
        };
        match months.last_mut().filter(|month| month.name == name) {
            Some(month) => month.dues.push(due),
            None => months.push(Month { name, dues: vec![due] }),
        }
    }
    months
}

/// Until when, and whether only what is late is asked for.
fn until(asked: &Asked, today: Date) -> (Date, bool) {
    match asked.is_ticked("retard") {
        true => (today.yesterday().unwrap_or(today), true),
        false => (Date::MAX, false),
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (contracts, contract) = current(&mut tx, &visit, asked.text("contrat"), &acts::READ).await?;
    let Some(contract) = contract else { return board::no_contract(&visit) };
    let contract = &contract;
    let narrowing = Narrowing::read(&mut tx, std::slice::from_ref(contract), &asked).await?;
    let narrowing = narrowing.inside(&mine(&visit, contract), contract);
    let today = today(&house);
    let (until, is_late) = until(&asked, today);
    let count = count_due(&mut tx, &narrowing.filters, until).await?;
    let late = if is_late { "&retard=oui" } else { "" };
    let base = format!("{PATH}?{}{late}", narrowing.query);
    let pages = Pagination::new(page_number(&asked), u64::try_from(count).unwrap_or(0), ON_A_PAGE, base);
    let range = (i64::from(ON_A_PAGE), i64::from(pages.page - 1) * i64::from(ON_A_PAGE));
    let lines = due(&mut tx, &narrowing.filters, until, range).await?;
    let mut told = narrowing.told.clone();
    if is_late {
        told.push("en retard".to_owned());
    }
    let many = french::count(count, "échéance", "échéances");
    let sentence = if told.is_empty() { format!("{many}.") } else { format!("{many} : {}.", told.join(", ")) };
    let whole = format!("{PATH}?contrat={}", answer::encode(&contract.code));
    let mut links =
        vec![Link::new("Mettre dans un agenda (.ics)", with_query(&format!("{PATH}.ics"), &narrowing.query))];
    if !is_late {
        links.push(Link::new("Seulement ce qui est en retard", format!("{PATH}?{}&retard=oui", narrowing.query)));
    }
    let frame = visit.back_office("Échéances").with_caption(&*contract.title).with_breadcrumb(above_board());
    answer::page(&CalendarPage {
        frame,
        form: asked.form(),
        choices: FilterChoices::load(&mut tx, &contracts, &narrowing).await?,
        path: PATH,
        contract: contract.code.clone(),
        sentence: french::spaced(&sentence),
        clear: if told.is_empty() { String::new() } else { whole },
        links,
        months: months(&lines, today),
        pages,
    })
}

pub async fn file(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract =
        current(&mut tx, &visit, asked.text("contrat"), &acts::READ).await?.1.ok_or_else(Fault::not_found)?;
    let narrowing = Narrowing::read(&mut tx, std::slice::from_ref(&contract), &asked).await?;
    let narrowing = narrowing.inside(&mine(&visit, &contract), &contract);
    let lines = due(&mut tx, &narrowing.filters, Date::MAX, (i64::MAX, 0)).await?;
    let host = house.settings.public_url.trim_start_matches("https://").trim_start_matches("http://").to_owned();
    let now = house.outside.now();
    let event = |line: DueLine| -> Option<Event> {
        let day: Date = line.due_on.parse().ok()?;
        let owner = if line.owner.is_empty() { String::new() } else { format!("\nQui la tient : {}", line.owner) };
        let part = if line.what == "step" { String::new() } else { format!("-{}", line.what) };
        Some(Event {
            uid: format!("{}{part}@{host}", line.id),
            stamp: now,
            sequence: 0,
            status: Status::Confirmed,
            extent: Extent::Days { first: day, last: day },
            summary: title(&line),
            description: Some(format!("{} {}{owner}", line.code, line.sheet_title)),
            location: None,
            url: Some(house.address(&sheet_path(line.sheet))),
            organiser: None,
            attendees: Vec::new(),
        })
    };
    let events = lines.into_iter().filter_map(event).collect();
    let calendar = Calendar { name: "Plan d’actions".to_owned(), method: Method::Publish, events };
    let bytes = documents::ics::write(&calendar).map_err(|error| Breakdown(Box::new(error)))?;
    answer::download("echeances.ics", "text/calendar; charset=utf-8", bytes)
}
