//! Reports in several states, one sum asked back, a year executed.

use std::collections::BTreeMap;

use ::agreements::actions::paying;
use ::agreements::actions::repaying::{self, Order};
use ::agreements::actions::report_writing::{self, Typed};
use ::agreements::actions::reporting::{self, Decision, Opened};
use ::agreements::actions::{ReportKind, amending, circulating, desk as desks, sending, signing};
use ::agreements::acts;
use database::Tx;
use kernel::{Actor, Filled, Function, Grant, Outcome, Scope, Uuid};
use web::Keys;

use super::acting::{acting, missing};
use super::assessment::Desk;

/// Associations where two people write: whoever enters, whoever certifies.
pub type Pairs = BTreeMap<Uuid, (Actor, Actor)>;

/// Associations of the demonstration where somebody else than the president has an account.
///
/// # Errors
/// The database failed.
pub async fn pairs(tx: &mut Tx, desk: Desk<'_>) -> Outcome<Pairs> {
    let mut all = Pairs::new();
    for carrier in desk.carriers.values() {
        let now = desk.calendar.at(0, 0).now();
        let members = accounts::facade::members_of(tx, carrier.organisation, now).await?;
        let other = members.into_iter().find(|one| Some(one.account) != carrier.president.account());
        if let Some(one) = other {
            let scope = Scope::organisation(carrier.organisation);
            let grant = Grant { function: Function::CarrierEditor, scope };
            let writer = acting(one.account, &one.name, vec![grant]);
            all.insert(carrier.organisation, (writer, carrier.president.clone()));
        }
    }
    Ok(all)
}

/// Reports of what is signed: the first accepted, with what was too much asked back; the second given; the third begun.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn reported(tx: &mut Tx, (desk, keys): (Desk<'_>, &Keys)) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    let call = desk.call()?;
    sent(tx, (desk, keys)).await?;
    let pairs = pairs(tx, desk).await?;
    let kept = desks::kept_out(tx, claire).await?;
    let (briefs, payments) = paying::readable(tx, claire, &kept, call.contract).await?;
    let (mut signed, mut rank) = (Vec::new(), 0);
    for brief in &briefs {
        let Ok(whole) = desks::agreement(tx, claire, &acts::READ, brief.agreement.id).await else { continue };
        if whole.in_force().is_some() {
            signed.push(whole);
        }
    }
    // Those that are paid first: what is asked back was paid.
    signed.sort_by_key(|whole| payments.iter().all(|one| one.agreement != whole.agreement.id || one.paid_on.is_none()));
    for whole in &signed {
        let Some((writer, president)) = pairs.get(&whole.agreement.carrier) else { continue };
        let Some((year, _)) = whole.in_force().and_then(|version| version.years().first().copied()) else { continue };
        let id = whole.agreement.id;
        let report = reporting::begin(tx, &calendar.at(-3, 0), writer, (id, Some(year), ReportKind::Final)).await?;
        let opened = reporting::own(tx, writer, &acts::GIVE_REPORT, (id, report)).await?;
        let parts = if rank < 2 { opened.parts.len() } else { 1 };
        for (turn, part) in opened.parts.iter().take(parts).enumerate() {
            let typed = told(&opened, turn);
            let at = (id, report, part.id, part.revision);
            report_writing::save(tx, &calendar.at(-3, 10 + turn as i64), writer, at, Filled::from(typed)).await?;
        }
        if rank < 2 {
            reporting::finish(tx, &calendar.at(-2, 0), writer, (id, report, 1)).await?;
            reporting::certify(tx, &calendar.at(-2, 30), president, (id, report, 2), true).await?;
        }
        if rank == 0 {
            reporting::decide(tx, &calendar.at(-1, 0), claire, (id, report, 3), Decision::Accept).await?;
            asked_back(tx, desk, id).await?;
        }
        rank += 1;
    }
    executed(tx, desk, &signed.iter().map(|whole| whole.agreement.id).collect::<Vec<_>>()).await
}

