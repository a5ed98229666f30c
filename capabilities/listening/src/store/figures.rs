//! Figures of consultations and what should hold between them.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::Uuid;
use sqlx::AssertSqlSafe;

use super::{day, known, text};
use crate::rules::{Comparison, ComparisonRule, Figure, FigureText, Unit};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    code: String,
    consultation: Uuid,
    channel: Option<Uuid>,
    area: Option<Uuid>,
    label: String,
    value: f64,
    unit: String,
    base: Option<i64>,
    base_label: String,
    document: Option<Uuid>,
    page: String,
    reported_on: Option<String>,
    note: String,
    revision: i64,
}

const SELECT: &str = "SELECT f.id, f.code, f.consultation, f.channel, f.area, f.label, f.value, f.unit, f.base, f.base_label, \
                      f.document, f.page, f.reported_on, f.note, COALESCE(f.revision, 1) AS revision FROM consultation_figure f";

fn read(row: Row) -> Result<Figure> {
    let unit = known("consultation_figure.unit", &row.unit, Unit::from_code(&row.unit))?;
    let reported_on = day("consultation_figure.reported_on", row.reported_on)?;
    let Row {
        id,
        code,
        consultation,
        channel,
        area,
        label,
        value,
        base,
        base_label,
        document,
        page,
        note,
        revision,
        ..
    } = row;
    let text =
        FigureText { code, channel, area, label, value, unit, base, base_label, document, page, reported_on, note };
    Ok(Figure { id, consultation, text, revision })
}

/// Every figure, those of the last consultation first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Figure>> {
    let order = "JOIN consultation c ON c.id = f.consultation ORDER BY c.position DESC, f.position";
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(format!("{SELECT} {order}")))?;
    rows.into_iter().map(read).collect()
}

/// One figure.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Figure>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE f.id = $1")), id)?;
    row.map(read).transpose()
}

/// The identifier of the figure of that code.
pub async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Uuid>> {
    let found: Option<(Uuid,)> = fetch_optional!(tx, "SELECT id FROM consultation_figure WHERE code = $1", code)?;
    Ok(found.map(|(id,)| id))
}

/// Puts a figure in, last.
pub async fn insert(tx: &mut Tx, id: Uuid, consultation: Uuid, figure: &FigureText) -> Result<()> {
    let sql = "SELECT MAX(position) FROM consultation_figure WHERE consultation = $1";
    let (last,): (Option<i64>,) = fetch_one!(tx, sql, consultation)?;
    execute!(
        tx,
        "INSERT INTO consultation_figure (id, code, consultation, channel, area, label, value, unit, base, base_label, document, \
         page, reported_on, note, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        id,
        &figure.code,
        consultation,
        figure.channel,
        figure.area,
        &figure.label,
        figure.value,
        figure.unit.code(),
        figure.base,
        &figure.base_label,
        figure.document,
        &figure.page,
        text(figure.reported_on),
        &figure.note,
        last.unwrap_or(0) + 1
    )?;
    Ok(())
}

/// Corrects a figure, if nobody did since `revision`. It keeps its code.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, figure: &FigureText) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE consultation_figure SET channel = $1, area = $2, label = $3, value = $4, unit = $5, base = $6, base_label = $7, \
         document = $8, page = $9, reported_on = $10, note = $11, revision = COALESCE(revision, 1) + 1 \
         WHERE id = $12 AND COALESCE(revision, 1) = $13",
        figure.channel,
        figure.area,
        &figure.label,
        figure.value,
        figure.unit.code(),
        figure.base,
        &figure.base_label,
        figure.document,
        &figure.page,
        text(figure.reported_on),
        &figure.note,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Every comparison with its figures, in order.
pub async fn comparisons(tx: &mut Tx) -> Result<Vec<Comparison>> {
    let sql = "SELECT d.id, d.title, d.rule, d.explanation FROM figure_comparison d \
               JOIN consultation c ON c.id = d.consultation ORDER BY c.position DESC, d.position";
    let heads: Vec<(Uuid, String, String, String)> = fetch_all!(tx, sql)?;
    let links: Vec<(Uuid, Uuid)> =
        fetch_all!(tx, "SELECT comparison, figure FROM compared_figure ORDER BY comparison, position")?;
    let figures = all(tx).await?;
    let read = |(id, title, rule, explanation): (Uuid, String, String, String)| {
        let rule = known("figure_comparison.rule", &rule, ComparisonRule::from_code(&rule))?;
        let own = links.iter().filter(|(comparison, _)| *comparison == id);
        let figures = own.filter_map(|(_, figure)| figures.iter().find(|one| one.id == *figure).cloned()).collect();
        Ok(Comparison { title, rule, explanation, figures })
    };
    heads.into_iter().map(read).collect()
}

/// Puts a comparison in, last; `figures` are `(row, figure)`.
pub async fn insert_comparison(
    tx: &mut Tx,
    id: Uuid,
    consultation: Uuid,
    (title, rule, explanation): (&str, ComparisonRule, &str),
    figures: &[(Uuid, Uuid)],
) -> Result<()> {
    let sql = "SELECT MAX(position) FROM figure_comparison WHERE consultation = $1";
    let (last,): (Option<i64>,) = fetch_one!(tx, sql, consultation)?;
    let sql = "INSERT INTO figure_comparison (id, consultation, title, rule, explanation, position) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, id, consultation, title, rule.code(), explanation, last.unwrap_or(0) + 1)?;
    for (position, (row, figure)) in (1_i64..).zip(figures) {
        let sql = "INSERT INTO compared_figure (id, comparison, figure, position) VALUES ($1, $2, $3, $4)";
        execute!(tx, sql, *row, id, *figure, position)?;
    }
    Ok(())
}
