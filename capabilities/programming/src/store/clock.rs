//! Delays promised, and who was told that one comes to its end.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Outside, Uuid};

use crate::rules::{Promise, Stage};

/// What is promised for a call, with its revision; 0: nobody said anything, the usual promise holds.
pub async fn promise(tx: &mut Tx, call: Uuid) -> Result<(Promise, i64)> {
    let sql = "SELECT complete_days, decided_days, notified_days, alert_days, smallest_base, revision \
               FROM assessment_promise WHERE call = $1";
    let row: Option<(i64, i64, i64, i64, i64, i64)> = fetch_optional!(tx, sql, call)?;
    Ok(row.map_or((Promise::default(), 0), |row| {
        let (complete_days, decided_days, notified_days, alert_days, smallest_base, revision) = row;
        (Promise { complete_days, decided_days, notified_days, alert_days, smallest_base }, revision)
    }))
}

/// Writes what is promised, if nobody did since `revision`. Gives the row.
pub async fn save(
    tx: &mut Tx,
    outside: &Outside,
    call: Uuid,
    promise: &Promise,
    revision: i64,
) -> Result<Option<Uuid>> {
    let sql = "INSERT INTO assessment_promise (id, call, complete_days, decided_days, notified_days, alert_days, \
               smallest_base, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT (call) DO UPDATE SET \
               complete_days = $3, decided_days = $4, notified_days = $5, alert_days = $6, smallest_base = $7, \
               revision = assessment_promise.revision + 1 WHERE assessment_promise.revision = $8 RETURNING id";
    let row: Option<(Uuid,)> = fetch_optional!(
        tx,
        sql,
        outside.uuid(),
        call,
        promise.complete_days,
        promise.decided_days,
        promise.notified_days,
        promise.alert_days,
        promise.smallest_base,
        revision
    )?;
    Ok(row.map(|(id,)| id))
}

/// Who was told of a step of an application.
pub async fn told(tx: &mut Tx, application: Uuid, stage: Stage) -> Result<Vec<Uuid>> {
    let sql = "SELECT account FROM assessment_alert WHERE application = $1 AND stage = $2";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, application, stage.code())?;
    Ok(rows.into_iter().map(|(account,)| account).collect())
}

/// Notes that somebody is told. Gives the row.
pub async fn tell(tx: &mut Tx, outside: &Outside, application: Uuid, account: Uuid, stage: Stage) -> Result<Uuid> {
    let id = outside.uuid();
    let sql = "INSERT INTO assessment_alert (id, application, account, stage, told_at) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, id, application, account, stage.code(), outside.now().0)?;
    Ok(id)
}
