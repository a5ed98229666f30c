//! The committee: a first wave decided and told, a second decided, the rest in progress on the table.

use std::collections::BTreeMap;

use ::applications::facade::{self, Funding};
use database::Tx;
use kernel::{Outcome, Outside, Uuid};
use programming::actions::committees::{amend_committee, make_wave, open_committee};
use programming::actions::freezing;
use programming::actions::letters::{self, Sender};
use programming::actions::scenarios::draw_scenario;
use programming::actions::voting::{Said as SaidOfLine, say};
use programming::actions::{Ballot, CommitteeTerms, Decision, Recipe};

use super::acting::{PLATFORM, missing};
use super::applications::Sown;
use super::assessment::{Desk, said};
use crate::applications::{Fate, Said};

/// Where the platform of the demonstration is said to be, in letters that nobody receives.
const ADDRESS: &str = "https://demo.parvis.example";

/// Envelopes by key, with what is left of each.
struct Money {
    envelopes: BTreeMap<String, (Uuid, i64)>,
    grazailles: Option<Uuid>,
}

/// The committee in progress, with its envelopes already open.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn committee(
    tx: &mut Tx,
    desk: Desk<'_>,
    envelopes: BTreeMap<String, Uuid>,
    areas: &BTreeMap<String, Uuid>,
) -> Outcome<()> {
    let (calendar, claire) = (desk.calendar, desk.cast.named("claire.vidal")?);
    let call = desk.call()?;
    let of_committee = |days: i64| CommitteeTerms {
        title: desk.told.calls.committee.title.clone(),
        held_on: calendar.day(days),
        place: desk.told.calls.committee.place.clone(),
        chair: desk.told.calls.committee.chair.clone(),
        present: desk.told.calls.committee.present.trim().to_owned(),
    };
    let committee = open_committee(tx, &calendar.at(-30, 0), claire, call.id, of_committee(-21)).await?;
    let told = &desk.told.calls.committee;
    for aid in &told.aids {
        letters::add_aid(tx, &calendar.at(-30, 5), claire, committee, (&aid.title, &aid.holder, &aid.address)).await?;
    }
    let left = |key: &str| {
        let file = &desk.told.calls.envelopes;
        let own = file.iter().find(|one| one.key == key).map_or(0, |one| one.euros);
        let aside: i64 = file.iter().filter(|one| one.within.as_deref() == Some(key)).map(|one| one.euros).sum();
        (own - aside) * 100
    };
    let envelopes = envelopes.into_iter().map(|(key, id)| {
        let left = left(&key);
        (key, (id, left))
    });
    let mut money = Money { envelopes: envelopes.collect(), grazailles: areas.get("grazailles").copied() };

    wave(tx, desk, (committee, &told.first_wave, Fate::Wave1), (1, -22), &mut money).await?;
    tell(tx, desk, committee).await?;
    amend_committee(tx, &calendar.at(-15, 0), claire, (committee, 1), of_committee(0)).await?;
    wave(tx, desk, (committee, &told.second_wave, Fate::Wave2), (2, -3), &mut money).await?;
    let then = calendar.at(-1, 0);
    for one in desk.current().filter(|one| matches!(one.told.fate, Fate::Proposed | Fate::Today)) {
        lines(tx, desk, (committee, one), &then, &mut money).await?;
    }
    for (title, recipe, permille) in
        [("Neuf dixièmes pour tous", Recipe::Share, 900), ("Au prorata des enveloppes", Recipe::Prorata, 0)]
    {
        draw_scenario(tx, &then, claire, committee, (title, Some(recipe), permille, None)).await?;
    }
    Ok(())
}

/// Makes a wave, has its lines voted and freezes them.
async fn wave(
    tx: &mut Tx,
    desk: Desk<'_>,
    (committee, title, fate): (Uuid, &str, Fate),
    (revision, days): (i64, i64),
    money: &mut Money,
) -> Outcome<()> {
    let claire = desk.cast.named("claire.vidal")?;
    let own: Vec<&Sown> = desk.current().filter(|one| one.told.fate == fate).collect();
    let projects: Vec<Uuid> = own.iter().flat_map(|one| &one.projects).map(|(id, _)| *id).collect();
    let then = desk.calendar.at(days, 0);
    make_wave(tx, &then, claire, committee, (title, &projects)).await?;
    for one in own {
        lines(tx, desk, (committee, one), &then, money).await?;
    }
    let view =
        programming::actions::desk::desk(tx, claire, &programming::acts_committee::READ_COMMITTEE, committee).await?;
    let wave = view.waves.iter().find(|(_, known)| known == title).map(|(id, _)| *id);
    let town = &desk.told.territory.intercommunality.name;
    let around = (&desk.calendar.at(days + 1, 0), desk.calendar.zone(), town.as_str());
    let asked = (Some(wave.ok_or_else(|| missing("wave"))?), revision);
    let minutes = freezing::draw(tx, around, claire, committee, asked).await?;
    let paper = freezing::set(minutes, around.0).await?;
    freezing::freeze(tx, around, claire, committee, asked, paper).await?;
    Ok(())
}

