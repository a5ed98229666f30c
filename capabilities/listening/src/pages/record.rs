//! Noting what was said: need, neighbourhood, channel, who (a category, never a name), when, words, document.
//! Correcting and withdrawing ask for a reason; a withdrawn piece stays readable here.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Failure, FieldError, Uuid};
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::{Referred, above_back, choices, may_read};
use crate::rules::{Evidence, EvidenceText, Kind, Visibility};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/record.html")]
pub(super) struct RecordPage {
    pub frame: Frame,
    pub form: Form,
    pub lists: Lists,
    /// The piece corrected; none for a new one.
    pub id: Option<Uuid>,
    pub withdrawn: Option<String>,
    pub may_record: bool,
}

/// What can be chosen.
#[derive(Default)]
pub(super) struct Lists {
    pub consultations: Vec<Choice>,
    pub needs: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub channels: Vec<Choice>,
    pub documents: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub visibilities: Vec<Choice>,
}

impl Lists {
    async fn load(tx: &mut Tx) -> Result<Self, Fault> {
        let referred = Referred::load(tx).await?;
        let needs = store::needs::all(tx).await?;
        let areas = territory::facade::areas(tx).await?;
        let title =
            |id: Uuid| referred.consultations.iter().find(|one| one.id == id).map_or("", |one| one.title.as_str());
        let has_several = referred.consultations.len() > 1;
        let channel = |channel: &store::setting::Channel| match has_several {
            true => {
                Choice::new(channel.id.to_string(), &format!("{} ({})", channel.label, title(channel.consultation)))
            }
            false => Choice::new(channel.id.to_string(), &channel.label),
        };
        Ok(Self {
            consultations: choices(referred.consultations.iter().map(|one| (one.id, one.title.as_str()))),
            needs: needs
                .iter()
                .map(|need| Choice::new(need.id.to_string(), &format!("{} {}", need.code, need.text.label)))
                .collect(),
            areas: choices(areas.iter().map(|area| (area.id, area.name.as_str()))),
            channels: referred.channels.iter().map(channel).collect(),
            documents: choices(referred.documents.iter().map(|one| (one.id, one.title.as_str()))),
            kinds: Kind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.french())).collect(),
            visibilities: vec![
                Choice::new(Visibility::Public.code(), Visibility::Public.french())
                    .hint("Le propos est publié, sauf si le besoin est sensible."),
                Choice::new(Visibility::Agents.code(), Visibility::Agents.french())
                    .hint("Le besoin est compté, le propos n’est pas publié."),
            ],
        })
    }
}

/// What was typed, read; the consultation beside it.
fn read(fields: &Fields) -> Result<(Option<Uuid>, EvidenceText), Failure> {
    let mut errors = Vec::new();
    let mut chosen = |name: &str, sentence: &str| match fields.text(name).parse::<Uuid>() {
        Ok(id) => id,
        Err(_) => {
            errors.push(FieldError::new(name, sentence));
            Uuid::nil()
        }
    };
    let need = chosen("besoin", "Choisissez un besoin");
    let area = chosen("quartier", "Choisissez un quartier");
    let maybe = |name: &str| fields.text(name).parse::<Uuid>().ok();
    let heard_on = fields.form().date("date", "la date").unwrap_or_else(|error| {
        errors.push(error);
        None
    });
    let kind = Kind::from_code(fields.text("nature"));
    if kind.is_none() {
        errors.push(FieldError::new("nature", "Choisissez ce que c’est : un besoin, un constat ou une idée"));
    }
    let visibility = Visibility::from_code(fields.text("visibilite"));
    if visibility.is_none() {
        errors.push(FieldError::new("visibilite", "Choisissez qui peut lire ce propos"));
    }
    match (kind, visibility) {
        (Some(kind), Some(visibility)) if errors.is_empty() => Ok((
            maybe("concertation"),
            EvidenceText {
                need,
                area,
                channel: maybe("canal"),
                gathering: None,
                heard: fields.text("qui").to_owned(),
                heard_on,
                reported_on: None,
                said: fields.text("propos").to_owned(),
                kind,
                document: maybe("document"),
                page: fields.text("page").to_owned(),
                visibility,
            },
        )),
        _ => Err(Failure::Input(errors)),
    }
}

