//! The answer to a convocation, from the link of its mail: no account is asked.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use documents::ics::{Calendar, Method};
use interface::{Form, Frame, SummaryRow};
use jiff::civil::Date;
use kernel::Breakdown;
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::meeting::facts;
use crate::rules::{Assembly, Meeting, Member, Reply};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/by_mail.html")]
pub(super) struct ByMailPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub body: String,
    pub who: String,
    pub rows: Vec<SummaryRow>,
    pub agenda: Vec<String>,
    pub reply: Option<&'static str>,
    pub is_to_come: bool,
    /// Whether whoever reads is signed in, and the member has no account yet.
    pub may_join: bool,
}

impl ByMailPage {
    pub fn new(
        frame: Frame,
        form: Form,
        path: String,
        (assembly, meeting, member): (&Assembly, &Meeting, &Member),
        (reply, today): (Reply, Date),
        is_signed_in: bool,
    ) -> Self {
        Self {
            frame: frame.with_form(&form),
            form,
            path,
            body: assembly.terms.name.clone(),
            who: super::called(member),
            rows: facts(meeting),
            agenda: meeting.terms.points().into_iter().map(str::to_owned).collect(),
            reply: (reply != Reply::None).then(|| reply.french()),
            is_to_come: meeting.is_to_come(today),
            may_join: is_signed_in && member.account.is_none(),
        }
    }
}

fn path_of(token: &str) -> String {
    format!("/convocations/{}", answer::encode(token))
}

async fn draw(house: &House, visit: &Visit, token: &str, form: Form) -> Result<ByMailPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, meeting, member) = actions::attending::convened(&mut tx, token).await?;
    let all = store::meeting::attendances(&mut tx, meeting.id).await?;
    let reply = all.iter().find(|one| one.member == member.id).map_or(Reply::None, |one| one.reply);
    let today = house.outside.now().day(&house.settings.zone);
    let frame = visit.public_in_french(&meeting.terms.title);
    let is_signed_in = visit.actor.person().is_some_and(|person| person.acting_for.is_none());
    Ok(ByMailPage::new(frame, form, path_of(token), (&assembly, &meeting, &member), (reply, today), is_signed_in))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, Path(token): Path<String>) -> Answer {
    answer::page(&draw(&house, &visit, &token, Form::empty()).await?)
}

pub async fn reply(State(house): State<Arc<House>>, visit: Visit, Path(token): Path<String>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let chosen = Reply::from_code(fields.text("reponse"));
    let outcome = actions::attending::reply_by_mail(&mut tx, around, &visit.actor, &token, chosen).await;
    let again = async |form| draw(&house, &visit, &token, form).await;
    answer::settle(tx, outcome, (|()| path_of(&token), "enregistre"), &fields, again).await
}

/// Ties her account, then shows her space.
pub async fn join(State(house): State<Arc<House>>, visit: Visit, Path(token): Path<String>) -> Answer {
    let mut tx = house.write().await?;
    actions::attending::join_by_mail(&mut tx, &house.outside, &visit.actor, &token).await?;
    tx.commit().await?;
    answer::done(super::SPACE, "enregistre")
}

pub async fn calendar(State(house): State<Arc<House>>, Path(token): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, meeting, _) = actions::attending::convened(&mut tx, &token).await?;
    let mut event = super::papers::event(&house, &assembly, &meeting)?;
    event.url = Some(house.address(&path_of(&token)));
    let calendar = Calendar { name: assembly.terms.name.clone(), method: Method::Publish, events: vec![event] };
    let bytes = documents::ics::write(&calendar).map_err(|error| Breakdown(Box::new(error)))?;
    answer::download(&format!("reunion-{}.ics", meeting.terms.held_on), "text/calendar; charset=utf-8", bytes)
}
