//! Groups, and those an association is asked to or takes part in.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Outside, Uuid};

use crate::rules::{Circle, CircleTerms, MemberState};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    purpose: String,
    owner: Uuid,
    revision: i64,
    created_at: i64,
    told_until: i64,
    closed_at: Option<i64>,
}

impl From<Row> for Circle {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            purpose: row.purpose,
            owner: row.owner,
            revision: row.revision,
            created_at: Moment(row.created_at),
            told_until: Moment(row.told_until),
            closed_at: row.closed_at.map(Moment),
        }
    }
}

const COLUMNS: &str = "c.id, c.name, c.purpose, c.owner, c.revision, c.created_at, c.told_until, c.closed_at";

/// A group.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Circle>> {
    let sql = format!("SELECT {COLUMNS} FROM circle c WHERE c.id = $1");
    let row: Option<Row> = fetch_optional!(tx, sqlx::AssertSqlSafe(sql), id)?;
    Ok(row.map(Circle::from))
}

/// A group with what an association is to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The group.
    pub circle: Circle,
    /// Invited or member.
    pub state: MemberState,
    /// When something was last written there.
    pub last_at: Option<Moment>,
}

#[derive(sqlx::FromRow)]
struct HeldRow {
    #[sqlx(flatten)]
    circle: Row,
    state: String,
    last_at: Option<i64>,
}

/// Groups an association is invited to or a member of, the last begun first.
pub async fn of_organisation(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Held>> {
    let sql = format!(
        "SELECT {COLUMNS}, m.state AS state, (SELECT MAX(w.written_at) FROM circle_message w WHERE w.circle = c.id) AS last_at \
         FROM circle c JOIN circle_member m ON m.circle = c.id \
         WHERE m.organisation = $1 AND m.state IN ('invited', 'member') ORDER BY c.created_at DESC, c.id"
    );
    let rows: Vec<HeldRow> = fetch_all!(tx, sqlx::AssertSqlSafe(sql), organisation)?;
    let held = |row: HeldRow| {
        let state = super::member::known(&row.state)?;
        Ok::<_, DbError>(Held { circle: row.circle.into(), state, last_at: row.last_at.map(Moment) })
    };
    rows.into_iter().map(held).collect()
}

/// Objectives of a group.
pub async fn themes(tx: &mut Tx, circle: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT node FROM circle_theme WHERE circle = $1 ORDER BY id", circle)?;
    Ok(rows.into_iter().map(|(node,)| node).collect())
}

/// Begins a group.
pub async fn insert(tx: &mut Tx, outside: &Outside, id: Uuid, owner: Uuid, terms: &CircleTerms) -> Result<()> {
    let now = outside.now();
    execute!(
        tx,
        "INSERT INTO circle (id, name, purpose, owner, revision, created_at, told_until) VALUES ($1, $2, $3, $4, 1, $5, $6)",
        id,
        &terms.name,
        &terms.purpose,
        owner,
        now.0,
        now.0
    )?;
    put_themes(tx, outside, id, &terms.themes).await
}

/// Writes what a group says of itself, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, outside: &Outside, id: Uuid, terms: &CircleTerms, revision: i64) -> Result<bool> {
    let sql = "UPDATE circle SET name = $1, purpose = $2, revision = revision + 1 \
               WHERE id = $3 AND revision = $4 AND closed_at IS NULL";
    if execute!(tx, sql, &terms.name, &terms.purpose, id, revision)? != 1 {
        return Ok(false);
    }
    execute!(tx, "DELETE FROM circle_theme WHERE circle = $1", id)?;
    put_themes(tx, outside, id, &terms.themes).await?;
    Ok(true)
}

async fn put_themes(tx: &mut Tx, outside: &Outside, circle: Uuid, themes: &[Uuid]) -> Result<()> {
    for node in themes {
        let sql = "INSERT INTO circle_theme (id, circle, node) VALUES ($1, $2, $3)";
        execute!(tx, sql, outside.uuid(), circle, *node)?;
    }
    Ok(())
}

/// Gives a group to another association, if `from` holds it still.
pub async fn give(tx: &mut Tx, id: Uuid, from: Uuid, to: Uuid) -> Result<bool> {
    let sql =
        "UPDATE circle SET owner = $1, revision = revision + 1 WHERE id = $2 AND owner = $3 AND closed_at IS NULL";
    Ok(execute!(tx, sql, to, id, from)? == 1)
}

/// Marks that an association that does not hold the group leaves it, so that the group is not given to it meanwhile.
pub async fn is_left_by(tx: &mut Tx, id: Uuid, organisation: Uuid) -> Result<bool> {
    let sql = "UPDATE circle SET revision = revision + 1 WHERE id = $1 AND owner <> $2";
    Ok(execute!(tx, sql, id, organisation)? == 1)
}

/// Closes a group, if nobody did.
pub async fn close(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    let sql = "UPDATE circle SET closed_at = $1, revision = revision + 1 WHERE id = $2 AND closed_at IS NULL";
    Ok(execute!(tx, sql, at.0, id)? == 1)
}

/// Groups with messages nobody was told of by mail.
pub async fn untold(tx: &mut Tx, until: Moment) -> Result<Vec<Circle>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM circle c WHERE c.closed_at IS NULL AND EXISTS (SELECT 1 FROM circle_message w \
         WHERE w.circle = c.id AND w.written_at > c.told_until AND w.written_at <= $1) ORDER BY c.created_at, c.id"
    );
    let rows: Vec<Row> = fetch_all!(tx, sqlx::AssertSqlSafe(sql), until.0)?;
    Ok(rows.into_iter().map(Circle::from).collect())
}

/// Says until when messages of a group were told.
pub async fn told(tx: &mut Tx, id: Uuid, until: Moment) -> Result<()> {
    execute!(tx, "UPDATE circle SET told_until = $1 WHERE id = $2", until.0, id)?;
    Ok(())
}

/// Erases groups closed before a moment, with everything in them. Gives every row, with its table.
pub async fn forget(tx: &mut Tx, before: Moment) -> Result<Vec<(&'static str, Uuid)>> {
    let mut gone = Vec::new();
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM circle WHERE closed_at < $1 ORDER BY id", before.0)?;
    for (id,) in rows {
        for (table, sql) in [
            ("circle_message", "DELETE FROM circle_message WHERE circle = $1 RETURNING id"),
            ("circle_quiet", "DELETE FROM circle_quiet WHERE circle = $1 RETURNING id"),
            ("circle_member", "DELETE FROM circle_member WHERE circle = $1 RETURNING id"),
            ("circle_theme", "DELETE FROM circle_theme WHERE circle = $1 RETURNING id"),
            ("circle", "DELETE FROM circle WHERE id = $1 RETURNING id"),
        ] {
            let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, id)?;
            gone.extend(rows.into_iter().map(|(row,)| (table, row)));
        }
    }
    Ok(gone)
}
