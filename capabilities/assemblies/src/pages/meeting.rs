//! A meeting, for whoever keeps the life of a body: convocation, papers, answers, attendance, minutes.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use interface::{Form, Frame, Html, Link, SummaryRow};
use jiff::civil::Date;
use kernel::{Failure, french};
use web::{Answer, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::meetings::attendance_words;
use super::{above, meeting_path, meetings_path, post};
use crate::actions::papers::PAPERS;
use crate::rules::{Assembly, Body, Meeting, MeetingState, Member, MinutesState, Presence, Reply, hour};
use crate::store::meeting::{Attendance, Paper};
use crate::{actions, store};

/// A paper, as shown.
pub(super) struct PaperShown {
    pub label: String,
    pub href: String,
    pub remove: String,
}

#[derive(Template)]
#[template(path = "pages/meeting.html")]
pub(super) struct MeetingPage {
    pub frame: Frame,
    pub form: Form,
    pub rows: Vec<SummaryRow>,
    pub agenda: Vec<String>,
    pub papers: Vec<PaperShown>,
    pub accepted: String,
    pub path: String,
    pub revision: String,
    pub is_own: bool,
    pub is_planned: bool,
    pub is_to_come: bool,
    pub is_due: bool,
    /// Who sits and was not convened to this version.
    pub to_convene: usize,
    pub is_convened: bool,
    /// What convening late or without address means.
    pub warnings: Vec<String>,
    /// What members answered.
    pub replies: Vec<String>,
    /// Who was there, once it is entered.
    pub attended: Vec<String>,
    pub is_written: bool,
    /// What other slices do with this meeting: its pending objects, its decisions.
    pub beside: Vec<Link>,
}

/// When, where and how far a meeting is.
pub(super) fn facts(meeting: &Meeting) -> Vec<SummaryRow> {
    let terms = &meeting.terms;
    let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(value));
    let when = format!("{}, de {} à {}", french::long_date(terms.held_on), hour(terms.starts_at), hour(terms.ends_at));
    let mut rows = vec![text("Quand", &when)];
    if !terms.place.is_empty() {
        rows.push(text("Où", &terms.place));
    }
    if !terms.link.is_empty() {
        rows.push(text("À distance", &terms.link));
    }
    if meeting.body != Body::Own {
        rows.push(text("Instance", meeting.body.french()));
    }
    rows.push(match meeting.state {
        MeetingState::Cancelled => text("État", &french::spaced(&format!("annulée : {}", meeting.reason))),
        state => text("État", state.french()),
    });
    rows
}

/// « 8 viennent, 2 s’excusent, 5 n’ont pas répondu ».
fn replies(members: &[Member], attendances: &[Attendance]) -> Vec<String> {
    let of = |reply: Reply| {
        let theirs = |one: &&Attendance| one.reply == reply && members.iter().any(|member| member.id == one.member);
        let names = attendances.iter().filter(theirs).filter_map(|one| members.iter().find(|m| m.id == one.member));
        names.map(super::called).collect::<Vec<_>>()
    };
    let told = |label: &str, names: Vec<String>| match names.is_empty() {
        true => format!("{label} : personne"),
        false => format!("{label} ({}) : {}", names.len(), names.join(", ")),
    };
    let (comes, excused) = (of(Reply::Comes), of(Reply::Excused));
    let silent = members.len().saturating_sub(comes.len() + excused.len());
    let silent =
        french::count(i64::try_from(silent).unwrap_or(i64::MAX), "membre n’a pas répondu", "membres n’ont pas répondu");
    [told("Viennent", comes), told("S’excusent", excused), silent].map(|line| french::spaced(&line)).to_vec()
}

/// Who was there, a line a kind of presence; nothing before it is entered.
pub(super) fn who_was_there(members: &[Member], attendances: &[Attendance]) -> Vec<String> {
    let line = |(presence, label): (Presence, &str)| {
        let theirs = attendances.iter().filter(|one| one.presence == presence);
        let names: Vec<String> =
            theirs.filter_map(|one| members.iter().find(|who| who.id == one.member)).map(super::called).collect();
        (!names.is_empty()).then(|| french::spaced(&format!("{label} ({}) : {}", names.len(), names.join(", "))))
    };
    let kinds = [
        (Presence::Present, "Présents"),
        (Presence::Represented, "Représentés"),
        (Presence::Excused, "Excusés"),
        (Presence::Absent, "Absents"),
    ];
    kinds.into_iter().filter_map(line).collect()
}

/// What is known around a meeting.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Everybody who sits or sat.
    pub members: Vec<Member>,
    /// Those told of this version.
    pub called: Vec<kernel::Uuid>,
    pub attendances: Vec<Attendance>,
    pub papers: Vec<Paper>,
}

