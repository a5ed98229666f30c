//! Who is in the pool, who is set aside and why; whom a line meets.

use std::collections::{HashMap, HashSet};

use kernel::Uuid;

use super::{Age, CandidateState, CollegeKind, Marks, Placed, StructureState, doubt};

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

/// Whom a line meets among those who are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Met {
    /// Nobody.
    Nobody,
    /// Herself.
    Herself(Uuid),
    /// Somebody who is perhaps her, and why.
    Perhaps(Vec<(Uuid, &'static str)>),
}

/// Those who are there, found by name.
#[derive(Clone, Debug, Default)]
pub struct Known {
    by_name: HashMap<String, Vec<(Uuid, Marks)>>,
    ids: HashSet<Uuid>,
}

impl Known {
    /// Those of these fingerprints.
    pub fn new(all: Vec<(Uuid, Marks)>) -> Self {
        let mut known = Self::default();
        for (id, marks) in all {
            known.add(id, marks);
        }
        known
    }

    /// One more.
    pub fn add(&mut self, id: Uuid, marks: Marks) {
        self.ids.insert(id);
        self.by_name.entry(marks.name.clone()).or_default().push((id, marks));
    }

    /// Whether a line is there already.
    pub fn has(&self, id: Uuid) -> bool {
        self.ids.contains(&id)
    }

    /// Whom a line meets.
    pub fn meet(&self, marks: &Marks) -> Met {
        let Some(of_name) = self.by_name.get(&marks.name) else { return Met::Nobody };
        if let Some((id, _)) = of_name.iter().find(|(_, known)| known.is_same(marks)) {
            return Met::Herself(*id);
        }
        let doubts: Vec<_> = of_name.iter().filter_map(|(id, known)| Some((*id, doubt(known, marks)?))).collect();
        if doubts.is_empty() { Met::Nobody } else { Met::Perhaps(doubts) }
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

    #[test]
    fn a_line_meets_herself_or_somebody_who_may_be_her() {
        let marks = |identity: &str, address: &str| Marks {
            identity: (!identity.is_empty()).then(|| identity.to_owned()),
            name: "n".into(),
            address: Some(address.into()),
            street: String::new(),
        };
        let known = Known::new(vec![(Uuid::from_u128(1), marks("i", "a"))]);
        assert_eq!(known.meet(&marks("i", "a")), Met::Herself(Uuid::from_u128(1)));
        assert!(matches!(known.meet(&marks("i", "b")), Met::Perhaps(found) if found.len() == 1));
        assert!(matches!(known.meet(&marks("", "b")), Met::Perhaps(_)));
        assert_eq!(known.meet(&marks("j", "b")), Met::Nobody);
    }
}
