//! Texts cut in known pieces: the likeliest way (Viterbi on a unigram model, Kudo 2018).

use crate::normalise::{Normaliser, letter};
use crate::pieces::Pieces;
use crate::wheel::Refused;

/// Numbers of what is no piece: unknown, start of a text, end of a text.
const UNKNOWN: u32 = 0;
const START: u32 = 1;
const END: u32 = 2;

/// Cuts texts.
pub struct Cutter {
    pieces: Pieces,
    normaliser: Normaliser,
    count: usize,
}

impl Cutter {
    /// Reads a model of SentencePiece: pieces (field 1: text 1, score 2), then the rules of spelling (field 3, field 2).
    pub fn read(model: &[u8]) -> Result<Self, Refused> {
        let mut list: Vec<(&[u8], f32)> = Vec::new();
        let mut rules = None;
        for (field, value) in fields(model).ok_or(Refused::Pieces("elle est coupée"))? {
            let inner = || fields(value).ok_or(Refused::Pieces("elle est coupée"));
            match field {
                1 => {
                    let (mut piece, mut score) = (None, 0.0);
                    for (field, value) in inner()? {
                        match (field, value) {
                            (1, text) => piece = Some(text),
                            (2, [a, b, c, d]) => score = f32::from_le_bytes([*a, *b, *c, *d]),
                            _ => {}
                        }
                    }
                    list.extend(piece.map(|piece| (piece, score)));
                }
                3 => rules = inner()?.into_iter().find(|(field, _)| *field == 2).map(|(_, value)| value),
                _ => {}
            }
        }
        let rules = rules.and_then(Normaliser::read).ok_or(Refused::Pieces("les règles d’écriture manquent"))?;
        if list.len() <= END as usize {
            return Err(Refused::Pieces("elle est vide"));
        }
        if list.iter().any(|(piece, score)| piece.is_empty() || !score.is_finite()) {
            return Err(Refused::Pieces("un morceau est vide ou sans poids"));
        }
        Ok(Self { pieces: Pieces::new(&list), normaliser: rules, count: list.len() })
    }

    /// How many pieces there are.
    pub const fn pieces(&self) -> usize {
        self.count
    }

    /// Adds the numbers of the pieces of a text, its start and its end told.
    pub fn cut(&self, text: &str, into: &mut Vec<u32>) {
        into.push(START);
        let text = self.normaliser.normalise(text);
        if text.is_empty() {
            into.extend([UNKNOWN, END]);
            return;
        }
        // The best way to each place: its score, where its last piece begins, which it is.
        let mut best = vec![(f64::NEG_INFINITY, 0usize, UNKNOWN); text.len() + 1];
        best[0].0 = 0.0;
        let mut from = 0;
        while from < text.len() {
            let base = best[from].0;
            let next = from + letter(&text[from..]);
            let mut is_known = false;
            let mut range = self.pieces.all();
            for (at, byte) in text.iter().enumerate().skip(from) {
                let Some(longer) = self.pieces.going_on(range, *byte) else { break };
                range = longer;
                let Some((piece, score)) = self.pieces.ended(range) else { continue };
                is_known |= at + 1 == next;
                if base + score > best[at + 1].0 {
                    best[at + 1] = (base + score, from, piece);
                }
            }
            if !is_known && base + self.pieces.unknown() > best[next].0 {
                best[next] = (base + self.pieces.unknown(), from, UNKNOWN);
            }
            from = next;
        }
        let first = into.len();
        let mut at = text.len();
        while at > 0 {
            into.push(best[at].2);
            at = best[at].1;
        }
        into[first..].reverse();
        into.push(END);
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.pieces.bytes() + self.normaliser.bytes()
    }
}

/// The fields of a message of Protocol Buffers that hold bytes or a `f32`; nothing when it is cut.
fn fields(mut bytes: &[u8]) -> Option<Vec<(u64, &[u8])>> {
    let mut made = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes)?;
        let length = match tag & 7 {
            0 => {
                varint(&mut bytes)?;
                continue;
            }
            1 => 8,
            2 => usize::try_from(varint(&mut bytes)?).ok()?,
            5 => 4,
            _ => return None,
        };
        made.push((tag >> 3, bytes.get(..length)?));
        bytes = &bytes[length..];
    }
    Some(made)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, score: f32) -> Vec<u8> {
        let mut inner = vec![0x0a, text.len() as u8];
        inner.extend(text.as_bytes());
        inner.push(0x15);
        inner.extend(score.to_le_bytes());
        [vec![0x0a, inner.len() as u8], inner].concat()
    }

    fn model() -> Vec<u8> {
        let mut made = Vec::new();
        for (text, score) in [
            ("<unk>", 0.0),
            ("<s>", 0.0),
            ("</s>", 0.0),
            ("▁bus", -2.0),
            ("▁b", -1.0),
            ("us", -0.5),
            ("▁", -3.0),
            ("é", -4.0),
        ] {
            made.extend(piece(text, score));
        }
        made.extend([0x1a, 10, 0x12, 8, 4, 0, 0, 0, 0, 0, 0, 0]);
        made
    }

    #[test]
    fn the_likeliest_way_is_taken() {
        let cutter = Cutter::read(&model()).expect("a model");
        let cut = |text: &str| {
            let mut made = Vec::new();
            cutter.cut(text, &mut made);
            made
        };
        assert_eq!(cutter.pieces(), 8);
        assert_eq!(cut("bus bus"), [1, 4, 5, 4, 5, 2], "-1.5 is more than -2");
        assert_eq!(cut("é"), [1, 6, 7, 2]);
        assert_eq!(cut("à🚌"), [1, 6, 0, 0, 2], "unknown characters, one by one");
        assert_eq!((cut(""), cut("  ")), (vec![1, 0, 2], vec![1, 0, 2]));
    }

    #[test]
    fn a_broken_model_is_refused() {
        let whole = model();
        for end in 0..whole.len() {
            assert!(Cutter::read(&whole[..end]).is_err(), "{end}");
        }
        assert!(Cutter::read(&[0xff; 40]).is_err());
        assert!(Cutter::read(&[piece("", 0.0), whole].concat()).is_err());
    }
}
