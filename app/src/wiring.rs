//! Which slices make the platform, and the tables that concern all of them.

use std::sync::{Arc, OnceLock};

use database::{Migration, Tx};
use interface::{Link, Sample, Site};
use jobs::{Handler, Schedule};
use kernel::privacy::Privacy;
use kernel::{Act, Actor, Awaited, Function, Moment, Scope, Verdict};
use safekeeping::erasure::{Again, Erasable};
use site::Contacts;
use web::{Door, Gatekeeper, House, Offline};

use crate::signposts::{ANNOUNCED, DESKS, PLACES};

/// Every table, foundations first: a slice may refer to those above it.
pub fn migrations() -> Vec<Migration> {
    [
        journal::MIGRATIONS,
        lineage::MIGRATIONS,
        jobs::MIGRATIONS,
        files::MIGRATIONS,
        safekeeping::MIGRATIONS,
        database::search::MIGRATIONS,
        accounts::MIGRATIONS,
        territory::MIGRATIONS,
        observatory::MIGRATIONS,
        strategy::MIGRATIONS,
        listening::MIGRATIONS,
        plan::MIGRATIONS,
        thread::MIGRATIONS,
        corpus::MIGRATIONS,
        meetings::MIGRATIONS,
        surveys::MIGRATIONS,
        reports::MIGRATIONS,
        councils::MIGRATIONS,
        assemblies::MIGRATIONS,
        governance::MIGRATIONS,
        applications::MIGRATIONS,
        programming::MIGRATIONS,
        directory::MIGRATIONS,
        circles::MIGRATIONS,
        agreements::MIGRATIONS,
        landlords::MIGRATIONS,
        funds::MIGRATIONS,
        means::MIGRATIONS,
        yearbook::MIGRATIONS,
        evaluation::MIGRATIONS,
    ]
    .concat()
}

/// Tables whose rows mean nothing in a backup: sessions, links, counters.
pub const TRANSIENT: &[&str] = accounts::TRANSIENT;

/// Every door.
pub fn door() -> Door {
    accounts::door(acts())
        .and(territory::door())
        .and(observatory::door())
        .and(strategy::door())
        .and(listening::door())
        .and(plan::door())
        .and(thread::door())
        .and(corpus::door())
        .and(meetings::door())
        .and(surveys::door())
        .and(reports::door())
        .and(councils::door())
        .and(assemblies::door())
        .and(governance::door())
        .and(applications::door())
        .and(programming::door())
        .and(directory::door())
        .and(circles::door())
        .and(agreements::door())
        .and(landlords::door())
        .and(funds::door())
        .and(means::door())
        .and(yearbook::door())
        .and(evaluation::door())
        .and(site::door(around()))
}

/// What the site knows of the slices.
fn around() -> site::Wiring {
    site::Wiring {
        privacy,
        samples,
        acts,
        migrations,
        places: PLACES,
        desks: DESKS,
        offline,
        announced: ANNOUNCED,
        awaited,
        contacts: || CONTACTS.get().cloned().unwrap_or_default(),
    }
}

/// Who answers for the site, as configured.
static CONTACTS: OnceLock<Contacts> = OnceLock::new();

/// Tells the slices what they must know of each other and of the town; said once, at start.
pub fn introduce(contacts: Contacts) {
    directory::facade::tell_helpline(contacts.phone.clone());
    let _ = CONTACTS.set(contacts);
    accounts::facade::tell_places(scopes);
    territory::facade::tell_populations(observatory::facade::populations);
    observatory::facade::tell_sections(crate::portraits::sections);
    accounts::facade::tell_accepted(accepted);
    councils::facade::tell_sits(assemblies::facade::sits);
    councils::facade::tell_moved(assemblies::facade::moved);
    strategy::facade::tell_node_ties(plan::facade::node_ties);
    corpus::facade::elsewhere::tell_elsewhere(meetings::facade::ELSEWHERE);
    corpus::facade::elsewhere::tell_made(reports::MADE);
    listening::facade::gatherings::tell_gathering_holders(meetings::facade::held);
    applications::facade::tell_awaiting(programming::facade::pending);
    applications::facade::tell_aids(programming::facade::aids);
    applications::facade::tell_owed(agreements::facade::owed);
    applications::facade::tell_released(programming::facade::released);
    programming::facade::tell_reported(agreements::facade::reported);
    assemblies::facade::tell_kept_out(applications::facade::keeps_out);
    directory::facade::tell_kept_out(applications::facade::keeps_out);
    directory::facade::tell_deals(agreements::facade::deals);
    assemblies::facade::steering::tell_meeting_links(governance::facade::meeting_links);
    governance::facade::tell_objects(crate::pending::objects);
    governance::facade::tell_engagements(crate::pending::engagements);
    yearbook::facade::tell_figures(crate::annual::figures);
    yearbook::facade::tell_councils(crate::annual::councils_named);
}

