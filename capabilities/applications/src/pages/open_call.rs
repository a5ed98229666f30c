//! A call as everybody reads it: what, for whom, by when, then what happens; and its dates for a calendar.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::ics::{Calendar, Event, Extent, Method, Status};
use interface::{Frame, Html, Link, SummaryRow};
use kernel::{Breakdown, Moment, french};
use web::{Answer, Fault, House, Visit, answer};

use super::{call_funders, left, moment, open_path, state_tag};
use crate::rules::{Call, CallFunder, CallState, CallStep, CallTerms, Opening, Part};
use crate::store;

/// What is read around a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub priorities: Vec<String>,
    pub areas: Vec<Link>,
    pub funders: Vec<CallFunder>,
    pub steps: Vec<CallStep>,
    /// What changed since the first version, the last first.
    pub notes: Vec<String>,
}

/// What is read of a call, as text.
pub(super) struct Body {
    pub tag: Html,
    pub left: String,
    pub summary: String,
    pub framework: Vec<String>,
    pub dates: Vec<SummaryRow>,
    pub who: Vec<SummaryRow>,
    pub told: Told,
    pub funders: Vec<(String, Vec<SummaryRow>)>,
    pub attachments: Vec<(String, String)>,
    pub criteria: Vec<(String, i64)>,
    pub phone: String,
    pub email: String,
    pub silence: String,
}

/// What a call says, with the terms of one version.
pub(super) fn body(call: &Call, terms: &CallTerms, told: Told, now: Moment) -> Body {
    let when = |at: Option<Moment>| at.map_or_else(String::new, |at| moment(call, at));
    let mut dates = vec![
        SummaryRow::new("Ouverture", Html::text(&when(call.opens_at))),
        SummaryRow::new("Clôture", Html::text(&when(call.closes_at))),
    ];
    dates.extend(told.steps.iter().map(|step| {
        let day = format!("vers le {}", french::long_date(step.due_on));
        SummaryRow::new(step.kind.french(), Html::text(&day))
    }));
    let kinds: Vec<&str> = accounts::OrganisationKind::ALL
        .iter()
        .filter(|kind| terms.kinds.iter().any(|code| code == kind.code()))
        .map(|kind| kind.french())
        .collect();
    let kinds = if kinds.is_empty() { "Toutes les structures".to_owned() } else { kinds.join(", ") };
    let years = match terms.years {
        1 => "Un an".to_owned(),
        years => format!("Jusqu’à {}", french::count(years, "an", "ans")),
    };
    let attachment = |one: &crate::rules::Attachment| {
        let when = match (one.part, one.is_required) {
            (Part::Application, true) => "obligatoire",
            (Part::Application, false) => "si besoin",
            (Part::Project, true) => "pour chaque action, obligatoire",
            (Part::Project, false) => "pour chaque action, si besoin",
        };
        (one.label.clone(), when.to_owned())
    };
    let silence = match call.silence_months {
        0 => String::new(),
        months => french::spaced(&format!(
            "Sans réponse {} après le dépôt, la demande est refusée (code des relations entre le public et \
             l’administration, article L231-4). Le dossier reste lisible, et chaque étape s’y suit.",
            french::count(months, "mois", "mois")
        )),
    };
    Body {
        tag: state_tag(call, now).html(),
        left: left(call, now).unwrap_or_default(),
        summary: call.summary.clone(),
        framework: call
            .framework
            .split("\n\n")
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect(),
        dates,
        who: vec![
            SummaryRow::new("Qui peut déposer", Html::text(&kinds)),
            SummaryRow::new("Année des actions", Html::text(&call.year.to_string())),
            SummaryRow::new("Durée", Html::text(&years)),
        ],
        funders: told.funders.iter().map(|one| (one.name.clone(), call_funders::rows_of(one))).collect(),
        attachments: terms.attachments.iter().map(attachment).collect(),
        criteria: terms.criteria.iter().map(|one| (one.label.clone(), one.weight)).collect(),
        phone: call.phone.clone(),
        email: call.email.clone(),
        silence,
        told,
    }
}

