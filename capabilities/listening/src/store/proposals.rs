//! What was proposed, and the needs each proposal answers.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_among, fetch_one, fetch_optional};
use kernel::Uuid;
use lineage::Kind;

use super::known;
use crate::rules::{Looked, Proposal, ProposalText};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    code: String,
    label: String,
    theme: Uuid,
    state: String,
    document: Option<Uuid>,
    page: String,
    note: String,
    revision: i64,
}

/// Every proposal with the needs it answers, in order; which needs, the thread says.
pub async fn all(tx: &mut Tx) -> Result<Vec<Proposal>> {
    let sql = "SELECT p.id, p.code, p.label, p.theme, p.state, p.document, p.page, p.note, p.revision FROM proposal p \
               JOIN solution_theme t ON t.id = p.theme ORDER BY t.position, p.position, p.code";
    let rows: Vec<Row> = fetch_all!(tx, sql)?;
    let order: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM need ORDER BY position, code")?;
    let rank: HashMap<Uuid, usize> = order.into_iter().enumerate().map(|(rank, (id,))| (id, rank)).collect();
    let mut needs_of: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (need, proposal) in lineage::between(tx, Kind::Need, Kind::Lead).await? {
        needs_of.entry(proposal).or_default().push(need);
    }
    let mut read = |row: Row| {
        let mut needs = needs_of.remove(&row.id).unwrap_or_default();
        needs.sort_by_key(|need| rank.get(need));
        let text = ProposalText {
            label: row.label,
            theme: row.theme,
            state: known("proposal.state", &row.state, Looked::from_code(&row.state))?,
            needs,
            document: row.document,
            page: row.page,
            note: row.note,
        };
        Ok(Proposal { id: row.id, code: row.code, text, revision: row.revision })
    };
    rows.into_iter().map(&mut read).collect()
}

/// What a proposal is called: `(proposal, code, label)`.
pub type Named = (Uuid, String, String);

/// What these proposals are called.
pub async fn named_among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<Named>> {
    Ok(fetch_among!(tx, "SELECT id, code, label FROM proposal WHERE id IN ({rows})", ids))
}

/// The proposal of that code, and what it is called.
pub async fn named_by_code(tx: &mut Tx, code: &str) -> Result<Option<Named>> {
    fetch_optional!(tx, "SELECT id, code, label FROM proposal WHERE code = $1", code)
}

/// Puts a proposal in, last of all; the needs it answers are on the thread.
pub async fn insert(tx: &mut Tx, id: Uuid, code: &str, text: &ProposalText) -> Result<()> {
    let (last,): (Option<i64>,) = fetch_one!(tx, "SELECT MAX(position) FROM proposal")?;
    execute!(
        tx,
        "INSERT INTO proposal (id, code, label, theme, state, document, page, note, position, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        id,
        code,
        &text.label,
        text.theme,
        text.state.code(),
        text.document,
        &text.page,
        &text.note,
        last.unwrap_or(0) + 1
    )?;
    Ok(())
}

/// Changes what is written of a proposal, if nobody did since `revision`; the needs it answers are
/// on the thread.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, text: &ProposalText) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE proposal SET label = $1, theme = $2, state = $3, document = $4, page = $5, note = $6, \
         revision = revision + 1 WHERE id = $7 AND revision = $8",
        &text.label,
        text.theme,
        text.state.code(),
        text.document,
        &text.page,
        &text.note,
        id,
        revision
    )?;
    Ok(count == 1)
}
