//! Opening a call and writing what it says at its head, whom it is for, when its steps come.

use database::Tx;
use jiff::civil::Date;
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid, Verdict, text};
use serde_json::json;

use super::call_publishing::index;
use crate::rules::{
    Call, CallFrame, CallSetting, CallState, CallStep, IndicatorTool, StepKind, check_frame, check_setting,
    check_steps, places, planned, starter_terms, verdict_among,
};
use crate::{acts, store};

/// A call for this act of services: on its contract, or for one of its funders.
///
/// # Errors
/// Not there, or not this actor's: the two look alike.
pub async fn kept(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Call> {
    let call = store::call::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    match verdict(tx, actor, act, &call).await? {
        Verdict::Allowed(_) => Ok(call),
        verdict @ Verdict::SecondFactorMissing(_) => Err(Refusal::NotAllowed { act, verdict }.into()),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// What this actor may do with a call: on its contract, or for one of its funders; whoever works in one of its neighbourhoods reads
/// it, since she reads its files.
pub(crate) async fn verdict(tx: &mut Tx, actor: &Actor, act: &Act, call: &Call) -> database::Result<Verdict> {
    let mut areas = Vec::new();
    if act.code == acts::READ_CALLS.code {
        areas.clone_from(&call.terms.areas);
        if areas.is_empty() {
            areas = strategy::facade::contract(tx, call.contract).await?.map(|one| one.area_ids).unwrap_or_default();
        }
    }
    let funders = store::call::funders(tx, call.id).await?;
    let funders: Vec<Uuid> = funders.into_iter().filter_map(|funder| funder.organisation).collect();
    Ok(verdict_among(actor, act, &places(call.contract, &areas, &funders)))
}

/// A call to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCall {
    /// Its contract.
    pub contract: Option<Uuid>,
    /// What is said at its head.
    pub setting: CallSetting,
}

/// An address nobody holds, made of words.
pub(super) async fn free_address(tx: &mut Tx, words: &str) -> Outcome<String> {
    let base = match text::slug(words, '-', 60) {
        slug if slug.is_empty() => "appel".to_owned(),
        slug => slug,
    };
    let taken: Vec<String> = store::call::all(tx).await?.into_iter().map(|call| call.address).collect();
    Ok(text::free_name(&base, '-', |name| name == "nouveau" || taken.iter().any(|known| known == name)))
}

/// Opens a call as a draft, with the common form and the usual grid. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct.
pub async fn open(tx: &mut Tx, outside: &Outside, actor: &Actor, new: impl Into<Filled<NewCall>>) -> Outcome<Uuid> {
    let mut form = new.into();
    if form.value.contract.is_none() {
        form.find([FieldError::new("contrat", "Choisissez le contrat de ville")]);
    }
    form.find(check_setting(&form.value.setting, None));
    let new = form.sound()?;
    let contract = new.contract.ok_or(Refusal::NotFound)?;
    let brief = strategy::facade::contract(tx, contract).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::EDIT_CALL, &Scope::contract(contract))?;
    let mut call = Call {
        id: outside.uuid(),
        contract,
        address: free_address(tx, &new.setting.title).await?,
        title: String::new(),
        year: 0,
        summary: String::new(),
        framework: String::new(),
        zone: deadlines::Zone::Mainland,
        opens_at: None,
        closes_at: None,
        state: CallState::Draft,
        version: 0,
        phone: String::new(),
        email: String::new(),
        silence_months: 2,
        withdrawn_reason: String::new(),
        copied_from: None,
        terms: starter_terms(),
        changed_at: outside.now(),
        revision: 1,
    };
    call.terms.areas = brief.area_ids;
    put(&mut call, new.setting);
    store::call::insert(tx, &call).await?;
    let steps = planned_steps(outside, &call);
    let mut touched = vec![("call", call.id)];
    let rows = store::call::set_steps(tx, call.id, &steps).await?;
    touched.extend(rows.into_iter().map(|row| ("call_step", row)));
    record(tx, outside, actor, &call, "appel commencé", &touched).await?;
    Ok(call.id)
}

fn put(call: &mut Call, setting: CallSetting) {
    call.title = setting.title;
    call.year = setting.year;
    call.summary = setting.summary;
    call.framework = setting.framework;
    call.zone = setting.zone;
    call.opens_at = setting.opens_at;
    call.closes_at = setting.closes_at;
    call.phone = setting.phone;
    call.email = setting.email;
    call.silence_months = setting.silence_months;
}

/// Steps planned from closing; none while nobody said when it closes.
pub(super) fn planned_steps(outside: &Outside, call: &Call) -> Vec<CallStep> {
    let Some(closes_on) = call.closes_on() else { return Vec::new() };
    let step = |(kind, due_on)| CallStep { id: outside.uuid(), kind, due_on, is_computed: true };
    planned(closes_on, call.zone).into_iter().map(step).collect()
}

pub(super) async fn record(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    call: &Call,
    what: &str,
    touched: &[(&'static str, Uuid)],
) -> Outcome<()> {
    let act = if what.starts_with("appel publié") || what.starts_with("appel retiré") {
        acts::PUBLISH_CALL.code
    } else {
        acts::EDIT_CALL.code
    };
    let detail = json!({ "acte": what, "adresse": call.address, "version": call.version });
    let entry = Entry::on(act, "call", call.id).detail(detail).why(&call.withdrawn_reason).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Writes a call anew when nobody did since `revision`; what was typed is given back otherwise.
pub(super) async fn save(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, revision): (&Call, i64),
    (what, kept): (&str, &[(&str, &str)]),
    more: Vec<(&'static str, Uuid)>,
) -> Outcome<()> {
    let after = Call { changed_at: outside.now(), ..call.clone() };
    if !store::call::save(tx, &after, revision).await? {
        return Err(Failure::conflict("cet appel à projets", kept));
    }
    let touched = [vec![("call", call.id)], more].concat();
    record(tx, outside, actor, &after, what, &touched).await
}

/// Changes what a call says at its head. Steps nobody chose follow the new closing.
///
/// # Errors
/// Not this actor's; withdrawn; something to correct; somebody changed it since `revision`.
pub async fn amend(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    setting: impl Into<Filled<CallSetting>>,
) -> Outcome<()> {
    let before = writable(tx, actor, id).await?;
    let mut form = setting.into();
    form.find(check_setting(&form.value, Some(&before)));
    let setting = form.sound()?;
    let mut after = before.clone();
    put(&mut after, setting);
    let mut rows = Vec::new();
    let steps = store::call::steps(tx, id).await?;
    if before.closes_on() != after.closes_on() && steps.iter().all(|step| step.is_computed) {
        rows = store::call::set_steps(tx, id, &planned_steps(outside, &after)).await?;
    }
    let kept = [("Titre", after.title.as_str()), ("Résumé", &after.summary), ("Note de cadrage", &after.framework)];
    let more = rows.into_iter().map(|row| ("call_step", row)).collect();
    save(tx, outside, actor, (&after, revision), ("présentation modifiée", &kept), more).await?;
    match after.state {
        CallState::Published => index(tx, &after).await,
        CallState::Draft | CallState::Withdrawn => Ok(()),
    }
}

/// A call that may still be written.
pub(super) async fn writable(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Call> {
    let call = kept(tx, actor, &acts::EDIT_CALL, id).await?;
    if call.state == CallState::Withdrawn {
        return Err(Refusal::rule(
            "Cet appel est retiré",
            "Il ne change plus. Vous pouvez en ouvrir un autre à partir de celui-ci.",
        )
        .into());
    }
    Ok(call)
}

/// Changes whom and what a call is for.
///
/// # Errors
/// Not this actor's; withdrawn; something to correct; somebody changed it since `revision`.
pub async fn amend_frame(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    frame: impl Into<Filled<CallFrame>>,
) -> Outcome<()> {
    let before = writable(tx, actor, id).await?;
    let mut form = frame.into();
    let nodes: Vec<Uuid> =
        strategy::facade::nodes(tx, before.contract).await?.into_iter().map(|node| node.id).collect();
    let areas = strategy::facade::contract(tx, before.contract).await?.map(|one| one.area_ids).unwrap_or_default();
    let kinds: Vec<&str> = accounts::OrganisationKind::ALL.iter().map(|kind| kind.code()).collect();
    let tools = offered_tools(tx, &before).await?;
    let codes: Vec<&str> = tools.iter().map(|one| one.code.as_str()).collect();
    form.find(check_frame(&form.value, (&nodes, &areas, &kinds, &codes)));
    let frame = form.sound()?;
    let mut after = before;
    after.terms.priorities = frame.priorities;
    after.terms.areas = frame.areas;
    after.terms.kinds = frame.kinds;
    after.terms.years = frame.years;
    after.terms.indicators = tools.into_iter().filter(|one| frame.indicators.contains(&one.code)).collect();
    store::call::set_places(tx, outside, id, &after.terms).await?;
    save(tx, outside, actor, (&after, revision), ("cadre modifié", &[]), Vec::new()).await
}

/// Indicators a call may propose: those of the toolbox of its contract, and those it proposes already.
///
/// # Errors
/// The database failed.
pub async fn offered_tools(tx: &mut Tx, call: &Call) -> database::Result<Vec<IndicatorTool>> {
    let (mut tools, _) = store::toolbox::of_contract(tx, call.contract).await?;
    for one in &call.terms.indicators {
        if tools.iter().all(|known| known.code != one.code) {
            tools.push(one.clone());
        }
    }
    Ok(tools)
}

/// Chooses the days of the steps. Those left empty are not told to applicants.
///
/// # Errors
/// Not this actor's; withdrawn; no closing yet; steps out of order; somebody changed it since `revision`.
pub async fn set_steps(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    steps: impl Into<Filled<Vec<(StepKind, Date)>>>,
) -> Outcome<()> {
    let call = writable(tx, actor, id).await?;
    let closes_on = call.closes_on().ok_or_else(no_closing)?;
    let mut form = steps.into();
    let found = check_steps(closes_on, call.zone, &form.value, call.silence_months);
    form.find(found.into_iter().filter(|one| one.is_wrong).map(|one| {
        let field = one.kind.map_or_else(String::new, |kind| kind.code().to_owned());
        FieldError::new(field, one.sentence)
    }));
    let computed = planned(closes_on, call.zone);
    let step = |(kind, due_on): (StepKind, Date)| CallStep {
        id: outside.uuid(),
        kind,
        due_on,
        is_computed: computed.contains(&(kind, due_on)),
    };
    let steps: Vec<CallStep> = form.sound()?.into_iter().map(step).collect();
    let rows = store::call::set_steps(tx, id, &steps).await?;
    let more = rows.into_iter().map(|row| ("call_step", row)).collect();
    save(tx, outside, actor, (&call, revision), ("calendrier modifié", &[]), more).await
}

fn no_closing() -> Refusal {
    Refusal::rule(
        "L’appel n’a pas de date de clôture",
        "Dites d’abord quand il ferme : le calendrier se calcule ensuite.",
    )
}

/// Computes the steps again from closing.
///
/// # Errors
/// Not this actor's; withdrawn; no closing yet; somebody changed it since `revision`.
pub async fn plan_again(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, revision): (Uuid, i64)) -> Outcome<()> {
    let call = writable(tx, actor, id).await?;
    call.closes_on().ok_or_else(no_closing)?;
    let rows = store::call::set_steps(tx, id, &planned_steps(outside, &call)).await?;
    let more = rows.into_iter().map(|row| ("call_step", row)).collect();
    save(tx, outside, actor, (&call, revision), ("calendrier recalculé", &[]), more).await
}
