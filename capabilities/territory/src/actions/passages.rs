//! From one zoning to the next: reading correspondences and deciding of them. A decision changes by another decision only.

use std::collections::HashMap;

use database::{Result, Tx};
use geography::zoning;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use crate::actions::proposing::{self, FORMER, LATER};
use crate::acts::{DECIDE, SEE};
use crate::rules::passages::{self, Correction, Decision, Pair, Passage, State};
use crate::store::areas::Version;
use crate::{actions, store};

/// Entries of the journal read to name those who decided.
const MOST_NAMED: i64 = 10_000;

/// A passage with what it takes to be read: names of both ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The passage.
    pub passage: Passage,
    /// Names of neighbourhoods by code, for every code it speaks of.
    pub names: HashMap<String, String>,
}

impl Listed {
    /// « La Conte - Ozanam (QP011002) »; « aucun » without a code.
    pub fn name(&self, code: &str) -> String {
        match self.names.get(code) {
            _ if code.is_empty() => "aucun".to_owned(),
            Some(name) => format!("{name} ({code})"),
            None => code.to_owned(),
        }
    }
}

/// Every correspondence, for the team, with the names of those who decided.
///
/// # Errors
/// Not allowed, or the database failed.
pub async fn list(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Listed>> {
    actions::authorise(actor, &SEE)?;
    let mut all = store::zoning::passages(tx).await?;
    name_deciders(tx, &mut all).await?;
    Ok(with_names(tx, all).await?)
}

/// What anybody may read of the correspondences.
///
/// # Errors
/// The database failed.
pub async fn published(tx: &mut Tx) -> Result<Vec<Listed>> {
    let all = store::zoning::passages(tx).await?;
    with_names(tx, passages::told(all)).await
}

async fn name_deciders(tx: &mut Tx, all: &mut [Passage]) -> Result<()> {
    if all.iter().all(|passage| passage.decision.is_none()) {
        return Ok(());
    }
    let search = journal::Search {
        act: DECIDE.code.to_owned(),
        object_kind: "correspondence".to_owned(),
        ..journal::Search::default()
    };
    // The newest first: the first of an object is the one that stands.
    let mut names: HashMap<Uuid, String> = HashMap::new();
    for line in journal::matching(tx, &search, None, MOST_NAMED).await? {
        if let Some(object) = line.object {
            names.entry(object).or_insert(line.actor_name);
        }
    }
    for passage in all {
        let name = names.remove(&passage.id);
        if let (Some(decision), Some(name)) = (&mut passage.decision, name) {
            decision.by = name;
        }
    }
    Ok(())
}

async fn with_names(tx: &mut Tx, all: Vec<Passage>) -> Result<Vec<Listed>> {
    let names = names(tx).await?;
    let listed = |passage: Passage| {
        let (held, proposed) = (passage.held(), &passage.proposed);
        let codes = [&held.from_code, &held.to_code, &proposed.from_code, &proposed.to_code];
        let names = codes.iter().filter_map(|code| names.get_key_value(*code));
        Listed { names: names.map(|(code, name)| (code.clone(), name.clone())).collect(), passage }
    };
    Ok(all.into_iter().map(listed).collect())
}

/// Names of neighbourhoods by every code they have or had.
async fn names(tx: &mut Tx) -> Result<HashMap<String, String>> {
    let known = store::areas::neighbourhoods(tx).await?;
    let name = |version: Version| {
        let known = known.iter().find(|known| known.id == version.neighbourhood)?;
        Some((version.code, known.name.clone()))
    };
    Ok(store::areas::versions(tx).await?.into_iter().filter_map(name).collect())
}

/// A correspondence in full.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The correspondence.
    pub listed: Listed,
    /// Former and later versions, where their code is known.
    pub versions: [Option<Version>; 2],
    /// Share of each perimeter that lies in the other, 0 to 1; nothing when one is not known, or is that of another
    /// zoning.
    pub shares: Option<(f64, f64)>,
    /// Other correspondences of the same neighbourhoods.
    pub beside: Vec<Listed>,
    /// Codes and names that may stand at the end a correction changes.
    pub choices: Vec<(String, String)>,
}

/// Everything that is needed to decide of a correspondence.
///
/// # Errors
/// Not allowed, no such correspondence, or the database failed.
pub async fn sheet(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Sheet> {
    let all = list(tx, actor).await?;
    let (mine, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|listed| listed.passage.id == id);
    let listed = mine.into_iter().next().ok_or(Refusal::NotFound)?;
    let pair = listed.passage.proposed.clone();
    let versions = [
        store::areas::version_of_code(tx, &pair.from_code).await?,
        store::areas::version_of_code(tx, &pair.to_code).await?,
    ];
    let mut shares = None;
    if let [Some(before), Some(after)] = &versions
        && !before.has_borrowed_perimeter()
        && !after.has_borrowed_perimeter()
    {
        let before = proposing::perimeter(tx, &before.code).await?;
        let after = proposing::perimeter(tx, &after.code).await?;
        shares = before.zip(after).map(|(one, other)| zoning::overlap_shares(&one.perimeter, &other.perimeter));
    }
    let touches = |other: &Listed| {
        let (mine, theirs) = ([listed.passage.held(), &pair], [other.passage.held(), &other.passage.proposed]);
        mine.iter().any(|mine| {
            theirs.iter().any(|theirs| {
                (!mine.from_code.is_empty() && mine.from_code == theirs.from_code)
                    || (!mine.to_code.is_empty() && mine.to_code == theirs.to_code)
            })
        })
    };
    let names = names(tx).await?;
    let choices = codes_of(tx, end_generation(&pair)).await?.into_iter().map(|code| {
        let name = names.get(&code).cloned().unwrap_or_default();
        (code, name)
    });
    let choices = choices.collect();
    Ok(Sheet { beside: others.into_iter().filter(touches).collect(), listed, versions, shares, choices })
}

/// The generation of the end a correction changes: the later one, unless the neighbourhood enters.
const fn end_generation(pair: &Pair) -> &'static str {
    if pair.from_code.is_empty() { FORMER } else { LATER }
}

