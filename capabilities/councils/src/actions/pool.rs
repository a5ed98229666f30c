//! Who may be drawn: people who come forward, those brought on paper, and the line each has.

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use territory::facade::Whereabouts;
use web::Keys;

use super::{college, secrets};
use crate::rules::{
    CandidateState, College, CollegeKind, Council, Facts, Known, Marks, Met, Origin, Person, Placed, Sex,
    StructureState, check_person, standing,
};
use crate::store::pool::Candidate;
use crate::{acts, store};

/// What surrounds an act on the pool: clock and chance, keys, the town's time zone.
pub type Around<'a> = (&'a Outside, &'a Keys, &'a TimeZone);

/// Most people who may put themselves forward in a minute, for one college.
const MOST_A_MINUTE: i64 = 60;

/// Somebody who comes into the pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Who.
    pub person: Person,
    /// Her sex.
    pub sex: Sex,
    /// The neighbourhood she says, or somebody says for her; found from her address otherwise.
    pub area: Option<Uuid>,
    /// Her structure.
    pub structure: Option<Uuid>,
}

/// The day ages are counted on, until the day of a draw is known.
pub(super) fn reference_day(council: &Council, (outside, _, zone): Around<'_>) -> Date {
    council.terms.starts_on.unwrap_or_else(|| outside.now().day(zone))
}

/// Ages that count in a council.
pub(super) const fn bounds(council: &Council) -> (i64, i64) {
    (council.terms.least_age, council.terms.young_age)
}

/// Where somebody lives: as she says, or as her address says.
pub(super) async fn place_of(tx: &mut Tx, person: &Person, said: Option<Uuid>) -> Outcome<(Option<Uuid>, Placed)> {
    if let Some(area) = said {
        return Ok((Some(area), Placed::ByHand));
    }
    if person.street.is_empty() {
        return Ok((None, Placed::Unknown));
    }
    Ok(match territory::facade::whereabouts(tx, &person.address_line()).await? {
        Whereabouts::Inside { area, is_sure: true } => (Some(area), Placed::Sure),
        Whereabouts::Inside { area, is_sure: false } => (Some(area), Placed::Probable),
        Whereabouts::Outside => (None, Placed::Outside),
        Whereabouts::Unknown => (None, Placed::Unknown),
    })
}

/// Sets where somebody stands from what is known of her.
pub(super) fn settle(council: &Council, kind: CollegeKind, one: &mut Candidate, structure: Option<StructureState>) {
    if matches!(one.state, CandidateState::Kept | CandidateState::SetAside) {
        let facts = Facts { age: one.age, area: one.area, placed: one.placed, structure };
        let (state, reason) = standing(kind, &council.terms.areas, facts);
        (one.state, one.reason) = (state, reason.to_owned());
    }
}

/// Puts somebody in the pool, or completes the line she has already. Gives her line.
pub(super) async fn enter(
    tx: &mut Tx,
    around: Around<'_>,
    (council, college): (&Council, &College),
    origin: Origin,
    new: Newcomer,
) -> Outcome<Uuid> {
    let (outside, keys, _) = around;
    let marks = secrets::marks(keys, college.id, &new.person);
    let known = Known::new(store::pool::marks_of_name(tx, college.id, &marks.name).await?);
    let met = known.meet(&marks);
    if let Met::Herself(id) = met {
        complete(tx, around, college.id, id, &new.person).await?;
        store::pool::touch(tx, id).await?;
        return Ok(id);
    }
    let (area, placed) = match college.kind {
        CollegeKind::Residents => place_of(tx, &new.person, new.area).await?,
        CollegeKind::Actors => (new.area, Placed::ByHand),
    };
    let structure = match new.structure {
        Some(id) => store::structure::by_id(tx, id).await?.map(|structure| structure.state),
        None => None,
    };
    let id = outside.uuid();
    let mut one = Candidate {
        id,
        college: college.id,
        origin,
        source: None,
        line: None,
        sex: new.sex,
        age: new.person.birth.age(reference_day(council, around), bounds(council)),
        area,
        placed,
        structure: new.structure,
        household: secrets::household(keys, college.id, &new.person),
        state: CandidateState::Kept,
        reason: String::new(),
        merged_into: None,
        added_at: outside.now(),
        revision: 1,
    };
    settle(council, college.kind, &mut one, structure);
    let sealed = secrets::seal(keys, outside, id, &new.person)?;
    store::pool::insert(tx, &[(one, sealed, marks)]).await?;
    if let Met::Perhaps(others) = met {
        for (other, why) in others {
            store::doubt::insert(tx, outside.uuid(), college.id, (other, id), why).await?;
        }
    }
    Ok(id)
}

