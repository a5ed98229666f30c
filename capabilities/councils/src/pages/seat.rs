//! Somebody drawn: who she is, and where her call stands.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Html, Link, SummaryRow};
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::calls::{calls_path, name};
use super::draws::{draw_path, title};
use super::{above, choices_of};
use crate::actions::{self, Answered, Called};
use crate::rules::{SeatState, Way, next};
use crate::store;
use crate::store::seat::{Seat, SeatChange};

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