impl MeetingPage {
    pub fn new(frame: Frame, form: Form, (assembly, one): (&Assembly, &Meeting), known: &Known, today: Date) -> Self {
        let is_own = one.body == Body::Own;
        let is_to_come = one.is_to_come(today);
        let sitting: Vec<Member> = known.members.iter().filter(|one| one.sits()).cloned().collect();
        let to_convene: Vec<&Member> = sitting.iter().filter(|who| !known.called.contains(&who.id)).collect();
        let mut warnings = Vec::new();
        let days = i64::from((one.terms.held_on - today).get_days());
        if is_own && is_to_come && one.convened_at.is_none() && days < assembly.terms.notice_days {
            warnings.push(format!(
                "Le délai fixé est de {} : il en reste {days}. Les membres peuvent demander le report.",
                french::count(assembly.terms.notice_days, "jour", "jours"),
            ));
        }
        let lost = to_convene.iter().filter(|who| who.terms.email.is_empty() && who.account.is_none()).count();
        if is_own && is_to_come && lost > 0 {
            let who = french::count(i64::try_from(lost).unwrap_or(i64::MAX), "membre n’a", "membres n’ont");
            warnings.push(format!("{who} pas de courriel : remettez-leur le dossier imprimé."));
        }
        let mut rows = facts(one);
        let words = attendance_words(assembly, one, &known.attendances);
        if !words.is_empty() {
            rows.push(SummaryRow::new("Présences", Html::text(&french::spaced(&words))));
        }
        if is_own && one.state == MeetingState::Held {
            rows.push(SummaryRow::new("Compte rendu", Html::text(one.minutes_state.french())));
        }
        let shown = |paper: &Paper| PaperShown {
            label: paper.label.clone(),
            href: format!("/gestion/papiers/{}", paper.id),
            remove: format!("/gestion/papiers/{}/suppression", paper.id),
        };
        Self {
            frame: frame.with_form(&form),
            form,
            rows,
            agenda: one.terms.points().into_iter().map(str::to_owned).collect(),
            papers: known.papers.iter().map(shown).collect(),
            accepted: format!("{}.", PAPERS.french()),
            path: meeting_path(one.id),
            revision: one.revision.to_string(),
            is_own,
            is_planned: one.state == MeetingState::Planned,
            is_to_come,
            is_due: one.state != MeetingState::Cancelled && one.terms.held_on <= today,
            to_convene: to_convene.len() - lost,
            is_convened: one.convened_at.is_some(),
            warnings: warnings.iter().map(|line| french::spaced(line)).collect(),
            replies: if is_own && is_to_come { replies(&sitting, &known.attendances) } else { Vec::new() },
            attended: who_was_there(&known.members, &known.attendances),
            is_written: one.minutes_state != MinutesState::None,
            beside: match is_own && assembly.kind.is_steering() {
                true => crate::facade::steering::meeting_links(one.id),
                false => Vec::new(),
            },
        }
    }
}

async fn draw(house: &House, visit: &Visit, id: kernel::Uuid, form: Form) -> Result<MeetingPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, one) = actions::meeting::kept(&mut tx, &visit.actor, id).await?;
    let members = store::member::of_assembly(&mut tx, assembly.id).await?;
    let known = Known {
        members,
        called: store::meeting::called(&mut tx, id, one.sequence).await?,
        attendances: store::meeting::attendances(&mut tx, id).await?,
        papers: store::meeting::papers(&mut tx, id).await?,
    };
    let list = Link::new("Réunions", meetings_path(assembly.id));
    let frame = visit.back_office(&one.terms.title).with_breadcrumb([above(&assembly), vec![list]].concat());
    let today = house.outside.now().day(&house.settings.zone);
    Ok(MeetingPage::new(frame, form, (&assembly, &one), &known, today))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Meeting>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn convene(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Meeting>) -> Answer {
    let mut tx = house.write().await?;
    actions::convening::convene(&mut tx, post(&house), &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    house.bell.ring();
    answer::done(&meeting_path(id.uuid()), "envoye")
}

pub async fn cancel(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Meeting>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (at, reason) = ((id.uuid(), fields.revision()), fields.text("raison").to_owned());
    let outcome = actions::meeting::cancel(&mut tx, post(&house), &visit.actor, at, reason).await;
    let again = async |form| draw(&house, &visit, id.uuid(), form).await;
    let answer = answer::settle(tx, outcome, (|_| meeting_path(id.uuid()), "annule"), &fields, again).await;
    house.bell.ring();
    answer
}

pub async fn hand(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Meeting>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to a meeting that is not hers.
    actions::meeting::kept(&mut house.read().await?, &visit.actor, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    match handed(&house, &visit, id.uuid(), &upload).await {
        Ok(meeting) => answer::done(&meeting_path(meeting), "ajoute"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&house, &visit, id.uuid(), form).await?)
        }
    }
}

/// Receives a paper and hands it to members.
async fn handed(house: &House, visit: &Visit, id: kernel::Uuid, upload: &Upload) -> kernel::Outcome<kernel::Uuid> {
    let mut errors = Vec::new();
    let file = Failure::gather(&mut errors, web::attached::received(house, upload, PAPERS).await)?.flatten();
    Failure::unless_empty(errors)?;
    let mut tx = house.write().await?;
    let kept = (&house.outside, house.vault.as_ref());
    let what = (upload.fields.text("papier").to_owned(), file);
    let meeting = actions::papers::hand(&mut tx, kept, &visit.actor, id, what).await?;
    tx.commit().await?;
    Ok(meeting)
}

pub async fn take_back(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Paper>) -> Answer {
    let mut tx = house.write().await?;
    let meeting = actions::papers::take_back(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&meeting_path(meeting), "supprime")
}
