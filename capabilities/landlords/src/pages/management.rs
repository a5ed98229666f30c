//! Urban management of proximity: agreements, what is done each year.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link, SummaryRow};
use kernel::{Filled, Uuid, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{areas_of, contract_of, contracts};
use crate::actions::{
    self, ManagementAction, ManagementActionTerms, ManagementState, ManagementTerms, ManagementTheme, UrbanManagement,
};
use crate::{acts, store};

/// Where agreements of urban management are listed.
const HOME: &str = "/gestion/gestion-urbaine";

fn above() -> Vec<Link> {
    vec![Link::new("Gestion urbaine de proximité", HOME)]
}

fn path(id: Uuid) -> String {
    format!("{HOME}/{id}")
}

/// An action in one sentence.
pub(super) fn sentence(terms: &ManagementActionTerms) -> String {
    let due = terms.due_on.map(|day| format!(", pour le {}", french::date(day))).unwrap_or_default();
    let note = if terms.note.is_empty() { String::new() } else { format!(" ({})", terms.note) };
    let (title, who, state) = (&terms.title, &terms.who, terms.state.french().to_lowercase());
    french::spaced(&format!("{} : {title}, {who}{due}, {state}{note}", terms.year))
}

#[derive(Template)]
#[template(path = "pages/management_list.html")]
pub(super) struct ManagementList {
    pub frame: Frame,
    pub rows: Vec<(Link, String)>,
    pub open: Vec<Link>,
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut rows = Vec::new();
    for one in store::management::all(&mut tx).await? {
        if visit.actor.may(&acts::READ, &one.scope()).is_allowed() {
            let all = store::management::actions(&mut tx, one.id).await?;
            let done = all.iter().filter(|action| action.terms.state == ManagementState::Done).count() as i64;
            let told = format!(
                "{}, dont {}",
                french::count(all.len() as i64, "action", "actions"),
                french::count(done, "faite", "faites")
            );
            rows.push((Link::new(&*one.terms.title, path(one.id)), told));
        }
    }
    let open = contracts(&mut tx, &visit, &acts::MANAGE).await?.into_iter().map(|one| {
        let href = format!("{HOME}/nouvelle?contrat={}", answer::encode(&one.code));
        Link::new(format!("Ouvrir une convention : {}", one.title), href)
    });
    let open = open.collect();
    answer::page(&ManagementList { frame: visit.back_office("Gestion urbaine de proximité"), rows, open })
}

#[derive(Template)]
#[template(path = "pages/management_form.html")]
pub(super) struct ManagementForm {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub areas: Vec<Choice>,
}

fn read(fields: &Fields) -> Filled<ManagementTerms> {
    let mut reading = Reading::of(fields);
    let terms = ManagementTerms {
        title: reading.text("titre"),
        partners: reading.text("partenaires"),
        starts_on: reading.needed_day("debut", "la date de début").unwrap_or_default(),
        ends_on: reading.needed_day("fin", "la date de fin").unwrap_or_default(),
        note: reading.text("note"),
        areas: fields.all("quartiers").into_iter().filter_map(|text| text.parse().ok()).collect(),
        is_public: fields.is_ticked("publique"),
    };
    reading.filled(terms)
}

async fn drawn(
    tx: &mut Tx,
    visit: &Visit,
    (contract, title): (&ContractBrief, &str),
    form: Form,
) -> Result<ManagementForm, Fault> {
    let areas = areas_of(tx, contract).await?;
    let frame = visit.back_office(title).with_form(&form).with_caption(&*contract.title).with_breadcrumb(above());
    Ok(ManagementForm { frame, form, contract: contract.code.clone(), areas })
}

const NEW: &str = "Ouvrir une convention de gestion urbaine";
const CHANGE: &str = "Modifier la convention de gestion urbaine";

pub async fn new(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::MANAGE, asked.text("contrat")).await?;
    let form = Form::empty().with_date("debut", Some(contract.starts_on)).with_date("fin", Some(contract.ends_on));
    answer::page(&drawn(&mut tx, &visit, (&contract, NEW), form).await?)
}

pub async fn open(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, &acts::MANAGE, fields.text("contrat")).await?;
    let which = (contract.id, None);
    let outcome = actions::keep_management(&mut tx, &house.outside, &visit.actor, which, read(&fields)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, (&contract, NEW), form).await
    };
    answer::settle(tx, outcome, (path, "ajoute"), &fields, again).await
}

