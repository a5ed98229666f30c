//! A form and its answers, as they are counted: where questionnaires and tables meet.
//!
//! [`questionnaire`] knows nothing of tables and [`tabulation`] nothing of forms; what each question becomes in a table
//! is said here, once. This crate is pure.
//!
//! | to do | use |
//! |---|---|
//! | know what a form has to count | [`Survey::new`], [`Survey::counted`] |
//! | read a file of answers | [`Survey::questions`], then [`tabulation::answers::read_answers`] |
//! | count answers kept one by one | [`Survey::variables`], [`Survey::row`], [`tabulation::Collection`] |

mod counted;
mod row;

pub use counted::Counted;
pub use row::{Row, Unknown};

use questionnaire::plan::Plan;
use tabulation::Variable;
use tabulation::answers::Question;

/// A form made ready, and its questions to count.
#[derive(Clone, Debug)]
pub struct Survey {
    plan: Plan,
    counted: Vec<Counted>,
}

impl Survey {
    /// The questions of a form that tables are made of, with their words in a language (name or code).
    ///
    /// Groups are walked through; notes, places, files and rankings are left out; so are repeats, which have several
    /// answers for one person.
    ///
    /// # Errors
    /// A question whose list of answers is empty, told in French.
    pub fn new(plan: Plan, language: &str) -> Result<Self, String> {
        let counted = counted::counted(&plan, language)?;
        Ok(Self { plan, counted })
    }

    /// The form.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The questions to count, in order: their positions are those of the variables of the data set.
    pub fn counted(&self) -> &[Counted] {
        &self.counted
    }

    /// The same, for a file of answers.
    pub fn questions(&self) -> Vec<Question> {
        self.counted.iter().map(|counted| counted.question.clone()).collect()
    }

    /// The same, for a data set.
    pub fn variables(&self) -> Vec<Variable> {
        self.counted.iter().map(|counted| counted.question.variable.clone()).collect()
    }

    /// Position of the question that plays a role: `quartier`, `age`, `sexe`, `mode`…
    pub fn of_role(&self, role: &str) -> Option<usize> {
        self.counted.iter().position(|counted| counted.role.as_deref() == Some(role))
    }
}
