//! What became of a need.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use kernel::{FieldError, french};

/// After so many months without anything, a need is said to be left without answer.
const SILENCE_MONTHS: i64 = 6;

/// Longest reason told to residents, in characters.
const LONGEST: usize = 1_000;

/// What is known of a need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Day of its first evidence; nothing when nobody named it.
    pub first_heard: Option<Date>,
    /// Published actions it leads to.
    pub actions: i64,
    /// Objectives it leads to.
    pub objectives: i64,
    /// Leads that would answer it.
    pub leads: i64,
    /// Day it was last tied to an objective, a lead or an action, drafts included.
    pub last_step: Option<Date>,
    /// Why the town will not answer it, and since when.
    pub refusal: Option<(String, Date)>,
}

/// What became of a need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// So many published actions answer it.
    Answered(i64),
    /// It entered the contract; no action is published yet.
    InContract,
    /// The town will not answer it: why, and since when.
    Refused(String, Date),
    /// Leads would answer it; nothing is decided.
    Studied(i64),
    /// It entered the contract, and nothing happened since that day, for six months or more.
    IdleInContract(Date),
    /// It is studied, and nothing happened since that day, for six months or more.
    IdleStudied(Date),
    /// Nothing since that day, for six months or more.
    Left(Date),
    /// Heard since less than six months.
    Recent(Date),
    /// Nobody's words prove it yet.
    NotHeard,
}

impl Standing {
    /// The sentence, and what its `{n}` or its `{jour}` is.
    pub fn sentence(&self) -> (&'static str, String) {
        let number = |count: i64, one: &'static str, several: &'static str| {
            (if count < 2 { one } else { several }, french::integer(count))
        };
        match self {
            Self::Answered(count) => number(*count, "{n} action y répond", "{n} actions y répondent"),
            Self::InContract => ("Inscrit dans le contrat, pas encore d’action publiée", String::new()),
            Self::Refused(_, day) => ("Réponse négative du {jour}", french::date(*day)),
            Self::Studied(count) => number(*count, "À l’étude : {n} piste", "À l’étude : {n} pistes"),
            Self::IdleInContract(day) => ("Inscrit dans le contrat, sans suite depuis le {jour}", french::date(*day)),
            Self::IdleStudied(day) => ("À l’étude, sans suite depuis le {jour}", french::date(*day)),
            Self::Left(day) => ("Sans suite depuis le {jour}", french::date(*day)),
            Self::Recent(day) => ("Entendu depuis le {jour}, pas encore étudié", french::date(*day)),
            Self::NotHeard => ("Aucune preuve enregistrée", String::new()),
        }
    }

    /// In a few words.
    pub fn french(&self) -> String {
        let (sentence, value) = self.sentence();
        french::spaced(&sentence.replace("{n}", &value).replace("{jour}", &value))
    }

    /// Families of standings, what asks for a reply first at their head.
    pub const FAMILIES: [&'static str; 7] = [
        "Sans suite depuis six mois ou plus",
        "Entendus depuis moins de six mois",
        "À l’étude",
        "Inscrits dans le contrat",
        "Réponse négative",
        "Une action y répond",
        "Sans preuve",
    ];

    /// Its family, as a rank in [`Self::FAMILIES`].
    pub const fn rank(&self) -> usize {
        match self {
            Self::Left(_) | Self::IdleInContract(_) | Self::IdleStudied(_) => 0,
            Self::Recent(_) => 1,
            Self::Studied(_) => 2,
            Self::InContract => 3,
            Self::Refused(..) => 4,
            Self::Answered(_) => 5,
            Self::NotHeard => 6,
        }
    }
}

/// What became of a need, on a day.
pub fn standing(past: &Past, today: Date) -> Standing {
    if past.actions > 0 {
        return Standing::Answered(past.actions);
    }
    if let Some((why, day)) = &past.refusal {
        return Standing::Refused(why.clone(), *day);
    }
    // What was begun and left there is left as well: the last step counts, not the day it was first heard.
    let idle = past.last_step.filter(|day| is_over(*day, today));
    if past.objectives > 0 {
        return idle.map_or(Standing::InContract, Standing::IdleInContract);
    }
    if past.leads > 0 {
        return idle.map_or(Standing::Studied(past.leads), Standing::IdleStudied);
    }
    let Some(heard) = past.first_heard else { return Standing::NotHeard };
    if is_over(heard, today) { Standing::Left(heard) } else { Standing::Recent(heard) }
}

