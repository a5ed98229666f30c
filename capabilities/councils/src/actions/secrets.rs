//! What of somebody is sealed, and the fingerprints two lines are compared by.

use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::{Breakdown, Outside, Uuid};
use serde_json::{Value, json};
use sha2::Sha256;
use web::Keys;

use crate::rules::{Birth, Marks, Person};

const SEALED: &str = "candidate_person.sealed";

/// The fingerprint of a text that only this platform can make, in hexadecimal, of so many bytes.
pub(super) fn mark(keys: &Keys, purpose: &str, text: &str, bytes: usize) -> String {
    let digest = digest(keys, purpose, text.as_bytes());
    sortition::chance::hexadecimal(&digest[..bytes.min(32)])
}

/// The same, as bytes.
pub(super) fn digest(keys: &Keys, purpose: &str, text: &[u8]) -> [u8; 32] {
    // A key of any length is one for this function: 32 bytes cannot be refused.
    let Ok(mut hash) = Hmac::<Sha256>::new_from_slice(&keys.derived(purpose)) else { return [0; 32] };
    hash.update(text);
    hash.finalize().into_bytes().into()
}

/// What two lines of a college are compared by.
pub(super) fn marks(keys: &Keys, college: Uuid, person: &Person) -> Marks {
    let of = |text: String| mark(keys, "councils.identity", &format!("{college}|{text}"), 16);
    Marks {
        identity: person.identity().map(of),
        name: of(person.name()),
        address: person.address().map(of),
        street: street(keys, college, person),
    }
}

/// The fingerprint of a street.
fn street(keys: &Keys, college: Uuid, person: &Person) -> String {
    let label = kernel::text::search_key(&person.street_label());
    mark(keys, "councils.street", &format!("{college}|{label}"), 8)
}

/// The fingerprint of a household; nothing without an address.
pub(super) fn household(keys: &Keys, college: Uuid, person: &Person) -> String {
    let of = |text: String| mark(keys, "councils.household", &format!("{college}|{text}"), 12);
    person.household().map(of).unwrap_or_default()
}

/// Seals who somebody is.
pub(super) fn seal(keys: &Keys, outside: &Outside, id: Uuid, person: &Person) -> Result<Vec<u8>, Breakdown> {
    let clear = json!([
        person.birth_name,
        person.used_name,
        person.forenames,
        person.birth.text(),
        person.street,
        person.complement,
        person.postcode,
        person.city,
        person.email,
        person.phone,
    ]);
    keys.seal(outside, SEALED, id, clear.to_string().as_bytes())
}

/// Who somebody is.
pub(crate) fn open(keys: &Keys, id: Uuid, sealed: &[u8]) -> Result<Person, Breakdown> {
    let clear = keys.open(SEALED, id, sealed)?;
    let value: Value = serde_json::from_slice(&clear).map_err(|error| Breakdown(Box::new(error)))?;
    let text = |at: usize| value[at].as_str().unwrap_or_default().to_owned();
    Ok(Person {
        birth_name: text(0),
        used_name: text(1),
        forenames: text(2),
        birth: Birth::read(&text(3)).unwrap_or_default(),
        street: text(4),
        complement: text(5),
        postcode: text(6),
        city: text(7),
        email: text(8),
        phone: text(9),
    })
}
