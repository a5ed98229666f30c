//! Naming needs, their subjects, and the families of actions that answer them.

use database::{Tx, search};
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::record;
use crate::rules::{NeedText, Theme, check_need};
use crate::{acts, store};

/// Names a need. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct; a code already used.
pub async fn add_need(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    code: &str,
    text: impl Into<Filled<NeedText>>,
) -> Outcome<Uuid> {
    actor.authorise(&acts::LEAD, &anywhere(actor))?;
    let code = code.to_uppercase();
    let mut form = text.into();
    check(tx, &code, &mut form).await?;
    if store::needs::by_code(tx, &code).await?.is_some() {
        let sentence = format!("La référence {code} est déjà prise : choisissez-en une autre");
        form.find([FieldError::new("reference", sentence)]);
    }
    let text = form.sound()?;
    let id = outside.uuid();
    store::needs::insert(tx, id, &code, &text).await?;
    indexed(tx, id, &code, &text).await?;
    record(tx, outside, actor, "nouveau besoin", "need", id, &text.label).await?;
    Ok(id)
}

/// Rewords a need or files it elsewhere.
///
/// # Errors
/// Not this actor's; something to correct; changed since `revision`.
pub async fn amend_need(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    revision: i64,
    text: impl Into<Filled<NeedText>>,
) -> Outcome<()> {
    let before = store::needs::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::LEAD, &anywhere(actor))?;
    let mut form = text.into();
    check(tx, &before.code, &mut form).await?;
    let text = form.sound()?;
    if !store::needs::update(tx, id, revision, &text).await? {
        return Err(Failure::conflict("ce besoin", &[("Besoin", &text.label), ("Note", &text.note)]));
    }
    indexed(tx, id, &before.code, &text).await?;
    if text.sensitivity != before.text.sensitivity {
        index_evidence_of(tx, id).await?;
    }
    let touched = [("need", id)];
    let detail = json!({ "acte": "modification", "avant": before.text.label, "apres": text.label });
    let entry = Entry::on(acts::LEAD.code, "need", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

async fn check(tx: &mut Tx, code: &str, form: &mut Filled<NeedText>) -> Outcome<()> {
    form.find(check_need(code, &form.value));
    if !store::needs::themes(tx).await?.iter().any(|theme| theme.id == form.value.theme) {
        form.find([FieldError::new("theme", "Choisissez un thème")]);
    }
    Ok(())
}

/// Adds a subject of needs.
///
/// # Errors
/// Not this actor's; a label to write.
pub async fn add_theme(tx: &mut Tx, outside: &Outside, actor: &Actor, code: &str, label: &str) -> Outcome<Uuid> {
    let known = store::needs::themes(tx).await?;
    let theme = named(outside, actor, code, label, "theme-nom", &known)?;
    store::needs::insert_theme(tx, &theme).await?;
    record(tx, outside, actor, "nouveau thème", "need_theme", theme.id, label).await?;
    Ok(theme.id)
}

/// Adds a family of actions.
///
/// # Errors
/// Not this actor's; a label to write.
pub async fn add_solution(tx: &mut Tx, outside: &Outside, actor: &Actor, code: &str, label: &str) -> Outcome<Uuid> {
    let known = store::needs::solutions(tx).await?;
    let theme = named(outside, actor, code, label, "famille-nom", &known)?;
    store::needs::insert_solution(tx, &theme).await?;
    record(tx, outside, actor, "nouvelle famille d’actions", "solution_theme", theme.id, label).await?;
    Ok(theme.id)
}

/// A subject or a family with its key: the one given, or one made from its label.
fn named(outside: &Outside, actor: &Actor, code: &str, label: &str, field: &str, known: &[Theme]) -> Outcome<Theme> {
    actor.authorise(&acts::LEAD, &anywhere(actor))?;
    let label = label.trim();
    let code = if code.is_empty() { kernel::text::search_key(label).replace(' ', "-") } else { code.to_owned() };
    match label.chars().count() {
        0 => return Err(Failure::field(field, "Saisissez un nom, par exemple : mobilités")),
        length if length > 120 => {
            return Err(Failure::field(field, format!("Le nom doit faire 120 signes au plus : il en fait {length}")));
        }
        _ if code.is_empty() => return Err(Failure::field(field, "Le nom doit avoir au moins une lettre")),
        _ => {}
    }
    if known.iter().any(|theme| theme.code == code) {
        return Err(Failure::field(field, format!("« {label} » est déjà dans la liste")));
    }
    Ok(Theme { id: outside.uuid(), code, label: label.to_owned() })
}

/// Needs are common to the installation: whoever leads a consultation somewhere may name one.
pub(super) fn anywhere(actor: &Actor) -> Scope {
    let functions = acts::LEAD.functions;
    let held = actor.person().and_then(|person| person.grants.iter().find(|grant| functions.contains(&grant.function)));
    held.map_or(Scope::EVERYWHERE, |grant| grant.scope)
}

async fn index_evidence_of(tx: &mut Tx, need: Uuid) -> Outcome<()> {
    for evidence in store::evidence::of_need(tx, need).await? {
        let consultation = store::setting::consultation(tx, evidence.consultation).await?;
        let contract = consultation.and_then(|consultation| consultation.contract);
        super::evidence::indexed(tx, evidence.id, contract, &evidence.text).await?;
    }
    Ok(())
}

/// Residents find needs by their words.
async fn indexed(tx: &mut Tx, id: Uuid, code: &str, text: &NeedText) -> Outcome<()> {
    let url = format!("/besoins/{code}");
    let entry = search::Entry::new("besoin", id, search::Audience::Public).told(&text.label, &text.note, &url);
    search::index(tx, &entry).await?;
    Ok(())
}

/// Puts consultations, needs and evidence into the site’s search again, after a version reads them otherwise.
///
/// # Errors
/// The database failed.
pub async fn index_all(tx: &mut Tx) -> Outcome<()> {
    super::setting::index_consultations(tx).await?;
    for need in store::needs::all(tx).await? {
        indexed(tx, need.id, &need.code, &need.text).await?;
        index_evidence_of(tx, need.id).await?;
    }
    Ok(())
}
