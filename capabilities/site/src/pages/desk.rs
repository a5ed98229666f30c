//! The home of the back office: what waits for this person, then the pages her functions open.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Frame, Sample, Site};
use jobs::JobState;
use jobs::mail::MailState;
use kernel::french;
use kernel::{Actor, Awaited, Moment, Verdict};
use web::{Answer, House, Visit};

use super::sample;
use crate::rules::waiting::{self, Part};
use crate::wiring::{Desk, Place, Wiring};
use crate::{actions, acts};

#[derive(Template)]
#[template(path = "pages/desk.html")]
struct DeskPage {
    frame: Frame,
    functions: String,
    /// Whether anything can await this person: then an empty list is said to be one.
    has_work: bool,
    awaited: Vec<Part>,
    desks: Vec<DeskShown>,
    places: &'static [Place],
}

struct DeskShown {
    label: &'static str,
    path: &'static str,
    purpose: &'static str,
    needs_code: bool,
}

/// The page.
pub async fn show(wiring: Wiring, State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let now = house.outside.now();
    let mut awaited = (wiring.awaited)(&mut tx, &visit.actor, now).await?;
    awaited.extend(broken(&mut tx, &visit.actor).await?);
    let own = crate::DESKS.iter().filter(|own| wiring.desks.iter().all(|desk| desk.path != own.path));
    let desks: Vec<DeskShown> = wiring.desks.iter().chain(own).filter_map(|desk| shown(desk, &visit.actor)).collect();
    let functions = visit.actor.person().map(|person| person.grants.as_slice()).unwrap_or_default();
    let mut functions: Vec<&str> = functions.iter().map(|grant| grant.function.french()).collect();
    functions.dedup();
    let functions = functions.join(", ");
    web::answer::page(&DeskPage {
        frame: visit.back_office("Gestion"),
        functions,
        has_work: !desks.is_empty(),
        awaited: waiting::parts(awaited, now, &house.settings.zone),
        desks,
        places: wiring.places,
    })
}

/// What broke behind the pages, for those who follow it.
async fn broken(tx: &mut Tx, actor: &Actor) -> database::Result<Vec<Awaited>> {
    let mut all = Vec::new();
    if actor.may_somewhere(&acts::FOLLOW_JOBS).is_allowed() {
        let counts = jobs::counts(tx).await?;
        let failed = counts.iter().find(|(state, _)| *state == JobState::Failed).map_or(0, |(_, count)| *count);
        let words = ("tâche de fond échouée", "tâches de fond échouées");
        all.extend(some("Reprendre ou fermer", failed, words, "/gestion/travaux?etat=failed"));
    }
    if let Ok(of) = actions::followed(actor, &acts::FOLLOW_MAILS) {
        for (state, count) in jobs::mail::counts(tx, &of).await? {
            let (words, path) = match state {
                MailState::Uncertain => (
                    ("courriel à l’envoi incertain", "courriels à l’envoi incertain"),
                    "/gestion/courriels?etat=uncertain",
                ),
                MailState::Refused => (
                    ("courriel refusé ou abandonné", "courriels refusés ou abandonnés"),
                    "/gestion/courriels?etat=refused",
                ),
                _ => continue,
            };
            all.extend(some("Décider de", count, words, path));
        }
    }
    Ok(all)
}

/// « Décider de 2 courriels refusés », when there is at least one.
fn some(verb: &str, count: i64, (singular, plural): (&str, &str), path: &str) -> Option<Awaited> {
    (count > 0).then(|| Awaited::new(format!("{verb} {}", french::count(count, singular, plural)), "", path))
}

fn shown(desk: &Desk, actor: &Actor) -> Option<DeskShown> {
    let needs_code = match actor.may_somewhere(desk.act) {
        Verdict::Allowed(_) => false,
        Verdict::SecondFactorMissing(_) => true,
        _ => return None,
    };
    Some(DeskShown { label: desk.label, path: desk.path, purpose: desk.purpose, needs_code })
}

/// Something waits, nothing waits.
pub fn samples(site: &Site) -> Vec<Sample> {
    let page = |awaited: Vec<Awaited>, needs_code: bool| DeskPage {
        frame: Frame::back_office(site, "Gestion", "/gestion"),
        functions: "Chef·fe de projet".to_owned(),
        has_work: true,
        awaited: waiting::parts(awaited, SAMPLE_DAY, &jiff::tz::TimeZone::UTC),
        desks: crate::DESKS
            .iter()
            .map(|desk| DeskShown { label: desk.label, path: desk.path, purpose: desk.purpose, needs_code })
            .collect(),
        places: &[Place { label: "Le contrat", path: "/contrat" }],
    };
    let needs = Awaited::new("Relire 3 besoins sans preuve", "Concertation de 2023", "/gestion/ecoute/besoins");
    let late =
        Awaited::new("Relancer 2 invitations sans réponse", "Passé ce jour, il faudra inviter de nouveau.", "/gestion");
    let waits = vec![needs, late.clone().due(SAMPLE_DAY.plus_days(-1)), late.due(SAMPLE_DAY.plus_days(2))];
    vec![sample("Gestion, à faire", &page(waits, true)), sample("Gestion, à jour", &page(Vec::new(), false))]
}

/// 15 March 2026.
const SAMPLE_DAY: Moment = Moment(1_773_572_400_000);
