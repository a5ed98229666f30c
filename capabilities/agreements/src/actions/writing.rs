//! A draft written: its days, its text, its amounts, its payments.

use std::collections::HashMap;

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use settlement::Size;

use super::desk::{self, Whole};
use crate::rules::{
    Instalment, Payment, Version, VersionState, VersionTerms, check_execution, check_version, set_plan,
};
use crate::{acts, store};

/// A draft as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Days and text.
    pub terms: VersionTerms,
    /// The amount of each action, in the order of its lines.
    pub amounts: Vec<i64>,
    /// Years that are only foreseen.
    pub forecast: Vec<i64>,
    /// Payments, with how much each is.
    pub plan: Vec<(Instalment, Size)>,
}

/// The draft of an agreement, for whoever writes it.
///
/// # Errors
/// Not there or not this actor’s; nothing is being written.
pub async fn draft(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Whole, Version)> {
    let whole = desk::agreement(tx, actor, &acts::WRITE, id).await?;
    let draft = whole.last().filter(|one| one.state == VersionState::Draft).cloned();
    let draft = draft.ok_or_else(|| {
        let why = "Ce qui est en signature ou signé ne change plus. Reprenez la rédaction tant que personne n’a signé, ou \
                   préparez un avenant.";
        Refusal::rule("Rien n’est en rédaction dans cette convention", why)
    })?;
    Ok((whole, draft))
}

/// Keeps what was written of a draft.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody changed it since `revision`.
pub async fn write(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<Written>>,
) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let (whole, draft) = self::draft(tx, actor, id).await?;
    let (granted, _) = desk::granted(tx, &whole).await?;
    let mut form = typed.into();
    let mut lines = draft.lines.clone();
    for (line, cents) in lines.iter_mut().zip(&form.value.amounts) {
        line.cents = *cents;
    }
    let mut version =
        Version { terms: form.value.terms.clone(), forecast: form.value.forecast.clone(), lines, ..draft };
    match set_plan(version.cents(), form.value.plan.clone()) {
        Ok(instalments) => version.instalments = instalments,
        Err(error) if !form.is_wrong("montant-1") => form.find([error]),
        Err(_) => {}
    }
    let mut found = check_version(&version, &granted, &engaged(tx, id).await?);
    if form.is_wrong("versement-1") {
        found.retain(|error| !error.field.starts_with("versement"));
    }
    form.find(found);
    if let Some((year, frame)) = version.executes.zip(whole.in_force()) {
        form.find(check_execution(&version, frame, year));
    }
    form.map(|_| ()).sound()?;
    if !store::version::update(tx, (version.id, revision), &version.terms, &version.forecast).await? {
        return Err(Failure::conflict("cette convention", &[("Texte", &version.terms.body)]));
    }
    let mut touched = vec![("agreement_version", version.id)];
    for line in &version.lines {
        store::version::set_line(tx, line.id, line.cents).await?;
        touched.push(("agreement_line", line.id));
    }
    touched.extend(store::version::set_instalments(tx, outside, version.id, &version.instalments).await?);
    let detail = json!({ "acte": "rédaction", "version": version.number, "montant": version.cents() });
    let entry = Entry::on(acts::WRITE.code, "agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Payments of an agreement under way or made: what each is of, and how much its instalment is in the version in force; a
/// report may have freed a part of it.
///
/// # Errors
/// The database failed.
pub(super) async fn engaged(tx: &mut Tx, id: Uuid) -> database::Result<Vec<(Uuid, i64)>> {
    let all = store::payment::of_agreement(tx, id).await?;
    let versions = store::version::of_agreement(tx, id).await?;
    let in_force = versions.iter().rev().find(|one| one.state == VersionState::Signed);
    let foreseen = |one: &Payment| {
        let known = in_force.into_iter().flat_map(|version| &version.instalments).find(|known| known.mark == one.mark);
        known.map_or(one.cents, |known| known.cents)
    };
    Ok(all.iter().filter(|one| one.is_live()).map(|one| (one.mark, foreseen(one))).collect())
}

/// What keeps a draft from going round: its amounts, its payments, its text.
///
/// # Errors
/// A refusal that tells all of it.
pub(super) fn must_hold(version: &Version, granted: &HashMap<Uuid, i64>, engaged: &[(Uuid, i64)]) -> Outcome<()> {
    let errors = check_version(version, granted, engaged);
    if errors.is_empty() {
        return Ok(());
    }
    let told: Vec<String> =
        errors.into_iter().map(|error| format!("{}.", error.sentence.trim_end_matches('.'))).collect();
    Err(Refusal::rule("Cette convention n’est pas prête", told.join(" ")).into())
}
