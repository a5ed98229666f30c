//! The prefect recognises a council: who was heard, when the list of names left, the decree.

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::council;
use crate::rules::RecognitionStep;
use crate::store::recognition::Taken;
use crate::{acts, store};

/// A step to note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStep {
    /// Which.
    pub step: Option<RecognitionStep>,
    /// When it was taken.
    pub day: Option<Date>,
    /// The number of the decree or of the letter.
    pub reference: String,
    /// What else is to be known; published for a decree only.
    pub note: String,
}

fn check(form: &NewStep, today: Date, before: &[Taken]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |field: &str, sentence: &str| errors.push(FieldError::new(field, sentence));
    if form.day.is_some_and(|day| day > today) {
        tell("jour", "Ce jour est à venir : notez l’étape une fois faite");
    }
    let sent = before.iter().filter(|one| one.step == RecognitionStep::ListSent).map(|one| one.day).min();
    if form.step == Some(RecognitionStep::Recognised) {
        if form.reference.is_empty() {
            tell("reference", "Indiquez le numéro de l’arrêté préfectoral");
        }
        match (sent, form.day) {
            (None, _) => tell("etape", "Notez d’abord la transmission de la liste nominative : l’arrêté la reprend"),
            (Some(sent), Some(day)) if day < sent => {
                tell("jour", "L’arrêté ne peut pas précéder la liste qu’il reprend")
            }
            _ => {}
        }
    }
    if form.reference.chars().count() > 100 {
        tell("reference", "Cette référence dépasse 100 signes : raccourcissez-la");
    }
    if form.note.chars().count() > 500 {
        tell("note", "Cette note dépasse 500 signes : raccourcissez-la");
    }
    errors
}

/// Notes a step towards the recognition of a council by the State (law of 21 February 2014, article 7: the prefect recognises
/// the composition after hearing the mayor and the president of the intercommunality).
///
/// # Errors
/// Not this actor's; something to correct.
pub async fn note_recognition(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    new: impl Into<Filled<NewStep>>,
) -> Outcome<Uuid> {
    let council = council(tx, actor, &acts::RECOGNISE, id).await?;
    let before = store::recognition::of_council(tx, council.id).await?;
    let mut form = new.into();
    form.find(check(&form.value, outside.now().day(zone), &before));
    let new = form.sound()?;
    let (Some(step), Some(day)) = (new.step, new.day) else { return Err(Refusal::NotFound.into()) };
    let one = Taken {
        id: outside.uuid(),
        council: council.id,
        step,
        day,
        reference: new.reference,
        note: new.note,
        noted_at: outside.now(),
    };
    store::recognition::insert(tx, &one).await?;
    let detail = json!({ "acte": step.french(), "jour": day.to_string(), "reference": one.reference });
    let touched = [("recognition_step", one.id)];
    let entry = Entry::on(acts::RECOGNISE.code, "council", council.id).why(&one.note).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(council.id)
}
