//! Handing over when somebody leaves.

use database::Tx;
use journal::Entry;
use kernel::{Actor, FieldError, Filled, Function, Moment, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::administering::{keep_an_administrator, refuse_herself, visible};
use crate::store::function::Given;
use crate::store::organisation::Membership;
use crate::{acts, store};

/// Hands over when somebody leaves: her functions and organisations go to the other person (or to nobody), her
/// account is closed, she is out at once everywhere.
///
/// # Errors
/// Not this actor's; to the same account or a closed one; the last administrator leaves without successor.
pub async fn hand_over(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    from: Uuid,
    to: impl Into<Filled<Option<Uuid>>>,
    reason: &str,
) -> Outcome<()> {
    actor.authorise(&acts::MANAGE, &Scope::EVERYWHERE)?;
    let leaving = visible(tx, actor, from).await?;
    if !leaving.is_open() {
        return Err(Refusal::NotFound.into());
    }
    let mut form = to.into();
    let successor = match form.value {
        None => None,
        Some(to) => store::account::by_id(tx, to).await?.filter(|account| account.is_open() && account.id != from),
    };
    if form.value.is_some() && successor.is_none() {
        form.find([FieldError::new("email", "Indiquez l’adresse d’un autre compte, ouvert")]);
    }
    if reason.trim().is_empty() {
        form.find([FieldError::new("motif", "Écrivez pourquoi, par exemple « départ en retraite »")]);
    }
    form.sound()?;
    if let Some(successor) = &successor {
        refuse_herself(actor, successor.id)?;
    }
    let now = outside.now();
    let why = reason.trim();
    let mut touched = vec![("account", from)];
    let already = match &successor {
        Some(successor) => super::entering::grants_in_force(tx, successor.id, now).await?,
        None => Vec::new(),
    };
    for given in store::function::of_account(tx, from).await? {
        if !given.is_current(now) {
            continue;
        }
        store::function::withdraw(tx, given.id, now).await?;
        touched.push(("account_function", given.id));
        if let Some(successor) = &successor
            && !already.contains(&given.grant)
        {
            let passed = Given {
                id: outside.uuid(),
                account: successor.id,
                since: given.since.max(now),
                given_by: actor.account(),
                reason: format!("passation : {why}"),
                ..given
            };
            store::function::insert(tx, &passed).await?;
            touched.push(("account_function", passed.id));
        }
    }
    for member in store::organisation::of_account(tx, from).await? {
        store::organisation::leave(tx, member.id).await?;
        if let Some(successor) = &successor {
            let joined = Membership { id: outside.uuid(), account: successor.id, ..member };
            store::organisation::join(tx, &joined, now).await?;
        }
    }
    store::delegation::revoke_all(tx, from, now).await?;
    store::link::spoil(tx, from, now).await?;
    store::session::end_others(tx, from, None).await?;
    store::second_factor::drop_setup(tx, from).await?;
    store::second_factor::drop_codes(tx, from).await?;
    store::account::close(tx, from, now).await?;
    keep_an_administrator_if_there_was(tx, &touched, now).await?;
    let heir = successor.map(|account| account.name);
    let detail = json!({ "acte": "passation", "de": leaving.name, "à": heir });
    let entry = Entry::on(acts::MANAGE.code, "account", from).detail(detail).why(why).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Checks the administrators only when one of the functions withdrawn was theirs.
async fn keep_an_administrator_if_there_was(tx: &mut Tx, touched: &[(&str, Uuid)], now: Moment) -> Outcome<()> {
    for (table, id) in touched {
        if *table != "account_function" {
            continue;
        }
        let given = store::function::by_id(tx, *id).await?;
        if given.is_some_and(|given| given.grant.function == Function::Administrator && given.withdrawn_at.is_some()) {
            return keep_an_administrator(tx, now).await;
        }
    }
    Ok(())
}
