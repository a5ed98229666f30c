//! The thread: what leads to what, from a resident's words to an action and its result. Lineage is data: one table of
//! typed links that every slice writes in the transaction of its act. A link is never erased: breaking it asks for a
//! reason and keeps the trace.
//!
//! The caller authorises and journals, naming `("lineage_link", id)` among the rows its act touched.

mod kind;
mod store;
mod walk;

use std::collections::HashMap;

use database::{Migration, Result, Tx};
use kernel::privacy::{Kept, Privacy};
use kernel::{Actor, Failure, Moment, Outcome, Outside, Refusal, Uuid};

pub use kind::{End, Kind};
use store::Side;
pub use walk::{Step, Thread, Walk, thread};

/// The table of links.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "lineage/0001_lineage", sql: include_str!("0001_lineage.sql") },
    Migration { name: "lineage/0002_lookups", sql: include_str!("0002_lookups.sql") },
    Migration { name: "lineage/0003_kinds", sql: include_str!("0003_kinds.sql") },
];

/// What it keeps about people: the agents who tied and untied.
pub const PRIVACY: Privacy = Privacy {
    kept: &[Kept {
        table: "lineage_link",
        columns: &["made_by", "broken_by"],
        what: "Le fil : quel agent a relié un besoin, un objectif ou une action, ou a défait ce lien",
        purpose: "Savoir qui interroger sur un lien, et pourquoi il a été fait ou défait",
        until: "Aussi longtemps que le contrat de ville et ses archives",
        owner: "La direction qui porte le contrat de ville",
    }],
    without: &[],
};

/// Longest reason kept, in characters.
pub const LONGEST_REASON: usize = 1_000;

/// A link that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// When.
    pub at: Moment,
    /// By whom, as the journal names people.
    pub by: String,
    /// Why.
    pub why: String,
}

/// A link of the thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which.
    pub id: Uuid,
    /// Where it comes from: the earlier end.
    pub from: End,
    /// Where it goes.
    pub to: End,
    /// When it was made.
    pub made_at: Moment,
    /// By whom, as the journal names people.
    pub made_by: String,
    /// Why, or nothing.
    pub why: String,
    /// When it is no longer true.
    pub broken: Option<Broken>,
}

/// Ties two objects, or finds the live link that ties them already. Gives the link, and whether it is new.
///
/// # Errors
/// Ends against the order of the thread; a reason that is too long; the database failed.
pub async fn tie(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    from: End,
    to: End,
    why: &str,
) -> Outcome<(Uuid, bool)> {
    if from.kind >= to.kind {
        let (later, earlier) = (from.kind.french().to_lowercase(), to.kind.french().to_lowercase());
        return Err(Refusal::rule(
            "Ce lien irait à contresens",
            format!("Le fil va de ce qui a été dit à ce qui est fait : « {later} » ne mène pas à « {earlier} »."),
        )
        .into());
    }
    check_length(why)?;
    if let Some(known) = store::live(tx, from.id, to.id).await? {
        return Ok((known, false));
    }
    let link = Link {
        id: outside.uuid(),
        from,
        to,
        made_at: outside.now(),
        made_by: actor.journal_name(),
        why: why.trim().to_owned(),
        broken: None,
    };
    store::insert(tx, &link).await?;
    Ok((link.id, true))
}

/// Breaks a link; the row stays, with who broke it, when and why. Gives the link as it was.
///
/// # Errors
/// No such live link; no reason, tied to the field `motif`; the database failed.
pub async fn untie(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, why: &str) -> Outcome<Link> {
    untie_at(tx, (actor, outside.now()), id, why).await
}

async fn untie_at(tx: &mut Tx, (actor, at): (&Actor, Moment), id: Uuid, why: &str) -> Outcome<Link> {
    let link = store::by_id(tx, id).await?.filter(|link| link.broken.is_none()).ok_or(Refusal::NotFound)?;
    if why.trim().is_empty() {
        return Err(Failure::field("motif", "Dites pourquoi ce lien n’est plus vrai : la trace en est gardée"));
    }
    check_length(why)?;
    let broken = Broken { at, by: actor.journal_name(), why: why.trim().to_owned() };
    if !store::mark_broken(tx, id, &broken).await? {
        return Err(Refusal::NotFound.into());
    }
    Ok(link)
}

