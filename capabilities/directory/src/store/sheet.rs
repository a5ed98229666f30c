//! Sheets, and what organisations are found by.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Outside, Uuid};

use super::{known, maybe_day};
use crate::rules::{Contact, Identity, Listing, MarkKind, Public, Relations, Sheet};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    acronym: String,
    legal_form: String,
    rna: Option<String>,
    receipt: String,
    register: String,
    purpose: String,
    identity_revision: i64,
    seat_street: String,
    seat_postal: String,
    seat_town: String,
    mail_address: String,
    phone: String,
    email: String,
    website: String,
    contact_revision: i64,
    public_interest: Option<bool>,
    public_interest_on: Option<String>,
    business_tax: Option<bool>,
    has_auditor: Option<bool>,
    network: String,
    legal_members: Option<i64>,
    relations_revision: i64,
    is_listed: bool,
    summary: String,
    listing_revision: i64,
    verified_at: Option<i64>,
}

fn read(row: Row, marks: Vec<(MarkKind, String)>) -> Result<Sheet> {
    let ids = |kind: MarkKind| -> Vec<Uuid> {
        marks.iter().filter(|(known, _)| *known == kind).filter_map(|(_, value)| value.parse().ok()).collect()
    };
    let publics = marks.iter().filter(|(kind, _)| *kind == MarkKind::Public);
    Ok(Sheet {
        identity: Identity {
            acronym: row.acronym,
            legal_form: row.legal_form,
            rna: row.rna,
            receipt: row.receipt,
            register: row.register,
            purpose: row.purpose,
        },
        identity_revision: row.identity_revision,
        contact: Contact {
            street: row.seat_street,
            postal: row.seat_postal,
            town: row.seat_town,
            mail_address: row.mail_address,
            phone: row.phone,
            email: row.email,
            website: row.website,
        },
        contact_revision: row.contact_revision,
        relations: Relations {
            public_interest: row.public_interest,
            public_interest_on: maybe_day("organisation_sheet.public_interest_on", row.public_interest_on)?,
            business_tax: row.business_tax,
            has_auditor: row.has_auditor,
            network: row.network,
            legal_members: row.legal_members,
        },
        relations_revision: row.relations_revision,
        listing: Listing {
            is_listed: row.is_listed,
            summary: row.summary,
            themes: ids(MarkKind::Theme),
            areas: ids(MarkKind::Area),
            publics: publics.filter_map(|(_, code)| Public::from_code(code)).collect(),
        },
        listing_revision: row.listing_revision,
        verified_at: row.verified_at.map(Moment),
    })
}

const COLUMNS: &str = "id, acronym, legal_form, rna, receipt, register, purpose, identity_revision, seat_street, seat_postal, \
                       seat_town, mail_address, phone, email, website, contact_revision, public_interest, public_interest_on, \
                       business_tax, has_auditor, network, legal_members, relations_revision, is_listed, summary, \
                       listing_revision, verified_at";

/// The sheet of an organisation.
pub async fn of(tx: &mut Tx, organisation: Uuid) -> Result<Option<Sheet>> {
    let sql = format!("SELECT {COLUMNS} FROM organisation_sheet WHERE id = $1");
    let row: Option<Row> = fetch_optional!(tx, sqlx::AssertSqlSafe(sql), organisation)?;
    let Some(row) = row else { return Ok(None) };
    let marks = marks(tx, Some(organisation)).await?.into_iter().map(|(_, kind, value)| (kind, value)).collect();
    read(row, marks).map(Some)
}

/// Organisations of which a sheet is begun.
pub async fn written(tx: &mut Tx) -> Result<std::collections::HashSet<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM organisation_sheet")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Every sheet.
pub async fn all(tx: &mut Tx) -> Result<Vec<(Uuid, Sheet)>> {
    let sql = format!("SELECT {COLUMNS} FROM organisation_sheet ORDER BY id");
    let rows: Vec<Row> = fetch_all!(tx, sqlx::AssertSqlSafe(sql))?;
    let mut marks: std::collections::HashMap<Uuid, Vec<(MarkKind, String)>> = std::collections::HashMap::new();
    for (organisation, kind, value) in self::marks(tx, None).await? {
        marks.entry(organisation).or_default().push((kind, value));
    }
    let one = |row: Row| {
        let id = row.id;
        Ok((id, read(row, marks.remove(&id).unwrap_or_default())?))
    };
    rows.into_iter().map(one).collect()
}

/// What organisations are found by: of one, or of all.
async fn marks(tx: &mut Tx, organisation: Option<Uuid>) -> Result<Vec<(Uuid, MarkKind, String)>> {
    let rows: Vec<(Uuid, String, String)> = match organisation {
        Some(id) => {
            let sql = "SELECT organisation, kind, value FROM organisation_mark WHERE organisation = $1 ORDER BY id";
            fetch_all!(tx, sql, id)?
        }
        None => fetch_all!(tx, "SELECT organisation, kind, value FROM organisation_mark ORDER BY id")?,
    };
    let one = |(organisation, kind, value): (Uuid, String, String)| {
        Ok((organisation, known("organisation_mark.kind", &kind, MarkKind::from_code(&kind))?, value))
    };
    rows.into_iter().map(one).collect()
}

