//! Several readers of one project: each blind to the others until she gives her own.

use kernel::{FieldError, Moment, Uuid, french, vocabulary};

use super::assess_grid::{LONGEST_REASON, Score};

vocabulary! {
    /// What a reader concludes, or a service answers.
    Sense {
        /// Yes.
        Favourable => "favourable", "favorable";
        /// Yes, if.
        Reserves => "reserves", "favorable avec réserves";
        /// Not this time.
        Postpone => "postpone", "à revoir";
        /// No.
        Unfavourable => "unfavourable", "défavorable";
    }
}

vocabulary! {
    /// How somebody came to read a project.
    Came {
        /// A rule of the call sent it to her.
        Rule => "rule", "par une règle";
        /// Somebody chose her.
        Hand => "hand", "à la main";
        /// She took it herself.
        Own => "own", "de son propre choix";
    }
}

/// A reading of a project by one person: a draft until it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Which.
    pub id: Uuid,
    /// Of which project.
    pub project: Uuid,
    /// By whom.
    pub reader: Uuid,
    /// How it came to her.
    pub came: Came,
    /// When.
    pub assigned_at: Moment,
    /// What she concludes.
    pub sense: Option<Sense>,
    /// In which words.
    pub words: String,
    /// Points of each criterion.
    pub scores: Vec<Score>,
    /// When she gave it: from then on nothing of it changes, and she reads those of others.
    pub given_at: Option<Moment>,
    /// How many times it was changed.
    pub revision: i64,
}

impl Reading {
    /// Whether it counts.
    pub const fn is_given(&self) -> bool {
        self.given_at.is_some()
    }
}

/// What somebody may see of the readings of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight<'r> {
    /// Hers, when she reads it.
    pub own: Option<&'r Reading>,
    /// Those of others that are given, when she may see them.
    pub others: Vec<&'r Reading>,
    /// How many others are given and kept from her until she gives her own.
    pub kept_back: usize,
    /// How many others are not given yet.
    pub awaited: usize,
}

/// What `account` may see: a reader who has not given hers sees no other one, whatever else she may do; whoever does not read
/// the project sees those that are given; nobody but its author sees a draft.
pub fn sight(readings: &[Reading], account: Option<Uuid>) -> Sight<'_> {
    let is_own = |one: &Reading| account == Some(one.reader);
    let own = readings.iter().find(|one| is_own(one));
    let others: Vec<&Reading> = readings.iter().filter(|one| !is_own(one) && one.is_given()).collect();
    let awaited = readings.iter().filter(|one| !is_own(one) && !one.is_given()).count();
    match own {
        Some(mine) if !mine.is_given() => Sight { own, kept_back: others.len(), others: Vec::new(), awaited },
        _ => Sight { own, others, kept_back: 0, awaited },
    }
}

/// Whether `account` may read a total made of the given readings.
pub fn may_see_totals(readings: &[Reading], account: Option<Uuid>) -> bool {
    readings.iter().all(|one| account != Some(one.reader) || one.is_given())
}

/// What is wrong with the conclusion of a reading.
pub fn check_conclusion(sense: Option<Sense>, words: &str, is_given: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if is_given && sense.is_none() {
        errors.push(FieldError::new("avis", "Choisissez votre avis"));
    }
    if is_given && words.trim().is_empty() {
        errors.push(FieldError::new("remarques", "Dites en quelques mots ce qui fonde votre avis"));
    }
    if words.chars().count() > LONGEST_REASON {
        let most = french::integer(LONGEST_REASON as i64);
        errors.push(FieldError::new("remarques", format!("Ce texte dépasse {most} signes")));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(reader: u128, given: bool) -> Reading {
        Reading {
            id: Uuid::from_u128(reader + 100),
            project: Uuid::from_u128(1),
            reader: Uuid::from_u128(reader),
            came: Came::Rule,
            assigned_at: Moment(1),
            sense: Some(Sense::Favourable),
            words: "Bien ancré".into(),
            scores: Vec::new(),
            given_at: given.then_some(Moment(2)),
            revision: 1,
        }
    }

    #[test]
    fn a_reader_is_blind_until_she_gives_her_own() {
        let mut all = vec![reading(1, false), reading(2, true), reading(3, false)];
        let seen = sight(&all, Some(Uuid::from_u128(1)));
        assert_eq!((seen.others.len(), seen.kept_back, seen.awaited), (0, 1, 1));
        assert!(seen.own.is_some() && !may_see_totals(&all, Some(Uuid::from_u128(1))));
        all[0].given_at = Some(Moment(3));
        let seen = sight(&all, Some(Uuid::from_u128(1)));
        assert_eq!((seen.others.len(), seen.kept_back, seen.awaited), (1, 0, 1));
        assert!(may_see_totals(&all, Some(Uuid::from_u128(1))));
    }

    #[test]
    fn nobody_reads_a_draft_but_its_author() {
        let all = vec![reading(2, true), reading(3, false)];
        for account in [None, Some(Uuid::from_u128(9)), Some(Uuid::from_u128(2))] {
            let seen = sight(&all, account);
            assert!(seen.others.iter().all(|one| one.is_given()), "{account:?}");
            assert_eq!(seen.awaited, 1);
        }
    }

    #[test]
    fn what_is_given_has_an_opinion_and_words() {
        assert_eq!(check_conclusion(None, "", false), []);
        assert_eq!(check_conclusion(None, " ", true).len(), 2);
        assert_eq!(check_conclusion(Some(Sense::Postpone), "À préciser", true), []);
    }
}
