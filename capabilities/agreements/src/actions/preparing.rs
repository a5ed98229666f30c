//! Agreements prepared from what was decided: one for each carrier and funder of a call.

use std::collections::{BTreeMap, HashMap};

use applications::facade::CallBrief;
use database::Tx;
use jiff::civil::Date;
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;
use settlement::{Formula, Granted};

use super::desk;
use crate::rules::{Agreement, Decided, FIRST_TEXT, Line, Setting, Version, VersionState, VersionTerms, first_plan};
use crate::{acts, store};

/// What preparing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prepared {
    /// Agreements that are new.
    pub new: i64,
    /// Drafts that took actions more.
    pub joined: i64,
}

/// Prepares the agreements of a call from all that was decided and told, and that no agreement binds. What comes after an
/// agreement left the drafts waits for an amendment.
///
/// # Errors
/// Not there or not this actor’s; nothing to prepare.
pub async fn prepare(tx: &mut Tx, outside: &Outside, actor: &Actor, call: Uuid) -> Outcome<Prepared> {
    let call = applications::facade::call_brief(tx, call).await?.ok_or(Refusal::NotFound)?;
    let place = Scope::contract(call.contract);
    if !actor.may(&acts::READ, &place).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(&acts::WRITE, &place)?;
    let bound: HashMap<Uuid, Uuid> = store::agreement::bound(tx, call.id).await?.into_iter().collect();
    let kept = desk::kept_out(tx, actor).await?;
    let mut left = desk::decided(tx, call.id, None).await?;
    left.retain(|one| !bound.contains_key(&one.funding) && !kept.out_of(one.carrier, [one.application]));
    let (setting, _) = store::setting::of_contract(tx, call.contract).await?;
    let known: BTreeMap<(Uuid, Uuid), Uuid> = store::agreement::of_call(tx, call.id)
        .await?
        .into_iter()
        .map(|one| ((one.carrier, one.call_funder), one.id))
        .collect();
    let mut done = Prepared::default();
    let mut touched = Vec::new();
    for ((carrier, funder), own) in gathered(&left) {
        if let Some(agreement) = known.get(&(carrier, funder)) {
            if join(tx, outside, *agreement, &own, &mut touched).await? {
                done.joined += 1;
            }
        } else if open(tx, outside, actor, (&call, &setting), (carrier, funder, &own), &mut touched).await? {
            done.new += 1;
        }
    }
    if done == Prepared::default() {
        let why = "Chaque décision notifiée est déjà dans une convention. Une décision se notifie par son courrier, depuis la \
                   programmation ; ce qui s’ajoute à une convention en signature ou signée passe par un avenant.";
        return Err(Refusal::rule("Aucune convention à préparer", why).into());
    }
    let detail = json!({ "acte": "conventions préparées", "nouvelles": done.new, "completees": done.joined });
    let entry = Entry::on(acts::WRITE.code, "call", call.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(done)
}

/// Decisions of each carrier and funder, in their order.
fn gathered(left: &[Decided]) -> Vec<((Uuid, Uuid), Vec<&Decided>)> {
    let granted: Vec<Granted<Uuid>> = left
        .iter()
        .map(|one| Granted {
            carrier: one.carrier,
            funder: one.call_funder,
            action: one.project,
            year: i16::try_from(one.year).unwrap_or(i16::MAX),
            cents: one.cents,
        })
        .collect();
    let of = |carrier: Uuid, funder: Uuid| {
        left.iter().filter(move |one| one.carrier == carrier && one.call_funder == funder).collect()
    };
    let drafts = settlement::drafts(&granted);
    drafts.into_iter().map(|draft| ((draft.carrier, draft.funder), of(draft.carrier, draft.funder))).collect()
}

type Touched = Vec<(&'static str, Uuid)>;

/// The line of an agreement for what was decided.
pub(super) fn line(outside: &Outside, one: &Decided) -> Line {
    Line {
        id: outside.uuid(),
        application: one.application,
        project: one.project,
        funding: one.funding,
        title: one.title.clone(),
        year: one.year,
        cents: one.cents,
    }
}

/// Adds what was decided to a draft; nothing when it left the drafts.
async fn join(
    tx: &mut Tx,
    outside: &Outside,
    agreement: Uuid,
    own: &[&Decided],
    touched: &mut Touched,
) -> Outcome<bool> {
    store::agreement::hold(tx, agreement).await?;
    let versions = store::version::of_agreement(tx, agreement).await?;
    let Some(draft) = versions.last().filter(|one| one.number == 0 && one.state == VersionState::Draft) else {
        return Ok(false);
    };
    let mut is_new = false;
    for one in own {
        if let Some(row) = store::agreement::bind(tx, outside, one.funding, agreement).await? {
            let line = store::version::insert_line(tx, draft.id, &line(outside, one)).await?;
            touched.extend([("agreement_funding", row), ("agreement_line", line)]);
            is_new = true;
        }
    }
    if is_new {
        store::version::touch(tx, draft.id).await?;
        touched.push(("agreement_version", draft.id));
    }
    Ok(is_new)
}

/// Opens an agreement with its first draft.
async fn open(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, setting): (&CallBrief, &Setting),
    (carrier, funder, own): (Uuid, Uuid, &[&Decided]),
    touched: &mut Touched,
) -> Outcome<bool> {
    let Some(found) = call.funders.iter().find(|one| one.id == funder) else { return Ok(false) };
    let payer = found.organisation.unwrap_or(found.id);
    let (number, counter) = store::agreement::next_number(tx, outside, ("C", call.year)).await?;
    let (now, by_name) = (outside.now(), actor.journal_name());
    let agreement = Agreement {
        id: outside.uuid(),
        contract: call.contract,
        call: call.id,
        call_funder: funder,
        payer,
        carrier,
        number,
        formula: Formula::Unneeded,
        made_at: now,
        by_name: by_name.clone(),
    };
    if !store::agreement::insert(tx, &agreement).await? {
        return Ok(false);
    }
    let mut lines = Vec::new();
    for one in own {
        if let Some(row) = store::agreement::bind(tx, outside, one.funding, agreement.id).await? {
            touched.push(("agreement_funding", row));
            lines.push(line(outside, one));
        }
    }
    let body = store::setting::template(tx, call.contract, payer).await?;
    let version = Version {
        id: outside.uuid(),
        agreement: agreement.id,
        number: 0,
        reason: String::new(),
        terms: VersionTerms {
            body: body.map_or_else(|| FIRST_TEXT.to_owned(), |(body, _)| body),
            ..terms(own, setting)
        },
        state: VersionState::Draft,
        made_at: now,
        by_name,
        file_name: None,
        signed_on: None,
        noted_at: None,
        // The first year is firm; those that follow wait for their budget.
        forecast: years_after_first(&lines),
        executes: None,
        rank: 0,
        revision: 1,
        lines,
        instalments: Vec::new(),
    };
    let years = version.years();
    let is_small = years.iter().all(|(_, cents)| *cents <= setting.thresholds.agreement);
    let instalments = first_plan(&years, is_small, setting.advance_permille, || outside.uuid());
    touched.extend([("agreement_counter", counter), ("agreement", agreement.id)]);
    touched.extend(store::version::insert(tx, outside, &Version { instalments, ..version }).await?);
    Ok(true)
}

/// Years after the first one.
fn years_after_first(lines: &[Line]) -> Vec<i64> {
    let years: std::collections::BTreeSet<i64> = lines.iter().map(|line| line.year).collect();
    years.into_iter().skip(1).collect()
}

/// Days of an agreement: those of its actions, or their years; its report follows its last year.
fn terms(own: &[&Decided], setting: &Setting) -> VersionTerms {
    let of_year =
        |year: i64, month: i8, day: i8| Date::new(i16::try_from(year).unwrap_or(9999), month, day).unwrap_or(Date::MAX);
    let starts = own.iter().map(|one| one.period.0.unwrap_or_else(|| of_year(one.year, 1, 1))).min();
    let last = own.iter().map(|one| one.year).max().unwrap_or(0);
    let ends = own.iter().filter_map(|one| one.period.1).max().unwrap_or(Date::MIN).max(of_year(last, 12, 31));
    let months = u16::try_from(setting.report_months).unwrap_or(6);
    let year_end = of_year(i64::from(ends.year()), 12, 31);
    VersionTerms {
        starts_on: starts.unwrap_or_default(),
        ends_on: ends,
        report_on: settlement::report_due(year_end, months, deadlines::Zone::Mainland).until,
        body: String::new(),
    }
}
