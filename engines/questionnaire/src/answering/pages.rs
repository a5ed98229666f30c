//! One question per page, or one page per group that asks for it: what comes next, what came before.

use super::session::{Asked, Session};

/// What one page asks.
pub struct Page<'a> {
    /// Its key: that of its question, or of the group asked on one page.
    pub key: String,
    /// The questions asked on it, in order.
    pub questions: Vec<Asked<'a>>,
}

/// How far somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rank of the page, from 1; 0 when there is none.
    pub page: usize,
    /// Pages as answers stand.
    pub of: usize,
}

impl Session<'_> {
    /// The page a question stands on: that of the outermost group asked on one page, or its own.
    fn page_of(&self, entry: usize) -> usize {
        let mut page = entry;
        let mut at = Some(entry);
        while let Some(number) = at {
            if self.plan.nodes[self.entries[number].node].item.is_one_page() {
                page = number;
            }
            at = self.entries[number].parent;
        }
        page
    }

    /// Every page, in order, as answers stand. A page where nothing is asked is left out.
    pub fn pages(&self) -> Vec<Page<'_>> {
        let mut pages: Vec<(usize, Page<'_>)> = Vec::new();
        for asked in self.asked() {
            let page = self.page_of(asked.entry);
            match pages.last_mut() {
                Some((last, open)) if *last == page => open.questions.push(asked),
                _ => pages.push((page, Page { key: self.entries[page].key.clone(), questions: vec![asked] })),
            }
        }
        pages.into_iter().map(|(_, page)| page).collect()
    }

    /// A page by its key, or by the key of one of its questions.
    pub fn page(&self, key: &str) -> Option<Page<'_>> {
        self.pages().into_iter().find(|page| page.key == key || page.questions.iter().any(|asked| asked.key == key))
    }

    /// The page after another, which may no longer be asked; the first one after nothing.
    pub fn next(&self, after: Option<&str>) -> Option<Page<'_>> {
        let mut pages = self.pages().into_iter();
        let Some(after) = after else { return pages.next() };
        let ranks = self.ranks();
        let place = self.rank_of(&ranks, after)?;
        pages.find(|page| self.rank_of(&ranks, &page.key).is_some_and(|rank| rank > place))
    }

    /// The page before another, which may no longer be asked.
    pub fn previous(&self, before: &str) -> Option<Page<'_>> {
        let ranks = self.ranks();
        let place = self.rank_of(&ranks, before)?;
        self.pages().into_iter().rfind(|page| self.rank_of(&ranks, &page.key).is_some_and(|rank| rank < place))
    }

    /// How far a page is.
    pub fn progress(&self, key: &str) -> Progress {
        let pages = self.pages();
        let page = pages.iter().position(|page| page.key == key).map_or(0, |place| place + 1);
        Progress { page, of: pages.len() }
    }

    /// Rank of each entry in the order of the form.
    fn ranks(&self) -> Vec<usize> {
        let mut ranks = vec![usize::MAX; self.entries.len()];
        for (rank, entry) in self.in_order().into_iter().enumerate() {
            ranks[entry] = rank;
        }
        ranks
    }

    fn rank_of(&self, ranks: &[usize], key: &str) -> Option<usize> {
        let entry = *self.by_key.get(key)?;
        Some(ranks[self.page_of(entry)])
    }
}
