//! The SQL of links.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_among, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use crate::{Broken, End, Kind, Link};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    from_kind: String,
    from_id: Uuid,
    to_kind: String,
    to_id: Uuid,
    made_at: i64,
    made_by: String,
    why: String,
    broken_at: Option<i64>,
    broken_by: String,
    broken_why: String,
}

impl Row {
    /// The link; nothing when a later version wrote a kind this one does not know.
    fn link(self) -> Option<Link> {
        Some(Link {
            id: self.id,
            from: End::new(Kind::from_code(&self.from_kind)?, self.from_id),
            to: End::new(Kind::from_code(&self.to_kind)?, self.to_id),
            made_at: Moment(self.made_at),
            made_by: self.made_by,
            why: self.why,
            broken: self.broken_at.map(|at| Broken { at: Moment(at), by: self.broken_by, why: self.broken_why }),
        })
    }
}

fn links(rows: Vec<Row>) -> Vec<Link> {
    rows.into_iter().filter_map(Row::link).collect()
}

/// The live link between two objects.
pub async fn live(tx: &mut Tx, from: Uuid, to: Uuid) -> Result<Option<Uuid>> {
    let sql = "SELECT id FROM lineage_link WHERE from_id = $1 AND to_id = $2 AND broken_at IS NULL";
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, from, to)?;
    Ok(row.map(|(id,)| id))
}

/// One link.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Link>> {
    let row: Option<Row> = fetch_optional!(tx, "SELECT * FROM lineage_link WHERE id = $1", id)?;
    Ok(row.and_then(Row::link))
}

/// Puts a link in.
pub async fn insert(tx: &mut Tx, link: &Link) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO lineage_link \
         (id, from_kind, from_id, to_kind, to_id, made_at, made_by, why, broken_at, broken_by, broken_why) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, '', '')",
        link.id,
        link.from.kind.code(),
        link.from.id,
        link.to.kind.code(),
        link.to.id,
        link.made_at.0,
        &link.made_by,
        &link.why
    )?;
    Ok(())
}

/// Marks a live link as broken. False when somebody did meanwhile.
pub async fn mark_broken(tx: &mut Tx, id: Uuid, broken: &Broken) -> Result<bool> {
    let sql = "UPDATE lineage_link SET broken_at = $1, broken_by = $2, broken_why = $3 \
               WHERE id = $4 AND broken_at IS NULL";
    Ok(execute!(tx, sql, broken.at.0, &broken.by, &broken.why, id)? == 1)
}

/// Live links towards an object.
pub async fn towards(tx: &mut Tx, id: Uuid, most: i64) -> Result<Vec<Link>> {
    let sql = "SELECT * FROM lineage_link WHERE to_id = $1 AND broken_at IS NULL ORDER BY made_at, id LIMIT $2";
    Ok(links(fetch_all!(tx, sql, id, most)?))
}

/// Live links from an object.
pub async fn from(tx: &mut Tx, id: Uuid, most: i64) -> Result<Vec<Link>> {
    let sql = "SELECT * FROM lineage_link WHERE from_id = $1 AND broken_at IS NULL ORDER BY made_at, id LIMIT $2";
    Ok(links(fetch_all!(tx, sql, id, most)?))
}

/// Live links towards an object from one kind, from a rank on.
pub async fn towards_of_kind(tx: &mut Tx, (id, kind): (Uuid, Kind), (most, offset): (i64, i64)) -> Result<Vec<Link>> {
    let sql = "SELECT * FROM lineage_link WHERE to_id = $1 AND from_kind = $2 AND broken_at IS NULL \
               ORDER BY made_at, id LIMIT $3 OFFSET $4";
    Ok(links(fetch_all!(tx, sql, id, kind.code(), most, offset)?))
}

/// Live links from an object to one kind, from a rank on.
pub async fn from_of_kind(tx: &mut Tx, (id, kind): (Uuid, Kind), (most, offset): (i64, i64)) -> Result<Vec<Link>> {
    let sql = "SELECT * FROM lineage_link WHERE from_id = $1 AND to_kind = $2 AND broken_at IS NULL \
               ORDER BY made_at, id LIMIT $3 OFFSET $4";
    Ok(links(fetch_all!(tx, sql, id, kind.code(), most, offset)?))
}

/// One of the two ends of links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Where links come from.
    From,
    /// Where links go.
    To,
}

impl Side {
    /// The column of that end, and that of the kind at the other one.
    const fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::From => ("from_id", "to_kind"),
            Self::To => ("to_id", "from_kind"),
        }
    }
}

