//! The money of a body: entered by the member who keeps it or the structure that carries the body.

use database::Tx;
use files::{Kind, Limits, MEBIBYTE, Prepared, Vault};
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Act, Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::assembly::led;
use super::roles;
use crate::rules::{Assembly, Line, LineKind, LineTerms, Role, check_line};
use crate::{acts, store};

/// Receipts: PDF or a photograph.
pub const RECEIPTS: Limits<'static> =
    Limits { largest_bytes: 10 * MEBIBYTE, kinds: &[Kind::Pdf, Kind::Jpeg, Kind::Png] };

/// The body, for whoever enters its money, with the act it is done under: the member charged with it, or the structure that
/// carries the body. No authority.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn keeper(tx: &mut Tx, actor: &Actor, assembly: Uuid) -> Outcome<(Assembly, &'static Act)> {
    if let Ok((found, _)) = roles::mine(tx, actor, assembly, Role::Treasurer).await {
        return Ok((found, &acts::SIT));
    }
    Ok((led(tx, actor, &acts::KEEP_BUDGET, assembly).await?, &acts::KEEP_BUDGET))
}

/// A line, for whoever enters the money of its body.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn kept(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Line, &'static Act)> {
    let line = store::budget::line(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (assembly, act) = keeper(tx, actor, line.assembly).await?;
    Ok((assembly, line, act))
}

async fn record(
    tx: &mut Tx,
    outside: &Outside,
    (actor, act): (&Actor, &'static Act),
    of: &Line,
    what: &str,
    touched: &[(&'static str, Uuid)],
) -> Outcome<()> {
    let detail = json!({ "acte": what, "ligne": of.id.to_string(), "centimes": of.terms.amount.0 });
    let entry = Entry::on(act.code, "assembly", of.assembly).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Keeps a receipt.
async fn receipt(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    file: Option<Prepared>,
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<Option<Uuid>> {
    let Some(file) = file else { return Ok(None) };
    let kept = files::attach(tx, vault, outside, file, "assemblies.receipt", actor.account()).await;
    let kept = kept.map_err(|error| error.at_field("fichier"))?;
    touched.push(("file", kept.id));
    Ok(Some(kept.id))
}

/// What acts on money need around them.
pub type Around<'a> = (&'a Outside, &'a TimeZone, &'a dyn Vault);

/// Enters a line. Gives its body.
///
/// # Errors
/// Not this actor's; something to correct; the receipt could not be kept.
pub async fn enter(
    tx: &mut Tx,
    (outside, zone, vault): Around<'_>,
    actor: &Actor,
    (assembly, kind): (Uuid, LineKind),
    (terms, file): (impl Into<Filled<LineTerms>>, Option<Prepared>),
) -> Outcome<Uuid> {
    let (assembly, act) = keeper(tx, actor, assembly).await?;
    let mut form = terms.into();
    form.find(check_line(kind, &form.value, outside.now().day(zone)));
    let terms = form.sound()?;
    let mut touched = Vec::new();
    let file = receipt(tx, (outside, vault), actor, file, &mut touched).await?;
    let one = Line { id: outside.uuid(), assembly: assembly.id, kind, terms, file, revision: 1 };
    store::budget::insert_line(tx, &one, outside.now()).await?;
    touched.push(("assembly_budget_line", one.id));
    record(tx, outside, (actor, act), &one, "ligne de budget ajoutée", &touched).await?;
    Ok(assembly.id)
}

/// Changes a line; a receipt sent takes the place of the former one. Gives its body.
///
/// # Errors
/// Not this actor's; something to correct; the receipt could not be kept; somebody changed it since `revision`.
pub async fn amend(
    tx: &mut Tx,
    (outside, zone, vault): Around<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    (terms, file): (impl Into<Filled<LineTerms>>, Option<Prepared>),
) -> Outcome<Uuid> {
    let (_, before, act) = kept(tx, actor, id).await?;
    let mut form = terms.into();
    form.find(check_line(before.kind, &form.value, outside.now().day(zone)));
    let terms = form.sound()?;
    let mut touched = vec![("assembly_budget_line", id)];
    let sent = receipt(tx, (outside, vault), actor, file, &mut touched).await?;
    let former = before.file.filter(|_| sent.is_some());
    let after = Line { terms, file: sent.or(before.file), ..before };
    if !store::budget::save_line(tx, &after, revision).await? {
        let amount = kernel::french::euros(after.terms.amount);
        return Err(Failure::conflict("cette ligne", &[("Libellé", after.terms.label.as_str()), ("Montant", &amount)]));
    }
    if let Some(former) = former {
        files::mark_deleted(tx, former, outside.now()).await?;
        touched.push(("file", former));
    }
    record(tx, outside, (actor, act), &after, "ligne de budget modifiée", &touched).await?;
    Ok(after.assembly)
}

/// Takes a line away, with its receipt. Gives its body.
///
/// # Errors
/// Not this actor's; somebody changed it since `revision`.
pub async fn take_away(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, revision): (Uuid, i64)) -> Outcome<Uuid> {
    let (_, line, act) = kept(tx, actor, id).await?;
    if !store::budget::remove_line(tx, id, revision).await? {
        return Err(Failure::conflict("cette ligne", &[("Libellé", line.terms.label.as_str())]));
    }
    let mut touched = vec![("assembly_budget_line", id)];
    if let Some(file) = line.file {
        files::mark_deleted(tx, file, outside.now()).await?;
        touched.push(("file", file));
    }
    record(tx, outside, (actor, act), &line, "ligne de budget retirée", &touched).await?;
    Ok(line.assembly)
}

/// The receipt of a line.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn receipt_of(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let (_, line, _) = kept(tx, actor, id).await?;
    Ok(line.file.ok_or(Refusal::NotFound)?)
}
