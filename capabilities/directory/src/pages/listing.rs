//! What the public directory tells of an association: chosen by the association.

use std::sync::Arc;

use accounts::facade::OrganisationCard;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::form::{Field, FormPage, Input};
use super::{choices, choices_of, sheet_path, under};
use crate::actions::{self, listing};
use crate::rules::{Listing, Public, Sheet};

/// Objectives of every contract, by their identifier: « O02 Éducation ».
pub(super) async fn themes(tx: &mut Tx) -> Result<Vec<(Uuid, String)>, Fault> {
    let mut all = Vec::new();
    for contract in strategy::facade::contracts(tx).await? {
        let nodes = strategy::facade::nodes(tx, contract.id).await?;
        all.extend(nodes.into_iter().map(|node| (node.id, node.title)));
    }
    Ok(all)
}

/// Neighbourhoods by their identifier.
pub(super) async fn areas(tx: &mut Tx) -> Result<Vec<(Uuid, String)>, Fault> {
    Ok(territory::facade::areas(tx).await?.into_iter().map(|area| (area.id, area.name)).collect())
}

pub(super) fn fields(themes: Vec<Choice>, areas: Vec<Choice>) -> Vec<Field> {
    vec![
        Field::new("present", "L’association veut être dans l’annuaire public", Input::Box)
            .hint("Chacun peut alors lire ce qui suit et lui écrire par un formulaire. Ni adresse ni téléphone ne sont montrés."),
        Field::new("resume", "Ce que fait l’association", Input::Long).hint("En mots simples, 600 signes au plus.").optional(),
        Field::new("themes", "Sur quels thèmes\u{202f}?", Input::Several(themes)).optional(),
        Field::new("quartiers", "Dans quels quartiers\u{202f}?", Input::Several(areas)).optional(),
        Field::new("publics", "Pour qui\u{202f}?", Input::Several(choices_of!(Public))).optional(),
    ]
}

async fn page(tx: &mut Tx, visit: &Visit, card: &OrganisationCard, form: Form) -> Result<FormPage, Fault> {
    let fields = fields(choices(themes(tx).await?), choices(areas(tx).await?));
    Ok(FormPage::new(under(visit, card, "Annuaire public"), form, visit.path.clone(), fields, "Enregistrer"))
}

fn read(fields: &Fields, themes: &[(Uuid, String)], areas: &[(Uuid, String)]) -> Filled<Listing> {
    let typed = Reading::of(fields);
    let among = |name: &str, known: &[(Uuid, String)]| -> Vec<Uuid> {
        let ids = fields.all(name).into_iter().filter_map(|id| id.parse().ok());
        ids.filter(|id| known.iter().any(|(known, _)| known == id)).collect()
    };
    let listing = Listing {
        is_listed: fields.is_ticked("present"),
        summary: typed.text("resume"),
        themes: among("themes", themes),
        areas: among("quartiers", areas),
        publics: fields.all("publics").into_iter().filter_map(Public::from_code).collect(),
    };
    typed.filled(listing)
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let (card, _) = actions::filled(&mut tx, &visit.actor, id.uuid()).await?;
    let sheet = actions::sheet_of(&mut tx, card.id).await?;
    let one = &sheet.listing;
    let mut form = Form::filled([("resume", one.summary.clone()), ("revision", sheet.listing_revision.to_string())]);
    if one.is_listed {
        form.add("present", "oui");
    }
    let ids = one.themes.iter().map(|id| ("themes", id.to_string()));
    let ids = ids.chain(one.areas.iter().map(|id| ("quartiers", id.to_string())));
    for (name, value) in ids.chain(one.publics.iter().map(|public| ("publics", public.code().to_owned()))) {
        form.add(name, value);
    }
    answer::page(&page(&mut tx, &visit, &card, form).await?)
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (card, _) = actions::filled(&mut tx, &visit.actor, id.uuid()).await?;
    let listing = read(&fields, &themes(&mut tx).await?, &areas(&mut tx).await?);
    let at = (card.id, fields.revision());
    let outcome = listing::tell(&mut tx, &house.outside, &visit.actor, at, listing).await;
    let path = sheet_path(&visit, card.id);
    let again = async |form| page(&mut house.read().await?, &visit, &card, form).await;
    answer::settle(tx, outcome, (|()| path, "enregistre"), &fields, again).await
}