async fn codes_of(tx: &mut Tx, generation: &str) -> Result<Vec<String>> {
    let versions = store::areas::versions(tx).await?.into_iter();
    Ok(versions.filter(|version| version.generation == generation).map(|version| version.code).collect())
}

/// Says that what is proposed is right. `mark` tells what was read: see [`Passage::mark`].
///
/// # Errors
/// Not allowed, no such correspondence, something to correct, decided or proposed anew meanwhile, or the database failed.
pub async fn confirm(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, mark: &str, remark: &str) -> Outcome<()> {
    let passage = to_decide(tx, actor, id).await?;
    let error = passages::check_reason("remarque", remark, false);
    Failure::unless_empty(error.into_iter().collect())?;
    let pair = passage.to_confirm().clone();
    decide(tx, outside, actor, &passage, mark, (State::Confirmed, pair, remark)).await
}

/// Says that what is proposed is wrong, and why.
///
/// # Errors
/// Not allowed, no such correspondence, something to correct, decided or proposed anew meanwhile, or the database failed.
pub async fn refuse(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, mark: &str, reason: &str) -> Outcome<()> {
    let passage = to_decide(tx, actor, id).await?;
    let error = passages::check_reason("motif-refus", reason, true);
    Failure::unless_empty(error.into_iter().collect())?;
    let pair = passage.proposed.clone();
    decide(tx, outside, actor, &passage, mark, (State::Refused, pair, reason)).await
}

/// Says what is right instead of what is proposed, and why.
///
/// # Errors
/// Not allowed, no such correspondence, something to correct, decided or proposed anew meanwhile, or the database failed.
pub async fn correct(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    mark: &str,
    correction: impl Into<Filled<Correction>>,
) -> Outcome<()> {
    let passage = to_decide(tx, actor, id).await?;
    let known = codes_of(tx, end_generation(&passage.proposed)).await?;
    let others = store::zoning::passages(tx).await?;
    let mut form = correction.into();
    let found: Vec<FieldError> = passages::check(&form.value, &passage, &known, &others);
    form.find(found);
    let correction = form.sound()?;
    let Some(pair) = correction.pair(&passage.proposed) else {
        return Err(actions::areas::stopped("a correction without its end was found sound"));
    };
    decide(tx, outside, actor, &passage, mark, (State::Corrected, pair, &correction.reason)).await
}

async fn to_decide(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Passage> {
    actions::authorise(actor, &DECIDE)?;
    Ok(store::zoning::passage(tx, id).await?.ok_or(Refusal::NotFound)?)
}

async fn decide(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    passage: &Passage,
    mark: &str,
    (state, pair, reason): (State, Pair, &str),
) -> Outcome<()> {
    let conflict =
        || Failure::conflict("cette correspondance, ou un import l’a proposée autrement,", &[("Motif", reason)]);
    if passage.mark() != mark {
        return Err(conflict());
    }
    let proposed = &passage.proposed;
    let detail = json!({
        "décision": state.french(),
        "proposé": told(proposed),
        "retenu": (state != State::Refused).then(|| told(&pair)),
        "avant": passage.state().french(),
    });
    let decision = Decision {
        state,
        pair,
        proposed: (proposed.relation, proposed.share),
        reason: reason.to_owned(),
        at: outside.now(),
        by: String::new(),
        revision: passage.decision.as_ref().map_or(0, |decision| decision.revision) + 1,
    };
    let kept = store::zoning::decide(tx, outside.uuid(), passage.id, actor.account(), &decision).await?;
    let kept = kept.ok_or_else(conflict)?;
    let touched = [("correspondence_decision", kept)];
    let entry = journal::Entry::on(DECIDE.code, "correspondence", passage.id).why(reason).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(())
}

/// « QP011002 → QN01102I, modifié ».
fn told(pair: &Pair) -> String {
    let code = |code: &str| if code.is_empty() { "aucun".to_owned() } else { code.to_owned() };
    format!("{} → {}, {}", code(&pair.from_code), code(&pair.to_code), pair.relation.word())
}

/// How many correspondences await a decision, and how many another look because their proposal changed.
///
/// # Errors
/// The database failed.
pub(crate) async fn awaited(tx: &mut Tx) -> Result<(usize, usize)> {
    let all = store::zoning::passages(tx).await?;
    let decided = all.iter().filter(|passage| passage.is_contradicted()).count();
    Ok((all.iter().filter(|passage| passage.decision.is_none()).count(), decided))
}
