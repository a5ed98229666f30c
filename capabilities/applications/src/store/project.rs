//! Projects of applications: where, for which objectives, for how many people, for what money.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Cents, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{known, maybe_day};
use crate::rules::{Project, ProjectKind, ProjectState, Totals};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    application: Uuid,
    position: i64,
    title: String,
    kind: String,
    renewed_from: Option<Uuid>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    state: String,
    revision: i64,
}

const SELECT: &str = "SELECT id, application, position, title, kind, renewed_from, starts_on, ends_on, state, revision \
                      FROM project";

fn read(row: Row) -> Result<Project> {
    Ok(Project {
        kind: known("project.kind", &row.kind, ProjectKind::from_code(&row.kind))?,
        state: known("project.state", &row.state, ProjectState::from_code(&row.state))?,
        starts_on: maybe_day("project.starts_on", row.starts_on)?,
        ends_on: maybe_day("project.ends_on", row.ends_on)?,
        id: row.id,
        application: row.application,
        position: row.position,
        title: row.title,
        renewed_from: row.renewed_from,
        revision: row.revision,
    })
}

/// One project.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Project>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Projects of an application, in order.
pub async fn of_application(tx: &mut Tx, application: Uuid) -> Result<Vec<Project>> {
    let sql = format!("{SELECT} WHERE application = $1 ORDER BY position, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), application)?;
    rows.into_iter().map(read).collect()
}

/// Puts a project in.
pub async fn insert(tx: &mut Tx, one: &Project) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO project (id, application, position, title, kind, renewed_from, starts_on, ends_on, state, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        one.id,
        one.application,
        one.position,
        &one.title,
        one.kind.code(),
        one.renewed_from,
        one.starts_on.map(|day| day.to_string()),
        one.ends_on.map(|day| day.to_string()),
        one.state.code()
    )?;
    Ok(())
}

/// Writes a project anew, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Project, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE project SET position = $1, title = $2, kind = $3, starts_on = $4, ends_on = $5, state = $6, \
         revision = revision + 1 WHERE id = $7 AND revision = $8",
        one.position,
        &one.title,
        one.kind.code(),
        one.starts_on.map(|day| day.to_string()),
        one.ends_on.map(|day| day.to_string()),
        one.state.code(),
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// Objectives a project answers, the main one first.
pub async fn nodes(tx: &mut Tx, project: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT node FROM project_node WHERE project = $1 ORDER BY is_main DESC, id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, project)?;
    Ok(rows.into_iter().map(|(node,)| node).collect())
}

/// Says which objectives a project answers, the main one first.
pub async fn set_nodes(tx: &mut Tx, outside: &Outside, project: Uuid, nodes: &[Uuid]) -> Result<()> {
    execute!(tx, "DELETE FROM project_node WHERE project = $1", project)?;
    for (rank, node) in nodes.iter().enumerate() {
        let sql = "INSERT INTO project_node (id, project, node, is_main) VALUES ($1, $2, $3, $4)";
        execute!(tx, sql, outside.uuid(), project, *node, rank == 0)?;
    }
    Ok(())
}

/// Says where a project takes place: neighbourhood and share, in thousandths.
pub async fn set_areas(tx: &mut Tx, outside: &Outside, project: Uuid, areas: &[(Uuid, i64)]) -> Result<()> {
    execute!(tx, "DELETE FROM project_area WHERE project = $1", project)?;
    for (area, share) in areas {
        let sql =
            "INSERT INTO project_area (id, project, area, address, quality, share) VALUES ($1, $2, $3, '', '', $4)";
        execute!(tx, sql, outside.uuid(), project, *area, *share)?;
    }
    Ok(())
}

/// Puts people a project is for in: year, age, sex, how many.
pub async fn insert_public(
    tx: &mut Tx,
    outside: &Outside,
    project: Uuid,
    (year, age, sex, people): (i64, &str, &str, i64),
) -> Result<()> {
    let sql = "INSERT INTO project_public (id, project, year, age, sex, people) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, outside.uuid(), project, year, age, sex, people)?;
    Ok(())
}

