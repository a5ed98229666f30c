//! What each piece means: 512 numbers of six bits, packed (49 MB where numbers of 32 bits would take 262).

use std::io::{Read, Seek};

use crate::WIDTH;
use crate::wheel::{Files, Refused};

/// Parts of the table, each with its scale; the pieces are dealt out to them in turn.
const PARTS: usize = 17;

/// Rows of one part.
const ROWS: usize = 7_530;

/// Four numbers of six bits take three bytes.
const PACKED: usize = WIDTH / 4 * 3;

/// The table.
pub struct Table {
    packed: Vec<u8>,
    low: Vec<f32>,
    scale: Vec<f32>,
}

impl Table {
    /// Reads it from the arrays `q1` to `q17`, `lo` and `scale`.
    pub fn read(files: &mut Files<impl Read + Seek>) -> Result<Self, Refused> {
        let (low, scale) = (files.array("lo", &[PARTS])?, files.array("scale", &[PARTS])?);
        let mut packed = vec![0; PARTS * ROWS * PACKED];
        for part in 0..PARTS {
            let name = format!("q{}", part + 1);
            let values: Vec<u8> = files.array(&name, &[ROWS, WIDTH])?;
            if let Some(large) = values.iter().find(|value| **value > 63) {
                let (wanted, found) = ("des nombres de 0 à 63".to_owned(), large.to_string());
                return Err(Refused::Shape { name: format!("{name}.npy"), wanted, found });
            }
            for (row, values) in values.chunks_exact(WIDTH).enumerate() {
                let start = (row * PARTS + part) * PACKED;
                for (bytes, four) in packed[start..start + PACKED].chunks_exact_mut(3).zip(values.chunks_exact(4)) {
                    bytes[0] = four[0] | four[3] << 6;
                    bytes[1] = four[1] | (four[3] >> 2) << 6;
                    bytes[2] = four[2] | (four[3] >> 4) << 6;
                }
            }
        }
        Ok(Self { packed, low, scale })
    }

    /// How many pieces it knows.
    pub fn pieces(&self) -> usize {
        self.packed.len() / PACKED
    }

    /// Writes what a piece means; nothing for one beyond the table.
    pub fn put(&self, piece: u32, into: &mut [f32]) {
        let piece = piece as usize;
        let Some(packed) = self.packed.get(piece * PACKED..(piece + 1) * PACKED) else {
            into.fill(0.0);
            return;
        };
        let (scale, low) = (self.scale[piece % PARTS], self.low[piece % PARTS]);
        for (four, bytes) in into.chunks_exact_mut(4).zip(packed.chunks_exact(3)) {
            let last = bytes[0] >> 6 | bytes[1] >> 6 << 2 | bytes[2] >> 6 << 4;
            let values = [bytes[0] & 63, bytes[1] & 63, bytes[2] & 63, last];
            for (slot, value) in four.iter_mut().zip(values) {
                *slot = f32::from(value) * scale + low;
            }
        }
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.packed.capacity()
    }
}
