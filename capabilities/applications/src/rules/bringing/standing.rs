//! Where a request of a file stands: the words of Dauphin, those of this platform, or the amount that was voted.

use jiff::civil::Date;
use kernel::Cents;
use kernel::text::{search_key, shorten};

use crate::rules::FundingState;

/// Where a request stands once it is brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub state: FundingState,
    /// What was decided; it stays once notified.
    pub decision: Option<FundingState>,
    /// What was voted; zero when refused.
    pub decided: Option<Cents>,
    /// When, as the file says.
    pub decided_on: Option<Date>,
    /// The reason the file gives.
    pub note: String,
}

/// What a word of a file means.
enum Meaning {
    /// Not filed there yet.
    Unfiled,
    /// In this state, nothing decided.
    Open(FundingState),
    /// Decided that way.
    Decided(FundingState),
    /// Something was given, and its carrier knows.
    Given,
    /// Its carrier knows; the amount says what was decided.
    Told,
}

/// What a word means: as the contract settled it, as it is said here, as Dauphin says it (« Rejetée » and the like are labels of
/// its lists).
fn meaning(word: &str, settled: &[(String, FundingState)]) -> Option<Meaning> {
    let key = search_key(word);
    let settled = settled.iter().find(|(known, _)| search_key(known) == key).map(|(_, state)| *state);
    let own = || FundingState::ALL.iter().copied().find(|state| search_key(state.french()) == key);
    if let Some(state) = settled.or_else(own) {
        return Some(match state {
            FundingState::Notified => Meaning::Told,
            state if state.is_decision() => Meaning::Decided(state),
            state => Meaning::Open(state),
        });
    }
    Some(match key.as_str() {
        "en cours de saisie" | "en attente d attestation" | "brouillon" => Meaning::Unfiled,
        "transmise" | "transmis" | "deposee" | "depose" | "en cours" | "en attente d instruction" => {
            Meaning::Open(FundingState::Asked)
        }
        "prise en charge" | "complet" | "complete" => Meaning::Open(FundingState::Complete),
        "en instruction" => Meaning::Open(FundingState::Admissible),
        "irrecevable" | "cloturee" | "cloture" | "non recevable" => Meaning::Decided(FundingState::Inadmissible),
        "rejetee" | "rejete" | "refusee" | "defavorable" => Meaning::Decided(FundingState::Refused),
        "ajournee" => Meaning::Decided(FundingState::Postponed),
        "favorable" | "votee" | "vote" | "attribuee" | "accordee" => Meaning::Decided(FundingState::Voted),
        "partiel" => Meaning::Decided(FundingState::Partial),
        "sous reserve" | "favorable sous reserve" => Meaning::Decided(FundingState::Conditional),
        "a justifier"
        | "justifiee"
        | "justifie"
        | "a ete verse"
        | "versee"
        | "justification a modifier"
        | "justification en cours" => Meaning::Given,
        _ => return None,
    })
}

/// What a decision that has no reason in the file is told with.
const NO_REASON: &str = "Motif non indiqué dans le fichier importé";

