//! Annual reports: one written, submitted, judged, approved and published; the next one begun.

use ::yearbook::actions::{
    self as act, Approval, Chapter, ChapterText, Given, Kind, OpinionTerms, Sense, Subject, Submission, viewing,
};
use database::Tx;
use kernel::{Actor, Outcome, Uuid};

use super::acting::{Calendar, Cast, missing};
use crate::Demonstration;
use crate::yearbook::ChapterTold;

/// The first year the contract of the demonstration has a report for.
const FIRST_YEAR: i64 = 2024;

/// Puts the reports in.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn yearbook(
    tx: &mut Tx,
    (calendar, cast): (&Calendar, &Cast),
    told: &Demonstration,
    contract: Uuid,
) -> Outcome<()> {
    let (told, actor, zone) = (&told.yearbook, cast.named("claire.vidal")?, calendar.zone());
    let year = (i64::from(calendar.day(-told.opened_days_ago).year()) - 1).max(FIRST_YEAR);
    let report = opened(tx, calendar, actor, (contract, year), told.opened_days_ago).await?;
    for (rank, one) in (1..).zip(&told.chapters) {
        write(tx, (calendar, actor), report, (-told.opened_days_ago + rank, one)).await?;
    }
    let then = calendar.at(-told.submitted_days_ago, 0);
    let on = calendar.day(-told.submitted_days_ago);
    let asked = Submission { on, due_on: act::earliest_due(on) };
    let revision = viewing::report(tx, actor, report).await?.revision;
    act::submit(tx, (&then, zone), actor, (report, revision), asked).await?;
    let mut waiting = viewing::opinions(tx, actor, report).await?;
    for one in &told.opinions {
        let kind = Kind::from_code(&one.kind).ok_or_else(|| missing(&one.kind))?;
        let sense = Sense::from_code(&one.sense).ok_or_else(|| missing(&one.sense))?;
        let at = waiting.iter().position(|other| other.kind == kind).ok_or_else(|| missing("council"))?;
        let asked = waiting.remove(at);
        let given = Some(Given { on: calendar.day(-one.days_ago), sense, words: one.words.clone() });
        let terms = OpinionTerms { given, follow_up: one.follow_up.clone() };
        let then = calendar.at(-one.days_ago, 30);
        act::note(tx, (&then, zone), actor, (asked.id, asked.revision), terms).await?;
    }
    let then = calendar.at(-told.approved_days_ago, 0);
    let on = calendar.day(-told.approved_days_ago);
    let approval = Approval { on, deliberation: told.deliberation.clone() };
    let revision = viewing::report(tx, actor, report).await?.revision;
    act::approve(tx, (&then, zone), actor, (report, revision), approval).await?;
    act::publish(tx, (&calendar.at(1 - told.approved_days_ago, 0), zone), actor, report).await?;
    let next = opened(tx, calendar, actor, (contract, year + 1), told.next_days_ago).await?;
    for (rank, one) in (1..).zip(&told.begun) {
        write(tx, (calendar, actor), next, (-told.next_days_ago + rank, one)).await?;
    }
    Ok(())
}

async fn opened(
    tx: &mut Tx,
    calendar: &Calendar,
    actor: &Actor,
    (contract, year): (Uuid, i64),
    days_ago: i64,
) -> Outcome<Uuid> {
    let then = calendar.at(-days_ago, 0);
    act::create(tx, (&then, calendar.zone()), actor, (Some(contract), year)).await
}

/// Writes a chapter of the law, or adds one.
async fn write(
    tx: &mut Tx,
    (calendar, actor): (&Calendar, &Actor),
    report: Uuid,
    (day, told): (i64, &ChapterTold),
) -> Outcome<()> {
    let then = calendar.at(day, 0);
    let subject = match told.subject.as_str() {
        "" => Subject::Own,
        code => Subject::from_code(code).ok_or_else(|| missing(code))?,
    };
    let chapters = viewing::chapters(tx, actor, report).await?;
    let known: Option<&Chapter> = chapters.iter().find(|one| one.subject == subject && subject != Subject::Own);
    let title = known.filter(|_| told.title.is_empty()).map_or(&told.title, |one| &one.text.title);
    let text = ChapterText { title: title.clone(), body: told.body.clone() };
    match known {
        Some(one) => act::write(tx, &then, actor, (one.id, one.revision), text).await.map(|_| ()),
        None => act::add(tx, &then, actor, (report, subject), text).await.map(|_| ()),
    }
}
