//! What other slices know of consultations and needs: a few words of each.

use database::{Result, Tx};
use kernel::{Moment, Uuid};

use crate::{rules, store};

/// A consultation in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsultationBrief {
    /// Which.
    pub id: Uuid,
    /// The contract it prepares, when there is one.
    pub contract: Option<Uuid>,
    /// Its title.
    pub title: String,
    /// Its period, as it is told.
    pub period: String,
}

/// A need, as words are tied to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedLine {
    /// Which.
    pub id: Uuid,
    /// Its code: « B05 ».
    pub code: String,
    /// Its neutral label.
    pub label: String,
    /// Whether telling it may put somebody at risk.
    pub is_sensitive: bool,
}

fn brief(row: store::setting::Consultation) -> ConsultationBrief {
    ConsultationBrief { id: row.id, contract: row.contract, title: row.title, period: row.period_label }
}

/// Every consultation, the last first.
///
/// # Errors
/// The database failed.
pub async fn consultations(tx: &mut Tx) -> Result<Vec<ConsultationBrief>> {
    Ok(store::setting::consultations(tx).await?.into_iter().map(brief).collect())
}

/// One consultation.
///
/// # Errors
/// The database failed.
pub async fn consultation(tx: &mut Tx, id: Uuid) -> Result<Option<ConsultationBrief>> {
    Ok(store::setting::consultation(tx, id).await?.map(brief))
}

/// Every need, in order.
///
/// # Errors
/// The database failed.
pub async fn needs(tx: &mut Tx) -> Result<Vec<NeedLine>> {
    Ok(store::needs::all(tx).await?.into_iter().map(in_a_line).collect())
}

/// These needs, in the order they are asked: for whoever meets few of them.
///
/// # Errors
/// The database failed.
pub async fn needs_among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<NeedLine>> {
    let mut all: Vec<NeedLine> = store::needs::among(tx, ids).await?.into_iter().map(in_a_line).collect();
    all.sort_by_key(|need| ids.iter().position(|id| *id == need.id));
    Ok(all)
}

fn in_a_line(need: rules::Need) -> NeedLine {
    NeedLine { id: need.id, code: need.code, label: need.text.label, is_sensitive: need.text.sensitivity.is_some() }
}

/// Whether a text seems to name somebody, or to give a way to reach somebody.
pub fn names_somebody(text: &str) -> bool {
    rules::names_somebody(text)
}

/// A need with what it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedTold {
    /// In a few words.
    pub line: NeedLine,
    /// The theme it stands in.
    pub theme: String,
    /// Pieces of evidence that stand.
    pub evidence: i64,
    /// Different channels they came by.
    pub channels: i64,
    /// Different neighbourhoods they speak of.
    pub areas: i64,
    /// When the first was recorded here.
    pub first_recorded: Option<Moment>,
}

/// A need with its theme, and when it was first proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedListed {
    /// In a few words.
    pub line: NeedLine,
    /// The theme it stands in.
    pub theme: String,
    /// When the first evidence that stands was recorded here.
    pub first_recorded: Option<Moment>,
}

/// Every need, theme by theme, in order.
///
/// # Errors
/// The database failed.
pub async fn needs_listed(tx: &mut Tx) -> Result<Vec<NeedListed>> {
    let listed = |row: store::needs::Listed| NeedListed {
        line: NeedLine { id: row.id, code: row.code, label: row.label, is_sensitive: row.sensitivity.is_some() },
        theme: row.theme,
        first_recorded: row.first_recorded.map(Moment),
    };
    Ok(store::needs::listed(tx).await?.into_iter().map(listed).collect())
}

/// How many pieces of evidence stand for each need that has some.
///
/// # Errors
/// The database failed.
pub async fn evidence_counts(tx: &mut Tx) -> Result<Vec<(Uuid, i64)>> {
    store::needs::evidence_counts(tx).await
}

fn need(row: store::needs::Told) -> NeedTold {
    NeedTold {
        line: NeedLine { id: row.id, code: row.code, label: row.label, is_sensitive: row.sensitivity.is_some() },
        theme: row.theme,
        evidence: row.evidence,
        channels: row.channels,
        areas: row.areas,
        first_recorded: row.first_recorded.map(Moment),
    }
}

/// These needs with what each stands on, in order.
///
/// # Errors
/// The database failed.
pub async fn needs_told_among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<NeedTold>> {
    Ok(store::needs::told_among(tx, ids).await?.into_iter().map(need).collect())
}

/// The need of that code with what it stands on.
///
/// # Errors
/// The database failed.
pub async fn need_told_by_code(tx: &mut Tx, code: &str) -> Result<Option<NeedTold>> {
    Ok(store::needs::told_by_code(tx, code).await?.map(need))
}

/// Something that was proposed, to be studied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalBrief {
    /// Which.
    pub id: Uuid,
    /// Its code: « P05 ».
    pub code: String,
    /// What is proposed.
    pub label: String,
    /// The needs it answers.
    pub needs: Vec<Uuid>,
}

/// Everything that was proposed, in order.
///
/// # Errors
/// The database failed.
pub async fn proposals(tx: &mut Tx) -> Result<Vec<ProposalBrief>> {
    let all = store::proposals::all(tx).await?.into_iter();
    Ok(all
        .map(|one| ProposalBrief { id: one.id, code: one.code, label: one.text.label, needs: one.text.needs })
        .collect())
}

/// What a proposal is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalLine {
    /// Which.
    pub id: Uuid,
    /// Its code: « P05 ».
    pub code: String,
    /// What is proposed.
    pub label: String,
}

fn line((id, code, label): store::proposals::Named) -> ProposalLine {
    ProposalLine { id, code, label }
}

/// What these proposals are called.
///
/// # Errors
/// The database failed.
pub async fn proposals_among(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<ProposalLine>> {
    Ok(store::proposals::named_among(tx, ids).await?.into_iter().map(line).collect())
}

/// The proposal of that code, and what it is called.
///
/// # Errors
/// The database failed.
pub async fn proposal_by_code(tx: &mut Tx, code: &str) -> Result<Option<ProposalLine>> {
    Ok(store::proposals::named_by_code(tx, code).await?.map(line))
}
