//! Campaigns, for those who collect.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, Link, TableOptions, Tag, TagColour};
use kernel::{Filled, Scope, Uuid, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{HOME, at, choices, contract_by, contract_of, framed, totals};
use crate::rules::{Ask, AskKind, Campaign, CampaignTerms, Replies, Request};
use crate::{actions, acts, store};

/// Where a campaign is kept.
pub(super) fn campaign_path(id: Uuid) -> String {
    format!("{HOME}/collectes/{id}")
}

fn above(contract: &ContractBrief) -> Vec<Link> {
    vec![
        Link::new("Évaluation", at("", &contract.code)),
        Link::new("Collectes auprès des porteurs", at("/collectes", &contract.code)),
    ]
}

#[derive(Template)]
#[template(path = "pages/campaigns.html")]
pub(super) struct CampaignsPage {
    pub frame: Frame,
    /// Title and address, how many answered.
    pub lines: Vec<(Link, String)>,
    pub new: String,
}

fn answered(requests: &[Request]) -> String {
    let sent = requests.iter().filter(|one| one.sent_at.is_some()).count();
    match requests.len() {
        0 => "pas encore envoyée".to_owned(),
        asked => format!("{} sur {asked}", french::count(sent as i64, "réponse", "réponses")),
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::COLLECT, asked.text("contrat")).await?;
    let mut lines = Vec::new();
    for one in store::campaign::of_contract(&mut tx, contract.id).await? {
        let requests = store::campaign::requests(&mut tx, one.id).await?;
        let title = french::spaced(&format!("{} : {}", one.terms.year, one.terms.title));
        lines.push((Link::new(title, campaign_path(one.id)), answered(&requests)));
    }
    answer::page(&CampaignsPage {
        frame: framed(&visit, "Collectes auprès des porteurs", &contract),
        lines,
        new: at("/collectes/nouvelle", &contract.code),
    })
}

#[derive(Template)]
#[template(path = "pages/campaign_form.html")]
pub(super) struct CampaignForm {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
}

fn drawn(visit: &Visit, contract: &ContractBrief, title: &str, form: Form) -> CampaignForm {
    let frame = framed(visit, title, contract).with_breadcrumb(above(contract)).with_form(&form);
    CampaignForm { frame, form, contract: contract.code.clone() }
}

fn read(fields: &Fields) -> Filled<CampaignTerms> {
    let mut reading = Reading::of(fields);
    let year = reading.whole("annee");
    let terms = CampaignTerms {
        year: reading.needed("annee", year, "Saisissez l’année sur laquelle porte la collecte").unwrap_or(0),
        title: reading.text("titre"),
        message: reading.text("message"),
        closes_on: reading.needed_day("cloture", "le dernier jour pour répondre").unwrap_or_default(),
    };
    reading.filled(terms)
}

const NEW: &str = "Préparer une collecte";
const CHANGE: &str = "Modifier une collecte";

pub async fn new(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::COLLECT, asked.text("contrat")).await?;
    let year = house.outside.now().day(&house.settings.zone).year() - 1;
    let form = Form::filled([("annee", year.to_string()), ("titre", format!("Bilan des actions de {year}"))]);
    answer::page(&drawn(&visit, &contract, NEW, form))
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = contract_of(&mut tx, &visit, &acts::COLLECT, fields.text("contrat")).await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::keep_campaign(&mut tx, around, &visit.actor, (contract.id, None), read(&fields)).await;
    let again = async |form| Ok(drawn(&visit, &contract, NEW, form));
    answer::settle(tx, outcome, (campaign_path, "ajoute"), &fields, again).await
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Campaign>) -> Answer {
    let mut tx = house.read().await?;
    let found = actions::campaign(&mut tx, &visit.actor, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let terms = &found.terms;
    let form = Form::filled([
        ("annee", terms.year.to_string()),
        ("titre", terms.title.clone()),
        ("message", terms.message.clone()),
        ("revision", found.revision.to_string()),
    ])
    .with_date("cloture", Some(terms.closes_on));
    answer::page(&drawn(&visit, &contract, CHANGE, form))
}

pub async fn change(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Campaign>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let found = actions::campaign(&mut tx, &visit.actor, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let around = (&house.outside, &house.settings.zone);
    let which = (contract.id, Some((found.id, fields.revision())));
    let outcome = actions::keep_campaign(&mut tx, around, &visit.actor, which, read(&fields)).await;
    let again = async |form| Ok(drawn(&visit, &contract, CHANGE, form));
    answer::settle(tx, outcome, (campaign_path, "modifie"), &fields, again).await
}

/// A request, as told to those who collect.
pub(super) struct RequestShown {
    pub title: String,
    pub carrier: String,
    pub state: Tag,
    pub path: String,
}

#[derive(Template)]
#[template(path = "pages/campaign.html")]
pub(super) struct CampaignPage {
    pub frame: Frame,
    pub form: Form,
    pub about: String,
    pub message: String,
    pub path: String,
    pub asks: Vec<Ask>,
    pub kinds: Vec<Choice>,
    pub requests: Vec<RequestShown>,
    pub answered: String,
    pub tables: Vec<Html>,
    pub may_publish: bool,
    pub is_published: bool,
    pub revision: i64,
}

pub(super) fn kinds() -> Vec<Choice> {
    choices(AskKind::ALL.iter().map(|one| (one.code(), one.french())))
}

/// Answers that were sent.
pub(super) fn sent<'r>(requests: &[Request], replies: &'r HashMap<Uuid, Replies>) -> Vec<&'r Replies> {
    let sent = requests.iter().filter(|one| one.sent_at.is_some());
    sent.filter_map(|one| replies.get(&one.id)).collect()
}

