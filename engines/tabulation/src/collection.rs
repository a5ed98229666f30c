//! Answers that arrive, change and are taken back, each under its key, with tables always current.

use std::collections::HashMap;
use std::hash::Hash;

use crate::bases::BasePolicy;
use crate::live::LiveTables;
use crate::model::{Answer, DataSet, ModelError, Variable};
use crate::tables::TableError;

/// A data set whose respondents are known by a key, and its [`LiveTables`]: what is taken or taken back is counted at
/// the cost of that one answer.
#[derive(Clone, Debug)]
pub struct Collection<K> {
    data: DataSet,
    tables: LiveTables,
    rows: HashMap<K, usize>,
    keys: Vec<K>,
}

impl<K: Clone + Eq + Hash> Collection<K> {
    /// An empty collection, which follows every variable and the crossings asked for.
    ///
    /// # Errors
    /// Variables that are no data set, a crossing of a variable that is not there or has no categories.
    pub fn new(variables: Vec<Variable>, crossings: &[(usize, usize)], policy: BasePolicy) -> Result<Self, TableError> {
        let data = DataSet::new(variables)?;
        let tables = LiveTables::new(&data, crossings, policy)?;
        Ok(Self { data, tables, rows: HashMap::new(), keys: Vec::new() })
    }

    /// Takes the answers of one respondent, in the place of those she gave before. Says whether she is new. Nothing
    /// changes unless every answer fits.
    ///
    /// # Errors
    /// As [`DataSet::append`].
    pub fn take(&mut self, key: K, answers: &[Answer<'_>]) -> Result<bool, ModelError> {
        if let Some(row) = self.rows.get(&key).copied() {
            self.data.check(answers)?;
            self.tables.remove(&self.data, row);
            self.data.replace(row, answers)?;
            self.tables.add(&self.data, row);
            return Ok(false);
        }
        let row = self.data.append(answers)?;
        self.tables.add(&self.data, row);
        self.keys.push(key.clone());
        self.rows.insert(key, row);
        Ok(true)
    }

    /// Takes the answers of one respondent out; nothing of them is kept. Says whether she was there.
    pub fn retire(&mut self, key: &K) -> bool {
        let Some(row) = self.rows.remove(key) else { return false };
        self.tables.remove(&self.data, row);
        self.data.swap_remove(row);
        self.keys.swap_remove(row);
        if let Some(moved) = self.keys.get(row) {
            self.rows.insert(moved.clone(), row);
        }
        true
    }

    /// The answers, for any other table. The last respondent takes the row of one taken out.
    pub fn data(&self) -> &DataSet {
        &self.data
    }

    /// The tables followed.
    pub fn tables(&self) -> &LiveTables {
        &self.tables
    }

    /// Key of each respondent, by row.
    pub fn keys(&self) -> &[K] {
        &self.keys
    }

    /// Row of a respondent.
    pub fn row(&self, key: &K) -> Option<usize> {
        self.rows.get(key).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::tables::{Request, cross, flat};

    fn variables() -> Vec<Variable> {
        let many: Vec<(String, String)> = (0..70).map(|code| (code.to_string(), format!("Besoin {code}"))).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|(code, label)| (code.as_str(), label.as_str())).collect();
        vec![
            Variable::single("mode", "Canal", &[("web", "En ligne"), ("tel", "Téléphone")]),
            Variable::multiple("besoins", "Besoins", &many).with_dont_know("nsp", "Ne sait pas").with_max_selected(3),
            Variable::number("age", "Âge"),
            Variable::open("mot", "Un mot"),
        ]
    }

    fn drawn(chance: &mut Chance) -> Vec<Answer<'static>> {
        let special = [Answer::NotAsked, Answer::NoAnswer, Answer::DontKnow, Answer::RatherNotSay];
        let state = |chance: &mut Chance| special[chance.below(4)].clone();
        vec![
            if chance.below(5) == 0 { state(chance) } else { Answer::One(chance.below(2)) },
            match chance.below(5) {
                0 => state(chance),
                many => Answer::Several((0..many).map(|_| chance.below(70)).collect()),
            },
            if chance.below(5) == 0 { state(chance) } else { Answer::Number(chance.below(90) as f64) },
            if chance.below(2) == 0 { Answer::Text("du bruit") } else { state(chance) },
        ]
    }

    /// Whatever was taken, replaced and taken back, everything is as if only what remains had ever been taken.
    #[test]
    fn what_is_taken_back_leaves_nothing() {
        let mut chance = Chance::new(5);
        let crossings = [(1, 0), (0, 1)];
        let mut collection =
            Collection::new(variables(), &crossings, BasePolicy::KEEPS_ALL).expect("variables that can be counted");
        let mut kept: HashMap<usize, Vec<Answer<'static>>> = HashMap::new();
        for step in 0..3000 {
            let key = chance.below(300);
            if chance.below(3) == 0 {
                assert_eq!(collection.retire(&key), kept.remove(&key).is_some());
            } else {
                let answers = drawn(&mut chance);
                assert_eq!(collection.take(key, &answers).expect("fits"), kept.insert(key, answers).is_none());
            }
            if step % 500 != 499 {
                continue;
            }
            let mut alone = DataSet::new(variables()).expect("variables");
            for key in collection.keys() {
                alone.append(&kept[key]).expect("fits");
                assert_eq!(collection.row(key), Some(alone.len() - 1));
            }
            assert_eq!((collection.data().len(), collection.data().bytes()), (alone.len(), alone.bytes()));
            let request = Request { policy: BasePolicy::KEEPS_ALL, ..Request::default() };
            for variable in 0..4 {
                let expected = flat(&alone, variable, &request).expect("a table");
                assert_eq!(flat(collection.data(), variable, &request).expect("a table"), expected);
                assert_eq!(collection.tables().flat(variable).expect("a table"), expected);
                (0..alone.len())
                    .for_each(|row| assert_eq!(collection.data().answer(row, variable), alone.answer(row, variable)));
            }
            for ((row, column), followed) in crossings.into_iter().zip(collection.tables().crossings()) {
                assert_eq!(*followed, cross(&alone, row, column, &request).expect("a table"));
            }
        }
        assert!(kept.len() > 50);
        kept.keys().for_each(|key| assert!(collection.retire(key)));
        assert!(collection.data().is_empty() && collection.data().bytes() == 0);
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let mut collection = Collection::new(variables(), &[(0, 0)], BasePolicy::DROPS_BOTH).expect("variables");
        let sound = [Answer::One(1), Answer::Several(vec![4]), Answer::Number(7.0), Answer::Text("x")];
        collection.take("a", &sound).expect("fits");
        let before = format!("{:?}", collection.tables());
        let wrong = [Answer::One(2), Answer::Several(vec![4]), Answer::Number(7.0), Answer::Text("x")];
        assert!(collection.take("a", &wrong).is_err() && collection.take("b", &wrong).is_err());
        assert_eq!((format!("{:?}", collection.tables()), collection.keys()), (before, &["a"][..]));
        assert!(Collection::<u8>::new(variables(), &[(2, 0)], BasePolicy::DROPS_BOTH).is_err());
        assert!(Collection::<u8>::new(vec![Variable::single("x", "x", &[])], &[], BasePolicy::DROPS_BOTH).is_err());
    }
}