fn check_length(why: &str) -> Outcome<()> {
    let length = why.chars().count();
    if length > LONGEST_REASON {
        let sentence = format!("Le motif doit faire {LONGEST_REASON} signes au plus : il en a {length}");
        return Err(Failure::field("motif", sentence));
    }
    Ok(())
}

/// One link, live or broken.
///
/// # Errors
/// The database failed.
pub async fn link(tx: &mut Tx, id: Uuid) -> Result<Option<Link>> {
    store::by_id(tx, id).await
}

/// Live links that lead to an object, the oldest first, at most `most`.
///
/// # Errors
/// The database failed.
pub async fn before(tx: &mut Tx, id: Uuid, most: i64) -> Result<Vec<Link>> {
    store::towards(tx, id, most).await
}

/// Live links that leave an object, the oldest first, at most `most`.
///
/// # Errors
/// The database failed.
pub async fn after(tx: &mut Tx, id: Uuid, most: i64) -> Result<Vec<Link>> {
    store::from(tx, id, most).await
}

/// How many live links an object has with each kind, in the order of the thread: what leads to it, then what it leads to.
///
/// # Errors
/// The database failed.
pub async fn kinds(tx: &mut Tx, id: Uuid) -> Result<Vec<(Kind, i64)>> {
    Ok(kinds_among(tx, &[id]).await?.remove(&id).unwrap_or_default())
}

/// The same of each of these objects; one without links is not told.
///
/// # Errors
/// The database failed.
pub async fn kinds_among(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<(Kind, i64)>>> {
    let mut all: HashMap<Uuid, Vec<(Kind, i64)>> = HashMap::new();
    for side in [Side::To, Side::From] {
        for (id, kind, count) in store::kinds_of_each(tx, side, ids).await? {
            all.entry(id).or_default().push((kind, count));
        }
    }
    all.values_mut().for_each(|kinds| kinds.sort_unstable());
    Ok(all)
}

/// The live links of an object with one kind, the oldest first: at most `most` of them from a rank on.
///
/// # Errors
/// The database failed.
pub async fn of_kind(tx: &mut Tx, of: End, kind: Kind, (most, offset): (i64, i64)) -> Result<Vec<Link>> {
    match kind < of.kind {
        true => store::towards_of_kind(tx, (of.id, kind), (most, offset)).await,
        false => store::from_of_kind(tx, (of.id, kind), (most, offset)).await,
    }
}

/// Breaks every live link of an object that is no longer there, either way. Only the day is kept: whoever takes back her words is
/// not to be known by the hour. Gives the links broken, to be journaled.
///
/// # Errors
/// No reason, tied to the field `motif`; the database failed.
pub async fn untie_all(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, why: &str) -> Outcome<Vec<Uuid>> {
    let mut links = store::towards(tx, id, i64::MAX).await?;
    links.extend(store::from(tx, id, i64::MAX).await?);
    for link in &links {
        untie_at(tx, (actor, outside.now().day_only()), link.id, why).await?;
    }
    Ok(links.into_iter().map(|link| link.id).collect())
}

/// Links of an object that were broken, the last broken first, at most `most`.
///
/// # Errors
/// The database failed.
pub async fn broken(tx: &mut Tx, id: Uuid, most: i64) -> Result<Vec<Link>> {
    store::broken(tx, id, most).await
}

/// Every live link between two kinds, for tables that cross them: `(from, to)`.
///
/// # Errors
/// The database failed.
pub async fn between(tx: &mut Tx, from: Kind, to: Kind) -> Result<Vec<(Uuid, Uuid)>> {
    store::between(tx, from, to).await
}

/// How many live links leave each of these objects towards a kind; an object that none leaves is not told.
///
/// # Errors
/// The database failed.
pub async fn counts_towards(tx: &mut Tx, ids: &[Uuid], to: Kind) -> Result<Vec<(Uuid, i64)>> {
    store::counts_towards(tx, ids, to).await
}

/// When each of these objects was last tied to something it leads to.
///
/// # Errors
/// The database failed.
pub async fn last_steps(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(Uuid, Moment)>> {
    store::last_steps(tx, ids).await
}
