//! What other slices may ask of the councils.

use std::sync::OnceLock;

use database::{Result, Tx};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, Outcome, Outside, Uuid, french};
use web::Keys;
use web::house::Boxed;

pub use crate::actions::index_all;
use crate::actions::{self, place};
use crate::rules::{CollegeKind, Council, DAYS_WITHOUT_ANSWER, DrawState, SeatState, Sex, StructureState, is_empty};
use crate::store::draw::Draw;
use crate::store::seat::Seat;
use crate::{acts, store};

/// A council in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouncilBrief {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its contract.
    pub contract: Option<Uuid>,
    /// Its neighbourhoods.
    pub area_ids: Vec<Uuid>,
}

/// Every council, by name.
///
/// # Errors
/// The database failed.
pub async fn councils(tx: &mut Tx) -> Result<Vec<CouncilBrief>> {
    let brief = |council: crate::rules::Council| CouncilBrief {
        id: council.id,
        name: council.terms.name,
        contract: council.terms.contract,
        area_ids: council.terms.areas,
    };
    Ok(store::council::all(tx).await?.into_iter().map(brief).collect())
}

/// A council that sits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// Where its life is kept.
    pub managed_at: String,
    /// Where everybody reads its minutes, if they are public.
    pub minutes_at: Option<String>,
    /// Where everybody reads what the body says of itself, in its own voice.
    pub voice_at: String,
}

/// What a council became, if it sits.
pub type Sits = for<'a> fn(&'a mut Tx, Uuid) -> Boxed<'a, Result<Option<Life>>>;

static SITS: OnceLock<Sits> = OnceLock::new();

/// Told once, at start, by whoever knows every slice: what a council becomes once it sits.
pub fn tell_sits(sits: Sits) {
    let _ = SITS.set(sits);
}

/// What a council became, if it sits.
pub(crate) async fn sits(tx: &mut Tx, council: Uuid) -> Result<Option<Life>> {
    match SITS.get() {
        Some(ask) => ask(tx, council).await,
        None => Ok(None),
    }
}

/// What changed among those who sit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Half of the council was renewed: these seats are over.
    Left(Vec<Uuid>),
    /// Somebody accepted a seat.
    Accepted,
}

/// What is done around an act: time and chance, secrets, the town's time zone.
pub type Around<'a> = (&'a Outside, &'a Keys, &'a TimeZone);

/// What follows when those who sit in a council change: mandates end, others begin.
pub type Follows = for<'a> fn(&'a mut Tx, Around<'a>, &'a Actor, Uuid, Moved) -> Boxed<'a, Outcome<()>>;

static FOLLOWS: OnceLock<Follows> = OnceLock::new();

/// Told once, at start, by whoever knows every slice: what follows when those who sit in a council change.
pub fn tell_moved(follows: Follows) {
    let _ = FOLLOWS.set(follows);
}

/// Tells whoever keeps the life of a council that those who sit changed.
pub(crate) async fn moved(tx: &mut Tx, around: Around<'_>, actor: &Actor, council: Uuid, what: Moved) -> Outcome<()> {
    match FOLLOWS.get() {
        Some(follow) => follow(tx, around, actor, council, what).await,
        None => Ok(()),
    }
}

/// What was set for a council, for whoever makes it sit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetUp {
    /// Its name, contract and neighbourhoods.
    pub brief: CouncilBrief,
    /// What it is for.
    pub purpose: String,
    /// Who carries it.
    pub support: String,
    /// Where it meets.
    pub place: String,
    /// Its charter.
    pub charter: String,
    /// First day of the mandate.
    pub starts_on: Option<Date>,
    /// Length of the mandate, in months.
    pub mandate_months: i64,
    /// After how many months half of it is renewed.
    pub renewal_months: Option<i64>,
}

/// What was set for a council.
///
/// # Errors
/// The database failed.
pub async fn set_up(tx: &mut Tx, id: Uuid) -> Result<Option<SetUp>> {
    let Some(Council { id, terms, .. }) = store::council::by_id(tx, id).await? else { return Ok(None) };
    let brief = CouncilBrief { id, name: terms.name, contract: terms.contract, area_ids: terms.areas };
    let (starts_on, mandate_months, renewal_months) = (terms.starts_on, terms.mandate_months, terms.renewal_months);
    let (purpose, support, place, charter) = (terms.purpose, terms.support, terms.place, terms.charter);
    Ok(Some(SetUp { brief, purpose, support, place, charter, starts_on, mandate_months, renewal_months }))
}

