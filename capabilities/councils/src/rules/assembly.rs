//! From a college and its pool to what the engine of draws reads.

use std::collections::BTreeMap;

use kernel::Uuid;
use sortition::draw::Rule;
use sortition::lottery;
use sortition::pool::{Pool, Quota as Wanted, read_people};
use sortition::reading::Wrong;
use sortition::request::Request;

use super::{Age, CollegeTerms, Feature, Names, Objective, Origin, Sex};

/// Somebody of the pool, as the draw knows her.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traits {
    /// Her sex.
    pub sex: Sex,
    /// Her age on the day of the session.
    pub age: Age,
    /// Her neighbourhood.
    pub area: Option<Uuid>,
    /// How she came.
    pub origin: Origin,
    /// The kind of her structure.
    pub kind: Option<Uuid>,
    /// Her household, told apart by a fingerprint; nothing when unknown.
    pub household: String,
}

impl Traits {
    /// Her value of a feature, as quotas name it.
    pub fn value(&self, feature: Feature) -> String {
        match feature {
            Feature::Sex => self.sex.code().to_owned(),
            Feature::Age => self.age.code().to_owned(),
            Feature::Origin => self.origin.code().to_owned(),
            Feature::Area => self.area.map(|id| id.to_string()).unwrap_or_default(),
            Feature::Kind => self.kind.map(|id| id.to_string()).unwrap_or_default(),
        }
    }
}

/// What people are told apart by, in the order of quotas.
pub fn features(terms: &CollegeTerms) -> Vec<Feature> {
    let mut all = Vec::new();
    for quota in &terms.quotas {
        if !all.contains(&quota.feature) {
            all.push(quota.feature);
        }
    }
    all
}

/// What is written of somebody in a draw: « sexe : femme », « âge : moins de 30 ans ».
pub fn recorded(number: &str, one: &Traits, features: &[Feature], names: &Names) -> String {
    let told = |feature: &Feature| format!("{} : {}", feature.french(), names.value(*feature, &one.value(*feature)));
    let all: Vec<String> = std::iter::once(format!("numéro : {number}")).chain(features.iter().map(told)).collect();
    all.join(" | ")
}

/// Everything the engine asks for.
#[derive(Clone, Debug)]
pub struct Assembled {
    /// What is sought.
    pub request: Request,
    /// Quotas.
    pub quotas: Vec<Wanted>,
    /// The pool.
    pub pool: Pool,
}

/// Makes what the engine reads of a college and of its pool, each under her number.
///
/// # Errors
/// What is to be corrected: a value without a quota, an empty pool.
pub fn assemble(
    terms: &CollegeTerms,
    (names, one_per_household): (&Names, bool),
    people: &[(String, Traits)],
    crossed: &[Rule],
) -> Result<Assembled, Wrong> {
    let features = features(terms);
    let wanted = |quota: &super::Quota| Wanted {
        feature: quota.feature.french().to_owned(),
        value: names.value(quota.feature, &quota.value),
        low: quota.low,
        high: quota.high,
    };
    let quotas: Vec<Wanted> = terms.quotas.iter().map(wanted).collect();
    let mut file = String::new();
    let heads: Vec<&str> = features.iter().map(|feature| feature.french()).collect();
    row(&mut file, std::iter::once("id").chain(heads.iter().copied()).chain(["household"]));
    for (number, one) in people {
        let values: Vec<String> = features.iter().map(|feature| names.value(*feature, &one.value(*feature))).collect();
        let household = if one_per_household { one.household.as_str() } else { "" };
        row(&mut file, std::iter::once(number.as_str()).chain(values.iter().map(String::as_str)).chain([household]));
    }
    let pool = read_people(file.as_bytes(), &quotas, &["household".to_owned()])?;
    Ok(Assembled { request: request(terms, names, crossed), quotas, pool })
}

