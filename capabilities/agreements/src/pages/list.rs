//! `/gestion/conventions`: agreements of a contract, what they come to, what waits to be prepared.

use std::collections::HashMap;
use std::sync::Arc;

use applications::facade::CallBrief;
use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link, Pagination, Tag};
use jobs::JobState;
use kernel::{Moment, Uuid, french};
use settlement::Gauge;
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{HOME, choices, contract_of, euros, path, state_tag, with_contract};
use crate::actions::{circulating, desk, known, preparing};
use crate::rules::{Brief, VersionState};
use crate::{acts, store};

/// Lines of a page.
pub(super) const ON_A_PAGE: u32 = 50;

/// Half of agreements over several years (circulaire of 31 August 2023), in ten-thousandths.
const TARGET: i64 = 5_000;

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub form: Form,
    pub links: Vec<Link>,
    pub choices: Filters,
    pub sentence: String,
    pub clear: String,
    pub gauge: String,
    pub rows: Vec<Row>,
    pub total: String,
    pub pages: Pagination,
    pub work: Option<Work>,
    pub contract: String,
}

/// What the list may be narrowed to.
pub(super) struct Filters {
    pub calls: Vec<Choice>,
    pub funders: Vec<Choice>,
    pub states: Vec<Choice>,
}

/// An agreement in the list.
pub(super) struct Row {
    pub number: String,
    pub href: String,
    pub carrier: String,
    pub funder: String,
    pub actions: String,
    pub amount: String,
    pub state: Tag,
}

/// What waits to be done for a call.
pub(super) struct Work {
    pub call: String,
    pub title: String,
    pub waiting: String,
    pub may_prepare: bool,
    pub drafts: String,
    pub may_circulate: bool,
    pub batch: String,
}

struct Names {
    carriers: HashMap<Uuid, String>,
    funders: HashMap<Uuid, String>,
}

fn row(one: &Brief, names: &Names) -> Row {
    let name =
        |all: &HashMap<Uuid, String>, id: Uuid| all.get(&id).map(|name| french::spaced(name)).unwrap_or_default();
    let several = if one.years > 1 { format!(", {} ans", one.years) } else { String::new() };
    let amendment = if one.version > 0 { format!(", avenant n° {}", one.version) } else { String::new() };
    Row {
        number: one.agreement.number.clone(),
        href: path(one.agreement.id),
        carrier: name(&names.carriers, one.agreement.carrier),
        funder: name(&names.funders, one.agreement.call_funder),
        actions: french::spaced(&format!("{}{several}{amendment}", french::count(one.actions, "action", "actions"))),
        amount: euros(one.cents),
        state: state_tag(one.state),
    }
}

async fn work(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    call: &CallBrief,
    all: &[&Brief],
) -> Result<Option<Work>, Fault> {
    if !desk::verdict(&visit.actor, &acts::WRITE, call.contract, None).is_allowed() {
        return Ok(None);
    }
    let bound: HashMap<Uuid, Uuid> = store::agreement::bound(tx, call.id).await?.into_iter().collect();
    let left =
        desk::decided(tx, call.id, None).await?.iter().filter(|one| !bound.contains_key(&one.funding)).count() as i64;
    let is_draft = |one: &&&Brief| one.agreement.call == call.id && one.state == VersionState::Draft;
    let drafts = all.iter().filter(is_draft).count() as i64;
    let batch = match store::batch::last_of(tx, call.id).await? {
        None => String::new(),
        Some(batch) => {
            let when = french::moment(Moment(batch.asked_at), &house.settings.zone);
            let told = match jobs::find(tx, batch.job).await? {
                Some(job) if matches!(job.state, JobState::Waiting | JobState::Running) => job.told(),
                Some(job) if job.state == JobState::Failed => job.last_error.unwrap_or_default(),
                _ => "terminé".to_owned(),
            };
            format!("Mise en signature demandée le {when} par {} : {told}", batch.by_name)
        }
    };
    let waiting = match left {
        0 => "Chaque décision notifiée est dans une convention".to_owned(),
        _ => french::count(
            left,
            "décision notifiée attend sa convention",
            "décisions notifiées attendent leur convention",
        ),
    };
    Ok(Some(Work {
        call: call.id.to_string(),
        title: french::spaced(&call.title),
        waiting: french::spaced(&waiting),
        may_prepare: left > 0,
        drafts: french::count(drafts, "convention en rédaction", "conventions en rédaction"),
        may_circulate: drafts > 0,
        batch: french::spaced(&batch),
    }))
}

/// What was asked of the list.
struct Wish {
    call: Option<Uuid>,
    payer: Option<Uuid>,
    state: Option<VersionState>,
    words: String,
}

impl Wish {
    fn read(asked: &Asked) -> Self {
        Self {
            call: asked.text("appel").parse().ok(),
            payer: asked.text("financeur").parse().ok(),
            state: VersionState::from_code(asked.text("etat")),
            words: kernel::text::search_key(asked.text("q")),
        }
    }

