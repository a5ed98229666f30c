//! What a job does of a file of applications: a few at a time, each whole, with where it comes from.

use accounts::{OrganisationKind, OrganisationTerms};
use database::Tx;
use jiff::civil::{Date, time};
use jobs::{Context, JobError};
use journal::Entry;
use kernel::text::search_key;
use kernel::{Actor, Breakdown, Cents, Failure, Moment, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;
use web::Keys;

use super::bringing::{file, sheet_of};
use super::bringing_trial::{Fate, Known, Line, around, origin_key};
use crate::rules::bringing::{BroughtFunding, BroughtProject, files, read_mapping};
use crate::rules::writing::{Piece, shares};
use crate::rules::{
    Answer, Application, ApplicationState, Call, Event, EventKind, Funding, FundingState, Project, ProjectState, Side,
    Stage, instant, stage_of,
};
use crate::{acts, store};

/// Applications brought in one transaction.
const AT_ONCE: usize = 25;
/// Who does what the job does.
const PLATFORM: Actor = Actor::Platform("import de dossiers");

/// Rows an act wrote.
type Rows = Vec<(&'static str, Uuid)>;

/// What a job does of a file: batches, each in its own transaction; stopped, what was brought stays, and begun again it
/// brings nothing twice.
///
/// # Errors
/// The file is gone, a stop was asked, or the database failed.
pub(crate) async fn run(context: &Context, keys: &Keys, zone: &jiff::tz::TimeZone, id: Uuid) -> Result<Tx, JobError> {
    context.progress(0, 0, "Lecture du fichier");
    let mut tx = context.db().read().await?;
    let (call, one, _) = file(&mut tx, &PLATFORM, id).await?;
    let sheet = sheet_of(&mut tx, keys, &one).await?;
    let today = context.outside().now().day(zone);
    let around = around(&mut tx, &call, today).await?;
    let brought = files(&sheet.headers, &sheet.rows, &read_mapping(&one.mapping), &around);
    drop(tx);
    let (total, mut done) = (brought.len(), Done::default());
    for some in brought.chunks(AT_ONCE) {
        context.check()?;
        let mut tx = context.db().write().await?;
        if !store::bringing::hold(&mut tx, id).await? {
            return Err(JobError::Cancelled);
        }
        // Everybody waits for this transaction: only what these few concern is looked up.
        let known = Known::of(&mut tx, call.id, some).await?;
        for brought in some {
            let line = known.line(brought.clone());
            done.count(&line);
            if matches!(line.fate, Fate::New | Fate::Added) {
                bring(&mut tx, context.outside(), (&call, one.name.as_str()), (&known, &line)).await?;
            }
        }
        tx.commit().await?;
        let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        context.progress(whole(done.seen), whole(total), french::count(whole(done.seen), "dossier lu", "dossiers lus"));
    }
    let mut tx = context.db().write().await?;
    if !store::bringing::end(&mut tx, id, ("done", &done.told())).await? {
        return Err(JobError::Cancelled);
    }
    let detail = json!({ "acte": "import de dossiers fini", "nouveaux": done.new, "complétés": done.added, "refusés": done.wrong });
    let entry = Entry::on(acts::BRING.code, "call", call.id).detail(detail);
    journal::record(&mut tx, context.outside(), &PLATFORM, entry.touched(&[("application_import", id)])).await?;
    Ok(tx)
}

/// What was done so far.
#[derive(Default)]
struct Done {
    seen: usize,
    new: usize,
    added: usize,
    same: usize,
    unfiled: usize,
    wrong: usize,
}

impl Done {
    const fn count(&mut self, line: &Line) {
        self.seen += 1;
        match line.fate {
            Fate::New => self.new += 1,
            Fate::Added => self.added += 1,
            Fate::Same => self.same += 1,
            Fate::Unfiled => self.unfiled += 1,
            Fate::Wrong => self.wrong += 1,
        }
    }

    fn told(&self) -> String {
        let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let parts = [
            french::count(whole(self.new), "nouveau dossier", "nouveaux dossiers"),
            french::count(whole(self.added), "dossier complété", "dossiers complétés"),
            format!("{} déjà là", french::integer(whole(self.same))),
            french::count(whole(self.unfiled), "jamais déposé", "jamais déposés"),
            french::count(whole(self.wrong), "refusé", "refusés"),
        ];
        parts.join(", ")
    }
}

/// Noon of a day, where the call is.
fn noon(call: &Call, day: Date) -> Moment {
    instant(call.zone, day, time(12, 0, 0, 0))
}

/// Brings an application, or what is new in one that is there; one entry of the journal.
async fn bring(
    tx: &mut Tx,
    outside: &Outside,
    (call, name): (&Call, &str),
    (known, line): (&Known, &Line),
) -> Outcome<()> {
    let brought = &line.brought;
    let mut touched = Rows::new();
    let application = match line.known {
        Some(id) => store::application::by_id(tx, id).await?.ok_or(Refusal::NotFound)?,
        None => begin(tx, outside, call, (line, name), &mut touched).await?,
    };
    let mut rank = known.last_rank(application.id);
    for project in brought.projects.iter().filter(|project| !project.fundings.is_empty()) {
        let there = line.known.and_then(|id| known.project(id, &brought.reference, (&project.key, &project.title)));
        let id = match there {
            Some(id) => id,
            None => {
                rank += 1;
                write_project(tx, outside, &application, (project, rank), &mut touched).await?
            }
        };
        if there.is_none() {
            let origin = outside.uuid();
            let key = origin_key(&brought.reference, Some(&project.key));
            store::bringing::insert_origin(tx, origin, call.id, (&key, &project.title), (application.id, Some(id)))
                .await?;
            touched.push(("application_origin", origin));
        }
        for asked in &project.fundings {
            if there.is_some_and(|id| known.asks(id, (asked.funder, asked.year, asked.nature))) {
                continue;
            }
            ask(tx, outside, (call, &application), (id, asked), &mut touched).await?;
        }
    }
    settle(tx, outside, application.id, &mut touched).await?;
    touched.sort_unstable();
    touched.dedup();
    let acte = if line.known.is_some() { "dossier complété par un import" } else { "dossier importé" };
    let detail = json!({ "acte": acte, "référence": brought.reference, "fichier": name });
    let entry = Entry::on(acts::BRING.code, "application", application.id).detail(detail).touched(&touched);
    journal::record(tx, outside, &PLATFORM, entry).await?;
    Ok(())
}

/// The organisation that asks: the one that is there, or a new one.
async fn carrier(tx: &mut Tx, outside: &Outside, line: &Line) -> Outcome<Uuid> {
    if let Some(id) = line.carrier {
        return Ok(id);
    }
    // Two applications of one file may come from the same new organisation.
    let (name, siret) = (&line.brought.carrier, line.brought.siret.clone());
    let alike = accounts::facade::organisations_alike(tx, name, siret.as_deref()).await?;
    let same = alike.into_iter().find(|card| match (&card.siret, &siret) {
        (Some(one), Some(other)) => one == other,
        _ => search_key(&card.name) == search_key(name),
    });
    if let Some(card) = same {
        return Ok(card.id);
    }
    let terms = OrganisationTerms { name: name.clone(), kind: OrganisationKind::Association, siret };
    accounts::facade::create_organisation(tx, outside, &PLATFORM, terms).await
}

/// Puts a filed application in, with its number, where it comes from and its filing in the timeline.
async fn begin(
    tx: &mut Tx,
    outside: &Outside,
    call: &Call,
    (line, name): (&Line, &str),
    touched: &mut Rows,
) -> Outcome<Application> {
    let brought = &line.brought;
    let organisation = carrier(tx, outside, line).await?;
    let version = store::call::versions(tx, call.id).await?.into_iter().next();
    let version = version.ok_or_else(|| Failure::from(Breakdown::because("a call without version")))?;
    let years: Vec<i64> = brought.projects.iter().flat_map(|one| &one.fundings).map(|one| one.year).collect();
    let first = years.iter().min().copied().unwrap_or(call.year);
    let last = years.iter().max().copied().unwrap_or(call.year);
    let (now, number) = (outside.now(), store::application::next_number(tx, outside, call.year).await?);
    // Filed on the day the file says; otherwise when the call closed, and not later than now.
    let filed = brought.filed_on.map(|day| noon(call, day)).or(call.closes_at).unwrap_or(now).min(now);
    let one = Application {
        id: outside.uuid(),
        call: call.id,
        version: version.id,
        organisation,
        number: Some(number.0),
        state: ApplicationState::Filed,
        stage: Stage::Filed,
        stage_at: now,
        years: last - first + 1,
        first_year: first,
        created_at: now,
        filed_at: Some(filed),
        filed_by_name: format!("import de « {name} »"),
        late_reason: String::new(),
        late_until: None,
        typed_by: None,
        confirmed_at: None,
        withdrawn_reason: String::new(),
        renewed_from: None,
        revision: 1,
    };
    store::application::insert(tx, &one, None).await?;
    let (origin, key) = (outside.uuid(), origin_key(&brought.reference, None));
    store::bringing::insert_origin(tx, origin, call.id, (&key, &brought.reference), (one.id, None)).await?;
    let note = format!("repris de « {name} », sous la référence {}", brought.reference);
    let event = happened(tx, outside, (&one, None), (EventKind::Filed, filed, &note)).await?;
    touched.extend([
        ("application", one.id),
        ("application_counter", number.1),
        ("application_origin", origin),
        ("application_event", event),
    ]);
    Ok(one)
}

/// Puts in the timeline what the file dates.
async fn happened(
    tx: &mut Tx,
    outside: &Outside,
    (application, of): (&Application, Option<(Uuid, Uuid)>),
    (kind, at, note): (EventKind, Moment, &str),
) -> Outcome<Uuid> {
    let one = Event {
        id: outside.uuid(),
        application: application.id,
        project: of.map(|(project, _)| project),
        funding: of.map(|(_, funding)| funding),
        kind,
        at,
        by_name: PLATFORM.journal_name(),
        side: Side::Platform,
        note: note.to_owned(),
        is_shown: matches!(kind, EventKind::Filed | EventKind::Notified),
    };
    store::event::insert(tx, &one).await?;
    Ok(one.id)
}

/// Puts a project in with all the file says of it. Gives it.
async fn write_project(
    tx: &mut Tx,
    outside: &Outside,
    application: &Application,
    (brought, position): (&BroughtProject, i64),
    touched: &mut Rows,
) -> Outcome<Uuid> {
    let one = Project {
        id: outside.uuid(),
        application: application.id,
        position,
        title: brought.title.clone(),
        kind: brought.kind(),
        renewed_from: None,
        starts_on: brought.starts_on,
        ends_on: brought.ends_on,
        state: ProjectState::Active,
        revision: 1,
    };
    store::project::insert(tx, &one).await?;
    touched.push(("project", one.id));
    let answers = [
        (Piece::Title.code(), &brought.title),
        ("objectifs", &brought.objectives),
        ("description", &brought.description),
    ];
    for (key, value) in answers.into_iter().filter(|(_, value)| !value.is_empty()) {
        let answer = Answer {
            id: outside.uuid(),
            application: application.id,
            project: Some(one.id),
            key: key.to_owned(),
            value: value.clone(),
            saved_at: outside.now(),
            saved_by_name: PLATFORM.journal_name(),
            revision: 1,
        };
        store::answer::insert(tx, &answer, None).await?;
        touched.push(("application_answer", answer.id));
    }
    let areas: Vec<(Uuid, i64)> = brought.areas.iter().copied().zip(shares(brought.areas.len())).collect();
    store::project::set_areas(tx, outside, one.id, &areas).await?;
    store::project::set_nodes(tx, outside, one.id, &brought.nodes).await?;
    if let Some(people) = brought.people {
        store::project::insert_public(tx, outside, one.id, (application.first_year, "all", "all", people)).await?;
    }
    budget(tx, outside, (application, one.id), brought).await?;
    Ok(one.id)
}

/// The cost a file gives, as a budget of two lines: what is not asked of the funders of the call is other products.
async fn budget(
    tx: &mut Tx,
    outside: &Outside,
    (application, project): (&Application, Uuid),
    brought: &BroughtProject,
) -> Outcome<()> {
    let Some(cost) = brought.cost else { return Ok(()) };
    let at = (application.id, Some(project));
    let last = application.first_year + application.years;
    let asked = |year: i64| brought.fundings.iter().filter(|one| one.year == year).map(|one| one.asked.0).sum::<i64>();
    let all: i64 = brought.fundings.iter().map(|one| one.asked.0).sum();
    let rest = cost.0 - all;
    for year in application.first_year..last {
        // What is beyond the requests stands in the first year: the file gives one cost for all of them.
        let charge = asked(year) + if year == application.first_year { rest } else { 0 };
        if charge > 0 {
            let line = (year, "charge", "65x", "Coût repris du fichier importé", Cents(charge), 1);
            store::project::insert_line(tx, outside, at, line).await?;
        }
    }
    if rest > 0 {
        let label = "Autres produits : le coût moins ce qui est demandé aux financeurs de l’appel";
        let line = (application.first_year, "product", "750", label, Cents(rest), 2);
        store::project::insert_line(tx, outside, at, line).await?;
    }
    Ok(())
}

/// Puts a request in, where the file says it stands.
async fn ask(
    tx: &mut Tx,
    outside: &Outside,
    (call, application): (&Call, &Application),
    (project, brought): (Uuid, &BroughtFunding),
    touched: &mut Rows,
) -> Outcome<()> {
    let (standing, now) = (&brought.standing, outside.now());
    let decided_at = standing.decision.map(|_| standing.decided_on.map_or(now, |day| noon(call, day).min(now)));
    let one = Funding {
        id: outside.uuid(),
        project,
        funder: brought.funder,
        year: brought.year,
        nature: brought.nature,
        asked: brought.asked,
        state: standing.state,
        decision: standing.decision,
        decided: standing.decided,
        decided_at,
        note: standing.note.clone(),
        state_at: decided_at.unwrap_or(now),
        revision: 1,
    };
    store::funding::insert(tx, &one).await?;
    touched.push(("funding", one.id));
    // Delays are counted from what is dated: a decision whose day the file does not give is in none.
    if let (Some(decision), Some(at)) = (standing.decision, decided_at.filter(|_| standing.decided_on.is_some())) {
        let kind = if decision == FundingState::Inadmissible { EventKind::Inadmissible } else { EventKind::Decided };
        let event = happened(tx, outside, (application, Some((project, one.id))), (kind, at, &standing.note)).await?;
        touched.push(("application_event", event));
    }
    Ok(())
}

/// Says how far the application is, after its requests.
async fn settle(tx: &mut Tx, outside: &Outside, id: Uuid, touched: &mut Rows) -> Outcome<()> {
    let mut application = store::application::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let fundings = store::funding::of_application(tx, id).await?;
    let states: Vec<FundingState> = fundings.iter().map(|one| one.state).collect();
    let stage = stage_of(application.stage, &states);
    let years: Vec<i64> = fundings.iter().map(|one| one.year).collect();
    let last = years.iter().max().copied().unwrap_or(application.first_year);
    let lasts = application.years.max(last - application.first_year + 1);
    if stage == application.stage && lasts == application.years {
        return Ok(());
    }
    if stage != application.stage {
        (application.stage, application.stage_at) = (stage, outside.now());
    }
    let revision = application.revision;
    application.years = lasts;
    if !store::application::save(tx, &application, revision).await? {
        return Err(Failure::conflict("ce dossier", &[]));
    }
    touched.push(("application", id));
    Ok(())
}
