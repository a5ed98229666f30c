//! The record of every act: who, what, when, why. Append-only; each entry carries the hash of the one
//! before it, and the fingerprints of the rows the act left behind.
//!
//! `h(n) = SHA-256( h(n-1) | seq | at | account | act | kind | object | words hash | seals hash )`. The words
//! (name, reason, detail) are hashed with a salt and stored apart: erasing them leaves the chain whole.

mod chain;
mod reading;
mod verify;
mod writing;

use std::collections::{BTreeMap, HashMap};

use database::{Migration, Result, Tx, execute, fetch_one, rows};
use kernel::privacy::{Kept, Privacy};
use kernel::{Actor, Outside, Uuid};
use serde_json::Value;

pub use chain::hex;
pub use reading::{Line, Search, actor_names, acts_done, matching, of_account, of_object, read};
pub use verify::{Finding, Report, Unsealed, unsealed, verify};

/// The journal's tables.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "journal/0001_journal", sql: include_str!("0001_journal.sql") }];

/// What these tables keep about people.
pub const PRIVACY: Privacy = Privacy {
    kept: &[
        Kept {
            table: "journal_entry",
            columns: &["actor_account"],
            what: "Le journal des actes : quel compte a fait quoi, et quand",
            purpose: "Pouvoir prouver ce qui a été décidé et retrouver une erreur",
            until: "Aussi longtemps que le contrat de ville et ses archives",
            owner: "La direction qui porte le contrat de ville",
        },
        Kept {
            table: "journal_words",
            columns: &["actor_name", "why", "detail"],
            what: "Les mots du journal : nom de la personne, raison donnée, détail de l’acte",
            purpose: "Comprendre un acte sans avoir à interroger son auteur",
            until: "Aussi longtemps que le journal, ou jusqu’à leur effacement sur demande fondée",
            owner: "La direction qui porte le contrat de ville",
        },
    ],
    without: &["journal_head", "journal_seal"],
};

/// One act to record, in the transaction that does it.
pub struct Entry<'a> {
    /// What was done, a stable code: `territory.import`.
    pub act: &'a str,
    /// On what kind of object: `neighbourhood`.
    pub object_kind: &'a str,
    /// On which.
    pub object: Option<Uuid>,
    /// Why, as the person said it, or empty.
    pub why: &'a str,
    /// Before and after, or other facts worth keeping. Personal data only where the act is about them.
    pub detail: Value,
    /// Rows this act wrote, `(table, id)`; a row that is gone is recorded as gone.
    pub touched: &'a [(&'a str, Uuid)],
    /// Whether only its day is kept, not its hour.
    pub is_dated_only: bool,
}

impl<'a> Entry<'a> {
    /// An entry about one row of one table.
    pub fn on(act: &'a str, object_kind: &'a str, object: Uuid) -> Self {
        Self {
            act,
            object_kind,
            object: Some(object),
            why: "",
            detail: Value::Null,
            touched: &[],
            is_dated_only: false,
        }
    }

    /// An entry about no row in particular.
    pub fn general(act: &'a str, object_kind: &'a str) -> Self {
        Self { act, object_kind, object: None, why: "", detail: Value::Null, touched: &[], is_dated_only: false }
    }

    /// With facts.
    #[must_use]
    pub fn detail(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    /// With the reason given.
    #[must_use]
    pub fn why(mut self, why: &'a str) -> Self {
        self.why = why;
        self
    }

    /// Of a day, without an hour: what somebody does who says neither her name nor anything that leads to her.
    #[must_use]
    pub const fn dated_only(mut self) -> Self {
        self.is_dated_only = true;
        self
    }

    /// With the rows written.
    #[must_use]
    pub fn touched(mut self, touched: &'a [(&'a str, Uuid)]) -> Self {
        self.touched = touched;
        self
    }
}

/// Where the chain stands: publish it to prove later that nothing before was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the last entry.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

/// The mark of a row that is no longer there.
pub(crate) const GONE: &str = "gone";

/// What the rows an act touched look like now, in the order they were told; those of one table are read together.
async fn seals(tx: &mut Tx, touched: &[(&str, Uuid)]) -> Result<Vec<(String, Uuid, String)>> {
    let mut by_table: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
    for (table, id) in touched {
        by_table.entry(table).or_default().push(*id);
    }
    let mut prints: HashMap<(&str, Uuid), String> = HashMap::with_capacity(touched.len());
    for (table, ids) in by_table {
        let rows = rows::read_rows(tx, table, &ids).await?;
        prints.extend(rows.iter().map(|(id, row)| ((table, *id), rows::fingerprint(row))));
    }
    let seal = |(table, id): &(&str, Uuid)| {
        let print = prints.get(&(*table, *id)).cloned().unwrap_or_else(|| GONE.to_owned());
        ((*table).to_owned(), *id, print)
    };
    Ok(touched.iter().map(seal).collect())
}

/// Records an act. Call it last in the transaction: from here to the commit, nobody else records.
///
/// # Errors
/// The database failed.
pub async fn record(tx: &mut Tx, outside: &Outside, actor: &Actor, entry: Entry<'_>) -> Result<i64> {
    // Rows first: they are this transaction's own, and nobody waits while they are read.
    let seals = seals(tx, entry.touched).await?;
    // Taking the head row makes writers queue on PostgreSQL; on SQLite the transaction already has the lock.
    let (seq, previous): (i64, String) =
        fetch_one!(tx, "UPDATE journal_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash")?;
    let now = outside.now();
    let at = if entry.is_dated_only { now.day_only() } else { now };
    let words = chain::Words {
        salt: hex(&outside.bytes::<16>()),
        actor_name: actor.journal_name(),
        why: entry.why.to_owned(),
        detail: entry.detail.to_string(),
    };
    let mut link = chain::Link {
        seq,
        at: at.0,
        actor_account: actor.account(),
        act: entry.act.to_owned(),
        object_kind: entry.object_kind.to_owned(),
        object: entry.object,
        words_hash: words.hash(),
        seals_hash: chain::seals_hash(&seals),
        previous_hash: previous,
        hash: String::new(),
    };
    link.hash = link.expected_hash();
    writing::append(tx, &link, &words, &seals).await?;
    Ok(seq)
}

/// Where the chain stands now.
///
/// # Errors
/// The database failed.
pub async fn head(tx: &mut Tx) -> Result<Head> {
    let (seq, hash): (i64, String) = fetch_one!(tx, "SELECT seq, hash FROM journal_head WHERE id = 1")?;
    Ok(Head { seq, hash })
}

/// Erases the words of an entry (right to erasure); the fact that something was done stays.
///
/// # Errors
/// The database failed.
pub async fn erase_words(tx: &mut Tx, seq: i64) -> Result<u64> {
    execute!(tx, "DELETE FROM journal_words WHERE seq = $1", seq)
}
