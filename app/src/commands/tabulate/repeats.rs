//! What was asked several times, in a file of answers: columns `enfants[1]/age`, `enfants[2]/age`… become lines.

use std::collections::BTreeMap;

use documents::sheet::Sheet;
use documents::table::Table;
use survey::{Repeat, Survey};
use surveys::facade::tables::Reader;
use tabulation::answers::{Remark, read_answers};
use tabulation::{Answer, DataSet, Request};

use super::{Problem, flat_told, ranked_in};

/// A repeat of the form, read.
pub struct Read<'a> {
    repeat: &'a Repeat,
    /// Its lines: whose, which time, then the answers.
    pub data: DataSet,
    people: usize,
}

/// `groupe/enfants[2]/foyer/age`: the rank, and what stands after it. None where it is not this repeat.
fn place<'h>(header: &'h str, repeat: &str) -> Option<(usize, &'h str)> {
    let start = format!("{repeat}[");
    let at = header.find(&start).filter(|at| *at == 0 || header[..*at].ends_with('/'))?;
    let (rank, rest) = header[at + start.len()..].split_once("]/")?;
    Some((rank.parse().ok().filter(|rank| *rank > 0)?, rest))
}

/// The repeats of a form in a file of answers; those that nobody answered are left out. Repeats inside repeats are
/// not read from one line.
pub fn read<'a>(survey: &'a Survey, sheet: &Sheet) -> Result<Vec<Read<'a>>, Vec<Remark>> {
    let read = survey.repeats().iter().filter(|repeat| repeat.path.len() == 1).map(|repeat| one(repeat, sheet));
    let read: Vec<Read<'a>> = read.collect::<Result<_, _>>()?;
    Ok(read.into_iter().filter(|read| !read.data.is_empty()).collect())
}

fn one<'a>(repeat: &'a Repeat, sheet: &Sheet) -> Result<Read<'a>, Vec<Remark>> {
    let because =
        |error: tabulation::ModelError| vec![Remark { line: None, sentence: error.to_string(), is_refusal: true }];
    let mut data = DataSet::new(repeat.variables()).map_err(because)?;
    // Columns of each time, by the name of their question.
    let mut times: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    for (column, header) in sheet.headers.iter().enumerate() {
        if let Some((rank, rest)) = place(header.trim(), &repeat.name) {
            times.entry(rank).or_default().insert(rest, column);
        }
    }
    if times.is_empty() {
        return Ok(Read { repeat, data, people: 0 });
    }
    let mut names: Vec<&str> = times.values().flat_map(BTreeMap::keys).copied().collect();
    names.sort_unstable();
    names.dedup();
    let headers: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let (mut lines, mut ranks, mut whose) = (Vec::new(), Vec::new(), Vec::new());
    for (person, (line, cells)) in sheet.rows.iter().enumerate() {
        for (rank, columns) in &times {
            let cell =
                |name: &&str| columns.get(name).and_then(|column| cells.get(*column)).cloned().unwrap_or_default();
            let cells: Vec<String> = names.iter().map(cell).collect();
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                lines.push((*line, cells));
                ranks.push(*rank);
                whose.push(person);
            }
        }
    }
    let read = read_answers(&repeat.questions(), &headers, &lines)?;
    for row in 0..read.data.len() {
        let mut line = vec![Answer::Number((whose[row] + 1) as f64), Answer::Number(ranks[row] as f64)];
        line.extend((0..read.data.variables().len()).map(|variable| read.data.answer(row, variable)));
        data.append(&line).map_err(because)?;
    }
    whose.dedup();
    Ok(Read { repeat, data, people: whose.len() })
}

impl Read<'_> {
    /// Its name in the form.
    pub fn name(&self) -> &str {
        &self.repeat.name
    }

    /// How much was read.
    pub fn told(&self) -> String {
        format!("« {} » : répondu {} fois, par {} personnes.", self.repeat.label, self.data.len(), self.people)
    }

    /// A table for each of its questions; their bases are of times, not of people. Nothing for everybody: a line is not a
    /// person, and what hides persons does not hide lines.
    pub fn tables(&self, how: (&Request<'_>, Reader)) -> Result<Vec<Table>, Problem> {
        if how.1 == Reader::Everybody {
            return Ok(Vec::new());
        }
        let (before, mut all) = (self.repeat.before(), Vec::new());
        for (position, counted) in self.repeat.counted.iter().enumerate() {
            let told = match &counted.question.rank_of {
                Some(rank_of) if rank_of.place > 0 => continue,
                Some(rank_of) => {
                    let ranking = self.repeat.rankings.iter().find(|one| one.name == rank_of.ranking);
                    let Some(ranking) = ranking else { continue };
                    ranked_in((&self.repeat.counted, before), &self.data, ranking, how)?
                }
                None => flat_told(&self.data, position + before, how)?,
            };
            if !told.written.columns.is_empty() {
                let mut table = told.written;
                table.name = format!("{}_{}", self.repeat.name, told.name);
                table.base = Some(self.told());
                all.push(table);
            }
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn the_columns_of_a_repeat_are_recognised() {
        assert_eq!(place("enfants[2]/age", "enfants"), Some((2, "age")));
        assert_eq!(place("foyer/enfants[1]/ecole/nom", "enfants"), Some((1, "ecole/nom")));
        for other in ["enfants", "petits_enfants[1]/age", "enfants[0]/age", "enfants[x]/age", "age"] {
            assert_eq!(place(other, "enfants"), None, "{other}");
        }
    }
}
