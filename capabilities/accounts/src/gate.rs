//! Who holds a session: looked up at each request, so that what is withdrawn is withdrawn at once on every node.

use kernel::{Actor, Breakdown, Person, Uuid};
use web::house::Boxed;
use web::keys::token_hash;
use web::{Gatekeeper, House};

use crate::actions::{grants_in_force, standing};
use crate::rules::limits;
use crate::store;

/// Knows sessions and people.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gate;

impl Gatekeeper for Gate {
    fn actor<'a>(&'a self, house: &'a House, token: &'a str) -> Boxed<'a, Result<Actor, Breakdown>> {
        Box::pin(async move { actor(house, token).await.map_err(|error| Breakdown(Box::new(error))) })
    }
}

async fn actor(house: &House, token: &str) -> database::Result<Actor> {
    let now = house.outside.now();
    let mut tx = house.read().await?;
    let Some(session) = store::session::by_token(&mut tx, &token_hash(token)).await? else { return Ok(Actor::Visitor) };
    let account = store::account::by_id(&mut tx, session.account).await?;
    let Some(account) = account.filter(store::account::Account::is_open) else { return Ok(Actor::Visitor) };
    // A session that waits for its second code opens nothing yet.
    if !session.is_alive(now) || (account.has_second_factor() && session.second_factor_at.is_none()) {
        return Ok(Actor::Visitor);
    }
    let own = grants_in_force(&mut tx, account.id, now).await?;
    let strictest = limits::idle_ms(own.iter().map(|grant| grant.function));
    if now.0 >= session.last_seen_at + strictest {
        return Ok(Actor::Visitor);
    }
    let delegation = match session.acting_for {
        Some(id) => store::delegation::by_id(&mut tx, id).await?,
        None => None,
    };
    // A delegation that is over leaves the person in her own name.
    let delegation = delegation.filter(|one| one.lends_to(account.id, now));
    let person = standing(&mut tx, (account, own), delegation, now).await?;
    drop(tx);
    if now.0 - session.last_seen_at >= limits::SEEN_EVERY_MS {
        // Reading goes on when nothing can be written: a full disk closes no session.
        if let Err(error) = note_use(house, session.id).await {
            tracing::warn!(%error, "the use of a session is not noted");
        }
    }
    let has_second_factor = session.second_factor_at.is_some();
    Ok(Actor::Person(Person { session: session.id, has_second_factor, ..person }))
}

async fn note_use(house: &House, session: Uuid) -> database::Result<()> {
    let mut tx = house.write().await?;
    store::session::seen(&mut tx, session, house.outside.now()).await?;
    tx.commit().await
}
