//! What bodies are asked their opinion on: files, their papers, opinions adopted.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Cents, Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known, maybe_day};
use crate::rules::{Adopted, Ballot, Sense, Submission, SubmissionState, SubmissionTerms, Way};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    assembly: Uuid,
    reference: String,
    title: String,
    organisation: Option<Uuid>,
    applicant: String,
    summary: String,
    amount_cents: Option<i64>,
    questions: String,
    due_on: String,
    submitted_on: String,
    state: String,
    reason: String,
    rapporteur: Option<Uuid>,
    draft_sense: String,
    draft: String,
    number: Option<i64>,
    way: String,
    meeting: Option<Uuid>,
    adopted_on: Option<String>,
    in_favour: i64,
    against: i64,
    abstention: i64,
    base: i64,
    recused: i64,
    is_public: bool,
    received_at: Option<i64>,
    amended_on: Option<String>,
    revision: i64,
}

const SELECT: &str = "SELECT id, assembly, reference, title, organisation, applicant, summary, amount_cents, questions, due_on, \
                      submitted_on, state, reason, rapporteur, draft_sense, draft, number, way, meeting, adopted_on, \
                      in_favour, against, abstention, base, recused, is_public, received_at, amended_on, revision \
                      FROM assembly_submission";

fn read(row: Row, areas: Vec<Uuid>) -> Result<Submission> {
    let adopted_on = maybe_day("assembly_submission.adopted_on", row.adopted_on)?;
    let adopted = match (row.number, adopted_on) {
        (Some(number), Some(on)) => Some(Adopted {
            number,
            ballot: Ballot {
                way: known("assembly_submission.way", &row.way, Way::from_code(&row.way))?,
                meeting: row.meeting,
                on,
                in_favour: row.in_favour,
                against: row.against,
                abstention: row.abstention,
                base: row.base,
            },
            recused: row.recused,
            is_public: row.is_public,
        }),
        _ => None,
    };
    Ok(Submission {
        id: row.id,
        assembly: row.assembly,
        terms: SubmissionTerms {
            reference: row.reference,
            title: row.title,
            organisation: row.organisation,
            applicant: row.applicant,
            areas,
            summary: row.summary,
            amount: row.amount_cents.map(Cents),
            questions: row.questions,
            due_on: day("assembly_submission.due_on", &row.due_on)?,
        },
        submitted_on: day("assembly_submission.submitted_on", &row.submitted_on)?,
        state: known("assembly_submission.state", &row.state, SubmissionState::from_code(&row.state))?,
        reason: row.reason,
        rapporteur: row.rapporteur,
        draft_sense: Sense::from_code(&row.draft_sense),
        draft: row.draft,
        adopted,
        received_at: row.received_at.map(Moment),
        amended_on: maybe_day("assembly_submission.amended_on", row.amended_on)?,
        revision: row.revision,
    })
}

async fn areas_of(tx: &mut Tx, id: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT area FROM assembly_submission_area WHERE submission = $1 ORDER BY id";
    let rows: Vec<(Uuid,)> = fetch_all!(tx, sql, id)?;
    Ok(rows.into_iter().map(|(area,)| area).collect())
}

async fn all(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<Submission>> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let areas = areas_of(tx, row.id).await?;
        all.push(read(row, areas)?);
    }
    Ok(all)
}

/// Those of a body: what is due first, then what was answered or withdrawn, the last first.
pub async fn of_assembly(tx: &mut Tx, assembly: Uuid) -> Result<Vec<Submission>> {
    let sql = format!("{SELECT} WHERE assembly = $1 ORDER BY state <> 'open', adopted_on DESC, due_on, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), assembly)?;
    all(tx, rows).await
}

/// Those about an application or a project, whatever the body.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Vec<Submission>> {
    let sql = format!("{SELECT} WHERE reference = $1 ORDER BY submitted_on, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), reference)?;
    all(tx, rows).await
}

/// One of them.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Submission>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    let Some(row) = row else { return Ok(None) };
    let areas = areas_of(tx, id).await?;
    read(row, areas).map(Some)
}

/// Puts a file in, with its neighbourhoods. Gives the rows of these.
pub async fn insert(tx: &mut Tx, outside: &Outside, one: &Submission) -> Result<Vec<Uuid>> {
    let terms = &one.terms;
    execute!(
        tx,
        "INSERT INTO assembly_submission (id, assembly, reference, title, organisation, applicant, summary, amount_cents, \
         questions, due_on, submitted_on, state, reason, rapporteur, draft_sense, draft, number, way, meeting, adopted_on, \
         in_favour, against, abstention, base, recused, is_public, received_at, created_at, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', '', NULL, '', '', NULL, '', NULL, NULL, 0, 0, 0, 0, 0, \
         $12, NULL, $13, 1)",
        one.id,
        one.assembly,
        &terms.reference,
        &terms.title,
        terms.organisation,
        &terms.applicant,
        &terms.summary,
        terms.amount.map(|amount| amount.0),
        &terms.questions,
        terms.due_on.to_string(),
        one.submitted_on.to_string(),
        false,
        outside.now().0
    )?;
    insert_areas(tx, outside, one).await
}

