//! Typing or pasting what was heard: one line a sentence; what does not change from one to the next stays.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Failure, Outcome, Uuid};
use listening::facade::ConsultationBrief;
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{above, choices, chosen};
use crate::facade::{Batch, Words, new_deletion_code};
use crate::rules::intake;
use crate::{actions, acts};

#[derive(Template)]
#[template(path = "pages/entry.html")]
pub(super) struct EntryPage {
    pub frame: Frame,
    pub form: Form,
    pub channels: Vec<Choice>,
    pub gatherings: Vec<Choice>,
    pub areas: Vec<Choice>,
    /// What was just taken in: a sentence's beginning, and its code.
    pub taken: Vec<(String, String)>,
    pub told: String,
}

/// What does not change from one batch to the next.
const STICKY: [&str; 7] = ["concertation", "canal", "rencontre", "quartier", "public", "mois", "seul-code"];

async fn draw(
    tx: &mut database::Tx,
    visit: &Visit,
    consultation: &ConsultationBrief,
    form: Form,
) -> Result<EntryPage, Fault> {
    let channels = listening::facade::words::channels(tx, consultation.id).await?;
    let gatherings = listening::facade::words::gatherings(tx, consultation.id).await?;
    let areas = territory::facade::areas(tx).await?;
    let frame = visit.back_office("Saisir des paroles").with_caption(&*consultation.title).with_breadcrumb(above());
    Ok(EntryPage {
        frame: frame.with_form(&form),
        form,
        channels: choices(channels.iter().map(|one| (one.id, one.label.as_str()))),
        gatherings: choices(gatherings.iter().map(|one| (one.id, one.label.as_str()))),
        areas: choices(areas.iter().map(|one| (one.id, one.name.as_str()))),
        taken: Vec::new(),
        told: String::new(),
    })
}

/// The fields that stay, and the consultation.
fn sticky(fields: &Fields, consultation: Uuid) -> Form {
    let kept = fields.pairs().iter().filter(|(name, _)| STICKY[1..].contains(&name.as_str())).cloned();
    Form::filled(kept).with("concertation", consultation.to_string())
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::RECORD, asked.text("concertation")).await?;
    let form = sticky(&asked, consultation.id);
    answer::page(&draw(&mut tx, &visit, &consultation, form).await?)
}

/// A choice of a list that may be left empty.
pub(super) fn picked(fields: &Fields, name: &str, sentence: &str) -> Outcome<Option<Uuid>> {
    match fields.text(name) {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| Failure::field(name, sentence)),
    }
}

fn read(fields: &Fields, consultation: Uuid) -> Outcome<Batch> {
    let mut errors = Vec::new();
    let channel = picked(fields, "canal", "Choisissez un canal dans la liste");
    let channel = Failure::gather(&mut errors, channel)?.flatten();
    let gathering = picked(fields, "rencontre", "Choisissez une rencontre dans la liste");
    let gathering = Failure::gather(&mut errors, gathering)?.flatten();
    let area = picked(fields, "quartier", "Choisissez un quartier dans la liste");
    let area = Failure::gather(&mut errors, area)?.flatten();
    let month = intake::read_month(fields.text("mois")).map_err(|sentence| Failure::field("mois", sentence));
    let heard_on = Failure::gather(&mut errors, month)?.flatten();
    Failure::unless_empty(errors)?;
    let words = intake::sentences(fields.exact("paroles")).into_iter().map(|text| Words {
        area,
        audience: fields.text("public").to_owned(),
        heard_on,
        text,
        times_said: 1,
        code_hash: None,
    });
    Ok(Batch { consultation, channel, gathering, deletion_code: None, words: words.collect() })
}

pub async fn take(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let consultation = chosen(&mut tx, &visit, &acts::RECORD, fields.text("concertation")).await?;
    let outcome = match read(&fields, consultation.id) {
        Ok(mut batch) => {
            if fields.is_ticked("seul-code") {
                batch.deletion_code = Some(new_deletion_code(&house.outside));
            }
            let taken = actions::record_words(&mut tx, &house.outside, &house.keys, &visit.actor, &batch).await;
            taken.map(|taken| (batch, taken))
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok((batch, taken)) => {
            let mut page = draw(&mut tx, &visit, &consultation, sticky(&fields, consultation.id)).await?;
            tx.commit().await?;
            let beginnings = batch.words.iter().map(|words| kernel::text::shorten(&words.text, 60));
            page.told = kernel::french::count(taken.len() as i64, "parole enregistrée", "paroles enregistrées");
            page.taken = match batch.deletion_code {
                Some(code) => vec![("Toutes ces paroles".to_owned(), code)],
                None => beginnings.zip(taken.into_iter().map(|one| one.deletion_code)).collect(),
            };
            answer::page(&page)
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&mut house.read().await?, &visit, &consultation, form).await?)
        }
    }
}
