//! What a crossing says: whether answers differ from one group to another, how much, and where. In sentences, with the name of
//! the test.

use documents::table::{Cell, Column, Kind as CellKind, Table};
use kernel::french;
use tabulation::association::{adjusted_residuals, chosen_or_not, holm, pearson, rao_scott, significance};
use tabulation::intervals::Design;
use tabulation::special::normal_tail;
use tabulation::weights::Weighting;
use tabulation::{BASE_LOW, BASE_PUBLISHED, BasePolicy, Crossing, DataSet, Kind, effective_rows};

use super::tables::name;

/// The seed of tests by draws: the same figures give the same p.
const SEED: u64 = 20_260_101;
/// Under this p a difference is told.
const LEVEL: f64 = 0.05;
/// Most cells or answers named in sentences.
const MOST_NAMED: usize = 6;

/// A test of one table, or of one answer against the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// The answer in lines it is about; none: the whole table.
    pub line: Option<usize>,
    /// Its name: « χ² de Pearson ».
    pub test: &'static str,
    /// Probability of as large a difference by chance alone.
    pub p_value: f64,
    /// The same, corrected for the tests read together (Holm).
    pub corrected: f64,
    /// Cramér’s V, 0 to 1.
    pub cramer: f64,
}

/// What a crossing says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Association {
    /// Its tests: one, or one for each answer where several are possible.
    pub tests: Vec<Tested>,
    /// Cells that stand out: line, column, more (or less) than if nothing were linked.
    pub outstanding: Vec<(usize, usize, bool)>,
    /// Adjusted residual of each cell, line by line.
    pub residuals: Vec<Vec<f64>>,
    /// To read, in order.
    pub sentences: Vec<String>,
}

fn rao_scott_of(data: &DataSet, crossing: &Crossing, weighting: &Weighting, policy: BasePolicy) -> Option<f64> {
    let (row, column) = (crossing.row_variable, crossing.column_variable);
    let domain = effective_rows(data, row, policy).and(&effective_rows(data, column, policy));
    let test = rao_scott(data, row, column, &Design::Calibrated(weighting), &domain)?;
    Some(test.p_value)
}

/// Cramér’s V of weighted shares.
fn weighted_cramer(crossing: &Crossing) -> f64 {
    let total = crossing.base().weight;
    let (rows, columns) = (crossing.rows.len(), crossing.columns.len());
    let share = |row, column| if total > 0.0 { crossing.cell(row, column).weight / total } else { 0.0 };
    let mut sum = 0.0;
    let peopled = |count: usize, of: &dyn Fn(usize) -> f64| (0..count).filter(|at| of(*at) > 0.0).count();
    for row in 0..rows {
        for column in 0..columns {
            let expected = share(row, columns) * share(rows, column);
            if expected > 0.0 {
                sum += (share(row, column) - expected).powi(2) / expected;
            }
        }
    }
    let least = peopled(rows, &|row| share(row, columns)).min(peopled(columns, &|column| share(rows, column)));
    if least > 1 { (sum / (least - 1) as f64).sqrt() } else { 0.0 }
}

