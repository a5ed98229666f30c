//! How long raw words are kept, and what may be published.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use kernel::{Failure, Outcome};
use listening::facade::ConsultationBrief;
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{above, chosen, path};
use crate::rules::setting::Setting;
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/setting.html")]
pub(super) struct SettingPage {
    pub frame: Frame,
    pub form: Form,
}

/// The form of a setting.
pub(super) fn form_of(setting: &Setting) -> Form {
    Form::filled([
        ("jours", setting.raw_kept_days.to_string()),
        ("seuil", setting.published_from.to_string()),
        ("faible", setting.low_under.to_string()),
        ("publie", if setting.is_published { "oui" } else { "" }.to_owned()),
        ("revision", setting.revision.to_string()),
    ])
}

fn drawn(visit: &Visit, consultation: &ConsultationBrief, form: Form) -> SettingPage {
    let form = form.with("concertation", consultation.id.to_string());
    let frame = visit.back_office("Réglages des paroles").with_caption(&*consultation.title).with_breadcrumb(above());
    SettingPage { frame: frame.with_form(&form), form }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::LEAD, asked.text("concertation")).await?;
    let setting = store::setting::of(&mut tx, consultation.id).await?;
    answer::page(&drawn(&visit, &consultation, form_of(&setting)))
}

fn read(fields: &Fields) -> Outcome<Setting> {
    let mut errors = Vec::new();
    let mut whole = |name: &str| {
        let read = fields.text(name).parse::<i64>();
        read.unwrap_or_else(|_| {
            errors.push(kernel::FieldError::new(name, "Saisissez un nombre entier, par exemple 30"));
            0
        })
    };
    let (raw_kept_days, published_from, low_under) = (whole("jours"), whole("seuil"), whole("faible"));
    Failure::unless_empty(errors)?;
    let is_published = fields.is_ticked("publie");
    Ok(Setting { raw_kept_days, published_from, low_under, is_published, revision: fields.revision() })
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let consultation = chosen(&mut tx, &visit, &acts::LEAD, fields.text("concertation")).await?;
    let outcome = match read(&fields) {
        Ok(new) => actions::set(&mut tx, &house.outside, &visit.actor, consultation.id, &new).await,
        Err(failure) => Err(failure),
    };
    let again = async |form| Ok::<_, Fault>(drawn(&visit, &consultation, form));
    answer::settle(tx, outcome, (|()| path("reglages", consultation.id), "enregistre"), &fields, again).await
}
