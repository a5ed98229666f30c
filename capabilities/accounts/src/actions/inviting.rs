//! Invitations: by mail, for a fortnight, accepted once.

use database::Tx;
use jobs::mail::{self, NewMail};
use journal::Entry;
use kernel::{
    Act, Actor, Breakdown, Failure, FieldError, Filled, Function, Grant, Moment, Outcome, Outside, Refusal, Scope, Uuid,
};
use serde_json::json;
use web::Keys;
use web::keys::token_hash;

use super::administering::give_all;
use super::creating::check_person;
use super::entering::{Client, Opened, Way, enter, herself};
use crate::rules::limits::INVITATION_MS;
use crate::rules::reach::Reach;
use crate::rules::{codes, email};
use crate::store::account::Account;
use crate::store::invitation::Invitation;
use crate::store::organisation::Membership;
use crate::{acts, store};

/// Somebody to invite.
#[derive(Clone, Debug)]
pub struct NewInvitation<'a> {
    /// Her address.
    pub email: &'a str,
    /// What she will be charged with.
    pub functions: &'a [Function],
    /// Where.
    pub scope: Scope,
    /// Where the platform is reached, for the mail.
    pub address: &'a str,
    /// Name of the service, for the mail.
    pub service: &'a str,
}

/// What somebody invited says of herself.
#[derive(Clone, Debug)]
pub struct Acceptance<'a> {
    /// The token of her link.
    pub token: &'a str,
    /// Her name.
    pub name: &'a str,
    /// The fingerprint of the password she chose, if she did.
    pub password_hash: Option<String>,
}

/// Invites somebody. Gives the path of her link.
///
/// # Errors
/// Not this actor's to give; something to correct.
pub async fn invite(tx: &mut Tx, outside: &Outside, actor: &Actor, new: &NewInvitation<'_>) -> Outcome<String> {
    actor.authorise(&acts::MEMBERS, &new.scope)?;
    let reach = Reach::of(actor);
    let mut errors = Vec::new();
    if !email::has_form(new.email) {
        errors.push(FieldError::new("email", "L’adresse électronique doit avoir la forme nom@exemple.fr"));
    }
    if new.functions.is_empty() {
        errors.push(FieldError::new("fonctions", "Choisissez au moins une fonction"));
    } else if !new.functions.iter().all(|function| reach.may_give(*function, new.scope.organisation)) {
        errors.push(FieldError::new("fonctions", "Vous pouvez donner seulement les fonctions de votre organisation"));
    }
    let is_carrier = new.functions.iter().any(|function| codes::OF_ASSOCIATIONS.contains(function));
    if is_carrier && new.scope.organisation.is_none() {
        errors.push(FieldError::new("organisation", "Choisissez l’organisation pour laquelle cette personne agit"));
    }
    let invited = store::account::open_by_email(tx, &email::key(new.email)).await?;
    if invited.is_some_and(|account| actor.account() == Some(account.id)) {
        errors.push(FieldError::new("email", "C’est votre adresse : on ne se donne pas une fonction à soi-même"));
    }
    Failure::unless_empty(errors)?;
    let what = format!("à travailler sur « {} ».\nVotre rôle : {}.", new.service, codes::french(new.functions));
    let (_, path) = issue(tx, outside, actor, (&acts::MEMBERS, &what), new).await?;
    Ok(path)
}

/// Functions that another slice may have given by those who do its own acts.
const GIVEN_BY_SLICES: [Function; 1] = [Function::CouncilMember];

/// Somebody whom another slice invites.
#[derive(Clone, Debug)]
pub struct Called<'a> {
    /// The act of that slice: whoever invites may do it at the place.
    pub act: &'static Act,
    /// Where the act takes place.
    pub place: Scope,
    /// The earlier invitation this one takes the place of.
    pub before: Option<Uuid>,
    /// What she is invited to, after « Vous êtes invité·e » : « à siéger au Conseil des jeunes ».
    pub what: &'a str,
    /// Her address, what she will be charged with, and where: no wider than the place.
    pub new: NewInvitation<'a>,
}

