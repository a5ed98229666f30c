//! `/gestion/actions/validation`: whether sheets of a contract are validated before they are published.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use web::{Answer, Asked, Fields, House, Visit, answer};

use super::{above_board, whole};
use crate::actions::{self, Around};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/validation.html")]
pub(super) struct ValidationPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    /// Who validates, in French.
    pub functions: String,
}

impl ValidationPage {
    pub fn new(frame: Frame, form: Form, contract: &str) -> Self {
        let functions: Vec<String> = acts::VALIDATE.functions.iter().map(|one| one.french().to_lowercase()).collect();
        Self { frame: frame.with_form(&form), form, contract: contract.to_owned(), functions: functions.join(", ") }
    }
}

fn drawn(visit: &Visit, around: &Around, form: Form) -> ValidationPage {
    let frame = visit.back_office("Validation des fiches").with_caption(&*around.contract.title);
    ValidationPage::new(frame.with_breadcrumb(above_board()), form, &around.contract.code)
}

fn path(around: &Around) -> String {
    format!("/gestion/actions/validation?contrat={}", answer::encode(&around.contract.code))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let around = whole(&mut tx, &visit, asked.text("contrat"), &acts::PUBLISH).await?;
    let (is_asked, revision) = store::validation::setting(&mut tx, around.contract.id).await?;
    let form = Form::filled([("revision", revision.to_string())]);
    let form = if is_asked { form.with("demandee", "oui") } else { form };
    answer::page(&drawn(&visit, &around, form))
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = whole(&mut tx, &visit, fields.text("contrat"), &acts::PUBLISH).await?;
    let wanted = (fields.is_ticked("demandee"), fields.revision());
    let outcome = actions::ask_validation(&mut tx, &house.outside, &visit.actor, around.contract.id, wanted).await;
    let again = async |form| Ok(drawn(&visit, &around, form));
    answer::settle(tx, outcome, (|()| path(&around), "modifie"), &fields, again).await
}
