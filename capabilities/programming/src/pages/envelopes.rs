//! `/gestion/programmation/enveloppes`: the tree of envelopes with what was voted on each, and the form of one.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::{Filled, Uuid, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::committee_words::{self as words, HOME, amount, choices, contract_of, euros, typed, with_contract};
use crate::actions::{desk, envelopes as actions};
use crate::rules::{Envelope, EnvelopeTerms, envelope_sentence};
use crate::{acts_committee as acts, store};

/// Where envelopes are.
pub(super) const PATH: &str = "/gestion/programmation/enveloppes";

#[derive(Template)]
#[template(path = "pages/envelopes.html")]
pub(super) struct EnvelopesPage {
    pub frame: Frame,
    pub years: Vec<Year>,
    pub add: String,
}

/// Envelopes of one year.
pub(super) struct Year {
    pub year: i64,
    pub lines: Vec<EnvelopeLine>,
    pub total: String,
}

/// An envelope in the tree.
pub(super) struct EnvelopeLine {
    pub depth: usize,
    pub name: String,
    pub href: String,
    pub amount: String,
    /// Where what it gave is followed.
    pub follow: String,
    pub voted: String,
    pub left: String,
    pub about: String,
    pub warning: String,
    pub passed: Vec<String>,
}

/// What names are needed around envelopes.
pub(super) struct Around {
    pub contract: ContractBrief,
    pub funders: Vec<(Uuid, String)>,
    pub areas: Vec<(Uuid, String)>,
}

async fn around(
    tx: &mut Tx,
    contract: ContractBrief,
    calls: &[applications::facade::CallBrief],
) -> Result<Around, Fault> {
    let organisations = accounts::facade::organisations(tx).await?;
    let is_funder = |id: &Uuid| calls.iter().flat_map(|call| &call.funders).any(|one| one.organisation == Some(*id));
    let known = store::envelope::of_contract(tx, contract.id).await?;
    let is_known = |id: &Uuid| known.iter().any(|one| one.terms.funder == *id);
    let funders = organisations.into_iter().filter(|one| is_funder(&one.id) || is_known(&one.id));
    let areas = territory::facade::areas_among(tx, &contract.area_ids).await?;
    Ok(Around {
        funders: funders.map(|one| (one.id, one.name)).collect(),
        areas: areas.into_iter().map(|area| (area.id, area.name)).collect(),
        contract,
    })
}

impl Around {
    fn funder(&self, id: Uuid) -> &str {
        self.funders.iter().find(|(known, _)| *known == id).map_or("", |(_, name)| name)
    }

    fn area(&self, id: Option<Uuid>) -> &str {
        self.areas.iter().find(|(known, _)| Some(*known) == id).map_or("", |(_, name)| name)
    }

