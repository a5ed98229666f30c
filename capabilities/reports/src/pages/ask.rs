//! `/gestion/ecoute/concertations/{id}/rapport`: what the report tells is chosen, then it is made out of sight.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use kernel::{FieldError, Scope};
use listening::facade::ConsultationBrief;
use surveys::facade::results::SurveyBrief;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::made::{self, Line};
use crate::actions::{self, Format, Order, Section, Wish};
use crate::acts;

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
    pub reports: Vec<Line>,
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
            formats: Format::OF_REPORTS.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
            sections: Section::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect(),
            surveys: surveys.iter().map(|one| Choice::new(one.id.to_string(), &one.title)).collect(),
            questions: questions.collect(),
            reports: Vec::new(),
        }
    }

    /// With the reports asked for before.
    pub fn with(self, reports: Vec<Line>) -> Self {
        Self { reports, ..self }
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
pub(super) async fn visible(
    tx: &mut database::Tx,
    visit: &Visit,
    id: kernel::Uuid,
) -> Result<ConsultationBrief, Fault> {
    let found = listening::facade::consultation(tx, id).await?.ok_or_else(Fault::not_found)?;
    let scope = Scope { contract: found.contract, ..Scope::EVERYWHERE };
    match visit.actor.may(&acts::COMPOSE, &scope).is_allowed() {
        true => Ok(found),
        false => Err(Fault::not_found()),
    }
}

/// Where the report of a consultation is asked for.
pub(super) fn path(consultation: &ConsultationBrief) -> String {
    format!("{}/rapport", led(consultation))
}

/// Where a consultation is led from.
fn led(consultation: &ConsultationBrief) -> String {
    format!("/gestion/ecoute/concertations/{}", consultation.id)
}

fn drawn(visit: &Visit, consultation: &ConsultationBrief, form: Form, surveys: &[SurveyBrief]) -> AskPage {
    let above = vec![Link::new("Écoute", "/gestion/ecoute"), Link::new(consultation.title.clone(), led(consultation))];
    let frame =
        visit.back_office("Rapport de la concertation").with_caption(&*consultation.title).with_breadcrumb(above);
    AskPage::new(frame, form, path(consultation), surveys)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ConsultationBrief>) -> Answer {
    let mut tx = house.read().await?;
    let consultation = visible(&mut tx, &visit, id.uuid()).await?;
    let surveys = surveys::facade::results::surveys(&mut tx, consultation.id).await?;
    let reports = made::listed(&mut tx, &house.settings.zone, consultation.id).await?;
    answer::page(&drawn(&visit, &consultation, AskPage::whole(&surveys), &surveys).with(reports))
}

/// What is asked, with everything to correct.
fn read(fields: &Fields, surveys: &[SurveyBrief]) -> Result<Wish, Vec<FieldError>> {
    let mut errors = Vec::new();
    if !["interne", "publique"].contains(&fields.text("version")) {
        errors.push(FieldError::new("version", "Choisissez la version interne ou la version publique"));
    }
    let format = Format::from_code(fields.text("format")).filter(|one| Format::OF_REPORTS.contains(one));
    if format.is_none() {
        errors.push(FieldError::new("format", "Choisissez le document ou le diaporama"));
    }
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
    let Some(format) = format.filter(|_| errors.is_empty()) else { return Err(errors) };
    let questions = fields.all("question").into_iter().map(str::to_owned).collect();
    let surveys = wanted.iter().map(|survey| survey.id).collect();
    Ok(Wish { format, is_public: fields.text("version") == "publique", sections, surveys, questions })
}

/// Has the report made out of sight; the page tells how far it is.
pub async fn have_made(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<ConsultationBrief>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let consultation = visible(&mut tx, &visit, id.uuid()).await?;
    let surveys = surveys::facade::results::surveys(&mut tx, consultation.id).await?;
    match read(&fields, &surveys) {
        Ok(wish) => {
            actions::ask(&mut tx, &house.outside, &visit.actor, consultation.id, Order::Report(wish)).await?;
            tx.commit().await?;
            house.bell.ring();
            answer::done(&path(&consultation), "lance")
        }
        Err(errors) => {
            let reports = made::listed(&mut tx, &house.settings.zone, consultation.id).await?;
            drop(tx);
            let form = fields.form_with(errors);
            answer::page_to_correct(&drawn(&visit, &consultation, form, &surveys).with(reports))
        }
    }
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
        let wish = read(&Fields::from_pairs(right), &[]).expect("read");
        assert!(wish.format == Format::Slides && wish.is_public);
        assert_eq!(wish.sections, [Section::Heard, Section::Needs], "in the order of reading");
    }
}
