//! What members charge one another with: the money, the public page. No authority gives or takes it.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::member;
use crate::rules::{Assembly, Member, Role};
use crate::{acts, store};

/// Whether a member is charged with something.
///
/// # Errors
/// The database failed.
pub async fn holds(tx: &mut Tx, member: &Member, role: Role) -> database::Result<bool> {
    let all = store::budget::roles(tx, member.assembly).await?;
    Ok(member.sits() && all.contains(&(member.id, role)))
}

/// The body and the member, when she is charged with this in it; otherwise nothing is there.
///
/// # Errors
/// She does not sit there, or is not charged with it.
pub async fn mine(tx: &mut Tx, actor: &Actor, assembly: Uuid, role: Role) -> Outcome<(Assembly, Member)> {
    let (assembly, member) = member::mine(tx, actor, assembly).await?;
    match holds(tx, &member, role).await? {
        true => Ok((assembly, member)),
        false => Err(Refusal::NotFound.into()),
    }
}

/// Whether a member says who is charged with what: the secretary, or anybody while no secretary sits.
pub fn may_designate(member: &Member, members: &[Member]) -> bool {
    let is_secretary = |one: &Member| one.sits() && one.terms.is_secretary;
    is_secretary(member) || !members.iter().any(is_secretary)
}

/// Charges a member with something, or no more. Every member sees it.
///
/// # Errors
/// She does not sit there, or does not designate; nobody of that name sits.
pub async fn charge(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    assembly: Uuid,
    (whom, role, is_given): (Option<Uuid>, Option<Role>, bool),
) -> Outcome<()> {
    let (assembly, member) = member::mine(tx, actor, assembly).await?;
    let members = store::member::of_assembly(tx, assembly.id).await?;
    if !may_designate(&member, &members) {
        let what = "La personne qui tient le compte rendu l’inscrit, après votre décision commune.";
        return Err(Refusal::rule("Vous ne désignez pas ici", what).into());
    }
    let whom = members.iter().find(|one| Some(one.id) == whom && (one.sits() || !is_given));
    let (Some(whom), Some(role)) = (whom, role) else {
        return Err(Failure::field("membre", "Choisissez un membre en mandat, et ce qui lui est confié"));
    };
    let row = match is_given {
        true => store::budget::give_role(tx, outside, (assembly.id, whom.id), role).await?,
        false => store::budget::take_role(tx, whom.id, role).await?,
    };
    let Some(row) = row else { return Ok(()) };
    let what = if is_given { "charge confiée à un membre" } else { "charge retirée à un membre" };
    let detail = json!({ "acte": what, "membre": whom.id.to_string(), "charge": role.code() });
    let touched = [("assembly_role", row)];
    let entry = Entry::on(acts::SIT.code, "assembly", assembly.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
