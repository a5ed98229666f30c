//! `/conseil/saisines/{id}`: a referral, for the members of its body: the vote, the answer, whether it satisfies.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, SummaryRow};
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::opinion_said::cast;
use super::polling::{Ballots, PollShown, polls_of, polls_told};
use super::referral_said::{facts, titled};
use super::referrals::{above, own_list_path, own_referral_path};
use super::{called, choices_of};
use crate::actions::{referral, voting};
use crate::rules::{Meeting, Member, Poll, Referral, ReferralState, Satisfaction, Text, Vote, Way};
use crate::store;

/// What members decide with.
#[derive(Clone, Debug, Default)]
pub(super) struct Debate {
    pub members: Vec<Member>,
    /// Meetings where the body may have voted.
    pub meetings: Vec<Meeting>,
    /// Votes of members, the last first, with who voted.
    pub polls: Vec<(Poll, Ballots)>,
}

#[derive(Template)]
#[template(path = "pages/referral.html")]
pub(super) struct ReferralPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub revision: String,
    pub rows: Vec<SummaryRow>,
    pub words: String,
    pub is_draft: bool,
    pub answer: String,
    pub answer_file: Option<String>,
    pub satisfaction_words: String,
    pub may_write_down: bool,
    /// Whether she keeps the vote on what is prepared.
    pub may_adopt: bool,
    pub may_open_vote: bool,
    pub poll: Option<PollShown>,
    /// Votes that are over, in words; of a vote by name, who voted what.
    pub past_polls: Vec<String>,
    pub votes: Vec<Choice>,
    pub satisfactions: Vec<Choice>,
    pub ways: Vec<Choice>,
    pub meetings: Vec<Choice>,
}

impl ReferralPage {
    pub fn new(frame: Frame, form: Form, (member, one): (&Member, &Referral), debate: &Debate, today: Date) -> Self {
        let meeting = |one: &Meeting| {
            Choice::new(one.id.to_string(), &format!("{}, {}", french::date(one.terms.held_on), one.terms.title))
        };
        let said = Satisfaction::ALL.iter().filter(|said| **said != Satisfaction::None);
        let path = own_referral_path(one.id);
        let name = |id: Uuid| debate.members.iter().find(|one| one.id == id).map(called).unwrap_or_default();
        let may_vote = debate.members.iter().filter(|member| member.counts()).count();
        let (poll, past_polls) = polls_told(&debate.polls, (member, may_vote), name);
        let may_adopt = one.state == ReferralState::Draft && referral::may_write_down(member, one);
        Self {
            frame: frame.with_form(&form),
            form,
            revision: one.revision.to_string(),
            rows: facts(one, today),
            words: one.terms.words.clone(),
            is_draft: one.state == ReferralState::Draft,
            answer: one.answer.clone(),
            answer_file: one.answer_file.map(|_| format!("{path}/piece")),
            satisfaction_words: one.satisfaction_words.clone(),
            may_write_down: referral::may_write_down(member, one),
            satisfactions: said.map(|said| Choice::new(said.code(), said.french())).collect(),
            ways: choices_of!(Way),
            meetings: debate.meetings.iter().map(meeting).collect(),
            may_adopt,
            may_open_vote: may_adopt,
            poll,
            past_polls,
            votes: choices_of!(Vote),
            path,
        }
    }
}

/// The page of a referral, around what was typed.
pub(super) async fn draw(house: &House, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<ReferralPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, member, one) = referral::mine(&mut tx, &visit.actor, id).await?;
    let debate = Debate {
        members: store::member::of_assembly(&mut tx, assembly.id).await?,
        meetings: voting::meetings(&mut tx, assembly.id).await?,
        polls: polls_of(&mut tx, Text::Referral(id)).await?,
    };
    let form = typed.unwrap_or_else(|| {
        let said = if one.satisfaction == Satisfaction::None { "" } else { one.satisfaction.code() };
        Form::filled([("satisfaction", said), ("suite", one.satisfaction_words.as_str()), ("secret", "oui")])
    });
    let frame = visit.back_office(&titled(&one)).with_breadcrumb(above(&assembly));
    let today = house.outside.now().day(&house.settings.zone);
    Ok(ReferralPage::new(frame, form, (&member, &one), &debate, today))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Referral>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), None).await?)
}

pub async fn adopt(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Referral>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (at, around) = ((id.uuid(), fields.revision()), (&house.outside, &house.settings.zone));
    let mut typed = Reading::of(&fields);
    let adoption = (cast(&mut typed), fields.is_ticked("public"));
    let outcome = referral::adopt(&mut tx, around, &visit.actor, at, typed.filled(adoption)).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_referral_path, "enregistre"), &fields, again).await
}

pub async fn judge(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Referral>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let said = (Satisfaction::from_code(fields.text("satisfaction")), fields.text("suite").to_owned());
    let at = (id.uuid(), fields.revision());
    let outcome = referral::judge(&mut tx, &house.outside, &visit.actor, at, said).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_referral_path, "enregistre"), &fields, again).await
}

pub async fn drop_draft(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Referral>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let assembly = referral::drop_draft(&mut tx, &house.outside, &visit.actor, at).await?;
    tx.commit().await?;
    answer::done(&own_list_path(assembly), "supprime")
}

/// The file of an answer, for members.
pub async fn take_file(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Referral>) -> Answer {
    let mut tx = house.read().await?;
    let (_, _, one) = referral::mine(&mut tx, &visit.actor, id.uuid()).await?;
    let file = one.answer_file.ok_or_else(Fault::not_found)?;
    drop(tx);
    web::attached::kept_file(&house, file).await
}
