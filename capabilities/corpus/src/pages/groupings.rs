//! `/gestion/paroles/regroupements`: sentences grouped by their words, to find themes the codebook lacks.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::Frame;
use kernel::{Uuid, french};
use listening::facade::ConsultationBrief;
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{above, chosen, path};
use crate::store::groupings::Grouped;
use crate::{actions, acts, store};

/// Under so many sentences, classes only help to sort.
const FEW: i64 = 100;

/// Typical words in the name of a class.
const IN_NAME: usize = 3;

#[derive(Template)]
#[template(path = "pages/groupings.html")]
pub(super) struct GroupingsPage {
    pub frame: Frame,
    pub consultation: Uuid,
    pub is_small: bool,
    pub job: Option<String>,
    pub made: String,
    pub classes: Vec<ClassShown>,
}

/// A class on the page.
pub(super) struct ClassShown {
    pub name: String,
    pub label: String,
    pub told: String,
    pub words: String,
    pub listed: Vec<String>,
    pub typical: Vec<(String, String)>,
}

/// The classes of a grouping; `masked` are the sentences this person may read.
pub(super) fn shown(grouped: &Grouped, masked: &HashMap<Uuid, String>) -> Vec<ClassShown> {
    let class = |class: &store::groupings::Class| {
        let first = class.words.first().cloned().unwrap_or_default();
        let typical = class.typical.iter().filter_map(|id| {
            let text = masked.get(id)?;
            Some((format!("/gestion/paroles/{id}"), text.clone()))
        });
        ClassShown {
            name: class.words.iter().take(IN_NAME).cloned().collect::<Vec<_>>().join(", "),
            label: capitalised(&first),
            told: format!("{} à trier.", french::count(class.sentences, "parole", "paroles")),
            words: class.words.join(", "),
            listed: class.words.clone(),
            typical: typical.collect(),
        }
    };
    grouped.classes.iter().filter(|class| !class.words.is_empty()).map(class).collect()
}

fn capitalised(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// « 304 paroles lues le 29 novembre 2026, dont 12 aux mots trop rares pour être rangées. »
pub(super) fn made(grouped: &Grouped, zone: &jiff::tz::TimeZone) -> String {
    format!(
        "{} le {}, dont {} aux mots trop rares pour être rangées.",
        french::count(grouped.sentences, "parole lue", "paroles lues"),
        french::date(grouped.made_at.day(zone)),
        french::integer(grouped.unsorted)
    )
}

async fn draw(house: &House, visit: &Visit, consultation: &ConsultationBrief) -> Result<GroupingsPage, Fault> {
    let mut tx = house.read().await?;
    let rows = store::verbatims::accepted(&mut tx, consultation.id).await?;
    let grouped = store::groupings::of(&mut tx, consultation.id).await?;
    let job = actions::grouping_job(&mut tx, consultation.id).await?;
    let few = (rows.len() as i64) < FEW;
    let hers = rows
        .into_iter()
        .filter(|row| visit.actor.may(&acts::READ, &actions::place(consultation.contract, row.area)).is_allowed());
    let masked: HashMap<Uuid, String> = hers.map(|row| (row.id, row.masked)).collect();
    let frame = visit.back_office("Propositions de thèmes").with_caption(&*consultation.title).with_breadcrumb(above());
    Ok(GroupingsPage {
        frame,
        consultation: consultation.id,
        is_small: few,
        job: job.map(|job| job.told()),
        made: grouped.as_ref().map(|grouped| made(grouped, &house.settings.zone)).unwrap_or_default(),
        classes: grouped.map(|grouped| shown(&grouped, &masked)).unwrap_or_default(),
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::LEAD, asked.text("concertation")).await?;
    drop(tx);
    answer::page(&draw(&house, &visit, &consultation).await?)
}

pub async fn make(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::LEAD, fields.text("concertation")).await?;
    let sentences = actions::sentences_to_group(&mut tx, consultation.id).await?;
    drop(tx);
    let back = path("regroupements", consultation.id);
    if sentences.len() > actions::AT_ONCE {
        let mut tx = house.write().await?;
        actions::ask_grouping(&mut tx, &house.outside, &visit.actor, consultation.id).await?;
        tx.commit().await?;
        house.bell.ring();
        return answer::done(&back, "lance");
    }
    let made = actions::group(&house.outside, sentences).await?;
    let mut tx = house.write().await?;
    actions::keep_grouping(&mut tx, &house.outside, &visit.actor, consultation.id, made).await?;
    tx.commit().await?;
    answer::done(&back, "enregistre")
}

pub async fn stop(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let consultation = chosen(&mut tx, &visit, &acts::LEAD, fields.text("concertation")).await?;
    actions::stop_grouping(&mut tx, &house.outside, &visit.actor, consultation.id).await?;
    tx.commit().await?;
    answer::done(&path("regroupements", consultation.id), "annule")
}
