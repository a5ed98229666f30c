//! Whether draws are possible, as last computed.

use database::{Result, Tx, execute, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};

/// The study of a draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// When it was asked.
    pub asked_at: Moment,
    /// When it was found; nothing while it is awaited.
    pub found_at: Option<Moment>,
    /// Which pool it is about: [`pool_of`] at that time.
    pub pool: String,
    /// What was found, as the action that looks wrote it.
    pub found: String,
}

/// What tells two states of a pool apart: lines kept and how many times they were changed.
pub async fn pool_of(tx: &mut Tx, college: Uuid) -> Result<String> {
    let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM candidate \
               WHERE college = $1 AND state = 'kept'";
    let (lines, changes): (i64, i64) = fetch_one!(tx, sql, college)?;
    Ok(format!("{lines}/{changes}"))
}

/// The study of a draw, awaited or found.
pub async fn of_draw(tx: &mut Tx, draw: Uuid) -> Result<Option<Kept>> {
    let sql = "SELECT asked_at, found_at, pool, found FROM study WHERE draw = $1";
    let row: Option<(i64, Option<i64>, String, String)> = fetch_optional!(tx, sql, draw)?;
    let kept = |(asked_at, found_at, pool, found): (i64, Option<i64>, String, String)| Kept {
        asked_at: Moment(asked_at),
        found_at: found_at.map(Moment),
        pool,
        found,
    };
    Ok(row.map(kept))
}

/// Awaits a study, in the place of what was found before.
pub async fn ask(tx: &mut Tx, id: Uuid, draw: Uuid, at: Moment) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO study (id, draw, asked_at, found_at, pool, found) VALUES ($1, $2, $3, NULL, '', '') \
         ON CONFLICT (draw) DO UPDATE SET asked_at = excluded.asked_at, found_at = NULL, pool = '', found = ''",
        id,
        draw,
        at.0
    )?;
    Ok(())
}

/// Keeps what was found.
pub async fn found(tx: &mut Tx, draw: Uuid, at: Moment, (pool, found): (&str, &str)) -> Result<()> {
    let sql = "UPDATE study SET found_at = $1, pool = $2, found = $3 WHERE draw = $4";
    execute!(tx, sql, at.0, pool, found, draw)?;
    Ok(())
}
