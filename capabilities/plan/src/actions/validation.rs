//! Proposing a draft, validating it or sending it back; whether a contract asks for it before anything is published.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::authorise_on;
use super::place::authorise_sheet;
use super::sheet::found;
use crate::rules::{Proposal, ProposalState, Sheet};
use crate::{acts, store};

/// Longest reason, in signs.
const LONGEST: usize = 1_000;

/// Says whether sheets of a contract are validated before they are published.
///
/// # Errors
/// Not this actor's; somebody said so since `revision`.
pub async fn ask_validation(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    (asks, revision): (bool, i64),
) -> Outcome<()> {
    authorise_on(actor, &acts::PUBLISH, contract)?;
    if !store::validation::set(tx, contract, asks, revision).await? {
        return Err(Failure::conflict("ce réglage", &[("Valider avant de publier", if asks { "oui" } else { "non" })]));
    }
    let detail = json!({ "acte": "réglage de la validation", "demandee": asks });
    let touched = [("plan_setting", contract)];
    let entry = Entry::on(acts::PUBLISH.code, "contract", contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Proposes a draft as it now stands.
///
/// # Errors
/// Not this actor's; no such sheet; published, proposed or validated already.
pub async fn propose_sheet(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let sheet = found(tx, id).await?;
    authorise_sheet(tx, actor, &acts::EDIT, &sheet).await?;
    let refused = |title: &str, what: &str| Err(Refusal::rule(title, what).into());
    if sheet.is_published() {
        return refused("Cette fiche est déjà publiée", "Rechargez la page : tout le monde la lit déjà.");
    }
    if let Some(last) = store::validation::of_sheet(tx, id).await?.first() {
        if last.waits(sheet.revision) {
            return refused("Cette fiche est déjà proposée", "Rechargez la page : elle attend d’être validée.");
        }
        if last.holds(sheet.revision) {
            return refused("Cette fiche est déjà validée", "Rechargez la page : elle peut être publiée.");
        }
    }
    let one = Proposal {
        id: outside.uuid(),
        sheet: id,
        sheet_revision: sheet.revision,
        proposed_at: outside.now(),
        proposer: actor.account(),
        proposed_by: actor.journal_name(),
        state: ProposalState::Waiting,
        decided_at: None,
        decided_by: String::new(),
        reason: String::new(),
    };
    store::validation::insert(tx, &one).await?;
    let detail = json!({ "acte": "proposition à la validation" });
    let touched = [("sheet_proposal", one.id)];
    let entry = Entry::on(acts::EDIT.code, "action_sheet", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Validates a sheet that somebody else proposed, or sends it back with a reason.
///
/// # Errors
/// Not this actor's; nothing to decide; her own proposal; the sheet changed since; no reason to send it back, on the field
/// `motif-renvoi`; somebody decided meanwhile.
pub async fn decide_on_sheet(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    sent_back: Option<&str>,
) -> Outcome<()> {
    let sheet = found(tx, id).await?;
    authorise_sheet(tx, actor, &acts::VALIDATE, &sheet).await?;
    let last = store::validation::of_sheet(tx, id).await?.into_iter().next();
    let Some(last) = last.filter(|last| last.state == ProposalState::Waiting) else {
        let what = "Rechargez la page : quelqu’un a peut-être déjà décidé.";
        return Err(Refusal::rule("Cette fiche n’attend pas de validation", what).into());
    };
    if last.sheet_revision != sheet.revision {
        let what = "Relisez-la : elle doit être proposée de nouveau telle qu’elle est maintenant.";
        return Err(Refusal::rule("Cette fiche a changé depuis qu’elle est proposée", what).into());
    }
    if last.proposer.is_some() && last.proposer == actor.account() {
        let what = "Celle ou celui qui propose une fiche ne la valide pas : demandez à quelqu’un d’autre.";
        return Err(Refusal::rule("Vous avez proposé cette fiche", what).into());
    }
    let (state, reason) = match sent_back {
        None => (ProposalState::Validated, ""),
        Some(reason) => (ProposalState::SentBack, reason.trim()),
    };
    let length = reason.chars().count();
    if state == ProposalState::SentBack && (length == 0 || length > LONGEST) {
        let sentence = match length {
            0 => "Dites ce qu’il faut changer dans la fiche".to_owned(),
            _ => format!("Le motif doit faire {LONGEST} signes au plus : il en a {length}"),
        };
        return Err(Failure::field("motif-renvoi", sentence));
    }
    if !store::validation::decide(tx, last.id, state, (outside.now(), &actor.journal_name(), reason)).await? {
        return Err(Failure::conflict("la validation de cette fiche", &[("Ce qu’il faut changer", reason)]));
    }
    let detail =
        json!({ "acte": if sent_back.is_some() { "renvoi" } else { "validation" }, "propose_par": last.proposed_by });
    let touched = [("sheet_proposal", last.id)];
    let entry = Entry::on(acts::VALIDATE.code, "action_sheet", id).detail(detail).touched(&touched);
    let entry = if reason.is_empty() { entry } else { entry.why(reason) };
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Whether a sheet may be published as it now stands, where its contract asks that it be validated first.
///
/// # Errors
/// It was not validated, or changed since.
pub(super) async fn check_validated(tx: &mut Tx, sheet: &Sheet) -> Outcome<()> {
    if !store::validation::setting(tx, sheet.contract).await?.0 {
        return Ok(());
    }
    let last = store::validation::of_sheet(tx, sheet.id).await?.into_iter().next();
    match last.is_some_and(|last| last.holds(sheet.revision)) {
        true => Ok(()),
        false => {
            let what = "Ce contrat demande qu’une fiche soit validée, telle qu’elle est maintenant, avant d’être publiée : \
                        proposez-la d’abord à la validation.";
            Err(Refusal::rule("Cette fiche n’est pas validée", what).into())
        }
    }
}
