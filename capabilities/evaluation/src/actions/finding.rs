//! Findings and their evidence.

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid, french};
use strategy::facade::ContractBrief;

use super::{contract_for, reached, record};
use crate::rules::{
    Evidence, EvidenceKind, EvidenceTerms, Finding, FindingTerms, Level, check_evidence, check_finding, publishable,
};
use crate::{acts, store};

const TABLE: &str = "evaluation_finding";

/// A finding this actor does this act on. Not hers and not there look alike.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn finding(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Finding> {
    let found = store::finding::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    reached(actor, act, found.contract)?;
    Ok(found)
}

async fn checked(tx: &mut Tx, contract: Uuid, mut form: Filled<FindingTerms>, today: Date) -> Outcome<FindingTerms> {
    form.find(check_finding(&form.value, today));
    if let Some(question) = form.value.question {
        let found = store::framework::item(tx, question).await?;
        if found.is_none_or(|one| one.contract != contract || one.level != Level::Question) {
            form.find([FieldError::new("question", "Choisissez une question de ce contrat, ou aucune")]);
        }
    }
    form.sound()
}

fn conflict(one: &Finding) -> Failure {
    Failure::conflict("ce constat", &[("Constat", &one.terms.words), ("Détail", &one.terms.detail)])
}

/// Writes a finding nobody else reads yet.
///
/// # Errors
/// Not this actor’s; something to correct.
pub async fn add_finding(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    contract: Uuid,
    typed: impl Into<Filled<FindingTerms>>,
) -> Outcome<Uuid> {
    let contract = contract_for(tx, actor, &acts::WRITE, contract).await?;
    let terms = checked(tx, contract.id, typed.into(), outside.now().day(zone)).await?;
    let one = Finding {
        id: outside.uuid(),
        contract: contract.id,
        number: store::finding::next_number(tx, contract.id).await?,
        terms,
        author_name: actor.journal_name(),
        published_at: None,
        revision: 0,
    };
    if !store::finding::save(tx, &one, 0).await? {
        return Err(conflict(&one));
    }
    record(tx, outside, (actor, &acts::WRITE), ("constat écrit", TABLE), &[one.id]).await?;
    Ok(one.id)
}

/// Changes a finding. One that everybody reads must still hold.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn change_finding(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<FindingTerms>>,
) -> Outcome<()> {
    let found = finding(tx, actor, &acts::WRITE, id).await?;
    let terms = checked(tx, found.contract, typed.into(), outside.now().day(zone)).await?;
    let one = Finding { terms, ..found };
    if one.published_at.is_some() {
        hold(tx, &one, None).await?;
    }
    if !store::finding::save(tx, &one, revision).await? {
        return Err(conflict(&one));
    }
    record(tx, outside, (actor, &acts::WRITE), ("constat modifié", TABLE), &[id]).await
}

/// Whether a finding holds before everybody, once a piece of evidence is left out.
async fn hold(tx: &mut Tx, one: &Finding, without: Option<Uuid>) -> Outcome<()> {
    let evidence = store::finding::evidence_of(tx, one.id).await?.into_iter();
    let kept: Vec<EvidenceTerms> =
        evidence.filter(|piece| Some(piece.id) != without).map(|piece| piece.terms).collect();
    Ok(publishable(one.terms.strength, &kept)?)
}

/// Shows a finding to everybody.
///
/// # Errors
/// Not there or not this actor’s; its evidence does not hold; somebody else changed it.
pub async fn publish_finding(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
) -> Outcome<()> {
    let found = finding(tx, actor, &acts::PUBLISH, id).await?;
    hold(tx, &found, None).await?;
    let one = Finding { published_at: found.published_at.or(Some(outside.now())), ..found };
    if !store::finding::save(tx, &one, revision).await? {
        return Err(conflict(&one));
    }
    record(tx, outside, (actor, &acts::PUBLISH), ("constat publié", TABLE), &[id]).await
}

/// Takes a finding back from everybody.
///
/// # Errors
/// Not there or not this actor’s; a published recommendation draws on it; somebody else changed it.
pub async fn withdraw_finding(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
) -> Outcome<()> {
    let found = finding(tx, actor, &acts::PUBLISH, id).await?;
    let others = store::recommendation::of_contract(tx, found.contract).await?;
    let published: Vec<Uuid> = store::finding::of_contract(tx, found.contract)
        .await?
        .into_iter()
        .filter(|one| one.id != id && one.published_at.is_some())
        .map(|one| one.id)
        .collect();
    let leans = |one: &&crate::rules::Recommendation| {
        one.published_at.is_some()
            && one.terms.findings.contains(&id)
            && one.terms.findings.iter().all(|finding| !published.contains(finding))
    };
    if let Some(one) = others.iter().find(leans) {
        let why =
            format!("La recommandation {} est publiée et n’en a pas d’autre : retirez-la d’abord.", one.reference());
        return Err(Refusal::rule("Ce constat ne peut pas être retiré du public", why).into());
    }
    let one = Finding { published_at: None, ..found };
    if !store::finding::save(tx, &one, revision).await? {
        return Err(conflict(&one));
    }
    record(tx, outside, (actor, &acts::PUBLISH), ("constat retiré du public", TABLE), &[id]).await
}

