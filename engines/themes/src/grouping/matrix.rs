//! Which terms each unit of text holds: a sparse matrix of presences.

/// Rows of term numbers, each row without repetition.
#[derive(Clone, Debug, Default)]
pub struct Presences {
    starts: Vec<usize>,
    terms: Vec<u32>,
    columns: usize,
}

impl Presences {
    /// A matrix without rows.
    pub fn new() -> Self {
        Self { starts: vec![0], terms: Vec::new(), columns: 0 }
    }

    /// Adds a row; repeated terms count once.
    pub fn push(&mut self, terms: &mut Vec<u32>) {
        terms.sort_unstable();
        terms.dedup();
        self.terms.extend_from_slice(terms);
        self.columns = self.columns.max(terms.last().map_or(0, |last| *last as usize + 1));
        self.starts.push(self.terms.len());
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many presences in all.
    pub const fn presences(&self) -> usize {
        self.terms.len()
    }

    /// How many columns.
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// The terms of a row.
    pub fn row(&self, row: usize) -> &[u32] {
        &self.terms[self.starts[row]..self.starts[row + 1]]
    }

    /// In how many rows each term is.
    pub fn frequencies(&self) -> Vec<u32> {
        let mut counts = vec![0; self.columns];
        for term in &self.terms {
            counts[*term as usize] += 1;
        }
        counts
    }

    /// The matrix of some rows and of the terms that are kept, renumbered in their order. Rows left without a term are
    /// not in it: the second value says which rows are.
    pub fn restricted(&self, rows: &[u32], is_kept: &[bool]) -> (Self, Vec<u32>) {
        let mut numbers = vec![u32::MAX; self.columns];
        let mut next = 0;
        for (term, kept) in is_kept.iter().enumerate() {
            if *kept {
                numbers[term] = next;
                next += 1;
            }
        }
        let mut made = Self { starts: vec![0], terms: Vec::with_capacity(rows.len() * 4), columns: next as usize };
        let mut present = Vec::with_capacity(rows.len());
        for row in rows {
            let before = made.terms.len();
            let terms = self.row(*row as usize).iter().map(|term| numbers[*term as usize]);
            made.terms.extend(terms.filter(|number| *number != u32::MAX));
            if made.terms.len() > before {
                made.starts.push(made.terms.len());
                present.push(*row);
            }
        }
        (made, present)
    }
}
