//! Checking the journal: the chain link by link, the words against their hashes, and every sealed row
//! against what it looked like when an act last touched it.

use std::collections::{HashMap, HashSet};

use database::{Result, Tx, catalog, fetch_all, fetch_one, rows};
use kernel::{Moment, Uuid};
use sqlx::AssertSqlSafe;

use crate::chain::{Link, Words, seals_hash};
use crate::{GONE, head};

/// Tables whose rows a migration carried over to another one: what acts left there is not looked for any more.
/// `proposal_need` and `sheet_need` are on the thread (`lineage_link`), `theme_answer` is counted.
const CARRIED_OVER: &[&str] = &["proposal_need", "theme_answer", "sheet_need"];

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// An entry's hash is not the one its content gives, or the link to the one before is broken.
    BrokenLink {
        /// Which entry.
        seq: i64,
        /// When it says it was made.
        at: Moment,
    },
    /// Entries are missing before this one.
    MissingEntries {
        /// First number missing.
        from: i64,
        /// Last number missing.
        to: i64,
    },
    /// The words of an entry were changed.
    ChangedWords {
        /// Which entry.
        seq: i64,
    },
    /// The fingerprints kept with an entry were changed.
    ChangedSeals {
        /// Which entry.
        seq: i64,
    },
    /// The end of the journal was cut off, or the head was changed.
    WrongHead,
    /// A row is no longer what the last act left.
    ChangedRow {
        /// Table.
        table: String,
        /// Row.
        id: Uuid,
        /// Last act that touched it.
        seq: i64,
        /// When.
        at: Moment,
    },
    /// A row is gone though no act removed it.
    MissingRow {
        /// Table.
        table: String,
        /// Row.
        id: Uuid,
        /// Last act that touched it.
        seq: i64,
    },
    /// A row is back though an act removed it.
    ReturnedRow {
        /// Table.
        table: String,
        /// Row.
        id: Uuid,
    },
}

impl Finding {
    /// The finding as a sentence for an operator.
    pub fn french(&self) -> String {
        match self {
            Self::BrokenLink { seq, at } => {
                format!("l’entrée {seq} du journal ({at}) a été modifiée, ou celle qui la précède")
            }
            Self::MissingEntries { from, to } => format!("les entrées {from} à {to} du journal manquent"),
            Self::ChangedWords { seq } => format!("le texte de l’entrée {seq} du journal a été modifié"),
            Self::ChangedSeals { seq } => format!("les empreintes de l’entrée {seq} du journal ont été modifiées"),
            Self::WrongHead => "la fin du journal a été coupée ou remplacée".to_owned(),
            Self::ChangedRow { table, id, seq, at } => {
                format!(
                    "la ligne {id} de la table {table} a été modifiée hors de la plateforme après l’acte {seq} ({at})"
                )
            }
            Self::MissingRow { table, id, seq } => {
                format!("la ligne {id} de la table {table} a disparu depuis l’acte {seq}")
            }
            Self::ReturnedRow { table, id } => {
                format!("la ligne {id} de la table {table}, supprimée par un acte, est revenue")
            }
        }
    }
}

/// What a check read and found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries read.
    pub entry_count: i64,
    /// Entries whose words were erased on request.
    pub erased_count: i64,
    /// Rows compared with their last fingerprint.
    pub row_count: i64,
    /// What is wrong; empty when all is well.
    pub findings: Vec<Finding>,
}

/// Entries read at a time: the memory does not grow with the journal.
const PAGE: i64 = 1000;

type LinkRow = (i64, i64, Option<Uuid>, String, String, Option<Uuid>, String, String, String, String);

/// Reads the whole journal and every sealed row, page by page.
///
/// # Errors
/// The database failed.
pub async fn verify(tx: &mut Tx) -> Result<Report> {
    let mut report = Report::default();
    let mut previous = String::new();
    let mut last_seq = 0;
    loop {
        let links: Vec<LinkRow> = fetch_all!(
            tx,
            "SELECT seq, at, actor_account, act, object_kind, object, words_hash, seals_hash, previous_hash, hash \
             FROM journal_entry WHERE seq > $1 ORDER BY seq LIMIT $2",
            last_seq,
            PAGE
        )?;
        let (Some(first), Some(last)) = (links.first(), links.last()) else { break };
        let (words, mut seals) = attached(tx, first.0, last.0).await?;
        for row in links {
            let (seq, at, actor_account, act, object_kind, object, words_hash, seals_hash, previous_hash, hash) = row;
            let link =
                Link { seq, at, actor_account, act, object_kind, object, words_hash, seals_hash, previous_hash, hash };
            let seals = seals.remove(&seq).unwrap_or_default();
            check_link(&mut report, &link, (last_seq, &previous), words.get(&seq), &seals);
            last_seq = seq;
            previous = link.hash;
        }
    }
    let head = head(tx).await?;
    if head.seq != last_seq || head.hash != previous {
        report.findings.push(Finding::WrongHead);
    }
    check_rows(tx, &mut report).await?;
    Ok(report)
}

type Seals = Vec<(String, Uuid, String)>;

