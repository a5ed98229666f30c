//! What everybody reads: decisions of the bodies that publish them, with what became of each.

use std::sync::Arc;

use askama::Template;
use assemblies::facade::steering::{self, SteeringBody};
use axum::extract::State;
use database::Tx;
use interface::{Frame, Link, SummaryRow};
use jiff::civil::Date;
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::decision::{StepShown, rows, shown};
use super::register::{Held, Narrowed, RegisterPage, sort};
use super::{OPEN, table_of};
use crate::rules::{Decision, DecisionState, Step};
use crate::store;

/// Decisions of the bodies that publish theirs; those taken out of the register keep their number and say so on their page.
async fn held(tx: &mut Tx) -> database::Result<Held> {
    let mut all = Held { bodies: Vec::new(), decisions: Vec::new() };
    for body in steering::bodies(tx).await?.into_iter().filter(|body| body.are_decisions_public) {
        let decisions = store::decision::of_body(tx, body.id).await?;
        all.decisions.extend(decisions.into_iter().map(|one| (one, body.name.clone())));
        all.bodies.push((body.id, body.name));
    }
    sort(&mut all.decisions);
    Ok(all)
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let held = held(&mut tx).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let frame = visit.public_in_french("Les décisions du pilotage");
    let frame = frame.with_breadcrumb(vec![Link::new("Accueil", "/")]);
    let at = (asked.text("page").parse().unwrap_or(1), today);
    let base = (OPEN, "/decisions.csv", true);
    answer::page(&RegisterPage::new(frame, &held, &Narrowed::read(&asked), at, base))
}

pub async fn export(State(house): State<Arc<House>>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let mut held = held(&mut tx).await?;
    let now = house.outside.now();
    let (narrowed, today) = (Narrowed::read(&asked), now.day(&house.settings.zone));
    held.decisions.retain(|(one, _)| narrowed.keeps(one, today));
    answer::table("decisions", "csv-ouvert", &table_of(&held.decisions), now)
}

#[derive(Template)]
#[template(path = "pages/open.html")]
pub(super) struct OpenPage {
    pub frame: Frame,
    pub title: String,
    pub rows: Vec<SummaryRow>,
    pub words: String,
    pub steps: Vec<StepShown>,
}

impl OpenPage {
    pub fn new(frame: Frame, (body, one): (&SteeringBody, &Decision), steps: &[Step], today: Date) -> Self {
        let above = vec![Link::new("Accueil", "/"), Link::new("Les décisions du pilotage", OPEN)];
        // What was taken out keeps its number and the reason; its text is no longer told.
        let is_gone = one.state == DecisionState::Withdrawn;
        Self {
            frame: frame.with_breadcrumb(above),
            title: if is_gone {
                "Cette décision a été retirée du registre.".to_owned()
            } else {
                one.terms.title.clone()
            },
            rows: rows(body, one, false, today),
            words: if is_gone { String::new() } else { one.terms.words.clone() },
            steps: shown(steps),
        }
    }
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Decision>) -> Answer {
    let mut tx = house.read().await?;
    let one = store::decision::by_id(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    let body = steering::body(&mut tx, one.body).await?.filter(|body| body.are_decisions_public);
    let body = body.ok_or_else(Fault::not_found)?;
    let steps = store::decision::steps(&mut tx, one.id).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let frame = visit.public_in_french(&format!("Décision {}", one.reference()));
    answer::page(&OpenPage::new(frame, (&body, &one), &steps, today))
}
