//! Links that serve once: made, taken away in one list, counted. Nobody can say who used hers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::csv::{self, Flavour};
use documents::{Cell, Column, Kind, Table};
use interface::{Form, Frame};
use kernel::french;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{above, path, public_path};
use crate::store::survey::Survey;
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/invitations.html")]
pub(super) struct InvitationsPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub told: String,
}

async fn draw(tx: &mut database::Tx, visit: &Visit, survey: &Survey, form: Form) -> Result<InvitationsPage, Fault> {
    let (made, used) = store::invitation::counts(tx, survey.id).await?;
    let told = format!(
        "{}, {}. Personne ne peut savoir lesquels : une relance va à tout le monde.",
        french::count(made, "lien donné", "liens donnés"),
        french::count(used, "utilisé", "utilisés")
    );
    let frame = visit.back_office("Invitations").with_caption(survey.text.title.clone());
    Ok(InvitationsPage {
        frame: frame.with_breadcrumb(above(survey)).with_form(&form),
        form,
        path: path(survey.id),
        told: french::spaced(&told),
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    answer::page(&draw(&mut tx, &visit, &survey, Form::empty()).await?)
}

/// The links as a file for letters or messages: the only time they are told.
fn file(house: &House, survey: &Survey, tokens: &[String]) -> Result<Vec<u8>, Fault> {
    let columns = vec![Column::new("numero", "Numéro", Kind::Integer), Column::new("lien", "Lien", Kind::Text)];
    let mut table = Table::new("invitations", "Liens à usage unique", columns);
    for (rank, token) in (1..).zip(tokens) {
        let link = house.address(&format!("{}/i/{token}", public_path(&survey.code)));
        table.rows.push(vec![Cell::Integer(rank), Cell::text(link)]);
    }
    csv::write(&table, Flavour::Excel).map_err(|error| kernel::Breakdown(Box::new(error)).into())
}

pub async fn make(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let survey = actions::survey(&mut tx, &visit.actor, &acts::LEAD, id.uuid()).await?;
    let count = fields.text("nombre").parse().unwrap_or_default();
    match actions::invite(&mut tx, &house.outside, &visit.actor, survey.id, count).await {
        Ok(tokens) => {
            let bytes = file(&house, &survey, &tokens)?;
            tx.commit().await?;
            answer::download(&format!("invitations-{}.csv", survey.code), "text/csv; charset=utf-8", bytes)
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&mut house.read().await?, &visit, &survey, form).await?)
        }
    }
}
