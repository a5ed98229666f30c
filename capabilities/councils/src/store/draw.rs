//! Draws: where each stands, what it published, whoever is in it.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional, insert_rows};
use jiff::civil::Date;
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{ChanceKind, DrawKind, DrawState, Working};

/// A draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    pub id: Uuid,
    pub college: Uuid,
    pub rank: i64,
    pub kind: DrawKind,
    pub follows: Option<Uuid>,
    pub letters: Option<i64>,
    pub young_weight: Option<i64>,
    pub beacon_chain: Option<String>,
    pub beacon_note: Option<String>,
    pub state: DrawState,
    pub reason: String,
    pub session_on: Date,
    pub session_place: String,
    pub chance: ChanceKind,
    pub beacon_source: String,
    pub rules_hash: String,
    pub announced_at: Moment,
    pub working: Working,
    pub problem: String,
    pub people: i64,
    pub root: String,
    pub frozen_at: Option<Moment>,
    pub fingerprint: String,
    pub published_at: Option<Moment>,
    pub dice: Option<i64>,
    pub dice_at: Option<Moment>,
    pub beacon: String,
    pub drawn_at: Option<Moment>,
    pub panel: Option<i64>,
    pub panels: Option<i64>,
    pub early_reason: String,
    pub witnesses: String,
    pub sealed_at: Option<Moment>,
    pub appeal_until: Option<Date>,
    pub purged_at: Option<Moment>,
    pub purge_certificate: String,
    pub abandon_reason: String,
    pub compared: String,
    pub revision: i64,
}

impl Draw {
    /// Whether it is over and people sit, or may, because of it.
    pub fn is_seated(&self) -> bool {
        self.state == DrawState::Sealed && self.kind.seats()
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    college: Uuid,
    rank: i64,
    kind: Option<String>,
    follows: Option<Uuid>,
    letters: Option<i64>,
    young_weight: Option<i64>,
    beacon_chain: Option<String>,
    beacon_note: Option<String>,
    state: String,
    reason: String,
    session_on: String,
    session_place: String,
    chance: String,
    beacon_source: String,
    rules_hash: String,
    announced_at: i64,
    working: String,
    problem: String,
    people: i64,
    root: String,
    frozen_at: Option<i64>,
    fingerprint: String,
    published_at: Option<i64>,
    dice: Option<i64>,
    dice_at: Option<i64>,
    beacon: String,
    drawn_at: Option<i64>,
    panel: Option<i64>,
    panels: Option<i64>,
    early_reason: String,
    witnesses: String,
    sealed_at: Option<i64>,
    appeal_until: Option<String>,
    purged_at: Option<i64>,
    purge_certificate: String,
    abandon_reason: String,
    compared: String,
    revision: i64,
}

const SELECT: &str = "SELECT id, college, rank, kind, follows, letters, young_weight, beacon_chain, beacon_note, state, reason, session_on, session_place, chance, beacon_source, \
                      rules_hash, announced_at, working, problem, people, root, frozen_at, fingerprint, published_at, dice, \
                      dice_at, beacon, drawn_at, panel, panels, early_reason, witnesses, sealed_at, appeal_until, purged_at, purge_certificate, \
                      abandon_reason, compared, revision FROM draw";

fn read(row: Row) -> Result<Draw> {
    let session = day("draw.session_on", Some(row.session_on))?;
    Ok(Draw {
        id: row.id,
        college: row.college,
        rank: row.rank,
        kind: match row.kind {
            Some(kind) => known("draw.kind", &kind, DrawKind::from_code(&kind))?,
            None => DrawKind::Whole,
        },
        follows: row.follows,
        letters: row.letters,
        young_weight: row.young_weight,
        beacon_chain: row.beacon_chain,
        beacon_note: row.beacon_note,
        state: known("draw.state", &row.state, DrawState::from_code(&row.state))?,
        reason: row.reason,
        session_on: session.unwrap_or_default(),
        session_place: row.session_place,
        chance: known("draw.chance", &row.chance, ChanceKind::from_code(&row.chance))?,
        beacon_source: row.beacon_source,
        rules_hash: row.rules_hash,
        announced_at: Moment(row.announced_at),
        working: known("draw.working", &row.working, Working::from_code(&row.working))?,
        problem: row.problem,
        people: row.people,
        root: row.root,
        frozen_at: row.frozen_at.map(Moment),
        fingerprint: row.fingerprint,
        published_at: row.published_at.map(Moment),
        dice: row.dice,
        dice_at: row.dice_at.map(Moment),
        beacon: row.beacon,
        drawn_at: row.drawn_at.map(Moment),
        panel: row.panel,
        panels: row.panels,
        early_reason: row.early_reason,
        witnesses: row.witnesses,
        sealed_at: row.sealed_at.map(Moment),
        appeal_until: day("draw.appeal_until", row.appeal_until)?,
        purged_at: row.purged_at.map(Moment),
        purge_certificate: row.purge_certificate,
        abandon_reason: row.abandon_reason,
        compared: row.compared,
        revision: row.revision,
    })
}

/// One draw.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Draw>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// The draws of a college, the last first.
pub async fn of_college(tx: &mut Tx, college: Uuid) -> Result<Vec<Draw>> {
    let rows: Vec<Row> =
        fetch_all!(tx, AssertSqlSafe(format!("{SELECT} WHERE college = $1 ORDER BY rank DESC")), college)?;
    rows.into_iter().map(read).collect()
}

/// The draw that goes on from this one and was not given up, if there is one: of whoever sits, or of who leaves.
pub async fn follower(tx: &mut Tx, id: Uuid, is_of_seats: bool) -> Result<Option<Draw>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE follows = $1 AND state <> 'abandoned' ORDER BY rank"));
    let rows: Vec<Row> = fetch_all!(tx, sql, id)?;
    let all = rows.into_iter().map(read).collect::<Result<Vec<Draw>>>()?;
    Ok(all.into_iter().find(|draw| draw.kind.seats() == is_of_seats))
}