/// Somebody drawn who accepted to sit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    /// Her seat.
    pub seat: Uuid,
    /// First name and name.
    pub name: String,
    /// Where to write to her; empty, when nowhere.
    pub email: String,
    /// Whether she sits for residents.
    pub is_of_residents: bool,
    /// The structure she speaks for, or nothing.
    pub structure: String,
    /// As the list she comes from says it; nothing when it does not.
    pub is_woman: Option<bool>,
    /// Whether she agreed that her name be read by all.
    pub is_name_public: bool,
    /// When she accepted.
    pub accepted_on: Date,
}

/// Those who accepted a seat of the last sealed draw of each college, in the order they were called, for whoever may call
/// them.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn sitting(tx: &mut Tx, keys: &Keys, actor: &Actor, council: Uuid) -> Outcome<Vec<Sitting>> {
    let council = actions::council(tx, actor, &acts::CALL, council).await?;
    let mut all = Vec::new();
    for college in store::council::colleges(tx, council.id).await? {
        let draws = store::draw::of_college(tx, college.id).await?;
        let Some(last) = draws.iter().find(|draw| draw.is_seated()) else { continue };
        let (.., called) = actions::called(tx, keys, actor, (last.id, &acts::CALL)).await?;
        for one in called.into_iter().filter(|one| one.seat.state == SeatState::Accepted) {
            let Some(person) = one.person else { continue };
            let candidate = store::pool::by_id(tx, one.seat.candidate).await?;
            let structure = match candidate.as_ref().and_then(|candidate| candidate.structure) {
                Some(id) => store::structure::by_id(tx, id).await?.map(|structure| structure.name),
                None => None,
            };
            all.push(Sitting {
                seat: one.seat.id,
                name: person.full_name(),
                email: person.email,
                is_of_residents: college.kind == CollegeKind::Residents,
                structure: structure.unwrap_or_default(),
                is_woman: candidate.and_then(|candidate| match candidate.sex {
                    Sex::Woman => Some(true),
                    Sex::Man => Some(false),
                    Sex::Unknown => None,
                }),
                is_name_public: one.seat.is_name_public,
                accepted_on: one.seat.state_on,
            });
        }
    }
    Ok(all)
}

/// Says that somebody who sat left, so that her seat is given to the next of the list; where that is done. The slice that
/// knows who sits answers for the right: whoever leads the body, or herself. Nothing is said when the seat is no longer hers.
///
/// # Errors
/// The database failed.
pub async fn seat_left(tx: &mut Tx, (outside, zone): (&Outside, &TimeZone), actor: &Actor, seat: Uuid) -> Outcome<()> {
    actions::note_left(tx, (outside, zone), actor, seat).await
}

/// Where the seats of a draw are filled again, from one of them.
///
/// # Errors
/// The database failed.
pub async fn calls_path(tx: &mut Tx, seat: Uuid) -> Result<Option<String>> {
    let seat = store::seat::by_id(tx, seat).await?;
    Ok(seat.map(|seat| format!("/gestion/tirages/{}/appels", seat.draw)))
}

/// A college in a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CollegeBrief {
    /// Which.
    pub id: Uuid,
    /// Residents, or local actors.
    pub is_of_residents: bool,
    /// Seats.
    pub seats: i64,
}

/// The colleges of a council, residents first.
///
/// # Errors
/// The database failed.
pub async fn colleges(tx: &mut Tx, council: Uuid) -> Result<Vec<CollegeBrief>> {
    let brief = |college: crate::rules::College| CollegeBrief {
        id: college.id,
        is_of_residents: college.kind == crate::rules::CollegeKind::Residents,
        seats: college.terms.seats,
    };
    Ok(store::council::colleges(tx, council).await?.into_iter().map(brief).collect())
}

/// Kinds of structure of a council, in order.
///
/// # Errors
/// The database failed.
pub async fn structure_kinds(tx: &mut Tx, council: Uuid) -> Result<Vec<(Uuid, String)>> {
    store::council::kinds(tx, council).await
}

/// How many times a draw was moved on.
///
/// # Errors
/// The database failed.
pub async fn draw_revision(tx: &mut Tx, draw: Uuid) -> Result<i64> {
    Ok(store::draw::by_id(tx, draw).await?.map_or(0, |draw| draw.revision))
}

