//! Questions to answer with a pen, as the printed page has them.

use super::body::{BOXES, Body};
use super::tables::{Head, WIDTH, row};
use super::words::{Kind, Look};
use crate::document::{Blank, Question};

/// A box to tick; round when one only is to be.
const fn tick(is_one: bool) -> &'static str {
    if is_one { "○" } else { "☐" }
}

impl Body {
    /// A question: its words, what helps, what to fill in, on one page.
    pub(super) fn question(&mut self, question: &Question) {
        let words = self.words.paragraph_of(Kind::styled("Question").tied(), &question.words);
        self.push_whole(words);
        if !question.hint.is_empty() {
            let hint = self.words.paragraph_of(Kind::styled("Hint").tied(), &question.hint);
            self.push_whole(hint);
        }
        match &question.blank {
            Blank::Nothing => {}
            Blank::Boxes { items, is_one } => self.boxes(items, *is_one),
            Blank::Cells { groups, between } => self.squares(groups, between),
            Blank::Lines(count) => {
                for rank in 1..=*count {
                    let kind = Kind { is_tied: rank < *count, ..Kind::styled("PenLine") };
                    self.push_paragraph(kind, "");
                }
            }
            Blank::Grid { rows, columns } => self.grid(rows, columns),
        }
    }

    fn boxes(&mut self, items: &[String], is_one: bool) {
        let list = BOXES + usize::from(is_one);
        for (item, rank) in items.iter().zip(1..) {
            let words = self.words.run(&item.replace('\n', " "), Look::default());
            let kind = Kind { list: Some(list), is_tied: rank < items.len(), ..Kind::styled("Box") };
            self.push_paragraph(kind, &words);
        }
    }

    /// Squares for one sign each.
    fn squares(&mut self, groups: &[usize], between: &str) {
        let between = if between.is_empty() { "   ".to_owned() } else { format!(" {} ", between.replace('\n', " ")) };
        let squares: Vec<String> = groups.iter().map(|count| format!("|{}", "__|".repeat(*count))).collect();
        // Figures go from left to right in every language.
        let inside = super::words::run_in(crate::Language::French, &squares.join(&between), Look::default());
        self.push_paragraph(Kind::styled("Squares"), &inside);
    }

    fn grid(&mut self, rows: &[String], columns: &[String]) {
        // The words of a row take as much room as two columns.
        let one = WIDTH / (columns.len() + 2);
        let widths: Vec<usize> = std::iter::once(one * 2).chain(columns.iter().map(|_| one)).collect();
        let head = Head { widths: &widths, names_rows: true, has_totals: false, names_columns: true, title: "" };
        let mut told = self.opened(&head);
        let middle = Kind { is_centred: true, ..Kind::styled("Cell") };
        let of = |body: &Self, kind: Kind, words: &str| {
            body.words.paragraph(kind, &body.words.run(&words.replace('\n', " "), Look::default()))
        };
        let titles: Vec<String> = std::iter::once(of(self, middle.tied(), ""))
            .chain(columns.iter().map(|column| of(self, middle.tied(), column)))
            .collect();
        told.push_str(&row(&widths, &titles, true));
        for words in rows {
            let cells: Vec<String> = std::iter::once(of(self, Kind::styled("Cell"), words))
                .chain(columns.iter().map(|_| of(self, middle, tick(true))))
                .collect();
            told.push_str(&row(&widths, &cells, false));
        }
        told.push_str("</w:tbl>");
        self.push(&told);
        self.push_paragraph(Kind::styled("Source"), "");
    }
}