/// Whether six months went by since a day.
fn is_over(day: Date, today: Date) -> bool {
    let silence: Span = SILENCE_MONTHS.months();
    day.checked_add(silence).is_ok_and(|limit| limit <= today)
}

/// What is wrong with a reason told to residents.
pub fn check_reply(reason: &str) -> Vec<FieldError> {
    let length = reason.chars().count();
    if reason.trim().is_empty() {
        return vec![FieldError::new("raison", "Écrivez pourquoi, comme vous le diriez à la personne qui a parlé")];
    }
    if length > LONGEST {
        let sentence = format!("La raison doit faire {LONGEST} signes au plus : elle en fait {length}");
        return vec![FieldError::new("raison", sentence)];
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn six_months_of_silence_show() {
        let heard = Past { first_heard: Some(date(2026, 1, 31)), ..Past::default() };
        assert_eq!(standing(&heard, date(2026, 7, 30)), Standing::Recent(date(2026, 1, 31)));
        assert_eq!(standing(&heard, date(2026, 7, 31)), Standing::Left(date(2026, 1, 31)));
        assert_eq!(standing(&Past::default(), date(2026, 7, 31)), Standing::NotHeard);
    }

    #[test]
    fn an_action_says_more_than_a_refusal_and_a_refusal_more_than_a_lead() {
        let refused = Past { refusal: Some(("Hors budget".into(), date(2026, 5, 2))), leads: 2, ..Past::default() };
        assert!(matches!(standing(&refused, date(2026, 7, 1)), Standing::Refused(..)));
        assert_eq!(standing(&Past { actions: 1, ..refused.clone() }, date(2026, 7, 1)), Standing::Answered(1));
        let studied = Past { refusal: None, ..refused };
        assert_eq!(standing(&studied, date(2026, 7, 1)), Standing::Studied(2));
        assert_eq!(standing(&Past { objectives: 1, ..studied }, date(2026, 7, 1)), Standing::InContract);
    }

    #[test]
    fn what_was_begun_and_left_shows_after_six_months() {
        let since =
            |past: Past| Past { last_step: Some(date(2026, 1, 10)), first_heard: Some(date(2024, 1, 1)), ..past };
        let placed = since(Past { objectives: 1, ..Past::default() });
        assert_eq!(standing(&placed, date(2026, 7, 9)), Standing::InContract, "old words, a recent step");
        assert_eq!(standing(&placed, date(2026, 7, 10)), Standing::IdleInContract(date(2026, 1, 10)));
        let studied = since(Past { leads: 2, ..Past::default() });
        assert_eq!(standing(&studied, date(2026, 7, 10)), Standing::IdleStudied(date(2026, 1, 10)));
        assert_eq!(standing(&studied, date(2026, 7, 10)).rank(), 0, "it asks for a reply");
        let answered = since(Past { actions: 1, ..Past::default() });
        assert_eq!(standing(&answered, date(2027, 7, 10)), Standing::Answered(1));
    }

    #[test]
    fn a_standing_is_a_sentence() {
        assert_eq!(Standing::Answered(1).french(), "1 action y répond");
        assert_eq!(Standing::Studied(2).french(), french::spaced("À l’étude : 2 pistes"));
        assert_eq!(
            Standing::Left(date(2026, 3, 1)).french().replace('\u{a0}', " "),
            "Sans suite depuis le 1er mars 2026"
        );
    }

    #[test]
    fn a_refusal_is_told_to_somebody() {
        assert_eq!(check_reply("  ")[0].field, "raison");
        assert_eq!(check_reply(&"a".repeat(1_001)).len(), 1);
        assert_eq!(check_reply("La compétence est à la Région"), []);
    }
}
