//! Open data of signed agreements: files, what is left out and why, the catalogue, who publishes.

use std::collections::HashMap;

use accounts::OrganisationKind;
use accounts::facade::OrganisationCard;
use applications::facade::CallBrief;
use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, Filled, Moment, Outcome, Outside, Scope, Uuid};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use subsidies::{Catalogue, Contact, Dataset, Distribution, Format, Grant};

use crate::rules::{Agreement, Around, Named, Publisher, Version, grant};
use crate::{acts, store};

/// A signed agreement as it is published.
pub struct Row {
    /// It.
    pub agreement: Agreement,
    /// When its first signature by all was noted here.
    pub noted_at: Option<Moment>,
    /// What is published.
    pub grant: Grant,
}

/// Which signed agreements of a contract are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those with a version signed in a year: what its file holds is among them.
    Year(i16),
    /// One.
    One(Uuid),
}

/// Signed agreements of a contract, by number.
///
/// # Errors
/// The database failed.
pub async fn rows(tx: &mut Tx, contract: Uuid, which: Which) -> database::Result<Vec<Row>> {
    let only = match which {
        Which::All => None,
        Which::Year(year) => Some(store::version::signed_in(tx, contract, year).await?),
        Which::One(one) => Some(vec![one]),
    };
    let (known, mut agreements) = match only {
        Some(some) => (store::version::signed_of(tx, &some).await?, store::agreement::these(tx, &some).await?),
        None => (store::version::signed_on(tx, contract).await?, store::agreement::on_contract(tx, contract).await?),
    };
    agreements.sort_by(|one, other| one.number.cmp(&other.number));
    let mut versions: HashMap<Uuid, Vec<Version>> = HashMap::new();
    for one in known {
        versions.entry(one.agreement).or_default().push(one);
    }
    let cards: HashMap<Uuid, OrganisationCard> =
        accounts::facade::organisation_cards(tx).await?.into_iter().map(|one| (one.id, one)).collect();
    let registered = directory::facade::registered(tx).await?;
    let calls: HashMap<Uuid, CallBrief> =
        applications::facade::calls_of(tx, contract).await?.into_iter().map(|call| (call.id, call)).collect();
    let nobody = Named::default();
    let carriers: HashMap<Uuid, Named> = cards.values().map(|card| (card.id, named(card, &registered))).collect();
    let mut all = Vec::new();
    for agreement in agreements {
        let Some(signed) = versions.remove(&agreement.id) else { continue };
        let (Some(first), Some(in_force)) = (signed.first(), signed.last()) else { continue };
        let Some(signed_on) = first.signed_on else { continue };
        let call = calls.get(&agreement.call);
        let funder = call.and_then(|call| call.funders.iter().find(|one| one.id == agreement.call_funder));
        let giver = match cards.get(&agreement.payer) {
            Some(card) => Named { name: card.name.clone(), siret: card.siret.clone(), ..Named::default() },
            None => Named { name: funder.map(|one| one.name.clone()).unwrap_or_default(), ..Named::default() },
        };
        let carrier = carriers.get(&agreement.carrier).unwrap_or(&nobody);
        let call = call.map(|call| call.title.as_str()).unwrap_or_default();
        let around = Around { number: &agreement.number, call, giver: &giver, carrier };
        let grant = grant(&around, signed_on, in_force);
        all.push(Row { noted_at: first.noted_at, grant, agreement });
    }
    Ok(all)
}

fn named(card: &OrganisationCard, registered: &HashMap<Uuid, String>) -> Named {
    Named {
        name: card.name.clone(),
        siret: card.siret.clone(),
        rna: registered.get(&card.id).cloned(),
        may_be_person: card.kind == OrganisationKind::Other,
    }
}

/// What is published of a contract, and what is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// How many agreements are signed.
    pub signed: usize,
    /// Years with something published, the last first: how many grants, and how many to people, who are not named.
    pub years: Vec<(i16, i64, i64)>,
    /// What cannot be published.
    pub left: Vec<LeftOut>,
}

/// An agreement that cannot be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Which.
    pub agreement: Uuid,
    /// Its number.
    pub number: String,
    /// What it comes to, in cents.
    pub cents: i64,
    /// The day it was signed.
    pub signed_on: Date,
    /// When that was noted here.
    pub noted_at: Option<Moment>,
    /// Why.
    pub reasons: Vec<String>,
}

/// What is published of a contract, and what is left out.
///
/// # Errors
/// A file cannot be written; the database failed.
pub async fn published(tx: &mut Tx, contract: Uuid) -> Outcome<Published> {
    let rows = rows(tx, contract, Which::All).await?;
    let mut reasons = left(&rows)?;
    let mut all = Published { signed: rows.len(), ..Published::default() };
    for year in years(&rows) {
        let written = written(&rows, year, Format::Scdl, std::io::sink())?;
        let count = |some: u64| i64::try_from(some).unwrap_or(i64::MAX);
        all.years.push((year, count(written.rows), count(written.persons)));
    }
    let told = |row: Row| {
        let reasons = reasons.remove(&row.agreement.id)?;
        let (agreement, number, grant) = (row.agreement.id, row.agreement.number, row.grant);
        let (cents, signed_on) = (grant.cents, grant.signed_on);
        Some(LeftOut { agreement, number, cents, signed_on, noted_at: row.noted_at, reasons })
    };
    all.left = rows.into_iter().filter_map(told).collect();
    Ok(all)
}

