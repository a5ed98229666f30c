//! What a percentage is counted out of.
//!
//! A percentage is always of the effective base: respondents to whom the question was displayed and who answered it.
//! « Je ne sais pas » and « je préfère ne pas répondre » belong to it or not as declared. Never the size of the sample.

use crate::model::{Column, DataSet, Rows, State};

/// Which of the two special answers count as answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct BasePolicy {
    /// « Je ne sais pas » is kept in the base, with a line of its own.
    pub keeps_dont_know: bool,
    /// « Je préfère ne pas répondre » is kept in the base, with a line of its own.
    pub keeps_rather_not_say: bool,
}

impl BasePolicy {
    /// Both are kept.
    pub const KEEPS_ALL: Self = Self { keeps_dont_know: true, keeps_rather_not_say: true };
    /// Both are dropped.
    pub const DROPS_BOTH: Self = Self { keeps_dont_know: false, keeps_rather_not_say: false };

    /// Whether an answer in this state is counted in the base.
    pub const fn keeps(self, state: State) -> bool {
        match state {
            State::Answered => true,
            State::DontKnow => self.keeps_dont_know,
            State::RatherNotSay => self.keeps_rather_not_say,
            State::NotAsked | State::NoAnswer => false,
        }
    }
}

impl BasePolicy {
    /// The lines of a variable with so many categories: these, then the special answers kept.
    pub(crate) fn slots(self, categories: usize) -> Vec<Slot> {
        let special = [(State::DontKnow, Slot::DontKnow), (State::RatherNotSay, Slot::RatherNotSay)];
        let kept = special.into_iter().filter(|(state, _)| self.keeps(*state)).map(|(_, slot)| slot);
        (0..categories).map(Slot::Category).chain(kept).collect()
    }
}

/// A line or a column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// A category of the variable, by position.
    Category(usize),
    /// « Je ne sais pas », kept in the base.
    DontKnow,
    /// « Je préfère ne pas répondre », kept in the base.
    RatherNotSay,
}

/// A number of respondents and the sum of their weights (equal when there are no weights).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Respondents, n.
    pub count: u64,
    /// Σw.
    pub weight: f64,
    /// Σw².
    pub weight_squares: f64,
}

impl Tally {
    /// So many respondents without weights.
    pub fn unweighted(count: u64) -> Self {
        Self { count, weight: count as f64, weight_squares: count as f64 }
    }

    pub(crate) fn add(&mut self, weight: f64) {
        self.count += 1;
        self.weight += weight;
        self.weight_squares += weight * weight;
    }

    /// Kish's effective size (Σw)²/Σw²: what the sample is worth after weighting.
    pub fn effective_size(&self) -> f64 {
        if self.weight_squares > 0.0 { self.weight * self.weight / self.weight_squares } else { 0.0 }
    }

    /// This share of `base`, between 0 and 1; none when the base weighs nothing.
    pub fn share_of(&self, base: &Self) -> Option<f64> {
        (base.weight > 0.0).then(|| self.weight / base.weight)
    }
}

/// The base of a variable among chosen respondents, and who is out of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Base {
    /// Respondents chosen (all, or those of a filter).
    pub respondents: u64,
    /// To whom the question was not displayed.
    pub not_asked: u64,
    /// Who left it empty.
    pub no_answer: u64,
    /// Who do not know.
    pub dont_know: u64,
    /// Who would rather not say.
    pub rather_not_say: u64,
    /// Who gave an answer proper.
    pub answered: u64,
    /// The effective base: n and Σw.
    pub effective: Tally,
    /// What was declared.
    pub policy: BasePolicy,
}

/// The base of a variable, as declared, among chosen respondents.
///
/// # Panics
/// When the variable is not there, or weights are fewer than respondents, as an index does.
pub fn base(data: &DataSet, variable: usize, rows: &Rows, weights: Option<&[f64]>, policy: BasePolicy) -> Base {
    let column = &data.columns[variable];
    let mut states = [Tally::default(); 5];
    for row in rows.iter() {
        states[column.state(row) as usize].add(weights.map_or(1.0, |weights| weights[row]));
    }
    base_of(&states, policy)
}

/// The base from the tally of each state.
pub(crate) fn base_of(states: &[Tally; 5], policy: BasePolicy) -> Base {
    let kept = [State::DontKnow, State::RatherNotSay, State::Answered].into_iter().filter(|state| policy.keeps(*state));
    let effective = kept.map(|state| states[state as usize]).fold(Tally::default(), |sum, one| Tally {
        count: sum.count + one.count,
        weight: sum.weight + one.weight,
        weight_squares: sum.weight_squares + one.weight_squares,
    });
    Base {
        respondents: states.iter().map(|tally| tally.count).sum(),
        not_asked: states[State::NotAsked as usize].count,
        no_answer: states[State::NoAnswer as usize].count,
        dont_know: states[State::DontKnow as usize].count,
        rather_not_say: states[State::RatherNotSay as usize].count,
        answered: states[State::Answered as usize].count,
        effective,
        policy,
    }
}

/// Who is in the effective base of a variable: a filter for other computations.
///
/// # Panics
/// When the variable is not there, as an index does.
pub fn effective_rows(data: &DataSet, variable: usize, policy: BasePolicy) -> Rows {
    let column = &data.columns[variable];
    Rows::from_fn(data.len(), |row| policy.keeps(column.state(row)))
}

/// Respondents who chose more categories than allowed, in order. They are kept in the tables and named to whoever reads.
///
/// # Panics
/// When the variable is not there, as an index does.
pub fn over_cap(data: &DataSet, variable: usize) -> Vec<usize> {
    match (data.variables()[variable].max_selected, &data.columns[variable]) {
        (Some(most), Column::Multiple(planes)) => {
            (0..data.len()).filter(|row| planes.chosen(*row).len() > most).collect()
        }
        _ => Vec::new(),
    }
}
