//! The pieces words are cut in, with how frequent each is (SentencePiece, unigram).

/// Pieces sorted by their bytes, so that those a text begins with are found byte after byte.
pub struct Pieces {
    text: Vec<u8>,
    starts: Vec<u32>,
    /// Number and score of each, in the order of the bytes.
    known: Vec<(u32, f32)>,
    /// The score of a character no piece begins with.
    unknown: f64,
}

/// Pieces that share a beginning: places in the order of the bytes.
#[derive(Clone, Copy)]
pub struct Range {
    from: usize,
    to: usize,
    depth: usize,
}

impl Pieces {
    /// From each piece and its score, by number.
    pub fn new(list: &[(&[u8], f32)]) -> Self {
        let mut order: Vec<u32> = (0..list.len() as u32).collect();
        let of = |number: &u32| list[*number as usize];
        order.sort_by(|a, b| of(a).0.cmp(of(b).0).then(a.cmp(b)));
        // Of two that are the same, the last one counts.
        let mut kept: Vec<u32> = Vec::with_capacity(order.len());
        for number in order {
            match kept.last_mut() {
                Some(last) if of(last).0 == of(&number).0 => *last = number,
                _ => kept.push(number),
            }
        }
        let mut made = Self { text: Vec::new(), starts: vec![0], known: Vec::with_capacity(kept.len()), unknown: 0.0 };
        for number in &kept {
            let (piece, score) = of(number);
            made.text.extend(piece);
            made.starts.push(made.text.len() as u32);
            made.known.push((*number, score));
        }
        made.unknown = list.iter().map(|(_, score)| f64::from(*score)).fold(f64::INFINITY, f64::min) - 10.0;
        made
    }

    fn piece(&self, at: usize) -> &[u8] {
        &self.text[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// All pieces.
    pub fn all(&self) -> Range {
        Range { from: 0, to: self.known.len(), depth: 0 }
    }

    /// Those of a range that go on with a byte; nothing when none does.
    pub fn going_on(&self, range: Range, byte: u8) -> Option<Range> {
        let Range { from, to, depth } = range;
        let first = |is: &dyn Fn(Option<&u8>) -> bool, mut low: usize, mut high: usize| {
            while low < high {
                let middle = low.midpoint(high);
                if is(self.piece(middle).get(depth)) { low = middle + 1 } else { high = middle }
            }
            low
        };
        let from = first(&|at| at < Some(&byte), from, to);
        let to = first(&|at| at <= Some(&byte), from, to);
        (from < to).then_some(Range { from, to, depth: depth + 1 })
    }

    /// The piece that ends where a range has come to: its number and score.
    pub fn ended(&self, range: Range) -> Option<(u32, f64)> {
        let (number, score) = self.known[range.from];
        (self.piece(range.from).len() == range.depth).then_some((number, f64::from(score)))
    }

    /// The score of a character nothing is known of.
    pub const fn unknown(&self) -> f64 {
        self.unknown
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.text.capacity() + self.starts.capacity() * 4 + self.known.capacity() * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_found_byte_after_byte() {
        let list: [(&[u8], f32); 5] = [(b"bus", -3.0), (b"b", -5.0), (b"but", -4.0), (b"bu", -2.0), (b"bus", -1.0)];
        let pieces = Pieces::new(&list);
        let mut range = pieces.all();
        let mut met = Vec::new();
        for byte in *b"bus" {
            range = pieces.going_on(range, byte).expect("known");
            met.extend(pieces.ended(range));
        }
        assert_eq!(met, [(1, -5.0), (3, -2.0), (4, -1.0)]);
        assert!(pieces.going_on(range, b'x').is_none() && pieces.going_on(pieces.all(), b'a').is_none());
        assert_eq!(pieces.unknown(), -15.0);
    }
}
