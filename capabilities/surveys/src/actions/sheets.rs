//! Answers as they are laid out to be counted: a line for each person, and lines of their own for what was asked several times.

use jiff::civil::{Date, DateTime};
use kernel::Breakdown;
use questionnaire::answering::{Answers, Circumstances};
use survey::{PERSON, Ranking, Repeat, Survey};
use tabulation::{Answer, DataSet, Kind, Variable};

use super::Counted;

/// What one table tells: a question, or a ranking, by its rank among those of its sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A question, by the position of its variable.
    Question(usize),
    /// A ranking.
    Ranking(usize),
}

/// Lines of answers, and the questions they answer.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The lines.
    pub data: &'a DataSet,
    questions: &'a [survey::Counted],
    rankings: &'a [Ranking],
    /// Variables before those of the questions.
    before: usize,
}

impl<'a> Sheet<'a> {
    /// What tables are made of, in order; what is secret is not there.
    pub fn subjects(&self) -> Vec<Subject> {
        let told = self.questions.iter().enumerate().filter(|(_, one)| !one.is_secret);
        told.filter_map(|(position, one)| match &one.question.rank_of {
            None => Some(Subject::Question(position + self.before)),
            Some(rank_of) if rank_of.place == 0 => {
                self.rankings.iter().position(|ranking| ranking.name == rank_of.ranking).map(Subject::Ranking)
            }
            Some(_) => None,
        })
        .collect()
    }

    /// What has this name.
    pub fn subject(&self, name: &str) -> Option<Subject> {
        self.subjects().into_iter().find(|subject| self.name(*subject) == name)
    }

    /// Its name, in addresses and files.
    pub fn name(&self, subject: Subject) -> &'a str {
        match subject {
            Subject::Question(position) => &self.data.variables()[position].name,
            Subject::Ranking(rank) => &self.rankings[rank].name,
        }
    }

    /// Its words.
    pub fn label(&self, subject: Subject) -> &'a str {
        match subject {
            Subject::Question(position) => &self.data.variables()[position].label,
            Subject::Ranking(rank) => &self.rankings[rank].label,
        }
    }

    /// The variable of each answer of a ranking, with its words.
    pub fn items(&self, ranking: usize) -> Vec<(usize, &'a tabulation::Category)> {
        let items = self.rankings[ranking].items.iter();
        let of_item = |at: &usize| Some((*at + self.before, self.questions[*at].question.rank_of.as_ref()?.item()));
        items.filter_map(of_item).collect()
    }

    /// Whether it is answered in one’s own words.
    pub fn is_open(&self, subject: Subject) -> bool {
        matches!(subject, Subject::Question(position) if self.data.variables()[position].kind == Kind::Open)
    }
}

/// What was asked several times: a line for each time.
pub struct Repeated {
    /// The repeat, as the form has it.
    pub repeat: Repeat,
    /// The lines: whose, which time, then the answers.
    pub data: DataSet,
    /// The row of each line’s person.
    pub people: Vec<usize>,
}

impl Repeated {
    /// No line yet.
    pub(super) fn new(repeat: &Repeat) -> Result<Self, Breakdown> {
        let data = DataSet::new(repeat.variables()).map_err(|error| Breakdown(Box::new(error)))?;
        Ok(Self { repeat: repeat.clone(), data, people: Vec::new() })
    }

    /// As tables are made of it.
    pub fn sheet(&self) -> Sheet<'_> {
        let (questions, rankings) = (&self.repeat.counted[..], &self.repeat.rankings[..]);
        Sheet { data: &self.data, questions, rankings, before: self.repeat.before() }
    }

    /// How many people answered at least once.
    pub fn count_people(&self) -> usize {
        let mut people = self.people.clone();
        people.sort_unstable();
        people.dedup();
        people.len()
    }
}

/// The moment conditions are worked out at: the day of the answer, nothing more being known.
pub(super) fn circumstances_of(day: &str) -> Option<Circumstances> {
    let day: Date = day.parse().ok()?;
    Some(Circumstances { now: DateTime::from_parts(day, jiff::civil::Time::midnight()), chance: 0 })
}

/// Adds what one person answered to each repeat.
pub(super) fn add_repeats(
    form: &Survey,
    all: &mut [Repeated],
    (given, circumstances): (&Answers, Circumstances),
    person: usize,
) -> Result<(), Breakdown> {
    if all.is_empty() {
        return Ok(());
    }
    for (rows, repeated) in form.repeat_rows(given, circumstances).into_iter().zip(all) {
        for row in rows {
            let mut line = vec![Answer::Number((person + 1) as f64)];
            line.extend(row.ranks.iter().map(|rank| Answer::Number(*rank as f64)));
            line.extend(row.row.answers);
            repeated.data.append(&line).map_err(|error| Breakdown(Box::new(error)))?;
            repeated.people.push(person);
        }
    }
    Ok(())
}

impl Counted {
    /// A line for each person.
    pub fn sheet(&self) -> Sheet<'_> {
        Sheet { data: &self.data, questions: self.form.counted(), rankings: self.form.rankings(), before: 0 }
    }

    /// The lines of each person with her number before, where what was asked several times names it.
    pub fn numbered(&self) -> Result<DataSet, Breakdown> {
        let because = |error| Breakdown(Box::new(error));
        if self.repeats.is_empty() {
            return Ok(DataSet::clone(&self.data));
        }
        let mut variables = vec![Variable::number(PERSON, "Numéro de la personne")];
        variables.extend_from_slice(self.data.variables());
        let mut made = DataSet::new(variables).map_err(because)?;
        for row in 0..self.data.len() {
            let mut line = vec![Answer::Number((row + 1) as f64)];
            line.extend((0..self.data.variables().len()).map(|variable| self.data.answer(row, variable)));
            made.append(&line).map_err(because)?;
        }
        Ok(made)
    }
}
