//! `/gestion/rapports-annuels/versions/{id}`: a version as it was frozen, a chapter at a time.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Figure as Shown, Frame, Html, Link};
use kernel::french;
use web::{Answer, Asked, House, PathId, Visit, answer};

use super::{shown, today, under};
use crate::actions::viewing::{self, Frozen};
use crate::rules::{Version, version_path};

#[derive(Template)]
#[template(path = "pages/version.html")]
pub(super) struct VersionPage {
    pub frame: Frame,
    /// « figée le …, par … ».
    pub about: String,
    pub chapters: Vec<Link>,
    pub path: String,
    pub rank: usize,
    pub title: String,
    pub figures: Vec<Shown>,
    pub text: Html,
}

impl VersionPage {
    /// A chapter of a version, by its rank from 1; the first when there is none of that rank.
    pub fn new(frame: Frame, frozen: &Frozen, rank: usize, zone: &jiff::tz::TimeZone) -> Self {
        let path = version_path(frozen.version.id);
        let rank = if (1..=frozen.chapters.len()).contains(&rank) { rank } else { 1 };
        let link = |(at, (_, text)): (usize, &(crate::rules::Subject, crate::actions::ChapterText))| {
            Link::new(french::spaced(&text.title), format!("{path}?chapitre={}", at + 1))
        };
        let (title, figures, text) = match frozen.chapters.get(rank - 1) {
            Some((subject, text)) => (
                french::spaced(&text.title),
                shown(&frozen.figures, *subject, &frozen.stale),
                plan::facade::formatted_html(&text.body),
            ),
            None => (String::new(), Vec::new(), Html::default()),
        };
        let (at, by) = (french::moment(frozen.version.at, zone), &frozen.version.by);
        Self {
            frame,
            about: format!("Figée le {at}, par {by}. Rien n’y est récrit."),
            chapters: frozen.chapters.iter().enumerate().map(link).collect(),
            path,
            rank,
            title,
            figures,
            text,
        }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Version>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (frozen, of) = viewing::version(&mut tx, &visit.actor, id.uuid(), today(&house)).await?;
    let frame = under(&visit, &of, frozen.version.occasion.french());
    let rank = asked.text("chapitre").parse().unwrap_or(1);
    answer::page(&VersionPage::new(frame, &frozen, rank, &house.settings.zone))
}