/// What a part says: less was spent than foreseen, and it is explained.
fn told(opened: &Opened, turn: usize) -> Typed {
    let Some(part) = opened.parts.get(turn) else { return Typed::default() };
    let is_money = !part.answers.is_empty() && !part.figures.is_empty();
    let figure = |planned: i64, code: &str| match (is_money, code.starts_with('6')) {
        (true, true) => (Some(planned * 3 / 10), "L’action a commencé tard : un tiers a eu lieu".to_owned()),
        (true, false) => (Some(planned), String::new()),
        (false, _) => (Some(planned * 9 / 10), String::new()),
    };
    let answers = part.answers.iter().map(|one| match (is_money, one.planned.is_empty()) {
        (true, _) => String::new(),
        (false, true) => "Les séances ont eu lieu chaque semaine, avec le centre social.".to_owned(),
        (false, false) => format!("Comme prévu pour l’essentiel. Le projet disait : « {} »", one.planned),
    });
    Typed {
        figures: part.figures.iter().map(|one| figure(one.planned, &one.code)).collect(),
        added: Vec::new(),
        answers: answers.collect(),
        is_done: true,
    }
}

/// The payment that is checked leaves, and is noted as paid.
async fn sent(tx: &mut Tx, (desk, keys): (Desk<'_>, &Keys)) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    let call = desk.call()?;
    let kept = desks::kept_out(tx, claire).await?;
    let (briefs, payments) = paying::readable(tx, claire, &kept, call.contract).await?;
    let checked = payments.iter().find(|one| one.checked_at.is_some());
    let Some(first) = checked else { return Ok(()) };
    let brief = briefs.iter().find(|one| one.agreement.id == first.agreement);
    let payer = brief.ok_or_else(|| missing("agreement"))?.agreement.payer;
    let then = calendar.at(-3, 60);
    let on = Filled::from(Some(calendar.day(-3)));
    sending::send(tx, (&then, keys, calendar.zone()), claire, (call.contract, payer), on).await?;
    let day = calendar.day(-2);
    let (euros, cents) = (first.cents / 100, first.cents % 100);
    let lines = format!(
        "reference;montant;date\n{};{euros},{cents:02};{:02}/{:02}/{}\n",
        first.reference,
        day.day(),
        day.month(),
        day.year()
    );
    sending::reconcile(tx, &calendar.at(-2, 0), claire, call.contract, lines.as_bytes()).await?;
    Ok(())
}

/// What was paid too much is asked back; a half came back.
async fn asked_back(tx: &mut Tx, desk: Desk<'_>, id: Uuid) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    let Some((_, cents, reason)) = repaying::left_to_ask(tx, id).await? else { return Ok(()) };
    let then = calendar.at(-1, 30);
    let town = desk.told.territory.intercommunality.name.as_str();
    let order = Order { cents, reason, due_on: Some(calendar.day(30)) };
    let order = repaying::order(tx, (&then, calendar.zone(), town), claire, id, Filled::from(order)).await?;
    let half = Filled::from((cents / 2, Some(calendar.day(-1))));
    if cents > 1 {
        repaying::receive(tx, (&calendar.at(-1, 60), calendar.zone()), claire, order, half).await?;
    }
    Ok(())
}

/// The first agreement over several years has the second one executed: its paper goes round.
async fn executed(tx: &mut Tx, desk: Desk<'_>, signed: &[Uuid]) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    for id in signed {
        let whole = desks::agreement(tx, claire, &acts::WRITE, *id).await?;
        let Some(year) = whole.last().and_then(|version| version.forecast.first().copied()) else { continue };
        amending::execute(tx, &calendar.at(-1, 0), claire, (*id, Some(year))).await?;
        let name = desk.told.territory.intercommunality.name.clone();
        let town = circulating::Town { zone: calendar.zone().clone(), name };
        let set = circulating::draw(tx, &calendar.at(-1, 5), claire, &town, *id).await?;
        circulating::keep(tx, &calendar.at(-1, 10), claire, set).await?;
        let (_, signatures) = signing::round(tx, claire, &acts::SIGN, *id).await?;
        if let Some(first) = signatures.first() {
            let days = Filled::from((Some(calendar.day(-1)), None));
            let at = (*id, first.id, first.revision);
            signing::note(tx, (&calendar.at(0, 0), calendar.zone()), claire, at, days).await?;
        }
        return Ok(());
    }
    Ok(())
}
