//! Delays that come to their end: told to whoever holds the file, once.

use std::collections::{BTreeMap, HashMap, HashSet, hash_map};

use ::jobs::mail::{self, NewMail};
use applications::facade::{self as files, CallBrief, FundingState, ProjectRow};
use database::Tx;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Function, Moment, Outcome, Outside, Uuid, french};
use serde_json::json;

use super::assess_list::{reached, reached_by, readers};
use crate::rules::{Due, DueState, Stage, ending_words, next_due};
use crate::store;

/// Months after closing during which a call is watched.
const WATCHED_MONTHS: i64 = 18;

/// A file whose delay comes to its end, and who holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The application.
    pub application: Uuid,
    /// Its number.
    pub number: String,
    /// What is awaited, until when.
    pub due: Due,
    /// Who holds it: readers who have not given theirs, or those who lead the contract.
    pub holders: Vec<Uuid>,
}

/// Calls that are watched: published, and closed not too long ago.
pub(crate) async fn watched(tx: &mut Tx, now: Moment) -> database::Result<Vec<CallBrief>> {
    let since = now.timestamp().to_zoned(TimeZone::UTC).checked_sub(WATCHED_MONTHS.months());
    let since = since.map_or(Moment(0), |since| Moment(since.timestamp().as_millisecond()));
    let mut all = Vec::new();
    for contract in strategy::facade::contracts(tx).await? {
        let own = files::calls_of(tx, contract.id).await?;
        all.extend(own.into_iter().filter(|call| call.is_published && call.closes_at.is_some_and(|at| at > since)));
    }
    Ok(all)
}

/// Whether some file of a call is near the end of a delay, or past it, whoever holds it: one light reading says it.
///
/// # Errors
/// The database failed.
pub(crate) async fn has_endings(
    tx: &mut Tx,
    call: &CallBrief,
    (today, zone): (Date, &TimeZone),
) -> database::Result<bool> {
    let (promise, _) = store::clock::promise(tx, call.id).await?;
    let mut files: BTreeMap<Uuid, (Date, BTreeMap<Uuid, Vec<FundingState>>)> = BTreeMap::new();
    for one in files::requests(tx, call.id).await? {
        let filed = one.filed_at.day(zone);
        let (_, projects) = files.entry(one.application).or_insert_with(|| (filed, BTreeMap::new()));
        projects.entry(one.project).or_default().push(one.state);
    }
    Ok(files.into_values().any(|(filed, projects)| {
        let reached: Vec<Vec<Stage>> = projects.values().map(|states| reached_by(states)).collect();
        let over: Vec<Stage> =
            Stage::ALL.iter().copied().filter(|stage| reached.iter().all(|own| own.contains(stage))).collect();
        next_due(filed, &over, &promise, today).is_some_and(|due| due.state != DueState::Ahead)
    }))
}

