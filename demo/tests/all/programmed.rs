//! Calls, applications and the committee of the demonstration: in every state, balanced to the cent, told step by step.

use std::collections::{BTreeMap, BTreeSet};

use applications::facade::{self, CallBrief, EventKind, FundingState, ProjectRow, Stage};
use database::testing::{each_database, outside};
use database::{Migration, Tx};
use demo::applications::Fate;
use demo::seed;
use demo::seed::acting::{Calendar, Cast, PLATFORM};
use kernel::Uuid;
use programming::actions::assess_clock::clocks;
use programming::actions::desk::{Desk, desk};
use programming::actions::{Delay, Promise, Stage as Step, assess_list, assess_past};
use programming::acts_committee::READ_COMMITTEE;
use web::Keys;

fn migrations() -> Vec<Migration> {
    applications::testing::migrations(&[
        observatory::MIGRATIONS,
        lineage::MIGRATIONS,
        councils::MIGRATIONS,
        assemblies::MIGRATIONS,
        programming::MIGRATIONS,
        agreements::MIGRATIONS,
        circles::MIGRATIONS,
    ])
}

/// A database with the people, the contract and everything programmed; `check` reads it.
async fn sown<F>(check: F)
where
    F: AsyncFn(&mut Tx, &demo::Demonstration, &[CallBrief]),
{
    let check = &check;
    each_database(&migrations(), |db| async move {
        let (outside, keys) = (outside(7), Keys::new([5; 32]));
        let told = demo::load().expect("the demonstration");
        let mut tx = db.write().await.expect("write");
        let areas = seed::territory::territory(&mut tx, &outside, &told).await.expect("the territory");
        let contract = seed::strategy::strategy(&mut tx, &outside, &told, &areas).await.expect("the contract");
        let secrets = seed::accounts::from_chance(&outside);
        let earlier = seed::acting::earlier(&outside, 1_000);
        seed::accounts::accounts(&mut tx, &earlier, &keys, &told, &areas, secrets).await.expect("people");
        seed::programmed(&mut tx, (&outside, &keys), &told, &areas, contract).await.expect("programmed");
        tx.commit().await.expect("kept");
        let mut tx = db.read().await.expect("read");
        let calls = facade::calls_of(&mut tx, contract).await.expect("calls");
        check(&mut tx, &told, &calls).await;
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    })
    .await;
}

/// The call of the year in committee.
fn current(calls: &[CallBrief]) -> &CallBrief {
    calls.iter().filter(|call| call.title.starts_with("Appel à projets")).max_by_key(|call| call.year).expect("a call")
}

async fn rows(tx: &mut Tx, call: &CallBrief) -> Vec<ProjectRow> {
    facade::projects_of_call(tx, call.id).await.expect("rows")
}

async fn table(tx: &mut Tx, call: &CallBrief) -> Desk {
    let sql = "SELECT id FROM committee WHERE call = $1";
    let (id,): (Uuid,) = database::fetch_one!(tx, sql, call.id).expect("a committee");
    desk(tx, &PLATFORM, &READ_COMMITTEE, id).await.expect("the table")
}

