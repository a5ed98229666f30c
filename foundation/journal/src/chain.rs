//! How an entry is hashed. Changing anything here breaks every journal: do not.

use kernel::Uuid;
use sha2::{Digest, Sha256};

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Fields are hashed with their length first, so that no two different entries spell the same text.
pub(crate) fn hash_fields(fields: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for field in fields {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    hex(&hasher.finalize())
}

pub(crate) struct Words {
    pub salt: String,
    pub actor_name: String,
    pub why: String,
    pub detail: String,
}

impl Words {
    pub(crate) fn hash(&self) -> String {
        hash_fields(&[&self.salt, &self.actor_name, &self.why, &self.detail])
    }
}

pub(crate) fn seals_hash(seals: &[(String, Uuid, String)]) -> String {
    let text: Vec<String> = seals.iter().map(|(table, id, print)| format!("{table}/{id}={print}")).collect();
    hash_fields(&text.iter().map(String::as_str).collect::<Vec<_>>())
}

#[derive(Clone)]
pub(crate) struct Link {
    pub seq: i64,
    pub at: i64,
    pub actor_account: Option<Uuid>,
    pub act: String,
    pub object_kind: String,
    pub object: Option<Uuid>,
    pub words_hash: String,
    pub seals_hash: String,
    pub previous_hash: String,
    pub hash: String,
}

impl Link {
    pub(crate) fn expected_hash(&self) -> String {
        let or_nothing = |id: Option<Uuid>| id.map_or_else(String::new, |id| id.to_string());
        hash_fields(&[
            &self.previous_hash,
            &self.seq.to_string(),
            &self.at.to_string(),
            &or_nothing(self.actor_account),
            &self.act,
            &self.object_kind,
            &or_nothing(self.object),
            &self.words_hash,
            &self.seals_hash,
        ])
    }
}
