//! Needs, their subjects, and the families of actions that answer them.

use database::{Result, Tx, execute, fetch_all, fetch_among, fetch_one, fetch_optional};
use kernel::Uuid;

use super::known;
use crate::rules::{Need, NeedText, Sensitivity, Theme};

#[derive(sqlx::FromRow)]
struct NeedRow {
    id: Uuid,
    code: String,
    label: String,
    theme: Uuid,
    theme_label: String,
    sensitivity: Option<String>,
    note: String,
    revision: i64,
}

fn read(row: NeedRow) -> Result<Need> {
    let sensitivity =
        row.sensitivity.map(|code| known("need.sensitivity", &code, Sensitivity::from_code(&code))).transpose()?;
    Ok(Need {
        id: row.id,
        code: row.code,
        text: NeedText { label: row.label, theme: row.theme, sensitivity, note: row.note },
        theme_label: row.theme_label,
        revision: row.revision,
    })
}

/// Every need, in order.
pub async fn all(tx: &mut Tx) -> Result<Vec<Need>> {
    let sql = "SELECT n.id, n.code, n.label, n.theme, t.label AS theme_label, n.sensitivity, n.note, n.revision \
               FROM need n JOIN need_theme t ON t.id = n.theme ORDER BY n.position, n.code";
    let rows: Vec<NeedRow> = fetch_all!(tx, sql)?;
    rows.into_iter().map(read).collect()
}

/// The need of that code.
pub async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Need>> {
    let sql = "SELECT n.id, n.code, n.label, n.theme, t.label AS theme_label, n.sensitivity, n.note, n.revision \
               FROM need n JOIN need_theme t ON t.id = n.theme WHERE n.code = $1";
    let row: Option<NeedRow> = fetch_optional!(tx, sql, code)?;
    row.map(read).transpose()
}

/// One need.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Need>> {
    let sql = "SELECT n.id, n.code, n.label, n.theme, t.label AS theme_label, n.sensitivity, n.note, n.revision \
               FROM need n JOIN need_theme t ON t.id = n.theme WHERE n.id = $1";
    let row: Option<NeedRow> = fetch_optional!(tx, sql, id)?;
    row.map(read).transpose()
}

/// These needs, in no order.
pub async fn among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Need>> {
    let sql = "SELECT n.id, n.code, n.label, n.theme, t.label AS theme_label, n.sensitivity, n.note, n.revision \
               FROM need n JOIN need_theme t ON t.id = n.theme WHERE n.id IN ({rows})";
    let rows: Vec<NeedRow> = fetch_among!(tx, sql, ids);
    rows.into_iter().map(read).collect()
}

/// Puts a need in, last.
pub async fn insert(tx: &mut Tx, id: Uuid, code: &str, need: &NeedText) -> Result<()> {
    let (last,): (Option<i64>,) = fetch_one!(tx, "SELECT MAX(position) FROM need")?;
    execute!(
        tx,
        "INSERT INTO need (id, code, label, theme, sensitivity, note, position, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)",
        id,
        code,
        &need.label,
        need.theme,
        need.sensitivity.map(Sensitivity::code),
        &need.note,
        last.unwrap_or(0) + 1
    )?;
    Ok(())
}

/// Changes what is written of a need, if nobody did since `revision`.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, need: &NeedText) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE need SET label = $1, theme = $2, sensitivity = $3, note = $4, revision = revision + 1 WHERE id = $5 AND revision = $6",
        &need.label,
        need.theme,
        need.sensitivity.map(Sensitivity::code),
        &need.note,
        id,
        revision
    )?;
    Ok(count == 1)
}

fn theme((id, code, label): (Uuid, String, String)) -> Theme {
    Theme { id, code, label }
}

/// Subjects of needs, in order.
pub async fn themes(tx: &mut Tx) -> Result<Vec<Theme>> {
    let rows: Vec<(Uuid, String, String)> =
        fetch_all!(tx, "SELECT id, code, label FROM need_theme ORDER BY position, code")?;
    Ok(rows.into_iter().map(theme).collect())
}

