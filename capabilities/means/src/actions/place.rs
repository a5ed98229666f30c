//! Where means are told: a contract with its themes, neighbourhoods and partners; who may write what there.

use std::collections::HashMap;

use database::Tx;
use kernel::{Act, Actor, Function, Outcome, Refusal, Scope, Uuid};
use strategy::facade::ContractBrief;

use crate::rules::CommonLawLine;
use crate::{acts, store};

/// A contract and what its means are told by.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The contract.
    pub contract: ContractBrief,
    /// Its themes: the roots of its tree, with their references.
    pub themes: Vec<(Uuid, String, String)>,
    /// The theme each node of its tree stands under.
    pub theme_of: HashMap<Uuid, Uuid>,
    /// Its neighbourhoods.
    pub areas: Vec<(Uuid, String)>,
}

impl Ground {
    /// Its years, first and last.
    pub fn years(&self) -> (i64, i64) {
        (self.contract.starts_on.year().into(), self.contract.ends_on.year().into())
    }

    /// The name of a theme.
    pub fn theme(&self, id: Option<Uuid>) -> String {
        let found = self.themes.iter().find(|(one, ..)| Some(*one) == id);
        found.map_or_else(|| "Sans thème".to_owned(), |(_, _, title)| title.clone())
    }

    /// The name of a neighbourhood.
    pub fn area(&self, id: Option<Uuid>) -> String {
        let found = self.areas.iter().find(|(one, _)| Some(*one) == id);
        match (found, id) {
            (Some((_, name)), _) => name.clone(),
            (None, None) => "Tout le contrat".to_owned(),
            (None, Some(_)) => "Quartier hors du contrat".to_owned(),
        }
    }
}

/// A contract with what its means are told by.
///
/// # Errors
/// The database failed.
pub async fn ground(tx: &mut Tx, contract: ContractBrief) -> database::Result<Ground> {
    let nodes = strategy::facade::nodes(tx, contract.id).await?;
    let parents: HashMap<Uuid, Uuid> = nodes.iter().filter_map(|node| Some((node.id, node.parent?))).collect();
    let root = |id: Uuid| {
        // A tree is a few levels deep; a loop in what is kept ends the walk.
        let mut at = id;
        for _ in 0..32 {
            match parents.get(&at) {
                Some(above) => at = *above,
                None => break,
            }
        }
        at
    };
    let theme_of = nodes.iter().filter(|node| !node.is_transversal).map(|node| (node.id, root(node.id))).collect();
    let themes = nodes
        .iter()
        .filter(|node| node.parent.is_none() && !node.is_transversal)
        .map(|node| (node.id, node.code.clone(), node.title.clone()))
        .collect();
    let areas = territory::facade::areas_among(tx, &contract.area_ids).await?;
    Ok(Ground { themes, theme_of, areas: areas.into_iter().map(|area| (area.id, area.name)).collect(), contract })
}

/// Organisations somebody belongs to, or the person she acts for.
///
/// # Errors
/// The database failed.
pub async fn own_organisations(tx: &mut Tx, actor: &Actor) -> database::Result<Vec<Uuid>> {
    let Some(person) = actor.person() else { return Ok(Vec::new()) };
    let account = person.acting_for.as_ref().map_or(person.account, |(account, _)| *account);
    Ok(accounts::facade::organisations_of(tx, account).await?.into_iter().map(|one| one.id).collect())
}

/// Whether this actor does this act for the organisation of that place: agents who keep the contract do it for everybody, a partner
/// for itself only, because her function is limited to it or because she belongs to it.
pub fn fills(actor: &Actor, act: &'static Act, place: &Scope, own: &[Uuid]) -> bool {
    if !actor.may(act, place).is_allowed() {
        return false;
    }
    let Some(person) = actor.person() else { return true };
    let keeps = |function: Function| matches!(function, Function::ProjectManager | Function::CaseOfficer);
    let is_own = place.organisation.is_some_and(|organisation| own.contains(&organisation));
    person.grants.iter().any(|grant| {
        act.functions.contains(&grant.function)
            && grant.scope.covers(place)
            && (keeps(grant.function) || grant.scope.organisation.is_some() || is_own)
    })
}

/// Lets a line of that place be written.
pub(super) async fn authorise_fill(tx: &mut Tx, actor: &Actor, place: &Scope) -> Outcome<()> {
    actor.authorise(&acts::FILL, place)?;
    let own = own_organisations(tx, actor).await?;
    if fills(actor, &acts::FILL, place, &own) {
        return Ok(());
    }
    let why = "Chaque partenaire saisit ses propres moyens. Demandez au chef ou à la cheffe de projet de saisir ceux des autres.";
    Err(Refusal::rule("Ces moyens sont ceux d’un autre partenaire", why).into())
}

/// Lines of a contract this actor reads; of one year when it is told.
///
/// # Errors
/// The database failed.
pub async fn readable_lines(
    tx: &mut Tx,
    actor: &Actor,
    contract: Uuid,
    year: Option<i64>,
) -> database::Result<Vec<CommonLawLine>> {
    let mut all = match year {
        Some(year) => store::line::of_year(tx, contract, year).await?,
        None => store::line::of_contract(tx, contract).await?,
    };
    all.retain(|one| actor.may(&acts::READ, &one.scope()).is_allowed());
    Ok(all)
}
