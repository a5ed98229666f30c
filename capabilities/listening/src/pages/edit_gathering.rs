//! Noting a workshop, a walk, a seminar: where, when, how many people when they were counted.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Failure, Uuid};
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::{Referred, above_back, choices, whole};
use crate::actions;
use crate::actions::NewGathering;

#[derive(Template)]
#[template(path = "pages/edit_gathering.html")]
pub(super) struct GatheringPage {
    pub frame: Frame,
    pub form: Form,
    pub channels: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub documents: Vec<Choice>,
}

async fn draw(tx: &mut database::Tx, visit: &Visit, form: Form) -> Result<GatheringPage, Fault> {
    let referred = Referred::load(tx).await?;
    let areas = territory::facade::areas(tx).await?;
    let frame = visit.back_office("Noter une rencontre").with_breadcrumb(above_back()[..1].to_vec()).with_form(&form);
    Ok(GatheringPage {
        frame,
        form,
        channels: choices(referred.channels.iter().map(|channel| (channel.id, channel.label.as_str()))),
        areas: choices(areas.iter().map(|area| (area.id, area.name.as_str()))),
        documents: choices(referred.documents.iter().map(|document| (document.id, document.title.as_str()))),
    })
}

fn read(fields: &Fields) -> Result<(Uuid, NewGathering), Failure> {
    let chosen = |name: &str| fields.text(name).parse::<Uuid>().ok();
    let text = |name: &str| fields.text(name).to_owned();
    let required = |field: &str, sentence: &str| Failure::field(field, sentence);
    let mut errors = Vec::new();
    let channel = chosen("canal").ok_or_else(|| required("canal", "Choisissez un canal"));
    let channel = Failure::gather(&mut errors, channel)?;
    let times = whole("nombre", fields.text("nombre"))
        .and_then(|times| times.ok_or_else(|| required("nombre", "Saisissez le nombre de rencontres")));
    let times = Failure::gather(&mut errors, times)?;
    let held_on = fields.form().date("date", "la date").map_err(|error| Failure::Input(vec![error]));
    let held_on = Failure::gather(&mut errors, held_on)?.flatten();
    let participants = Failure::gather(&mut errors, whole("participants", fields.text("participants")))?.flatten();
    let (Some(channel), Some(times), true) = (channel, times, errors.is_empty()) else {
        return Err(Failure::Input(errors));
    };
    let new = NewGathering {
        area: chosen("quartier"),
        topic: text("sujet"),
        times,
        held_on,
        place: text("lieu"),
        participants,
        document: chosen("document"),
        page: text("page"),
        note: text("note"),
    };
    Ok((channel, new))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &visit, Form::filled([("nombre", "1")])).await?)
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome = match read(&fields) {
        Ok((channel, new)) => actions::add_gathering(&mut tx, &house.outside, &visit.actor, channel, new).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(_) => {
            tx.commit().await?;
            answer::done("/besoins/couverture", "ajoute")
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&mut tx, &visit, form).await?)
        }
    }
}
