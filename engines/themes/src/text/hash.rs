//! Words as numbers, the same on every machine.

use std::hash::{BuildHasherDefault, Hasher};

/// FNV-1a, 64 bits (Fowler, Noll and Vo): quick on short words. Not for data that somebody may have forged to collide:
/// the words of one set of answers, counted once.
#[derive(Clone, Copy)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        // The high bits, which hash tables look at first, are those FNV mixes least.
        self.0 ^ self.0.rotate_left(32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
}

/// For tables whose keys are words.
pub type ByWord = BuildHasherDefault<Fnv>;

/// The number of some bytes.
pub fn hashed(bytes: &[u8]) -> u64 {
    let mut hasher = Fnv::default();
    hasher.write(bytes);
    hasher.0
}
