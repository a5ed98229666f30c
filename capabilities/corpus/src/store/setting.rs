//! What is kept and published of a consultation.

use database::{Result, Tx, execute, fetch_optional};
use kernel::Uuid;

use crate::rules::setting::Setting;

/// The setting of a consultation; the default one when nobody changed it.
pub async fn of(tx: &mut Tx, consultation: Uuid) -> Result<Setting> {
    let sql =
        "SELECT raw_kept_days, published_from, low_under, is_published, revision FROM corpus_setting WHERE id = $1";
    let row: Option<(i64, i64, i64, bool, i64)> = fetch_optional!(tx, sql, consultation)?;
    Ok(row.map_or_else(Setting::default, |(raw_kept_days, published_from, low_under, is_published, revision)| {
        Setting { raw_kept_days, published_from, low_under, is_published, revision }
    }))
}

/// Keeps a setting, unless it was changed since its revision.
pub async fn put(tx: &mut Tx, consultation: Uuid, setting: &Setting) -> Result<bool> {
    let sql = "INSERT INTO corpus_setting (id, raw_kept_days, published_from, low_under, is_published, revision) \
               VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (id) DO UPDATE SET raw_kept_days = $2, published_from = $3, \
               low_under = $4, is_published = $5, revision = corpus_setting.revision + 1 WHERE corpus_setting.revision = $6";
    let touched = execute!(
        tx,
        sql,
        consultation,
        setting.raw_kept_days,
        setting.published_from,
        setting.low_under,
        setting.is_published,
        setting.revision
    )?;
    Ok(touched == 1)
}
