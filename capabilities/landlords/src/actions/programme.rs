//! A year of an agreement: what is known of it, its actions, findings of walks they answer.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use lineage::{End, Kind};
use meetings::facade::FindingBrief;
use serde_json::json;

use super::agreement::agreement;
use crate::rules::{AbatementAgreement, Standing, check_action, check_year};
pub use crate::rules::{AbatementYear, ActionTerms, LandlordAction, Tenants, YearTerms};
use crate::{acts, store};

/// Findings read with an action, at most.
const MOST_FINDINGS: i64 = 50;

/// A year with all that stands in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// The agreement.
    pub agreement: AbatementAgreement,
    /// The year.
    pub year: AbatementYear,
    /// Its actions, by axis.
    pub actions: Vec<LandlordAction>,
    /// What it comes to.
    pub standing: Standing,
    /// Findings of walks that actions answer: action, link, finding.
    pub findings: Vec<(Uuid, Uuid, FindingBrief)>,
}

/// A year of an agreement this actor reads; none when nothing is known of it yet.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn whole(tx: &mut Tx, actor: &Actor, act: &'static Act, (id, year): (Uuid, i64)) -> Outcome<Option<Whole>> {
    let agreement = agreement(tx, actor, act, id).await?;
    let Some(year) = store::year::of_agreement(tx, id, year).await? else { return Ok(None) };
    Ok(Some(filled(tx, agreement, year).await?))
}

/// A year with all that stands in it.
pub(crate) async fn filled(tx: &mut Tx, agreement: AbatementAgreement, year: AbatementYear) -> database::Result<Whole> {
    let actions = store::action::of_year(tx, year.id).await?;
    let mut findings = Vec::new();
    for one in &actions {
        for link in lineage::before(tx, one.id, MOST_FINDINGS).await? {
            if link.from.kind == Kind::Finding
                && let Some(found) = meetings::facade::finding(tx, link.from.id).await?
            {
                findings.push((one.id, link.id, found));
            }
        }
    }
    let standing = Standing::of(&year.terms, &actions);
    Ok(Whole { agreement, year, actions, standing, findings })
}

/// Writes what is known of a year: opens it when `revision` is nought.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn fill_year(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, year, revision): (Uuid, i64, i64),
    typed: impl Into<Filled<YearTerms>>,
) -> Outcome<()> {
    let agreement = agreement(tx, actor, &acts::FILL, id).await?;
    let mut form = typed.into();
    form.find(check_year(&form.value, outside.now().day(zone)));
    if !agreement.covers(year) {
        let (first, last) = (agreement.terms.starts_on.year(), agreement.terms.ends_on.year());
        form.find([FieldError::new("", format!("La convention va de {first} à {last} : {year} n’en est pas"))]);
    }
    let terms = form.sound()?;
    if terms.estimate().is_none() {
        return Err(Failure::field("base", "La base et les taux donnent un montant trop grand : vérifiez-les"));
    }
    let known = store::year::of_agreement(tx, id, year).await?;
    let row = known.as_ref().map_or_else(|| outside.uuid(), |known| known.id);
    let one = AbatementYear { id: row, agreement: id, year, terms, revision };
    if known.is_some() == (revision == 0) || !store::year::save(tx, &one, revision).await? {
        let kept =
            [("Source", one.terms.source.as_str()), ("Motif", &one.terms.reason), ("Effets", &one.terms.effects)];
        return Err(Failure::conflict("cette année", &kept));
    }
    let touched = [("abatement_year", row)];
    let detail = json!({ "acte": "année d’abattement remplie", "annee": year });
    let entry = Entry::on(acts::FILL.code, "abatement_year", row).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// An action of a landlord this actor may do this to, with its year and agreement.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn own_action(
    tx: &mut Tx,
    actor: &Actor,
    act: &'static Act,
    id: Uuid,
) -> Outcome<(AbatementAgreement, AbatementYear, LandlordAction)> {
    let one = store::action::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let year = store::year::by_id(tx, one.year).await?.ok_or(Refusal::NotFound)?;
    let agreement = agreement(tx, actor, act, year.agreement).await?;
    Ok((agreement, year, one))
}

