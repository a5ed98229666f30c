//! How many answers are wanted of whom: neighbourhood, age, sex. A quota warns, it never closes a door.

use kernel::Uuid;

/// Answers wanted of some people. What is left empty is everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The neighbourhood.
    pub area: Option<Uuid>,
    /// Code of the answer to the question of age.
    pub age: String,
    /// Code of the answer to the question of sex.
    pub sex: String,
    /// How many.
    pub wanted: i64,
}

/// What of somebody a quota looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Her neighbourhood.
    pub area: Option<Uuid>,
    /// Code of her age.
    pub age: String,
    /// Code of her sex.
    pub sex: String,
}

impl Quota {
    /// Whether somebody is among those it counts.
    pub fn counts(&self, profile: &Profile) -> bool {
        let fits = |wanted: &str, is: &str| wanted.is_empty() || wanted == is;
        (self.area.is_none() || self.area == profile.area)
            && fits(&self.age, &profile.age)
            && fits(&self.sex, &profile.sex)
    }
}

/// How many answers each quota has, of so many people of each profile.
pub fn reached(quotas: &[Quota], people: &[(Profile, i64)]) -> Vec<i64> {
    let count =
        |quota: &Quota| people.iter().filter(|(profile, _)| quota.counts(profile)).map(|(_, count)| count).sum();
    quotas.iter().map(count).collect()
}

/// The quotas that have all their answers already, among those this person counts for.
pub fn full_for<'a>(quotas: &'a [Quota], reached: &[i64], profile: &Profile) -> Vec<(&'a Quota, i64)> {
    let mine = quotas.iter().zip(reached).filter(|(quota, count)| quota.counts(profile) && **count >= quota.wanted);
    mine.map(|(quota, count)| (quota, *count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_counts_whoever_it_names() {
        let (here, there) = (Some(Uuid::from_u128(1)), Some(Uuid::from_u128(2)));
        let quota = |area, age: &str, sex: &str, wanted| Quota { area, age: age.into(), sex: sex.into(), wanted };
        let quotas = [quota(here, "15_24", "", 2), quota(None, "", "f", 1), quota(there, "", "", 5)];
        let person = |area, age: &str, sex: &str| Profile { area, age: age.into(), sex: sex.into() };
        let people = [(person(here, "15_24", "f"), 3), (person(here, "15_24", ""), 1), (person(None, "60", "h"), 2)];
        assert_eq!(reached(&quotas, &people), [4, 3, 0]);
        let full = full_for(&quotas, &[2, 1, 0], &person(here, "15_24", "h"));
        assert_eq!(full, [(&quotas[0], 2)]);
        assert_eq!(full_for(&quotas, &[2, 1, 0], &Profile::default()), [], "nothing is known of her yet");
    }
}
