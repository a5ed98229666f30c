//! Sponsors and endowment funds.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, TableOptions};
use kernel::{Filled, Scope, Uuid, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{HOME, above_of, amount, at, choices, contract_by, euros, kept, whole_contract};
use crate::actions::{self, EndowmentFund, Sponsorship, SponsorshipKind, SponsorshipTerms, cell};
use crate::rules::{EndowmentYear, overspent, spelt_amount};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/sponsors.html")]
pub(super) struct SponsorsPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub table: Html,
    pub is_empty: bool,
    pub funds: Vec<FundShown>,
    pub new: String,
}

/// An endowment fund with its years.
pub(super) struct FundShown {
    pub name: String,
    pub table: Html,
    pub warning: String,
    /// Where its years are written; empty when this reader does not.
    pub path: String,
}

pub(super) fn gifts_table(all: &[(Sponsorship, String, String)], is_linked: bool) -> Table {
    let columns = vec![
        Column::new("entreprise", "Entreprise", Kind::Text).row_header(),
        Column::new("annee", "Année", Kind::Text),
        Column::new("forme", "Forme", Kind::Text),
        Column::new("montant", "Montant", Kind::Euros),
        Column::new("actions", "Affecté à", Kind::Text),
        Column::new("fonds", "Fonds de dotation", Kind::Text),
        Column::new("source", "Source", Kind::Text),
        Column::new("compte_le", "Compté le", Kind::Date),
    ];
    let mut table = Table::new("mecenat", "Mécénat", columns);
    for (one, sheets, fund) in all {
        let firm = french::spaced(&one.terms.firm);
        table.rows.push(vec![
            if is_linked { Cell::link(firm, format!("{HOME}/mecenat/{}", one.id)) } else { Cell::text(firm) },
            Cell::text(one.terms.year.to_string()),
            Cell::text(one.terms.kind.french()),
            cell(Some(one.terms.amount)),
            Cell::text(french::spaced(if sheets.is_empty() { "tout le contrat" } else { sheets })),
            Cell::text(fund.as_str()),
            Cell::text(french::spaced(&one.terms.source)),
            Cell::Date(one.terms.counted_on),
        ]);
    }
    table.base = Some(french::count(all.len() as i64, "mécénat", "mécénats"));
    table.source = Some("Conventions de mécénat ; chaque ligne dit sa source".to_owned());
    table.notes.push(
        "L’argent qui passe par un fonds de dotation compte dans l’effet de levier quand le fonds le dépense."
            .to_owned(),
    );
    table
}

pub(super) fn years_table(fund: &EndowmentFund, years: &[EndowmentYear]) -> Table {
    let columns = vec![
        Column::new("annee", "Année", Kind::Text).row_header(),
        Column::new("collecte", "Collecté", Kind::Euros),
        Column::new("depense", "Dépensé", Kind::Euros),
        Column::new("emploi", "Emploi", Kind::Text),
        Column::new("source", "Source", Kind::Text),
        Column::new("compte_le", "Compté le", Kind::Date),
    ];
    let mut table = Table::new("fonds", format!("{}, année par année", fund.name), columns);
    for one in years.iter().filter(|one| one.fund == fund.id) {
        table.rows.push(vec![
            Cell::text(one.terms.year.to_string()),
            Cell::Euros(one.terms.collected),
            Cell::Euros(one.terms.used),
            Cell::text(french::spaced(&one.terms.note)),
            Cell::text(french::spaced(&one.terms.source)),
            Cell::Date(one.terms.counted_on),
        ]);
    }
    table
}

/// Gifts of a contract with the names of what they are assigned to.
pub(super) async fn named(
    tx: &mut Tx,
    contract: Uuid,
    gifts: Vec<Sponsorship>,
    with_drafts: bool,
) -> Result<Vec<(Sponsorship, String, String)>, Fault> {
    let sheets = plan::facade::sheets(tx, contract, with_drafts).await?;
    let funds = store::sponsor::funds(tx, contract).await?;
    let told = |one: Sponsorship| {
        let own: Vec<String> = sheets
            .iter()
            .filter(|sheet| one.terms.sheets.contains(&sheet.id))
            .map(|sheet| format!("{} {}", sheet.code, sheet.title))
            .collect();
        let fund = funds.iter().find(|fund| Some(fund.id) == one.terms.fund).map(|fund| fund.name.clone());
        (one, own.join(", "), fund.unwrap_or_default())
    };
    Ok(gifts.into_iter().map(told).collect())
}

