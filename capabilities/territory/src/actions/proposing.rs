//! Proposing correspondences after an import of perimeters: put again by every import, beside what was decided.

use database::{Result, Tx};
use geography::{Area, CodePolicy, ImportOptions, Limits, Source, zoning};
use kernel::{Outcome, Outside};

use crate::rules::passages::{MEASURED, Pair, Passage, State};
use crate::store;
use crate::store::areas::Version;

/// Overlaps are compared between generations up to this many areas on each side.
const MOST_COMPARED: usize = 300;
/// The generation a passage starts from.
pub(crate) const FORMER: &str = "2015";
/// The generation it leads to.
pub(crate) const LATER: &str = "2024";

/// Proposes the passages between the generations from the overlap of their perimeters, for the codes an import changed.
pub(crate) async fn propose(tx: &mut Tx, outside: &Outside, changed: &[&str]) -> Outcome<()> {
    let versions = store::areas::versions(tx).await?;
    let count = |generation: &str| versions.iter().filter(|version| version.generation == generation).count();
    if [FORMER, LATER].into_iter().any(|generation| !(1..=MOST_COMPARED).contains(&count(generation))) {
        return Ok(());
    }
    // A perimeter taken from another zoning measures nothing: what became of that neighbourhood is not proposed.
    let borrowed: Vec<&Version> = versions.iter().filter(|version| version.has_borrowed_perimeter()).collect();
    let unmeasured: Vec<&str> = versions
        .iter()
        .filter(|version| borrowed.iter().any(|borrowed| borrowed.neighbourhood == version.neighbourhood))
        .map(|version| version.code.as_str())
        .collect();
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for version in versions.iter().filter(|version| !version.has_borrowed_perimeter()) {
        let side = match version.generation.as_str() {
            FORMER => &mut from,
            LATER => &mut to,
            _ => continue,
        };
        side.extend(perimeter(tx, &version.code).await?);
    }
    let known = store::zoning::passages(tx).await?;
    let all: Vec<Pair> = zoning::propose(&from, &to)
        .into_iter()
        .map(|found| Pair {
            from_code: found.from_code.unwrap_or_default(),
            to_code: found.to_code.unwrap_or_default(),
            relation: found.relation,
            share: Some(found.share_of_from),
        })
        .filter(|pair| !is_alone(pair, &unmeasured))
        .collect();
    // What becomes of a neighbourhood changes with the perimeter of another it is, or was, linked to.
    let touches = |pair: &Pair, codes: &[&str]| {
        [&pair.from_code, &pair.to_code].iter().any(|code| !code.is_empty() && codes.contains(&code.as_str()))
    };
    let linked = known.iter().map(|passage| &passage.proposed).chain(&all).filter(|pair| touches(pair, changed));
    let concerned: Vec<&str> =
        linked.flat_map(|pair| [pair.from_code.as_str(), &pair.to_code]).chain(changed.iter().copied()).collect();
    let proposed: Vec<&Pair> = all.iter().filter(|pair| touches(pair, &concerned)).collect();
    for pair in proposed.iter().copied() {
        // What a correction says already needs no proposal beside it.
        let says = |passage: &Passage| passage.state() == State::Corrected && passage.held().has_same_codes(pair);
        if !known.iter().any(says) {
            store::zoning::propose(tx, outside.uuid(), pair, MEASURED).await?;
        }
    }
    for passage in known.iter().filter(|passage| passage.basis == MEASURED && touches(&passage.proposed, &concerned)) {
        let is_proposed = proposed.iter().any(|pair| pair.has_same_codes(&passage.proposed));
        if !is_proposed && !touches(&passage.proposed, &unmeasured) {
            store::zoning::withdraw(tx, passage.id, passage.decision.is_some()).await?;
        }
    }
    Ok(())
}

/// Whether a neighbourhood of these codes only seems to enter or to leave.
fn is_alone(pair: &Pair, codes: &[&str]) -> bool {
    (pair.from_code.is_empty() && codes.contains(&pair.to_code.as_str()))
        || (pair.to_code.is_empty() && codes.contains(&pair.from_code.as_str()))
}

/// The perimeter of a code, as an area to measure.
pub(crate) async fn perimeter(tx: &mut Tx, code: &str) -> Result<Option<Area>> {
    let Some(text) = store::areas::perimeter_of_code(tx, code).await? else { return Ok(None) };
    let options = ImportOptions { codes: CodePolicy::Any, ..ImportOptions::default() };
    let source = Source::open(text.as_bytes(), &Limits::default()).ok();
    let read = source.and_then(|source| source.import(&options).ok());
    Ok(read.and_then(|report| report.areas.into_iter().next()))
}
