//! An action of a landlord: written, changed, taken out, tied to findings of walks.

use std::sync::Arc;

use abatement::{Action, Axis};
use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Filled, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above_of, amount, choices, id_of, maybe_amount, typed, year_of, year_path};
use crate::actions::{self, AbatementAgreement, ActionTerms, LandlordAction};
use crate::{acts, store};

/// Findings offered, at most: the last walks.
const OFFERED: usize = 60;

#[derive(Template)]
#[template(path = "pages/action.html")]
pub(super) struct ActionPage {
    pub frame: Frame,
    pub form: Form,
    pub axes: Vec<Choice>,
    /// Where it is kept, once it is there.
    pub path: String,
    pub offered: Vec<Choice>,
    /// Findings it answers: words, where the link is broken.
    pub linked: Vec<(String, String)>,
}

fn read(fields: &Fields) -> Filled<ActionTerms> {
    let mut reading = Reading::of(fields);
    let axis = reading.coded("axe", |text| text.parse().ok().and_then(Axis::of_number), "Choisissez un axe");
    let planned = maybe_amount(&mut reading, "prevu");
    let planned = reading.needed("prevu", planned, "Saisissez la dépense prévue, 0 compris").unwrap_or(0);
    let others = amount(&mut reading, "autres");
    let counted = Action {
        axis: axis.unwrap_or(Axis::Presence),
        title: reading.text("titre"),
        planned,
        by_landlord: maybe_amount(&mut reading, "bailleur").unwrap_or_else(|| planned.saturating_sub(others).max(0)),
        by_others: others,
        done: maybe_amount(&mut reading, "realise"),
        common_law: amount(&mut reading, "droit-commun"),
        by_renewal: amount(&mut reading, "renouvellement"),
        valued: amount(&mut reading, "valorise"),
    };
    let terms = ActionTerms {
        counted,
        place: reading.text("lieu"),
        calendar: reading.text("calendrier"),
        effects: reading.text("effets"),
    };
    reading.filled(terms)
}

fn filled(one: &LandlordAction) -> Form {
    let (terms, counted) = (&one.terms, &one.terms.counted);
    Form::filled([
        ("axe", counted.axis.number().to_string()),
        ("titre", counted.title.clone()),
        ("lieu", terms.place.clone()),
        ("calendrier", terms.calendar.clone()),
        ("prevu", kernel::Cents(counted.planned).typed()),
        ("bailleur", kernel::Cents(counted.by_landlord).typed()),
        ("autres", typed(counted.by_others)),
        ("realise", counted.done.map(|cents| kernel::Cents(cents).typed()).unwrap_or_default()),
        ("droit-commun", typed(counted.common_law)),
        ("renouvellement", typed(counted.by_renewal)),
        ("valorise", typed(counted.valued)),
        ("effets", terms.effects.clone()),
        ("revision", one.revision.to_string()),
    ])
}

pub(super) fn axes() -> Vec<Choice> {
    choices(Axis::ALL.map(|axis| (axis.number(), format!("{}. {}", axis.number(), axis.french()))))
}

async fn framed(
    tx: &mut Tx,
    visit: &Visit,
    (one, year): (&AbatementAgreement, i64),
    (title, form): (&str, &Form),
) -> Result<Frame, Fault> {
    let told = actions::told(tx, one).await?;
    let name = format!("{}, {}", told.landlord, told.area);
    let above =
        [above_of(one.id, &name), vec![interface::Link::new(year.to_string(), year_path(one.id, year))]].concat();
    Ok(visit.back_office(title).with_form(form).with_caption(format!("{name}, {year}")).with_breadcrumb(above))
}

async fn drawn_new(
    tx: &mut Tx,
    visit: &Visit,
    of: (&AbatementAgreement, i64),
    form: Form,
) -> Result<ActionPage, Fault> {
    let frame = framed(tx, visit, of, ("Ajouter une action", &form)).await?;
    Ok(ActionPage { frame, form, axes: axes(), path: String::new(), offered: Vec::new(), linked: Vec::new() })
}

async fn year_filled(tx: &mut Tx, visit: &Visit, (id, year): (&str, &str)) -> Result<(AbatementAgreement, i64), Fault> {
    let (id, year): (Uuid, i64) = (id_of(id)?, year_of(year)?);
    let one = actions::agreement(tx, &visit.actor, &acts::FILL, id).await?;
    store::year::of_agreement(tx, id, year).await?.ok_or_else(Fault::not_found)?;
    Ok((one, year))
}

