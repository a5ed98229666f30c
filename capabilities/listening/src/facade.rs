//! What other slices may ask of the listening.

mod briefs;
pub mod gatherings;
pub mod printed;
pub mod words;

use database::{Result, Tx};
use kernel::{Actor, Awaited, Uuid, french};

pub use crate::actions::index_all;
use crate::{acts, store};

pub use briefs::{ConsultationBrief, NeedLine, NeedListed, NeedTold, ProposalBrief, ProposalLine};
pub use briefs::{consultation, consultations, evidence_counts, names_somebody, needs, needs_listed, proposals};
pub use briefs::{need_told_by_code, needs_among, needs_told_among, proposal_by_code, proposals_among};
pub(crate) use gatherings::gathering_holders;

/// How many different needs were named in a neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeedsByArea {
    /// The neighbourhood.
    pub area: Uuid,
    /// Number of different needs.
    pub need_count: i64,
}

/// A need in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedBrief {
    /// Its code: « B05 ».
    pub code: String,
    /// Its neutral label.
    pub label: String,
}

/// Number of needs named in each neighbourhood where any was.
///
/// # Errors
/// The database failed.
pub async fn needs_by_area(tx: &mut Tx) -> Result<Vec<NeedsByArea>> {
    let rows = store::matrix::needs_by_area(tx).await?;
    Ok(rows.into_iter().map(|(area, need_count)| NeedsByArea { area, need_count }).collect())
}

/// Needs named in a neighbourhood, in their order.
///
/// # Errors
/// The database failed.
pub async fn needs_of_area(tx: &mut Tx, area: Uuid) -> Result<Vec<NeedBrief>> {
    let rows = store::matrix::needs_of_area(tx, area).await?;
    Ok(rows.into_iter().map(|(code, label)| NeedBrief { code, label }).collect())
}

/// Where the matrix is read.
pub fn matrix_path() -> &'static str {
    "/besoins"
}

/// What awaits this person here: needs nobody's words prove, evidence nobody can read again, channels of which nobody
/// said whom they reached.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor) -> Result<Vec<Awaited>> {
    if !actor.may_somewhere(&acts::LEAD).is_allowed() {
        return Ok(Vec::new());
    }
    let hers: Vec<_> = store::setting::consultations(tx)
        .await?
        .into_iter()
        .filter(|one| actor.may(&acts::LEAD, &crate::actions::place(one.contract, None)).is_allowed())
        .collect();
    let mut all = Vec::new();
    let bare = store::awaited::needs_without_evidence(tx).await?;
    if bare > 0 && !hers.is_empty() {
        let what = format!("Relire {} sans preuve", french::count(bare, "besoin", "besoins"));
        all.push(Awaited::new(what, "Un besoin affiché doit mener à ce qui a été dit.", "/gestion/ecoute/besoins"));
    }
    let unread = store::awaited::evidence_without_document(tx).await?;
    let filled = store::awaited::coverage_filled(tx).await?;
    for one in &hers {
        if let Some((_, number)) = unread.iter().find(|(of, _)| *of == one.id) {
            let which = french::count(*number, "preuve", "preuves");
            let what = format!("Joindre le document de {which}");
            all.push(Awaited::new(what, one.title.clone(), "/gestion/ecoute/preuves"));
        }
        let Some((_, channels, cells)) = filled.iter().find(|(of, ..)| *of == one.id) else { continue };
        let missing = channels * area_count(tx, one.contract).await? - cells;
        if missing > 0 {
            let which = french::count(missing, "case", "cases");
            let what = format!("Dire qui a été entendu : {which} de la couverture à remplir");
            all.push(Awaited::new(what, one.title.clone(), "/gestion/ecoute/couverture"));
        }
    }
    Ok(all)
}

/// Neighbourhoods a consultation speaks of: those of its contract, all of them without one.
async fn area_count(tx: &mut Tx, contract: Option<Uuid>) -> Result<i64> {
    let count = match contract {
        Some(id) => strategy::facade::contract(tx, id).await?.map_or(0, |found| found.area_ids.len()),
        None => territory::facade::areas(tx).await?.len(),
    };
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}
