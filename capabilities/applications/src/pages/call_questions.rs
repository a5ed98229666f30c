//! What a call asks of applicants: sections, questions, documents, in order.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::Frame;
use kernel::french;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{above, call_path};
use crate::actions::call_form::{self, Move, Thing};
use crate::actions::calls;
use crate::acts;
use crate::rules::{Call, Part};

/// A line of the page: its key, its words, what is said beside.
pub(super) struct Line {
    pub key: String,
    pub words: String,
    pub beside: String,
}

/// A section with its questions.
pub(super) struct Block {
    pub line: Line,
    pub questions: Vec<Line>,
}

#[derive(Template)]
#[template(path = "pages/call_questions.html")]
pub(super) struct QuestionsPage {
    pub frame: Frame,
    pub path: String,
    pub blocks: Vec<Block>,
    pub attachments: Vec<Line>,
}

fn beside(part: Part, is_required: bool) -> String {
    let part = match part {
        Part::Application => "une fois pour le dossier",
        Part::Project => "pour chaque action",
    };
    format!("{part}, {}", if is_required { "obligatoire" } else { "facultatif" })
}

impl QuestionsPage {
    pub fn new(frame: Frame, call: &Call) -> Self {
        let question = |one: &crate::rules::Question| Line {
            key: one.key.clone(),
            words: french::spaced(&one.label),
            beside: format!("{}{}", one.kind.french(), if one.is_required { "" } else { ", facultatif" }),
        };
        let block = |one: &crate::rules::Section| Block {
            line: Line {
                key: one.key.clone(),
                words: french::spaced(&one.title),
                beside: match one.part {
                    Part::Application => "Une fois pour le dossier".to_owned(),
                    Part::Project => "Pour chaque action".to_owned(),
                },
            },
            questions: one.questions.iter().map(question).collect(),
        };
        let attachment = |one: &crate::rules::Attachment| Line {
            key: one.key.clone(),
            words: one.label.clone(),
            beside: beside(one.part, one.is_required),
        };
        Self {
            frame,
            path: format!("{}/formulaire", call_path(call.id)),
            blocks: call.terms.sections.iter().map(block).collect(),
            attachments: call.terms.attachments.iter().map(attachment).collect(),
        }
    }
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.read().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let frame = visit.back_office("Formulaire et pièces").with_breadcrumb(above(&call));
    answer::page(&QuestionsPage::new(frame, &call))
}

pub async fn shift(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, fields: Fields) -> Answer {
    let thing = match fields.text("nature") {
        "partie" => Thing::Section,
        "question" => Thing::Question,
        "piece" => Thing::Attachment,
        _ => return Err(Fault::not_found()),
    };
    let way = match fields.text("sens") {
        "monter" => Move::Up,
        "descendre" => Move::Down,
        "retirer" => Move::Out,
        _ => return Err(Fault::not_found()),
    };
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let what = (thing, fields.text("cle"), way);
    call_form::shift_thing(&mut tx, &house.outside, &visit.actor, at, what).await?;
    tx.commit().await?;
    let (path, done) = (call_path(id.uuid()), if way == Move::Out { "supprime" } else { "enregistre" });
    answer::done(&format!("{path}/formulaire"), done)
}
