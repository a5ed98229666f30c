//! Sessions of a committee: who votes what, who stays out, what is decided on the spot.

use database::Tx;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome as Done, Outside, Refusal, Uuid};
use serde_json::json;

use super::setting::{fund, standing};
use super::tracing;
pub use crate::rules::{Ballot, Choice, DecisionTerms, Outcome};
use crate::rules::{
    Bounds, Decision, Fund, FundKind, Holder, Movement, MovementKind, Project, ProjectMoney, ProjectState, Purse,
    Session, Tally, check_decision, euros, one_more, residents,
};
use crate::store::project::Step;
use crate::{acts, store};

/// A session to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// The day.
    pub held_on: Option<Date>,
    /// Where.
    pub place: String,
}

/// A session this actor may do this to, with its fund.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn session(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Done<(Fund, Session)> {
    let one = store::session::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let fund = fund(tx, actor, act, one.fund).await?;
    Ok((fund, one))
}

/// Plans a session.
///
/// # Errors
/// Not there or not this actor’s; something to correct.
pub async fn convene(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<NewSession>>,
) -> Done<Uuid> {
    fund(tx, actor, &acts::DECIDE, id).await?;
    let mut form = typed.into();
    if form.value.held_on.is_none() {
        form.find([FieldError::new("seance", "Saisissez le jour de la séance")]);
    }
    if !(1..=200).contains(&form.value.place.chars().count()) {
        form.find([FieldError::new("ou", "Dites où elle se tient, en moins de 200 signes")]);
    }
    let new = form.sound()?;
    let one = Session {
        id: outside.uuid(),
        fund: id,
        held_on: new.held_on.unwrap_or_default(),
        place: new.place,
        is_closed: false,
        revision: 1,
    };
    store::session::insert(tx, &one).await?;
    let detail = json!({ "acte": "séance prévue", "jour": one.held_on.to_string() });
    record(tx, outside, actor, (one.id, detail), &[("fund_session", one.id)]).await?;
    Ok(one.id)
}