/// Takes a finding out with its evidence. Gives its contract.
///
/// # Errors
/// Not there or not this actor’s; everybody reads it, or a recommendation draws on it; somebody else changed it.
pub async fn remove_finding(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
) -> Outcome<Uuid> {
    let found = finding(tx, actor, &acts::WRITE, id).await?;
    let title = "Ce constat ne peut pas être supprimé";
    if found.published_at.is_some() {
        return Err(Refusal::rule(title, "Tout le monde le lit : retirez-le d’abord du public.").into());
    }
    let others = store::recommendation::of_contract(tx, found.contract).await?;
    if let Some(one) = others.iter().find(|one| one.terms.findings.contains(&id)) {
        let why = format!("La recommandation {} en part : décochez-le d’abord.", one.reference());
        return Err(Refusal::rule(title, why).into());
    }
    let pieces = store::finding::evidence_of(tx, id).await?;
    if !store::finding::remove(tx, id, revision).await? {
        return Err(conflict(&found));
    }
    record(tx, outside, (actor, &acts::WRITE), ("constat supprimé", TABLE), &[id]).await?;
    for piece in pieces {
        let what = ("preuve supprimée avec son constat", "evaluation_evidence");
        record(tx, outside, (actor, &acts::WRITE), what, &[piece.id]).await?;
    }
    Ok(found.contract)
}

fn joined(head: String, note: &str) -> String {
    if note.is_empty() { head } else { format!("{head}. {note}") }
}

/// A published figure in words, as it is read now.
async fn figure(
    tx: &mut Tx,
    contract: &ContractBrief,
    form: &mut Filled<EvidenceTerms>,
    area: Option<Uuid>,
) -> Outcome<()> {
    let library = observatory::facade::indicators(tx).await?;
    let Some(indicator) = library.iter().find(|one| one.code == form.value.target) else {
        form.find([FieldError::new("indicateur", "Choisissez un indicateur de la bibliothèque partagée")]);
        return Ok(());
    };
    let Some(area) = area.filter(|area| contract.area_ids.contains(area)) else {
        form.find([FieldError::new("quartier", "Choisissez un quartier de ce contrat")]);
        return Ok(());
    };
    let name = territory::facade::area(tx, area).await?.map(|area| area.name).unwrap_or_default();
    let last = observatory::facade::latest(tx, &[&indicator.code], &[area]).await?.of(&indicator.code, area);
    let Some(value) = last.reading.value() else {
        let sentence =
            "Ici, aucun chiffre publié de cet indicateur : ce qui n’est pas mesuré ou pas diffusé ne prouve rien";
        form.find([FieldError::new("quartier", sentence)]);
        return Ok(());
    };
    let from = if last.source.is_empty() { indicator.producer.clone() } else { last.source };
    let head = format!("{}, {name} : {} en {} ({from})", indicator.label, indicator.words(value), last.period);
    form.value.words = joined(head, &form.value.words);
    Ok(())
}

/// A published sheet of the plan, in words.
async fn sheet(tx: &mut Tx, contract: &ContractBrief, form: &mut Filled<EvidenceTerms>) -> Outcome<()> {
    let all = plan::facade::sheets(tx, contract.id, false).await?;
    match all.iter().find(|one| one.id.to_string() == form.value.target) {
        Some(one) => form.value.words = joined(format!("{} {}", one.code, one.title), &form.value.words),
        None => form.find([FieldError::new("fiche", "Choisissez une fiche publiée du plan de ce contrat")]),
    }
    Ok(())
}

/// Adds a piece of evidence to a finding. A figure is kept as it is read now, with its year and its source.
///
/// # Errors
/// Not there or not this actor’s; something to correct.
pub async fn add_evidence(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, area): (Uuid, Option<Uuid>),
    typed: impl Into<Filled<EvidenceTerms>>,
) -> Outcome<Uuid> {
    let found = finding(tx, actor, &acts::WRITE, id).await?;
    let contract = contract_for(tx, actor, &acts::WRITE, found.contract).await?;
    let mut form = typed.into();
    form.find(check_evidence(&form.value, outside.now().day(zone)));
    if form.value.words.chars().count() > 500 {
        let sentence = format!("Le texte doit faire {} signes au plus", french::integer(500));
        form.find([FieldError::new("texte", sentence)]);
    }
    match form.value.kind {
        EvidenceKind::Figure if !form.value.target.is_empty() => figure(tx, &contract, &mut form, area).await?,
        EvidenceKind::Sheet if !form.value.target.is_empty() => sheet(tx, &contract, &mut form).await?,
        _ => {}
    }
    let one = Evidence { id: outside.uuid(), finding: id, terms: form.sound()? };
    store::finding::insert_evidence(tx, &one, outside.now()).await?;
    record(tx, outside, (actor, &acts::WRITE), ("preuve ajoutée", "evaluation_evidence"), &[one.id]).await?;
    Ok(one.id)
}

/// Takes a piece of evidence out. Gives its finding.
///
/// # Errors
/// Not there or not this actor’s; everybody reads the finding, which would no longer hold.
pub async fn remove_evidence(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let piece = store::finding::piece(tx, id).await?.ok_or(Refusal::NotFound)?;
    let found = finding(tx, actor, &acts::WRITE, piece.finding).await?;
    if found.published_at.is_some() && hold(tx, &found, Some(id)).await.is_err() {
        let why = "Tout le monde lit ce constat, et il ne tiendrait plus sans elle : ajoutez d’abord une autre preuve, ou retirez le constat du public.";
        return Err(Refusal::rule("Cette preuve ne peut pas être retirée", why).into());
    }
    store::finding::remove_evidence(tx, id).await?;
    record(tx, outside, (actor, &acts::WRITE), ("preuve retirée", "evaluation_evidence"), &[id]).await?;
    Ok(found.id)
}
