//! Associations known once: sheet, people, year, bank account, commitments, what the directory tells; who acts for each.

use std::collections::BTreeMap;

use ::directory::actions::bank::{self, NewBank};
use ::directory::actions::documents::{self as safe, NewDocument};
use ::directory::actions::{
    Approval, Contact, DocumentKind, Identity, Listing, PersonTerms, Public, Quality, Relations, YearTerms,
    commitments, lines, listing, sheet,
};
use accounts::actions::{NewAccount, create_account, create_organisation, join};
use accounts::{OrganisationKind, OrganisationTerms};
use database::Tx;
use documents::{Block, Document, Run};
use files::Vault;
use kernel::{Actor, Breakdown, Cents, Filled, Function, Grant, Outcome, Outside, Scope, Uuid};
use web::Keys;

use super::acting::{Calendar, PLATFORM, acting, missing};
use crate::Demonstration;
use crate::directory::Association;

/// An association once it is known.
#[derive(Clone, Debug)]
pub struct Carrier {
    /// Its organisation.
    pub organisation: Uuid,
    /// Who represents it.
    pub president: Actor,
    /// The file of the demonstration tells it under this name.
    pub told: Association,
}

/// Associations by key.
pub type Carriers = BTreeMap<String, Carrier>;

/// Organisations of `people.toml` by key, found by their names.
///
/// # Errors
/// One is not there, or the database failed.
pub async fn organisations(tx: &mut Tx, told: &Demonstration) -> Outcome<BTreeMap<String, Uuid>> {
    let known = accounts::facade::organisations(tx).await?;
    let mut all = BTreeMap::new();
    for one in &told.people.organisations {
        let found = known.iter().find(|known| known.name == one.name).ok_or_else(|| missing(&one.key))?;
        all.insert(one.key.clone(), found.id);
    }
    Ok(all)
}

/// Puts the associations in.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn directory(
    tx: &mut Tx,
    (calendar, keys): (&Calendar, &Keys),
    told: &Demonstration,
    areas: &BTreeMap<String, Uuid>,
    contract: Uuid,
) -> Outcome<Carriers> {
    let known = organisations(tx, told).await?;
    let nodes: BTreeMap<String, Uuid> =
        strategy::facade::nodes(tx, contract).await?.into_iter().map(|node| (node.code, node.id)).collect();
    let mut all = Carriers::new();
    for (rank, one) in (0_i64..).zip(&told.directory.associations) {
        let then = calendar.at(-540 + rank * 3, rank);
        let president = one.president.name();
        let (organisation, account) = match known.get(&one.key) {
            Some(organisation) => {
                let members = accounts::facade::members_of(tx, *organisation, then.now().plus_days(1_000)).await?;
                let hers = members.iter().find(|member| member.name == president);
                (*organisation, hers.ok_or_else(|| missing(&president))?.account)
            }
            None => founded(tx, (&then, keys), one, &president).await?,
        };
        let of = Scope::organisation(organisation);
        let grant = |function| Grant { function, scope: of };
        let grants = vec![grant(Function::CarrierSignatory), grant(Function::CarrierAdministrator)];
        let carrier = Carrier { organisation, president: acting(account, &president, grants), told: one.clone() };
        filled(tx, (calendar, &then), &carrier).await?;
        money(tx, (&then, keys), &carrier).await?;
        told_to_everybody(tx, (calendar, rank), &carrier, (areas, &nodes)).await?;
        all.insert(one.key.clone(), carrier);
    }
    Ok(all)
}

/// A new association with the account of its president: invited, she has not come yet.
async fn founded(
    tx: &mut Tx,
    (then, keys): (&Outside, &Keys),
    one: &Association,
    president: &str,
) -> Outcome<(Uuid, Uuid)> {
    let terms = OrganisationTerms { name: one.name.clone(), kind: OrganisationKind::Association, siret: None };
    let organisation = create_organisation(tx, then, &PLATFORM, terms).await?;
    let of = Scope::organisation(organisation);
    let functions = [Function::CarrierSignatory, Function::CarrierAdministrator];
    let functions = functions.map(|function| Grant { function, scope: of });
    let email = format!("{}@{}.demo.parvis.example", kernel::text::slug(president, '.', 60), one.key);
    let new = NewAccount {
        email: &email,
        name: president,
        functions: &functions,
        password: None,
        totp_secret: None,
        is_demonstration: false,
    };
    let account = create_account(tx, then, keys, &PLATFORM, &new).await?;
    join(tx, then, &PLATFORM, account, organisation, &one.president.role).await?;
    Ok((organisation, account))
}

