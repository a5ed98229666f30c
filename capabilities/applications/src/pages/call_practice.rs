//! `/gestion/appels/{id}/usages`: what the contract of a call settled, who types with associations and what files mean.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{FieldError, Filled, Function};
use web::{Answer, Fields, House, PathId, Reading, Visit, answer};

use super::{above, call_path};
use crate::actions::{calls, practices};
use crate::rules::bringing::COLUMNS;
use crate::rules::{
    Call, OFFERED_TYPISTS, Practice, offered_states, read_columns, read_states, written_columns, written_states,
};
use crate::{acts, store};

const TITLE: &str = "Saisie et reprises";

#[derive(Template)]
#[template(path = "pages/call_practice.html")]
pub(super) struct PracticePage {
    pub frame: Frame,
    pub form: Form,
    pub typists: Vec<Choice>,
    pub states: String,
    pub columns: String,
}

impl PracticePage {
    pub fn new(frame: Frame, form: Form) -> Self {
        let choice = |function: Function| {
            let choice = Choice::new(function.code(), function.french());
            match function {
                Function::Interviewer => {
                    choice.hint("Médiatrices, adultes-relais, conseillers numériques : donnez-leur cette fonction.")
                }
                _ => choice,
            }
        };
        Self {
            frame: frame.with_form(&form),
            form,
            typists: OFFERED_TYPISTS.map(choice).to_vec(),
            states: offered_states().map(|state| state.french()).collect::<Vec<_>>().join(", "),
            columns: COLUMNS.iter().map(|column| column.header).collect::<Vec<_>>().join(", "),
        }
    }
}

/// Who types with associations, by function.
pub(super) fn typists(practice: &Practice) -> Vec<&'static str> {
    let others = practice.typists.iter().map(|function| function.french());
    [Function::ProjectManager, Function::CaseOfficer].map(Function::french).into_iter().chain(others).collect()
}

fn draw(visit: &Visit, call: &Call, form: Form) -> PracticePage {
    PracticePage::new(visit.back_office(TITLE).with_breadcrumb(above(call)), form)
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.read().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let (practice, revision) = store::practice::of_contract(&mut tx, call.contract).await?;
    let mut form = Form::filled([
        ("etats", written_states(&practice.states)),
        ("colonnes", written_columns(&practice.columns)),
        ("revision", revision.to_string()),
    ]);
    for function in &practice.typists {
        form.add("saisie", function.code());
    }
    answer::page(&draw(&visit, &call, form))
}

fn read(fields: &Fields) -> Filled<Practice> {
    let mut typed = Reading::of(fields);
    let mut told = |wrong: FieldError| typed.tell(&wrong.field, wrong.sentence);
    let practice = Practice {
        typists: OFFERED_TYPISTS
            .into_iter()
            .filter(|function| fields.all("saisie").contains(&function.code()))
            .collect(),
        states: read_states(fields.text("etats")).map_err(&mut told).unwrap_or_default(),
        columns: read_columns(fields.text("colonnes")).map_err(&mut told).unwrap_or_default(),
    };
    typed.filled(practice)
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let at = (call.contract, fields.revision().max(0));
    let outcome = practices::settle(&mut tx, &house.outside, &visit.actor, at, read(&fields)).await;
    let again = async |form| Ok(draw(&visit, &call, form));
    answer::settle(tx, outcome, (|()| call_path(call.id), "enregistre"), &fields, again).await
}
