//! A set of respondents, one bit each.

/// Some of the respondents of a data set: a filter, a base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    words: Vec<u64>,
    len: usize,
}

impl Rows {
    /// Everybody among `len` respondents.
    pub fn all(len: usize) -> Self {
        let mut rows = Self { words: vec![u64::MAX; len.div_ceil(64)], len };
        rows.trim();
        rows
    }

    /// Nobody among `len` respondents.
    pub fn none(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// Those for whom `keeps` is true.
    pub fn from_fn(len: usize, keeps: impl Fn(usize) -> bool) -> Self {
        let mut rows = Self::none(len);
        for row in (0..len).filter(|row| keeps(*row)) {
            rows.words[row / 64] |= 1 << (row % 64);
        }
        rows
    }

    pub(crate) fn from_words(words: Vec<u64>, len: usize) -> Self {
        let mut rows = Self { words, len };
        rows.trim();
        rows
    }

    fn trim(&mut self) {
        if let Some(last) = self.words.last_mut()
            && !self.len.is_multiple_of(64)
        {
            *last &= (1 << (self.len % 64)) - 1;
        }
    }

    /// Respondents of the data set, chosen or not.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the data set has no respondent at all.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many are chosen.
    pub fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Whether one is chosen.
    pub fn contains(&self, row: usize) -> bool {
        row < self.len && self.words[row / 64] >> (row % 64) & 1 == 1
    }

    /// Those chosen in both. Sets of different lengths meet on the shorter.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let words = self.words.iter().zip(&other.words).map(|(one, two)| one & two).collect();
        Self::from_words(words, self.len.min(other.len))
    }

    /// Those chosen here and not there.
    #[must_use]
    pub fn and_not(&self, other: &Self) -> Self {
        let there = other.words.iter().copied().chain(std::iter::repeat(0));
        Self::from_words(self.words.iter().zip(there).map(|(one, two)| one & !two).collect(), self.len)
    }

    /// Positions of those chosen, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(position, word)| {
            std::iter::successors((*word != 0).then_some(*word), |left| {
                let left = left & (left - 1);
                (left != 0).then_some(left)
            })
            .map(move |left| position * 64 + left.trailing_zeros() as usize)
        })
    }

    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_counted_and_met() {
        let all = Rows::all(130);
        assert_eq!((all.count(), all.iter().count()), (130, 130));
        let even = Rows::from_fn(130, |row| row % 2 == 0);
        let third = Rows::from_fn(130, |row| row % 3 == 0);
        assert_eq!(even.and(&third).iter().collect::<Vec<_>>(), (0..130).step_by(6).collect::<Vec<_>>());
        assert_eq!(all.and_not(&even).count(), 65);
        assert!(even.contains(128) && !even.contains(129) && !even.contains(130));
        assert_eq!(Rows::all(0).count(), 0);
    }
}
