//! Adding a level, and giving it the names this contract uses.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::Filled;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

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
    pub is_new: bool,
}

impl LevelPage {
    pub fn new(frame: Frame, form: Form, is_new: bool) -> Self {
        let depths = (1..=6)
            .map(|depth| Choice::new(depth.to_string(), &format!("Niveau {depth}")))
            .chain([Choice::new("transversal", "Transversal").hint("Il traverse tout l’arbre.")])
            .collect();
        Self { frame: frame.with_form(&form), form, depths, is_new }
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
    answer::page(&LevelPage::new(frame(&visit, &contract, "Ajouter un niveau"), Form::empty(), true))
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
    let again = async |form| Ok(LevelPage::new(frame(&visit, &contract, "Ajouter un niveau"), form, true));
    answer::settle(tx, outcome, (|_| sheet_path(contract.id), "ajoute"), &fields, again).await
}

async fn found(tx: &mut database::Tx, visit: &Visit, id: kernel::Uuid) -> Result<(Level, Contract), Fault> {
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
    answer::page(&LevelPage::new(frame(&visit, &contract, "Renommer un niveau"), form, false))
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
    let again = async |form| Ok(LevelPage::new(frame(&visit, &contract, "Renommer un niveau"), form, false));
    answer::settle(tx, outcome, (|_| sheet_path(contract.id), "modifie"), &fields, again).await
}
