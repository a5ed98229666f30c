//! The matrix of needs and neighbourhoods, with under it whom each channel reached: a need that nobody
//! named where nobody was asked is not a need that does not exist.

use crate::Html;
use crate::html::{Escaped, ink};
use crate::table::{is_safe_address, links_line};

/// What is known of a need in a neighbourhood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatrixCell {
    /// Somebody named it there: how many pieces of evidence, and where they are listed.
    Mentioned {
        /// Number of pieces of evidence.
        evidence_count: u64,
        /// Their page.
        href: String,
    },
    /// People were heard there and none named it.
    NotMentioned,
    /// Nobody was asked there.
    NotAsked,
}

/// Whom a channel reached in a neighbourhood.
#[derive(Clone, Debug, PartialEq)]
pub enum Coverage {
    /// People heard, with what it stands for: « 31 % des réponses ».
    Heard {
        /// Number of people, or of answers.
        count: u64,
        /// What it stands for, or nothing.
        words: String,
        /// Where they are listed, or nothing.
        href: String,
    },
    /// The share of those heard who live there: « 31 % », with its base in words.
    Share {
        /// In percentage points.
        percent: f64,
        /// What it is a share of: « base : 157 ».
        words: String,
    },
    /// People were heard, too few to print their number next to a neighbourhood.
    KeptBack,
    /// The channel was not used there.
    NotUsed,
    /// The channel was used there, the source does not say how many were heard.
    Unknown,
}

/// A neighbourhood, at the head of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatrixColumn {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
}

/// A need and what is known of it in each neighbourhood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// The need.
    pub name: String,
    /// Its page, or nothing.
    pub href: String,
    /// What it weighs, or nothing: « 5 preuves, 2 canaux ».
    pub hint: String,
    /// One cell per column.
    pub cells: Vec<MatrixCell>,
}

/// A channel and whom it reached in each neighbourhood.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageRow {
    /// The channel, with what is counted: « Téléphone (réponses) ».
    pub channel: String,
    /// One cell per column.
    pub cells: Vec<Coverage>,
}

/// The whole matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// What it shows.
    pub caption: String,
    /// Neighbourhoods.
    pub columns: Vec<MatrixColumn>,
    /// Needs.
    pub rows: Vec<MatrixRow>,
    /// Channels.
    pub coverage: Vec<CoverageRow>,
    /// Sentences to read before using the matrix: where nobody was heard, what a source leaves open.
    pub prudence: Vec<String>,
    /// What figures are counted on.
    pub base: String,
    /// Who was heard, by whom.
    pub source: String,
    /// Period of the listening.
    pub date: String,
    /// Address of the same matrix as CSV.
    pub csv: Option<String>,
    /// Address of the same matrix as a spreadsheet.
    pub xlsx: Option<String>,
    /// Address of the same matrix to print.
    pub pdf: Option<String>,
}

