//! Meetings, what was sent about them, their papers, who was there.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use jiff::civil::Time;
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Body, Meeting, MeetingState, MeetingTerms, MinutesState, Presence, Reply};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    assembly: Uuid,
    body: String,
    title: String,
    held_on: String,
    starts_at: String,
    ends_at: String,
    place: String,
    link: String,
    agenda: String,
    state: String,
    reason: String,
    convened_at: Option<i64>,
    sequence: i64,
    quorum_base: Option<i64>,
    minutes: String,
    minutes_state: String,
    approved_in: Option<Uuid>,
    changed_at: i64,
    revision: i64,
}

const SELECT: &str = "SELECT id, assembly, body, title, held_on, starts_at, ends_at, place, link, agenda, state, reason, \
                      convened_at, sequence, quorum_base, minutes, minutes_state, approved_in, changed_at, revision \
                      FROM assembly_meeting";

fn read(row: Row) -> Result<Meeting> {
    let hour = |text: &str| known("assembly_meeting.starts_at", text, text.parse::<Time>().ok());
    let terms = MeetingTerms {
        title: row.title,
        held_on: day("assembly_meeting.held_on", &row.held_on)?,
        starts_at: hour(&row.starts_at)?,
        ends_at: hour(&row.ends_at)?,
        place: row.place,
        link: row.link,
        agenda: row.agenda,
    };
    Ok(Meeting {
        id: row.id,
        assembly: row.assembly,
        body: known("assembly_meeting.body", &row.body, Body::from_code(&row.body))?,
        terms,
        state: known("assembly_meeting.state", &row.state, MeetingState::from_code(&row.state))?,
        reason: row.reason,
        convened_at: row.convened_at.map(Moment),
        sequence: row.sequence,
        quorum_base: row.quorum_base,
        minutes: row.minutes,
        minutes_state: known(
            "assembly_meeting.minutes_state",
            &row.minutes_state,
            MinutesState::from_code(&row.minutes_state),
        )?,
        approved_in: row.approved_in,
        changed_at: Moment(row.changed_at),
        revision: row.revision,
    })
}

/// Those of a body, the last first.
pub async fn of_assembly(tx: &mut Tx, assembly: Uuid) -> Result<Vec<Meeting>> {
    let sql = format!("{SELECT} WHERE assembly = $1 ORDER BY held_on DESC, starts_at DESC, id DESC");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), assembly)?;
    rows.into_iter().map(read).collect()
}

/// One of them.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Meeting>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Puts a meeting in.
pub async fn insert(tx: &mut Tx, one: &Meeting, at: Moment) -> Result<()> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO assembly_meeting (id, assembly, body, title, held_on, starts_at, ends_at, place, link, agenda, state, \
         reason, convened_at, sequence, quorum_base, minutes, minutes_state, approved_in, created_at, changed_at, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1)",
        one.id,
        one.assembly,
        one.body.code(),
        &terms.title,
        terms.held_on.to_string(),
        terms.starts_at.to_string(),
        terms.ends_at.to_string(),
        &terms.place,
        &terms.link,
        &terms.agenda,
        one.state.code(),
        &one.reason,
        one.convened_at.map(|at| at.0),
        one.sequence,
        one.quorum_base,
        &one.minutes,
        one.minutes_state.code(),
        one.approved_in,
        at.0,
        one.changed_at.0
    )?;
    Ok(())
}

/// Writes everything about a meeting, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Meeting, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let count = execute!(
        tx,
        "UPDATE assembly_meeting SET title = $1, held_on = $2, starts_at = $3, ends_at = $4, place = $5, link = $6, \
         agenda = $7, state = $8, reason = $9, convened_at = $10, sequence = $11, quorum_base = $12, minutes = $13, \
         minutes_state = $14, approved_in = $15, changed_at = $16, revision = revision + 1 WHERE id = $17 AND revision = $18",
        &terms.title,
        terms.held_on.to_string(),
        terms.starts_at.to_string(),
        terms.ends_at.to_string(),
        &terms.place,
        &terms.link,
        &terms.agenda,
        one.state.code(),
        &one.reason,
        one.convened_at.map(|at| at.0),
        one.sequence,
        one.quorum_base,
        &one.minutes,
        one.minutes_state.code(),
        one.approved_in,
        one.changed_at.0,
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// Members told of one version of a meeting.
pub async fn called(tx: &mut Tx, meeting: Uuid, sequence: i64) -> Result<Vec<Uuid>> {
    let sql = "SELECT member FROM assembly_call WHERE meeting = $1 AND sequence = $2 ORDER BY sent_at, id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, meeting, sequence)?;
    Ok(rows.into_iter().map(|(member,)| member).collect())
}

/// Members told of any version of a meeting.
pub async fn ever_called(tx: &mut Tx, meeting: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT DISTINCT member FROM assembly_call WHERE meeting = $1 ORDER BY member";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, meeting)?;
    Ok(rows.into_iter().map(|(member,)| member).collect())
}

/// Keeps that a member is told of one version of a meeting, with the fingerprint of what she may answer with. Gives the row,
/// or nothing when she was already: whoever tells twice at the same moment tells once.
pub async fn insert_call(
    tx: &mut Tx,
    outside: &Outside,
    (meeting, member): (Uuid, Uuid),
    sequence: i64,
    token_hash: &[u8],
) -> Result<Option<Uuid>> {
    let (id, at) = (outside.uuid(), outside.now());
    let sql = "INSERT INTO assembly_call (id, meeting, member, sequence, sent_at, token_hash) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (meeting, member, sequence) DO NOTHING";
    Ok((execute!(tx, sql, id, meeting, member, sequence, at.0, token_hash)? == 1).then_some(id))
}

