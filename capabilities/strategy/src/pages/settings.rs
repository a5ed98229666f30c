//! What is set for a whole tree: its references counted again, the lenses of the contract.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::tree::tree_path;
use super::{above, visible};
use crate::rules::{Contract, Lens, Numbering, branches, lenses, numbered};
use crate::{actions, store};

/// Counting references again.
#[derive(Template)]
#[template(path = "pages/numbering.html")]
pub(super) struct NumberingPage {
    pub frame: Frame,
    pub form: Form,
    pub ways: Vec<Choice>,
}

/// The lenses of a contract.
#[derive(Template)]
#[template(path = "pages/lenses.html")]
pub(super) struct LensesPage {
    pub frame: Frame,
    pub form: Form,
    pub lenses: Vec<(String, String)>,
}

fn frame(visit: &Visit, contract: &Contract, title: &str) -> Frame {
    let mut above = above(contract);
    above.push(Link::new("Arbre", tree_path(contract.id)));
    visit.back_office(title).with_breadcrumb(above)
}

async fn numbering(tx: &mut Tx, frame: Frame, contract: &Contract, form: Form) -> Result<NumberingPage, Fault> {
    let levels = store::tree::levels(tx, contract.id).await?;
    let tree = branches(&levels, &store::tree::nodes(tx, contract.id).await?);
    let way = |how: &Numbering| {
        let codes: Vec<String> = numbered(&levels, &tree, *how).into_iter().take(8).map(|(_, code)| code).collect();
        let hint = match codes.is_empty() {
            true => String::new(),
            false => format!("Ici : {}…", codes.join(", ")),
        };
        Choice::new(how.code(), how.french()).hint(hint.as_str())
    };
    let ways = Numbering::ALL.iter().map(way).collect();
    Ok(NumberingPage { frame: frame.with_form(&form), form, ways })
}

pub async fn numbering_blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Contract>) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let frame = frame(&visit, &contract, "Renuméroter l’arbre");
    answer::page(&numbering(&mut tx, frame, &contract, Form::empty()).await?)
}

pub async fn number(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let mut typed = Reading::of(&fields);
    let how = typed.coded("maniere", Numbering::from_code, "Choisissez comment compter les références");
    let outcome = match typed.filled(how).sound() {
        Ok(how) => {
            let how = how.unwrap_or(Numbering::Running);
            actions::number_tree(&mut tx, &house.outside, &visit.actor, contract.id, how).await
        }
        Err(failure) => Err(failure),
    };
    let again = async |form| {
        let mut tx = house.read().await?;
        numbering(&mut tx, frame(&visit, &contract, "Renuméroter l’arbre"), &contract, form).await
    };
    answer::settle(tx, outcome, (|_| tree_path(contract.id), "modifie"), &fields, again).await
}

async fn listed(tx: &mut Tx, frame: Frame, contract: &Contract, form: Form) -> Result<LensesPage, Fault> {
    let known = lenses(store::tree::own_lenses(tx, contract.id).await?);
    let nodes = store::tree::nodes(tx, contract.id).await?;
    let count = |lens: &Lens| {
        let tag = crate::rules::NodeTag::Lens(lens.code.clone());
        let count = nodes.iter().filter(|node| node.tags.contains(&tag)).count() as i64;
        kernel::french::count(count, "élément", "éléments")
    };
    let lenses = known.iter().map(|lens| (lens.label.clone(), count(lens))).collect();
    Ok(LensesPage { frame: frame.with_form(&form), form, lenses })
}

pub async fn lenses_page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Contract>) -> Answer {
    let mut tx = house.read().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let frame = frame(&visit, &contract, "Regards du contrat");
    answer::page(&listed(&mut tx, frame, &contract, Form::empty()).await?)
}

pub async fn add_lens(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Contract>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let contract = visible(&visit, store::contract::by_id(&mut tx, id.uuid()).await?)?;
    let label = fields.text("regard");
    let outcome = actions::add_lens(&mut tx, &house.outside, &visit.actor, contract.id, label).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        listed(&mut tx, frame(&visit, &contract, "Regards du contrat"), &contract, form).await
    };
    let back = |()| format!("/gestion/contrats/{}/regards", contract.id);
    answer::settle(tx, outcome, (back, "ajoute"), &fields, again).await
}
