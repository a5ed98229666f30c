//! Signatures: who gives them, when each was given, papers given back. The last one makes the agreement.

use database::Tx;
use files::{Limits, Prepared, Vault};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::desk::{self, Whole};
use super::{mine, tracing};
use crate::rules::{Side, Signature, Signer, Version, VersionState, check_circuit, check_days, turn};
use crate::store::signing::Scan;
use crate::{acts, store};

/// What may be given back: a PDF or a photograph of the paper.
pub const SCANS: Limits<'static> = Limits::DOCUMENTS;

/// An agreement whose last version goes round, with its signatures; whatever its state for whoever reads.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn round(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<(Whole, Vec<Signature>)> {
    let whole = desk::agreement(tx, actor, act, id).await?;
    let signatures = match whole.last() {
        Some(last) => store::signing::of_version(tx, last.id).await?,
        None => Vec::new(),
    };
    Ok((whole, signatures))
}

fn circulating(whole: &Whole) -> Outcome<&Version> {
    whole.last().filter(|one| one.state == VersionState::Circulating).ok_or_else(|| {
        let why = "Les signatures se notent quand la convention est en signature, jusqu’à la dernière.";
        Refusal::rule("Rien n’est en signature dans cette convention", why).into()
    })
}

/// Says who signs, in which order, as long as nobody did.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody signed.
pub async fn set_circuit(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<Vec<Signer>>>,
) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let (whole, signatures) = round(tx, actor, &acts::SIGN, id).await?;
    let version = circulating(&whole)?.id;
    let mut form = typed.into();
    form.find(check_circuit(&form.value));
    if signatures.iter().any(|one| one.signed_on.is_some()) {
        form.find([FieldError::new("qui-1", "Quelqu’un a déjà signé : le circuit ne change plus")]);
    }
    let all = form.sound()?;
    let mut touched: Vec<(&str, Uuid)> = signatures.iter().map(|one| ("agreement_signature", one.id)).collect();
    touched.extend(store::signing::set_circuit(tx, version, &all, || outside.uuid()).await?);
    let detail = json!({ "acte": "circuit de signature", "signatures": all.len() });
    let entry = Entry::on(acts::SIGN.code, "agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Notes when a paper was sent to somebody and when she signed it.
///
/// # Errors
/// Not there or not this actor’s; not her turn; days that do not hold; somebody noted it since `revision`.
pub async fn note(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, signature, revision): (Uuid, Uuid, i64),
    days: Filled<(Option<Date>, Option<Date>)>,
) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let (whole, all) = round(tx, actor, &acts::SIGN, id).await?;
    let version = circulating(&whole)?;
    let one = all.iter().find(|one| one.id == signature).ok_or(Refusal::NotFound)?;
    let mut form = days;
    form.find(check_days(&all, one, form.value, outside.now().day(zone)));
    let (sent_on, signed_on) = form.sound()?;
    let noted = Signature { sent_on, signed_on, noted_by: actor.journal_name(), revision, ..one.clone() };
    let mut touched = vec![("agreement_signature", signature)];
    touched.extend(keep(tx, (outside, actor), version, &all, &noted).await?);
    let acte = if signed_on.is_some() { "signature notée" } else { "envoi noté" };
    let detail = json!({ "acte": acte, "version": version.number, "rang": one.position });
    let entry = Entry::on(acts::SIGN.code, "agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Keeps a signature; the last one concludes the version. Gives the rows touched beside it.
async fn keep(
    tx: &mut Tx,
    (outside, actor): (&Outside, &Actor),
    version: &Version,
    all: &[Signature],
    noted: &Signature,
) -> Outcome<Vec<(&'static str, Uuid)>> {
    if !store::signing::note(tx, noted).await? {
        return Err(Failure::conflict("cette signature", &[]));
    }
    let is_last = all.iter().all(|other| other.id == noted.id || other.signed_on.is_some());
    match noted.signed_on.filter(|_| is_last) {
        Some(on) => {
            if !store::signing::conclude(tx, version.id, on, outside.now()).await? {
                return Err(Failure::conflict("cette convention", &[]));
            }
            let mut rows = vec![("agreement_version", version.id)];
            rows.extend(tracing::signed(tx, outside, actor, version).await?);
            Ok(rows)
        }
        None => Ok(Vec::new()),
    }
}

/// Keeps a paper that came back signed, of a version or of the last one; `sealed` is what its electronic signature comes to.
///
/// # Errors
/// Not there or not this actor’s; no file; nothing goes round nor is signed.
pub async fn deposit(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    (id, version): (Uuid, Option<Uuid>),
    file: Option<Prepared>,
    sealed: Option<&str>,
) -> Outcome<()> {
    let (whole, _) = round(tx, actor, &acts::SIGN, id).await?;
    let version = match version {
        Some(version) => whole.versions.iter().find(|one| one.id == version),
        None => whole.last(),
    };
    let version = version.filter(|one| one.state != VersionState::Draft).ok_or(Refusal::NotFound)?;
    let file = file.ok_or_else(|| Failure::field("fichier", "Choisissez la convention signée, en PDF ou en photo"))?;
    let touched = attach(tx, (outside, vault), actor, (version.id, Side::Funder), file).await?;
    let detail = json!({ "acte": "convention signée déposée", "version": version.number, "signature": sealed });
    let entry = Entry::on(acts::SIGN.code, "agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

async fn attach(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    (version, side): (Uuid, Side),
    file: Prepared,
) -> Outcome<Vec<(&'static str, Uuid)>> {
    let kept = files::attach(tx, vault, outside, file, "agreements.scan", actor.account()).await;
    let kept = kept.map_err(|error| error.at_field("fichier"))?;
    let scan =
        Scan { id: outside.uuid(), version, file: kept.id, side, at: outside.now(), by_name: actor.journal_name() };
    store::signing::insert_scan(tx, &scan).await?;
    Ok(vec![("agreement_scan", scan.id), ("file", kept.id)])
}

/// The association gives back the paper it signed: its signature is noted, today.
///
/// # Errors
/// Not there or not this actor’s; not its turn; no file; not confirmed.
pub async fn sign_for(
    tx: &mut Tx,
    (outside, vault, zone): (&Outside, &dyn Vault, &TimeZone),
    actor: &Actor,
    (id, is_sure, sealed): (Uuid, bool, Option<&str>),
    file: Filled<Option<Prepared>>,
) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let whole = mine::agreement(tx, actor, &acts::SIGN_FOR, id).await?;
    let version = circulating(&whole)?;
    let all = store::signing::of_version(tx, version.id).await?;
    let Some(one) = turn(&all).filter(|one| one.side == Side::Carrier) else {
        let why = "Quelqu’un d’autre signe avant vous. Vous la retrouverez ici quand ce sera votre tour.";
        return Err(Refusal::rule("Ce n’est pas encore à votre association de signer", why).into());
    };
    let mut form = file;
    if !is_sure {
        form.find([FieldError::new("accord", "Cochez cette case pour signer au nom de l’association")]);
    }
    if form.value.is_none() && !form.is_wrong("fichier") {
        form.find([FieldError::new("fichier", "Choisissez la convention signée, en PDF ou en photo")]);
    }
    let Some(file) = form.sound()? else { return Err(Refusal::NotFound.into()) };
    let today = outside.now().day(zone);
    let noted = Signature { signed_on: Some(today), noted_by: actor.journal_name(), ..one.clone() };
    let mut touched = vec![("agreement_signature", one.id)];
    touched.extend(keep(tx, (outside, actor), version, &all, &noted).await?);
    touched.extend(attach(tx, (outside, vault), actor, (version.id, Side::Carrier), file).await?);
    let detail =
        json!({ "acte": "convention signée par l’association", "version": version.number, "signature": sealed });
    let entry = Entry::on(acts::SIGN_FOR.code, "agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
