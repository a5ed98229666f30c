//! A report as plain values, the same for paper and for slides.

use documents::{Block, Cell, Column, Kind, Table};
use files::ContentHash;
use jiff::civil::Date;
use kernel::{french, vocabulary};

vocabulary! {
    /// The parts a report may have, in the order a steering committee reads them.
    Section {
        /// Who was heard, how, where.
        Heard => "entendus", "Qui a été entendu";
        /// Each questionnaire.
        Surveys => "questionnaires", "Ce que disent les questionnaires";
        /// What was said in one’s own words.
        Words => "paroles", "Ce que disent les paroles";
        /// Needs and neighbourhoods.
        Needs => "besoins", "Les besoins, quartier par quartier";
        /// Figures that disagree.
        Coherence => "coherence", "Les chiffres qui ne concordent pas";
        /// How it was done, what it does not allow to say.
        Method => "methode", "Méthode et limites";
        /// What comes next.
        Next => "suite", "Et maintenant";
    }
}

/// A report, or a document of a contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// One line under it: the period, for whom it is.
    pub subtitle: String,
    /// What the reader must know before anything else.
    pub promise: String,
    /// In whose name.
    pub town: String,
    /// Day of the report.
    pub day: Date,
    /// Whether its contents are listed.
    pub has_contents: bool,
    /// What it says.
    pub parts: Vec<Part>,
}

/// A part of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its title.
    pub title: String,
    /// What it says, in order.
    pub pieces: Vec<Piece>,
}

/// One thing said.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// What follows is about this.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A caution set apart.
    Caution(String),
    /// Points under a title.
    Points(String, Vec<String>),
    /// Large figures with what they count.
    Figures(String, Vec<(String, String)>),
    /// A table.
    Table(Box<Table>),
    /// What was said of a theme: words, where and when.
    Words(String, Vec<(String, String)>),
    /// What follows is about this, within what the last heading says.
    Subheading(String),
    /// Names and their values.
    Pairs(Vec<(String, String)>),
    /// Formatted text, for paper only.
    Blocks(Vec<Block>),
    /// A photograph kept in the vault, and what it shows; read by [`super::develop`].
    Photo(ContentHash, String),
    /// What follows starts on a new page.
    NewPage,
}

/// The table of a question as it is printed: codes and remarks are left out, an interval is told in one column, shares
/// are drawn. No figure changes.
pub fn printed(mut table: Table, source: &str, as_of: Date) -> Table {
    let place = |table: &Table, key: &str| table.columns.iter().position(|column| column.key == key);
    if let (Some(low), Some(high)) = (place(&table, "ic_bas"), place(&table, "ic_haut")) {
        let kinds = [table.columns[low].kind, table.columns[high].kind];
        for row in &mut table.rows {
            let told = match (row[low].absence(), row[high].absence()) {
                (None, None) => Cell::text(format!("{} à {}", row[low].display(kinds[0]), row[high].display(kinds[1]))),
                _ => Cell::NOT_DISCLOSED,
            };
            row[low] = told;
            row.remove(high);
        }
        table.columns[low] = Column::new("intervalle", "Intervalle à 95 %", Kind::Text);
        table.columns.remove(high);
    }
    for key in ["code", "remarque"] {
        if let Some(index) = place(&table, key) {
            table.columns.remove(index);
            table.rows.iter_mut().for_each(|row| drop(row.remove(index)));
        }
    }
    if place(&table, "pct_repondants").is_some() {
        table.bars = Some("pct_repondants".to_owned());
    }
    table.caption = french::spaced(&table.caption);
    table.base = table.base.map(|base| french::spaced(&base));
    table.source = Some(source.to_owned());
    table.as_of = Some(as_of);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_printed_with_the_figures_of_its_page() {
        let columns = vec![
            Column::new("code", "Code", Kind::Text),
            Column::new("modalite", "Réponse", Kind::Text).row_header(),
            Column::new("pct_repondants", "Part des personnes", Kind::Percent(1)),
            Column::new("ic_bas", "Intervalle, bas", Kind::Percent(1)),
            Column::new("ic_haut", "Intervalle, haut", Kind::Percent(1)),
            Column::new("remarque", "Remarque", Kind::Text),
        ];
        let mut table = Table::new("q", "Question ?", columns);
        let row = |share: Cell, low: Cell, high: Cell| {
            vec![Cell::text("a"), Cell::text("Bien"), share, low, high, Cell::text("ne pas publier")]
        };
        table.rows.push(row(Cell::Percent(51.2), Cell::Percent(44.5), Cell::Percent(57.9)));
        table.rows.push(row(Cell::NOT_DISCLOSED, Cell::NOT_DISCLOSED, Cell::NOT_DISCLOSED));
        let made = printed(table, "Enquête", jiff::civil::date(2026, 3, 1));
        assert_eq!(made.check(), Ok(()));
        let shown: Vec<Vec<String>> = made.rows.iter().map(|row| made.display(row).collect()).collect();
        assert_eq!(shown, [["Bien", "51,2", "44,5 à 57,9"], ["Bien", "n.d.", "n.d."]]);
        assert_eq!(made.barred(), Some(1));
    }
}
