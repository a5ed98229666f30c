//! A form and its answers, as they are counted: where questionnaires and tables meet.
//!
//! [`questionnaire`] knows nothing of tables and [`tabulation`] nothing of forms; what each question becomes in a table
//! is said here, once. This crate is pure.
//!
//! | to do | use |
//! |---|---|
//! | know what a form has to count | [`Survey::new`], [`Survey::counted`], [`Survey::rankings`] |
//! | read a file of answers | [`Survey::questions`], then [`tabulation::answers::read_answers`] |
//! | count answers kept one by one | [`Survey::variables`], [`Survey::row`], [`tabulation::Collection`] |
//! | count what was asked several times | [`Survey::repeats`], [`Survey::repeat_rows`] |

mod counted;
mod repeats;
mod row;

pub use counted::{Counted, Ranking};
pub use repeats::{PERSON, Repeat, RepeatRow};
pub use row::{Row, Unknown};

use questionnaire::plan::Plan;
use tabulation::Variable;
use tabulation::answers::Question;

use counted::Found;

/// A form made ready, and its questions to count.
#[derive(Clone, Debug)]
pub struct Survey {
    plan: Plan,
    found: Found,
    repeats: Vec<Repeat>,
}

impl Survey {
    /// The questions of a form that tables are made of, with their words in a language (name or code).
    ///
    /// Groups are walked through, and their titles go before the words of their questions; a ranking is a number for each
    /// of its answers; notes, places and files are left out; repeats, which have several answers for one person, have
    /// lines of their own.
    ///
    /// # Errors
    /// A question whose list of answers is empty, told in French.
    pub fn new(plan: Plan, language: &str) -> Result<Self, String> {
        let found = counted::counted(&plan, None, language)?;
        let repeats = repeats::repeats(&plan, language)?;
        Ok(Self { plan, found, repeats })
    }

    /// The form.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The questions to count, in order: their positions are those of the variables of the data set.
    pub fn counted(&self) -> &[Counted] {
        &self.found.counted
    }

    /// The rankings, in order: each is several of the questions counted.
    pub fn rankings(&self) -> &[Ranking] {
        &self.found.rankings
    }

    /// What is asked several times, with its own questions to count.
    pub fn repeats(&self) -> &[Repeat] {
        &self.repeats
    }

    /// The same, for a file of answers.
    pub fn questions(&self) -> Vec<Question> {
        self.counted().iter().map(|counted| counted.question.clone()).collect()
    }

    /// The same, for a data set.
    pub fn variables(&self) -> Vec<Variable> {
        self.counted().iter().map(|counted| counted.question.variable.clone()).collect()
    }

    /// Position of the question that plays a role: `quartier`, `age`, `sexe`, `mode`…
    pub fn of_role(&self, role: &str) -> Option<usize> {
        self.counted().iter().position(|counted| counted.role.as_deref() == Some(role))
    }
}