/// Hears that an invitation was accepted: bodies that sit first, then associations.
fn accepted<'a>(
    tx: &'a mut Tx,
    outside: &'a kernel::Outside,
    actor: &'a Actor,
    what: (kernel::Uuid, kernel::Uuid),
) -> web::house::Boxed<'a, kernel::Outcome<Option<String>>> {
    Box::pin(async move {
        match assemblies::facade::accepted(tx, outside, actor, what).await? {
            Some(next) => Ok(Some(next)),
            None => directory::facade::accepted(tx, outside, actor, what).await,
        }
    })
}

/// Pages that a device may keep.
pub fn offline() -> Vec<Offline> {
    [meetings::OFFLINE, surveys::OFFLINE].concat()
}

/// Where a function can be limited to: contracts and neighbourhoods.
fn scopes<'a>(tx: &'a mut Tx) -> web::house::Boxed<'a, database::Result<Vec<accounts::facade::Place>>> {
    Box::pin(async move {
        let contracts = strategy::facade::contracts(tx).await?;
        let areas = territory::facade::areas(tx).await?;
        let contracts = contracts
            .into_iter()
            .map(|contract| accounts::facade::Place { scope: Scope::contract(contract.id), name: contract.title });
        let areas = areas.into_iter().map(|area| accounts::facade::Place {
            scope: Scope { territory: Some(area.id), ..Scope::EVERYWHERE },
            name: format!("Quartier {}", area.name),
        });
        Ok(contracts.chain(areas).collect())
    })
}

/// What awaits somebody, as each slice tells it.
fn awaited<'a>(tx: &'a mut Tx, actor: &'a Actor, now: Moment) -> web::house::Boxed<'a, database::Result<Vec<Awaited>>> {
    Box::pin(async move {
        let mut all = accounts::facade::awaited(tx, actor, now).await?;
        all.extend(territory::facade::awaited(tx, actor).await?);
        all.extend(strategy::facade::awaited(tx, actor).await?);
        all.extend(listening::facade::awaited(tx, actor).await?);
        all.extend(plan::facade::awaited(tx, actor, now).await?);
        all.extend(corpus::facade::awaited(tx, actor).await?);
        all.extend(meetings::facade::awaited(tx, actor, now).await?);
        all.extend(surveys::facade::awaited(tx, actor, now).await?);
        all.extend(councils::facade::awaited(tx, actor, now).await?);
        all.extend(assemblies::facade::awaited(tx, actor, now).await?);
        all.extend(governance::facade::awaited(tx, actor, now).await?);
        all.extend(applications::facade::awaited(tx, actor, now).await?);
        all.extend(programming::facade::awaited(tx, actor, now).await?);
        all.extend(directory::facade::awaited(tx, actor, now).await?);
        all.extend(circles::facade::awaited(tx, actor).await?);
        all.extend(agreements::facade::awaited(tx, actor).await?);
        all.extend(landlords::facade::awaited(tx, actor, now).await?);
        all.extend(funds::facade::awaited(tx, actor, now).await?);
        all.extend(means::facade::awaited(tx, actor, now).await?);
        all.extend(yearbook::facade::awaited(tx, actor, now).await?);
        all.extend(evaluation::facade::awaited(tx, actor, now).await?);
        Ok(all)
    })
}

