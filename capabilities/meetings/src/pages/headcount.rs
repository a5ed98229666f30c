//! How many people of which category came to a gathering. Nobody is named.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame};
use kernel::Failure;
use listening::facade::gatherings::Gathering;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{above_in, may, readable};
use crate::rules::{Dimension, categories, disagreement, headcount_field, read_headcount};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/headcount.html")]
pub(super) struct HeadcountPage {
    pub frame: Frame,
    pub form: Form,
    /// Each dimension with the field and the name of its categories.
    pub dimensions: Vec<(&'static str, Vec<(String, &'static str)>)>,
    pub disagreement: Option<String>,
    pub may_hold: bool,
}

impl HeadcountPage {
    pub fn new(frame: Frame, form: Form, disagreement: Option<String>, may_hold: bool) -> Self {
        let own = |dimension: Dimension| {
            categories(dimension).iter().map(|(code, french)| (headcount_field(dimension, code), *french)).collect()
        };
        let dimensions = Dimension::ALL.iter().map(|one| (one.french(), own(*one))).collect();
        Self { frame: frame.with_form(&form), form, dimensions, disagreement, may_hold }
    }
}

async fn draw(tx: &mut Tx, visit: &Visit, gathering: &Gathering, typed: Option<Form>) -> Result<HeadcountPage, Fault> {
    let counted = store::meeting::headcount(tx, gathering.id).await?;
    let told = disagreement(&counted);
    let filled = || {
        Form::filled(counted.iter().map(|one| (headcount_field(one.dimension, &one.category), one.people.to_string())))
    };
    let frame = visit.back_office("Participants").with_caption(gathering.name()).with_breadcrumb(above_in(gathering));
    Ok(HeadcountPage::new(frame, typed.unwrap_or_else(filled), told, may(&visit.actor, &acts::HOLD, gathering)))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Gathering>) -> Answer {
    let mut tx = house.read().await?;
    let gathering = readable(&mut tx, &visit.actor, id.uuid()).await?;
    answer::page(&draw(&mut tx, &visit, &gathering, None).await?)
}

pub async fn save(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Gathering>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let gathering = readable(&mut tx, &visit.actor, id.uuid()).await?;
    let outcome = match read_headcount(|name| fields.text(name)) {
        Ok(counted) => actions::count_people(&mut tx, &house.outside, &visit.actor, id.uuid(), counted).await,
        Err(errors) => Err(Failure::Input(errors)),
    };
    let path = |()| format!("/gestion/rencontres/{id}/participants");
    let again = async |form| draw(&mut house.read().await?, &visit, &gathering, Some(form)).await;
    answer::settle(tx, outcome, (path, "enregistre"), &fields, again).await
}
