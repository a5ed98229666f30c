//! What the small components of `parts.html` show: tags, summary lists, pages of a list, figures.

use crate::Html;
use crate::frame::Link;
use crate::language::Translated;

/// Colour of a status tag. The words carry the meaning; the shape of the mark differs too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagColour {
    /// Not begun, or closed without result.
    #[default]
    Grey,
    /// In hand of somebody.
    Blue,
    /// Waiting for something from the reader.
    Amber,
    /// Done, kept.
    Green,
    /// Wrong, to correct.
    Red,
    /// Being examined.
    Violet,
}

impl TagColour {
    /// Every colour.
    pub const ALL: [Self; 6] = [Self::Grey, Self::Blue, Self::Amber, Self::Green, Self::Red, Self::Violet];

    /// Part of the CSS class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Grey => "grey",
            Self::Blue => "blue",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Red => "red",
            Self::Violet => "violet",
        }
    }

    /// A mark whose shape differs for each colour.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Grey => "○",
            Self::Blue => "◐",
            Self::Amber => "▲",
            Self::Green => "●",
            Self::Red => "■",
            Self::Violet => "◆",
        }
    }
}

/// The state of something: an adjective, never a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// Its colour.
    pub colour: TagColour,
    /// The adjective.
    pub words: Translated,
}

impl Tag {
    /// A colour and an adjective.
    pub fn new(colour: TagColour, words: impl Into<Translated>) -> Self {
        Self { colour, words: words.into() }
    }

    /// The tag as a piece of HTML, to stand in a list or a table.
    pub fn html(&self) -> Html {
        let (class, mark) = (self.colour.class(), self.colour.mark());
        let words = &self.words;
        Html::trusted(format!(
            "<strong class=\"tag {class}\"><span aria-hidden=\"true\">{mark}</span> {words}</strong>"
        ))
    }
}

/// One line of a summary list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummaryRow {
    /// What is told.
    pub term: Html,
    /// What is so; empty reads « Sans réponse ».
    pub value: Html,
    /// « Modifier » and where; the screen reader hears the term after it.
    pub change: Option<Link>,
}

impl SummaryRow {
    /// A term and its value.
    pub fn new(term: impl Into<Html>, value: impl Into<Html>) -> Self {
        Self { term: term.into(), value: value.into(), change: None }
    }

    /// The same line with a link to change it.
    #[must_use]
    pub fn changed_at(mut self, href: impl Into<String>) -> Self {
        self.change = Some(Link::new("Modifier", href));
        self
    }
}

/// Pages of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pagination {
    /// Current page, from 1.
    pub page: u32,
    /// Number of pages.
    pub page_count: u32,
    /// Address of the list with its filters, without the page.
    pub base: String,
}

impl Pagination {
    /// From the number of lines; `base` is the address with its filters.
    pub fn new(page: u32, line_count: u64, lines_per_page: u32, base: impl Into<String>) -> Self {
        let pages = line_count.div_ceil(u64::from(lines_per_page.max(1))).max(1);
        let page_count = u32::try_from(pages).unwrap_or(u32::MAX);
        Self { page: page.clamp(1, page_count), page_count, base: base.into() }
    }

    /// Address of a page.
    pub fn href(&self, page: &u32) -> String {
        let mark = if self.base.contains('?') { '&' } else { '?' };
        format!("{}{mark}page={page}", self.base)
    }

    /// The pages to list; 0 stands for a gap.
    pub fn shown(&self) -> Vec<u32> {
        let mut shown = Vec::new();
        let near = self.page.saturating_sub(1)..=self.page.saturating_add(1);
        for page in (1..=2).chain(near).chain(self.page_count.saturating_sub(1)..=self.page_count) {
            if (1..=self.page_count).contains(&page) && !shown.contains(&page) {
                shown.push(page);
            }
        }
        shown.sort_unstable();
        let mut with_gaps = Vec::with_capacity(shown.len() + 2);
        for page in shown {
            if with_gaps.last().is_some_and(|last| page > last + 1) {
                with_gaps.push(0);
            }
            with_gaps.push(page);
        }
        with_gaps
    }