/// What each funder says of its lines of an application, or what is proposed of them.
async fn lines(
    tx: &mut Tx,
    desk: Desk<'_>,
    (committee, one): (Uuid, &Sown),
    then: &Outside,
    money: &mut Money,
) -> Outcome<()> {
    let call = desk.call()?;
    let claire = desk.cast.named("claire.vidal")?;
    for funding in facade::application_for(tx, &PLATFORM, one.id).await?.fundings {
        let funder = &desk.funder(call, &funding)?.key;
        let at = (one.id, funding.id, 0);
        match said(one, funder, &funding) {
            Some(Said::Proposed(euros)) => {
                let proposed = SaidOfLine { proposed: Some(Some(euros * 100)), ..SaidOfLine::default() };
                say(tx, then, claire, committee, at, proposed).await?;
            }
            Some(decided) => {
                let ballot = ballot(one, &funding, decided)?;
                let said = charged(desk, (funder, one), (&funding, ballot), money);
                say(tx, then, desk.cast.of_funder(funder)?, committee, at, said).await?;
            }
            None => {}
        }
    }
    Ok(())
}

fn ballot(one: &Sown, funding: &Funding, said: &Said) -> Outcome<Ballot> {
    let (word, cents) = said.decision(funding.asked.0).ok_or_else(|| missing("decision"))?;
    let decision = Decision::from_code(word).ok_or_else(|| missing(word))?;
    let own = one.projects.iter().find(|(id, _)| *id == funding.project).map_or("", |(_, told)| told.reason.as_str());
    let why = if one.told.renews { one.told.reason.as_str() } else { own };
    let is_conditional = decision == Decision::Conditional;
    Ok(Ballot {
        decision: Some(decision),
        cents: decision.gives().then_some(cents),
        reason: if decision.needs_reason() { why.to_owned() } else { String::new() },
        condition: if is_conditional { why.to_owned() } else { String::new() },
    })
}

/// A vote with the envelope it is charged on, and the reason when it takes more than what is left.
fn charged(
    desk: Desk<'_>,
    (funder, one): (&str, &Sown),
    (funding, ballot): (&Funding, Ballot),
    money: &mut Money,
) -> SaidOfLine {
    let given = ballot.given();
    let own = one.projects.iter().find(|(id, _)| *id == funding.project);
    let is_of_grazailles =
        funder == "etat" && money.grazailles.is_some() && own.is_some_and(|(_, told)| told.areas == ["grazailles"]);
    let key = if is_of_grazailles { "etat-grazailles" } else { funder };
    let mut over = String::new();
    let envelope = money.envelopes.get_mut(key).filter(|_| given > 0).map(|(id, left)| {
        *left -= given;
        if *left < 0 {
            over.clone_from(&desk.told.calls.committee.override_reason);
        }
        *id
    });
    SaidOfLine {
        proposed: Some(Some(if given > 0 { given } else { 0 })),
        ballot: Some(ballot),
        envelope,
        override_reason: over,
        amendment_reason: String::new(),
    }
}

/// Letters of what is frozen, made at once rather than out of sight: they are few.
async fn tell(tx: &mut Tx, desk: Desk<'_>, committee: Uuid) -> Outcome<()> {
    let claire = desk.cast.named("claire.vidal")?;
    let then = desk.calendar.at(-18, 0);
    let batch = letters::ask_letters(tx, &then, claire, committee).await?;
    let sender = Sender {
        zone: desk.calendar.zone().clone(),
        town: desk.told.territory.intercommunality.name.clone(),
        public_url: ADDRESS.to_owned(),
    };
    let (_, keys) = letters::left_to_make(tx, claire, batch).await?;
    for paper in letters::papers(tx, &sender, &then, claire, committee, &keys).await? {
        letters::keep_letter(tx, (&then, &sender), claire, (committee, batch), paper).await?;
    }
    // The job that would have made them finds nothing to do later, when other decisions wait for their letters.
    letters::stop_letters(tx, &then, claire, (committee, batch)).await?;
    Ok(())
}