/// Puts a line of a budget in: year, side, account, label, amount, rank.
pub async fn insert_line(
    tx: &mut Tx,
    outside: &Outside,
    (application, project): (Uuid, Option<Uuid>),
    (year, side, account, label, amount, position): (i64, &str, &str, &str, Cents, i64),
) -> Result<()> {
    let sql = "INSERT INTO budget_line (id, application, project, year, side, account, label, cents, position) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let id = outside.uuid();
    execute!(tx, sql, id, application, project, year, side, account, label, amount.0, position)?;
    Ok(())
}

/// What applications hold, by application or project.
#[derive(Default)]
pub struct Held {
    /// Projects of each application, in order.
    pub projects: HashMap<Uuid, Vec<Project>>,
    /// Neighbourhoods of each project with their share.
    pub areas: HashMap<Uuid, Vec<(Uuid, i64)>>,
    /// Objectives of each project, the main one first.
    pub nodes: HashMap<Uuid, Vec<Uuid>>,
    /// People each project is for.
    pub people: HashMap<Uuid, i64>,
    /// Budget of each project.
    pub totals: HashMap<Uuid, Totals>,
}

/// What the filed applications of a call hold.
pub async fn of_call(tx: &mut Tx, call: Uuid) -> Result<Held> {
    held(tx, "application.call = $1 AND application.state = 'filed'", call).await
}

/// What one application holds.
pub async fn held_by(tx: &mut Tx, application: Uuid) -> Result<Held> {
    held(tx, "application.id = $1", application).await
}

/// Five readings, whatever the number of applications that `which` chooses.
async fn held(tx: &mut Tx, which: &str, chosen: Uuid) -> Result<Held> {
    let mut whole = Held::default();
    let owned = format!(
        "JOIN project ON project.id = piece.project JOIN application ON application.id = project.application WHERE {which}"
    );
    let sql = format!(
        "{SELECT} WHERE application IN (SELECT application.id FROM application WHERE {which}) \
         ORDER BY application, position, id"
    );
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), chosen)?;
    for row in rows {
        let project = read(row)?;
        whole.projects.entry(project.application).or_default().push(project);
    }
    let sql =
        format!("SELECT piece.project, piece.area, piece.share FROM project_area piece {owned} ORDER BY piece.id");
    let rows: Vec<(Uuid, Uuid, i64)> = fetch_all!(tx, AssertSqlSafe(sql), chosen)?;
    for (project, area, share) in rows {
        whole.areas.entry(project).or_default().push((area, share));
    }
    let sql = format!(
        "SELECT piece.project, piece.node FROM project_node piece {owned} ORDER BY piece.is_main DESC, piece.id"
    );
    let rows: Vec<(Uuid, Uuid)> = fetch_all!(tx, AssertSqlSafe(sql), chosen)?;
    for (project, node) in rows {
        whole.nodes.entry(project).or_default().push(node);
    }
    let sql = format!(
        "SELECT piece.project, CAST(SUM(piece.people) AS BIGINT) FROM project_public piece {owned} GROUP BY piece.project"
    );
    let rows: Vec<(Uuid, i64)> = fetch_all!(tx, AssertSqlSafe(sql), chosen)?;
    whole.people = rows.into_iter().collect();
    let of = |side: &str| format!("CAST(SUM(CASE piece.side WHEN '{side}' THEN piece.cents ELSE 0 END) AS BIGINT)");
    let sql = format!(
        "SELECT piece.project, {}, {}, {} FROM budget_line piece \
         JOIN application ON application.id = piece.application WHERE {which} AND piece.project IS NOT NULL \
         GROUP BY piece.project",
        of("charge"),
        of("product"),
        of("kind_charge")
    );
    let rows: Vec<(Uuid, i64, i64, i64)> = fetch_all!(tx, AssertSqlSafe(sql), chosen)?;
    let totals = |(charges, products, in_kind)| Totals {
        charges: Cents(charges),
        products: Cents(products),
        in_kind: Cents(in_kind),
    };
    whole.totals = rows.into_iter().map(|(project, a, b, c)| (project, totals((a, b, c)))).collect();
    Ok(whole)
}
