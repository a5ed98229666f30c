//! Rules that cross two values, or the two colleges: « deux personnes au moins de moins de 30 ans, parmi celles de Grazailles », « quinze
//! femmes au moins dans le conseil entier ».

use kernel::{FieldError, Uuid};
use sortition::draw::Rule;

use super::{College, CollegeKind, CollegeTerms, Feature, Names, Quota, RuleScope, Traits};

/// Most rules of a council: panels become hard to find, and hard to explain.
const MOST_RULES: usize = 12;

/// A value people have: stable word, or identifier of a neighbourhood or of a kind of structure.
pub type Value = (Feature, String);

/// A rule of a council beside its quotas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossed {
    /// Which.
    pub id: Uuid,
    /// Whom it looks at.
    pub scope: RuleScope,
    /// Who is counted.
    pub first: Value,
    /// Only among those who have this value too.
    pub second: Option<Value>,
    /// Least.
    pub low: i64,
    /// Most; none when not said.
    pub high: Option<i64>,
}

impl Crossed {
    /// Values that are all theirs.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        std::iter::once(&self.first).chain(&self.second)
    }

    /// Whether it looks at the people of a college.
    pub fn looks_at(&self, kind: CollegeKind) -> bool {
        match self.scope {
            RuleScope::Residents => kind == CollegeKind::Residents,
            RuleScope::Actors => kind == CollegeKind::Actors,
            RuleScope::Whole => true,
        }
    }

    /// Whether it counts somebody.
    pub fn counts(&self, one: &Traits) -> bool {
        self.values().all(|(feature, value)| one.value(*feature) == *value)
    }

    /// « femme, parmi âge : moins de 30 ans ».
    pub fn name(&self, names: &Names) -> String {
        let told = |(feature, value): &Value| format!("{} : {}", feature.french(), names.value(*feature, value));
        let own = match &self.second {
            Some(second) => format!("{}, parmi {}", told(&self.first), told(second)),
            None => told(&self.first),
        };
        if self.scope == RuleScope::Whole { format!("conseil entier, {own}") } else { own }
    }

    /// « 2 au moins », « de 2 à 4 ».
    pub fn bounds(&self) -> String {
        match (self.low, self.high) {
            (low, Some(high)) if low == high => format!("{low} exactement"),
            (0, Some(high)) => format!("{high} au plus"),
            (low, Some(high)) => format!("de {low} à {high}"),
            (low, None) => format!("{low} au moins"),
        }
    }
}

/// What is wrong in a rule to add, beside those there are.
pub fn check_crossed(rule: &Crossed, known: &[Crossed], names: &Names, colleges: &[College]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    let looked_at: Vec<&College> = colleges.iter().filter(|college| rule.looks_at(college.kind)).collect();
    let has = |kind: CollegeKind, (feature, value): &Value| {
        names.values(kind).iter().any(|(own, values)| own == feature && values.contains(value))
    };
    let seats: i64 = looked_at.iter().map(|college| college.terms.seats).sum();
    match (rule.scope, looked_at.len()) {
        (RuleScope::Whole, 0 | 1) => {
            tell("portee", "Ce conseil n’a qu’un collège : choisissez-le, la règle y suffit");
        }
        (_, 0) => tell("portee", "Ce conseil n’a pas ce collège : choisissez l’autre"),
        _ => {}
    }
    for (field, value) in [("qui", Some(&rule.first)), ("parmi", rule.second.as_ref())] {
        if value.is_some_and(|value| !looked_at.iter().any(|college| has(college.kind, value))) {
            tell(field, "Personne de ce collège ne peut avoir cette valeur : choisissez-en une autre");
        }
    }
    if rule.scope != RuleScope::Whole && rule.second.is_none() {
        tell(
            "parmi",
            "Sur un seul critère, c’est un quota : il se règle avec les sièges du collège. Croisez deux critères",
        );
    }
    if rule.second.as_ref().is_some_and(|second| second.0 == rule.first.0) {
        tell("parmi", "Personne n’a deux valeurs du même critère : croisez deux critères différents");
    }
    if rule.low == 0 && rule.high.is_none() {
        tell("au-moins", "Indiquez un minimum, un maximum, ou les deux");
    }
    if rule.high.is_some_and(|high| rule.low > high) {
        tell("au-moins", "Le minimum dépasse le maximum");
    }
    if rule.low > seats && !looked_at.is_empty() {
        tell("au-moins", &format!("Le minimum dépasse les {seats} sièges"));
    }
    let pair = |rule: &Crossed| {
        let mut values: Vec<Value> = rule.values().cloned().collect();
        values.sort();
        (rule.scope, values)
    };
    if known.iter().any(|other| pair(other) == pair(rule)) {
        tell("qui", "Une règle compte déjà ces personnes : retirez-la d’abord");
    }
    if known.len() >= MOST_RULES {
        tell("qui", &format!("{MOST_RULES} règles au plus : retirez-en une"));
    }
    errors
}

