//! Recommendations: written, published, answered, followed.

use database::Tx;
use jiff::tz::TimeZone;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};

use super::{contract_for, reached, record};
use crate::rules::{
    AnswerKind, AnswerTerms, Recommendation, RecommendationTerms, StepTerms, check_answer, check_recommendation,
    check_step,
};
use crate::{acts, store};

const TABLE: &str = "evaluation_recommendation";

/// A recommendation this actor does this act on. Not hers and not there look alike.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn recommendation(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Recommendation> {
    let found = store::recommendation::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    reached(actor, act, found.contract)?;
    Ok(found)
}

async fn checked(tx: &mut Tx, contract: Uuid, mut form: Filled<RecommendationTerms>) -> Outcome<RecommendationTerms> {
    form.find(check_recommendation(&form.value));
    let findings = store::finding::of_contract(tx, contract).await?;
    if form.value.findings.iter().any(|id| findings.iter().all(|one| one.id != *id)) {
        form.find([FieldError::new("constats", "Cochez des constats de ce contrat")]);
    }
    form.sound()
}

fn conflict(one: &Recommendation, more: &str) -> Failure {
    let kept = [
        ("Recommandation", one.terms.words.as_str()),
        ("Détail", &one.terms.detail),
        ("À qui", &one.terms.owner),
        ("Ce que vous écriviez", more),
    ];
    Failure::conflict("cette recommandation", &kept)
}

async fn save(tx: &mut Tx, outside: &Outside, one: &Recommendation, (revision, more): (i64, &str)) -> Outcome<()> {
    if store::recommendation::save(tx, outside, one, revision).await? {
        return Ok(());
    }
    Err(conflict(one, more))
}

/// Writes a recommendation nobody else reads yet.
///
/// # Errors
/// Not this actor’s; something to correct.
pub async fn add_recommendation(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    contract: Uuid,
    typed: impl Into<Filled<RecommendationTerms>>,
) -> Outcome<Uuid> {
    let contract = contract_for(tx, actor, &acts::WRITE, contract).await?;
    let terms = checked(tx, contract.id, typed.into()).await?;
    let one = Recommendation {
        id: outside.uuid(),
        contract: contract.id,
        number: store::recommendation::next_number(tx, contract.id).await?,
        terms,
        answer: None,
        published_at: None,
        revision: 0,
    };
    save(tx, outside, &one, (0, "")).await?;
    record(tx, outside, (actor, &acts::WRITE), ("recommandation écrite", TABLE), &[one.id]).await?;
    Ok(one.id)
}

/// Changes a recommendation the committee has not answered: what was answered keeps its words.
///
/// # Errors
/// Not there or not this actor’s; answered; something to correct; somebody else changed it.
pub async fn change_recommendation(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<RecommendationTerms>>,
) -> Outcome<()> {
    let found = recommendation(tx, actor, &acts::WRITE, id).await?;
    let terms = checked(tx, found.contract, typed.into()).await?;
    if found.answer.is_some() {
        let kept = [("Recommandation", terms.words.as_str()), ("Détail", &terms.detail), ("À qui", &terms.owner)];
        let kept = kept.map(|(label, text)| (label.to_owned(), text.to_owned())).to_vec();
        let explanation = "Le comité a répondu à cette recommandation : elle garde les mots auxquels il a répondu. Écrivez-en une autre, \
                           ou notez une suite."
            .to_owned();
        return Err(Refusal::Conflict { explanation, kept }.into());
    }
    let one = Recommendation { terms, ..found };
    if one.published_at.is_some() {
        hold(tx, &one).await?;
    }
    save(tx, outside, &one, (revision, "")).await?;
    record(tx, outside, (actor, &acts::WRITE), ("recommandation modifiée", TABLE), &[id]).await
}

/// Whether a recommendation draws on a finding everybody reads.
async fn hold(tx: &mut Tx, one: &Recommendation) -> Outcome<()> {
    let findings = store::finding::of_contract(tx, one.contract).await?;
    let is_read = |id: &Uuid| findings.iter().any(|known| known.id == *id && known.published_at.is_some());
    if one.terms.findings.iter().any(is_read) {
        return Ok(());
    }
    let why = "Publiez d’abord un des constats dont elle part : on doit pouvoir lire pourquoi elle est faite.";
    Err(Refusal::rule("Cette recommandation ne peut pas être publiée", why).into())
}

