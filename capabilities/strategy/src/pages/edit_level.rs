//! Adding a level, and giving it the names this contract uses.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::conflict::{self, ConflictPage, Current, Disputed};
use super::{above, sheet_path, visible};
use crate::actions::NewLevel;
use crate::rules::{Contract, Level, LevelNames};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/edit_level.html")]
pub(super) struct LevelPage {
    pub frame: Frame,
    pub form: Form,
    pub depths: Vec<Choice>,
    /// The level, when it is there already.
    pub known: Option<Uuid>,
}

impl LevelPage {
    pub fn new(frame: Frame, form: Form, known: Option<Uuid>) -> Self {
        let depths = (1..=6)
            .map(|depth| Choice::new(depth.to_string(), &format!("Niveau {depth}")))
            .chain([Choice::new("transversal", "Transversal").hint("Il traverse tout l’arbre.")])
            .collect();
        Self { frame: frame.with_form(&form), form, depths, known }
    }
}

fn names(fields: &Fields) -> LevelNames {
    LevelNames { singular: fields.text("singulier").to_owned(), plural: fields.text("pluriel").to_owned() }
}

fn read(fields: &Fields) -> Filled<NewLevel> {
    let mut typed = Reading::of(fields);
    let place = |chosen: &str| match chosen {
        "transversal" => Some((1, true)),
        depth => depth.parse().ok().filter(|depth| (1..=6).contains(depth)).map(|depth| (depth, false)),
    };
    let place = typed.coded("profondeur", place, "Choisissez la place du niveau dans l’arbre");
    let (depth, is_transversal) = place.unwrap_or((1, false));
    typed.filled(NewLevel { depth, names: names(fields), is_transversal })
}

fn frame(visit: &Visit, contract: &Contract, title: &str) -> Frame {
    visit.back_office(title).with_breadcrumb(above(contract))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Contract>) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    answer::page(&LevelPage::new(frame(&visit, &contract, "Ajouter un niveau"), Form::empty(), None))
}

pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let outcome = actions::add_level(&mut tx, &house.outside, &visit.actor, contract.id, read(&fields)).await;
    let again = async |form| Ok(LevelPage::new(frame(&visit, &contract, "Ajouter un niveau"), form, None));
    answer::settle(tx, outcome, (|_| sheet_path(contract.id), "ajoute"), &fields, again).await
}

async fn found(tx: &mut database::Tx, visit: &Visit, id: Uuid) -> Result<(Level, Contract), Fault> {
    let level = store::tree::level(tx, id).await?.ok_or_else(Fault::not_found)?;
    let contract = visible(visit, store::contract::by_id(tx, level.contract).await?)?;
    Ok((level, contract))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Level>) -> Answer {
    let mut tx = house.read().await?;
    let (level, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let form = Form::filled([
        ("singulier", level.names.singular),
        ("pluriel", level.names.plural),
        ("revision", level.revision.to_string()),
    ]);
    answer::page(&LevelPage::new(frame(&visit, &contract, "Renommer un niveau"), form, Some(level.id)))
}

pub async fn rename(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Level>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (level, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let stale = fields.revision();
    let outcome = actions::rename_level(&mut tx, &house.outside, &visit.actor, level.id, stale, names(&fields)).await;
    let again = async |form| Ok(LevelPage::new(frame(&visit, &contract, "Renommer un niveau"), form, Some(level.id)));
    let both = async || {
        let mut tx = house.read().await?;
        let (kept, _) = found(&mut tx, &visit, level.id).await?;
        let current = Current {
            revision: kept.revision,
            author: String::new(),
            fields: vec![
                Disputed::line("singulier", "Nom au singulier", &kept.names.singular),
                Disputed::line("pluriel", "Nom au pluriel", &kept.names.plural),
            ],
        };
        Ok(ConflictPage::new(frame(&visit, &contract, conflict::TITLE), "ce niveau", current, &fields))
    };
    conflict::settle(tx, outcome, (|_| sheet_path(contract.id), "modifie"), &fields, again, both).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Level>) -> Answer {
    let mut tx = house.write().await?;
    let contract = actions::remove_level(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&sheet_path(contract), "supprime")
}