/// How many people of the other college a rule counts, at least and at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// At least.
    pub low: i64,
    /// At most.
    pub high: i64,
    /// Seats of it that are held already, whoever holds them.
    pub held: i64,
}

/// How many people of a college a rule counts, when some of its seats are held by people it counts or not, and the others are still to
/// be drawn under its quotas.
pub fn elsewhere(rule: &Crossed, other: &College, names: &Names, sitting: &[Traits]) -> Elsewhere {
    let (seats, held) = (other.terms.seats, i64::try_from(sitting.len()).unwrap_or(i64::MAX));
    let known = i64::try_from(sitting.iter().filter(|one| rule.counts(one)).count()).unwrap_or(i64::MAX);
    let free = (seats - held).max(0);
    // Of quotas, what every council of that college keeps; nobody there has a value that is not of its kind.
    let bounds = |(feature, value): &Value| {
        let is_possible = names.values(other.kind).iter().any(|(own, values)| own == feature && values.contains(value));
        let quota = other.terms.quotas.iter().find(|quota| quota.feature == *feature && quota.value == *value);
        match quota {
            _ if !is_possible => (0, 0),
            Some(quota) => (quota.low, quota.high.min(seats)),
            None => (0, seats),
        }
    };
    let each: Vec<(i64, i64)> = rule.values().map(bounds).collect();
    let most = each.iter().map(|(_, high)| *high).min().unwrap_or(seats);
    let least = each.iter().map(|(low, _)| *low).sum::<i64>() - seats * (each.len() as i64 - 1);
    let low = known.max(least.min(seats));
    Elsewhere { low, high: (known + free).min(most.max(known)).max(low), held }
}

/// A rule as it stands in one draw: what the other college may give is taken from what the whole council asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The rule.
    pub rule: Crossed,
    /// What the engine calls it.
    pub name: String,
    /// Least, in this college.
    pub low: i64,
    /// Most, in this college.
    pub high: i64,
    /// What the other college gives, when the rule looks at both.
    pub other: Option<Elsewhere>,
}

/// A rule applied to the draw of a college.
///
/// # Errors
/// A sentence: the rule cannot be kept any more, or names a value that is gone.
pub fn apply(rule: &Crossed, college: &College, names: &Names, other: Option<Elsewhere>) -> Result<Applied, String> {
    let name = rule.name(names);
    if rule.values().any(|(feature, value)| !names.is_known(*feature, value)) {
        return Err(format!("La règle « {name} » nomme une valeur retirée du conseil : retirez-la"));
    }
    let seats = college.terms.seats;
    let (low, high) = match other {
        Some(other) => (rule.low - other.high, rule.high.map_or(seats, |high| high - other.low)),
        None => (rule.low, rule.high.unwrap_or(seats)),
    };
    let (low, high) = (low.max(0), high.min(seats));
    if high < 0 {
        return Err(format!(
            "La règle « {name} » est déjà dépassée par l’autre collège : relevez son maximum, ou retirez-la"
        ));
    }
    let can_have = |(feature, value): &Value| {
        names.values(college.kind).iter().any(|(own, values)| own == feature && values.contains(value))
    };
    if low > seats || (low > 0 && !rule.values().all(can_have)) {
        return Err(format!(
            "La règle « {name} » demande {low} personnes à ce collège, qui ne peut pas les donner : baissez son minimum"
        ));
    }
    Ok(Applied { rule: rule.clone(), name, low, high: high.max(low), other })
}

/// A rule as the engine reads it: who has every value counts for one.
pub fn engine_rule(name: &str, who: &[(String, String)], (low, high): (i64, i64)) -> Rule {
    Rule { name: name.to_owned(), terms: vec![(who.to_vec(), 1)], low, high }
}

