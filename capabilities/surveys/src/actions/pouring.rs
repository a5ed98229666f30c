//! Sentences enter the corpus a few at a time, mixed: nobody can tell which came with which answer, nor when.

use database::Tx;
use jiff::civil::Date;
use kernel::{Actor, Outcome, Outside, Uuid};
use web::Keys;

use super::sending::PLACE;
use crate::rules::State;
use crate::store;

/// The kind of job that pours.
pub const POUR: &str = "surveys.pour";

/// Persons whose sentences are mixed, at least, while the questionnaire is open.
const LEAST_SPEAKERS: i64 = 5;
/// Sentences poured at once.
const BATCH: i64 = 500;

/// Pours what may be poured. Gives how many sentences.
///
/// # Errors
/// The database failed, or a sentence cannot be opened.
pub async fn pour(tx: &mut Tx, (outside, keys): (&Outside, &Keys), actor: &Actor) -> Outcome<usize> {
    let mut count = 0;
    for (id, _) in store::words::counts(tx).await? {
        let Some(survey) = store::survey::by_id(tx, id).await? else { continue };
        let is_mixed = store::words::speakers(tx, id).await? >= LEAST_SPEAKERS;
        if survey.state == State::Closed || is_mixed {
            count += pour_one(tx, (outside, keys), actor, &survey).await?;
        }
    }
    Ok(count)
}

async fn pour_one(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    survey: &store::survey::Survey,
) -> Outcome<usize> {
    let waiting = store::words::waiting(tx, survey.id, BATCH).await?;
    let mut words = Vec::with_capacity(waiting.len());
    for one in &waiting {
        let clear = keys.open(PLACE, one.id, &one.sealed)?;
        let month: Option<Date> = format!("{}-01", one.month).parse().ok();
        words.push(corpus::facade::Words {
            area: one.area,
            heard_on: month,
            text: String::from_utf8_lossy(&clear).into_owned(),
            times_said: 1,
            code_hash: Some(one.code_hash.clone()),
            ..corpus::facade::Words::default()
        });
        store::words::delete(tx, survey.id, one.id).await?;
    }
    let channels = listening::facade::words::channels(tx, survey.consultation).await?;
    let channel: Option<Uuid> = survey.text.channel.filter(|id| channels.iter().any(|one| one.id == *id));
    let batch =
        corpus::facade::Batch { consultation: survey.consultation, channel, words, ..corpus::facade::Batch::default() };
    corpus::facade::take_in(tx, outside, keys, actor, &batch).await?;
    Ok(waiting.len())
}
