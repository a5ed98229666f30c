//! A first draw, of whom to write to in a long list: the list cut in strata, each person of one with the same chance.

use std::collections::BTreeMap;

use kernel::FieldError;
use sortition::exact::ratio;
use sortition::invitation::{Roll, Stratum};

use super::{Age, Feature, Names, Traits};

/// Most letters of a draw.
pub const MOST_LETTERS: i64 = 100_000;
/// Most times as likely the young are written to.
pub const MOST_WEIGHT: i64 = 10;

/// What is wrong in how many letters, and in how much more the young are written to.
pub fn check_letters(letters: Option<i64>, young_weight: Option<i64>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !letters.is_some_and(|letters| (1..=MOST_LETTERS).contains(&letters)) {
        errors.push(FieldError::new("courriers", "Indiquez combien de courriers partent, de 1 à 100 000"));
    }
    if young_weight.is_some_and(|weight| !(1..=MOST_WEIGHT).contains(&weight)) {
        errors.push(FieldError::new("poids-jeunes", "Ce poids va de 1 (autant qu’aux autres) à 10"));
    }
    errors
}

/// The list as the engine reads it: numbers, and strata made of what quotas tell people apart by. Where somebody comes from
/// makes no stratum: one does not choose how one was listed.
pub fn roll(people: &[(String, Traits)], features: &[Feature], names: &Names, young_weight: i64) -> Roll {
    let cut: Vec<Feature> = features.iter().copied().filter(|feature| *feature != Feature::Origin).collect();
    let mut strata: BTreeMap<String, Stratum> = BTreeMap::new();
    let mut ids = Vec::with_capacity(people.len());
    for (rank, (number, one)) in (0..).zip(people) {
        let values: Vec<String> = cut.iter().map(|feature| names.value(*feature, &one.value(*feature))).collect();
        let name = if values.is_empty() { "tous".to_owned() } else { values.join(" · ") };
        let is_young = one.age == Age::Young && cut.contains(&Feature::Age);
        let weight = ratio(if is_young { young_weight } else { 1 }.into(), 1);
        let stratum = strata.entry(name.clone()).or_insert_with(|| Stratum { name, weight, people: Vec::new() });
        stratum.people.push(rank);
        ids.push(number.clone());
    }
    Roll { ids, strata: strata.into_values().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Origin, Sex};

    #[test]
    fn the_young_are_a_stratum_that_weighs_what_was_said() {
        let one = |age| Traits {
            sex: Sex::Woman,
            age,
            area: None,
            origin: Origin::Roll,
            kind: None,
            household: String::new(),
        };
        let people: Vec<(String, Traits)> = [Age::Young, Age::Older, Age::Older]
            .into_iter()
            .zip(1..)
            .map(|(age, n): (Age, i32)| (n.to_string(), one(age)))
            .collect();
        let names = Names::new(vec![], vec![], 30);
        let cut = roll(&people, &[Feature::Sex, Feature::Age, Feature::Origin], &names, 3);
        let told: Vec<(&str, String, usize)> =
            cut.strata.iter().map(|of| (of.name.as_str(), of.weight.to_string(), of.people.len())).collect();
        assert_eq!(told, [("femme · 30 ans et plus", "1".into(), 2), ("femme · moins de 30 ans", "3".into(), 1)]);
        assert!(roll(&people, &[], &names, 3).strata.iter().all(|of| of.name == "tous" && of.weight == ratio(1, 1)));
        assert_eq!(check_letters(None, Some(11)).len(), 2);
        assert!(check_letters(Some(2_000), None).is_empty());
    }
}
