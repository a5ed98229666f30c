//! The grid applications are read with: criteria and weights that add up to 100.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use kernel::Filled;
use web::{Answer, Fields, House, PathId, Reading, Visit, answer};

use super::{above, call_path, revision_of};
use crate::actions::{call_form, calls};
use crate::acts;
use crate::rules::{Call, Criterion};

/// Lines offered.
const LINES: usize = 12;

#[derive(Template)]
#[template(path = "pages/call_grid.html")]
pub(super) struct GridPage {
    pub frame: Frame,
    pub form: Form,
    /// Names of the fields of each line: rank, key, label, help, weight.
    pub lines: Vec<(usize, String, String, String, String)>,
}

impl GridPage {
    pub fn new(frame: Frame, form: Form) -> Self {
        let line = |rank: usize| {
            let name = |base: &str| format!("{base}-{rank}");
            (rank, name("cle"), name("critere"), name("aide"), name("poids"))
        };
        Self { frame: frame.with_form(&form), form, lines: (1..=LINES).map(line).collect() }
    }
}

pub(super) fn form_of(call: &Call) -> Form {
    let mut form = Form::filled([("revision", revision_of(call))]);
    for (rank, one) in call.terms.criteria.iter().enumerate() {
        let rank = rank + 1;
        form.add(format!("cle-{rank}"), one.key.clone());
        form.add(format!("critere-{rank}"), one.label.clone());
        form.add(format!("aide-{rank}"), one.hint.clone());
        form.add(format!("poids-{rank}"), one.weight.to_string());
    }
    form
}

fn read(fields: &Fields) -> Filled<Vec<Criterion>> {
    let mut typed = Reading::of(fields);
    let mut all = Vec::new();
    for rank in 1..=LINES {
        let (label, weight) = (typed.text(&format!("critere-{rank}")), fields.text(&format!("poids-{rank}")));
        if label.is_empty() && weight.is_empty() {
            continue;
        }
        all.push(Criterion {
            key: typed.text(&format!("cle-{rank}")),
            label,
            hint: typed.text(&format!("aide-{rank}")),
            weight: typed.whole(&format!("poids-{rank}")).unwrap_or_default(),
        });
    }
    typed.filled(all)
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.read().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let frame = visit.back_office("Grille d’instruction").with_breadcrumb(above(&call));
    answer::page(&GridPage::new(frame, form_of(&call)))
}

pub async fn amend(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let at = (call.id, fields.revision());
    let outcome = call_form::set_grid(&mut tx, &house.outside, &visit.actor, at, read(&fields)).await;
    let again =
        async |form| Ok(GridPage::new(visit.back_office("Grille d’instruction").with_breadcrumb(above(&call)), form));
    answer::settle(tx, outcome, (|()| call_path(call.id), "enregistre"), &fields, again).await
}
