//! Who holds a mail, whether its text was handed over, and how the try ends.

use database::{Db, Result, execute, fetch_one, fetch_optional};
use kernel::{Moment, Outside, Uuid};
use sqlx::FromRow;

/// A mail stays with a worker that gives no sign of life this long before the hand-over.
pub(super) const CLAIM_SECONDS: i64 = 180;
/// And this long once its text is being handed over: more than the longest wait for the server's word.
pub(super) const HANDED_SECONDS: i64 = 780;

/// A mail in the hands of one worker, for one try.
pub(super) struct Held {
    pub mail: HeldRow,
    pub claim: String,
}

#[derive(FromRow)]
pub(super) struct HeldRow {
    pub id: Uuid,
    pub kind: String,
    pub to_address: String,
    pub to_name: String,
    pub subject: String,
    pub text_body: String,
    pub message_id: String,
    pub unsubscribe: Option<String>,
    pub attempts: i64,
    pub created_at: i64,
}

macro_rules! claim_sql {
    ($lock:literal) => {
        concat!(
            "UPDATE mail SET state = 'sending', locked_by = $1, locked_until = $2, attempts = attempts + 1, ",
            "handed_at = NULL WHERE id = (SELECT id FROM mail WHERE state = 'queued' AND next_try_at <= $3 ",
            "ORDER BY next_try_at, id LIMIT 1",
            $lock,
            ") RETURNING id"
        )
    };
}

/// Settles what dead workers left, gives up what is too old, and claims the next mail.
pub(super) async fn claim_next(db: &Db, outside: &Outside, worker: &str, domain: &str) -> Result<Option<Held>> {
    let now = outside.now();
    // A look first: an idle courier then never takes the write lock.
    let mut tx = db.read().await?;
    let (ready,): (i64,) = fetch_one!(
        &mut tx,
        "SELECT COUNT(*) FROM mail WHERE (state = 'queued' AND (next_try_at <= $1 OR give_up_at <= $1)) \
         OR (state = 'sending' AND locked_until < $1)",
        now.0
    )?;
    drop(tx);
    if ready == 0 {
        return Ok(None);
    }
    let mut tx = db.write().await?;
    // `locked_by` stays on an uncertain mail: its worker may only have been slow, and still bring the answer.
    execute!(
        &mut tx,
        "UPDATE mail SET state = 'uncertain', last_error = $2 \
         WHERE state = 'sending' AND locked_until < $1 AND handed_at IS NOT NULL",
        now.0,
        "l’envoi a été interrompu pendant la remise au serveur : le message est peut-être arrivé"
    )?;
    execute!(
        &mut tx,
        "UPDATE mail SET state = 'queued', next_try_at = $1, locked_by = NULL, locked_until = NULL \
         WHERE state = 'sending' AND locked_until < $1 AND handed_at IS NULL",
        now.0
    )?;
    execute!(
        &mut tx,
        "UPDATE mail SET state = 'refused', last_error = CAST($2 AS TEXT) || COALESCE(' ; dernier essai : ' || last_error, '') \
         WHERE state = 'queued' AND give_up_at <= $1",
        now.0,
        "le message n’a pas pu partir à temps"
    )?;
    let claim = format!("{worker}/{}", outside.uuid());
    // The identifier seen by recipients is fixed at the first try, and kept at the others.
    let sql = if tx.is_postgres() { claim_sql!(" FOR UPDATE SKIP LOCKED") } else { claim_sql!("") };
    let until = now.plus_seconds(CLAIM_SECONDS);
    let id: Option<(Uuid,)> = fetch_optional!(&mut tx, sql, &claim, until.0, now.0)?;
    let Some((id,)) = id else {
        tx.commit().await?;
        return Ok(None);
    };
    let mail: HeldRow = fetch_one!(
        &mut tx,
        "UPDATE mail SET message_id = COALESCE(message_id, $1) WHERE id = $2 \
         RETURNING id, kind, to_address, to_name, subject, text_body, message_id, unsubscribe, attempts, created_at",
        format!("<{id}@{domain}>"),
        id
    )?;
    tx.commit().await?;
    Ok(Some(Held { mail, claim }))
}

/// Commits that the text is about to leave. False: another worker holds the mail, send nothing.
pub(super) async fn mark_handed(db: &Db, outside: &Outside, held: &Held) -> Result<bool> {
    let now = outside.now();
    let mut tx = db.write().await?;
    let touched = execute!(
        &mut tx,
        "UPDATE mail SET handed_at = $1, locked_until = $2 \
         WHERE id = $3 AND state = 'sending' AND locked_by = $4 AND handed_at IS NULL",
        now.0,
        now.plus_seconds(HANDED_SECONDS).0,
        held.mail.id,
        &held.claim
    )?;
    tx.commit().await?;
    Ok(touched == 1)
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// The server accepted it.
    Sent,
    /// Not now; again at this moment.
    Later(Moment, String),
    /// Never.
    Refused(String),
    /// Handed over, no answer.
    Uncertain(String),
}

/// Writes the end of a try. The server's word also settles a mail that was meanwhile taken for uncertain.
pub(super) async fn settle(db: &Db, outside: &Outside, held: &Held, ended: &Ended) -> Result<bool> {
    let now = outside.now();
    let (state, next_try_at, sent_at, error) = match ended {
        Ended::Sent => ("sent", now, Some(now.0), None),
        Ended::Later(at, error) => ("queued", *at, None, Some(error)),
        Ended::Refused(error) => ("refused", now, None, Some(error)),
        Ended::Uncertain(error) => ("uncertain", now, None, Some(error)),
    };
    let mut tx = db.write().await?;
    let touched = execute!(
        &mut tx,
        "UPDATE mail SET state = CAST($1 AS TEXT), next_try_at = $2, sent_at = $3, last_error = $4, locked_until = NULL, \
         handed_at = CASE WHEN CAST($1 AS TEXT) = 'queued' THEN NULL ELSE handed_at END \
         WHERE id = $5 AND state IN ('sending', 'uncertain') AND locked_by = $6",
        state,
        next_try_at.0,
        sent_at,
        error,
        held.mail.id,
        &held.claim
    )?;
    tx.commit().await?;
    Ok(touched == 1)
}
