//! Sessions of training and support, and who came.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Outside, Uuid};

use super::day;
use crate::rules::{Training, TrainingTerms};

type Row = (Uuid, Uuid, String, String, String, i64, i64);

fn read((id, assembly, held_on, theme, organiser, minutes, revision): Row, members: Vec<Uuid>) -> Result<Training> {
    let held_on = day("assembly_training.held_on", &held_on)?;
    Ok(Training { id, assembly, terms: TrainingTerms { held_on, theme, organiser, minutes, members }, revision })
}

async fn members_of(tx: &mut Tx, training: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT member FROM assembly_training_member WHERE training = $1 ORDER BY id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, training)?;
    Ok(rows.into_iter().map(|(member,)| member).collect())
}

/// Sessions of a body, the last first.
pub async fn of_assembly(tx: &mut Tx, assembly: Uuid) -> Result<Vec<Training>> {
    let sql = "SELECT id, assembly, held_on, theme, organiser, minutes, revision FROM assembly_training \
               WHERE assembly = $1 ORDER BY held_on DESC, created_at DESC, id";
    let rows: Vec<Row> = fetch_all!(tx, sql, assembly)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let members = members_of(tx, row.0).await?;
        all.push(read(row, members)?);
    }
    Ok(all)
}

/// One of them.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Training>> {
    let sql = "SELECT id, assembly, held_on, theme, organiser, minutes, revision FROM assembly_training WHERE id = $1";
    let row: Option<Row> = fetch_optional!(tx, sql, id)?;
    let Some(row) = row else { return Ok(None) };
    let members = members_of(tx, id).await?;
    read(row, members).map(Some)
}

/// Writes who came: gives the rows touched, those gone among them.
async fn replace_members(tx: &mut Tx, outside: &Outside, one: &Training) -> Result<Vec<Uuid>> {
    let sql = "DELETE FROM assembly_training_member WHERE training = $1 RETURNING id";
    let gone: Vec<(Uuid,)> = fetch_all!(tx, sql, one.id)?;
    let mut rows: Vec<Uuid> = gone.into_iter().map(|(id,)| id).collect();
    for member in &one.terms.members {
        let id = outside.uuid();
        let sql = "INSERT INTO assembly_training_member (id, training, member) VALUES ($1, $2, $3)";
        execute!(tx, sql, id, one.id, *member)?;
        rows.push(id);
    }
    Ok(rows)
}

/// Puts a session in. Gives the rows of those who came.
pub async fn insert(tx: &mut Tx, outside: &Outside, one: &Training) -> Result<Vec<Uuid>> {
    let (terms, at) = (&one.terms, outside.now().0);
    let sql = "INSERT INTO assembly_training (id, assembly, held_on, theme, organiser, minutes, created_at, revision) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
    let held_on = terms.held_on.to_string();
    execute!(tx, sql, one.id, one.assembly, held_on, &terms.theme, &terms.organiser, terms.minutes, at)?;
    replace_members(tx, outside, one).await
}

/// Writes a session, if nobody did since `revision`. Gives the rows of those who came, or nothing when somebody did.
pub async fn save(tx: &mut Tx, outside: &Outside, one: &Training, revision: i64) -> Result<Option<Vec<Uuid>>> {
    let terms = &one.terms;
    let sql = "UPDATE assembly_training SET held_on = $1, theme = $2, organiser = $3, minutes = $4, revision = revision + 1 \
               WHERE id = $5 AND revision = $6";
    let held_on = terms.held_on.to_string();
    let count = execute!(tx, sql, held_on, &terms.theme, &terms.organiser, terms.minutes, one.id, revision)?;
    match count {
        1 => replace_members(tx, outside, one).await.map(Some),
        _ => Ok(None),
    }
}
