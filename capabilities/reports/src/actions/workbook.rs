//! A report as a workbook: what is said in words on one sheet, then its tables, those of the same shape put together with where
//! each line comes from.

use documents::{Block, Cell, Column, Kind, Run, Table};

use super::{Piece, Report};

/// Where a piece stands: its part, the last heading and the last one under it.
#[derive(Clone, Debug, Default)]
struct Place {
    part: String,
    heading: String,
    under: String,
}

impl Place {
    /// « F030 : Nettoyer ensemble › Les moyens », without the part.
    fn told(&self) -> String {
        joined(&[&self.heading, &self.under])
    }

    /// Its part, named where a report has several: one may be made of tables alone.
    fn named(&self, is_alone: bool) -> (String, String) {
        (if is_alone { String::new() } else { self.part.clone() }, self.told())
    }
}

fn joined_by(between: &str, parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

fn joined(parts: &[&str]) -> String {
    joined_by(" › ", parts)
}

/// The tables of a report, in order: what it says in words first, when it says some.
pub fn tables(report: &Report) -> Vec<Table> {
    let columns = vec![
        Column::new("partie", "Partie", Kind::Text),
        Column::new("ou", "Où", Kind::Text),
        Column::new("rubrique", "Rubrique", Kind::Text),
        Column::new("texte", "Texte", Kind::Text),
    ];
    let mut words = Table::new("textes", &report.title, columns);
    words.as_of = Some(report.day);
    words.notes.push(report.promise.clone());
    let mut groups: Vec<Group> = Vec::new();
    for part in &report.parts {
        let mut place = Place { part: part.title.clone(), ..Place::default() };
        for piece in &part.pieces {
            match piece {
                Piece::Heading(title) => {
                    place.heading.clone_from(title);
                    place.under.clear();
                }
                Piece::Subheading(title) => place.under.clone_from(title),
                Piece::Table(table) => put(&mut groups, place.named(report.parts.len() < 2), table),
                _ => {
                    for (name, text) in said(piece) {
                        let row = [place.part.clone(), place.told(), name, text];
                        words.rows.push(row.into_iter().map(Cell::text).collect());
                    }
                }
            }
        }
    }
    let own = if words.rows.is_empty() { None } else { Some(words) };
    own.into_iter().chain(groups.into_iter().map(together)).collect()
}

/// Tables of the same shape, each with its part and where it stands in it.
type Group = Vec<((String, String), Table)>;

/// Puts a table with those of the same name and columns.
fn put(groups: &mut Vec<Group>, place: (String, String), table: &Table) {
    let keys = |table: &Table| table.columns.iter().map(|column| column.key.clone()).collect::<Vec<_>>();
    let is_alike =
        |group: &&mut Group| group.first().is_some_and(|(_, one)| one.name == table.name && keys(one) == keys(table));
    match groups.iter_mut().find(is_alike) {
        Some(group) => group.push((place, table.clone())),
        None => groups.push(vec![(place, table.clone())]),
    }
}

/// Tables of the same shape as one, each line with where it stood.
fn together(group: Group) -> Table {
    let is_alone = group.len() == 1;
    let is_placed = group.iter().any(|((_, within), _)| !within.is_empty());
    let mut all = group.into_iter().map(|((part, within), table)| (part, within, table));
    let Some((part, within, mut whole)) = all.next() else { return Table::new("vide", "", Vec::new()) };
    if !is_placed && is_alone {
        whole.caption = joined_by(" : ", &[&part, &whole.caption]);
        return whole;
    }
    let place = joined(&[&part, &within]);
    let placed = |place: &str, rows: Vec<Vec<Cell>>| {
        rows.into_iter()
            .map(|row| std::iter::once(Cell::text(place)).chain(row).collect::<Vec<Cell>>())
            .collect::<Vec<_>>()
    };
    let first = std::mem::take(&mut whole.rows);
    whole.rows = placed(&place, first);
    whole.columns.insert(0, Column::new("ou", "Où", Kind::Text));
    // The totals of one are not those of all.
    whole.totals =
        whole.totals.take().filter(|_| is_alone).map(|row| std::iter::once(Cell::text("")).chain(row).collect());
    if !is_alone {
        whole.base = None;
    }
    for (part, within, table) in all {
        whole.rows.extend(placed(&joined(&[&part, &within]), table.rows));
        for note in table.notes {
            if !whole.notes.contains(&note) {
                whole.notes.push(note);
            }
        }
        if whole.source != table.source {
            whole.source = Some("fiches actions de la plateforme".to_owned());
        }
    }
    whole
}

/// What a piece says in words: under which name, and the words.
fn said(piece: &Piece) -> Vec<(String, String)> {
    let words = |run: &Run| match run {
        Run::Plain(text) | Run::Strong(text) | Run::Emphasis(text) => text.clone(),
        Run::Foreign { text, .. } => text.clone(),
        Run::Link { text, address } if text.is_empty() => address.clone(),
        Run::Link { text, .. } => text.clone(),
    };
    let plain = |runs: &[Run]| runs.iter().map(words).collect::<String>();
    let one = |text: String| vec![(String::new(), text)];
    match piece {
        Piece::Text(text) | Piece::Caution(text) => one(text.clone()),
        Piece::Points(title, points) => points.iter().map(|point| (title.clone(), point.clone())).collect(),
        Piece::Figures(title, figures) => {
            figures.iter().map(|(value, words)| (title.clone(), format!("{value} {words}"))).collect()
        }
        Piece::Words(theme, words) => {
            words.iter().map(|(said, about)| (theme.clone(), format!("{said} {about}").trim().to_owned())).collect()
        }
        Piece::Pairs(pairs) => pairs.clone(),
        Piece::Photo(_, shows) => vec![("Photo".to_owned(), shows.clone())],
        Piece::Blocks(blocks) => blocks
            .iter()
            .flat_map(|block| match block {
                Block::Paragraph(runs) | Block::Note(runs) => one(plain(runs)),
                Block::List { items, .. } => items.iter().map(|item| (String::new(), plain(item))).collect(),
                Block::KeyValues(pairs) => pairs.iter().map(|(name, runs)| (name.clone(), plain(runs))).collect(),
                Block::Heading { text, .. } => one(text.clone()),
                _ => Vec::new(),
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::actions::Part;

    fn means(cents: i64) -> Piece {
        let columns = vec![Column::new("annee", "Année", Kind::Integer)];
        let mut table = Table::new("moyens", "Les moyens", columns);
        table.rows.push(vec![Cell::Integer(cents)]);
        Piece::Table(Box::new(table))
    }

    #[test]
    fn tables_alike_are_one_sheet_and_words_another() {
        let pieces = vec![
            Piece::Heading("F1 : Nettoyer".into()),
            Piece::Pairs(vec![("Pilote".into(), "Ville".into())]),
            Piece::Subheading("Les moyens".into()),
            means(2025),
            Piece::Heading("F2 : Planter".into()),
            Piece::Subheading("Les moyens".into()),
            means(2026),
        ];
        let report = Report {
            title: "Plan".into(),
            subtitle: String::new(),
            promise: "Version publique".into(),
            town: String::new(),
            day: date(2026, 3, 1),
            has_contents: false,
            parts: vec![Part { title: "O1".into(), pieces }],
        };
        let made = tables(&report);
        let rows =
            |table: &Table| table.rows.iter().map(|row| table.display(row).collect::<Vec<_>>()).collect::<Vec<_>>();
        assert_eq!(made.len(), 2);
        assert_eq!(rows(&made[0]), [["O1", "F1 : Nettoyer", "Pilote", "Ville"]]);
        assert_eq!(rows(&made[1]).len(), 2);
        assert_eq!(rows(&made[1])[1][0], "F2 : Planter › Les moyens");
        assert!(made.iter().all(|table| table.check() == Ok(())));
        // Of several parts, one made only of tables is named beside them.
        let alone = |table: Piece| match table {
            Piece::Table(table) => Piece::Table(Box::new(Table { name: "signataires".into(), ..*table })),
            other => other,
        };
        let other = Part { title: "O2".into(), pieces: vec![means(2027), alone(means(2028))] };
        let made = tables(&Report { parts: vec![report.parts[0].clone(), other], ..report });
        assert_eq!(made[2].caption, "O2 : Les moyens");
        let places: Vec<String> = rows(&made[1]).into_iter().map(|row| row[0].clone()).collect();
        assert_eq!(places, ["O1 › F1 : Nettoyer › Les moyens", "O1 › F2 : Planter › Les moyens", "O2"]);
    }
}
