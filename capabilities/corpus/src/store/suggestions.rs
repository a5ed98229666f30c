//! What a training proposes, sentence by sentence.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};

use crate::rules::proposals::Suggestion;

/// The last training of a consultation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Training {
    /// When.
    pub made_at: Moment,
    /// Sentences coded by hand it learnt from.
    pub coded: i64,
    /// The version of the codebook.
    pub version: i64,
    /// Whether a confidence is how often it is right.
    pub is_measured: bool,
}

/// The last training, when there was one.
pub async fn training(tx: &mut Tx, consultation: Uuid) -> Result<Option<Training>> {
    let sql = "SELECT made_at, coded, version, is_measured FROM training WHERE id = $1";
    let row: Option<(i64, i64, i64, bool)> = fetch_optional!(tx, sql, consultation)?;
    Ok(row.map(|(made_at, coded, version, is_measured)| Training {
        made_at: Moment(made_at),
        coded,
        version,
        is_measured,
    }))
}

/// Keeps that a training was made.
pub async fn put_training(tx: &mut Tx, consultation: Uuid, made: Training) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO training (id, made_at, coded, version, is_measured) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (id) DO UPDATE SET made_at = $2, coded = $3, version = $4, is_measured = $5",
        consultation,
        made.made_at.0,
        made.coded,
        made.version,
        made.is_measured
    )?;
    Ok(())
}

/// Sentences that somebody coded.
pub async fn coded(tx: &mut Tx, consultation: Uuid) -> Result<i64> {
    let sql = "SELECT COUNT(DISTINCT c.verbatim) FROM coding c JOIN verbatim v ON v.id = c.verbatim \
               WHERE v.consultation = $1";
    let (count,): (i64,) = fetch_one!(tx, sql, consultation)?;
    Ok(count)
}

/// What is proposed for each sentence of a consultation, the surest first; retired themes are left out.
pub async fn all(tx: &mut Tx, consultation: Uuid) -> Result<HashMap<Uuid, Vec<Suggestion>>> {
    let sql = "SELECT s.verbatim, s.theme, s.hundredths FROM suggestion s JOIN codebook_theme t ON t.id = s.theme \
               WHERE t.consultation = $1 AND NOT t.is_retired ORDER BY s.hundredths DESC, t.position, t.code";
    let rows: Vec<(Uuid, Uuid, i64)> = fetch_all!(tx, sql, consultation)?;
    let mut by_sentence = HashMap::<Uuid, Vec<Suggestion>>::new();
    for (verbatim, theme, hundredths) in rows {
        by_sentence.entry(verbatim).or_default().push(Suggestion { theme, probability: hundredths as f64 / 100.0 });
    }
    Ok(by_sentence)
}

/// Keeps what is now proposed for one sentence.
pub async fn replace(tx: &mut Tx, ids: &mut impl FnMut() -> Uuid, verbatim: Uuid, told: &[(Uuid, i64)]) -> Result<()> {
    execute!(tx, "DELETE FROM suggestion WHERE verbatim = $1", verbatim)?;
    for (theme, hundredths) in told {
        let sql = "INSERT INTO suggestion (id, verbatim, theme, hundredths) VALUES ($1, $2, $3, $4)";
        execute!(tx, sql, ids(), verbatim, *theme, *hundredths)?;
    }
    Ok(())
}
