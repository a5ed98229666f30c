//! One finding: what was seen, who must act, until when, and the proof that it is done.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link, SummaryRow};
use kernel::{Breakdown, Failure, Uuid, french};
use listening::facade::gatherings::Visibility;
use tokio::io::AsyncReadExt;
use web::{Answer, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::{above, area_choices, choices_of, may, note::proof as typed_proof, photo_of, readable};
use crate::actions::{self, NewPhoto, PHOTOS};
use crate::rules::{Finding, FindingState, FollowUp, Origin};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/finding.html")]
pub(super) struct FindingPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub words: String,
    pub rows: Vec<SummaryRow>,
    pub has_photo: bool,
    pub has_proof: bool,
    pub states: Vec<Choice>,
    pub needs: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub readers: Vec<Choice>,
    pub evidence: Option<String>,
    pub may_follow: bool,
    pub may_hold: bool,
}

impl FindingPage {
    /// Where evidence is made of it.
    fn proving(&self) -> String {
        format!("{}/preuve", self.path)
    }

    /// Where its thread is read.
    fn thread(&self) -> String {
        self.path.replace("/gestion/constats/", "/gestion/fil/constat/")
    }

    #[expect(clippy::unused_self, reason = "called by the template")]
    fn accepted(&self) -> String {
        format!("{}.", PHOTOS.french())
    }
}

