//! Who stays out of a deliberation. The server says so from what it knows; nobody is asked to be fair.

use database::{Result, Tx};
use kernel::{Actor, Outcome, Outside, Refusal, Uuid};

use super::{member, polling, submitting};
use crate::rules::{Cause, Member, Submission, SubmissionState, is_same_organisation};
use crate::{acts, store};

/// Why a member stays out of a deliberation now, whether it was noted or not yet: a link that appears afterwards counts from
/// that moment, one that ends does not let her in again.
///
/// # Errors
/// The database failed.
pub async fn cause(tx: &mut Tx, of: &Submission, member: &Member) -> Result<Option<Cause>> {
    let noted = store::deliberation::recusals(tx, of.id).await?;
    if let Some((_, cause)) = noted.into_iter().find(|one| one.0 == member.id) {
        return Ok(Some(cause));
    }
    tie(tx, of, member).await
}

/// What ties a member to whoever applies.
async fn tie(tx: &mut Tx, of: &Submission, member: &Member) -> Result<Option<Cause>> {
    if let Some(account) = member.account {
        let hers = accounts::facade::organisations_of(tx, account).await?;
        let is_tied = hers
            .iter()
            .any(|one| of.terms.organisation == Some(one.id) || is_same_organisation(&one.name, &of.terms.applicant));
        if is_tied {
            return Ok(Some(Cause::Organisation));
        }
    }
    Ok(is_same_organisation(&member.terms.structure, &of.terms.applicant).then_some(Cause::Structure))
}

/// Notes everybody who stays out of a deliberation now. Gives those who do among the members who sit.
pub(super) async fn settle(
    tx: &mut Tx,
    outside: &Outside,
    of: &Submission,
    members: &[Member],
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<Vec<Uuid>> {
    let mut out = Vec::new();
    for member in members.iter().filter(|member| member.sits()) {
        let Some(cause) = cause(tx, of, member).await? else { continue };
        let row = store::deliberation::recuse(tx, outside, (of.id, member.id), cause).await?;
        touched.extend(row.map(|row| ("assembly_recusal", row)));
        out.push(member.id);
    }
    Ok(out)
}

/// A member says that she has a link with a file: she leaves the deliberation, for good, and what she had said is taken away.
///
/// # Errors
/// She does not sit there; the opinion is adopted, or no longer asked.
pub async fn declare(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let found = store::submission::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (_, member) = member::mine(tx, actor, found.assembly).await?;
    if found.state != SubmissionState::Open {
        return Err(Refusal::rule("On ne délibère plus de ce dossier", "Il est rendu, ou retiré.").into());
    }
    let mut touched = Vec::new();
    let row = store::deliberation::recuse(tx, outside, (id, member.id), Cause::Declared).await?;
    touched.extend(row.map(|row| ("assembly_recusal", row)));
    // Her vote cannot be told from the others: they vote again.
    if polling::has_voted(tx, id, member.id).await? {
        touched.extend(polling::cancel(tx, id).await?.map(|row| ("assembly_poll", row)));
    }
    let gone = store::deliberation::silence(tx, id, member.id).await?;
    touched.extend(gone.into_iter().map(|row| ("assembly_voice", row)));
    let after = match found.rapporteur == Some(member.id) {
        true => {
            let revision = found.revision;
            let after = Submission { rapporteur: None, ..found };
            submitting::save(tx, &after, revision).await?;
            touched.push(("assembly_submission", id));
            after
        }
        false => found,
    };
    if !touched.is_empty() {
        submitting::record(tx, outside, (actor, &acts::SIT), &after, "lien déclaré, membre en retrait", &touched)
            .await?;
    }
    Ok(after.assembly)
}
