//! A vote looked at as a whole: the ballot, what is asked, and the envelope it takes from.

use kernel::{Cents, FieldError, Uuid, french};

use super::{Ballot, Purse, check_ballot};

/// A vote that is about to be kept.
#[derive(Clone, Copy, Debug)]
pub struct Cast<'a> {
    /// Cents asked.
    pub asked: i64,
    /// What was kept before: the envelope and the cents given.
    pub before: (Option<Uuid>, i64),
    /// The ballot.
    pub ballot: &'a Ballot,
    /// The envelope it is charged on.
    pub envelope: Option<Uuid>,
    /// Why an envelope is exceeded; empty when nobody asks for that.
    pub override_reason: &'a str,
    /// Whether the line was frozen: the vote is then an amendment.
    pub is_frozen: bool,
    /// Why a frozen line is changed.
    pub amendment_reason: &'a str,
}

/// An envelope exceeded, and by how many cents.
pub type Excess = (Uuid, i64);

/// What a vote does to envelopes, when it may be kept.
///
/// # Errors
/// What is to correct: the ballot itself, an envelope taken below zero without a reason, a frozen line changed without
/// one.
pub fn judge(purse: &Purse, cast: &Cast<'_>) -> Result<Vec<Excess>, Vec<FieldError>> {
    let mut errors = check_ballot(cast.ballot, cast.asked);
    let given = cast.ballot.given();
    if cast.is_frozen && cast.amendment_reason.trim().is_empty() {
        let sentence = "Le relevé de décisions est arrêté : dites pourquoi cette décision change";
        errors.push(FieldError::new("motif-amendement", sentence));
    }
    let mut over = Vec::new();
    if let Some(envelope) = cast.envelope {
        if purse.find(envelope).is_none() {
            errors.push(FieldError::new("enveloppe", "Choisissez une enveloppe de la liste"));
        }
        // A vote that leaves an envelope for another gives back what it took there.
        let before = if cast.before.0 == Some(envelope) { cast.before.1 } else { 0 };
        over = match cast.before.0 {
            Some(old) if old != envelope => without(purse, old, cast.before.1).exceeded(envelope, given),
            _ => exceeded(purse, envelope, before, given),
        };
    }
    if let Some((id, by)) = over.first().filter(|_| cast.override_reason.trim().is_empty()) {
        let name = purse.find(*id).map(|one| one.terms.programme.clone()).unwrap_or_default();
        let sentence = format!(
            "L’enveloppe « {name} » serait dépassée de {} : baissez le montant, ou dites pourquoi la dépasser",
            french::euros(Cents(*by))
        );
        errors.push(FieldError::new("depassement", sentence));
    }
    if errors.is_empty() { Ok(over) } else { Err(errors) }
}

fn exceeded(purse: &Purse, envelope: Uuid, before: i64, after: i64) -> Vec<Excess> {
    purse.exceeded_by(envelope, before, after).into_iter().map(|(one, by)| (one.id, by)).collect()
}

/// The same purse once a vote was taken back.
struct Without(Purse);

fn without(purse: &Purse, envelope: Uuid, cents: i64) -> Without {
    Without(purse.spending([(envelope, -cents)]))
}

