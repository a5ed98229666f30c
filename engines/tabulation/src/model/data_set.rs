//! The data set itself.

use super::{Answer, Column, Kind, ModelError, Rows, State, Variable};

/// Variables and the answers of every respondent, in columns.
#[derive(Clone, Debug, Default)]
pub struct DataSet {
    variables: Vec<Variable>,
    pub(crate) columns: Vec<Column>,
    len: usize,
}

impl DataSet {
    /// An empty data set.
    ///
    /// # Errors
    /// Two variables of one name, a choice without categories, a code used twice in one variable.
    pub fn new(variables: Vec<Variable>) -> Result<Self, ModelError> {
        let mut data = Self::default();
        for variable in variables {
            let column = Column::new(&variable);
            data.add_column(variable, column)?;
        }
        Ok(data)
    }

    pub(super) fn add_column(&mut self, variable: Variable, column: Column) -> Result<usize, ModelError> {
        variable.check()?;
        if self.index_of(&variable.name).is_some() {
            return Err(ModelError::NameTwice { name: variable.name });
        }
        self.variables.push(variable);
        self.columns.push(column);
        Ok(self.columns.len() - 1)
    }

    /// Adds one respondent, with one answer for each variable in order, and gives her row. Nothing is written unless
    /// every answer fits. More choices than [`Variable::max_selected`] are taken and flagged by the tables
    /// ([`crate::over_cap`]): a file is read as it is.
    ///
    /// # Errors
    /// Too few or too many answers, a category that is not there, an answer of another kind, a number that is not finite.
    pub fn append(&mut self, answers: &[Answer<'_>]) -> Result<usize, ModelError> {
        self.check(answers)?;
        let row = self.len;
        for (column, answer) in self.columns.iter_mut().zip(answers) {
            column.set(row, answer);
        }
        self.len += 1;
        Ok(row)
    }

    /// Replaces the answers of one respondent; nothing of the former ones is kept.
    ///
    /// # Errors
    /// As [`DataSet::append`], or a row that is not there.
    pub fn replace(&mut self, row: usize, answers: &[Answer<'_>]) -> Result<(), ModelError> {
        if row >= self.len {
            return Err(ModelError::NoRow { row });
        }
        self.check(answers)?;
        for (column, answer) in self.columns.iter_mut().zip(answers) {
            column.set(row, answer);
        }
        Ok(())
    }

    /// Takes one respondent out; nothing of her answers is kept. The last respondent takes her row.
    ///
    /// # Panics
    /// When the row is not there, as an index does.
    pub fn swap_remove(&mut self, row: usize) {
        assert!(row < self.len, "a row that is there");
        self.len -= 1;
        for column in &mut self.columns {
            column.swap_remove(row, self.len);
        }
    }

    pub(crate) fn check(&self, answers: &[Answer<'_>]) -> Result<(), ModelError> {
        if answers.len() != self.variables.len() {
            return Err(ModelError::WrongWidth { expected: self.variables.len(), found: answers.len() });
        }
        let wrong = |variable: &Variable, why| Err(ModelError::WrongAnswer { variable: variable.name.clone(), why });
        for (variable, answer) in self.variables.iter().zip(answers) {
            let categories = variable.categories.len();
            match (variable.kind, answer) {
                (_, Answer::NotAsked | Answer::NoAnswer | Answer::DontKnow | Answer::RatherNotSay)
                | (Kind::Open, Answer::Text(_)) => {}
                (Kind::Single | Kind::Multiple, Answer::One(category)) if *category < categories => {}
                (Kind::Multiple, Answer::Several(chosen)) if chosen.iter().all(|category| *category < categories) => {}
                (Kind::Number, Answer::Number(value)) if value.is_finite() => {}
                (Kind::Number, Answer::Number(_)) => return wrong(variable, "un nombre fini est attendu"),
                (Kind::Single, Answer::One(_)) | (Kind::Multiple, Answer::One(_) | Answer::Several(_)) => {
                    return wrong(variable, "cette modalité n’existe pas");
                }
                (Kind::Single, _) => return wrong(variable, "une seule modalité est attendue"),
                (Kind::Multiple, _) => return wrong(variable, "des modalités sont attendues"),
                (Kind::Number, _) => return wrong(variable, "un nombre est attendu"),
                (Kind::Open, _) => return wrong(variable, "un texte est attendu"),
            }
        }
        Ok(())
    }

    /// Number of respondents.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nobody answered yet.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The variables, in order.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// Position of a variable by its name.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.variables.iter().position(|variable| variable.name == name)
    }

    /// The answer of one respondent to one variable.
    ///
    /// # Panics
    /// When the row or the variable is not there, as an index does.
    pub fn answer(&self, row: usize, variable: usize) -> Answer<'_> {
        self.columns[variable].answer(row)
    }

    /// Where one respondent stands before one variable.
    ///
    /// # Panics
    /// When the row or the variable is not there, as an index does.
    pub fn state(&self, row: usize, variable: usize) -> State {
        self.columns[variable].state(row)
    }

    /// Everybody.
    pub fn everybody(&self) -> Rows {
        Rows::all(self.len)
    }

    /// Those who chose one category of a variable: a filter for the tables.
    ///
    /// # Panics
    /// When the variable is not there, as an index does.
    pub fn rows_where(&self, variable: usize, category: usize) -> Rows {
        match &self.columns[variable] {
            Column::Multiple(planes) => planes
                .options
                .get(category)
                .map_or_else(|| Rows::none(self.len), |plane| Rows::from_words(plane.clone(), self.len)),
            Column::Single(codes) => {
                let wanted = category + usize::from(super::FIRST_CATEGORY);
                Rows::from_fn(self.len, |row| usize::from(codes.get(row)) == wanted)
            }
            _ => Rows::none(self.len),
        }
    }

    /// Bytes the answers take.
    pub fn bytes(&self) -> usize {
        self.columns.iter().map(Column::bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> DataSet {
        DataSet::new(vec![
            Variable::single("mode", "Canal", &[("web", "En ligne"), ("tel", "Téléphone")]),
            Variable::multiple("p", "Priorités", &[("s", "Sécurité"), ("p", "Propreté"), ("t", "Transports")]),
            Variable::number("age", "Âge"),
            Variable::open("mot", "Un mot"),
        ])
        .expect("a form")
    }

    #[test]
    fn what_is_put_in_comes_back() {
        let mut data = form();
        let rows = [
            vec![Answer::One(1), Answer::Several(vec![0, 2]), Answer::Number(71.0), Answer::Text("du bruit")],
            vec![Answer::NotAsked, Answer::DontKnow, Answer::RatherNotSay, Answer::NoAnswer],
        ];
        for row in &rows {
            data.append(row).expect("fits");
        }
        data.append(&[Answer::NoAnswer, Answer::Several(vec![]), Answer::NoAnswer, Answer::Text("  ")]).expect("fits");
        for (row, answers) in rows.iter().enumerate() {
            for (variable, answer) in answers.iter().enumerate() {
                assert_eq!(&data.answer(row, variable), answer);
            }
        }
        assert!((0..4).all(|variable| data.state(2, variable) == State::NoAnswer));
        data.replace(0, &rows[1]).expect("fits");
        assert_eq!(data.answer(0, 3), Answer::NoAnswer);
        assert_eq!(data.rows_where(1, 0).count(), 0);
    }

    #[test]
    fn what_does_not_fit_is_refused_and_nothing_is_written() {
        let mut data = form();
        let no = Answer::NoAnswer;
        for answers in [
            vec![Answer::One(2), no.clone(), no.clone(), no.clone()],
            vec![no.clone(), Answer::Several(vec![3]), no.clone(), no.clone()],
            vec![no.clone(), no.clone(), Answer::Number(f64::NAN), no.clone()],
            vec![Answer::Several(vec![0]), no.clone(), no.clone(), no.clone()],
            vec![no.clone(), no.clone(), no.clone(), Answer::Number(1.0)],
            vec![no.clone()],
        ] {
            assert!(data.append(&answers).is_err(), "{answers:?}");
        }
        assert!(data.is_empty() && data.bytes() == 0);
        assert!(DataSet::new(vec![Variable::number("a", ""), Variable::open("a", "")]).is_err());
        assert!(DataSet::new(vec![Variable::single("a", "", &[])]).is_err());
        assert!(DataSet::new(vec![Variable::single("a", "", &[("1", "x"), ("1", "y")])]).is_err());
    }
}
