//! A table on screen, from the one definition that also makes the files people take away.

use documents::{Absence, Cell, Kind, Table};

use crate::Html;
use crate::html::{Escaped, ink};

/// How a list is sorted, and where its headers lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// Key of the column sorted on; empty when none is.
    pub key: String,
    /// From the largest to the smallest.
    pub is_descending: bool,
    /// Address of the list with its filters, without the order.
    pub base: String,
    /// Keys of the columns that can be sorted on; all of them when empty.
    pub columns: Vec<String>,
}

/// What draws a cell otherwise than by its text: row, column, cell. `None` keeps the text.
pub type Decoration<'a> = &'a dyn Fn(usize, usize, &Cell) -> Option<Html>;

/// What a page adds to a table.
#[derive(Clone, Default)]
pub struct TableOptions<'a> {
    /// Links in headers, when the list can be sorted.
    pub sort: Option<Sort>,
    /// Address of the same table as CSV.
    pub csv: Option<String>,
    /// Address of the same table as a spreadsheet.
    pub xlsx: Option<String>,
    /// Whether the caption is only for screen readers (a heading just above says the same).
    pub is_caption_hidden: bool,
    /// Draws status tags, check boxes or links in cells.
    pub decoration: Option<Decoration<'a>>,
}

/// Whether an address may become a link: a path of this site, the web or a mailbox. Scripts may not.
pub fn is_safe_address(address: &str) -> bool {
    let is_path = address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\");
    is_path || ["#", "?", "https://", "http://", "mailto:", "tel:"].iter().any(|start| address.starts_with(start))
}

