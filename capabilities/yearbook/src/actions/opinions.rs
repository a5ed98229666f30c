//! Noting what a council answered, and what is done with it.

use database::Tx;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Refusal, Uuid, french};
use serde_json::json;

use super::{Around, found, given_back, record};
use crate::rules::{Given, State, check_follow_up, check_given};
use crate::{acts, store};

/// What is noted of an opinion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpinionTerms {
    /// What the council answered; nothing while it did not.
    pub given: Option<Given>,
    /// What is done with it.
    pub follow_up: String,
}

/// Notes what a council answered and what is done with it, until the report is approved.
///
/// # Errors
/// Not this actor's; approved; something to correct; somebody wrote it since `revision`, with what was typed.
pub async fn note(
    tx: &mut Tx,
    (outside, zone): Around<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<OpinionTerms>>,
) -> Outcome<Uuid> {
    let one = store::opinion::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let of = found(tx, actor, &acts::WRITE, one.report).await?;
    let is_held = store::report::hold(tx, one.report).await?;
    let (true, State::Submitted, Some(asked)) = (is_held, of.report.state, of.report.asked) else {
        let told = "Ce rapport est approuvé : ses avis ne changent plus. Ils y sont annexés, avec leurs suites, tels qu’ils étaient ce \
                    jour-là. Ce que vous aviez écrit est gardé ci-dessous.";
        let OpinionTerms { given, follow_up } = typed.into().value;
        let words = given.map_or_else(String::new, |given| given.words);
        return Err(given_back(told, &[("Avis", &words), ("Suite donnée", &follow_up)]));
    };
    let mut form = typed.into();
    form.value.follow_up = form.value.follow_up.trim().to_owned();
    if let Some(given) = &mut form.value.given {
        given.words = given.words.trim().to_owned();
    }
    let mut errors = check_follow_up(&form.value.follow_up);
    match &form.value.given {
        Some(given) => errors.extend(check_given(given, asked.on, outside.now().day(zone))),
        None if !form.value.follow_up.is_empty() && !form.is_wrong("sens") && !form.is_wrong("date") => {
            let told = "Notez d’abord l’avis : sa date et son sens. Un conseil qui ne répond pas est favorable, sans suite à donner";
            errors.push(FieldError::new("sens", told));
        }
        None => {}
    }
    form.find(errors);
    let terms = form.sound()?;
    if !store::opinion::write(tx, (id, revision), (terms.given.as_ref(), &terms.follow_up)).await? {
        let words = terms.given.as_ref().map_or("", |given| given.words.as_str());
        return Err(Failure::conflict("cet avis", &[("Avis", words), ("Suite donnée", &terms.follow_up)]));
    }
    let detail = json!({
        "acte": "avis noté", "conseil": one.body,
        "sens": terms.given.as_ref().map(|given| given.sense.french()),
        "date": terms.given.as_ref().map(|given| french::date(given.on)),
        "suite": !terms.follow_up.is_empty(),
    });
    record(tx, outside, (actor, &acts::WRITE), (one.report, detail), &[("yearbook_opinion", id)]).await?;
    Ok(one.report)
}
