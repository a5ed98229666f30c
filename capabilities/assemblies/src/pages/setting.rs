//! Opening a body, and changing its terms.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::{Filled, Uuid};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{LIST, above, choices, sheet_path};
use crate::actions::{self, assembly::NewAssembly};
use crate::acts;
use crate::rules::{Assembly, AssemblyTerms, Kind};

/// What can be chosen.
#[derive(Clone, Debug, Default)]
pub(super) struct Offered {
    pub areas: Vec<Choice>,
    pub contracts: Vec<Choice>,
    pub organisations: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/setting.html")]
pub(super) struct SettingPage {
    pub frame: Frame,
    pub form: Form,
    pub offered: Offered,
    /// Kinds a body may be opened as; none, when it is fixed.
    pub kinds: Vec<Choice>,
    pub is_new: bool,
}

impl SettingPage {
    pub fn new(frame: Frame, form: Form, offered: Offered, is_new: bool) -> Self {
        let light = |kind: &&Kind| **kind != Kind::Council;
        let is_of_council = !form.value("conseil").is_empty();
        let kinds = match is_new && !is_of_council {
            true => Kind::ALL.iter().filter(light).map(|kind| Choice::new(kind.code(), kind.french())).collect(),
            false => Vec::new(),
        };
        Self { frame: frame.with_form(&form), form, offered, kinds, is_new }
    }
}

async fn draw(tx: &mut Tx, visit: &Visit, assembly: Option<&Assembly>, form: Form) -> Result<SettingPage, Fault> {
    let areas = territory::facade::areas(tx).await?;
    let contracts = strategy::facade::contracts(tx).await?;
    let organisations = accounts::facade::organisations(tx).await?;
    let offered = Offered {
        areas: choices(areas.into_iter().map(|area| (area.id, area.name))),
        contracts: choices(contracts.into_iter().map(|contract| (contract.id, contract.title))),
        organisations: choices(organisations.into_iter().map(|one| (one.id, one.name))),
    };
    let frame = match assembly {
        None => visit.back_office("Ouvrir une instance").with_breadcrumb(vec![Link::new("Instances", LIST)]),
        Some(assembly) => visit.back_office("Modifier l’instance").with_breadcrumb(above(assembly)),
    };
    Ok(SettingPage::new(frame, form, offered, assembly.is_none()))
}

fn read(typed: &mut Reading<'_>, fields: &Fields) -> AssemblyTerms {
    let mut number = |name: &str| typed.whole(name).unwrap_or(-1);
    let (mandate_months, notice_days, quorum_percent, reply_days) =
        (number("mandat"), number("delai"), number("quorum"), number("reponse"));
    AssemblyTerms {
        name: typed.text("nom"),
        purpose: typed.text("objet"),
        contract: typed.offered("contrat"),
        areas: fields.all("quartiers").iter().filter_map(|id| id.parse().ok()).collect::<Vec<Uuid>>(),
        support: typed.text("structure"),
        organisation: typed.offered("organisation"),
        place: typed.text("lieu"),
        charter: typed.text("charte"),
        starts_on: typed.day("debut", "la date de début"),
        mandate_months,
        renewal_months: typed.whole("renouvellement"),
        notice_days,
        quorum_percent,
        reply_days,
        are_minutes_public: fields.is_ticked("publics"),
        are_decisions_public: fields.is_ticked("decisions"),
    }
}

/// The form of the terms of a body.
pub(super) fn form_of(terms: &AssemblyTerms) -> Form {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let mut form = Form::filled([
        ("nom", terms.name.clone()),
        ("objet", terms.purpose.clone()),
        ("contrat", id(terms.contract)),
        ("structure", terms.support.clone()),
        ("organisation", id(terms.organisation)),
        ("lieu", terms.place.clone()),
        ("charte", terms.charter.clone()),
        ("mandat", terms.mandate_months.to_string()),
        ("renouvellement", terms.renewal_months.map(|months| months.to_string()).unwrap_or_default()),
        ("delai", terms.notice_days.to_string()),
        ("quorum", terms.quorum_percent.to_string()),
        ("reponse", terms.reply_days.to_string()),
        ("publics", if terms.are_minutes_public { "oui".to_owned() } else { String::new() }),
        ("decisions", if terms.are_decisions_public { "oui".to_owned() } else { String::new() }),
    ])
    .with_date("debut", terms.starts_on);
    for area in &terms.areas {
        form.add("quartiers", area.to_string());
    }
    form
}

/// What a council made up gives to the body that sits.
fn from_council(council: councils::facade::SetUp) -> AssemblyTerms {
    AssemblyTerms {
        name: council.brief.name,
        purpose: council.purpose,
        contract: council.brief.contract,
        areas: council.brief.area_ids,
        support: council.support,
        place: council.place,
        charter: council.charter,
        starts_on: council.starts_on,
        mandate_months: council.mandate_months,
        renewal_months: council.renewal_months,
        ..AssemblyTerms::first(Kind::Council)
    }
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let form = match asked.text("conseil").parse::<Uuid>() {
        Ok(id) => {
            let council = councils::facade::set_up(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
            form_of(&from_council(council)).with("conseil", id.to_string())
        }
        Err(_) => {
            let asked = Kind::from_code(asked.text("nature")).filter(|kind| *kind != Kind::Council);
            let kind = asked.unwrap_or(Kind::Table);
            let all = strategy::facade::contracts(&mut tx).await?;
            let only = if let [contract] = all.as_slice() { Some(contract.id) } else { None };
            let contract = only.filter(|_| kind.is_steering());
            form_of(&AssemblyTerms { contract, ..AssemblyTerms::first(kind) }).with("nature", kind.code())
        }
    };
    answer::page(&draw(&mut tx, &visit, None, form).await?)
}

fn read_new(fields: &Fields) -> Filled<NewAssembly> {
    let mut typed = Reading::of(fields);
    let terms = read(&mut typed, fields);
    let council = typed.offered::<Uuid>("conseil");
    let kind = match council {
        Some(_) => Some(Kind::Council),
        None => typed.coded("nature", Kind::from_code, "Choisissez la nature de l’instance"),
    };
    typed.filled(NewAssembly { kind: kind.unwrap_or(Kind::Table), council, terms })
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome = actions::assembly::open(&mut tx, &house.outside, &visit.actor, read_new(&fields)).await;
    let again = async |form| draw(&mut house.read().await?, &visit, None, form).await;
    answer::settle(tx, outcome, (sheet_path, "ajoute"), &fields, again).await
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let assembly = actions::assembly::led(&mut tx, &visit.actor, &acts::SET_UP, id.uuid()).await?;
    let form = form_of(&assembly.terms).with("revision", assembly.revision.to_string());
    answer::page(&draw(&mut tx, &visit, Some(&assembly), form).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let assembly = actions::assembly::led(&mut tx, &visit.actor, &acts::SET_UP, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let terms = read(&mut typed, &fields);
    let at = (assembly.id, fields.revision());
    let outcome = actions::assembly::amend(&mut tx, &house.outside, &visit.actor, at, typed.filled(terms)).await;
    let again = async |form| draw(&mut house.read().await?, &visit, Some(&assembly), form).await;
    answer::settle(tx, outcome, (|()| sheet_path(assembly.id), "enregistre"), &fields, again).await
}
