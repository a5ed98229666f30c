//! Funds opened and set, envelopes filled, who sits.

use std::collections::HashMap;

use database::Tx;
use journal::Entry;
use kernel::{Act, Actor, Failure, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

pub use crate::rules::{College, EnvelopeTerms, Fund, FundKind, FundTerms};
use crate::rules::{
    Envelope, Member, MovementKind, Project, ProjectMoney, ProjectState, Purse, check_envelope, check_fund,
    check_member, euros,
};
use crate::{acts, store};

/// A fund this actor may do this to. Not hers and not there look alike.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn fund(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Fund> {
    let found = store::fund::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !actor.may(&acts::READ, &found.scope()).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(act, &found.scope())?;
    Ok(found)
}

/// A fund with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The fund.
    pub fund: Fund,
    /// Its envelopes, each with what is taken of it.
    pub envelopes: Vec<(Envelope, Purse)>,
    /// Its projects, the last first, each with its money.
    pub projects: Vec<(Project, ProjectMoney)>,
}

impl Standing {
    /// The envelope a project is paid from: that of its neighbourhood in the year, or that of the whole territory.
    pub fn envelope_for(&self, area: Option<Uuid>, year: i64) -> Option<&(Envelope, Purse)> {
        let of = |place: Option<Uuid>| {
            self.envelopes.iter().find(move |(one, _)| one.terms.year == year && one.terms.area == place)
        };
        area.and_then(|area| of(Some(area))).or_else(|| of(None))
    }

    /// Projects that were given money.
    pub fn granted(&self) -> impl Iterator<Item = &(Project, ProjectMoney)> {
        self.projects.iter().filter(|(one, _)| {
            matches!(one.state, ProjectState::Granted | ProjectState::Reported | ProjectState::Closed)
        })
    }
}

/// A fund with what stands in it, whoever asks.
///
/// # Errors
/// The database failed.
pub async fn standing(tx: &mut Tx, fund: Fund) -> database::Result<Standing> {
    let mut envelopes = Vec::new();
    for one in store::fund::envelopes(tx, fund.id).await? {
        let all = store::money::of_envelope(tx, one.id).await?;
        let purse = Purse { envelope: one.terms.cents, all };
        envelopes.push((one, purse));
    }
    let mut money: HashMap<Uuid, Vec<(MovementKind, i64)>> = HashMap::new();
    for (project, kind, cents) in store::money::of_fund(tx, fund.id).await? {
        money.entry(project).or_default().push((kind, cents));
    }
    let projects = store::project::of_fund(tx, fund.id).await?.into_iter().map(|one| {
        let own = ProjectMoney::of(money.remove(&one.id).unwrap_or_default());
        (one, own)
    });
    let projects = projects.collect();
    Ok(Standing { fund, envelopes, projects })
}

/// Opens a fund for a contract.
///
/// # Errors
/// Not this actor’s; something to correct.
pub async fn open(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, kind): (Uuid, FundKind),
    typed: impl Into<Filled<FundTerms>>,
) -> Outcome<Uuid> {
    let contract = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::SET, &Scope::contract(contract.id))?;
    let mut form = typed.into();
    form.find(check_fund(kind, &form.value));
    let terms = form.sound()?;
    let known = store::fund::all(tx).await?;
    let base = kernel::text::slug(&terms.name, '-', 60);
    // « suivi » is the page where groups follow their projects.
    let is_taken = |address: &str| address == "suivi" || known.iter().any(|one| one.address == address);
    let address = kernel::text::free_name(&base, '-', is_taken);
    let one = Fund { id: outside.uuid(), contract: contract.id, kind, address, terms, revision: 0 };
    if !store::fund::save(tx, &one, 0).await? {
        return Err(Failure::field("nom", "Un autre fonds vient de prendre ce nom : changez-le"));
    }
    record(tx, outside, actor, (&one, "fonds ouvert"), &[("fund", one.id)]).await?;
    Ok(one.id)
}

