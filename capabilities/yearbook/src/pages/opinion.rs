//! `/gestion/rapports-annuels/avis/{id}`: what a council answered, and what is done with it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Filled, Scope, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{opinion_words, today, under};
use crate::actions::{self, Given, OpinionTerms, Sense, viewing};
use crate::acts;
use crate::rules::{Opinion, State as Stands, opinion_path, report_path};

#[derive(Template)]
#[template(path = "pages/opinion.html")]
pub(super) struct OpinionPage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
    pub body: String,
    pub kind: &'static str,
    /// Where it stands.
    pub stands: String,
    pub senses: Vec<Choice>,
    pub may_write: bool,
}

/// An opinion as a form.
pub(super) fn form_of(one: &Opinion) -> Form {
    let form = Form::filled([("revision", one.revision.to_string()), ("suite", one.follow_up.clone())]);
    match &one.given {
        Some(given) => {
            form.with("sens", given.sense.code()).with("avis", given.words.clone()).with_date("date", Some(given.on))
        }
        None => form,
    }
}

/// The senses one chooses among.
pub(super) fn senses() -> Vec<Choice> {
    Sense::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect()
}

fn read(fields: &Fields) -> Filled<OpinionTerms> {
    let mut typed = Reading::of(fields);
    let date = [fields.text("date-jour"), fields.text("date-mois"), fields.text("date-annee")].concat();
    let is_begun = !date.is_empty() || !fields.text("sens").is_empty() || !fields.text("avis").is_empty();
    let given = match is_begun {
        true => {
            let sense = typed.coded("sens", Sense::from_code, "Choisissez le sens de l’avis");
            let on = typed.needed_day("date", "la date de l’avis");
            sense.zip(on).map(|(sense, on)| Given { on, sense, words: typed.text("avis") })
        }
        false => None,
    };
    let follow_up = typed.text("suite");
    typed.filled(OpinionTerms { given, follow_up })
}

async fn drawn(house: &House, visit: &Visit, id: Uuid, form: Option<Form>) -> Result<OpinionPage, Fault> {
    let mut tx = house.read().await?;
    let (one, of) = viewing::opinion(&mut tx, &visit.actor, id).await?;
    let form = form.unwrap_or_else(|| form_of(&one));
    let stands = of.report.asked.map_or_else(String::new, |asked| opinion_words(&one, asked.due_on, today(house)));
    let may = visit.actor.may(&acts::WRITE, &Scope::contract(of.contract.id)).is_allowed();
    Ok(OpinionPage {
        frame: under(visit, &of, "L’avis d’un conseil").with_form(&form),
        form,
        action: opinion_path(id),
        kind: one.kind.french(),
        body: one.body,
        stands: french::spaced(&stands),
        senses: senses(),
        may_write: may && of.report.state == Stands::Submitted,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Opinion>) -> Answer {
    answer::page(&drawn(&house, &visit, id.uuid(), None).await?)
}

pub async fn note(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Opinion>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (around, at) = ((&house.outside, &house.settings.zone), (id.uuid(), fields.revision()));
    let outcome = actions::note(&mut tx, around, &visit.actor, at, read(&fields)).await;
    let again = async |form| drawn(&house, &visit, id.uuid(), Some(form)).await;
    let to = |report| format!("{}#avis", report_path(report));
    answer::settle(tx, outcome, (to, "enregistre"), &fields, again).await
}
