//! What everybody reads of councils.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Html, Link, SummaryRow, Translated};
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::council_path;
use super::draws::title;
use super::open_draw::public_path;
use super::recognition::decree;
use super::sheet::{CollegeShown, rows, shown};
use crate::rules::{CollegeKind, Council};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/open_list.html")]
pub(super) struct OpenListPage {
    pub frame: Frame,
    pub councils: Vec<(Link, String)>,
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut councils = Vec::new();
    for council in store::council::all(&mut tx).await? {
        let names = actions::names(&mut tx, &council).await?;
        councils.push((Link::new(&council.terms.name, council_path(council.id)), names.areas_line()));
    }
    let frame = visit.public("Conseils citoyens");
    answer::page(&OpenListPage { frame, councils })
}

#[derive(Template)]
#[template(path = "pages/open_council.html")]
pub(super) struct OpenPage {
    pub frame: Frame,
    pub purpose: String,
    pub rows: Vec<SummaryRow>,
    pub charter: String,
    pub colleges: Vec<CollegeShown>,
    pub draws: Vec<(Link, String)>,
    /// Names of members who agreed to it, by college.
    pub members: Vec<(&'static str, Vec<String>, usize)>,
    pub path: String,
    pub has_actors: bool,
    pub is_open: bool,
    /// Where everybody reads what it says of itself, once it sits.
    pub voice: Option<String>,
    /// Where everybody reads its minutes.
    pub minutes: Option<String>,
}

impl OpenPage {
    /// « 3 membres dont le nom n’est pas publié. »
    fn unnamed(&self, more: &usize) -> Translated {
        let number = i64::try_from(*more).unwrap_or(i64::MAX);
        let (one, many) = ("{n} membre dont le nom n’est pas publié.", "{n} membres dont le nom n’est pas publié.");
        self.frame.t_count(number, one, many)
    }
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Council>) -> Answer {
    let mut tx = house.read().await?;
    let council = store::council::by_id(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    let names = actions::names(&mut tx, &council).await?;
    let colleges = store::council::colleges(&mut tx, council.id).await?;
    let mut draws = Vec::new();
    for college in &colleges {
        for draw in store::draw::of_college(&mut tx, college.id).await? {
            draws.push((Link::new(title(&draw, college), public_path(draw.id)), draw.state.french().to_owned()));
        }
    }
    let rules = store::crossed::of_council(&mut tx, council.id).await?;
    let mut told = rows(&council, &names, &rules);
    if let Some(decree) = decree(&store::recognition::of_council(&mut tx, council.id).await?) {
        told.push(SummaryRow::new("Reconnaissance par l’État", Html::text(&decree)));
    }
    told.retain(|row| interface::is_given(&row.value));
    let members = actions::public_members(&mut tx, &house.keys, &colleges).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let life = crate::facade::sits(&mut tx, council.id).await?;
    let frame = visit.public(&council.terms.name);
    answer::page(&OpenPage {
        frame: frame.with_breadcrumb(vec![Link::new("Accueil", "/"), Link::new("Conseils citoyens", "/conseils")]),
        purpose: council.terms.purpose.clone(),
        rows: told,
        charter: council.terms.charter.clone(),
        colleges: colleges.iter().map(|one| shown(one, &names, &rules)).collect(),
        draws,
        members,
        voice: life.as_ref().map(|life| life.voice_at.clone()),
        minutes: life.and_then(|life| life.minutes_at),
        path: council_path(council.id),
        has_actors: colleges.iter().any(|one| one.kind == CollegeKind::Actors),
        is_open: council.terms.candidacies_until.is_none_or(|last| last >= today),
    })
}
