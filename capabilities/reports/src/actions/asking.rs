//! A report is asked for, made out of sight, kept a month.

use database::Tx;
use jiff::tz::TimeZone;
use jobs::{CancelOutcome, NewJob};
use journal::Entry;
use kernel::{Actor, Breakdown, Moment, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::{Format, Order, Report, gathered, gathered_paper, paper, screen, tables};
use crate::acts;
use crate::store::{self, Asked};

/// The kind of job that makes a report.
pub const MAKE: &str = "reports.make";

/// The kind of job that forgets reports.
pub const PURGE: &str = "reports.purge";

/// Days a report is kept: it can be made again, and is out of date by then.
pub const DAYS_KEPT: i64 = 30;

/// What the journal tells about a report: the act, the consultation or the contract.
fn entry(asked: &Asked) -> Entry<'static> {
    let (act, kind) = asked.order.act();
    Entry::on(act.code, kind, asked.about)
}

/// Asks for a report. Ring the bell after the commit. Gives its identifier.
///
/// # Errors
/// The database failed.
pub async fn ask(tx: &mut Tx, outside: &Outside, actor: &Actor, about: Uuid, order: Order) -> Outcome<Uuid> {
    let id = outside.uuid();
    let mut job = NewJob::new(MAKE, json!({ "rapport": id.to_string() })).unique(id.to_string());
    if let Some(account) = actor.account() {
        job = job.requested_by(account);
    }
    let job = jobs::enqueue(tx, outside, job).await?.id;
    let detail = json!({ "acte": "rapport demandé", "version": order.version(), "fichier": order.format().code() });
    let asked = Asked { id, about, job, asked_at: outside.now(), order, name: None };
    store::put(tx, &asked).await?;
    let entry = entry(&asked).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("report", id)])).await?;
    Ok(id)
}

/// Gathers what a report says.
///
/// # Errors
/// The report or what it is about is no longer there; the database failed.
pub async fn gather(tx: &mut Tx, around: (&Outside, &TimeZone, &str), id: Uuid) -> Outcome<(Asked, Report)> {
    let asked = store::find(tx, id).await?.ok_or(Refusal::NotFound)?;
    let report = match &asked.order {
        Order::Report(wish) => {
            let consultation = listening::facade::consultation(tx, asked.about).await?.ok_or(Refusal::NotFound)?;
            gathered(tx, around, &consultation, wish).await?
        }
        Order::Paper(wish) => gathered_paper(tx, around, asked.about, wish).await?,
    };
    Ok((asked, report))
}

/// Sets a report as the file that was asked for. Gives its name and its bytes.
///
/// # Errors
/// The document cannot be set.
pub async fn set(asked: &Asked, report: Report) -> Outcome<(String, Vec<u8>)> {
    let (order, format) = (&asked.order, asked.order.format());
    let name = format!("{}-{}-{}.{}", order.name(), order.version(), report.day, format.code());
    Ok((name, set_as(report, format).await?))
}

/// Sets a report as a file, out of the way of those who wait for pages. It is dated of its day, not of the instant:
/// the same report and format give the same bytes.
///
/// # Errors
/// The document cannot be set.
pub async fn set_as(report: Report, format: Format) -> Outcome<Vec<u8>> {
    fn because(error: impl std::error::Error + Send + Sync + 'static) -> Breakdown {
        Breakdown(Box::new(error))
    }
    let day = report.day.to_zoned(TimeZone::UTC).map_err(because)?;
    let now = Moment(day.timestamp().as_millisecond());
    let setting = tokio::task::spawn_blocking(move || match format {
        Format::Document => documents::pdf::render(&paper::document(&report), now).map_err(because),
        Format::Text => documents::docx::write(&paper::document(&report), now).map_err(because),
        Format::Slides => documents::pptx::write(&screen::deck(&report), now).map_err(because),
        Format::Workbook => documents::xlsx::write(&tables(&report), now).map_err(because),
    });
    Ok(setting.await.map_err(because)??)
}

/// Keeps a report that is made, when it is still wanted.
///
/// # Errors
/// The database failed.
pub async fn keep(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    asked: &Asked,
    (name, bytes): (String, Vec<u8>),
) -> Outcome<()> {
    let detail = json!({ "acte": "rapport fait", "nom": name, "octets": bytes.len() });
    if store::fill(tx, asked.id, &name, bytes).await? {
        let entry = entry(asked).detail(detail);
        journal::record(tx, outside, actor, entry.touched(&[("report", asked.id)])).await?;
    }
    Ok(())
}

/// Gives up a report: its making stops, what is made is deleted.
///
/// # Errors
/// The database failed.
pub async fn give_up(tx: &mut Tx, outside: &Outside, actor: &Actor, asked: &Asked) -> Outcome<()> {
    let stopped = jobs::cancel(tx, outside, asked.job).await? != CancelOutcome::TooLate;
    store::forget(tx, asked.id).await?;
    let detail = json!({ "acte": if stopped { "rapport annulé" } else { "rapport supprimé" } });
    let entry = entry(asked).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&[("report", asked.id)])).await?;
    Ok(())
}

/// Forgets the reports whose month is over. Gives how many.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<usize> {
    let gone = store::asked_before(tx, outside.now().plus_days(-DAYS_KEPT)).await?;
    for id in &gone {
        store::forget(tx, *id).await?;
    }
    if !gone.is_empty() {
        let touched: Vec<(&str, Uuid)> = gone.iter().map(|id| ("report", *id)).collect();
        let detail = json!({ "acte": "purge", "rapports": gone.len() });
        journal::record(
            tx,
            outside,
            actor,
            Entry::general(acts::COMPOSE.code, "report").detail(detail).touched(&touched),
        )
        .await?;
    }
    Ok(gone.len())
}
