//! Totals of a campaign as tables: for those who collect, and for everybody with small counts kept back.

use std::collections::BTreeMap;

use documents::{Cell, Column, Kind, Table};
use kernel::french;
use tabulation::secrecy::{SecrecyRule, protect};

use crate::rules::{Ask, AskKind, BANDS, Replies, SEXES, Total, totals};

/// Below how many people nothing is told to everybody: the rule of surveys of a neighbourhood.
const RULE: SecrecyRule = SecrecyRule::SURVEY;

fn cell(total: Option<&Total>, is_hidden: bool) -> Cell {
    match total {
        None => Cell::MISSING,
        Some(_) if is_hidden => Cell::NOT_DISCLOSED,
        Some(total) => Cell::Integer(total.sum),
    }
}

fn count(all: &BTreeMap<String, Total>, code: &str) -> u64 {
    all.get(code).map_or(0, |total| u64::try_from(total.sum).unwrap_or(0))
}

/// Which cells of a table of counts may not be told: those of few people, and those that would give them away.
fn hidden(counts: &[Vec<u64>], is_open: bool) -> Vec<Vec<bool>> {
    let all = |value: bool| counts.iter().map(|row| vec![value; row.len()]).collect();
    if !is_open {
        return all(false);
    }
    match protect(counts, &RULE) {
        Ok(told) => counts
            .iter()
            .enumerate()
            .map(|(row, cells)| (0..cells.len()).map(|column| told.cell(row, column).is_some()).collect())
            .collect(),
        Err(_) => all(true),
    }
}

fn people(ask: &Ask, all: &BTreeMap<String, Total>, is_open: bool) -> Table {
    let mut columns = vec![Column::new("age", "Âge", Kind::Text).row_header()];
    columns.extend(SEXES.map(|(code, words)| Column::new(code, words, Kind::Integer)));
    let mut table = Table::new("personnes", french::spaced(&ask.words), columns);
    let code = |sex: &str, band: &str| format!("{sex}-{band}");
    let counts: Vec<Vec<u64>> =
        BANDS.iter().map(|(band, _)| SEXES.iter().map(|(sex, _)| count(all, &code(sex, band))).collect()).collect();
    let hidden = hidden(&counts, is_open);
    for ((band, words), kept) in BANDS.iter().zip(hidden) {
        let mut row = vec![Cell::text(*words)];
        row.extend(SEXES.iter().zip(kept).map(|((sex, _), is_hidden)| cell(all.get(&code(sex, band)), is_hidden)));
        table.rows.push(row);
    }
    if let Some(unknown) = all.get("inconnu") {
        let is_small = is_open && RULE.is_small(count(all, "inconnu"));
        let told = if is_small { "un petit nombre".to_owned() } else { french::integer(unknown.sum) };
        table.notes.push(french::spaced(&format!("Sexe ou âge inconnu : {told}.")));
    }
    table
}

fn lines(ask: &Ask, all: &BTreeMap<String, Total>, is_open: bool) -> Table {
    let columns = vec![
        Column::new("quoi", "Ce qui est compté", Kind::Text).row_header(),
        Column::new("total", "Total", Kind::Integer),
    ];
    let mut table = Table::new("total", french::spaced(&ask.words), columns);
    let cells = ask.kind.cells();
    let counts: Vec<u64> = cells.iter().map(|(code, _)| count(all, code)).collect();
    // Answers of organisations are no secret; people are counted otherwise.
    let is_open = is_open && ask.kind != AskKind::YesNo;
    let kept = match ask.kind {
        AskKind::Places => hidden(&[counts], is_open).remove(0),
        _ => counts.iter().map(|count| is_open && RULE.is_small(*count)).collect(),
    };
    for ((code, words), is_hidden) in cells.into_iter().zip(kept) {
        let words = if ask.kind == AskKind::YesNo { "Actions qui répondent oui".to_owned() } else { words };
        table.rows.push(vec![Cell::text(words), cell(all.get(&code), is_hidden)]);
    }
    table
}

/// Totals of the questions that count, with their base: answers that fill them, answers received, actions asked.
pub fn tables(asks: &[Ask], sent: &[&Replies], asked: usize, is_open: bool) -> Vec<Table> {
    let told = |ask: &&Ask| {
        let all = totals(ask, sent);
        let mut table =
            if ask.kind == AskKind::People { people(ask, &all, is_open) } else { lines(ask, &all, is_open) };
        let counted = sent.iter().filter(|one| one.get(&ask.id).is_some_and(|reply| !reply.counts.is_empty())).count();
        table.base = Some(french::spaced(&format!(
            "{} sur {}, dont {counted} qui l’ont compté",
            french::count(sent.len() as i64, "réponse reçue", "réponses reçues"),
            french::count(asked as i64, "action interrogée", "actions interrogées"),
        )));
        table.source = Some("Porteurs des actions".to_owned());
        table
    };
    asks.iter().filter(|ask| ask.kind != AskKind::Text).map(|ask| told(&ask)).collect()
}
