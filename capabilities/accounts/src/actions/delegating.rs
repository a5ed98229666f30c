//! Acting for somebody: given, taken up, left, taken back.

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jobs::mail::{self, NewMail};
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Moment, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::own_account;
use crate::rules::{delegation, email};
use crate::store::delegation::Delegation;
use crate::{acts, store};

/// A delegation to give.
#[derive(Clone, Debug)]
pub struct NewDelegation<'a> {
    /// Address of the person who will act.
    pub email: &'a str,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day, included.
    pub ends_on: Option<Date>,
    /// Why.
    pub reason: &'a str,
}

/// The first instant of a day in the town.
pub(crate) fn start_of(day: Date, zone: &TimeZone) -> Moment {
    day.to_zoned(zone.clone()).map_or(Moment(0), |zoned| Moment(zoned.timestamp().as_millisecond()))
}

/// Has somebody act in one's place. She is told by mail.
///
/// # Errors
/// Something to correct; nobody has this address.
pub async fn delegate(
    tx: &mut Tx,
    outside: &Outside,
    zone: &TimeZone,
    actor: &Actor,
    new: impl Into<Filled<NewDelegation<'_>>>,
) -> Outcome<Uuid> {
    let giver = own_account(actor, &acts::DELEGATE)?;
    let now = outside.now();
    let mut form = new.into();
    let receiver = store::account::open_by_email(tx, &email::key(form.value.email)).await?;
    let sentence = match &receiver {
        None => Some("Personne n’a de compte à cette adresse : vérifiez-la, ou faites inviter cette personne"),
        Some(receiver) if receiver.id == giver => {
            Some("C’est votre adresse : indiquez celle de la personne qui agira pour vous")
        }
        Some(_) => None,
    };
    form.find(sentence.map(|sentence| FieldError::new("email", sentence)));
    let NewDelegation { starts_on, ends_on, reason, .. } = form.value;
    form.find(delegation::check(now.day(zone), starts_on, ends_on, reason));
    let new = form.sound()?;
    let (Some(receiver), Some(starts_on), Some(ends_on)) = (receiver, starts_on, ends_on) else {
        return Err(Failure::Input(Vec::new()));
    };
    let after = ends_on.tomorrow().unwrap_or(ends_on);
    let person = actor.person().ok_or(Refusal::NotFound)?;
    let delegation = Delegation {
        id: outside.uuid(),
        giver,
        giver_name: person.name.clone(),
        receiver: receiver.id,
        receiver_name: receiver.name.clone(),
        starts_at: start_of(starts_on, zone).0,
        ends_at: start_of(after, zone).0,
        reason: new.reason.trim().to_owned(),
        revoked_at: None,
    };
    store::delegation::insert(tx, &delegation, now).await?;
    let text = format!(
        "Bonjour,\n\n{} vous confie ses fonctions du {} au {} ({}).\n\nPour agir en son nom : connectez-vous, ouvrez « Mon compte », \
         puis « Agir pour quelqu’un ». Chaque acte sera noté sous vos deux noms.\n",
        person.name,
        french::date(starts_on),
        french::date(ends_on),
        delegation.reason
    );
    if let Ok(letter) =
        NewMail::read("accounts.delegation", &receiver.email, &receiver.name, "Une délégation vous est confiée", &text)
    {
        mail::queue(tx, outside, &letter).await?;
    }
    let touched = [("delegation", delegation.id)];
    let detail = json!({ "à": receiver.name, "du": starts_on.to_string(), "au": ends_on.to_string() });
    let entry = Entry::on(acts::DELEGATE.code, "delegation", delegation.id)
        .detail(detail)
        .why(&delegation.reason)
        .touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(delegation.id)
}

/// Takes a delegation back, or gives it back.
///
/// # Errors
/// [`Refusal::NotFound`]: neither given nor received by this person, or over.
pub async fn revoke_delegation(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let account = own_account(actor, &acts::DELEGATE)?;
    let delegation = store::delegation::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if delegation.giver != account && delegation.receiver != account {
        return Err(Refusal::NotFound.into());
    }
    if !store::delegation::revoke(tx, id, outside.now()).await? {
        return Err(Refusal::NotFound.into());
    }
    let touched = [("delegation", id)];
    let entry = Entry::on(acts::DELEGATE.code, "delegation", id).detail(json!({ "acte": "reprise" })).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Takes up a delegation: from here on this session acts for the other person.
///
/// # Errors
/// [`Refusal::NotFound`]: not received by this person, or not in force.
pub async fn act_for(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let account = own_account(actor, &acts::DELEGATE)?;
    let session = actor.person().map(|person| person.session).ok_or(Refusal::NotFound)?;
    let delegation = store::delegation::by_id(tx, id).await?;
    let delegation = delegation
        .filter(|delegation| delegation.receiver == account && delegation.is_in_force(outside.now()))
        .ok_or(Refusal::NotFound)?;
    store::session::act_for(tx, session, Some(id)).await?;
    let detail = json!({ "acte": "prise", "pour": delegation.giver_name });
    journal::record(tx, outside, actor, Entry::on(acts::DELEGATE.code, "delegation", id).detail(detail)).await?;
    Ok(())
}

/// Acts in one's own name again.
///
/// # Errors
/// Nobody is signed in.
pub async fn act_in_own_name(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<()> {
    own_account(actor, &acts::DELEGATE)?;
    let session = actor.person().map(|person| person.session).ok_or(Refusal::NotFound)?;
    store::session::act_for(tx, session, None).await?;
    let detail = json!({ "acte": "quittée" });
    journal::record(tx, outside, actor, Entry::general(acts::DELEGATE.code, "delegation").detail(detail)).await?;
    Ok(())
}