    /// The page before, if any.
    pub fn previous(&self) -> Option<u32> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// The page after, if any.
    pub fn next(&self) -> Option<u32> {
        (self.page < self.page_count).then(|| self.page + 1)
    }
}

/// Where one is in a series of linear steps (three at least).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Number of the present step, from 1.
    pub number: u32,
    /// Names of the steps.
    pub names: Vec<String>,
}

impl Steps {
    /// A position in named steps.
    pub fn new<N: Into<String>>(number: u32, names: impl IntoIterator<Item = N>) -> Self {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        let last = u32::try_from(names.len()).unwrap_or(u32::MAX).max(1);
        Self { number: number.clamp(1, last), names }
    }

    /// Name of the present step.
    pub fn name(&self) -> &str {
        self.at(self.number)
    }

    /// Name of the step after, empty on the last.
    pub fn next_name(&self) -> &str {
        self.at(self.number + 1)
    }

    fn at(&self, number: u32) -> &str {
        let index = usize::try_from(number).unwrap_or(usize::MAX).wrapping_sub(1);
        self.names.get(index).map_or("", String::as_str)
    }
}

/// One figure that stands alone, with what it takes to quote it. A figure has a source or is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// What is counted, in words.
    pub label: String,
    /// The value as read, without unit: « 61,2 ».
    pub value: String,
    /// Its unit, or nothing.
    pub unit: String,
    /// What it is counted on: « 173 réponses sur 463 ».
    pub base: String,
    /// Who produced it.
    pub source: String,
    /// What date or period it describes.
    pub date: String,
    /// The gap to the city, in words: « 24 points de plus que la ville (37 %) ».
    pub gap: String,
    /// Why there is no value, when there is none: then `value` holds the sign.
    pub absence: String,
    /// Where the figure leads: its list.
    pub href: String,
}

impl Figure {
    /// A figure with its source and date; the other parts are added after.
    pub fn new(
        label: impl Into<String>,
        value: impl Into<String>,
        unit: impl Into<String>,
        source: impl Into<String>,
        date: impl Into<String>,
    ) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            unit: unit.into(),
            source: source.into(),
            date: date.into(),
            ..Self::default()
        }
    }

    /// A figure without value, and why.
    pub fn absent(
        label: impl Into<String>,
        absence: documents::Absence,
        source: impl Into<String>,
        date: impl Into<String>,
    ) -> Self {
        let figure = Self::new(label, absence.sign(), "", source, date);
        Self { absence: absence.words().to_owned(), ..figure }
    }

    /// The same figure with its base.
    #[must_use]
    pub fn on(mut self, base: impl Into<String>) -> Self {
        self.base = base.into();
        self
    }

    /// The same figure with its gap to the city, in words.
    #[must_use]
    pub fn against(mut self, gap: impl Into<String>) -> Self {
        self.gap = gap.into();
        self
    }

    /// The same figure leading to its list.
    #[must_use]
    pub fn leading_to(mut self, href: impl Into<String>) -> Self {
        self.href = href.into();
        self
    }

    /// Base, source and date on one line.
    pub fn provenance(&self) -> String {
        let base = if self.base.is_empty() { String::new() } else { format!("Base : {}", self.base) };
        let source = if self.source.is_empty() { String::new() } else { format!("Source : {}", self.source) };
        let parts: Vec<&str> =
            [base.as_str(), &source, &self.date].into_iter().filter(|part| !part.is_empty()).collect();
        kernel::french::spaced(&parts.join(" · "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_listed_with_gaps() {
        let pages = |page, lines| Pagination::new(page, lines, 50, "/x?a=1").shown();
        assert_eq!(pages(1, 0), [1]);
        assert_eq!(pages(5, 450), [1, 2, 0, 4, 5, 6, 0, 8, 9]);
        assert_eq!(pages(99, 120), [1, 2, 3]);
        assert_eq!(Pagination::new(1, 1, 0, "/x?a=1").href(&2), "/x?a=1&page=2");
    }

    #[test]
    fn steps_never_overrun() {
        let steps = Steps::new(9, ["a", "b", "c"]);
        assert_eq!((steps.number, steps.name(), steps.next_name()), (3, "c", ""));
        assert_eq!(Steps::new(0, [] as [&str; 0]).name(), "");
    }
}
