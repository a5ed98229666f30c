//! Opening a call, and changing what it says at its head.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use deadlines::Zone;
use interface::{Choice, Form, Frame, Link};
use kernel::{Moment, Scope};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{LIST, above, call_path, revision_of};
use crate::actions::calls::{self, NewCall};
use crate::acts;
use crate::rules::{Call, CallSetting, hour, instant, read_hour};

#[derive(Template)]
#[template(path = "pages/call_setting.html")]
pub(super) struct CallSettingPage {
    pub frame: Frame,
    pub form: Form,
    pub contracts: Vec<Choice>,
    pub zones: Vec<Choice>,
    pub is_new: bool,
    pub is_published: bool,
}

impl CallSettingPage {
    pub fn new(frame: Frame, form: Form, contracts: Vec<Choice>, (is_new, is_published): (bool, bool)) -> Self {
        let zones = Zone::ALL.iter().map(|zone| Choice::new(zone.code(), zone.french())).collect();
        Self { frame: frame.with_form(&form), form, contracts, zones, is_new, is_published }
    }
}

async fn contracts(tx: &mut Tx, visit: &Visit) -> Result<Vec<Choice>, Fault> {
    let all = strategy::facade::contracts(tx).await?.into_iter();
    let own = all.filter(|one| visit.actor.may(&acts::EDIT_CALL, &Scope::contract(one.id)).is_allowed());
    Ok(own.map(|one| Choice::new(one.id.to_string(), &one.title)).collect())
}

/// A day and an hour of the form; none while the day is empty.
fn at(typed: &mut Reading<'_>, zone: Zone, (day, time): (&str, &str), label: &str) -> Option<Moment> {
    let on = typed.day(day, label)?;
    let time = typed.coded(time, read_hour, "Indiquez l’heure, par exemple 23 h 59")?;
    Some(instant(zone, on, time))
}

fn read(typed: &mut Reading<'_>) -> CallSetting {
    let zone = typed.coded("zone", Zone::from_code, "Choisissez l’heure de référence").unwrap_or(Zone::Mainland);
    CallSetting {
        title: typed.text("titre"),
        year: typed.whole("annee").unwrap_or_default(),
        summary: typed.text("resume"),
        framework: typed.text("cadrage"),
        zone,
        opens_at: at(typed, zone, ("ouverture", "ouverture-heure"), "le jour d’ouverture"),
        closes_at: at(typed, zone, ("cloture", "cloture-heure"), "le jour de clôture"),
        phone: typed.text("telephone"),
        email: typed.text("courriel"),
        silence_months: typed.whole("silence").unwrap_or(-1),
    }
}

fn form_of(call: &Call) -> Form {
    let local = |at: Option<Moment>| at.map(|at| at.timestamp().to_zoned(call.time_zone()));
    let (opens, closes) = (local(call.opens_at), local(call.closes_at));
    let time = |at: &Option<jiff::Zoned>, usual: &str| at.as_ref().map_or(usual.to_owned(), |at| hour(at.time()));
    Form::filled([
        ("titre", call.title.clone()),
        ("annee", call.year.to_string()),
        ("resume", call.summary.clone()),
        ("cadrage", call.framework.clone()),
        ("zone", call.zone.code().to_owned()),
        ("ouverture-heure", time(&opens, "9 h 00")),
        ("cloture-heure", time(&closes, "23 h 59")),
        ("telephone", call.phone.clone()),
        ("courriel", call.email.clone()),
        ("silence", call.silence_months.to_string()),
        ("revision", revision_of(call)),
    ])
    .with_date("ouverture", opens.map(|at| at.date()))
    .with_date("cloture", closes.map(|at| at.date()))
}

fn new_frame(visit: &Visit) -> Frame {
    visit.back_office("Ouvrir un appel à projets").with_breadcrumb(vec![Link::new("Appels à projets", LIST)])
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let contracts = contracts(&mut tx, &visit).await?;
    let only = match contracts.as_slice() {
        [one] => one.value.clone(),
        _ => String::new(),
    };
    let year = house.outside.now().day(&house.settings.zone).year() + 1;
    let form = Form::filled([
        ("contrat", only),
        ("annee", year.to_string()),
        ("zone", Zone::Mainland.code().to_owned()),
        ("ouverture-heure", "9 h 00".to_owned()),
        ("cloture-heure", "23 h 59".to_owned()),
        ("silence", "2".to_owned()),
    ]);
    answer::page(&CallSettingPage::new(new_frame(&visit), form, contracts, (true, false)))
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let mut typed = Reading::of(&fields);
    let contract = typed.chosen("contrat", "Choisissez le contrat de ville");
    let setting = read(&mut typed);
    let new = typed.filled(NewCall { contract, setting });
    let outcome = calls::open(&mut tx, &house.outside, &visit.actor, new).await;
    let again = async |form| {
        let contracts = contracts(&mut house.read().await?, &visit).await?;
        Ok(CallSettingPage::new(new_frame(&visit), form, contracts, (true, false)))
    };
    answer::settle(tx, outcome, (call_path, "ajoute"), &fields, again).await
}

fn own_page(visit: &Visit, call: &Call, form: Form) -> CallSettingPage {
    let frame = visit.back_office("Présentation, dates et aide").with_breadcrumb(above(call));
    CallSettingPage::new(frame, form, Vec::new(), (false, call.version > 0))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.read().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    answer::page(&own_page(&visit, &call, form_of(&call)))
}

pub async fn amend(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let call = calls::kept(&mut tx, &visit.actor, &acts::EDIT_CALL, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let setting = read(&mut typed);
    let at = (call.id, fields.revision());
    let outcome = calls::amend(&mut tx, &house.outside, &visit.actor, at, typed.filled(setting)).await;
    let again = async |form| Ok(own_page(&visit, &call, form));
    answer::settle(tx, outcome, (|()| call_path(call.id), "enregistre"), &fields, again).await
}
