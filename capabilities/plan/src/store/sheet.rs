//! Sheets themselves, with the lenses they are read through and the needs the thread leads from.

use database::{Result, Tx, execute, fetch_all, fetch_among, fetch_optional};
use kernel::{Moment, Uuid};
use lineage::Kind;

use super::{day, known, maybe_day, maybe_known, text};
use crate::rules::{Involvement, Sheet, SheetText, State, Status, Term};

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: Uuid,
    contract: Uuid,
    code: String,
    address: String,
    title: String,
    finding: String,
    strategic: Option<Uuid>,
    operational: Option<Uuid>,
    aims: String,
    description: String,
    perimeter: String,
    publics: String,
    lead: String,
    competence: String,
    term: Option<String>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    involvement: Option<String>,
    conditions: String,
    transposition: String,
    status: String,
    status_on: String,
    status_source: String,
    status_reason: String,
    published_at: Option<i64>,
    changed_at: i64,
    revision: i64,
}

fn read(row: Row) -> Result<Sheet> {
    Ok(Sheet {
        id: row.id,
        contract: row.contract,
        address: row.address,
        text: SheetText {
            code: row.code,
            title: row.title,
            finding: row.finding,
            strategic: row.strategic,
            operational: row.operational,
            aims: row.aims,
            description: row.description,
            perimeter: row.perimeter,
            publics: row.publics,
            lead: row.lead,
            competence: row.competence,
            term: maybe_known("action_sheet.term", row.term, Term::from_code)?,
            starts_on: maybe_day("action_sheet.starts_on", row.starts_on)?,
            ends_on: maybe_day("action_sheet.ends_on", row.ends_on)?,
            involvement: maybe_known("action_sheet.involvement", row.involvement, Involvement::from_code)?,
            conditions: row.conditions,
            transposition: row.transposition,
            lenses: Vec::new(),
            needs: Vec::new(),
        },
        state: State {
            status: known("action_sheet.status", &row.status, Status::from_code)?,
            since: day("action_sheet.status_on", &row.status_on)?,
            source: row.status_source,
            reason: row.status_reason,
        },
        published_at: row.published_at.map(Moment),
        changed_at: Moment(row.changed_at),
        revision: row.revision,
    })
}

async fn whole(tx: &mut Tx, row: Option<Row>) -> Result<Option<Sheet>> {
    let Some(row) = row else { return Ok(None) };
    let mut sheet = read(row)?;
    sheet.text.lenses = lenses(tx, sheet.id).await?;
    sheet.text.needs = needs(tx, sheet.id).await?;
    Ok(Some(sheet))
}

/// One sheet, with its lenses and needs.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Sheet>> {
    let row: Option<Row> = fetch_optional!(tx, "SELECT * FROM action_sheet WHERE id = $1", id)?;
    whole(tx, row).await
}

/// The sheet at that public address.
pub async fn by_address(tx: &mut Tx, address: &str) -> Result<Option<Sheet>> {
    let row: Option<Row> = fetch_optional!(tx, "SELECT * FROM action_sheet WHERE address = $1", address)?;
    whole(tx, row).await
}

/// The sheet of that code in a contract.
pub async fn by_code(tx: &mut Tx, contract: Uuid, code: &str) -> Result<Option<Sheet>> {
    let sql = "SELECT * FROM action_sheet WHERE contract = $1 AND code = $2";
    let row: Option<Row> = fetch_optional!(tx, sql, contract, code)?;
    whole(tx, row).await
}

/// Whether a public address is taken.
pub async fn is_taken(tx: &mut Tx, address: &str) -> Result<bool> {
    let row: Option<(Uuid,)> = fetch_optional!(tx, "SELECT id FROM action_sheet WHERE address = $1", address)?;
    Ok(row.is_some())
}

