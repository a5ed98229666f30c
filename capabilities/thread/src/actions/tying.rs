//! Tying two objects, and breaking a link with its reason.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Scope, Uuid};
use lineage::{End, Kind, Link};
use serde_json::json;

use super::gather::Object;
use super::resolve::Resolver;
use crate::acts;

/// Needs belong to no contract: whoever holds the thread somewhere may tie them.
pub fn anywhere(actor: &Actor) -> Scope {
    let functions = acts::TIE.functions;
    let held = actor.person().and_then(|person| person.grants.iter().find(|grant| functions.contains(&grant.function)));
    held.map_or(Scope::EVERYWHERE, |grant| grant.scope)
}

fn authorise(actor: &Actor, ends: [&Object; 2]) -> Outcome<()> {
    let contract = ends.iter().find_map(|end| end.contract);
    actor.authorise(&acts::TIE, &contract.map_or_else(|| anywhere(actor), Scope::contract))
}

/// Ties an object to another, whichever comes first on the thread.
///
/// # Errors
/// Not this actor's; no other was chosen, or it is no longer there, on the field `avec`; kinds that are tied from another page.
pub async fn tie(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (one, other): (&Object, Option<End>),
    why: &str,
) -> Outcome<()> {
    let mut resolver = Resolver::inside(actor, (outside.now().day(&TimeZone::UTC), TimeZone::UTC));
    let missing = || Failure::field("avec", "Choisissez à quoi relier, dans la liste");
    let gone = || {
        let sentence = "Ce que vous avez choisi n’est plus là : quelqu’un l’a retiré entre-temps. La liste est à jour, \
                        choisissez de nouveau";
        Failure::field("avec", sentence)
    };
    let other = resolver.object(tx, other.ok_or_else(missing)?).await?.ok_or_else(gone)?;
    authorise(actor, [one, &other])?;
    let (from, to) = if one.end.kind < other.end.kind { (one.end, other.end) } else { (other.end, one.end) };
    if !matches!(
        (from.kind, to.kind),
        (Kind::Need, Kind::Objective | Kind::FundProject) | (Kind::Sheet, Kind::Application)
    ) {
        return Err(missing());
    }
    let (link, is_new) = lineage::tie(tx, outside, actor, from, to, why).await?;
    if is_new {
        let detail = json!({ "acte": "lien fait", "de": one.name, "vers": other.name });
        let touched = [("lineage_link", link)];
        let entry = Entry::on(acts::TIE.code, "lineage_link", link).why(why).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(())
}

/// A live link with both its ends named, for whoever may break it: for anybody else it is not there.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn told_link(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<(Link, Object, Object)> {
    let link = lineage::link(tx, id).await?.filter(|link| link.broken.is_none()).ok_or(Refusal::NotFound)?;
    let mut resolver = Resolver::inside(actor, (outside.now().day(&TimeZone::UTC), TimeZone::UTC));
    let from = resolver.object(tx, link.from).await?.ok_or(Refusal::NotFound)?;
    let to = resolver.object(tx, link.to).await?.ok_or(Refusal::NotFound)?;
    if authorise(actor, [&from, &to]).is_err() {
        return Err(Refusal::NotFound.into());
    }
    Ok((link, from, to))
}

/// Breaks a link. Gives the object it left.
///
/// # Errors
/// As [`told_link`]; no reason, on the field `motif`; a link that the sheet itself holds.
pub async fn untie(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, why: &str) -> Outcome<Object> {
    let (link, from, to) = told_link(tx, outside, actor, id).await?;
    match (link.from.kind, link.to.kind) {
        (from, _) if from < Kind::Need => {
            let sentence =
                "Ce lien tient à ce qui a été fait de ces mots : corrigez ou retirez la preuve, le fil suivra";
            return Err(Failure::field("motif", sentence));
        }
        (Kind::Need, Kind::Sheet) => plan::facade::release_need(tx, outside, actor, &link, why).await?,
        (_, Kind::Sheet) => {
            let sentence = "Ce lien tient à ce qui est écrit dans la fiche action : changez la fiche, le fil suivra";
            return Err(Failure::field("motif", sentence));
        }
        (from, to) if to >= Kind::Agreement || from >= Kind::FundProject => {
            let sentence = "Ce lien est écrit par l’acte lui-même, vote, signature, paiement ou compte rendu : il ne se défait pas";
            return Err(Failure::field("motif", sentence));
        }
        _ => {
            lineage::untie(tx, outside, actor, link.id, why).await?;
            let detail = json!({ "acte": "lien défait", "de": from.name, "vers": to.name });
            let touched = [("lineage_link", link.id)];
            let entry = Entry::on(acts::TIE.code, "lineage_link", link.id).why(why).detail(detail).touched(&touched);
            journal::record(tx, outside, actor, entry).await?;
        }
    }
    Ok(from)
}
