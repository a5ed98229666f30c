//! `/donnees/subventions` and `/gestion/conventions/publication`: open data of signed agreements.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Form, Frame, Link, Pagination};
use kernel::{Filled, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, Reading, Visit, answer};

use super::{HOME, above, contract_of, path, with_contract};
use crate::actions::{known, publishing as actions};
use crate::rules::{Publisher, standing, told_standing};
use crate::{acts, store};

/// Where open data of grants are.
const DATA: &str = "/donnees/subventions";

#[derive(Template)]
#[template(path = "pages/open_data.html")]
pub(super) struct OpenDataPage {
    pub frame: Frame,
    pub contracts: Vec<ContractShown>,
}

/// What is published of a contract.
pub(super) struct ContractShown {
    pub title: String,
    pub years: Vec<YearShown>,
    pub catalogue: Vec<Link>,
}

/// Files of a year.
pub(super) struct YearShown {
    pub title: String,
    pub lines: i64,
    pub persons: i64,
    pub files: Vec<Link>,
}

/// `/donnees/subventions`
pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut contracts = Vec::new();
    for contract in strategy::facade::contracts(&mut tx).await? {
        let published = known::published(&mut tx, contract.id).await?;
        let base = format!("{DATA}/{}", contract.code);
        let mut years = Vec::new();
        for (year, lines, persons) in published.years.iter().copied() {
            years.push(YearShown {
                title: year.to_string(),
                lines,
                persons,
                files: actions::FILES
                    .iter()
                    .map(|(name, format)| {
                        Link::new(format!("{year}, {}", format.french()), format!("{base}/{year}/{name}"))
                    })
                    .collect(),
            });
        }
        if years.is_empty() {
            continue;
        }
        let has_catalogue = store::publisher::of_contract(&mut tx, contract.id).await?.is_some();
        let named =
            [("Catalogue DCAT-AP (JSON-LD)", "catalogue.jsonld"), ("Catalogue DCAT-AP (Turtle)", "catalogue.ttl")];
        let catalogue =
            named.iter().filter(|_| has_catalogue).map(|(label, name)| Link::new(*label, format!("{base}/{name}")));
        contracts.push(ContractShown { title: french::spaced(&contract.title), years, catalogue: catalogue.collect() });
    }
    answer::page(&OpenDataPage { frame: visit.public("Subventions publiées"), contracts })
}

async fn contract(tx: &mut Tx, code: &str) -> Result<ContractBrief, Fault> {
    let all = strategy::facade::contracts(tx).await?;
    all.into_iter().find(|one| one.code == code).ok_or_else(Fault::not_found)
}

/// `/donnees/subventions/{code}/{year}/{name}`
pub async fn file(State(house): State<Arc<House>>, Path((code, year, name)): Path<(String, String, String)>) -> Answer {
    let (_, format) = *actions::FILES.iter().find(|(known, _)| *known == name).ok_or_else(Fault::not_found)?;
    let mut tx = house.read().await?;
    let contract = contract(&mut tx, &code).await?;
    let wanted = year.parse().map_err(|_| Fault::not_found())?;
    let rows = actions::rows(&mut tx, contract.id, actions::Which::Year(wanted)).await?;
    drop(tx);
    let year =
        actions::years(&rows).into_iter().find(|known| known.to_string() == year).ok_or_else(Fault::not_found)?;
    let (content, _) = actions::file(&rows, year, format)?;
    answer::download(&format!("subventions-{year}-{name}"), "text/csv; charset=utf-8", content)
}

/// `/donnees/subventions/{code}/{name}`
pub async fn catalogue(State(house): State<Arc<House>>, Path((code, name)): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let contract = contract(&mut tx, &code).await?;
    let base = format!("{DATA}/{}", contract.code);
    let settings = &house.settings;
    let made = actions::catalogue(&mut tx, &settings.zone, &settings.public_url, (&contract, &base)).await?;
    let made = made.ok_or_else(Fault::not_found)?;
    match name.as_str() {
        "catalogue.jsonld" => answer::download(&name, "application/ld+json", made.to_json_ld()),
        "catalogue.ttl" => answer::download(&name, "text/turtle; charset=utf-8", made.to_turtle()),
        _ => Err(Fault::not_found()),
    }
}

