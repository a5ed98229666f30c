//! The words of the consultation: imagined sentences, most of them reviewed, part of them coded, so that every page of the
//! corpus has something to show.

use std::collections::BTreeMap;

use corpus::actions::{self, Decision};
use corpus::facade::{Batch, Words};
use database::Tx;
use kernel::{Actor, Breakdown, Function, Grant, Outcome, Outside, Person, Scope, Uuid};
use web::Keys;

use super::SignIn;
use crate::Demonstration;
use crate::people::Role;
use crate::words::Said;

/// Who acts, but for coding, which is somebody's own reading.
const ACTOR: Actor = Actor::Platform("démonstration");

/// Sentences coded, from the first of the draw.
const CODED: usize = 120;

/// Sentences that a second person coded too.
const CODED_TWICE: usize = 24;

/// One in so many of them she reads otherwise.
const READ_OTHERWISE: usize = 9;

/// Sentences reviewed together.
const REVIEWED_AT_ONCE: usize = 50;

/// Puts the words of a consultation; neighbourhoods are named by their keys.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn words(
    tx: &mut Tx,
    outside: &Outside,
    keys: &Keys,
    told: &Demonstration,
    (consultation, areas): (Uuid, &BTreeMap<String, Uuid>),
    people: &[SignIn],
) -> Outcome<()> {
    let file = &told.words;
    let channels = listening::facade::words::channels(tx, consultation).await?;
    let channel = |code: &str| {
        let label = told.consultation.channels.iter().find(|one| one.code == code).map(|one| one.label.as_str());
        channels.iter().find(|one| Some(one.label.as_str()) == label).map(|one| one.id)
    };
    let gatherings = listening::facade::words::gatherings(tx, consultation).await?;
    let batch = |channel: Option<Uuid>, audience: &str, area: Option<Uuid>, said: &[Said]| Batch {
        consultation,
        channel,
        gathering: gatherings.iter().find(|one| area.is_some() && one.area == area).map(|one| one.id),
        deletion_code: None,
        words: said
            .iter()
            .map(|one| Words { area, audience: audience.to_owned(), text: one.text.clone(), ..Words::default() })
            .collect(),
    };
    let mut truth: BTreeMap<Uuid, Said> = BTreeMap::new();
    let answers = file.online_answers();
    let mut all = vec![(batch(channel(&file.online.channel), &file.online.audience, None, &answers), answers)];
    for workshop in &file.workshops {
        let said = file.workshop(workshop);
        let area = areas.get(&workshop.neighbourhood).copied();
        all.push((batch(channel("workshop"), "habitants", area, &said), said));
    }
    for (batch, said) in all {
        let taken = actions::take_in(tx, outside, keys, &ACTOR, &batch).await?;
        truth.extend(taken.into_iter().map(|one| one.id).zip(said));
    }
    reviewed(tx, outside, &truth).await?;
    let heard = |text: &String| Said { text: text.clone(), codes: Vec::new() };
    let waiting: Vec<Said> = file.telephone.sentences.iter().map(heard).collect();
    let waiting = batch(channel(&file.telephone.channel), &file.telephone.audience, None, &waiting);
    actions::take_in(tx, outside, keys, &ACTOR, &waiting).await?;

    actions::begin_codebook(tx, outside, &ACTOR, consultation).await?;
    let setting = corpus::Setting { is_published: true, ..corpus::Setting::default() };
    actions::set(tx, outside, &ACTOR, consultation, &setting).await?;
    coded(tx, outside, told, consultation, &truth, people).await
}

async fn reviewed(tx: &mut Tx, outside: &Outside, truth: &BTreeMap<Uuid, Said>) -> Outcome<()> {
    let decision = |(id, said): (&Uuid, &Said)| Decision {
        id: *id,
        revision: 1,
        is_accepted: true,
        text: corpus::facade::masked(&said.text),
        is_confirmed: true,
    };
    let decisions: Vec<Decision> = truth.iter().map(decision).collect();
    for some in decisions.chunks(REVIEWED_AT_ONCE) {
        actions::review(tx, outside, &ACTOR, some).await?;
    }
    Ok(())
}

/// Codes the first of the draw as the project manager, and a part of them as the facilitator, who reads some otherwise.
async fn coded(
    tx: &mut Tx,
    outside: &Outside,
    told: &Demonstration,
    consultation: Uuid,
    truth: &BTreeMap<Uuid, Said>,
    people: &[SignIn],
) -> Outcome<()> {
    let themes = corpus::facade::themes(tx, consultation).await?;
    let drawn = corpus::facade::drawn(tx, consultation).await?;
    let of = |id: &Uuid| -> Vec<Uuid> {
        let codes = truth.get(id).map_or(&[][..], |said| said.codes.as_slice());
        themes.iter().filter(|theme| codes.contains(&theme.code)).map(|theme| theme.id).collect()
    };
    let readers =
        [(Role::ProjectLead, Function::ProjectManager, CODED), (Role::Facilitator, Function::Interviewer, CODED_TWICE)];
    for (role, function, count) in readers {
        let person = told.people.people.iter().find(|one| one.role == role);
        let signed = person.and_then(|person| people.iter().find(|one| one.email == person.email));
        let signed = signed.ok_or_else(|| Breakdown::because("nobody to code the words of the demonstration"))?;
        let actor = Actor::Person(Person {
            account: signed.account,
            session: outside.uuid(),
            name: signed.name.clone(),
            grants: vec![Grant { function, scope: Scope::EVERYWHERE }],
            has_second_factor: true,
            acting_for: None,
        });
        // Sentences of the same themes are coded in one gesture.
        let mut gestures: BTreeMap<Vec<Uuid>, Vec<Uuid>> = BTreeMap::new();
        for (rank, id) in drawn.iter().take(count).enumerate() {
            let mut chosen = of(id);
            if role == Role::Facilitator && rank % READ_OTHERWISE == READ_OTHERWISE - 1 {
                chosen.pop();
            }
            gestures.entry(chosen).or_default().push(*id);
        }
        for (chosen, ids) in gestures {
            actions::code(tx, outside, &actor, consultation, &ids, &chosen).await?;
        }
    }
    Ok(())
}