/// Shows a recommendation to everybody.
///
/// # Errors
/// Not there or not this actor’s; none of its findings is published; somebody else changed it.
pub async fn publish_recommendation(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
) -> Outcome<()> {
    let found = recommendation(tx, actor, &acts::PUBLISH, id).await?;
    hold(tx, &found).await?;
    let one = Recommendation { published_at: found.published_at.or(Some(outside.now())), ..found };
    save(tx, outside, &one, (revision, "")).await?;
    record(tx, outside, (actor, &acts::PUBLISH), ("recommandation publiée", TABLE), &[id]).await
}

/// Takes a recommendation back from everybody.
///
/// # Errors
/// Not there or not this actor’s; somebody else changed it.
pub async fn withdraw_recommendation(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
) -> Outcome<()> {
    let found = recommendation(tx, actor, &acts::PUBLISH, id).await?;
    let one = Recommendation { published_at: None, ..found };
    save(tx, outside, &one, (revision, "")).await?;
    record(tx, outside, (actor, &acts::PUBLISH), ("recommandation retirée du public", TABLE), &[id]).await
}

/// Takes a recommendation out. Gives its contract.
///
/// # Errors
/// Not there or not this actor’s; everybody reads it, or the committee answered; somebody else changed it.
pub async fn remove_recommendation(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
) -> Outcome<Uuid> {
    let found = recommendation(tx, actor, &acts::WRITE, id).await?;
    if found.published_at.is_some() || found.answer.is_some() {
        let why = "Tout le monde la lit, ou le comité y a répondu : elle reste, avec ce qu’elle est devenue.";
        return Err(Refusal::rule("Cette recommandation ne peut pas être supprimée", why).into());
    }
    if !store::recommendation::remove(tx, id, revision).await? {
        return Err(conflict(&found, ""));
    }
    record(tx, outside, (actor, &acts::WRITE), ("recommandation supprimée", TABLE), &[id]).await?;
    Ok(found.contract)
}

/// Writes what the committee answered. It may answer again: the journal keeps what it said before.
///
/// # Errors
/// Not there or not this actor’s; something to correct; what was begun cannot be refused; somebody else changed it.
pub async fn answer_recommendation(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<AnswerTerms>>,
) -> Outcome<()> {
    let found = recommendation(tx, actor, &acts::PUBLISH, id).await?;
    let mut form = typed.into();
    form.find(check_answer(&form.value, outside.now().day(zone)));
    let steps = store::recommendation::steps(tx, found.contract).await?.remove(&id).unwrap_or_default();
    if form.value.kind == AnswerKind::Refused && !steps.is_empty() {
        let sentence = "Des suites sont déjà notées : notez plutôt qu’elle est abandonnée, et pourquoi";
        form.find([FieldError::new("reponse", sentence)]);
    }
    let answer = form.sound()?;
    let reason = answer.reason.clone();
    let one = Recommendation { answer: Some(answer), ..found };
    save(tx, outside, &one, (revision, &reason)).await?;
    record(tx, outside, (actor, &acts::PUBLISH), ("réponse à une recommandation", TABLE), &[id]).await
}

/// Notes what became of a recommendation the committee accepted, wholly or in part.
///
/// # Errors
/// Not there or not this actor’s; not accepted; something to correct.
pub async fn note_step(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<StepTerms>>,
) -> Outcome<()> {
    let found = recommendation(tx, actor, &acts::PUBLISH, id).await?;
    let Some(answer) = found.answer.filter(|answer| answer.kind != AnswerKind::Refused) else {
        let why = "Le comité ne l’a pas acceptée, ou n’a pas encore répondu : écrivez d’abord sa réponse.";
        return Err(Refusal::rule("Cette recommandation n’a pas de suite à noter", why).into());
    };
    let mut form = typed.into();
    form.find(check_step(&form.value, answer.on, outside.now().day(zone)));
    let step = form.sound()?;
    let row = outside.uuid();
    store::recommendation::insert_step(tx, (row, id), &step, outside.now()).await?;
    record(tx, outside, (actor, &acts::PUBLISH), ("suite d’une recommandation", "evaluation_step"), &[row]).await
}