async fn kept(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(UrbanManagement, ContractBrief), Fault> {
    let one = actions::management(tx, &visit.actor, &acts::MANAGE, id).await?;
    let contract = strategy::facade::contract(tx, one.contract).await?.ok_or_else(Fault::not_found)?;
    Ok((one, contract))
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<UrbanManagement>) -> Answer {
    let mut tx = house.read().await?;
    let (one, contract) = kept(&mut tx, &visit, id.uuid()).await?;
    let mut form = Form::filled([
        ("titre", one.terms.title.clone()),
        ("partenaires", one.terms.partners.clone()),
        ("note", one.terms.note.clone()),
        ("revision", one.revision.to_string()),
    ]);
    for area in &one.terms.areas {
        form.add("quartiers", area.to_string());
    }
    let form = if one.terms.is_public { form.with("publique", "oui") } else { form };
    let form = form.with_date("debut", Some(one.terms.starts_on)).with_date("fin", Some(one.terms.ends_on));
    answer::page(&drawn(&mut tx, &visit, (&contract, CHANGE), form).await?)
}

pub async fn change(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<UrbanManagement>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (one, contract) = kept(&mut tx, &visit, id.uuid()).await?;
    // A form without its revision is as stale as can be, never a new agreement.
    let which = (contract.id, Some((one.id, fields.revision().max(1))));
    let outcome = actions::keep_management(&mut tx, &house.outside, &visit.actor, which, read(&fields)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, (&contract, CHANGE), form).await
    };
    answer::settle(tx, outcome, (path, "modifie"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/management.html")]
pub(super) struct ManagementPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub about: Vec<SummaryRow>,
    pub actions: Vec<Link>,
    pub themes: Vec<Choice>,
    pub states: Vec<Choice>,
    pub may_manage: bool,
}

pub(super) fn themes() -> Vec<Choice> {
    ManagementTheme::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect()
}

pub(super) fn states() -> Vec<Choice> {
    ManagementState::ALL.iter().map(|one| Choice::new(one.code(), one.french())).collect()
}

async fn sheet(tx: &mut Tx, visit: &Visit, id: Uuid, form: Form) -> Result<ManagementPage, Fault> {
    let one = actions::management(tx, &visit.actor, &acts::READ, id).await?;
    let areas = territory::facade::areas_among(tx, &one.terms.areas).await?;
    let areas: Vec<String> = areas.into_iter().map(|area| area.name).collect();
    let may_manage = visit.actor.may(&acts::MANAGE, &one.scope()).is_allowed();
    let all = store::management::actions(tx, id).await?;
    let link = |action: &ManagementAction| {
        let href = if may_manage { format!("{HOME}/actions/{}", action.id) } else { String::new() };
        Link::new(sentence(&action.terms), href)
    };
    let period = format!("du {} au {}", french::date(one.terms.starts_on), french::date(one.terms.ends_on));
    let about = vec![
        SummaryRow::new("Partenaires", one.terms.partners.as_str()),
        SummaryRow::new("Quartiers", areas.join(", ")),
        SummaryRow::new("Durée", period),
        SummaryRow::new("Visible de tout le monde", if one.terms.is_public { "oui" } else { "non" }),
    ];
    Ok(ManagementPage {
        frame: visit.back_office(&one.terms.title).with_form(&form).with_breadcrumb(above()),
        form,
        path: path(id),
        about,
        actions: all.iter().map(link).collect(),
        themes: themes(),
        states: states(),
        may_manage,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<UrbanManagement>) -> Answer {
    let mut tx = house.read().await?;
    let year = house.outside.now().day(&house.settings.zone).year();
    let form = Form::filled([("annee", year.to_string()), ("etat", "planned".to_owned())]);
    answer::page(&sheet(&mut tx, &visit, id.uuid(), form).await?)
}

fn read_action(fields: &Fields) -> Filled<ManagementActionTerms> {
    let mut reading = Reading::of(fields);
    let year = reading.whole("annee");
    let theme = reading.coded("theme", ManagementTheme::from_code, "Choisissez un thème");
    let state = reading.coded("etat", ManagementState::from_code, "Dites où en est l’action");
    let terms = ManagementActionTerms {
        year: reading.needed("annee", year, "Saisissez l’année").unwrap_or(0),
        theme: theme.unwrap_or(ManagementTheme::Cleanliness),
        title: reading.text("action"),
        who: reading.text("qui"),
        due_on: reading.day("echeance", "l’échéance"),
        state: state.unwrap_or(ManagementState::Planned),
        note: reading.text("suite"),
    };
    reading.filled(terms)
}

pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<UrbanManagement>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let typed = read_action(&fields);
    let outcome = actions::add_management_action(&mut tx, &house.outside, &visit.actor, id.uuid(), typed).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        sheet(&mut tx, &visit, id.uuid(), form).await
    };
    answer::settle(tx, outcome, (|_| path(id.uuid()), "ajoute"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/management_action.html")]
pub(super) struct ManagementActionPage {
    pub frame: Frame,
    pub form: Form,
    pub themes: Vec<Choice>,
    pub states: Vec<Choice>,
}

async fn drawn_action(tx: &mut Tx, visit: &Visit, id: Uuid, form: Option<Form>) -> Result<ManagementActionPage, Fault> {
    let one = store::management::action(tx, id).await?.ok_or_else(Fault::not_found)?;
    let agreement = actions::management(tx, &visit.actor, &acts::MANAGE, one.agreement).await?;
    let terms = &one.terms;
    let form = form.unwrap_or_else(|| {
        let form = Form::filled([
            ("annee", terms.year.to_string()),
            ("theme", terms.theme.code().to_owned()),
            ("action", terms.title.clone()),
            ("qui", terms.who.clone()),
            ("etat", terms.state.code().to_owned()),
            ("suite", terms.note.clone()),
            ("revision", one.revision.to_string()),
        ]);
        form.with_date("echeance", terms.due_on)
    });
    let above = [above(), vec![Link::new(&*agreement.terms.title, path(agreement.id))]].concat();
    let frame = visit.back_office("Suivre une action de gestion urbaine").with_form(&form).with_breadcrumb(above);
    Ok(ManagementActionPage { frame, form, themes: themes(), states: states() })
}

pub async fn action(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<ManagementAction>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&drawn_action(&mut tx, &visit, id.uuid(), None).await?)
}

pub async fn change_action(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<ManagementAction>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (which, typed) = ((id.uuid(), fields.revision()), read_action(&fields));
    let outcome = actions::change_management_action(&mut tx, &house.outside, &visit.actor, which, typed).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn_action(&mut tx, &visit, id.uuid(), Some(form)).await
    };
    answer::settle(tx, outcome, (path, "modifie"), &fields, again).await
}