pub async fn new(State(house): State<Arc<House>>, visit: Visit, Path((id, year)): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let (one, year) = year_filled(&mut tx, &visit, (&id, &year)).await?;
    answer::page(&drawn_new(&mut tx, &visit, (&one, year), Form::empty()).await?)
}

pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, year)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (one, year) = year_filled(&mut tx, &visit, (&id, &year)).await?;
    let outcome = actions::add_action(&mut tx, &house.outside, &visit.actor, (one.id, year), read(&fields)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn_new(&mut tx, &visit, (&one, year), form).await
    };
    answer::settle(tx, outcome, (|_| year_path(one.id, year), "ajoute"), &fields, again).await
}

async fn drawn(tx: &mut Tx, visit: &Visit, id: Uuid, form: Option<Form>) -> Result<ActionPage, Fault> {
    let (one, year, action) = actions::own_action(tx, &visit.actor, &acts::FILL, id).await?;
    let form = form.unwrap_or_else(|| filled(&action));
    let path = format!("{}/actions/{id}", super::HOME);
    let mut linked = Vec::new();
    let mut known = Vec::new();
    for link in lineage::before(tx, id, 50).await? {
        if let Some(found) = meetings::facade::finding(tx, link.from.id).await? {
            linked.push((french::spaced(&found.words), format!("{path}/constats/{}/retrait", link.id)));
            known.push(found.id);
        }
    }
    let all = meetings::facade::findings_in(tx, &visit.actor, one.area).await?;
    let offered = all.into_iter().filter(|found| !known.contains(&found.id)).take(OFFERED).map(|found| {
        let day = found.held_on.map(|day| format!(", {}", french::date(day))).unwrap_or_default();
        (found.id, kernel::text::shorten(&format!("{} ({}{day})", found.words, found.category), 140))
    });
    let frame = framed(tx, visit, (&one, year.year), ("Modifier une action", &form)).await?;
    Ok(ActionPage { frame, form, axes: axes(), path, offered: choices(offered), linked })
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<LandlordAction>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&drawn(&mut tx, &visit, id.uuid(), None).await?)
}

/// Where the year of an action is read.
async fn back(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<String, Fault> {
    let (one, year, _) = actions::own_action(tx, &visit.actor, &acts::FILL, id).await?;
    Ok(year_path(one.id, year.year))
}

pub async fn change(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<LandlordAction>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let back = back(&mut tx, &visit, id.uuid()).await?;
    let which = (id.uuid(), fields.revision());
    let outcome = actions::change_action(&mut tx, &house.outside, &visit.actor, which, read(&fields)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, id.uuid(), Some(form)).await
    };
    answer::settle(tx, outcome, (|()| back, "modifie"), &fields, again).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<LandlordAction>) -> Answer {
    let mut tx = house.write().await?;
    let back = back(&mut tx, &visit, id.uuid()).await?;
    actions::remove_action(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&back, "supprime")
}

/// The page of an action around a form of its own: what the action holds, and what was typed beside it.
async fn beside(house: &House, visit: &Visit, id: Uuid, typed: Form) -> Result<ActionPage, Fault> {
    let mut tx = house.read().await?;
    let (.., action) = actions::own_action(&mut tx, &visit.actor, &acts::FILL, id).await?;
    let mut form = filled(&action);
    for name in ["constat", "motif"] {
        for value in typed.values(name) {
            form.add(name, value);
        }
    }
    let form = form.with_errors(typed.errors().to_vec());
    drawn(&mut tx, visit, id, Some(form)).await
}

pub async fn link(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<LandlordAction>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let mut reading = Reading::of(&fields);
    let chosen = reading.chosen("constat", "Choisissez un constat de la liste");
    let typed = reading.filled(chosen);
    let outcome = actions::link_finding(&mut tx, &house.outside, &visit.actor, id.uuid(), typed).await;
    let again = async |form| beside(&house, &visit, id.uuid(), form).await;
    let to = |()| format!("{}/actions/{}", super::HOME, id.uuid());
    answer::settle(tx, outcome, (to, "ajoute"), &fields, again).await
}

pub async fn unlink(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, link)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, link) = (id_of(&id)?, id_of(&link)?);
    let mut tx = house.write().await?;
    let why = fields.text("motif");
    let outcome = actions::unlink_finding(&mut tx, &house.outside, &visit.actor, (id, link), why).await;
    let again = async |form| beside(&house, &visit, id, form).await;
    let to = |()| format!("{}/actions/{id}", super::HOME);
    answer::settle(tx, outcome, (to, "supprime"), &fields, again).await
}
