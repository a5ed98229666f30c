//! When no panel keeps every quota: which ones block one another, and the smallest changes that would do.

use crate::model::{Counted, Model, Row};
use crate::search::{Found, Goal, Search};

/// Nodes of one search.
const NODES: u64 = 5_000;
/// Proposals told at most.
const MOST_PROPOSALS: usize = 5;

/// One change of a bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Rank of the row.
    pub row: usize,
    /// New least, when it is lowered.
    pub low: Option<i64>,
    /// New most, when it is raised.
    pub high: Option<i64>,
}

/// Changes that together make a panel possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The changes.
    pub changes: Vec<Change>,
    /// What they cost: a thousand for a seat, a little more where a minimum is small.
    pub cost: i64,
}

/// Why nothing is possible.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explanation {
    /// Rows that cannot be kept together, though any one less could.
    pub blocking: Vec<usize>,
    /// What would do, least first.
    pub proposals: Vec<Proposal>,
}

/// Explains.
pub fn explain(model: &Model) -> Explanation {
    Explanation { blocking: blocking(model), proposals: proposals(model) }
}

/// Lowest and highest a row can reach with anybody.
fn reach(model: &Model) -> Vec<(f64, f64)> {
    let mut reach = vec![(0.0_f64, 0.0_f64); model.rows.len()];
    for of in &model.types {
        for (row, value) in &of.terms {
            let most = *value as f64 * f64::from(of.size);
            let reach = &mut reach[*row as usize];
            if most > 0.0 { reach.1 += most } else { reach.0 += most }
        }
    }
    reach
}

/// Leaves rows one by one: those without which a panel is possible block.
fn blocking(model: &Model) -> Vec<usize> {
    let reach = reach(model);
    let mut search = Search::new(model);
    let mut kept = Vec::new();
    // Households and seats are left last, so that quotas are named first.
    let mut order: Vec<usize> = (0..model.rows.len()).collect();
    order.sort_by_key(|row| match model.rows[*row].counted {
        Counted::Households(_) => 0,
        Counted::Quota { .. } => 1,
        Counted::Rule(_) => 2,
        Counted::Seats => 3,
    });
    for row in order {
        let of = &model.rows[row];
        let wide = (reach[row].0.min(of.low as f64), reach[row].1.max(of.high as f64));
        search.restrict_row(row, wide.0, wide.1);
        if search.any(NODES) != Found::Nothing {
            search.restrict_row(row, of.low as f64, of.high as f64);
            kept.push(row);
        }
    }
    kept.sort_unstable();
    kept
}

/// The cheapest changes, then the cheapest without each of theirs.
fn proposals(model: &Model) -> Vec<Proposal> {
    let types = model.len();
    // A column for each bound that may give way: (row, whether it is the least, cost of one, most).
    let mut ways: Vec<(usize, bool, i64, i64)> = Vec::new();
    for (rank, row) in model.rows.iter().enumerate() {
        match &row.counted {
            // Those who sit stay.
            Counted::Quota { feature, .. } if feature == crate::replacement::SITS => {}
            Counted::Quota { .. } => {
                if row.low > 0 {
                    ways.push((rank, true, 1_000 + 2_000 / row.low, row.low));
                }
                ways.push((rank, false, 1_000, model.rows[0].high.max(0)));
            }
            Counted::Households(_) => ways.push((rank, false, 5_000, 1_000)),
            Counted::Rule(_) => {
                ways.push((rank, true, 2_000, 1_000));
                ways.push((rank, false, 2_000, 1_000));
            }
            Counted::Seats => {}
        }
    }
    let mut lp = model.relaxation();
    let terms: Vec<[(u32, f64); 1]> =
        ways.iter().map(|(row, is_low, ..)| [(*row as u32, if *is_low { 1.0 } else { -1.0 })]).collect();
    lp.add(ways.iter().zip(&terms).map(|((_, _, _, most), terms)| (0.0, *most as f64, terms.iter().copied())));
    let weights: Vec<f64> =
        std::iter::repeat_n(0.0, types).chain(ways.iter().map(|(_, _, cost, _)| -(*cost as f64))).collect();
    let mut search = Search::of(lp, types + ways.len());
    let mut found: Vec<Proposal> = Vec::new();
    let ask = |search: &mut Search, found: &mut Vec<Proposal>| -> Vec<usize> {
        let Found::Panel(panel) = search.find(&weights, Goal::Heaviest, NODES * 4) else { return Vec::new() };
        let used: Vec<(usize, i64)> = panel
            .iter()
            .filter(|(at, _)| *at as usize >= types)
            .map(|(at, many)| (*at as usize - types, i64::from(*many)))
            .collect();
        let mut changes: Vec<Change> = Vec::new();
        for (way, many) in &used {
            let (row, is_low, ..) = ways[*way];
            let of = &model.rows[row];
            changes.push(if is_low {
                Change { row, low: Some(of.low - many), high: None }
            } else {
                Change { row, low: None, high: Some(of.high + many) }
            });
        }
        let cost = used.iter().map(|(way, many)| ways[*way].2 * many).sum();
        let proposal = Proposal { changes, cost };
        if !found.contains(&proposal) {
            found.push(proposal);
        }
        used.iter().map(|(way, _)| *way).collect()
    };
    let first = ask(&mut search, &mut found);
    for way in first {
        search.restrict(types + way, 0.0, 0.0);
        let second = ask(&mut search, &mut found);
        if found.len() < MOST_PROPOSALS {
            for other in second {
                search.restrict(types + other, 0.0, 0.0);
                ask(&mut search, &mut found);
                search.restrict(types + other, 0.0, ways[other].3 as f64);
            }
        }
        search.restrict(types + way, 0.0, ways[way].3 as f64);
    }
    found.retain(|proposal| !proposal.changes.is_empty());
    found.sort_by_key(|proposal| (proposal.cost, proposal.changes.len()));
    found.truncate(MOST_PROPOSALS);
    found
}

