//! Entering and leaving.

use database::{Db, Tx};
use jobs::mail::{self, NewMail};
use jobs::{NewJob, enqueue};
use journal::Entry;
use kernel::{Actor, Grant, Moment, Outcome, Outside, Person, Refusal, Uuid};
use serde_json::json;
use web::Keys;
use web::keys::token_hash;

use super::guessing::{count_try, forgive};
use super::passwords::fits;
use crate::rules::limits::{self, Counted};
use crate::rules::{delegation, email};
use crate::store::account::Account;
use crate::store::delegation::Delegation;
use crate::store::link::{Request, SignInLink};
use crate::store::session::Session;
use crate::{acts, store};

/// The kind of job that answers a request for a link.
pub const SEND_LINK: &str = "accounts.send_link";

/// From where somebody enters.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The browser, as it calls itself.
    pub browser: String,
    /// The network.
    pub network: String,
    /// The token of the session she held until now: entering again ends it.
    pub former_token: Option<String>,
}

/// How somebody entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A link received by mail.
    Link,
    /// A password.
    Password,
    /// An invitation accepted.
    Invitation,
    /// The page of the demonstration: no secret, no real person.
    Demonstration,
}

impl Way {
    const fn french(self) -> &'static str {
        match self {
            Self::Link => "lien reçu par courriel",
            Self::Password => "mot de passe",
            Self::Invitation => "invitation acceptée",
            Self::Demonstration => "page de la démonstration",
        }
    }
}

/// A session has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What goes into the cookie.
    pub token: String,
    /// Whether the second code must be given before the session opens anything.
    pub needs_code: bool,
    /// Where she was going.
    pub next_path: String,
}

/// Asks for a link. Exactly the same work is done whether the address is known or not: the answer is prepared
/// later, by a job, so neither the page nor its time tells who has an account.
///
/// # Errors
/// Too many asked for this address or from this network.
#[allow(clippy::too_many_arguments, reason = "one per thing the request depends on")]
pub async fn ask_link(
    db: &Db,
    outside: &Outside,
    keys: &Keys,
    network: &str,
    typed: &str,
    address: &str,
    next_path: &str,
) -> Outcome<()> {
    let email_key = email::key(typed);
    count_try(db, outside, keys, Counted::LinkOfNetwork, network).await?;
    count_try(db, outside, keys, Counted::LinkOfEmail, &email_key).await?;
    let mut tx = db.write().await?;
    have_link_sent(&mut tx, outside, typed, (address, next_path)).await?;
    tx.commit().await?;
    Ok(())
}

/// Has a job answer a request for a link.
pub(super) async fn have_link_sent(
    tx: &mut Tx,
    outside: &Outside,
    typed: &str,
    (address, next_path): (&str, &str),
) -> Outcome<()> {
    let (id, email_key) = (outside.uuid(), email::key(typed));
    let (address, next_path) = (address.to_owned(), next_path.to_owned());
    store::link::ask(tx, id, &Request { email_key, address, next_path, created_at: outside.now().0 }).await?;
    enqueue(tx, outside, NewJob::new(SEND_LINK, json!({ "request": id.to_string() })).priority(10)).await?;
    Ok(())
}

/// Answers a request: a link by mail if the address has an open account; nothing otherwise. Gives the path of the
/// link made, for those who act without a mailbox.
///
/// # Errors
/// The database failed.
pub async fn send_link(tx: &mut Tx, outside: &Outside, request: Uuid) -> Outcome<Option<String>> {
    let Some(request) = store::link::take_request(tx, request).await? else { return Ok(None) };
    let now = outside.now();
    let expires_at = request.created_at + limits::LINK_MS;
    let account = store::account::open_by_email(tx, &request.email_key).await?;
    let Some(account) = account.filter(|_| now.0 < expires_at) else { return Ok(None) };
    let token = Keys::token(outside);
    let link =
        SignInLink { id: outside.uuid(), account: account.id, next_path: request.next_path, expires_at, used_at: None };
    store::link::insert(tx, &link, &token.hash, now).await?;
    let path = format!("/connexion/lien/{}", token.text);
    let text = format!(
        "Bonjour,\n\nVous avez demandé à vous connecter. Ouvrez ce lien dans les 15 minutes :\n\n{}{path}\n\n\
         Il ne sert qu’une fois. Si vous n’avez rien demandé, ne faites rien : personne ne peut entrer sans ce lien.\n",
        request.address
    );
    let written = NewMail::read("accounts.link", &account.email, &account.name, "Votre lien de connexion", &text);
    if let Ok(letter) = written {
        mail::queue(tx, outside, &letter.keep_days(1).useful_until(Moment(expires_at))).await?;
    }
    Ok(Some(path))
}

/// Whether this password is the one of this address's open account; the account if so. Tries are counted first, and
/// the same work is done for an unknown address, an account without password and a wrong password.
///
/// # Errors
/// Too many tries on this address or from this network.
pub async fn password_fits(
    db: &Db,
    outside: &Outside,
    keys: &Keys,
    network: &str,
    typed: &str,
    password: &str,
) -> Outcome<Option<Uuid>> {
    let email_key = email::key(typed);
    count_try(db, outside, keys, Counted::PasswordOfNetwork, network).await?;
    count_try(db, outside, keys, Counted::PasswordOfEmail, &email_key).await?;
    let account = store::account::open_by_email(&mut db.read().await?, &email_key).await?;
    let (id, hash) = account.map_or((None, None), |account| (Some(account.id), account.password_hash));
    // No password is longer: hashing megabytes would be work for nothing.
    let is_short = password.len() <= crate::rules::password::LONGEST_BYTES;
    let is_right = fits(hash, if is_short { password } else { "" }).await? && is_short;
    if !is_right {
        return Ok(None);
    }
    let mut tx = db.write().await?;
    forgive(&mut tx, keys, Counted::PasswordOfEmail, &email_key).await?;
    tx.commit().await?;
    Ok(id)
}

