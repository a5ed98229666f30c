//! `/q/suivi`: somebody who answered sees, with her code, what became of what she said; she may take it back.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Html, Language, Link, Translated};
use kernel::FieldError;
use questionnaire::answering::{Answers, Session};
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::questions::{titled, told};
use crate::rules::given::SAID;
use crate::rules::typed::is_typed;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/follow.html")]
pub(super) struct FollowPage {
    pub frame: Frame,
    pub form: Form,
    /// The code, when something was given with it.
    pub code: String,
    pub title: String,
    pub follow_up: String,
    pub received_on: String,
    pub lines: Vec<(Html, Html)>,
    pub words: Vec<corpus::facade::Fate>,
    /// Photographs taken with it.
    pub photographs: i64,
    /// Answers and sentences just erased.
    pub erased: Option<i64>,
}

impl FollowPage {
    fn told_photographs(&self) -> Translated {
        let (one, many) = (
            "{n} photo a été prise avec votre réponse : elle est gardée à part, et s’efface avec elle.",
            "{n} photos ont été prises avec votre réponse : elles sont gardées à part, et s’effacent avec elle.",
        );
        self.frame.t_count(self.photographs, one, many)
    }

    fn told(&self) -> Translated {
        self.frame.t_count(self.erased.unwrap_or(0), "{n} réponse est effacée.", "{n} réponses sont effacées.")
    }
}

fn blank(visit: &Visit, form: Form, erased: Option<i64>) -> FollowPage {
    let above = vec![Link::new("Accueil", "/"), Link::new("Les questionnaires", "/questionnaires")];
    let form = form.in_language(visit.language);
    let frame = visit.public("Ce que devient ma réponse").with_breadcrumb(above).with_form(&form);
    FollowPage {
        frame,
        form,
        code: String::new(),
        title: String::new(),
        follow_up: String::new(),
        received_on: String::new(),
        lines: Vec::new(),
        words: Vec::new(),
        photographs: 0,
        erased,
    }
}

pub async fn ask(visit: Visit) -> Answer {
    answer::page(&blank(&visit, Form::empty(), None))
}

/// What is kept of an answer, as people read it.
async fn lines(
    tx: &mut database::Tx,
    house: &House,
    answer: &store::answer::Answer,
    page: Language,
) -> Result<Vec<(Html, Html)>, Fault> {
    let Some(ready) = actions::ready(tx, answer.survey, answer.version).await? else { return Ok(Vec::new()) };
    let given: Answers = serde_json::from_str(&answer.given).map_err(|error| kernel::Breakdown(Box::new(error)))?;
    let circumstances = actions::circumstances(house.outside.now(), &house.settings.zone, 0);
    let session = Session::open(&ready.plan, &given, circumstances);
    let asked = session.asked();
    let shown = asked.iter().filter(|one| is_typed(one) && !one.typed.is_empty());
    let line = |one: &questionnaire::answering::Asked<'_>| {
        let label = titled(&session, &ready.plan.form, one, page);
        let value = match one.typed {
            SAID => Html::trusted(interface::t(page, "Votre phrase, plus haut").to_string()),
            _ => told(&session, &ready.plan.form, one, page),
        };
        (label, value)
    };
    Ok(shown.map(line).collect())
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.read().await?;
    let typed = fields.text("cle");
    let found = actions::answered_with(&mut tx, &house.keys, typed).await?;
    let words = corpus::facade::fates(&mut tx, typed).await?;
    if found.is_none() && words.is_empty() {
        let sentence = "Rien n’a été donné avec ce code. Vérifiez les seize signes, sans O ni zéro ; si vous avez déjà tout \
                        effacé, il n’en reste rien";
        let form = fields.form_with(vec![FieldError::new("cle", sentence)]);
        return answer::page_to_correct(&blank(&visit, form, None));
    }
    let mut page = blank(&visit, Form::empty(), None);
    typed.clone_into(&mut page.code);
    page.words = words;
    if let Some((_, answer)) = found {
        if let Some(survey) = store::survey::by_id(&mut tx, answer.survey).await? {
            page.title = survey.text.title;
            page.follow_up = kernel::french::spaced(&survey.text.follow_up);
        }
        page.photographs = actions::photographs::count_of(&mut tx, typed).await?;
        page.received_on = answer.received_on.parse().ok().map(kernel::french::date).unwrap_or_default();
        page.lines = lines(&mut tx, &house, &answer, visit.language).await?;
    }
    answer::page(&page)
}

pub async fn erase(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys);
    match actions::take_back(&mut tx, around, &kernel::Actor::Visitor, fields.text("cle")).await {
        Ok(erased) => {
            tx.commit().await?;
            house.bell.ring();
            erased.forget(&house.shelves.shelf::<actions::Live>());
            let count = i64::try_from(erased.answers.max(1)).unwrap_or(1);
            answer::page(&blank(&visit, Form::empty(), Some(count)))
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&blank(&visit, form, None))
        }
    }
}
