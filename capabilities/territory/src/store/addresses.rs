//! Addresses of the national base.

use database::{Result, Tx, execute, fetch_all, fetch_one, fetch_optional};
use geography::address::street_key;
use geography::ban;
use kernel::text::search_key;
use sqlx::FromRow;

/// An address found.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct Address {
    /// « 12 bis Rue de Verdun ».
    pub label: String,
    /// Postal code.
    pub postcode: String,
    /// Commune.
    pub city: String,
    /// Its INSEE code.
    pub insee_code: String,
    /// Degrees.
    pub longitude: f64,
    /// Degrees.
    pub latitude: f64,
}

/// Puts addresses; the same identifier is replaced. `stamp` names the import.
pub async fn put(tx: &mut Tx, rows: &[ban::Row], stamp: &str) -> Result<()> {
    for row in rows {
        let number = row.number.map(|number| format!("{number} ")).unwrap_or_default();
        let suffix = if row.suffix.is_empty() { String::new() } else { format!("{} ", row.suffix) };
        execute!(
            tx,
            "INSERT INTO address (id, lookup_key, street_key, label, postcode, city, city_key, insee_code, longitude, latitude, stamp) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET \
             lookup_key = excluded.lookup_key, street_key = excluded.street_key, label = excluded.label, \
             postcode = excluded.postcode, city = excluded.city, city_key = excluded.city_key, \
             insee_code = excluded.insee_code, longitude = excluded.longitude, latitude = excluded.latitude, \
             stamp = excluded.stamp",
            &row.id,
            row.key(),
            street_key(&row.street),
            format!("{number}{suffix}{}", row.street),
            &row.postcode,
            &row.commune_name,
            search_key(&row.commune_name),
            &row.commune_code,
            row.longitude,
            row.latitude,
            stamp
        )?;
    }
    Ok(())
}

/// Removes the addresses of the communes of this import that it did not bring again.
pub async fn remove_former(tx: &mut Tx, stamp: &str) -> Result<u64> {
    execute!(
        tx,
        "DELETE FROM address WHERE stamp <> $1 AND insee_code IN (SELECT DISTINCT insee_code FROM address WHERE stamp = $1)",
        stamp
    )
}

/// Whether any address is known.
pub async fn is_any(tx: &mut Tx) -> Result<bool> {
    let row: Option<(String,)> = fetch_optional!(tx, "SELECT id FROM address LIMIT 1")?;
    Ok(row.is_some())
}

/// How many addresses are known.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(tx, "SELECT COUNT(*) FROM address")?;
    Ok(count)
}

/// The addresses of a number and a street.
pub async fn of_key(tx: &mut Tx, key: &str) -> Result<Vec<Address>> {
    fetch_all!(
        tx,
        "SELECT label, postcode, city, insee_code, longitude, latitude FROM address WHERE lookup_key = $1 \
         ORDER BY city, label LIMIT 50",
        key
    )
}

/// The addresses of a street, whatever their number.
pub async fn of_street(tx: &mut Tx, key: &str) -> Result<Vec<Address>> {
    fetch_all!(
        tx,
        "SELECT label, postcode, city, insee_code, longitude, latitude FROM address WHERE street_key = $1 \
         ORDER BY city, label LIMIT 500",
        key
    )
}
