//! `/appels/{address}/delais`: how long answers take, told to everybody; and what is promised, set by who leads the contract.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Form, Frame, Html, Link, TableOptions};
use kernel::{Filled, Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, Reading, Visit, answer};

use super::{LIST, above, today};
use crate::actions::assess_clock::{self, Clock};
use crate::actions::assess_list::chosen;
use crate::rules::{Delay, Promise, Stage, days_words};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/assess_clock.html")]
pub(super) struct ClockPage {
    pub frame: Frame,
    pub promised: String,
    pub silence: String,
    pub table: Html,
}

/// What is told of a stage.
fn words(delay: &Delay, promised: i64, smallest: i64) -> String {
    match delay {
        Delay::Told { base, median_tenths, ninetieth_tenths, late } => format!(
            "médiane {}, neuf sur dix en {}, sur {base} ; au-delà de {promised} jours : {late}",
            days_words(*median_tenths),
            days_words(*ninetieth_tenths)
        ),
        Delay::TooFew(0) => "rien n’est encore rendu".to_owned(),
        Delay::TooFew(_) => format!("trop peu pour être dit (moins de {smallest})"),
    }
}

impl ClockPage {
    pub fn new(
        frame: Frame,
        clocks: &[Clock],
        (promise, day, silence_months): (&Promise, jiff::civil::Date, i64),
    ) -> Self {
        let mut columns = vec![
            Column::new("qui", "Qui répond", Kind::Text).row_header(),
            Column::new("base", "Demandes reçues", Kind::Integer),
        ];
        columns.extend(
            Stage::ALL
                .iter()
                .map(|stage| Column::new(stage.code(), format!("Du dépôt à : {}", stage.french()), Kind::Text)),
        );
        let mut table = Table::new("delais", "Délais de réponse, en jours", columns);
        for clock in clocks {
            let name = clock.funder.clone().unwrap_or_else(|| "Tout le dossier, jusqu’au dernier financeur".to_owned());
            let mut row = vec![Cell::text(name), Cell::Integer(clock.all)];
            let told =
                |(stage, delay): &(Stage, Delay)| Cell::text(words(delay, promise.days(*stage), promise.smallest_base));
            row.extend(clock.stages.iter().map(told));
            table.rows.push(row);
        }
        table.notes.push(format!(
            "Compté le {} sur ce qui est enregistré ici. Un chiffre n’est donné que sur {} réponses au moins.",
            french::date(day),
            promise.smallest_base
        ));
        let promised = format!(
            "Ce qui est promis : dossier contrôlé en {} jours, décision en {} jours, réponse envoyée en {} jours.",
            promise.complete_days, promise.decided_days, promise.notified_days
        );
        let silence = match silence_months {
            0 => String::new(),
            months => format!(
                "Sans réponse {months} mois après le dépôt, la demande est réputée refusée (code des relations entre le public et l’administration, article L. 231-4). Le délai s’arrête pendant le temps donné pour compléter un dossier (article L. 114-5)."
            ),
        };
        Self {
            frame,
            promised: french::spaced(&promised),
            silence: french::spaced(&silence),
            table: interface::table(&table, &TableOptions { is_caption_hidden: true, ..TableOptions::default() }),
        }
    }
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, Path(address): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let found = applications::facade::call_by_address(&mut tx, &address, house.outside.now()).await?;
    let (call, _) = found.filter(|(call, _)| call.is_published).ok_or_else(Fault::not_found)?;
    let (promise, _) = store::clock::promise(&mut tx, call.id).await?;
    let clocks = assess_clock::clocks(&mut tx, &call, &house.settings.zone, &promise).await?;
    let above = vec![Link::new("Accueil", "/"), Link::new(&call.title, call.path())];
    let frame = visit.public_in_french("Délais de réponse").with_caption(&*call.title).with_breadcrumb(above);
    answer::page(&ClockPage::new(frame, &clocks, (&promise, today(&house), call.silence_months)))
}

#[derive(Template)]
#[template(path = "pages/assess_promise.html")]
pub(super) struct PromisePage {
    pub frame: Frame,
    pub form: Form,
    pub call: String,
    pub revision: String,
}

async fn draw(tx: &mut Tx, visit: &Visit, (address, typed): (&str, Option<Form>)) -> Result<PromisePage, Fault> {
    let (_, call) = chosen(tx, &visit.actor, &acts::PROMISE, address).await?;
    let call = assess_clock::promised(tx, &visit.actor, call.ok_or_else(Fault::not_found)?.id).await?;
    let (promise, revision) = store::clock::promise(tx, call.id).await?;
    let form = typed.unwrap_or_else(|| {
        Form::filled([
            ("complet", promise.complete_days.to_string()),
            ("decision", promise.decided_days.to_string()),
            ("notification", promise.notified_days.to_string()),
            ("alerte", promise.alert_days.to_string()),
            ("base", promise.smallest_base.to_string()),
        ])
    });
    let frame = visit.back_office("Délais promis").with_caption(&*call.title).with_breadcrumb(above(None));
    Ok(PromisePage { frame: frame.with_form(&form), form, call: call.id.to_string(), revision: revision.to_string() })
}

pub async fn promise_page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    answer::page(&draw(&mut house.read().await?, &visit, (asked.text("appel"), None)).await?)
}

fn read(fields: &Fields) -> Filled<Promise> {
    let mut typed = Reading::of(fields);
    let mut days = |name: &str| {
        let value = typed.whole(name);
        typed.needed(name, value, "Saisissez un nombre entier").unwrap_or_default()
    };
    let promise = Promise {
        complete_days: days("complet"),
        decided_days: days("decision"),
        notified_days: days("notification"),
        alert_days: days("alerte"),
        smallest_base: days("base"),
    };
    typed.filled(promise)
}

pub async fn promise(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let id: Uuid = fields.text("appel-choisi").parse().map_err(|_| Fault::not_found())?;
    let call = assess_clock::promised(&mut tx, &visit.actor, id).await?;
    let at = (id, fields.revision());
    let outcome = assess_clock::promise(&mut tx, &house.outside, &visit.actor, at, read(&fields)).await;
    let again = async |form| draw(&mut house.read().await?, &visit, (&call.address, Some(form))).await;
    let path = |address: String| format!("{LIST}/delais?appel={address}");
    answer::settle(tx, outcome, (path, "enregistre"), &fields, again).await
}
