//! Recording a figure of a consultation: never without what it is counted on.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Failure, Uuid};
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::{Referred, above_back, choices, number, whole};
use crate::actions;
use crate::rules::{FigureText, Unit};

#[derive(Template)]
#[template(path = "pages/edit_figure.html")]
pub(super) struct EditFigurePage {
    pub frame: Frame,
    pub form: Form,
    pub consultations: Vec<Choice>,
    pub channels: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub documents: Vec<Choice>,
    pub units: Vec<Choice>,
}

async fn draw(tx: &mut database::Tx, visit: &Visit, form: Form) -> Result<EditFigurePage, Fault> {
    let referred = Referred::load(tx).await?;
    let areas = territory::facade::areas(tx).await?;
    let frame =
        visit.back_office("Enregistrer un chiffre").with_breadcrumb(above_back()[..1].to_vec()).with_form(&form);
    Ok(EditFigurePage {
        frame,
        form,
        consultations: choices(referred.consultations.iter().map(|one| (one.id, one.title.as_str()))),
        channels: choices(referred.channels.iter().map(|channel| (channel.id, channel.label.as_str()))),
        areas: choices(areas.iter().map(|area| (area.id, area.name.as_str()))),
        documents: choices(referred.documents.iter().map(|document| (document.id, document.title.as_str()))),
        units: Unit::ALL.iter().map(|unit| Choice::new(unit.code(), unit.french())).collect(),
    })
}

fn read(fields: &Fields) -> Result<(Uuid, FigureText), Failure> {
    let chosen = |name: &str| fields.text(name).parse::<Uuid>().ok();
    let text = |name: &str| fields.text(name).to_owned();
    let required = |field: &str, sentence: &str| Failure::field(field, sentence);
    let mut errors = Vec::new();
    let consultation = chosen("concertation").ok_or_else(|| required("concertation", "Choisissez une concertation"));
    let consultation = Failure::gather(&mut errors, consultation)?;
    let value = number("valeur", fields.text("valeur"))
        .and_then(|value| value.ok_or_else(|| required("valeur", "Saisissez le chiffre")));
    let value = Failure::gather(&mut errors, value)?;
    let unit = Unit::from_code(fields.text("unite")).ok_or_else(|| required("unite", "Choisissez ce qui est compté"));
    let unit = Failure::gather(&mut errors, unit)?;
    let base = Failure::gather(&mut errors, whole("base", fields.text("base")))?.flatten();
    let reported_on = fields.form().date("date", "la date").map_err(|error| Failure::Input(vec![error]));
    let reported_on = Failure::gather(&mut errors, reported_on)?.flatten();
    errors.extend(actions::figure_without(fields.text("intitule"), fields.text("base-libelle")));
    let (Some(consultation), Some(value), Some(unit), true) = (consultation, value, unit, errors.is_empty()) else {
        return Err(Failure::Input(errors));
    };
    let figure = FigureText {
        code: String::new(),
        channel: chosen("canal"),
        area: chosen("quartier"),
        label: text("intitule"),
        value,
        unit,
        base,
        base_label: text("base-libelle"),
        document: chosen("document"),
        page: text("page"),
        reported_on,
        note: text("note"),
    };
    Ok((consultation, figure))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut page = draw(&mut tx, &visit, Form::empty()).await?;
    if let [only] = page.consultations.as_slice() {
        page.form.add("concertation", only.value.clone());
    }
    answer::page(&page)
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome = match read(&fields) {
        Ok((consultation, figure)) => {
            actions::record_figure(&mut tx, &house.outside, &visit.actor, consultation, figure).await
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(_) => {
            tx.commit().await?;
            answer::done("/besoins/chiffres", "ajoute")
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&mut tx, &visit, form).await?)
        }
    }
}