fn new_page(visit: &Visit, form: Form, lists: Lists) -> RecordPage {
    let frame = visit.back_office("Enregistrer une preuve").with_breadcrumb(above_back()).with_form(&form);
    RecordPage { frame, form, lists, id: None, withdrawn: None, may_record: true }
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let lists = Lists::load(&mut tx).await?;
    let mut form = Form::filled([("nature", Kind::Need.code()), ("visibilite", Visibility::Agents.code())]);
    for name in ["besoin", "quartier", "canal"] {
        form.add(name, asked.text(name));
    }
    if let [only] = lists.consultations.as_slice() {
        form.add("concertation", only.value.clone());
    }
    answer::page(&new_page(&visit, form, lists))
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome = match read(&fields) {
        Ok((Some(consultation), text)) => {
            actions::record_evidence(&mut tx, &house.outside, &visit.actor, consultation, "", text).await
        }
        Ok((None, _)) => Err(Failure::field("concertation", "Choisissez une concertation")),
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(id) => {
            tx.commit().await?;
            answer::done(&format!("/gestion/ecoute/preuves/{id}"), "ajoute")
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let lists = Lists::load(&mut tx).await?;
            answer::page_to_correct(&new_page(&visit, form, lists))
        }
    }
}

/// The piece, when this person may read it: otherwise nothing is there.
async fn found(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(Evidence, bool), Fault> {
    let evidence = store::evidence::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    let consultations = store::setting::consultations(tx).await?;
    if !may_read(&visit.actor, &consultations, evidence.consultation, evidence.text.area) {
        return Err(Fault::not_found());
    }
    let contract = consultations.iter().find(|one| one.id == evidence.consultation).and_then(|one| one.contract);
    let place = actions::place(contract, Some(evidence.text.area));
    let may_record = visit.actor.may(&acts::RECORD, &place).is_allowed();
    Ok((evidence, may_record))
}

fn form_of(evidence: &Evidence) -> Form {
    let text = &evidence.text;
    let maybe = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    Form::filled([
        ("besoin", text.need.to_string()),
        ("quartier", text.area.to_string()),
        ("canal", maybe(text.channel)),
        ("qui", text.heard.clone()),
        ("propos", text.said.clone()),
        ("nature", text.kind.code().to_owned()),
        ("document", maybe(text.document)),
        ("page", text.page.clone()),
        ("visibilite", text.visibility.code().to_owned()),
        ("revision", evidence.revision.to_string()),
    ])
    .with_date("date", text.heard_on)
}

fn edit_page(visit: &Visit, evidence: &Evidence, form: Form, lists: Lists, may_record: bool) -> RecordPage {
    let frame = visit
        .back_office("Une preuve")
        .with_caption(format!("Preuve {}", evidence.code))
        .with_breadcrumb(above_back())
        .with_form(&form);
    RecordPage { frame, form, lists, id: Some(evidence.id), withdrawn: evidence.withdrawn.clone(), may_record }
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Evidence>) -> Answer {
    let mut tx = house.read().await?;
    let (evidence, may_record) = found(&mut tx, &visit, id.uuid()).await?;
    let lists = Lists::load(&mut tx).await?;
    answer::page(&edit_page(&visit, &evidence, form_of(&evidence), lists, may_record))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Evidence>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (evidence, may_record) = found(&mut tx, &visit, id.uuid()).await?;
    let outcome = match read(&fields) {
        Ok((_, text)) => {
            // What the form does not show stays as it was.
            let EvidenceText { gathering, reported_on, .. } = evidence.text;
            let text = EvidenceText { gathering, reported_on, ..text };
            let (stale, why) = (fields.revision(), fields.text("motif"));
            actions::amend_evidence(&mut tx, &house.outside, &visit.actor, evidence.id, stale, text, why).await
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(()) => {
            tx.commit().await?;
            answer::done(&format!("/gestion/ecoute/preuves/{}", evidence.id), "modifie")
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let lists = Lists::load(&mut tx).await?;
            answer::page_to_correct(&edit_page(&visit, &evidence, form, lists, may_record))
        }
    }
}

pub async fn withdraw(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Evidence>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (evidence, may_record) = found(&mut tx, &visit, id.uuid()).await?;
    let why = fields.text("raison");
    match actions::withdraw_evidence(&mut tx, &house.outside, &visit.actor, evidence.id, why).await {
        Ok(()) => {
            tx.commit().await?;
            answer::done(&format!("/gestion/ecoute/preuves/{}", evidence.id), "supprime")
        }
        Err(failure) => {
            let form = form_of(&evidence).with_errors(Fault::from(failure).into_input()?);
            let lists = Lists::load(&mut tx).await?;
            answer::page_to_correct(&edit_page(&visit, &evidence, form, lists, may_record))
        }
    }
}
