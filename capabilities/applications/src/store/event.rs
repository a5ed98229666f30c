//! What happened to applications, messages, and what is asked of carriers.

use database::{Result, Tx, execute, fetch_all};
use jiff::civil::Date;
use kernel::{Moment, Uuid};

use super::{day, known};
use crate::rules::{ApplicationState, Completion, CompletionItem, Event, EventKind, ItemState, Message, Side};

type EventRow = (Uuid, Uuid, Option<Uuid>, Option<Uuid>, String, i64, String, String, String, bool);

fn event_of(row: EventRow) -> Result<Event> {
    let (id, application, project, funding, kind, at, by_name, side, note, is_shown) = row;
    let kind = known("application_event.kind", &kind, EventKind::from_code(&kind))?;
    let side = known("application_event.side", &side, Side::from_code(&side))?;
    Ok(Event { id, application, project, funding, kind, at: Moment(at), by_name, side, note, is_shown })
}

/// What happened to an application, the first first.
pub async fn of_application(tx: &mut Tx, application: Uuid) -> Result<Vec<Event>> {
    let sql = "SELECT id, application, project, funding, kind, at, by_name, side, note, is_shown FROM application_event \
               WHERE application = $1 ORDER BY at, id";
    let rows: Vec<EventRow> = fetch_all!(tx, sql, application)?;
    rows.into_iter().map(event_of).collect()
}

/// Puts in something that happened.
pub async fn insert(tx: &mut Tx, one: &Event) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO application_event (id, application, project, funding, kind, at, by_name, side, note, is_shown) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        one.id,
        one.application,
        one.project,
        one.funding,
        one.kind.code(),
        one.at.0,
        &one.by_name,
        one.side.code(),
        &one.note,
        one.is_shown
    )?;
    Ok(())
}

type MessageRow = (Uuid, Uuid, String, Option<Uuid>, String, String, i64, Option<i64>);

/// Messages about an application, the first first.
pub async fn messages(tx: &mut Tx, application: Uuid) -> Result<Vec<Message>> {
    let sql = "SELECT id, application, side, author, author_name, text, at, read_at FROM application_message \
               WHERE application = $1 ORDER BY at, id";
    let rows: Vec<MessageRow> = fetch_all!(tx, sql, application)?;
    let message = |(id, application, side, author, author_name, text, at, read_at): MessageRow| {
        let side = known("application_message.side", &side, Side::from_code(&side))?;
        let (at, read_at) = (Moment(at), read_at.map(Moment));
        Ok(Message { id, application, side, author, author_name, text, at, read_at })
    };
    rows.into_iter().map(message).collect()
}

/// Puts a message in.
pub async fn insert_message(tx: &mut Tx, one: &Message) -> Result<()> {
    let sql = "INSERT INTO application_message (id, application, side, author, author_name, text, at, read_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)";
    let (side, name) = (one.side.code(), &one.author_name);
    execute!(tx, sql, one.id, one.application, side, one.author, name, &one.text, one.at.0)?;
    Ok(())
}

/// Says that one side read what the other wrote. Gives the messages it had not read.
pub async fn mark_read(tx: &mut Tx, application: Uuid, reader: Side, now: Moment) -> Result<Vec<Uuid>> {
    let sql = "UPDATE application_message SET read_at = $1 WHERE application = $2 AND read_at IS NULL AND side <> $3 \
               RETURNING id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, now.0, application, reader.code())?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whose applications are looked at.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    /// Those of an organisation.
    Carrier(Uuid),
    /// Those at the calls of a contract.
    Contract(Uuid),
}

impl Whose {
    /// What narrows a reading of `application a`, and the value bound to `$2`.
    const fn narrowed(self) -> (&'static str, Uuid) {
        match self {
            Self::Carrier(id) => ("a.organisation = $2", id),
            Self::Contract(id) => ("a.call IN (SELECT id FROM call WHERE contract = $2)", id),
        }
    }
}

/// How many messages of one side the other has not read, by application: which, its organisation, how many.
pub async fn unread_of(tx: &mut Tx, writer: Side, whose: Whose) -> Result<Vec<(Uuid, Uuid, i64)>> {
    let (narrowed, id) = whose.narrowed();
    let sql = format!(
        "SELECT a.id, a.organisation, COUNT(*) FROM application_message m JOIN application a ON a.id = m.application \
         WHERE m.side = $1 AND m.read_at IS NULL AND {narrowed} GROUP BY a.id, a.organisation ORDER BY a.id"
    );
    fetch_all!(tx, sqlx::AssertSqlSafe(sql), writer.code(), id)
}

