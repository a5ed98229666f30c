//! The index itself: the dialect of each engine is here and nowhere else.

use uuid::Uuid;

use super::analyser::{query_stems, stems};
use crate::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};

/// Something that can be found.
pub struct Entry<'a> {
    /// What it is, in one word (`quartier`, `besoin`).
    pub kind: &'a str,
    /// Which one.
    pub object: Uuid,
    /// Who may find it (`public`, `agents`).
    pub audience: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The rest of its text.
    pub text: &'a str,
    /// Where it is read.
    pub url: &'a str,
}

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
}

/// Puts or replaces an entry.
///
/// # Errors
/// The database failed.
pub async fn index(tx: &mut Tx, entry: &Entry<'_>) -> Result<()> {
    forget(tx, entry.kind, entry.object).await?;
    let words = format!("{} {}", stems(entry.title).join(" "), stems(entry.text).join(" "));
    let (position,): (i64,) = fetch_one!(
        tx,
        "INSERT INTO search_entry (kind, object, audience, title, excerpt, url, stems) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING position",
        entry.kind,
        entry.object,
        entry.audience,
        entry.title,
        kernel::text::shorten(entry.text, 240),
        entry.url,
        &words
    )?;
    add_words(tx, position, &words).await
}

async fn add_words(tx: &mut Tx, position: i64, words: &str) -> Result<()> {
    if !tx.is_postgres() {
        execute!(tx, "INSERT INTO search_words (rowid, stems) VALUES ($1, $2)", position, words)?;
    }
    Ok(())
}

/// Takes an entry out.
///
/// # Errors
/// The database failed.
pub async fn forget(tx: &mut Tx, kind: &str, object: Uuid) -> Result<()> {
    let old: Option<(i64,)> = fetch_optional!(
        tx,
        "DELETE FROM search_entry WHERE kind = $1 AND object = $2 RETURNING position",
        kind,
        object
    )?;
    if let Some((position,)) = old
        && !tx.is_postgres()
    {
        execute!(tx, "DELETE FROM search_words WHERE rowid = $1", position)?;
    }
    Ok(())
}

/// Fills the words again from the entries, after a restore.
///
/// # Errors
/// The database failed.
pub async fn rebuild(tx: &mut Tx) -> Result<()> {
    if tx.is_postgres() {
        return Ok(());
    }
    execute!(tx, "DELETE FROM search_words")?;
    let mut last = i64::MIN;
    loop {
        let sql = "SELECT position, stems FROM search_entry WHERE position > $1 ORDER BY position LIMIT 500";
        let rows: Vec<(i64, String)> = fetch_all!(tx, sql, last)?;
        let Some((position, _)) = rows.last() else { return Ok(()) };
        last = *position;
        for (position, words) in rows {
            add_words(tx, position, &words).await?;
        }
    }
}

/// Writes the words again from the entries that are left: those of entries taken out stay nowhere in the index.
///
/// # Errors
/// The database failed.
pub async fn drop_traces(tx: &mut Tx) -> Result<()> {
    if !tx.is_postgres() {
        execute!(tx, "INSERT INTO search_words (search_words) VALUES ('delete-all')")?;
    }
    rebuild(tx).await
}

/// What is bound where [`objects`] says, for words as typed; nothing when none of them can be looked for. Stems are
/// letters and digits only, so nothing of the query language can be typed in.
pub fn wanted(is_postgres: bool, text: &str) -> Option<String> {
    let stems = query_stems(text);
    let query = match is_postgres {
        true => stems.iter().map(|stem| format!("{stem}:*")).collect::<Vec<_>>().join(" & "),
        false => stems.iter().map(|stem| format!("\"{stem}\"*")).collect::<Vec<_>>().join(" AND "),
    };
    (!query.is_empty()).then_some(query)
}

/// The objects of a kind whose entry holds every word of what is bound as `$rank`, see [`wanted`]: a query to stand in
/// another, for lists that are narrowed by words and by something else.
pub fn objects(is_postgres: bool, kind: &'static str, rank: usize) -> String {
    match is_postgres {
        true => format!(
            "SELECT e.object FROM search_entry e WHERE e.kind = '{kind}' AND e.words @@ to_tsquery('simple', ${rank})"
        ),
        false => format!(
            "SELECT e.object FROM search_words w JOIN search_entry e ON e.position = w.rowid \
             WHERE search_words MATCH ${rank} AND e.kind = '{kind}'"
        ),
    }
}

type FoundRow = (String, Uuid, String, String, String, String);

/// Entries that hold every word looked for (as the beginning of a stem), best first.
///
/// # Errors
/// The database failed.
pub async fn search(tx: &mut Tx, text: &str, audiences: &[&str], limit: usize) -> Result<Vec<Found>> {
    let (stems, Some(query)) = (query_stems(text), wanted(tx.is_postgres(), text)) else { return Ok(Vec::new()) };
    let rows: Vec<FoundRow> = if tx.is_postgres() {
        let sql = "SELECT kind, object, audience, title, excerpt, url || chr(10) || stems FROM search_entry \
                   WHERE words @@ to_tsquery('simple', $1) LIMIT 2000";
        fetch_all!(tx, sql, query)?
    } else {
        let sql = "SELECT e.kind, e.object, e.audience, e.title, e.excerpt, e.url || char(10) || e.stems \
                   FROM search_words w JOIN search_entry e ON e.position = w.rowid WHERE search_words MATCH $1 LIMIT 2000";
        fetch_all!(tx, sql, query)?
    };
    let mut scored: Vec<(i64, Found)> = rows
        .into_iter()
        .filter(|row| audiences.contains(&row.2.as_str()))
        .map(|(kind, object, _, title, excerpt, tail)| {
            let (url, words) = tail.split_once('\n').unwrap_or((&tail, ""));
            let score = score(&stems, &title, words);
            (score, Found { kind, object, title, excerpt, url: url.to_owned() })
        })
        .collect();
    // Ranked here, not by the engines, so that the order is the same on both.
    scored.sort_by(|a, b| {
        b.0.cmp(&a.0).then_with(|| a.1.title.cmp(&b.1.title)).then_with(|| a.1.object.cmp(&b.1.object))
    });
    scored.truncate(limit);
    Ok(scored.into_iter().map(|(_, found)| found).collect())
}

/// What can be found of one object by these audiences, if anything.
///
/// # Errors
/// The database failed.
pub async fn of_object(tx: &mut Tx, object: Uuid, audiences: &[&str]) -> Result<Option<Found>> {
    let rows: Vec<(String, String, String, String, String)> = fetch_all!(
        tx,
        "SELECT kind, audience, title, excerpt, url FROM search_entry WHERE object = $1 ORDER BY kind",
        object
    )?;
    let mut rows = rows.into_iter().filter(|row| audiences.contains(&row.1.as_str()));
    Ok(rows.next().map(|(kind, _, title, excerpt, url)| Found { kind, object, title, excerpt, url }))
}

/// A word in the title counts ten times one in the text; repeats count up to three.
fn score(wanted: &[String], title: &str, words: &str) -> i64 {
    let title = stems(title);
    wanted
        .iter()
        .map(|stem| {
            let in_title = title.iter().filter(|word| word.starts_with(stem.as_str())).count().min(1);
            let in_text = words.split(' ').filter(|word| word.starts_with(stem.as_str())).count().min(3);
            i64::try_from(in_title * 10 + in_text).unwrap_or(0)
        })
        .sum()
}
