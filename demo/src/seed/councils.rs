//! A citizen council with its pool, the draw of its residents, sealed and replayable, and the one of its actors, announced.

use std::collections::BTreeMap;

use councils::actions::{
    self, Announcement, Answered, Birth, ChanceKind, CouncilTerms, DrawKind, NewCouncil, NewStructure, Newcomer,
    Origin, Person, STRUCTURE_KINDS, SeatState, Sex, Step, Typed, Way,
};
use councils::facade;
use database::Tx;
use jiff::tz::TimeZone;
use kernel::{Actor, Breakdown, Cents, Outcome, Outside, Uuid};
use web::Keys;

use crate::Demonstration;
use crate::councils::roll;

/// Who acts.
const ACTOR: Actor = Actor::Platform("démonstration");

fn missing(what: &str) -> Breakdown {
    Breakdown::because(format!("the demonstration has no {what}"))
}

/// Opens the council, gathers its pool, draws its residents.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn councils(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    told: &Demonstration,
    areas: &BTreeMap<String, Uuid>,
    contract: Uuid,
) -> Outcome<()> {
    let file = &told.councils;
    let own: Vec<Uuid> = file.council.areas.iter().filter_map(|key| areas.get(key).copied()).collect();
    let terms = CouncilTerms {
        name: file.council.name.clone(),
        purpose: file.council.purpose.clone(),
        contract: Some(contract),
        areas: own.clone(),
        support: file.council.support.clone(),
        budget: Some(Cents(file.council.budget)),
        place: file.council.place.clone(),
        charter: file.council.charter.clone(),
        ..CouncilTerms::default()
    };
    let new = NewCouncil {
        terms,
        residents: file.council.residents,
        actors: file.council.actors,
        kinds: STRUCTURE_KINDS.map(str::to_owned).to_vec(),
    };
    let council = actions::open_council(tx, outside, &ACTOR, new).await?;
    let colleges = facade::colleges(tx, council).await?;
    let residents = colleges.iter().find(|one| one.is_of_residents).ok_or_else(|| missing("residents"))?.id;
    let actors = colleges.iter().find(|one| !one.is_of_residents).ok_or_else(|| missing("actors"))?.id;
    let zone = TimeZone::UTC;
    for (rank, area) in own.iter().enumerate() {
        let text = roll(&file.pool, rank, own.len());
        let name = format!("liste-fictive-{}.csv", rank + 1);
        let at = (residents, Origin::Roll);
        let brought = actions::Brought::open((outside, keys), &name, text.into_bytes()).await?;
        let held = actions::hold_file(tx, (outside, keys, &zone), &ACTOR, at, brought).await?;
        actions::import_whole(tx, (outside, keys, &zone), &ACTOR, held, *area).await?;
    }
    structures(tx, (outside, keys, &zone), told, council).await?;
    draw(tx, (outside, keys, &zone), told, residents).await?;
    let announcement = announcement(told, (outside, &zone));
    actions::announce(tx, (outside, &zone), &ACTOR, actors, announcement).await?;
    Ok(())
}

fn announcement(told: &Demonstration, (outside, zone): (&Outside, &TimeZone)) -> Announcement {
    Announcement {
        kind: DrawKind::Whole,
        letters: None,
        young_weight: None,
        session_on: Some(outside.now().day(zone)),
        session_place: told.councils.draw.place.clone(),
        chance: ChanceKind::DiceThenBeacon,
        beacon_source: told.councils.draw.beacon_source.clone(),
        signed_by: None,
        reason: String::new(),
    }
}

async fn structures(
    tx: &mut Tx,
    around: (&Outside, &Keys, &TimeZone),
    told: &Demonstration,
    council: Uuid,
) -> Outcome<()> {
    let kinds = facade::structure_kinds(tx, council).await?;
    let pool = &told.councils.pool;
    let mut turn = 0;
    for one in &told.councils.structures {
        let kind = kinds.get(one.kind).map(|kind| kind.0);
        for name in &one.names {
            let mut people = Vec::new();
            for (end, sex, list) in [("1", Sex::Woman, &pool.women), ("2", Sex::Man, &pool.men)] {
                let at = |list: &[String], rank: usize| list.get(rank % list.len().max(1)).cloned().unwrap_or_default();
                let person = Person {
                    birth_name: at(&pool.names, turn * 7 + 1),
                    forenames: at(list, turn),
                    birth: Birth::Unknown,
                    ..Person::default()
                };
                people.push((end, Newcomer { person, sex, area: None, structure: None }));
                turn += 1;
            }
            let new = NewStructure { name: name.clone(), kind, area: None, is_local: true, is_linked: false, people };
            let structure = actions::put_forward(tx, around, &ACTOR, council, new).await?;
            actions::decide_structure(tx, around.0, &ACTOR, (structure, 1), (true, "")).await?;
        }
    }
    Ok(())
}

async fn draw(tx: &mut Tx, around: (&Outside, &Keys, &TimeZone), told: &Demonstration, residents: Uuid) -> Outcome<()> {
    let (outside, keys, zone) = around;
    let file = &told.councils.draw;
    let id = actions::announce(tx, (outside, zone), &ACTOR, residents, announcement(told, (outside, zone))).await?;
    actions::step_now(tx, (outside, keys), &ACTOR, id, Step::Freeze).await?;
    actions::step_now(tx, (outside, keys), &ACTOR, id, Step::Publish).await?;
    let number = Some(file.dice);
    let mut revision = facade::draw_revision(tx, id).await?;
    actions::read_dice(tx, outside, &ACTOR, (id, revision), (number, number)).await?;
    revision = facade::draw_revision(tx, id).await?;
    let typed = Typed { value: file.beacon.clone(), ..Typed::default() };
    actions::read_beacon(tx, outside, &ACTOR, (id, revision), &typed).await?;
    revision = facade::draw_revision(tx, id).await?;
    actions::seal(tx, around, &ACTOR, (id, revision), &file.witnesses).await?;
    actions::note_letters(tx, around, &ACTOR, id, false).await?;
    for (rank, seat) in facade::seats(tx, id).await?.into_iter().enumerate() {
        let state = match rank {
            0..9 => SeatState::Accepted,
            9 => SeatState::Refused,
            _ => continue,
        };
        let answered = Answered { state, way: Way::Telephone, note: String::new(), is_name_public: rank % 3 == 0 };
        actions::note_answer(tx, around, &ACTOR, (seat, 2), answered).await?;
    }
    Ok(())
}
