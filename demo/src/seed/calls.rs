//! Calls for projects: what they say, whom they are for, who pays, when; and what each funder may give.

use std::collections::BTreeMap;

use ::applications::actions::call_publishing::publish;
use ::applications::actions::calls::{self, NewCall};
use ::applications::actions::{
    Attachment, CallFrame, CallFunder, CallSetting, IndicatorTool, Part, call_form, call_funders, toolbox,
};
use ::applications::facade::{self, CallBrief};
use accounts::OrganisationKind;
use database::Tx;
use jiff::civil::Time;
use kernel::{Cents, Outcome, Uuid};
use programming::actions::{EnvelopeTerms, Promise, assess_clock, envelopes};

use super::acting::{Calendar, PLATFORM, ZONE, missing};
use crate::Demonstration;
use crate::calls::{CallTold, FunderTold};

/// A call once it is published, with its year.
pub type Calls = BTreeMap<String, CallBrief>;

/// What the common form asks and the safe of an association holds already.
const IN_THE_SAFE: [(&str, &str); 3] = [
    ("rib", "Relevé d’identité bancaire"),
    ("comptes", "Comptes approuvés du dernier exercice"),
    ("rapport_activite", "Rapport d’activité"),
];

/// The toolbox of the contract: what every action may count the same way.
pub(super) const INDICATORS: [(&str, &str, &str); 5] = [
    ("P1", "Personnes du quartier présentes", "personnes"),
    ("P2", "Femmes et filles présentes", "personnes"),
    ("S1", "Séances tenues", "séances"),
    ("S2", "Sorties et temps forts", "sorties"),
    ("B1", "Bénévoles engagés", "bénévoles"),
];

/// Publishes the calls.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn calls(
    tx: &mut Tx,
    calendar: &Calendar,
    told: &Demonstration,
    areas: &BTreeMap<String, Uuid>,
    (contract, organisations): (Uuid, &BTreeMap<String, Uuid>),
) -> Outcome<Calls> {
    let nodes: BTreeMap<String, Uuid> =
        strategy::facade::nodes(tx, contract).await?.into_iter().map(|node| (node.code, node.id)).collect();
    let tools = INDICATORS.map(|(code, label, unit)| IndicatorTool {
        code: code.to_owned(),
        label: label.to_owned(),
        unit: unit.to_owned(),
    });
    let first = told.calls.calls.iter().map(|one| one.opens).min().unwrap_or_default();
    toolbox::write(tx, &calendar.at(first - 30, 0), &PLATFORM, (contract, 0), tools.to_vec()).await?;
    let mut all = Calls::new();
    for one in &told.calls.calls {
        let then = calendar.at(one.opens - 20, 0);
        let new = NewCall { contract: Some(contract), setting: setting(calendar, one) };
        let id = calls::open(tx, &then, &PLATFORM, new).await?;
        let frame = CallFrame {
            priorities: one.priorities.iter().filter_map(|code| nodes.get(code).copied()).collect(),
            areas: areas.values().copied().collect(),
            kinds: vec![OrganisationKind::Association.code().to_owned()],
            indicators: INDICATORS.iter().map(|(code, ..)| (*code).to_owned()).collect(),
            years: if one.key == "ouvert" { 1 } else { 3 },
        };
        calls::amend_frame(tx, &then, &PLATFORM, (id, 1), frame).await?;
        let mut revision = 2;
        for (key, label) in IN_THE_SAFE {
            let asked = Attachment {
                key: key.to_owned(),
                label: label.to_owned(),
                hint: "Inutile si la pièce est déjà dans le coffre de votre association.".to_owned(),
                part: Part::Application,
                is_required: false,
            };
            call_form::save_attachment(tx, &then, &PLATFORM, (id, revision), asked).await?;
            revision += 1;
        }
        for funder in &told.calls.funders {
            let organisation = *organisations.get(&funder.organisation).ok_or_else(|| missing(&funder.organisation))?;
            call_funders::add(tx, &then, &PLATFORM, (id, revision), paying(funder, organisation)).await?;
            revision += 1;
        }
        publish(tx, &calendar.at(one.opens - 8, 0), &PLATFORM, (id, revision), "").await?;
        assess_clock::promise(tx, &then, &PLATFORM, (id, 0), Promise::default()).await?;
        let brief = facade::call_brief(tx, id).await?.ok_or_else(|| missing("call"))?;
        all.insert(one.key.clone(), brief);
    }
    Ok(all)
}

/// The year of the call in committee: that of its projects, still to come when the year ends.
fn year(calendar: &Calendar) -> i64 {
    i64::from(calendar.day(60).year())
}

fn setting(calendar: &Calendar, one: &CallTold) -> CallSetting {
    let year = year(calendar) - one.years_ago;
    let with_year = |text: &str| text.replace("{annee}", &year.to_string());
    CallSetting {
        title: with_year(&one.title),
        year,
        summary: with_year(&one.summary),
        framework: with_year(one.framework.trim()),
        zone: ZONE,
        opens_at: Some(calendar.instant(one.opens, Time::constant(9, 0, 0, 0))),
        closes_at: Some(calendar.instant(one.closes, Time::constant(23, 59, 0, 0))),
        phone: "04 65 71 00 11".to_owned(),
        email: "appels@demo.parvis.example".to_owned(),
        silence_months: 4,
    }
}

fn paying(one: &FunderTold, organisation: Uuid) -> CallFunder {
    CallFunder {
        id: Uuid::nil(),
        call: Uuid::nil(),
        organisation: Some(organisation),
        name: one.name.clone(),
        programme: one.programme.clone(),
        looks_at: one.looks_at.clone(),
        ceiling_permille: one.ceiling_permille,
        floor: one.floor.map(|euros| Cents(euros * 100)),
        position: 0,
    }
}

/// Opens the envelopes of the year of a call. Gives them by key.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn purse(
    tx: &mut Tx,
    calendar: &Calendar,
    told: &Demonstration,
    call: &CallBrief,
    (areas, organisations): (&BTreeMap<String, Uuid>, &BTreeMap<String, Uuid>),
) -> Outcome<BTreeMap<String, Uuid>> {
    let then = calendar.at(-60, 0);
    let mut all = BTreeMap::new();
    for one in &told.calls.envelopes {
        let funder = told.calls.funders.iter().find(|funder| funder.key == one.funder);
        let funder = funder.and_then(|funder| organisations.get(&funder.organisation));
        let terms = EnvelopeTerms {
            funder: *funder.ok_or_else(|| missing(&one.funder))?,
            programme: one.programme.clone(),
            area: one.area.as_ref().and_then(|key| areas.get(key).copied()),
            year: call.year,
            cents: one.euros * 100,
            delegated_by: one.delegated_by.clone(),
            parent: one.within.as_ref().and_then(|key| all.get(key).copied()),
            is_department: one.is_department,
        };
        let id = envelopes::open_envelope(tx, &then, &PLATFORM, call.contract, terms).await?;
        all.insert(one.key.clone(), id);
    }
    Ok(all)
}
