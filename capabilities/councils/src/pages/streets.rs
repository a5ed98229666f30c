//! Streets no address tells the neighbourhood of, placed by hand.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use kernel::{Uuid, french};
use web::{Answer, Fields, House, PathId, Visit, answer};

use super::{above, choices, college_path};
use crate::actions::{self, Street};
use crate::acts;
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
    /// How many come next.
    pub more: String,
}

impl StreetsPage {
    pub fn new(frame: Frame, form: Form, (streets, count): (&[Street], i64), names: &Names) -> Self {
        let label = |street: &Street| {
            let people = french::count(street.people, "personne", "personnes");
            (format!("rue-{}", street.key), format!("{} : {people}", street.label))
        };
        let mut choices = choices(names.areas());
        choices.push(Choice::new("dehors", "Hors du territoire"));
        Self {
            frame: frame.with_form(&form),
            form,
            streets: streets.iter().map(label).collect(),
            choices,
            more: match usize::try_from(count).unwrap_or_default().saturating_sub(streets.len()) {
                0 => String::new(),
                1 => "Une autre rue ensuite.".to_owned(),
                more => format!("{} autres rues ensuite.", french::integer(i64::try_from(more).unwrap_or(i64::MAX))),
            },
        }
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<College>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college) = actions::college(&mut tx, &visit.actor, &acts::GATHER, id.uuid()).await?;
    let told = actions::streets(&mut tx, &house.keys, college.id, MOST).await?;
    let names = actions::names(&mut tx, &council).await?;
    let pool = Link::new("Vivier", format!("{}/vivier", college_path(college.id)));
    let frame = visit.back_office("Rues à situer").with_breadcrumb([above(&council), vec![pool]].concat());
    answer::page(&StreetsPage::new(frame, Form::empty(), (&told.0, told.1), &names))
}

pub async fn place(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<College>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let chosen = fields.pairs().iter().filter_map(|(name, text)| {
        let area = if text == "dehors" { None } else { Some(text.parse().ok()?) };
        Some((name.strip_prefix("rue-")?, area))
    });
    let chosen: Vec<(&str, Option<Uuid>)> = chosen.take(MOST).collect();
    actions::place_streets(&mut tx, &house.outside, &visit.actor, id.uuid(), &chosen).await?;
    tx.commit().await?;
    answer::done(&format!("{}/rues", college_path(id.uuid())), "enregistre")
}
