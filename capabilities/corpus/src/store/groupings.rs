//! Sentences grouped by the words they share, to find themes.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

/// A grouping of the sentences of a consultation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouped {
    /// When.
    pub made_at: Moment,
    /// Sentences it read.
    pub sentences: i64,
    /// Sentences whose words are too rare to tell.
    pub unsorted: i64,
    /// The classes, the largest first.
    pub classes: Vec<Class>,
}

/// Sentences that share their words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// How many it holds.
    pub sentences: i64,
    /// Its typical words, the most typical first.
    pub words: Vec<String>,
    /// Its typical sentences, the most typical first.
    pub typical: Vec<Uuid>,
}

/// The last grouping of a consultation.
pub async fn of(tx: &mut Tx, consultation: Uuid) -> Result<Option<Grouped>> {
    let sql = "SELECT made_at, sentences, unsorted FROM grouping WHERE id = $1";
    let row: Option<(i64, i64, i64)> = fetch_optional!(tx, sql, consultation)?;
    let Some((made_at, sentences, unsorted)) = row else { return Ok(None) };
    let sql = "SELECT id, sentences, words FROM grouping_class WHERE grouping = $1 ORDER BY position";
    let rows: Vec<(Uuid, i64, String)> = fetch_all!(tx, sql, consultation)?;
    let mut classes = Vec::with_capacity(rows.len());
    for (id, sentences, words) in rows {
        let sql = "SELECT verbatim FROM grouping_sentence WHERE class = $1 ORDER BY position";
        let typical: Vec<(Uuid,)> = fetch_all!(tx, sql, id)?;
        let words = words.lines().map(str::to_owned).collect();
        classes.push(Class { sentences, words, typical: typical.into_iter().map(|(id,)| id).collect() });
    }
    Ok(Some(Grouped { made_at: Moment(made_at), sentences, unsorted, classes }))
}

/// Forgets the grouping of a consultation. Gives whether there was one.
pub async fn forget(tx: &mut Tx, consultation: Uuid) -> Result<bool> {
    let classes = "SELECT id FROM grouping_class WHERE grouping = $1";
    let sentences = sqlx::AssertSqlSafe(format!("DELETE FROM grouping_sentence WHERE class IN ({classes})"));
    execute!(tx, sentences, consultation)?;
    execute!(tx, "DELETE FROM grouping_class WHERE grouping = $1", consultation)?;
    Ok(execute!(tx, "DELETE FROM grouping WHERE id = $1", consultation)? == 1)
}

/// Keeps a grouping in place of the one before.
pub async fn put(tx: &mut Tx, ids: &mut impl FnMut() -> Uuid, consultation: Uuid, made: &Grouped) -> Result<()> {
    forget(tx, consultation).await?;
    let sql = "INSERT INTO grouping (id, made_at, sentences, unsorted) VALUES ($1, $2, $3, $4)";
    execute!(tx, sql, consultation, made.made_at.0, made.sentences, made.unsorted)?;
    for (position, class) in (0_i64..).zip(&made.classes) {
        let id = ids();
        let sql = "INSERT INTO grouping_class (id, grouping, position, sentences, words) VALUES ($1, $2, $3, $4, $5)";
        execute!(tx, sql, id, consultation, position, class.sentences, class.words.join("\n"))?;
        for (position, verbatim) in (0_i64..).zip(&class.typical) {
            let sql = "INSERT INTO grouping_sentence (id, class, verbatim, position) VALUES ($1, $2, $3, $4)";
            execute!(tx, sql, ids(), id, *verbatim, position)?;
        }
    }
    Ok(())
}
