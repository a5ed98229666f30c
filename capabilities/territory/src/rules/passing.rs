//! Correspondences in sentences.

use geography::zoning::Relation;
use kernel::{Moment, french};

use super::passages::{Pair, Passage, State};

/// Who decides, for readers who need no name.
pub const TEAM: &str = "l’équipe projet";

/// « De QP011002 à QN01102I : le contour n’a pas changé »: what happened, without a full stop.
pub fn sentence(pair: &Pair) -> String {
    let share = pair.share.filter(|share| *share > 0.0).map_or_else(String::new, |share| {
        format!(" ({} du contour ancien s’y retrouve)", french::percent(share * 100.0, 0))
    });
    let (from, to) = (&pair.from_code, &pair.to_code);
    match pair.relation {
        Relation::Identical => format!("De {from} à {to} : le contour n’a pas changé"),
        Relation::Modified => format!("De {from} à {to} : le contour a été redessiné{share}"),
        Relation::Merged => format!("{from} a rejoint {to} avec d’autres quartiers{share}"),
        Relation::Split => format!("{from} a été partagé, une partie devient {to}{share}"),
        Relation::Entering => format!("{to} entre dans la liste"),
        Relation::Leaving => format!("{from} sort de la liste"),
    }
}

/// « par l’équipe projet le 3 mars 2026 »; nothing while nobody decided. `who` decided; `on` writes a day.
pub fn decided(passage: &Passage, who: &str, on: impl Fn(Moment) -> String) -> Option<String> {
    passage.decision.as_ref().map(|decision| format!("par {who} le {}", on(decision.at)))
}

/// A correspondence as anybody reads it: what happened, how it is known, where it stands.
pub fn told(passage: &Passage, on: impl Fn(Moment) -> String) -> String {
    let words = sentence(passage.held());
    let basis = passage.basis.trim_end_matches('.');
    // The basis is that of the proposal: it proves nothing of a correction.
    let is_proved = passage.state() != State::Corrected && passage.is_still_proposed() && !basis.is_empty();
    let basis = if is_proved { format!(". {basis}") } else { String::new() };
    let decided = decided(passage, TEAM, on).map_or_else(String::new, |words| format!(" {words}"));
    format!("{words}{basis}. Correspondance {}{decided}.", passage.state().french())
}

/// What is proposed today, beside a decision on something else.
pub fn contradiction(passage: &Passage) -> Option<String> {
    passage.is_contradicted().then(|| {
        if passage.is_still_proposed() {
            format!("Le dernier import propose autre chose : {}.", sentence(&passage.proposed))
        } else {
            passage.basis.clone()
        }
    })
}

#[cfg(test)]
mod tests {
    use kernel::Uuid;

    use super::super::passages::{Decision, MEASURED};
    use super::*;

    #[test]
    fn a_correspondence_says_where_it_stands() {
        let pair = |relation, share| Pair { from_code: "QP1".into(), to_code: "QN1".into(), relation, share };
        let mut one = Passage {
            id: Uuid::from_u128(1),
            proposed: pair(Relation::Modified, Some(0.834)),
            basis: MEASURED.into(),
            decision: None,
        };
        let on = |_| "3 mars 2026".to_owned();
        let said = |one: &Passage| told(one, on).replace(['\u{a0}', '\u{202f}'], " ");
        assert_eq!(
            said(&one),
            "De QP1 à QN1 : le contour a été redessiné (83 % du contour ancien s’y retrouve). D’après le recouvrement des \
             contours. Correspondance proposée."
        );
        let decision = |state, pair: Pair| Decision {
            state,
            pair,
            proposed: (Relation::Modified, Some(0.834)),
            reason: "Vu sur place".into(),
            at: Moment(0),
            by: "Claire Martin".into(),
            revision: 1,
        };
        one.decision = Some(decision(State::Confirmed, one.proposed.clone()));
        assert!(said(&one).ends_with("Correspondance confirmée par l’équipe projet le 3 mars 2026."));
        one.decision = Some(decision(State::Corrected, pair(Relation::Merged, None)));
        assert_eq!(
            said(&one),
            "QP1 a rejoint QN1 avec d’autres quartiers. Correspondance corrigée par l’équipe projet le 3 mars 2026."
        );
        assert_eq!(contradiction(&one), None);
        one.proposed.relation = Relation::Split;
        assert!(contradiction(&one).is_some_and(|told| told.contains("une partie devient QN1")));
    }
}
