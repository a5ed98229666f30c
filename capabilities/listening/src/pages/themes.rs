//! Subjects of needs, and families of actions.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::Outcome;
use web::{Answer, Fault, Fields, House, Visit, answer};

use super::{above_back, choices};
use crate::rules::Theme;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/themes.html")]
pub(super) struct ThemesPage {
    pub frame: Frame,
    pub form: Form,
    pub themes: Vec<Choice>,
    pub solutions: Vec<Choice>,
}

impl ThemesPage {
    pub fn new(frame: Frame, form: Form, themes: &[Theme], solutions: &[Theme]) -> Self {
        let listed = |list: &[Theme]| choices(list.iter().map(|theme| (theme.id, theme.label.as_str())));
        Self {
            frame: frame.with_breadcrumb(above_back()[..1].to_vec()).with_form(&form),
            form,
            themes: listed(themes),
            solutions: listed(solutions),
        }
    }
}

async fn draw(tx: &mut database::Tx, visit: &Visit, form: Form) -> Result<ThemesPage, Fault> {
    let themes = store::needs::themes(tx).await?;
    let solutions = store::needs::solutions(tx).await?;
    Ok(ThemesPage::new(
        visit.back_office("Thèmes et familles d’actions").with_breadcrumb(above_back()[..1].to_vec()),
        form,
        &themes,
        &solutions,
    ))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &visit, Form::empty()).await?)
}

const PATH: &str = "/gestion/ecoute/themes";

async fn ended(mut tx: database::Tx, visit: &Visit, fields: &Fields, outcome: Outcome<()>, code: &str) -> Answer {
    match outcome {
        Ok(()) => {
            tx.commit().await?;
            answer::done(PATH, code)
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&mut tx, visit, form).await?)
        }
    }
}

pub async fn add_theme(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let label = fields.text("theme-nom");
    let outcome = actions::add_theme(&mut tx, &house.outside, &visit.actor, "", label).await.map(|_| ());
    ended(tx, &visit, &fields, outcome, "ajoute").await
}

pub async fn add_solution(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let label = fields.text("famille-nom");
    let outcome = actions::add_solution(&mut tx, &house.outside, &visit.actor, "", label).await.map(|_| ());
    ended(tx, &visit, &fields, outcome, "ajoute").await
}
