//! Planning a meeting, and changing one to come.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use jiff::civil::Time;
use web::{Answer, Asked, Fields, House, PathId, Reading, Visit, answer};

use super::{above, meeting_path, meetings_path, post};
use crate::rules::{Assembly, Body, Meeting, MeetingTerms, hour, read_hour};
use crate::{actions, acts};

#[derive(Template)]
#[template(path = "pages/meeting_form.html")]
pub(super) struct MeetingFormPage {
    pub frame: Frame,
    pub form: Form,
    /// Bodies to choose from; none, for a meeting of the body itself.
    pub bodies: Vec<Choice>,
    pub is_new: bool,
    pub is_convened: bool,
}

impl MeetingFormPage {
    pub fn new(frame: Frame, form: Form, (is_new, is_elsewhere, is_convened): (bool, bool, bool)) -> Self {
        let others = Body::ALL.iter().filter(|body| is_elsewhere && **body != Body::Own);
        Self {
            frame: frame.with_form(&form),
            form,
            bodies: others.map(|body| Choice::new(body.code(), body.french())).collect(),
            is_new,
            is_convened,
        }
    }
}

fn read(typed: &mut Reading<'_>) -> MeetingTerms {
    let mut time = |name: &str, sentence: &str| {
        let read = typed.coded(name, read_hour, sentence);
        read.unwrap_or(if name == "debut" { Time::MIN } else { Time::MAX })
    };
    let starts_at = time("debut", "Indiquez l’heure de début, par exemple 18 h 30");
    let ends_at = time("fin", "Indiquez l’heure de fin, par exemple 20 h");
    MeetingTerms {
        title: typed.text("titre"),
        held_on: typed.needed_day("jour", "le jour de la réunion").unwrap_or_default(),
        starts_at,
        ends_at,
        place: typed.text("lieu"),
        link: typed.text("lien"),
        agenda: typed.text("ordre-du-jour"),
    }
}

/// The form of a meeting.
pub(super) fn form_of(terms: &MeetingTerms) -> Form {
    Form::filled([
        ("titre", terms.title.clone()),
        ("debut", hour(terms.starts_at)),
        ("fin", hour(terms.ends_at)),
        ("lieu", terms.place.clone()),
        ("lien", terms.link.clone()),
        ("ordre-du-jour", terms.agenda.clone()),
    ])
    .with_date("jour", Some(terms.held_on))
}

fn new_frame(visit: &Visit, assembly: &Assembly, is_elsewhere: bool) -> Frame {
    let title = if is_elsewhere { "Noter une réunion d’une autre instance" } else { "Prévoir une réunion" };
    let list = Link::new("Réunions", meetings_path(assembly.id));
    visit.back_office(title).with_breadcrumb([above(assembly), vec![list]].concat())
}

pub async fn blank(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let assembly = actions::assembly::led(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let is_elsewhere = asked.is_ticked("ailleurs");
    let place = if is_elsewhere { String::new() } else { assembly.terms.place.clone() };
    let form = Form::filled([("lieu", place)]);
    let frame = new_frame(&visit, &assembly, is_elsewhere);
    answer::page(&MeetingFormPage::new(frame, form, (true, is_elsewhere, false)))
}

pub async fn create(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    asked: Asked,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let assembly = actions::assembly::led(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let is_elsewhere = asked.is_ticked("ailleurs");
    let mut typed = Reading::of(&fields);
    let elsewhere = |code: &str| Body::from_code(code).filter(|body| *body != Body::Own);
    let body = match is_elsewhere {
        true => typed.coded("instance", elsewhere, "Choisissez l’instance qui se réunit"),
        false => None,
    };
    let terms = read(&mut typed);
    let at = (assembly.id, body.unwrap_or(Body::Own));
    let outcome = actions::meeting::plan(&mut tx, &house.outside, &visit.actor, at, typed.filled(terms)).await;
    let again = async |form| {
        let frame = new_frame(&visit, &assembly, is_elsewhere);
        Ok(MeetingFormPage::new(frame, form, (true, is_elsewhere, false)))
    };
    answer::settle(tx, outcome, (meeting_path, "ajoute"), &fields, again).await
}

fn own_frame(visit: &Visit, assembly: &Assembly, meeting: &Meeting) -> Frame {
    let own = Link::new(&meeting.terms.title, meeting_path(meeting.id));
    let list = Link::new("Réunions", meetings_path(assembly.id));
    visit.back_office("Modifier la réunion").with_breadcrumb([above(assembly), vec![list, own]].concat())
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Meeting>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, one) = actions::meeting::kept(&mut tx, &visit.actor, id.uuid()).await?;
    let form = form_of(&one.terms).with("revision", one.revision.to_string());
    let frame = own_frame(&visit, &assembly, &one);
    answer::page(&MeetingFormPage::new(frame, form, (false, false, one.convened_at.is_some())))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Meeting>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (assembly, one) = actions::meeting::kept(&mut tx, &visit.actor, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let terms = read(&mut typed);
    let at = (one.id, fields.revision());
    let outcome = actions::meeting::amend(&mut tx, post(&house), &visit.actor, at, typed.filled(terms)).await;
    let again = async |form| {
        let frame = own_frame(&visit, &assembly, &one);
        Ok(MeetingFormPage::new(frame, form, (false, false, one.convened_at.is_some())))
    };
    let answer = answer::settle(tx, outcome, (|_| meeting_path(one.id), "modifie"), &fields, again).await;
    house.bell.ring();
    answer
}