/// Families of actions, in order.
pub async fn solutions(tx: &mut Tx) -> Result<Vec<Theme>> {
    let sql = "SELECT id, code, label FROM solution_theme ORDER BY position, code";
    let rows: Vec<(Uuid, String, String)> = fetch_all!(tx, sql)?;
    Ok(rows.into_iter().map(theme).collect())
}

/// Puts a subject in, last.
pub async fn insert_theme(tx: &mut Tx, theme: &Theme) -> Result<()> {
    let (last,): (Option<i64>,) = fetch_one!(tx, "SELECT MAX(position) FROM need_theme")?;
    let sql = "INSERT INTO need_theme (id, code, label, position) VALUES ($1, $2, $3, $4)";
    execute!(tx, sql, theme.id, &theme.code, &theme.label, last.unwrap_or(0) + 1)?;
    Ok(())
}

/// Puts a family of actions in, last.
pub async fn insert_solution(tx: &mut Tx, theme: &Theme) -> Result<()> {
    let (last,): (Option<i64>,) = fetch_one!(tx, "SELECT MAX(position) FROM solution_theme")?;
    let sql = "INSERT INTO solution_theme (id, code, label, position) VALUES ($1, $2, $3, $4)";
    execute!(tx, sql, theme.id, &theme.code, &theme.label, last.unwrap_or(0) + 1)?;
    Ok(())
}

/// A need with what it stands on.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Told {
    pub id: Uuid,
    pub code: String,
    pub label: String,
    pub theme: String,
    pub sensitivity: Option<String>,
    pub evidence: i64,
    pub channels: i64,
    pub areas: i64,
    pub first_recorded: Option<i64>,
}

macro_rules! told {
    ($which:literal) => {
        concat!(
            "SELECT n.id, n.code, n.label, t.label AS theme, n.sensitivity, COUNT(e.id) AS evidence, \
             COUNT(DISTINCT e.channel) AS channels, COUNT(DISTINCT e.area) AS areas, MIN(e.recorded_at) AS first_recorded \
             FROM need n JOIN need_theme t ON t.id = n.theme \
             LEFT JOIN evidence e ON e.need = n.id AND e.withdrawn_at IS NULL ",
            $which,
            " GROUP BY n.id, n.code, n.label, t.label, t.position, n.sensitivity, n.position \
             ORDER BY t.position, n.position, n.code"
        )
    };
}

/// A need, with when its first evidence was recorded.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Listed {
    pub id: Uuid,
    pub code: String,
    pub label: String,
    pub theme: String,
    pub sensitivity: Option<String>,
    pub first_recorded: Option<i64>,
}

/// Every need, subject by subject, with when its first evidence was recorded.
pub async fn listed(tx: &mut Tx) -> Result<Vec<Listed>> {
    let sql = "SELECT n.id, n.code, n.label, t.label AS theme, n.sensitivity, (SELECT MIN(e.recorded_at) FROM evidence e \
               WHERE e.need = n.id AND e.withdrawn_at IS NULL) AS first_recorded \
               FROM need n JOIN need_theme t ON t.id = n.theme ORDER BY t.position, n.position, n.code";
    fetch_all!(tx, sql)
}

/// How many pieces of evidence stand for each need that has some.
pub async fn evidence_counts(tx: &mut Tx) -> Result<Vec<(Uuid, i64)>> {
    fetch_all!(tx, "SELECT need, COUNT(*) FROM evidence WHERE withdrawn_at IS NULL GROUP BY need")
}

/// These needs with what each stands on, in order.
pub async fn told_among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Told>> {
    Ok(fetch_among!(tx, told!("WHERE n.id IN ({rows})"), ids))
}

/// The need of that code with what it stands on.
pub async fn told_by_code(tx: &mut Tx, code: &str) -> Result<Option<Told>> {
    fetch_optional!(tx, told!("WHERE n.code = $1"), code)
}
