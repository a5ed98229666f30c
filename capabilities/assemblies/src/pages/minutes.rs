//! Minutes: written, then approved at a later meeting; read by everybody where the body chose it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Html, Link, SummaryRow};
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::attendance::{shared_frame, shared_path};
use super::meeting::facts;
use crate::rules::{Assembly, Meeting, MinutesState};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/minutes.html")]
pub(super) struct MinutesPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub minutes: String,
    pub is_draft: bool,
    pub is_approved: bool,
    pub approvers: Vec<Choice>,
    pub is_public: bool,
}

impl MinutesPage {
    pub fn new(frame: Frame, form: Form, path: String, of: (&Assembly, &Meeting), approvers: &[Meeting]) -> Self {
        let (assembly, meeting) = of;
        let choice = |one: &Meeting| {
            Choice::new(one.id.to_string(), &format!("{}, {}", french::date(one.terms.held_on), one.terms.title))
        };
        Self {
            frame: frame.with_form(&form),
            form,
            path,
            minutes: meeting.minutes.clone(),
            is_draft: meeting.minutes_state == MinutesState::Draft,
            is_approved: meeting.minutes_state == MinutesState::Approved,
            approvers: approvers.iter().map(choice).collect(),
            is_public: assembly.terms.are_minutes_public,
        }
    }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<MinutesPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, meeting, _) = actions::meeting::entered(&mut tx, &visit.actor, id).await?;
    let approvers = actions::meeting::approvers(&mut tx, &meeting).await?;
    let form = typed.unwrap_or_else(|| {
        Form::filled([("compte-rendu", meeting.minutes.clone()), ("revision", meeting.revision.to_string())])
    });
    let frame = shared_frame(visit, "Compte rendu", &assembly, &meeting);
    let path = format!("{}/compte-rendu", shared_path(visit, id));
    Ok(MinutesPage::new(frame, form, path, (&assembly, &meeting), &approvers))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Meeting>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), None).await?)
}

pub async fn write(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Meeting>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (at, text) = ((id.uuid(), fields.revision()), fields.text("compte-rendu").to_owned());
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::meeting::write_minutes(&mut tx, around, &visit.actor, at, text).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (|meeting| shared_path(&visit, meeting), "enregistre"), &fields, again).await
}

pub async fn approve(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Meeting>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (at, by) = ((id.uuid(), fields.revision()), fields.text("approuve-en").parse().ok());
    let outcome = actions::meeting::approve_minutes(&mut tx, &house.outside, &visit.actor, at, by).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (|meeting| shared_path(&visit, meeting), "enregistre"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/open_minutes.html")]
pub(super) struct OpenMinutesPage {
    pub frame: Frame,
    pub rows: Vec<SummaryRow>,
    pub agenda: Vec<String>,
    pub minutes: String,
}

impl OpenMinutesPage {
    pub fn new(frame: Frame, meeting: &Meeting, approved_on: Option<jiff::civil::Date>) -> Self {
        // Where one joins from afar stays among members.
        let mut rows: Vec<SummaryRow> = facts(&Meeting {
            terms: crate::rules::MeetingTerms { link: String::new(), ..meeting.terms.clone() },
            ..meeting.clone()
        });
        rows.extend(approved_on.map(|day| SummaryRow::new("Approuvé le", Html::text(&french::date(day)))));
        Self {
            frame,
            rows,
            agenda: meeting.terms.points().into_iter().map(str::to_owned).collect(),
            minutes: meeting.minutes.clone(),
        }
    }
}

/// Approved minutes of a body that publishes them; others are not there.
pub async fn open(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Meeting>) -> Answer {
    let mut tx = house.read().await?;
    let meeting = store::meeting::by_id(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    let assembly = store::assembly::by_id(&mut tx, meeting.assembly).await?.ok_or_else(Fault::not_found)?;
    if !meeting.is_open(&assembly.terms) {
        return Err(Fault::not_found());
    }
    let approver = match meeting.approved_in {
        Some(by) => store::meeting::by_id(&mut tx, by).await?,
        None => None,
    };
    let list = Link::new(&assembly.terms.name, open_list_path(assembly.id));
    let frame = visit.public_in_french(&format!("{}, {}", meeting.terms.title, french::date(meeting.terms.held_on)));
    let frame = frame.with_breadcrumb(vec![Link::new("Accueil", "/"), list]);
    answer::page(&OpenMinutesPage::new(frame, &meeting, approver.map(|one| one.terms.held_on)))
}

/// Where everybody finds the minutes of a body.
pub(super) fn open_list_path(assembly: Uuid) -> String {
    format!("/instances/{assembly}/comptes-rendus")
}

#[derive(Template)]
#[template(path = "pages/open_minutes_list.html")]
pub(super) struct OpenListPage {
    pub frame: Frame,
    pub minutes: Vec<Link>,
}

/// Minutes everybody may read, the last first. A body that keeps them is not there.
pub async fn open_list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let assembly = store::assembly::by_id(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    if !assembly.terms.are_minutes_public {
        return Err(Fault::not_found());
    }
    let all = store::meeting::of_assembly(&mut tx, assembly.id).await?;
    let link = |one: &Meeting| {
        let label = format!("{}, {}", one.terms.title, french::date(one.terms.held_on));
        Link::new(label, format!("/comptes-rendus/{}", one.id))
    };
    let minutes = all.iter().filter(|one| one.is_open(&assembly.terms)).map(link).collect();
    let title = format!("Comptes rendus : {}", assembly.terms.name);
    let frame = visit.public_in_french(&french::spaced(&title));
    let frame = frame.with_breadcrumb(vec![Link::new("Accueil", "/"), Link::new("Conseils citoyens", "/conseils")]);
    answer::page(&OpenListPage { frame, minutes })
}
