//! Putting an entry at the end of the chain.

use database::{Result, Tx, execute};
use kernel::Uuid;

use crate::chain::{Link, Words};

/// Writes an entry, its words, its seals and the new head. On PostgreSQL others wait for the head meanwhile: it is one
/// statement there, one journey instead of one a row. SQLite, which has no journey, knows no such statement.
pub async fn append(tx: &mut Tx, link: &Link, words: &Words, seals: &[(String, Uuid, String)]) -> Result<()> {
    if matches!(tx, Tx::Postgres(_)) {
        at_once(tx, link, words, seals).await
    } else {
        by_row(tx, link, words, seals).await
    }
}

async fn at_once(tx: &mut Tx, link: &Link, words: &Words, seals: &[(String, Uuid, String)]) -> Result<()> {
    let Tx::Postgres(connection) = tx else { return Ok(()) };
    let tables: Vec<&str> = seals.iter().map(|(table, ..)| table.as_str()).collect();
    let ids: Vec<Uuid> = seals.iter().map(|(_, id, _)| *id).collect();
    let prints: Vec<&str> = seals.iter().map(|(.., print)| print.as_str()).collect();
    sqlx::query(
        "WITH entry AS (INSERT INTO journal_entry (seq, at, actor_account, act, object_kind, object, words_hash, \
         seals_hash, previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)), \
         words AS (INSERT INTO journal_words (seq, salt, actor_name, why, detail) VALUES ($1, $11, $12, $13, $14)), \
         seals AS (INSERT INTO journal_seal (seq, table_name, row_id, fingerprint) \
         SELECT $1, * FROM UNNEST($15::TEXT[], $16::UUID[], $17::TEXT[])) \
         UPDATE journal_head SET hash = $10 WHERE id = 1",
    )
    .bind(link.seq)
    .bind(link.at)
    .bind(link.actor_account)
    .bind(&link.act)
    .bind(&link.object_kind)
    .bind(link.object)
    .bind(&link.words_hash)
    .bind(&link.seals_hash)
    .bind(&link.previous_hash)
    .bind(&link.hash)
    .bind(&words.salt)
    .bind(&words.actor_name)
    .bind(&words.why)
    .bind(&words.detail)
    .bind(tables)
    .bind(ids)
    .bind(prints)
    .execute(&mut **connection)
    .await?;
    Ok(())
}

async fn by_row(tx: &mut Tx, link: &Link, words: &Words, seals: &[(String, Uuid, String)]) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO journal_entry (seq, at, actor_account, act, object_kind, object, words_hash, seals_hash, \
         previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        link.seq,
        link.at,
        link.actor_account,
        &link.act,
        &link.object_kind,
        link.object,
        &link.words_hash,
        &link.seals_hash,
        &link.previous_hash,
        &link.hash
    )?;
    execute!(
        tx,
        "INSERT INTO journal_words (seq, salt, actor_name, why, detail) VALUES ($1, $2, $3, $4, $5)",
        link.seq,
        &words.salt,
        &words.actor_name,
        &words.why,
        &words.detail
    )?;
    for (table, id, print) in seals {
        let sql = "INSERT INTO journal_seal (seq, table_name, row_id, fingerprint) VALUES ($1, $2, $3, $4)";
        execute!(tx, sql, link.seq, table, *id, print)?;
    }
    execute!(tx, "UPDATE journal_head SET hash = $1 WHERE id = 1", &link.hash)?;
    Ok(())
}
