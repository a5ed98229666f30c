//! Agreements of two years ago, paid in part, whose year is over: one report accepted with a sum asked back, one given, one sent back.
//! Nothing of it is told before its time.

use std::collections::BTreeSet;

use ::agreements::actions::paying::{self, Checking};
use ::agreements::actions::report_writing::{self, Typed};
use ::agreements::actions::reporting::{self, Decision, Opened};
use ::agreements::actions::{PaymentState, ReportKind, circulating, desk as desks, preparing, sending, signing};
use ::agreements::acts;
use database::Tx;
use kernel::{Filled, Outcome, Uuid};
use web::Keys;

use super::acting::missing;
use super::assessment::Desk;
use super::reporting::{asked_back, pairs};

/// Day agreements were prepared, counted from today; what follows is counted from it.
const PREPARED: i64 = -715;

/// Agreements, payments and reports of the call of two years ago.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn past(tx: &mut Tx, (desk, keys): (Desk<'_>, &Keys)) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    let call = desk.calls.get("ancien").ok_or_else(|| missing("call of two years ago"))?;
    preparing::prepare(tx, &calendar.at(PREPARED, 0), claire, call.id).await?;
    let briefs = desks::readable(tx, claire, call.contract).await?;
    let own: Vec<Uuid> =
        briefs.iter().filter(|one| one.agreement.call == call.id).map(|one| one.agreement.id).collect();
    let town =
        circulating::Town { zone: calendar.zone().clone(), name: desk.told.territory.intercommunality.name.clone() };
    for id in &own {
        let set = circulating::draw(tx, &calendar.at(PREPARED + 1, 0), claire, &town, *id).await?;
        circulating::keep(tx, &calendar.at(PREPARED + 1, 5), claire, set).await?;
        let (_, signatures) = signing::round(tx, claire, &acts::SIGN, *id).await?;
        for (one, days) in signatures.iter().zip([PREPARED + 8, PREPARED + 12]) {
            let then = calendar.at(days, 0);
            let signed = Filled::from((Some(calendar.day(PREPARED + 2)), Some(calendar.day(days))));
            signing::note(tx, (&then, calendar.zone()), claire, (*id, one.id, one.revision), signed).await?;
        }
    }
    paid(tx, (desk, keys), &own).await?;
    reported(tx, desk, &own).await
}

/// The first payment of each: proposed, checked, handed over, noted as paid.
async fn paid(tx: &mut Tx, (desk, keys): (Desk<'_>, &Keys), own: &[Uuid]) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    let lucie = desk.cast.named("lucie.armengol")?;
    let call = desk.calls.get("ancien").ok_or_else(|| missing("call of two years ago"))?;
    let reach = desks::reach(tx, claire, call.contract).await?;
    let then = calendar.at(PREPARED + 20, 0);
    let around = (&then, calendar.zone());
    let (ready, _) = paying::ready(tx, around, call.contract, &reach, usize::MAX).await?;
    for one in ready.iter().filter(|one| own.contains(&one.agreement.id)) {
        paying::propose(tx, around, lucie, (one.agreement.id, one.instalment.mark)).await?;
    }
    let payments = paying::in_state(tx, call.contract, &reach, PaymentState::Proposed).await?;
    let mut lines = "reference;montant;date\n".to_owned();
    let day = calendar.day(PREPARED + 26);
    for (one, _) in payments.iter().filter(|(one, _)| own.contains(&one.agreement)) {
        let checked = calendar.at(PREPARED + 21, 0);
        paying::check(tx, &checked, claire, (one.id, one.revision), Checking::Accept).await?;
        let (euros, cents) = (one.cents / 100, one.cents % 100);
        let date = format!("{:02}/{:02}/{}", day.day(), day.month(), day.year());
        lines.push_str(&format!("{};{euros},{cents:02};{date}\n", one.reference));
    }
    let own = payments.iter().filter(|(one, _)| own.contains(&one.agreement));
    let payers: BTreeSet<Uuid> = own.map(|(_, agreement)| agreement.payer).collect();
    for payer in payers {
        let sent = calendar.at(PREPARED + 22, 0);
        let on = Filled::from(Some(calendar.day(PREPARED + 25)));
        sending::send(tx, (&sent, keys, calendar.zone()), claire, (call.contract, payer), on).await?;
    }
    sending::reconcile(tx, &calendar.at(PREPARED + 27, 0), claire, call.contract, lines.as_bytes()).await?;
    Ok(())
}

/// Reports of the year once it is over: accepted and too much asked back; given; sent back to be corrected.
async fn reported(tx: &mut Tx, desk: Desk<'_>, own: &[Uuid]) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    let pairs = pairs(tx, desk).await?;
    let days = [-160, -12, -60];
    for (rank, (id, day)) in own.iter().zip(days).enumerate() {
        let whole = desks::agreement(tx, claire, &acts::READ, *id).await?;
        let Some((writer, president)) = pairs.get(&whole.agreement.carrier) else { continue };
        let Some((year, _)) = whole.in_force().and_then(|version| version.years().first().copied()) else { continue };
        let report = reporting::begin(tx, &calendar.at(day, 0), writer, (*id, Some(year), ReportKind::Final)).await?;
        let opened = reporting::own(tx, writer, &acts::GIVE_REPORT, (*id, report)).await?;
        for (turn, part) in opened.parts.iter().enumerate() {
            let typed = told(&opened, turn);
            let at = (*id, report, part.id, part.revision);
            report_writing::save(tx, &calendar.at(day, 10 + turn as i64), writer, at, Filled::from(typed)).await?;
        }
        reporting::finish(tx, &calendar.at(day + 1, 0), writer, (*id, report, 1)).await?;
        reporting::certify(tx, &calendar.at(day + 1, 30), president, (*id, report, 2), true).await?;
        let read = calendar.at(day + 11, 0);
        match rank {
            0 => {
                reporting::decide(tx, &read, claire, (*id, report, 3), Decision::Accept).await?;
                asked_back(tx, desk, (*id, day + 12)).await?;
            }
            2 => {
                let parts = opened.parts.first().map(|part| part.id).into_iter().collect();
                let why = "Dites combien de séances ont eu lieu, et où.".to_owned();
                reporting::decide(tx, &read, claire, (*id, report, 3), Decision::Return(why, parts)).await?;
            }
            _ => {}
        }
    }
    Ok(())
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
