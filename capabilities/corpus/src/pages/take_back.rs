//! `/paroles/effacement`: somebody who was heard takes back what she said, with the code she was given.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Link, Translated};
use web::{Answer, Fault, Fields, House, Visit, answer};

use crate::actions;

#[derive(Template)]
#[template(path = "pages/take_back.html")]
pub(super) struct TakeBackPage {
    pub frame: Frame,
    pub form: Form,
    pub done: i64,
}

impl TakeBackPage {
    /// « 2 paroles sont effacées. »
    fn told(&self) -> Translated {
        self.frame.t_count(self.done, "{n} parole est effacée.", "{n} paroles sont effacées.")
    }
}

fn drawn(visit: &Visit, form: Form, done: i64) -> TakeBackPage {
    let above = vec![Link::new("Accueil", "/"), Link::new("Ce que les habitants ont dit", "/paroles")];
    let form = form.in_language(visit.language);
    let frame = visit.public("Effacer ce que j’ai dit").with_breadcrumb(above).with_form(&form);
    TakeBackPage { frame, form, done }
}

pub async fn page(visit: Visit) -> Answer {
    answer::page(&drawn(&visit, Form::empty(), 0))
}

pub async fn erase(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    match actions::take_back(&mut tx, &house.outside, &visit.actor, fields.text("cle")).await {
        Ok(count) => {
            tx.commit().await?;
            house.bell.ring();
            answer::page(&drawn(&visit, Form::empty(), count as i64))
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&drawn(&visit, form, 0))
        }
    }
}