/// Tests a crossing. `weighted`: the same crossing weighted, with its weights.
pub fn association(
    data: &DataSet,
    crossing: &Crossing,
    weighted: Option<(&Crossing, &Weighting)>,
    policy: BasePolicy,
) -> Association {
    let rows = &data.variables()[crossing.row_variable];
    let mut found = Association::default();
    if crossing.base().count < BASE_PUBLISHED {
        found
            .sentences
            .push("Trop peu de personnes ont répondu aux deux questions pour dire si elles sont liées.".into());
        return found;
    }
    if rows.kind == Kind::Multiple {
        for line in 0..crossing.rows.len() {
            let counts = chosen_or_not(crossing, line);
            let residuals = adjusted_residuals(&counts);
            found.residuals.push(residuals.first().cloned().unwrap_or_default());
            let (Some(test), Some(link)) = (significance(&counts, SEED), pearson(&counts)) else { continue };
            let (p_value, cramer) = (test.p_value(), link.cramer_v);
            found.tests.push(Tested { line: Some(line), test: test.french(), p_value, corrected: p_value, cramer });
        }
    } else {
        let counts = crossing.counts();
        found.residuals = adjusted_residuals(&counts);
        let (test, link) = (significance(&counts, SEED), pearson(&counts));
        if let (Some(test), Some(link)) = (test, link) {
            let of_weighted = weighted.and_then(|(weighted, weighting)| {
                Some((rao_scott_of(data, crossing, weighting, policy)?, weighted_cramer(weighted)))
            });
            let (p_value, cramer) = of_weighted.unwrap_or((test.p_value(), link.cramer_v));
            let test = if of_weighted.is_some() { "Rao–Scott, réponses redressées" } else { test.french() };
            found.tests.push(Tested { line: None, test, p_value, corrected: p_value, cramer });
        }
    }
    let p_values: Vec<f64> = found.tests.iter().map(|test| test.p_value).collect();
    for (test, corrected) in found.tests.iter_mut().zip(holm(&p_values)) {
        test.corrected = corrected;
    }
    outstanding(&mut found);
    found.sentences = sentences(data, crossing, &found, weighted.is_some());
    found
}

/// The cells that stand out, all of them read together, in the lines that a test tells.
fn outstanding(found: &mut Association) {
    let is_told = |line: usize| {
        found.tests.iter().any(|test| test.corrected < LEVEL && test.line.is_none_or(|tested| tested == line))
    };
    let cells: Vec<(usize, usize, f64)> = found
        .residuals
        .iter()
        .enumerate()
        .filter(|(line, _)| is_told(*line))
        .flat_map(|(line, row)| row.iter().enumerate().map(move |(column, residual)| (line, column, *residual)))
        .collect();
    let p_values: Vec<f64> = cells.iter().map(|cell| 2.0 * normal_tail(cell.2.abs())).collect();
    let corrected = holm(&p_values);
    let mut told: Vec<((usize, usize, f64), f64)> =
        cells.into_iter().zip(corrected).filter(|(_, corrected)| *corrected < LEVEL).collect();
    told.sort_by(|one, other| other.0.2.abs().total_cmp(&one.0.2.abs()));
    found.outstanding = told.into_iter().map(|((line, column, residual), _)| (line, column, residual > 0.0)).collect();
}

fn strength(cramer: f64) -> &'static str {
    match cramer {
        v if v < 0.1 => "très faible",
        v if v < 0.2 => "faible",
        v if v < 0.3 => "moyen",
        _ => "fort",
    }
}

/// « moins d’une fois sur mille », « 3 fois sur 100 ».
fn chance(p: f64) -> String {
    match p {
        p if p < 0.001 => "moins d’une fois sur mille".to_owned(),
        p if p < 0.01 => "moins d’une fois sur cent".to_owned(),
        p => {
            let times = (100.0 * p).round().max(1.0);
            if times <= 1.0 {
                "une fois sur 100".to_owned()
            } else {
                format!("{} fois sur 100", french::decimal(times, 0))
            }
        }
    }
}

/// « p = 0,013 », « p < 0,001 ».
fn written(p: f64) -> String {
    if p < 0.001 { "p < 0,001".to_owned() } else { format!("p = {}", french::decimal(p, 3)) }
}

