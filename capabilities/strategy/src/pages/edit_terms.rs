//! Opening a contract, and changing its terms.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use kernel::{Failure, Filled, Uuid};
use web::{Answer, Fields, House, PathId, Reading, Visit, answer};

use super::conflict::{self, ConflictPage, Current, Disputed};
use super::{above, sheet_path, visible};
use crate::rules::{Contract, ContractTerms, Status};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/edit_terms.html")]
pub(super) struct TermsPage {
    pub frame: Frame,
    pub form: Form,
    pub areas: Vec<Choice>,
    pub statuses: Vec<Choice>,
    pub is_new: bool,
}

impl TermsPage {
    pub fn new(frame: Frame, form: Form, areas: &[territory::facade::Area], is_new: bool) -> Self {
        Self {
            frame: frame.with_form(&form),
            form,
            areas: areas.iter().map(|area| Choice::new(area.id.to_string(), &area.name)).collect(),
            statuses: Status::ALL.iter().map(|status| Choice::new(status.code(), status.french())).collect(),
            is_new,
        }
    }
}

fn read(fields: &Fields) -> Filled<ContractTerms> {
    let mut typed = Reading::of(fields);
    let year = |text: &str| text.parse().ok();
    let terms = ContractTerms {
        title: typed.text("titre"),
        holder: typed.text("porteur"),
        starts_on: typed.needed_day("debut", "la date de début").unwrap_or_default(),
        ends_on: typed.needed_day("fin", "la date de fin").unwrap_or_default(),
        review_year: typed.parsed("revision-annee", year, "L’année de révision doit être une année, par exemple 2027"),
        review_on: typed.day("revision-le", "la date de révision"),
        zoning_generation: typed.parsed("zonage", year, "La génération du zonage est une année, par exemple 2024"),
        status: typed.coded("etat", Status::from_code, "Choisissez l’état du contrat").unwrap_or(Status::Proposed),
        source: typed.text("source"),
        note: typed.text("note"),
    };
    typed.filled(terms)
}

/// The neighbourhoods ticked, in the display order of the territory.
fn ticked(fields: &Fields, areas: &[territory::facade::Area]) -> Vec<Uuid> {
    let chosen = fields.all("quartiers");
    areas.iter().map(|area| area.id).filter(|id| chosen.contains(&id.to_string().as_str())).collect()
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let areas = territory::facade::areas(&mut tx).await?;
    answer::page(&TermsPage::new(
        visit.back_office("Créer un contrat").with_breadcrumb(vec![Link::new("Contrats", "/gestion/contrats")]),
        Form::empty(),
        &areas,
        true,
    ))
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let (code, places) = (fields.text("reference"), ticked(&fields, &areas));
    let outcome = actions::create_contract(&mut tx, &house.outside, &visit.actor, code, read(&fields), &places).await;
    let again = async |form| {
        Ok(TermsPage::new(
            visit.back_office("Créer un contrat").with_breadcrumb(vec![Link::new("Contrats", "/gestion/contrats")]),
            form,
            &areas,
            true,
        ))
    };
    answer::settle(tx, outcome, (sheet_path, "ajoute"), &fields, again).await
}

fn form_of(contract: &Contract, places: &[Uuid]) -> Form {
    let terms = &contract.terms;
    let number = |year: Option<i64>| year.map(|year| year.to_string()).unwrap_or_default();
    let mut form = Form::filled([
        ("titre", terms.title.clone()),
        ("porteur", terms.holder.clone()),
        ("revision-annee", number(terms.review_year)),
        ("zonage", number(terms.zoning_generation)),
        ("etat", terms.status.code().to_owned()),
        ("source", terms.source.clone()),
        ("note", terms.note.clone()),
        ("revision", contract.revision.to_string()),
    ])
    .with_date("debut", Some(terms.starts_on))
    .with_date("fin", Some(terms.ends_on))
    .with_date("revision-le", terms.review_on);
    for place in places {
        form.add("quartiers", place.to_string());
    }
    form
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Contract>) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let areas = territory::facade::areas(&mut tx).await?;
    let places = store::contract::areas(&mut tx, contract.id).await?;
    let frame = visit.back_office("Modifier le contrat").with_breadcrumb(above(&contract));
    answer::page(&TermsPage::new(frame, form_of(&contract, &places), &areas, false))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let areas = territory::facade::areas(&mut tx).await?;
    let before = store::contract::areas(&mut tx, contract.id).await?;
    let outcome = async {
        let (stale, terms) = (fields.revision(), read(&fields));
        actions::amend_contract(&mut tx, &house.outside, &visit.actor, contract.id, stale, terms).await?;
        let places = ticked(&fields, &areas);
        if places != before {
            actions::set_areas(&mut tx, &house.outside, &visit.actor, contract.id, &places).await?;
        }
        Ok::<(), Failure>(())
    }
    .await;
    let again = async |form| {
        let frame = visit.back_office("Modifier le contrat").with_breadcrumb(above(&contract));
        Ok(TermsPage::new(frame, form, &areas, false))
    };
    let both = async || {
        let mut tx = house.read().await?;
        let kept = visible(&visit, store::contract::by_id(&mut tx, contract.id).await?)?;
        let terms = &kept.terms;
        let current = Current {
            revision: kept.revision,
            author: String::new(),
            fields: vec![
                Disputed::line("titre", "Titre du contrat", &terms.title),
                Disputed::line("porteur", "Porté par", &terms.holder),
                Disputed::long("source", "Source", &terms.source),
                Disputed::long("note", "Note", &terms.note),
            ],
        };
        let frame = visit.back_office(conflict::TITLE).with_breadcrumb(above(&contract));
        Ok(ConflictPage::new(frame, "ce contrat", current, &fields))
    };
    conflict::settle(tx, outcome, (|()| sheet_path(contract.id), "modifie"), &fields, again, both).await
}
