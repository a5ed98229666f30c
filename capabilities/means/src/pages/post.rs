//! Posts: the list with what is to be renewed, a post, kinds of posts.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, TableOptions, Tag, TagColour};
use jiff::civil::Date;
use kernel::{Filled, Scope, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{HOME, above_of, amount, areas_of, at, choices, contract_by, contract_of, kept, time, whole_contract};
use crate::actions::{self, Post, PostTerms, cell, time_cell};
use crate::rules::{PostState, spelt_amount, spelt_hundredths};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/posts.html")]
pub(super) struct PostsPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub table: Html,
    pub is_empty: bool,
    pub to_renew: Vec<String>,
    pub new: String,
}

/// A post with the names it is told by.
pub(super) struct PostShown {
    pub post: Post,
    pub kind: String,
    pub employer: String,
    pub funder: String,
    pub area: String,
}

pub(super) fn posts_table(all: &[PostShown], day: Date, is_linked: bool) -> Table {
    let columns = vec![
        Column::new("mission", "Mission", Kind::Text).row_header(),
        Column::new("type", "Type", Kind::Text),
        Column::new("employeur", "Employeur", Kind::Text),
        Column::new("financeur", "Financeur", Kind::Text),
        Column::new("quartier", "Quartier", Kind::Text),
        Column::new("etp", "ETP", Kind::Decimal(2)),
        Column::new("montant", "Montant annuel", Kind::Euros),
        Column::new("fin", "Fin de convention", Kind::Date),
        Column::new("etat", "État", Kind::Text),
    ];
    let mut table = Table::new("postes", "Postes du contrat", columns);
    for one in all {
        let terms = &one.post.terms;
        let mission = french::spaced(&terms.mission);
        table.rows.push(vec![
            if is_linked { Cell::link(mission, format!("{HOME}/postes/{}", one.post.id)) } else { Cell::text(mission) },
            Cell::text(one.kind.as_str()),
            Cell::text(one.employer.as_str()),
            Cell::text(one.funder.as_str()),
            Cell::text(one.area.as_str()),
            time_cell(Some(terms.fte)),
            cell(Some(terms.amount)),
            Cell::Date(terms.ends_on),
            Cell::text(one.post.state(day).french()),
        ]);
    }
    table.base = Some(french::count(all.len() as i64, "poste", "postes"));
    table.source = Some("Conventions des postes".to_owned());
    table.as_of = Some(day);
    table
}

/// Posts of a contract this actor reads, with names.
pub(super) async fn shown(tx: &mut Tx, visit: &Visit, contract: &ContractBrief) -> Result<Vec<PostShown>, Fault> {
    let mut all = store::post::of_contract(tx, contract.id).await?;
    all.retain(|one| {
        let of_funder = Scope { organisation: Some(one.terms.funder), ..one.scope() };
        let may = |place: &Scope| visit.actor.may(&acts::READ, place).is_allowed();
        may(&one.scope()) || may(&of_funder)
    });
    named(tx, contract, all).await
}

/// These posts with names.
pub(super) async fn named(tx: &mut Tx, contract: &ContractBrief, all: Vec<Post>) -> Result<Vec<PostShown>, Fault> {
    let ids: Vec<_> = all.iter().flat_map(|one| [one.terms.employer, one.terms.funder]).collect();
    let names = accounts::facade::organisation_names(tx, &ids).await?;
    let kinds = actions::kinds(tx, contract.id).await?;
    let ground = actions::ground(tx, contract.clone()).await?;
    let told = |post: Post| PostShown {
        kind: kinds.iter().find(|(code, _)| *code == post.terms.kind).map(|(_, name)| name.clone()).unwrap_or_default(),
        employer: names.get(&post.terms.employer).cloned().unwrap_or_default(),
        funder: names.get(&post.terms.funder).cloned().unwrap_or_default(),
        area: ground.area(post.terms.area),
        post,
    };
    Ok(all.into_iter().map(told).collect())
}

