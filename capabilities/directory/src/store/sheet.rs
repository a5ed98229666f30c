//! Sheets, and what organisations are found by.

use database::{Result, Tx, execute, fetch_all, fetch_optional};
use kernel::{Moment, Outside, Uuid};

use super::{known, maybe_day};
use crate::rules::{Contact, Identity, Listing, MarkKind, Public, Relations, Sheet};

#[derive(sqlx::FromRow)]
struct Row {
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

const COLUMNS: &str = "acronym, legal_form, rna, receipt, register, purpose, identity_revision, seat_street, seat_postal, \
                       seat_town, mail_address, phone, email, website, contact_revision, public_interest, public_interest_on, \
                       business_tax, has_auditor, network, legal_members, relations_revision, is_listed, summary, \
                       listing_revision, verified_at";

/// The sheet of an organisation.
pub async fn of(tx: &mut Tx, organisation: Uuid) -> Result<Option<Sheet>> {
    let sql = format!("SELECT {COLUMNS} FROM organisation_sheet WHERE id = $1");
    let row: Option<Row> = fetch_optional!(tx, sqlx::AssertSqlSafe(sql), organisation)?;
    let Some(row) = row else { return Ok(None) };
    let marks = marks(tx, organisation).await?;
    read(row, marks).map(Some)
}

/// Organisations of which a sheet is begun.
pub async fn written(tx: &mut Tx) -> Result<std::collections::HashSet<Uuid>> {
    let rows: Vec<(Uuid,)> = fetch_all!(tx, "SELECT id FROM organisation_sheet")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// An association of the public directory, before what it is found by.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Listed {
    /// Which organisation.
    pub id: Uuid,
    /// Its acronym.
    pub acronym: String,
    /// What it says of itself.
    pub summary: String,
}

/// What an association is found by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Objectives.
    pub themes: Vec<Uuid>,
    /// Neighbourhoods.
    pub areas: Vec<Uuid>,
    /// Publics.
    pub publics: Vec<Public>,
}

/// Associations of the public directory found by each of these marks.
pub async fn listed(tx: &mut Tx, found_by: &[(MarkKind, String)]) -> Result<Vec<Listed>> {
    // Three marks may be asked for; what is not is found by everything.
    let asked = |kind: MarkKind| found_by.iter().find(|(known, _)| *known == kind).map_or("", |(_, value)| value);
    let found = |place: usize, kind: MarkKind| {
        format!(
            "(${place} = '' OR EXISTS (SELECT 1 FROM organisation_mark m WHERE m.organisation = s.id AND m.kind = '{}' \
             AND m.value = ${place}))",
            kind.code()
        )
    };
    let sql = format!(
        "SELECT s.id, s.acronym, s.summary FROM organisation_sheet s WHERE s.is_listed AND {} AND {} AND {} ORDER BY s.id",
        found(1, MarkKind::Theme),
        found(2, MarkKind::Area),
        found(3, MarkKind::Public)
    );
    let (theme, area, public) = (asked(MarkKind::Theme), asked(MarkKind::Area), asked(MarkKind::Public));
    fetch_all!(tx, sqlx::AssertSqlSafe(sql), theme, area, public)
}

/// Objectives of each association of the public directory.
pub async fn listed_themes(tx: &mut Tx) -> Result<Vec<(Uuid, Uuid)>> {
    let sql = "SELECT m.organisation, m.value FROM organisation_mark m JOIN organisation_sheet s ON s.id = m.organisation \
               WHERE s.is_listed AND m.kind = $1 ORDER BY m.id";
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, sql, MarkKind::Theme.code())?;
    Ok(rows.into_iter().filter_map(|(id, node)| Some((id, node.parse().ok()?))).collect())
}

/// Associations of the public directory that share an objective and a neighbourhood with this one, those that share most first.
pub async fn near(tx: &mut Tx, id: Uuid, most: i64) -> Result<Vec<Listed>> {
    let sql = "SELECT s.id, s.acronym, s.summary FROM organisation_sheet s JOIN ( \
               SELECT other.organisation AS id, COUNT(*) AS shared FROM organisation_mark mine \
               JOIN organisation_mark other ON other.kind = mine.kind AND other.value = mine.value \
               WHERE mine.organisation = $1 AND other.organisation <> $1 AND mine.kind IN ('theme', 'area') \
               GROUP BY other.organisation HAVING COUNT(DISTINCT mine.kind) = 2) found ON found.id = s.id \
               WHERE s.is_listed ORDER BY found.shared DESC, s.id LIMIT $2";
    fetch_all!(tx, sql, id, most)
}

/// What an association is found by.
pub async fn marks_of(tx: &mut Tx, organisation: Uuid) -> Result<Marks> {
    let mut all = Marks::default();
    for (kind, value) in marks(tx, organisation).await? {
        match kind {
            MarkKind::Theme => all.themes.extend(value.parse::<Uuid>()),
            MarkKind::Area => all.areas.extend(value.parse::<Uuid>()),
            MarkKind::Public => all.publics.extend(Public::from_code(&value)),
        }
    }
    Ok(all)
}

async fn marks(tx: &mut Tx, organisation: Uuid) -> Result<Vec<(MarkKind, String)>> {
    let sql = "SELECT kind, value FROM organisation_mark WHERE organisation = $1 ORDER BY id";
    let rows: Vec<(String, String)> = fetch_all!(tx, sql, organisation)?;
    let one = |(kind, value): (String, String)| {
        Ok((known("organisation_mark.kind", &kind, MarkKind::from_code(&kind))?, value))
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

/// Numbers in the register of associations, with whose they are.
pub async fn registered(tx: &mut Tx) -> Result<Vec<(Uuid, String)>> {
    fetch_all!(tx, "SELECT id, rna FROM organisation_sheet WHERE rna IS NOT NULL")
}
