//! What of an indicator in a year is kept from the public, judged each time something of it changes.

use std::collections::{BTreeMap, HashMap};

use database::Tx;
use kernel::Outcome;

use crate::rules::breakdown::{Axis, Breakdown};
use crate::rules::indicator::{Indicator, IndicatorTerms};
use crate::rules::secrecy::{Judged, Kept, Line, Secrecy, judge_together};
use crate::store::figures::{self, Stored};

/// The commune each place is published with: its own for a perimeter, none for a commune.
async fn groups(tx: &mut Tx) -> Outcome<HashMap<String, String>> {
    let mut communes = HashMap::new();
    for (area, commune, _) in territory::facade::drawn::communes_of_all(tx).await? {
        communes.entry(area).or_insert(commune);
    }
    let codes = territory::facade::drawn::place_codes(tx).await?;
    Ok(codes.into_iter().filter_map(|one| Some((one.code, communes.get(&one.neighbourhood)?.clone()))).collect())
}

fn judged(one: Option<&&Stored>) -> Judged {
    Judged {
        value: one.and_then(|one| one.reading.value()),
        units: one.and_then(|one| one.units),
        largest: one.and_then(|one| one.largest),
    }
}

/// A place and a part of its population.
type Key = (String, Breakdown);

/// What is kept back of figures published together, one a place and a part.
fn verdicts(
    known: &BTreeMap<Key, &Stored>,
    terms: &IndicatorTerms,
    groups: &HashMap<String, String>,
) -> Vec<(Key, Kept)> {
    let mut by_group: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (place, _) in known.keys() {
        let places = by_group.entry(groups.get(place).map_or("", String::as_str)).or_default();
        if places.last() != Some(&place.as_str()) {
            places.push(place);
        }
    }
    // Every way figures are shared out, even one the sheet no longer names: they are still there to be read.
    let has = |axis: &Axis| known.keys().any(|(_, part)| axis.parts().contains(part));
    let mut ways: Vec<&[Breakdown]> = Axis::ALL.iter().filter(|axis| has(axis)).map(|axis| axis.parts()).collect();
    if ways.is_empty() {
        ways.push(&[]);
    }
    let mut all = Vec::new();
    for places in by_group.values() {
        let find = |place: &str, part| judged(known.get(&(place.to_owned(), part)));
        let lines = |way: &&[Breakdown]| -> Vec<Line> {
            let line = |place: &&str| Line {
                whole: find(place, Breakdown::Everybody),
                parts: way.iter().map(|part| find(place, *part)).collect(),
            };
            places.iter().map(line).collect()
        };
        let told: Vec<Vec<Line>> = ways.iter().map(lines).collect();
        for (way, verdicts) in ways.iter().zip(judge_together(&told, terms.secrecy, terms.unit.is_count())) {
            for (place, verdict) in places.iter().zip(verdicts) {
                let parts = way.iter().copied().zip(verdict.parts);
                let kept = std::iter::once((Breakdown::Everybody, verdict.whole)).chain(parts);
                all.extend(kept.filter_map(|(part, kept)| Some((((*place).to_owned(), part), kept?))));
            }
        }
    }
    all
}

/// Judges the figures of an indicator in a year, and writes what is kept back.
pub(crate) async fn apply(tx: &mut Tx, indicator: &Indicator, year: i64) -> Outcome<()> {
    let terms = &indicator.terms;
    if terms.secrecy == Secrecy::None {
        figures::tell_all(tx, &indicator.code, year).await?;
        return Ok(());
    }
    let mut editions: BTreeMap<Key, Vec<Stored>> = BTreeMap::new();
    for part in Breakdown::ALL {
        for one in figures::of_year(tx, &indicator.code, part, year).await? {
            editions.entry((one.place.clone(), one.part)).or_default().insert(0, one);
        }
    }
    let groups = groups(tx).await?;
    let mut told: HashMap<Key, Kept> = HashMap::new();
    // The last edition first, then those before: they are taken away too, and what is kept back of one is of the older ones.
    let mut judged: Vec<(&Stored, Option<Kept>)> = Vec::new();
    for rank in 0..editions.values().map(Vec::len).max().unwrap_or(0) {
        let known: BTreeMap<Key, &Stored> =
            editions.iter().filter_map(|(key, all)| Some((key.clone(), all.get(rank)?))).collect();
        for (key, kept) in verdicts(&known, terms, &groups) {
            told.entry(key).or_insert(kept);
        }
        judged.extend(known.iter().map(|(key, one)| (*one, told.get(key).copied())));
    }
    // What waited for a verdict is mostly told: all of it at once, then what is kept back.
    let is_told_again = judged.iter().any(|(one, kept)| kept.is_none() && one.hidden.is_some());
    if is_told_again {
        figures::tell_all(tx, &indicator.code, year).await?;
    }
    for (one, kept) in judged {
        if kept.is_some() && (is_told_again || kept != one.hidden) {
            figures::set_hidden(tx, one, kept).await?;
        }
    }
    Ok(())
}
