//! Landlords, what they are spared and what they do in return; urban management.

use std::collections::BTreeMap;

use abatement::{Action as Counted, Axis};
use accounts::{OrganisationKind, OrganisationTerms};
use database::Tx;
use jiff::civil::date;
use kernel::{Outcome, Outside, Uuid};
use landlords::actions::{
    self as acts, ActionTerms, AgreementTerms, ManagementActionTerms, ManagementState, ManagementTerms,
    ManagementTheme, NewAgreement, Tenants, YearTerms,
};

use super::acting::{Calendar, PLATFORM, missing};
use crate::Demonstration;
use crate::landlords::{Action, Agreement, Management};

/// Puts landlords, agreements and urban management in; the first two agreements are public.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn landlords(
    tx: &mut Tx,
    calendar: &Calendar,
    told: &Demonstration,
    (areas, contract): (&BTreeMap<String, Uuid>, Uuid),
) -> Outcome<()> {
    let then = calendar.at(-60, 0);
    let (mut known, organisations) = (BTreeMap::new(), accounts::facade::organisations(tx).await?);
    for one in &told.landlords.landlords {
        // The one where somebody has an account came with the people.
        let id = match organisations.iter().find(|known| known.name == one.name) {
            Some(known) => known.id,
            None => {
                let terms = OrganisationTerms { name: one.name.clone(), kind: OrganisationKind::Landlord, siret: None };
                accounts::actions::create_organisation(tx, &then, &PLATFORM, terms).await?
            }
        };
        known.insert(one.key.as_str(), (id, one.service.as_str()));
    }
    for (rank, one) in told.landlords.agreements.iter().enumerate() {
        let (landlord, service) = *known.get(one.landlord.as_str()).ok_or_else(|| missing(&one.landlord))?;
        let area = *areas.get(&one.area).ok_or_else(|| missing(&one.area))?;
        agreement(tx, calendar, one, ((contract, area, landlord), service, rank < 2)).await?;
    }
    for one in &told.landlords.managements {
        management(tx, calendar, one, (areas, contract)).await?;
    }
    Ok(())
}

type Parties<'a> = ((Uuid, Uuid, Uuid), &'a str, bool);

async fn agreement(
    tx: &mut Tx,
    calendar: &Calendar,
    one: &Agreement,
    ((contract, area, landlord), service, is_public): Parties<'_>,
) -> Outcome<()> {
    let around = |days: i64| calendar.at(days, 0);
    let this_year = i64::from(calendar.day(0).year());
    let terms = AgreementTerms {
        starts_on: date(2025, 1, 1).min(calendar.day(-400)),
        ends_on: date(2030, 12, 31).max(calendar.day(400)),
        signed_on: Some(calendar.day(-380)),
        service: service.to_owned(),
        note: one.note.clone(),
    };
    let new = NewAgreement { area: Some(area), landlord: Some(landlord), terms: terms.clone() };
    let id = acts::open(tx, (&around(-59), calendar.zone()), &PLATFORM, contract, new).await?;
    if is_public {
        let which = (id, 1);
        acts::change(tx, (&around(-58), calendar.zone()), &PLATFORM, which, (terms, true)).await?;
    }
    for year in [-1, 0] {
        let own: Vec<&Action> = one.actions.iter().filter(|action| action.year == year).collect();
        if own.is_empty() {
            continue;
        }
        let which = (id, this_year + year, 0);
        let figures = figures(one, year, calendar);
        acts::fill_year(tx, (&around(-50), calendar.zone()), &PLATFORM, which, figures).await?;
        for action in own {
            let added = acts::add_action(tx, &around(-49), &PLATFORM, (id, this_year + year), counted(action)?).await?;
            if !action.finding.is_empty() {
                let all = meetings::facade::findings_in(tx, &PLATFORM, area).await?;
                // A walk whose neighbourhood is not told has its findings nowhere: the action goes without.
                if let Some(found) = all.iter().find(|found| found.words == action.finding) {
                    acts::link_finding(tx, &around(-48), &PLATFORM, added, Some(found.id)).await?;
                }
            }
        }
    }
    Ok(())
}

fn figures(one: &Agreement, year: i64, calendar: &Calendar) -> YearTerms {
    let tenants = one.tenants.filter(|_| year < 0 || one.actions.iter().all(|action| action.year == 0));
    YearTerms {
        dwellings: one.dwellings,
        base: one.base * 100,
        rates: one.rates,
        source: "avis d’imposition du bailleur (exemple)".to_owned(),
        counted_on: calendar.day(-60 + year * 365),
        carried: 0,
        reason: if year == 0 { one.reason.clone() } else { String::new() },
        staff_usual: one.staff.map(|[usual, _]| usual),
        staff_here: one.staff.map(|[_, here]| here),
        tenants: tenants.map_or_else(Tenants::default, |[asked, satisfied]| Tenants {
            asked: Some(asked),
            satisfied: Some(satisfied),
            source: "Enquête du bailleur au pied des immeubles (exemple)".to_owned(),
            on: Some(calendar.day(-70)),
        }),
        effects: String::new(),
    }
}

fn counted(one: &Action) -> Outcome<ActionTerms> {
    let counted = Counted {
        axis: Axis::of_number(one.axis).ok_or_else(|| missing("axis"))?,
        title: one.title.clone(),
        planned: one.planned * 100,
        by_landlord: (one.planned - one.others) * 100,
        by_others: one.others * 100,
        done: one.done.map(|euros| euros * 100),
        common_law: one.common_law * 100,
        by_renewal: one.renewal * 100,
        valued: one.valued * 100,
    };
    Ok(ActionTerms { counted, place: one.place.clone(), calendar: one.calendar.clone(), effects: String::new() })
}

async fn management(
    tx: &mut Tx,
    calendar: &Calendar,
    one: &Management,
    (areas, contract): (&BTreeMap<String, Uuid>, Uuid),
) -> Outcome<()> {
    let places: Option<Vec<Uuid>> = one.areas.iter().map(|area| areas.get(area).copied()).collect();
    let terms = ManagementTerms {
        title: one.title.clone(),
        partners: one.partners.clone(),
        starts_on: date(2025, 1, 1).min(calendar.day(-400)),
        ends_on: date(2030, 12, 31).max(calendar.day(400)),
        note: String::new(),
        areas: places.ok_or_else(|| missing("neighbourhood of urban management"))?,
        is_public: true,
    };
    let then: Outside = calendar.at(-40, 0);
    let id = acts::keep_management(tx, &then, &PLATFORM, (contract, None), terms).await?;
    for action in &one.actions {
        let terms = ManagementActionTerms {
            year: i64::from(calendar.day(0).year()) + action.year,
            theme: ManagementTheme::from_code(&action.theme).ok_or_else(|| missing(&action.theme))?,
            title: action.title.clone(),
            who: action.who.clone(),
            due_on: None,
            state: ManagementState::from_code(&action.state).ok_or_else(|| missing(&action.state))?,
            note: action.note.clone(),
        };
        acts::add_management_action(tx, &then, &PLATFORM, id, terms).await?;
    }
    Ok(())
}
