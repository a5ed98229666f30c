//! `/mon-association/groupes/nouveau` and `…/{id}/reglages`: what a group says of itself.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{listed, under};
use crate::actions::looking::{carried, led};
use crate::actions::{CircleTerms, founding};
use crate::rules::{Circle, LIST, circle_path};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/founding.html")]
pub(super) struct FoundingPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    /// Associations that may hold it; none to choose when there is one only, or it is founded.
    pub owners: Vec<Choice>,
    pub themes: Vec<Choice>,
    pub button: &'static str,
}

impl FoundingPage {
    pub fn new(frame: Frame, form: Form, path: String, (owners, themes): (Vec<Choice>, Vec<Choice>)) -> Self {
        let button = if path.ends_with("/nouveau") { "Créer le groupe" } else { "Enregistrer" };
        Self { frame: frame.with_form(&form), form, path, owners, themes, button }
    }

    fn revision(&self) -> &str {
        self.form.value("revision")
    }
}

/// Objectives of every contract, as choices.
async fn themes(tx: &mut Tx) -> Result<Vec<Choice>, Fault> {
    let mut all = Vec::new();
    for contract in strategy::facade::contracts(tx).await? {
        let nodes = strategy::facade::nodes(tx, contract.id).await?;
        all.extend(nodes.into_iter().map(|node| Choice::new(node.id.to_string(), &node.title)));
    }
    Ok(all)
}

fn read(fields: &Fields, themes: &[Choice]) -> Filled<CircleTerms> {
    let typed = Reading::of(fields);
    let known = |value: &&str| themes.iter().any(|choice| choice.value == *value);
    let terms = CircleTerms {
        name: typed.text("nom"),
        purpose: typed.text("objet"),
        themes: fields.all("themes").into_iter().filter(known).filter_map(|value| value.parse().ok()).collect(),
    };
    typed.filled(terms)
}

async fn new(house: &House, visit: &Visit, form: Form) -> Result<FoundingPage, Fault> {
    let mut tx = house.read().await?;
    let own = carried(&visit.actor, &acts::LEAD);
    let names = accounts::facade::organisation_names(&mut tx, &own).await?;
    let owners = match own.as_slice() {
        [_] => Vec::new(),
        several => {
            several.iter().filter_map(|id| names.get(id).map(|name| Choice::new(id.to_string(), name))).collect()
        }
    };
    let frame = listed(visit, "Créer un groupe");
    Ok(FoundingPage::new(frame, form, format!("{LIST}/nouveau"), (owners, themes(&mut tx).await?)))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    answer::page(&new(&house, &visit, Form::empty()).await?)
}

pub async fn found(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let owner: Option<Uuid> = match carried(&visit.actor, &acts::LEAD).as_slice() {
        [only] => Some(*only),
        _ => fields.text("association").parse().ok(),
    };
    let terms = read(&fields, &themes(&mut tx).await?);
    let outcome = founding::found(&mut tx, &house.outside, &visit.actor, owner, terms).await;
    let again = async |form| new(&house, &visit, form).await;
    answer::settle(tx, outcome, (circle_path, "enregistre"), &fields, again).await
}

async fn drawn(house: &House, visit: &Visit, id: Uuid, form: Option<Form>) -> Result<FoundingPage, Fault> {
    let mut tx = house.read().await?;
    let found = led(&mut tx, &visit.actor, id).await?;
    let form = match form {
        Some(form) => form,
        None => {
            let one = &found.circle;
            let values =
                [("nom", one.name.clone()), ("objet", one.purpose.clone()), ("revision", one.revision.to_string())];
            let mut form = Form::filled(values);
            for node in store::circle::themes(&mut tx, id).await? {
                form.add("themes", node.to_string());
            }
            form
        }
    };
    let frame = under(visit, &found, "Régler le groupe");
    Ok(FoundingPage::new(frame, form, format!("{}/reglages", circle_path(id)), (Vec::new(), themes(&mut tx).await?)))
}

pub async fn settings(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Circle>) -> Answer {
    answer::page(&drawn(&house, &visit, id.uuid(), None).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Circle>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let terms = read(&fields, &themes(&mut tx).await?);
    let at = (id.uuid(), fields.revision());
    let outcome = founding::amend(&mut tx, &house.outside, &visit.actor, at, terms).await;
    let again = async |form| drawn(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (|()| circle_path(id.uuid()), "enregistre"), &fields, again).await
}