async fn applications_stand_in_every_state_and_every_stage_has_its_event(
    tx: &mut Tx,
    told: &demo::Demonstration,
    calls: &[CallBrief],
) {
    assert_eq!(calls.len(), 4);
    let call = current(calls);
    assert_eq!(call.funders.len(), 4);
    let of =
        |fate: Fate| told.applications.applications.iter().filter(move |one| one.call == "courant" && one.fate == fate);
    let mut stages: BTreeMap<Stage, usize> = BTreeMap::new();
    let mut states: BTreeSet<FundingState> = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for row in rows(tx, call).await {
        states.extend(row.fundings.iter().map(|funding| funding.state));
        if !seen.insert(row.application) {
            continue;
        }
        *stages.entry(row.stage).or_default() += 1;
        let events: BTreeSet<EventKind> =
            facade::events(tx, row.application).await.expect("events").iter().map(|event| event.kind).collect();
        let needed: &[EventKind] = match row.stage {
            Stage::None | Stage::Filed => &[],
            Stage::ToComplete => &[EventKind::CompletionAsked],
            Stage::Complete => &[EventKind::Complete],
            Stage::Inadmissible => &[EventKind::Complete, EventKind::Inadmissible],
            Stage::Assessed => &[EventKind::Complete, EventKind::Admissible],
            Stage::Decided => &[EventKind::Complete, EventKind::Assessed, EventKind::Decided],
            Stage::Notified => &[EventKind::Complete, EventKind::Notified],
        };
        let is_filed = events.contains(&EventKind::Filed) || events.contains(&EventKind::FiledLate);
        assert!(events.contains(&EventKind::Begun) && is_filed, "{} {events:?}", row.number);
        assert!(needed.iter().all(|kind| events.contains(kind)), "{} {:?} {events:?}", row.number, row.stage);
    }
    let late = of(Fate::Late).count();
    let answered = of(Fate::Answered).count();
    assert!(answered > 0 && of(Fate::Withdrawn).count() > 0);
    assert_eq!(stages.get(&Stage::Filed), Some(&(late + answered)), "{stages:?}");
    assert_eq!(stages.get(&Stage::ToComplete), Some(&of(Fate::ToComplete).count()));
    assert_eq!(stages.get(&Stage::Complete), Some(&of(Fate::Complete).count()));
    for stage in [Stage::Inadmissible, Stage::Assessed, Stage::Decided, Stage::Notified] {
        assert!(stages.get(&stage).is_some_and(|count| *count > 0), "{stage:?} {stages:?}");
    }
    for state in [
        FundingState::Asked,
        FundingState::Complete,
        FundingState::Inadmissible,
        FundingState::Admissible,
        FundingState::Assessed,
        FundingState::Voted,
        FundingState::Partial,
        FundingState::Conditional,
        FundingState::Postponed,
        FundingState::Refused,
        FundingState::Notified,
        FundingState::Withdrawn,
    ] {
        assert!(states.contains(&state), "{state:?} is nowhere: {states:?}");
    }
    let filed = told.applications.applications.iter().filter(|one| one.fate != Fate::Draft).count();
    let mut all = 0;
    for call in calls {
        let rows = rows(tx, call).await;
        all += rows.iter().map(|row| row.application).collect::<BTreeSet<_>>().len();
    }
    let is_gone = |one: &&demo::applications::ApplicationTold| one.fate == Fate::Withdrawn;
    let gone = told.applications.applications.iter().filter(is_gone).count();
    assert_eq!(all, filed - gone);
    let sql = "SELECT COUNT(*) FROM application WHERE state = $1 AND withdrawn_reason <> ''";
    let (withdrawn,): (i64,) = database::fetch_one!(tx, sql, "withdrawn").expect("withdrawn");
    assert_eq!(usize::try_from(withdrawn).expect("few"), gone);
    let sql = "SELECT COUNT(*), COUNT(read_at) FROM application_message";
    let (messages, read): (i64, i64) = database::fetch_one!(tx, sql).expect("messages");
    assert!(messages > read && read > 0, "{read} of {messages} are read: one waits for an answer");
    let sql = "SELECT COUNT(*) FROM completion WHERE answered_at IS NOT NULL";
    let (given,): (i64,) = database::fetch_one!(tx, sql).expect("completions");
    assert_eq!(usize::try_from(given).expect("few"), answered);
    let (drafts,): (i64,) =
        database::fetch_one!(tx, "SELECT COUNT(*) FROM application WHERE state = $1", "draft").expect("drafts");
    assert_eq!(usize::try_from(drafts).expect("few"), told.applications.applications.len() - filed);
}

