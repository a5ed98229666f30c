//! Who looks for something, and what of the index is hers to find: compared in the statement itself, so that neither a
//! count nor a limit ever tells of what is not.

use kernel::{Act, Actor, Scope};
use uuid::Uuid;

use super::clause::{Clause, Value};
use crate::{Result, Tx};

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: String,
    /// Which one.
    pub object: Uuid,
    /// Its title.
    pub title: String,
    /// The beginning of its text.
    pub excerpt: String,
    /// Where it is read.
    pub url: String,
    /// Its day, as `2026-03-15`; empty when it has none.
    pub day: String,
}

/// A row as the statements of the index give it.
pub(super) type Row = (String, Uuid, String, String, String, String);
/// What they ask for.
pub(super) const COLUMNS: &str = "e.kind, e.object, e.title, e.text, e.url, e.day";
/// Signs of a text that are shown.
const EXCERPT: usize = 240;

impl From<Row> for Found {
    fn from((kind, object, title, text, url, day): Row) -> Self {
        Self { kind, object, title, excerpt: kernel::text::shorten(&text, EXCERPT), url, day }
    }
}

/// Who looks for something.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The one who asks. The platform finds everything.
    pub actor: &'a Actor,
    /// The acts of the installation: entries of an act that is not here are found by nobody.
    pub acts: &'a [&'static Act],
}

impl Reader<'_> {
    /// Somebody who finds only what is public.
    pub const PUBLIC: Self = Self { actor: &Actor::Visitor, acts: &[] };
    /// The platform itself, for what it checks.
    pub const PLATFORM: Self = Self { actor: &Actor::Platform("recherche"), acts: &[] };
}

/// What of the index somebody may find: acts, each with where she may do it.
#[derive(Clone, Debug)]
pub(super) enum Reach {
    Everything,
    Of(Vec<(Scope, Vec<&'static str>)>),
}

impl Reach {
    pub(super) async fn of(tx: &mut Tx, reader: &Reader<'_>) -> Result<Self> {
        match reader.actor {
            Actor::Platform(_) => return Ok(Self::Everything),
            Actor::Visitor => return Ok(Self::Of(Vec::new())),
            Actor::Person(_) => {}
        }
        // The few acts that open entries, one look-up each: never a walk through the index.
        let mut acts = Clause::default();
        acts.add(
            "WITH RECURSIVE known (act) AS (SELECT MIN(act) FROM search_entry UNION ALL \
             SELECT (SELECT MIN(e.act) FROM search_entry e WHERE e.act > k.act) FROM known k WHERE k.act IS NOT NULL) \
             SELECT act FROM known WHERE act <> ''",
        );
        let used: Vec<(String,)> = acts.fetch(tx).await?;
        let mut reached: Vec<(Scope, Vec<&'static str>)> = Vec::new();
        for act in reader.acts.iter().filter(|act| used.iter().any(|(code,)| code == act.code)) {
            for scope in reader.actor.reach(act) {
                match reached.iter_mut().find(|(known, _)| *known == scope) {
                    Some((_, codes)) => codes.push(act.code),
                    None => reached.push((scope, vec![act.code])),
                }
            }
        }
        Ok(Self::Of(reached))
    }

    /// Adds what is true of the entries `e` that may be found.
    pub(super) fn narrow(&self, clause: &mut Clause) {
        let Self::Of(reached) = self else {
            clause.add("1 = 1");
            return;
        };
        clause.add("(e.act = ''");
        for (scope, codes) in reached {
            clause.add(" OR (e.act IN (");
            for (rank, code) in codes.iter().enumerate() {
                clause.add(if rank == 0 { "" } else { ", " }).bind(Value::Text((*code).to_owned()));
            }
            clause.add(")");
            if let Some(contract) = scope.contract {
                clause.add(" AND e.contract = ").bind(Value::Id(contract));
            }
            if let Some(organisation) = scope.organisation {
                clause.add(" AND e.organisation = ").bind(Value::Id(organisation));
            }
            if let Some(area) = scope.territory {
                clause.add(" AND EXISTS (SELECT 1 FROM search_place r WHERE r.entry = e.position AND r.opens = TRUE");
                clause.add(" AND r.area = ").bind(Value::Id(area)).add(")");
            }
            clause.add(")");
        }
        clause.add(")");
    }
}

/// What this reader may find of one object, if anything.
///
/// # Errors
/// The database failed.
pub async fn of_object(tx: &mut Tx, object: Uuid, reader: &Reader<'_>) -> Result<Option<Found>> {
    let reach = Reach::of(tx, reader).await?;
    let mut clause = Clause::default();
    clause.add(&format!("SELECT {COLUMNS} FROM search_entry e WHERE e.object = ")).bind(Value::Id(object)).add(" AND ");
    reach.narrow(&mut clause);
    clause.add(" ORDER BY e.kind LIMIT 1");
    let rows: Vec<Row> = clause.fetch(tx).await?;
    Ok(rows.into_iter().next().map(Found::from))
}
