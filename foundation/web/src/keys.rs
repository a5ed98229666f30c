//! Secrets: one master key, one derived key for each use, and fields sealed for one row only.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use kernel::{Breakdown, Outside, Uuid};
use sha2::{Digest, Sha256};

/// The master key of an installation.
#[derive(Clone)]
pub struct Keys {
    master: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// A random token: the person keeps the text, the database keeps only its hash.
pub struct Token {
    /// What goes into a cookie or a link.
    pub text: String,
    /// What is stored.
    pub hash: Vec<u8>,
}

/// The hash kept for a token.
pub fn token_hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

impl Keys {
    /// From 32 bytes.
    pub const fn new(master: [u8; 32]) -> Self {
        Self { master }
    }

    /// From the text of a key file: 64 hexadecimal digits.
    pub fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let pair = |at: usize| text.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
        let bytes: Vec<u8> = (0..64).step_by(2).map_while(pair).collect();
        (text.len() == 64).then(|| bytes.try_into().ok().map(Self::new)).flatten()
    }

    /// A new token of 256 bits.
    pub fn token(outside: &Outside) -> Token {
        let text = BASE64.encode(outside.bytes::<32>());
        Token { hash: token_hash(&text), text }
    }

    /// The key of one use: keys of two uses tell nothing of each other (HKDF-SHA-256, RFC 5869).
    pub fn derived(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        // 32 bytes is far below HKDF's bound of 255 × 32, so this cannot fail.
        let _ = Hkdf::<Sha256>::new(Some(b"parvis"), &self.master).expand(purpose.as_bytes(), &mut key);
        key
    }

    /// Encrypts a field for this table, column and row: put into another row, it cannot be read.
    ///
    /// # Errors
    /// The cipher failed, which only a text of many gigabytes could cause.
    pub fn seal(&self, outside: &Outside, place: &str, row: Uuid, clear: &[u8]) -> Result<Vec<u8>, Breakdown> {
        let cipher = XChaCha20Poly1305::new(&self.derived("fields").into());
        let nonce = outside.bytes::<24>();
        let place = format!("{place}/{row}");
        let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: clear, aad: place.as_bytes() });
        let sealed = sealed.map_err(|_| Breakdown::because("a field could not be sealed"))?;
        Ok([&[1_u8], &nonce[..], &sealed].concat())
    }

    /// Reads a sealed field back.
    ///
    /// # Errors
    /// Another key, another row, or changed bytes.
    pub fn open(&self, place: &str, row: Uuid, sealed: &[u8]) -> Result<Vec<u8>, Breakdown> {
        let unreadable = || Breakdown::because(format!("the sealed field {place} of {row} cannot be read"));
        let body = sealed.strip_prefix(&[1_u8]).ok_or_else(unreadable)?;
        let (nonce, body) = body.split_at_checked(24).ok_or_else(unreadable)?;
        let nonce: [u8; 24] = nonce.try_into().map_err(|_| unreadable())?;
        let cipher = XChaCha20Poly1305::new(&self.derived("fields").into());
        let place = format!("{place}/{row}");
        cipher.decrypt(&XNonce::from(nonce), Payload { msg: body, aad: place.as_bytes() }).map_err(|_| unreadable())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;

    #[test]
    fn a_sealed_field_is_read_in_its_row_only() {
        let (keys, outside) = (Keys::new([7; 32]), Outside::told(Moment(0), 1));
        let (mine, theirs) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let sealed = keys.seal(&outside, "account.totp", mine, b"secret").expect("sealed");
        assert_eq!(keys.open("account.totp", mine, &sealed).expect("open"), b"secret");
        assert!(keys.open("account.totp", theirs, &sealed).is_err());
        assert!(keys.open("account.iban", mine, &sealed).is_err());
        assert!(Keys::new([8; 32]).open("account.totp", mine, &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(keys.open("account.totp", mine, &changed).is_err(), "byte {at}");
        }
        assert!(keys.open("account.totp", mine, &[]).is_err());
    }

    #[test]
    fn keys_are_64_hexadecimal_digits() {
        assert!(Keys::from_text(&"0f".repeat(32)).is_some());
        for bad in ["", "0f", &"zz".repeat(32), &"0f".repeat(33), &"é".repeat(32)] {
            assert!(Keys::from_text(bad).is_none(), "{bad}");
        }
    }
}