impl Without {
    fn exceeded(&self, envelope: Uuid, after: i64) -> Vec<Excess> {
        exceeded(&self.0, envelope, 0, after)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;
    use crate::rules::{Decision, Envelope, EnvelopeTerms, Line, Places, totals};

    const FUNDERS: u128 = 3;
    const PROJECTS: u128 = 6;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    /// An envelope for each funder with one cut out of it.
    fn envelopes() -> Vec<Envelope> {
        let one = |number: u128, funder: u128, parent: Option<u128>, cents: i64| Envelope {
            id: id(number),
            terms: EnvelopeTerms {
                funder: id(funder),
                programme: format!("Enveloppe {number}"),
                year: 2026,
                cents,
                parent: parent.map(id),
                ..EnvelopeTerms::default()
            },
            ..Envelope::default()
        };
        (0..FUNDERS).flat_map(|f| [one(100 + f, f, None, 5_000), one(200 + f, f, Some(100 + f), 1_500)]).collect()
    }

    /// One act of somebody: a line, a decision, an amount, an envelope, and the reasons given or not.
    type Act = ((u128, u128), u8, i64, bool, (bool, bool, bool));

    fn acts() -> impl Strategy<Value = Vec<Act>> {
        let act = ((0..PROJECTS, 0..FUNDERS), 0_u8..5, 0_i64..3_000, any::<bool>(), any::<(bool, bool, bool)>());
        prop::collection::vec(act, 1..60)
    }

    proptest! {
        #[test]
        fn whatever_is_done_money_is_never_lost_nor_made(acts in acts(), frozen_after in 0_usize..60) {
            let mut lines: Vec<Line> = Vec::new();
            for project in 0..PROJECTS {
                for funder in 0..FUNDERS {
                    let asked = 1_000 + i64::try_from(project * 7 + funder * 3).unwrap_or(0);
                    let funding = id(1_000 + project * 10 + funder);
                    lines.push(Line { funding, project: id(project), funder: id(funder), asked, ..Line::default() });
                }
            }
            let places: Places = (0..PROJECTS).map(|p| (id(p), (0..p).map(|a| (id(50 + a), 1 + (p * a) as i64)).collect())).collect();
            let (mut overrides, mut reasons): (HashMap<Uuid, i64>, HashMap<Uuid, bool>) = Default::default();
            let mut journal = 0_usize;
            let mut kept = 0_usize;
            for (rank, ((project, funder), decision, cents, is_cut, (explains, overrides_it, amends))) in acts.into_iter().enumerate() {
                let at = usize::try_from(project * FUNDERS + funder).unwrap_or(0);
                let decision = Decision::ALL[usize::from(decision)];
                let reason = if explains { "motif" } else { "" };
                let ballot = Ballot { decision: Some(decision), cents: Some(cents), reason: reason.into(), condition: reason.into() };
                let envelope = id(if is_cut { 200 } else { 100 } + funder);
                let votes: Vec<(Uuid, i64)> = lines.iter().filter_map(|line| Some((line.envelope?, line.voted))).collect();
                let purse = Purse::new(envelopes(), votes);
                let line = &mut lines[at];
                let is_frozen = rank >= frozen_after && line.decision.is_some();
                let cast = Cast {
                    asked: line.asked,
                    before: (line.envelope, line.voted),
                    ballot: &ballot,
                    envelope: Some(envelope),
                    override_reason: if overrides_it { "accord du préfet" } else { "" },
                    is_frozen,
                    amendment_reason: if amends { "erreur matérielle" } else { "" },
                };
                let Ok(over) = judge(&purse, &cast) else { continue };
                prop_assert!(!is_frozen || amends, "a frozen line changed without a reason");
                prop_assert!(over.is_empty() || overrides_it);
                for (envelope, by) in over {
                    let most = overrides.entry(envelope).or_insert(0);
                    *most = (*most).max(by);
                }
                line.decision = Some(decision);
                line.voted = ballot.given();
                line.envelope = Some(envelope);
                reasons.insert(line.funding, explains);
                kept += 1;
                journal += 1;
            }
            prop_assert_eq!(kept, journal);
            for line in &lines {
                prop_assert!(line.voted <= line.asked || reasons.get(&line.funding) == Some(&true), "{line:?}");
                prop_assert!(line.decision.is_none_or(Decision::gives) || line.voted == 0, "{line:?}");
            }
            let votes: Vec<(Uuid, i64)> = lines.iter().filter_map(|line| Some((line.envelope?, line.voted))).collect();
            let purse = Purse::new(envelopes(), votes);
            for envelope in purse.envelopes() {
                let most = overrides.get(&envelope.id).copied().unwrap_or(0);
                prop_assert!(purse.of(envelope.id).over() <= most, "{envelope:?} {:?}", purse.of(envelope.id));
            }
            let all = totals(&lines, &places);
            for amounts in [all.by_funder.values().map(|a| a.voted).sum::<i64>(), all.by_project.values().map(|a| a.voted).sum(), all.by_area.values().map(|a| a.voted).sum()] {
                prop_assert_eq!(amounts, all.whole.voted);
            }
            prop_assert_eq!(all.by_area.values().map(|a| a.asked).sum::<i64>(), all.whole.asked);
            let taken: i64 = purse.children(None).iter().map(|one| purse.of(one.id).whole).sum();
            prop_assert_eq!(taken, all.whole.voted, "every vote is in one envelope");
        }
    }

    #[test]
    fn moving_a_vote_gives_back_what_it_took() {
        let purse = Purse::new(envelopes(), [(id(200), 1_500), (id(100), 3_500)]);
        let ballot = Ballot { decision: Some(Decision::Partial), cents: Some(500), ..Ballot::default() };
        let cast = Cast {
            asked: 1_000,
            before: (Some(id(200)), 500),
            ballot: &ballot,
            envelope: Some(id(100)),
            override_reason: "",
            is_frozen: false,
            amendment_reason: "",
        };
        let fields = |cast: &Cast<'_>| judge(&purse, cast).map_err(|errors| errors[0].field.clone());
        assert_eq!(fields(&cast), Err("depassement".to_owned()), "1 500 are kept aside below");
        assert_eq!(fields(&Cast { override_reason: "accord", ..cast }), Ok(vec![(id(100), 500)]));
        assert_eq!(fields(&Cast { envelope: Some(id(9)), ..cast }), Err("enveloppe".to_owned()));
        assert_eq!(fields(&Cast { envelope: None, is_frozen: true, ..cast }), Err("motif-amendement".to_owned()));
    }
}