/// The meeting and the member a convocation was about.
pub async fn called_by(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<(Uuid, Uuid)>> {
    fetch_optional!(tx, "SELECT meeting, member FROM assembly_call WHERE token_hash = $1", token_hash)
}

/// A paper of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub id: Uuid,
    pub meeting: Uuid,
    pub file: Uuid,
    pub label: String,
    pub rank: i64,
}

type PaperRow = (Uuid, Uuid, Uuid, String, i64);

fn paper_of((id, meeting, file, label, rank): PaperRow) -> Paper {
    Paper { id, meeting, file, label, rank }
}

/// Papers of a meeting, in order.
pub async fn papers(tx: &mut Tx, meeting: Uuid) -> Result<Vec<Paper>> {
    let sql = "SELECT id, meeting, file, label, rank FROM assembly_paper WHERE meeting = $1 ORDER BY rank, id";
    let rows: Vec<PaperRow> = fetch_all!(tx, sql, meeting)?;
    Ok(rows.into_iter().map(paper_of).collect())
}

/// One paper.
pub async fn paper(tx: &mut Tx, id: Uuid) -> Result<Option<Paper>> {
    let row: Option<PaperRow> =
        fetch_optional!(tx, "SELECT id, meeting, file, label, rank FROM assembly_paper WHERE id = $1", id)?;
    Ok(row.map(paper_of))
}

/// Puts a paper in.
pub async fn insert_paper(tx: &mut Tx, one: &Paper, at: Moment) -> Result<()> {
    let sql = "INSERT INTO assembly_paper (id, meeting, file, label, rank, added_at) VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, one.id, one.meeting, one.file, &one.label, one.rank, at.0)?;
    Ok(())
}

/// Takes a paper away.
pub async fn remove_paper(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM assembly_paper WHERE id = $1", id)?;
    Ok(())
}

/// What a member answered, and whether she was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    pub id: Uuid,
    pub member: Uuid,
    pub reply: Reply,
    pub presence: Presence,
    pub represented_by: Option<Uuid>,
    /// The seat she fills: her own, or that of the member she is the deputy of.
    pub seat: Uuid,
}

/// How many seats were filled: a member and her deputy fill one between them.
pub fn seats_filled(attendances: &[Attendance]) -> i64 {
    let there = attendances.iter().filter(|one| one.presence == Presence::Present);
    let mut seats: Vec<Uuid> = there.map(|one| one.seat).collect();
    seats.sort_unstable();
    seats.dedup();
    i64::try_from(seats.len()).unwrap_or(i64::MAX)
}

/// What is known of everybody at a meeting.
pub async fn attendances(tx: &mut Tx, meeting: Uuid) -> Result<Vec<Attendance>> {
    let sql = "SELECT a.id, a.member, a.answer, a.presence, a.represented_by, COALESCE(m.titular, m.id) \
               FROM assembly_attendance a JOIN assembly_member m ON m.id = a.member WHERE a.meeting = $1 ORDER BY a.id";
    let rows: Vec<(Uuid, Uuid, String, String, Option<Uuid>, Uuid)> = fetch_all!(tx, sql, meeting)?;
    let read =
        |(id, member, reply, presence, represented_by, seat): (Uuid, Uuid, String, String, Option<Uuid>, Uuid)| {
            let reply = known("assembly_attendance.answer", &reply, Reply::from_code(&reply))?;
            let presence = known("assembly_attendance.presence", &presence, Presence::from_code(&presence))?;
            Ok(Attendance { id, member, reply, presence, represented_by, seat })
        };
    rows.into_iter().map(read).collect()
}

/// Keeps what a member answers. Gives the row.
pub async fn reply(tx: &mut Tx, outside: &Outside, (meeting, member): (Uuid, Uuid), reply: Reply) -> Result<Uuid> {
    let (id, at) = (outside.uuid(), outside.now());
    let sql = "INSERT INTO assembly_attendance (id, meeting, member, answer, answered_at, presence) \
               VALUES ($1, $2, $3, $4, $5, 'none') ON CONFLICT (meeting, member) \
               DO UPDATE SET answer = excluded.answer, answered_at = excluded.answered_at RETURNING id";
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, id, meeting, member, reply.code(), at.0)?;
    Ok(row.map_or(id, |(id,)| id))
}

/// Keeps whether a member was there. Gives the row.
pub async fn be_present(
    tx: &mut Tx,
    outside: &Outside,
    (meeting, member): (Uuid, Uuid),
    (presence, represented_by): (Presence, Option<Uuid>),
) -> Result<Uuid> {
    let id = outside.uuid();
    let sql = "INSERT INTO assembly_attendance (id, meeting, member, answer, presence, represented_by) \
               VALUES ($1, $2, $3, 'none', $4, $5) ON CONFLICT (meeting, member) \
               DO UPDATE SET presence = excluded.presence, represented_by = excluded.represented_by RETURNING id";
    let row: Option<(Uuid,)> = fetch_optional!(tx, sql, id, meeting, member, presence.code(), represented_by)?;
    Ok(row.map_or(id, |(id,)| id))
}
