//! Bodies that sit: the council once drawn, others opened directly, with their members and meetings.

use std::collections::BTreeMap;

use assemblies::actions::assembly::{self, NewAssembly};
use assemblies::actions::{
    AssemblyTerms, Body, CollegeKind, Counted, Kind, MeetingTerms, MemberTerms, Presence, attending, inviting, meeting,
    member, papers,
};
use assemblies::facade;
use database::Tx;
use documents::{Block, Document, Run};
use files::Vault;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use kernel::{Actor, Breakdown, Outcome, Outside, Uuid};
use web::Keys;

use super::accounts::SignIn;
use crate::Demonstration;
use crate::assemblies::MeetingTold;

/// Who acts.
pub(super) const ACTOR: Actor = Actor::Platform("démonstration");

pub(super) fn missing(what: &str) -> Breakdown {
    Breakdown::because(format!("the demonstration has no {what}"))
}

pub(super) fn from_today(today: Date, days: i32) -> Date {
    let span: Span = i64::from(days).days();
    today.checked_add(span).unwrap_or(today)
}

/// Has the council sit, opens the other bodies, holds their meetings.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn assemblies(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    told: &Demonstration,
    areas: &BTreeMap<String, Uuid>,
    people: &[SignIn],
) -> Outcome<()> {
    let zone = TimeZone::UTC;
    let today = outside.now().day(&zone);
    council(tx, (outside, keys, &zone), told, people).await?;
    for body in &told.assemblies.bodies {
        let kind = Kind::from_code(&body.kind).ok_or_else(|| missing("kind of body"))?;
        let since = from_today(today, body.since);
        let terms = AssemblyTerms {
            name: body.name.clone(),
            purpose: body.purpose.clone(),
            contract: strategy::facade::contracts(tx).await?.first().map(|contract| contract.id),
            areas: body.areas.iter().filter_map(|key| areas.get(key).copied()).collect(),
            support: body.support.clone(),
            place: body.place.clone(),
            starts_on: Some(since),
            ..AssemblyTerms::first(kind)
        };
        let id = assembly::open(tx, outside, &ACTOR, NewAssembly { kind, council: None, terms }).await?;
        for one in &body.members {
            let terms = MemberTerms {
                called_name: one.called.clone(),
                email: String::new(),
                college: CollegeKind::None,
                structure: one.structure.clone(),
                counted: Counted::from_code(&one.counted).ok_or_else(|| missing("way of being counted"))?,
                starts_on: since,
                ends_on: Some(from_today(since, 364)),
                is_alternate: false,
                leaves_at_half: false,
                is_secretary: false,
                is_name_public: !one.structure.is_empty(),
                signatory: None,
                titular: None,
            };
            member::add(tx, (outside, keys, &zone), &ACTOR, id, terms).await?;
        }
        meetings(tx, (outside, &zone), id, &body.meetings).await?;
    }
    Ok(())
}

/// The council: members from accepted seats, the first one with her account, who keeps attendance and minutes.
async fn council(
    tx: &mut Tx,
    around: (&Outside, &Keys, &TimeZone),
    told: &Demonstration,
    people: &[SignIn],
) -> Outcome<()> {
    let (outside, _, zone) = around;
    let life = &told.assemblies.council;
    let since = from_today(outside.now().day(zone), life.since);
    let all = councils::facade::councils(tx).await?;
    let id = all.iter().find(|one| one.name == told.councils.council.name).ok_or_else(|| missing("council"))?.id;
    let drawn = councils::facade::set_up(tx, id).await?.ok_or_else(|| missing("council"))?;
    let terms = AssemblyTerms {
        name: drawn.brief.name,
        purpose: drawn.purpose,
        contract: drawn.brief.contract,
        areas: drawn.brief.area_ids,
        support: drawn.support,
        place: drawn.place,
        charter: drawn.charter,
        starts_on: Some(since),
        ..AssemblyTerms::first(Kind::Council)
    };
    let new = NewAssembly { kind: Kind::Council, council: Some(id), terms };
    let body = assembly::open(tx, outside, &ACTOR, new).await?;
    member::take_from_draw(tx, around, &ACTOR, body).await?;
    // They accepted days ago, since the draw is made anew each time; the mandates began before, for their meetings to have
    // taken place.
    let members = facade::members(tx, body).await?;
    let hers = members.iter().find(|one| one.terms.counted == Counted::Woman).map(|one| one.id);
    for (rank, one) in members.into_iter().enumerate() {
        let is_hers = hers == Some(one.id);
        let terms = MemberTerms {
            called_name: if is_hers { life.called.clone() } else { one.terms.called_name.clone() },
            starts_on: since,
            leaves_at_half: rank % 2 == 1 && rank < 6,
            is_secretary: is_hers,
            is_name_public: is_hers || one.terms.is_name_public,
            ..one.terms.clone()
        };
        member::amend(tx, outside, &ACTOR, (one.id, one.revision), terms).await?;
        if is_hers {
            let account = people.iter().find(|person| person.email == life.account).ok_or_else(|| missing("member"))?;
            inviting::tie_account(tx, outside, &ACTOR, (one.id, account.account)).await?;
        }
    }
    meetings(tx, (outside, zone), body, &life.meetings).await
}

