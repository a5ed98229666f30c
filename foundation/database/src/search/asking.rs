//! Looking for words: entries that hold them all, those of the best score first, the same list on both databases.

use jiff::civil::Date;
use uuid::Uuid;

use super::analyser::{Word, wanted};
use super::clause::{Clause, Value};
use super::reader::{COLUMNS, Found, Reach, Reader, Row};
use super::widening::widened;
use crate::{Result, Tx};

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Query<'a> {
    /// Words as they were typed. Empty: whatever the filters keep.
    pub words: &'a str,
    /// One kind of object; empty: all.
    pub kind: &'a str,
    /// A neighbourhood.
    pub area: Option<Uuid>,
    /// From this day on.
    pub from: Option<Date>,
    /// To this day.
    pub to: Option<Date>,
    /// How many to pass over.
    pub past: i64,
    /// How many to give.
    pub most: i64,
}

impl<'a> Query<'a> {
    /// The first answers to these words.
    pub const fn words(words: &'a str, most: i64) -> Self {
        Self { words, kind: "", area: None, from: None, to: None, past: 0, most }
    }

    /// Whether something narrows the answers besides the words.
    pub const fn is_narrowed(&self) -> bool {
        !self.kind.is_empty() || self.area.is_some() || self.from.is_some() || self.to.is_some()
    }
}

/// A word that nothing holds, and the nearest one that something holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widened {
    /// As it was typed.
    pub typed: String,
    /// The word looked for in its place.
    pub word: String,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// How many entries of each kind hold the words and stand within the filters, that of the kind left aside; by kind.
    pub kinds: Vec<(String, i64)>,
    /// How many there are in all.
    pub count: i64,
    /// Those asked for.
    pub found: Vec<Found>,
    /// Words that were replaced.
    pub widened: Vec<Widened>,
    /// The stems looked for in the end, to mark them.
    pub stems: Vec<String>,
}

/// Entries that hold every word looked for (as the beginning of a stem), best first. A word in the title counts ten times one in the
/// text, repeats count up to three; then by title. A word that nothing holds is replaced by the nearest that something holds.
///
/// # Errors
/// The database failed.
pub async fn search(tx: &mut Tx, query: &Query<'_>, reader: &Reader<'_>) -> Result<Results> {
    let mut words = wanted(query.words);
    // Nothing that can be looked for, or nothing at all and no filter.
    if words.is_empty() && (!query.words.trim().is_empty() || !query.is_narrowed()) {
        return Ok(Results::default());
    }
    let reach = Reach::of(tx, reader).await?;
    let mut results = answers(tx, query, &words, &reach).await?;
    if results.kinds.is_empty() && !words.is_empty() {
        let replaced = widened(tx, &mut words, &reach).await?;
        if !replaced.is_empty() {
            results = answers(tx, query, &words, &reach).await?;
            results.widened = replaced;
        }
    }
    Ok(results)
}

async fn answers(tx: &mut Tx, query: &Query<'_>, words: &[Word], reach: &Reach) -> Result<Results> {
    let mut clause = Clause::default();
    hits(&mut clause, words);
    clause.add("SELECT e.kind, COUNT(*) FROM ");
    within(&mut clause, query, words, reach);
    clause.add(" GROUP BY e.kind ORDER BY e.kind");
    let kinds: Vec<(String, i64)> = clause.fetch(tx).await?;
    let is_asked = |kind: &str| query.kind.is_empty() || query.kind == kind;
    let count = kinds.iter().filter(|(kind, _)| is_asked(kind)).map(|(_, count)| count).sum();
    let stems = words.iter().map(|word| word.stem.clone()).collect();
    let mut results = Results { kinds, count, stems, ..Results::default() };
    if query.past >= count {
        return Ok(results);
    }
    let mut clause = Clause::default();
    hits(&mut clause, words);
    clause.add(&format!("SELECT {COLUMNS} FROM "));
    within(&mut clause, query, words, reach);
    if !query.kind.is_empty() {
        clause.add(" AND e.kind = ").bind(Value::Text(query.kind.to_owned()));
    }
    clause.add(if words.is_empty() { " ORDER BY " } else { " ORDER BY h.score DESC, " });
    clause.add("e.sort_key, e.object, e.kind LIMIT ").bind(Value::Number(query.most));
    clause.add(" OFFSET ").bind(Value::Number(query.past));
    let rows: Vec<Row> = clause.fetch(tx).await?;
    results.found = rows.into_iter().map(Found::from).collect();
    Ok(results)
}

/// Adds the entries that hold every word, each with its score, under the name `hit`.
fn hits(clause: &mut Clause, words: &[Word]) {
    if words.is_empty() {
        return;
    }
    clause.add("WITH hit AS (SELECT w.entry, SUM(w.score) AS score FROM (");
    for (rank, word) in words.iter().enumerate() {
        clause.add(if rank == 0 { "" } else { " UNION ALL " }).add(
            "SELECT p.entry, MAX(CASE WHEN p.in_title > 0 THEN 10 ELSE 0 END) + \
             CASE WHEN SUM(p.in_title + p.in_text) > 3 THEN 3 ELSE SUM(p.in_title + p.in_text) END AS score \
             FROM search_posting p WHERE ",
        );
        clause.begins_with("p.term", &word.stem).add(" GROUP BY p.entry");
    }
    clause.add(") w GROUP BY w.entry HAVING COUNT(*) = ");
    clause.bind(Value::Number(i64::try_from(words.len()).unwrap_or(0))).add(") ");
}

/// Adds where entries come from and what narrows them: who asks, and the filters but that of the kind.
fn within(clause: &mut Clause, query: &Query<'_>, words: &[Word], reach: &Reach) {
    match words.is_empty() {
        true => clause.add("search_entry e WHERE "),
        false => clause.add("hit h JOIN search_entry e ON e.position = h.entry WHERE "),
    };
    reach.narrow(clause);
    if let Some(area) = query.area {
        clause.add(" AND e.position IN (SELECT f.entry FROM search_place f WHERE f.area = ");
        clause.bind(Value::Id(area)).add(")");
    }
    if let Some(from) = query.from {
        clause.add(" AND e.day >= ").bind(Value::Text(from.to_string()));
    }
    if let Some(to) = query.to {
        clause.add(" AND e.day <> '' AND e.day <= ").bind(Value::Text(to.to_string()));
    }
}
