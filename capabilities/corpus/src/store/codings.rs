//! Who put which sentence under which themes.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};

/// One person's reading of one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coding {
    pub id: Uuid,
    pub verbatim: Uuid,
    pub coder: Uuid,
    pub themes: Vec<Uuid>,
}

/// Every reading of the words of a consultation, the first made first.
pub async fn all(tx: &mut Tx, consultation: Uuid) -> Result<Vec<Coding>> {
    let sql = "SELECT c.id, c.verbatim, c.coder FROM coding c JOIN verbatim v ON v.id = c.verbatim \
               WHERE v.consultation = $1 ORDER BY c.coded_at, c.id";
    let rows: Vec<(Uuid, Uuid, Uuid)> = fetch_all!(tx, sql, consultation)?;
    let sql = "SELECT t.coding, t.theme FROM coding_theme t JOIN coding c ON c.id = t.coding \
               JOIN verbatim v ON v.id = c.verbatim WHERE v.consultation = $1";
    let chosen: Vec<(Uuid, Uuid)> = fetch_all!(tx, sql, consultation)?;
    let mut by_coding = std::collections::HashMap::<Uuid, Vec<Uuid>>::new();
    for (coding, theme) in chosen {
        by_coding.entry(coding).or_default().push(theme);
    }
    let read = |(id, verbatim, coder): (Uuid, Uuid, Uuid)| {
        let themes = by_coding.remove(&id).unwrap_or_default();
        Coding { id, verbatim, coder, themes }
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Keeps one person's reading of a sentence in place of the one she had made. Gives its identifier.
pub async fn put(
    tx: &mut Tx,
    ids: &mut impl FnMut() -> Uuid,
    (verbatim, coder): (Uuid, Uuid),
    (version, at): (i64, Moment),
    themes: &[Uuid],
) -> Result<Uuid> {
    let sql = "SELECT id FROM coding WHERE verbatim = $1 AND coder = $2";
    let known: Option<(Uuid,)> = fetch_optional!(tx, sql, verbatim, coder)?;
    let id = match known {
        Some((id,)) => {
            execute!(tx, "UPDATE coding SET version = $2, coded_at = $3 WHERE id = $1", id, version, at.0)?;
            execute!(tx, "DELETE FROM coding_theme WHERE coding = $1", id)?;
            id
        }
        None => {
            let id = ids();
            let sql = "INSERT INTO coding (id, verbatim, coder, version, coded_at) VALUES ($1, $2, $3, $4, $5)";
            execute!(tx, sql, id, verbatim, coder, version, at.0)?;
            id
        }
    };
    for theme in themes {
        execute!(tx, "INSERT INTO coding_theme (id, coding, theme) VALUES ($1, $2, $3)", ids(), id, *theme)?;
    }
    Ok(id)
}

/// The themes a sentence was put under, by whoever it was, each once.
pub async fn labels_of(tx: &mut Tx, verbatim: Uuid) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT b.label FROM coding_theme t JOIN coding c ON c.id = t.coding \
               JOIN codebook_theme b ON b.id = t.theme WHERE c.verbatim = $1 ORDER BY b.label";
    let rows: Vec<(String,)> = fetch_all!(tx, sql, verbatim)?;
    Ok(rows.into_iter().map(|(label,)| label).collect())
}
