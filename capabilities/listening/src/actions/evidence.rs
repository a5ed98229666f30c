//! Recording what was said, correcting it, withdrawing it. Nothing is deleted, and nobody is named.

use database::{Tx, search};
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use lineage::{End, Kind};
use serde_json::json;

use super::{check_channel_of, check_place, place};
use crate::rules::{Evidence, EvidenceText, check_evidence, is_told};
use crate::{acts, store};

/// The last day it is anywhere in the world: dates after that are mistakes.
fn today(outside: &Outside) -> jiff::civil::Date {
    outside.now().plus_seconds(14 * 3600).day(&TimeZone::UTC)
}

/// Records a piece of evidence. Without a code one is given. Gives its identifier.
///
/// # Errors
/// Not this actor's here; something to correct; a code already used.
pub async fn record_evidence(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    code: &str,
    text: impl Into<Filled<(Uuid, EvidenceText)>>,
) -> Outcome<Uuid> {
    let (id, text, link) = put(tx, outside, actor, code, text.into()).await?;
    let touched = [("evidence", id), ("lineage_link", link)];
    let entry = Entry::on(acts::RECORD.code, "evidence", id)
        .detail(json!({ "acte": "enregistrement", "besoin": text.need.to_string(), "quartier": text.area.to_string() }))
        .touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}

/// Checks and saves without recording: an import records once for all its lines. The consultation stands beside
/// the text. Gives the evidence, and the link that leads from it to its need.
pub(super) async fn put(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    code: &str,
    mut form: Filled<(Uuid, EvidenceText)>,
) -> Outcome<(Uuid, EvidenceText, Uuid)> {
    let contract = match store::setting::consultation(tx, form.value.0).await? {
        Some(found) => found.contract,
        None => {
            form.find([FieldError::new("concertation", "Choisissez une concertation")]);
            None
        }
    };
    check(tx, outside, &mut form).await?;
    // Without the place there is nothing to authorise, and nothing will be saved.
    if !form.is_wrong("concertation") && !form.is_wrong("quartier") {
        actor.authorise(&acts::RECORD, &place(contract, Some(form.value.1.area)))?;
    }
    let id = outside.uuid();
    let simple = id.simple().to_string();
    let own = format!("P-{}", &simple[simple.len() - 10..]);
    let code = if code.is_empty() { own.as_str() } else { code };
    if store::evidence::is_code_taken(tx, code).await? {
        form.find([FieldError::new("reference", format!("La preuve {code} est déjà enregistrée"))]);
    }
    let (consultation, text) = form.sound()?;
    store::evidence::insert(tx, id, code, consultation, &text, outside.now()).await?;
    indexed(tx, id, contract, &text).await?;
    let (link, _) = lineage::tie(tx, outside, actor, proof(id), End::new(Kind::Need, text.need), "").await?;
    Ok((id, text, link))
}

/// A piece of evidence, as an end of the thread.
const fn proof(id: Uuid) -> End {
    End::new(Kind::Evidence, id)
}

/// A reason, as long as a link keeps it.
fn reason(why: &str) -> String {
    kernel::text::shorten(why, lineage::LONGEST_REASON - 1)
}

/// What the rules find; whether the need, the neighbourhood and the document are there, and the channel belongs to
/// the consultation.
async fn check(tx: &mut Tx, outside: &Outside, form: &mut Filled<(Uuid, EvidenceText)>) -> Outcome<()> {
    form.find(check_evidence(&form.value.1, today(outside)));
    if store::needs::by_id(tx, form.value.1.need).await?.is_none() {
        form.find([FieldError::new("besoin", "Choisissez un besoin")]);
    }
    check_place(tx, form, |(_, text)| (Some(text.area), text.document)).await?;
    let (consultation, channel) = (form.value.0, form.value.1.channel);
    if form.is_wrong("concertation") { Ok(()) } else { check_channel_of(tx, form, consultation, channel).await }
}

