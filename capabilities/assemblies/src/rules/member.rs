//! Somebody who sits: her mandate, her departure.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{FieldError, Moment, Uuid};

use super::{AssemblyTerms, CollegeKind, Counted, Departure, MemberState};

/// Somebody who sits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Which.
    pub id: Uuid,
    /// In which body.
    pub assembly: Uuid,
    /// The seat of the draw, when there was one.
    pub seat: Option<Uuid>,
    /// What was set.
    pub terms: MemberTerms,
    /// Where she stands.
    pub state: MemberState,
    /// Since when.
    pub state_on: Date,
    /// Why she left.
    pub departure: Option<Departure>,
    /// Her account, once she accepted.
    pub account: Option<Uuid>,
    /// The last invitation sent.
    pub invitation: Option<Uuid>,
    /// When it was.
    pub invited_at: Option<Moment>,
    /// How many times she was changed.
    pub revision: i64,
}

impl Member {
    /// Whether she sits now: only then is the body hers.
    pub fn sits(&self) -> bool {
        self.state == MemberState::Sitting
    }

    /// Whether she sat on a day.
    pub fn sat_on(&self, day: Date) -> bool {
        let is_over = self.state != MemberState::Sitting && self.state_on <= day;
        self.terms.starts_on <= day && !is_over
    }

    /// Whether she counts for the quorum: sits, and not as an alternate.
    pub fn counts(&self) -> bool {
        self.sits() && !self.terms.is_alternate
    }
}

/// What is set for a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberTerms {
    /// First name and name, as she wishes to be called.
    pub called_name: String,
    /// Where to write to her; empty, when nowhere.
    pub email: String,
    /// For whom she sits.
    pub college: CollegeKind,
    /// The structure she speaks for, or nothing.
    pub structure: String,
    /// As she asked to be counted.
    pub counted: Counted,
    /// First day of her mandate.
    pub starts_on: Date,
    /// Last day foreseen.
    pub ends_on: Option<Date>,
    /// Whether she sits when somebody else cannot.
    pub is_alternate: bool,
    /// Whether she is among those who leave when half is renewed.
    pub leaves_at_half: bool,
    /// Whether she enters attendance and minutes for the others.
    pub is_secretary: bool,
    /// Whether she agreed that her name be read by all.
    pub is_name_public: bool,
    /// The signatory of the contract she speaks for.
    pub signatory: Option<Uuid>,
    /// The member whose seat she fills when that one cannot; nothing, when she is nobody’s deputy.
    pub titular: Option<Uuid>,
}

/// Where a mandate may go from there. Whoever left does not come back under the same mandate.
pub const fn next(from: MemberState) -> &'static [MemberState] {
    match from {
        MemberState::Sitting => &[MemberState::Suspended, MemberState::Left],
        MemberState::Suspended => &[MemberState::Sitting, MemberState::Left],
        MemberState::Left => &[],
    }
}

/// The day half of a body is renewed, when it is.
pub fn renewal_day(terms: &AssemblyTerms) -> Option<Date> {
    terms.starts_on?.checked_add(terms.renewal_months?.months()).ok()
}

/// How many are still to be chosen among those who leave when half is renewed: half of those who sit, alternates aside, less
/// those chosen.
pub fn still_to_choose(members: &[Member]) -> usize {
    let count =
        |is_chosen: bool| members.iter().filter(|one| one.counts() && one.terms.leaves_at_half == is_chosen).count();
    ((count(true) + count(false)) / 2).saturating_sub(count(true))
}

/// The last day of a mandate that starts that day.
pub fn mandate_end(terms: &AssemblyTerms, starts_on: Date) -> Option<Date> {
    starts_on.checked_add(terms.mandate_months.months()).and_then(|day| day.checked_sub(1.day())).ok()
}

/// What is wrong in the terms of a member.
pub fn check_member(terms: &MemberTerms) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if terms.called_name.is_empty() || terms.called_name.chars().count() > 120 {
        tell("nom", "Indiquez le prénom et le nom, comme la personne souhaite être appelée, en moins de 120 signes");
    }
    if terms.structure.chars().count() > 200 {
        tell("structure", "Ce texte dépasse 200 signes : raccourcissez-le");
    }
    if !matches!(terms.college, CollegeKind::Residents | CollegeKind::None) && terms.structure.is_empty() {
        tell("structure", "Indiquez la structure que cette personne représente");
    }
    if terms.ends_on.is_some_and(|end| end < terms.starts_on) {
        tell("fin", "La fin du mandat vient après son début : corrigez l’une des deux dates");
    }
    errors
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::rules::Kind;

    #[test]
    fn a_mandate_ends_the_day_before_its_anniversary() {
        let terms = AssemblyTerms::first(Kind::Council);
        assert_eq!(mandate_end(&terms, date(2026, 9, 1)), Some(date(2029, 8, 31)));
        assert_eq!(mandate_end(&terms, date(2024, 2, 29)), Some(date(2027, 2, 27)));
    }
}
