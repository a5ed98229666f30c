//! What other slices, and the binary, may ask of the evaluation of a contract.

use database::{Result, Tx};
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, Scope, Uuid, french};

use crate::rules::under;
use crate::{actions, acts, store};

/// Where anybody reads the evaluation of a contract, once it is published.
pub fn path(contract: &str) -> String {
    format!("{}/{}", crate::pages::OPEN, web::answer::encode(contract))
}

/// The questions of a contract, in their order: which, its words.
///
/// # Errors
/// The database failed.
pub async fn questions(tx: &mut Tx, contract: Uuid) -> Result<Vec<(Uuid, String)>> {
    let items = store::framework::items(tx, contract).await?;
    Ok(under(&items, None).into_iter().map(|one| (one.id, one.terms.words.clone())).collect())
}

/// Whom a campaign asks: the sheet, the request.
///
/// # Errors
/// The database failed.
pub async fn requests(tx: &mut Tx, campaign: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    let all = store::campaign::requests(tx, campaign).await?;
    Ok(all.into_iter().map(|one| (one.sheet, one.id)).collect())
}

/// What carriers have not answered yet.
async fn asked(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    let today = now.day(&TimeZone::UTC);
    let mut all = Vec::new();
    for organisation in actions::carried(actor) {
        for one in store::campaign::requests_to(tx, organisation).await?.into_iter().filter(|one| one.sent_at.is_none())
        {
            let campaign = store::campaign::by_id(tx, one.campaign).await?;
            let Some(campaign) = campaign.filter(|campaign| campaign.terms.closes_on >= today) else { continue };
            let until = format!("Avant le {}", french::date(campaign.terms.closes_on));
            let what = format!("Répondre sur « {} »", one.title);
            all.push(Awaited::new(what, until, format!("/mon-association/collectes/{}", one.id)));
        }
    }
    Ok(all)
}

/// What awaits this person here: questions on her actions, recommendations whose day is past.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    let mut all = asked(tx, actor, now).await?;
    if !actor.may_somewhere(&acts::PUBLISH).is_allowed() {
        return Ok(all);
    }
    let today = now.day(&TimeZone::UTC);
    for contract in strategy::facade::contracts(tx).await? {
        if !actor.may(&acts::PUBLISH, &Scope::contract(contract.id)).is_allowed() {
            continue;
        }
        let steps = store::recommendation::steps(tx, contract.id).await?;
        let of = |id| steps.get(id).map(Vec::as_slice).unwrap_or_default();
        let recommendations = store::recommendation::of_contract(tx, contract.id).await?;
        let late = recommendations.iter().filter(|one| one.is_late(of(&one.id), today)).count() as i64;
        if late > 0 {
            let told = french::count(late, "recommandation en retard", "recommandations en retard");
            let verb = if late > 1 { "Dire où en sont" } else { "Dire où en est" };
            let at = format!(
                "/gestion/evaluation/recommandations?contrat={}&etat=retard",
                web::answer::encode(&contract.code)
            );
            all.push(Awaited::new(format!("{verb} {told}"), contract.title.clone(), at));
        }
    }
    Ok(all)
}
