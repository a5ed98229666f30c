//! Organisations and their members.

use database::{DbError, Result, Tx, execute, fetch_all, fetch_among, fetch_optional};
use kernel::{Moment, Uuid};

use crate::rules::organisation::{OrganisationKind, OrganisationTerms};

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Which.
    pub id: Uuid,
    /// What is known of it.
    pub terms: OrganisationTerms,
    /// Counts the changes.
    pub revision: i64,
}

/// Somebody belongs to an organisation.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Membership {
    /// Which membership.
    pub id: Uuid,
    /// Who.
    pub account: Uuid,
    /// Where.
    pub organisation: Uuid,
    /// What she does there, in her words.
    pub role: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    kind: String,
    siret: Option<String>,
    revision: i64,
}

fn read(row: Row) -> Result<Organisation> {
    let kind = OrganisationKind::from_code(&row.kind)
        .ok_or_else(|| DbError::Unreadable { place: "organisation.kind", problem: row.kind.clone() })?;
    let terms = OrganisationTerms { name: row.name, kind, siret: row.siret };
    Ok(Organisation { id: row.id, terms, revision: row.revision })
}

/// Puts an organisation in; a SIRET already there is a unique violation.
pub async fn insert(tx: &mut Tx, id: Uuid, terms: &OrganisationTerms, at: Moment) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO organisation (id, name, name_key, kind, siret, created_at, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, 1)",
        id,
        terms.name.as_str(),
        kernel::text::search_key(&terms.name),
        terms.kind.code(),
        terms.siret.as_deref(),
        at.0
    )?;
    Ok(())
}

/// Changes an organisation, if nobody did since `revision`.
pub async fn update(tx: &mut Tx, id: Uuid, revision: i64, terms: &OrganisationTerms) -> Result<bool> {
    let touched = execute!(
        tx,
        "UPDATE organisation SET name = $1, name_key = $2, kind = $3, siret = $4, revision = revision + 1 \
         WHERE id = $5 AND revision = $6",
        terms.name.as_str(),
        kernel::text::search_key(&terms.name),
        terms.kind.code(),
        terms.siret.as_deref(),
        id,
        revision
    )?;
    Ok(touched == 1)
}

/// Every organisation, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Organisation>> {
    let rows: Vec<Row> =
        fetch_all!(tx, "SELECT id, name, kind, siret, revision FROM organisation ORDER BY name_key, id")?;
    rows.into_iter().map(read).collect()
}

/// Names of organisations, each with whose it is.
pub async fn names(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    Ok(fetch_among!(tx, "SELECT id, name FROM organisation WHERE id IN ({rows})", ids))
}

/// One organisation.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Organisation>> {
    let row: Option<Row> =
        fetch_optional!(tx, "SELECT id, name, kind, siret, revision FROM organisation WHERE id = $1", id)?;
    row.map(read).transpose()
}

/// The organisation of a SIRET.
pub async fn by_siret(tx: &mut Tx, siret: &str) -> Result<Option<Organisation>> {
    let row: Option<Row> =
        fetch_optional!(tx, "SELECT id, name, kind, siret, revision FROM organisation WHERE siret = $1", siret)?;
    row.map(read).transpose()
}

/// Organisations that bear a name, whatever its accents and capitals.
pub async fn by_name_key(tx: &mut Tx, key: &str) -> Result<Vec<Organisation>> {
    let rows: Vec<Row> = fetch_all!(
        tx,
        "SELECT id, name, kind, siret, revision FROM organisation WHERE name_key = $1 ORDER BY id",
        key
    )?;
    rows.into_iter().map(read).collect()
}

/// The memberships of an organisation, in the order people joined it.
pub async fn of_organisation(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Membership>> {
    let sql = "SELECT id, account, organisation, role FROM membership WHERE organisation = $1 ORDER BY created_at, id";
    fetch_all!(tx, sql, organisation)
}

/// Every membership.
pub async fn memberships(tx: &mut Tx) -> Result<Vec<Membership>> {
    fetch_all!(tx, "SELECT id, account, organisation, role FROM membership ORDER BY created_at, id")
}

/// Somebody's memberships.
pub async fn of_account(tx: &mut Tx, account: Uuid) -> Result<Vec<Membership>> {
    let sql = "SELECT id, account, organisation, role FROM membership WHERE account = $1 ORDER BY created_at, id";
    fetch_all!(tx, sql, account)
}

/// One membership.
pub async fn membership(tx: &mut Tx, account: Uuid, organisation: Uuid) -> Result<Option<Membership>> {
    let sql = "SELECT id, account, organisation, role FROM membership WHERE account = $1 AND organisation = $2";
    fetch_optional!(tx, sql, account, organisation)
}

/// Makes somebody a member; nothing changes when she already is.
pub async fn join(tx: &mut Tx, membership: &Membership, at: Moment) -> Result<bool> {
    let touched = execute!(
        tx,
        "INSERT INTO membership (id, account, organisation, role, created_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (account, organisation) DO NOTHING",
        membership.id,
        membership.account,
        membership.organisation,
        membership.role.as_str(),
        at.0
    )?;
    Ok(touched == 1)
}

/// Ends a membership.
pub async fn leave(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM membership WHERE id = $1", id)?;
    Ok(())
}