async fn shown((house, visit): (&House, &Visit), id: Uuid, form: Form) -> Result<CampaignPage, Fault> {
    let mut tx = house.read().await?;
    let found = actions::campaign(&mut tx, &visit.actor, id).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    let asks = store::campaign::asks(&mut tx, found.id).await?;
    let requests = store::campaign::requests(&mut tx, found.id).await?;
    let replies = store::campaign::replies(&mut tx, found.id).await?;
    let carriers: Vec<Uuid> = requests.iter().map(|one| one.organisation).collect();
    let names = accounts::facade::organisation_names(&mut tx, &carriers).await?;
    let state = |one: &Request| match one.sent_at {
        Some(at) => {
            let day = french::date(at.day(&house.settings.zone));
            Tag::new(TagColour::Green, format!("Envoyée le {day}"))
        }
        None if replies.contains_key(&one.id) => Tag::new(TagColour::Blue, "Commencée"),
        None => Tag::new(TagColour::Grey, "Rien encore"),
    };
    let line = |one: &Request| RequestShown {
        title: french::spaced(&one.title),
        carrier: names.get(&one.organisation).cloned().unwrap_or_default(),
        state: state(one),
        path: super::reply::reply_path(one.id),
    };
    let tables = match requests.is_empty() {
        true => Vec::new(),
        false => totals::tables(&asks, &sent(&requests, &replies), requests.len(), false),
    };
    let title = format!("{} : {}", found.terms.year, found.terms.title);
    Ok(CampaignPage {
        frame: framed(visit, &title, &contract).with_breadcrumb(above(&contract)).with_form(&form),
        form,
        about: format!("Réponses attendues le {} au plus tard.", french::date(found.terms.closes_on)),
        message: found.terms.message.clone(),
        path: campaign_path(found.id),
        asks,
        kinds: kinds(),
        answered: answered(&requests),
        requests: requests.iter().map(line).collect(),
        tables: tables.iter().map(|table| interface::table(table, &TableOptions::default())).collect(),
        may_publish: visit.actor.may(&acts::PUBLISH, &Scope::contract(contract.id)).is_allowed(),
        is_published: found.published_at.is_some(),
        revision: found.revision,
    })
}

/// Every cell of every answer sent, one a line.
async fn exported(tx: &mut Tx, campaign: &Campaign) -> Result<Table, Fault> {
    let asks = store::campaign::asks(tx, campaign.id).await?;
    let requests = store::campaign::requests(tx, campaign.id).await?;
    let replies = store::campaign::replies(tx, campaign.id).await?;
    let carriers: Vec<Uuid> = requests.iter().map(|one| one.organisation).collect();
    let names = accounts::facade::organisation_names(tx, &carriers).await?;
    let columns = vec![
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("porteur", "Porteur", Kind::Text),
        Column::new("quartiers", "Quartiers", Kind::Text),
        Column::new("question", "Question", Kind::Text),
        Column::new("detail", "Détail", Kind::Text),
        Column::new("nombre", "Nombre", Kind::Integer),
        Column::new("texte", "Texte", Kind::Text),
    ];
    let mut table = Table::new("collecte", campaign.terms.title.clone(), columns);
    for one in requests.iter().filter(|one| one.sent_at.is_some()) {
        let carrier = names.get(&one.organisation).cloned().unwrap_or_default();
        for ask in &asks {
            let reply = replies.get(&one.id).and_then(|all| all.get(&ask.id)).cloned().unwrap_or_default();
            for (code, words) in ask.kind.cells() {
                let number = match reply.counts.get(&code) {
                    Some(count) => Cell::Integer(*count),
                    None if reply.is_not_counted || ask.kind != AskKind::Text => Cell::MISSING,
                    None => Cell::text(""),
                };
                let text = if ask.kind == AskKind::Text { reply.words.clone() } else { String::new() };
                table.rows.push(vec![
                    Cell::text(one.title.clone()),
                    Cell::text(carrier.clone()),
                    Cell::text(one.areas.clone()),
                    Cell::text(ask.words.clone()),
                    Cell::text(words),
                    number,
                    Cell::text(text),
                ]);
            }
        }
    }
    table.base = Some(answered(&requests));
    table.source = Some("Porteurs des actions".to_owned());
    Ok(table)
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Campaign>, asked: Asked) -> Answer {
    if !asked.text("format").is_empty() {
        let mut tx = house.read().await?;
        let found = actions::campaign(&mut tx, &visit.actor, id.uuid()).await?;
        let table = exported(&mut tx, &found).await?;
        return answer::table("collecte", asked.text("format"), &table, house.outside.now());
    }
    answer::page(&shown((&house, &visit), id.uuid(), Form::empty()).await?)
}