    pub(super) fn name(&self, one: &Envelope) -> String {
        let parts = [self.funder(one.terms.funder), &one.terms.programme, self.area(one.terms.area)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let found = contract_of(&mut tx, &visit, asked.text("contrat"), &acts::READ_COMMITTEE).await?;
    let Some((contract, calls)) = found else { return Err(Fault::not_found()) };
    let around = around(&mut tx, contract, &calls).await?;
    let purse = desk::purse(&mut tx, around.contract.id).await?;
    let overrides = store::envelope::overrides(&mut tx, around.contract.id).await?;
    let mut years: Vec<Year> = Vec::new();
    for top in purse.children(None) {
        let year = top.terms.year;
        if years.iter().all(|known| known.year != year) {
            years.push(Year { year, lines: Vec::new(), total: String::new() });
        }
        let mut waiting = vec![(0, top)];
        while let Some((depth, one)) = waiting.pop() {
            let used = purse.of(one.id);
            let (is_beyond, sentence) = envelope_sentence(&around.name(one), &used);
            let passed = overrides.iter().filter(|passed| passed.envelope == one.id).map(|passed| {
                let day = french::date(passed.at.day(&house.settings.zone));
                french::spaced(&format!(
                    "{} de plus le {day}, {} : {}",
                    euros(passed.cents),
                    passed.by_name,
                    passed.reason
                ))
            });
            let may_edit = actions::may_edit(&visit.actor, around.contract.id, one.terms.funder);
            let about = [
                (!one.terms.delegated_by.is_empty()).then(|| format!("déléguée par {}", one.terms.delegated_by)),
                (used.aside > 0).then(|| format!("{} délégués", euros(used.aside))),
                one.terms.is_department.then(|| "enveloppe du département".to_owned()),
            ];
            let line = EnvelopeLine {
                depth,
                name: around.name(one),
                href: if may_edit { format!("{PATH}/{}", one.id) } else { String::new() },
                amount: euros(used.amount),
                follow: words::money_path("enveloppe", one.id),
                voted: euros(used.whole),
                left: euros(used.left()),
                about: about.into_iter().flatten().collect::<Vec<_>>().join(", "),
                warning: if is_beyond { sentence } else { String::new() },
                passed: passed.collect(),
            };
            if let Some(found) = years.iter_mut().find(|known| known.year == year) {
                found.lines.push(line);
            }
            let below = purse.children(Some(one.id));
            waiting.extend(below.into_iter().rev().map(|child| (depth + 1, child)));
        }
    }
    for year in &mut years {
        let tops = purse.children(None).into_iter().filter(|one| one.terms.year == year.year);
        let (amount, voted) =
            tops.fold((0, 0), |(amount, voted), one| (amount + one.terms.cents, voted + purse.of(one.id).whole));
        year.total = french::spaced(&format!("{} votés sur {} en {}", euros(voted), euros(amount), year.year));
    }
    let frame = visit.back_office("Enveloppes").with_caption(&*around.contract.title);
    let may_add = around.funders.iter().any(|(id, _)| actions::may_edit(&visit.actor, around.contract.id, *id));
    let add = if may_add { with_contract(&format!("{PATH}/nouvelle"), &around.contract.code) } else { String::new() };
    answer::page(&EnvelopesPage { frame: frame.with_breadcrumb(vec![Link::new("Programmation", HOME)]), years, add })
}

#[derive(Template)]
#[template(path = "pages/envelope.html")]
pub(super) struct EnvelopePage {
    pub frame: Frame,
    pub form: Form,
    pub funders: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub parents: Vec<Choice>,
    pub contract: String,
    pub removal: String,
}

async fn form_page(
    tx: &mut Tx,
    visit: &Visit,
    around: &Around,
    form: Form,
    id: Option<Uuid>,
) -> Result<EnvelopePage, Fault> {
    let purse = desk::purse(tx, around.contract.id).await?;
    let own = |funder: &Uuid| actions::may_edit(&visit.actor, around.contract.id, *funder);
    // Nobody cuts out of an envelope she does not write; the one this is cut out of stays in the list.
    let kept = id.and_then(|id| purse.find(id)).and_then(|one| one.terms.parent);
    let is_offered = |one: &&Envelope| Some(one.id) != id && (own(&one.terms.funder) || Some(one.id) == kept);
    let parents = purse.envelopes().iter().filter(is_offered);
    let parents =
        parents.map(|one| (one.id, format!("{}, {}, {}", around.name(one), one.terms.year, euros(one.terms.cents))));
    let title = if id.is_some() { "Modifier l’enveloppe" } else { "Nouvelle enveloppe" };
    let frame = visit.back_office(title).with_form(&form).with_caption(&*around.contract.title);
    let above =
        vec![Link::new("Programmation", HOME), Link::new("Enveloppes", with_contract(PATH, &around.contract.code))];
    Ok(EnvelopePage {
        frame: frame.with_breadcrumb(above),
        form,
        funders: choices(around.funders.iter().filter(|(id, _)| own(id)).map(|(id, name)| (*id, name.clone()))),
        areas: choices(around.areas.iter().cloned()),
        parents: choices(parents),
        contract: around.contract.code.clone(),
        removal: id.map(|id| format!("{PATH}/{id}/suppression")).unwrap_or_default(),
    })
}

fn read(fields: &Fields) -> Filled<EnvelopeTerms> {
    let mut reading = Reading::of(fields);
    let funder = reading.chosen("financeur", "Choisissez le financeur");
    let area = reading.offered("quartier");
    let year = reading.whole("annee");
    let year = reading.needed("annee", year, "Saisissez l’année");
    let cents = amount(&mut reading, "montant");
    let cents = reading.needed("montant", cents, "Saisissez le montant de l’enveloppe");
    let parent = reading.offered("parente");
    let terms = EnvelopeTerms {
        funder: funder.unwrap_or_default(),
        programme: reading.text("programme"),
        area,
        year: year.unwrap_or(2026),
        cents: cents.unwrap_or_default(),
        delegated_by: reading.text("delegation"),
        parent,
        is_department: fields.is_ticked("departement"),
    };
    reading.filled(terms)
}

async fn of_contract(tx: &mut Tx, visit: &Visit, code: &str) -> Result<Around, Fault> {
    let found = contract_of(tx, visit, code, &acts::EDIT_ENVELOPES).await?;
    let (contract, calls) = found.ok_or_else(Fault::not_found)?;
    around(tx, contract, &calls).await
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let around = of_contract(&mut tx, &visit, asked.text("contrat")).await?;
    let year = house.outside.now().day(&house.settings.zone).year();
    let form = Form::empty().with("annee", year.to_string());
    answer::page(&form_page(&mut tx, &visit, &around, form, None).await?)
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let around = of_contract(&mut tx, &visit, fields.text("contrat")).await?;
    let outcome =
        actions::open_envelope(&mut tx, &house.outside, &visit.actor, around.contract.id, read(&fields)).await;
    let again = async |form| form_page(&mut house.read().await?, &visit, &around, form, None).await;
    answer::settle(tx, outcome, (|_| with_contract(PATH, &around.contract.code), "ajoute"), &fields, again).await
}

async fn of_envelope(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(Envelope, Around), Fault> {
    let found = actions::envelope(tx, &visit.actor, id).await?;
    let all = words::contracts(tx, visit, &acts::EDIT_ENVELOPES).await?;
    let (contract, calls) = all.into_iter().find(|(one, _)| one.id == found.contract).ok_or_else(Fault::not_found)?;
    Ok((found, around(tx, contract, &calls).await?))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Envelope>) -> Answer {
    let mut tx = house.read().await?;
    let (found, around) = of_envelope(&mut tx, &visit, id.uuid()).await?;
    let terms = &found.terms;
    let maybe = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let mut form = Form::filled([
        ("financeur", terms.funder.to_string()),
        ("programme", terms.programme.clone()),
        ("quartier", maybe(terms.area)),
        ("annee", terms.year.to_string()),
        ("montant", typed(terms.cents)),
        ("delegation", terms.delegated_by.clone()),
        ("parente", maybe(terms.parent)),
        ("revision", found.revision.to_string()),
    ]);
    if terms.is_department {
        form.add("departement", "oui");
    }
    answer::page(&form_page(&mut tx, &visit, &around, form, Some(found.id)).await?)
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Envelope>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (found, around) = of_envelope(&mut tx, &visit, id.uuid()).await?;
    let which = (found.id, fields.revision());
    let outcome = actions::amend_envelope(&mut tx, &house.outside, &visit.actor, which, read(&fields)).await;
    let again = async |form| form_page(&mut house.read().await?, &visit, &around, form, Some(found.id)).await;
    answer::settle(tx, outcome, (|()| with_contract(PATH, &around.contract.code), "modifie"), &fields, again).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Envelope>) -> Answer {
    let mut tx = house.write().await?;
    let (found, around) = of_envelope(&mut tx, &visit, id.uuid()).await?;
    actions::remove_envelope(&mut tx, &house.outside, &visit.actor, found.id).await?;
    tx.commit().await?;
    answer::done(&with_contract(PATH, &around.contract.code), "supprime")
}
