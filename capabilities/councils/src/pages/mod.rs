//! The pages of the slice.

pub mod candidate;
pub mod college;
pub mod doubts;
pub mod list;
pub mod open;
pub mod person;
pub mod pool;
pub mod pool_file;
mod samples;
pub mod setting;
pub mod sheet;
pub mod streets;
pub mod structures;

pub use samples::samples;

use std::collections::BTreeMap;

use database::Tx;
use interface::{Choice, Link};
use kernel::{Actor, Uuid};
use territory::facade::Area;

use crate::actions::place;
use crate::rules::{Age, CollegeKind, Council, Feature, Origin, Quota, Sex};

/// Values of a vocabulary as choices.
macro_rules! choices_of {
    ($kind:ty) => {
        <$kind>::ALL.iter().map(|value| interface::Choice::new(value.code(), value.french())).collect::<Vec<_>>()
    };
}
use choices_of;

/// Where a council is managed.
fn sheet_path(id: Uuid) -> String {
    format!("/gestion/conseils/{id}")
}

/// Where a college is managed.
fn college_path(id: Uuid) -> String {
    format!("/gestion/colleges/{id}")
}

/// Where the public reads a council.
fn council_path(id: Uuid) -> String {
    format!("/conseils/{id}")
}

/// The pages above those of a council.
fn above(council: &Council) -> Vec<Link> {
    vec![Link::new("Conseils citoyens", "/gestion/conseils"), Link::new(&council.terms.name, sheet_path(council.id))]
}

fn may(actor: &Actor, act: &'static kernel::Act, council: &Council) -> bool {
    actor.may(act, &place(&council.terms)).is_allowed()
}

fn area_choices(areas: &[Area]) -> Vec<Choice> {
    areas.iter().map(|area| Choice::new(area.id.to_string(), &area.name)).collect()
}

/// What values of quotas are called in a council.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    areas: BTreeMap<Uuid, String>,
    kinds: BTreeMap<Uuid, String>,
    order: Vec<(Feature, String)>,
    young_age: i64,
}

impl Names {
    /// Names of neighbourhoods and kinds of structure of a council.
    pub async fn of(tx: &mut Tx, council: &Council) -> database::Result<Self> {
        let areas = territory::facade::areas(tx).await?;
        let kinds = crate::store::council::kinds(tx, council.id).await?;
        Ok(Self::told(council, &areas, &kinds))
    }

    /// The same, already read.
    pub fn told(council: &Council, areas: &[Area], kinds: &[(Uuid, String)]) -> Self {
        let own = areas.iter().filter(|area| council.terms.areas.contains(&area.id));
        let own: Vec<(Uuid, String)> = own.map(|area| (area.id, area.name.clone())).collect();
        let order = own.iter().map(|(id, _)| (Feature::Area, id.to_string()));
        let order = order.chain(kinds.iter().map(|(id, _)| (Feature::Kind, id.to_string()))).collect();
        Self {
            areas: own.into_iter().collect(),
            kinds: kinds.iter().cloned().collect(),
            order,
            young_age: council.terms.young_age,
        }
    }

    /// Neighbourhoods and their names.
    pub fn areas(&self) -> Vec<String> {
        self.order.iter().filter(|(feature, _)| *feature == Feature::Area).map(|(f, v)| self.value(*f, v)).collect()
    }

    /// Neighbourhoods to choose from.
    pub fn area_choices(&self) -> Vec<Choice> {
        let own = self.order.iter().filter(|(feature, _)| *feature == Feature::Area);
        own.map(|(feature, value)| Choice::new(value.clone(), &self.value(*feature, value))).collect()
    }

    /// Kinds of structure to choose from.
    pub fn kind_choices(&self) -> Vec<Choice> {
        let own = self.order.iter().filter(|(feature, _)| *feature == Feature::Kind);
        own.map(|(feature, value)| Choice::new(value.clone(), &self.value(*feature, value))).collect()
    }

    /// What a value is called.
    pub fn value(&self, feature: Feature, value: &str) -> String {
        let named = |names: &BTreeMap<Uuid, String>| value.parse().ok().and_then(|id: Uuid| names.get(&id).cloned());
        let found = match feature {
            Feature::Sex => Sex::from_code(value).map(|sex| sex.french().to_owned()),
            Feature::Age => Age::from_code(value).map(|age| match age {
                Age::Young => format!("moins de {} ans", self.young_age),
                Age::Older => format!("{} ans et plus", self.young_age),
                Age::Unknown | Age::Minor => age.french().to_owned(),
            }),
            Feature::Origin => Origin::from_code(value).map(|origin| origin.french().to_owned()),
            Feature::Area => named(&self.areas),
            Feature::Kind => named(&self.kinds),
        };
        found.unwrap_or_else(|| "valeur retirée".to_owned())
    }

    /// Values a college can have quotas on, in order.
    pub fn values(&self, kind: CollegeKind) -> Vec<(Feature, Vec<String>)> {
        let codes = |list: &[&str]| list.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        let of = |feature: Feature| {
            let own = self.order.iter().filter(|(known, _)| *known == feature);
            (feature, own.map(|(_, value)| value.clone()).collect::<Vec<_>>())
        };
        let sex = (Feature::Sex, codes(&[Sex::Woman.code(), Sex::Man.code(), Sex::Unknown.code()]));
        let age = (Feature::Age, codes(&[Age::Young.code(), Age::Older.code(), Age::Unknown.code()]));
        let origins = [Origin::Roll, Origin::Landlord, Origin::Volunteer, Origin::Paper].map(Origin::code);
        let all = match kind {
            CollegeKind::Residents => vec![sex, age, of(Feature::Area), (Feature::Origin, codes(&origins))],
            CollegeKind::Actors => vec![sex, of(Feature::Kind), age, of(Feature::Area)],
        };
        all.into_iter().filter(|(_, values)| !values.is_empty()).collect()
    }
}

/// « de 8 à 8 », « 4 au moins », « au plus 2 ».
fn bounds(quota: &Quota, seats: i64) -> String {
    match (quota.low, quota.high) {
        (low, high) if low == high => format!("{low} exactement"),
        (0, high) => format!("{high} au plus"),
        (low, high) if high >= seats => format!("{low} au moins"),
        (low, high) => format!("de {low} à {high}"),
    }
}
