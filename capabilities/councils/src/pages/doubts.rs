//! Lines that are perhaps the same person, told by where they come from and what agrees: no name.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Frame, Link};
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::person::candidate_path;
use super::{above, college_path};
use crate::rules::{College, Feature, Names};
use crate::store::doubt::Doubt;
use crate::store::file::PoolFile;
use crate::store::pool::Candidate;
use crate::{actions, acts, store};

/// Most doubts on a page.
const MOST: i64 = 50;

/// A doubt, as shown.
pub(super) struct DoubtShown {
    pub path: String,
    pub alike: String,
    pub lines: Vec<(Link, String)>,
}

#[derive(Template)]
#[template(path = "pages/doubts.html")]
pub(super) struct DoubtsPage {
    pub frame: Frame,
    pub doubts: Vec<DoubtShown>,
    pub more: String,
}

async fn line(tx: &mut Tx, id: Uuid, (names, files): (&Names, &[PoolFile])) -> Result<(Link, String), Fault> {
    let one = store::pool::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    let file = files.iter().find(|file| one.source == Some(file.id)).map(|file| file.name.as_str());
    Ok((Link::new(described(&one, file), candidate_path(id)), traits(&one, names)))
}

/// « liste électorale, ligne 312 de « liste.csv » ».
fn described(one: &Candidate, file: Option<&str>) -> String {
    match (one.line, file) {
        (Some(line), Some(file)) => format!("{}, ligne {line} de « {file} »", one.origin.french()),
        _ => one.origin.french().to_owned(),
    }
}

fn traits(one: &Candidate, names: &Names) -> String {
    let area = one.area.map_or("quartier inconnu".to_owned(), |id| names.value(Feature::Area, &id.to_string()));
    format!("{}, {}, {area}", one.sex.french(), names.value(Feature::Age, one.age.code()))
}

async fn draw(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<DoubtsPage, Fault> {
    let (council, college) = actions::college(tx, &visit.actor, &acts::GATHER, id).await?;
    let names = actions::names(tx, &council).await?;
    let open = store::doubt::open(tx, college.id, MOST).await?;
    let files = store::file::of_college(tx, college.id).await?;
    let mut doubts = Vec::new();
    for doubt in &open {
        doubts.push(DoubtShown {
            path: format!("/gestion/doublons/{}", doubt.id),
            alike: doubt.alike.clone(),
            lines: vec![
                line(tx, doubt.first, (&names, &files)).await?,
                line(tx, doubt.second, (&names, &files)).await?,
            ],
        });
    }
    let more = store::doubt::count_open(tx, college.id).await?.saturating_sub(MOST);
    let pool = Link::new("Vivier", format!("{}/vivier", college_path(college.id)));
    Ok(DoubtsPage {
        frame: visit.back_office("Doublons possibles").with_breadcrumb([above(&council), vec![pool]].concat()),
        doubts,
        more: match more {
            ..=0 => String::new(),
            more => french::count(more, "autre ensuite", "autres ensuite"),
        },
    })
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<College>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &visit, id.uuid()).await?)
}

pub async fn decide(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Doubt>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let is_same = fields.text("decision") == "meme";
    let college = actions::decide_doubt(&mut tx, around, &visit.actor, id.uuid(), is_same).await?;
    tx.commit().await?;
    answer::done(&format!("{}/doublons", college_path(college)), "enregistre")
}
