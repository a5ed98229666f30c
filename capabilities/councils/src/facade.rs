//! What other slices may ask of the councils.

use database::{Result, Tx};
use kernel::{Actor, Awaited, Moment, Uuid, french};

use crate::actions::place;
use crate::rules::{DAYS_WITHOUT_ANSWER, DrawState, SeatState, StructureState, is_empty};
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
        let is_received = |one: &&store::pool::Structure| one.state == StructureState::Received;
        let received = store::pool::structures(tx, council.id).await?.iter().filter(is_received).count();
        if received > 0 {
            let what =
                format!("Examiner {}", counted(received, "candidature de structure", "candidatures de structures"));
            all.push(Awaited::new(what, name, format!("/gestion/conseils/{}/structures", council.id)));
        }
        for college in store::council::colleges(tx, council.id).await? {
            let doubts = store::pool::open_doubts(tx, college.id).await?.len();
            if doubts > 0 {
                let what = format!("Décider de {}", counted(doubts, "doublon possible", "doublons possibles"));
                all.push(Awaited::new(what, name, format!("/gestion/colleges/{}/doublons", college.id)));
            }
            if !actor.may(&acts::CALL, &place(&council.terms)).is_allowed() {
                continue;
            }
            let draws = store::draw::of_college(tx, college.id).await?;
            let Some(last) = draws.first().filter(|draw| draw.state == DrawState::Sealed) else { continue };
            let seats = store::seat::of_draw(tx, last.id).await?;
            let path = format!("/gestion/tirages/{}/appels", last.id);
            let is_given = |seat: &Seat| seats.iter().any(|other| other.replaces == Some(seat.id));
            let empty = seats.iter().filter(|seat| is_empty(seat.state) && !is_given(seat)).count();
            if empty > 0 {
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
