//! The outbox as pages and jobs see it: queue, list, count, send again by hand, purge.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_among, fetch_optional};
use kernel::{Moment, Outside, Uuid, french};
use sqlx::{AssertSqlSafe, FromRow};

use super::NewMail;

/// How long a server that is away is waited for.
const PATIENCE_DAYS: i64 = 5;

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailState {
    /// Waiting for its turn or its next try.
    Queued,
    /// In a worker's hands.
    Sending,
    /// The server accepted it.
    Sent,
    /// The server refused it for good, or it was given up; `last_error` says which.
    Refused,
    /// Handed over without an answer: perhaps received, never sent again by itself.
    Uncertain,
}

impl MailState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Queued, Self::Sending, Self::Sent, Self::Refused, Self::Uncertain];

    /// The word kept in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Uncertain => "uncertain",
        }
    }

    /// What screens say.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Queued => "En attente d’envoi",
            Self::Sending => "En cours d’envoi",
            Self::Sent => "Envoyé",
            Self::Refused => "Refusé ou abandonné",
            Self::Uncertain => "Envoi incertain",
        }
    }

    fn from_code(code: &str) -> Result<Self> {
        let unknown = || DbError::Unreadable { place: "mail.state", problem: code.to_owned() };
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or_else(unknown)
    }
}

/// A mail as the administrator's list shows it: never its text, which may hold a sign-in link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Identifier.
    pub id: Uuid,
    /// What it is for.
    pub kind: String,
    /// To whom; empty once purged.
    pub to_address: String,
    /// About what; empty once purged.
    pub subject: String,
    /// Where it stands.
    pub state: MailState,
    /// Times it was tried.
    pub attempts: i64,
    /// Not tried before.
    pub next_try_at: Moment,
    /// When its text was last handed to the server.
    pub handed_at: Option<Moment>,
    /// When the server accepted it.
    pub sent_at: Option<Moment>,
    /// Why the last try failed, in French with the server's own words.
    pub last_error: Option<String>,
    /// Queued at.
    pub created_at: Moment,
    /// The contract it was written for; none for what is of no contract.
    pub contract: Option<Uuid>,
}

/// Which mails somebody follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Followed {
    /// All of the platform.
    Every,
    /// Those written for these contracts.
    Of(Vec<Uuid>),
}

/// Queues a mail in the caller's transaction.
///
/// # Errors
/// The database failed.
pub async fn queue(tx: &mut Tx, outside: &Outside, mail: &NewMail) -> Result<Uuid> {
    let (id, now) = (outside.uuid(), outside.now());
    let give_up_at = mail.useful_until.unwrap_or(now.plus_days(PATIENCE_DAYS));
    execute!(
        tx,
        "INSERT INTO mail (id, kind, to_address, to_name, subject, text_body, state, attempts, next_try_at, \
         give_up_at, purge_at, created_at, is_purged, unsubscribe, contract) \
         VALUES ($1, $2, $3, $4, $5, $6, 'queued', 0, $7, $8, $9, $7, FALSE, $10, $11)",
        id,
        mail.kind,
        &mail.to_address,
        &mail.to_name,
        &mail.subject,
        &mail.text_body,
        now.0,
        give_up_at.0,
        now.plus_days(mail.keep_days).0,
        mail.unsubscribe.as_deref(),
        mail.contract
    )?;
    Ok(id)
}

#[derive(FromRow)]
struct MailRow {
    id: Uuid,
    kind: String,
    to_address: String,
    subject: String,
    state: String,
    attempts: i64,
    next_try_at: i64,
    handed_at: Option<i64>,
    sent_at: Option<i64>,
    last_error: Option<String>,
    created_at: i64,
    contract: Option<Uuid>,
}

const SELECT: &str = "SELECT id, kind, to_address, subject, state, attempts, next_try_at, handed_at, sent_at, last_error, \
                      created_at, contract FROM mail";

