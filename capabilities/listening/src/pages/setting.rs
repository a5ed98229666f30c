//! Opening a consultation, and its page: channels, gatherings, figures.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above_back, above_in, choices, edit_channel, remove};
use crate::actions::NewConsultation;
use crate::rules::Removable;
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
    pub channels: Vec<Line>,
    /// Gatherings, figures, comparisons.
    pub lists: Vec<(&'static str, Vec<Line>)>,
    /// Where its report is put together.
    pub report: String,
    /// Where the consultation itself is taken out.
    pub removal: String,
    pub heard: Vec<Choice>,
    pub action: String,
}

/// Something of a consultation: what it is called, what is said of it, where it is corrected and taken out.
pub(super) struct Line {
    pub label: String,
    pub words: String,
    pub edit: Option<String>,
    pub removal: String,
}

impl Line {
    fn of(kind: Removable, id: Uuid, label: &str, words: String) -> Self {
        let edit = match kind {
            Removable::Channel => Some("canaux"),
            Removable::Gathering => Some("rencontres"),
            Removable::Figure => Some("chiffres"),
            _ => None,
        };
        let edit = edit.map(|list| format!("/gestion/ecoute/{list}/{id}"));
        Self { label: label.to_owned(), words, edit, removal: remove::path(kind, id) }
    }
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

fn read(fields: &Fields) -> Filled<NewConsultation> {
    let mut typed = Reading::of(fields);
    let new = NewConsultation {
        code: String::new(),
        contract: typed.offered("contrat"),
        title: typed.text("titre"),
        period_label: typed.text("periode"),
        ended_by: None,
    };
    typed.filled(new)
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let mut page = open_page(&mut tx, &visit, Form::empty()).await?;
    let outcome = actions::open_consultation(&mut tx, &house.outside, &visit.actor, read(&fields)).await;
    let again = async |form: Form| {
        page.frame = page.frame.with_form(&form);
        page.form = form;
        Ok(page)
    };
    answer::settle(tx, outcome, (path, "ajoute"), &fields, again).await
}

/// Where a consultation is led from.
pub(super) fn path(id: Uuid) -> String {
    format!("/gestion/ecoute/concertations/{id}")
}

/// The pages above a page about something of a consultation.
pub(super) fn above(of: &Consultation) -> Vec<Link> {
    above_in(&of.title, &path(of.id))
}

/// The consultation, when this person leads it: otherwise nothing is there.
pub(super) async fn visible(tx: &mut database::Tx, visit: &Visit, id: Uuid) -> Result<Consultation, Fault> {
    let found = store::setting::consultation(tx, id).await?.ok_or_else(Fault::not_found)?;
    match visit.actor.may(&acts::LEAD, &actions::place(found.contract, None)).is_allowed() {
        true => Ok(found),
        false => Err(Fault::not_found()),
    }
}

/// What the page of a consultation shows.
pub(super) struct Sheet {
    pub consultation: Consultation,
    pub channels: Vec<Channel>,
    /// Gatherings, figures and comparisons, by their names.
    pub inside: Vec<(Removable, Uuid, String)>,
}

impl Sheet {
    pub async fn load(tx: &mut database::Tx, consultation: Consultation) -> Result<Self, Fault> {
        let mut channels = store::setting::channels(tx).await?;
        channels.retain(|channel| channel.consultation == consultation.id);
        let mut inside = store::removal::of_consultation(tx, consultation.id).await?;
        // Many workshops have the same name: where and when tells them apart.
        let areas = territory::facade::areas(tx).await?;
        for one in store::gatherings::gatherings(tx).await? {
            let area = areas.iter().find(|area| Some(area.id) == one.text.area).map(|area| area.name.clone());
            let day = one.text.held_on.map(kernel::french::date);
            if let Some((.., label)) = inside.iter_mut().find(|(_, id, _)| *id == one.id) {
                let place = Some(one.text.place).filter(|place| !place.is_empty());
                let told = [Some(std::mem::take(label)), area, day, place];
                *label = told.into_iter().flatten().collect::<Vec<_>>().join(", ");
            }
        }
        Ok(Self { consultation, channels, inside })
    }

    pub fn page(self, visit: &Visit, form: Form) -> ConsultationPage {
        self.drawn(visit.back_office(&self.consultation.title), form)
    }

    pub fn drawn(&self, frame: Frame, form: Form) -> ConsultationPage {
        let lines = |kind: Removable, title| {
            let own = self.inside.iter().filter(|(of, ..)| *of == kind);
            (title, own.map(|(_, id, label)| Line::of(kind, *id, label, label.clone())).collect::<Vec<_>>())
        };
        let channel = |one: &Channel| {
            let words = format!("{} : {}. {}", one.label, one.hears.french().to_lowercase(), one.note);
            Line::of(Removable::Channel, one.id, &one.label, words.trim_end().to_owned())
        };
        ConsultationPage {
            frame: frame.with_breadcrumb(above_back()[..1].to_vec()).with_form(&form),
            form,
            period: self.consultation.period_label.clone(),
            channels: self.channels.iter().map(channel).collect(),
            lists: [
                lines(Removable::Gathering, "Rencontres"),
                lines(Removable::Figure, "Chiffres"),
                lines(Removable::Comparison, "Rapprochements de chiffres"),
            ]
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .collect(),
            report: format!("{}/rapport", path(self.consultation.id)),
            removal: remove::path(Removable::Consultation, self.consultation.id),
            heard: edit_channel::heard(),
            action: format!("{}/canaux", path(self.consultation.id)),
        }
    }
}

pub async fn sheet(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Consultation>) -> Answer {
    let mut tx = house.read().await?;
    let found = visible(&mut tx, &visit, id.uuid()).await?;
    answer::page(&Sheet::load(&mut tx, found).await?.page(&visit, Form::empty()))
}
