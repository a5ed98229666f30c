//! What of an indicator in a year is kept from the public, judged each time something of it changes.

use std::collections::{BTreeMap, HashMap};

use database::Tx;
use kernel::Outcome;

use crate::rules::breakdown::Breakdown;
use crate::rules::indicator::Indicator;
use crate::rules::secrecy::{Judged, Kept, Line, Secrecy, judge};
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

fn judged(one: Option<&Stored>) -> Judged {
    Judged {
        value: one.and_then(|one| one.reading.value()),
        units: one.and_then(|one| one.units),
        largest: one.and_then(|one| one.largest),
    }
}

/// Judges the figures of an indicator in a year, and writes what is kept back.
pub(crate) async fn apply(tx: &mut Tx, indicator: &Indicator, year: i64) -> Outcome<usize> {
    let terms = &indicator.terms;
    let parts = if terms.secrecy == Secrecy::None { Breakdown::ALL.to_vec() } else { terms.parts() };
    let mut known: BTreeMap<(String, Breakdown), Stored> = BTreeMap::new();
    for part in parts {
        for one in figures::of_year(tx, &indicator.code, part, year).await? {
            // The last edition stands for those before.
            known.insert((one.place.clone(), one.part), one);
        }
    }
    let mut told: HashMap<(String, Breakdown), Kept> = HashMap::new();
    if terms.secrecy != Secrecy::None {
        let groups = groups(tx).await?;
        let mut by_group: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (place, part) in known.keys() {
            let group = groups.get(place).map_or("", String::as_str);
            let places = by_group.entry(group).or_default();
            let is_first = *part == Breakdown::Everybody || !known.contains_key(&(place.clone(), Breakdown::Everybody));
            if is_first && places.last() != Some(&place.as_str()) {
                places.push(place);
            }
        }
        let axes: Vec<&[Breakdown]> =
            if terms.axes.is_empty() { vec![&[]] } else { terms.axes.iter().map(|axis| axis.parts()).collect() };
        for places in by_group.values() {
            for axis in &axes {
                let find = |place: &str, part| judged(known.get(&(place.to_owned(), part)));
                let lines: Vec<Line> = places
                    .iter()
                    .map(|place| Line {
                        whole: find(place, Breakdown::Everybody),
                        parts: axis.iter().map(|part| find(place, *part)).collect(),
                    })
                    .collect();
                for (place, verdict) in places.iter().zip(judge(&lines, terms.secrecy, terms.unit.is_count())) {
                    let all = std::iter::once((Breakdown::Everybody, verdict.whole))
                        .chain(axis.iter().copied().zip(verdict.parts));
                    for (part, kept) in all {
                        if let Some(kept) = kept {
                            told.entry(((*place).to_owned(), part)).or_insert(kept);
                        }
                    }
                }
            }
        }
    }
    let mut hidden = 0;
    for (key, one) in &known {
        let kept = told.get(key).copied();
        hidden += usize::from(kept.is_some());
        if kept != one.hidden {
            figures::set_hidden(tx, one, kept).await?;
        }
    }
    Ok(hidden)
}
