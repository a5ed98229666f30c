//! Opening the space of a member: an invitation by mail, and the account that accepts it.

use accounts::facade::{Called, NewInvitation};
use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Function, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::{member, place};
use crate::rules::Member;
use crate::{acts, store};

/// Names the mail of an invitation shows: where the platform is reached, and what the service is called.
pub type Service<'a> = (&'a str, &'a str);

/// Sends a member the invitation that opens her space. The one before, if any, no longer opens anything. Gives her body.
///
/// # Errors
/// Not this actor's; she does not sit; she has no address, or an account already; somebody changed her since `revision`.
pub async fn invite(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    (address, service): Service<'_>,
) -> Outcome<Uuid> {
    let (assembly, before) = member::kept(tx, actor, id).await?;
    if !before.sits() || before.account.is_some() {
        let what = "Elle a déjà ouvert son espace, ou ne siège plus. Relisez sa fiche.";
        return Err(Refusal::rule("Cette personne n’attend pas d’invitation", what).into());
    }
    if before.terms.email.is_empty() {
        let what =
            "Ajoutez son courriel à sa fiche, puis recommencez. Sans courriel, les convocations partent par courrier.";
        return Err(Refusal::rule("Il manque un courriel", what).into());
    }
    let at = place(&assembly.terms);
    let what = format!("à siéger : {}. Votre espace de membre s’ouvre sur « {service} ».", assembly.terms.name);
    let called = Called {
        act: &acts::LEAD,
        place: at,
        before: before.invitation,
        what: &what,
        new: NewInvitation {
            email: &before.terms.email,
            functions: &[Function::CouncilMember],
            scope: Scope { organisation: None, ..at },
            address,
            service,
        },
    };
    let invitation = accounts::facade::invite(tx, outside, actor, &called).await?;
    let after = Member { invitation: Some(invitation), invited_at: Some(outside.now()), ..before };
    if !store::member::save(tx, &after, revision).await? {
        return Err(Failure::conflict("ce membre", &[]));
    }
    let detail = json!({ "acte": "membre invité", "membre": id.to_string() });
    let touched = [("assembly_member", id)];
    let entry = Entry::on(acts::LEAD.code, "assembly", assembly.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(assembly.id)
}

/// Ties the account that accepted an invitation to the member it was sent to. Says whether there was one.
///
/// # Errors
/// The database failed.
pub async fn accepted(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (invitation, account): (Uuid, Uuid),
) -> Outcome<bool> {
    let Some(before) = store::member::invited(tx, invitation).await? else { return Ok(false) };
    tie(tx, outside, actor, before, account).await?;
    Ok(true)
}

/// Ties an account to a member, for the platform: the demonstration has nobody to read mails.
///
/// # Errors
/// Not this actor's; not there.
pub async fn tie_account(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, account): (Uuid, Uuid)) -> Outcome<()> {
    let (_, before) = member::kept(tx, actor, id).await?;
    if !matches!(actor, Actor::Platform(_)) {
        return Err(Refusal::NotFound.into());
    }
    tie(tx, outside, actor, before, account).await
}

async fn tie(tx: &mut Tx, outside: &Outside, actor: &Actor, before: Member, account: Uuid) -> Outcome<()> {
    let revision = before.revision;
    let after = Member { account: Some(account), ..before };
    if !store::member::save(tx, &after, revision).await? {
        return Err(Failure::conflict("ce membre", &[]));
    }
    let detail = json!({ "acte": "espace ouvert", "membre": after.id.to_string() });
    let touched = [("assembly_member", after.id)];
    let entry = Entry::on(acts::SIT.code, "assembly", after.assembly).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
