//! A citizen council with its pool, the draw of its residents, sealed and replayable, and the one of its actors, announced.

use std::collections::BTreeMap;

use councils::actions::{
    self, Announcement, Answered, Birth, ChanceKind, CouncilTerms, DrawKind, NewCouncil, NewStructure, Newcomer,
    NumberRead, Origin, Person, STRUCTURE_KINDS, SeatState, Sex, Step, Typed, Way,
};
use councils::facade;
use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Breakdown, Cents, Outcome, Outside, Uuid};
use web::Keys;

use super::acting::earlier;
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
    (now, keys): (&Outside, &Keys),
    told: &Demonstration,
    areas: &BTreeMap<String, Uuid>,
    contract: Uuid,
) -> Outcome<()> {
    // The council was opened, and its pool gathered, before any draw was announced.
    let outside = &earlier(now, OPENED);
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
    draw(tx, (now, keys, &zone), told, residents).await?;
    let announcement = announcement(told, now.now().plus_days(COMING).day(&zone));
    actions::announce(tx, (&earlier(now, COMING_ANNOUNCED), &zone), &ACTOR, actors, announcement).await?;
    Ok(())
}

/// Days since the council was opened.
const OPENED: i64 = 45;
/// Days since the steps of the draw of residents: rules, pool, lottery, session, letters, answers. Rules are published a week and more
/// before the session, the lottery two days and more before the number.
const ANNOUNCED: i64 = 23;
const CLOSED: i64 = 13;
const PUBLISHED: i64 = 12;
const SESSION: i64 = 9;
const WRITTEN: i64 = 8;
const ANSWERED: i64 = 3;
/// Days since the rules of the draw of actors, and before its session.
const COMING_ANNOUNCED: i64 = 4;
const COMING: i64 = 10;

fn announcement(told: &Demonstration, session_on: Date) -> Announcement {
    Announcement {
        kind: DrawKind::Whole,
        letters: None,
        young_weight: None,
        session_on: Some(session_on),
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
    let (now, keys, zone) = around;
    let file = &told.councils.draw;
    let then = |days: i64| earlier(now, days);
    let announcement = announcement(told, then(SESSION).now().day(zone));
    let id = actions::announce(tx, (&then(ANNOUNCED), zone), &ACTOR, residents, announcement).await?;
    actions::step_now(tx, (&then(CLOSED), keys), &ACTOR, id, Step::Freeze).await?;
    actions::step_now(tx, (&then(PUBLISHED), keys), &ACTOR, id, Step::Publish).await?;
    let session = then(SESSION);
    let mut revision = facade::draw_revision(tx, id).await?;
    let number = NumberRead::twice(file.dice, "");
    actions::read_dice(tx, (&session, zone), &ACTOR, (id, revision), &number).await?;
    revision = facade::draw_revision(tx, id).await?;
    let typed = Typed { value: file.beacon.clone(), ..Typed::default() };
    actions::read_beacon(tx, &session, &ACTOR, (id, revision), &typed).await?;
    revision = facade::draw_revision(tx, id).await?;
    actions::seal(tx, (&session, keys, zone), &ACTOR, (id, revision), &file.witnesses).await?;
    actions::note_letters(tx, (&then(WRITTEN), keys, zone), &ACTOR, id, false).await?;
    let answered_at = then(ANSWERED);
    let around = (&answered_at, keys, zone);
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
