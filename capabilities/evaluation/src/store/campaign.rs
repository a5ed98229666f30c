//! Campaigns, their questions, whom is asked, answers.

use std::collections::HashMap;

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use kernel::{Moment, Outside, Uuid};
use sqlx::AssertSqlSafe;

use super::{day, known};
use crate::rules::{Ask, AskKind, Campaign, CampaignTerms, Due, NOT_COUNTED, Replies, Request};

type Row = (Uuid, Uuid, i64, String, String, String, Option<i64>, i64);

const SELECT: &str =
    "SELECT id, contract, year, title, message, closes_on, published_at, revision FROM evaluation_campaign";

fn read((id, contract, year, title, message, closes_on, published_at, revision): Row) -> Result<Campaign> {
    let closes_on = day("evaluation_campaign.closes_on", &closes_on)?;
    let terms = CampaignTerms { year, title, message, closes_on };
    Ok(Campaign { id, contract, terms, published_at: published_at.map(Moment), revision })
}

/// One campaign.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Campaign>> {
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(format!("{SELECT} WHERE id = $1")), id)?;
    row.map(read).transpose()
}

/// Campaigns of a contract, the last year first.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<Campaign>> {
    let sql = AssertSqlSafe(format!("{SELECT} WHERE contract = $1 ORDER BY year DESC, id DESC"));
    let rows: Vec<Row> = fetch_all!(tx, sql, contract)?;
    rows.into_iter().map(read).collect()
}

/// Writes a campaign: put in when `revision` is nought, changed if nobody did since otherwise.
pub async fn save(tx: &mut Tx, one: &Campaign, revision: i64) -> Result<bool> {
    let terms = &one.terms;
    let sql = if revision == 0 {
        "INSERT INTO evaluation_campaign (year, title, message, closes_on, published_at, contract, id, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8 + 1)"
    } else {
        "UPDATE evaluation_campaign SET year = $1, title = $2, message = $3, closes_on = $4, published_at = $5, \
         revision = revision + 1 WHERE contract = $6 AND id = $7 AND revision = $8"
    };
    let (on, at) = (terms.closes_on.to_string(), one.published_at.map(|at| at.0));
    let count = execute!(tx, sql, terms.year, &terms.title, &terms.message, on, at, one.contract, one.id, revision)?;
    Ok(count == 1)
}

/// Questions of a campaign, in their order.
pub async fn asks(tx: &mut Tx, campaign: Uuid) -> Result<Vec<Ask>> {
    let sql =
        "SELECT id, campaign, position, words, kind FROM evaluation_ask WHERE campaign = $1 ORDER BY position, id";
    let rows: Vec<(Uuid, Uuid, i64, String, String)> = fetch_all!(tx, sql, campaign)?;
    let read = |(id, campaign, position, words, kind): (Uuid, Uuid, i64, String, String)| {
        let kind = known("evaluation_ask.kind", &kind, AskKind::from_code(&kind))?;
        Ok(Ask { id, campaign, position, words, kind })
    };
    rows.into_iter().map(read).collect()
}

/// Puts a question in.
pub async fn insert_ask(tx: &mut Tx, one: &Ask) -> Result<()> {
    let sql = "INSERT INTO evaluation_ask (id, campaign, position, words, kind) VALUES ($1, $2, $3, $4, $5)";
    execute!(tx, sql, one.id, one.campaign, one.position, &one.words, one.kind.code())?;
    Ok(())
}

/// Takes a question out.
pub async fn remove_ask(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM evaluation_ask WHERE id = $1", id)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct RequestRow {
    id: Uuid,
    campaign: Uuid,
    sheet: Uuid,
    organisation: Uuid,
    title: String,
    areas: String,
    asked_on: String,
    sent_at: Option<i64>,
    sent_by_name: String,
    revision: i64,
}

const REQUEST: &str = "SELECT id, campaign, sheet, organisation, title, areas, asked_on, sent_at, sent_by_name, revision \
                       FROM evaluation_request";

fn request(row: RequestRow) -> Result<Request> {
    Ok(Request {
        id: row.id,
        campaign: row.campaign,
        sheet: row.sheet,
        organisation: row.organisation,
        title: row.title,
        areas: row.areas,
        asked_on: day("evaluation_request.asked_on", &row.asked_on)?,
        sent_at: row.sent_at.map(Moment),
        sent_by_name: row.sent_by_name,
        revision: row.revision,
    })
}

