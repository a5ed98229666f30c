//! `/compte/agir-pour`: in whose name I act, never silently.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::Frame;
use kernel::Refusal;
use web::{Answer, House, PathId, Visit, answer};

use super::delegations::{DelegationLine, line};
use crate::store::delegation::Delegation;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/act_for.html")]
pub(super) struct ActForPage {
    pub frame: Frame,
    pub acting_for: Option<String>,
    pub received: Vec<DelegationLine>,
}

/// The names I may act in.
pub async fn show(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let person = visit.actor.person().ok_or(Refusal::NotFound)?;
    let now = house.outside.now();
    let all = store::delegation::of_account(&mut house.read().await?, person.account).await?;
    let mine = all.iter().filter(|one| one.receiver == person.account && one.is_current(now));
    let received = mine.map(|one| line(one, &one.giver_name, now, &house)).collect();
    let acting_for = person.acting_for.as_ref().map(|(_, name)| name.clone());
    answer::page(&ActForPage { frame: visit.back_office("Agir pour quelqu’un"), acting_for, received })
}

/// Takes up a delegation.
pub async fn take(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Delegation>) -> Answer {
    let mut tx = house.write().await?;
    actions::act_for(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::see("/compte")
}

/// Acts in one's own name again.
pub async fn leave(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.write().await?;
    actions::act_in_own_name(&mut tx, &house.outside, &visit.actor).await?;
    tx.commit().await?;
    answer::done("/compte", "repris")
}
