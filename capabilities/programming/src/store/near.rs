//! Projects nearly alike, and when they were compared.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Outside, Uuid};

use crate::rules::Near;

/// A likeness that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which.
    pub id: Uuid,
    /// Of which call.
    pub call: Uuid,
    /// What is alike.
    pub near: Near,
    /// Why somebody said that it is nothing; none: nobody did.
    pub set_aside: Option<String>,
}

type Row = (Uuid, Uuid, Uuid, Uuid, i64, bool, Option<i64>, String);

fn read((id, call, one, other, alike_permille, is_same_carrier, aside, why): Row) -> Found {
    let near = Near { one, other, alike_permille, is_same_carrier };
    Found { id, call, near, set_aside: aside.map(|_| why) }
}

/// Those of a call, the nearest first.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Vec<Found>> {
    let sql = "SELECT id, call, one, other, alike_permille, is_same_carrier, set_aside_at, set_aside_why \
               FROM assessment_near WHERE call = $1 ORDER BY alike_permille DESC, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, call)?;
    Ok(rows.into_iter().map(read).collect())
}

/// One of them.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Found>> {
    let sql = "SELECT id, call, one, other, alike_permille, is_same_carrier, set_aside_at, set_aside_why \
               FROM assessment_near WHERE id = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    Ok(row.map(read))
}

/// Writes what was found anew: what somebody set aside stays aside, what is no longer alike goes.
pub async fn replace(tx: &mut Tx, outside: &Outside, call: Uuid, found: &[Near], compared: i64) -> Result<()> {
    let known = of_call(tx, call).await?;
    let is_same = |one: &Near, other: &Near| (one.one, one.other) == (other.one, other.other);
    for old in known.iter().filter(|old| !found.iter().any(|new| is_same(new, &old.near))) {
        execute!(tx, "DELETE FROM assessment_near WHERE id = $1", old.id)?;
    }
    for near in found {
        execute!(
            tx,
            "INSERT INTO assessment_near (id, call, one, other, alike_permille, is_same_carrier, found_at, set_aside_at, \
             set_aside_by, set_aside_why) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL, '') \
             ON CONFLICT (one, other) DO UPDATE SET alike_permille = $5, is_same_carrier = $6",
            outside.uuid(),
            call,
            near.one,
            near.other,
            near.alike_permille,
            near.is_same_carrier,
            outside.now().0
        )?;
    }
    execute!(
        tx,
        "INSERT INTO assessment_comparison (id, call, compared_at, projects) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (call) DO UPDATE SET compared_at = $3, projects = $4",
        outside.uuid(),
        call,
        outside.now().0,
        compared
    )?;
    Ok(())
}

/// When the projects of a call were last compared, and how many.
pub async fn compared(tx: &mut Tx, call: Uuid) -> Result<Option<(Moment, i64)>> {
    let sql = "SELECT compared_at, projects FROM assessment_comparison WHERE call = $1";
    let row: Option<(i64, i64)> = fetch_optional!(tx, sql, call)?;
    Ok(row.map(|(at, projects)| (Moment(at), projects)))
}

/// Says that a likeness is nothing; false when somebody did already.
pub async fn set_aside(tx: &mut Tx, id: Uuid, (at, by): (Moment, Option<Uuid>), why: &str) -> Result<bool> {
    let sql = "UPDATE assessment_near SET set_aside_at = $1, set_aside_by = $2, set_aside_why = $3 \
               WHERE id = $4 AND set_aside_at IS NULL";
    Ok(execute!(tx, sql, at.0, by, why, id)? == 1)
}
