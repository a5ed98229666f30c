//! What values of quotas are called in a council.

use kernel::Uuid;

use super::{Age, CollegeKind, Feature, Origin, Sex};

/// Names of neighbourhoods and kinds of structure of a council.
#[derive(Clone, Debug, Default)]
pub struct Names {
    areas: Vec<(Uuid, String)>,
    kinds: Vec<(Uuid, String)>,
    young_age: i64,
}

impl Names {
    /// Those of a council, in order.
    pub const fn new(areas: Vec<(Uuid, String)>, kinds: Vec<(Uuid, String)>, young_age: i64) -> Self {
        Self { areas, kinds, young_age }
    }

    /// Neighbourhoods, with their names.
    pub fn areas(&self) -> &[(Uuid, String)] {
        &self.areas
    }

    /// Kinds of structure, with their names.
    pub fn kinds(&self) -> &[(Uuid, String)] {
        &self.kinds
    }

    /// Names of neighbourhoods, in a sentence.
    pub fn areas_line(&self) -> String {
        self.areas.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// What a value is called.
    pub fn value(&self, feature: Feature, value: &str) -> String {
        self.found(feature, value).unwrap_or_else(|| "valeur retirée".to_owned())
    }

    /// Whether there is still such a value.
    pub fn is_known(&self, feature: Feature, value: &str) -> bool {
        self.found(feature, value).is_some()
    }

    fn found(&self, feature: Feature, value: &str) -> Option<String> {
        let named = |names: &[(Uuid, String)]| {
            let id: Uuid = value.parse().ok()?;
            names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone())
        };
        match feature {
            Feature::Sex => Sex::from_code(value).map(|sex| sex.french().to_owned()),
            Feature::Age => Age::from_code(value).map(|age| match age {
                Age::Young => format!("moins de {} ans", self.young_age),
                Age::Older => format!("{} ans et plus", self.young_age),
                Age::Unknown | Age::Minor => age.french().to_owned(),
            }),
            Feature::Origin => Origin::from_code(value).map(|origin| origin.french().to_owned()),
            Feature::Area => named(&self.areas),
            Feature::Kind => named(&self.kinds),
        }
    }

    /// Values a college can have quotas on, in order.
    pub fn values(&self, kind: CollegeKind) -> Vec<(Feature, Vec<String>)> {
        let codes = |list: &[&str]| list.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        let ids = |list: &[(Uuid, String)]| list.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>();
        let sex = (Feature::Sex, codes(&[Sex::Woman.code(), Sex::Man.code(), Sex::Unknown.code()]));
        let age = (Feature::Age, codes(&[Age::Young.code(), Age::Older.code(), Age::Unknown.code()]));
        let area = (Feature::Area, ids(&self.areas));
        let origins = [Origin::Roll, Origin::Landlord, Origin::Volunteer, Origin::Paper].map(Origin::code);
        let all = match kind {
            CollegeKind::Residents => vec![sex, age, area, (Feature::Origin, codes(&origins))],
            CollegeKind::Actors => vec![sex, (Feature::Kind, ids(&self.kinds)), age, area],
        };
        all.into_iter().filter(|(_, values)| !values.is_empty()).collect()
    }
}
