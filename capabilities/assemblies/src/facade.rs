//! What other slices may ask of bodies that sit.

use database::{Result, Tx};
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, Outcome, Outside, Uuid};
use web::house::Boxed;

use crate::actions::place;
use crate::{actions, acts, store};

/// What `councils` shows of a council that sits: where it is managed, and where everybody reads its minutes.
pub fn sits(tx: &mut Tx, council: Uuid) -> Boxed<'_, Result<Option<(String, Option<String>)>>> {
    Box::pin(async move {
        let Some(id) = store::assembly::of_council(tx, council).await? else { return Ok(None) };
        let found = store::assembly::by_id(tx, id).await?;
        let is_public = found.is_some_and(|one| one.terms.are_minutes_public);
        let minutes = is_public.then(|| format!("/instances/{id}/comptes-rendus"));
        Ok(Some((format!("/gestion/instances/{id}"), minutes)))
    })
}

/// What `accounts` tells once an invitation is accepted: the account is tied to the member it was sent to, who goes on to her
/// space.
pub fn accepted<'a>(
    tx: &'a mut Tx,
    outside: &'a Outside,
    actor: &'a Actor,
    what: (Uuid, Uuid),
) -> Boxed<'a, Outcome<Option<String>>> {
    Box::pin(async move {
        let is_ours = actions::inviting::accepted(tx, outside, actor, what).await?;
        Ok(is_ours.then(|| "/conseil".to_owned()))
    })
}

/// What awaits this person here: attendance and minutes missing, a quorum not met, mandates that end, invitations without
/// answer, in every body she keeps.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    let mut all = actions::awaiting_writing::all(tx, actor).await?;
    if !actor.may_somewhere(&acts::LEAD).is_allowed() {
        return Ok(all);
    }
    for assembly in store::assembly::all(tx).await? {
        if actor.may(&acts::LEAD, &place(&assembly.terms)).is_allowed() {
            all.extend(actions::awaiting::of_assembly(tx, &assembly, now, &TimeZone::UTC).await?);
        }
    }
    Ok(all)
}

/// An opinion a body was asked on an application or a project, for whoever keeps these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpinionBrief {
    /// The file submitted.
    pub submission: Uuid,
    /// The name of the body.
    pub assembly: String,
    /// Where it stands: « avis rendu », « sans avis à la date prévue ».
    pub state: &'static str,
    /// What the body thinks, once it is adopted.
    pub sense: Option<&'static str>,
    /// Where services read it.
    pub path: String,
}

/// Opinions asked under the reference of an application or a project, the first first. Nothing of what members say before.
///
/// # Errors
/// The database failed.
pub async fn opinions_on(tx: &mut Tx, reference: &str, today: jiff::civil::Date) -> Result<Vec<OpinionBrief>> {
    let mut all = Vec::new();
    for one in store::submission::by_reference(tx, reference).await? {
        let assembly = store::assembly::by_id(tx, one.assembly).await?.map(|found| found.terms.name);
        all.push(OpinionBrief {
            submission: one.id,
            assembly: assembly.unwrap_or_default(),
            state: one.state_words(today),
            sense: one.adopted.and(one.draft_sense).map(crate::rules::Sense::french),
            path: format!("/gestion/avis/{}", one.id),
        });
    }
    Ok(all)
}

/// Where a service asks a body its opinion under a reference: the form opens with it.
pub fn ask_path(assembly: Uuid, reference: &str) -> String {
    format!("/gestion/instances/{assembly}/avis/nouveau?reference={}", web::answer::encode(reference))
}
