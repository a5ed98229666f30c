//! The toolbox of each contract.

use database::{DbError, Result, Tx, fetch_optional};
use kernel::Uuid;

use crate::rules::{IndicatorTool, read_tools, written};

/// The indicators a contract proposes, with the revision they are at; none and 0 while nobody wrote any.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<(Vec<IndicatorTool>, i64)> {
    let sql = "SELECT tools, revision FROM indicator_toolbox WHERE contract = $1";
    let row: Option<(String, i64)> = fetch_optional!(tx, sql, contract)?;
    let Some((tools, revision)) = row else { return Ok((Vec::new(), 0)) };
    let unreadable = |problem: kernel::FieldError| DbError::Unreadable {
        place: "indicator_toolbox.tools",
        problem: problem.sentence,
    };
    Ok((read_tools(&tools).map_err(unreadable)?, revision))
}

/// Writes them anew, if nobody did since `revision`. Gives the row; none when somebody did.
pub async fn save(
    tx: &mut Tx,
    id: Uuid,
    (contract, revision): (Uuid, i64),
    tools: &[IndicatorTool],
) -> Result<Option<Uuid>> {
    let text = written(tools);
    let row: Option<(Uuid,)> = if revision == 0 {
        let sql = "INSERT INTO indicator_toolbox (id, contract, tools, revision) VALUES ($1, $2, $3, 1) \
                   ON CONFLICT DO NOTHING RETURNING id";
        fetch_optional!(tx, sql, id, contract, &text)?
    } else {
        let sql = "UPDATE indicator_toolbox SET tools = $1, revision = revision + 1 WHERE contract = $2 AND revision = $3 \
                   RETURNING id";
        fetch_optional!(tx, sql, &text, contract, revision)?
    };
    Ok(row.map(|(id,)| id))
}