/// What the draw of a college seeks, with the crossed rules it was announced with.
pub fn request(terms: &CollegeTerms, names: &Names, crossed: &[Rule]) -> Request {
    Request {
        seats: terms.seats,
        objective: match terms.objective {
            Objective::Leximin => lottery::Objective::Leximin,
            Objective::Maximin => lottery::Objective::Maximin,
            Objective::Nash => lottery::Objective::Nash,
        },
        cap: terms.cap_percent.map(|cap| sortition::exact::ratio(cap.into(), 100)),
        panels: terms.panels.and_then(|panels| usize::try_from(panels).ok()),
        order_seed: None,
        rules: [pairs(terms, names).as_slice(), crossed].concat(),
        invitation: None,
        after: None,
    }
}

/// As many women as men in each kind of structure.
fn pairs(terms: &CollegeTerms, names: &Names) -> Vec<Rule> {
    if !terms.mixed_pairs {
        return Vec::new();
    }
    let rule = |quota: &super::Quota| {
        let kind = (Feature::Kind.french().to_owned(), names.value(Feature::Kind, &quota.value));
        let of = |sex: Sex| vec![kind.clone(), (Feature::Sex.french().to_owned(), sex.french().to_owned())];
        Rule {
            name: format!("binômes mixtes, {}", kind.1),
            terms: vec![(of(Sex::Woman), 1), (of(Sex::Man), -1)],
            low: 0,
            high: 0,
        }
    };
    terms.quotas.iter().filter(|quota| quota.feature == Feature::Kind).map(rule).collect()
}

fn row<'a>(file: &mut String, cells: impl Iterator<Item = &'a str>) {
    let cells: Vec<String> = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    file.push_str(&cells.join(","));
    file.push('\n');
}

/// How many people have the same traits as nobody else of the pool: their number leads to them for whoever knows them.
pub fn alone(people: &[(String, Traits)], features: &[Feature]) -> usize {
    let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (_, one) in people {
        *counts.entry(features.iter().map(|feature| one.value(*feature)).collect()).or_default() += 1;
    }
    counts.values().filter(|count| **count == 1).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{CollegeKind, first_terms};

    fn somebody(sex: Sex, age: Age, household: &str) -> Traits {
        Traits { sex, age, area: None, origin: Origin::Roll, kind: None, household: household.into() }
    }

    #[test]
    fn the_engine_reads_a_college_in_french() {
        let names = Names::new(vec![], vec![], 30);
        let terms = first_terms(CollegeKind::Residents, 2, &[], &[]);
        let people: Vec<(String, Traits)> = [
            somebody(Sex::Woman, Age::Young, "h"),
            somebody(Sex::Man, Age::Older, "h"),
            somebody(Sex::Man, Age::Young, ""),
            somebody(Sex::Woman, Age::Older, ""),
        ]
        .into_iter()
        .zip(1..)
        .map(|(one, number)| (number.to_string(), one))
        .collect();
        let made = assemble(&terms, (&names, true), &people, &[]).expect("assembled");
        assert_eq!((made.pool.people.len(), made.pool.households, made.request.seats), (4, 1, 2));
        assert_eq!(made.quotas[3].value, "moins de 30 ans");
        assert_eq!(
            recorded("1", &people[0].1, &features(&terms), &names),
            "numéro : 1 | sexe : femme | âge : moins de 30 ans"
        );
        assert_eq!(alone(&people, &features(&terms)), 4);
        let free = assemble(&terms, (&names, false), &people, &[]).expect("assembled");
        assert_eq!(free.pool.households, 0);
    }

    #[test]
    fn mixed_pairs_become_a_rule_for_each_kind() {
        let kind = Uuid::from_u128(3);
        let names = Names::new(vec![], vec![(kind, "Parents d’élèves".into())], 30);
        let terms = first_terms(CollegeKind::Actors, 2, &[], &[kind]);
        let one = |sex| Traits { kind: Some(kind), ..somebody(sex, Age::Older, "") };
        let people =
            [("1".to_owned(), one(Sex::Woman)), ("2".to_owned(), one(Sex::Woman)), ("3".to_owned(), one(Sex::Man))];
        let made = assemble(&terms, (&names, true), &people, &[]).expect("assembled");
        assert_eq!(made.request.rules.len(), 1);
        let drawn = sortition::request::prepare(made.request, made.pool, made.quotas, &[]).expect("a lottery");
        assert!(drawn.panels.iter().all(|panel| panel.contains(&2)), "the only man is in every pair");
    }
}
