//! What is written in a project: neighbourhoods with their address, publics, means, indicators.

use database::{Result, Tx, execute, fetch_all};
use kernel::{Outside, Uuid};

use super::known;
use crate::rules::writing::{Indicator, Mean, MeanKind, Place, Public, shares};

/// Neighbourhoods of a project, with the address that gave each.
pub async fn places(tx: &mut Tx, project: Uuid) -> Result<Vec<Place>> {
    let sql = "SELECT area, address, quality FROM project_area WHERE project = $1 ORDER BY id";
    let rows: Vec<(Uuid, String, String)> = fetch_all!(tx, sql, project)?;
    Ok(rows.into_iter().map(|(area, address, quality)| Place { area, address, quality }).collect())
}

/// Writes them anew, in equal shares.
pub async fn set_places(tx: &mut Tx, outside: &Outside, project: Uuid, places: &[Place]) -> Result<()> {
    execute!(tx, "DELETE FROM project_area WHERE project = $1", project)?;
    for (one, share) in places.iter().zip(shares(places.len())) {
        let sql =
            "INSERT INTO project_area (id, project, area, address, quality, share) VALUES ($1, $2, $3, $4, $5, $6)";
        execute!(tx, sql, outside.uuid(), project, one.area, &one.address, &one.quality, share)?;
    }
    Ok(())
}

/// For whom a project is.
pub async fn publics(tx: &mut Tx, project: Uuid) -> Result<Vec<Public>> {
    let sql = "SELECT year, age, sex, people FROM project_public WHERE project = $1 ORDER BY year, id";
    let rows: Vec<(i64, String, String, i64)> = fetch_all!(tx, sql, project)?;
    Ok(rows.into_iter().map(|(year, age, sex, people)| Public { year, age, sex, people }).collect())
}

/// Writes them anew.
pub async fn set_publics(tx: &mut Tx, outside: &Outside, project: Uuid, publics: &[Public]) -> Result<()> {
    execute!(tx, "DELETE FROM project_public WHERE project = $1", project)?;
    for one in publics {
        let line = (one.year, one.age.as_str(), one.sex.as_str(), one.people);
        super::project::insert_public(tx, outside, project, line).await?;
    }
    Ok(())
}

/// With what a project is done.
pub async fn means(tx: &mut Tx, project: Uuid) -> Result<Vec<Mean>> {
    let sql = "SELECT kind, label, people, work_permille FROM project_mean WHERE project = $1 ORDER BY position, id";
    let rows: Vec<(String, String, Option<i64>, Option<i64>)> = fetch_all!(tx, sql, project)?;
    let mean = |(kind, label, people, work_permille): (String, String, Option<i64>, Option<i64>)| {
        let kind = known("project_mean.kind", &kind, MeanKind::from_code(&kind))?;
        Ok(Mean { kind, label, people, work_permille })
    };
    rows.into_iter().map(mean).collect()
}

/// Writes them anew.
pub async fn set_means(tx: &mut Tx, outside: &Outside, project: Uuid, means: &[Mean]) -> Result<()> {
    execute!(tx, "DELETE FROM project_mean WHERE project = $1", project)?;
    for (rank, one) in (1_i64..).zip(means) {
        let sql = "INSERT INTO project_mean (id, project, kind, label, people, work_permille, position) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let kind = one.kind.code();
        execute!(tx, sql, outside.uuid(), project, kind, &one.label, one.people, one.work_permille, rank)?;
    }
    Ok(())
}

/// What a project will count.
pub async fn indicators(tx: &mut Tx, project: Uuid) -> Result<Vec<Indicator>> {
    let sql = "SELECT code, label, unit, target FROM project_indicator WHERE project = $1 ORDER BY position, id";
    let rows: Vec<(String, String, String, String)> = fetch_all!(tx, sql, project)?;
    Ok(rows.into_iter().map(|(code, label, unit, target)| Indicator { code, label, unit, target }).collect())
}

/// Writes them anew.
pub async fn set_indicators(tx: &mut Tx, outside: &Outside, project: Uuid, all: &[Indicator]) -> Result<()> {
    execute!(tx, "DELETE FROM project_indicator WHERE project = $1", project)?;
    for (rank, one) in (1_i64..).zip(all) {
        let sql = "INSERT INTO project_indicator (id, project, code, label, unit, target, position) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        execute!(tx, sql, outside.uuid(), project, &one.code, &one.label, &one.unit, &one.target, rank)?;
    }
    Ok(())
}

/// Removes a project of a draft with everything written in it. Gives the rows an act had left, for the journal. Files are
/// for the caller: their content goes through the quarantine.
pub async fn delete_project(tx: &mut Tx, project: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    for sql in [
        "DELETE FROM project_node WHERE project = $1",
        "DELETE FROM project_area WHERE project = $1",
        "DELETE FROM project_public WHERE project = $1",
        "DELETE FROM project_indicator WHERE project = $1",
        "DELETE FROM project_mean WHERE project = $1",
        "DELETE FROM budget_line WHERE project = $1",
    ] {
        execute!(tx, sql, project)?;
    }
    let mut gone = Vec::new();
    for (table, sql) in [
        ("funding", "DELETE FROM funding WHERE project = $1 RETURNING id"),
        ("application_answer", "DELETE FROM application_answer WHERE project = $1 RETURNING id"),
        ("application_file", "DELETE FROM application_file WHERE project = $1 RETURNING id"),
        ("project", "DELETE FROM project WHERE id = $1 RETURNING id"),
    ] {
        let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, project)?;
        gone.extend(rows.into_iter().map(|(id,)| (table, id)));
    }
    Ok(gone)
}
