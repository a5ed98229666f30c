//! Figures of a report: read where they are kept, frozen with a version, set side by side afterwards.

use jiff::civil::Date;
use kernel::french;

use super::Subject;

/// A figure as another slice gives it, with what it takes to quote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its stable name: by it the same figure is found again later.
    pub key: String,
    /// The chapter it stands in.
    pub subject: Subject,
    /// What is counted, in words.
    pub label: String,
    /// The value as it is read: « 1 250 », « 12 500,00 € ». When there is none, the sign that stands for it.
    pub value: String,
    /// Why there is no value; empty when there is one. Nought is a value.
    pub absence: String,
    /// What it is counted on.
    pub base: String,
    /// Who produced it, and of what year.
    pub source: String,
    /// The day it was read.
    pub on: Date,
    /// The page anybody finds it on.
    pub path: String,
}

impl Figure {
    /// The value after its verb, or why there is none: « valait 12 », « était non renseigné ».
    fn told(&self, (counts, is): (&str, &str)) -> String {
        match self.absence.is_empty() {
            true => format!("{counts} {}", self.value),
            false => format!("{is} {}", self.absence),
        }
    }
}

/// A frozen figure that no longer says what is read today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Its stable name.
    pub key: String,
    /// The chapter it stands in.
    pub subject: Subject,
    /// What is counted.
    pub label: String,
    /// « Ce chiffre valait 12 au 3 mars 2026, il vaut 14 aujourd’hui. »
    pub sentence: String,
    /// The page where it is read today.
    pub path: String,
}

/// Frozen figures whose value is another one today, or that nobody gives any more.
pub fn stale(frozen: &[Figure], live: &[Figure]) -> Vec<Stale> {
    let told = |was: &Figure| {
        let now = live.iter().find(|one| one.key == was.key);
        let is_same = now.is_some_and(|now| now.value == was.value && now.absence == was.absence);
        let then = format!("Ce chiffre {} au {}", was.told(("valait", "était")), french::date(was.on));
        let sentence = match now {
            Some(now) => format!("{then}, il {} aujourd’hui.", now.told(("vaut", "est"))),
            None => format!("{then}, il n’est plus donné aujourd’hui."),
        };
        (!is_same).then(|| Stale {
            key: was.key.clone(),
            subject: was.subject,
            label: was.label.clone(),
            sentence: french::spaced(&sentence),
            path: now.map_or_else(|| was.path.clone(), |now| now.path.clone()),
        })
    };
    frozen.iter().filter_map(told).collect()
}

/// What became stale of one chapter.
pub fn stale_in(all: &[Stale], subject: Subject) -> Vec<&Stale> {
    all.iter().filter(|one| one.subject == subject).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(key: &str, value: &str, on: &str) -> Figure {
        Figure {
            key: key.into(),
            subject: Subject::Actions,
            label: "Actions".into(),
            value: value.into(),
            absence: String::new(),
            base: String::new(),
            source: "le plan d’actions".into(),
            on: on.parse().expect("a day"),
            path: "/actions".into(),
        }
    }

    #[test]
    fn a_figure_that_changed_says_what_it_was_and_what_it_is() {
        let frozen = [figure("a", "3", "2026-03-03"), figure("b", "0", "2026-03-03"), figure("c", "7", "2026-03-03")];
        let unknown =
            Figure { absence: "non renseigné".into(), value: "n.r.".into(), ..figure("b", "", "2026-05-01") };
        let live = [figure("a", "4", "2026-05-01"), unknown, figure("d", "1", "2026-05-01")];
        let told: Vec<String> =
            stale(&frozen, &live).into_iter().map(|one| one.sentence.replace('\u{a0}', " ")).collect();
        assert_eq!(
            told,
            [
                "Ce chiffre valait 3 au 3 mars 2026, il vaut 4 aujourd’hui.",
                "Ce chiffre valait 0 au 3 mars 2026, il est non renseigné aujourd’hui.",
                "Ce chiffre valait 7 au 3 mars 2026, il n’est plus donné aujourd’hui.",
            ]
        );
        let told: Vec<String> = stale(&live[1..2], &frozen[1..2]).into_iter().map(|one| one.sentence).collect();
        assert!(told[0].contains("était non renseigné au") && told[0].contains("il vaut 0"), "{told:?}");
        // Read another day with the same value, it is not stale.
        assert!(stale(&frozen[..1], &[figure("a", "3", "2026-06-01")]).is_empty());
        let all = stale(&frozen, &live);
        assert_eq!((stale_in(&all, Subject::Actions).len(), stale_in(&all, Subject::Situation).len()), (3, 0));
    }
}
