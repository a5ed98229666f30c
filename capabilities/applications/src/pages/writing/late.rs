//! Late filings, admitted by an agent with a reason. Of a draft she sees its association and nothing else.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use jiff::tz::TimeZone;
use kernel::{Moment, Scope, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use crate::actions::writing::{carrier, filing};
use crate::rules::{ApplicationState, Call};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/writing/late.html")]
pub(super) struct LatePage {
    pub frame: Frame,
    pub form: Form,
    pub drafts: Vec<Choice>,
}

async fn visible(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<Call, Fault> {
    let call = store::call::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    match visit.actor.may(&acts::INSTRUCT, &Scope::contract(call.contract)).is_allowed() {
        true => Ok(call),
        false => Err(Fault::not_found()),
    }
}

async fn page_of(tx: &mut Tx, visit: &Visit, call: &Call, form: Form) -> Result<LatePage, Fault> {
    let zone = call.zone.time_zone();
    let mut drafts = Vec::new();
    for one in store::application::of_call(tx, call.id).await? {
        if one.state != ApplicationState::Draft {
            continue;
        }
        let name = carrier::name(tx, one.organisation).await?;
        let until =
            one.late_until.map_or_else(String::new, |at| format!(" – accepté jusqu’au {}", french::moment(at, &zone)));
        drafts.push(Choice::new(one.id.to_string(), &format!("{name}{until}")));
    }
    let above = vec![
        Link::new("Appels à projets", "/gestion/appels"),
        Link::new(call.title.as_str(), format!("/gestion/appels/{}", call.id)),
    ];
    let frame = visit.back_office("Dépôts hors délai").with_caption(call.title.as_str()).with_breadcrumb(above);
    Ok(LatePage { frame: frame.with_form(&form), form, drafts })
}

/// `/gestion/appels/{id}/hors-delai`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>) -> Answer {
    let mut tx = house.read().await?;
    let call = visible(&mut tx, &visit, id.uuid()).await?;
    answer::page(&page_of(&mut tx, &visit, &call, Form::empty()).await?)
}

/// The last moment of a day.
fn end_of(day: jiff::civil::Date, zone: &TimeZone) -> Option<Moment> {
    let next = day.tomorrow().ok()?.to_zoned(zone.clone()).ok()?;
    Some(Moment(next.timestamp().as_millisecond() - 1))
}

/// Admits one.
pub async fn admit(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Call>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let call = visible(&mut tx, &visit, id.uuid()).await?;
    let zone = call.zone.time_zone();
    let mut typed = Reading::of(&fields);
    let draft: Option<Uuid> = typed.chosen("dossier", "Choisissez une association");
    let until = typed.needed_day("jusqu-au", "le dernier jour").and_then(|day| end_of(day, &zone));
    let form = typed.filled((typed_reason(&fields), until));
    let outcome = match draft {
        Some(draft) => filing::admit_late(&mut tx, &house.outside, &visit.actor, draft, form).await,
        None => form.sound().map(|_| ()),
    };
    let again = async |form| {
        let mut tx = house.read().await?;
        page_of(&mut tx, &visit, &call, form).await
    };
    let there = format!("/gestion/appels/{}/hors-delai", call.id);
    answer::settle(tx, outcome, (|()| there, "enregistre"), &fields, again).await
}

fn typed_reason(fields: &Fields) -> String {
    fields.text("motif").to_owned()
}