/// Every act a slice declares.
pub fn acts() -> Vec<&'static Act> {
    [
        accounts::ACTS,
        territory::ACTS,
        observatory::ACTS,
        strategy::ACTS,
        listening::ACTS,
        plan::ACTS,
        thread::ACTS,
        corpus::ACTS,
        meetings::ACTS,
        surveys::ACTS,
        reports::ACTS,
        councils::ACTS,
        assemblies::ACTS,
        governance::ACTS,
        applications::ACTS,
        programming::ACTS,
        directory::ACTS,
        circles::ACTS,
        agreements::ACTS,
        landlords::ACTS,
        funds::ACTS,
        means::ACTS,
        yearbook::ACTS,
        evaluation::ACTS,
        site::ACTS,
    ]
    .concat()
}

/// What is kept about people, table by table.
pub fn privacy() -> Vec<Privacy> {
    vec![
        journal::PRIVACY,
        lineage::PRIVACY,
        jobs::PRIVACY,
        files::PRIVACY,
        safekeeping::PRIVACY,
        accounts::PRIVACY,
        territory::PRIVACY,
        observatory::PRIVACY,
        strategy::PRIVACY,
        listening::PRIVACY,
        plan::PRIVACY,
        thread::PRIVACY,
        corpus::PRIVACY,
        meetings::PRIVACY,
        surveys::PRIVACY,
        reports::PRIVACY,
        councils::PRIVACY,
        assemblies::PRIVACY,
        governance::PRIVACY,
        applications::PRIVACY,
        programming::PRIVACY,
        directory::PRIVACY,
        circles::PRIVACY,
        agreements::PRIVACY,
        landlords::PRIVACY,
        funds::PRIVACY,
        means::PRIVACY,
        yearbook::PRIVACY,
        evaluation::PRIVACY,
        site::PRIVACY,
    ]
}

/// Every sample of every page.
pub fn samples(site: &Site) -> Vec<Sample> {
    let mut all = Vec::new();
    all.extend(accounts::samples(site));
    all.extend(territory::samples(site));
    all.extend(observatory::samples(site));
    all.extend(strategy::samples(site));
    all.extend(listening::samples(site));
    all.extend(plan::samples(site));
    all.extend(thread::samples(site));
    all.extend(corpus::samples(site));
    all.extend(meetings::samples(site));
    all.extend(surveys::samples(site));
    all.extend(reports::samples(site));
    all.extend(councils::samples(site));
    all.extend(assemblies::samples(site));
    all.extend(governance::samples(site));
    all.extend(applications::samples(site));
    all.extend(programming::samples(site));
    all.extend(directory::samples(site));
    all.extend(circles::samples(site));
    all.extend(agreements::samples(site));
    all.extend(landlords::samples(site));
    all.extend(funds::samples(site));
    all.extend(means::samples(site));
    all.extend(yearbook::samples(site));
    all.extend(evaluation::samples(site));
    all.extend(site::samples(site));
    all
}

/// Who does which job.
pub fn handlers(house: &House, encoding: Option<corpus::Encoding>) -> Vec<Arc<dyn Handler>> {
    let files = files::Housekeeping { vault: house.vault.clone() };
    let mut all: Vec<Arc<dyn Handler>> = vec![Arc::new(jobs::Housekeeping::default()), Arc::new(files)];
    all.extend(accounts::handlers());
    all.extend(territory::handlers());
    all.extend(observatory::handlers());
    all.extend(corpus::handlers(encoding));
    all.extend(plan::handlers(&house.keys, &house.settings));
    all.extend(meetings::handlers());
    all.extend(surveys::handlers(&house.keys, house.shelves.shelf()));
    all.extend(reports::handlers(house.settings.zone.clone(), house.settings.site.town.clone(), house.vault.clone()));
    all.extend(councils::handlers(&house.keys));
    all.extend(assemblies::handlers(house.settings.zone.clone()));
    all.extend(applications::handlers(&house.keys, &house.settings));
    all.extend(programming::handlers(&house.settings));
    all.extend(directory::handlers());
    all.extend(circles::handlers(&house.settings));
    all.extend(agreements::handlers(&house.settings, house.vault.clone()));
    all.extend(funds::handlers(&house.settings));
    all.extend(evaluation::handlers(&house.settings));
    all
}