fn warning(fund: &EndowmentFund, years: &[EndowmentYear]) -> String {
    let own: Vec<EndowmentYear> = years.iter().filter(|one| one.fund == fund.id).cloned().collect();
    overspent(&own).map_or_else(String::new, |(year, cents)| {
        french::spaced(&format!(
            "En {year}, le fonds a dépensé {} de plus que tout ce qu’il avait collecté : vérifiez les deux.",
            euros(cents)
        ))
    })
}

async fn list(tx: &mut Tx, visit: &Visit, contract: &ContractBrief, form: Form) -> Result<SponsorsPage, Fault> {
    let gifts = store::sponsor::of_contract(tx, contract.id).await?;
    let gifts = named(tx, contract.id, gifts, true).await?;
    let manages = visit.actor.may(&acts::MANAGE, &Scope::contract(contract.id)).is_allowed();
    let years = store::sponsor::years(tx, contract.id).await?;
    let funds = store::sponsor::funds(tx, contract.id).await?.into_iter().map(|fund| FundShown {
        table: interface::table(&years_table(&fund, &years), &TableOptions::default()),
        warning: warning(&fund, &years),
        path: if manages { format!("{HOME}/mecenat/fonds/{}", fund.id) } else { String::new() },
        name: french::spaced(&fund.name),
    });
    let file = |format: &str| Some(format!("{}&format={format}", at("/mecenat", &contract.code)));
    let options = TableOptions { csv: file("csv"), xlsx: file("xlsx"), ..TableOptions::default() };
    Ok(SponsorsPage {
        frame: super::framed(visit, "Mécénat et fonds de dotation", contract).with_form(&form),
        form,
        contract: contract.code.clone(),
        table: interface::table(&gifts_table(&gifts, manages), &options),
        is_empty: gifts.is_empty(),
        funds: funds.collect(),
        new: if manages { at("/mecenat/nouveau", &contract.code) } else { String::new() },
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = whole_contract(&mut tx, &visit, &acts::READ, asked.text("contrat")).await?;
    if !asked.text("format").is_empty() {
        let gifts = store::sponsor::of_contract(&mut tx, contract.id).await?;
        let gifts = named(&mut tx, contract.id, gifts, true).await?;
        return answer::table("mecenat", asked.text("format"), &gifts_table(&gifts, false), house.outside.now());
    }
    answer::page(&list(&mut tx, &visit, &contract, Form::empty()).await?)
}

pub async fn open_fund(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = whole_contract(&mut tx, &visit, &acts::MANAGE, fields.text("contrat")).await?;
    let outcome = actions::open_endowment(&mut tx, &house.outside, &visit.actor, contract.id, fields.text("nom")).await;
    let to = at("/mecenat", &contract.code);
    let again = async |form| {
        let mut tx = house.read().await?;
        list(&mut tx, &visit, &contract, form).await
    };
    answer::settle(tx, outcome, (|_| to, "ajoute"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/sponsor.html")]
pub(super) struct SponsorPage {
    pub frame: Frame,
    pub form: Form,
    pub contract: String,
    pub kinds: Vec<Choice>,
    pub funds: Vec<Choice>,
    pub sheets: Vec<Choice>,
    pub path: String,
}

pub(super) fn kinds() -> Vec<Choice> {
    choices(SponsorshipKind::ALL.iter().map(|one| (one.code(), one.french())))
}

fn read(fields: &Fields) -> Filled<SponsorshipTerms> {
    let mut reading = Reading::of(fields);
    let told = amount(&mut reading, "montant");
    let kind = reading.coded("forme", SponsorshipKind::from_code, "Choisissez la forme du mécénat");
    let sentence = "Saisissez le montant, 0 compris, « pas demandé » ou « non diffusé »";
    let terms = SponsorshipTerms {
        firm: reading.text("entreprise"),
        kind: kind.unwrap_or(SponsorshipKind::Cash),
        amount: reading.needed("montant", told, sentence).unwrap_or(actions::Amount::NotAsked),
        year: reading.whole("annee").unwrap_or(0),
        fund: reading.offered("fonds"),
        source: reading.text("source"),
        counted_on: reading.needed_day("compte", "le jour du calcul").unwrap_or_default(),
        note: reading.text("note"),
        sheets: fields.all("actions").into_iter().filter_map(|id| id.parse().ok()).collect(),
        is_public: fields.is_ticked("publique"),
    };
    reading.filled(terms)
}

fn filled(one: &Sponsorship) -> Form {
    let terms = &one.terms;
    let mut form = Form::filled([
        ("entreprise", terms.firm.clone()),
        ("forme", terms.kind.code().to_owned()),
        ("montant", spelt_amount(Some(terms.amount))),
        ("annee", terms.year.to_string()),
        ("fonds", terms.fund.map(|id| id.to_string()).unwrap_or_default()),
        ("source", terms.source.clone()),
        ("note", terms.note.clone()),
        ("revision", one.revision.to_string()),
    ]);
    for sheet in &terms.sheets {
        form.add("actions", sheet.to_string());
    }
    if terms.is_public {
        form.add("publique", "oui");
    }
    form.with_date("compte", Some(terms.counted_on))
}

async fn drawn(
    tx: &mut Tx,
    visit: &Visit,
    contract: &ContractBrief,
    (title, path): (&str, String),
    form: Form,
) -> Result<SponsorPage, Fault> {
    let sheets = plan::facade::sheets(tx, contract.id, true).await?;
    let funds = store::sponsor::funds(tx, contract.id).await?;
    let frame = visit.back_office(title).with_form(&form).with_caption(&*contract.title);
    Ok(SponsorPage {
        frame: frame.with_breadcrumb(above_of(&contract.code, "Mécénat et fonds de dotation", "/mecenat")),
        form,
        contract: contract.code.clone(),
        kinds: kinds(),
        funds: choices(funds.into_iter().map(|one| (one.id, one.name))),
        sheets: choices(sheets.into_iter().map(|one| (one.id, format!("{} {}", one.code, one.title)))),
        path,
    })
}

const NEW: &str = "Ajouter un mécénat";

pub async fn new(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contract = whole_contract(&mut tx, &visit, &acts::MANAGE, asked.text("contrat")).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let form = Form::filled([("annee", today.year().to_string())]).with_date("compte", Some(today));
    answer::page(&drawn(&mut tx, &visit, &contract, (NEW, String::new()), form).await?)
}

/// Keeps what was typed of a sponsorship, new or changed.
async fn keep(
    (house, visit): (&House, &Visit),
    mut tx: Tx,
    contract: &ContractBrief,
    found: Option<&Sponsorship>,
    fields: &Fields,
) -> Answer {
    let which = (contract.id, found.map(|one| (one.id, fields.revision())));
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::keep_sponsorship(&mut tx, around, &visit.actor, which, read(fields)).await;
    let place = found.map_or((NEW, String::new()), own_path);
    let draw = async |mut tx: Tx, form| drawn(&mut tx, visit, contract, place, form).await;
    kept(house, (tx, outcome), (at("/mecenat", &contract.code), found.is_none()), fields, draw).await
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let contract = whole_contract(&mut tx, &visit, &acts::MANAGE, fields.text("contrat")).await?;
    keep((&house, &visit), tx, &contract, None, &fields).await
}

fn own_path(one: &Sponsorship) -> (&'static str, String) {
    ("Modifier un mécénat", format!("{HOME}/mecenat/{}", one.id))
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sponsorship>) -> Answer {
    let mut tx = house.read().await?;
    let found = actions::sponsorship(&mut tx, &visit.actor, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    answer::page(&drawn(&mut tx, &visit, &contract, own_path(&found), filled(&found)).await?)
}

pub async fn change(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Sponsorship>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let found = actions::sponsorship(&mut tx, &visit.actor, id.uuid()).await?;
    let contract = contract_by(&mut tx, found.contract).await?;
    keep((&house, &visit), tx, &contract, Some(&found), &fields).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sponsorship>) -> Answer {
    let mut tx = house.write().await?;
    let contract = actions::remove_sponsorship(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    let contract = contract_by(&mut tx, contract).await?;
    tx.commit().await?;
    answer::done(&at("/mecenat", &contract.code), "supprime")
}
