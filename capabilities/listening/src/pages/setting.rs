//! Opening a consultation, adding its channels.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use kernel::{Failure, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{above_back, choices, remove};
use crate::actions::{NewChannel, NewConsultation};
use crate::rules::{Heard, Removable};
use crate::store::setting::{Channel, Consultation};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/open_consultation.html")]
pub(super) struct OpenPage {
    pub frame: Frame,
    pub form: Form,
    pub contracts: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/consultation.html")]
pub(super) struct ConsultationPage {
    pub frame: Frame,
    pub form: Form,
    pub period: String,
    pub channels: Vec<(String, String, String, String)>,
    /// Gatherings, figures, comparisons: what each is called and where it is taken out.
    pub lists: Vec<(&'static str, Vec<Link>)>,
    /// Where the consultation itself is taken out.
    pub removal: String,
    pub heard: Vec<Choice>,
    pub action: String,
}

async fn open_page(tx: &mut database::Tx, visit: &Visit, form: Form) -> Result<OpenPage, Fault> {
    let contracts = strategy::facade::contracts(tx).await?;
    let frame = visit.back_office("Ouvrir une concertation").with_breadcrumb(above_back()[..1].to_vec());
    let contracts = choices(contracts.iter().map(|contract| (contract.id, contract.title.as_str())));
    Ok(OpenPage { frame: frame.with_form(&form), form, contracts })
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut page = open_page(&mut tx, &visit, Form::empty()).await?;
    if let [only] = page.contracts.as_slice() {
        page.form.add("contrat", only.value.clone());
    }
    answer::page(&page)
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let new = NewConsultation {
        code: String::new(),
        contract: fields.text("contrat").parse::<Uuid>().ok(),
        title: fields.text("titre").to_owned(),
        period_label: fields.text("periode").to_owned(),
        ended_by: None,
    };
    match actions::open_consultation(&mut tx, &house.outside, &visit.actor, new).await {
        Ok(id) => {
            tx.commit().await?;
            answer::done(&format!("/gestion/ecoute/concertations/{id}"), "ajoute")
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&open_page(&mut tx, &visit, form).await?)
        }
    }
}

async fn visible(tx: &mut database::Tx, visit: &Visit, id: Uuid) -> Result<Consultation, Fault> {
    let found = store::setting::consultation(tx, id).await?.ok_or_else(Fault::not_found)?;
    match visit.actor.may(&acts::LEAD, &actions::place(found.contract, None)).is_allowed() {
        true => Ok(found),
        false => Err(Fault::not_found()),
    }
}

impl ConsultationPage {
    pub fn new(
        frame: Frame,
        form: Form,
        consultation: &Consultation,
        channels: &[Channel],
        inside: &[(Removable, Uuid, String)],
    ) -> Self {
        let list = |kind: Removable, title| {
            let own = inside.iter().filter(|(of, ..)| *of == kind);
            let links: Vec<Link> = own.map(|(_, id, label)| Link::new(label, remove::path(kind, *id))).collect();
            (title, links)
        };
        let own = channels.iter().filter(|channel| channel.consultation == consultation.id);
        Self {
            frame: frame.with_breadcrumb(above_back()[..1].to_vec()).with_form(&form),
            form,
            period: consultation.period_label.clone(),
            channels: own
                .map(|one| {
                    let hears = one.hears.french().to_lowercase();
                    (one.label.clone(), hears, one.note.clone(), remove::path(Removable::Channel, one.id))
                })
                .collect(),
            lists: [
                list(Removable::Gathering, "Rencontres"),
                list(Removable::Figure, "Chiffres"),
                list(Removable::Comparison, "Rapprochements de chiffres"),
            ]
            .into_iter()
            .filter(|(_, links)| !links.is_empty())
            .collect(),
            removal: remove::path(Removable::Consultation, consultation.id),
            heard: Heard::ALL.iter().map(|heard| Choice::new(heard.code(), heard.french())).collect(),
            action: format!("/gestion/ecoute/concertations/{}/canaux", consultation.id),
        }
    }
}

pub async fn sheet(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Consultation>) -> Answer {
    let mut tx = house.read().await?;
    let found = visible(&mut tx, &visit, id.uuid()).await?;
    let channels = store::setting::channels(&mut tx).await?;
    let inside = store::removal::of_consultation(&mut tx, found.id).await?;
    answer::page(&ConsultationPage::new(
        visit.back_office(&found.title).with_breadcrumb(above_back()[..1].to_vec()),
        Form::empty(),
        &found,
        &channels,
        &inside,
    ))
}

pub async fn add_channel(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Consultation>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let found = visible(&mut tx, &visit, id.uuid()).await?;
    let outcome = match Heard::from_code(fields.text("public")) {
        Some(hears) => {
            let (label, note) = (fields.text("libelle").to_owned(), fields.text("note").to_owned());
            let new = NewChannel { code: String::new(), label, hears, note };
            actions::add_channel(&mut tx, &house.outside, &visit.actor, found.id, new).await
        }
        None => Err(Failure::field("public", "Choisissez qui ce canal entend")),
    };
    match outcome {
        Ok(_) => {
            tx.commit().await?;
            answer::done(&format!("/gestion/ecoute/concertations/{}", found.id), "ajoute")
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let channels = store::setting::channels(&mut tx).await?;
            let inside = store::removal::of_consultation(&mut tx, found.id).await?;
            let frame = visit.back_office(&found.title).with_breadcrumb(above_back()[..1].to_vec());
            answer::page_to_correct(&ConsultationPage::new(frame, form, &found, &channels, &inside))
        }
    }
}
