//! `/gestion/ecoute/concertations/{id}/rapport`: what the report tells is chosen, then taken away as a document or as slides.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::pptx;
use interface::{Choice, Form, Frame, Link};
use kernel::{Breakdown, FieldError, Scope};
use listening::facade::ConsultationBrief;
use surveys::facade::results::SurveyBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use crate::actions::{self, Section, Wish, paper, screen};
use crate::acts;

/// The media type of slides.
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

#[derive(Template)]
#[template(path = "pages/ask.html")]
pub(super) struct AskPage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
    pub versions: Vec<Choice>,
    pub formats: Vec<Choice>,
    pub sections: Vec<Choice>,
    pub surveys: Vec<Choice>,
    pub questions: Vec<Choice>,
}

impl AskPage {
    pub fn new(frame: Frame, form: Form, action: String, surveys: &[SurveyBrief]) -> Self {
        let questions = surveys.iter().flat_map(|survey| {
            let of = |(name, words): &(String, String)| {
                Choice::new(format!("{}/{name}", survey.id), &format!("{} : {words}", survey.title))
            };
            survey.questions.iter().map(of)
        });
        Self {
            frame: frame.with_form(&form),
            form,
            action,
            versions: vec![
                Choice::new("interne", "Interne, pour le comité de pilotage"),
                Choice::new("publique", "Publique, de ce qui est déjà publié"),
            ],
            formats: vec![
                Choice::new("pdf", "Document accessible (PDF)"),
                Choice::new("pptx", "Diaporama à modifier (PPTX)"),
            ],
            sections: Section::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
            surveys: surveys.iter().map(|one| Choice::new(one.id.to_string(), &one.title)).collect(),
            questions: questions.collect(),
        }
    }

    /// Everything asked for, as an internal document.
    pub fn whole(surveys: &[SurveyBrief]) -> Form {
        let mut form = Form::filled([("version", "interne"), ("format", "pdf")]);
        Section::ALL.iter().for_each(|one| form.add("partie", one.code()));
        surveys.iter().for_each(|one| form.add("questionnaire", one.id.to_string()));
        form
    }
}

/// The consultation, when this person may report on it: otherwise nothing is there.
async fn visible(tx: &mut database::Tx, visit: &Visit, id: kernel::Uuid) -> Result<ConsultationBrief, Fault> {
    let found = listening::facade::consultation(tx, id).await?.ok_or_else(Fault::not_found)?;
    let scope = Scope { contract: found.contract, ..Scope::EVERYWHERE };
    match visit.actor.may(&acts::COMPOSE, &scope).is_allowed() {
        true => Ok(found),
        false => Err(Fault::not_found()),
    }
}

fn path(consultation: &ConsultationBrief) -> String {
    format!("/gestion/ecoute/concertations/{}", consultation.id)
}

fn drawn(visit: &Visit, consultation: &ConsultationBrief, form: Form, surveys: &[SurveyBrief]) -> AskPage {
    let above = vec![Link::new("Écoute", "/gestion/ecoute"), Link::new(consultation.title.clone(), path(consultation))];
    let frame =
        visit.back_office("Rapport de la concertation").with_caption(&*consultation.title).with_breadcrumb(above);
    AskPage::new(frame, form, format!("{}/rapport/fichier", path(consultation)), surveys)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ConsultationBrief>) -> Answer {
    let mut tx = house.read().await?;
    let consultation = visible(&mut tx, &visit, id.uuid()).await?;
    let surveys = surveys::facade::results::surveys(&mut tx, consultation.id).await?;
    answer::page(&drawn(&visit, &consultation, AskPage::whole(&surveys), &surveys))
}

/// What is asked, with everything to correct.
fn read(fields: &Fields, surveys: &[SurveyBrief]) -> Result<(Wish, bool), Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut one_of = |name: &str, known: [&str; 2], sentence: &str| {
        if !known.contains(&fields.text(name)) {
            errors.push(FieldError::new(name, sentence));
        }
        fields.text(name) == known[1]
    };
    let is_public = one_of("version", ["interne", "publique"], "Choisissez la version interne ou la version publique");
    let is_deck = one_of("format", ["pdf", "pptx"], "Choisissez le document ou le diaporama");
    let sections: Vec<Section> =
        Section::ALL.iter().copied().filter(|one| fields.all("partie").contains(&one.code())).collect();
    if sections.is_empty() {
        errors.push(FieldError::new("partie", "Cochez une partie au moins"));
    }
    let chosen = |survey: &&SurveyBrief| fields.all("questionnaire").contains(&survey.id.to_string().as_str());
    let wanted: Vec<&SurveyBrief> = surveys.iter().filter(chosen).collect();
    if sections.contains(&Section::Surveys) && wanted.is_empty() && !surveys.is_empty() {
        let sentence = "Cochez un questionnaire au moins, ou décochez la partie « Ce que disent les questionnaires »";
        errors.push(FieldError::new("questionnaire", sentence));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let questions = fields.all("question").into_iter().map(str::to_owned).collect();
    let surveys = wanted.iter().map(|survey| survey.id).collect();
    Ok((Wish { is_public, sections, surveys, questions }, is_deck))
}

/// The report itself: what is asked for is in the address, so that it can be asked for again.
pub async fn file(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<ConsultationBrief>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let consultation = visible(&mut tx, &visit, id.uuid()).await?;
    let surveys = surveys::facade::results::surveys(&mut tx, consultation.id).await?;
    let (wish, is_deck) = match read(&asked, &surveys) {
        Ok(read) => read,
        Err(errors) => {
            let form = asked.form().with_errors(errors);
            return answer::page_to_correct(&drawn(&visit, &consultation, form, &surveys));
        }
    };
    let around = (&house.outside, &house.settings.zone, house.settings.site.town.as_str());
    let report = actions::gathered(&mut tx, around, &consultation, &wish).await?;
    drop(tx);
    let now = house.outside.now();
    let name = format!("rapport-{}-{}", if wish.is_public { "public" } else { "interne" }, report.day);
    if !is_deck {
        return answer::document(&format!("{name}.pdf"), paper::document(&report), now).await;
    }
    let written = tokio::task::spawn_blocking(move || pptx::write(&screen::deck(&report), now)).await;
    let bytes = written.map_err(|error| Breakdown(Box::new(error)))?.map_err(|error| Breakdown(Box::new(error)))?;
    answer::download(&format!("{name}.pptx"), PPTX, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_read_whole_or_told_whole() {
        let wrong = read(&Fields::from_pairs([("version", "x"), ("format", "doc")]), &[]);
        let told: Vec<String> = wrong.expect_err("refused").into_iter().map(|error| error.field).collect();
        assert_eq!(told, ["version", "format", "partie"]);
        let right = [("version", "publique"), ("format", "pptx"), ("partie", "besoins"), ("partie", "entendus")];
        let (wish, is_deck) = read(&Fields::from_pairs(right), &[]).expect("read");
        assert!(is_deck && wish.is_public);
        assert_eq!(wish.sections, [Section::Heard, Section::Needs], "in the order of reading");
    }
}
