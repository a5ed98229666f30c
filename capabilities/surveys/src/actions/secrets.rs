//! What ties a person to what she answered: a code that she alone holds. Everything kept is made from it by a one-way
//! function with the key of the house, apart for each table, so that two tables cannot be joined.

use hmac::{Hmac, KeyInit, Mac};
use kernel::Uuid;
use sha2::Sha256;
use web::Keys;

/// The key a page draws when somebody begins: sent twice, it is one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendingKey(String);

impl SendingKey {
    /// A new one, from chance.
    pub fn new(chance: [u8; 16]) -> Self {
        Self(chance.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// What came back with a form; nothing when it is no key of ours. A device that draws one writes it with dashes.
    pub fn read(typed: &str) -> Option<Self> {
        let typed = typed.replace('-', "");
        let is_key = typed.len() == 32 && typed.bytes().all(|sign| sign.is_ascii_hexdigit());
        is_key.then(|| Self(typed.to_lowercase()))
    }

    /// As it travels with the form.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// A number of its own, the same from one page to the next.
    pub fn chance(&self) -> u64 {
        u64::from_str_radix(&self.0[..16], 16).unwrap_or_default()
    }
}

/// Sixteen bytes that only the key of the house makes from a text, for one use.
fn keyed(keys: &Keys, purpose: &str, text: &str) -> [u8; 16] {
    let mut out = [0; 16];
    out.copy_from_slice(&whole(keys, purpose, text)[..16]);
    out
}

fn whole(keys: &Keys, purpose: &str, text: &str) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&keys.derived("surveys.keyed")) else { return [0; 32] };
    for part in [purpose.as_bytes(), &[0], text.as_bytes()] {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// The code a person keeps to read and take back what she answered: sent again, the answer gives the same one.
pub fn deletion_code(keys: &Keys, key: &SendingKey) -> String {
    corpus::facade::code_from(keyed(keys, "code", &key.0))
}

/// The code that a device without network dictates: made from the key it drew, by anybody who holds that key.
pub fn code_of_device(key: &SendingKey) -> String {
    corpus::facade::code_from(u128::from_str_radix(&key.0, 16).unwrap_or_default().to_be_bytes())
}

/// The identifier of the answer given with a code (in the form compared).
pub(super) fn answer_id(keys: &Keys, comparable: &str) -> Uuid {
    uuid::Builder::from_random_bytes(keyed(keys, "answer", comparable)).into_uuid()
}

/// What marks an invitation as used.
pub(super) fn marker(keys: &Keys, token: &str) -> Vec<u8> {
    whole(keys, "marker", token).to_vec()
}

/// The row of what was put aside under six letters.
pub(super) fn parked_id(keys: &Keys, survey: Uuid, letters: &str) -> Uuid {
    uuid::Builder::from_random_bytes(keyed(keys, "parked", &format!("{survey} {letters}"))).into_uuid()
}

/// What stands for a telephone number among those of a questionnaire.
pub(super) fn phone_marker(keys: &Keys, survey: Uuid, number: &str) -> Vec<u8> {
    whole(keys, "phone", &format!("{survey} {number}")).to_vec()
}

/// The key of the answer a partner’s file holds under an identifier: brought again, it is the same answer.
pub(super) fn imported_key(keys: &Keys, survey: Uuid, identifier: &str) -> SendingKey {
    SendingKey::new(keyed(keys, "import", &format!("{survey} {identifier}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_gives_one_code_and_nothing_leads_back() {
        let keys = Keys::new([7; 32]);
        let key = SendingKey::new([1; 16]);
        assert_eq!(SendingKey::read(&key.text().to_uppercase()), Some(key.clone()));
        assert_eq!(SendingKey::read("01010101-0101-0101-0101-010101010101"), Some(key.clone()));
        assert_eq!(
            code_of_device(&SendingKey::new([0, 1, 2, 3, 32, 33, 34, 35, 0, 0, 0, 0, 31, 31, 31, 31])),
            "ABCD-ABCD-AAAA-9999"
        );
        assert_eq!((SendingKey::read("x"), SendingKey::read(&"g".repeat(32))), (None, None));
        let code = deletion_code(&keys, &key);
        assert_eq!(code, deletion_code(&keys, &key));
        assert_ne!(code, deletion_code(&Keys::new([8; 32]), &key), "the key of the house");
        assert_ne!(answer_id(&keys, "A"), answer_id(&keys, "B"));
        assert_ne!(marker(&keys, "A")[..16], answer_id(&keys, "A").as_bytes()[..], "one use, one function");
    }
}
