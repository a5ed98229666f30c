//! Who may be drawn: what draws know, who each is (sealed).

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional, insert_rows};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::known;
use crate::rules::{Age, CandidateState, Marks, Origin, Placed, Sex};

/// Somebody who may be drawn, as the draw knows her.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub id: Uuid,
    pub college: Uuid,
    pub origin: Origin,
    pub source: Option<Uuid>,
    pub line: Option<i64>,
    pub sex: Sex,
    pub age: Age,
    pub area: Option<Uuid>,
    pub placed: Placed,
    pub structure: Option<Uuid>,
    pub household: String,
    pub state: CandidateState,
    pub reason: String,
    pub merged_into: Option<Uuid>,
    pub added_at: Moment,
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    college: Uuid,
    origin: String,
    source: Option<Uuid>,
    line: Option<i64>,
    sex: String,
    age: String,
    area: Option<Uuid>,
    area_quality: String,
    structure: Option<Uuid>,
    household: String,
    state: String,
    reason: String,
    merged_into: Option<Uuid>,
    added_at: i64,
    revision: i64,
}

const SELECT: &str = "SELECT id, college, origin, source, line, sex, age, area, area_quality, structure, household, \
                      state, reason, merged_into, added_at, revision FROM candidate";

fn read(row: Row) -> Result<Candidate> {
    Ok(Candidate {
        id: row.id,
        college: row.college,
        origin: known("candidate.origin", &row.origin, Origin::from_code(&row.origin))?,
        source: row.source,
        line: row.line,
        sex: known("candidate.sex", &row.sex, Sex::from_code(&row.sex))?,
        age: known("candidate.age", &row.age, Age::from_code(&row.age))?,
        area: row.area,
        placed: known("candidate.area_quality", &row.area_quality, Placed::from_code(&row.area_quality))?,
        structure: row.structure,
        household: row.household,
        state: known("candidate.state", &row.state, CandidateState::from_code(&row.state))?,
        reason: row.reason,
        merged_into: row.merged_into,
        added_at: Moment(row.added_at),
        revision: row.revision,
    })
}

/// People read together.
const TOGETHER: i64 = 5_000;

/// One candidate.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Candidate>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Some people kept in the pool of a college with who they are, sealed, those after a line; none after the last one. Whoever is
/// erased is not among them.
pub async fn kept_after(tx: &mut Tx, college: Uuid, after: Uuid) -> Result<Vec<(Candidate, Vec<u8>)>> {
    let sql = "SELECT c.id, c.college, c.origin, c.source, c.line, c.sex, c.age, c.area, c.area_quality, c.structure, \
               c.household, c.state, c.reason, c.merged_into, c.added_at, c.revision, p.sealed \
               FROM candidate_person p JOIN candidate c ON c.id = p.id \
               WHERE p.college = $1 AND c.state = 'kept' AND p.id > $2 ORDER BY p.id LIMIT $3";
    let rows: Vec<KeptRow> = fetch_all!(tx, sql, college, after, TOGETHER)?;
    rows.into_iter().map(|row| Ok((read(row.candidate)?, row.sealed))).collect()
}

#[derive(sqlx::FromRow)]
struct KeptRow {
    #[sqlx(flatten)]
    candidate: Row,
    sealed: Vec<u8>,
}

/// Candidates of a structure.
pub async fn of_structure(tx: &mut Tx, structure: Uuid) -> Result<Vec<Candidate>> {
    let rows: Vec<Row> =
        fetch_all!(tx, AssertSqlSafe(format!("{SELECT} WHERE structure = $1 ORDER BY id")), structure)?;
    rows.into_iter().map(read).collect()
}

/// Somebody to put in: what the draw knows of her, who she is (sealed), what her line is compared by.
pub type Fresh = (Candidate, Vec<u8>, Marks);

