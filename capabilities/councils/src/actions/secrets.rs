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
    Stamp::new(keys, purpose).mark(text, bytes)
}

/// The same, as bytes.
pub(super) fn digest(keys: &Keys, purpose: &str, text: &[u8]) -> [u8; 32] {
    Stamp::new(keys, purpose).digest(text)
}

/// What makes the fingerprints of one purpose: its key is derived once, however many texts there are.
#[derive(Clone)]
pub(super) struct Stamp(Option<Hmac<Sha256>>);

impl Stamp {
    /// For a purpose.
    pub fn new(keys: &Keys, purpose: &str) -> Self {
        // A key of any length is one for this function: 32 bytes cannot be refused.
        Self(Hmac::<Sha256>::new_from_slice(&keys.derived(purpose)).ok())
    }

    /// The fingerprint of a text.
    pub fn digest(&self, text: &[u8]) -> [u8; 32] {
        let Some(mut hash) = self.0.clone() else { return [0; 32] };
        hash.update(text);
        hash.finalize().into_bytes().into()
    }

    /// The same in hexadecimal, of so many bytes.
    fn mark(&self, text: &str, bytes: usize) -> String {
        sortition::chance::hexadecimal(&self.digest(text.as_bytes())[..bytes.min(32)])
    }
}

/// What makes the fingerprints of the people of a college.
pub(super) struct Stamps {
    college: Uuid,
    identity: Stamp,
    street: Stamp,
    household: Stamp,
}

impl Stamps {
    /// For a college.
    pub fn new(keys: &Keys, college: Uuid) -> Self {
        let of = |purpose| Stamp::new(keys, purpose);
        Self {
            college,
            identity: of("councils.identity"),
            street: of("councils.street"),
            household: of("councils.household"),
        }
    }

    /// What two lines are compared by.
    pub fn marks(&self, person: &Person) -> Marks {
        let of = |text: String| self.identity.mark(&format!("{}|{text}", self.college), 16);
        let label = kernel::text::search_key(&person.street_label());
        Marks {
            identity: person.identity().map(of),
            name: of(person.name()),
            address: person.address().map(of),
            street: self.street.mark(&format!("{}|{label}", self.college), 8),
        }
    }

    /// The fingerprint of a household; nothing without an address.
    pub fn household(&self, person: &Person) -> String {
        let of = |text: String| self.household.mark(&format!("{}|{text}", self.college), 12);
        person.household().map(of).unwrap_or_default()
    }
}

/// What two lines of a college are compared by.
pub(super) fn marks(keys: &Keys, college: Uuid, person: &Person) -> Marks {
    Stamps::new(keys, college).marks(person)
}

/// The fingerprint of a household; nothing without an address.
pub(super) fn household(keys: &Keys, college: Uuid, person: &Person) -> String {
    Stamps::new(keys, college).household(person)
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
