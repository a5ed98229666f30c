//! Noting what was said: need, neighbourhood, channel, who (a category, never a name), when, words, document.
//! Correcting and withdrawing ask for a reason; a withdrawn piece stays readable here.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Filled, Uuid};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{Referred, above_back, choices, chosen, may_read};
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

fn read(fields: &Fields) -> Filled<EvidenceText> {
    let mut typed = Reading::of(fields);
    let kind = typed.coded("nature", Kind::from_code, "Choisissez ce que c’est : un besoin, un constat ou une idée");
    let visibility = typed.coded("visibilite", Visibility::from_code, "Choisissez qui peut lire ce propos");
    let text = EvidenceText {
        need: typed.chosen("besoin", "Choisissez un besoin").unwrap_or_default(),
        area: typed.chosen("quartier", "Choisissez un quartier").unwrap_or_default(),
        channel: typed.offered("canal"),
        gathering: None,
        heard: typed.text("qui"),
        heard_on: typed.day("date", "la date"),
        reported_on: None,
        said: typed.text("propos"),
        kind: kind.unwrap_or(Kind::Need),
        document: typed.offered("document"),
        page: typed.text("page"),
        visibility: visibility.unwrap_or(Visibility::Agents),
    };
    typed.filled(text)
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
    let lists = Lists::load(&mut tx).await?;
    let text = read(&fields).map(|text| (fields.text("concertation").parse().unwrap_or_default(), text));
    let outcome = actions::record_evidence(&mut tx, &house.outside, &visit.actor, "", text).await;
    let again = async |form| Ok(new_page(&visit, form, lists));
    answer::settle(tx, outcome, (path, "ajoute"), &fields, again).await
}

fn path(id: Uuid) -> String {
    format!("/gestion/ecoute/preuves/{id}")
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
    Form::filled([
        ("besoin", text.need.to_string()),
        ("quartier", text.area.to_string()),
        ("canal", chosen(text.channel)),
        ("qui", text.heard.clone()),
        ("propos", text.said.clone()),
        ("nature", text.kind.code().to_owned()),
        ("document", chosen(text.document)),
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
    let lists = Lists::load(&mut tx).await?;
    // What the form does not show stays as it was.
    let EvidenceText { gathering, reported_on, .. } = evidence.text;
    let text = read(&fields).map(|text| EvidenceText { gathering, reported_on, ..text });
    let (id, stale, why) = (evidence.id, fields.revision(), fields.text("motif"));
    let outcome = actions::amend_evidence(&mut tx, &house.outside, &visit.actor, id, stale, text, why).await;
    let again = async |form| Ok(edit_page(&visit, &evidence, form, lists, may_record));
    answer::settle(tx, outcome, (|()| path(id), "modifie"), &fields, again).await
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
    let lists = Lists::load(&mut tx).await?;
    let outcome = actions::withdraw_evidence(&mut tx, &house.outside, &visit.actor, evidence.id, why).await;
    // The form above shows the piece as it stands: only the reason was typed.
    let again = async |form: Form| {
        let form = form_of(&evidence).with("raison", why).with_errors(form.errors());
        Ok(edit_page(&visit, &evidence, form, lists, may_record))
    };
    answer::settle(tx, outcome, (|()| path(evidence.id), "supprime"), &fields, again).await
}
