//! `/gestion/telephone/{id}`: the number to call now, and how the call ended.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, TableOptions};
use jiff::civil::Time;
use kernel::{Failure, FieldError, Moment, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::calls::list_path;
use super::{above, path};
use crate::actions::calls::Call;
use crate::rules::calls::CallState;
use crate::store::calls::List;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/call.html")]
pub(super) struct CallPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub call: Option<Call>,
    /// The neighbourhood of the call.
    pub area: String,
    pub endings: Vec<Choice>,
    pub counts: Option<Html>,
    /// Call-backs due now and later.
    pub call_backs: String,
    pub is_open: bool,
    pub has_more: bool,
    pub revision: i64,
}

impl CallPage {
    fn tried(&self, call: &Call) -> String {
        let told = match call.tries {
            0 => "Premier appel.".to_owned(),
            tries => format!("Déjà appelé {}.", french::count(tries, "fois", "fois")),
        };
        if call.is_call_back { format!("{told} La personne a demandé ce moment.") } else { told }
    }
}

/// How calls may end, other than by an interview.
pub(super) fn endings() -> Vec<Choice> {
    CallState::ENDINGS.iter().map(|state| Choice::new(state.code(), state.french())).collect()
}

/// How many numbers stand where.
pub(super) fn counts_table(counts: &[(String, i64)]) -> Option<Html> {
    if counts.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("etat", "Où ils en sont", Kind::Text).row_header(),
        Column::new("nombre", "Numéros", Kind::Integer),
    ];
    let mut table = Table::new("appels", "Numéros de la liste", columns);
    for state in CallState::ALL {
        let count = counts.iter().find(|line| line.0 == state.code()).map_or(0, |line| line.1);
        if count > 0 {
            table.rows.push(vec![Cell::text(state.french()), Cell::Integer(count)]);
        }
    }
    Some(interface::table(&table, &TableOptions::default()))
}

async fn draw(tx: &mut database::Tx, house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<CallPage, Fault> {
    let (survey, list) = actions::calls::list(tx, &visit.actor, id).await?;
    let now = house.outside.now();
    let call = match list.is_open() {
        true => actions::calls::current(tx, (&house.outside, &house.keys), &visit.actor, id).await?,
        false => None,
    };
    let area = match call.as_ref().and_then(|call| call.area) {
        Some(area) => territory::facade::area(tx, area).await?.map(|area| area.name).unwrap_or_default(),
        None => String::new(),
    };
    let (due, later) = store::calls::call_backs(tx, id, now).await?;
    let call_backs = match (due, later) {
        (0, 0) => String::new(),
        (due, later) => format!(
            "{} maintenant, {} plus tard.",
            french::count(due, "rappel à faire", "rappels à faire"),
            french::count(later, "rappel", "rappels")
        ),
    };
    let mut links = above(&survey);
    links.push(interface::Link::new("Appels", format!("{}/appels", path(survey.id))));
    let frame = visit.back_office(&list.label).with_caption(survey.text.title.clone()).with_breadcrumb(links);
    Ok(CallPage {
        frame: frame.with_form(&form),
        form,
        path: list_path(id),
        call,
        area,
        endings: endings(),
        counts: counts_table(&store::calls::counts(tx, id).await?),
        call_backs,
        is_open: list.is_open(),
        has_more: store::calls::next(tx, id, now).await?.is_some(),
        revision: list.revision,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<List>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn next(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<List>) -> Answer {
    let mut tx = house.write().await?;
    actions::calls::next(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::see(&list_path(id.uuid()))
}

fn call_of(fields: &Fields) -> Result<Uuid, Fault> {
    fields.text("appel").parse().map_err(|_| Fault::not_found())
}

/// The moment somebody asked to be called back.
fn call_back(house: &House, fields: &Fields) -> Result<Option<Moment>, Failure> {
    let mut typed = Reading::of(fields);
    let day = typed.day("rappel", "le jour du rappel");
    let hour = fields.text("heure");
    let digits: Vec<&str> = hour.split(['h', 'H', ':']).map(str::trim).collect();
    let time = match digits.as_slice() {
        [hour] => hour.parse().ok().and_then(|hour| Time::new(hour, 0, 0, 0).ok()),
        [hour, ""] => hour.parse().ok().and_then(|hour| Time::new(hour, 0, 0, 0).ok()),
        [hour, minute] => {
            hour.parse().ok().zip(minute.parse().ok()).and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok())
        }
        _ => None,
    };
    if time.is_none() && !hour.is_empty() {
        typed.tell("heure", "Écrivez une heure, par exemple 18h30");
    } else if time.is_none() && day.is_some() {
        typed.tell("heure", "Écrivez l’heure du rappel, par exemple 18h30");
    }
    let moment = day.zip(time).and_then(|(day, time)| {
        let there = day.to_datetime(time).to_zoned(house.settings.zone.clone()).ok()?;
        Some(Moment(there.timestamp().as_millisecond()))
    });
    typed.filled(moment).sound()
}

pub async fn end(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<List>, fields: Fields) -> Answer {
    let call = call_of(&fields)?;
    let mut tx = house.write().await?;
    if fields.text("geste") == "entretien" {
        actions::calls::begin(&mut tx, &house.outside, &visit.actor, (id.uuid(), call)).await?;
        let (survey, _) = actions::calls::list(&mut tx, &visit.actor, id.uuid()).await?;
        tx.commit().await?;
        return answer::see(&format!("{}/entretien?appel={call}&liste={}", path(survey.id), id.uuid()));
    }
    let outcome = match CallState::from_code(fields.text("issue")).filter(|state| CallState::ENDINGS.contains(state)) {
        None => Err(Failure::Input(vec![FieldError::new("issue", "Dites comment l’appel s’est terminé")])),
        Some(CallState::CallBack) => match call_back(&house, &fields) {
            Ok(at) => {
                let ending = (CallState::CallBack, at);
                actions::calls::end(&mut tx, &house.outside, &visit.actor, (id.uuid(), call), ending).await
            }
            Err(failure) => Err(failure),
        },
        Some(state) => {
            actions::calls::end(&mut tx, &house.outside, &visit.actor, (id.uuid(), call), (state, None)).await
        }
    };
    let again = async |form| draw(&mut house.read().await?, &house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|()| list_path(id.uuid()), "enregistre"), &fields, again).await
}

pub async fn close(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<List>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    actions::calls::close(&mut tx, &house.outside, &visit.actor, at).await?;
    tx.commit().await?;
    answer::done(&list_path(id.uuid()), "modifie")
}
