//! Who steers the contract: committees opened, signatories seated, a year of meetings held, decisions taken and followed.

use std::collections::BTreeMap;

use assemblies::actions::assembly::{self, NewAssembly};
use assemblies::actions::{
    AssemblyTerms, Body, CollegeKind, Counted, Kind, MeetingTerms, MemberTerms, Presence, attending, meeting, member,
};
use database::Tx;
use governance::actions::{DecisionState, DecisionTerms, Object, ObjectKind, StepTerms, deciding, telling};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use kernel::{Outcome, Outside, Uuid};
use web::Keys;

use super::acting::{Calendar, PLATFORM, missing};
use super::assemblies::from_today;
use crate::Demonstration;
use crate::governance::{DecisionTold, SeatTold, SessionTold};

/// Everything is counted in the hours of the calendar.
struct Sower<'a> {
    calendar: &'a Calendar,
    keys: &'a Keys,
    today: Date,
    zone: TimeZone,
}

/// Opens the committees, holds their meetings, writes the register and follows it.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn governance(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    calendar: &Calendar,
    told: &Demonstration,
    contract: Uuid,
) -> Outcome<()> {
    let zone = calendar.zone().clone();
    let sower = Sower { calendar, keys, today: outside.now().day(&zone), zone };
    let names = strategy::facade::pledging::signatory_names(tx, contract).await?;
    let signatory = |code: &str| {
        let known = told.contract.signatories.iter().find(|one| one.code == code)?;
        names.iter().find(|one| one.name == known.name).map(|one| one.id)
    };
    let mut bodies = BTreeMap::new();
    for one in &told.governance.bodies {
        let kind = Kind::from_code(&one.kind).ok_or_else(|| missing(&one.kind))?;
        let terms = AssemblyTerms {
            name: one.name.clone(),
            purpose: one.purpose.clone(),
            contract: Some(contract),
            place: one.place.clone(),
            starts_on: Some(from_today(sower.today, one.since)),
            are_decisions_public: true,
            ..AssemblyTerms::first(kind)
        };
        let then = calendar.at(i64::from(one.since), 0);
        let new = NewAssembly { kind, council: None, terms };
        let id = assembly::open(tx, &then, &PLATFORM, new).await?;
        let seats = told.governance.members.iter().filter(|seat| seat.body == one.key);
        let mut members: Vec<(String, Uuid)> = Vec::new();
        for seat in seats {
            let titular = members.iter().find(|(name, _)| *name == seat.deputy_of).map(|(_, id)| *id);
            let its = (id, from_today(sower.today, one.since));
            members.push((seat.name.clone(), sower.seat(tx, seat, its, (signatory(&seat.signatory), titular)).await?));
        }
        bodies.insert(one.key.clone(), (id, one.place.clone(), members));
    }
    let sheets = plan::facade::sheets(tx, contract, false).await?;
    for (rank, one) in told.governance.meetings.iter().enumerate() {
        let (body, place, members) = bodies.get(&one.body).ok_or_else(|| missing(&one.body))?;
        let id = sower.meet(tx, one, (*body, place), members).await?;
        if one.day >= 0 {
            continue;
        }
        for decision in told.governance.decisions.iter().filter(|decision| decision.meeting == rank) {
            let object = decision.sheet.and_then(|rank| sheets.get(rank)).map(about);
            sower.decide(tx, (one, id), decision, object).await?;
        }
        // The last meeting is not told yet: somebody has to do it.
        if one.day < -40 && told.governance.decisions.iter().any(|decision| decision.meeting == rank) {
            let after = calendar.at(i64::from(one.day) + 1, 0);
            telling::tell(tx, (&after, "https://parvis.example"), &PLATFORM, id).await?;
        }
    }
    Ok(())
}

/// A sheet, as a decision is about it.
fn about(sheet: &plan::facade::SheetBrief) -> Object {
    Object {
        kind: ObjectKind::Sheet,
        id: sheet.id,
        label: format!("{} {}", sheet.code, sheet.title),
        path: plan::facade::back_office_path(sheet.id),
        open_path: plan::facade::path(&sheet.address),
    }
}

impl Sower<'_> {
    async fn seat(
        &self,
        tx: &mut Tx,
        seat: &SeatTold,
        (body, starts_on): (Uuid, Date),
        (signatory, titular): (Option<Uuid>, Option<Uuid>),
    ) -> Outcome<Uuid> {
        let terms = MemberTerms {
            called_name: seat.name.clone(),
            email: String::new(),
            college: CollegeKind::from_code(&seat.college).ok_or_else(|| missing(&seat.college))?,
            structure: seat.structure.clone(),
            counted: Counted::Unknown,
            starts_on,
            ends_on: None,
            is_alternate: titular.is_some(),
            leaves_at_half: false,
            is_secretary: false,
            is_name_public: false,
            signatory,
            titular,
        };
        let then = self.calendar.at(i64::from((starts_on - self.today).get_days()), 10);
        member::add(tx, (&then, self.keys, &self.zone), &PLATFORM, body, terms).await
    }

    /// Plans a meeting; one of before took place.
    async fn meet(
        &self,
        tx: &mut Tx,
        one: &SessionTold,
        (body, place): (Uuid, &str),
        members: &[(String, Uuid)],
    ) -> Outcome<Uuid> {
        let day = i64::from(one.day);
        let terms = MeetingTerms {
            title: one.title.clone(),
            held_on: self.calendar.day(day),
            starts_at: Time::constant(14, 0, 0, 0),
            ends_at: Time::constant(16, 30, 0, 0),
            place: place.to_owned(),
            link: String::new(),
            agenda: one.agenda.clone(),
        };
        let id = meeting::plan(tx, &self.calendar.at(day - 20, 0), &PLATFORM, (body, Body::Own), terms).await?;
        if one.day >= 0 {
            return Ok(id);
        }
        let presence = |(rank, (_, member)): (usize, &(String, Uuid))| {
            let was = if one.present.contains(&rank) { Presence::Present } else { Presence::Excused };
            (*member, was, None)
        };
        let entered: Vec<attending::Entered> = members.iter().enumerate().map(presence).collect();
        let then = self.calendar.at(day, 480);
        attending::enter(tx, (&then, &self.zone), &PLATFORM, (id, 1), entered).await?;
        if !one.minutes.is_empty() {
            meeting::write_minutes(tx, (&then, &self.zone), &PLATFORM, (id, 2), one.minutes.clone()).await?;
        }
        Ok(id)
    }

    /// Writes a decision, then what became of it.
    async fn decide(
        &self,
        tx: &mut Tx,
        (session, meeting): (&SessionTold, Uuid),
        told: &DecisionTold,
        object: Option<Object>,
    ) -> Outcome<()> {
        let day = i64::from(session.day);
        let terms = DecisionTerms {
            title: told.title.clone(),
            words: told.words.clone(),
            object,
            owner: told.owner.clone(),
            organisation: None,
            due_on: told.due.map(|days| self.calendar.day(day + i64::from(days))),
            is_immediate: told.due.is_none(),
        };
        let then = self.calendar.at(day, 500);
        let id = deciding::decide(tx, (&then, &self.zone), &PLATFORM, meeting, terms).await?;
        if told.step.is_empty() {
            return Ok(());
        }
        let state = DecisionState::from_code(&told.state).ok_or_else(|| missing(&told.state))?;
        let step = StepTerms { state, words: told.step.clone() };
        let later = self.calendar.at(day + i64::from(told.step_day), 0);
        deciding::follow(tx, (&later, &self.zone), &PLATFORM, (id, 1), step).await
    }
}
