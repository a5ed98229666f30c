//! A dossier opened again: its rules and its pool, as they were frozen.

use serde_json::Value;

use crate::dossier::Files;
use crate::draw::Rule;
use crate::pool::{Pool, Quota, read_people};
use crate::reading::{Table, Wrong};
use crate::replacement::unseated;

/// Rules and pool of a dossier.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Seats.
    pub seats: i64,
    /// Quotas.
    pub quotas: Vec<Quota>,
    /// Rules beside quotas.
    pub rules: Vec<Rule>,
    /// The pool.
    pub pool: Pool,
}

/// Opens. Who sat before the draw does not matter after it.
///
/// # Errors
/// A file is missing or is not one of a dossier.
pub fn open(files: &Files) -> Result<Opened, Wrong> {
    let whole = as_drawn(files)?;
    let (pool, quotas) = unseated(whole.pool, whole.quotas);
    Ok(Opened { pool, quotas, ..whole })
}

/// Opens what was drawn from, those who sat already told from the others.
///
/// # Errors
/// A file is missing or is not one of a dossier.
pub(crate) fn as_drawn(files: &Files) -> Result<Opened, Wrong> {
    let missing = |name: &str| Wrong::of(format!("« {name} » manque ou n’est pas lisible : vérifiez le dossier."));
    let bytes = files.get("rules.json").ok_or_else(|| missing("rules.json"))?;
    let rules: Value = serde_json::from_slice(bytes).map_err(|_| missing("rules.json"))?;
    let text = |value: &Value, name: &str| value[name].as_str().map(str::to_owned).ok_or_else(|| missing("rules.json"));
    let number = |value: &Value, name: &str| value[name].as_i64().ok_or_else(|| missing("rules.json"));
    let list = |value: &Value, name: &str| value[name].as_array().cloned().ok_or_else(|| missing("rules.json"));
    let mut quotas = Vec::new();
    for quota in list(&rules, "quotas")? {
        quotas.push(Quota {
            feature: text(&quota, "feature")?,
            value: text(&quota, "value")?,
            low: number(&quota, "min")?,
            high: number(&quota, "max")?,
        });
    }
    let mut linear = Vec::new();
    for rule in list(&rules, "rules")? {
        let mut terms = Vec::new();
        for term in list(&rule, "terms")? {
            let mut conditions = Vec::new();
            for condition in list(&term, "where")? {
                conditions.push((text(&condition, "feature")?, text(&condition, "value")?));
            }
            terms.push((conditions, number(&term, "coefficient")?));
        }
        let (low, high) = (number(&rule, "min")?, number(&rule, "max")?);
        linear.push(Rule { name: text(&rule, "name")?, terms, low, high });
    }
    let pool = files.get("pool.csv").ok_or_else(|| missing("pool.csv"))?;
    let pool = read_people(pool, &quotas, &["household".to_owned()])?;
    Ok(Opened { seats: number(&rules, "seats")?, pool, quotas, rules: linear })
}

/// A column of a table of identifiers.
///
/// # Errors
/// It is not there.
pub fn identifiers(files: &Files, name: &str) -> Result<Vec<String>, Wrong> {
    let missing = || Wrong::of(format!("« {name} » manque ou n’est pas lisible : le tirage a-t-il eu lieu ?"));
    let table = Table::read(files.get(name).ok_or_else(missing)?)?;
    let column = table.column(&["id"])?.ok_or_else(missing)?;
    Ok(table.lines.iter().filter_map(|(_, cells)| cells.get(column)).map(str::to_owned).collect())
}
