//! Associations of a group: invited, members, gone.

use kernel::{Moment, Uuid, vocabulary};

vocabulary! {
    /// What an association is to a group.
    MemberState {
        /// Asked to come; nobody answered.
        Invited => "invited", "invitée";
        /// Takes part.
        Member => "member", "membre";
        /// Was asked and said no.
        Refused => "refused", "a refusé";
        /// Went by itself.
        Left => "left", "partie";
        /// Was put out, or asked no more.
        Removed => "removed", "retirée";
    }
}

/// An association of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Which row.
    pub id: Uuid,
    /// Of which group.
    pub circle: Uuid,
    /// Which association.
    pub organisation: Uuid,
    /// What it is to the group.
    pub state: MemberState,
    /// Since when.
    pub since: Moment,
}

/// Most associations of a group, those invited included.
const MOST: usize = 60;
/// Days during which who said no, or went, is not asked again.
const LEFT_ALONE: i64 = 30;

/// Whether an association may be invited now: the sentence that says why not.
pub fn may_be_invited(all: &[Member], organisation: Uuid, now: Moment) -> Result<(), &'static str> {
    let is_there = |one: &&Member| matches!(one.state, MemberState::Invited | MemberState::Member);
    if let Some(known) = all.iter().find(|one| one.organisation == organisation) {
        match known.state {
            MemberState::Member => return Err("Cette association est déjà dans le groupe"),
            MemberState::Invited => return Err("Cette association est déjà invitée"),
            MemberState::Refused | MemberState::Left if known.since.plus_days(LEFT_ALONE) > now => {
                return Err("Cette association a dit non il y a moins de trente jours : laissez-lui du temps");
            }
            MemberState::Refused | MemberState::Left | MemberState::Removed => {}
        }
    }
    match all.iter().filter(is_there).count() {
        count if count >= MOST => Err("Un groupe réunit soixante associations au plus"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_said_no_is_left_alone_for_a_month() {
        let member = |state| Member {
            id: Uuid::nil(),
            circle: Uuid::nil(),
            organisation: Uuid::from_u128(1),
            state,
            since: Moment(0),
        };
        let (soon, later) = (Moment(0).plus_days(29), Moment(0).plus_days(31));
        let may = |state, now| may_be_invited(&[member(state)], Uuid::from_u128(1), now).is_ok();
        for state in [MemberState::Refused, MemberState::Left] {
            assert!(!may(state, soon) && may(state, later), "{state:?}");
        }
        assert!(may(MemberState::Removed, soon));
        assert!(!may(MemberState::Member, later) && !may(MemberState::Invited, later));
        let mut full = Vec::new();
        for rank in 0..60 {
            full.push(Member { organisation: Uuid::from_u128(100 + rank), ..member(MemberState::Member) });
        }
        assert!(may_be_invited(&full, Uuid::from_u128(1), later).is_err());
        assert!(may_be_invited(&full[1..], Uuid::from_u128(1), later).is_ok());
    }
}
