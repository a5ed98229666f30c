//! One question by each way of answering, side by side: raw, and standardised on age and sex where every group was reached.

use documents::table::{Absence, Cell, Column, Kind as CellKind, Table};
use kernel::french;
use tabulation::association::holm;
use tabulation::{BasePolicy, ChannelComparison, DataSet, Kind, Request, Strength, compare_channels, cross, flat};

use super::tables::{Reader, crossing_table, name};

/// Most groups or differences named.
const MOST_NAMED: usize = 6;
/// Under this p a difference is told.
const LEVEL: f64 = 0.05;

/// A comparison, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct SideBySide {
    /// Answers in lines; of each way its count, its raw share, its standardised share.
    pub table: Table,
    /// Whether standardised shares could be made.
    pub is_comparable: bool,
    /// What is missing to compare, or what differs: to read in order.
    pub sentences: Vec<String>,
}

/// Compares a question from one way of answering to another, on the crossing of what is known of people (`controls`).
///
/// # Errors
/// Why it cannot be shown: one way only, or a table that would give small groups back.
pub fn side_by_side(
    data: &DataSet,
    (question, channel): (usize, usize),
    controls: &[usize],
    (policy, reader): (BasePolicy, Reader),
) -> Result<SideBySide, String> {
    let request = Request { policy, ..Request::default() };
    let told = |error: tabulation::TableError| error.to_string();
    let kept: Vec<usize> = controls
        .iter()
        .copied()
        .filter(|at| ![question, channel].contains(at) && data.variables()[*at].kind == Kind::Single)
        .collect();
    let compared = compare_channels(data, question, channel, &kept, &request).map_err(told)?;
    let used: Vec<usize> =
        (0..compared.channels.len()).filter(|channel| compared.channels[*channel].base.effective.count > 0).collect();
    if used.len() < 2 {
        return Err("Toutes les réponses à cette question sont venues par la même voie.".to_owned());
    }
    let crossing = cross(data, question, channel, &request).map_err(told)?;
    let flats = [flat(data, question, &request).map_err(told)?, flat(data, channel, &request).map_err(told)?];
    let whole = crossing_table(data, &crossing, [&flats[0], &flats[1]], reader)?;
    let is_comparable = compared.is_comparable() && !kept.is_empty() && compared.standardised.is_some();
    let sentences = if is_comparable {
        differences(data, &compared, (question, channel), &used)
    } else {
        missing(data, &compared, channel, &kept)
    };
    let table = laid_out(data, &whole, (&compared, &used, is_comparable), (question, channel));
    Ok(SideBySide { table, is_comparable, sentences })
}

/// The table of the crossing, ways that nobody used left out, with standardised shares beside.
fn laid_out(
    data: &DataSet,
    whole: &Table,
    (compared, used, is_comparable): (&ChannelComparison, &[usize], bool),
    (question, channel): (usize, usize),
) -> Table {
    let (rows, by) = (&data.variables()[question], &data.variables()[channel]);
    let title = format!("{} : par {}", rows.label, by.label.to_lowercase());
    let mut made = Table::new(format!("{}_par_{}", rows.name, by.name), title, whole.columns[..2].to_vec());
    for way in used {
        let category = &by.categories[*way];
        let strength = Strength::of(compared.channels[*way].base.effective.count);
        made.columns.extend(whole.columns[2 + 2 * way..4 + 2 * way].iter().cloned());
        if is_comparable {
            let kind = CellKind::Percent(strength.decimals().unwrap_or(0) as u8);
            made.columns.push(Column::new(
                format!("std_{}", category.code),
                format!("{}, part standardisée", category.label),
                kind,
            ));
        }
    }
    for (line, row) in whole.rows.iter().enumerate() {
        let mut cells = row[..2].to_vec();
        for way in used {
            cells.extend(row[2 + 2 * way..4 + 2 * way].iter().cloned());
            if is_comparable {
                // A share is told where its raw one is: never what the count keeps back.
                let is_told = row[3 + 2 * way].absence().is_none();
                let share = compared.standardised.as_ref().and_then(|shares| shares[*way].get(line).copied());
                cells.push(match share {
                    Some(share) if is_told => Cell::Percent(100.0 * share),
                    Some(_) => Cell::Absent(Absence::NotDisclosed),
                    None => Cell::text(""),
                });
            }
        }
        made.rows.push(cells);
    }
    let bases = used.iter().map(|way| {
        let count = i64::try_from(compared.channels[*way].base.effective.count).unwrap_or(i64::MAX);
        format!("{} : {}", by.categories[*way].label, french::count(count, "réponse", "réponses"))
    });
    made.base = Some(bases.collect::<Vec<String>>().join(" ; "));
    made
}

/// Why ways of answering cannot be compared: whom one of them never met.
fn missing(data: &DataSet, compared: &ChannelComparison, channel: usize, controls: &[usize]) -> Vec<String> {
    let by = &data.variables()[channel];
    if controls.is_empty() {
        let told = "Non comparable : ni l’âge ni le sexe ne sont demandés par une liste, et les voies n’atteignent pas les mêmes \
                    personnes. Les parts brutes sont côte à côte, sans plus.";
        return vec![told.to_owned()];
    }
    let mut all = vec![
        "Non comparable : une voie n’a pas atteint certaines personnes. Les écarts peuvent venir de qui a répondu."
            .to_owned(),
    ];
    for stratum in compared.missing.iter().take(MOST_NAMED) {
        let group = controls.iter().zip(&stratum.categories).map(|(control, category)| {
            data.variables()[*control].categories.get(*category).map_or("", |one| one.label.as_str()).to_owned()
        });
        let group: Vec<String> = group.collect();
        all.push(format!("Personne par « {} » parmi : {}.", by.categories[stratum.channel].label, group.join(", ")));
    }
    if compared.missing.len() > MOST_NAMED {
        all.push(format!("Et {} autres groupes.", compared.missing.len() - MOST_NAMED));
    }
    all
}

