//! One question from one wave to the next: shares side by side, and the difference of the last two with its interval.

use documents::table::{Absence, Cell, Column, Kind as CellKind, Table};
use kernel::french;
use tabulation::intervals::newcombe;
use tabulation::{BasePolicy, Category, DataSet, FlatTable, Request, Slot, Strength, TableError, flat};

/// A wave of a question.
pub struct Wave<'a> {
    /// What it is called.
    pub label: String,
    /// Its answers.
    pub data: &'a DataSet,
    /// The question among them.
    pub question: usize,
}

/// A wave counted.
struct Counted<'a> {
    label: &'a str,
    categories: &'a [Category],
    table: FlatTable,
}

impl Counted<'_> {
    /// Who chose an answer, out of the base; none where this wave does not have it.
    fn of(&self, code: &str) -> Option<(u64, u64)> {
        let category = self.categories.iter().position(|category| category.code == code)?;
        let row = self.table.rows.iter().find(|row| row.slot == Slot::Category(category))?;
        Some((row.tally.count, self.table.base.effective.count))
    }

    fn strength(&self) -> Strength {
        Strength::of(self.table.base.effective.count)
    }
}

/// The table of a question by wave, for agents. `is_comparable`: whether the last two waves asked the same question: only then
/// does a difference mean something.
///
/// # Errors
/// A question without answers to choose from.
pub fn wave_table(
    waves: &[Wave<'_>],
    is_comparable: bool,
    policy: BasePolicy,
) -> Result<(Table, Vec<String>), TableError> {
    let request = Request { policy, ..Request::default() };
    let mut counted = Vec::new();
    for wave in waves {
        let variable = wave.data.variables().get(wave.question).ok_or(TableError::NoVariable)?;
        let table = flat(wave.data, wave.question, &request)?;
        counted.push(Counted { label: &wave.label, categories: &variable.categories, table });
    }
    let last = waves.last().ok_or(TableError::NoVariable)?;
    let variable = &last.data.variables()[last.question];
    let mut columns = vec![
        Column::new("code", "Code", CellKind::Text),
        Column::new("modalite", "Réponse", CellKind::Text).row_header(),
    ];
    for (rank, wave) in (1..).zip(&counted) {
        let decimals = wave.strength().decimals().unwrap_or(0) as u8;
        columns.push(Column::new(format!("n_{rank}"), format!("{}, effectif", wave.label), CellKind::Integer));
        columns.push(Column::new(format!("pct_{rank}"), format!("{}, part", wave.label), CellKind::Percent(decimals)));
    }
    let pair = match counted.as_slice() {
        [.., before, after] if is_comparable => Some((before, after)),
        _ => None,
    };
    if pair.is_some() {
        for (key, words) in [("ecart", "Écart"), ("ecart_bas", "Écart, bas"), ("ecart_haut", "Écart, haut")] {
            columns.push(Column::new(key, words, CellKind::Decimal(1)).unit("points"));
        }
    }
    let mut made =
        Table::new(format!("{}_par_vague", variable.name), format!("{} : par vague", variable.label), columns);
    let mut sentences = Vec::new();
    for category in codes(&counted) {
        let mut cells = vec![Cell::text(&category.code), Cell::text(&category.label)];
        for wave in &counted {
            match wave.of(&category.code) {
                Some((count, base)) => {
                    let share = wave.strength().decimals().map(|_| 100.0 * count as f64 / base as f64);
                    cells.push(Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX)));
                    cells.push(Cell::or(share.map(Cell::Percent), Absence::NotDisclosed));
                }
                None => cells.extend([Cell::NOT_ASKED, Cell::NOT_ASKED]),
            }
        }
        if let Some((before, after)) = pair {
            let found = difference(before, after, &category.code);
            match found {
                Some((difference, low, high)) => {
                    cells.extend([difference, low, high].map(Cell::Decimal));
                    sentences.extend(told(&category.label, (difference, low, high)));
                }
                None => cells.extend([Cell::NOT_DISCLOSED, Cell::NOT_DISCLOSED, Cell::NOT_DISCLOSED]),
            }
        }
        made.rows.push(cells);
    }
    let bases = counted.iter().map(|wave| {
        let count = i64::try_from(wave.table.base.effective.count).unwrap_or(i64::MAX);
        format!("{} : {}", wave.label, french::count(count, "personne a répondu", "personnes ont répondu"))
    });
    made.base = Some(bases.collect::<Vec<String>>().join(" ; "));
    if pair.is_some() && sentences.is_empty() {
        sentences.push("Entre les deux dernières vagues, aucun écart ne dépasse ce que le hasard explique.".to_owned());
    }
    Ok((made, sentences))
}

