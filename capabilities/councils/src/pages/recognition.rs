//! What leads the prefect to recognise a council, for those who prepare it and those who decide.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Link, TableOptions};
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, choices_of, may, sheet_path};
use crate::actions::{self, NewStep};
use crate::rules::{Council, DrawState, RecognitionStep};
use crate::store::recognition::Taken;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/recognition.html")]
pub(super) struct RecognitionPage {
    pub frame: Frame,
    pub form: Form,
    pub told: String,
    pub table: Option<Html>,
    pub steps: Vec<Choice>,
    /// The lists of names to hand over, one a college drawn.
    pub lists: Vec<Link>,
    pub may_note: bool,
}

/// Where the recognition of a council is followed.
pub(super) fn recognition_path(council: Uuid) -> String {
    format!("{}/reconnaissance", sheet_path(council))
}

/// « Arrêté préfectoral n° 2027-12 du 3 mars 2027 »; nothing when the prefect signed none.
pub(super) fn decree(steps: &[Taken]) -> Option<String> {
    let last = steps.iter().rev().find(|one| one.step == RecognitionStep::Recognised)?;
    Some(format!("Arrêté préfectoral n°\u{a0}{} du {}", last.reference, french::date(last.day)))
}

fn table_of(steps: &[Taken]) -> Option<Html> {
    if steps.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("etape", "Étape", Kind::Text).row_header(),
        Column::new("jour", "Jour", Kind::Date),
        Column::new("reference", "Référence", Kind::Text),
        Column::new("note", "Note", Kind::Text),
    ];
    let mut table = Table::new("reconnaissance", "Étapes de la reconnaissance", columns);
    for one in steps {
        let text = |text: &str| if text.is_empty() { Cell::MISSING } else { Cell::text(text) };
        table.rows.push(vec![
            Cell::text(one.step.french()),
            Cell::Date(one.day),
            text(&one.reference),
            text(&french::spaced(&one.note)),
        ]);
    }
    Some(interface::table(&table, &TableOptions::default()))
}

impl RecognitionPage {
    pub fn new(frame: Frame, form: Form, steps: &[Taken], (lists, may_note): (Vec<Link>, bool)) -> Self {
        Self {
            frame: frame.with_form(&form),
            form,
            told: decree(steps).unwrap_or_else(|| "La préfecture n’a pas encore reconnu ce conseil".to_owned()),
            table: table_of(steps),
            steps: choices_of!(RecognitionStep),
            lists,
            may_note,
        }
    }
}

async fn drawn(tx: &mut Tx, visit: &Visit, id: Uuid, form: Form) -> Result<RecognitionPage, Fault> {
    let council = actions::council(tx, &visit.actor, &acts::READ, id).await?;
    let steps = store::recognition::of_council(tx, council.id).await?;
    let mut lists = Vec::new();
    if may(&visit.actor, &acts::VALIDATE, &council) {
        for college in store::council::colleges(tx, council.id).await? {
            let draws = store::draw::of_college(tx, college.id).await?;
            if let Some(last) = draws.iter().find(|draw| draw.state == DrawState::Sealed) {
                let name = format!("Liste nominative, {} (XLSX)", college.kind.french().to_lowercase());
                lists.push(Link::new(name, format!("/gestion/tirages/{}/appels/membres.xlsx", last.id)));
            }
        }
    }
    let frame = visit.back_office("Reconnaissance par l’État").with_breadcrumb(above(&council));
    let may_note = may(&visit.actor, &acts::RECOGNISE, &council);
    Ok(RecognitionPage::new(frame, form, &steps, (lists, may_note)))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Council>) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn note(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Council>,
    fields: Fields,
) -> Answer {
    let mut typed = Reading::of(&fields);
    let new = NewStep {
        step: typed.coded("etape", RecognitionStep::from_code, "Choisissez l’étape"),
        day: typed.needed_day("jour", "le jour de cette étape"),
        reference: typed.text("reference"),
        note: typed.text("note"),
    };
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::note_recognition(&mut tx, around, &visit.actor, id.uuid(), typed.filled(new)).await;
    let again = async |form| drawn(&mut house.read().await?, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (recognition_path, "enregistre"), &fields, again).await
}
