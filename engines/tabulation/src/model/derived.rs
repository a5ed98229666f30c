//! Variables made of others: classes of numbers, groups of categories.

use super::{Answer, Category, Column, DataSet, Kind, ModelError, Variable};

impl DataSet {
    /// Adds a single choice whose categories are classes of a number: below the first bound, from each bound
    /// (included) to the next, from the last bound up. States other than answered are carried over.
    ///
    /// # Errors
    /// A variable that is not a number, bounds that do not grow, a number of labels other than bounds + 1.
    pub fn classify(
        &mut self,
        source: usize,
        name: &str,
        bounds: &[f64],
        labels: &[&str],
    ) -> Result<usize, ModelError> {
        let variable = self.of_kind(source, &[Kind::Number], "un nombre est attendu")?;
        let grows = bounds.windows(2).all(|pair| pair[0] < pair[1]) && bounds.iter().all(|bound| bound.is_finite());
        if !grows || labels.len() != bounds.len() + 1 {
            let why = "les bornes doivent croître et chaque classe avoir un libellé";
            return Err(ModelError::Unfit { variable: variable.name.clone(), why });
        }
        let categories = (1..).zip(labels).map(|(code, label)| Category::new(code.to_string(), *label)).collect();
        let made = Variable { name: name.to_owned(), kind: Kind::Single, categories, ..variable.clone() };
        self.derive(source, made, |answer| match answer {
            Answer::Number(value) => Answer::One(bounds.partition_point(|bound| *bound <= value)),
            other => other,
        })
    }

    /// Adds a single choice whose categories are groups of those of another: `groups[k]` is the group of category `k`.
    ///
    /// # Errors
    /// A variable that is not a single choice, a category without group, a group without label.
    pub fn regroup(
        &mut self,
        source: usize,
        name: &str,
        groups: &[usize],
        labels: &[&str],
    ) -> Result<usize, ModelError> {
        let variable = self.of_kind(source, &[Kind::Single], "un choix unique est attendu")?;
        if groups.len() != variable.categories.len() || groups.iter().any(|group| *group >= labels.len()) {
            let why = "chaque modalité doit avoir son groupe et chaque groupe son libellé";
            return Err(ModelError::Unfit { variable: variable.name.clone(), why });
        }
        let categories = labels.iter().map(|label| Category::new(*label, *label)).collect();
        let made = Variable { name: name.to_owned(), categories, ..variable.clone() };
        self.derive(source, made, |answer| match answer {
            Answer::One(category) => Answer::One(groups[category]),
            other => other,
        })
    }

    pub(crate) fn of_kind(&self, variable: usize, kinds: &[Kind], why: &'static str) -> Result<&Variable, ModelError> {
        let found = self
            .variables()
            .get(variable)
            .ok_or_else(|| ModelError::Unfit { variable: variable.to_string(), why: "elle n’existe pas" })?;
        if kinds.contains(&found.kind) {
            Ok(found)
        } else {
            Err(ModelError::Unfit { variable: found.name.clone(), why })
        }
    }

    fn derive(
        &mut self,
        source: usize,
        made: Variable,
        change: impl Fn(Answer<'_>) -> Answer<'_>,
    ) -> Result<usize, ModelError> {
        let mut column = Column::new(&made);
        for row in 0..self.len() {
            column.set(row, &change(self.columns[source].answer(row)));
        }
        self.add_column(made, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_groups_carry_the_states() {
        let mut data = DataSet::new(vec![Variable::number("age", "Âge")]).expect("form");
        for answer in [Answer::Number(17.9), Answer::Number(18.0), Answer::Number(60.0), Answer::DontKnow] {
            data.append(&[answer]).expect("fits");
        }
        let classes = data.classify(0, "age3", &[18.0, 60.0], &["<18", "18-59", "60+"]).expect("classes");
        let found: Vec<Answer<'_>> = (0..4).map(|row| data.answer(row, classes)).collect();
        assert_eq!(found, [Answer::One(0), Answer::One(1), Answer::One(2), Answer::DontKnow]);
        let groups = data.regroup(classes, "age2", &[0, 0, 1], &["0-59", "60+"]).expect("groups");
        assert_eq!((data.answer(1, groups), data.answer(2, groups)), (Answer::One(0), Answer::One(1)));
        assert!(data.classify(0, "x", &[2.0, 1.0], &["a", "b", "c"]).is_err());
        assert!(data.regroup(classes, "y", &[0, 0, 2], &["a", "b"]).is_err());
        assert!(data.classify(classes, "z", &[1.0], &["a", "b"]).is_err() && data.regroup(9, "t", &[], &[]).is_err());
    }
}
