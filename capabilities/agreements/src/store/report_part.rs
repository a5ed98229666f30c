//! Parts of reports, with their numbers and their words.

use std::collections::HashMap;

use database::{DbError, Result, Tx, execute, fetch_all};
use kernel::{Moment, Uuid};

use crate::rules::{PartKind, ReportAnswer, ReportFigure, ReportPart};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    report: Uuid,
    project: Uuid,
    title: String,
    part: String,
    chart: String,
    position: i64,
    is_done: bool,
    is_open: bool,
    why: String,
    saved_at: Option<i64>,
    saved_by: String,
    revision: i64,
}

fn read(row: Row) -> Result<ReportPart> {
    let unknown = || DbError::Unreadable { place: "report_part.part", problem: row.part.clone() };
    Ok(ReportPart {
        kind: PartKind::from_code(&row.part).ok_or_else(unknown)?,
        id: row.id,
        report: row.report,
        project: row.project,
        title: row.title,
        chart: row.chart,
        position: row.position,
        is_done: row.is_done,
        is_open: row.is_open,
        why: row.why,
        saved_at: row.saved_at.map(Moment),
        saved_by: row.saved_by,
        revision: row.revision,
        figures: Vec::new(),
        answers: Vec::new(),
    })
}

type FigureRow = (Uuid, Uuid, String, String, i64, Option<i64>, String, bool, i64);
type AnswerRow = (Uuid, Uuid, String, String, String, String, i64);

/// Parts of a report, in order, with what they hold.
pub async fn of_report(tx: &mut Tx, report: Uuid) -> Result<Vec<ReportPart>> {
    let sql = "SELECT id, report, project, title, part, chart, position, is_done, is_open, why, saved_at, saved_by, revision \
               FROM report_part WHERE report = $1 ORDER BY position";
    let rows: Vec<Row> = fetch_all!(tx, sql, report)?;
    let mut all: Vec<ReportPart> = rows.into_iter().map(read).collect::<Result<_>>()?;
    let places: HashMap<Uuid, usize> = all.iter().enumerate().map(|(rank, one)| (one.id, rank)).collect();
    let sql = "SELECT figure.part, figure.id, figure.code, figure.label, figure.planned, figure.done, figure.why, \
               figure.is_own, figure.position FROM report_figure figure JOIN report_part ON report_part.id = figure.part \
               WHERE report_part.report = $1 ORDER BY figure.position";
    let figures: Vec<FigureRow> = fetch_all!(tx, sql, report)?;
    for (part, id, code, label, planned, done, why, is_own, position) in figures {
        if let Some(one) = places.get(&part).and_then(|rank| all.get_mut(*rank)) {
            one.figures.push(ReportFigure { id, code, label, planned, done, why, is_own, position });
        }
    }
    let sql = "SELECT answer.part, answer.id, answer.code, answer.label, answer.planned, answer.value, answer.position \
               FROM report_answer answer JOIN report_part ON report_part.id = answer.part \
               WHERE report_part.report = $1 ORDER BY answer.position";
    let answers: Vec<AnswerRow> = fetch_all!(tx, sql, report)?;
    for (part, id, code, label, planned, value, position) in answers {
        if let Some(one) = places.get(&part).and_then(|rank| all.get_mut(*rank)) {
            one.answers.push(ReportAnswer { id, code, label, planned, value, position });
        }
    }
    Ok(all)
}

/// Puts a part in, with what it holds. Gives the rows.
pub async fn insert(tx: &mut Tx, one: &ReportPart) -> Result<Vec<(&'static str, Uuid)>> {
    execute!(
        tx,
        "INSERT INTO report_part (id, report, project, title, part, chart, position, is_done, is_open, why, saved_by, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', 1)",
        one.id,
        one.report,
        one.project,
        &one.title,
        one.kind.code(),
        &one.chart,
        one.position,
        one.is_done,
        one.is_open
    )?;
    let mut rows = vec![("report_part", one.id)];
    for figure in &one.figures {
        insert_figure(tx, one.id, figure).await?;
        rows.push(("report_figure", figure.id));
    }
    for answer in &one.answers {
        let sql = "INSERT INTO report_answer (id, part, code, label, planned, value, position) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let (code, label, value) = (&answer.code, &answer.label, &answer.value);
        execute!(tx, sql, answer.id, one.id, code, label, &answer.planned, value, answer.position)?;
        rows.push(("report_answer", answer.id));
    }
    Ok(rows)
}

async fn insert_figure(tx: &mut Tx, part: Uuid, one: &ReportFigure) -> Result<()> {
    let sql = "INSERT INTO report_figure (id, part, code, label, planned, done, why, is_own, position) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    execute!(tx, sql, one.id, part, &one.code, &one.label, one.planned, one.done, &one.why, one.is_own, one.position)?;
    Ok(())
}

/// Keeps what was typed in a part, its new rows too, if nobody saved it since `one.revision`. Gives the rows; none when
/// somebody did.
pub async fn save(
    tx: &mut Tx,
    one: &ReportPart,
    known: &[Uuid],
    (by_name, at): (&str, Moment),
) -> Result<Option<Vec<(&'static str, Uuid)>>> {
    let sql = "UPDATE report_part SET is_done = $1, saved_at = $2, saved_by = $3, revision = revision + 1 \
               WHERE id = $4 AND revision = $5 AND is_open = $6";
    if execute!(tx, sql, one.is_done, at.0, by_name, one.id, one.revision, true)? != 1 {
        return Ok(None);
    }
    let mut rows = vec![("report_part", one.id)];
    for figure in &one.figures {
        if known.contains(&figure.id) {
            let sql = "UPDATE report_figure SET done = $1, why = $2 WHERE id = $3 AND part = $4";
            execute!(tx, sql, figure.done, &figure.why, figure.id, one.id)?;
        } else {
            insert_figure(tx, one.id, figure).await?;
        }
        rows.push(("report_figure", figure.id));
    }
    for answer in &one.answers {
        execute!(tx, "UPDATE report_answer SET value = $1 WHERE id = $2", &answer.value, answer.id)?;
        rows.push(("report_answer", answer.id));
    }
    Ok(Some(rows))
}

/// Opens or closes a part, with what is asked to correct in it.
pub async fn open(tx: &mut Tx, id: Uuid, is_open: bool, why: &str) -> Result<()> {
    let sql = "UPDATE report_part SET is_open = $1, is_done = $2, why = $3, revision = revision + 1 WHERE id = $4";
    execute!(tx, sql, is_open, !is_open, why, id)?;
    Ok(())
}
