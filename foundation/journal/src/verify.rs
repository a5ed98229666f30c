//! Checking the journal: the chain link by link, the words against their hashes, and every sealed row
//! against what it looked like when an act last touched it.

use std::collections::HashMap;

use database::{Result, Tx, fetch_all, rows};
use kernel::{Moment, Uuid};

use crate::chain::{Link, Words, seals_hash};
use crate::{GONE, head};

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

type LinkRow = (i64, i64, Option<Uuid>, String, String, Option<Uuid>, String, String, String, String);

/// Reads the whole journal and every sealed row.
///
/// # Errors
/// The database failed.
pub async fn verify(tx: &mut Tx) -> Result<Report> {
    let mut report = Report::default();
    let links: Vec<LinkRow> = fetch_all!(
        tx,
        "SELECT seq, at, actor_account, act, object_kind, object, words_hash, seals_hash, previous_hash, hash \
         FROM journal_entry ORDER BY seq"
    )?;
    let words: Vec<(i64, String, String, String, String)> =
        fetch_all!(tx, "SELECT seq, salt, actor_name, why, detail FROM journal_words")?;
    let words: HashMap<i64, Words> = words
        .into_iter()
        .map(|(seq, salt, actor_name, why, detail)| (seq, Words { salt, actor_name, why, detail }))
        .collect();
    let seals: Vec<(i64, String, Uuid, String)> =
        fetch_all!(tx, "SELECT seq, table_name, row_id, fingerprint FROM journal_seal ORDER BY id")?;
    let mut seals_by_entry: HashMap<i64, Vec<(String, Uuid, String)>> = HashMap::new();
    let mut last_seal: HashMap<(String, Uuid), (i64, String)> = HashMap::new();
    for (seq, table, id, print) in seals {
        last_seal.insert((table.clone(), id), (seq, print.clone()));
        seals_by_entry.entry(seq).or_default().push((table, id, print));
    }
    let mut previous = String::new();
    let mut last_seq = 0;
    let mut moments = HashMap::new();
    for (seq, at, actor_account, act, object_kind, object, words_hash, seals_hash_kept, previous_hash, hash) in links {
        report.entry_count += 1;
        moments.insert(seq, Moment(at));
        if seq != last_seq + 1 {
            report.findings.push(Finding::MissingEntries { from: last_seq + 1, to: seq - 1 });
        }
        let link = Link {
            seq,
            at,
            actor_account,
            act,
            object_kind,
            object,
            words_hash,
            seals_hash: seals_hash_kept,
            previous_hash,
            hash,
        };
        if link.expected_hash() != link.hash || (link.previous_hash != previous && seq == last_seq + 1) {
            report.findings.push(Finding::BrokenLink { seq, at: Moment(at) });
        }
        match words.get(&seq) {
            None => report.erased_count += 1,
            Some(words) if words.hash() != link.words_hash => report.findings.push(Finding::ChangedWords { seq }),
            Some(_) => {}
        }
        if seals_hash(seals_by_entry.get(&seq).map_or(&[][..], Vec::as_slice)) != link.seals_hash {
            report.findings.push(Finding::ChangedSeals { seq });
        }
        last_seq = seq;
        previous = link.hash;
    }
    let head = head(tx).await?;
    if head.seq != last_seq || head.hash != previous {
        report.findings.push(Finding::WrongHead);
    }
    check_rows(tx, &mut report, last_seal, &moments).await?;
    Ok(report)
}

async fn check_rows(
    tx: &mut Tx,
    report: &mut Report,
    last_seal: HashMap<(String, Uuid), (i64, String)>,
    moments: &HashMap<i64, Moment>,
) -> Result<()> {
    let mut sealed: Vec<_> = last_seal.into_iter().collect();
    sealed.sort();
    for ((table, id), (seq, print)) in sealed {
        report.row_count += 1;
        let at = moments.get(&seq).copied().unwrap_or_default();
        match rows::read_row(tx, &table, id).await? {
            None if print == GONE => {}
            None => report.findings.push(Finding::MissingRow { table, id, seq }),
            Some(_) if print == GONE => report.findings.push(Finding::ReturnedRow { table, id }),
            Some(row) if rows::fingerprint(&row) != print => {
                report.findings.push(Finding::ChangedRow { table, id, seq, at });
            }
            Some(_) => {}
        }
    }
    Ok(())
}
