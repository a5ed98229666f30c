//! Calling those who were drawn: the list, each of them, letters, the list for the prefect.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Block, Cell, Column, Document, Kind, Run, Table};
use interface::{Choice, Form, Frame, Html, Link, SummaryRow, TableOptions};
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::draws::{draw_path, title};
use super::recognition::recognition_path;
use super::{above, choices_of};
use crate::actions::{self, Answered, Called, Replacement};
use crate::rules::{College, Council, DAYS_WITHOUT_ANSWER, SeatState, Way, next};
use crate::store::draw::Draw;
use crate::store::seat::{Seat, SeatChange};
use crate::{acts, store};

/// Where those drawn are called.
fn calls_path(draw: Uuid) -> String {
    format!("{}/appels", draw_path(draw))
}

fn name(called: &Called) -> String {
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
    pub table: Html,
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
        all: &[Called],
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
        for one in all {
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
            path: calls_path(draw.id),
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
    id: Uuid,
    done: Option<&Replacement>,
) -> Result<CallsPage, Fault> {
    let (council, college, draw, all) = actions::called(tx, &house.keys, &visit.actor, (id, &acts::CALL)).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let frame = frame(visit, (&council, &college, &draw), "Appeler les personnes tirées");
    let is_followed = actions::is_followed(tx, draw.id).await?;
    Ok(CallsPage::new(frame, (&college, &draw, is_followed), &all, today, done))
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&drawn(&mut tx, &house, &visit, id.uuid(), None).await?)
}

pub async fn replace(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let done = actions::fill_seats(&mut tx, around, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::page(&drawn(&mut house.read().await?, &house, &visit, id.uuid(), Some(&done)).await?)
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

#[derive(Template)]
#[template(path = "pages/seat.html")]
pub(super) struct SeatPage {
    pub frame: Frame,
    pub form: Form,
    pub rows: Vec<SummaryRow>,
    pub states: Vec<Choice>,
    pub ways: Vec<Choice>,
    pub history: Vec<String>,
}

impl SeatPage {
    pub fn new(frame: Frame, form: Form, one: &Called, changes: &[SeatChange], zone: &jiff::tz::TimeZone) -> Self {
        let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(value));
        let mut rows = vec![text("Numéro", &one.seat.number), text("Nom", &name(one))];
        if let Some(person) = &one.person {
            rows.push(text("Prénoms", &person.forenames));
            rows.push(text("Adresse", &person.address_line()));
            rows.push(text("Complément", &person.complement));
            rows.push(text("Courriel", &person.email));
            rows.push(text("Téléphone", &person.phone));
        }
        rows.push(text("État", one.seat.state.french()));
        let told = |change: &SeatChange| {
            let note = if change.note.is_empty() { String::new() } else { format!(". {}", change.note) };
            let at = french::moment(change.at, zone);
            format!("{at} : {} ({}){note}", change.state.french(), change.way.french())
        };
        let current = std::iter::once(&one.seat.state).chain(next(one.seat.state));
        Self {
            frame: frame.with_form(&form),
            form,
            rows,
            states: current.map(|state| Choice::new(state.code(), state.french())).collect(),
            ways: choices_of!(Way),
            history: changes.iter().map(|change| french::spaced(&told(change))).collect(),
        }
    }
}

async fn seat_page(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    id: Uuid,
    typed: Option<Form>,
) -> Result<SeatPage, Fault> {
    let (council, college, draw, one) = actions::seat(tx, &house.keys, &visit.actor, id).await?;
    let changes = store::seat::changes(tx, id).await?;
    let list = Link::new("Appels", calls_path(draw.id));
    let own = Link::new(title(&draw, &college), draw_path(draw.id));
    let frame = visit.back_office("Une personne tirée").with_breadcrumb([above(&council), vec![own, list]].concat());
    let form = typed.unwrap_or_else(|| {
        Form::filled([
            ("etat", one.seat.state.code().to_owned()),
            ("note", String::new()),
            ("voie", Way::Telephone.code().to_owned()),
            ("nom-public", if one.seat.is_name_public { "oui".to_owned() } else { String::new() }),
            ("revision", one.seat.revision.to_string()),
        ])
    });
    Ok(SeatPage::new(frame, form, &one, &changes, &house.settings.zone))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Seat>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&seat_page(&mut tx, &house, &visit, id.uuid(), None).await?)
}

pub async fn note(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Seat>, fields: Fields) -> Answer {
    let mut typed = Reading::of(&fields);
    let answered = Answered {
        state: typed.coded("etat", SeatState::from_code, "Choisissez où elle en est").unwrap_or(SeatState::ToContact),
        way: typed.coded("voie", Way::from_code, "Dites comment elle a été jointe").unwrap_or(Way::None),
        note: typed.text("note"),
        is_name_public: fields.is_ticked("nom-public"),
    };
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let at = (id.uuid(), fields.revision());
    let outcome = actions::note_answer(&mut tx, around, &visit.actor, at, typed.filled(answered)).await;
    let again = async |form| seat_page(&mut house.read().await?, &house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (calls_path, "enregistre"), &fields, again).await
}

