//! Lines of a pool that are perhaps the same person.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::Uuid;

/// Two lines that are perhaps the same person.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Doubt {
    pub id: Uuid,
    pub college: Uuid,
    pub first: Uuid,
    pub second: Uuid,
    pub alike: String,
    pub decision: String,
}

/// Keeps a doubt, once for two lines.
pub async fn insert(tx: &mut Tx, id: Uuid, college: Uuid, pair: (Uuid, Uuid), alike: &str) -> Result<()> {
    let (first, second) = if pair.0 < pair.1 { pair } else { (pair.1, pair.0) };
    execute!(
        tx,
        "INSERT INTO candidate_doubt (id, college, first, second, alike, decision) VALUES ($1, $2, $3, $4, $5, 'open') \
         ON CONFLICT (first, second) DO NOTHING",
        id,
        college,
        first,
        second,
        alike
    )?;
    Ok(())
}

/// Doubts of a college nobody decided of, so many at most.
pub async fn open(tx: &mut Tx, college: Uuid, most: i64) -> Result<Vec<Doubt>> {
    let sql = "SELECT id, college, first, second, alike, decision FROM candidate_doubt \
               WHERE college = $1 AND decision = 'open' ORDER BY id LIMIT $2";
    fetch_all!(tx, sql, college, most)
}

/// How many doubts of a college nobody decided of.
pub async fn count_open(tx: &mut Tx, college: Uuid) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM candidate_doubt WHERE college = $1 AND decision = 'open'";
    let (count,): (i64,) = fetch_one!(tx, sql, college)?;
    Ok(count)
}

/// One doubt.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Doubt>> {
    fetch_optional!(tx, "SELECT id, college, first, second, alike, decision FROM candidate_doubt WHERE id = $1", id)
}

/// Decides of a doubt that was open: `false` when somebody did.
pub async fn decide(tx: &mut Tx, id: Uuid, decision: &str) -> Result<bool> {
    let sql = "UPDATE candidate_doubt SET decision = $1 WHERE id = $2 AND decision = 'open'";
    Ok(execute!(tx, sql, decision, id)? == 1)
}

/// Doubts about somebody who is out of the pool are over. Gives the rows.
pub async fn close_of(tx: &mut Tx, candidate: Uuid) -> Result<Vec<Uuid>> {
    let sql = "UPDATE candidate_doubt SET decision = 'distinct' WHERE decision = 'open' AND (first = $1 OR second = $1) \
               RETURNING id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, candidate)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