/// What the clock asks for.
pub fn schedules() -> Vec<Schedule> {
    let mut all = vec![jobs::HOUSEKEEPING, files::HOUSEKEEPING];
    all.extend_from_slice(accounts::SCHEDULES);
    all.extend_from_slice(territory::SCHEDULES);
    all.extend_from_slice(observatory::SCHEDULES);
    all.extend_from_slice(corpus::SCHEDULES);
    all.extend_from_slice(plan::SCHEDULES);
    all.extend_from_slice(meetings::SCHEDULES);
    all.extend_from_slice(surveys::SCHEDULES);
    all.extend_from_slice(reports::SCHEDULES);
    all.extend_from_slice(councils::SCHEDULES);
    all.extend_from_slice(assemblies::SCHEDULES);
    all.extend_from_slice(applications::SCHEDULES);
    all.extend_from_slice(programming::SCHEDULES);
    all.extend_from_slice(directory::SCHEDULES);
    all.extend_from_slice(circles::SCHEDULES);
    all.extend_from_slice(agreements::SCHEDULES);
    all.extend_from_slice(funds::SCHEDULES);
    all.extend_from_slice(evaluation::SCHEDULES);
    all
}

/// What is erased again when an older backup comes back, and what is over by its date.
pub fn erased_again<'a>(erasables: &'a [Erasable], traces: &'a [&'static str]) -> Again<'a> {
    Again { erasables, purges: &[purge_answers, purge_words, purge_meetings], traces }
}

/// Everything somebody may have taken back.
pub fn erasables() -> Vec<Erasable> {
    // Notes first: they take the sentences that spoke for them.
    [meetings::facade::ERASABLES, corpus::facade::ERASABLES, surveys::facade::ERASABLES].concat()
}

/// Tables whose pages are cleaned of it.
pub fn erased_tables() -> Vec<&'static str> {
    [meetings::facade::TRACES, corpus::facade::TRACES, surveys::facade::TRACES].concat()
}

fn purge_answers<'a>(tx: &'a mut Tx, outside: &'a kernel::Outside, actor: &'a Actor) -> Purged<'a> {
    Box::pin(async move { surveys::actions::purge(tx, outside, actor).await.map(|_| ()) })
}

fn purge_words<'a>(tx: &'a mut Tx, outside: &'a kernel::Outside, actor: &'a Actor) -> Purged<'a> {
    Box::pin(async move { corpus::actions::purge(tx, outside, actor).await.map(|_| ()) })
}

fn purge_meetings<'a>(tx: &'a mut Tx, outside: &'a kernel::Outside, actor: &'a Actor) -> Purged<'a> {
    Box::pin(async move { meetings::actions::purge(tx, outside, actor).await.map(|_| ()) })
}

type Purged<'a> = web::house::Boxed<'a, kernel::Outcome<()>>;

/// Who knows sessions.
pub fn gatekeeper() -> Arc<dyn Gatekeeper> {
    Arc::new(accounts::facade::Gate)
}

/// The links of the header: what a visitor comes for, then the way in for those who work here.
pub fn links(actor: &Actor) -> Vec<Link> {
    let mut links = vec![
        Link::new("Mon quartier", "/mon-quartier"),
        Link::new("Les besoins entendus", "/besoins"),
        Link::new("Le contrat", "/contrat"),
        Link::new("Les actions", "/actions"),
    ];
    // The second factor is asked for at the door: a link that leads to it is no dead end.
    let opens = |act| {
        matches!(actor.may_somewhere(act), Verdict::Allowed(_) | Verdict::SecondFactorMissing(_))
            && actor.person().is_some()
    };
    if opens(&site::acts::OPEN_BACK_OFFICE) {
        links.push(Link::new("Gestion", "/gestion"));
    }
    if opens(&directory::acts::FILL) {
        links.push(Link::new("Mon association", "/mon-association"));
    }
    if actor.holds_any(applications::acts::CARRY.functions) {
        links.push(Link::new("Mes dossiers", "/dossiers"));
        links.push(Link::new("Mes conventions", "/conventions"));
    }
    if actor.holds_any(&[Function::CouncilMember]) {
        links.push(Link::new("Mon conseil", "/conseil"));
    }
    links
}
