//! `/gestion/rencontres/{id}/marche`: the stops of a walk and what was found at each.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Failure, Uuid};
use listening::facade::gatherings::Gathering;
use web::{Answer, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::{above_in, asks_for_keys, choices_of, finding_of, kept, may, photo_of, readable, stop_choices, to_correct};
use crate::actions::{self, NewPhoto, PHOTOS};
use crate::rules::{Category, Finding, Gravity};
use crate::store::finding::Stop;
use crate::{acts, store};

/// A finding in a list: words, what is known of it, where it is opened.
pub(super) type Line = (String, String, String);

#[derive(Template)]
#[template(path = "pages/walk.html")]
pub(super) struct WalkPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub key: String,
    /// Each stop with its place, and what was found there.
    pub stops: Vec<(Stop, Vec<Line>)>,
    /// What was found at no stop.
    pub elsewhere: Vec<Line>,
    pub choices: Vec<Choice>,
    pub categories: Vec<Choice>,
    pub gravities: Vec<Choice>,
    pub may_hold: bool,
}

impl WalkPage {
    /// The address of this page: what its worker answers for.
    fn own_path(&self) -> String {
        format!("{}/marche", self.path)
    }

    #[expect(clippy::unused_self, reason = "called by the template")]
    fn accepted(&self) -> String {
        format!("{}. Le lieu et l’appareil sont effacés de la photo publiée.", PHOTOS.french())
    }
}

fn line(one: &Finding) -> Line {
    let state = one.follow_up.state.french();
    let known = format!(
        "{}, {}, {}",
        one.text.category.french(),
        one.text.gravity.french().to_lowercase(),
        state.to_lowercase()
    );
    (one.text.words.clone(), known, format!("/gestion/constats/{}", one.id))
}

async fn draw(tx: &mut Tx, house: &House, visit: &Visit, gathering: &Gathering, form: Form) -> Result<WalkPage, Fault> {
    let stops = store::finding::stops(tx, gathering.id).await?;
    let findings = store::finding::of_meeting(tx, gathering.id).await?;
    let at = |stop: Option<Uuid>| findings.iter().filter(|one| one.text.stop == stop).map(line).collect::<Vec<_>>();
    let choices = stop_choices(&stops);
    let stops: Vec<(Stop, Vec<Line>)> = stops
        .into_iter()
        .map(|stop| {
            let found = at(Some(stop.id));
            (stop, found)
        })
        .filter(|(stop, found)| !stop.is_removed || !found.is_empty())
        .collect();
    Ok(WalkPage {
        frame: visit
            .back_office("Marche : arrêts et constats")
            .with_caption(gathering.name())
            .with_breadcrumb(above_in(gathering))
            .with_form(&form),
        form,
        path: format!("/gestion/rencontres/{}", gathering.id),
        key: house.outside.uuid().to_string(),
        elsewhere: at(None),
        stops,
        choices,
        categories: choices_of!(Category),
        gravities: choices_of!(Gravity),
        may_hold: may(&visit.actor, &acts::HOLD, gathering),
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Gathering>) -> Answer {
    let mut tx = house.read().await?;
    let gathering = readable(&mut tx, &visit.actor, id.uuid()).await?;
    answer::page(&draw(&mut tx, &house, &visit, &gathering, Form::empty()).await?)
}

pub async fn add_stop(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Gathering>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let gathering = readable(&mut tx, &visit.actor, id.uuid()).await?;
    let label = fields.text("nouvel-arret");
    let outcome = actions::add_stop(&mut tx, &house.outside, &visit.actor, id.uuid(), label).await;
    let outcome = outcome.map_err(|failure| on_field(failure, "nouvel-arret"));
    let again = async |form| draw(&mut house.read().await?, &house, &visit, &gathering, form).await;
    let path = |_| format!("/gestion/rencontres/{id}/marche");
    answer::settle(tx, outcome, (path, "ajoute"), &fields, again).await
}

/// The same points to correct, on the field of this page.
fn on_field(failure: Failure, field: &str) -> Failure {
    match failure {
        Failure::Input(errors) => {
            Failure::Input(errors.into_iter().map(|error| kernel::FieldError::new(field, error.sentence)).collect())
        }
        other => other,
    }
}

pub async fn amend_stop(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, stop)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, stop): (Uuid, Uuid) = id.parse().ok().zip(stop.parse().ok()).ok_or_else(Fault::not_found)?;
    let mut tx = house.write().await?;
    let gathering = readable(&mut tx, &visit.actor, id).await?;
    let name = format!("nom-{stop}");
    let moves = (fields.text("geste") == "avant", fields.text("geste") == "retirer");
    let label = fields.text(&name);
    let outcome = actions::amend_stop(&mut tx, &house.outside, &visit.actor, (id, stop), label, moves).await;
    let outcome = outcome.map_err(|failure| on_field(failure, &name));
    let again = async |form| draw(&mut house.read().await?, &house, &visit, &gathering, form).await;
    let path = |()| format!("/gestion/rencontres/{id}/marche");
    answer::settle(tx, outcome, (path, "modifie"), &fields, again).await
}

pub async fn add_finding(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Gathering>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    readable(&mut house.read().await?, &visit.actor, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let mut errors = Vec::new();
    let new = Failure::gather(&mut errors, finding_of(&house, &upload.fields))?;
    let photo = Failure::gather(&mut errors, photo_of(&house, &upload).await)?.flatten();
    let outcome = match new {
        Some(new) if errors.is_empty() => {
            let mut tx = house.write().await?;
            let key = new.key;
            let photo = photo.map(|file| NewPhoto { vault: house.vault.as_ref(), file });
            let who = (id.uuid(), None);
            match actions::note_finding(&mut tx, &house.outside, &visit.actor, who, new, photo).await {
                Ok(_) => tx.commit().await.map(|()| key).map_err(Failure::from),
                Err(failure) => Err(failure),
            }
        }
        _ => Err(Failure::Input(errors)),
    };
    match outcome {
        Ok(key) if asks_for_keys(&upload.fields) => kept(&[key]),
        Ok(_) => answer::done(&format!("/gestion/rencontres/{id}/marche"), "ajoute"),
        Err(Failure::Input(errors)) if asks_for_keys(&upload.fields) => to_correct(&errors),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            let gathering = readable(&mut tx, &visit.actor, id.uuid()).await?;
            answer::page_to_correct(&draw(&mut tx, &house, &visit, &gathering, form).await?)
        }
    }
}
