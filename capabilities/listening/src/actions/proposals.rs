//! What was proposed: put in, reworded, and tied to the needs it answers.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid, french};
use lineage::{End, Kind};
use serde_json::json;

use super::needs::anywhere;
use crate::rules::{ProposalText, check_proposal};
use crate::{acts, store};

/// Puts a proposal in. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct; a code already used.
pub async fn add_proposal(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    code: &str,
    text: impl Into<Filled<ProposalText>>,
) -> Outcome<Uuid> {
    actor.authorise(&acts::LEAD, &anywhere(actor))?;
    let code = code.to_uppercase();
    let mut form = text.into();
    check(tx, &code, &mut form).await?;
    if store::proposals::all(tx).await?.iter().any(|one| one.code == code) {
        let sentence = format!("La référence {code} est déjà prise : choisissez-en une autre");
        form.find([FieldError::new("reference", sentence)]);
    }
    let text = form.sound()?;
    let id = outside.uuid();
    store::proposals::insert(tx, id, &code, &text).await?;
    let touched = tie_needs(tx, outside, actor, id, &text.needs).await?;
    record(tx, outside, actor, ("nouvelle piste d’action", id), (&text, touched)).await?;
    Ok(id)
}

/// Rewords a proposal, files it elsewhere, says anew which needs it answers. `why` is asked when a need is no longer
/// among them: the link is broken, its trace stays.
///
/// # Errors
/// Not this actor's; something to correct; a need taken back without a reason, on the field `motif`; changed since
/// `revision`.
pub async fn amend_proposal(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    text: impl Into<Filled<ProposalText>>,
    why: &str,
) -> Outcome<()> {
    let all = store::proposals::all(tx).await?;
    let before = all.iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::LEAD, &anywhere(actor))?;
    let mut form = text.into();
    check(tx, &before.code, &mut form).await?;
    let is_taken_back = |need: &&Uuid| !form.value.needs.contains(need);
    let gone: Vec<Uuid> = before.text.needs.iter().filter(is_taken_back).copied().collect();
    if !gone.is_empty() && why.trim().is_empty() {
        let which = french::count(i64::try_from(gone.len()).unwrap_or(i64::MAX), "besoin", "besoins");
        let sentence = format!("Vous décochez {which} : dites pourquoi, la trace du lien est gardée");
        form.find([FieldError::new("motif", sentence)]);
    }
    let text = form.sound()?;
    if !store::proposals::update(tx, id, revision, &text).await? {
        return Err(Failure::conflict("cette piste", &[("Piste", &text.label), ("Note", &text.note), ("Motif", why)]));
    }
    let mut touched = tie_needs(tx, outside, actor, id, &text.needs).await?;
    for link in lineage::before(tx, id, i64::MAX).await? {
        if gone.contains(&link.from.id) {
            lineage::untie(tx, outside, actor, link.id, why).await?;
            touched.push(link.id);
        }
    }
    record(tx, outside, actor, ("piste d’action corrigée", id), (&text, touched)).await
}

/// Ties a proposal to the needs it is not tied to yet. Gives the new links.
async fn tie_needs(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    proposal: Uuid,
    needs: &[Uuid],
) -> Outcome<Vec<Uuid>> {
    let lead = End::new(Kind::Lead, proposal);
    let mut made = Vec::new();
    for need in needs {
        let (link, is_new) = lineage::tie(tx, outside, actor, End::new(Kind::Need, *need), lead, "").await?;
        if is_new {
            made.push(link);
        }
    }
    Ok(made)
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (what, id): (&str, Uuid),
    (text, links): (&ProposalText, Vec<Uuid>),
) -> Outcome<()> {
    let mut touched = vec![("proposal", id)];
    touched.extend(links.into_iter().map(|row| ("lineage_link", row)));
    let detail = json!({
        "acte": what, "libelle": text.label, "etat": text.state.french(), "besoins": text.needs.len()
    });
    let entry = Entry::on(acts::LEAD.code, "proposal", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

async fn check(tx: &mut Tx, code: &str, form: &mut Filled<ProposalText>) -> Outcome<()> {
    let needs = store::needs::all(tx).await?;
    // In the order of the list, each once: what is compared and kept.
    let wanted = std::mem::take(&mut form.value.needs);
    if wanted.iter().any(|id| needs.iter().all(|need| need.id != *id)) {
        form.find([FieldError::new("besoin", "Choisissez des besoins de la liste")]);
    }
    form.value.needs = needs.iter().map(|need| need.id).filter(|id| wanted.contains(id)).collect();
    form.find(check_proposal(code, &form.value));
    if !store::needs::solutions(tx).await?.iter().any(|family| family.id == form.value.theme) {
        form.find([FieldError::new("famille", "Choisissez une famille d’actions")]);
    }
    super::check_place(tx, form, |text| (None, text.document)).await
}
