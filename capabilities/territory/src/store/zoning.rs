//! Passages from one generation to the next, and the mark that changes with every perimeter.

use database::{Result, Tx, execute, fetch_all, fetch_one};
use kernel::{Outside, Uuid};
use sqlx::FromRow;

/// A passage from one code to another; an empty code is a neighbourhood that enters or leaves.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Correspondence {
    /// Identifier.
    pub id: Uuid,
    /// Former code.
    pub from_code: String,
    /// Later code.
    pub to_code: String,
    /// `identical`, `modified`, `merged`, `split`, `entering`, `leaving`.
    pub relation: String,
    /// Share of the former perimeter in the later one.
    pub share: Option<f64>,
    /// How this is known.
    pub basis: String,
}

/// The passages from or to any code of a neighbourhood.
pub async fn correspondences_of(tx: &mut Tx, neighbourhood: Uuid) -> Result<Vec<Correspondence>> {
    fetch_all!(
        tx,
        "SELECT id, from_code, to_code, relation, share, basis FROM correspondence \
         WHERE from_code IN (SELECT code FROM neighbourhood_version WHERE neighbourhood = $1) \
         OR to_code IN (SELECT code FROM neighbourhood_version WHERE neighbourhood = $1) ORDER BY from_code, to_code",
        neighbourhood
    )
}

/// Puts a passage; the last word on a pair of codes wins.
pub async fn put_correspondence(tx: &mut Tx, told: &Correspondence) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO correspondence (id, from_code, to_code, relation, share, basis) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (from_code, to_code) DO UPDATE SET relation = excluded.relation, share = excluded.share, \
         basis = excluded.basis",
        told.id,
        &told.from_code,
        &told.to_code,
        &told.relation,
        told.share,
        &told.basis
    )?;
    Ok(())
}

/// The mark of the perimeters as they stand: what a node holds in memory is right while the mark is the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    number: i64,
    stamp: String,
}

/// The mark now.
pub async fn mark(tx: &mut Tx) -> Result<Mark> {
    let (number, stamp): (i64, String) = fetch_one!(tx, "SELECT number, stamp FROM zoning_state WHERE id = 1")?;
    Ok(Mark { number, stamp })
}

/// Changes the mark, in the transaction that changes a perimeter, a name or a validity. The stamp is unique, so that
/// two databases never share one.
pub async fn change_mark(tx: &mut Tx, outside: &Outside) -> Result<()> {
    let stamp = outside.uuid().to_string();
    execute!(tx, "UPDATE zoning_state SET number = number + 1, stamp = $1 WHERE id = 1", stamp)?;
    Ok(())
}