/// Name and address as an envelope shows them.
pub(super) fn address_lines(person: &crate::rules::Person) -> String {
    let parts = [person.full_name(), person.complement.clone(), person.street.clone()];
    let town_line = format!("{} {}", person.postcode, person.city.to_uppercase());
    let lines = parts.into_iter().chain([town_line]).filter(|line| !line.trim().is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// Letters to print, one a page, each with its address.
pub(super) fn letters(
    (town, page): (&str, &str),
    day: Date,
    council: &Council,
    people: &[&Called],
    is_reminder: bool,
) -> Document {
    let head = if is_reminder { "Rappel : vous êtes tiré·e au sort" } else { "Vous êtes tiré·e au sort" };
    let mut document = Document::new(head, town, day);
    document.subtitle = Some(council.terms.name.clone());
    for (rank, one) in people.iter().enumerate() {
        let Some(person) = &one.person else { continue };
        if rank > 0 {
            document.blocks.push(Block::PageBreak);
        }
        document.blocks.push(Block::Paragraph(vec![Run::plain(address_lines(person))]));
        document.blocks.push(Block::Paragraph(vec![Run::plain(format!("{town}, le {}", french::date(day)))]));
        document.blocks.push(Block::Paragraph(vec![Run::strong(format!("Numéro du tirage : {}", one.seat.number))]));
        for text in actions::letter(council) {
            document.blocks.push(Block::Paragraph(vec![Run::plain(french::spaced(&text))]));
        }
        document.blocks.push(Block::Question(documents::document::Question {
            words: vec![Run::plain("Votre réponse, à renvoyer")],
            hint: Vec::new(),
            blank: documents::document::Blank::Boxes {
                items: vec!["J’accepte de siéger".into(), "Je refuse".into()],
                is_one: true,
            },
        }));
        let informed = french::spaced(&actions::informed(one.origin, (town, page)));
        document.blocks.push(Block::Note(vec![Run::plain(informed)]));
    }
    document
}

async fn print(house: &House, visit: &Visit, id: Uuid, is_reminder: bool) -> Answer {
    let mut tx = house.read().await?;
    let (council, _, draw, all) = actions::called(&mut tx, &house.keys, &visit.actor, (id, &acts::CALL)).await?;
    let wanted = if is_reminder { SeatState::Sent } else { SeatState::ToContact };
    let people: Vec<&Called> = all.iter().filter(|one| one.seat.state == wanted && one.person.is_some()).collect();
    if people.is_empty() {
        let what = "Personne n’attend ce courrier. Revenez à la liste des appels.";
        return Err(kernel::Refusal::rule("Aucun courrier à imprimer", what).into());
    }
    let now = house.outside.now();
    let document = letters(
        (&house.settings.site.town, &house.address("/donnees-personnelles")),
        now.day(&house.settings.zone),
        &council,
        &people,
        is_reminder,
    );
    let name = if is_reminder { "relances" } else { "courriers" };
    answer::document(&format!("{name}-tirage-{}.pdf", draw.rank), document, now).await
}

pub async fn letters_pdf(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    print(&house, &visit, id.uuid(), false).await
}

pub async fn reminders_pdf(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    print(&house, &visit, id.uuid(), true).await
}

/// The list of names handed to the prefect: those who accepted.
pub(super) fn nominative(all: &[Called], college: &College) -> Table {
    let columns = vec![
        Column::new("numero", "Numéro", Kind::Text).row_header(),
        Column::new("nom", "Nom", Kind::Text),
        Column::new("prenoms", "Prénoms", Kind::Text),
        Column::new("college", "Collège", Kind::Text),
        Column::new("commune", "Commune", Kind::Text),
        Column::new("acceptation", "A accepté le", Kind::Date),
    ];
    let mut table = Table::new("membres", "Membres du conseil citoyen", columns);
    for one in all.iter().filter(|one| one.seat.state == SeatState::Accepted) {
        let person = one.person.clone().unwrap_or_default();
        let name = if person.used_name.is_empty() { person.birth_name.clone() } else { person.used_name.clone() };
        table.rows.push(vec![
            Cell::text(one.seat.number.clone()),
            Cell::text(name),
            Cell::text(person.forenames),
            Cell::text(college.kind.french()),
            Cell::text(person.city),
            Cell::Date(one.seat.state_on),
        ]);
    }
    table
}

pub async fn members(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let (_, college, draw, all) =
        actions::called(&mut tx, &house.keys, &visit.actor, (id.uuid(), &acts::VALIDATE)).await?;
    let table = nominative(&all, &college);
    answer::table(&format!("membres-tirage-{}", draw.rank), "xlsx", &table, house.outside.now())
}
