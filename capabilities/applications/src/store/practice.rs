//! What each contract settled.

use database::{DbError, Result, Tx, fetch_optional};
use kernel::{FieldError, Function, Uuid};

use crate::rules::{Practice, read_columns, read_states, written_columns, written_states};

/// What a contract settled, with the revision it is at; nothing and 0 while nobody settled anything.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<(Practice, i64)> {
    let sql = "SELECT typists, states, columns, revision FROM contract_practice WHERE contract = $1";
    let row: Option<(String, String, String, i64)> = fetch_optional!(tx, sql, contract)?;
    let Some((typists, states, columns, revision)) = row else { return Ok((Practice::default(), 0)) };
    let unreadable =
        |problem: FieldError| DbError::Unreadable { place: "contract_practice", problem: problem.sentence };
    let practice = Practice {
        typists: typists.split_whitespace().filter_map(Function::from_code).collect(),
        states: read_states(&states).map_err(unreadable)?,
        columns: read_columns(&columns).map_err(unreadable)?,
    };
    Ok((practice, revision))
}

/// Writes it anew, if nobody did since `revision`. Gives the row; none when somebody did.
pub async fn save(
    tx: &mut Tx,
    id: Uuid,
    (contract, revision): (Uuid, i64),
    practice: &Practice,
) -> Result<Option<Uuid>> {
    let typists: Vec<&str> = practice.typists.iter().map(|function| function.code()).collect();
    let texts = (typists.join(" "), written_states(&practice.states), written_columns(&practice.columns));
    let row: Option<(Uuid,)> = if revision == 0 {
        let sql = "INSERT INTO contract_practice (id, contract, typists, states, columns, revision) \
                   VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT DO NOTHING RETURNING id";
        fetch_optional!(tx, sql, id, contract, &texts.0, &texts.1, &texts.2)?
    } else {
        let sql = "UPDATE contract_practice SET typists = $1, states = $2, columns = $3, revision = revision + 1 \
                   WHERE contract = $4 AND revision = $5 RETURNING id";
        fetch_optional!(tx, sql, &texts.0, &texts.1, &texts.2, contract, revision)?
    };
    Ok(row.map(|(id,)| id))
}