async fn budgets_balance_and_totals_agree_to_the_cent(tx: &mut Tx, calls: &[CallBrief]) {
    for call in calls {
        for row in rows(tx, call).await {
            let asked: i64 = row.fundings.iter().map(|funding| funding.asked.0).sum();
            assert_eq!(row.totals.charges.0, row.totals.products.0 + asked, "{} {row:?}", row.number);
            assert!(asked > 0 && row.people > 0, "{}", row.number);
            for (project, year, side, _) in facade::budgets(tx, row.application).await.expect("budgets") {
                assert!(year == call.year && !side.is_empty(), "{project}");
            }
            let kind = |side: &str, all: &[(Uuid, i64, String, kernel::Cents)]| -> i64 {
                all.iter().filter(|(of, _, known, _)| *of == row.project.id && known == side).map(|one| one.3.0).sum()
            };
            let all = facade::budgets(tx, row.application).await.expect("budgets");
            assert_eq!(kind("kind_charge", &all), kind("kind_product", &all), "86 and 87 of {}", row.number);
        }
    }
    let call = current(calls);
    let table = table(tx, call).await;
    let lines = table.lines(&table.rows);
    let all = programming::actions::totals(&lines, &table.places());
    for part in [
        |amounts: &programming::actions::Amounts| amounts.asked,
        |amounts: &programming::actions::Amounts| amounts.proposed,
        |amounts: &programming::actions::Amounts| amounts.voted,
    ] {
        let whole = part(&all.whole);
        assert!(whole > 0);
        assert_eq!(all.by_funder.values().map(part).sum::<i64>(), whole);
        assert_eq!(all.by_project.values().map(part).sum::<i64>(), whole);
        assert_eq!(all.by_area.values().map(part).sum::<i64>(), whole);
    }
}

async fn the_committee_is_in_progress_and_no_envelope_is_exceeded_unexplained(
    tx: &mut Tx,
    told: &demo::Demonstration,
    calls: &[CallBrief],
) {
    let table = table(tx, current(calls)).await;
    assert!(!table.committee.is_frozen, "the committee is in progress");
    assert_eq!(table.waves.len(), 2);
    let (mut exceeded, mut votes) = (0, 0);
    for envelope in table.purse.envelopes() {
        let over = table.purse.of(envelope.id).over();
        votes += table.purse.of(envelope.id).own;
        let sql = "SELECT COUNT(*) FROM envelope_override WHERE envelope = $1";
        let (explained,): (i64,) = database::fetch_one!(tx, sql, envelope.id).expect("overrides");
        assert!(over == 0 || explained > 0, "{} is exceeded by {over}", envelope.terms.programme);
        exceeded += usize::from(over > 0);
    }
    assert_eq!(table.purse.envelopes().len(), told.calls.envelopes.len());
    assert_eq!(exceeded, 1, "one override shows what it is");
    assert!(votes > 0);
    let (frozen, open): (Vec<_>, Vec<_>) =
        table.votes.values().filter(|vote| vote.decision.is_some()).partition(|vote| vote.minutes.is_some());
    assert!(frozen.len() > 20 && open.len() > 8, "{} frozen, {} open", frozen.len(), open.len());
    assert!(table.votes.values().any(|vote| vote.decision.is_none() && vote.proposed.is_some()));
    let (letters,): (i64,) = database::fetch_one!(tx, "SELECT COUNT(*) FROM decision_letter").expect("letters");
    assert!(letters >= 12, "{letters} letters");
}

