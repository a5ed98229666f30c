//! What can be found: put in by the slices, taken out, written again.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Act, text::search_key};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::analyser::words;
use crate::{Result, Tx, execute, fetch_all, fetch_one, insert_rows};

/// Which reading of the slices this version makes: another number has an installation index everything again.
pub const VERSION: i64 = 1;

/// Who may find something.
#[derive(Clone, Copy, Debug)]
pub enum Audience {
    /// Everybody.
    Public,
    /// Whoever may do this act on the contract, in one of the neighbourhoods and for the organisation of the entry.
    May(&'static Act),
}

/// Something that can be found.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    kind: &'static str,
    object: Uuid,
    audience: Audience,
    title: &'a str,
    text: &'a str,
    url: &'a str,
    contract: Option<Uuid>,
    organisation: Option<Uuid>,
    areas: Vec<(Uuid, bool)>,
    day: Option<Date>,
}

impl<'a> Entry<'a> {
    /// What it is in one word (`quartier`, `besoin`), which one, and who may find it. It belongs to no contract: an
    /// entry that is not public is then found by those alone who hold a function over the whole installation.
    pub const fn new(kind: &'static str, object: Uuid, audience: Audience) -> Self {
        Self {
            kind,
            object,
            audience,
            title: "",
            text: "",
            url: "",
            contract: None,
            organisation: None,
            areas: Vec::new(),
            day: None,
        }
    }

    /// Its title, the rest of its text, and where it is read.
    #[must_use]
    pub const fn told(mut self, title: &'a str, text: &'a str, url: &'a str) -> Self {
        (self.title, self.text, self.url) = (title, text, url);
        self
    }

    /// The contract it belongs to, if any.
    #[must_use]
    pub fn of(mut self, contract: impl Into<Option<Uuid>>) -> Self {
        self.contract = contract.into();
        self
    }

    /// The organisation it belongs to, if any.
    #[must_use]
    pub const fn held_by(mut self, organisation: Option<Uuid>) -> Self {
        self.organisation = organisation;
        self
    }

    /// Its neighbourhoods: whoever may do its act in one of them finds it.
    #[must_use]
    pub fn at(mut self, areas: &[Uuid]) -> Self {
        self.areas.extend(areas.iter().map(|area| (*area, true)));
        self
    }

    /// Neighbourhoods it speaks of, that open it to nobody.
    #[must_use]
    pub fn about(mut self, areas: &[Uuid]) -> Self {
        self.areas.extend(areas.iter().map(|area| (*area, false)));
        self
    }

    /// Its day.
    #[must_use]
    pub fn on(mut self, day: impl Into<Option<Date>>) -> Self {
        self.day = day.into();
        self
    }
}

/// The identifier of what is known by a code in place of one: the same code of the same kind always gives the same.
pub fn known_by(kind: &str, code: &str) -> Uuid {
    let digest = Sha256::digest(format!("{kind}\n{code}").as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(bytes)
}

/// Puts or replaces an entry.
///
/// # Errors
/// The database failed.
pub async fn index(tx: &mut Tx, entry: &Entry<'_>) -> Result<()> {
    forget(tx, entry.kind, entry.object).await?;
    let act = match entry.audience {
        Audience::Public => "",
        Audience::May(act) => act.code,
    };
    let (position,): (i64,) = fetch_one!(
        tx,
        "INSERT INTO search_entry (kind, object, act, contract, organisation, day, sort_key, title, text, url) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING position",
        entry.kind,
        entry.object,
        act,
        entry.contract,
        entry.organisation,
        entry.day.map(|day| day.to_string()).unwrap_or_default(),
        search_key(entry.title),
        entry.title,
        entry.text,
        entry.url
    )?;
    let places: BTreeMap<Uuid, bool> = entry.areas.iter().copied().collect();
    let places: Vec<(Uuid, bool)> = places.into_iter().collect();
    let sql = "INSERT INTO search_place (entry, area, opens) VALUES {rows}";
    insert_rows!(&mut *tx, sql, places, (area, opens) => [position, *area, *opens]);
    add_words(tx, position, entry.title, entry.text).await
}

async fn add_words(tx: &mut Tx, position: i64, title: &str, text: &str) -> Result<()> {
    let mut counted: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (is_title, part) in [(true, title), (false, text)] {
        for word in words(part) {
            let count = counted.entry(format!("{} {}", word.stem, word.written)).or_default();
            if is_title { count.0 += 1 } else { count.1 += 1 }
        }
    }
    let counted: Vec<(String, (i64, i64))> = counted.into_iter().collect();
    let sql = "INSERT INTO search_posting (term, entry, in_title, in_text) VALUES {rows}";
    insert_rows!(&mut *tx, sql, counted, (term, (in_title, in_text)) => [term, position, *in_title, *in_text]);
    Ok(())
}

/// Takes an entry out.
///
/// # Errors
/// The database failed.
pub async fn forget(tx: &mut Tx, kind: &str, object: Uuid) -> Result<()> {
    // Its places and its words go with it.
    execute!(tx, "DELETE FROM search_entry WHERE kind = $1 AND object = $2", kind, object)?;
    Ok(())
}

/// Writes the words again from the entries, after a restore: backups do not carry them.
///
/// # Errors
/// The database failed.
pub async fn rebuild(tx: &mut Tx) -> Result<()> {
    execute!(tx, "DELETE FROM search_posting")?;
    let mut last = i64::MIN;
    loop {
        let sql = "SELECT position, title, text FROM search_entry WHERE position > $1 ORDER BY position LIMIT 500";
        let rows: Vec<(i64, String, String)> = fetch_all!(tx, sql, last)?;
        let Some((position, ..)) = rows.last() else { return Ok(()) };
        last = *position;
        for (position, title, text) in rows {
            add_words(tx, position, &title, &text).await?;
        }
    }
}

/// Whether what is indexed was read by another version: the slices are then asked for everything again.
///
/// # Errors
/// The database failed.
pub async fn is_behind(tx: &mut Tx) -> Result<bool> {
    let (version,): (i64,) = fetch_one!(tx, "SELECT version FROM search_state")?;
    Ok(version != VERSION)
}

/// Empties the index before the slices fill it again; not when another node has just done it, which is waited for.
///
/// # Errors
/// The database failed.
pub async fn begin_again(tx: &mut Tx) -> Result<bool> {
    execute!(tx, "UPDATE search_state SET version = version")?;
    if !is_behind(tx).await? {
        return Ok(false);
    }
    execute!(tx, "DELETE FROM search_entry")?;
    Ok(true)
}

/// Notes that the slices have filled the index as this version reads them.
///
/// # Errors
/// The database failed.
pub async fn settle(tx: &mut Tx) -> Result<()> {
    execute!(tx, "UPDATE search_state SET version = $1", VERSION)?;
    Ok(())
}