/// Mails in one state, newest first, at most `limit`. Uncertain ones are for an administrator to settle:
/// ask the person whether it came, then [`send_again`] or leave it.
///
/// # Errors
/// The database failed.
pub async fn list(tx: &mut Tx, of: &Followed, state: MailState, limit: i64) -> Result<Vec<Mail>> {
    let sql = |whose: &str| {
        let state = state.code();
        format!("{SELECT} WHERE {whose} state = '{state}' ORDER BY created_at DESC, id DESC LIMIT {limit}")
    };
    let rows: Vec<MailRow> = match of {
        Followed::Every => fetch_all!(tx, AssertSqlSafe(sql("")))?,
        Followed::Of(contracts) => fetch_among!(tx, &sql("contract IN ({rows}) AND"), contracts),
    };
    rows.into_iter().map(Mail::try_from).collect()
}

/// One mail.
///
/// # Errors
/// The database failed.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Mail>> {
    let row: Option<MailRow> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(Mail::try_from).transpose()
}

impl TryFrom<MailRow> for Mail {
    type Error = DbError;
    fn try_from(row: MailRow) -> Result<Self> {
        Ok(Self {
            id: row.id,
            kind: row.kind,
            to_address: row.to_address,
            subject: row.subject,
            state: MailState::from_code(&row.state)?,
            attempts: row.attempts,
            next_try_at: Moment(row.next_try_at),
            handed_at: row.handed_at.map(Moment),
            sent_at: row.sent_at.map(Moment),
            last_error: row.last_error,
            created_at: Moment(row.created_at),
            contract: row.contract,
        })
    }
}

/// How many of these mails are in each state; states without mails give 0.
///
/// # Errors
/// The database failed.
pub async fn counts(tx: &mut Tx, of: &Followed) -> Result<Vec<(MailState, i64)>> {
    let rows: Vec<(String, i64)> = match of {
        Followed::Every => fetch_all!(tx, "SELECT state, COUNT(*) FROM mail GROUP BY state")?,
        Followed::Of(contracts) => {
            let sql = "SELECT state, COUNT(*) FROM mail WHERE contract IN ({rows}) GROUP BY state";
            fetch_among!(tx, sql, contracts)
        }
    };
    let count_of = |state: MailState| rows.iter().find(|(code, _)| code == state.code()).map_or(0, |(_, count)| *count);
    Ok(MailState::ALL.into_iter().map(|state| (state, count_of(state))).collect())
}

/// What the command line and the administrator's page say when no way to send is configured.
pub fn without_carrier(queued_count: i64) -> String {
    let waiting = match queued_count {
        0 => "Aucun message n’attend.".to_owned(),
        1 => "1 message attend et partira quand ce sera fait.".to_owned(),
        many => format!("{} messages attendent et partiront quand ce sera fait.", french::integer(many)),
    };
    format!("L’envoi des courriels n’est pas configuré : indiquez un serveur SMTP. {waiting}")
}

/// Queues again, on an administrator's decision, a mail that was refused or is uncertain; false when it
/// is neither, or when its text was purged. The action that calls this writes the journal entry.
///
/// # Errors
/// The database failed.
pub async fn send_again(tx: &mut Tx, outside: &Outside, id: Uuid) -> Result<bool> {
    let now = outside.now();
    let touched = execute!(
        tx,
        "UPDATE mail SET state = 'queued', attempts = 0, next_try_at = $1, give_up_at = $2, handed_at = NULL, \
         locked_by = NULL, locked_until = NULL \
         WHERE id = $3 AND state IN ('refused', 'uncertain') AND NOT is_purged",
        now.0,
        now.plus_days(PATIENCE_DAYS).0,
        id
    )?;
    Ok(touched == 1)
}

/// Erases recipient, subject, text and the server's words of mails past their keeping; gives their number.
/// One still queued then (nothing was ever configured to send it) is given up.
///
/// # Errors
/// The database failed.
pub async fn purge(tx: &mut Tx, now: Moment) -> Result<u64> {
    execute!(
        tx,
        "UPDATE mail SET to_address = '', to_name = '', subject = '', text_body = '', unsubscribe = NULL, is_purged = TRUE, \
         last_error = CASE WHEN state = 'queued' THEN 'jamais envoyé avant la fin de sa conservation' END, \
         state = CASE WHEN state = 'queued' THEN 'refused' ELSE state END \
         WHERE purge_at <= $1 AND state <> 'sending' AND NOT is_purged",
        now.0
    )
}