/// Plans the meetings of a body; those of before took place.
async fn meetings(tx: &mut Tx, around: (&Outside, &TimeZone), body: Uuid, all: &[MeetingTold]) -> Outcome<()> {
    let (outside, zone) = around;
    let today = outside.now().day(zone);
    let mut to_approve: Vec<Uuid> = Vec::new();
    for one in all {
        let of = Body::from_code(&one.body).ok_or_else(|| missing("body"))?;
        let terms = MeetingTerms {
            title: one.title.clone(),
            held_on: from_today(today, one.day),
            starts_at: Time::constant(18, 0, 0, 0),
            ends_at: Time::constant(20, 0, 0, 0),
            place: facade::place(tx, body).await?.unwrap_or_default(),
            link: String::new(),
            agenda: one.agenda.clone(),
        };
        let id = meeting::plan(tx, outside, &ACTOR, (body, of), terms).await?;
        if one.day >= 0 {
            continue;
        }
        let expected = facade::members(tx, body).await?;
        let presence = |(rank, who): (usize, &assemblies::actions::Member)| match (rank < one.present, of) {
            (true, _) => Some((who.id, Presence::Present, None)),
            (false, Body::Own) if rank % 2 == 0 => Some((who.id, Presence::Excused, None)),
            (false, Body::Own) => Some((who.id, Presence::Absent, None)),
            (false, _) => None,
        };
        let entered: Vec<attending::Entered> = expected.iter().enumerate().filter_map(presence).collect();
        attending::enter(tx, around, &ACTOR, (id, 1), entered).await?;
        if !one.minutes.is_empty() {
            meeting::write_minutes(tx, around, &ACTOR, (id, 2), one.minutes.clone()).await?;
        }
        if of == Body::Own {
            for before in to_approve.drain(..) {
                meeting::approve_minutes(tx, outside, &ACTOR, (before, 3), Some(id)).await?;
            }
        }
        if one.is_approved {
            to_approve.push(id);
        }
    }
    Ok(())
}

/// Hands members of the council the paper of the meeting to come. Apart, because it needs a place to keep files.
///
/// # Errors
/// An act refused what it was told, the paper could not be set, the database or the vault failed.
pub async fn paper(tx: &mut Tx, (outside, vault): (&Outside, &dyn Vault), told: &Demonstration) -> Outcome<()> {
    let life = &told.assemblies.council;
    let today = outside.now().day(&TimeZone::UTC);
    let coming = facade::coming(tx, today).await?;
    let name = &told.councils.council.name;
    let next = coming.into_iter().find(|one| one.assembly == *name).ok_or_else(|| missing("meeting to come"))?;
    let mut document = Document::new(&life.paper.label, &told.councils.council.name, today);
    document.blocks.extend(life.paper.lines.iter().map(|line| Block::Paragraph(vec![Run::plain(line.clone())])));
    let now = outside.now();
    let bytes = documents::pdf::render(&document, now).map_err(|error| Breakdown(Box::new(error)))?;
    let mut reader = bytes.as_slice();
    let received = files::receive(vault, "projets.pdf", papers::PAPERS, &mut reader).await;
    let file = received.map_err(|error| Breakdown(Box::new(error)))?;
    papers::hand(tx, (outside, vault), &ACTOR, next.meeting, (life.paper.label.clone(), Some(file))).await?;
    Ok(())
}
