//! `/gestion/comptes-rendus`: reports awaited on a contract, those that are late, who may ask again all the same.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link, Pagination, Tag, TagColour};
use kernel::{Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, Reading, Visit, answer};

use super::{HOME, choices, contract_of, path, with_contract};
use crate::actions::dues::{self, Due};
use crate::actions::{desk, known};
use crate::rules::{Agreement, DueState};
use crate::{acts, store};

/// Where reports awaited are.
pub(super) const REPORTS: &str = "/gestion/comptes-rendus";

/// Lines of a page.
const ON_A_PAGE: u32 = 40;

/// Associations that are late offered at once.
const OFFERED: usize = 40;

#[derive(Template)]
#[template(path = "pages/dues.html")]
pub(super) struct DuesPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub funders: Vec<Choice>,
    pub years: Vec<Choice>,
    pub states: Vec<Choice>,
    pub sentence: String,
    pub clear: String,
    pub rows: Vec<DueRow>,
    pub pages: Pagination,
    pub may_waive: bool,
    pub is_late: bool,
    pub late: Vec<Choice>,
    pub has_others: bool,
    pub waivers: Vec<String>,
}

/// A report awaited.
pub(super) struct DueRow {
    pub number: String,
    pub href: String,
    pub carrier: String,
    pub funder: String,
    pub year: String,
    pub until: String,
    pub state: Tag,
}

pub(super) fn tag(state: DueState) -> Tag {
    let colour = match state {
        DueState::Late => TagColour::Red,
        DueState::Awaited | DueState::Returned => TagColour::Amber,
        DueState::Ahead => TagColour::Grey,
        DueState::Given => TagColour::Blue,
        DueState::Accepted => TagColour::Green,
    };
    Tag::new(colour, state.french())
}

