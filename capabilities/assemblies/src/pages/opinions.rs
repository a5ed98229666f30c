//! `/conseil/{id}/avis`: what members are asked their opinion on, and the page of one.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link, SummaryRow};
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::opinion_text::{Told, told};
use super::polling::{Ballots, PollShown, polls_of, polls_told};
use super::submissions::{facts, standing};
use super::{called, choices_of, own_above, own_path};
use crate::actions::opinion::{self, may_adopt};
use crate::actions::voting;
use crate::rules::{Assembly, Cause, Meeting, Member, Poll, Sense, Submission, SubmissionState, Text, Vote, Way};
use crate::store::deliberation::Voice;
use crate::store::submission::SubmissionPaper;
use crate::{actions, store};

/// Where members find a file submitted to them.
pub(super) fn own_file_path(id: Uuid) -> String {
    format!("/conseil/avis/{id}")
}

#[derive(Template)]
#[template(path = "pages/opinions.html")]
pub(super) struct OpinionsPage {
    pub frame: Frame,
    /// Files to answer: title, standing, and a word when she stays out.
    pub open: Vec<(Link, String)>,
    pub over: Vec<(Link, String)>,
}

impl OpinionsPage {
    pub fn new(frame: Frame, all: &[(Submission, Option<Cause>)], today: Date) -> Self {
        let line = |(one, cause): &(Submission, Option<Cause>)| {
            let out = if cause.is_some() { ", vous êtes en retrait" } else { "" };
            let words = format!("{}{out}", standing(one, today));
            (Link::new(&one.terms.title, own_file_path(one.id)), french::spaced(&words))
        };
        let is_open = |one: &&(Submission, Option<Cause>)| one.0.state == SubmissionState::Open;
        Self {
            frame,
            open: all.iter().filter(is_open).map(line).collect(),
            over: all.iter().filter(|one| !is_open(one)).map(line).collect(),
        }
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, member) = actions::member::mine(&mut tx, &visit.actor, id.uuid()).await?;
    let mut all = Vec::new();
    for one in store::submission::of_assembly(&mut tx, assembly.id).await? {
        let cause = actions::recusing::cause(&mut tx, &one, &member).await?;
        all.push((one, cause));
    }
    let frame = visit.back_office("Avis à donner").with_breadcrumb(own_above(Some(&assembly)));
    answer::page(&OpinionsPage::new(frame, &all, house.outside.now().day(&house.settings.zone)))
}

/// What is said among members of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Debate {
    pub members: Vec<Member>,
    pub voices: Vec<Voice>,
    /// Who, when, what.
    pub comments: Vec<(Uuid, String, String)>,
    /// Meetings where the body may have voted.
    pub meetings: Vec<Meeting>,
    /// Votes of members, the last first, with who voted.
    pub polls: Vec<(Poll, Ballots)>,
    /// How many may vote.
    pub may_vote: usize,
}

/// Somebody's words.
pub(super) struct Said {
    pub who: String,
    pub when: String,
    pub words: String,
}

#[derive(Template)]
#[template(path = "pages/opinion.html")]
pub(super) struct OpinionPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub revision: String,
    pub rows: Vec<SummaryRow>,
    pub summary: String,
    pub questions: Vec<String>,
    pub papers: Vec<Link>,
    pub opinion: Option<Told>,
    /// Why she stays out, when she does: then nothing of the debate is here.
    pub recusal: Option<&'static str>,
    pub is_open: bool,
    pub senses: Vec<Choice>,
    pub voices: Vec<Said>,
    pub comments: Vec<Said>,
    /// Who drafts.
    pub drafter: Option<String>,
    pub is_drafter: bool,
    pub draft: String,
    pub draft_sense: &'static str,
    pub may_adopt: bool,
    pub may_open_vote: bool,
    pub poll: Option<PollShown>,
    /// Votes that are over, in words; of a vote by name, who voted what.
    pub past_polls: Vec<String>,
    pub votes: Vec<Choice>,
    pub ways: Vec<Choice>,
    pub meetings: Vec<Choice>,
}

