//! Which organisations stand for a signatory, and what it promised.

use database::Tx;
use journal::Entry;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;
use strategy::facade::pledging::{CommitmentKind, Pledge, SignatoryName};

use crate::rules::Pledged;
use crate::{acts, store};

/// A signatory with its organisations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    /// Which.
    pub signatory: SignatoryName,
    /// Row, organisation.
    pub organisations: Vec<(Uuid, Uuid)>,
}

impl Stands {
    /// Whether an organisation stands for it.
    pub fn is(&self, organisation: Uuid) -> bool {
        self.organisations.iter().any(|(_, one)| *one == organisation)
    }
}

/// Signatories of a contract with the organisations that stand for them.
///
/// # Errors
/// The database failed.
pub async fn stands(tx: &mut Tx, contract: Uuid) -> database::Result<Vec<Stands>> {
    let pairs = store::signatory::of_contract(tx, contract).await?;
    let all = strategy::facade::pledging::signatory_names(tx, contract).await?;
    Ok(all
        .into_iter()
        .map(|signatory| Stands {
            organisations: pairs
                .iter()
                .filter(|(_, of, _)| *of == signatory.id)
                .map(|(row, _, organisation)| (*row, *organisation))
                .collect(),
            signatory,
        })
        .collect())
}

/// What a signatory promised in ordinary means for a year, and for the whole contract.
pub fn promises(pledges: &[Pledge], signatory: Uuid, year: i64) -> Pledged {
    let own = |of: Option<i64>, kind: CommitmentKind| {
        pledges.iter().filter(move |one| one.signatory == signatory && one.year == of && one.kind == kind)
    };
    let cents = |of: Option<i64>| {
        let known = own(of, CommitmentKind::CommonLaw).filter_map(|one| one.amount);
        known.fold(None, |sum: Option<i64>, one| Some(sum.unwrap_or(0).saturating_add(one.0)))
    };
    let fte = |of: Option<i64>| {
        let known = own(of, CommitmentKind::Staff).filter_map(|one| one.fte_hundredths);
        known.fold(None, |sum: Option<i64>, one| Some(sum.unwrap_or(0).saturating_add(one)))
    };
    Pledged { cents: cents(Some(year)), whole_cents: cents(None), fte: fte(Some(year)), whole_fte: fte(None) }
}

/// Says that an organisation stands for a signatory of a contract.
///
/// # Errors
/// Not this actor’s; something to correct.
pub async fn stand_for(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    typed: impl Into<Filled<(Uuid, Uuid)>>,
) -> Outcome<()> {
    let contract = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::MANAGE, &Scope::contract(contract.id))?;
    let mut form = typed.into();
    let (signatory, organisation) = form.value;
    let found = strategy::facade::pledging::signatory_name(tx, signatory).await?;
    if found.is_none_or(|one| one.contract != contract.id) {
        form.find([FieldError::new("signataire", "Choisissez un signataire de ce contrat")]);
    }
    if accounts::facade::organisation(tx, organisation).await?.is_none() {
        form.find([FieldError::new("organisation", "Choisissez une organisation de la liste")]);
    }
    let taken = store::signatory::of_contract(tx, contract.id).await?;
    if taken.iter().any(|(_, of, one)| *one == organisation && *of != signatory) {
        let sentence = "Cette organisation est déjà reliée à un autre signataire : défaites d’abord ce lien";
        form.find([FieldError::new("organisation", sentence)]);
    }
    let (signatory, organisation) = form.sound()?;
    let id = outside.uuid();
    if store::signatory::insert(tx, id, contract.id, (signatory, organisation)).await? {
        record(tx, outside, actor, "organisation reliée à un signataire", id).await?;
    }
    Ok(())
}

/// Says that an organisation no longer stands for a signatory. Gives the contract.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn withdraw(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let (contract, ..) = store::signatory::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !actor.may(&acts::READ, &Scope::contract(contract)).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(&acts::MANAGE, &Scope::contract(contract))?;
    store::signatory::delete(tx, id).await?;
    record(tx, outside, actor, "organisation déliée d’un signataire", id).await?;
    Ok(contract)
}

async fn record(tx: &mut Tx, outside: &Outside, actor: &Actor, what: &str, id: Uuid) -> Outcome<()> {
    let touched = [("signatory_organisation", id)];
    let entry = Entry::on(acts::MANAGE.code, "signatory_organisation", id);
    journal::record(tx, outside, actor, entry.detail(json!({ "acte": what })).touched(&touched)).await?;
    Ok(())
}
