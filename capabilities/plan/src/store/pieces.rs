//! The lists of a sheet: read in order, replaced whole.

use database::{Result, Tx, execute, fetch_all, fetch_one};
use kernel::{Cents, Outside, Uuid};

use super::{known, maybe_day, text};
use crate::rules::{
    Deployment, Indicator, IndicatorKind, LinkKind, Linked, Mean, Nature, Partner, Pieces, Place, Section, Step, Use,
};

/// Neighbourhoods of a sheet.
pub async fn places(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Place>> {
    let sql = "SELECT area, state, note FROM sheet_area WHERE sheet = $1 ORDER BY position";
    let rows: Vec<(Uuid, String, String)> = fetch_all!(tx, sql, sheet)?;
    rows.into_iter()
        .map(|(area, state, note)| {
            Ok(Place { area, state: known("sheet_area.state", &state, Deployment::from_code)?, note })
        })
        .collect()
}

/// Which neighbourhoods a sheet is deployed in.
pub async fn area_ids(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT area FROM sheet_area WHERE sheet = $1 ORDER BY position", sheet)?;
    Ok(rows.into_iter().map(|(area,)| area).collect())
}

/// Partners of a sheet.
pub async fn partners(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Partner>> {
    let sql = "SELECT name, role FROM sheet_partner WHERE sheet = $1 ORDER BY position";
    let rows: Vec<(String, String)> = fetch_all!(tx, sql, sheet)?;
    Ok(rows.into_iter().map(|(name, role)| Partner { name, role }).collect())
}

#[derive(sqlx::FromRow)]
struct MeanRow {
    year: i64,
    nature: String,
    use_of: String,
    funder: String,
    planned_cents: Option<i64>,
    actual_cents: Option<i64>,
    planned_fte: Option<f64>,
    actual_fte: Option<f64>,
    note: String,
}

/// Means of a sheet.
pub async fn means(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Mean>> {
    let sql = "SELECT year, nature, use_of, funder, planned_cents, actual_cents, planned_fte, actual_fte, note \
               FROM sheet_mean WHERE sheet = $1 ORDER BY position";
    let rows: Vec<MeanRow> = fetch_all!(tx, sql, sheet)?;
    rows.into_iter()
        .map(|row| {
            Ok(Mean {
                year: row.year,
                nature: known("sheet_mean.nature", &row.nature, Nature::from_code)?,
                use_of: known("sheet_mean.use_of", &row.use_of, Use::from_code)?,
                funder: row.funder,
                planned: row.planned_cents.map(Cents),
                actual: row.actual_cents.map(Cents),
                planned_fte: row.planned_fte,
                actual_fte: row.actual_fte,
                note: row.note,
            })
        })
        .collect()
}

/// Ordinary means that the published sheets of a contract tell for a year: how many lines, cents planned, cents spent.
pub async fn common_law_of_year(tx: &mut Tx, contract: Uuid, year: i64) -> Result<(i64, Option<i64>, Option<i64>)> {
    let sql = "SELECT COUNT(*), CAST(SUM(m.planned_cents) AS BIGINT), CAST(SUM(m.actual_cents) AS BIGINT) FROM sheet_mean m \
               JOIN action_sheet s ON s.id = m.sheet \
               WHERE s.contract = $1 AND m.year = $2 AND m.nature = 'common_law' AND s.is_published";
    fetch_one!(tx, sql, contract, year)
}

/// Cents planned for each published sheet of a contract, every nature and year; none: no line says it.
pub async fn planned_of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<(Uuid, Option<i64>)>> {
    let sql = "SELECT s.id, CAST(SUM(m.planned_cents) AS BIGINT) FROM action_sheet s \
               LEFT JOIN sheet_mean m ON m.sheet = s.id WHERE s.contract = $1 AND s.is_published GROUP BY s.id";
    fetch_all!(tx, sql, contract)
}

/// Steps of a sheet.
pub async fn steps(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Step>> {
    let sql = "SELECT title, owner, due_on, done_on FROM sheet_step WHERE sheet = $1 ORDER BY position";
    let rows: Vec<(String, String, Option<String>, Option<String>)> = fetch_all!(tx, sql, sheet)?;
    rows.into_iter()
        .map(|(title, owner, due_on, done_on)| {
            let due_on = maybe_day("sheet_step.due_on", due_on)?;
            Ok(Step { title, owner, due_on, done_on: maybe_day("sheet_step.done_on", done_on)? })
        })
        .collect()
}

type IndicatorRow = (Uuid, String, String, String, Option<f64>, Option<f64>);

/// Indicators of a sheet, with their values.
pub async fn indicators(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Indicator>> {
    let sql = "SELECT id, kind, label, unit, baseline, target FROM sheet_indicator WHERE sheet = $1 ORDER BY position";
    let rows: Vec<IndicatorRow> = fetch_all!(tx, sql, sheet)?;
    let sql = "SELECT m.indicator, m.year, m.value FROM sheet_measure m JOIN sheet_indicator i ON i.id = m.indicator \
               WHERE i.sheet = $1 ORDER BY m.year";
    let values: Vec<(Uuid, i64, f64)> = fetch_all!(tx, sql, sheet)?;
    rows.into_iter()
        .map(|(id, kind, label, unit, baseline, target)| {
            let kind = known("sheet_indicator.kind", &kind, IndicatorKind::from_code)?;
            let own = values.iter().filter(|(of, ..)| *of == id).map(|(_, year, value)| (*year, *value));
            Ok(Indicator { kind, label, unit, baseline, target, measures: own.collect() })
        })
        .collect()
}

/// Links of a sheet.
pub async fn links(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Linked>> {
    let sql = "SELECT other, elsewhere, kind FROM sheet_link WHERE sheet = $1 ORDER BY position";
    let rows: Vec<(Option<Uuid>, String, String)> = fetch_all!(tx, sql, sheet)?;
    rows.into_iter()
        .map(|(other, elsewhere, kind)| {
            Ok(Linked { other, elsewhere, kind: known("sheet_link.kind", &kind, LinkKind::from_code)? })
        })
        .collect()
}

/// Sheets a sheet is linked to or from: `(sheet, code, title, address, is published, is towards, kind)`.
pub type Neighbour = (Uuid, String, String, String, bool, bool, String);

/// Sheets of the platform that a sheet is linked to, then those linked to it.
pub async fn neighbours(tx: &mut Tx, sheet: Uuid) -> Result<Vec<Neighbour>> {
    let sql = "SELECT s.id, s.code, s.title, s.address, s.is_published, TRUE, l.kind FROM sheet_link l \
               JOIN action_sheet s ON s.id = l.other WHERE l.sheet = $1 ORDER BY l.position";
    let mut all: Vec<Neighbour> = fetch_all!(tx, sql, sheet)?;
    let sql = "SELECT s.id, s.code, s.title, s.address, s.is_published, FALSE, l.kind FROM sheet_link l \
               JOIN action_sheet s ON s.id = l.sheet WHERE l.other = $1 ORDER BY s.address";
    let back: Vec<Neighbour> = fetch_all!(tx, sql, sheet)?;
    all.extend(back);
    Ok(all)
}

/// Links that lead to a sheet: `(row, sheet they are of)`.
pub async fn links_to(tx: &mut Tx, sheet: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    fetch_all!(tx, "SELECT id, sheet FROM sheet_link WHERE other = $1", sheet)
}

/// Makes the links that lead to a sheet lead nowhere but to its name: the sheet is about to go.
pub async fn name_links_to(tx: &mut Tx, sheet: Uuid, name: &str) -> Result<()> {
    execute!(tx, "UPDATE sheet_link SET other = NULL, elsewhere = $1 WHERE other = $2", name, sheet)?;
    Ok(())
}

fn rows(table: &'static str, ids: Vec<(Uuid,)>) -> Vec<(&'static str, Uuid)> {
    ids.into_iter().map(|(id,)| (table, id)).collect()
}

/// Takes a list out; gives the rows, by table.
pub async fn clear(tx: &mut Tx, sheet: Uuid, section: Section) -> Result<Vec<(&'static str, Uuid)>> {
    Ok(match section {
        Section::Places => {
            rows("sheet_area", fetch_all!(tx, "DELETE FROM sheet_area WHERE sheet = $1 RETURNING id", sheet)?)
        }
        Section::Partners => {
            rows("sheet_partner", fetch_all!(tx, "DELETE FROM sheet_partner WHERE sheet = $1 RETURNING id", sheet)?)
        }
        Section::Means => {
            rows("sheet_mean", fetch_all!(tx, "DELETE FROM sheet_mean WHERE sheet = $1 RETURNING id", sheet)?)
        }
        Section::Steps => {
            rows("sheet_step", fetch_all!(tx, "DELETE FROM sheet_step WHERE sheet = $1 RETURNING id", sheet)?)
        }
        Section::Indicators => {
            let sql = "DELETE FROM sheet_measure WHERE indicator IN (SELECT id FROM sheet_indicator WHERE sheet = $1) \
                       RETURNING id";
            let mut all = rows("sheet_measure", fetch_all!(tx, sql, sheet)?);
            let sql = "DELETE FROM sheet_indicator WHERE sheet = $1 RETURNING id";
            all.extend(rows("sheet_indicator", fetch_all!(tx, sql, sheet)?));
            all
        }
        Section::Links => {
            rows("sheet_link", fetch_all!(tx, "DELETE FROM sheet_link WHERE sheet = $1 RETURNING id", sheet)?)
        }
    })
}

/// Puts a list in, in order; gives the rows, by table.
pub async fn fill(tx: &mut Tx, outside: &Outside, sheet: Uuid, pieces: &Pieces) -> Result<Vec<(&'static str, Uuid)>> {
    let mut written = Vec::with_capacity(pieces.len());
    match pieces {
        Pieces::Places(lines) => {
            for (position, (_, place)) in (1_i64..).zip(lines) {
                let id = outside.uuid();
                let sql =
                    "INSERT INTO sheet_area (id, sheet, area, state, note, position) VALUES ($1, $2, $3, $4, $5, $6)";
                execute!(tx, sql, id, sheet, place.area, place.state.code(), &place.note, position)?;
                written.push(("sheet_area", id));
            }
        }
        Pieces::Partners(lines) => {
            for (position, (_, partner)) in (1_i64..).zip(lines) {
                let id = outside.uuid();
                let sql = "INSERT INTO sheet_partner (id, sheet, name, role, position) VALUES ($1, $2, $3, $4, $5)";
                execute!(tx, sql, id, sheet, &partner.name, &partner.role, position)?;
                written.push(("sheet_partner", id));
            }
        }
        Pieces::Means(lines) => {
            for (position, (_, mean)) in (1_i64..).zip(lines) {
                let id = outside.uuid();
                insert_mean(tx, id, sheet, mean, position).await?;
                written.push(("sheet_mean", id));
            }
        }
        Pieces::Steps(lines) => {
            for (position, (_, step)) in (1_i64..).zip(lines) {
                let id = outside.uuid();
                let sql = "INSERT INTO sheet_step (id, sheet, title, owner, due_on, done_on, position) \
                           VALUES ($1, $2, $3, $4, $5, $6, $7)";
                execute!(
                    tx,
                    sql,
                    id,
                    sheet,
                    &step.title,
                    &step.owner,
                    text(step.due_on),
                    text(step.done_on),
                    position
                )?;
                written.push(("sheet_step", id));
            }
        }
        Pieces::Indicators(lines) => {
            for (position, (_, one)) in (1_i64..).zip(lines) {
                let id = outside.uuid();
                let sql = "INSERT INTO sheet_indicator (id, sheet, kind, label, unit, baseline, target, position) \
                           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
                let kind = one.kind.code();
                execute!(tx, sql, id, sheet, kind, &one.label, &one.unit, one.baseline, one.target, position)?;
                written.push(("sheet_indicator", id));
                for (year, value) in &one.measures {
                    let row = outside.uuid();
                    let sql = "INSERT INTO sheet_measure (id, indicator, year, value) VALUES ($1, $2, $3, $4)";
                    execute!(tx, sql, row, id, *year, *value)?;
                    written.push(("sheet_measure", row));
                }
            }
        }
        Pieces::Links(lines) => {
            for (position, (_, link)) in (1_i64..).zip(lines) {
                let id = outside.uuid();
                let sql = "INSERT INTO sheet_link (id, sheet, other, elsewhere, kind, position) VALUES ($1, $2, $3, $4, $5, $6)";
                execute!(tx, sql, id, sheet, link.other, &link.elsewhere, link.kind.code(), position)?;
                written.push(("sheet_link", id));
            }
        }
    }
    Ok(written)
}

async fn insert_mean(tx: &mut Tx, id: Uuid, sheet: Uuid, mean: &Mean, position: i64) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO sheet_mean (id, sheet, year, nature, use_of, funder, planned_cents, actual_cents, planned_fte, \
         actual_fte, note, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id,
        sheet,
        mean.year,
        mean.nature.code(),
        mean.use_of.code(),
        &mean.funder,
        mean.planned.map(|amount| amount.0),
        mean.actual.map(|amount| amount.0),
        mean.planned_fte,
        mean.actual_fte,
        &mean.note,
        position
    )?;
    Ok(())
}