/// Objects read by one statement, at most: as many selections may stand in it.
const AT_ONCE: usize = 100;

/// Live links that have each of these objects at an end, the oldest first, at most so many of each.
pub async fn of_each(tx: &mut Tx, side: Side, ids: &[Uuid], most: i64) -> Result<HashMap<Uuid, Vec<Link>>> {
    let mut found: HashMap<Uuid, Vec<Link>> = HashMap::new();
    let (end, _) = side.columns();
    for some in ids.chunks(AT_ONCE) {
        let of = |rank: usize| {
            format!(
                "SELECT * FROM (SELECT * FROM lineage_link WHERE {end} = ${rank} AND broken_at IS NULL \
                 ORDER BY made_at, id LIMIT {most}) AS l{rank}"
            )
        };
        let sql = (1..=some.len()).map(of).collect::<Vec<_>>().join(" UNION ALL ");
        let rows: Vec<Row> = database::on!(&mut *tx, connection => {
            let mut query = sqlx::query_as(AssertSqlSafe(sql));
            for id in some {
                query = query.bind(*id);
            }
            query.fetch_all(connection).await?
        });
        for link in links(rows) {
            let id = if side == Side::From { link.from.id } else { link.to.id };
            found.entry(id).or_default().push(link);
        }
    }
    found.values_mut().for_each(|links| links.sort_by_key(|link| (link.made_at, link.id)));
    Ok(found)
}

/// How many live links have each of these objects at an end; an object that has none is not told.
pub async fn counts_of_each(tx: &mut Tx, side: Side, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let (end, _) = side.columns();
    let sql = format!(
        "SELECT {end}, COUNT(*) FROM lineage_link WHERE {end} IN ({{rows}}) AND broken_at IS NULL GROUP BY {end}"
    );
    let rows: Vec<(Uuid, i64)> = fetch_among!(tx, &sql, ids);
    Ok(rows.into_iter().collect())
}

/// How many live links have each of these objects at an end, by the kind at the other one.
pub async fn kinds_of_each(tx: &mut Tx, side: Side, ids: &[Uuid]) -> Result<Vec<(Uuid, Kind, i64)>> {
    let (end, kind) = side.columns();
    let sql = format!(
        "SELECT {end}, {kind}, COUNT(*) FROM lineage_link WHERE {end} IN ({{rows}}) AND broken_at IS NULL GROUP BY {end}, {kind}"
    );
    let rows: Vec<(Uuid, String, i64)> = fetch_among!(tx, &sql, ids);
    Ok(rows.into_iter().filter_map(|(id, kind, count)| Some((id, Kind::from_code(&kind)?, count))).collect())
}

/// How many live links leave each of these objects towards a kind; an object that none leaves is not told.
pub async fn counts_towards(tx: &mut Tx, ids: &[Uuid], to: Kind) -> Result<Vec<(Uuid, i64)>> {
    let sql = format!(
        "SELECT from_id, COUNT(*) FROM lineage_link WHERE from_id IN ({{rows}}) AND to_kind = '{}' AND broken_at IS NULL \
         GROUP BY from_id",
        to.code()
    );
    Ok(fetch_among!(tx, &sql, ids))
}

/// When a live link last left each of these objects; an object that none leaves is not told.
pub async fn last_steps(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(Uuid, Moment)>> {
    let sql = "SELECT from_id, MAX(made_at) FROM lineage_link WHERE from_id IN ({rows}) AND broken_at IS NULL GROUP BY from_id";
    let rows: Vec<(Uuid, i64)> = fetch_among!(tx, sql, ids);
    Ok(rows.into_iter().map(|(id, at)| (id, Moment(at))).collect())
}

/// Broken links of an object, either end.
pub async fn broken(tx: &mut Tx, id: Uuid, most: i64) -> Result<Vec<Link>> {
    let sql = "SELECT * FROM (SELECT * FROM lineage_link WHERE from_id = $1 AND broken_at IS NOT NULL \
               UNION ALL SELECT * FROM lineage_link WHERE to_id = $1 AND broken_at IS NOT NULL) AS links \
               ORDER BY broken_at DESC, id LIMIT $2";
    Ok(links(fetch_all!(tx, sql, id, most)?))
}

/// Live links between two kinds, by their ends.
pub async fn between(tx: &mut Tx, from: Kind, to: Kind) -> Result<Vec<(Uuid, Uuid)>> {
    let sql = "SELECT from_id, to_id FROM lineage_link \
               WHERE from_kind = $1 AND to_kind = $2 AND broken_at IS NULL ORDER BY from_id, to_id";
    fetch_all!(tx, sql, from.code(), to.code())
}
