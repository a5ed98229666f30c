//! Who may do what with which agreement, and all there is to know of one.

use std::collections::{HashMap, HashSet};

use applications::facade::{CallBrief, CallFunder};
use database::Tx;
use directory::facade::Carrier;
use kernel::{Act, Actor, Function, Grant, Outcome, Refusal, Scope, Uuid, Verdict};
use settlement::Told;

use crate::rules::{Agreement, Aids, Brief, Decided, Setting, Version, VersionState, facts};
use crate::{acts, store};

/// Whether a grant counts for a funder: those who speak for one do so for their own organisation only; others for the whole
/// contract.
fn counts(grant: &Grant, payer: Option<Uuid>) -> bool {
    match grant.function {
        Function::Funder | Function::PrefectDelegate => grant.scope.organisation.is_some_and(|own| Some(own) == payer),
        _ => grant.scope.organisation.is_none(),
    }
}

/// What this actor may do on the agreements of a funder. A delegate or a funder of the whole contract reads all of them and
/// does nothing more.
pub fn verdict(actor: &Actor, act: &Act, contract: Uuid, payer: Option<Uuid>) -> Verdict {
    let place = Scope { contract: Some(contract), territory: None, organisation: payer };
    let person = match actor {
        Actor::Person(person) if *act != acts::READ => person,
        _ => return actor.may(act, &place),
    };
    let mut own = person.clone();
    own.grants = person.grants.iter().filter(|grant| counts(grant, payer)).copied().collect();
    Actor::Person(own).may(act, &place)
}

/// Whom this actor stays out of: applications, organisations; and those she carries for.
pub struct Kept {
    applications: HashSet<Uuid>,
    organisations: HashSet<Uuid>,
}

impl Kept {
    /// The carriers she stays out of.
    pub fn carriers(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.organisations.iter().copied()
    }

    /// Whether she stays out of an agreement.
    pub fn out_of(&self, carrier: Uuid, lines: impl IntoIterator<Item = Uuid>) -> bool {
        self.organisations.contains(&carrier) || lines.into_iter().any(|one| self.applications.contains(&one))
    }
}

/// Whom this actor stays out of.
///
/// # Errors
/// The database failed.
pub async fn kept_out(tx: &mut Tx, actor: &Actor) -> database::Result<Kept> {
    let (applications, organisations) = applications::facade::kept_from(tx, actor).await?;
    Ok(Kept { applications, organisations })
}

/// Whose agreements of a contract somebody may do something with.
pub struct Reach {
    payers: HashMap<Uuid, Option<Uuid>>,
    kept: Kept,
}

impl Reach {
    /// Whether an agreement is one of them.
    pub fn takes(&self, payer: Uuid, carrier: Uuid) -> bool {
        self.payers.contains_key(&payer) && !self.kept.out_of(carrier, [])
    }

    /// Whether a funder is one of them.
    pub fn has_payer(&self, payer: Uuid) -> bool {
        self.payers.contains_key(&payer)
    }

    /// The organisation of a funder that is one of them; none inside when it has no accounts here.
    pub fn organisation(&self, payer: Uuid) -> Option<Option<Uuid>> {
        self.payers.get(&payer).copied()
    }

    /// The carriers left out of them.
    pub fn carriers_out(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.kept.carriers()
    }
}

/// The agreements of a contract this actor reads.
///
/// # Errors
/// The database failed.
pub async fn reach(tx: &mut Tx, actor: &Actor, contract: Uuid) -> database::Result<Reach> {
    let kept = kept_out(tx, actor).await?;
    let payers = store::agreement::payers(tx, contract).await?.into_iter();
    let known = payers.map(|(payer, call_funder)| (payer, (payer != call_funder).then_some(payer)));
    let hers = known.filter(|(_, organisation)| verdict(actor, &acts::READ, contract, *organisation).is_allowed());
    Ok(Reach { payers: hers.collect(), kept })
}

/// The agreements of a contract this actor reads, by number.
///
/// # Errors
/// The database failed.
pub async fn readable(tx: &mut Tx, actor: &Actor, contract: Uuid) -> database::Result<Vec<Brief>> {
    let reach = reach(tx, actor, contract).await?;
    let mut all = store::agreement::of_contract(tx, contract).await?;
    all.retain(|one| reach.takes(one.agreement.payer, one.agreement.carrier));
    Ok(all)
}

