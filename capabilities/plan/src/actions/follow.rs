//! Following an action, a neighbourhood, an objective or a contract by electronic mail, without an account: asked for,
//! confirmed from the mail itself, left in one gesture.

use ::jobs::mail::{self, NewMail};
use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Moment, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use web::Keys;
use web::keys::token_hash;

use crate::rules::TargetKind;
use crate::store;
use crate::store::follower::Follower;

/// The act, as the journal names it; anybody may do it.
const ACT: &str = "plan.follow";
/// How long an address has to be confirmed.
pub(super) const DAYS_TO_CONFIRM: i64 = 7;

/// Something that can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// Which one.
    pub id: Uuid,
    /// What it is called: « l’action F030 Titre ».
    pub name: String,
    /// Where it is read.
    pub path: String,
}

/// The key of a follower: known from her row and the secrets of the installation, so that each mail can hold it.
pub fn key_text(keys: &Keys, follower: Uuid) -> String {
    keys.derived(&format!("plan.follow/{follower}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is followed, as it is now; nothing when nobody may read it any more.
///
/// # Errors
/// The database failed.
pub async fn target_of(tx: &mut Tx, kind: TargetKind, id: Uuid) -> database::Result<Option<Target>> {
    let contract_path = |code: &str| format!("/actions?contrat={}", web::answer::encode(code));
    let found = match kind {
        TargetKind::Contract => strategy::facade::contract(tx, id)
            .await?
            .map(|one| (format!("toutes les actions de « {} »", one.title), contract_path(&one.code))),
        TargetKind::Area => territory::facade::area(tx, id).await?.map(|area| {
            let path = format!("/actions?quartier={}", web::answer::encode(&area.code));
            (format!("le quartier {}", area.name), path)
        }),
        TargetKind::Node => match strategy::facade::node(tx, id).await? {
            Some(node) => strategy::facade::contract(tx, node.contract).await?.map(|contract| {
                let code = web::answer::encode(&node.code);
                (format!("« {} »", node.title), format!("{}&objectif={code}", contract_path(&contract.code)))
            }),
            None => None,
        },
        TargetKind::Sheet => store::sheet::by_id(tx, id)
            .await?
            .filter(crate::rules::Sheet::is_published)
            .map(|sheet| (format!("l’action {}", sheet.name()), crate::facade::path(&sheet.address))),
    };
    Ok(found.map(|(name, path)| Target { kind, id, name, path }))
}

/// Asks to follow something: a mail goes out to confirm the address. Whether somebody follows already is never told on
/// the page: the mail says so.
///
/// # Errors
/// An address that is none, tied to the field `courriel`; the database failed.
pub async fn ask_to_follow(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    (public_url, service): (&str, &str),
    email: &str,
    target: &Target,
) -> Outcome<()> {
    let email = email.trim().to_lowercase();
    let known = store::follower::by_address(tx, &email, target.id).await?;
    let now = outside.now();
    let one = match known.clone() {
        Some(known) => known,
        None => Follower {
            id: outside.uuid(),
            email: email.clone(),
            kind: target.kind,
            target: target.id,
            confirmed_at: None,
            told_until: now,
        },
    };
    let key = key_text(keys, one.id);
    let address = |path: &str| format!("{public_url}{path}");
    let text = if one.confirmed_at.is_some() {
        format!(
            "Bonjour,\n\nVous avez demandé à suivre {}. Cette adresse le suit déjà : rien n’a changé.\n\nPour ne plus rien \
             recevoir :\n{}\n",
            target.name,
            address(&format!("/actions/suivre/quitter?cle={key}"))
        )
    } else {
        format!(
            "Bonjour,\n\nVous avez demandé à suivre {}. Pour commencer à recevoir ce qui change, au plus un message par \
             jour, confirmez cette adresse :\n{}\n\nSi ce n’est pas vous, ne faites rien : l’adresse est effacée au bout de \
             {DAYS_TO_CONFIRM} jours.\n",
            target.name,
            address(&format!("/actions/suivre/confirmer?cle={key}"))
        )
    };
    let subject = format!("{service} : suivre une action par courriel");
    let new =
        NewMail::read("plan.follow", &email, "", &subject, &text).map_err(|error| match error.field.as_str() {
            "address" => Failure::field("courriel", error.sentence),
            _ => Failure::Input(vec![error]),
        })?;
    let new = new.keep_days(DAYS_TO_CONFIRM).unsubscribe(&address(&format!("/actions/suivre/quitter?cle={key}")));
    match known {
        Some(_) => store::follower::ask_again(tx, one.id, now).await?,
        None => store::follower::insert(tx, &one, &token_hash(&key), now).await?,
    }
    mail::queue(tx, outside, &new).await?;
    record(tx, outside, "demande", &[one.id]).await
}

/// The address of whoever acts, when she has an account.
///
/// # Errors
/// The database failed.
pub async fn own_address(tx: &mut Tx, actor: &Actor) -> database::Result<Option<String>> {
    let Some(account) = actor.account() else { return Ok(None) };
    let email = accounts::facade::account_email(tx, account).await?;
    Ok(email.map(|email| email.trim().to_lowercase()).filter(|email| !email.is_empty()))
}

/// Follows a sheet with the address of one's account, which is known to be hers, or follows it no more. Twice is once.
///
/// # Errors
/// Nobody signed in; the database failed.
pub async fn follow_inside(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    sheet: Uuid,
    wants: bool,
) -> Outcome<()> {
    let email = own_address(tx, actor).await?.ok_or(Refusal::NotFound)?;
    let known = store::follower::by_address(tx, &email, sheet).await?;
    let now = outside.now();
    let (id, what) = match (known, wants) {
        (Some(one), true) if one.confirmed_at.is_some() => return Ok(()),
        (None, false) => return Ok(()),
        (Some(one), true) => {
            store::follower::confirm(tx, one.id, now).await?;
            (one.id, "confirmation par le compte")
        }
        (None, true) => {
            let one = Follower {
                id: outside.uuid(),
                email,
                kind: TargetKind::Sheet,
                target: sheet,
                confirmed_at: None,
                told_until: now,
            };
            store::follower::insert(tx, &one, &token_hash(&key_text(keys, one.id)), now).await?;
            store::follower::confirm(tx, one.id, now).await?;
            (one.id, "suivi par un compte")
        }
        (Some(one), false) => {
            store::follower::delete(tx, one.id).await?;
            (one.id, "retrait")
        }
    };
    let touched = [("plan_follower", id)];
    let entry = Entry::general(ACT, "plan_follower").detail(json!({ "acte": what })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Whoever holds this key, with what she follows.
async fn held(tx: &mut Tx, key: &str) -> Outcome<Follower> {
    Ok(store::follower::by_key(tx, &token_hash(key)).await?.ok_or(Refusal::NotFound)?)
}

/// Confirms an address. Gives what is followed.
///
/// # Errors
/// Nobody holds this key any more; the database failed.
pub async fn confirm_follower(tx: &mut Tx, outside: &Outside, key: &str) -> Outcome<Follower> {
    let one = held(tx, key).await?;
    if one.confirmed_at.is_none() {
        store::follower::confirm(tx, one.id, outside.now()).await?;
        record(tx, outside, "confirmation", &[one.id]).await?;
    }
    Ok(one)
}

/// Leaves: this one only, or everything this address follows. A key nobody holds any more is left already.
///
/// # Errors
/// The database failed.
pub async fn leave(tx: &mut Tx, outside: &Outside, key: &str, is_everything: bool) -> Outcome<()> {
    let Some(one) = store::follower::by_key(tx, &token_hash(key)).await? else { return Ok(()) };
    let mut gone = vec![one.id];
    if is_everything {
        gone = store::follower::of_address(tx, &one.email).await?;
    }
    for id in &gone {
        store::follower::delete(tx, *id).await?;
    }
    record(tx, outside, "retrait", &gone).await
}

async fn record(tx: &mut Tx, outside: &Outside, what: &str, ids: &[Uuid]) -> Outcome<()> {
    let touched: Vec<(&str, Uuid)> = ids.iter().map(|id| ("plan_follower", *id)).collect();
    let entry = Entry::general(ACT, "plan_follower").detail(json!({ "acte": what })).touched(&touched);
    journal::record(tx, outside, &Actor::Visitor, entry).await?;
    Ok(())
}

/// Takes out addresses that were not confirmed in time, and those confirmed two years ago. Gives the rows.
///
/// # Errors
/// The database failed.
pub(super) async fn purge(tx: &mut Tx, now: Moment) -> database::Result<Vec<Uuid>> {
    store::follower::purge(tx, now.plus_days(-DAYS_TO_CONFIRM), now.plus_days(-730)).await
}
