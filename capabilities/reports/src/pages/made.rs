//! `/gestion/ecoute/rapports/{id}` and `/gestion/documents/{id}`: reports asked for, taken away once they are made.

use std::sync::Arc;

use axum::extract::State;
use database::Tx;
use interface::{Tag, TagColour};
use jiff::tz::TimeZone;
use jobs::JobState;
use kernel::{Uuid, french};
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::{ask, papers};
use crate::actions::{self, Order};
use crate::store::{self, Asked};

/// A report of the list.
pub(super) struct Line {
    /// What was asked for, and when.
    pub words: String,
    /// Where it stands.
    pub tag: Tag,
    /// How far it is, or why it is not there.
    pub told: String,
    /// Where its file is taken, once it is made.
    pub file: Option<String>,
    /// What taking it away is called.
    pub taking: &'static str,
    /// What giving it up is called.
    pub giving_up: &'static str,
    /// Where it is given up.
    pub action: String,
}

impl Line {
    /// A report, with the state of its making and what that tells.
    pub fn new(asked: &Asked, zone: &TimeZone, (state, told): (JobState, String)) -> Self {
        let what = asked.order.told();
        let version = if asked.order.is_public() { "version publique" } else { "version interne" };
        let when = french::moment(asked.asked_at, zone);
        let (colour, word) = match (&asked.name, state) {
            (Some(_), _) => (TagColour::Green, "Prêt"),
            (None, JobState::Running) => (TagColour::Blue, "En cours"),
            (None, JobState::Failed) => (TagColour::Red, "Échoué"),
            (None, _) => (TagColour::Grey, "En attente"),
        };
        Self {
            words: format!("{what}, {version}, demandé le {when}"),
            tag: Tag::new(colour, word),
            told: if asked.name.is_some() { String::new() } else { told },
            file: asked.name.as_ref().map(|_| path(asked)),
            taking: match asked.order {
                Order::Report(_) => "Prendre le rapport",
                Order::Paper(_) => "Prendre le document",
            },
            giving_up: if asked.name.is_none() && state != JobState::Failed { "Annuler" } else { "Supprimer" },
            action: format!("{}/suppression", path(asked)),
        }
    }
}

fn path(asked: &Asked) -> String {
    match asked.order {
        Order::Report(_) => format!("/gestion/ecoute/rapports/{}", asked.id),
        Order::Paper(_) => format!("/gestion/documents/{}", asked.id),
    }
}

/// What was asked for about a consultation or a contract, the last first.
pub(super) async fn listed(tx: &mut Tx, zone: &TimeZone, about: Uuid) -> Result<Vec<Line>, Fault> {
    let mut lines = Vec::new();
    for asked in store::of(tx, about).await? {
        let job = jobs::find(tx, asked.job).await?;
        let told = job.map_or((JobState::Waiting, String::new()), |job| {
            let failed = "Le document n’a pas pu être fait ; demandez-le de nouveau, et prévenez l’administration de la plateforme \
                          si cela se reproduit.";
            let told = match job.state {
                JobState::Failed => failed.to_owned(),
                JobState::Running => job.told(),
                _ => String::new(),
            };
            (job.state, told)
        });
        lines.push(Line::new(&asked, zone, told));
    }
    Ok(lines)
}

/// The report, when this person may report on what it is about: otherwise nothing is there.
async fn visible(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(Asked, String), Fault> {
    let asked = store::find(tx, id).await?.ok_or_else(Fault::not_found)?;
    let back = match asked.order {
        Order::Report(_) => ask::path(&ask::visible(tx, visit, asked.about).await?),
        Order::Paper(_) => papers::path(papers::visible(tx, visit, asked.about).await?.id),
    };
    Ok((asked, back))
}

pub async fn file(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Asked>) -> Answer {
    let mut tx = house.read().await?;
    let (asked, _) = visible(&mut tx, &visit, id.uuid()).await?;
    let content = store::content(&mut tx, asked.id).await?;
    let (Some(name), Some(content)) = (asked.name, content) else { return Err(Fault::not_found()) };
    answer::download(&name, asked.order.format().media_type(), content)
}

pub async fn give_up(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Asked>) -> Answer {
    let mut tx = house.write().await?;
    let (asked, back) = visible(&mut tx, &visit, id.uuid()).await?;
    actions::give_up(&mut tx, &house.outside, &visit.actor, &asked).await?;
    tx.commit().await?;
    answer::done(&back, if asked.name.is_some() { "supprime" } else { "annule" })
}
