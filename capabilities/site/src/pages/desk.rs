//! The home of the back office: what waits for this person, then the pages her functions open.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Sample, Site};
use jobs::JobState;
use jobs::mail::MailState;
use kernel::french;
use kernel::{Actor, Verdict};
use web::{Answer, House, Visit};

use super::sample;
use crate::acts;
use crate::wiring::{Awaiting, Desk, Place, Wiring};

#[derive(Template)]
#[template(path = "pages/desk.html")]
struct DeskPage {
    frame: Frame,
    functions: String,
    awaiting: Vec<Awaiting>,
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
    let mut awaiting = (wiring.awaiting)(&mut tx, &visit.actor).await?;
    if visit.actor.may_somewhere(&acts::FOLLOW_JOBS).is_allowed() {
        let counts = jobs::counts(&mut tx).await?;
        let failed = counts.iter().find(|(state, _)| *state == JobState::Failed).map_or(0, |(_, count)| *count);
        awaiting.extend(some(
            failed,
            "tâche de fond a échoué",
            "tâches de fond ont échoué",
            "/gestion/travaux?etat=failed",
        ));
    }
    if visit.actor.may_somewhere(&acts::FOLLOW_MAILS).is_allowed() {
        for (state, count) in jobs::mail::counts(&mut tx).await? {
            match state {
                MailState::Uncertain => {
                    let path = "/gestion/courriels?etat=uncertain";
                    awaiting.extend(some(count, "courriel à l’envoi incertain", "courriels à l’envoi incertain", path));
                }
                MailState::Refused => {
                    let path = "/gestion/courriels?etat=refused";
                    awaiting.extend(some(
                        count,
                        "courriel refusé ou abandonné",
                        "courriels refusés ou abandonnés",
                        path,
                    ));
                }
                _ => {}
            }
        }
    }
    let own = crate::DESKS.iter().filter(|own| wiring.desks.iter().all(|desk| desk.path != own.path));
    let desks = wiring.desks.iter().chain(own).filter_map(|desk| shown(desk, &visit.actor)).collect();
    let functions = visit.actor.person().map(|person| person.grants.as_slice()).unwrap_or_default();
    let mut functions: Vec<&str> = functions.iter().map(|grant| grant.function.french()).collect();
    functions.dedup();
    let functions = functions.join(", ");
    web::answer::page(&DeskPage {
        frame: visit.back_office("Gestion"),
        functions,
        awaiting,
        desks,
        places: wiring.places,
    })
}

/// « 2 courriels refusés », when there is at least one.
fn some(count: i64, singular: &str, plural: &str, path: &str) -> Option<Awaiting> {
    (count > 0).then(|| Awaiting { sentence: french::count(count, singular, plural), path: path.to_owned() })
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
    let page = |awaiting: Vec<Awaiting>, needs_code: bool| DeskPage {
        frame: Frame::back_office(site, "Gestion", "/gestion"),
        functions: "Chef·fe de projet".to_owned(),
        awaiting,
        desks: crate::DESKS
            .iter()
            .map(|desk| DeskShown { label: desk.label, path: desk.path, purpose: desk.purpose, needs_code })
            .collect(),
        places: &[Place { label: "Le contrat", path: "/contrat" }],
    };
    let waits = Awaiting { sentence: "2 courriels à l’envoi incertain".into(), path: "/gestion/courriels".into() };
    vec![sample("Gestion, à faire", &page(vec![waits], true)), sample("Gestion, à jour", &page(Vec::new(), false))]
}
