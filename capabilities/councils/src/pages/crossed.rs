//! Rules beside quotas: values that cross, colleges counted together.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Filled, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::college::capital;
use super::{above, choices_of, sheet_path};
use crate::actions;
use crate::rules::{College, CollegeKind, Council, Crossed, Feature, Names, RuleScope};
use crate::{acts, store};

/// Where the rules of a council are set.
pub(super) fn rules_path(council: Uuid) -> String {
    format!("{}/regles", sheet_path(council))
}

/// A rule, as shown.
pub(super) struct RuleShown {
    pub id: String,
    pub scope: &'static str,
    pub name: String,
    pub bounds: String,
}

/// « moins de 30 ans, parmi quartier : Grazailles : 2 au moins », as pages about a council list it.
pub(super) fn sentence(rule: &Crossed, names: &Names) -> String {
    format!("{} : {}", rule.name(names), rule.bounds())
}

#[derive(Template)]
#[template(path = "pages/crossed.html")]
pub(super) struct CrossedPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub rules: Vec<RuleShown>,
    pub scopes: Vec<Choice>,
    pub values: Vec<Choice>,
    /// Why rules do not change now.
    pub is_announced: bool,
}

/// Values of both colleges, as choices: « sex.woman », « sexe : femme ».
fn values(names: &Names, colleges: &[College]) -> Vec<Choice> {
    let mut all: Vec<(String, String)> = Vec::new();
    for kind in CollegeKind::ALL.iter().filter(|kind| colleges.iter().any(|college| college.kind == **kind)) {
        for (feature, values) in names.values(*kind) {
            for value in values {
                let code = format!("{}.{value}", feature.code());
                if all.iter().all(|(known, _)| *known != code) {
                    all.push((code, format!("{} : {}", feature.french(), names.value(feature, &value))));
                }
            }
        }
    }
    all.into_iter().map(|(code, label)| Choice::new(code, &label)).collect()
}

impl CrossedPage {
    pub fn new(
        frame: Frame,
        form: Form,
        (council, colleges, names): (&Council, &[College], &Names),
        rules: &[Crossed],
        is_announced: bool,
    ) -> Self {
        let shown = |rule: &Crossed| RuleShown {
            id: rule.id.to_string(),
            scope: rule.scope.french(),
            name: capital(&french::spaced(&rule.name(names))),
            bounds: rule.bounds(),
        };
        Self {
            frame: frame.with_form(&form),
            form,
            path: rules_path(council.id),
            rules: rules.iter().map(shown).collect(),
            scopes: choices_of!(RuleScope),
            values: values(names, colleges),
            is_announced,
        }
    }
}

fn value_of(text: &str) -> Option<(Feature, String)> {
    let (code, value) = text.split_once('.')?;
    Some((Feature::from_code(code)?, value.to_owned()))
}

fn read(fields: &Fields) -> Filled<Crossed> {
    let mut typed = Reading::of(fields);
    let scope = typed.coded("portee", RuleScope::from_code, "Choisissez qui cette règle regarde");
    let first = typed.coded("qui", value_of, "Choisissez qui est compté");
    let second = typed.parsed("parmi", value_of, "Choisissez une ligne de la liste, ou aucune");
    let rule = Crossed {
        id: Uuid::nil(),
        scope: scope.unwrap_or(RuleScope::Whole),
        first: first.unwrap_or((Feature::Sex, String::new())),
        second,
        low: typed.whole("au-moins").unwrap_or(0),
        high: typed.whole("au-plus"),
    };
    typed.filled(rule)
}

async fn drawn(tx: &mut Tx, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<CrossedPage, Fault> {
    let council = actions::council(tx, &visit.actor, &acts::SET_UP, id).await?;
    let (names, colleges) = (actions::names(tx, &council).await?, store::council::colleges(tx, id).await?);
    let rules = store::crossed::of_council(tx, id).await?;
    let mut is_announced = false;
    for college in &colleges {
        let draws = store::draw::of_college(tx, college.id).await?;
        is_announced |= draws.first().is_some_and(|last| actions::is_open(last.state));
    }
    let frame = visit.back_office("Règles croisées").with_breadcrumb(above(&council));
    let form = typed.unwrap_or_default().with("revision", council.revision.to_string());
    Ok(CrossedPage::new(frame, form, (&council, &colleges, &names), &rules, is_announced))
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Council>) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &visit, id.uuid(), None).await?)
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Council>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let outcome = actions::add_rule(&mut tx, &house.outside, &visit.actor, at, read(&fields)).await;
    let again = async |form| drawn(&mut house.read().await?, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (rules_path, "ajoute"), &fields, again).await
}

pub async fn remove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Council>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let rule: Uuid = fields.text("regle").parse().map_err(|_| Fault::not_found())?;
    let at = (id.uuid(), fields.revision());
    let outcome = actions::remove_rule(&mut tx, &house.outside, &visit.actor, at, rule).await;
    let again = async |form| drawn(&mut house.read().await?, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (rules_path, "supprime"), &fields, again).await
}