/// Where a request stands, from what the file says of it; none when it was never filed there.
///
/// # Errors
/// A French sentence: a word nobody knows, an amount that does not go with it.
pub fn standing(
    (word, asked, voted): (&str, Cents, Option<Cents>),
    (decided_on, note): (Option<Date>, &str),
    settled: &[(String, FundingState)],
) -> Result<Option<Standing>, String> {
    let given = voted.filter(|voted| voted.0 > 0);
    let found = match (word.trim(), given) {
        ("", Some(_)) => Meaning::Decided(FundingState::Voted),
        ("", None) => Meaning::Open(FundingState::Asked),
        (word, _) => meaning(word, settled).ok_or_else(|| {
            format!(
                "« {} » n’est pas un état connu : par exemple Transmise, Recevable, Votée, Rejetée. Pour dire ce qu’il signifie, \
                 ouvrez « Saisie et reprises » sur la page de l’appel",
                shorten(word, 40)
            )
        })?,
    };
    let told = |state: FundingState, decision: Option<FundingState>, decided: Option<Cents>| {
        let is_explained = decision.is_none_or(|one| matches!(one, FundingState::Voted | FundingState::Partial));
        let is_more = decided.is_some_and(|decided| decided > asked);
        let note = if note.trim().is_empty() && (!is_explained || is_more) { NO_REASON } else { note.trim() };
        let decided_on = decided_on.filter(|_| decision.is_some());
        Some(Standing { state, decision, decided, decided_on, note: note.to_owned() })
    };
    // What was given says by itself whether it is all that was asked.
    let of_amount = |voted: Cents| if voted < asked { FundingState::Partial } else { FundingState::Voted };
    Ok(match found {
        Meaning::Unfiled => None,
        Meaning::Open(_) if given.is_some() => {
            return Err(format!(
                "Un montant est voté, mais l’état est « {} » : l’un des deux est à corriger",
                word.trim()
            ));
        }
        Meaning::Open(state) => told(state, None, None),
        Meaning::Decided(state) if state.grants() => {
            let Some(voted) = given else {
                return Err(format!("L’état est « {} », mais aucun montant n’est voté", word.trim()));
            };
            let state = if state == FundingState::Conditional { state } else { of_amount(voted) };
            told(state, Some(state), Some(voted))
        }
        Meaning::Decided(_) if given.is_some() => {
            return Err(format!(
                "Un montant est voté, mais l’état est « {} » : l’un des deux est à corriger",
                word.trim()
            ));
        }
        Meaning::Decided(FundingState::Postponed) => told(FundingState::Postponed, Some(FundingState::Postponed), None),
        Meaning::Decided(state) => told(state, Some(state), Some(Cents(0))),
        Meaning::Given | Meaning::Told => match given {
            Some(voted) => told(FundingState::Notified, Some(of_amount(voted)), Some(voted)),
            None if matches!(found, Meaning::Given) => {
                return Err(format!("L’état est « {} », mais aucun montant n’est voté", word.trim()));
            }
            None => told(FundingState::Notified, Some(FundingState::Refused), Some(Cents(0))),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str, voted: Option<i64>) -> Result<Option<(FundingState, Option<i64>, String)>, String> {
        let told = standing((word, Cents(500_000), voted.map(Cents)), (None, ""), &[])?;
        Ok(told.map(|one| (one.state, one.decided.map(|cents| cents.0), one.note)))
    }

    #[test]
    fn the_words_of_the_portal_have_a_state_here() {
        type S = FundingState;
        for (word, voted, state) in [
            ("Transmise", None, S::Asked),
            ("Prise en charge", None, S::Complete),
            ("Recevable", None, S::Admissible),
            ("Non recevable", None, S::Inadmissible),
            ("Rejetée", None, S::Refused),
            ("Votée", Some(500_000), S::Voted),
            ("Votée", Some(200_000), S::Partial),
            ("À justifier", Some(200_000), S::Notified),
            ("", Some(500_000), S::Voted),
            ("", None, S::Asked),
            ("accordé sous réserve", Some(100_000), S::Conditional),
            ("notifié", Some(100_000), S::Notified),
        ] {
            assert_eq!(of(word, voted).map(|told| told.map(|one| one.0)), Ok(Some(state)), "{word} {voted:?}");
        }
        assert_eq!(of("En cours de saisie", None), Ok(None), "not filed there");
    }

    #[test]
    fn what_does_not_go_together_is_refused_with_what_is_wrong() {
        for (word, voted, part) in [
            ("Bleue", None, "n’est pas un état connu"),
            ("Votée", None, "aucun montant n’est voté"),
            ("Transmise", Some(5), "Un montant est voté"),
            ("Rejetée", Some(5), "Un montant est voté"),
            ("Justifiée", Some(0), "aucun montant n’est voté"),
        ] {
            assert!(of(word, voted).is_err_and(|told| told.contains(part)), "{word}");
        }
    }

    #[test]
    fn a_contract_says_what_its_own_words_mean() {
        let settled =
            [("Arbitrée".to_owned(), FundingState::Proposed), ("Recevable".to_owned(), FundingState::Complete)];
        let of =
            |word: &str| standing((word, Cents(500), None), (None, ""), &settled).map(|one| one.map(|one| one.state));
        assert_eq!(of("ARBITREE"), Ok(Some(FundingState::Proposed)));
        assert_eq!(of("Recevable"), Ok(Some(FundingState::Complete)), "its own words go first");
        assert_eq!(of("Transmise"), Ok(Some(FundingState::Asked)));
    }

    #[test]
    fn a_decision_without_reason_says_so() {
        assert_eq!(of("Rejetée", None), Ok(Some((FundingState::Refused, Some(0), NO_REASON.to_owned()))));
        assert_eq!(of("Votée", Some(600_000)).map(|told| told.map(|one| one.2)), Ok(Some(NO_REASON.to_owned())));
        assert_eq!(of("Votée", Some(500_000)).map(|told| told.map(|one| one.2)), Ok(Some(String::new())));
    }
}