async fn delays_are_told_in_public_and_last_year_stands_beside_this_one(tx: &mut Tx, calls: &[CallBrief]) {
    let zone = jiff::tz::TimeZone::UTC;
    let before = calls.iter().find(|call| call.year == current(calls).year - 1).expect("last year");
    for call in [before, current(calls)] {
        let all = clocks(tx, call, &zone, &Promise::default()).await.expect("clocks");
        assert_eq!(all.len(), 5, "the call, then each of its funders");
        for step in [Step::Complete, Step::Decided, Step::Notified] {
            let told = all[0].stages.iter().find(|(known, _)| *known == step).map(|(_, delay)| delay);
            assert!(matches!(told, Some(Delay::Told { .. })), "{} {step:?} {told:?}", call.title);
        }
    }
    let told = demo::load().expect("the demonstration");
    let outside = outside(10);
    let cast = Cast::gathered(tx, &outside, &told).await.expect("people");
    let lucie = cast.named("lucie.armengol").expect("she is there");
    let row = rows(tx, current(calls)).await.into_iter().find(|row| row.project.renewed_from.is_some());
    let row = row.expect("something goes on");
    let around = (Calendar::from(&outside).day(0), &zone);
    let open = programming::actions::assess_file::open_project;
    let dossier = open(tx, around, lucie, &programming::acts::READ, row.project.id).await.expect("hers to read");
    let past = assess_past::of_project(tx, lucie, &dossier, (row.project.id, 1)).await.expect("the past");
    assert!(past.before.is_some() && !past.paid.is_empty());
    let beatrice = cast.named("beatrice.laurens").expect("she is there");
    let call = current(calls);
    let hers = assess_list::rows(tx, beatrice, (call, around.0, &zone)).await.expect("a list");
    let recused = rows(tx, call).await.into_iter().find(|row| row.carrier_name.contains("Roue libre")).expect("it");
    assert!(!hers.is_empty() && hers.iter().all(|one| one.application != recused.application));
}

async fn agreements_stand_in_writing_going_round_and_signed_and_payments_wait_for_a_second_person(tx: &mut Tx) {
    let sql = "SELECT state, COUNT(*) FROM agreement_version GROUP BY state";
    let found: Vec<(String, i64)> = database::fetch_all!(tx, sql).expect("agreements");
    let states: BTreeMap<String, i64> = found.into_iter().collect();
    assert!(states["draft"] >= 5 && states["circulating"] >= 1 && states["signed"] == 6, "{states:?}");
    // What agreements come to is what was told, to the cent.
    let sql = "SELECT CAST(COALESCE(SUM(l.cents), 0) AS BIGINT), CAST(COALESCE(SUM(f.decided_cents), 0) AS BIGINT) \
               FROM agreement_line l JOIN funding f ON f.id = l.funding";
    let (bound, told): (i64, i64) = database::fetch_one!(tx, sql).expect("amounts");
    assert!(bound > 0 && bound == told, "{bound} of {told}");
    let sql = "SELECT state, COUNT(*) FROM payment GROUP BY state";
    let found: Vec<(String, i64)> = database::fetch_all!(tx, sql).expect("payments");
    let payments: BTreeMap<String, i64> = found.into_iter().collect();
    assert_eq!(payments.get("paid"), Some(&4), "{payments:?}");
    assert!(payments.keys().all(|state| ["proposed", "paid"].contains(&state.as_str())), "{payments:?}");
    // Reports in several states; what was paid too much is asked back, and a part of it came back.
    let found: Vec<(String,)> =
        database::fetch_all!(tx, "SELECT DISTINCT state FROM agreement_report").expect("reports");
    assert!(found.iter().any(|(state,)| state == "accepted"), "{found:?}");
    let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(repayment.cents - receipt.cents), 0) AS BIGINT) FROM repayment \
               JOIN repayment_receipt receipt ON receipt.repayment = repayment.id";
    let (orders, left): (i64, i64) = database::fetch_one!(tx, sql).expect("repayments");
    assert!(orders == 1 && left > 0, "{orders} {left}");
}

/// Everything is read in one demonstration: preparing it is what takes long.
#[tokio::test(flavor = "multi_thread")]
async fn calls_committees_and_agreements_are_what_a_reader_expects() {
    sown(async |tx, told, calls| {
        applications_stand_in_every_state_and_every_stage_has_its_event(tx, told, calls).await;
        budgets_balance_and_totals_agree_to_the_cent(tx, calls).await;
        the_committee_is_in_progress_and_no_envelope_is_exceeded_unexplained(tx, told, calls).await;
        delays_are_told_in_public_and_last_year_stands_beside_this_one(tx, calls).await;
        agreements_stand_in_writing_going_round_and_signed_and_payments_wait_for_a_second_person(tx).await;
    })
    .await;
}