/// One request.
pub async fn request_by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Request>> {
    let row: Option<RequestRow> = fetch_optional!(tx, AssertSqlSafe(format!("{REQUEST} WHERE id = $1")), id)?;
    row.map(request).transpose()
}

/// Requests of a campaign, by action.
pub async fn requests(tx: &mut Tx, campaign: Uuid) -> Result<Vec<Request>> {
    let sql = AssertSqlSafe(format!("{REQUEST} WHERE campaign = $1 ORDER BY title, id"));
    let rows: Vec<RequestRow> = fetch_all!(tx, sql, campaign)?;
    rows.into_iter().map(request).collect()
}

/// Requests to an organisation, the last first.
pub async fn requests_to(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Request>> {
    let sql = AssertSqlSafe(format!("{REQUEST} WHERE organisation = $1 ORDER BY asked_on DESC, title, id"));
    let rows: Vec<RequestRow> = fetch_all!(tx, sql, organisation)?;
    rows.into_iter().map(request).collect()
}

/// Puts a request in; whether the action was not asked already.
pub async fn insert_request(tx: &mut Tx, one: &Request) -> Result<bool> {
    let sql = "INSERT INTO evaluation_request (id, campaign, sheet, organisation, title, areas, asked_on, sent_by_name, revision) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, '', 1) ON CONFLICT DO NOTHING";
    let on = one.asked_on.to_string();
    Ok(execute!(tx, sql, one.id, one.campaign, one.sheet, one.organisation, &one.title, &one.areas, on)? == 1)
}

/// Writes answers, and whether they are sent, if nobody did since.
pub async fn save_replies(
    tx: &mut Tx,
    outside: &Outside,
    (id, revision): (Uuid, i64),
    sent: Option<(Moment, &str)>,
    replies: &Replies,
) -> Result<bool> {
    let sql = "UPDATE evaluation_request SET sent_at = $1, sent_by_name = $2, revision = revision + 1 \
               WHERE id = $3 AND revision = $4";
    let (at, by) = sent.map_or((None, ""), |(at, by)| (Some(at.0), by));
    if execute!(tx, sql, at, by, id, revision)? != 1 {
        return Ok(false);
    }
    execute!(tx, "DELETE FROM evaluation_answer WHERE request = $1", id)?;
    let sql = "INSERT INTO evaluation_answer (id, request, ask, cell, number, words) VALUES ($1, $2, $3, $4, $5, $6)";
    for (ask, reply) in replies {
        for (cell, count) in &reply.counts {
            execute!(tx, sql, outside.uuid(), id, *ask, cell, Some(*count), "")?;
        }
        if reply.is_not_counted {
            execute!(tx, sql, outside.uuid(), id, *ask, NOT_COUNTED, None::<i64>, "")?;
        }
        if !reply.words.is_empty() {
            execute!(tx, sql, outside.uuid(), id, *ask, "t", None::<i64>, &reply.words)?;
        }
    }
    Ok(true)
}

/// Answers to every request of a campaign, drafts too.
pub async fn replies(tx: &mut Tx, campaign: Uuid) -> Result<HashMap<Uuid, Replies>> {
    let sql = "SELECT a.request, a.ask, a.cell, a.number, a.words FROM evaluation_answer a \
               JOIN evaluation_request r ON r.id = a.request WHERE r.campaign = $1 ORDER BY a.request, a.ask, a.cell";
    let rows: Vec<(Uuid, Uuid, String, Option<i64>, String)> = fetch_all!(tx, sql, campaign)?;
    let mut all: HashMap<Uuid, Replies> = HashMap::new();
    for (request, ask, cell, number, words) in rows {
        let reply = all.entry(request).or_default().entry(ask).or_default();
        match number {
            Some(count) => {
                reply.counts.insert(cell, count);
            }
            None if cell == NOT_COUNTED => reply.is_not_counted = true,
            None => reply.words = words,
        }
    }
    Ok(all)
}

/// Whether anybody began to answer a campaign.
pub async fn is_asked(tx: &mut Tx, campaign: Uuid) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM evaluation_request WHERE campaign = $1";
    let (count,): (i64,) = fetch_one!(tx, sql, campaign)?;
    Ok(count > 0)
}

/// Notes a reminder; none when it left already.
pub async fn remind(tx: &mut Tx, id: Uuid, (request, due): (Uuid, Due), at: Moment) -> Result<Option<Uuid>> {
    let sql =
        "INSERT INTO evaluation_reminder (id, request, due, sent_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    Ok((execute!(tx, sql, id, request, due.code(), at.0)? == 1).then_some(id))
}
