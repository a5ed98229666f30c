//! Tables, and names with their values.

use std::fmt::Write as _;

use super::body::Body;
use super::words::{Kind, Look};
use crate::document::Run;
use crate::office::line;
use crate::table::{Cell, Column, Table, text_size};

/// Width between the margins, in twentieths of a point.
pub(super) const WIDTH: usize = 9_751;
/// Width of the names of values.
const NAMES: usize = 2_800;

/// What is said of a table before its rows.
pub(super) struct Head<'h> {
    pub widths: &'h [usize],
    /// Whether the first column names the rows.
    pub names_rows: bool,
    /// Whether the last row is apart.
    pub has_totals: bool,
    /// Whether the first row names the columns.
    pub names_columns: bool,
    /// Its title, for those who do not see it.
    pub title: &'h str,
}

impl Body {
    /// A table, its title above, its base, source and date under.
    pub(super) fn table(&mut self, table: &Table) {
        if !table.caption.trim().is_empty() {
            let caption = self.words.run(&table.caption.replace('\n', " "), Look::default());
            self.push_paragraph(Kind::styled("Caption").tied(), &caption);
        }
        let weights = table.weights();
        let whole: usize = weights.iter().sum::<usize>().max(1);
        let widths: Vec<usize> = weights.iter().map(|weight| WIDTH * weight / whole).collect();
        // Sizes are written in halves of a point.
        let size = (text_size(&weights) * 2.0).round() as usize;
        let look = Look { size: Some(size), ..Look::default() };
        let names_rows = table.columns.first().is_some_and(|column| column.is_row_header);
        let head = Head {
            widths: &widths,
            names_rows,
            has_totals: table.totals.is_some(),
            names_columns: true,
            title: &table.caption,
        };
        let mut told = self.opened(&head);
        let titles: Vec<String> = table.columns.iter().map(|column| self.title(column, look)).collect();
        told.push_str(&row(&widths, &titles, true));
        for cells in &table.rows {
            let cells = self.cells(table, cells, look);
            told.push_str(&row(&widths, &cells, false));
        }
        if let Some(totals) = &table.totals {
            let cells = self.cells(table, totals, Look { is_strong: true, ..look });
            told.push_str(&row(&widths, &cells, false));
        }
        told.push_str("</w:tbl>");
        self.push(&told);
        let under: Vec<String> =
            [table.provenance(), table.legend()].into_iter().flatten().chain(table.notes.iter().cloned()).collect();
        // Two tables in a row would be read as one.
        if under.is_empty() {
            self.push_paragraph(Kind::styled("Source"), "");
        }
        for sentence in under {
            let sentence = self.words.run(&sentence, Look::default());
            self.push_paragraph(Kind::styled("Source"), &sentence);
        }
    }

    /// Names and values side by side.
    pub(super) fn pairs(&mut self, pairs: &[(String, Vec<Run>)]) {
        if pairs.is_empty() {
            return;
        }
        let widths = [NAMES, WIDTH - NAMES];
        let head = Head { widths: &widths, names_rows: true, has_totals: false, names_columns: false, title: "" };
        let mut told = self.opened(&head);
        for (name, value) in pairs {
            let name = self.words.run(&name.replace('\n', " "), Look { is_soft: true, ..Look::default() });
            let cells = [
                self.words.paragraph(Kind::styled("Cell"), &name),
                self.words.paragraph_of(Kind::styled("Cell"), value),
            ];
            told.push_str(&row(&widths, &cells, false));
        }
        told.push_str("</w:tbl>");
        self.push(&told);
        self.push_paragraph(Kind::styled("Source"), "");
    }

    /// How a table begins. A page asked for before it begins above it.
    pub(super) fn opened(&mut self, head: &Head) -> String {
        self.break_now();
        let mut told = String::from("<w:tbl><w:tblPr><w:tblStyle w:val=\"Tableau\"/>");
        if self.words.is_turned() {
            told.push_str("<w:bidiVisual/>");
        }
        let flag = |is_so: bool| u8::from(is_so);
        let _ = write!(
            told,
            "<w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:firstRow=\"{}\" \
             w:lastRow=\"{}\" w:firstColumn=\"{}\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>",
            flag(head.names_columns),
            flag(head.has_totals),
            flag(head.names_rows)
        );
        if !head.title.trim().is_empty() {
            let _ = write!(told, "<w:tblCaption w:val=\"{}\"/>", line(head.title));
        }
        told.push_str("</w:tblPr><w:tblGrid>");
        for width in head.widths {
            let _ = write!(told, "<w:gridCol w:w=\"{width}\"/>");
        }
        told.push_str("</w:tblGrid>");
        told
    }

    fn title(&self, column: &Column, look: Look) -> String {
        let words = self.words.run(&column.title(), Look { is_strong: true, ..look });
        let kind = Kind { is_at_end: column.kind.is_number(), ..Kind::styled("Cell") };
        self.words.paragraph(kind.tied(), &words)
    }

    fn cells(&mut self, table: &Table, cells: &[Cell], look: Look) -> Vec<String> {
        let of = |(column, cell): (&Column, &Cell)| {
            let look = Look { is_soft: cell.absence().is_some(), ..look };
            let inside = match cell {
                Cell::Link { text, address } => self.words.link(text, address, look),
                _ => self.words.run(&cell.display(column.kind), look),
            };
            let kind = Kind { is_at_end: column.kind.is_number(), ..Kind::styled("Cell") };
            self.words.paragraph(kind, &inside)
        };
        table.columns.iter().zip(cells).map(of).collect()
    }
}

/// Longest row kept on one page, in bytes of the file: a taller one would leave holes.
const LONGEST_WHOLE_ROW: usize = 6_000;

/// A row of cells, each of whole paragraphs. A row of headers comes back at the top of each page.
pub(super) fn row(widths: &[usize], cells: &[String], is_head: bool) -> String {
    let mut told = String::from("<w:tr><w:trPr>");
    if cells.iter().map(String::len).sum::<usize>() <= LONGEST_WHOLE_ROW {
        told.push_str("<w:cantSplit/>");
    }
    if is_head {
        told.push_str("<w:tblHeader/>");
    }
    told.push_str("</w:trPr>");
    for (width, cell) in widths.iter().zip(cells) {
        let bottom = if is_head { "<w:vAlign w:val=\"bottom\"/>" } else { "" };
        let _ = write!(told, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{bottom}</w:tcPr>{cell}</w:tc>");
    }
    told.push_str("</w:tr>");
    told
}
