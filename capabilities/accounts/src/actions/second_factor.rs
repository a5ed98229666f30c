//! The second factor: setting it up, giving it, recovery codes.

use database::{Db, Tx};
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use web::Keys;
use web::keys::token_hash;

use super::entering::{Opened, grants_in_force, herself};
use super::guessing::{count_try, forgive, keyed};
use super::own_account;
use crate::rules::limits::{self, Counted};
use crate::rules::{recovery, totp};
use crate::store::account::Account;
use crate::{acts, store};

/// Where the secret of an account is sealed.
const PLACE: &str = "account.totp_sealed";
/// Where a secret being set up is sealed.
const SETUP: &str = "second_factor_setup.secret_sealed";

/// A second factor is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// The new token of the session.
    pub token: String,
    /// The recovery codes, shown once.
    pub codes: Vec<String>,
}

/// Begins to set up a second factor: a new secret, kept for an hour.
///
/// # Errors
/// Nobody is signed in.
pub async fn begin_second_factor(tx: &mut Tx, outside: &Outside, keys: &Keys, actor: &Actor) -> Outcome<()> {
    let account = own_account(actor, &acts::OWN)?;
    let (id, secret) = (outside.uuid(), outside.bytes::<{ totp::SECRET_BYTES }>());
    let sealed = keys.seal(outside, SETUP, id, &secret)?;
    store::second_factor::begin(tx, id, account, &sealed, outside.now()).await?;
    let entry = Entry::on(acts::OWN.code, "account", account).detail(json!({ "acte": "second facteur commencé" }));
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The secret being set up, when there is one.
///
/// # Errors
/// The database failed, or the secret was sealed with another key.
pub(crate) async fn secret_being_set(tx: &mut Tx, keys: &Keys, account: Uuid, now_ms: i64) -> Outcome<Option<Vec<u8>>> {
    let Some((id, sealed, created_at)) = store::second_factor::setup(tx, account).await? else { return Ok(None) };
    if now_ms >= created_at + limits::SETUP_MS {
        return Ok(None);
    }
    Ok(Some(keys.open(SETUP, id, &sealed)?))
}

/// Puts the secret being set up in force, once a code made from it was read. Other sessions end; this one has a
/// new token.
///
/// # Errors
/// Nothing is being set up; the code is not the one; too many tries.
pub async fn confirm_second_factor(
    db: &Db,
    outside: &Outside,
    keys: &Keys,
    actor: &Actor,
    typed: &str,
) -> Outcome<Confirmed> {
    let account = own_account(actor, &acts::OWN)?;
    let session = actor.person().map(|person| person.session).ok_or(Refusal::NotFound)?;
    count_try(db, outside, keys, Counted::CodeOfAccount, &account.to_string()).await?;
    let mut tx = db.write().await?;
    let now = outside.now();
    let secret = secret_being_set(&mut tx, keys, account, now.0).await?.ok_or_else(|| {
        Refusal::rule(
            "Le code à photographier n’est plus valable",
            "Il ne reste affiché qu’une heure. Revenez à la page du second code et recommencez.",
        )
    })?;
    let Some(step) = totp::accepted_step(&secret, typed, now.0, 0) else {
        return Err(wrong_code());
    };
    let sealed = keys.seal(outside, PLACE, account, &secret)?;
    store::account::set_second_factor(&mut tx, account, &sealed, now, step).await?;
    store::second_factor::drop_setup(&mut tx, account).await?;
    let codes = new_codes(&mut tx, outside, keys, account).await?;
    let token = Keys::token(outside);
    let grants = grants_in_force(&mut tx, account, now).await?;
    let idle_ms = limits::idle_ms(grants.iter().map(|grant| grant.function));
    store::session::confirm(&mut tx, session, &token.hash, now, idle_ms, now.0 + limits::SESSION_MS).await?;
    store::session::end_others(&mut tx, account, Some(session)).await?;
    forgive(&mut tx, keys, Counted::CodeOfAccount, &account.to_string()).await?;
    let touched = [("account", account)];
    let entry = Entry::on(acts::OWN.code, "account", account)
        .detail(json!({ "acte": "second facteur en place" }))
        .touched(&touched);
    journal::record(&mut tx, outside, actor, entry).await?;
    tx.commit().await?;
    Ok(Confirmed { token: token.text, codes })
}

fn wrong_code() -> Failure {
    Failure::field(
        "code",
        "Ce code n’est pas le bon. Attendez que l’application en affiche un nouveau, vérifiez l’heure du téléphone, puis saisissez-le",
    )
}

async fn new_codes(tx: &mut Tx, outside: &Outside, keys: &Keys, account: Uuid) -> Outcome<Vec<String>> {
    store::second_factor::drop_codes(tx, account).await?;
    let mut codes = Vec::with_capacity(recovery::COUNT);
    for _ in 0..recovery::COUNT {
        let code = recovery::code(outside.bytes::<10>());
        store::second_factor::insert_code(tx, outside.uuid(), account, &code_hash(keys, account, &code)).await?;
        codes.push(code);
    }
    Ok(codes)
}

fn code_hash(keys: &Keys, account: Uuid, code: &str) -> Vec<u8> {
    let plain = recovery::plain(code).unwrap_or_default();
    keyed(keys, "recovery-code", &format!("{account}/{plain}"))
}

/// Gives the second code (or a recovery code) to a session that waits for it. The session has a new token.
///
/// # Errors
/// No session waits; the code is not the one, or was used; too many tries.
pub async fn enter_by_code(db: &Db, outside: &Outside, keys: &Keys, token: &str, typed: &str) -> Outcome<Opened> {
    let (session, account) = waiting(&mut db.read().await?, outside, token).await?.ok_or(Refusal::NotFound)?;
    count_try(db, outside, keys, Counted::CodeOfAccount, &account.id.to_string()).await?;
    let now = outside.now();
    let mut tx = db.write().await?;
    let is_recovery = recovery::plain(typed).is_some();
    let is_right = if is_recovery {
        store::second_factor::use_code(&mut tx, account.id, &code_hash(keys, account.id, typed), now).await?
    } else {
        let sealed = account.totp_sealed.as_deref().unwrap_or_default();
        let secret = keys.open(PLACE, account.id, sealed)?;
        match totp::accepted_step(&secret, typed, now.0, account.totp_last_step) {
            Some(step) => store::account::use_step(&mut tx, account.id, step).await?,
            None => false,
        }
    };
    if !is_right {
        return Err(wrong_code());
    }
    let grants = grants_in_force(&mut tx, account.id, now).await?;
    let idle_ms = limits::idle_ms(grants.iter().map(|grant| grant.function));
    let fresh = Keys::token(outside);
    store::session::confirm(&mut tx, session, &fresh.hash, now, idle_ms, now.0 + limits::SESSION_MS).await?;
    forgive(&mut tx, keys, Counted::CodeOfAccount, &account.id.to_string()).await?;
    let way = if is_recovery { "code de secours" } else { "second code" };
    let touched = [("account", account.id)];
    let entry = Entry::on(acts::SIGN_IN, "account", account.id).detail(json!({ "moyen": way })).touched(&touched);
    journal::record(&mut tx, outside, &herself(&account, session), entry).await?;
    tx.commit().await?;
    Ok(Opened { token: fresh.text, needs_code: false, next_path: "/gestion".to_owned() })
}

/// The session of a token that waits for its second code.
pub(crate) async fn waiting(tx: &mut Tx, outside: &Outside, token: &str) -> database::Result<Option<(Uuid, Account)>> {
    let Some(session) = store::session::by_token(tx, &token_hash(token)).await? else { return Ok(None) };
    if !session.is_alive(outside.now()) || session.second_factor_at.is_some() {
        return Ok(None);
    }
    let account = store::account::by_id(tx, session.account).await?;
    Ok(account.filter(|account| account.is_open() && account.has_second_factor()).map(|account| (session.id, account)))
}

/// Sets a second factor decided elsewhere (the demonstration).
///
/// # Errors
/// The secret is not base32 of 80 bits at least.
pub async fn set_second_factor(
    tx: &mut Tx,
    outside: &Outside,
    keys: &Keys,
    account: Uuid,
    secret: &str,
) -> Outcome<()> {
    let secret = totp::read(secret)
        .ok_or_else(|| Failure::field("secret", "Le secret des codes doit être en base 32, de 16 signes au moins"))?;
    let sealed = keys.seal(outside, PLACE, account, &secret)?;
    store::account::set_second_factor(tx, account, &sealed, outside.now(), 0).await?;
    Ok(())
}