async fn drawn(tx: &mut Tx, (house, visit): (&House, &Visit), asked: &Fields, form: Form) -> Result<DuesPage, Fault> {
    let found = contract_of(tx, visit, asked.text("contrat"), &acts::READ).await?;
    let Some((contract, calls)) = found else { return Err(Fault::not_found()) };
    let today = house.outside.now().day(&house.settings.zone);
    let reach = desk::reach(tx, &visit.actor, contract.id).await?;
    let known = known::dues(tx, contract.id).await?;
    let all: Vec<(&Due, DueState)> = known
        .iter()
        .filter(|one| reach.takes(one.agreement.payer, one.agreement.carrier))
        .map(|one| (one, one.state(today)))
        .collect();
    let carriers: HashMap<Uuid, String> =
        accounts::facade::organisations(tx).await?.into_iter().map(|one| (one.id, one.name)).collect();
    let funders: HashMap<Uuid, String> =
        calls.iter().flat_map(|call| &call.funders).map(|one| (one.id, one.name.clone())).collect();
    let name =
        |all: &HashMap<Uuid, String>, id: Uuid| all.get(&id).map(|name| french::spaced(name)).unwrap_or_default();
    let (state, year) = (DueState::from_code(asked.text("etat")), asked.text("annee").parse::<i64>().ok());
    let payer: Option<Uuid> = asked.text("financeur").parse().ok();
    let words = kernel::text::search_key(asked.text("q"));
    let is_said = |of: &Agreement| {
        let carrier = carriers.get(&of.carrier).map(String::as_str).unwrap_or_default();
        let key = kernel::text::search_key(&format!("{} {carrier}", of.number));
        words.split_whitespace().all(|word| key.contains(word))
    };
    let chosen: Vec<(&Due, DueState)> = all
        .iter()
        .copied()
        .filter(|(_, own)| state.is_none_or(|state| *own == state))
        .filter(|(one, _)| year.is_none_or(|year| one.expected.year == year))
        .filter(|(one, _)| payer.is_none_or(|payer| one.agreement.payer == payer))
        .filter(|(one, _)| words.is_empty() || is_said(&one.agreement))
        .collect();
    let mut base = with_contract(REPORTS, &contract.code);
    for field in ["etat", "annee", "financeur", "q"] {
        if !asked.text(field).is_empty() {
            base.push_str(&format!("&{field}={}", answer::encode(asked.text(field))));
        }
    }
    let pages = Pagination::new(asked.text("page").parse().unwrap_or(1), chosen.len() as u64, ON_A_PAGE, base);
    let from = (pages.page.saturating_sub(1) * ON_A_PAGE) as usize;
    let row = |(one, state): &(&Due, DueState)| DueRow {
        number: one.agreement.number.clone(),
        href: match one.report {
            Some((report, state)) if state.is_given() => format!("{}/comptes-rendus/{report}", path(one.agreement.id)),
            _ => path(one.agreement.id),
        },
        carrier: name(&carriers, one.agreement.carrier),
        funder: name(&funders, one.agreement.call_funder),
        year: one.expected.year.to_string(),
        until: french::date(one.expected.until),
        state: tag(*state),
    };
    let late = all.iter().filter(|(_, state)| *state == DueState::Late).count() as i64;
    let told = french::count(chosen.len() as i64, "compte rendu attendu", "comptes rendus attendus");
    let (mut payers, mut years): (Vec<(Uuid, String)>, Vec<i64>) = (Vec::new(), Vec::new());
    for (one, _) in &all {
        let of = &one.agreement;
        if payers.iter().all(|(known, _)| *known != of.payer) {
            payers.push((of.payer, name(&funders, of.call_funder)));
        }
        if !years.contains(&one.expected.year) {
            years.push(one.expected.year);
        }
    }
    // Whoever is late among what was asked for: the list would be endless otherwise.
    let mut behind: Vec<(String, String)> = Vec::new();
    for (one, _) in chosen.iter().filter(|(_, state)| *state == DueState::Late) {
        let of = &one.agreement;
        let pair = format!("{}:{}", of.carrier, of.payer);
        if behind.len() <= OFFERED && behind.iter().all(|(known, _)| *known != pair) {
            let words = format!("{}, pour {}", name(&carriers, of.carrier), name(&funders, of.call_funder));
            behind.push((pair, words));
        }
    }
    let has_others = behind.len() > OFFERED;
    behind.truncate(OFFERED);
    let may_waive = desk::verdict(&visit.actor, &acts::WAIVE_REPORT, contract.id, None).is_allowed();
    let waivers = match may_waive {
        true => store::report::waivers(tx, contract.id, today).await?,
        false => Vec::new(),
    };
    let known = payers.clone();
    let waivers = waivers.iter().map(|one| {
        let until = french::iso_date(&one.until);
        let whom = known.iter().find(|(payer, _)| Some(*payer) == one.payer).map(|(_, name)| format!(" à {name}"));
        french::spaced(&format!(
            "{} peut demander{} jusqu’au {until} ({}) : {}",
            name(&carriers, one.carrier),
            whom.unwrap_or_default(),
            one.by_name,
            one.reason
        ))
    });
    let frame = visit.back_office("Comptes rendus").with_form(&form).with_caption(&*contract.title);
    Ok(DuesPage {
        frame: frame.with_breadcrumb(vec![Link::new("Conventions", with_contract(HOME, &contract.code))]),
        form,
        funders: choices(payers),
        years: choices(years.into_iter().map(|year| (year, year.to_string()))),
        states: choices(DueState::ALL.iter().map(|state| (state.code(), state.french()))),
        sentence: french::spaced(&format!("{told} ; {} en retard", french::integer(late))),
        clear: if chosen.len() == all.len() { String::new() } else { with_contract(REPORTS, &contract.code) },
        has_others,
        is_late: late > 0,
        rows: chosen.iter().skip(from).take(ON_A_PAGE as usize).map(row).collect(),
        pages,
        may_waive,
        late: choices(behind),
        waivers: waivers.collect(),
        contract: contract.code,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    answer::page(&drawn(&mut house.read().await?, (&house, &visit), &asked.0, asked.form()).await?)
}

pub async fn waive(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let found = contract_of(&mut tx, &visit, fields.text("contrat"), &acts::READ).await?;
    let Some((contract, _)) = found else { return Err(Fault::not_found()) };
    let mut reading = Reading::of(&fields);
    let until = reading.needed_day("jusqu-au", "le dernier jour");
    let which = fields.text("association").split_once(':');
    let which = which.and_then(|(carrier, payer)| carrier.parse().ok().zip(payer.parse().ok()));
    let typed = reading.filled((which, fields.text("motif").to_owned(), until));
    let around = (&house.outside, &house.settings.zone);
    let outcome = dues::waive(&mut tx, around, &visit.actor, contract.id, typed).await;
    let only = Fields::from_pairs([("contrat", contract.code.as_str())]);
    let again = async |form| drawn(&mut house.read().await?, (&house, &visit), &only, form).await;
    answer::settle(tx, outcome, (|()| with_contract(REPORTS, &contract.code), "enregistre"), &fields, again).await
}
