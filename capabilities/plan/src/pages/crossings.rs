//! Sheets counted by state: a table of objectives, one of neighbourhoods, a few lines at a time.

use std::collections::HashMap;

use documents::{Cell, Column, Kind, Table};
use interface::{Html, Link, TableOptions};
use kernel::{Uuid, french};
use web::{Asked, answer};

use super::asked::{Narrowing, with_query};
use crate::rules::Status;

/// Lines of a table on a page.
const ON_A_PAGE: usize = 10;

/// A line of a table of counts: words, address, counts by state.
pub(super) type CountedLine = (String, String, Vec<(Status, i64)>);

/// A table of counts, with what leads to its other lines.
pub(super) struct Crossing {
    /// Its name, where its other lines lead.
    pub name: &'static str,
    /// The lines shown.
    pub table: Html,
    /// The lines before and after.
    pub others: Vec<Link>,
}

impl Crossing {
    /// The lines of the page asked for, of a list at this path; the address keeps its filters.
    pub fn new(
        (name, caption, header): (&'static str, &str, &str),
        lines: &[CountedLine],
        (path, query, asked): (&str, &str, &Asked),
    ) -> Self {
        let pages = lines.len().div_ceil(ON_A_PAGE).max(1);
        let page = asked.text(name).parse().unwrap_or(1).clamp(1, pages);
        let shown = |page: usize| (page - 1) * ON_A_PAGE..(page * ON_A_PAGE).min(lines.len());
        let link = |page: usize| {
            let (range, all) = (shown(page), lines.len());
            let words = format!(
                "Lignes {} à {} sur {}",
                range.start + 1,
                range.end,
                french::integer(i64::try_from(all).unwrap_or(i64::MAX))
            );
            let own = format!("{name}={page}");
            let query = if query.is_empty() { own } else { format!("{query}&{own}") };
            Link::new(words, format!("{}#{name}", with_query(path, &query)))
        };
        let near = [(page > 1).then(|| page - 1), (page < pages).then(|| page + 1)];
        let table = status_table(name, caption, header, lines.get(shown(page)).unwrap_or_default());
        Self { name, table, others: near.into_iter().flatten().map(link).collect() }
    }

    /// Sheets by the objective they serve.
    pub fn of_objectives(
        narrowing: &Narrowing,
        counts: &[(Option<Uuid>, Status, i64)],
        (path, query, asked): (&str, &str, &Asked),
    ) -> Self {
        let base = narrowing.contract_query();
        let own = |id: Option<Uuid>| {
            let own = counts.iter().filter(|(node, ..)| *node == id);
            own.map(|(_, status, count)| (*status, *count)).collect::<Vec<_>>()
        };
        let mut lines = Vec::new();
        for node in narrowing.nodes.iter().filter(|node| !node.is_lens) {
            let found = own(Some(node.id));
            if !found.is_empty() {
                let href = with_query(path, &format!("{base}&objectif={}", answer::encode(&node.code)));
                lines.push((node.name(), href, found));
            }
        }
        let without = own(None);
        if !without.is_empty() {
            lines.push(("Sans objectif".to_owned(), String::new(), without));
        }
        Self::new(("par-objectif", "Par objectif", "Objectif"), &lines, (path, query, asked))
    }

    /// Sheets by neighbourhood, in the state told for it; none when they are deployed nowhere.
    pub fn of_areas(
        narrowing: &Narrowing,
        names: &HashMap<Uuid, (String, String)>,
        counts: &[(Uuid, Status, i64)],
        (path, query, asked): (&str, &str, &Asked),
    ) -> Option<Self> {
        let order = narrowing.contract.as_ref().map(|contract| contract.area_ids.as_slice()).unwrap_or_default();
        let base = narrowing.contract_query();
        let mut lines = Vec::new();
        for id in order {
            let own = counts.iter().filter(|(area, ..)| area == id);
            let own: Vec<_> = own.map(|(_, status, count)| (*status, *count)).collect();
            if let Some((name, code)) = names.get(id).filter(|_| !own.is_empty()) {
                let href = with_query(path, &format!("{base}&quartier={}", answer::encode(code)));
                lines.push((name.clone(), href, own));
            }
        }
        let words = ("par-quartier", "Par quartier, dans l’état dit pour ce quartier", "Quartier");
        (!lines.is_empty()).then(|| Self::new(words, &lines, (path, query, asked)))
    }
}

/// A table of counts by state.
fn status_table(name: &str, caption: &str, header: &str, lines: &[CountedLine]) -> Html {
    let mut columns = vec![Column::new("nom", header, Kind::Text).row_header()];
    for status in Status::ALL {
        columns.push(Column::new(status.code(), format!("{} {}", status.sign(), status.french()), Kind::Integer));
    }
    let mut table = Table::new(name, caption, columns);
    for (words, href, counts) in lines {
        let of = |status: &Status| counts.iter().filter(|(known, _)| known == status).map(|(_, count)| count).sum();
        let mut row = vec![if href.is_empty() { Cell::text(&**words) } else { Cell::link(&**words, &**href) }];
        row.extend(Status::ALL.iter().map(|status| Cell::Integer(of(status))));
        table.rows.push(row);
    }
    interface::table(&table, &TableOptions::default())
}

#[cfg(test)]
mod tests {
    use web::Fields;

    use super::*;

    #[test]
    fn a_long_table_is_read_a_few_lines_at_a_time() {
        let line = |rank: usize| (format!("Quartier n° {rank:02}."), String::new(), vec![(Status::Done, 1)]);
        let lines: Vec<CountedLine> = (1..=45).map(line).collect();
        let words = ("par-quartier", "Par quartier", "Quartier");
        let read = |asked: &str| {
            let asked = Asked(Fields::from_pairs([("par-quartier", asked)]));
            Crossing::new(words, &lines, ("/actions", "contrat=exemple", &asked))
        };
        let (first, second, last, beyond) = (read(""), read("2"), read("4"), read("900"));
        let rows = |of: &Crossing| of.table.as_str().matches("Quartier n°").count();
        assert_eq!([rows(&first), rows(&second), rows(&last), rows(&beyond)], [10, 10, 10, 5]);
        let next = "/actions?contrat=exemple&par-quartier=2#par-quartier";
        assert_eq!(first.others, [Link::new("Lignes 11 à 20 sur 45", next)]);
        assert_eq!(second.others.len(), 2);
        assert_eq!(last.others[0].label, "Lignes 21 à 30 sur 45");
        let short = Crossing::new(words, &lines[..10], ("/actions", "", &Asked::default()));
        assert!(short.others.is_empty(), "ten lines are on one page");
    }
}
