//! The rules of a draw as they were announced: settings of the council may change afterwards, what was announced does not.

use database::Tx;
use kernel::Uuid;
use serde::Deserialize;
use serde_json::{Value, json};
use sortition::dossier::ANNOUNCED;
use sortition::draw::Rule;

use crate::rules::{Applied, College, CollegeTerms, Crossed, Feature, Names, engine_rule, with_features};
use crate::store;

/// What was announced, as pages and later steps read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Announced {
    /// Seats.
    #[serde(rename = "sieges")]
    pub seats: i64,
    /// Quotas, in order.
    pub quotas: Vec<AnnouncedQuota>,
    /// Whether each kind of structure sends as many women as men.
    #[serde(rename = "binomes_mixtes")]
    pub mixed_pairs: bool,
    /// Whether one person of a household sits, at most.
    #[serde(rename = "une_personne_par_foyer")]
    pub one_per_household: bool,
    /// What is done when no panel keeps every rule.
    #[serde(rename = "carence")]
    pub vacancy: String,
    /// Hours between the lottery and the number, to object; draws announced before there were any do not say it.
    #[serde(rename = "heures_pour_objecter_entre_loterie_et_nombre")]
    pub objection_hours: i64,
    /// Rules beside quotas.
    #[serde(rename = "regles_croisees")]
    pub crossed: Vec<AnnouncedRule>,
    /// Whether a round of the beacon gives the order of panels, once the pool is closed.
    #[serde(rename = "ordre_par_la_balise")]
    pub is_order_drawn: bool,
}

/// A quota announced.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct AnnouncedQuota {
    /// What people are told apart by.
    #[serde(rename = "critere")]
    pub feature: String,
    /// Its value.
    #[serde(rename = "valeur")]
    pub value: String,
    /// Least.
    #[serde(rename = "au_moins")]
    pub low: i64,
    /// Most.
    #[serde(rename = "au_plus")]
    pub high: i64,
}

/// A rule announced.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct AnnouncedRule {
    /// What the engine calls it.
    #[serde(rename = "regle")]
    pub name: String,
    /// Least, in this college.
    #[serde(rename = "au_moins")]
    pub low: i64,
    /// Most, in this college.
    #[serde(rename = "au_plus")]
    pub high: i64,
    /// Values that are all theirs.
    #[serde(rename = "qui")]
    pub who: Vec<AnnouncedValue>,
    /// What the whole council asks and what the other college gives, in French.
    #[serde(default, rename = "d_ou_vient_ce_nombre")]
    pub why: String,
}

/// A value people have.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct AnnouncedValue {
    /// What people are told apart by.
    #[serde(rename = "critere")]
    pub feature: String,
    /// Its value.
    #[serde(rename = "valeur")]
    pub value: String,
}

impl Announced {
    /// Rules beside quotas, as the engine reads them.
    pub fn rules(&self) -> Vec<Rule> {
        let who = |rule: &AnnouncedRule| -> Vec<(String, String)> {
            rule.who.iter().map(|one| (one.feature.clone(), one.value.clone())).collect()
        };
        self.crossed.iter().map(|rule| engine_rule(&rule.name, &who(rule), (rule.low, rule.high))).collect()
    }

    /// The terms of the college, with every feature the draw knows.
    pub fn terms(&self, college: &College, names: &Names) -> CollegeTerms {
        let who = self.crossed.iter().flat_map(|rule| &rule.who);
        let is_named = |feature: &&Feature| who.clone().any(|one| one.feature == feature.french());
        let named: Vec<Feature> = Feature::ALL.iter().filter(is_named).copied().collect();
        with_features(&college.terms, college.kind, names, &named)
    }
}

/// What was announced of a draw.
///
/// # Errors
/// The database failed.
pub(crate) async fn announced_of(tx: &mut Tx, draw: Uuid) -> database::Result<Announced> {
    let bytes = store::draw::file(tx, draw, ANNOUNCED).await?.unwrap_or_default();
    Ok(serde_json::from_slice(&bytes).unwrap_or_default())
}

/// Features that rules name.
pub(super) fn named(rules: &[Applied]) -> Vec<Feature> {
    rules.iter().flat_map(|one| one.rule.values()).map(|(feature, _)| *feature).collect()
}

/// Where the bounds of a rule of the whole council come from.
fn why(one: &Applied) -> Option<String> {
    let other = one.other?;
    let given =
        if other.low == other.high { other.low.to_string() } else { format!("{} à {}", other.low, other.high) };
    let held = match other.held {
        0 => "ses quotas le disent, il n’est pas encore tiré".to_owned(),
        held => format!("{held} de ses sièges sont donnés au jour de l’annonce"),
    };
    Some(format!("Le conseil entier en demande {} ; l’autre collège en donne {given} ({held})", one.rule.bounds()))
}

/// Rules beside quotas, as they are announced.
pub(super) fn told(rules: &[Applied], names: &Names) -> Vec<Value> {
    let who = |rule: &Crossed| -> Vec<Value> {
        let value = |(feature, value): &(Feature, String)| json!({ "critere": feature.french(), "valeur": names.value(*feature, value) });
        rule.values().map(value).collect()
    };
    let told = |one: &Applied| {
        let mut told = json!({ "regle": one.name, "au_moins": one.low, "au_plus": one.high, "qui": who(&one.rule) });
        if let Some(why) = why(one) {
            told["d_ou_vient_ce_nombre"] = json!(why);
        }
        told
    };
    rules.iter().map(told).collect()
}