/// Words and fingerprints of the entries `first..=last`.
async fn attached(tx: &mut Tx, first: i64, last: i64) -> Result<(HashMap<i64, Words>, HashMap<i64, Seals>)> {
    let words: Vec<(i64, String, String, String, String)> = fetch_all!(
        tx,
        "SELECT seq, salt, actor_name, why, detail FROM journal_words WHERE seq BETWEEN $1 AND $2",
        first,
        last
    )?;
    let words = words
        .into_iter()
        .map(|(seq, salt, actor_name, why, detail)| (seq, Words { salt, actor_name, why, detail }))
        .collect();
    let rows: Vec<(i64, String, Uuid, String)> = fetch_all!(
        tx,
        "SELECT seq, table_name, row_id, fingerprint FROM journal_seal WHERE seq BETWEEN $1 AND $2 ORDER BY id",
        first,
        last
    )?;
    let mut seals: HashMap<i64, Seals> = HashMap::new();
    for (seq, table, id, print) in rows {
        seals.entry(seq).or_default().push((table, id, print));
    }
    Ok((words, seals))
}

fn check_link(
    report: &mut Report,
    link: &Link,
    (last_seq, previous): (i64, &str),
    words: Option<&Words>,
    seals: &[(String, Uuid, String)],
) {
    let (seq, at) = (link.seq, Moment(link.at));
    report.entry_count += 1;
    if seq != last_seq + 1 {
        report.findings.push(Finding::MissingEntries { from: last_seq + 1, to: seq - 1 });
    }
    if link.expected_hash() != link.hash || (link.previous_hash != previous && seq == last_seq + 1) {
        report.findings.push(Finding::BrokenLink { seq, at });
    }
    match words {
        None => report.erased_count += 1,
        Some(words) if words.hash() != link.words_hash => report.findings.push(Finding::ChangedWords { seq }),
        Some(_) => {}
    }
    if seals_hash(seals) != link.seals_hash {
        report.findings.push(Finding::ChangedSeals { seq });
    }
}

type SealRow = (i64, String, Uuid, i64, String, Option<i64>);

/// Compares each sealed row with its last fingerprint.
async fn check_rows(tx: &mut Tx, report: &mut Report) -> Result<()> {
    let standing: HashSet<String> = catalog::tables(tx).await?.into_iter().collect();
    let mut found: Vec<((String, Uuid), Finding)> = Vec::new();
    let mut last_id = 0;
    loop {
        let sealed: Vec<SealRow> = fetch_all!(
            tx,
            "SELECT s.id, s.table_name, s.row_id, s.seq, s.fingerprint, e.at FROM journal_seal s \
             LEFT JOIN journal_entry e ON e.seq = s.seq WHERE s.id > $1 AND NOT EXISTS (SELECT 1 FROM journal_seal later \
             WHERE later.table_name = s.table_name AND later.row_id = s.row_id AND later.id > s.id) \
             ORDER BY s.id LIMIT $2",
            last_id,
            PAGE
        )?;
        let Some(last) = sealed.last() else { break };
        last_id = last.0;
        for (_, table, id, seq, print, at) in sealed {
            let is_standing = standing.contains(&table);
            if !is_standing && CARRIED_OVER.contains(&table.as_str()) {
                continue;
            }
            report.row_count += 1;
            // A table that is gone altogether has lost its rows; asking for one would be an error.
            let row = if is_standing { rows::read_row(tx, &table, id).await? } else { None };
            let place = (table.clone(), id);
            match row {
                None if print == GONE => {}
                None => found.push((place, Finding::MissingRow { table, id, seq })),
                Some(_) if print == GONE => found.push((place, Finding::ReturnedRow { table, id })),
                Some(row) if rows::fingerprint(&row) != print => {
                    let at = Moment(at.unwrap_or_default());
                    found.push((place, Finding::ChangedRow { table, id, seq, at }));
                }
                Some(_) => {}
            }
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    report.findings.extend(found.into_iter().map(|(_, finding)| finding));
    Ok(())
}

/// Rows that no act ever sealed, in a table where acts seal rows: perhaps put in behind the platform's back,
/// perhaps by a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsealed {
    /// Table.
    pub table: String,
    /// How many.
    pub row_count: i64,
    /// The first ones, at most five.
    pub examples: Vec<Uuid>,
}

/// Looks for rows that no act ever sealed, table by table.
///
/// # Errors
/// The database failed.
pub async fn unsealed(tx: &mut Tx) -> Result<Vec<Unsealed>> {
    let standing = catalog::tables(tx).await?;
    let sealed: Vec<(String,)> = fetch_all!(tx, "SELECT DISTINCT table_name FROM journal_seal ORDER BY table_name")?;
    let mut all = Vec::new();
    for (table,) in sealed {
        // Only the name of a table that stands goes into the text of a query.
        if !standing.contains(&table) {
            continue;
        }
        let from = format!(
            "FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM journal_seal s WHERE s.table_name = $1 AND s.row_id = t.id)"
        );
        let (row_count,): (i64,) = fetch_one!(tx, AssertSqlSafe(format!("SELECT COUNT(*) {from}")), &table)?;
        if row_count > 0 {
            let sql = AssertSqlSafe(format!("SELECT t.id {from} ORDER BY t.id LIMIT 5"));
            let examples: Vec<(Uuid,)> = fetch_all!(tx, sql, &table)?;
            all.push(Unsealed { table, row_count, examples: examples.into_iter().map(|(id,)| id).collect() });
        }
    }
    Ok(all)
}