/// Adds to a line what another one of the same person knows.
pub(super) async fn complete(
    tx: &mut Tx,
    (outside, keys, _): Around<'_>,
    college: Uuid,
    id: Uuid,
    other: &Person,
) -> Outcome<bool> {
    let Some(sealed) = store::pool::person(tx, id).await? else { return Ok(false) };
    let before = secrets::open(keys, id, &sealed)?;
    let after = before.clone().completed_by(other);
    if after == before {
        return Ok(false);
    }
    let marks: Marks = secrets::marks(keys, college, &after);
    store::pool::save_person(tx, id, &secrets::seal(keys, outside, id, &after)?, &marks).await?;
    Ok(true)
}

/// Refuses when the pool of a college is closed: a draw goes on.
pub(super) async fn open_pool(tx: &mut Tx, college: Uuid) -> Outcome<()> {
    if store::draw::is_pool_closed(tx, college).await? {
        let what = "Le vivier est clos : son empreinte est publiée. Il se rouvrira pour un prochain tirage.";
        return Err(Refusal::rule("Le vivier est clos", what).into());
    }
    Ok(())
}

/// Refuses when candidacies are over.
pub(super) fn open_candidacies(council: &Council, (outside, _, zone): Around<'_>) -> Outcome<()> {
    match council.terms.candidacies_until {
        Some(last) if last < outside.now().day(zone) => {
            let last = kernel::french::date(last);
            let what = format!(
                "Elles étaient reçues jusqu’au {last}. Le conseil en appellera d’autres pour son renouvellement."
            );
            Err(Refusal::rule("Les candidatures sont closes", what).into())
        }
        _ => Ok(()),
    }
}

/// The college of a council, open to candidacies.
pub(super) async fn open_college(
    tx: &mut Tx,
    around: Around<'_>,
    council: Uuid,
    kind: CollegeKind,
) -> Outcome<(Council, College)> {
    let council = store::council::by_id(tx, council).await?.ok_or(Refusal::NotFound)?;
    let colleges = store::council::colleges(tx, council.id).await?;
    let college = colleges.into_iter().find(|college| college.kind == kind).ok_or(Refusal::NotFound)?;
    open_candidacies(&council, around)?;
    open_pool(tx, college.id).await?;
    let since = around.0.now().plus_seconds(-60);
    if store::pool::volunteers_since(tx, college.id, since).await? >= MOST_A_MINUTE {
        return Err(Failure::Refused(Refusal::TooMany { retry_after_seconds: 60 }));
    }
    Ok((council, college))
}

fn check(form: &mut Filled<Newcomer>) {
    form.find(check_person(&form.value.person, true));
}

/// Somebody volunteers. Nothing of the answer says whether she was already in the pool.
///
/// # Errors
/// Candidacies or pool closed; something to correct; too many at once.
pub async fn volunteer(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    council: Uuid,
    new: impl Into<Filled<Newcomer>>,
) -> Outcome<()> {
    let (council, college) = open_college(tx, around, council, CollegeKind::Residents).await?;
    let mut form = new.into();
    check(&mut form);
    let new = Newcomer { structure: None, ..form.sound()? };
    let id = enter(tx, around, (&council, &college), Origin::Volunteer, new).await?;
    let detail = json!({ "acte": "candidature reçue" });
    let touched = [("candidate", id), ("candidate_person", id)];
    let entry = Entry::on(acts::VOLUNTEER.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, around.0, actor, entry).await?;
    Ok(())
}

/// An agent types a volunteer's form received on paper. Gives her line.
///
/// # Errors
/// Not this actor's; pool closed; something to correct.
pub async fn type_paper(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    id: Uuid,
    new: impl Into<Filled<Newcomer>>,
) -> Outcome<Uuid> {
    let (council, college) = college(tx, actor, &acts::GATHER, id).await?;
    open_pool(tx, college.id).await?;
    let mut form = new.into();
    check(&mut form);
    let new = Newcomer { structure: None, ..form.sound()? };
    let candidate = enter(tx, around, (&council, &college), Origin::Paper, new).await?;
    let touched = [("candidate_person", candidate), ("candidate", candidate)];
    let detail = json!({ "acte": "candidature sur papier saisie" });
    let entry = Entry::on(acts::GATHER.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, around.0, actor, entry).await?;
    Ok(candidate)
}