impl OpinionPage {
    pub fn new(
        frame: Frame,
        form: Form,
        (member, one, cause): (&Member, &Submission, Option<Cause>),
        (rows, papers): (Vec<SummaryRow>, &[SubmissionPaper]),
        debate: &Debate,
        opinion: Option<Told>,
    ) -> Self {
        let name = |id: Uuid| debate.members.iter().find(|one| one.id == id).map(called).unwrap_or_default();
        let voice = |voice: &Voice| Said {
            who: name(voice.member),
            when: voice.sense.french().to_owned(),
            words: voice.words.clone(),
        };
        let comment = |(who, when, words): &(Uuid, String, String)| Said {
            who: name(*who),
            when: when.clone(),
            words: words.clone(),
        };
        let meeting = |one: &Meeting| {
            Choice::new(one.id.to_string(), &format!("{}, {}", french::date(one.terms.held_on), one.terms.title))
        };
        let (poll, past_polls) = polls_told(&debate.polls, (member, debate.may_vote), name);
        Self {
            poll,
            past_polls,
            votes: choices_of!(Vote),
            frame: frame.with_form(&form),
            form,
            path: own_file_path(one.id),
            revision: one.revision.to_string(),
            rows,
            summary: one.terms.summary.clone(),
            questions: one.questions().into_iter().map(str::to_owned).collect(),
            papers: papers
                .iter()
                .map(|paper| Link::new(&paper.label, format!("/conseil/avis/pieces/{}", paper.id)))
                .collect(),
            opinion,
            recusal: cause.map(Cause::french),
            is_open: one.state == SubmissionState::Open,
            senses: choices_of!(Sense),
            voices: debate.voices.iter().map(voice).collect(),
            comments: debate.comments.iter().map(comment).collect(),
            drafter: one.rapporteur.map(name).filter(|name| !name.is_empty()),
            is_drafter: one.rapporteur == Some(member.id),
            draft: one.draft.clone(),
            draft_sense: one.draft_sense.map_or("", Sense::french),
            may_adopt: may_adopt(member, one),
            may_open_vote: may_adopt(member, one) && !one.draft.is_empty(),
            ways: choices_of!(Way),
            meetings: debate.meetings.iter().map(meeting).collect(),
        }
    }
}

/// Fills the forms with what she said and what is drafted, unless something was typed.
fn filled(member: &Member, one: &Submission, debate: &Debate) -> Form {
    let hers = debate.voices.iter().find(|voice| voice.member == member.id);
    Form::filled([
        ("sens", hers.map_or("", |voice| voice.sense.code()).to_owned()),
        ("mots", hers.map(|voice| voice.words.clone()).unwrap_or_default()),
        ("sens-projet", one.draft_sense.map_or("", Sense::code).to_owned()),
        ("projet", one.draft.clone()),
        ("secret", "oui".to_owned()),
    ])
}

async fn debate(tx: &mut Tx, house: &House, one: &Submission) -> Result<Debate, Fault> {
    let moment = |at| french::moment(at, &house.settings.zone);
    let comments = store::deliberation::comments(tx, one.id).await?;
    let polls = polls_of(tx, Text::Opinion(one.id)).await?;
    let members = store::member::of_assembly(tx, one.assembly).await?;
    let mut may_vote = 0;
    for member in members.iter().filter(|member| member.counts()) {
        may_vote += usize::from(actions::recusing::cause(tx, one, member).await?.is_none());
    }
    Ok(Debate {
        polls,
        may_vote,
        members,
        voices: store::deliberation::voices(tx, one.id).await?,
        comments: comments.into_iter().map(|(who, at, words)| (who, moment(at), words)).collect(),
        meetings: voting::meetings(tx, one.assembly).await?,
    })
}

/// The page of a file, around what was typed.
pub(super) async fn draw(house: &House, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<OpinionPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, member, one, cause) = opinion::mine(&mut tx, &visit.actor, id).await?;
    // Whoever stays out reads nothing of the debate: it is not even loaded.
    let debate = match cause {
        Some(_) => Debate::default(),
        None => debate(&mut tx, house, &one).await?,
    };
    let areas = territory::facade::areas(&mut tx).await?;
    let papers = store::submission::papers(&mut tx, id).await?;
    let meeting = match one.adopted.and_then(|adopted| adopted.ballot.meeting) {
        Some(meeting) => store::meeting::by_id(&mut tx, meeting).await?,
        None => None,
    };
    let list = Link::new("Avis à donner", format!("{}/avis", own_path(assembly.id)));
    let above = [own_above(Some(&assembly)), vec![list]].concat();
    let frame = visit.back_office(&one.terms.title).with_breadcrumb(above);
    let rows = facts(&one, &areas, house.outside.now().day(&house.settings.zone));
    let form = typed.unwrap_or_else(|| filled(&member, &one, &debate));
    let told = told(&one, meeting.as_ref());
    let shown = match cause {
        Some(_) => Submission { draft: String::new(), draft_sense: None, rapporteur: None, ..one },
        None => one,
    };
    Ok(OpinionPage::new(frame, form, (&member, &shown, cause), (rows, &papers), &debate, told))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Submission>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), None).await?)
}
