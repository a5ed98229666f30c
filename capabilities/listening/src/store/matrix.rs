//! The matrix, counted from evidence that was not withdrawn.

use database::{Result, Tx, fetch_all};
use kernel::Uuid;
use sqlx::AssertSqlSafe;

use super::known;
use crate::rules::{Mentions, Need, NeedText, Sensitivity, Voices, Weight};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    code: String,
    label: String,
    theme: Uuid,
    theme_label: String,
    sensitivity: Option<String>,
    note: String,
    revision: i64,
    area: Option<Uuid>,
    mention_count: i64,
    unstated_count: i64,
}

/// Evidence that was not withdrawn, of one consultation or of all.
fn standing(consultation: Option<Uuid>) -> &'static str {
    match consultation {
        Some(_) => "e.withdrawn_at IS NULL AND e.consultation = $1",
        None => "e.withdrawn_at IS NULL",
    }
}

/// Every row of a statement about a consultation, or about all.
macro_rules! rows_of {
    ($tx:expr, $sql:expr, $consultation:expr) => {
        match $consultation {
            Some(id) => fetch_all!($tx, AssertSqlSafe($sql), id),
            None => fetch_all!($tx, AssertSqlSafe($sql)),
        }
    };
}

/// Every need in order, and how many pieces of evidence each has in each neighbourhood: one query.
pub async fn needs_and_mentions(tx: &mut Tx, consultation: Option<Uuid>) -> Result<(Vec<Need>, Vec<Mentions>)> {
    let standing = standing(consultation);
    let sql = format!(
        "SELECT n.id, n.code, n.label, n.theme, t.label AS theme_label, n.sensitivity, n.note, n.revision, e.area, \
               COUNT(e.id) AS mention_count, \
               CAST(SUM(CASE WHEN e.id IS NOT NULL AND e.channel IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS unstated_count \
               FROM need n JOIN need_theme t ON t.id = n.theme \
               LEFT JOIN evidence e ON e.need = n.id AND {standing} \
               GROUP BY n.id, n.code, n.label, n.theme, t.label, n.sensitivity, n.note, n.revision, n.position, e.area \
               ORDER BY n.position, n.code"
    );
    let rows: Vec<Row> = rows_of!(tx, sql, consultation)?;
    let mut needs: Vec<Need> = Vec::new();
    let mut mentions = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(area) = row.area {
            mentions.push(Mentions {
                need: row.id,
                area,
                count: row.mention_count,
                unstated_count: row.unstated_count,
            });
        }
        if needs.last().is_none_or(|last| last.id != row.id) {
            let sensitivity = row
                .sensitivity
                .map(|code| known("need.sensitivity", &code, Sensitivity::from_code(&code)))
                .transpose()?;
            needs.push(Need {
                id: row.id,
                code: row.code,
                text: NeedText { label: row.label, theme: row.theme, sensitivity, note: row.note },
                theme_label: row.theme_label,
                revision: row.revision,
            });
        }
    }
    Ok((needs, mentions))
}

#[derive(sqlx::FromRow)]
struct WeightRow {
    need: Uuid,
    evidence_count: i64,
    channel_count: i64,
    unstated_count: i64,
}

/// How much each need weighs, those with evidence.
pub async fn weights(tx: &mut Tx, consultation: Option<Uuid>) -> Result<Vec<Weight>> {
    let standing = standing(consultation);
    let sql = format!(
        "SELECT need, COUNT(*) AS evidence_count, COUNT(DISTINCT channel) AS channel_count, \
               CAST(SUM(CASE WHEN channel IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS unstated_count \
               FROM evidence e WHERE {standing} GROUP BY need"
    );
    let rows: Vec<WeightRow> = rows_of!(tx, sql, consultation)?;
    let read = |row: WeightRow| Weight {
        need: row.need,
        evidence_count: row.evidence_count,
        channel_count: row.channel_count,
        unstated_count: row.unstated_count,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Documents behind the evidence shown, `(title, author, date)`.
pub async fn sources(tx: &mut Tx, consultation: Option<Uuid>) -> Result<Vec<(String, String, String)>> {
    let standing = standing(consultation);
    let sql = format!(
        "SELECT d.title, d.author, d.dated FROM listening_document d \
               WHERE EXISTS (SELECT 1 FROM evidence e WHERE e.document = d.id AND {standing}) ORDER BY d.dated, d.code"
    );
    rows_of!(tx, sql, consultation)
}

/// Number of different needs named in each neighbourhood.
pub async fn needs_by_area(tx: &mut Tx) -> Result<Vec<(Uuid, i64)>> {
    fetch_all!(
        tx,
        "SELECT area, COUNT(DISTINCT need) FROM evidence WHERE withdrawn_at IS NULL GROUP BY area ORDER BY area"
    )
}

/// Needs named in a neighbourhood, `(code, label)`, in order.
pub async fn needs_of_area(tx: &mut Tx, area: Uuid) -> Result<Vec<(String, String)>> {
    let sql = "SELECT n.code, n.label FROM need n \
               WHERE EXISTS (SELECT 1 FROM evidence e WHERE e.need = n.id AND e.area = $1 AND e.withdrawn_at IS NULL) \
               ORDER BY n.position, n.code";
    fetch_all!(tx, sql, area)
}

/// Pieces of evidence of each need that has some, by who was heard.
pub async fn voices(tx: &mut Tx) -> Result<Vec<Voices>> {
    let sql = "SELECT e.need, \
               CAST(SUM(CASE WHEN c.hears IN ('residents', 'young_people') THEN 1 ELSE 0 END) AS BIGINT), \
               CAST(SUM(CASE WHEN c.hears = 'professionals' THEN 1 ELSE 0 END) AS BIGINT), \
               CAST(SUM(CASE WHEN e.channel IS NULL THEN 1 ELSE 0 END) AS BIGINT) \
               FROM evidence e LEFT JOIN channel c ON c.id = e.channel WHERE e.withdrawn_at IS NULL GROUP BY e.need";
    let rows: Vec<(Uuid, i64, i64, i64)> = fetch_all!(tx, sql)?;
    let read = |(need, residents, professionals, unstated)| Voices { need, residents, professionals, unstated };
    Ok(rows.into_iter().map(read).collect())
}