/// Every sheet of a contract, by code, lenses and needs included.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Sheet>> {
    let rows: Vec<Row> = fetch_all!(tx, "SELECT * FROM action_sheet WHERE contract = $1 ORDER BY address", contract)?;
    let mut sheets: Vec<Sheet> = rows.into_iter().map(read).collect::<Result<_>>()?;
    let sql = "SELECT l.sheet, l.lens FROM sheet_lens l JOIN action_sheet s ON s.id = l.sheet WHERE s.contract = $1 \
               ORDER BY l.sheet, l.lens";
    let lenses: Vec<(Uuid, String)> = fetch_all!(tx, sql, contract)?;
    let sql = "SELECT s.id, l.from_id FROM action_sheet s JOIN lineage_link l ON l.to_id = s.id \
               WHERE s.contract = $1 AND l.from_kind = $2 AND l.broken_at IS NULL ORDER BY s.id, l.from_id";
    let needs: Vec<(Uuid, Uuid)> = fetch_all!(tx, sql, contract, Kind::Need.code())?;
    for sheet in &mut sheets {
        sheet.text.lenses = of(&lenses, sheet.id);
        sheet.text.needs = of(&needs, sheet.id);
    }
    Ok(sheets)
}

fn of<T: Clone>(pairs: &[(Uuid, T)], sheet: Uuid) -> Vec<T> {
    let start = pairs.partition_point(|(of, _)| *of < sheet);
    pairs[start..].iter().take_while(|(of, _)| *of == sheet).map(|(_, one)| one.clone()).collect()
}

async fn lenses(tx: &mut Tx, sheet: Uuid) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = fetch_all!(tx, "SELECT lens FROM sheet_lens WHERE sheet = $1 ORDER BY lens", sheet)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

