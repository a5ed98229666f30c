//! Chance that anybody can compute again: SHA-256 of a seed and a counter, read as numbers.

use sha2::{Digest as _, Sha256};

/// A seed of 32 bytes.
pub type Seed = [u8; 32];

/// The seed that a label and some parts give; parts are told apart by their length.
pub fn seed(label: &str, parts: &[&[u8]]) -> Seed {
    let mut hash = Sha256::new();
    hash.update(label.as_bytes());
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Bytes as hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Hexadecimal digits as bytes.
pub fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let text = text.strip_prefix("0x").unwrap_or(text);
    if text.is_empty() || !text.len().is_multiple_of(2) || !text.is_ascii() || text.len() > 4096 {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// Numbers drawn one after the other from a seed.
#[derive(Debug, Clone)]
pub struct Chance {
    seed: Seed,
    block: u64,
    left: Vec<u64>,
}

impl Chance {
    /// Starts from a seed.
    pub fn new(seed: Seed) -> Self {
        Self { seed, block: 0, left: Vec::new() }
    }

    /// The next number of 64 bits.
    pub fn number(&mut self) -> u64 {
        if self.left.is_empty() {
            let mut hash = Sha256::new();
            hash.update(self.seed);
            hash.update(self.block.to_be_bytes());
            self.block += 1;
            let bytes: [u8; 32] = hash.finalize().into();
            self.left.extend(
                bytes
                    .chunks_exact(8)
                    .rev()
                    .map(|part| part.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte))),
            );
        }
        self.left.pop().unwrap_or_default()
    }

    /// A number from 0 to `many - 1`, each as likely: numbers that would favour some are drawn again.
    pub fn below(&mut self, many: u64) -> u64 {
        let many = many.max(1);
        let most = u64::MAX - (u64::MAX % many + 1) % many;
        loop {
            let number = self.number();
            if number <= most {
                return number % many;
            }
        }
    }

    /// Puts a list in an order drawn by lot.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let at = self.below(last as u64 + 1) as usize;
            list.swap(last, at);
        }
    }
}