#[derive(Template)]
#[template(path = "pages/publication.html")]
pub(super) struct PublicationPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub told: String,
    pub left: Vec<(Link, String)>,
    pub pages: Pagination,
}

/// Agreements of a page.
const ON_A_PAGE: u32 = 50;

/// Where the publication of a contract is.
fn back(contract: &ContractBrief) -> String {
    with_contract(&format!("{HOME}/publication"), &contract.code)
}

async fn drawn(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    contract: &ContractBrief,
    (form, page): (Option<Form>, u32),
) -> Result<PublicationPage, Fault> {
    let published = known::published(tx, contract.id).await?;
    let zone = &house.settings.zone;
    let today = house.outside.now().day(zone);
    let of_page = Pagination::new(page, published.left.len() as u64, ON_A_PAGE, back(contract));
    let from = (of_page.page.saturating_sub(1) * ON_A_PAGE) as usize;
    let left = published.left.iter().skip(from).take(ON_A_PAGE as usize).map(|one| {
        let stands = standing(one.cents, one.signed_on, one.noted_at, true, (today, |at| at.day(zone)));
        let words = format!("{} {}.", told_standing(stands), one.reasons.join(" ; "));
        (Link::new(format!("Convention {}", one.number), path(one.agreement)), french::spaced(&words))
    });
    let left: Vec<(Link, String)> = left.collect();
    let wrong = published.left.len() as i64;
    let count = french::count(published.signed as i64 - wrong, "convention publiée", "conventions publiées");
    let form = match form {
        Some(form) => form,
        None => {
            let (known, revision) = store::publisher::of_contract(tx, contract.id).await?.unwrap_or_default();
            Form::filled([
                ("nom", known.name),
                ("siret", known.siret),
                ("service", known.contact),
                ("courriel", known.email),
                ("revision", revision.to_string()),
            ])
        }
    };
    let frame = visit.back_office("Publication des subventions").with_form(&form).with_caption(&*contract.title);
    Ok(PublicationPage {
        frame: frame.with_breadcrumb(above()),
        form,
        contract: contract.code.clone(),
        told: french::spaced(&format!("{count}, {} à corriger.", french::integer(wrong))),
        left,
        pages: of_page,
    })
}

async fn of(tx: &mut Tx, visit: &Visit, code: &str) -> Result<ContractBrief, Fault> {
    let found = contract_of(tx, visit, code, &acts::PUBLISH).await?;
    Ok(found.ok_or_else(Fault::not_found)?.0)
}

pub async fn publication(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = of(&mut tx, &visit, asked.text("contrat")).await?;
    let page = asked.text("page").parse().unwrap_or(1);
    answer::page(&drawn(&mut tx, &house, &visit, &contract, (None, page)).await?)
}

fn read(fields: &Fields) -> Filled<Publisher> {
    let reading = Reading::of(fields);
    let publisher = Publisher {
        name: reading.text("nom"),
        siret: reading.text("siret"),
        contact: reading.text("service"),
        email: reading.text("courriel"),
    };
    reading.filled(publisher)
}

pub async fn set_publisher(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = of(&mut tx, &visit, fields.text("contrat")).await?;
    let which = (contract.id, fields.revision());
    let outcome = actions::set_publisher(&mut tx, &house.outside, &visit.actor, which, read(&fields)).await;
    let again = async |form| drawn(&mut house.read().await?, &house, &visit, &contract, (Some(form), 1)).await;
    answer::settle(tx, outcome, (|()| back(&contract), "modifie"), &fields, again).await
}
