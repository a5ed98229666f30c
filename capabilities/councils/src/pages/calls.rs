//! Calling those who were drawn: the list of them, and what is done of it as a whole.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Link, Pagination, TableOptions};
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::above;
use super::draws::{draw_path, title};
use super::recognition::recognition_path;
use crate::actions::{self, Called, Replacement};
use crate::acts;
use crate::rules::{College, Council, DAYS_WITHOUT_ANSWER, SeatState};
use crate::store::draw::Draw;
use crate::store::seat::Seat;

/// People shown on a page.
const LINES: u32 = 50;

/// Where those drawn are called.
pub(super) fn calls_path(draw: Uuid) -> String {
    format!("{}/appels", draw_path(draw))
}

pub(super) fn name(called: &Called) -> String {
    called.person.as_ref().map_or_else(|| "personne effacée".to_owned(), crate::rules::Person::full_name)
}

/// Days somebody has been waited for without an answer.
fn waiting(seat: &Seat, today: Date) -> i64 {
    i64::from((today - seat.state_on).get_days())
}

#[derive(Template)]
#[template(path = "pages/calls.html")]
pub(super) struct CallsPage {
    pub frame: Frame,
    pub path: String,
    pub form: Form,
    /// States somebody is in, each with how many.
    pub states: Vec<Choice>,
    pub table: Html,
    pub pages: Pagination,
    pub accepted: i64,
    pub seats: i64,
    pub to_contact: usize,
    pub sent: usize,
    pub late: usize,
    pub empty: usize,
    /// Whether another draw gives the empty seats.
    pub is_followed: bool,
    pub recognition: String,
    pub skipped: Vec<(String, String)>,
    pub blocked: Vec<String>,
}

impl CallsPage {
    pub fn new(
        frame: Frame,
        (college, draw, is_followed): (&College, &Draw, bool),
        (all, asked): (&[Called], &Asked),
        today: Date,
        done: Option<&Replacement>,
    ) -> Self {
        let in_state = |state: SeatState| all.iter().filter(|one| one.seat.state == state).count();
        let columns = vec![
            Column::new("numero", "Numéro", Kind::Text).row_header(),
            Column::new("nom", "Nom", Kind::Text),
            Column::new("etat", "État", Kind::Text),
            Column::new("depuis", "Depuis le", Kind::Date),
            Column::new("remplace", "À la place de", Kind::Text),
        ];
        let mut table = Table::new("appels", "Personnes appelées, dans l’ordre du tirage", columns);
        let wanted = SeatState::from_code(asked.text("etat"));
        let shown: Vec<&Called> = all.iter().filter(|one| wanted.is_none_or(|state| one.seat.state == state)).collect();
        let path = calls_path(draw.id);
        let base = wanted.map_or_else(|| path.clone(), |state| format!("{path}?etat={}", state.code()));
        let (page, count) = (asked.text("page").parse().unwrap_or(1), shown.len() as u64);
        let pages = Pagination::new(page, count, LINES, base);
        let first = (pages.page.saturating_sub(1) * LINES) as usize;
        for one in shown.into_iter().skip(first).take(LINES as usize) {
            let before = one.seat.replaces.and_then(|id| all.iter().find(|other| other.seat.id == id));
            table.rows.push(vec![
                Cell::link(one.seat.number.clone(), format!("/gestion/sieges/{}", one.seat.id)),
                Cell::text(name(one)),
                Cell::text(one.seat.state.french()),
                Cell::Date(one.seat.state_on),
                Cell::text(before.map(|other| other.seat.number.clone()).unwrap_or_default()),
            ]);
        }
        let late = |one: &&Called| {
            matches!(one.seat.state, SeatState::Sent | SeatState::Reminded)
                && waiting(&one.seat, today) >= DAYS_WITHOUT_ANSWER
        };
        let is_replaced = |one: &Called| all.iter().any(|other| other.seat.replaces == Some(one.seat.id));
        Self {
            frame,
            path,
            form: Form::filled([("etat", wanted.map_or("", SeatState::code))]),
            states: SeatState::ALL
                .iter()
                .filter(|state| in_state(**state) > 0)
                .map(|state| Choice::new(state.code(), &format!("{} : {}", state.french(), in_state(*state))))
                .collect(),
            pages,
            table: interface::table(&table, &TableOptions::default()),
            accepted: i64::try_from(in_state(SeatState::Accepted)).unwrap_or(i64::MAX),
            seats: college.terms.seats,
            to_contact: in_state(SeatState::ToContact),
            sent: in_state(SeatState::Sent),
            late: all.iter().filter(late).count(),
            empty: all.iter().filter(|one| !one.seat.state.holds() && !is_replaced(one)).count(),
            is_followed,
            recognition: recognition_path(college.council),
            skipped: done.map(|done| done.skipped.clone()).unwrap_or_default(),
            blocked: done
                .map(|done| done.blocked.iter().map(|line| french::spaced(line)).collect())
                .unwrap_or_default(),
        }
    }
}

fn frame(visit: &Visit, (council, college, draw): (&Council, &College, &Draw), name: &str) -> Frame {
    let own = Link::new(title(draw, college), draw_path(draw.id));
    visit.back_office(name).with_breadcrumb([above(council), vec![own]].concat())
}

async fn drawn(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (id, asked): (Uuid, &Asked),
    done: Option<&Replacement>,
) -> Result<CallsPage, Fault> {
    let (council, college, draw, all) = actions::called(tx, &house.keys, &visit.actor, (id, &acts::CALL)).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let frame = frame(visit, (&council, &college, &draw), "Appeler les personnes tirées");
    let is_followed = actions::is_followed(tx, draw.id).await?;
    Ok(CallsPage::new(frame, (&college, &draw, is_followed), (&all, asked), today, done))
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&drawn(&mut tx, &house, &visit, (id.uuid(), &asked), None).await?)
}

pub async fn replace(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let done = actions::fill_seats(&mut tx, around, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    let asked = Asked::default();
    answer::page(&drawn(&mut house.read().await?, &house, &visit, (id.uuid(), &asked), Some(&done)).await?)
}

pub async fn letters_left(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Draw>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let is_reminder = fields.text("courrier") == "relance";
    actions::note_letters(&mut tx, around, &visit.actor, id.uuid(), is_reminder).await?;
    tx.commit().await?;
    answer::done(&calls_path(id.uuid()), "enregistre")
}

pub async fn send_mails(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let town = &house.settings.site.town;
    let (page, contact) = (house.address("/donnees-personnelles"), house.address("/aide"));
    actions::send_mails(&mut tx, around, &visit.actor, id.uuid(), (town, &page, &contact)).await?;
    tx.commit().await?;
    house.bell.ring();
    answer::done(&calls_path(id.uuid()), "envoye")
}