fn sentences(data: &DataSet, crossing: &Crossing, found: &Association, is_weighted: bool) -> Vec<String> {
    let rows = &data.variables()[crossing.row_variable];
    let by = &data.variables()[crossing.column_variable];
    let (line_name, column_name) =
        (|line: usize| name(rows, crossing.rows[line]).1, |column: usize| name(by, crossing.columns[column]).1);
    let mut all = Vec::new();
    match found.tests.as_slice() {
        [] => {
            all.push(
                "Toutes les réponses sont dans une seule ligne ou une seule colonne : rien à comparer.".to_owned(),
            );
            return all;
        }
        [Tested { line: None, test, p_value, cramer, .. }] => {
            let chance = chance(*p_value);
            all.push(if *p_value < LEVEL {
                format!("Les réponses diffèrent selon « {} » : le hasard seul donnerait un écart pareil {chance}. Le lien est {}.", by.label, strength(*cramer))
            } else {
                format!("Rien ne montre que les réponses diffèrent selon « {} » : le hasard seul donnerait un écart pareil {chance}.", by.label)
            });
            let v = french::decimal(*cramer, 2);
            all.push(format!("Test : {test}, {} ; V de Cramér = {v}.", written(*p_value)));
        }
        tests => {
            let mut told: Vec<&Tested> = tests.iter().filter(|test| test.corrected < LEVEL).collect();
            told.sort_by(|one, other| one.corrected.total_cmp(&other.corrected));
            if told.is_empty() {
                all.push(format!("Rien ne montre qu’une réponse soit plus donnée selon « {} ».", by.label));
            }
            for test in told.iter().take(MOST_NAMED) {
                let v = french::decimal(test.cramer, 2);
                let line = test.line.map(line_name).unwrap_or_default();
                all.push(format!(
                    "« {line} » n’est pas donnée autant selon « {} » ({}, {} ; V de Cramér = {v}, lien {}).",
                    by.label,
                    test.test,
                    written(test.corrected),
                    strength(test.cramer)
                ));
            }
            if told.len() > MOST_NAMED {
                all.push(format!("Et {} autres réponses.", told.len() - MOST_NAMED));
            }
            all.push(format!(
                "{} réponses testées ensemble : p est corrigé (Holm).{}",
                tests.len(),
                if is_weighted { " Ces tests portent sur les réponses non redressées." } else { "" }
            ));
        }
    }
    if !found.outstanding.is_empty() {
        let cell = |(line, column, is_more): &(usize, usize, bool)| {
            format!(
                "« {} » {} parmi « {} »",
                line_name(*line),
                if *is_more { "plus souvent" } else { "moins souvent" },
                column_name(*column)
            )
        };
        let named: Vec<String> = found.outstanding.iter().take(MOST_NAMED).map(cell).collect();
        all.push(format!("Ce qui ressort : {}.", named.join(" ; ")));
    }
    let small: Vec<String> = (0..crossing.columns.len())
        .filter(|column| (1..BASE_LOW).contains(&crossing.column_base(*column).count))
        .map(|column| format!("« {} »", column_name(column)))
        .collect();
    if !small.is_empty() {
        all.push(format!("Effectif faible, moins de 30 réponses : {}. À lire avec prudence.", small.join(", ")));
    }
    all
}

/// A crossing with what its tests say, for files: the adjusted residual of each cell, then p for each answer or for the table.
pub fn with_tests(table: &Table, data: &DataSet, crossing: &Crossing, found: &Association) -> Table {
    let by = &data.variables()[crossing.column_variable];
    let mut made = table.clone();
    for slot in &crossing.columns {
        let (code, words) = name(by, *slot);
        made.columns.push(Column::new(
            format!("ecart_{code}"),
            format!("{words}, résidu ajusté"),
            CellKind::Decimal(2),
        ));
    }
    for (key, words, kind) in [
        ("test", "Test", CellKind::Text),
        ("p", "p", CellKind::Decimal(6)),
        ("p_holm", "p corrigé (Holm)", CellKind::Decimal(6)),
        ("v_cramer", "V de Cramér", CellKind::Decimal(3)),
    ] {
        made.columns.push(Column::new(key, words, kind));
    }
    for (line, row) in made.rows.iter_mut().enumerate() {
        // A cell that is not told has no residual either.
        let is_told = |column: usize| row.get(2 + 2 * column).is_some_and(|cell| cell.absence().is_none());
        let residual = |column: usize| found.residuals.get(line)?.get(column).copied().filter(|_| is_told(column));
        let residuals: Vec<Cell> = (0..crossing.columns.len())
            .map(|column| residual(column).map_or_else(|| Cell::text(""), Cell::Decimal))
            .collect();
        row.extend(residuals);
        let is_base = line == crossing.rows.len();
        let test = found.tests.iter().find(|test| test.line == Some(line) || (test.line.is_none() && is_base));
        row.extend(match test {
            Some(test) => [
                Cell::text(test.test),
                Cell::Decimal(test.p_value),
                Cell::Decimal(test.corrected),
                Cell::Decimal(test.cramer),
            ],
            None => [(); 4].map(|()| Cell::text("")),
        });
    }
    made
}