/// Files of a call whose delay is near its end or past it, with who holds each; of `only` one person, when she is named.
///
/// # Errors
/// The database failed.
pub async fn endings(
    tx: &mut Tx,
    call: &CallBrief,
    (now, today, zone): (Moment, Date, &TimeZone),
    only: Option<Uuid>,
) -> database::Result<Vec<Ending>> {
    let (promise, _) = store::clock::promise(tx, call.id).await?;
    let rows = files::projects_of_call(tx, call.id).await?;
    let reading = store::reading::of_call(tx, call.id).await?;
    let known = readers(tx, call, now).await?;
    let leads = |account: &Uuid| {
        known.iter().any(|reader| {
            reader.account == *account && reader.actor().holds_any(&[Function::ProjectManager, Function::CaseOfficer])
        })
    };
    let leaders: Vec<Uuid> = known.iter().map(|reader| reader.account).filter(leads).collect();
    let mut files: BTreeMap<Uuid, Vec<&ProjectRow>> = BTreeMap::new();
    rows.iter().for_each(|row| files.entry(row.application).or_default().push(row));
    let mut all = Vec::new();
    // What each holder may read, looked up once for the whole call.
    let mut readable: HashMap<Uuid, HashSet<Uuid>> = HashMap::new();
    for (application, own) in files {
        let Some(filed) = own[0].filed_at.map(|at| at.day(zone)) else { continue };
        // A file is past a stage when all its projects are.
        let past = |stage: &Stage| own.iter().all(|row| row.fundings.is_empty() || reached(row).contains(stage));
        let over: Vec<Stage> = Stage::ALL.iter().copied().filter(past).collect();
        let Some(due) = next_due(filed, &over, &promise, today).filter(|due| due.state != DueState::Ahead) else {
            continue;
        };
        let of = |project: &Uuid| own.iter().any(|row| row.project.id == *project);
        let awaited = reading.iter().filter(|(project, _, is_given)| of(project) && !is_given);
        let mut holders: Vec<Uuid> = match due.stage {
            Stage::Decided => awaited.map(|(_, reader, _)| *reader).collect(),
            Stage::Complete | Stage::Notified => Vec::new(),
        };
        if holders.is_empty() {
            holders.clone_from(&leaders);
        }
        holders.sort_unstable();
        holders.dedup();
        // Nobody is told of a file she stays out of.
        let mut kept = Vec::with_capacity(holders.len());
        for holder in holders.into_iter().filter(|holder| only.is_none_or(|only| only == *holder)) {
            let Some(reader) = known.iter().find(|reader| reader.account == holder) else { continue };
            let hers = match readable.entry(holder) {
                hash_map::Entry::Occupied(known) => known.into_mut(),
                hash_map::Entry::Vacant(unread) => {
                    let hers = files::rows_for(tx, reader.actor(), &crate::acts::READ, call, rows.clone()).await?;
                    unread.insert(hers.into_iter().map(|row| row.application).collect())
                }
            };
            if hers.contains(&application) {
                kept.push(holder);
            }
        }
        all.push(Ending { application, number: own[0].number.clone(), due, holders: kept });
    }
    // The longest awaited first.
    all.sort_by(|one, other| (one.due.on, &one.number).cmp(&(other.due.on, &other.number)));
    Ok(all)
}

/// « décision attendue le 3 mai 2026 », « décision attendue depuis le 3 mai 2026 ».
pub(crate) fn due_words(due: &Due) -> String {
    let day = french::date(due.on);
    let awaited = match due.stage {
        Stage::Complete => "contrôle du dossier attendu",
        Stage::Decided => "décision attendue",
        Stage::Notified => "notification attendue",
    };
    match due.state {
        DueState::Over => format!("{awaited} depuis le {day}"),
        DueState::Ahead | DueState::Near => format!("{awaited} le {day}"),
    }
}

/// Writes to whoever holds a file before its delay passes: one mail a person, a contract and a day, each step once. Gives how many mails.
///
/// # Errors
/// The database failed.
pub async fn tell(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    (public_url, service): (&str, &str),
    actor: &Actor,
) -> Outcome<usize> {
    let now = outside.now();
    let (today, mut touched) = (now.day(zone), Vec::new());
    let mut letters: BTreeMap<(Uuid, Uuid), Vec<String>> = BTreeMap::new();
    for call in watched(tx, now).await? {
        for ending in endings(tx, &call, (now, today, zone), None).await? {
            let told = store::clock::told(tx, ending.application, ending.due.stage).await?;
            for holder in ending.holders.iter().filter(|holder| !told.contains(holder)) {
                let row = store::clock::tell(tx, outside, ending.application, *holder, ending.due.stage).await?;
                touched.push(("assessment_alert", row));
                let path = files::path(ending.application);
                let line = format!("Dossier {} : {}.\n{public_url}{path}", ending.number, due_words(&ending.due));
                letters.entry((*holder, call.contract)).or_default().push(line);
            }
        }
    }
    let mut sent = 0;
    for ((account, contract), lines) in letters {
        let Some(address) = accounts::facade::account_email(tx, account).await? else { continue };
        let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let subject = format!("{service} : {}", ending_words(count));
        let text = format!(
            "Bonjour,\n\nCes dossiers attendent quelque chose de vous.\n\n{}\n\nCe message n’est envoyé qu’une fois pour chaque étape.\n",
            lines.join("\n\n")
        );
        if let Ok(new) = NewMail::read("programming.alert", &address, "", &subject, &text) {
            mail::queue(tx, outside, &new.of_contract(contract)).await?;
            sent += 1;
        }
    }
    if !touched.is_empty() {
        let detail = json!({ "messages": sent, "dossiers": touched.len() });
        let entry = Entry::general("programming.alert", "assessment_alert").detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(sent)
}