/// Who it is, where it is reached, what it is to others, who is on its sheet.
async fn filled(tx: &mut Tx, (calendar, then): (&Calendar, &Outside), carrier: &Carrier) -> Outcome<()> {
    let (one, id, actor) = (&carrier.told, carrier.organisation, &carrier.president);
    let identity = Identity {
        acronym: one.acronym.clone(),
        legal_form: "Association loi 1901".to_owned(),
        rna: Some(one.rna.clone()),
        purpose: one.purpose.clone(),
        ..Identity::default()
    };
    let named = (one.name.clone(), Some(one.siret.clone()), identity);
    sheet::identify(tx, then, actor, (id, 1), named).await?;
    let contact = Contact {
        street: one.street.clone(),
        postal: "11000".to_owned(),
        town: "Carcassonne".to_owned(),
        phone: one.phone.clone(),
        email: format!("contact@{}.demo.parvis.example", one.key),
        ..Contact::default()
    };
    sheet::reach(tx, then, actor, (id, 1), contact).await?;
    let relations = Relations {
        public_interest: Some(false),
        business_tax: Some(false),
        has_auditor: Some(one.budget > 153_000),
        network: if one.employees > 3 { "Fédération d’exemple".to_owned() } else { String::new() },
        ..Relations::default()
    };
    sheet::relate(tx, then, actor, (id, 1), relations).await?;
    let person = PersonTerms {
        quality: Quality::Representative,
        given_name: one.president.given_name.clone(),
        family_name: one.president.family_name.clone(),
        role: one.president.role.clone(),
        phone: one.phone.clone(),
        email: String::new(),
    };
    lines::add_person(tx, then, actor, id, person).await?;
    if one.employees > 3 {
        let approval = Approval {
            id: Uuid::nil(),
            organisation: id,
            label: "Jeunesse et éducation populaire".to_owned(),
            given_by: "Préfecture de l’Aude".to_owned(),
            given_on: calendar.day(-1_500),
            ends_on: None,
        };
        lines::add_approval(tx, (&calendar.at(-400, 0), calendar.zone()), actor, id, approval).await?;
    }
    let year = YearTerms {
        year: i64::from(calendar.day(0).year()) - 1,
        volunteers: Some(one.volunteers),
        civic_service: Some(one.employees / 3),
        employees: Some(one.employees),
        full_time_hundredths: Some(one.employees * 80),
        aided_jobs: Some(one.employees / 4),
        members: Some(one.volunteers * 4),
        charges: Some(Cents(one.budget * 100 - 41_730)),
        products: Some(Cents(one.budget * 100)),
        ..YearTerms::default()
    };
    lines::add_year(tx, (&calendar.at(-1, 0), calendar.zone()), actor, id, year).await
}

/// Its bank account, and the commitments it signed.
async fn money(tx: &mut Tx, (then, keys): (&Outside, &Keys), carrier: &Carrier) -> Outcome<()> {
    let (one, id, actor) = (&carrier.told, carrier.organisation, &carrier.president);
    if let Some(iban) = &one.iban {
        let holder = one.name.trim_start_matches("Exemple – ").to_owned();
        let iban = identifiers::read_iban(iban).map_err(Breakdown::because)?;
        bank::enter(tx, (then, keys), actor, (id, None), NewBank { holder, iban, bic: String::new() }).await?;
    }
    if !one.is_unsigned {
        let quality = one.president.role.to_lowercase();
        let fingerprint = ::directory::actions::Charter::default().fingerprint();
        commitments::sign(tx, then, actor, id, (true, &quality, &fingerprint)).await?;
    }
    Ok(())
}

/// What the public directory tells, and whether an agent checked it.
async fn told_to_everybody(
    tx: &mut Tx,
    (calendar, rank): (&Calendar, i64),
    carrier: &Carrier,
    (areas, nodes): (&BTreeMap<String, Uuid>, &BTreeMap<String, Uuid>),
) -> Outcome<()> {
    let one = &carrier.told;
    let then = calendar.at(-500 + rank * 3, rank);
    let told = Listing {
        is_listed: !one.is_unlisted,
        summary: one.summary.clone(),
        themes: one.themes.iter().filter_map(|code| nodes.get(code).copied()).collect(),
        areas: one.areas.iter().filter_map(|key| areas.get(key).copied()).collect(),
        publics: one.publics.iter().filter_map(|code| Public::from_code(code)).collect(),
    };
    listing::tell(tx, &then, &carrier.president, (carrier.organisation, 1), Filled::from(told)).await?;
    if rank % 5 != 4 {
        sheet::verify(tx, &then, &PLATFORM, carrier.organisation).await?;
    }
    Ok(())
}

/// Puts documents in the safes of some associations. Apart, because it needs a place to keep files; one small paper stands for
/// all of them, since what it would say is invented.
///
/// # Errors
/// An act refused what it was told, the paper could not be set, the database or the vault failed.
pub async fn papers(tx: &mut Tx, (outside, vault): (&Outside, &dyn Vault), told: &Demonstration) -> Outcome<()> {
    let calendar = Calendar::from(outside);
    let mut document = Document::new("Pièce d’exemple", "Démonstration", calendar.day(-60));
    let words =
        "Cette pièce est inventée. Elle tient la place des statuts, des comptes ou du rapport d’une association.";
    document.blocks.push(Block::Paragraph(vec![Run::plain(words)]));
    let bytes = documents::pdf::render(&document, outside.now()).map_err(|error| Breakdown(Box::new(error)))?;
    let known = accounts::facade::organisations(tx).await?;
    let kinds = [
        (DocumentKind::Statutes, "statuts.pdf", None),
        (DocumentKind::Officers, "dirigeants.pdf", Some(300)),
        (DocumentKind::Accounts, "comptes.pdf", None),
        (DocumentKind::BankDetails, "rib.pdf", None),
    ];
    for (rank, one) in told.directory.associations.iter().take(6).enumerate() {
        let found = known.iter().find(|known| known.name == one.name).ok_or_else(|| missing(&one.key))?;
        for (at, (kind, name, days)) in kinds.into_iter().enumerate() {
            if rank > 1 && at > 5 - rank {
                continue;
            }
            let mut reader = bytes.as_slice();
            let received = files::receive(vault, name, safe::DOCUMENTS, &mut reader).await;
            let file = received.map_err(|error| Breakdown(Box::new(error)))?;
            // One list of officers ended: the sheet says so.
            let until = days.map(|days: i64| calendar.day(if rank == 1 { -12 } else { days }));
            let dated = Some(calendar.day(-380));
            let new = NewDocument { kind: Some(kind), label: String::new(), dated, valid_until: until };
            let then = calendar.at(-200 + rank as i64, at as i64);
            safe::put(tx, (&then, vault), &PLATFORM, found.id, (new, Some(file))).await?;
        }
    }
    Ok(())
}