/// Changes what a fund says of itself.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn set(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<FundTerms>>,
) -> Outcome<()> {
    let known = fund(tx, actor, &acts::SET, id).await?;
    let mut form = typed.into();
    form.find(check_fund(known.kind, &form.value));
    let one = Fund { terms: form.sound()?, ..known };
    if revision < 1 || !store::fund::save(tx, &one, revision).await? {
        let kept = [("Nom", one.terms.name.as_str()), ("Objet", &one.terms.purpose), ("Règles", &one.terms.rules)];
        return Err(Failure::conflict("ce fonds", &kept));
    }
    record(tx, outside, actor, (&one, "fonds réglé"), &[("fund", id)]).await
}

/// Fills an envelope of a year and a place, or changes its amount, never below what is granted.
///
/// # Errors
/// Not there or not this actor’s; something to correct.
pub async fn set_envelope(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<EnvelopeTerms>>,
) -> Outcome<Uuid> {
    let fund = fund(tx, actor, &acts::SET, id).await?;
    let contract = strategy::facade::contract(tx, fund.contract).await?.ok_or(Refusal::NotFound)?;
    let mut form = typed.into();
    form.find(check_envelope(&form.value, &contract.area_ids));
    let terms = &form.value;
    let known = store::fund::envelopes(tx, id).await?;
    let known = known.into_iter().find(|one| one.terms.year == terms.year && one.terms.area == terms.area);
    // Whoever grants from it waits, or was there before: what is granted is read after.
    let held = match known {
        Some(known) => store::fund::hold_envelope(tx, known.id).await?,
        None => None,
    };
    let all = match &held {
        Some(held) => store::money::of_envelope(tx, held.id).await?,
        None => ProjectMoney::default(),
    };
    let purse = Purse { envelope: held.as_ref().map_or(0, |held| held.terms.cents), all };
    if let Err(why) = purse.resized(terms.cents) {
        form.find([kernel::FieldError::new("montant", why.sentence(euros))]);
    }
    let terms = form.sound()?;
    let revision = held.as_ref().map_or(0, |held| held.revision);
    let row = held.map_or_else(|| outside.uuid(), |held| held.id);
    let one = Envelope { id: row, fund: id, terms, revision };
    if !store::fund::save_envelope(tx, &one, revision).await? {
        return Err(Failure::conflict("cette enveloppe", &[("Source", &one.terms.source)]));
    }
    let detail = json!({ "acte": "enveloppe dotée", "annee": one.terms.year, "centimes": one.terms.cents });
    let touched = [("fund_envelope", row)];
    let entry = Entry::on(acts::SET.code, "fund_envelope", row).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(row)
}

/// Puts somebody in the committee of a fund.
///
/// # Errors
/// Not there or not this actor’s; something to correct.
pub async fn add_member(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<(String, College)>>,
) -> Outcome<Uuid> {
    let fund = fund(tx, actor, &acts::SET, id).await?;
    let mut form = typed.into();
    form.find(check_member(&form.value.0));
    let (name, college) = form.sound()?;
    let one = Member { id: outside.uuid(), name, college, is_active: true };
    store::fund::insert_member(tx, id, &one, outside.now()).await?;
    record(tx, outside, actor, (&fund, "membre du comité ajouté"), &[("fund_member", one.id)]).await?;
    Ok(one.id)
}

/// Somebody sits no more: her name goes a year after.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn retire_member(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, member): (Uuid, Uuid)) -> Outcome<()> {
    let fund = fund(tx, actor, &acts::SET, id).await?;
    if !store::fund::retire_member(tx, (id, member), outside.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    record(tx, outside, actor, (&fund, "membre du comité parti"), &[("fund_member", member)]).await
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (fund, what): (&Fund, &str),
    touched: &[(&str, Uuid)],
) -> Outcome<()> {
    let entry = Entry::on(acts::SET.code, "fund", fund.id).detail(json!({ "acte": what })).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