/// The table as HTML: caption, scopes, units in headers, totals, the signs of absence explained, base,
/// source and date, links to the files. On a phone each row becomes a block of labelled lines.
pub fn table(table: &Table, options: &TableOptions<'_>) -> Html {
    let mut out = String::with_capacity(256 + table.rows.len() * table.columns.len() * 64);
    out.push_str("<div class=\"table\">\n<table role=\"table\">\n");
    let hidden = if options.is_caption_hidden { " class=\"visually-hidden\"" } else { "" };
    ink!(out, "<caption{hidden}>{}</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">", Escaped(&table.caption));
    for column in &table.columns {
        header(&mut out, &column.key, &column.title(), column.kind, options.sort.as_ref());
    }
    out.push_str("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    if table.rows.is_empty() {
        ink!(out, "<tr role=\"row\"><td role=\"cell\" colspan=\"{}\">Aucune ligne.</td></tr>\n", table.columns.len());
    }
    for (rank, row) in table.rows.iter().enumerate() {
        out.push_str("<tr role=\"row\">");
        cells(&mut out, table, row, |column, cell| options.decoration.and_then(|draw| draw(rank, column, cell)), false);
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n");
    if let Some(totals) = &table.totals {
        out.push_str("<tfoot role=\"rowgroup\"><tr role=\"row\">");
        cells(&mut out, table, totals, |_, _| None, true);
        out.push_str("</tr></tfoot>\n");
    }
    out.push_str("</table>\n");
    under(&mut out, table, options);
    out.push_str("</div>");
    Html::trusted(out)
}

fn header(out: &mut String, key: &str, title: &str, kind: Kind, sort: Option<&Sort>) {
    let class = if kind.is_number() { " class=\"number\"" } else { "" };
    let sort = sort.filter(|sort| sort.columns.is_empty() || sort.columns.iter().any(|sorted| sorted == key));
    let Some(sort) = sort else {
        ink!(out, "<th scope=\"col\" role=\"columnheader\"{class}>{}</th>", Escaped(title));
        return;
    };
    let is_current = sort.key == key;
    let (aria, mark) = match (is_current, sort.is_descending) {
        (true, true) => (" aria-sort=\"descending\"", "↓"),
        (true, false) => (" aria-sort=\"ascending\"", "↑"),
        (false, _) => ("", ""),
    };
    let direction = if is_current && !sort.is_descending { "decroissant" } else { "croissant" };
    let join = if sort.base.contains('?') { '&' } else { '?' };
    let href = format!("{}{join}tri={key}&sens={direction}", sort.base);
    ink!(
        out,
        "<th scope=\"col\" role=\"columnheader\"{class}{aria}><a href=\"{}\">{}<span class=\"sort-mark\" aria-hidden=\"true\">{mark}</span><span class=\"visually-hidden\"> : trier en ordre {}</span></a></th>",
        Escaped(href),
        Escaped(title),
        if direction == "croissant" { "croissant" } else { "décroissant" }
    );
}

fn cells(
    out: &mut String,
    table: &Table,
    row: &[Cell],
    decoration: impl Fn(usize, &Cell) -> Option<Html>,
    is_total: bool,
) {
    for (rank, column) in table.columns.iter().enumerate() {
        let class = if column.kind.is_number() { " class=\"number\"" } else { "" };
        let cell = row.get(rank);
        let content = cell.map(|cell| decoration(rank, cell).unwrap_or_else(|| cell_html(cell, column.kind)));
        let content = content.unwrap_or_default();
        if column.is_row_header || (is_total && rank == 0) {
            ink!(out, "<th scope=\"row\" role=\"rowheader\"{class}>{content}</th>");
        } else {
            let label = Escaped(column.title()).to_string();
            ink!(out, "<td role=\"cell\"{class} data-label=\"{label}\"><span>{content}</span></td>");
        }
    }
}

/// One cell as HTML: links that are safe, signs of absence with their words for screen readers.
pub fn cell_html(cell: &Cell, kind: Kind) -> Html {
    if let Some(absence) = cell.absence() {
        return absence_html(absence);
    }
    match cell {
        Cell::Link { address, .. } if is_safe_address(address) => Html::link(&cell.display(kind), address),
        Cell::Text(address) if kind == Kind::Url && is_safe_address(address) => Html::link(address, address),
        Cell::Text(_) if kind == Kind::Text => Html::sentence(&cell.display(kind)),
        _ => Html::text(&cell.display(kind)),
    }
}

/// The sign of an absence, and its words for those who hear the page.
pub fn absence_html(absence: Absence) -> Html {
    let (sign, words) = (absence.sign(), absence.words());
    Html::trusted(format!(
        "<span class=\"absent\"><span aria-hidden=\"true\">{sign}</span><span class=\"visually-hidden\">{words}</span></span>"
    ))
}

fn under(out: &mut String, table: &Table, options: &TableOptions<'_>) {
    let absences = table.absences();
    if !absences.is_empty() {
        out.push_str("<ul class=\"legend\">");
        for absence in absences {
            let meaning = kernel::french::spaced(absence.meaning());
            ink!(out, "<li>{}{}: {}. {meaning}</li>", absence.sign(), '\u{a0}', absence.words());
        }
        out.push_str("</ul>\n");
    }
    for note in &table.notes {
        ink!(out, "<p class=\"provenance\">{}</p>\n", Html::sentence(note));
    }
    if let Some(provenance) = table.provenance() {
        ink!(out, "<p class=\"provenance\">{}</p>\n", Html::sentence(&provenance));
    }
    links_line(out, &[("CSV", options.csv.as_deref()), ("Classeur (XLSX)", options.xlsx.as_deref())], &table.caption);
}

/// « Télécharger : CSV · XLSX », each link naming what it brings.
pub(crate) fn links_line(out: &mut String, links: &[(&str, Option<&str>)], of: &str) {
    let links: Vec<String> = links
        .iter()
        .filter_map(|(words, href)| {
            let hidden = Escaped(of);
            href.map(|href| {
                format!("<a href=\"{}\">{words}<span class=\"visually-hidden\">, {hidden}</span></a>", Escaped(href))
            })
        })
        .collect();
    if !links.is_empty() {
        ink!(out, "<p class=\"links-line\">Télécharger\u{a0}: {}</p>\n", links.join(" · "));
    }
}

#[cfg(test)]
mod tests {
    use documents::Column;

    use super::*;

    #[test]
    fn scripts_never_become_links() {
        for address in ["javascript:alert(1)", "//elsewhere.example", "/\\elsewhere.example", "data:text/html,x", ""] {
            assert!(!is_safe_address(address), "{address}");
        }
        let cell = Cell::link("<x>", "javascript:alert(1)");
        assert_eq!(cell_html(&cell, Kind::Text).as_str(), "&lt;x&gt;");
    }

    #[test]
    fn a_row_that_is_too_short_is_still_drawn() {
        let columns = vec![Column::new("a", "A", Kind::Text).row_header(), Column::new("b", "B", Kind::Integer)];
        let mut short = Table::new("t", "T", columns);
        short.rows.push(vec![Cell::text("seul")]);
        let drawn = super::table(&short, &TableOptions::default());
        assert_eq!(drawn.as_str().matches("<td").count(), 1);
    }

    #[test]
    fn absences_are_three_signs_and_zero_is_none_of_them() {
        let columns = vec![Column::new("a", "A", Kind::Text).row_header(), Column::new("b", "B", Kind::Integer)];
        let mut all = Table::new("t", "T", columns);
        for cell in [Cell::Integer(0), Cell::NOT_ASKED, Cell::NOT_DISCLOSED, Cell::MISSING] {
            all.rows.push(vec![Cell::text("x"), cell]);
        }
        let drawn = super::table(&all, &TableOptions::default());
        for part in ["<span>0</span>", ">–</span>", ">n.d.</span>", ">n.r.</span>", "pas demandé", "non diffusé"] {
            assert!(drawn.as_str().contains(part), "{part} in {}", drawn.as_str());
        }
    }
}
