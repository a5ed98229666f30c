//! What pages read of reports.

use database::{Result, Tx};
use jiff::civil::Date;
use kernel::{Actor, Outcome, Refusal, Scope, Uuid};
use strategy::facade::ContractBrief;

use super::{Found, found};
use crate::facade::{self, Asked};
use crate::rules::{Chapter, ChapterText, Figure, Occasion, Opinion, Report, Stale, State, Subject, Version, stale};
use crate::{acts, store};

/// The figures of a report as they are read that day.
///
/// # Errors
/// The database failed.
pub async fn live(tx: &mut Tx, of: &Found, today: Date) -> Result<Vec<Figure>> {
    facade::figures(tx, &Asked { contract: of.contract.clone(), year: of.report.year, today }).await
}

/// A chapter with its report, for whoever may read it before it is public. One that was taken out is not there.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn chapter(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Chapter, Found)> {
    let one = store::chapter::by_id(tx, id).await?.filter(|one| !one.is_removed).ok_or(Refusal::NotFound)?;
    let of = found(tx, actor, &acts::READ, one.report).await?;
    Ok((one, of))
}

/// An opinion with its report.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn opinion(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Opinion, Found)> {
    let one = store::opinion::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let of = found(tx, actor, &acts::READ, one.report).await?;
    Ok((one, of))
}

/// Chapters of a report, in order.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn chapters(tx: &mut Tx, actor: &Actor, report: Uuid) -> Outcome<Vec<Chapter>> {
    found(tx, actor, &acts::READ, report).await?;
    Ok(store::chapter::of_report(tx, report).await?)
}

/// Opinions asked on a report, in order.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn opinions(tx: &mut Tx, actor: &Actor, report: Uuid) -> Outcome<Vec<Opinion>> {
    found(tx, actor, &acts::READ, report).await?;
    Ok(store::opinion::of_report(tx, report).await?)
}

/// A report as it stands.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn report(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Report> {
    Ok(found(tx, actor, &acts::READ, id).await?.report)
}

/// A version as it was frozen, with what became stale since.
#[derive(Clone, Debug)]
pub struct Frozen {
    /// Which.
    pub version: Version,
    /// Its chapters.
    pub chapters: Vec<(Subject, ChapterText)>,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// Figures that say something else today.
    pub stale: Vec<Stale>,
}

/// A version as it was frozen, against what is read that day.
///
/// # Errors
/// The database failed.
pub async fn frozen(tx: &mut Tx, of: &Found, version: Version, today: Date) -> Result<Frozen> {
    let chapters = store::version::chapters(tx, version.id).await?;
    let figures = store::version::figures(tx, version.id).await?;
    let stale = stale(&figures, &live(tx, of, today).await?);
    Ok(Frozen { version, chapters, figures, stale })
}

/// A version of a report, for whoever may read it before it is public.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn version(tx: &mut Tx, actor: &Actor, id: Uuid, today: Date) -> Outcome<(Frozen, Found)> {
    let one = store::version::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let of = found(tx, actor, &acts::READ, one.report).await?;
    Ok((frozen(tx, &of, one, today).await?, of))
}

/// What became stale since the last version; nothing when none was frozen.
///
/// # Errors
/// The database failed.
pub async fn stale_since_last(tx: &mut Tx, of: &Found, today: Date) -> Result<Vec<Stale>> {
    match store::version::of_report(tx, of.report.id).await?.into_iter().next() {
        Some(last) => Ok(stale(&store::version::figures(tx, last.id).await?, &live(tx, of, today).await?)),
        None => Ok(Vec::new()),
    }
}

/// Reports this actor reads before they are public, the last year first, each with its contract.
///
/// # Errors
/// The database failed.
pub async fn reports(tx: &mut Tx, actor: &Actor) -> Result<Vec<Found>> {
    let contracts = strategy::facade::contracts(tx).await?;
    let all = store::report::all(tx).await?;
    let may = |one: &Report| actor.may(&acts::READ, &Scope::contract(one.contract)).is_allowed();
    Ok(all.into_iter().filter(may).filter_map(|report| with_contract(report, &contracts)).collect())
}

fn with_contract(report: Report, contracts: &[ContractBrief]) -> Option<Found> {
    let contract = contracts.iter().find(|one| one.id == report.contract)?.clone();
    Some(Found { report, contract })
}

/// Reports everybody reads, the last year first.
///
/// # Errors
/// The database failed.
pub async fn published(tx: &mut Tx) -> Result<Vec<Found>> {
    let contracts = strategy::facade::contracts(tx).await?;
    let all = store::report::all(tx).await?.into_iter().filter(|one| one.state == State::Published);
    Ok(all.filter_map(|report| with_contract(report, &contracts)).collect())
}

/// The report everybody reads of a contract, by its code, on a year: the version that was approved, and the opinions.
///
/// # Errors
/// Not there, or not published; the database.
pub async fn published_at(
    tx: &mut Tx,
    (code, year): (&str, i64),
    today: Date,
) -> Outcome<(Frozen, Found, Vec<Opinion>)> {
    let all = strategy::facade::contracts(tx).await?;
    let contract = all.into_iter().find(|one| one.code == code).ok_or(Refusal::NotFound)?;
    let report = store::report::of_year(tx, contract.id, year).await?;
    let report = report.filter(|one| one.state == State::Published).ok_or(Refusal::NotFound)?;
    let versions = store::version::of_report(tx, report.id).await?;
    let version = versions.into_iter().find(|one| one.occasion == Occasion::Approval).ok_or(Refusal::NotFound)?;
    let opinions = store::opinion::of_report(tx, report.id).await?;
    let of = Found { report, contract };
    Ok((frozen(tx, &of, version, today).await?, of, opinions))
}
