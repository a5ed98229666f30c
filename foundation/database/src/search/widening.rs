//! A word that nothing holds is replaced by the nearest one that the reader may find something by. Nearness is counted in letters
//! changed, added, left out or exchanged with the next (optimal string alignment); as in most search engines, one such mistake is
//! forgiven from four letters on, two from seven on. The first letter has to be right.

use kernel::text::search_key;

use super::analyser::Word;
use super::asking::Widened;
use super::clause::{Clause, Value};
use super::reader::Reach;
use crate::{Result, Tx};

/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;
/// From this length on, two mistakes.
const LONG: usize = 7;
/// Near words tried before giving up.
const TRIED: usize = 8;
/// Words of one letter that are compared.
const COMPARED: i64 = 50_000;

/// Replaces the words that nothing holds, and says which.
pub(super) async fn widened(tx: &mut Tx, words: &mut Vec<Word>, reach: &Reach) -> Result<Vec<Widened>> {
    let mut replaced = Vec::new();
    for word in words.iter_mut() {
        if is_held(tx, &word.stem, reach).await? {
            continue;
        }
        if let Some(near) = nearest(tx, &word.written, reach).await? {
            replaced.push(Widened { typed: word.written.clone(), word: near.written.clone() });
            *word = near;
        }
    }
    // Two words typed may be replaced by the same one: each is counted once.
    let mut seen: Vec<String> = Vec::new();
    words.retain(|word| {
        let is_new = !seen.contains(&word.stem);
        seen.push(word.stem.clone());
        is_new
    });
    Ok(replaced)
}

/// Whether the reader finds anything by this stem.
async fn is_held(tx: &mut Tx, stem: &str, reach: &Reach) -> Result<bool> {
    let mut clause = Clause::default();
    clause.add("SELECT e.position FROM search_posting p JOIN search_entry e ON e.position = p.entry WHERE ");
    clause.begins_with("p.term", stem).add(" AND ");
    reach.narrow(&mut clause);
    clause.add(" LIMIT 1");
    let rows: Vec<(i64,)> = clause.fetch(tx).await?;
    Ok(!rows.is_empty())
}

async fn nearest(tx: &mut Tx, typed: &str, reach: &Reach) -> Result<Option<Word>> {
    let typed = search_key(typed);
    let forgiven = match typed.chars().count() {
        length if length < SHORTEST => return Ok(None),
        length if length < LONG => 1,
        _ => 2,
    };
    let Some(first) = typed.chars().next() else { return Ok(None) };
    let mut near: Vec<(usize, String, Word)> = terms(tx, &first.to_string())
        .await?
        .into_iter()
        .filter_map(|term| {
            let (stem, written) = term.split_once(' ')?;
            let folded = search_key(written);
            // Lengths first: most words are too far by them alone.
            let is_far = folded.chars().count().abs_diff(typed.chars().count()) > forgiven;
            let distance = if is_far { usize::MAX } else { strsim::osa_distance(&typed, &folded) };
            let word = || Word { stem: stem.to_owned(), written: written.to_owned() };
            (distance <= forgiven).then(|| (distance, folded, word()))
        })
        .collect();
    near.sort_by(|one, other| (one.0, &one.1, &one.2.written).cmp(&(other.0, &other.1, &other.2.written)));
    near.dedup_by(|one, other| one.2.stem == other.2.stem);
    for (_, _, word) in near.into_iter().take(TRIED) {
        if is_held(tx, &word.stem, reach).await? {
            return Ok(Some(word));
        }
    }
    Ok(None)
}

/// The terms that begin with this letter, each once: one look-up a term, never a walk through their entries.
async fn terms(tx: &mut Tx, first: &str) -> Result<Vec<String>> {
    let mut clause = Clause::default();
    clause.add("WITH RECURSIVE known (term) AS (SELECT MIN(p.term) FROM search_posting p WHERE ");
    clause.begins_with("p.term", first);
    clause.add(" UNION ALL SELECT (SELECT MIN(n.term) FROM search_posting n WHERE n.term > k.term AND ");
    clause.begins_with("n.term", first);
    clause.add(") FROM known k WHERE k.term IS NOT NULL) SELECT term FROM known WHERE term IS NOT NULL LIMIT ");
    clause.bind(Value::Number(COMPARED));
    let rows: Vec<(String,)> = clause.fetch(tx).await?;
    Ok(rows.into_iter().map(|(term,)| term).collect())
}