/// What stands around a call with these terms.
pub(super) async fn told(tx: &mut Tx, call: &Call, terms: &CallTerms) -> Result<Told, Fault> {
    let nodes = strategy::facade::nodes(tx, call.contract).await?;
    let chosen = nodes.into_iter().filter(|node| terms.priorities.contains(&node.id));
    let priorities = chosen.map(|node| format!("{} : {}", node.level, node.title)).collect();
    let areas = territory::facade::areas_among(tx, &terms.areas).await?;
    let versions = store::call::versions(tx, call.id).await?;
    let notes = versions.iter().filter(|one| !one.note.is_empty());
    let zone = call.time_zone();
    let note =
        |one: &crate::rules::CallVersion| format!("{} : {}", french::date(one.published_at.day(&zone)), one.note);
    Ok(Told {
        priorities,
        areas: areas.into_iter().map(|one| Link::new(one.name, territory::facade::path(&one.code))).collect(),
        funders: store::call::funders(tx, call.id).await?,
        steps: store::call::steps(tx, call.id).await?,
        notes: notes.map(note).collect(),
    })
}

#[derive(Template)]
#[template(path = "pages/open_call.html")]
pub(super) struct OpenCallPage {
    pub frame: Frame,
    pub body: Body,
    /// Where one applies, while it is open.
    pub apply: Option<String>,
    pub calendar: String,
    pub withdrawn: String,
}

impl OpenCallPage {
    pub fn new(frame: Frame, call: &Call, body: Body, now: Moment) -> Self {
        let path = open_path(call);
        let is_open = call.opening(now) == Opening::Open;
        Self {
            frame,
            body,
            apply: is_open.then(|| format!("{path}/dossiers/nouveau")),
            calendar: format!("{path}/dates.ics"),
            withdrawn: call.withdrawn_reason.clone(),
        }
    }
}

/// A call everybody may read, with the last terms published.
async fn published(tx: &mut Tx, address: &str) -> Result<(Call, CallTerms), Fault> {
    let call = store::call::by_address(tx, address).await?.filter(|call| call.state != CallState::Draft);
    let call = call.ok_or_else(Fault::not_found)?;
    let last = store::call::versions(tx, call.id).await?.into_iter().next().ok_or_else(Fault::not_found)?;
    Ok((call, last.terms))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, Path(address): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let (call, terms) = published(&mut tx, &address).await?;
    let told = told(&mut tx, &call, &terms).await?;
    let now = house.outside.now();
    let above = vec![Link::new("Accueil", "/"), Link::new("Appels à projets", "/appels")];
    let frame = visit.public_in_french(&call.title).with_breadcrumb(above);
    answer::page(&OpenCallPage::new(frame, &call, body(&call, &terms, told, now), now))
}

pub async fn calendar(State(house): State<Arc<House>>, _: Visit, Path(address): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let (call, _) = published(&mut tx, &address).await?;
    let url = house.address(&open_path(&call));
    let status = if call.state == CallState::Withdrawn { Status::Cancelled } else { Status::Confirmed };
    let event = |mark: &str, words: &str, extent: Extent| Event {
        uid: format!("{}-{mark}@parvis", call.id),
        stamp: call.changed_at,
        sequence: u32::try_from(call.revision).unwrap_or_default(),
        status,
        extent,
        summary: format!("{words} : {}", call.title),
        description: Some(call.summary.clone()).filter(|text| !text.is_empty()),
        location: None,
        url: Some(url.clone()),
        organiser: None,
        attendees: Vec::new(),
    };
    let hour = |at: Moment| Extent::Universal { start: at.plus_seconds(-3600), end: at };
    let mut events = Vec::new();
    events.extend(call.opens_at.map(|at| event("ouverture", "Ouverture", hour(at.plus_seconds(3600)))));
    events.extend(call.closes_at.map(|at| event("cloture", "Clôture", hour(at))));
    for step in store::call::steps(&mut tx, call.id).await? {
        events.push(event(
            step.kind.code(),
            step.kind.french(),
            Extent::Days { first: step.due_on, last: step.due_on },
        ));
    }
    let calendar = Calendar { name: call.title.clone(), method: Method::Publish, events };
    let bytes = documents::ics::write(&calendar).map_err(|error| Breakdown(Box::new(error)))?;
    answer::download(&format!("{}.ics", call.address), "text/calendar; charset=utf-8", bytes)
}
