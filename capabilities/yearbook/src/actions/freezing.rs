//! A version: texts and figures as they are, kept once and never written again.

use database::Tx;
use kernel::{Actor, Outcome};

use super::viewing::live;
use super::{Around, Found};
use crate::rules::{Occasion, Version};
use crate::store;

/// Freezes a report as it is. Gives every row put in, for the journal to seal.
pub(super) async fn freeze(
    tx: &mut Tx,
    (outside, zone): Around<'_>,
    actor: &Actor,
    of: &Found,
    occasion: Occasion,
) -> Outcome<Vec<(&'static str, kernel::Uuid)>> {
    let (at, by) = (outside.now(), actor.journal_name());
    let version = Version { id: outside.uuid(), report: of.report.id, occasion, at, by };
    store::version::insert(tx, &version).await?;
    let mut touched = vec![("yearbook_version", version.id)];
    for (position, one) in (1..).zip(store::chapter::of_report(tx, of.report.id).await?) {
        let row = outside.uuid();
        store::version::insert_chapter(tx, (row, version.id, position), (one.subject, &one.text)).await?;
        touched.push(("yearbook_version_chapter", row));
    }
    for (position, one) in (1..).zip(live(tx, of, at.day(zone)).await?) {
        let row = outside.uuid();
        store::version::insert_figure(tx, (row, version.id, position), &one).await?;
        touched.push(("yearbook_version_figure", row));
    }
    Ok(touched)
}