/// The answers of every wave: those of the last one, in its order, then those it no longer has.
fn codes<'a>(counted: &[Counted<'a>]) -> Vec<&'a Category> {
    let mut all: Vec<&Category> = Vec::new();
    for wave in counted.iter().rev() {
        for category in wave.categories {
            if all.iter().all(|known| known.code != category.code) {
                all.push(category);
            }
        }
    }
    all
}

/// The difference of an answer, in points, with its interval; none on a base too small for shares.
fn difference(before: &Counted<'_>, after: &Counted<'_>, code: &str) -> Option<(f64, f64, f64)> {
    before.strength().decimals().and(after.strength().decimals())?;
    let pair = |(count, base): (u64, u64)| (count as f64, base as f64);
    let (one, other) = (pair(after.of(code)?), pair(before.of(code)?));
    let interval = newcombe(one, other, 0.95)?;
    Some((100.0 * (one.0 / one.1 - other.0 / other.1), 100.0 * interval.low, 100.0 * interval.high))
}

fn told(label: &str, (difference, low, high): (f64, f64, f64)) -> Option<String> {
    if low <= 0.0 && high >= 0.0 {
        return None;
    }
    let number = |value: f64| french::decimal(value, 0);
    let way = if difference > 0.0 { "de plus" } else { "de moins" };
    let (least, most) = if difference > 0.0 { (low, high) } else { (-high, -low) };
    Some(format!(
        "« {label} » : {} points {way} qu’à la vague précédente (entre {} et {}).",
        number(difference.abs()),
        number(least),
        number(most)
    ))
}

#[cfg(test)]
mod tests {
    use tabulation::{Answer, Variable};

    use super::*;

    fn wave(counts: [usize; 2], codes: [(&str, &str); 2]) -> DataSet {
        let mut data = DataSet::new(vec![Variable::single("avis", "Avis", &codes)]).expect("variables");
        for (category, times) in counts.into_iter().enumerate() {
            for _ in 0..times {
                data.append(&[Answer::One(category)]).expect("fits");
            }
        }
        data
    }

    #[test]
    fn a_difference_is_told_with_its_interval() {
        let same = [("o", "Oui"), ("n", "Non")];
        let (before, after) = (wave([48, 32], same), wave([56, 14], same));
        let waves = |is_comparable| {
            let one = |label: &str, data| Wave { label: label.into(), data, question: 0 };
            wave_table(&[one("2024", &before), one("2026", &after)], is_comparable, BasePolicy::DROPS_BOTH)
                .expect("a table")
        };
        let (table, sentences) = waves(true);
        assert_eq!(table.check(), Ok(()));
        let decimals: Vec<f64> = table.rows[0]
            .iter()
            .filter_map(|cell| if let Cell::Decimal(value) = cell { Some(*value) } else { None })
            .collect();
        for (found, expected) in decimals.iter().zip([20.0, 5.24, 33.39]) {
            assert!((found - expected).abs() < 0.005, "{decimals:?}");
        }
        assert_eq!(sentences[0], "« Oui » : 20 points de plus qu’à la vague précédente (entre 5 et 33).");
        let (table, sentences) = waves(false);
        assert!(table.columns.iter().all(|column| column.key != "ecart") && sentences.is_empty());
    }

    #[test]
    fn an_answer_that_a_wave_does_not_have_was_not_asked() {
        let (before, after) =
            (wave([40, 40], [("o", "Oui"), ("x", "Peut-être")]), wave([40, 40], [("o", "Oui"), ("n", "Non")]));
        let one = |data| Wave { label: "x".into(), data, question: 0 };
        let (table, _) = wave_table(&[one(&before), one(&after)], false, BasePolicy::DROPS_BOTH).expect("a table");
        let codes: Vec<String> = table.rows.iter().map(|row| row[0].display(CellKind::Text)).collect();
        assert_eq!(codes, ["o", "n", "x"]);
        assert_eq!((&table.rows[1][2], &table.rows[2][4]), (&Cell::NOT_ASKED, &Cell::NOT_ASKED));
    }
}
