//! What leads the prefect to recognise a council.

use database::{Result, Tx, execute, fetch_all};
use jiff::civil::Date;
use kernel::{Moment, Uuid};

use super::{day, known};
use crate::rules::RecognitionStep;

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub id: Uuid,
    pub council: Uuid,
    pub step: RecognitionStep,
    pub day: Date,
    pub reference: String,
    pub note: String,
    pub noted_at: Moment,
}

/// The steps of a council, in the order of their days.
pub async fn of_council(tx: &mut Tx, council: Uuid) -> Result<Vec<Taken>> {
    let sql = "SELECT id, step, day, reference, note, noted_at FROM recognition_step WHERE council = $1 \
               ORDER BY day, noted_at, id";
    let rows: Vec<(Uuid, String, String, String, String, i64)> = fetch_all!(tx, sql, council)?;
    let read = |(id, step, on, reference, note, noted_at): (Uuid, String, String, String, String, i64)| {
        Ok(Taken {
            id,
            council,
            step: known("recognition_step.step", &step, RecognitionStep::from_code(&step))?,
            day: day("recognition_step.day", Some(on))?.unwrap_or_default(),
            reference,
            note,
            noted_at: Moment(noted_at),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Keeps a step.
pub async fn insert(tx: &mut Tx, one: &Taken) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO recognition_step (id, council, step, day, reference, note, noted_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        one.id,
        one.council,
        one.step.code(),
        one.day.to_string(),
        &one.reference,
        &one.note,
        one.noted_at.0
    )?;
    Ok(())
}