/// Those called from a draw, in the order they were.
///
/// # Errors
/// The database failed.
pub async fn seats(tx: &mut Tx, draw: Uuid) -> Result<Vec<Uuid>> {
    Ok(store::seat::of_draw(tx, draw).await?.into_iter().map(|seat| seat.id).collect())
}

/// A draw that was announced and is not finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawToRun {
    /// Which.
    pub id: Uuid,
    /// The council, by name.
    pub council: String,
    /// Where it stands: « vivier clos ».
    pub state: &'static str,
}

impl DrawToRun {
    /// Where agents run it.
    pub fn path(&self) -> String {
        format!("/gestion/tirages/{}", self.id)
    }

    /// Where everybody follows it.
    pub fn open_path(&self) -> String {
        format!("/tirages/{}", self.id)
    }
}

/// Draws of the councils of a contract that were announced and are not finished.
///
/// # Errors
/// The database failed.
pub async fn draws_to_run(tx: &mut Tx, contract: Uuid) -> Result<Vec<DrawToRun>> {
    let mut all = Vec::new();
    for council in store::council::all(tx).await?.into_iter().filter(|one| one.terms.contract == Some(contract)) {
        for college in store::council::colleges(tx, council.id).await? {
            let draws = store::draw::of_college(tx, college.id).await?;
            let waits = |one: &&Draw| {
                matches!(one.state, DrawState::Prepared | DrawState::Frozen | DrawState::Published | DrawState::Drawn)
            };
            let name = &council.terms.name;
            let told = |one: &Draw| DrawToRun { id: one.id, council: name.clone(), state: one.state.french() };
            all.extend(draws.iter().filter(waits).map(told));
        }
    }
    Ok(all)
}

/// What awaits this person here: likely duplicates, candidacies to look at, seats to fill, those who do not answer.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    let mut all = Vec::new();
    if !actor.may_somewhere(&acts::GATHER).is_allowed() {
        return Ok(all);
    }
    let counted =
        |count: usize, one: &str, many: &str| french::count(i64::try_from(count).unwrap_or(i64::MAX), one, many);
    for council in store::council::all(tx).await? {
        let name = &council.terms.name;
        if !actor.may(&acts::GATHER, &place(&council.terms)).is_allowed() {
            continue;
        }
        let is_received = |one: &&store::structure::Structure| one.state == StructureState::Received;
        let received = store::structure::of_council(tx, council.id).await?.iter().filter(is_received).count();
        if received > 0 {
            let what =
                format!("Examiner {}", counted(received, "candidature de structure", "candidatures de structures"));
            all.push(Awaited::new(what, name, format!("/gestion/conseils/{}/structures", council.id)));
        }
        for college in store::council::colleges(tx, council.id).await? {
            let doubts = store::doubt::count_open(tx, college.id).await?;
            if doubts > 0 {
                let what = format!("Décider de {}", french::count(doubts, "doublon possible", "doublons possibles"));
                all.push(Awaited::new(what, name, format!("/gestion/colleges/{}/doublons", college.id)));
            }
            if !actor.may(&acts::CALL, &place(&council.terms)).is_allowed() {
                continue;
            }
            let draws = store::draw::of_college(tx, college.id).await?;
            let Some(last) = draws.iter().find(|draw| draw.is_seated()) else { continue };
            let seats = store::seat::of_draw(tx, last.id).await?;
            let path = format!("/gestion/tirages/{}/appels", last.id);
            let is_given = |seat: &Seat| seats.iter().any(|other| other.replaces == Some(seat.id));
            let empty = seats.iter().filter(|seat| is_empty(seat.state) && !is_given(seat)).count();
            if empty > 0 && !actions::is_followed(tx, last.id).await? {
                let what = format!("Pourvoir {}", counted(empty, "siège", "sièges"));
                all.push(Awaited::new(what, name, path.clone()));
            }
            let today = now.day(&jiff::tz::TimeZone::UTC);
            let late = |seat: &&Seat| {
                matches!(seat.state, SeatState::Sent | SeatState::Reminded)
                    && i64::from((today - seat.state_on).get_days()) >= DAYS_WITHOUT_ANSWER
            };
            let late = seats.iter().filter(late).count();
            if late > 0 {
                let what = format!("Relancer {}", counted(late, "personne tirée au sort", "personnes tirées au sort"));
                all.push(Awaited::new(what, "Sans réponse depuis quinze jours.", path));
            }
        }
    }
    Ok(all)
}