/// Enters with a link, which will not serve again.
///
/// # Errors
/// [`Refusal::NotFound`]: no such link, or no longer good.
pub async fn enter_by_link(tx: &mut Tx, outside: &Outside, token: &str, client: &Client) -> Outcome<Opened> {
    let link = store::link::by_token(tx, &token_hash(token)).await?.ok_or(Refusal::NotFound)?;
    if !store::link::consume(tx, link.id, outside.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    let opened = enter(tx, outside, link.account, Way::Link, client).await?;
    Ok(Opened { next_path: link.next_path, ..opened })
}

/// Opens a session for somebody whose first factor was right. With a second factor set, it opens nothing until the
/// code is given.
///
/// # Errors
/// [`Refusal::NotFound`]: the account is closed.
pub async fn enter(tx: &mut Tx, outside: &Outside, account: Uuid, way: Way, client: &Client) -> Outcome<Opened> {
    let account = store::account::by_id(tx, account).await?.filter(Account::is_open).ok_or(Refusal::NotFound)?;
    let now = outside.now();
    let needs_code = account.has_second_factor() && way != Way::Demonstration;
    if let Some(former) = &client.former_token
        && let Some(session) = store::session::by_token(tx, &token_hash(former)).await?
    {
        store::session::end(tx, session.account, session.id).await?;
    }
    let grants = grants_in_force(tx, account.id, now).await?;
    let length = if needs_code { limits::HALF_OPEN_MS } else { limits::SESSION_MS };
    let token = Keys::token(outside);
    let session = Session {
        id: outside.uuid(),
        account: account.id,
        created_at: now.0,
        last_seen_at: now.0,
        idle_ms: limits::idle_ms(grants.iter().map(|grant| grant.function)),
        expires_at: now.0 + length,
        browser: client.browser.clone(),
        network: client.network.clone(),
        second_factor_at: (way == Way::Demonstration).then_some(now.0),
        acting_for: None,
    };
    store::session::insert(tx, &session, &token.hash).await?;
    store::account::signed_in(tx, account.id, now).await?;
    let actor = herself(&account, session.id);
    let detail = json!({ "moyen": way.french(), "second code attendu": needs_code, "réseau": session.network });
    let touched = [("account", account.id)];
    let entry = Entry::on(acts::SIGN_IN, "account", account.id).detail(detail).touched(&touched);
    journal::record(tx, outside, &actor, entry).await?;
    Ok(Opened { token: token.text, needs_code, next_path: "/gestion".to_owned() })
}

/// The person entering, for the journal.
pub(super) fn herself(account: &Account, session: Uuid) -> Actor {
    Actor::Person(Person {
        account: account.id,
        session,
        name: account.name.clone(),
        grants: Vec::new(),
        has_second_factor: false,
        acting_for: None,
    })
}

/// What somebody is charged with now.
pub(crate) async fn grants_in_force(tx: &mut Tx, account: Uuid, now: Moment) -> database::Result<Vec<Grant>> {
    let given = store::function::of_account(tx, account).await?;
    Ok(given.into_iter().filter(|given| given.is_in_force(now)).map(|given| given.grant).collect())
}

/// Somebody as she may act now: with functions of her `own`, or, acting for somebody, with what that person is charged with, but for
/// what does not go along. `acting_for`: a delegation that [`Delegation::lends_to`] her now.
pub(crate) async fn standing(
    tx: &mut Tx,
    (account, own): (Account, Vec<Grant>),
    acting_for: Option<Delegation>,
    now: Moment,
) -> database::Result<Person> {
    let (grants, acting_for) = match acting_for {
        None => (own, None),
        Some(lent) => {
            let mut theirs = grants_in_force(tx, lent.giver, now).await?;
            theirs.retain(|grant| delegation::goes_along(grant.function));
            (theirs, Some((lent.giver, lent.giver_name)))
        }
    };
    let (session, name) = (Uuid::nil(), account.name);
    Ok(Person { account: account.id, session, name, grants, has_second_factor: false, acting_for })
}

/// Enters as a person of the demonstration, without any secret. The page that calls this exists only in a
/// demonstration; an account that is not of the demonstration is never entered.
///
/// # Errors
/// [`Refusal::NotFound`]: not an open account of the demonstration.
pub async fn enter_demonstration(tx: &mut Tx, outside: &Outside, account: Uuid, client: &Client) -> Outcome<Opened> {
    let known = store::account::by_id(tx, account).await?;
    if !known.is_some_and(|account| account.is_demonstration) {
        return Err(Refusal::NotFound.into());
    }
    enter(tx, outside, account, Way::Demonstration, client).await
}

/// Leaves: the session is gone, whoever still holds its token.
///
/// # Errors
/// The database failed.
pub async fn leave(tx: &mut Tx, outside: &Outside, actor: &Actor, token: &str) -> Outcome<()> {
    let Some(session) = store::session::by_token(tx, &token_hash(token)).await? else { return Ok(()) };
    store::session::end(tx, session.account, session.id).await?;
    let entry = Entry::on(acts::SIGN_OUT, "account", session.account);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