/// Ends a session: nothing is decided in it any more.
///
/// # Errors
/// Not there or not this actor’s; it is over already.
pub async fn close(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Done<()> {
    session(tx, actor, &acts::DECIDE, id).await?;
    if !store::session::close(tx, id).await? {
        return Err(over().into());
    }
    record(tx, outside, actor, (id, json!({ "acte": "séance terminée" })), &[("fund_session", id)]).await
}

fn over() -> Refusal {
    let why = "Prévoyez une autre séance : ce qui a été décidé ne change plus.";
    Refusal::rule("Cette séance est terminée", why)
}

/// Decides of a project in a session: votes, amount, envelope, all at once. What is granted leaves the envelope in the same move.
///
/// # Errors
/// Not there or not this actor’s; the session is over or not held yet; the project awaits nothing; something to correct.
pub async fn decide(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, project): (Uuid, Uuid),
    typed: impl Into<Filled<DecisionTerms>>,
) -> Done<()> {
    let (fund, session) = session(tx, actor, &acts::DECIDE, id).await?;
    let today = outside.now().day(zone);
    if session.is_closed {
        return Err(over().into());
    }
    let one = store::project::hold(tx, project).await?.filter(|one| one.fund == fund.id).ok_or(Refusal::NotFound)?;
    if !matches!(one.state, ProjectState::Filed | ProjectState::Postponed) {
        let why = format!("Le projet {} est dans cet état : {}.", one.number, one.state.french().to_lowercase());
        return Err(Refusal::rule("Ce projet n’attend pas de décision", why).into());
    }
    let mut form = typed.into();
    let members = store::fund::members(tx, fund.id).await?;
    let bounds = Bounds {
        quorum: fund.terms.quorum,
        resident_majority: fund.terms.resident_majority,
        ceiling: fund.terms.ceiling,
        asked: one.terms.asked,
    };
    form.find(check_decision(&form.value, &members, bounds));
    if session.held_on > today {
        form.find([FieldError::new("", "La séance n’a pas encore eu lieu : les décisions se notent le jour même")]);
    }
    let granted = (form.value.outcome == Outcome::Granted).then_some(form.value.cents);
    let mut envelope = None;
    if granted.is_some() {
        let year = i64::from(session.held_on.year());
        let found = standing(tx, fund.clone()).await?.envelope_for(one.terms.area, year).map(|(one, _)| one.id);
        let held = match found {
            Some(found) => store::fund::hold_envelope(tx, found).await?,
            None => None,
        };
        match held {
            None => form.find([FieldError::new("montant", format!("Aucune enveloppe pour {year} : dotez-la d’abord"))]),
            Some(held) => {
                // Read once it is held: another session may have taken of it meanwhile.
                let all = store::money::of_envelope(tx, held.id).await?;
                let purse = Purse { envelope: held.terms.cents, all };
                let grant = (MovementKind::Granted, form.value.cents);
                let had = grants_of(tx, &fund, &one, year).await?;
                let given = purse.moved(ProjectMoney::default(), grant).map(|_| ());
                if !form.is_wrong("montant")
                    && let Err(why) = one_more(had, fund.terms.per_holder).and(given)
                {
                    form.find([FieldError::new("montant", why.sentence(euros))]);
                }
                envelope = Some(held.id);
            }
        }
    }
    let terms = form.sound()?;
    let voters = (Tally::of(&terms.ballots).voters(), residents(&terms.ballots, &members));
    let decision = Decision {
        id: outside.uuid(),
        project,
        session: id,
        outcome: terms.outcome,
        cents: terms.cents,
        reason: terms.reason,
        by_name: actor.journal_name(),
        voters,
        // What was not needed is not kept.
        override_reason: match fund.terms.resident_majority && voters.1 * 2 <= voters.0 {
            true => terms.override_reason.trim().to_owned(),
            false => String::new(),
        },
    };
    let touched = store::session::decide(tx, outside, &decision, &terms.ballots, outside.now()).await?;
    let Some(mut touched) = touched else {
        return Err(Failure::field("", "Cette séance a déjà décidé de ce projet : rechargez la page"));
    };
    if let (Some(cents), Some(envelope)) = (granted, envelope) {
        let movement = Movement {
            kind: MovementKind::Granted,
            cents,
            moved_on: session.held_on,
            note: String::new(),
            by_name: actor.journal_name(),
        };
        let row = outside.uuid();
        store::money::insert(tx, row, (project, envelope), &movement, outside.now()).await?;
        touched.push(("fund_movement", row));
    }
    let labelled_until = (granted.is_some() && fund.kind == FundKind::Label)
        .then(|| session.held_on.checked_add(fund.terms.label_months.months()).unwrap_or(session.held_on));
    let (state, closed_at) = match terms.outcome {
        Outcome::Granted => (ProjectState::Granted, None),
        Outcome::Refused => (ProjectState::Refused, Some(outside.now())),
        Outcome::Postponed => (ProjectState::Postponed, None),
    };
    store::project::step(tx, project, Step { state, envelope, labelled_until, closed_at }).await?;
    touched.push(("fund_project", project));
    if granted.is_some() {
        touched.extend(tracing::granted(tx, outside, actor, (project, decision.id)).await?);
    }
    let detail = json!({ "acte": "décision du comité", "projet": one.number, "decision": decision.outcome.code(), "centimes": decision.cents });
    let entry = Entry::on(acts::DECIDE.code, "fund_session", id).detail(detail).why(&decision.override_reason);
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(())
}

/// How many grants of this fund the group of a project has in a year, other projects than this one.
///
/// # Errors
/// The database failed.
pub async fn grants_of(tx: &mut Tx, fund: &Fund, one: &Project, year: i64) -> database::Result<i64> {
    if fund.terms.per_holder == 0 {
        return Ok(0);
    }
    let holder = Holder::of(&one.terms);
    let given: Vec<Uuid> = store::session::granted(tx, fund.id)
        .await?
        .into_iter()
        .filter(|(project, on)| i64::from(on.year()) == year && *project != one.id)
        .map(|(project, _)| project)
        .collect();
    let projects = store::project::of_fund(tx, fund.id).await?;
    // What was given up whole was no help.
    let counts = |other: &&Project| given.contains(&other.id) && other.state != ProjectState::GivenUp;
    Ok(projects.iter().filter(counts).filter(|other| Holder::of(&other.terms).is(&holder)).count() as i64)
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (session, detail): (Uuid, serde_json::Value),
    touched: &[(&str, Uuid)],
) -> Done<()> {
    let entry = Entry::on(acts::DECIDE.code, "fund_session", session).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
