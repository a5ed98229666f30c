//! The whole questionnaire on one page, for whoever types quickly: every question is there whatever was answered before, and
//! says when it is to be answered.

use std::collections::HashMap;

use interface::{Form, Html, Language};
use kernel::{Breakdown, FieldError};
use questionnaire::answering::{Asked, Session};
use questionnaire::model::Kind;
use questionnaire::paper::printed;
use questionnaire::plan::Plan;
use web::{Fault, Fields, House};

use super::answering::Traveller;
use super::questions::{Drawn, Way, drawn, filled, grouped};
use crate::actions::{Ready, circumstances};
use crate::rules::paper::at_once;
use crate::rules::typed::{self, field, is_typed};

/// A version with every question asked at once.
///
/// # Errors
/// What the database keeps of the version is damaged.
pub(super) fn plan_of(ready: &Ready) -> Result<Plan, Fault> {
    let told = |problems| Breakdown::because(format!("version {} of {}: {problems:?}", ready.number, ready.survey));
    Plan::new(&at_once(&ready.form)).map_err(|problems| told(problems).into())
}

/// What was typed so far.
pub(super) fn session<'a>(house: &House, plan: &'a Plan, who: &Traveller) -> Session<'a> {
    let circumstances = circumstances(house.outside.now(), &house.settings.zone, who.key.chance());
    Session::open(plan, &who.answers, circumstances)
}

/// The questions, each with its number and when it is to be answered.
/// `has_photos`: whether whoever asks may take the photographs that questions ask for.
pub(super) fn questions(session: &Session<'_>, ready: &Ready, has_photos: bool) -> Vec<Drawn> {
    let conditions: HashMap<String, String> =
        printed(&ready.form, "fr").into_iter().filter_map(|one| Some((one.name, one.condition?))).collect();
    let with_condition = |asked: &Asked<'_>| {
        let mut question = drawn(session, &ready.plan.form, asked, Language::French);
        if asked.node.item.kind == Kind::Image {
            question.way = Way::Photo;
            let hint = Html::sentence(&super::photographs::accepted());
            question.hint = Html::trusted(format!("{} {hint}", question.hint));
        }
        if let Some(condition) = conditions.get(&asked.node.item.name) {
            let hint = format!("<span class=\"condition\">{}</span>", Html::sentence(condition));
            let before = question.hint.to_string();
            question.hint = Html::trusted(if before.is_empty() { hint } else { format!("{hint} {before}") });
        }
        question
    };
    let is_here = |asked: &&Asked<'_>| is_typed(asked) || (has_photos && asked.node.item.kind == Kind::Image);
    grouped(session.asked().iter().filter(is_here).map(with_condition).collect())
}

/// What was typed, as the page shows it again.
pub(super) fn form(session: &Session<'_>, errors: Vec<FieldError>) -> Form {
    filled(&session.asked()).with_errors(errors)
}

/// Repeats that may be asked once more: key and words.
pub(super) fn repeats(session: &Session<'_>, ready: &Ready) -> Vec<(String, String)> {
    let mut found = Vec::new();
    ready.form.walk(&mut |item, around| {
        if item.kind == Kind::Repeat && around.is_empty() && session.is_counted_by_hand(&item.name) {
            let label = item.label.told("fr", &ready.plan.form.settings.default_language);
            let words = if label.is_empty() { item.name.as_str() } else { label };
            found.push((item.name.clone(), words.to_owned()));
        }
    });
    found
}

/// Rankings where two answers have one rank.
pub(super) fn same_ranks(session: &Session<'_>, fields: &Fields) -> Vec<FieldError> {
    let asked = session.asked();
    let wrong = asked.iter().filter(|asked| typed::same_rank(fields.pairs(), asked.key));
    let told = "Deux réponses ont le même rang : donnez un rang différent à chacune";
    wrong.map(|asked| FieldError::new(field(asked.key), told)).collect()
}
