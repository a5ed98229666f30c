//! Adding, changing, moving and removing an element of the tree.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::Uuid;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, sheet_path, visible};
use crate::actions::Direction;
use crate::rules::{Contract, Level, Node, NodeText};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/edit_node.html")]
pub(super) struct NodePage {
    pub frame: Frame,
    pub form: Form,
    pub levels: Vec<Choice>,
    pub parent: Option<(String, String)>,
    pub remove: Option<String>,
}

fn frame(visit: &Visit, contract: &Contract, title: &str) -> Frame {
    visit.back_office(title).with_breadcrumb(above(contract))
}

fn text(fields: &Fields) -> NodeText {
    NodeText {
        code: fields.text("reference").to_owned(),
        title: fields.text("intitule").to_owned(),
        summary: fields.text("resume").to_owned(),
        note: fields.text("note").to_owned(),
    }
}

/// What a new node may be: the levels just below the parent chosen, or those at the top.
struct Place {
    parent: Option<Node>,
    levels: Vec<Level>,
}

impl Place {
    async fn load(tx: &mut database::Tx, contract: Uuid, parent: &str) -> Result<Self, Fault> {
        let levels = store::tree::levels(tx, contract).await?;
        let parent = match parent.parse::<Uuid>() {
            Ok(id) => store::tree::node(tx, id).await?.filter(|node| node.contract == contract),
            Err(_) => None,
        };
        let above = parent.as_ref().and_then(|node| levels.iter().find(|level| level.id == node.level)).cloned();
        let levels = levels.into_iter().filter(|level| crate::rules::may_stand_under(level, above.as_ref())).collect();
        Ok(Self { parent, levels })
    }

    fn page(&self, frame: Frame, form: Form) -> NodePage {
        let choices = self.levels.iter().map(|level| Choice::new(level.id.to_string(), &level.names.singular));
        let parent = self.parent.as_ref().map(|node| (node.id.to_string(), node.text.title.clone()));
        NodePage { frame: frame.with_form(&form), form, levels: choices.collect(), parent, remove: None }
    }
}

pub async fn blank(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let place = Place::load(&mut tx, contract.id, asked.text("sous")).await?;
    let form = match place.levels.as_slice() {
        [only] => Form::filled([("niveau", only.id.to_string())]),
        _ => Form::empty(),
    };
    answer::page(&place.page(frame(&visit, &contract, "Ajouter un élément"), form))
}

pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let place = Place::load(&mut tx, contract.id, fields.text("parent")).await?;
    let parent = place.parent.as_ref().map(|node| node.id);
    let mut typed = Reading::of(&fields);
    let level = typed.chosen("niveau", "Choisissez un niveau").unwrap_or_default();
    let node = typed.filled((level, text(&fields)));
    let outcome = actions::add_node(&mut tx, &house.outside, &visit.actor, contract.id, parent, node).await;
    let again = async |form| Ok(place.page(frame(&visit, &contract, "Ajouter un élément"), form));
    answer::settle(tx, outcome, (|_| sheet_path(contract.id), "ajoute"), &fields, again).await
}

async fn found(tx: &mut database::Tx, visit: &Visit, id: Uuid) -> Result<(Node, Contract), Fault> {
    let node = store::tree::node(tx, id).await?.ok_or_else(Fault::not_found)?;
    let contract = visible(visit, store::contract::by_id(tx, node.contract).await?)?;
    Ok((node, contract))
}

fn edit_page(visit: &Visit, contract: &Contract, node: &Node, form: Form) -> NodePage {
    let remove = Some(format!("/gestion/contrats/elements/{}/suppression", node.id));
    let frame = frame(visit, contract, "Modifier un élément").with_form(&form);
    NodePage { frame, form, levels: Vec::new(), parent: None, remove }
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Node>) -> Answer {
    let mut tx = house.read().await?;
    let (node, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let form = Form::filled([
        ("reference", node.text.code.clone()),
        ("intitule", node.text.title.clone()),
        ("resume", node.text.summary.clone()),
        ("note", node.text.note.clone()),
        ("revision", node.revision.to_string()),
    ]);
    answer::page(&edit_page(&visit, &contract, &node, form))
}

pub async fn amend(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Node>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (node, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let stale = fields.revision();
    let outcome = actions::amend_node(&mut tx, &house.outside, &visit.actor, (node.id, stale), text(&fields), "").await;
    let again = async |form| Ok(edit_page(&visit, &contract, &node, form));
    answer::settle(tx, outcome, (|_| sheet_path(contract.id), "modifie"), &fields, again).await
}

async fn moved(house: &House, visit: &Visit, id: Uuid, direction: Direction) -> Answer {
    let mut tx = house.write().await?;
    let contract = actions::move_node(&mut tx, &house.outside, &visit.actor, id, direction).await?;
    tx.commit().await?;
    answer::done(&sheet_path(contract), "modifie")
}

pub async fn move_up(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Node>) -> Answer {
    moved(&house, &visit, id.uuid(), Direction::Up).await
}

pub async fn move_down(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Node>) -> Answer {
    moved(&house, &visit, id.uuid(), Direction::Down).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Node>) -> Answer {
    let mut tx = house.write().await?;
    let contract = actions::remove_node(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&sheet_path(contract), "supprime")
}
