//! Who is in the pool, who is set aside and why.

use kernel::Uuid;

use super::{Age, CandidateState, CollegeKind, Placed, StructureState};

/// What decides whether somebody may be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Her age.
    pub age: Age,
    /// Her neighbourhood.
    pub area: Option<Uuid>,
    /// How sure it is.
    pub placed: Placed,
    /// Her structure's candidacy.
    pub structure: Option<StructureState>,
}

/// Whether somebody may be drawn, or why not.
pub fn standing(kind: CollegeKind, areas: &[Uuid], facts: Facts) -> (CandidateState, &'static str) {
    if facts.age == Age::Minor {
        return (CandidateState::SetAside, "n’a pas l’âge minimum");
    }
    match kind {
        CollegeKind::Actors => match facts.structure {
            Some(StructureState::Admitted) => (CandidateState::Kept, ""),
            Some(StructureState::Refused) => (CandidateState::SetAside, "la candidature de la structure est écartée"),
            _ => (CandidateState::SetAside, "la candidature de la structure est à examiner"),
        },
        CollegeKind::Residents => match (facts.placed, facts.area) {
            (Placed::Unknown, _) => (CandidateState::SetAside, "adresse à situer"),
            (Placed::Sure | Placed::Probable | Placed::ByHand, Some(area)) if areas.contains(&area) => {
                (CandidateState::Kept, "")
            }
            _ => (CandidateState::SetAside, "habite hors du territoire du conseil"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_in_the_pool_without_age_and_place() {
        let (here, there) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let resident = |age, area, placed| {
            standing(CollegeKind::Residents, &[here], Facts { age, area, placed, structure: None }).0
        };
        assert_eq!(resident(Age::Young, Some(here), Placed::Sure), CandidateState::Kept);
        assert_eq!(resident(Age::Unknown, Some(here), Placed::ByHand), CandidateState::Kept);
        for (age, area, placed) in [
            (Age::Minor, Some(here), Placed::Sure),
            (Age::Young, Some(there), Placed::Sure),
            (Age::Young, None, Placed::Outside),
            (Age::Young, None, Placed::Unknown),
        ] {
            assert_eq!(resident(age, area, placed), CandidateState::SetAside);
        }
        let actor = |structure| {
            let facts = Facts { age: Age::Unknown, area: None, placed: Placed::Unknown, structure };
            standing(CollegeKind::Actors, &[here], facts).0
        };
        assert_eq!(actor(Some(StructureState::Admitted)), CandidateState::Kept);
        assert_eq!(actor(Some(StructureState::Received)), CandidateState::SetAside);
    }
}
