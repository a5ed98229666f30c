//! `/associations/{id}`: one association of the directory, who works near it, and writing to it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Link};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::declare::ToldPage;
use super::form::{Field, FormPage, Input};
use super::open_list::{Told, names, told};
use crate::actions::contacting::{self, Letter};
use crate::rules::Sheet;
use crate::store::sheet::Listed;
use crate::{actions, store};

/// Most neighbours told.
const MOST: usize = 6;

#[derive(Template)]
#[template(path = "pages/open.html")]
pub(super) struct OpenPage {
    pub frame: Frame,
    pub one: Told,
    pub website: String,
    pub can_write: bool,
    /// Who works on the same themes in the same neighbourhoods, with what they share.
    pub near: Vec<(Link, String)>,
}

/// Those who share a theme and a neighbourhood, those who share most first.
pub(super) fn near(one: &Told, others: &[Told]) -> Vec<(Link, String)> {
    let shared = |mine: &[String], theirs: &[String]| -> Vec<String> {
        mine.iter().filter(|name| theirs.contains(name)).cloned().collect()
    };
    let mut all: Vec<(usize, &Told, String)> = others
        .iter()
        .filter(|other| other.id != one.id)
        .filter_map(|other| {
            let (themes, areas) = (shared(&one.themes, &other.themes), shared(&one.areas, &other.areas));
            let is_near = !themes.is_empty() && !areas.is_empty();
            is_near.then(|| (themes.len() + areas.len(), other, format!("{}, {}", themes.join(", "), areas.join(", "))))
        })
        .collect();
    all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let link = |(_, other, shared): (usize, &Told, String)| {
        (Link::new(other.name.clone(), format!("/associations/{}", other.id)), shared)
    };
    all.into_iter().take(MOST).map(link).collect()
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let sheet = store::sheet::of(&mut tx, id.uuid()).await?.filter(|sheet| sheet.listing.is_listed);
    let (Some(sheet), Some(card)) = (sheet, accounts::facade::organisation(&mut tx, id.uuid()).await?) else {
        return Err(Fault::not_found());
    };
    let names = names(&mut tx).await?;
    let own = Listed { id: card.id, acronym: sheet.identity.acronym, summary: sheet.listing.summary };
    let one = told(&mut tx, (&own, &card.name), &names).await?;
    let neighbours = store::sheet::near(&mut tx, card.id, MOST as i64).await?;
    let ids: Vec<kernel::Uuid> = neighbours.iter().map(|one| one.id).collect();
    let named = accounts::facade::organisation_names(&mut tx, &ids).await?;
    let mut others = Vec::with_capacity(neighbours.len());
    for neighbour in &neighbours {
        if let Some(name) = named.get(&neighbour.id) {
            others.push(told(&mut tx, (neighbour, name), &names).await?);
        }
    }
    let frame = visit.public_in_french(&card.name);
    let above = vec![Link::new("Accueil", "/"), Link::new("Les associations", "/associations")];
    answer::page(&OpenPage {
        frame: frame.with_breadcrumb(above),
        near: near(&one, &others),
        one,
        website: sheet.contact.website,
        can_write: !sheet.contact.email.is_empty(),
    })
}

/// Letters one network may send in a quarter of an hour.
const WRITTEN: (&str, i64) = ("directory.contact", 5);

pub(super) fn letter_page(frame: Frame, form: Form, action: String) -> FormPage {
    let fields = vec![
        Field::new("nom", "Votre nom", Input::Text),
        Field::new("courriel", "Votre adresse électronique", Input::Email)
            .hint("Elle est donnée à l’association, pour vous répondre."),
        Field::new("message", "Votre message", Input::Long),
    ];
    FormPage::new(frame, form, action, fields, "Envoyer le message").lead(
        "Votre message part par courriel à l’association. La plateforme n’en garde pas le texte plus de sept jours.",
    )
}

async fn letter(house: &House, visit: &Visit, id: kernel::Uuid, form: Form) -> Result<FormPage, Fault> {
    let mut tx = house.read().await?;
    let card = accounts::facade::organisation(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    let sheet = actions::sheet_of(&mut tx, id).await?;
    if !sheet.listing.is_listed || sheet.contact.email.is_empty() {
        return Err(Fault::not_found());
    }
    let above = vec![
        Link::new("Accueil", "/"),
        Link::new("Les associations", "/associations"),
        Link::new(&card.name, format!("/associations/{id}")),
    ];
    let frame = visit.public_in_french("Écrire à l’association").with_breadcrumb(above);
    Ok(letter_page(frame, form, format!("/associations/{id}/message")))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    answer::page(&letter(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn write(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    accounts::facade::count_try(&house, WRITTEN, visit.client).await?;
    let mut tx = house.write().await?;
    let typed = |name: &str| fields.text(name).to_owned();
    let one = Letter { name: typed("nom"), email: typed("courriel"), words: typed("message") };
    let to = (id.uuid(), house.settings.site.service.as_str());
    match contacting::write(&mut tx, &house.outside, &visit.actor, to, &one).await {
        Ok(()) => {
            tx.commit().await?;
            house.bell.ring();
            let back = Link::new("Revenir à l’association", format!("/associations/{}", id.uuid()));
            let sentence = "L’association vous répondra à l’adresse que vous avez donnée.".to_owned();
            answer::page(&ToldPage { frame: visit.public_in_french("Votre message est parti"), sentence, back })
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&letter(&house, &visit, id.uuid(), form).await?)
        }
    }
}