/// What differs between ways once ages and sexes are made alike; read together, p is corrected.
fn differences(
    data: &DataSet,
    compared: &ChannelComparison,
    (question, channel): (usize, usize),
    used: &[usize],
) -> Vec<String> {
    let (rows, by) = (&data.variables()[question], &data.variables()[channel]);
    let mut found = Vec::new();
    for (rank, one) in used.iter().enumerate() {
        for two in &used[rank + 1..] {
            for line in 0..compared.slots.len() {
                found.extend(compared.standardised_difference(line, *one, *two).map(|told| (line, *one, *two, told)));
            }
        }
    }
    let p_values: Vec<f64> = found.iter().map(|(.., told)| told.p_value).collect();
    let mut told: Vec<(f64, String)> = Vec::new();
    for ((line, one, two, difference), p) in found.iter().zip(holm(&p_values)) {
        if p < LEVEL {
            let points = french::decimal(100.0 * difference.difference.abs(), 0);
            let (more, less) = if difference.difference > 0.0 { (one, two) } else { (two, one) };
            let p_written = if p < 0.001 { "p < 0,001".to_owned() } else { format!("p = {}", french::decimal(p, 3)) };
            told.push((
                p,
                format!(
                    "« {} » : {points} points de plus par « {} » que par « {} », à âge et sexe égaux ({p_written}, corrigé).",
                    name(rows, compared.slots[*line]).1,
                    by.categories[*more].label,
                    by.categories[*less].label
                ),
            ));
        }
    }
    told.sort_by(|one, other| one.0.total_cmp(&other.0));
    if told.is_empty() {
        return vec!["À âge et sexe égaux, aucun écart ne dépasse ce que le hasard explique.".to_owned()];
    }
    told.into_iter().take(MOST_NAMED).map(|(_, sentence)| sentence).collect()
}

#[cfg(test)]
mod tests {
    use tabulation::{Answer, Variable};

    use super::*;

    fn data(rows: &[(usize, usize, usize, usize)]) -> DataSet {
        let variables = vec![
            Variable::single("avis", "Avis", &[("o", "Oui"), ("n", "Non")]),
            Variable::single("age", "Âge", &[("j", "Moins de 60 ans"), ("v", "60 ans et plus")]),
            Variable::single("voie", "Voie", &[("web", "En ligne"), ("tel", "Téléphone"), ("papier", "Papier")]),
        ];
        let mut data = DataSet::new(variables).expect("variables");
        for (opinion, age, way, times) in rows {
            for _ in 0..*times {
                data.append(&[Answer::One(*opinion), Answer::One(*age), Answer::One(*way)]).expect("fits");
            }
        }
        data
    }

    fn told(data: &DataSet, controls: &[usize]) -> SideBySide {
        side_by_side(data, (0, 2), controls, (BasePolicy::DROPS_BOTH, Reader::Agents)).expect("a comparison")
    }

    #[test]
    fn what_age_explains_vanishes_once_standardised() {
        let rows = [
            (0, 0, 0, 80),
            (1, 0, 0, 20),
            (0, 1, 0, 8),
            (1, 1, 0, 32),
            (0, 0, 1, 32),
            (1, 0, 1, 8),
            (0, 1, 1, 20),
            (1, 1, 1, 80),
        ];
        let told = told(&data(&rows), &[1]);
        assert!(told.is_comparable && told.sentences[0].contains("aucun écart"), "{told:?}");
        let keys: Vec<&str> = told.table.columns.iter().map(|column| column.key.as_str()).collect();
        assert_eq!(
            keys,
            ["code", "modalite", "n_web", "pct_web", "std_web", "n_tel", "pct_tel", "std_tel"],
            "nobody on paper"
        );
        let share = |cell: &Cell| if let Cell::Percent(share) = cell { *share } else { f64::NAN };
        let row = &told.table.rows[0];
        assert!(
            (share(&row[4]) - share(&row[7])).abs() < 1e-9 && (share(&row[3]) - share(&row[6])).abs() > 20.0,
            "{row:?}"
        );
        assert_eq!(told.table.check(), Ok(()));
    }

    #[test]
    fn a_group_that_one_way_never_met_is_named() {
        let met = data(&[(0, 0, 0, 40), (1, 1, 0, 20), (0, 1, 1, 40)]);
        let found = told(&met, &[1]);
        assert!(!found.is_comparable && found.sentences[0].starts_with("Non comparable"), "{found:?}");
        assert!(found.sentences[1].contains("« Téléphone » parmi : Moins de 60 ans"), "{found:?}");
        assert_eq!(found.table.columns.len(), 6, "raw shares stay");
        assert!(told(&met, &[]).sentences[0].contains("ni l’âge ni le sexe"));
        let alone = data(&[(0, 0, 0, 40)]);
        let refused = side_by_side(&alone, (0, 2), &[1], (BasePolicy::DROPS_BOTH, Reader::Agents));
        assert!(refused.is_err_and(|why| why.contains("même voie")));
    }
}
