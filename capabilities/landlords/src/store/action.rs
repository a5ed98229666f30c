//! Actions of landlords.

use abatement::{Action, Axis};
use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use super::known;
use crate::rules::{ActionTerms, LandlordAction};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    year: Uuid,
    axis: i64,
    title: String,
    place: String,
    calendar: String,
    planned_cents: i64,
    landlord_cents: i64,
    others_cents: i64,
    done_cents: Option<i64>,
    common_law_cents: i64,
    renewal_cents: i64,
    valued_cents: i64,
    effects: String,
    revision: i64,
}

const COLUMNS: &str = "abatement_action.id, abatement_action.year, abatement_action.axis, abatement_action.title, \
                       abatement_action.place, abatement_action.calendar, abatement_action.planned_cents, \
                       abatement_action.landlord_cents, abatement_action.others_cents, abatement_action.done_cents, \
                       abatement_action.common_law_cents, abatement_action.renewal_cents, \
                       abatement_action.valued_cents, abatement_action.effects, abatement_action.revision";

fn read(row: Row) -> Result<LandlordAction> {
    let axis = u8::try_from(row.axis).ok().and_then(Axis::of_number);
    let counted = Action {
        axis: known("abatement_action.axis", &row.axis.to_string(), axis)?,
        title: row.title,
        planned: row.planned_cents,
        by_landlord: row.landlord_cents,
        by_others: row.others_cents,
        done: row.done_cents,
        common_law: row.common_law_cents,
        by_renewal: row.renewal_cents,
        valued: row.valued_cents,
    };
    let terms = ActionTerms { counted, place: row.place, calendar: row.calendar, effects: row.effects };
    Ok(LandlordAction { id: row.id, year: row.year, terms, revision: row.revision })
}

/// One action.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<LandlordAction>> {
    let sql = format!("SELECT {COLUMNS} FROM abatement_action WHERE id = $1");
    let row: Option<Row> = fetch_optional!(tx, AssertSqlSafe(sql), id)?;
    row.map(read).transpose()
}

/// Actions of a year, by axis.
pub async fn of_year(tx: &mut Tx, year: Uuid) -> Result<Vec<LandlordAction>> {
    let sql = format!("SELECT {COLUMNS} FROM abatement_action WHERE year = $1 ORDER BY axis, added_at, id");
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), year)?;
    rows.into_iter().map(read).collect()
}

/// Actions of all years of a contract.
pub async fn of_contract(tx: &mut Tx, contract: Uuid) -> Result<Vec<LandlordAction>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM abatement_action JOIN abatement_year ON abatement_year.id = abatement_action.year \
         JOIN abatement_agreement ON abatement_agreement.id = abatement_year.agreement \
         WHERE abatement_agreement.contract = $1 ORDER BY abatement_action.axis, abatement_action.added_at, \
         abatement_action.id"
    );
    let rows: Vec<Row> = fetch_all!(tx, AssertSqlSafe(sql), contract)?;
    rows.into_iter().map(read).collect()
}

/// Puts an action in.
pub async fn insert(tx: &mut Tx, one: &LandlordAction, at: Moment) -> Result<()> {
    let (terms, counted) = (&one.terms, &one.terms.counted);
    execute!(
        tx,
        "INSERT INTO abatement_action (id, year, axis, title, place, calendar, planned_cents, landlord_cents, \
         others_cents, done_cents, common_law_cents, renewal_cents, valued_cents, effects, added_at, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)",
        one.id,
        one.year,
        i64::from(counted.axis.number()),
        &counted.title,
        &terms.place,
        &terms.calendar,
        counted.planned,
        counted.by_landlord,
        counted.by_others,
        counted.done,
        counted.common_law,
        counted.by_renewal,
        counted.valued,
        &terms.effects,
        at.0
    )?;
    Ok(())
}

/// Writes an action, if nobody did since `revision`.
pub async fn save(tx: &mut Tx, (id, revision): (Uuid, i64), terms: &ActionTerms) -> Result<bool> {
    let counted = &terms.counted;
    let sql = "UPDATE abatement_action SET axis = $1, title = $2, place = $3, calendar = $4, planned_cents = $5, \
               landlord_cents = $6, others_cents = $7, done_cents = $8, common_law_cents = $9, renewal_cents = $10, \
               valued_cents = $11, effects = $12, revision = revision + 1 WHERE id = $13 AND revision = $14";
    let count = execute!(
        tx,
        sql,
        i64::from(counted.axis.number()),
        &counted.title,
        &terms.place,
        &terms.calendar,
        counted.planned,
        counted.by_landlord,
        counted.by_others,
        counted.done,
        counted.common_law,
        counted.by_renewal,
        counted.valued,
        &terms.effects,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Takes an action out; gives whether it was there.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<bool> {
    Ok(execute!(tx, "DELETE FROM abatement_action WHERE id = $1", id)? == 1)
}