pub async fn add_ask(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Campaign>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let mut reading = Reading::of(&fields);
    let kind = reading.coded("sorte", AskKind::from_code, "Dites ce qui est demandé").unwrap_or(AskKind::Text);
    let typed = (reading.text("question"), kind);
    let typed = reading.filled(typed);
    let outcome = actions::add_ask(&mut tx, &house.outside, &visit.actor, id.uuid(), typed).await;
    let again = async |form| shown((&house, &visit), id.uuid(), form).await;
    answer::settle(tx, outcome, (|()| campaign_path(id.uuid()), "ajoute"), &fields, again).await
}

pub async fn remove_ask(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, ask)): Path<(String, String)>,
) -> Answer {
    let (id, ask): (Uuid, Uuid) = match (id.parse(), ask.parse()) {
        (Ok(id), Ok(ask)) => (id, ask),
        _ => return Err(Fault::not_found()),
    };
    let mut tx = house.write().await?;
    actions::remove_ask(&mut tx, &house.outside, &visit.actor, (id, ask)).await?;
    tx.commit().await?;
    answer::done(&campaign_path(id), "supprime")
}

pub async fn publish(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Campaign>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let which = (id.uuid(), fields.revision(), fields.text("etat") != "retrait");
    actions::publish_campaign(&mut tx, &house.outside, &visit.actor, which).await?;
    tx.commit().await?;
    answer::done(&campaign_path(id.uuid()), "enregistre")
}

/// A published sheet nobody was asked about yet.
pub(super) struct SheetShown {
    pub field: String,
    pub label: String,
}

#[derive(Template)]
#[template(path = "pages/carriers.html")]
pub(super) struct CarriersPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub sheets: Vec<SheetShown>,
    pub left: i64,
}

/// Sheets offered at once.
const SHEETS: usize = 40;

async fn offered(tx: &mut Tx, visit: &Visit, found: &Campaign, typed: Option<Form>) -> Result<CarriersPage, Fault> {
    let contract = contract_by(tx, found.contract).await?;
    let asked: Vec<Uuid> = store::campaign::requests(tx, found.id).await?.into_iter().map(|one| one.sheet).collect();
    let mut sheets = plan::facade::sheets(tx, found.contract, false).await?;
    sheets.retain(|sheet| !asked.contains(&sheet.id));
    let left = sheets.len().saturating_sub(SHEETS) as i64;
    sheets.truncate(SHEETS);
    let form = match typed {
        Some(form) => form,
        None => {
            let mut form = Form::empty();
            for sheet in &sheets {
                // Whoever leads is offered when an organisation bears that very name.
                let alike = accounts::facade::organisations_alike(tx, &sheet.lead, None).await?;
                let name = if alike.len() == 1 { sheet.lead.clone() } else { String::new() };
                form.add(actions::carrier_field(sheet.id), name);
            }
            form
        }
    };
    let path = campaign_path(found.id);
    let above = [above(&contract), vec![Link::new(found.terms.title.clone(), path.clone())]].concat();
    let label = |sheet: &plan::facade::SheetBrief| match sheet.lead.is_empty() {
        true => format!("{} {}", sheet.code, sheet.title),
        false => format!("{} {} (pilote : {})", sheet.code, sheet.title, sheet.lead),
    };
    Ok(CarriersPage {
        frame: framed(visit, "Choisir les porteurs", &contract).with_breadcrumb(above).with_form(&form),
        form,
        path,
        sheets: sheets
            .iter()
            .map(|sheet| SheetShown { field: actions::carrier_field(sheet.id), label: french::spaced(&label(sheet)) })
            .collect(),
        left,
    })
}

pub async fn carriers(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Campaign>) -> Answer {
    let mut tx = house.read().await?;
    let found = actions::campaign(&mut tx, &visit.actor, id.uuid()).await?;
    answer::page(&offered(&mut tx, &visit, &found, None).await?)
}

pub async fn ask_carriers(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Campaign>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let found = actions::campaign(&mut tx, &visit.actor, id.uuid()).await?;
    let chosen: Vec<(Uuid, String)> = fields
        .pairs()
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("porteur-")?.parse().ok()?, value.trim().to_owned())))
        .collect();
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::ask_carriers(&mut tx, around, &visit.actor, found.id, &chosen).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        offered(&mut tx, &visit, &found, Some(form)).await
    };
    answer::settle(tx, outcome, (|_| campaign_path(found.id), "lance"), &fields, again).await
}
