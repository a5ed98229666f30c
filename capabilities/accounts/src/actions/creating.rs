//! New accounts.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Grant, Moment, Outcome, Outside, Scope, Uuid};
use serde_json::json;
use web::Keys;

use super::{hashed, set_second_factor};
use crate::rules::limits::FIRST_LINK_MS;
use crate::rules::{email, password};
use crate::store::account::Account;
use crate::store::function::Given;
use crate::store::link::SignInLink;
use crate::{acts, store};

/// Somebody to create.
#[derive(Clone, Debug, Default)]
pub struct NewAccount<'a> {
    /// Her address.
    pub email: &'a str,
    /// Her name.
    pub name: &'a str,
    /// What she is charged with, from now on.
    pub functions: &'a [Grant],
    /// Her password, when she has one already.
    pub password: Option<&'a str>,
    /// The secret of her codes (base32), when it is decided for her: the demonstration only.
    pub totp_secret: Option<&'a str>,
    /// Whether she is a person of the demonstration.
    pub is_demonstration: bool,
}

/// An account and the way to enter the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// Which.
    pub account: Uuid,
    /// The path of the link, to be said after the platform's address.
    pub path: String,
    /// How long it is good: « 48 heures ».
    pub validity_french: &'static str,
}

/// Checks a name and an address.
pub(super) fn check_person(name: &str, email: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if name.trim().is_empty() {
        errors.push(FieldError::new("nom", "Saisissez le nom de la personne"));
    } else if name.chars().count() > 120 || name.chars().any(char::is_control) {
        errors.push(FieldError::new("nom", "Le nom doit tenir sur une ligne de 120 signes au plus"));
    }
    if !email::has_form(email) {
        errors.push(FieldError::new("email", "L’adresse électronique doit avoir la forme nom@exemple.fr"));
    }
    errors
}

/// What a second account of the same address becomes.
pub(super) fn taken(error: database::DbError) -> Failure {
    if error.is_unique_violation() {
        return Failure::field(
            "email",
            "Un compte existe déjà à cette adresse : cherchez-le dans la liste des comptes",
        );
    }
    error.into()
}

/// Creates an account with its functions. An administrator's, or the platform's.
///
/// # Errors
/// Not this actor's; something to correct; an account of this address exists.
pub async fn create_account(
    tx: &mut Tx,
    outside: &Outside,
    keys: &Keys,
    actor: &Actor,
    new: &NewAccount<'_>,
) -> Outcome<Uuid> {
    actor.authorise(&acts::MANAGE, &Scope::EVERYWHERE)?;
    let mut errors = check_person(new.name, new.email);
    if let Some(password) = new.password
        && let Some(sentence) = password::problem(password, &[new.name, new.email])
    {
        errors.push(FieldError::new("mot-de-passe", sentence));
    }
    Failure::unless_empty(errors)?;
    let now = outside.now();
    let account = Account {
        id: outside.uuid(),
        email: new.email.trim().to_owned(),
        name: new.name.trim().to_owned(),
        password_hash: match new.password {
            Some(password) => Some(hashed(outside, password).await?),
            None => None,
        },
        is_demonstration: new.is_demonstration,
        created_at: now.0,
        ..Account::default()
    };
    store::account::insert(tx, &account).await.map_err(taken)?;
    if let Some(secret) = new.totp_secret {
        set_second_factor(tx, outside, keys, account.id, secret).await?;
    }
    let mut touched = vec![("account", account.id)];
    for grant in new.functions {
        touched
            .push(("account_function", give(tx, outside, actor, account.id, *grant, now, "création du compte").await?));
    }
    let functions: Vec<_> = new.functions.iter().map(|grant| grant.function.code()).collect();
    let detail = json!({ "nom": account.name, "fonctions": functions });
    let entry =
        Entry::on(acts::MANAGE.code, "account", account.id).detail(detail).why("création du compte").touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(account.id)
}

/// Gives a function without an end.
pub(super) async fn give(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    account: Uuid,
    grant: Grant,
    now: Moment,
    reason: &str,
) -> Outcome<Uuid> {
    let given = Given {
        id: outside.uuid(),
        account,
        grant,
        since: now,
        until: None,
        given_by: actor.account(),
        reason: reason.to_owned(),
        withdrawn_at: None,
    };
    store::function::insert(tx, &given).await?;
    Ok(given.id)
}

/// Creates an account and the link of its first sign-in, for the command line: nothing is mailed.
///
/// # Errors
/// See [`create_account`].
pub async fn create_with_link(
    tx: &mut Tx,
    outside: &Outside,
    keys: &Keys,
    actor: &Actor,
    email: &str,
    name: &str,
    functions: &[Grant],
) -> Outcome<Created> {
    let new = NewAccount { email, name, functions, ..NewAccount::default() };
    let account = create_account(tx, outside, keys, actor, &new).await?;
    let (token, now) = (Keys::token(outside), outside.now());
    let link = SignInLink {
        id: outside.uuid(),
        account,
        next_path: "/compte".to_owned(),
        expires_at: now.0 + FIRST_LINK_MS,
        used_at: None,
    };
    store::link::insert(tx, &link, &token.hash, now).await?;
    Ok(Created { account, path: format!("/connexion/lien/{}", token.text), validity_french: "48 heures" })
}

/// A password from chance, for people who are given one: three groups of four letters and digits.
pub fn password_from(outside: &Outside) -> String {
    let code =
        crate::rules::recovery::code(outside.bytes::<10>()) + &crate::rules::recovery::code(outside.bytes::<10>());
    let plain: Vec<char> = code.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    plain.chunks(4).map(|group| group.iter().collect::<String>().to_lowercase()).collect::<Vec<_>>().join("-")
}

/// A secret of codes from chance, in base32.
pub fn totp_secret_from(outside: &Outside) -> String {
    crate::rules::totp::written(&outside.bytes::<{ crate::rules::totp::SECRET_BYTES }>()).replace(' ', "")
}
