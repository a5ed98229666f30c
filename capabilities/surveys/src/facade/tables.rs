//! Figures counted from answers, as tables of the house: on screen, in files and for the command line.

use documents::table::{Cell, Column, Kind, Table};
use tabulation::secrecy::{SecrecyRule, Suppression, protect, protect_choices};
use tabulation::{Base, Crossing, DataSet, FlatTable, NumberSummary, Slot, Strength, Variable};

/// Whether figures go to agents, who see every count, or to everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Agents.
    Agents,
    /// Everybody.
    Everybody,
}

/// What a line or a column is called.
pub fn name(variable: &Variable, slot: Slot) -> (String, String) {
    let found = match slot {
        Slot::Category(category) => variable.categories.get(category),
        Slot::DontKnow => variable.dont_know.as_ref(),
        Slot::RatherNotSay => variable.rather_not_say.as_ref(),
    };
    found.map_or_else(Default::default, |category| (category.code.clone(), category.label.clone()))
}

pub(super) fn integer(count: u64) -> Cell {
    Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn percent(share: Option<f64>) -> Cell {
    Cell::or(share.map(|share| Cell::Percent(100.0 * share)), documents::table::Absence::NotDisclosed)
}

/// A count in percent of its base, rounded half up without floating point; none when the base is too small to say.
pub(super) fn share(count: u64, base: u64, strength: Strength) -> Cell {
    let told = strength.decimals().and_then(|decimals| {
        let value = tabulation::percent(count, base, decimals)? as f64;
        Some(Cell::Percent(value / 10f64.powi(i32::try_from(decimals).ok()?)))
    });
    Cell::or(told, documents::table::Absence::NotDisclosed)
}

/// « 212 personnes ont répondu ; 3 sans réponse… »
pub fn base_sentence(table: &FlatTable) -> String {
    base_of(&table.base)
}

/// The same, of any table.
pub fn base_of(base: &Base) -> String {
    let mut parts =
        vec![kernel::french::count(signed(base.effective.count), "personne a répondu", "personnes ont répondu")];
    for (count, words) in [
        (base.no_answer, "sans réponse"),
        (base.dont_know, "ne savent pas"),
        (base.rather_not_say, "préfèrent ne pas répondre"),
        (base.not_asked, "à qui la question n’a pas été posée"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {words}"));
        }
    }
    if let Some(mark) = Strength::of(base.effective.count).mark() {
        parts.push(mark.to_owned());
    }
    parts.join(" ; ")
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The table of one question. Percentages of citations only where several answers are possible.
pub fn flat_table(variable: &Variable, table: &FlatTable, reader: Reader) -> Table {
    let is_multiple = variable.kind == tabulation::Kind::Multiple;
    let strength = Strength::of(table.base.effective.count);
    let decimals = strength.decimals();
    let kind = Kind::Percent(decimals.unwrap_or(0) as u8);
    let mut columns = vec![
        Column::new("code", "Code", Kind::Text),
        Column::new("modalite", "Réponse", Kind::Text).row_header(),
        Column::new("effectif", "Effectif", Kind::Integer),
        Column::new("pct_repondants", "Part des personnes", kind),
    ];
    if is_multiple {
        columns.push(Column::new("pct_citations", "Part des citations", kind));
    }
    columns.push(Column::new("ic_bas", "Intervalle, bas", kind));
    columns.push(Column::new("ic_haut", "Intervalle, haut", kind));
    columns.push(Column::new("remarque", "Remarque", Kind::Text));
    let hidden = hidden_lines(table, reader);
    let mut made = Table::new(&variable.name, &variable.label, columns);
    for (position, row) in table.rows.iter().enumerate() {
        let (code, words) = name(variable, row.slot);
        let is_hidden = hidden.get(position).copied().unwrap_or(false);
        let shown = |share: Option<f64>| percent(share.filter(|_| decimals.is_some() && !is_hidden));
        let interval = tabulation::intervals::wilson(row.tally.weight, table.base.effective.weight, 0.95);
        let is_small = SecrecyRule::SURVEY.is_small(row.tally.count);
        let mut cells = vec![
            Cell::text(code),
            Cell::text(words),
            if is_hidden { Cell::NOT_DISCLOSED } else { integer(row.tally.count) },
            if is_hidden { Cell::NOT_DISCLOSED } else { share(row.tally.count, table.base.effective.count, strength) },
        ];
        if is_multiple {
            // Shares of citations add to 100: one hidden would be given back by the others.
            let is_given_back = !matches!(row.slot, Slot::Category(_)) || hidden.contains(&true);
            let told = share(row.tally.count, table.citations.count, strength);
            cells.push(if is_given_back { Cell::NOT_DISCLOSED } else { told });
        }
        cells.push(shown(interval.map(|interval| interval.low)));
        cells.push(shown(interval.map(|interval| interval.high)));
        cells.push(Cell::text(if is_small && reader == Reader::Agents {
            "moins de 5 personnes : ne pas publier"
        } else {
            ""
        }));
        made.rows.push(cells);
    }
    made.base = Some(base_sentence(table));
    made
}

/// Which lines are kept from the public: everything under a base of 11, else small ones and what would give them back.
pub fn hidden_lines(table: &FlatTable, reader: Reader) -> Vec<bool> {
    let lines = table.rows.len();
    if reader == Reader::Agents {
        return vec![false; lines];
    }
    if Strength::of(table.base.effective.count) == Strength::Withheld {
        return vec![true; lines];
    }
    if table.kind == tabulation::Kind::Multiple {
        // Each answer is told or not by itself: neither its count nor the count of the others may be small.
        let base = table.base.effective.count;
        let is_small = |count: u64| SecrecyRule::SURVEY.is_small(count);
        return table
            .rows
            .iter()
            .map(|row| is_small(row.tally.count) || is_small(base - row.tally.count.min(base)))
            .collect();
    }
    let counts: Vec<u64> = table.rows.iter().map(|row| row.tally.count).collect();
    hidden_counts(&counts)
}

/// One line of cells and their total: the total is told, so one hidden cell needs another.
pub(super) fn hidden_counts(counts: &[u64]) -> Vec<bool> {
    let lines = counts.len();
    let mut hidden: Vec<bool> = counts.iter().map(|count| SecrecyRule::SURVEY.is_small(*count)).collect();
    let sum =
        |hidden: &[bool]| counts.iter().zip(hidden).filter(|(_, hidden)| **hidden).map(|(count, _)| count).sum::<u64>();
    while hidden.iter().any(|hidden| *hidden)
        && (hidden.iter().filter(|hidden| **hidden).count() < 2 || SecrecyRule::SURVEY.is_small(sum(&hidden)))
    {
        let next = (0..lines).filter(|line| !hidden[*line] && counts[*line] > 0).min_by_key(|line| counts[*line]);
        match next.or_else(|| (0..lines).find(|line| !hidden[*line])) {
            Some(line) => hidden[line] = true,
            None => break,
        }
    }
    hidden
}

/// Two questions: counts then percentages of each column.
///
/// `flats` are the tables of both questions, in lines and in columns: what they hide is hidden here too.
///
/// # Errors
/// Why the public cannot have it.
pub fn crossing_table(
    data: &DataSet,
    crossing: &Crossing,
    flats: [&FlatTable; 2],
    reader: Reader,
) -> Result<Table, String> {
    let rows = &data.variables()[crossing.row_variable];
    let by = &data.variables()[crossing.column_variable];
    let hidden = Hidden::of(rows, crossing, flats, reader)?;
    let mut columns =
        vec![Column::new("code", "Code", Kind::Text), Column::new("modalite", "Réponse", Kind::Text).row_header()];
    for (position, slot) in crossing.columns.iter().enumerate() {
        let (code, words) = name(by, *slot);
        let decimals = Strength::of(crossing.column_base(position).count).decimals().unwrap_or(0) as u8;
        columns.push(Column::new(format!("n_{code}"), format!("{words}, effectif"), Kind::Integer));
        columns.push(Column::new(format!("pct_{code}"), format!("{words}, part"), Kind::Percent(decimals)));
    }
    columns.push(Column::new("n_ensemble", "Ensemble, effectif", Kind::Integer));
    let title = format!("{} selon : {}", rows.label, by.label);
    let mut made = Table::new(format!("{}_par_{}", rows.name, by.name), title, columns);
    let bases = crossing.columns.len();
    for line in 0..=crossing.rows.len() {
        let (code, words) =
            crossing.rows.get(line).map_or_else(|| ("base".to_owned(), "Base".to_owned()), |slot| name(rows, *slot));
        let mut cells = vec![Cell::text(code), Cell::text(words)];
        for column in 0..bases {
            let is_hidden = hidden.cell(line, column);
            let strength = Strength::of(crossing.column_base(column).count);
            let is_withheld = reader == Reader::Everybody && strength == Strength::Withheld;
            cells.push(if is_hidden || is_withheld {
                Cell::NOT_DISCLOSED
            } else {
                integer(crossing.cell(line, column).count)
            });
            let told = share(crossing.cell(line, column).count, crossing.column_base(column).count, strength);
            cells.push(if is_hidden { Cell::NOT_DISCLOSED } else { told });
        }
        let is_hidden = hidden.cell(line, bases);
        cells.push(if is_hidden { Cell::NOT_DISCLOSED } else { integer(crossing.cell(line, bases).count) });
        made.rows.push(cells);
    }
    made.base = Some(format!("{} personnes ont répondu aux deux questions", crossing.base().count));
    Ok(made)
}

/// The same for agents, with the shares of each column once weighted; counts are those of people.
pub fn weighted_crossing_table(
    data: &DataSet,
    (crossing, weighted): (&Crossing, &Crossing),
    flats: [&FlatTable; 2],
) -> Result<Table, String> {
    let mut made = crossing_table(data, crossing, flats, Reader::Agents)?;
    made.caption.push_str(" ; parts redressées");
    for (line, row) in made.rows.iter_mut().enumerate() {
        for column in 0..crossing.columns.len() {
            let is_told = Strength::of(crossing.column_base(column).count).decimals().is_some();
            let share = weighted.share_of_column(line, column).filter(|_| is_told);
            row[3 + 2 * column] = percent(share);
        }
    }
    Ok(made)
}

/// What of a crossing is kept from its reader.
struct Hidden {
    pattern: Pattern,
    /// Lines and columns hidden in the tables of each question. There they are two at least, so that hiding them whole
    /// here leaves nothing to compute.
    lines: [Vec<bool>; 2],
}

enum Pattern {
    Nothing,
    Table(Box<Suppression>),
    Choices(Vec<Suppression>),
}

impl Hidden {
    fn of(rows: &Variable, crossing: &Crossing, flats: [&FlatTable; 2], reader: Reader) -> Result<Self, String> {
        let rule = SecrecyRule::SURVEY;
        let lines = flats.map(|flat| hidden_lines(flat, reader));
        if reader == Reader::Agents {
            return Ok(Self { pattern: Pattern::Nothing, lines });
        }
        for flat in flats {
            let difference = flat.base.effective.count - crossing.base().count.min(flat.base.effective.count);
            if rule.is_small(difference) {
                return Err(format!(
                    "les deux questions n’ont pas la même base, à {difference} personnes près : la soustraction les désignerait."
                ));
            }
        }
        let pattern = if rows.kind == tabulation::Kind::Multiple {
            Pattern::Choices(protect_choices(crossing, &rule).map_err(|error| error.to_string())?)
        } else {
            Pattern::Table(Box::new(protect(&crossing.counts(), &rule).map_err(|error| error.to_string())?))
        };
        Ok(Self { pattern, lines })
    }

    fn cell(&self, line: usize, column: usize) -> bool {
        let is_of_hidden = |side: usize, position: usize| self.lines[side].get(position).copied().unwrap_or(false);
        let is_in_pattern = match &self.pattern {
            Pattern::Nothing => false,
            Pattern::Table(told) => told.cell(line, column).is_some(),
            // The bases of the columns are those of every choice: hidden where any of them asks for it.
            Pattern::Choices(told) => match told.get(line) {
                Some(told) => told.cell(0, column).is_some(),
                None => told.iter().any(|told| told.cell(2, column).is_some()),
            },
        };
        is_in_pattern || is_of_hidden(0, line) || is_of_hidden(1, column)
    }
}

/// A number: mean, median, quartiles.
pub fn number_table(variable: &Variable, summary: Option<&NumberSummary>, base: &FlatTable, reader: Reader) -> Table {
    let columns = vec![
        Column::new("mesure", "Mesure", Kind::Text).row_header(),
        Column::new("valeur", "Valeur", Kind::Decimal(2)),
    ];
    let mut made = Table::new(&variable.name, &variable.label, columns);
    let is_told = reader == Reader::Agents || Strength::of(base.base.effective.count) != Strength::Withheld;
    if let Some(summary) = summary {
        let mut lines =
            vec![("Réponses", summary.base.count as f64), ("Moyenne", summary.mean), ("Écart type", summary.deviation)];
        lines.extend(
            ["Premier quartile", "Médiane", "Troisième quartile"].into_iter().zip(summary.quantiles.iter().copied()),
        );
        // The smallest and the largest value are those of one person.
        if reader == Reader::Agents {
            lines.extend([("Minimum", summary.smallest), ("Maximum", summary.largest)]);
        }
        for (words, value) in lines {
            made.rows.push(vec![Cell::text(words), if is_told { Cell::Decimal(value) } else { Cell::NOT_DISCLOSED }]);
        }
    }
    made.base = Some(base_sentence(base));
    made
}