/// Those who may read evidence there find it by its words, visitors never do. What a visitor may not read is not found by its words
/// either, since a search shows them to people who may not open the page: only by its need.
pub(crate) async fn indexed(tx: &mut Tx, id: Uuid, contract: Option<Uuid>, text: &EvidenceText) -> Outcome<()> {
    let need = store::needs::by_id(tx, text.need).await?.ok_or(Refusal::NotFound)?;
    let url = format!("/gestion/ecoute/preuves/{id}");
    let is_plain = is_told(false, need.text.sensitivity, text.visibility);
    let neutral = format!("Preuve : {}", need.text.label);
    let (title, said) = if is_plain { (text.said.as_str(), text.heard.as_str()) } else { (neutral.as_str(), "") };
    // The day it was said could tell who was there: of what is not plain, none is kept.
    let day = text.heard_on.or(text.reported_on).filter(|_| is_plain);
    let entry = search::Entry::new("preuve", id, search::Audience::May(&acts::READ))
        .told(title, said, &url)
        .of(contract)
        .at(&[text.area])
        .on(day);
    search::index(tx, &entry).await?;
    Ok(())
}

/// What is there, if this actor may touch it: otherwise nothing is there.
async fn found(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Evidence, Option<Uuid>)> {
    let evidence = store::evidence::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let consultation = store::setting::consultation(tx, evidence.consultation).await?;
    let contract = consultation.and_then(|consultation| consultation.contract);
    if !actor.may(&acts::RECORD, &place(contract, Some(evidence.text.area))).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    Ok((evidence, contract))
}

/// Corrects a piece of evidence.
///
/// # Errors
/// Not there for this actor; something to correct; withdrawn, or changed since `revision`.
pub async fn amend_evidence(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    revision: i64,
    text: impl Into<Filled<EvidenceText>>,
    why: &str,
) -> Outcome<()> {
    let (before, contract) = found(tx, actor, id).await?;
    let mut form = text.into().map(|text| (before.consultation, text));
    check(tx, outside, &mut form).await?;
    if why.is_empty() {
        form.find([FieldError::new("motif", "Saisissez la raison de la correction")]);
    }
    if !form.is_wrong("quartier") {
        actor.authorise(&acts::RECORD, &place(contract, Some(form.value.1.area)))?;
    }
    let (_, text) = form.sound()?;
    if !store::evidence::update(tx, id, revision, &text).await? {
        let kept = [("Qui a été entendu", text.heard.as_str()), ("Ce qui a été dit", &text.said), ("Raison", why)];
        return Err(Failure::conflict("cette preuve", &kept));
    }
    indexed(tx, id, contract, &text).await?;
    let mut touched = vec![("evidence", id)];
    if text.need != before.text.need {
        for link in lineage::after(tx, id, i64::MAX).await? {
            lineage::untie(tx, outside, actor, link.id, &reason(why)).await?;
            touched.push(("lineage_link", link.id));
        }
        let need = End::new(Kind::Need, text.need);
        let (link, _) = lineage::tie(tx, outside, actor, proof(id), need, &reason(why)).await?;
        touched.push(("lineage_link", link));
    }
    let detail = json!({ "acte": "correction", "preuve": before.code, "avant": before.text.said, "apres": text.said });
    let entry = Entry::on(acts::RECORD.code, "evidence", id).why(why).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Withdraws a piece of evidence with a reason: it is kept and counts no more.
///
/// # Errors
/// Not there for this actor; no reason given; already withdrawn.
pub async fn withdraw_evidence(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, why: &str) -> Outcome<()> {
    let (before, _) = found(tx, actor, id).await?;
    if why.is_empty() {
        return Err(Failure::field("raison", "Saisissez pourquoi cette preuve est retirée"));
    }
    if !store::evidence::withdraw(tx, id, why, outside.now()).await? {
        let sentence = "Quelqu’un l’a déjà retirée. Elle reste lisible avec sa raison.";
        return Err(Refusal::rule("Cette preuve est déjà retirée", sentence).into());
    }
    search::forget(tx, "preuve", id).await?;
    let mut touched = vec![("evidence", id)];
    // What was heard still leads to the evidence, which says that it was withdrawn; it proves the need no more.
    for link in lineage::after(tx, id, i64::MAX).await? {
        lineage::untie(tx, outside, actor, link.id, &reason(&format!("Preuve retirée : {why}"))).await?;
        touched.push(("lineage_link", link.id));
    }
    let detail = json!({ "acte": "retrait", "preuve": before.code });
    let entry = Entry::on(acts::RECORD.code, "evidence", id).why(why).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