/// Requests that are not closed, answered or not: application, its organisation, its number, the last day.
pub async fn open_completions(
    tx: &mut Tx,
    is_answered: bool,
    whose: Whose,
) -> Result<Vec<(Uuid, Uuid, Option<String>, Date)>> {
    let (narrowed, id) = whose.narrowed();
    let answered = if is_answered { "c.answered_at IS NOT NULL" } else { "c.answered_at IS NULL" };
    let sql = format!(
        "SELECT a.id, a.organisation, a.number, c.due_on FROM completion c JOIN application a ON a.id = c.application \
         WHERE c.closed_at IS NULL AND a.state = $1 AND {answered} AND {narrowed} ORDER BY c.due_on, c.id"
    );
    let filed = ApplicationState::Filed.code();
    let rows: Vec<(Uuid, Uuid, Option<String>, String)> = fetch_all!(tx, sqlx::AssertSqlSafe(sql), filed, id)?;
    let read = |(application, organisation, number, due): (Uuid, Uuid, Option<String>, String)| {
        Ok((application, organisation, number, day("completion.due_on", &due)?))
    };
    rows.into_iter().map(read).collect()
}

type ItemRow = (Uuid, Option<Uuid>, String, String, String, String, Option<i64>);
type CompletionRow = (Uuid, Uuid, i64, String, String, String, Option<i64>, Option<i64>, i64);

const COMPLETION: &str =
    "SELECT id, application, asked_at, asked_by_name, due_on, note, answered_at, closed_at, revision FROM completion";

async fn completion_of(tx: &mut Tx, row: CompletionRow) -> Result<Completion> {
    let (id, application, asked_at, asked_by_name, due_on, note, answered_at, closed_at, revision) = row;
    let sql = "SELECT id, project, key, why, state, reply, answered_at FROM completion_item WHERE completion = $1 ORDER BY id";
    let rows: Vec<ItemRow> = fetch_all!(tx, sql, id)?;
    let mut items = Vec::with_capacity(rows.len());
    for (id, project, key, why, state, reply, answered_at) in rows {
        let state = known("completion_item.state", &state, ItemState::from_code(&state))?;
        items.push(CompletionItem { id, project, key, why, state, reply, answered_at: answered_at.map(Moment) });
    }
    Ok(Completion {
        id,
        application,
        asked_at: Moment(asked_at),
        asked_by_name,
        due_on: day("completion.due_on", &due_on)?,
        note,
        answered_at: answered_at.map(Moment),
        closed_at: closed_at.map(Moment),
        items,
        revision,
    })
}

/// What was asked of an application, the first first.
pub async fn completions(tx: &mut Tx, application: Uuid) -> Result<Vec<Completion>> {
    let sql = format!("{COMPLETION} WHERE application = $1 ORDER BY asked_at, id");
    let rows: Vec<CompletionRow> = fetch_all!(tx, sqlx::AssertSqlSafe(sql), application)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(completion_of(tx, row).await?);
    }
    Ok(all)
}

/// Puts a request in, with what it asks.
pub async fn insert_completion(tx: &mut Tx, one: &Completion, by: Option<Uuid>) -> Result<()> {
    let sql = "INSERT INTO completion (id, application, asked_at, asked_by, asked_by_name, due_on, note, answered_at, \
               closed_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL, 1)";
    let (at, due) = (one.asked_at.0, one.due_on.to_string());
    execute!(tx, sql, one.id, one.application, at, by, &one.asked_by_name, due, &one.note)?;
    for item in &one.items {
        let sql = "INSERT INTO completion_item (id, completion, project, key, why, state, reply, answered_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)";
        execute!(tx, sql, item.id, one.id, item.project, &item.key, &item.why, item.state.code(), &item.reply)?;
    }
    Ok(())
}

/// Writes how far a request is, with what it asks, if nobody did since `revision`.
pub async fn save_completion(tx: &mut Tx, one: &Completion, revision: i64) -> Result<bool> {
    let (answered, closed) = (one.answered_at.map(|at| at.0), one.closed_at.map(|at| at.0));
    let sql = "UPDATE completion SET due_on = $1, answered_at = $2, closed_at = $3, revision = revision + 1 \
               WHERE id = $4 AND revision = $5";
    if execute!(tx, sql, one.due_on.to_string(), answered, closed, one.id, revision)? == 0 {
        return Ok(false);
    }
    for item in &one.items {
        let sql = "UPDATE completion_item SET state = $1, answered_at = $2, reply = $3 WHERE id = $4";
        execute!(tx, sql, item.state.code(), item.answered_at.map(|at| at.0), &item.reply, item.id)?;
    }
    Ok(true)
}