/// What funders gave on a call and told, to one carrier or to all: it changes no more.
///
/// # Errors
/// The database failed.
pub async fn decided(tx: &mut Tx, call: Uuid, carrier: Option<Uuid>) -> database::Result<Vec<Decided>> {
    let granted = applications::facade::granted(tx, call, carrier).await?.into_iter();
    Ok(granted
        .map(|one| Decided {
            funding: one.funding,
            call_funder: one.call_funder,
            carrier: one.carrier,
            application: one.application,
            project: one.project,
            title: one.title,
            year: one.year,
            cents: one.cents,
            period: one.period,
        })
        .collect())
}

/// What every funder of a contract gives one carrier, or each, in the years around one, on the calls that may give for them.
///
/// # Errors
/// The database failed.
pub async fn aids(tx: &mut Tx, contract: Uuid, around: i64, carrier: Option<Uuid>) -> database::Result<Aids> {
    let years = (around - 2, around + 2);
    let granted = applications::facade::granted_by_year(tx, contract, years, carrier).await?;
    Ok(granted.into_iter().map(|(carrier, year, cents)| ((carrier, year), cents)).collect())
}

/// What is said of one agreement, with what surrounds it.
pub struct Whole {
    /// It.
    pub agreement: Agreement,
    /// Its call.
    pub call: CallBrief,
    /// Its funder.
    pub funder: CallFunder,
    /// Who acts.
    pub carrier: Carrier,
    /// Its versions, the first first.
    pub versions: Vec<Version>,
}

impl Whole {
    /// The version in force: the last one signed.
    pub fn in_force(&self) -> Option<&Version> {
        self.versions.iter().rev().find(|one| one.state == VersionState::Signed)
    }

    /// The last version.
    pub fn last(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// What is signed and whose paper is known, or else what is being written.
    pub fn shown(&self) -> Option<&Version> {
        self.in_force().or(self.last())
    }

    /// What each rule says of a version.
    pub fn duties(&self, version: &Version, aids: &Aids, setting: &Setting) -> Vec<Told> {
        let products = self.carrier.years.iter().find_map(|year| year.terms.products).map(|cents| cents.0);
        let facts = facts(self.agreement.carrier, &version.years(), aids, setting.thresholds, products);
        settlement::duties(facts, setting.thresholds)
    }
}

/// Everything around an agreement that was looked up.
///
/// # Errors
/// Its call, its funder or its carrier is gone; the database failed.
pub async fn whole(tx: &mut Tx, agreement: Agreement) -> Outcome<Whole> {
    let call = applications::facade::call_brief(tx, agreement.call).await?.ok_or(Refusal::NotFound)?;
    let funder = call.funders.iter().find(|one| one.id == agreement.call_funder).cloned().ok_or(Refusal::NotFound)?;
    let carrier = directory::facade::carrier(tx, agreement.carrier).await?.ok_or(Refusal::NotFound)?;
    let versions = store::version::of_agreement(tx, agreement.id).await?;
    Ok(Whole { agreement, call, funder, carrier, versions })
}

/// An agreement for whoever may do this with it and does not stay out of it: otherwise nothing is there.
///
/// # Errors
/// Not there or not this actor’s: the two look alike; the database failed.
pub async fn agreement(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Whole> {
    let found = store::agreement::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    match verdict(actor, act, found.contract, found.organisation()) {
        Verdict::Allowed(_) => {}
        verdict @ Verdict::SecondFactorMissing(_) => return Err(Refusal::NotAllowed { act, verdict }.into()),
        _ => return Err(Refusal::NotFound.into()),
    }
    let whole = whole(tx, found).await?;
    let kept = kept_out(tx, actor).await?;
    let lines = whole.versions.iter().flat_map(|version| version.lines.iter().map(|line| line.application));
    if kept.out_of(whole.agreement.carrier, lines) {
        return Err(Refusal::NotFound.into());
    }
    Ok(whole)
}

/// What was granted to an agreement’s fundings, and what was granted since that no agreement binds.
///
/// # Errors
/// The database failed.
pub async fn granted(tx: &mut Tx, whole: &Whole) -> database::Result<(HashMap<Uuid, i64>, Vec<Decided>)> {
    let all = decided(tx, whole.agreement.call, Some(whole.agreement.carrier)).await?;
    let bound: HashMap<Uuid, Uuid> = store::agreement::bound(tx, whole.agreement.call).await?.into_iter().collect();
    let (mut granted, mut left) = (HashMap::new(), Vec::new());
    for one in all.into_iter().filter(|one| one.call_funder == whole.agreement.call_funder) {
        match bound.get(&one.funding) {
            None => left.push(one),
            Some(agreement) if *agreement == whole.agreement.id => {
                granted.insert(one.funding, one.cents);
            }
            Some(_) => {}
        }
    }
    Ok((granted, left))
}
