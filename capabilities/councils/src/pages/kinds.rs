//! Kinds of structure of a council.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::setting::lines;
use super::{above, sheet_path};
use crate::actions::{self, NewKinds, kind_field};
use crate::rules::Council;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/kinds.html")]
pub(super) struct KindsPage {
    pub frame: Frame,
    pub form: Form,
    /// The field of each kind, and what it is called.
    pub kinds: Vec<(String, String)>,
}

impl KindsPage {
    pub fn new(frame: Frame, form: Form, kinds: &[(Uuid, String)]) -> Self {
        let fields = kinds.iter().zip(1..).map(|(kind, rank)| (kind_field(kind.0), format!("Type {rank}")));
        Self { frame: frame.with_form(&form), form, kinds: fields.collect() }
    }
}

/// The form of the kinds there are.
pub(super) fn form_of(kinds: &[(Uuid, String)], revision: i64) -> Form {
    let mut form = Form::filled([("revision", revision.to_string())]);
    for (id, name) in kinds {
        form.add(kind_field(*id), name.clone());
    }
    form
}

async fn drawn(tx: &mut Tx, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<KindsPage, Fault> {
    let council = actions::council(tx, &visit.actor, &acts::SET_UP, id).await?;
    let kinds = store::council::kinds(tx, council.id).await?;
    let frame = visit.back_office("Types de structure").with_breadcrumb(above(&council));
    Ok(KindsPage::new(frame, typed.unwrap_or_else(|| form_of(&kinds, council.revision)), &kinds))
}

fn read(fields: &Fields, kinds: Vec<(Uuid, String)>) -> Filled<NewKinds> {
    let typed = Reading::of(fields);
    let known = kinds.into_iter().map(|(id, _)| (id, typed.text(&kind_field(id)))).collect();
    typed.filled(NewKinds { known, added: lines(fields.text("types")) })
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Council>) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &visit, id.uuid(), None).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Council>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let council = actions::council(&mut tx, &visit.actor, &acts::SET_UP, id.uuid()).await?;
    let kinds = read(&fields, store::council::kinds(&mut tx, council.id).await?);
    let at = (council.id, fields.revision());
    let outcome = actions::amend_kinds(&mut tx, &house.outside, &visit.actor, at, kinds).await;
    let again = async |form| drawn(&mut house.read().await?, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (sheet_path, "modifie"), &fields, again).await
}
