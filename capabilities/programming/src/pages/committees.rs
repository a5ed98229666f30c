//! `/gestion/programmation`: committees of the contracts somebody works on, and the form of one.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link, Tag, TagColour};
use kernel::{Filled, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::committee_words::{HOME, above, choices, committee_path, contracts, with_contract};
use super::{committee_setting, envelopes};
use crate::actions::{committees as actions, desk};
use crate::rules::{Committee, CommitteeTerms};
use crate::{acts_committee as acts, store};

#[derive(Template)]
#[template(path = "pages/committees.html")]
pub(super) struct CommitteesPage {
    pub frame: Frame,
    pub lines: Vec<CommitteeLine>,
    pub may_hold: bool,
    pub links: Vec<Link>,
}

/// A committee in the list.
pub(super) struct CommitteeLine {
    pub title: String,
    pub href: String,
    pub call: String,
    pub day: String,
    pub tag: Tag,
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mine = contracts(&mut tx, &visit, &acts::READ_COMMITTEE).await?;
    let calls: Vec<_> = mine.iter().flat_map(|(_, calls)| calls).collect();
    let mut lines = Vec::new();
    for one in store::committee::all(&mut tx).await? {
        let Some(call) = calls.iter().find(|call| call.id == one.call) else { continue };
        let (colour, word) = if one.is_frozen { (TagColour::Green, "Arrêté") } else { (TagColour::Blue, "En cours") };
        lines.push(CommitteeLine {
            title: french::spaced(&one.terms.title),
            href: committee_path(one.id),
            call: french::spaced(&call.title),
            day: french::date(one.terms.held_on),
            tag: Tag::new(colour, word),
        });
    }
    let mut links = vec![Link::new("Enveloppes", envelopes::PATH), Link::new("Mes exports", "/mes-exports")];
    let may_hold = visit.actor.may_somewhere(&acts::HOLD_COMMITTEE).is_allowed();
    let held = mine
        .iter()
        .filter(|(one, _)| visit.actor.may(&acts::HOLD_COMMITTEE, &kernel::Scope::contract(one.id)).is_allowed());
    let held: Vec<_> = held.map(|(contract, _)| contract).collect();
    links.extend(held.iter().map(|contract| {
        let words = if held.len() == 1 { "Réglages".to_owned() } else { format!("Réglages, {}", contract.title) };
        Link::new(french::spaced(&words), with_contract(committee_setting::PATH, &contract.code))
    }));
    answer::page(&CommitteesPage { frame: visit.back_office("Programmation"), lines, may_hold, links })
}

#[derive(Template)]
#[template(path = "pages/committee_form.html")]
pub(super) struct CommitteeForm {
    pub frame: Frame,
    pub form: Form,
    pub calls: Vec<Choice>,
}

fn read(fields: &Fields) -> Filled<CommitteeTerms> {
    let mut reading = Reading::of(fields);
    let day = reading.needed_day("jour", "le jour du comité");
    let terms = CommitteeTerms {
        title: reading.text("titre"),
        held_on: day.unwrap_or_default(),
        place: reading.text("lieu"),
        chair: reading.text("presidence"),
        present: reading.text("presents"),
    };
    reading.filled(terms)
}

async fn blank_page(tx: &mut Tx, visit: &Visit, form: Form) -> Result<CommitteeForm, Fault> {
    let mine = contracts(tx, visit, &acts::HOLD_COMMITTEE).await?;
    let calls =
        mine.iter().flat_map(|(_, calls)| calls).map(|call| (call.id, format!("{} ({})", call.title, call.year)));
    let frame = visit.back_office("Ouvrir un comité").with_form(&form);
    Ok(CommitteeForm {
        frame: frame.with_breadcrumb(vec![Link::new("Programmation", HOME)]),
        form,
        calls: choices(calls),
    })
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let form = Form::filled([("appel", asked.text("appel"))]);
    answer::page(&blank_page(&mut tx, &visit, form).await?)
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let mut form = read(&fields);
    let call: Option<Uuid> = fields.text("appel").parse().ok();
    let outcome = match call {
        Some(call) => actions::open_committee(&mut tx, &house.outside, &visit.actor, call, form).await,
        None => {
            form.find([kernel::FieldError::new("appel", "Choisissez l’appel à projets")]);
            form.find(crate::rules::check_committee(&form.value));
            form.sound().map(|_| Uuid::nil())
        }
    };
    let again = async |form| blank_page(&mut house.read().await?, &visit, form).await;
    answer::settle(tx, outcome, (committee_path, "ajoute"), &fields, again).await
}

fn form_page(visit: &Visit, committee: &Committee, form: Form) -> CommitteeForm {
    let frame = visit.back_office("Modifier le comité").with_form(&form);
    CommitteeForm { frame: frame.with_breadcrumb(above(committee.id, &committee.terms.title)), form, calls: Vec::new() }
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Committee>) -> Answer {
    let mut tx = house.read().await?;
    let (committee, _) = desk::committee(&mut tx, &visit.actor, &acts::HOLD_COMMITTEE, id.uuid()).await?;
    let terms = &committee.terms;
    let form = Form::filled([
        ("titre", terms.title.clone()),
        ("lieu", terms.place.clone()),
        ("presidence", terms.chair.clone()),
        ("presents", terms.present.clone()),
        ("revision", committee.revision.to_string()),
    ]);
    let form = form.with_date("jour", Some(terms.held_on));
    answer::page(&form_page(&visit, &committee, form))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Committee>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (committee, _) = desk::committee(&mut tx, &visit.actor, &acts::HOLD_COMMITTEE, id.uuid()).await?;
    let which = (committee.id, fields.revision());
    let outcome = actions::amend_committee(&mut tx, &house.outside, &visit.actor, which, read(&fields)).await;
    let again = async |form| Ok(form_page(&visit, &committee, form));
    answer::settle(tx, outcome, (|()| committee_path(committee.id), "modifie"), &fields, again).await
}
