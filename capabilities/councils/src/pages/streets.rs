//! Streets no address tells the neighbourhood of, placed by hand.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use kernel::french;
use web::{Answer, Fields, House, PathId, Visit, answer};

use super::{above, choices, college_path};
use crate::actions::{self, Street};
use crate::rules::{College, Names};

/// Most streets on a page: the most peopled first.
const MOST: usize = 60;

#[derive(Template)]
#[template(path = "pages/streets.html")]
pub(super) struct StreetsPage {
    pub frame: Frame,
    pub form: Form,
    /// Field and label of each street.
    pub streets: Vec<(String, String)>,
    pub choices: Vec<Choice>,
    pub more: usize,
}

impl StreetsPage {
    pub fn new(frame: Frame, form: Form, streets: &[Street], names: &Names) -> Self {
        let label = |street: &Street| {
            let people = french::count(i64::try_from(street.people).unwrap_or(i64::MAX), "personne", "personnes");
            (format!("rue-{}", street.key), format!("{} : {people}", street.label))
        };
        let mut choices = choices(names.areas());
        choices.push(Choice::new("dehors", "Hors du territoire"));
        Self {
            frame: frame.with_form(&form),
            form,
            streets: streets.iter().take(MOST).map(label).collect(),
            choices,
            more: streets.len().saturating_sub(MOST),
        }
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<College>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college, streets) = actions::streets(&mut tx, &house.keys, &visit.actor, id.uuid()).await?;
    let names = actions::names(&mut tx, &council).await?;
    let pool = Link::new("Vivier", format!("{}/vivier", college_path(college.id)));
    let frame = visit.back_office("Rues à situer").with_breadcrumb([above(&council), vec![pool]].concat());
    answer::page(&StreetsPage::new(frame, Form::empty(), &streets, &names))
}

pub async fn place(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<College>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let chosen = |key: &str| match fields.text(&format!("rue-{key}")) {
        "dehors" => Some(None),
        text => text.parse().ok().map(Some),
    };
    actions::place_streets(&mut tx, around, &visit.actor, id.uuid(), chosen).await?;
    tx.commit().await?;
    answer::done(&format!("{}/rues", college_path(id.uuid())), "enregistre")
}
