//! What became of what was granted for a year, as whoever knows reports tells it: for those who judge what is asked next.

use std::sync::OnceLock;

use database::{Result, Tx};
use jiff::civil::Date;
use kernel::{Actor, Uuid};
use web::house::Boxed;

pub use crate::rules::{PastFigures, PastReport, ReportStand};

/// Tells the reports of what an organisation was granted, as far as somebody may read them on a day: who asks, organisation,
/// contract, day.
pub type Reported = for<'a> fn(&'a mut Tx, &'a Actor, (Uuid, Uuid), Date) -> Boxed<'a, Result<Vec<PastReport>>>;

static REPORTED: OnceLock<Reported> = OnceLock::new();

/// Told once, at start, by whoever knows reports.
pub fn tell_reported(reported: Reported) {
    let _ = REPORTED.set(reported);
}

/// Reports of what an organisation was granted on a contract; nothing when nobody was told.
pub(crate) async fn reported(tx: &mut Tx, actor: &Actor, of: (Uuid, Uuid), on: Date) -> Result<Vec<PastReport>> {
    match REPORTED.get() {
        Some(ask) => ask(tx, actor, of, on).await,
        None => Ok(Vec::new()),
    }
}
