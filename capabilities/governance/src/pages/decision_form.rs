//! Writing a decision during a meeting, and correcting one nobody was told of.

use std::sync::Arc;

use askama::Template;
use assemblies::facade::steering::{MeetingTold, SteeringBody};
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use jiff::civil::Date;
use kernel::{Filled, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, session_path};
use crate::facade::{self, Pending};
use crate::rules::{Decision, DecisionTerms, Object};
use crate::{actions, acts, store};

/// Objects offered at most: those on the agenda first, then what waits.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "pages/decision_form.html")]
pub(super) struct DecisionFormPage {
    pub frame: Frame,
    pub form: Form,
    pub objects: Vec<Choice>,
    pub organisations: Vec<Choice>,
    pub is_new: bool,
    pub is_open: bool,
}

/// What can be chosen.
#[derive(Clone, Debug, Default)]
pub(super) struct Offered {
    pub objects: Vec<Object>,
    pub organisations: Vec<Choice>,
}

impl DecisionFormPage {
    pub fn new(frame: Frame, form: Form, offered: Offered, (is_new, is_open): (bool, bool)) -> Self {
        let choice = |one: &Object| {
            Choice::new(one.id.to_string(), &french::spaced(&format!("{} : {}", one.kind.french(), one.label)))
        };
        Self {
            frame: frame.with_form(&form),
            form,
            objects: offered.objects.iter().map(choice).collect(),
            organisations: offered.organisations,
            is_new,
            is_open,
        }
    }
}

/// What a decision of this meeting may be about: what is on its agenda, what waits, then the rest.
async fn objects(
    tx: &mut Tx,
    (body, meeting): (&SteeringBody, Uuid),
    own: Option<&Object>,
    today: Date,
) -> Result<Vec<Object>, Fault> {
    let mut all = store::point::of_meeting(tx, meeting).await?;
    all.extend(own.cloned());
    let mut others: Vec<Pending> = facade::objects(tx, body.contract, today).await?;
    others.sort_by_key(|one| one.waits.is_empty());
    for one in others {
        if all.len() < MOST && all.iter().all(|known| known.id != one.object.id) {
            all.push(one.object);
        }
    }
    Ok(all)
}

async fn offered(tx: &mut Tx, at: (&SteeringBody, Uuid), own: Option<&Object>, today: Date) -> Result<Offered, Fault> {
    let objects = objects(tx, at, own, today).await?;
    let organisations = accounts::facade::organisations(tx).await?;
    let choice = |one: accounts::facade::OrganisationBrief| Choice::new(one.id.to_string(), &one.name);
    Ok(Offered { objects, organisations: organisations.into_iter().map(choice).collect() })
}

fn read(fields: &Fields, objects: &[Object]) -> Filled<DecisionTerms> {
    let mut typed = Reading::of(fields);
    let chosen = fields.text("objet");
    let object = objects.iter().find(|one| one.id.to_string() == chosen).cloned();
    if object.is_none() && !chosen.is_empty() {
        typed.tell("objet", "Choisissez un objet de la liste, ou « Autre sujet »");
    }
    let is_immediate = fields.is_ticked("aussitot");
    let due_on = typed.day("echeance", "l’échéance");
    if is_immediate && due_on.is_some() {
        typed.tell("echeance", "Une décision qui prend effet aussitôt n’a pas d’échéance : videz la date");
    }
    let terms = DecisionTerms {
        title: typed.text("decision"),
        words: typed.text("motifs"),
        object,
        owner: typed.text("responsable"),
        organisation: typed.offered("organisation"),
        due_on,
        is_immediate,
    };
    typed.filled(terms)
}

/// The form of a decision.
pub(super) fn form_of(terms: &DecisionTerms) -> Form {
    Form::filled([
        ("decision", terms.title.clone()),
        ("motifs", terms.words.clone()),
        ("objet", terms.object.as_ref().map(|object| object.id.to_string()).unwrap_or_default()),
        ("responsable", terms.owner.clone()),
        ("organisation", terms.organisation.map(|id| id.to_string()).unwrap_or_default()),
        ("aussitot", if terms.is_immediate { "oui".to_owned() } else { String::new() }),
    ])
    .with_date("echeance", terms.due_on)
}

async fn draw_new(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<DecisionFormPage, Fault> {
    let mut tx = house.read().await?;
    let (body, meeting) = actions::held(&mut tx, &visit.actor, &acts::RECORD, id).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let offered = offered(&mut tx, (&body, meeting.id), None, today).await?;
    let frame = visit.back_office("Inscrire une décision").with_breadcrumb(above(&body, &meeting));
    Ok(DecisionFormPage::new(frame, form, offered, (true, body.are_decisions_public)))
}

pub async fn blank(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<MeetingTold>,
    asked: Asked,
) -> Answer {
    let form = Form::filled([("objet", asked.text("objet"))]);
    answer::page(&draw_new(&house, &visit, id.uuid(), form).await?)
}

pub async fn create(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<MeetingTold>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (body, meeting) = actions::held(&mut tx, &visit.actor, &acts::RECORD, id.uuid()).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let known = objects(&mut tx, (&body, meeting.id), None, today).await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::deciding::decide(&mut tx, around, &visit.actor, id.uuid(), read(&fields, &known)).await;
    let again = async |form| draw_new(&house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|_| session_path(id.uuid()), "ajoute"), &fields, again).await
}

async fn draw(
    tx: &mut Tx,
    (house, visit): (&House, &Visit),
    (body, one): (&SteeringBody, &Decision),
    form: Form,
) -> Result<DecisionFormPage, Fault> {
    let today = house.outside.now().day(&house.settings.zone);
    let offered = offered(tx, (body, one.meeting), one.terms.object.as_ref(), today).await?;
    let own = Link::new(format!("Décision {}", one.reference()), facade::path(one.id));
    let frame =
        visit.back_office("Corriger la décision").with_breadcrumb(vec![Link::new("Pilotage", super::HOME), own]);
    Ok(DecisionFormPage::new(frame, form, offered, (false, body.are_decisions_public)))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Decision>) -> Answer {
    let mut tx = house.read().await?;
    let (body, one) = actions::deciding::decided(&mut tx, &visit.actor, &acts::RECORD, id.uuid()).await?;
    let form = form_of(&one.terms).with("revision", one.revision.to_string());
    answer::page(&draw(&mut tx, (house.as_ref(), &visit), (&body, &one), form).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Decision>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (body, one) = actions::deciding::decided(&mut tx, &visit.actor, &acts::RECORD, id.uuid()).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let known = objects(&mut tx, (&body, one.meeting), one.terms.object.as_ref(), today).await?;
    let (at, terms) = ((one.id, fields.revision()), read(&fields, &known));
    let outcome = actions::deciding::amend(&mut tx, &house.outside, &visit.actor, at, terms).await;
    let again = async |form| draw(&mut house.read().await?, (house.as_ref(), &visit), (&body, &one), form).await;
    answer::settle(tx, outcome, (|()| facade::path(one.id), "modifie"), &fields, again).await
}