/// Draws of people that are sealed and not purged.
pub async fn to_purge(tx: &mut Tx) -> Result<Vec<Draw>> {
    let sql = AssertSqlSafe(format!(
        "{SELECT} WHERE state = 'sealed' AND purged_at IS NULL AND (kind IS NULL OR kind <> 'renewal') ORDER BY id"
    ));
    let rows: Vec<Row> = fetch_all!(tx, sql)?;
    rows.into_iter().map(read).collect()
}

/// Whether the pool of a college is closed: a draw was frozen and is not over.
pub async fn is_pool_closed(tx: &mut Tx, college: Uuid) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM draw WHERE college = $1 \
               AND (state IN ('frozen', 'published', 'drawn') OR (state = 'prepared' AND working = 'freezing'))";
    let (count,): (i64,) = fetch_one!(tx, sql, college)?;
    Ok(count > 0)
}

/// Puts a draw in.
pub async fn insert(tx: &mut Tx, one: &Draw) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO draw (id, college, rank, state, reason, session_on, session_place, chance, beacon_source, rules_hash, \
         announced_at, working, problem, people, root, fingerprint, beacon, witnesses, purge_certificate, abandon_reason, \
         compared, revision, kind, follows, letters, young_weight, beacon_chain) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
         '', '', 0, '', '', '', '', '', '', '', 1, $12, $13, $14, $15, $16)",
        one.id,
        one.college,
        one.rank,
        one.state.code(),
        &one.reason,
        one.session_on.to_string(),
        &one.session_place,
        one.chance.code(),
        &one.beacon_source,
        &one.rules_hash,
        one.announced_at.0,
        one.kind.code(),
        one.follows,
        one.letters,
        one.young_weight,
        one.beacon_chain.as_deref()
    )?;
    Ok(())
}

/// Writes where a draw stands, if it still stood there and nobody wrote since `revision`: of two who press at once, one does.
pub async fn save(tx: &mut Tx, one: &Draw, (from, revision): (DrawState, i64)) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE draw SET state = $1, working = $2, problem = $3, people = $4, root = $5, frozen_at = $6, fingerprint = $7, \
         published_at = $8, dice = $9, dice_at = $10, beacon = $11, drawn_at = $12, panel = $13, witnesses = $14, \
         sealed_at = $15, appeal_until = $16, purged_at = $17, purge_certificate = $18, abandon_reason = $19, \
         compared = $20, beacon_note = $21, panels = $22, early_reason = $23, revision = revision + 1 \
         WHERE id = $24 AND revision = $25 AND state = $26",
        one.state.code(),
        one.working.code(),
        &one.problem,
        one.people,
        &one.root,
        one.frozen_at.map(|at| at.0),
        &one.fingerprint,
        one.published_at.map(|at| at.0),
        one.dice,
        one.dice_at.map(|at| at.0),
        &one.beacon,
        one.drawn_at.map(|at| at.0),
        one.panel,
        &one.witnesses,
        one.sealed_at.map(|at| at.0),
        one.appeal_until.map(|day| day.to_string()),
        one.purged_at.map(|at| at.0),
        &one.purge_certificate,
        &one.abandon_reason,
        &one.compared,
        one.beacon_note.as_deref(),
        one.panels,
        &one.early_reason,
        one.id,
        revision,
        from.code()
    )?;
    Ok(count == 1)
}