/// Writes what is asked anew, with its neighbourhoods, if nobody wrote since `revision`. Gives the rows of neighbourhoods that went
/// and came; nothing when somebody did.
pub async fn amend(tx: &mut Tx, outside: &Outside, one: &Submission, revision: i64) -> Result<Option<Vec<Uuid>>> {
    let terms = &one.terms;
    let count = execute!(
        tx,
        "UPDATE assembly_submission SET reference = $1, title = $2, organisation = $3, applicant = $4, summary = $5, \
         amount_cents = $6, questions = $7, due_on = $8, amended_on = $9, revision = revision + 1 \
         WHERE id = $10 AND revision = $11",
        &terms.reference,
        &terms.title,
        terms.organisation,
        &terms.applicant,
        &terms.summary,
        terms.amount.map(|amount| amount.0),
        &terms.questions,
        terms.due_on.to_string(),
        one.amended_on.map(|day| day.to_string()),
        one.id,
        revision
    )?;
    if count == 0 {
        return Ok(None);
    }
    let sql = "DELETE FROM assembly_submission_area WHERE submission = $1 RETURNING id";
    let gone: Vec<(Uuid,)> = fetch_all!(tx, sql, one.id)?;
    let mut rows: Vec<Uuid> = gone.into_iter().map(|(id,)| id).collect();
    rows.extend(insert_areas(tx, outside, one).await?);
    Ok(Some(rows))
}

async fn insert_areas(tx: &mut Tx, outside: &Outside, one: &Submission) -> Result<Vec<Uuid>> {
    let mut rows = Vec::new();
    for area in &one.terms.areas {
        let id = outside.uuid();
        let sql = "INSERT INTO assembly_submission_area (id, submission, area) VALUES ($1, $2, $3)";
        execute!(tx, sql, id, one.id, *area)?;
        rows.push(id);
    }
    Ok(rows)
}

/// Writes how far a file is, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, one: &Submission, revision: i64) -> Result<bool> {
    let adopted = one.adopted;
    let ballot = adopted.map(|adopted| adopted.ballot);
    let votes = |of: fn(&Ballot) -> i64| ballot.as_ref().map_or(0, of);
    let count = execute!(
        tx,
        "UPDATE assembly_submission SET state = $1, reason = $2, rapporteur = $3, draft_sense = $4, draft = $5, number = $6, \
         way = $7, meeting = $8, adopted_on = $9, in_favour = $10, against = $11, abstention = $12, base = $13, recused = $14, \
         is_public = $15, received_at = $16, revision = revision + 1 WHERE id = $17 AND revision = $18",
        one.state.code(),
        &one.reason,
        one.rapporteur,
        one.draft_sense.map_or("", Sense::code),
        &one.draft,
        adopted.map(|adopted| adopted.number),
        ballot.map_or("", |ballot| ballot.way.code()),
        ballot.and_then(|ballot| ballot.meeting),
        ballot.map(|ballot| ballot.on.to_string()),
        votes(|ballot| ballot.in_favour),
        votes(|ballot| ballot.against),
        votes(|ballot| ballot.abstention),
        votes(|ballot| ballot.base),
        adopted.map_or(0, |adopted| adopted.recused),
        adopted.is_some_and(|adopted| adopted.is_public),
        one.received_at.map(|at| at.0),
        one.id,
        revision
    )?;
    Ok(count == 1)
}

/// The next number of a series in a body, with the row that counts: whoever asks at the same moment waits.
pub async fn next_number(tx: &mut Tx, outside: &Outside, assembly: Uuid, series: &str) -> Result<(i64, Uuid)> {
    let sql = "INSERT INTO assembly_number (id, assembly, series, last) VALUES ($1, $2, $3, 1) \
               ON CONFLICT (assembly, series) DO UPDATE SET last = assembly_number.last + 1 RETURNING last, id";
    fetch_one!(tx, sql, outside.uuid(), assembly, series)
}

/// A paper of a file submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmissionPaper {
    pub id: Uuid,
    pub submission: Uuid,
    pub file: Uuid,
    pub label: String,
    pub rank: i64,
}

type PaperRow = (Uuid, Uuid, Uuid, String, i64);

fn paper_of((id, submission, file, label, rank): PaperRow) -> SubmissionPaper {
    SubmissionPaper { id, submission, file, label, rank }
}

/// Papers of a file, in order.
pub async fn papers(tx: &mut Tx, submission: Uuid) -> Result<Vec<SubmissionPaper>> {
    let sql = "SELECT id, submission, file, label, rank FROM assembly_submission_paper WHERE submission = $1 ORDER BY rank, id";
    let rows: Vec<PaperRow> = fetch_all!(tx, sql, submission)?;
    Ok(rows.into_iter().map(paper_of).collect())
}

/// One paper.
pub async fn paper(tx: &mut Tx, id: Uuid) -> Result<Option<SubmissionPaper>> {
    let sql = "SELECT id, submission, file, label, rank FROM assembly_submission_paper WHERE id = $1";
    let row: Option<PaperRow> = fetch_optional!(tx, sql, id)?;
    Ok(row.map(paper_of))
}

/// Puts a paper in.
pub async fn insert_paper(tx: &mut Tx, one: &SubmissionPaper, at: Moment) -> Result<()> {
    let sql = "INSERT INTO assembly_submission_paper (id, submission, file, label, rank, added_at) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    execute!(tx, sql, one.id, one.submission, one.file, &one.label, one.rank, at.0)?;
    Ok(())
}