/// Adds an action to a year.
///
/// # Errors
/// Not there or not this actor’s; nothing is known of that year yet; something to correct.
pub async fn add_action(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, year): (Uuid, i64),
    typed: impl Into<Filled<ActionTerms>>,
) -> Outcome<Uuid> {
    agreement(tx, actor, &acts::FILL, id).await?;
    let year = store::year::of_agreement(tx, id, year).await?.ok_or(Refusal::NotFound)?;
    let mut form = typed.into();
    form.find(check_action(&form.value));
    let one = LandlordAction { id: outside.uuid(), year: year.id, terms: form.sound()?, revision: 1 };
    store::action::insert(tx, &one, outside.now()).await?;
    record(tx, outside, actor, "action de bailleur ajoutée", one.id).await?;
    Ok(one.id)
}

/// Changes an action.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn change_action(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<ActionTerms>>,
) -> Outcome<()> {
    own_action(tx, actor, &acts::FILL, id).await?;
    let mut form = typed.into();
    form.find(check_action(&form.value));
    let terms = form.sound()?;
    if !store::action::save(tx, (id, revision), &terms).await? {
        let kept = [("Action", terms.counted.title.as_str()), ("Lieu", &terms.place), ("Effets", &terms.effects)];
        return Err(Failure::conflict("cette action", &kept));
    }
    record(tx, outside, actor, "action de bailleur modifiée", id).await
}

/// Takes an action out; findings it answered are let go, with the reason.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn remove_action(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    own_action(tx, actor, &acts::FILL, id).await?;
    let mut touched = vec![("abatement_action", id)];
    for link in lineage::before(tx, id, MOST_FINDINGS).await? {
        lineage::untie(tx, outside, actor, link.id, "L’action du bailleur est supprimée").await?;
        touched.push(("lineage_link", link.id));
    }
    store::action::delete(tx, id).await?;
    let detail = json!({ "acte": "action de bailleur supprimée" });
    let entry = Entry::on(acts::FILL.code, "abatement_action", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

async fn record(tx: &mut Tx, outside: &Outside, actor: &Actor, what: &str, id: Uuid) -> Outcome<()> {
    let touched = [("abatement_action", id)];
    let entry = Entry::on(acts::FILL.code, "abatement_action", id).detail(json!({ "acte": what })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Says that an action answers a finding of a walk in the same neighbourhood.
///
/// # Errors
/// Not there or not this actor’s; a finding she may not read, or of elsewhere.
pub async fn link_finding(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<Option<Uuid>>>,
) -> Outcome<()> {
    let (agreement, ..) = own_action(tx, actor, &acts::FILL, id).await?;
    let mut form = typed.into();
    let readable = meetings::facade::findings_in(tx, actor, agreement.area).await?;
    let chosen = form.value.and_then(|id| readable.iter().find(|one| one.id == id));
    if chosen.is_none() {
        form.find([FieldError::new("constat", "Choisissez un constat de la liste")]);
    }
    let finding = form.sound()?.ok_or(Refusal::NotFound)?;
    let (from, to) = (End::new(Kind::Finding, finding), End::new(Kind::LandlordAction, id));
    let (link, is_new) = lineage::tie(tx, outside, actor, from, to, "").await?;
    if is_new {
        linked(tx, outside, actor, (id, link), "constat relié à une action de bailleur").await?;
    }
    Ok(())
}

/// Says that an action no longer answers a finding, and why.
///
/// # Errors
/// Not there or not this actor’s; no reason.
pub async fn unlink_finding(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, link): (Uuid, Uuid),
    why: &str,
) -> Outcome<()> {
    own_action(tx, actor, &acts::FILL, id).await?;
    let known = lineage::link(tx, link).await?.ok_or(Refusal::NotFound)?;
    if known.to.id != id {
        return Err(Refusal::NotFound.into());
    }
    lineage::untie(tx, outside, actor, link, why).await?;
    linked(tx, outside, actor, (id, link), "constat délié d’une action de bailleur").await
}

async fn linked(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, link): (Uuid, Uuid), what: &str) -> Outcome<()> {
    let touched = [("lineage_link", link)];
    let entry = Entry::on(acts::FILL.code, "abatement_action", id).detail(json!({ "acte": what })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
