//! What is known of the population, for weights.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Uuid};
use serde_json::json;
use tabulation::weights::Weighting;

use super::writing::survey;
use super::{Counted, drawn};
use crate::rules::weighting::{Known, weighting};
use crate::{acts, store};

/// A category with how many people of the population it holds, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The field it was typed in.
    pub field: String,
    /// The question.
    pub question: String,
    /// The category.
    pub code: String,
    /// How many people, as typed; empty: not known.
    pub total: String,
}

/// Keeps what is known of the population. A question is known whole, or not at all.
///
/// # Errors
/// Not this actor’s; a number to correct, a question filled in part, a source to tell.
pub async fn know(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    (typed, source): (&[Typed], &str),
) -> Outcome<()> {
    survey(tx, actor, &acts::LEAD, id).await?;
    let (mut errors, mut lines) = (Vec::new(), Vec::new());
    let is_filled = |one: &Typed| !one.total.trim().is_empty();
    for one in typed {
        let is_begun = typed.iter().any(|other| other.question == one.question && is_filled(other));
        let digits: String = one.total.chars().filter(|sign| !sign.is_whitespace()).collect();
        match (is_filled(one), digits.parse::<i64>()) {
            (false, _) if is_begun => {
                errors.push(FieldError::new(&one.field, "Remplissez toutes les réponses de cette question, ou aucune"));
            }
            (true, Ok(total)) if total >= 0 => {
                let line = (one.question.clone(), one.code.clone(), total, source.trim().to_owned());
                lines.push((drawn(outside), line));
            }
            (true, _) => errors.push(FieldError::new(&one.field, "Écrivez un nombre de personnes, par exemple 1 240")),
            (false, _) => {}
        }
    }
    if !lines.is_empty() && source.trim().is_empty() {
        errors.push(FieldError::new("source", "Dites d’où viennent ces nombres, avec leur année"));
    }
    Failure::unless_empty(errors)?;
    store::margin::replace(tx, id, &lines).await?;
    let detail = json!({ "acte": "marges de la population", "lignes": lines.len() });
    let touched: Vec<(&str, Uuid)> = lines.iter().map(|(id, _)| ("survey_margin", *id)).collect();
    let entry = Entry::on(acts::LEAD.code, "survey", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The weights of a questionnaire, and the source of what they are made from; none when nothing is known.
///
/// # Errors
/// The database failed. Why no weight can be made is told in French inside.
pub async fn weights(tx: &mut Tx, counted: &Counted, id: Uuid) -> Outcome<Option<Result<(Weighting, String), String>>> {
    let lines = store::margin::all(tx, id).await?;
    let Some(source) = lines.first().map(|line| line.3.clone()) else { return Ok(None) };
    let mut known: Vec<Known> = Vec::new();
    for position in counted.told() {
        let variable = &counted.data.variables()[position];
        let total = |code: &str| lines.iter().find(|line| line.0 == variable.name && line.1 == code).map(|line| line.2);
        let totals: Option<Vec<f64>> =
            variable.categories.iter().map(|category| total(&category.code).map(|total| total as f64)).collect();
        if let Some(totals) = totals.filter(|totals| !totals.is_empty()) {
            known.push(Known { question: position, totals });
        }
    }
    if known.is_empty() {
        return Ok(Some(
            Err("les marges ne sont plus celles de cette version : remplissez-les de nouveau.".to_owned()),
        ));
    }
    Ok(Some(weighting(&counted.data, &known).map(|made| (made, source)).map_err(|error| error.to_string())))
}
