//! Notes that say nearly the same, set by set: merged by one button, or left as they are.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Link};
use kernel::Uuid;
use listening::facade::ConsultationBrief;
use web::{Answer, House, PathId, Visit, answer};

use super::above;
use crate::rules::{Card, alike, arrange};
use crate::{actions, acts, store};

/// Sets shown at once: those merged make room for the next.
const SHOWN: usize = 20;

/// Notes of a set: identifier, words, likeness in percent.
pub(super) type Set = Vec<(Uuid, String, usize)>;

#[derive(Template)]
#[template(path = "pages/alike.html")]
pub(super) struct AlikePage {
    pub frame: Frame,
    pub path: String,
    /// Each with the key of its form.
    pub sets: Vec<(String, Set)>,
    pub hidden: usize,
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ConsultationBrief>) -> Answer {
    let mut tx = house.read().await?;
    let consultation = actions::consultation(&mut tx, &visit.actor, &acts::HOLD, id.uuid()).await?;
    let groups = store::note::groups(&mut tx, id.uuid()).await?;
    let columns = arrange(groups, store::note::of_consultation(&mut tx, id.uuid()).await?);
    drop(tx);
    let mut cards: Vec<Card> = columns.into_iter().flat_map(|column| column.cards).collect();
    cards.sort_by_key(|card| card.note.seq);
    // A few thousand notes take a moment: not on the thread that serves.
    let found = tokio::task::spawn_blocking(move || {
        let words: Vec<&str> = cards.iter().map(|card| card.note.words.as_str()).collect();
        let named = |rank: usize, likeness: usize| (cards[rank].note.id, cards[rank].note.words.clone(), likeness);
        let set = |set: crate::rules::Alike| {
            let others = set.others.iter().map(|(rank, likeness)| named(*rank, *likeness));
            [named(set.first, 100)].into_iter().chain(others).collect::<Set>()
        };
        alike(&words).into_iter().map(set).collect::<Vec<Set>>()
    });
    let found = found.await.map_err(|error| kernel::Breakdown(Box::new(error)))?;
    let path = crate::facade::board_path(id.uuid());
    let above = [above(), vec![Link::new("Trier les notes", path.as_str())]].concat();
    answer::page(&AlikePage {
        frame: visit
            .back_office("Notes qui disent la même chose")
            .with_caption(&*consultation.title)
            .with_breadcrumb(above),
        path,
        hidden: found.len().saturating_sub(SHOWN),
        sets: found.into_iter().take(SHOWN).map(|set| (house.outside.uuid().to_string(), set)).collect(),
    })
}