/// The terms of a college whose draw also knows features that rules alone name: their values have no quota of their own.
pub fn with_features(terms: &CollegeTerms, kind: CollegeKind, names: &Names, named: &[Feature]) -> CollegeTerms {
    let mut terms = terms.clone();
    for (feature, values) in names.values(kind).into_iter().filter(|(feature, _)| named.contains(feature)) {
        if terms.quotas.iter().all(|quota| quota.feature != feature) {
            let free = |value: String| Quota { feature, value, low: 0, high: terms.seats };
            let free: Vec<Quota> = values.into_iter().map(free).collect();
            terms.quotas.extend(free);
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Age, Origin, Sex, first_terms};

    fn of(kind: CollegeKind, seats: i64) -> College {
        let terms = first_terms(kind, seats, &[], &[]);
        College { id: Uuid::nil(), council: Uuid::nil(), kind, terms, revision: 1 }
    }

    fn rule(scope: RuleScope, second: bool, low: i64, high: Option<i64>) -> Crossed {
        Crossed {
            id: Uuid::nil(),
            scope,
            first: (Feature::Sex, Sex::Woman.code().into()),
            second: second.then(|| (Feature::Age, Age::Young.code().into())),
            low,
            high,
        }
    }

    fn somebody(sex: Sex, age: Age) -> Traits {
        Traits { sex, age, area: None, origin: Origin::Actor, kind: None, household: String::new() }
    }

    #[test]
    fn the_other_college_gives_what_it_has_or_what_its_quotas_allow() {
        let names = Names::new(vec![], vec![], 30);
        let (residents, actors) = (of(CollegeKind::Residents, 16), of(CollegeKind::Actors, 16));
        // Nobody sits yet: eight women exactly there, by its own quota.
        let women = rule(RuleScope::Whole, false, 18, Some(20));
        let told = elsewhere(&women, &actors, &names, &[]);
        assert_eq!((told.low, told.high), (8, 8));
        let applied = apply(&women, &residents, &names, Some(told)).expect("applied");
        assert_eq!((applied.low, applied.high), (10, 12));
        assert_eq!(applied.name, "conseil entier, sexe : femme");
        // Ten of them sit, seven women: the six seats left may bring one more at most.
        let sitting: Vec<Traits> =
            (0..10).map(|rank| somebody(if rank < 7 { Sex::Woman } else { Sex::Man }, Age::Older)).collect();
        let told = elsewhere(&women, &actors, &names, &sitting);
        assert_eq!((told.low, told.high, told.held), (8, 8, 10));
        // Young women: quotas of the residents say four young at least, and nothing of both.
        let both = rule(RuleScope::Whole, true, 0, Some(2));
        let told = elsewhere(&both, &residents, &names, &[]);
        assert_eq!((told.low, told.high), (0, 8));
        let over = rule(RuleScope::Whole, false, 0, Some(5));
        let told = elsewhere(&over, &actors, &names, &[]);
        assert!(apply(&over, &residents, &names, Some(told)).expect_err("over").contains("déjà dépassée"));
    }

    #[test]
    fn a_rule_of_one_college_crosses_two_different_criteria() {
        let names = Names::new(vec![], vec![], 30);
        let colleges = [of(CollegeKind::Residents, 16)];
        let fields = |rule: &Crossed, known: &[Crossed]| -> Vec<String> {
            check_crossed(rule, known, &names, &colleges).into_iter().map(|error| error.field).collect()
        };
        let right = rule(RuleScope::Residents, true, 2, None);
        assert_eq!(fields(&right, &[]), Vec::<String>::new());
        assert_eq!(fields(&right, std::slice::from_ref(&right)), ["qui"]);
        assert_eq!(fields(&rule(RuleScope::Residents, false, 2, None), &[]), ["parmi"]);
        assert_eq!(fields(&rule(RuleScope::Whole, true, 3, Some(2)), &[]), ["portee", "au-moins"]);
        assert_eq!(fields(&rule(RuleScope::Residents, true, 0, None), &[]), ["au-moins"]);
        let same = Crossed { second: Some((Feature::Sex, Sex::Man.code().into())), ..right };
        assert_eq!(fields(&same, &[]), ["parmi"]);
    }

    #[test]
    fn a_feature_that_a_rule_alone_names_is_known_without_a_quota() {
        let names = Names::new(vec![], vec![], 30);
        let actors = of(CollegeKind::Actors, 4);
        let terms = with_features(&actors.terms, actors.kind, &names, &[Feature::Age, Feature::Sex]);
        let ages: Vec<(i64, i64)> =
            terms.quotas.iter().filter(|q| q.feature == Feature::Age).map(|q| (q.low, q.high)).collect();
        assert_eq!(ages, [(0, 4); 3]);
        assert_eq!(terms.quotas.iter().filter(|q| q.feature == Feature::Sex).count(), 3);
    }
}
