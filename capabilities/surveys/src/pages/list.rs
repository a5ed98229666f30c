//! `/gestion/questionnaires`: every questionnaire, where it stands.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, Link, TableOptions};
use web::{Answer, House, Visit, answer};

use super::path;
use crate::store::survey::Survey;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub table: Option<Html>,
    pub may_lead: bool,
}

/// The table of questionnaires, with how many answers each has.
pub(super) fn table(lines: &[(Survey, String, i64)]) -> Html {
    let columns = vec![
        Column::new("titre", "Questionnaire", Kind::Text).row_header(),
        Column::new("concertation", "Concertation", Kind::Text),
        Column::new("etat", "État", Kind::Text),
        Column::new("version", "Version", Kind::Integer),
        Column::new("reponses", "Réponses", Kind::Integer),
    ];
    let mut table = Table::new("questionnaires", "Questionnaires", columns);
    for (survey, consultation, count) in lines {
        table.rows.push(vec![
            Cell::link(&survey.text.title, path(survey.id)),
            Cell::text(consultation),
            Cell::text(survey.state.french()),
            Cell::Integer(survey.published),
            Cell::Integer(*count),
        ]);
    }
    interface::table(&table, &TableOptions::default())
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let reach = super::within_reach(&mut tx, &visit.actor, &acts::READ).await?;
    let mut lines = Vec::new();
    for survey in store::survey::all(&mut tx).await? {
        let Some(consultation) = reach.iter().find(|one| one.id == survey.consultation) else { continue };
        let count = store::collected::count(&mut tx, survey.id).await?;
        lines.push((survey, consultation.title.clone(), count));
    }
    let frame = visit.back_office("Questionnaires").with_breadcrumb(vec![Link::new("Gestion", "/gestion")]);
    answer::page(&ListPage {
        frame,
        table: (!lines.is_empty()).then(|| table(&lines)),
        may_lead: visit.actor.may_somewhere(&acts::LEAD).is_allowed(),
    })
}