#[cfg(test)]
mod tests {
    use tabulation::{Answer, Request, Variable, cross};

    use super::*;

    fn data(pairs: &[(usize, usize, usize)]) -> DataSet {
        let area = Variable::single("quartier", "Quartier", &[("a", "La Conte"), ("b", "La Gare")]);
        let needs = Variable::multiple("besoins", "Besoins", &[("p", "Propreté"), ("s", "Sécurité")]);
        let opinion = Variable::single("avis", "Avis", &[("o", "Oui"), ("n", "Non")]);
        let mut data = DataSet::new(vec![area, needs, opinion]).expect("variables");
        for (area, need, times) in pairs {
            for _ in 0..*times {
                data.append(&[Answer::One(*area), Answer::Several(vec![*need]), Answer::One(*need)]).expect("fits");
            }
        }
        data
    }

    fn told(data: &DataSet, row: usize) -> (Crossing, Association) {
        let crossing = cross(data, row, 0, &Request::default()).expect("a crossing");
        let found = association(data, &crossing, None, BasePolicy::DROPS_BOTH);
        (crossing, found)
    }

    #[test]
    fn a_difference_is_told_with_its_test_and_where_it_stands() {
        let data = data(&[(0, 0, 40), (0, 1, 10), (1, 0, 15), (1, 1, 35)]);
        let (crossing, found) = told(&data, 2);
        let text = found.sentences.join(" ");
        for part in [
            "diffèrent selon « Quartier »",
            "moins d’une fois sur mille",
            "χ² de Pearson, p < 0,001",
            "V de Cramér = 0,5",
            "fort",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(text.contains("« Oui » plus souvent parmi « La Conte »"), "{text}");
        let flats = [2, 0].map(|at| tabulation::flat(&data, at, &Request::default()).expect("a table"));
        let table = super::super::tables::crossing_table(
            &data,
            &crossing,
            [&flats[0], &flats[1]],
            super::super::tables::Reader::Agents,
        );
        let made = with_tests(&table.expect("a table"), &data, &crossing, &found);
        assert_eq!(made.check(), Ok(()));
        assert!(matches!(made.rows[0][7], Cell::Decimal(z) if z > 4.0), "{:?}", made.rows[0]);
        assert_eq!(made.rows[2][9], Cell::text("χ² de Pearson"), "on the line of bases");
    }

    #[test]
    fn chance_is_not_told_as_a_difference() {
        let (_, found) = told(&data(&[(0, 0, 20), (0, 1, 20), (1, 0, 21), (1, 1, 19)]), 2);
        assert!(found.sentences[0].starts_with("Rien ne montre") && found.outstanding.is_empty(), "{found:?}");
    }

    #[test]
    fn several_answers_are_tested_apart_and_corrected() {
        let (_, found) = told(&data(&[(0, 0, 40), (0, 1, 10), (1, 0, 15), (1, 1, 35)]), 1);
        assert_eq!(found.tests.len(), 2);
        assert!(found.tests.iter().all(|test| test.corrected >= test.p_value && test.corrected < 0.001), "{found:?}");
        assert!(found.sentences.iter().any(|told| told.contains("2 réponses testées ensemble")), "{found:?}");
    }

    #[test]
    fn small_groups_are_named_and_tiny_ones_tell_nothing() {
        let (_, found) = told(&data(&[(0, 0, 30), (0, 1, 20), (1, 0, 6), (1, 1, 6)]), 2);
        assert!(found.sentences.iter().any(|told| told.contains("Effectif faible") && told.contains("« La Gare »")));
        let (_, tiny) = told(&data(&[(0, 0, 3), (1, 1, 3)]), 2);
        assert!(tiny.tests.is_empty() && tiny.sentences[0].contains("Trop peu"), "{tiny:?}");
    }
}
