//! What is set for a gathering, the code of telephones, and how many people of which category.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};

use super::known;
use crate::rules::{Counted, Dimension, Invites, NoteKind};

/// What is set for a gathering. Its identifier is that of the gathering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    pub id: Uuid,
    pub consultation: Uuid,
    pub join_code: Option<String>,
    pub invites: Invites,
    pub open_until: Option<Moment>,
    pub area: Option<Uuid>,
    pub audience: String,
    pub kind: NoteKind,
    pub revision: i64,
}

impl Meeting {
    /// Nothing set yet.
    pub const fn new(id: Uuid, consultation: Uuid, area: Option<Uuid>) -> Self {
        Self {
            id,
            consultation,
            join_code: None,
            invites: Invites::Notes,
            open_until: None,
            area,
            audience: String::new(),
            kind: NoteKind::Need,
            revision: 0,
        }
    }

    /// Whether telephones may join now.
    pub fn is_open(&self, now: Moment) -> bool {
        self.join_code.is_some() && self.open_until.is_some_and(|until| now < until)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    consultation: Uuid,
    join_code: Option<String>,
    invites: String,
    open_until: Option<i64>,
    area: Option<Uuid>,
    audience: String,
    kind: String,
    revision: i64,
}

fn read(row: Row) -> Result<Meeting> {
    Ok(Meeting {
        id: row.id,
        consultation: row.consultation,
        join_code: row.join_code,
        invites: known("meeting.invites", &row.invites, Invites::from_code(&row.invites))?,
        open_until: row.open_until.map(Moment),
        area: row.area,
        audience: row.audience,
        kind: known("meeting.kind", &row.kind, NoteKind::from_code(&row.kind))?,
        revision: row.revision,
    })
}

/// One meeting.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Meeting>> {
    let sql = "SELECT id, consultation, join_code, invites, open_until, area, audience, kind, revision \
               FROM meeting WHERE id = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    row.map(read).transpose()
}

/// The meeting of that code, open or not any more.
pub async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Meeting>> {
    let sql = "SELECT id, consultation, join_code, invites, open_until, area, audience, kind, revision \
               FROM meeting WHERE join_code = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, code)?;
    row.map(read).transpose()
}

/// Puts a meeting in, or changes it.
pub async fn save(tx: &mut Tx, row: &Meeting) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO meeting (id, consultation, join_code, invites, open_until, area, audience, kind, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) ON CONFLICT (id) DO UPDATE SET join_code = $3, invites = $4, \
         open_until = $5, area = $6, audience = $7, kind = $8, revision = meeting.revision + 1",
        row.id,
        row.consultation,
        row.join_code.as_deref(),
        row.invites.code(),
        row.open_until.map(|moment| moment.0),
        row.area,
        &row.audience,
        row.kind.code()
    )?;
    Ok(())
}

/// What is kept of each gathering: notes not taken out, and findings.
pub async fn counts(tx: &mut Tx) -> Result<Vec<(Uuid, i64, i64)>> {
    let sql = "SELECT m.id, (SELECT COUNT(*) FROM note n WHERE n.meeting = m.id AND n.is_removed = $1), \
               (SELECT COUNT(*) FROM finding f WHERE f.meeting = m.id) FROM meeting m";
    fetch_all!(tx, sql, false)
}

/// What was counted.
pub async fn headcount(tx: &mut Tx, meeting: Uuid) -> Result<Vec<Counted>> {
    let sql = "SELECT dimension, category, people FROM headcount WHERE meeting = $1 ORDER BY dimension, category";
    let rows: Vec<(String, String, i64)> = fetch_all!(tx, sql, meeting)?;
    let read = |(dimension, category, people): (String, String, i64)| {
        let dimension = known("headcount.dimension", &dimension, Dimension::from_code(&dimension))?;
        Ok(Counted { dimension, category, people })
    };
    rows.into_iter().map(read).collect()
}

/// Takes a count back. Gives the row.
pub async fn delete_count(tx: &mut Tx, meeting: Uuid, dimension: Dimension, category: &str) -> Result<Option<Uuid>> {
    let sql = "DELETE FROM headcount WHERE meeting = $1 AND dimension = $2 AND category = $3 RETURNING id";
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, meeting, dimension.code(), category)?;
    Ok(row.map(|(id,)| id))
}

/// Puts a count in, or changes it. Gives the row.
pub async fn put_count(tx: &mut Tx, id: Uuid, meeting: Uuid, one: &Counted) -> Result<Uuid> {
    let sql = "INSERT INTO headcount (id, meeting, dimension, category, people) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (meeting, dimension, category) DO UPDATE SET people = $5 RETURNING id";
    let (id,): (Uuid,) = fetch_one!(tx, sql, id, meeting, one.dimension.code(), &one.category, one.people)?;
    Ok(id)
}

/// How many things telephones added in a minute.
pub async fn added_in(tx: &mut Tx, meeting: Uuid, minute: i64) -> Result<i64> {
    let sql = "SELECT added FROM meeting_pace WHERE id = $1 AND minute = $2";
    let row: Option<(i64,)> = fetch_optional!(tx, sql, meeting, minute)?;
    Ok(row.map_or(0, |(added,)| added))
}

/// Adds to what telephones added in a minute; the minute before is forgotten.
pub async fn add_in(tx: &mut Tx, meeting: Uuid, minute: i64, added: i64) -> Result<()> {
    let sql = "INSERT INTO meeting_pace (id, minute, added) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET \
               added = CASE WHEN meeting_pace.minute = $2 THEN meeting_pace.added + $3 ELSE $3 END, minute = $2";
    execute!(tx, sql, meeting, minute, added)?;
    Ok(())
}

/// Forgets the pace of a meeting that is over.
pub async fn forget_pace(tx: &mut Tx, meeting: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM meeting_pace WHERE id = $1", meeting)?;
    Ok(())
}

/// Meetings with things the journal was not told of, when no telephone can join them any more.
pub async fn over_and_untold(tx: &mut Tx, now: Moment) -> Result<Vec<Uuid>> {
    let sql = "SELECT m.id FROM meeting m WHERE (m.open_until IS NULL OR m.open_until <= $1) AND \
               (EXISTS (SELECT 1 FROM note n WHERE n.meeting = m.id AND n.untold IS NOT NULL) OR \
               EXISTS (SELECT 1 FROM finding f WHERE f.meeting = m.id AND f.untold IS NOT NULL)) ORDER BY m.id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, now.0)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
