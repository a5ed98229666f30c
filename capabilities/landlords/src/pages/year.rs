//! What the abatement of a year is counted from, and what tenants think.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Form, Frame};
use kernel::{Cents, Filled, Uuid};
use web::{Answer, Fault, Fields, House, Reading, Visit, answer};

use super::{above_of, amount, id_of, maybe_amount, typed, year_of, year_path};
use crate::actions::{self, AbatementAgreement, Tenants, YearTerms};
use crate::rules::{read_posts, read_rate, spelt_posts, spelt_rate};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/year.html")]
pub(super) struct YearPage {
    pub frame: Frame,
    pub form: Form,
}

const RATES: [&str; 4] = ["taux-commune", "taux-epci", "taux-autres", "taux-teom"];

fn filled(terms: &YearTerms, revision: i64) -> Form {
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let mut form = Form::filled([
        ("logements", terms.dwellings.to_string()),
        ("base", Cents(terms.base).typed()),
        ("source", terms.source.clone()),
        ("report", typed(terms.carried)),
        ("motif", terms.reason.clone()),
        ("personnel-ailleurs", terms.staff_usual.map(spelt_posts).unwrap_or_default()),
        ("personnel-ici", terms.staff_here.map(spelt_posts).unwrap_or_default()),
        ("repondants", number(terms.tenants.asked)),
        ("satisfaits", number(terms.tenants.satisfied)),
        ("enquete", terms.tenants.source.clone()),
        ("effets", terms.effects.clone()),
        ("revision", revision.to_string()),
    ]);
    for (field, rate) in RATES.into_iter().zip(terms.rates) {
        form.add(field, if rate == 0 { String::new() } else { spelt_rate(rate) });
    }
    form.with_date("compte", Some(terms.counted_on)).with_date("enquete-le", terms.tenants.on)
}

fn read(fields: &Fields) -> Filled<YearTerms> {
    let mut reading = Reading::of(fields);
    let dwellings = reading.whole("logements");
    let base = maybe_amount(&mut reading, "base");
    let mut rate = |name: &str| reading.parsed(name, read_rate, "Le taux est un pourcentage, par exemple 47,32");
    let rates = RATES.map(|name| rate(name).unwrap_or(0));
    let posts = "C’est un nombre de postes, par exemple 10,5";
    let terms = YearTerms {
        dwellings: reading.needed("logements", dwellings, "Saisissez le nombre de logements").unwrap_or(0),
        base: reading.needed("base", base, "Saisissez la base nette des logements, en euros").unwrap_or(0),
        rates,
        source: reading.text("source"),
        counted_on: reading.needed_day("compte", "le jour du calcul").unwrap_or_default(),
        carried: amount(&mut reading, "report"),
        reason: reading.text("motif"),
        staff_usual: reading.parsed("personnel-ailleurs", read_posts, posts),
        staff_here: reading.parsed("personnel-ici", read_posts, posts),
        tenants: Tenants {
            asked: reading.whole("repondants"),
            satisfied: reading.whole("satisfaits"),
            source: reading.text("enquete"),
            on: reading.day("enquete-le", "le jour de l’enquête"),
        },
        effects: reading.text("effets"),
    };
    reading.filled(terms)
}

async fn drawn(
    tx: &mut Tx,
    visit: &Visit,
    (one, year): (&AbatementAgreement, i64),
    form: Form,
) -> Result<YearPage, Fault> {
    let told = actions::told(tx, one).await?;
    let title = format!("{}, {}", told.landlord, told.area);
    let frame = visit.back_office(&format!("Chiffres de {year}")).with_form(&form).with_caption(&*title);
    Ok(YearPage { frame: frame.with_breadcrumb(above_of(one.id, &title)), form })
}

async fn of(tx: &mut Tx, visit: &Visit, (id, year): (&str, &str)) -> Result<(AbatementAgreement, i64), Fault> {
    let (id, year): (Uuid, i64) = (id_of(id)?, year_of(year)?);
    Ok((actions::agreement(tx, &visit.actor, &acts::FILL, id).await?, year))
}

pub async fn form(State(house): State<Arc<House>>, visit: Visit, Path((id, year)): Path<(String, String)>) -> Answer {
    let mut tx = house.read().await?;
    let (one, year) = of(&mut tx, &visit, (&id, &year)).await?;
    let form = match store::year::of_agreement(&mut tx, one.id, year).await? {
        Some(known) => filled(&known.terms, known.revision),
        // The last year told is where the next one begins.
        None => match store::year::all_of(&mut tx, one.id).await?.into_iter().find(|known| known.year < year) {
            Some(known) => {
                let kept = YearTerms {
                    carried: 0,
                    reason: String::new(),
                    tenants: Tenants::default(),
                    effects: String::new(),
                    ..known.terms
                };
                filled(&kept, 0)
            }
            None => Form::filled([("revision", "0")]),
        },
    };
    answer::page(&drawn(&mut tx, &visit, (&one, year), form).await?)
}

pub async fn fill(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, year)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (one, year) = of(&mut tx, &visit, (&id, &year)).await?;
    let around = (&house.outside, &house.settings.zone);
    let which = (one.id, year, fields.revision());
    let outcome = actions::fill_year(&mut tx, around, &visit.actor, which, read(&fields)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, (&one, year), form).await
    };
    answer::settle(tx, outcome, (|()| year_path(one.id, year), "enregistre"), &fields, again).await
}