/// Years with something published, the last first.
pub fn years(rows: &[Row]) -> Vec<i16> {
    let mut all: Vec<i16> = rows.iter().map(|row| row.grant.signed_on.year()).collect();
    all.sort_unstable_by(|one, other| other.cmp(one));
    all.dedup();
    all
}

/// The file of a year, with what was left out of it.
///
/// # Errors
/// It cannot be written.
pub fn file(rows: &[Row], year: i16, format: Format) -> Result<(Vec<u8>, subsidies::Written), Breakdown> {
    let mut out = Vec::new();
    let written = written(rows, year, format, &mut out)?;
    Ok((out, written))
}

fn written(rows: &[Row], year: i16, format: Format, out: impl std::io::Write) -> Result<subsidies::Written, Breakdown> {
    let of_year = rows.iter().map(|row| &row.grant).filter(|grant| grant.signed_on.year() == year);
    subsidies::write(of_year, format, out).map_err(|error| Breakdown(Box::new(error)))
}

/// Why each agreement that cannot be published is left out: its identifier and the reasons.
///
/// # Errors
/// It cannot be written.
pub fn left(rows: &[Row]) -> Result<HashMap<Uuid, Vec<String>>, Breakdown> {
    let grants = rows.iter().map(|row| &row.grant);
    let written =
        subsidies::write(grants, Format::Scdl, std::io::sink()).map_err(|error| Breakdown(Box::new(error)))?;
    let of = |left: subsidies::Left| rows.get(left.grant).map(|row| (row.agreement.id, left.reasons));
    Ok(written.left.into_iter().filter_map(of).collect())
}

/// Files of a year: what each is called and which format it has.
pub const FILES: [(&str, Format); 2] = [("scdl.csv", Format::Scdl), ("arrete-2017.csv", Format::Regulatory)];

/// The catalogue of what is published; none while nobody said who publishes.
///
/// # Errors
/// A file cannot be written; the database failed.
pub async fn catalogue(
    tx: &mut Tx,
    zone: &TimeZone,
    public_url: &str,
    (contract, base): (&strategy::facade::ContractBrief, &str),
) -> Outcome<Option<Catalogue>> {
    let Some((publisher, _)) = store::publisher::of_contract(tx, contract.id).await? else { return Ok(None) };
    let rows = rows(tx, contract.id, Which::All).await?;
    let mut datasets = Vec::new();
    for year in years(&rows) {
        let of_year: Vec<&Row> = rows.iter().filter(|row| row.grant.signed_on.year() == year).collect();
        let noted = |row: &&Row| row.noted_at.map_or(row.grant.signed_on, |at| at.day(zone));
        let (issued, modified) = (of_year.iter().map(noted).min(), of_year.iter().map(noted).max());
        let (issued, modified) = (issued.unwrap_or_default(), modified.unwrap_or_default());
        let mut distributions = Vec::new();
        for (name, format) in FILES {
            let (content, _) = file(&rows, year, format)?;
            let hash: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
            distributions.push(Distribution {
                title: format!("Subventions {year}, {}", format.french()),
                url: format!("{public_url}{base}/{year}/{name}"),
                media_type: "text/csv".into(),
                file_type: "CSV".into(),
                schema: Some(format.schema().into()),
                bytes: content.len() as u64,
                sha256: hash,
                modified,
            });
        }
        let days = |pick: fn(Option<Date>, Date) -> Date| {
            of_year.iter().map(|row| row.grant.signed_on).fold(None, |kept, day| Some(pick(kept, day)))
        };
        let first = days(|kept, day| kept.map_or(day, |kept| kept.min(day)));
        let last = days(|kept, day| kept.map_or(day, |kept| kept.max(day)));
        datasets.push(Dataset {
            id: format!("subventions-{year}"),
            title: format!("Subventions de {year}, {}", contract.title),
            description: format!("Subventions des conventions signées en {year} : {}.", contract.title),
            keywords: vec!["subventions".into(), "politique de la ville".into(), "associations".into()],
            issued,
            modified,
            covers: first.zip(last),
            communes: Vec::new(),
            contact: Contact { name: publisher.contact.clone(), email: publisher.email.clone() },
            distributions,
        });
    }
    Ok(Some(Catalogue {
        url: format!("{public_url}{base}"),
        title: format!("Subventions, {}", contract.title),
        description: format!("Subventions des conventions signées : {}.", contract.title),
        publisher: subsidies::Publisher { name: publisher.name, siret: publisher.siret, home: public_url.to_owned() },
        modified: datasets.iter().map(|one| one.modified).max().unwrap_or_default(),
        datasets,
    }))
}

/// Says who publishes the grants of a contract.
///
/// # Errors
/// Not this actor’s; something to correct; somebody said it since `revision`.
pub async fn set_publisher(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, revision): (Uuid, i64),
    typed: impl Into<Filled<Publisher>>,
) -> Outcome<()> {
    actor.authorise(&acts::PUBLISH, &Scope::contract(contract))?;
    let mut form = typed.into();
    form.find(form.value.check());
    let mut one = form.sound()?;
    one.siret = identifiers::read_siret(&one.siret).map_err(|why| Failure::field("siret", why))?;
    let saved = store::publisher::save(tx, outside.uuid(), (contract, revision), &one).await?;
    let row = saved.ok_or_else(|| Failure::conflict("qui publie", &[("Nom", &one.name)]))?;
    let touched = [("agreement_publisher", row)];
    let entry =
        Entry::on(acts::PUBLISH.code, "contract", contract).detail(json!({ "acte": "qui publie les subventions" }));
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(())
}
