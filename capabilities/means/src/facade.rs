//! What other slices, and the binary, may ask.

use database::{Result, Tx};
use kernel::{Actor, Awaited, Cents, Moment, Scope, Uuid, french};

use crate::rules::{Amount, PostState, standing};
use crate::{actions, acts, store};

/// What awaits this person here: posts to renew, a year of which her organisation told nothing.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    if !actor.may_somewhere(&acts::FILL).is_allowed() {
        return Ok(Vec::new());
    }
    let today = now.day(&jiff::tz::TimeZone::UTC);
    let year = i64::from(today.year());
    let own = actions::own_organisations(tx, actor).await?;
    let mut all = Vec::new();
    for contract in strategy::facade::contracts(tx).await? {
        let at = |path: &str| format!("/gestion/moyens{path}?contrat={}", web::answer::encode(&contract.code));
        if actor.may(&acts::MANAGE, &Scope::contract(contract.id)).is_allowed() {
            let posts = store::post::of_contract(tx, contract.id).await?;
            let due = posts.iter().filter(|one| one.state(today) == PostState::ToRenew).count() as i64;
            if due > 0 {
                let what = format!("Décider du renouvellement de {}", french::count(due, "poste", "postes"));
                all.push(Awaited::new(what, &*contract.title, at("/postes")));
            }
        }
        if own.is_empty() || contract.starts_on > today || contract.ends_on < today {
            continue;
        }
        let lines = store::line::of_year(tx, contract.id, year).await?;
        for stands in actions::stands(tx, contract.id).await? {
            let is_hers = |organisation| {
                let place = Scope { contract: Some(contract.id), territory: None, organisation: Some(organisation) };
                own.contains(&organisation) && actions::fills(actor, &acts::FILL, &place, &own)
            };
            let hers = stands.organisations.iter().any(|(_, one)| is_hers(*one));
            if hers && lines.iter().all(|one| !stands.is(one.terms.partner)) {
                let what = format!("Dire les moyens de droit commun de {} en {year}", stands.signatory.name);
                let why = "Rien n’est saisi : ils entrent dans l’état annexé au budget.";
                all.push(Awaited::new(what, why, at("")));
            }
        }
    }
    Ok(all)
}

/// What a signatory promised for a year and what its organisations brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatoryYear {
    /// Which.
    pub signatory: Uuid,
    /// Organisations here that are that signatory.
    pub organisations: Vec<Uuid>,
    /// Promised for the year, in ordinary means.
    pub promised: Option<Cents>,
    /// Promised people’s time for the year, in hundredths.
    pub promised_fte: Option<i64>,
    /// Promised for the whole contract, without a year.
    pub promised_whole: Option<Cents>,
    /// Brought in the year, as far as it is told.
    pub brought: Option<Cents>,
    /// People’s time brought in the year, in hundredths.
    pub brought_fte: Option<i64>,
    /// Whether something was brought whose amount is kept back.
    pub is_kept_back: bool,
}

/// What signatories of a contract promised for a year and brought.
///
/// # Errors
/// The database failed.
pub async fn signatories_of_year(tx: &mut Tx, contract: Uuid, year: i64) -> Result<Vec<SignatoryYear>> {
    let lines = store::line::of_year(tx, contract, year).await?;
    let pledges = strategy::facade::pledging::pledges(tx, contract).await?;
    let told = |stands: actions::Stands| {
        let pledged = actions::promises(&pledges, stands.signatory.id, year);
        let (brought, brought_fte) = standing(lines.iter().filter(|line| stands.is(line.terms.partner)));
        SignatoryYear {
            signatory: stands.signatory.id,
            organisations: stands.organisations.iter().map(|(_, organisation)| *organisation).collect(),
            promised: pledged.cents.map(Cents),
            promised_fte: pledged.fte,
            promised_whole: pledged.whole_cents.map(Cents),
            brought: brought.and_then(Amount::cents).map(Cents),
            brought_fte,
            is_kept_back: brought == Some(Amount::NotDisclosed),
        }
    };
    Ok(actions::stands(tx, contract).await?.into_iter().map(told).collect())
}