async fn needs(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Uuid>> {
    let sql =
        "SELECT from_id FROM lineage_link WHERE to_id = $1 AND from_kind = $2 AND broken_at IS NULL ORDER BY from_id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, sheet, Kind::Need.code())?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Puts a sheet in; its lists and lenses apart, its needs on the thread.
pub async fn insert(tx: &mut Tx, sheet: &Sheet) -> Result<()> {
    let state = &sheet.state;
    let sql = "INSERT INTO action_sheet (id, contract, address, status, status_on, status_source, status_reason, \
               is_published, published_at, revision, code, title, finding, aims, description, perimeter, publics, lead, \
               competence, conditions, transposition, words, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, \
               $10, '', '', '', '', '', '', '', '', '', '', '', 0)";
    execute!(
        tx,
        sql,
        sheet.id,
        sheet.contract,
        &sheet.address,
        state.status.code(),
        state.since.to_string(),
        &state.source,
        &state.reason,
        sheet.is_published(),
        sheet.published_at.map(|at| at.0),
        &sheet.text.code
    )?;
    update(tx, sheet.id, 0, &sheet.text, sheet.changed_at).await?;
    Ok(())
}

/// Changes what is written, if nobody did since `revision`; lists and lenses apart, needs on the thread.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, told: &SheetText, now: Moment) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE action_sheet SET code = $1, title = $2, finding = $3, strategic = $4, operational = $5, aims = $6, \
         description = $7, perimeter = $8, publics = $9, lead = $10, competence = $11, term = $12, starts_on = $13, \
         ends_on = $14, involvement = $15, conditions = $16, transposition = $17, changed_at = $18, words = $19, \
         revision = revision + 1 WHERE id = $20 AND revision = $21",
        &told.code,
        &told.title,
        &told.finding,
        told.strategic,
        told.operational,
        &told.aims,
        &told.description,
        &told.perimeter,
        &told.publics,
        &told.lead,
        &told.competence,
        told.term.map(Term::code),
        text(told.starts_on),
        text(told.ends_on),
        told.involvement.map(Involvement::code),
        &told.conditions,
        &told.transposition,
        now.0,
        told.words(),
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Counts one more change: whoever has an older page open is told.
pub async fn count_change(tx: &mut Tx, id: Uuid, now: Moment) -> Result<()> {
    execute!(tx, "UPDATE action_sheet SET changed_at = $1, revision = revision + 1 WHERE id = $2", now.0, id)?;
    Ok(())
}

/// Marks a sheet as changed, if nobody did since `revision`: one of its lists is about to be.
pub async fn touch(tx: &mut Tx, id: Uuid, revision: i64, now: Moment) -> Result<bool> {
    let sql = "UPDATE action_sheet SET changed_at = $1, revision = revision + 1 WHERE id = $2 AND revision = $3";
    Ok(execute!(tx, sql, now.0, id, revision)? == 1)
}

/// Says where a sheet stands.
pub async fn set_state(tx: &mut Tx, id: Uuid, state: &State, now: Moment) -> Result<()> {
    execute!(
        tx,
        "UPDATE action_sheet SET status = $1, status_on = $2, status_source = $3, status_reason = $4, changed_at = $5, \
         revision = revision + 1 WHERE id = $6",
        state.status.code(),
        state.since.to_string(),
        &state.source,
        &state.reason,
        now.0,
        id
    )?;
    Ok(())
}

/// Says who leads.
pub async fn set_lead(tx: &mut Tx, id: Uuid, lead: &str, words: &str, now: Moment) -> Result<()> {
    let sql = "UPDATE action_sheet SET lead = $1, words = $2, changed_at = $3, revision = revision + 1 WHERE id = $4";
    execute!(tx, sql, lead, words, now.0, id)?;
    Ok(())
}

/// Publishes a sheet, or makes it a draft again.
pub async fn set_published(tx: &mut Tx, id: Uuid, published_at: Option<Moment>, now: Moment) -> Result<()> {
    execute!(
        tx,
        "UPDATE action_sheet SET is_published = $1, published_at = $2, changed_at = $3, revision = revision + 1 \
         WHERE id = $4",
        published_at.is_some(),
        published_at.map(|at| at.0),
        now.0,
        id
    )?;
    Ok(())
}

/// Ties a sheet to a lens.
pub async fn add_lens(tx: &mut Tx, id: Uuid, sheet: Uuid, lens: &str) -> Result<()> {
    execute!(tx, "INSERT INTO sheet_lens (id, sheet, lens) VALUES ($1, $2, $3)", id, sheet, lens)?;
    Ok(())
}

/// Unties a sheet from every lens; gives the rows.
pub async fn drop_lenses(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "DELETE FROM sheet_lens WHERE sheet = $1 RETURNING id", sheet)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Takes a sheet out; what hangs on it must be gone.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM action_sheet WHERE id = $1", id)?;
    Ok(())
}

/// How many published sheets answer each of these needs; a need that none answers is not told.
pub async fn answer_counts(tx: &mut Tx, needs: &[Uuid]) -> Result<Vec<(Uuid, i64)>> {
    let sql = format!(
        "SELECT l.from_id, COUNT(*) FROM lineage_link l JOIN action_sheet s ON s.id = l.to_id \
         WHERE l.from_id IN ({{rows}}) AND l.to_kind = '{}' AND l.broken_at IS NULL AND s.is_published GROUP BY l.from_id",
        Kind::Sheet.code()
    );
    Ok(fetch_among!(tx, &sql, needs))
}

/// Which of these needs a published sheet answers: none is counted, the first found is enough.
pub async fn answered_among(tx: &mut Tx, needs: &[Uuid]) -> Result<Vec<(Uuid,)>> {
    let sql = format!(
        "WITH asked (id) AS (VALUES {{rows}}) SELECT asked.id FROM asked WHERE EXISTS (SELECT 1 FROM lineage_link l \
         JOIN action_sheet s ON s.id = l.to_id WHERE l.from_id = asked.id AND l.to_kind = '{}' AND l.broken_at IS NULL \
         AND s.is_published)",
        Kind::Sheet.code()
    );
    Ok(fetch_among!(tx, &sql, needs))
}