/// Begins the empty sheet of an organisation, unless it has one.
pub async fn begin(tx: &mut Tx, organisation: Uuid, at: Moment) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO organisation_sheet (id, acronym, legal_form, receipt, register, purpose, identity_revision, seat_street, \
         seat_postal, seat_town, mail_address, phone, email, website, contact_revision, network, relations_revision, is_listed, \
         summary, listing_revision, created_at) \
         VALUES ($1, '', '', '', '', '', 1, '', '', '', '', '', '', '', 1, '', 1, $2, '', 1, $3) ON CONFLICT (id) DO NOTHING",
        organisation,
        false,
        at.0
    )?;
    Ok(())
}

/// Writes who it is, if nobody did since `revision`; a number of another is a unique violation.
pub async fn save_identity(tx: &mut Tx, id: Uuid, one: &Identity, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE organisation_sheet SET acronym = $1, legal_form = $2, rna = $3, receipt = $4, register = $5, purpose = $6, \
         identity_revision = identity_revision + 1 WHERE id = $7 AND identity_revision = $8",
        &one.acronym,
        &one.legal_form,
        one.rna.as_deref(),
        &one.receipt,
        &one.register,
        &one.purpose,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Writes where it is reached, if nobody did since `revision`.
pub async fn save_contact(tx: &mut Tx, id: Uuid, one: &Contact, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE organisation_sheet SET seat_street = $1, seat_postal = $2, seat_town = $3, mail_address = $4, phone = $5, \
         email = $6, website = $7, contact_revision = contact_revision + 1 WHERE id = $8 AND contact_revision = $9",
        &one.street,
        &one.postal,
        &one.town,
        &one.mail_address,
        &one.phone,
        &one.email,
        &one.website,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Writes what it is to others, if nobody did since `revision`.
pub async fn save_relations(tx: &mut Tx, id: Uuid, one: &Relations, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE organisation_sheet SET public_interest = $1, public_interest_on = $2, business_tax = $3, has_auditor = $4, \
         network = $5, legal_members = $6, relations_revision = relations_revision + 1 \
         WHERE id = $7 AND relations_revision = $8",
        one.public_interest,
        one.public_interest_on.map(|day| day.to_string()),
        one.business_tax,
        one.has_auditor,
        &one.network,
        one.legal_members,
        id,
        revision
    )?;
    Ok(count == 1)
}

/// Writes what the directory tells, if nobody did since `revision`.
pub async fn save_listing(tx: &mut Tx, outside: &Outside, id: Uuid, one: &Listing, revision: i64) -> Result<bool> {
    let count = execute!(
        tx,
        "UPDATE organisation_sheet SET is_listed = $1, summary = $2, listing_revision = listing_revision + 1 \
         WHERE id = $3 AND listing_revision = $4",
        one.is_listed,
        &one.summary,
        id,
        revision
    )?;
    if count != 1 {
        return Ok(false);
    }
    execute!(tx, "DELETE FROM organisation_mark WHERE organisation = $1", id)?;
    let themes = one.themes.iter().map(|node| (MarkKind::Theme, node.to_string()));
    let areas = one.areas.iter().map(|area| (MarkKind::Area, area.to_string()));
    let publics = one.publics.iter().map(|public| (MarkKind::Public, public.code().to_owned()));
    for (kind, value) in themes.chain(areas).chain(publics) {
        execute!(
            tx,
            "INSERT INTO organisation_mark (id, organisation, kind, value) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (organisation, kind, value) DO NOTHING",
            outside.uuid(),
            id,
            kind.code(),
            value
        )?;
    }
    Ok(true)
}

/// Says that an agent checked it.
pub async fn verify(tx: &mut Tx, id: Uuid, at: Moment) -> Result<bool> {
    let sql = "UPDATE organisation_sheet SET verified_at = $1 WHERE id = $2 AND verified_at IS NULL";
    Ok(execute!(tx, sql, at.0, id)? == 1)
}

/// The organisation of a number of the register of associations.
pub async fn by_rna(tx: &mut Tx, rna: &str) -> Result<Option<Uuid>> {
    let row: Option<(Uuid,)> = fetch_optional!(tx, "SELECT id FROM organisation_sheet WHERE rna = $1", rna)?;
    Ok(row.map(|(id,)| id))
}

/// Keeps that somebody wrote to an organisation through its form.
pub async fn note_contact(tx: &mut Tx, id: Uuid, organisation: Uuid, at: Moment) -> Result<()> {
    let sql = "INSERT INTO organisation_contact (id, organisation, sent_at) VALUES ($1, $2, $3)";
    execute!(tx, sql, id, organisation, at.0)?;
    Ok(())
}
