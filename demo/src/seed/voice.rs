//! What the council of the demonstration says: opinions asked and given, a matter referred, its money, what it learnt, its page.

use assemblies::actions::voting::Cast;
use assemblies::actions::{
    Addressee, Counted, Heading, LineKind, LineTerms, PostKind, PostTerms, ReferralTerms, Role, Sense, SubmissionTerms,
    TrainingTerms, Way, budget, opinion, publishing, referral, roles, submitting, training,
};
use assemblies::facade;
use database::Tx;
use files::Vault;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Cents, Outcome, Outside, Person, Uuid};

use super::accounts::SignIn;
use super::assemblies::{ACTOR, from_today, missing};
use crate::Demonstration;
use crate::assemblies::{OpinionTold, ReferralTold, VoiceTold};

/// Everything the council says, by the member who has an account, and what services ask it and answer.
///
/// # Errors
/// An act refused what it was told, the database or the vault failed.
pub async fn voice(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    told: &Demonstration,
    people: &[SignIn],
) -> Outcome<()> {
    let (life, zone) = (&told.assemblies.council, TimeZone::UTC);
    let today = outside.now().day(&zone);
    let who = people.iter().find(|person| person.email == life.account).ok_or_else(|| missing("member"))?;
    let hers = Actor::Person(Person {
        account: who.account,
        session: Uuid::nil(),
        name: who.name.clone(),
        grants: Vec::new(),
        has_second_factor: false,
        acting_for: None,
    });
    let name = &told.councils.council.name;
    let coming = facade::coming(tx, today).await?;
    let body = coming.into_iter().find(|one| one.assembly == *name).ok_or_else(|| missing("council that sits"))?.body;
    let members = facade::members(tx, body).await?;
    let herself = members.iter().find(|one| one.account == Some(who.account)).ok_or_else(|| missing("member"))?.id;
    for role in [Role::Treasurer, Role::Editor] {
        roles::charge(tx, outside, &hers, body, (Some(herself), Some(role), true)).await?;
    }
    let drawn = councils::facade::councils(tx).await?;
    let areas = drawn.into_iter().find(|one| one.name == *name).map(|one| one.area_ids).unwrap_or_default();
    let voice = &life.voice;
    for one in &voice.opinions {
        opinion_asked(tx, (outside, &zone), (&hers, body, &areas), one, today).await?;
    }
    for one in &voice.referrals {
        referred(tx, (outside, &zone, vault), (&hers, body), one, today).await?;
    }
    money(tx, (outside, &zone, vault), (&hers, body), voice, today).await?;
    for one in &voice.trainings {
        let women = members.iter().filter(|one| one.terms.counted == Counted::Woman).map(|one| one.id);
        let terms = TrainingTerms {
            held_on: from_today(today, one.day),
            theme: one.theme.clone(),
            organiser: one.organiser.clone(),
            minutes: one.minutes,
            members: women.take(one.came).collect(),
        };
        training::enter(tx, (outside, &zone), &hers, body, terms).await?;
    }
    for one in &voice.posts {
        let kind = PostKind::from_code(&one.kind).ok_or_else(|| missing("kind of publication"))?;
        let terms = PostTerms { title: one.title.clone(), words: one.words.clone(), alternative: String::new() };
        publishing::publish(tx, (outside, vault), &hers, (body, kind), (terms, None)).await?;
    }
    Ok(())
}

/// A vote in writing that ended today.
fn vote((in_favour, against, abstention): (i64, i64, i64), on: Date) -> Cast {
    Cast { way: Some(Way::Written), meeting: None, on: Some(on), in_favour, against, abstention }
}

async fn opinion_asked(
    tx: &mut Tx,
    around: (&Outside, &TimeZone),
    (hers, body, areas): (&Actor, Uuid, &[Uuid]),
    one: &OpinionTold,
    today: Date,
) -> Outcome<()> {
    let outside = around.0;
    let terms = SubmissionTerms {
        reference: one.reference.clone(),
        title: one.title.clone(),
        organisation: None,
        applicant: one.applicant.clone(),
        areas: areas.to_vec(),
        summary: one.summary.clone(),
        amount: Some(Cents(one.euros * 100)),
        questions: one.questions.clone(),
        due_on: from_today(today, one.due),
    };
    let id = submitting::submit(tx, around, &ACTOR, body, terms).await?;
    let sense = |code: &str| Sense::from_code(code).ok_or_else(|| missing("opinion of that name"));
    opinion::speak(tx, outside, hers, id, (Some(sense(&one.said)?), one.said_words.clone())).await?;
    let Some(adopted) = &one.adopted else { return Ok(()) };
    opinion::comment(tx, outside, hers, id, adopted.comment.clone()).await?;
    opinion::take_in_hand(tx, outside, hers, id, true).await?;
    opinion::draft(tx, outside, hers, (id, 2), (Some(sense(&adopted.sense)?), adopted.words.clone())).await?;
    let votes = (adopted.in_favour, adopted.against, adopted.abstention);
    opinion::adopt(tx, around, hers, (id, 3), (vote(votes, today), true)).await?;
    Ok(())
}

async fn referred(
    tx: &mut Tx,
    (outside, zone, vault): (&Outside, &TimeZone, &dyn Vault),
    (hers, body): (&Actor, Uuid),
    one: &ReferralTold,
    today: Date,
) -> Outcome<()> {
    let terms = ReferralTerms {
        subject: one.subject.clone(),
        words: one.words.clone(),
        addressee: Addressee::from_code(&one.addressee).ok_or_else(|| missing("addressee"))?,
        addressee_name: String::new(),
        origin: one.origin.clone(),
    };
    let id = referral::begin(tx, outside, hers, body, terms).await?;
    let Some((in_favour, against, abstention)) = one.votes else { return Ok(()) };
    referral::adopt(tx, (outside, zone), hers, (id, 1), (vote((in_favour, against, abstention), today), true)).await?;
    if !one.answer.is_empty() {
        referral::answer(tx, (outside, zone, vault), &ACTOR, (id, 2), (one.answer.clone(), None)).await?;
    }
    Ok(())
}

async fn money(
    tx: &mut Tx,
    around: budget::Around<'_>,
    (hers, body): (&Actor, Uuid),
    voice: &VoiceTold,
    today: Date,
) -> Outcome<()> {
    for one in &voice.lines {
        let kind = if one.heading.is_empty() { LineKind::Grant } else { LineKind::Expense };
        let dated = from_today(today, one.day);
        let terms = LineTerms {
            label: one.label.clone(),
            amount: Cents(one.cents),
            dated,
            year: i64::from(dated.year()),
            heading: Heading::from_code(&one.heading),
        };
        budget::enter(tx, around, hers, (body, kind), (terms, None)).await?;
    }
    Ok(())
}