/// Puts candidates in with who they are, except those who are there already.
pub async fn insert(tx: &mut Tx, all: &[Fresh]) -> Result<()> {
    insert_rows!(
        tx,
        "INSERT INTO candidate (id, college, origin, source, line, sex, age, area, area_quality, structure, household, \
         state, reason, merged_into, added_at, revision) VALUES {rows} ON CONFLICT (id) DO NOTHING",
        all,
        (one, _, _) => [
            one.id,
            one.college,
            one.origin.code(),
            one.source,
            one.line,
            one.sex.code(),
            one.age.code(),
            one.area,
            one.placed.code(),
            one.structure,
            &one.household,
            one.state.code(),
            &one.reason,
            one.merged_into,
            one.added_at.0,
            1_i64,
        ]
    );
    insert_rows!(
        tx,
        "INSERT INTO candidate_person (id, college, sealed, identity_mark, name_mark, address_mark, street_mark) \
         VALUES {rows} ON CONFLICT (id) DO NOTHING",
        all,
        (one, sealed, marks) => [
            one.id,
            one.college,
            sealed,
            marks.identity.as_deref().unwrap_or_default(),
            &marks.name,
            marks.address.as_deref().unwrap_or_default(),
            &marks.street,
        ]
    );
    Ok(())
}

/// Notes that something was learnt of somebody: her line is no more only what a file said.
pub async fn touch(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "UPDATE candidate SET revision = revision + 1 WHERE id = $1", id)?;
    Ok(())
}