/// The matrix as HTML: prudence first, then needs, number of needs named, coverage, signs explained.
pub fn matrix(matrix: &Matrix) -> Html {
    let mut out = String::with_capacity(1024 + matrix.rows.len() * matrix.columns.len() * 128);
    if !matrix.prudence.is_empty() {
        out.push_str("<div class=\"note prudence\" role=\"note\"><p class=\"note-title\">Prudence</p>");
        for sentence in &matrix.prudence {
            ink!(out, "<p>{}</p>", Html::sentence(sentence));
        }
        out.push_str("</div>\n");
    }
    ink!(
        out,
        "<div class=\"table matrix\">\n<table role=\"table\">\n<caption>{}</caption>\n",
        Html::sentence(&matrix.caption)
    );
    out.push_str("<thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">Besoin</th>");
    for column in &matrix.columns {
        ink!(out, "<th scope=\"col\" role=\"columnheader\">{}</th>", linked(&column.name, &column.href));
    }
    out.push_str("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    for row in &matrix.rows {
        let hint = if row.hint.is_empty() {
            String::new()
        } else {
            format!(" <small class=\"hint\">{}</small>", Html::sentence(&row.hint))
        };
        ink!(out, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">{}{hint}</th>", linked(&row.name, &row.href));
        for (rank, column) in matrix.columns.iter().enumerate() {
            mention(&mut out, row, column, row.cells.get(rank).unwrap_or(&MatrixCell::NotAsked));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n<tfoot role=\"rowgroup\">\n");
    totals(&mut out, matrix);
    for row in &matrix.coverage {
        ink!(out, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">{}</th>", Html::sentence(&row.channel));
        for (rank, column) in matrix.columns.iter().enumerate() {
            covered(&mut out, &row.channel, column, row.cells.get(rank).unwrap_or(&Coverage::Unknown));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tfoot>\n</table>\n");
    out.push_str("<ul class=\"legend\"><li>● cité, avec le nombre de preuves quand il y en a plusieurs</li><li>○ pas cité, alors que des personnes ont été entendues</li><li>– personne n’a été interrogé ici</li><li>n.r. : nombre non renseigné par la source</li></ul>\n");
    let base = if matrix.base.is_empty() { String::new() } else { format!("Base : {}", matrix.base) };
    let source = if matrix.source.is_empty() { String::new() } else { format!("Source : {}", matrix.source) };
    let parts: Vec<&str> = [base.as_str(), &source, &matrix.date].into_iter().filter(|part| !part.is_empty()).collect();
    ink!(out, "<p class=\"provenance\">{}</p>\n", Html::sentence(&parts.join(" · ")));
    links_line(
        &mut out,
        &[
            ("CSV", matrix.csv.as_deref()),
            ("Classeur (XLSX)", matrix.xlsx.as_deref()),
            ("À imprimer (PDF)", matrix.pdf.as_deref()),
        ],
        &matrix.caption,
    );
    out.push_str("</div>");
    Html::trusted(out)
}

fn linked(words: &str, href: &str) -> Html {
    if is_safe_address(href) { Html::link(words, href) } else { Html::text(words) }
}

fn mention(out: &mut String, row: &MatrixRow, column: &MatrixColumn, cell: &MatrixCell) {
    let place = Escaped(&column.name);
    match cell {
        MatrixCell::Mentioned { evidence_count, href } => {
            let proofs = kernel::french::count(i64::try_from(*evidence_count).unwrap_or(i64::MAX), "preuve", "preuves");
            let shown = if *evidence_count > 1 { format!("●\u{a0}{evidence_count}") } else { "●".to_owned() };
            let name = Escaped(format!("{}, {} : cité, {proofs}", row.name, column.name)).to_string();
            let mark = match is_safe_address(href) {
                true => format!("<a href=\"{}\" aria-label=\"{name}\">{shown}</a>", Escaped(href)),
                false => format!("<span role=\"img\" aria-label=\"{name}\">{shown}</span>"),
            };
            ink!(out, "<td role=\"cell\" data-label=\"{place}\">{mark}</td>");
        }
        MatrixCell::NotMentioned => ink!(
            out,
            "<td role=\"cell\" class=\"not-mentioned\" data-label=\"{place}\"><span><span aria-hidden=\"true\">○</span><span class=\"visually-hidden\">pas cité</span></span></td>"
        ),
        MatrixCell::NotAsked => ink!(
            out,
            "<td role=\"cell\" class=\"not-asked\" data-label=\"{place}\"><span><span aria-hidden=\"true\">–</span><span class=\"visually-hidden\">personne n’a été interrogé</span></span></td>"
        ),
    }
}

fn totals(out: &mut String, matrix: &Matrix) {
    let needs = kernel::french::count(i64::try_from(matrix.rows.len()).unwrap_or(i64::MAX), "besoin", "besoins");
    ink!(out, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\"><strong>Besoins cités</strong>, sur {needs}</th>");
    for (rank, column) in matrix.columns.iter().enumerate() {
        let cells = || matrix.rows.iter().filter_map(|row| row.cells.get(rank));
        let mentioned = cells().filter(|cell| matches!(cell, MatrixCell::Mentioned { .. })).count();
        let was_asked = cells().any(|cell| !matches!(cell, MatrixCell::NotAsked));
        let shown = if was_asked { mentioned.to_string() } else { "–".to_owned() };
        ink!(out, "<td role=\"cell\" data-label=\"{}\"><strong>{shown}</strong></td>", Escaped(&column.name));
    }
    out.push_str("</tr>\n");
}

fn covered(out: &mut String, channel: &str, column: &MatrixColumn, coverage: &Coverage) {
    let place = Escaped(&column.name);
    match coverage {
        Coverage::Heard { count, words, href } => {
            let number = kernel::french::integer(i64::try_from(*count).unwrap_or(i64::MAX));
            let mark = match is_safe_address(href) {
                true => format!(
                    "<a href=\"{}\" aria-label=\"{}\">{number}</a>",
                    Escaped(href),
                    Escaped(format!("{channel}, {} : {number}", column.name))
                ),
                false => number,
            };
            let class = if *count == 0 { " class=\"silent\"" } else { "" };
            let words =
                if words.is_empty() { String::new() } else { format!("<br><small>{}</small>", Html::sentence(words)) };
            ink!(out, "<td role=\"cell\"{class} data-label=\"{place}\"><span>{mark}{words}</span></td>");
        }
        Coverage::Share { percent, words } => {
            let decimals = usize::from((percent - percent.round()).abs() > 0.049);
            let share = kernel::french::percent(*percent, decimals);
            let words =
                if words.is_empty() { String::new() } else { format!("<br><small>{}</small>", Html::sentence(words)) };
            ink!(out, "<td role=\"cell\" data-label=\"{place}\"><span>{share}{words}</span></td>");
        }
        Coverage::KeptBack => ink!(
            out,
            "<td role=\"cell\" data-label=\"{place}\">{}</td>",
            crate::table::absence_html(documents::Absence::NotDisclosed)
        ),
        Coverage::NotUsed => ink!(
            out,
            "<td role=\"cell\" class=\"not-asked\" data-label=\"{place}\"><span><span aria-hidden=\"true\">–</span><span class=\"visually-hidden\">personne n’a été interrogé par ce canal</span></span></td>"
        ),
        Coverage::Unknown => ink!(
            out,
            "<td role=\"cell\" data-label=\"{place}\">{}</td>",
            crate::table::absence_html(documents::Absence::Missing)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_not_absence_of_need() {
        let column = |name: &str| MatrixColumn { name: name.into(), href: String::new() };
        let drawn = matrix(&Matrix {
            caption: "Besoins".into(),
            columns: vec![column("A <b>"), column("B"), column("C")],
            rows: vec![MatrixRow {
                name: "Bancs".into(),
                href: String::new(),
                hint: "3 preuves".into(),
                cells: vec![MatrixCell::Mentioned { evidence_count: 3, href: "/p".into() }, MatrixCell::NotMentioned],
            }],
            ..Matrix::default()
        });
        let html = drawn.as_str();
        assert!(html.contains("aria-label=\"Bancs, A &lt;b&gt; : cité, 3\u{a0}preuves\""), "{html}");
        assert_eq!((html.matches("pas cité</span>").count(), html.matches("n’a été interrogé</span>").count()), (1, 1));
        assert!(html.contains("data-label=\"C\"><strong>–</strong>"), "{html}");
    }
}