async fn draw(tx: &mut Tx, house: &House, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<FindingPage, Fault> {
    let mut one = store::finding::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    let gathering = readable(tx, &visit.actor, one.meeting).await?;
    let may_hold = may(&visit.actor, &acts::HOLD, &gathering);
    super::words_for(may_hold, &mut one.text.words);
    let stops = store::finding::stops(tx, one.meeting).await?;
    let stop = one.text.stop.and_then(|id| stops.iter().find(|stop| stop.id == id)).map(|stop| stop.label.clone());
    let zone = &house.settings.zone;
    let place =
        one.text.position.map(|(north, east)| format!("{}, {}", french::decimal(north, 4), french::decimal(east, 4)));
    let origin = match one.origin {
        Origin::Team => "Noté par l’équipe",
        Origin::Participant => "Noté par téléphone",
    };
    let mut rows = vec![
        SummaryRow::new("Catégorie", one.text.category.french()),
        SummaryRow::new("Gravité", one.text.gravity.french()),
        SummaryRow::new("Arrêt", stop.as_deref().unwrap_or_default()),
        SummaryRow::new("Lieu, arrondi", place.as_deref().unwrap_or_default()),
        SummaryRow::new("Origine", origin),
        SummaryRow::new("Noté le", french::date(kernel::Moment(one.noted_at).day(zone)).as_str()),
        SummaryRow::new("État", one.follow_up.state.french()),
    ];
    if one.is_late(house.outside.now().day(zone)) {
        rows.push(SummaryRow::new("Retard", "Le jour promis est passé"));
    }
    let areas = territory::facade::areas(tx).await?;
    let needs = listening::facade::needs(tx).await?;
    let form = typed.unwrap_or_else(|| {
        Form::filled([
            ("etat", one.follow_up.state.code().to_owned()),
            ("qui-agit", one.follow_up.who_acts.clone()),
            ("note", one.follow_up.note.clone()),
            ("revision", one.revision.to_string()),
            ("propos", one.text.words.clone()),
            ("quartier", gathering.area.map(|id| id.to_string()).unwrap_or_default()),
            ("visibilite", Visibility::Agents.code().to_owned()),
        ])
        .with_date("echeance", one.follow_up.due_on)
        .with_date("fait-le", one.follow_up.done_on)
    });
    let walk = Link::new(gathering.name(), format!("/gestion/rencontres/{}/marche", gathering.id));
    Ok(FindingPage {
        frame: visit
            .back_office("Un constat")
            .with_breadcrumb([above(), vec![walk, Link::new("Constats", "/gestion/constats")]].concat())
            .with_form(&form),
        form,
        path: format!("/gestion/constats/{id}"),
        words: one.text.words,
        rows,
        has_photo: one.photo.is_some(),
        has_proof: one.proof.is_some(),
        states: choices_of!(FindingState),
        needs: needs
            .iter()
            .map(|need| Choice::new(need.id.to_string(), &format!("{} {}", need.code, need.label)))
            .collect(),
        areas: area_choices(&areas),
        readers: choices_of!(Visibility),
        evidence: one.evidence.map(|id| format!("/gestion/ecoute/preuves/{id}")),
        may_follow: may(&visit.actor, &acts::FOLLOW, &gathering),
        may_hold,
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Finding>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &house, &visit, id.uuid(), None).await?)
}

fn read(fields: &Fields) -> Result<FollowUp, Failure> {
    let mut errors = Vec::new();
    let mut day = |name: &str, label: &str| {
        let read = fields.form().date(name, label).map_err(|error| Failure::Input(vec![error]));
        Failure::gather(&mut errors, read).map(Option::flatten)
    };
    let (due_on, done_on) = (day("echeance", "l’échéance")?, day("fait-le", "le jour où c’est fait")?);
    let state = FindingState::from_code(fields.text("etat"));
    if state.is_none() {
        errors.push(kernel::FieldError::new("etat", "Choisissez où en est ce constat"));
    }
    let (Some(state), true) = (state, errors.is_empty()) else { return Err(Failure::Input(errors)) };
    Ok(FollowUp {
        who_acts: fields.text("qui-agit").to_owned(),
        due_on,
        state,
        note: fields.text("note").to_owned(),
        done_on,
    })
}

pub async fn follow(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Finding>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    let mut tx = house.read().await?;
    let one = store::finding::by_id(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    readable(&mut tx, &visit.actor, one.meeting).await?;
    drop(tx);
    let upload = Upload::read(&house, request).await?;
    let mut errors = Vec::new();
    let told = Failure::gather(&mut errors, read(&upload.fields))?;
    let photo = Failure::gather(&mut errors, photo_of(&house, &upload).await)?.flatten();
    let outcome = match told {
        Some(told) if errors.is_empty() => {
            let mut tx = house.write().await?;
            let proof = photo.map(|file| NewPhoto { vault: house.vault.as_ref(), file });
            let at = (id.uuid(), upload.fields.revision());
            match actions::follow(&mut tx, &house.outside, &visit.actor, at, told, proof).await {
                Ok(()) => tx.commit().await.map_err(Failure::from),
                Err(failure) => Err(failure),
            }
        }
        _ => Err(Failure::Input(errors)),
    };
    match outcome {
        Ok(()) => answer::done(&format!("/gestion/constats/{id}"), "enregistre"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            answer::page_to_correct(&draw(&mut tx, &house, &visit, id.uuid(), Some(form)).await?)
        }
    }
}

pub async fn prove(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Finding>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let outcome =
        actions::finding_as_evidence(&mut tx, &house.outside, &visit.actor, id.uuid(), typed_proof(&fields)).await;
    let again = async |form| draw(&mut house.read().await?, &house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (|_| format!("/gestion/constats/{id}"), "enregistre"), &fields, again).await
}

/// The copy of a picture that says neither place nor device: the only one anybody sees here.
async fn picture(house: &House, visit: &Visit, id: Uuid, chosen: impl Fn(&Finding) -> Option<Uuid>) -> Answer {
    let mut tx = house.read().await?;
    let one = store::finding::by_id(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    readable(&mut tx, &visit.actor, one.meeting).await?;
    let file = chosen(&one).ok_or_else(Fault::not_found)?;
    let file = files::find(&mut tx, file).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    let content = file.published.ok_or_else(Fault::not_found)?;
    let broken = |error: Box<dyn std::error::Error + Send + Sync>| Fault::from(Breakdown(error));
    let opened = files::open(house.vault.as_ref(), content).await.map_err(|error| broken(Box::new(error)))?;
    let mut opened = opened.ok_or_else(|| Fault::from(Breakdown::because("a content is missing in the vault")))?;
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes).await.map_err(|error| broken(Box::new(error)))?;
    answer::kept_file("constat.jpg", "image/jpeg", bytes)
}

pub async fn photo(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Finding>) -> Answer {
    picture(&house, &visit, id.uuid(), |one| one.photo).await
}

pub async fn proof(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Finding>) -> Answer {
    picture(&house, &visit, id.uuid(), |one| one.proof).await
}
