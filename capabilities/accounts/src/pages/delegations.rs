//! `/compte/delegations`: having somebody act in one's place, and taking it back.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use kernel::{Moment, Refusal, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use crate::actions::{self, NewDelegation};
use crate::store;
use crate::store::delegation::Delegation;

#[derive(Template)]
#[template(path = "pages/delegations.html")]
pub(super) struct DelegationsPage {
    pub frame: Frame,
    pub form: Form,
    pub given: Vec<DelegationLine>,
}

pub(super) struct DelegationLine {
    pub id: Uuid,
    pub name: String,
    pub period: String,
    pub reason: String,
    pub is_current: bool,
    pub is_in_force: bool,
}

/// Dates and state, in words.
pub(super) fn line(delegation: &Delegation, name: &str, now: Moment, house: &House) -> DelegationLine {
    let zone = &house.settings.zone;
    let day = |at: i64| french::date(Moment(at).day(zone));
    let mut period = format!("du {} au {}", day(delegation.starts_at), day(delegation.ends_at - 1));
    if let Some(at) = delegation.revoked_at {
        period.push_str(&format!(", reprise le {}", day(at)));
    }
    DelegationLine {
        id: delegation.id,
        name: name.to_owned(),
        period,
        reason: delegation.reason.clone(),
        is_current: delegation.is_current(now),
        is_in_force: delegation.is_in_force(now),
    }
}

async fn shown(house: &House, visit: &Visit, form: Form) -> Result<DelegationsPage, Fault> {
    let id = visit.actor.account().ok_or(Refusal::NotFound)?;
    let now = house.outside.now();
    let all = store::delegation::of_account(&mut house.read().await?, id).await?;
    let given = all.iter().filter(|one| one.giver == id).map(|one| line(one, &one.receiver_name, now, house)).collect();
    Ok(DelegationsPage { frame: visit.back_office("Confier mes fonctions").with_form(&form), form, given })
}

/// The list and the form.
pub async fn show(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    answer::page(&shown(&house, &visit, Form::empty()).await?)
}

/// Gives one.
pub async fn give(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut typed = Reading::of(&fields);
    let (starts_on, ends_on) = (typed.day("debut", "le premier jour"), typed.day("fin", "le dernier jour"));
    let new = NewDelegation { email: fields.text("email"), starts_on, ends_on, reason: fields.text("motif") };
    let (mut tx, zone) = (house.write().await?, &house.settings.zone);
    match actions::delegate(&mut tx, &house.outside, zone, &visit.actor, typed.filled(new)).await {
        Ok(_) => {
            tx.commit().await?;
            house.bell.ring();
            answer::done("/compte/delegations", "delegue")
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&shown(&house, &visit, form).await?)
        }
    }
}

/// Takes one back (or gives back the one received).
pub async fn revoke(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Delegation>) -> Answer {
    let mut tx = house.write().await?;
    actions::revoke_delegation(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done("/compte/delegations", "revoque")
}
