//! Secrets being set up, and recovery codes.

use database::{Result, Tx, execute, fetch_one, fetch_optional};
use kernel::{Moment, Uuid};

/// Begins again with a new secret.
pub async fn begin(tx: &mut Tx, id: Uuid, account: Uuid, sealed: &[u8], at: Moment) -> Result<()> {
    drop_setup(tx, account).await?;
    execute!(
        tx,
        "INSERT INTO second_factor_setup (id, account, secret_sealed, created_at) VALUES ($1, $2, $3, $4)",
        id,
        account,
        sealed,
        at.0
    )?;
    Ok(())
}

/// The secret being set up: its row, sealed, and when it was made.
pub async fn setup(tx: &mut Tx, account: Uuid) -> Result<Option<(Uuid, Vec<u8>, i64)>> {
    let sql = "SELECT id, secret_sealed, created_at FROM second_factor_setup WHERE account = $1";
    fetch_optional!(tx, sql, account)
}

/// Forgets the secret being set up.
pub async fn drop_setup(tx: &mut Tx, account: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM second_factor_setup WHERE account = $1", account)?;
    Ok(())
}

/// Forgets every recovery code.
pub async fn drop_codes(tx: &mut Tx, account: Uuid) -> Result<()> {
    execute!(tx, "DELETE FROM recovery_code WHERE account = $1", account)?;
    Ok(())
}

/// Keeps a recovery code.
pub async fn insert_code(tx: &mut Tx, id: Uuid, account: Uuid, hash: &[u8]) -> Result<()> {
    execute!(tx, "INSERT INTO recovery_code (id, account, code_hash) VALUES ($1, $2, $3)", id, account, hash)?;
    Ok(())
}

/// Uses a recovery code: false when there is none like it, or when it was used.
pub async fn use_code(tx: &mut Tx, account: Uuid, hash: &[u8], at: Moment) -> Result<bool> {
    let sql = "UPDATE recovery_code SET used_at = $1 WHERE account = $2 AND code_hash = $3 AND used_at IS NULL";
    Ok(execute!(tx, sql, at.0, account, hash)? == 1)
}

/// How many recovery codes are left.
pub async fn codes_left(tx: &mut Tx, account: Uuid) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM recovery_code WHERE account = $1 AND used_at IS NULL";
    let (count,): (i64,) = fetch_one!(tx, sql, account)?;
    Ok(count)
}