/// Writes what can change of a candidate, if nobody did since `revision`.
pub async fn update(tx: &mut Tx, one: &Candidate, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE candidate SET sex = $1, age = $2, area = $3, area_quality = $4, state = $5, reason = $6, \
         merged_into = $7, household = $8, revision = revision + 1 WHERE id = $9 AND revision = $10",
        one.sex.code(),
        one.age.code(),
        one.area,
        one.placed.code(),
        one.state.code(),
        &one.reason,
        one.merged_into,
        &one.household,
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// Who somebody is, sealed; nothing once erased.
pub async fn person(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = fetch_optional!(tx, "SELECT sealed FROM candidate_person WHERE id = $1", id)?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Those whose street is to be placed.
const UNPLACED: &str = "FROM candidate c JOIN candidate_person p ON p.id = c.id \
                        WHERE c.college = $1 AND c.state = 'set_aside' AND c.area_quality = 'unknown'";

/// What makes a street among them.
const STREET: &str = "p.street_mark, CASE WHEN p.street_mark = '' THEN p.id END";

/// Streets to place, the most peopled first, so many at most: the mark of each, how many live there, and who one of them is.
/// Somebody gathered before streets had marks is a street of her own, under her identifier.
pub async fn streets(tx: &mut Tx, college: Uuid, most: i64) -> Result<Vec<(String, i64, Uuid, Vec<u8>)>> {
    let sql = AssertSqlSafe(format!(
        "SELECT s.mark, s.people, p.id, p.sealed FROM (SELECT p.id AS id, p.street_mark AS mark, \
         COUNT(*) OVER (PARTITION BY {STREET}) AS people, \
         ROW_NUMBER() OVER (PARTITION BY {STREET} ORDER BY p.id) AS nth {UNPLACED}) s \
         JOIN candidate_person p ON p.id = s.id WHERE s.nth = 1 ORDER BY s.people DESC, s.mark, p.id LIMIT $2"
    ));
    let mut rows: Vec<(String, i64, Uuid, Vec<u8>)> = fetch_all!(tx, sql, college, most)?;
    for (mark, _, one, _) in rows.iter_mut().filter(|(mark, ..)| mark.is_empty()) {
        *mark = one.to_string();
    }
    Ok(rows)
}

/// How many streets are to be placed.
pub async fn count_streets(tx: &mut Tx, college: Uuid) -> Result<i64> {
    let sql = AssertSqlSafe(format!(
        "SELECT COUNT(DISTINCT NULLIF(p.street_mark, '')) + COUNT(CASE WHEN p.street_mark = '' THEN 1 END) {UNPLACED}"
    ));
    let (count,): (i64,) = fetch_one!(tx, sql, college)?;
    Ok(count)
}

/// Those who live in a street to place.
pub async fn of_street(tx: &mut Tx, college: Uuid, mark: &str) -> Result<Vec<Uuid>> {
    if let Ok(one) = mark.parse::<Uuid>() {
        let sql = AssertSqlSafe(format!("SELECT c.id {UNPLACED} AND c.id = $2"));
        let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, college, one)?;
        return Ok(rows.into_iter().map(|(id,)| id).collect());
    }
    let sql = AssertSqlSafe(format!("SELECT c.id {UNPLACED} AND p.street_mark = $2 ORDER BY c.id"));
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, college, mark)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Writes who somebody is.
pub async fn save_person(tx: &mut Tx, id: Uuid, sealed: &[u8], marks: &Marks) -> Result<()> {
    execute!(
        tx,
        "UPDATE candidate_person SET sealed = $1, identity_mark = $2, name_mark = $3, address_mark = $4, \
         street_mark = $5 WHERE id = $6",
        sealed,
        marks.identity.as_deref().unwrap_or_default(),
        &marks.name,
        marks.address.as_deref().unwrap_or_default(),
        &marks.street,
        id
    )?;
    Ok(())
}

fn marks((id, identity, name, address): (Uuid, String, String, String)) -> (Uuid, Marks) {
    let given = |text: String| (!text.is_empty()).then_some(text);
    // Streets are not what lines are compared by.
    (id, Marks { identity: given(identity), name, address: given(address), street: String::new() })
}

const MARKS: &str = "SELECT p.id, p.identity_mark, p.name_mark, p.address_mark FROM candidate_person p \
                     JOIN candidate c ON c.id = p.id WHERE p.college = $1 AND c.state NOT IN ('merged', 'withdrawn')";

/// Fingerprints of some people of a college who are neither merged nor withdrawn, those after a line; none after the last one.
pub async fn marks_after(tx: &mut Tx, college: Uuid, after: Uuid) -> Result<Vec<(Uuid, Marks)>> {
    let sql = AssertSqlSafe(format!("{MARKS} AND p.id > $2 ORDER BY p.id LIMIT $3"));
    let rows: Vec<(Uuid, String, String, String)> = fetch_all!(tx, sql, college, after, TOGETHER)?;
    Ok(rows.into_iter().map(marks).collect())
}

/// Fingerprints of those of this name.
pub async fn marks_of_name(tx: &mut Tx, college: Uuid, name: &str) -> Result<Vec<(Uuid, Marks)>> {
    let sql = AssertSqlSafe(format!("{MARKS} AND p.name_mark = $2"));
    let rows: Vec<(Uuid, String, String, String)> = fetch_all!(tx, sql, college, name)?;
    Ok(rows.into_iter().map(marks).collect())
}

/// Candidates of this identity, withdrawn or not.
pub async fn of_identity(tx: &mut Tx, college: Uuid, identity: &str) -> Result<Vec<Uuid>> {
    let sql = "SELECT id FROM candidate_person WHERE college = $1 AND identity_mark = $2 ORDER BY id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, college, identity)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// People of a college since a moment who put themselves forward.
pub async fn volunteers_since(tx: &mut Tx, college: Uuid, since: Moment) -> Result<i64> {
    let sql =
        "SELECT COUNT(*) FROM candidate WHERE college = $1 AND added_at > $2 AND origin IN ('volunteer', 'actor')";
    let (count,): (i64,) = fetch_one!(tx, sql, college, since.0)?;
    Ok(count)
}

/// How many candidates have each value: state, origin, sex, age, area, quality of the area, structure's kind.
pub type Counted = (String, String, String, String, Option<Uuid>, String, Option<Uuid>, i64);

/// Counts of a college's candidates who are not erased.
pub async fn counts(tx: &mut Tx, college: Uuid) -> Result<Vec<Counted>> {
    let lines = "SELECT (SELECT COUNT(*) FROM candidate WHERE college = $1), \
                 (SELECT COUNT(*) FROM candidate_person WHERE college = $1)";
    let (all, known): (i64, i64) = fetch_one!(tx, lines, college)?;
    // While nobody is erased, an index counts them all; afterwards few are left, and they are looked at one by one.
    let from = match all == known {
        true => "FROM candidate c LEFT JOIN structure s ON s.id = c.structure WHERE c.college = $1",
        false => {
            "FROM candidate_person p JOIN candidate c ON c.id = p.id LEFT JOIN structure s ON s.id = c.structure \
             WHERE p.college = $1"
        }
    };
    let sql = AssertSqlSafe(format!(
        "SELECT c.state, c.origin, c.sex, c.age, c.area, c.area_quality, s.kind, COUNT(*) {from} \
         GROUP BY c.state, c.origin, c.sex, c.age, c.area, c.area_quality, s.kind"
    ));
    fetch_all!(tx, sql, college)
}

/// Everybody of a college who is not erased, and whether an act of one person touched her line: then the journal seals it.
pub async fn known_people(tx: &mut Tx, college: Uuid) -> Result<Vec<(Uuid, bool)>> {
    let sql = "SELECT p.id, c.source, c.revision FROM candidate_person p JOIN candidate c ON c.id = p.id \
               WHERE p.college = $1 ORDER BY p.id";
    let rows: Vec<(Uuid, Option<Uuid>, i64)> = fetch_all!(tx, sql, college)?;
    Ok(rows.into_iter().map(|(id, source, revision)| (id, source.is_none() || revision > 1)).collect())
}

/// Erases who everybody of a college is, and what leads to their addresses, between two who stay; from the first or to the last
/// when one is not said.
pub async fn erase_between(tx: &mut Tx, college: Uuid, after: Option<Uuid>, before: Option<Uuid>) -> Result<()> {
    let (after, before) = (after.unwrap_or_default(), before.unwrap_or(Uuid::max()));
    let bounds = "college = $1 AND id > $2 AND id < $3";
    let people = AssertSqlSafe(format!("DELETE FROM candidate_person WHERE {bounds}"));
    execute!(tx, people, college, after, before)?;
    let homes = AssertSqlSafe(format!("UPDATE candidate SET household = '' WHERE {bounds} AND household <> ''"));
    execute!(tx, homes, college, after, before)?;
    Ok(())
}

/// When the last of a college came in.
pub async fn last_added(tx: &mut Tx, college: Uuid) -> Result<Option<Moment>> {
    let (last,): (Option<i64>,) = fetch_one!(tx, "SELECT MAX(added_at) FROM candidate WHERE college = $1", college)?;
    Ok(last.map(Moment))
}

/// Those a file put in and of whom nothing was said since: no act touched them, no draw numbered them, nobody decided of their
/// duplicates.
const UNTOUCHED: &str = "SELECT c.id FROM candidate c WHERE c.college = $1 AND c.source = $2 AND c.revision = 1 \
                         AND NOT EXISTS (SELECT 1 FROM draw_entry e WHERE e.candidate = c.id) \
                         AND NOT EXISTS (SELECT 1 FROM candidate_doubt d WHERE d.first = c.id AND d.decision <> 'open') \
                         AND NOT EXISTS (SELECT 1 FROM candidate_doubt d WHERE d.second = c.id AND d.decision <> 'open')";

/// Those a file put in and of whom nothing was said since, in the order of lines' identifiers.
pub async fn untouched(tx: &mut Tx, college: Uuid, file: Uuid) -> Result<Vec<Uuid>> {
    let sql = AssertSqlSafe(format!("{UNTOUCHED} ORDER BY c.id"));
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, college, file)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Takes out those a file put in, between two lines, both included, unless something was said of them meanwhile. Gives how many.
pub async fn take_out(tx: &mut Tx, college: Uuid, file: Uuid, (from, to): (Uuid, Uuid)) -> Result<u64> {
    let those = format!("{UNTOUCHED} AND c.id >= $3 AND c.id <= $4");
    for table in ["first", "second"] {
        let doubts = AssertSqlSafe(format!("DELETE FROM candidate_doubt WHERE {table} IN ({those})"));
        execute!(tx, doubts, college, file, from, to)?;
    }
    let people = AssertSqlSafe(format!("DELETE FROM candidate_person WHERE id IN ({those})"));
    execute!(tx, people, college, file, from, to)?;
    let lines = AssertSqlSafe(format!("DELETE FROM candidate WHERE id IN ({those})"));
    execute!(tx, lines, college, file, from, to)
}
