//! Codes of six digits that change every thirty seconds (TOTP, RFC 6238, over HOTP, RFC 4226).

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Length of a step, in seconds: what every application assumes.
pub const STEP_SECONDS: i64 = 30;
/// Bytes of a secret: 160 bits, as RFC 4226 asks.
pub const SECRET_BYTES: usize = 20;

/// The step of a moment in milliseconds.
pub const fn step_at(moment_ms: i64) -> i64 {
    moment_ms.div_euclid(STEP_SECONDS * 1000)
}

/// The number of this many digits for a step (HOTP).
fn number(secret: &[u8], step: i64, digits: u32) -> u32 {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return 0 };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let word = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff;
    word % 10_u32.pow(digits)
}

/// The six digits of a step.
pub fn code(secret: &[u8], step: i64) -> String {
    format!("{:06}", number(secret, step, 6))
}

/// The step a typed code belongs to: the present one, or its neighbours (telephones are late or early), provided
/// it comes after the last one used: a code works once. Spaces are accepted.
pub fn accepted_step(secret: &[u8], typed: &str, now_ms: i64, last_used: i64) -> Option<i64> {
    use subtle::ConstantTimeEq;
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let now = step_at(now_ms);
    let mut found = None;
    for step in [now - 1, now, now + 1] {
        let is_same: bool = code(secret, step).as_bytes().ct_eq(typed.as_bytes()).into();
        if is_same && step > last_used {
            found = Some(step);
        }
    }
    found
}

/// The secret as applications take it: base32, in groups of four.
pub fn written(secret: &[u8]) -> String {
    let text = data_encoding::BASE32_NOPAD.encode(secret);
    text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}

/// A secret from its text; `None` when it is not one of at least 80 bits.
pub fn read(text: &str) -> Option<Vec<u8>> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '=').collect::<String>().to_uppercase();
    data_encoding::BASE32_NOPAD.decode(plain.as_bytes()).ok().filter(|secret| secret.len() >= 10)
}

/// The address applications read from the square.
pub fn address(service: &str, email: &str, secret: &[u8]) -> String {
    let plain = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'@' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    let issuer = plain(service);
    format!(
        "otpauth://totp/{issuer}:{}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP_SECONDS}",
        plain(email),
        data_encoding::BASE32_NOPAD.encode(secret)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_vectors_of_rfc_6238() {
        for (seconds, expected) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(number(SECRET, step_at(seconds * 1000), 8), expected, "at {seconds}");
        }
    }

    #[test]
    fn the_vectors_of_rfc_4226() {
        let expected =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (step, expected) in (0..).zip(expected) {
            assert_eq!(code(SECRET, step), expected);
        }
    }

    #[test]
    fn a_code_works_once_and_near_its_time() {
        let now = 1_773_572_400_000;
        let step = step_at(now);
        let typed = code(SECRET, step);
        let spaced = format!(" {} {} ", &typed[..3], &typed[3..]);
        assert_eq!(accepted_step(SECRET, &spaced, now, 0), Some(step));
        assert_eq!(accepted_step(SECRET, &typed, now, step), None, "replayed");
        assert_eq!(accepted_step(SECRET, &code(SECRET, step - 1), now, 0), Some(step - 1));
        assert_eq!(accepted_step(SECRET, &code(SECRET, step - 1), now, step), None, "older than the last one");
        assert_eq!(accepted_step(SECRET, &code(SECRET, step - 2), now, 0), None);
        assert_eq!(accepted_step(SECRET, "", now, 0), None);
    }

    #[test]
    fn a_secret_is_read_back() {
        let text = written(SECRET);
        assert_eq!(text, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(read(&text.to_lowercase()).as_deref(), Some(SECRET));
        assert_eq!(read("abc"), None);
        assert!(
            address("Contrat de ville", "a@b.fr", SECRET)
                .starts_with("otpauth://totp/Contrat%20de%20ville:a@b.fr?secret=GEZDG")
        );
    }
}
