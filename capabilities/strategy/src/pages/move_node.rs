//! « Déplacer vers… »: another parent for a node, without pointer nor script.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::Uuid;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::tree::{near, tree_path};
use super::{above, visible};
use crate::actions::Destination;
use crate::rules::{Branch, Contract, Level, Node, branches, may_stand_under, neighbours};
use crate::{actions, store};

/// Places offered as a list; past it, the reference is typed.
pub(super) const MOST_PLACES: usize = 120;

#[derive(Template)]
#[template(path = "pages/move_node.html")]
pub(super) struct MovePage {
    pub frame: Frame,
    pub form: Form,
    pub title: String,
    pub now: String,
    pub places: Vec<Choice>,
    pub ranks: Vec<Choice>,
    pub seen_under: String,
}

/// Nodes under which one of this level may stand, in the order of the tree.
pub(super) fn places(levels: &[Level], tree: &[Branch], level: Uuid) -> Vec<Choice> {
    fn add(all: &mut Vec<Choice>, branches: &[Branch], own: &Level) {
        for branch in branches {
            if may_stand_under(own, Some(&branch.level)) {
                let label = format!("{} {}", branch.node.text.code, branch.node.text.title);
                all.push(Choice::new(branch.node.id.to_string(), &label));
            }
            add(all, &branch.children, own);
        }
    }
    let mut all = Vec::new();
    if let Some(own) = levels.iter().find(|one| one.id == level) {
        if own.depth == 1 {
            all.push(Choice::new("haut", "En haut de l’arbre"));
        }
        add(&mut all, tree, own);
    }
    all
}

/// Everything the page shows, as the tree stands.
async fn drawn(tx: &mut Tx, frame: Frame, node: &Node, form: Form) -> Result<MovePage, Fault> {
    let levels = store::tree::levels(tx, node.contract).await?;
    let nodes = store::tree::nodes(tx, node.contract).await?;
    let places = places(&levels, &branches(&levels, &nodes), node.level);
    let parent = node.parent.and_then(|id| nodes.iter().find(|other| other.id == id));
    let rank = neighbours(&nodes, node.level, node.parent).iter().position(|one| one.id == node.id).unwrap_or(0) + 1;
    let under = parent.map_or("en haut de l’arbre".to_owned(), |parent| format!("sous « {} »", parent.text.title));
    Ok(MovePage {
        frame: frame.with_form(&form),
        form,
        title: node.text.title.clone(),
        now: format!("{under}, au rang {rank}"),
        places: if places.len() > MOST_PLACES { Vec::new() } else { places },
        ranks: vec![Choice::new("dernier", "En dernier"), Choice::new("premier", "En premier")],
        seen_under: node.parent.map_or_else(|| "haut".to_owned(), |parent| parent.to_string()),
    })
}

fn frame(visit: &Visit, contract: &Contract) -> Frame {
    let mut above = above(contract);
    above.push(Link::new("Arbre", tree_path(contract.id)));
    visit.back_office("Déplacer un élément").with_breadcrumb(above)
}

async fn found(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(Node, Contract), Fault> {
    let node = store::tree::node(tx, id).await?.ok_or_else(Fault::not_found)?;
    let contract = visible(visit, store::contract::by_id(tx, node.contract).await?)?;
    Ok((node, contract))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Node>) -> Answer {
    let mut tx = house.read().await?;
    let (node, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let form = Form::filled([("rang", "dernier")]);
    answer::page(&drawn(&mut tx, frame(&visit, &contract), &node, form).await?)
}

pub async fn transfer(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Node>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (node, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let named = actions::parent_named(&mut tx, contract.id, fields.text("vers")).await?;
    let parent = named.unwrap_or_else(|sentence| {
        typed.tell("vers", sentence);
        node.parent
    });
    let before = match (fields.text("avant").parse(), fields.text("rang")) {
        (Ok(before), _) => Some(before),
        (Err(_), "premier") => {
            let nodes = store::tree::nodes(&mut tx, contract.id).await?;
            neighbours(&nodes, node.level, parent).iter().map(|one| one.id).find(|one| *one != node.id)
        }
        _ => None,
    };
    // Nothing said of where it was seen is no promise that it did not move.
    let seen_under = match fields.text("depuis") {
        "haut" => None,
        text => text.parse().ok().or(Some(Uuid::nil())),
    };
    let to = typed.filled(Destination { parent, before, seen_under });
    let why = fields.text("raison");
    let outcome = actions::transfer_node(&mut tx, &house.outside, &visit.actor, node.id, to, why).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, frame(&visit, &contract), &node, form).await
    };
    answer::settle(tx, outcome, (|contract| near(contract, node.id), "modifie"), &fields, again).await
}