/// Invites somebody for another slice, in its name and under its act. Gives the invitation.
///
/// # Errors
/// Not this actor's; an address that is none, or her own; a function or a place that slices may not give.
pub async fn invite_called(tx: &mut Tx, outside: &Outside, actor: &Actor, called: &Called<'_>) -> Outcome<Uuid> {
    actor.authorise(called.act, &called.place)?;
    let new = &called.new;
    let is_within = new.scope.contract == called.place.contract && new.scope.territory == called.place.territory;
    if !is_within || new.functions.iter().any(|function| !GIVEN_BY_SLICES.contains(function)) {
        return Err(Breakdown::because("a slice gave a function or a place it may not give").into());
    }
    if !email::has_form(new.email) {
        return Err(Failure::field("email", "L’adresse électronique doit avoir la forme nom@exemple.fr"));
    }
    let invited = store::account::open_by_email(tx, &email::key(new.email)).await?;
    if invited.is_some_and(|account| actor.account() == Some(account.id)) {
        return Err(Failure::field("email", "C’est votre adresse : on ne s’invite pas soi-même"));
    }
    if let Some(before) = called.before
        && store::invitation::revoke(tx, before, outside.now()).await?
    {
        let (detail, touched) = (json!({ "acte": "remplacée" }), [("invitation", before)]);
        let entry = Entry::on(called.act.code, "invitation", before).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    let (id, _) = issue(tx, outside, actor, (called.act, called.what), new).await?;
    Ok(id)
}

/// Sends somebody who has no account, and asks for one to act for an organisation, the link that opens it: without any function.
/// To whoever has one, a link to sign in. Nobody is told which of the two an address received.
///
/// # Errors
/// An address that is none.
pub async fn welcome(
    tx: &mut Tx,
    outside: &Outside,
    (act, what): (&'static Act, &str),
    new: &NewInvitation<'_>,
) -> Outcome<()> {
    if !email::has_form(new.email) {
        return Err(Failure::field("email", "L’adresse électronique doit avoir la forme nom@exemple.fr"));
    }
    match store::account::open_by_email(tx, &email::key(new.email)).await? {
        Some(_) => super::entering::have_link_sent(tx, outside, new.email, (new.address, "/mon-association")).await,
        None => {
            let new = NewInvitation { functions: &[], scope: Scope::EVERYWHERE, ..new.clone() };
            issue(tx, outside, &Actor::Visitor, (act, what), &new).await.map(|_| ())
        }
    }
}

/// Keeps an invitation and sends its mail. Gives it, and the path of its link.
async fn issue(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (act, what): (&'static Act, &str),
    new: &NewInvitation<'_>,
) -> Outcome<(Uuid, String)> {
    let (token, now) = (Keys::token(outside), outside.now());
    let invitation = Invitation {
        id: outside.uuid(),
        email: new.email.trim().to_owned(),
        functions: new.functions.to_vec(),
        scope: new.scope,
        invited_by: actor.account(),
        created_at: now,
        expires_at: Moment(now.0 + INVITATION_MS),
        used_at: None,
        revoked_at: None,
    };
    store::invitation::insert(tx, &invitation, &token.hash).await?;
    let path = format!("/invitation/{}", token.text);
    let host = actor.person().map_or_else(String::new, |person| format!(" par {}", person.name));
    let text = format!(
        "Bonjour,\n\nVous êtes invité·e{host} {what}\n\nPour accepter, ouvrez ce lien dans les 14 jours :\n\n{}{path}\n\nSi \
         cette invitation n’est pas pour vous, ne faites rien.\n",
        new.address
    );
    let letter =
        NewMail::read("accounts.invitation", new.email.trim(), "", &format!("Invitation : {}", new.service), &text)
            .map_err(|error| Failure::field("email", error.sentence))?;
    mail::queue(tx, outside, &letter.of_contract(new.scope.contract).keep_days(14).useful_until(invitation.expires_at))
        .await?;
    let touched = [("invitation", invitation.id)];
    // Of members of other slices, the row alone knows the address.
    let detail = match *act == acts::MEMBERS {
        true => json!({ "à": invitation.email, "fonctions": codes::written(new.functions) }),
        false => json!({ "fonctions": codes::written(new.functions) }),
    };
    let entry = Entry::on(act.code, "invitation", invitation.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok((invitation.id, path))
}

/// Takes an invitation back.
///
/// # Errors
/// Not this actor's; accepted or taken back already.
pub async fn revoke_invitation(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let invitation = store::invitation::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !is_within(&Reach::of(actor), &invitation) {
        return Err(Refusal::NotFound.into());
    }
    actor.authorise(&acts::MEMBERS, &invitation.scope)?;
    if !store::invitation::revoke(tx, id, outside.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    let touched = [("invitation", id)];
    let entry = Entry::on(acts::MEMBERS.code, "invitation", id).detail(json!({ "acte": "reprise" })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Whether an invitation is of this reach.
pub(crate) fn is_within(reach: &Reach, invitation: &Invitation) -> bool {
    *reach == Reach::Everything || invitation.scope.organisation.is_some_and(|place| reach.covers(place))
}

/// Accepts an invitation: the account is created (or completed, when the address has one), and she enters.
///
/// # Errors
/// [`Refusal::NotFound`]: no such invitation, or no longer open. Something to correct.
pub async fn accept(
    tx: &mut Tx,
    outside: &Outside,
    acceptance: impl Into<Filled<Acceptance<'_>>>,
    client: &Client,
) -> Outcome<Opened> {
    let mut form = acceptance.into();
    let now = outside.now();
    let invitation = store::invitation::by_token(tx, &token_hash(form.value.token)).await?;
    let invitation = invitation.filter(|invitation| invitation.is_open(now)).ok_or(Refusal::NotFound)?;
    let known = store::account::open_by_email(tx, &email::key(&invitation.email)).await?;
    let account = match known {
        Some(account) => account,
        None => {
            form.find(check_person(form.value.name, &invitation.email));
            let acceptance = form.sound()?;
            let account = Account {
                id: outside.uuid(),
                email: invitation.email.clone(),
                name: acceptance.name.trim().to_owned(),
                password_hash: acceptance.password_hash,
                status: "open".to_owned(),
                created_at: now.0,
                ..Account::default()
            };
            store::account::insert(tx, &account).await.map_err(super::creating::taken)?;
            account
        }
    };
    if !store::invitation::consume(tx, invitation.id, now).await? {
        return Err(Refusal::NotFound.into());
    }
    let actor = herself(&account, Uuid::nil());
    let grants: Vec<Grant> =
        invitation.functions.iter().map(|function| Grant { function: *function, scope: invitation.scope }).collect();
    let given = give_all(tx, outside, &actor, account.id, &grants, "invitation acceptée").await?;
    let mut touched = vec![("account", account.id), ("invitation", invitation.id)];
    touched.extend(given.into_iter().map(|id| ("account_function", id)));
    if let Some(organisation) = invitation.scope.organisation {
        let member = Membership { id: outside.uuid(), account: account.id, organisation, role: String::new() };
        store::organisation::join(tx, &member, now).await?;
    }
    let next = crate::facade::accepted(tx, outside, &actor, (invitation.id, account.id)).await?;
    let opened = enter(tx, outside, account.id, Way::Invitation, client).await?;
    let entry = Entry::on(acts::MEMBERS.code, "invitation", invitation.id)
        .detail(json!({ "acte": "acceptée", "fonctions": codes::written(&invitation.functions) }))
        .touched(&touched);
    journal::record(tx, outside, &actor, entry).await?;
    Ok(Opened { next_path: next.unwrap_or_else(|| "/compte".to_owned()), ..opened })
}