    fn takes(&self, one: &Brief, names: &Names) -> bool {
        let is_said = || {
            let carrier = names.carriers.get(&one.agreement.carrier).map(String::as_str).unwrap_or_default();
            let key = kernel::text::search_key(&format!("{} {carrier}", one.agreement.number));
            self.words.split_whitespace().all(|word| key.contains(word))
        };
        self.call.is_none_or(|call| one.agreement.call == call)
            && self.payer.is_none_or(|payer| one.agreement.payer == payer)
            && self.state.is_none_or(|state| one.state == state)
            && (self.words.is_empty() || is_said())
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let found = contract_of(&mut tx, &visit, asked.text("contrat"), &acts::READ).await?;
    let Some((contract, calls)) = found else { return Err(Fault::not_found()) };
    let reach = desk::reach(&mut tx, &visit.actor, contract.id).await?;
    let known = known::agreements(&mut tx, contract.id).await?;
    let all: Vec<&Brief> = known.iter().filter(|one| reach.takes(one.agreement.payer, one.agreement.carrier)).collect();
    let names = Names {
        carriers: accounts::facade::organisations(&mut tx).await?.into_iter().map(|one| (one.id, one.name)).collect(),
        funders: calls.iter().flat_map(|call| &call.funders).map(|one| (one.id, one.name.clone())).collect(),
    };
    let wish = Wish::read(&asked);
    let chosen: Vec<&Brief> = all.iter().copied().filter(|one| wish.takes(one, &names)).collect();
    let signed = all.iter().filter(|one| one.state == VersionState::Signed);
    let gauge = Gauge::of(signed.map(|one| (one.cents, one.years > 1)));
    // Nothing asked: the first call where agreements are to be made.
    let mut shown = None;
    for call in calls.iter().filter(|call| wish.call.is_none_or(|id| call.id == id)) {
        let Some(work) = work(&mut tx, &house, &visit, call, &all).await? else { break };
        let is_waiting = work.may_prepare || work.may_circulate;
        if is_waiting || shown.is_none() {
            shown = Some(work);
        }
        if is_waiting {
            break;
        }
    }
    let number = asked.text("page").parse().unwrap_or(1);
    let base = query(&asked, &contract.code);
    let pages = Pagination::new(number, chosen.len() as u64, ON_A_PAGE, base);
    let from = (pages.page.saturating_sub(1) * ON_A_PAGE) as usize;
    let rows = chosen.iter().skip(from).take(ON_A_PAGE as usize).map(|one| row(one, &names)).collect();
    let cents: i64 = chosen.iter().map(|one| one.cents).sum();
    let mut payers: Vec<(Uuid, String)> = Vec::new();
    for one in &all {
        if payers.iter().all(|(known, _)| *known != one.agreement.payer) {
            payers.push((
                one.agreement.payer,
                names.funders.get(&one.agreement.call_funder).cloned().unwrap_or_default(),
            ));
        }
    }
    let total = french::count(chosen.len() as i64, "convention", "conventions");
    let mut links = vec![Link::new("Paiements", with_contract(super::payments::PAYMENTS, &contract.code))];
    links.push(Link::new("Comptes rendus", with_contract(super::dues::REPORTS, &contract.code)));
    links.push(Link::new("Reversements", with_contract(super::repayments::REPAYMENTS, &contract.code)));
    if visit.actor.may_somewhere(&acts::SIGN).is_allowed() {
        links.push(Link::new("Pages numérisées", with_contract(super::scans::SCANS, &contract.code)));
    }
    if visit.actor.may_somewhere(&acts::TEMPLATES).is_allowed() {
        links.push(Link::new("Modèles", with_contract(&format!("{HOME}/modeles"), &contract.code)));
    }
    if desk::verdict(&visit.actor, &acts::SET, contract.id, None).is_allowed() {
        links.push(Link::new("Réglages", with_contract(&format!("{HOME}/reglages"), &contract.code)));
        links.push(Link::new("Autorités de signature", with_contract(super::trusted::TRUSTED, &contract.code)));
    }
    if desk::verdict(&visit.actor, &acts::PUBLISH, contract.id, None).is_allowed() {
        links.push(Link::new("Publication", with_contract(&format!("{HOME}/publication"), &contract.code)));
    }
    answer::page(&ListPage {
        frame: visit.back_office("Conventions").with_caption(&*contract.title),
        form: asked.form(),
        links,
        choices: Filters {
            calls: choices(calls.iter().map(|call| (call.id, call.title.clone()))),
            funders: choices(payers),
            states: choices(VersionState::ALL.iter().map(|state| (state.code(), state.french()))),
        },
        sentence: french::spaced(&format!("{total}, {}", euros(cents))),
        clear: if chosen.len() == all.len() { String::new() } else { with_contract(HOME, &contract.code) },
        gauge: gauge.sentence(TARGET),
        rows,
        total: euros(cents),
        pages,
        work: shown,
        contract: contract.code,
    })
}

/// The address of the list as it was asked, without its page.
fn query(asked: &Asked, code: &str) -> String {
    let mut base = with_contract(HOME, code);
    for name in ["appel", "financeur", "etat", "q"] {
        let value = asked.text(name);
        if !value.is_empty() {
            base.push_str(&format!("&{name}={}", answer::encode(value)));
        }
    }
    base
}

fn call_of(fields: &Fields) -> Result<Uuid, Fault> {
    super::id_of(fields.text("appel"))
}

fn back(fields: &Fields, call: Uuid) -> String {
    format!("{}&appel={call}", with_contract(HOME, fields.text("contrat")))
}

pub async fn prepare(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let call = call_of(&fields)?;
    let mut tx = house.write().await?;
    preparing::prepare(&mut tx, &house.outside, &visit.actor, call).await?;
    tx.commit().await?;
    answer::done(&back(&fields, call), "ajoute")
}

pub async fn papers(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let call = call_of(&fields)?;
    let mut tx = house.write().await?;
    circulating::ask(&mut tx, &house.outside, &visit.actor, call).await?;
    tx.commit().await?;
    house.bell.ring();
    answer::done(&back(&fields, call), "lance")
}