/// A row in French, without its bounds: « âge : 18-29 ».
pub fn name(row: &Row) -> String {
    match &row.counted {
        Counted::Seats => "le nombre de sièges".to_owned(),
        Counted::Quota { feature, value } => format!("« {feature} : {value} »"),
        Counted::Households(_) => "une seule personne par foyer".to_owned(),
        Counted::Rule(name) => format!("la règle « {name} »"),
    }
}

/// A row with its bounds and how many could be there: « âge : 18-29 » (de 8 à 9, 42 personnes dans le vivier).
pub fn described(model: &Model, row: usize) -> String {
    let of = &model.rows[row];
    let bounds = if of.low == of.high { format!("{}", of.low) } else { format!("de {} à {}", of.low, of.high) };
    match of.counted {
        Counted::Quota { .. } => {
            let has = |of: &&crate::model::Type| of.terms.iter().any(|(at, _)| *at as usize == row);
            let people: u64 = model.types.iter().filter(has).map(|of| u64::from(of.size)).sum();
            let people = match people {
                0 => "personne".to_owned(),
                1 => "1 personne".to_owned(),
                many => format!("{many} personnes"),
            };
            format!("{} ({bounds} ; {people} dans le vivier)", name(of))
        }
        Counted::Households(_) => name(of),
        Counted::Seats | Counted::Rule(_) => format!("{} ({bounds})", name(of)),
    }
}

/// A change in French.
pub fn told(model: &Model, change: &Change) -> String {
    let row = &model.rows[change.row];
    match (&row.counted, change.low, change.high) {
        (Counted::Households(_), ..) => "admettre deux personnes d’un même foyer".to_owned(),
        (_, Some(low), _) => format!("baisser le minimum de {} de {} à {low}", name(row), row.low),
        (_, _, Some(high)) => format!("relever le maximum de {} de {} à {high}", name(row), row.high),
        _ => String::new(),
    }
}

/// All of it, in French, a line each.
pub fn sentences(model: &Model, explanation: &Explanation) -> Vec<String> {
    let mut lines = Vec::new();
    if !explanation.blocking.is_empty() {
        lines.push("Ces règles ne peuvent pas être tenues ensemble :".to_owned());
        let mut named: Vec<String> = explanation.blocking.iter().map(|row| described(model, *row)).collect();
        named.dedup();
        lines.extend(named.into_iter().map(|row| format!("  - {row}")));
    }
    if explanation.proposals.is_empty() {
        lines.push("Aucun petit changement de quotas n’y suffit : élargissez le vivier.".to_owned());
        return lines;
    }
    lines.push("Plus petits changements qui rendraient le tirage possible, du plus léger au plus lourd :".to_owned());
    for (rank, proposal) in explanation.proposals.iter().enumerate() {
        let changes: Vec<String> = proposal.changes.iter().map(|change| told(model, change)).collect();
        lines.push(format!("  {}. {}.", rank + 1, changes.join(" et ")));
    }
    lines
}