pub(super) fn tag(state: PostState) -> Tag {
    let colour = match state {
        PostState::Coming => TagColour::Grey,
        PostState::Running => TagColour::Green,
        PostState::ToRenew => TagColour::Amber,
        PostState::Over => TagColour::Red,
    };
    Tag::new(colour, state.french())
}

/// What is to be decided, post by post.
pub(super) fn to_renew(all: &[PostShown], day: Date) -> Vec<String> {
    let due = all.iter().filter(|one| one.post.state(day) == PostState::ToRenew);
    due.map(|one| {
        french::spaced(&format!(
            "{}, {} : la convention finit le {}.",
            one.kind,
            one.employer,
            french::date(one.post.terms.ends_on)
        ))
    })
    .collect()
}

async fn list(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    contract: &ContractBrief,
    form: Form,
) -> Result<PostsPage, Fault> {
    let day = house.outside.now().day(&house.settings.zone);
    let all = shown(tx, visit, contract).await?;
    let manages = visit.actor.may(&acts::MANAGE, &Scope::contract(contract.id)).is_allowed();
    let file = |format: &str| Some(format!("{}&format={format}", at("/postes", &contract.code)));
    let states: Vec<Tag> = all.iter().map(|one| tag(one.post.state(day))).collect();
    let draw = |row: usize, column: usize, _: &Cell| (column == 8).then(|| states.get(row).map(Tag::html)).flatten();
    let options =
        TableOptions { csv: file("csv"), xlsx: file("xlsx"), decoration: Some(&draw), ..TableOptions::default() };
    Ok(PostsPage {
        frame: super::framed(visit, "Postes", contract).with_form(&form),
        form,
        contract: contract.code.clone(),
        table: interface::table(&posts_table(&all, day, manages), &options),
        is_empty: all.is_empty(),
        to_renew: to_renew(&all, day),
        new: if manages { at("/postes/nouveau", &contract.code) } else { String::new() },
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract_of(&mut tx, &visit, &acts::READ, asked.text("contrat")).await?;
    if !asked.text("format").is_empty() {
        let now = house.outside.now();
        let all = shown(&mut tx, &visit, &contract).await?;
        let table = posts_table(&all, now.day(&house.settings.zone), false);
        return answer::table("postes", asked.text("format"), &table, now);
    }
    answer::page(&list(&mut tx, &house, &visit, &contract, Form::empty()).await?)
}

pub async fn add_kind(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = whole_contract(&mut tx, &visit, &acts::MANAGE, fields.text("contrat")).await?;
    let outcome = actions::add_kind(&mut tx, &house.outside, &visit.actor, contract.id, fields.text("type")).await;
    let to = at("/postes", &contract.code);
    let again = async |form| {
        let mut tx = house.read().await?;
        list(&mut tx, &house, &visit, &contract, form).await
    };
    answer::settle(tx, outcome, (|()| to, "ajoute"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/post.html")]
pub(super) struct PostPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub kinds: Vec<Choice>,
    pub employers: Vec<Choice>,
    pub funders: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub path: String,
}

fn read(fields: &Fields) -> Filled<PostTerms> {
    let mut reading = Reading::of(fields);
    let fte = time(&mut reading, "etp");
    let yearly = amount(&mut reading, "montant");
    let sentence = "Saisissez le montant annuel, 0 compris, « pas demandé » ou « non diffusé »";
    let terms = PostTerms {
        kind: reading.text("type"),
        employer: reading.chosen("employeur", "Choisissez l’employeur").unwrap_or_default(),
        funder: reading.chosen("financeur", "Choisissez le financeur").unwrap_or_default(),
        area: reading.offered("quartier"),
        mission: reading.text("mission"),
        fte: reading.needed("etp", fte, "Saisissez le temps de travail, par exemple 1").unwrap_or(0),
        starts_on: reading.needed_day("debut", "le début de la convention").unwrap_or_default(),
        ends_on: reading.needed_day("fin", "la fin de la convention").unwrap_or_default(),
        amount: reading.needed("montant", yearly, sentence).unwrap_or(actions::Amount::NotAsked),
        alert_days: reading.whole("alerte").unwrap_or(180),
        is_specific: fields.is_ticked("specifique"),
        is_public: fields.is_ticked("publique"),
    };
    reading.filled(terms)
}

fn filled(one: &Post) -> Form {
    let terms = &one.terms;
    let mut form = Form::filled([
        ("type", terms.kind.clone()),
        ("employeur", terms.employer.to_string()),
        ("financeur", terms.funder.to_string()),
        ("quartier", terms.area.map(|id| id.to_string()).unwrap_or_default()),
        ("mission", terms.mission.clone()),
        ("etp", spelt_hundredths(terms.fte)),
        ("montant", spelt_amount(Some(terms.amount))),
        ("alerte", terms.alert_days.to_string()),
        ("revision", one.revision.to_string()),
    ]);
    for (name, is) in [("specifique", terms.is_specific), ("publique", terms.is_public)] {
        if is {
            form.add(name, "oui");
        }
    }
    form.with_date("debut", Some(terms.starts_on)).with_date("fin", Some(terms.ends_on))
}

async fn drawn(
    tx: &mut Tx,
    visit: &Visit,
    contract: &ContractBrief,
    (title, path): (&str, String),
    form: Form,
) -> Result<PostPage, Fault> {
    let ground = actions::ground(tx, contract.clone()).await?;
    let employers = accounts::facade::organisations(tx).await?;
    let frame = visit.back_office(title).with_form(&form).with_caption(&*contract.title);
    Ok(PostPage {
        frame: frame.with_breadcrumb(above_of(&contract.code, "Postes", "/postes")),
        form,
        contract: contract.code.clone(),
        kinds: choices(actions::kinds(tx, contract.id).await?),
        employers: choices(employers.into_iter().map(|one| (one.id, one.name))),
        funders: choices(super::institutions(tx).await?),
        areas: areas_of(&ground),
        path,
    })
}

const NEW: &str = "Ajouter un poste";

pub async fn new(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = whole_contract(&mut tx, &visit, &acts::MANAGE, asked.text("contrat")).await?;
    let form = Form::filled([("alerte", "180"), ("etp", "1"), ("revision", "0")]);
    answer::page(&drawn(&mut tx, &visit, &contract, (NEW, String::new()), form).await?)
}

/// Keeps what was typed of a post, new or changed.
async fn keep(
    (house, visit): (&House, &Visit),
    mut tx: Tx,
    contract: &ContractBrief,
    found: Option<&Post>,
    fields: &Fields,
) -> Answer {
    let which = (contract.id, found.map(|one| (one.id, fields.revision())));
    let outcome = actions::keep_post(&mut tx, &house.outside, &visit.actor, which, read(fields)).await;
    let place = found.map_or((NEW, String::new()), own_path);
    let draw = async |mut tx: Tx, form| drawn(&mut tx, visit, contract, place, form).await;
    kept(house, (tx, outcome), (at("/postes", &contract.code), found.is_none()), fields, draw).await
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = whole_contract(&mut tx, &visit, &acts::MANAGE, fields.text("contrat")).await?;
    keep((&house, &visit), tx, &contract, None, &fields).await
}

fn own_path(one: &Post) -> (&'static str, String) {
    ("Modifier un poste", format!("{HOME}/postes/{}", one.id))
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Post>) -> Answer {
    let mut tx = house.read().await?;
    let found = actions::post(&mut tx, &visit.actor, &acts::MANAGE, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    answer::page(&drawn(&mut tx, &visit, &contract, own_path(&found), filled(&found)).await?)
}

pub async fn change(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Post>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let found = actions::post(&mut tx, &visit.actor, &acts::MANAGE, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    keep((&house, &visit), tx, &contract, Some(&found), &fields).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Post>) -> Answer {
    let mut tx = house.write().await?;
    let contract = actions::remove_post(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    let contract = contract_by(&mut tx, contract).await?;
    tx.commit().await?;
    answer::done(&at("/postes", &contract.code), "supprime")
}
