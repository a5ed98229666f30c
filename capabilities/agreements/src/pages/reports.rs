//! Reports of agreements: given by associations, opened, accepted or sent back.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use interface::{Form, Tag, TagColour};
use kernel::{Failure, FieldError, Filled, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::{id_of, kept_file, mine, path, received, sheet};
use crate::actions::{desk, mine as own_agreements, reporting};
use crate::rules::{Agreement, Report, ReportState};
use crate::{acts, store};

/// A report, as a sheet shows it.
pub(super) struct ReportShown {
    pub state: Tag,
    pub href: String,
    pub title: String,
    pub told: String,
    pub revision: String,
    pub is_open: bool,
}

pub(super) fn shown(house: &House, one: &Report, base: &str, may_accept: bool) -> ReportShown {
    let day = |at: kernel::Moment| french::date(at.day(&house.settings.zone));
    let colour = match one.state {
        ReportState::Given => TagColour::Blue,
        ReportState::Returned => TagColour::Amber,
        ReportState::Accepted => TagColour::Green,
    };
    let decided = match (one.state, one.decided_at) {
        (ReportState::Accepted, Some(at)) => format!(", accepté le {}", day(at)),
        (ReportState::Returned, Some(at)) => format!(", renvoyé le {} : {}", day(at), one.reason),
        _ => String::new(),
    };
    ReportShown {
        state: Tag::new(colour, one.state.french()),
        href: format!("{base}/comptes-rendus/{}", one.id),
        title: format!("Compte rendu de {}", one.year),
        told: french::spaced(&format!("rendu le {} par {}{decided}", day(one.given_at), one.given_by)),
        revision: one.revision.to_string(),
        is_open: may_accept && one.state == ReportState::Given,
    }
}

async fn file_of(house: &House, id: Uuid, report: Uuid) -> Answer {
    let mut tx = house.read().await?;
    let all = store::report::of_agreement(&mut tx, id).await?;
    let found = all.into_iter().find(|one| one.id == report).ok_or_else(Fault::not_found)?;
    drop(tx);
    kept_file(house, found.file).await
}

pub async fn open(State(house): State<Arc<House>>, visit: Visit, Path((id, report)): Path<(String, String)>) -> Answer {
    let (id, report) = (id_of(&id)?, id_of(&report)?);
    desk::agreement(&mut house.read().await?, &visit.actor, &acts::READ, id).await?;
    file_of(&house, id, report).await
}

pub async fn own(State(house): State<Arc<House>>, visit: Visit, Path((id, report)): Path<(String, String)>) -> Answer {
    let (id, report) = (id_of(&id)?, id_of(&report)?);
    own_agreements::agreement(&mut house.read().await?, &visit.actor, &acts::CARRY, id).await?;
    file_of(&house, id, report).await
}

pub async fn decide(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, report)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, report) = (id_of(&id)?, id_of(&report)?);
    let mut tx = house.write().await?;
    let decision = (fields.text("decision") == "accepter", fields.text("manque"));
    let which = (id, report, fields.revision());
    let outcome = reporting::decide(&mut tx, &house.outside, &visit.actor, which, decision).await;
    let again = async |form: Form| sheet::drawn(&mut house.read().await?, &house, &visit, id, form).await;
    answer::settle(tx, outcome, (|()| path(id), "enregistre"), &fields, again).await
}

pub async fn give(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Agreement>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    own_agreements::agreement(&mut house.read().await?, &visit.actor, &acts::GIVE_REPORT, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let kept = async {
        let (file, errors) = match received(&house, &upload).await {
            Ok(file) => (file, Vec::new()),
            Err(Failure::Input(errors)) => (None, errors),
            Err(failure) => return Err(failure),
        };
        let mut tx = house.write().await?;
        let around = (&house.outside, house.vault.as_ref());
        let which = (id.uuid(), upload.fields.text("annee").parse().ok());
        reporting::give(&mut tx, around, &visit.actor, which, Filled::new(file, errors)).await?;
        tx.commit().await?;
        Ok::<(), Failure>(())
    };
    match kept.await {
        Ok(()) => answer::done(&format!("/conventions/{id}"), "ajoute"),
        Err(failure) => {
            // The page has another field of that name, for the signed paper.
            let here = |error: FieldError| match error.field.as_str() {
                "fichier" => FieldError::new("compte-rendu", error.sentence),
                _ => error,
            };
            let errors = Fault::from(failure).into_input()?.into_iter().map(here).collect();
            let form = upload.fields.form_with(errors);
            answer::page_to_correct(&mine::drawn(&mut house.read().await?, &house, &visit, id.uuid(), form).await?)
        }
    }
}
