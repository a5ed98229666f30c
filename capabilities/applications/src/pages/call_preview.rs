//! A call as an applicant would read it now, published or not: its page, then its questions.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::Frame;
use kernel::french;
use web::{Answer, House, PathId, Visit, answer};

use super::above;
use super::open_call::{Body, body, told};
use crate::actions::calls;
use crate::acts;
use crate::rules::{Call, CallTerms, Part, QuestionKind};

/// A section as it is read.
pub(super) struct Shown {
    pub title: String,
    pub part: &'static str,
    /// Question, help, how it is answered.
    pub questions: Vec<(String, String, String)>,
}

/// Sections as they are read.
pub(super) fn sections(terms: &CallTerms) -> Vec<Shown> {
    let question = |one: &crate::rules::Question| {
        let mut how = match one.kind {
            QuestionKind::Choice | QuestionKind::Choices => {
                format!("{} : {}", one.kind.french(), one.choices.join(" ; "))
            }
            QuestionKind::Text | QuestionKind::Line if one.most > 0 => {
                format!("{}, {} signes au plus", one.kind.french(), french::integer(one.most))
            }
            kind => kind.french().to_owned(),
        };
        if !one.is_required {
            how.push_str(" (facultatif)");
        }
        (french::spaced(&one.label), french::spaced(&one.hint), french::spaced(&how))
    };
    let section = |one: &crate::rules::Section| Shown {
        title: french::spaced(&one.title),
        part: match one.part {
            Part::Application => "une fois pour le dossier",
            Part::Project => "pour chaque action",
        },
        questions: one.questions.iter().map(question).collect(),
    };
    terms.sections.iter().map(section).collect()
}

#[derive(Template)]
#[template(path = "pages/call_preview.html")]
pub(super) struct PreviewPage {
    pub frame: Frame,
    pub body: Body,
    pub sections: Vec<Shown>,
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.read().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::READ_CALLS, id.uuid()).await?;
    let told = told(&mut tx, &call, &call.terms).await?;
    answer::page(&PreviewPage {
        frame: visit.back_office("L’appel vu par une association").with_breadcrumb(above(&call)),
        body: body(&call, &call.terms, told, house.outside.now()),
        sections: sections(&call.terms),
    })
}
