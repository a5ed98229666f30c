//! Comparing the vault with the database: what is missing, what changed on the disk, what nobody refers to.

use std::collections::{BTreeMap, BTreeSet};

use database::Tx;
use kernel::Uuid;
use kernel::french::{count, spaced};

use crate::problem::FileError;
use crate::vault::{Vault, measure};
use crate::{ContentHash, store};

/// A content that an attachment needs and that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The content.
    pub content: ContentHash,
    /// An attachment that needs it.
    pub file: Uuid,
    /// Its name.
    pub name: String,
}

/// What a comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// Contents read and compared.
    pub checked_count: usize,
    /// Contents that are not in the vault.
    pub missing: Vec<Loss>,
    /// Contents whose bytes are no longer those received, or that cannot be read.
    pub changed: Vec<Loss>,
    /// Contents that no attachment needs: an upload given up halfway, or one going on now. They do no harm.
    pub orphans: Vec<ContentHash>,
}

impl Reconciliation {
    /// Whether every attachment has its content.
    pub fn is_sound(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty()
    }

    /// One French sentence for each finding.
    pub fn sentences(&self) -> Vec<String> {
        let said = |loss: &Loss, what: &str| {
            spaced(&format!("le fichier « {} » ({}) {what} (contenu {})", loss.name, loss.file, loss.content))
        };
        let mut all: Vec<String> =
            self.missing.iter().map(|loss| said(loss, "manque dans le dossier des fichiers")).collect();
        all.extend(self.changed.iter().map(|loss| said(loss, "a été modifié ou abîmé sur le disque")));
        if !self.orphans.is_empty() {
            let number = i64::try_from(self.orphans.len()).unwrap_or(i64::MAX);
            all.push(format!("{} sans document (sans gravité)", count(number, "contenu", "contenus")));
        }
        all
    }
}

/// Reads every content that an attachment needs and compares it with its hash. Reads the whole vault: for `verify`
/// and for the night.
///
/// # Errors
/// The vault cannot be listed, or the database failed.
pub async fn reconcile(tx: &mut Tx, vault: &dyn Vault) -> Result<Reconciliation, FileError> {
    let mut needed: BTreeMap<ContentHash, (Uuid, String)> = BTreeMap::new();
    for file in store::all(tx).await? {
        for content in file.contents() {
            needed.entry(content).or_insert_with(|| (file.id, file.original_name.clone()));
        }
    }
    let going: BTreeSet<ContentHash> = store::removals(tx).await?.into_iter().collect();
    let kept = vault.list().await?;
    let mut report = Reconciliation {
        orphans: kept.into_iter().filter(|hash| !needed.contains_key(hash) && !going.contains(hash)).collect(),
        ..Reconciliation::default()
    };
    for (content, (file, name)) in needed {
        report.checked_count += 1;
        let loss = Loss { content, file, name };
        match vault.open(content).await {
            Ok(None) => report.missing.push(loss),
            Ok(Some(mut bytes)) => {
                // A disk that cannot give the bytes back is told like one that gives others.
                if !measure(&mut bytes).await.is_ok_and(|stored| stored.hash == content) {
                    report.changed.push(loss);
                }
            }
            Err(_) => report.changed.push(loss),
        }
    }
    Ok(report)
}
