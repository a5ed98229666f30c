//! A fund and a label: envelopes, a committee, projects filed, decided, paid.

use std::collections::BTreeMap;

use ::funds::actions::{
    self as acts, Ballot, Choice, College, Decided, DecisionTerms, EnvelopeTerms, FundKind, FundTerms, NewPaper,
    NewSession, Payment, ProjectTerms,
};
use database::Tx;
use jiff::ToSpan;
use kernel::{Outcome, Uuid};

use super::acting::{Calendar, PLATFORM, missing};
use crate::Demonstration;
use crate::funds::{Fund, Project};

/// Days of the session that decided, from today.
const SESSION: i64 = -30;

/// Puts the fund, the label and their projects in.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn funds(
    tx: &mut Tx,
    calendar: &Calendar,
    told: &Demonstration,
    (areas, contract): (&BTreeMap<String, Uuid>, Uuid),
) -> Outcome<()> {
    for fund in &told.funds.funds {
        let kind = FundKind::from_code(&fund.kind).ok_or_else(|| missing(&fund.kind))?;
        let then = calendar.at(-120, 0);
        let id = acts::open(tx, &then, &PLATFORM, (contract, kind), terms(fund)).await?;
        // A session may fall in the year before: both years have their envelope.
        let years = [calendar.day(SESSION).year(), calendar.day(0).year()];
        for (rank, year) in years.into_iter().enumerate() {
            if rank == 0 || years[0] != years[1] {
                let envelope = EnvelopeTerms {
                    year: year.into(),
                    area: None,
                    cents: fund.envelope * 100,
                    source: fund.source.clone(),
                };
                acts::set_envelope(tx, &then, &PLATFORM, id, envelope).await?;
            }
        }
        let mut members = Vec::new();
        for one in &told.funds.members {
            let college = College::from_code(&one.college).ok_or_else(|| missing(&one.college))?;
            members.push(acts::add_member(tx, &then, &PLATFORM, id, (one.name.clone(), college)).await?);
        }
        let own: Vec<&Project> = told.funds.projects.iter().filter(|one| one.fund == fund.kind).collect();
        let new = NewSession { held_on: Some(calendar.day(SESSION)), place: "Maison des projets".to_owned() };
        let session = acts::convene(tx, &calendar.at(-60, 0), &PLATFORM, id, new).await?;
        for one in own {
            let area = *areas.get(&one.area).ok_or_else(|| missing(&one.area))?;
            project(tx, calendar, one, (id, area), (session, &members, fund.advance)).await?;
        }
        acts::close(tx, &calendar.at(SESSION, 300), &PLATFORM, session).await?;
        let next = NewSession { held_on: Some(calendar.day(20)), place: "Maison des projets".to_owned() };
        acts::convene(tx, &calendar.at(-10, 0), &PLATFORM, id, next).await?;
    }
    Ok(())
}

fn terms(fund: &Fund) -> FundTerms {
    FundTerms {
        name: fund.name.clone(),
        purpose: fund.purpose.clone(),
        rules: fund.rules.clone(),
        support: fund.support.clone(),
        holder: fund.holder.clone(),
        service: "Service politique de la ville (démonstration)".to_owned(),
        ceiling: fund.ceiling * 100,
        advance_percent: fund.advance,
        report_days: 60,
        quorum: 3,
        per_holder: 2,
        resident_majority: false,
        label_months: 24,
        is_open: true,
    }
}

async fn project(
    tx: &mut Tx,
    calendar: &Calendar,
    one: &Project,
    (fund, area): (Uuid, Uuid),
    (session, members, advance): (Uuid, &[Uuid], i64),
) -> Outcome<()> {
    let then = calendar.at(-50, 0);
    let terms = ProjectTerms {
        title: one.title.clone(),
        what: one.what.clone(),
        area: Some(area),
        place: "Dans le quartier".to_owned(),
        starts_on: calendar.day(-50).saturating_add(30.days()),
        people: 60,
        total: one.asked * 100,
        asked: one.asked * 100,
        spends: "Courses, matériel loué et affiches.".to_owned(),
        group_name: one.group.clone(),
        contact: "Personne imaginée".to_owned(),
        reach: format!("{}@demo.parvis.example", kernel::text::slug(&one.group, '-', 40)),
    };
    // What the demonstration files is typed for groups: everything is there, and no code is lost.
    let paper_on = Some(calendar.day(if one.is_paper { -52 } else { -50 }));
    let filed = acts::file_paper(tx, (&then, calendar.zone()), &PLATFORM, fund, NewPaper { terms, paper_on }).await?;
    let Some(granted) = one.granted else { return Ok(()) };
    let (outcome, choice) =
        if granted > 0 { (Decided::Granted, Choice::For) } else { (Decided::Refused, Choice::Against) };
    let mut ballots: Vec<Ballot> = members.iter().map(|member| Ballot { member: *member, choice }).collect();
    if let Some(first) = ballots.first_mut() {
        first.choice = Choice::Recused;
    }
    let decision = DecisionTerms {
        outcome,
        cents: granted * 100,
        reason: one.reason.clone(),
        ballots,
        override_reason: String::new(),
    };
    let evening = calendar.at(SESSION, 240);
    acts::decide(tx, (&evening, calendar.zone()), &PLATFORM, (session, filed.id), decision).await?;
    if granted > 0 {
        let first =
            Payment { cents: granted * advance, moved_on: Some(calendar.day(SESSION + 3)), note: "Avance".to_owned() };
        acts::pay(tx, (&calendar.at(SESSION + 3, 0), calendar.zone()), &PLATFORM, filed.id, first).await?;
    }
    if let Some(spent) = one.spent {
        let rest = Payment {
            cents: spent * 100 - granted * advance,
            moved_on: Some(calendar.day(-5)),
            note: "Solde, d’après les tickets".to_owned(),
        };
        if rest.cents > 0 {
            acts::pay(tx, (&calendar.at(-5, 0), calendar.zone()), &PLATFORM, filed.id, rest).await?;
        }
    }
    if !one.support.is_empty() {
        let given = (Some(calendar.day(-10)), one.support.clone());
        acts::support(tx, (&calendar.at(-10, 0), calendar.zone()), &PLATFORM, filed.id, given).await?;
    }
    Ok(())
}