/// Keeps a file of a draw, in the place of one of that name.
pub async fn put_file(tx: &mut Tx, id: Uuid, draw: Uuid, name: &str, content: &[u8]) -> Result<Uuid> {
    let sql = "INSERT INTO draw_file (id, draw, name, content) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (draw, name) DO UPDATE SET content = $4 RETURNING id";
    let (id,): (Uuid,) = fetch_one!(tx, sql, id, draw, name, content)?;
    Ok(id)
}

/// The files of a draw, by name.
pub async fn files(tx: &mut Tx, draw: Uuid) -> Result<Vec<(String, Vec<u8>)>> {
    fetch_all!(tx, "SELECT name, content FROM draw_file WHERE draw = $1 ORDER BY name", draw)
}

/// Names of the files of a draw, and their length.
pub async fn file_names(tx: &mut Tx, draw: Uuid) -> Result<Vec<(String, i64)>> {
    fetch_all!(tx, "SELECT name, CAST(LENGTH(content) AS BIGINT) FROM draw_file WHERE draw = $1 ORDER BY name", draw)
}

/// One file of a draw.
pub async fn file(tx: &mut Tx, draw: Uuid, name: &str) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> =
        fetch_optional!(tx, "SELECT content FROM draw_file WHERE draw = $1 AND name = $2", draw, name)?;
    Ok(row.map(|(content,)| content))
}

/// Somebody of a frozen pool.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Entry {
    pub id: Uuid,
    pub draw: Uuid,
    pub candidate: Uuid,
    pub number: String,
    pub rank: i64,
    pub receipt_mark: String,
    pub recorded: String,
}

/// Puts people of a frozen pool in.
pub async fn insert_entries(tx: &mut Tx, all: &[Entry]) -> Result<()> {
    insert_rows!(
        tx,
        "INSERT INTO draw_entry (id, draw, candidate, number, rank, receipt_mark, recorded) VALUES {rows}",
        all,
        one => [one.id, one.draw, one.candidate, &one.number, one.rank, &one.receipt_mark, &one.recorded]
    );
    Ok(())
}

/// Forgets numbers of a pool that was not frozen after all, so many at most. Gives how many.
pub async fn forget_entries(tx: &mut Tx, draw: Uuid, most: i64) -> Result<u64> {
    let sql = "DELETE FROM draw_entry WHERE id IN (SELECT id FROM draw_entry WHERE draw = $1 ORDER BY rank LIMIT $2)";
    execute!(tx, sql, draw, most)
}

const ENTRY: &str = "SELECT id, draw, candidate, number, rank, receipt_mark, recorded FROM draw_entry";

/// Whoever has this receipt.
pub async fn by_receipt(tx: &mut Tx, draw: Uuid, mark: &str) -> Result<Option<Entry>> {
    fetch_optional!(tx, AssertSqlSafe(format!("{ENTRY} WHERE draw = $1 AND receipt_mark = $2")), draw, mark)
}

/// Numbers of everybody of a frozen pool.
pub async fn numbers(tx: &mut Tx, draw: Uuid) -> Result<Vec<(Uuid, String)>> {
    fetch_all!(tx, "SELECT candidate, number FROM draw_entry WHERE draw = $1", draw)
}

/// The place of a candidate in a draw.
pub async fn entry_of(tx: &mut Tx, draw: Uuid, candidate: Uuid) -> Result<Option<Entry>> {
    fetch_optional!(tx, AssertSqlSafe(format!("{ENTRY} WHERE draw = $1 AND candidate = $2")), draw, candidate)
}

/// Whoever has this number.
pub async fn by_number(tx: &mut Tx, draw: Uuid, number: &str) -> Result<Option<Entry>> {
    fetch_optional!(tx, AssertSqlSafe(format!("{ENTRY} WHERE draw = $1 AND number = $2")), draw, number)
}
