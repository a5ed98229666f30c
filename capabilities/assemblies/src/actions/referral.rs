//! Referrals: members write and adopt them, the authority answers or asks for time, the body says whether it is satisfied.

use database::Tx;
use files::{Prepared, Vault};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::assembly::led;
use super::member;
use super::polling::nobody_votes;
use super::voting::{self, Cast};
use crate::rules::{
    Assembly, Member, Referral, ReferralState, ReferralTerms, Satisfaction, Text, check_personal, check_referral,
    reply_day,
};
use crate::{acts, store};

/// A referral, its body, and who the signed-in account is there; otherwise nothing is there.
///
/// # Errors
/// Not there, or she does not sit in that body.
pub async fn mine(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Member, Referral)> {
    let found = store::referral::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (assembly, member) = member::mine(tx, actor, found.assembly).await?;
    Ok((assembly, member, found))
}

/// A referral that was adopted, for whoever answers; what members prepare is not there.
///
/// # Errors
/// Not there, not adopted, or not this actor's.
pub async fn received(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Referral)> {
    let found = store::referral::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if found.state == ReferralState::Draft {
        return Err(Refusal::NotFound.into());
    }
    Ok((led(tx, actor, &acts::ANSWER, found.assembly).await?, found))
}

/// Whether she writes down what the body decided: she began it, or keeps attendance and minutes.
pub fn may_write_down(member: &Member, of: &Referral) -> bool {
    member.terms.is_secretary || of.author == member.id
}

async fn save(tx: &mut Tx, after: &Referral, revision: i64) -> Outcome<()> {
    if store::referral::save(tx, after, revision).await? {
        return Ok(());
    }
    let kept = [
        ("Objet", after.terms.subject.as_str()),
        ("Texte", &after.terms.words),
        ("Réponse", &after.answer),
        ("Raison du délai", &after.extension),
        ("Suite", &after.satisfaction_words),
    ];
    Err(Failure::conflict("cette saisine", &kept))
}

pub(super) async fn record(
    tx: &mut Tx,
    outside: &Outside,
    (actor, act): (&Actor, &'static Act),
    of: &Referral,
    what: &str,
    touched: &[(&'static str, Uuid)],
) -> Outcome<()> {
    let detail = json!({ "acte": what, "saisine": of.id.to_string() });
    let entry = Entry::on(act.code, "assembly", of.assembly).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

pub(super) fn only(of: &Referral, state: ReferralState) -> Outcome<()> {
    if of.state == state {
        return Ok(());
    }
    let what = "Relisez-la telle qu’elle est maintenant.";
    Err(Refusal::rule(format!("Cette saisine n’en est plus là : {}", of.state.french()), what).into())
}

/// A member begins a referral. Gives its identifier.
///
/// # Errors
/// She does not sit there; something to correct.
pub async fn begin(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    assembly: Uuid,
    terms: impl Into<Filled<ReferralTerms>>,
) -> Outcome<Uuid> {
    let (assembly, member) = member::mine(tx, actor, assembly).await?;
    let mut form = terms.into();
    form.find(check_referral(&form.value));
    let one = Referral {
        id: outside.uuid(),
        assembly: assembly.id,
        author: member.id,
        terms: form.sound()?,
        state: ReferralState::Draft,
        adopted: None,
        is_public: false,
        due_on: None,
        extension: String::new(),
        answer: String::new(),
        answer_file: None,
        answered_on: None,
        satisfaction: Satisfaction::None,
        satisfaction_words: String::new(),
        revision: 1,
    };
    store::referral::insert(tx, &one, outside.now()).await?;
    record(tx, outside, (actor, &acts::SIT), &one, "saisine commencée", &[("assembly_referral", one.id)]).await?;
    Ok(one.id)
}

/// Any member changes what is prepared.
///
/// # Errors
/// She does not sit there; adopted already; something to correct; somebody changed it since `revision`.
pub async fn amend(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<ReferralTerms>>,
) -> Outcome<Uuid> {
    let (_, _, found) = mine(tx, actor, id).await?;
    only(&found, ReferralState::Draft)?;
    nobody_votes(tx, Text::Referral(id)).await?;
    let mut form = terms.into();
    form.find(check_referral(&form.value));
    let after = Referral { terms: form.sound()?, ..found };
    save(tx, &after, revision).await?;
    record(tx, outside, (actor, &acts::SIT), &after, "saisine modifiée", &[("assembly_referral", id)]).await?;
    Ok(id)
}

/// Whoever began it, or the secretary, gives up what is prepared. Gives the body.
///
/// # Errors
/// She does not sit there, or may not; adopted already; somebody changed it since `revision`.
pub async fn drop_draft(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, revision): (Uuid, i64)) -> Outcome<Uuid> {
    let (assembly, member, found) = mine(tx, actor, id).await?;
    only(&found, ReferralState::Draft)?;
    writes_down(&member, &found)?;
    nobody_votes(tx, Text::Referral(id)).await?;
    let mut touched = store::poll::forget(tx, Text::Referral(id)).await?;
    if !store::referral::remove(tx, id, revision).await? {
        return Err(Failure::conflict("cette saisine", &[("Texte", &found.terms.words)]));
    }
    touched.push(("assembly_referral", id));
    record(tx, outside, (actor, &acts::SIT), &found, "saisine abandonnée", &touched).await?;
    Ok(assembly.id)
}

pub(super) fn writes_down(member: &Member, of: &Referral) -> Outcome<()> {
    if may_write_down(member, of) {
        return Ok(());
    }
    let what = "La personne qui l’a commencée, ou celle qui tient le compte rendu, le fait pour l’instance.";
    Err(Refusal::rule("Vous n’inscrivez pas ce que décide l’instance ici", what).into())
}

/// The body adopts a referral: numbered, sealed, its answer due as the body set.
///
/// # Errors
/// She does not sit there, or may not; adopted already; something to correct; somebody changed it since `revision`.
pub async fn adopt(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    adoption: impl Into<Filled<(Cast, bool)>>,
) -> Outcome<Uuid> {
    let (assembly, member, found) = mine(tx, actor, id).await?;
    only(&found, ReferralState::Draft)?;
    writes_down(&member, &found)?;
    nobody_votes(tx, Text::Referral(id)).await?;
    let mut form = adoption.into();
    let members = store::member::of_assembly(tx, assembly.id).await?;
    let today = outside.now().day(zone);
    let counted = voting::ballot(tx, (&assembly, &members), &[], &form.value.0, today).await?;
    let ballot = counted.map_err(|errors| form.find(errors)).ok();
    let (_, is_public) = form.sound()?;
    let Some(ballot) = ballot else { return Err(Refusal::NotFound.into()) };
    let (number, row) = store::submission::next_number(tx, outside, assembly.id, "referral").await?;
    // Nothing is due before it is sent: the delay runs from the day it is entered here.
    let due_on = Some(reply_day(today, assembly.terms.reply_days));
    let after = Referral { state: ReferralState::Adopted, adopted: Some((number, ballot)), is_public, due_on, ..found };
    save(tx, &after, revision).await?;
    let touched = [("assembly_referral", id), ("assembly_number", row)];
    record(tx, outside, (actor, &acts::SIT), &after, "saisine adoptée", &touched).await?;
    Ok(id)
}

/// The authority asks for more time, and says why: members read it.
///
/// # Errors
/// Not this actor's; answered already; something to correct; somebody changed it since `revision`.
pub async fn extend(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    asked: impl Into<Filled<(Option<Date>, String)>>,
) -> Outcome<Uuid> {
    let (_, found) = received(tx, actor, id).await?;
    only(&found, ReferralState::Adopted)?;
    let mut form = asked.into();
    let latest = found.due_on.map(|due| reply_day(due, 366));
    if form.value.0.is_none_or(|day| Some(day) <= found.due_on || Some(day) > latest) {
        form.find([FieldError::new("nouvelle-echeance", "Indiquez un jour après l’échéance, dans l’année qui suit")]);
    }
    if form.value.1.is_empty() || form.value.1.chars().count() > 500 {
        form.find([FieldError::new("raison", "Dites pourquoi, en moins de 500 signes : l’instance le lira")]);
    }
    form.find(check_personal("raison", &form.value.1));
    let (due_on, extension) = form.sound()?;
    let after = Referral { due_on, extension, ..found };
    save(tx, &after, revision).await?;
    record(tx, outside, (actor, &acts::ANSWER), &after, "délai de réponse allongé", &[("assembly_referral", id)])
        .await?;
    Ok(id)
}

/// The authority answers, with a file or not.
///
/// # Errors
/// Not this actor's; answered already; something to correct; the file could not be kept; somebody changed it since `revision`.
pub async fn answer(
    tx: &mut Tx,
    (outside, zone, vault): (&Outside, &TimeZone, &dyn Vault),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    (words, file): (String, Option<Prepared>),
) -> Outcome<Uuid> {
    let (_, found) = received(tx, actor, id).await?;
    only(&found, ReferralState::Adopted)?;
    let mut errors: Vec<FieldError> = check_personal("reponse", &words).into_iter().collect();
    if words.is_empty() || words.chars().count() > 20_000 {
        errors.push(FieldError::new("reponse", "Écrivez la réponse, en moins de 20 000 signes"));
    }
    Failure::unless_empty(errors)?;
    let mut touched = vec![("assembly_referral", id)];
    let answer_file = match file {
        Some(file) => {
            let kept = files::attach(tx, vault, outside, file, "assemblies.answer", actor.account()).await;
            let kept = kept.map_err(|error| error.at_field("fichier"))?;
            touched.push(("file", kept.id));
            Some(kept.id)
        }
        None => None,
    };
    let answered_on = Some(outside.now().day(zone));
    let after = Referral { state: ReferralState::Answered, answer: words, answer_file, answered_on, ..found };
    save(tx, &after, revision).await?;
    record(tx, outside, (actor, &acts::ANSWER), &after, "réponse à une saisine", &touched).await?;
    Ok(id)
}

/// The body says whether the answer satisfies it; it may say otherwise later.
///
/// # Errors
/// She does not sit there, or may not; not answered; something to correct; somebody changed it since `revision`.
pub async fn judge(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    (satisfaction, words): (Option<Satisfaction>, String),
) -> Outcome<Uuid> {
    let (_, member, found) = mine(tx, actor, id).await?;
    only(&found, ReferralState::Answered)?;
    writes_down(&member, &found)?;
    let mut errors: Vec<FieldError> = check_personal("suite", &words).into_iter().collect();
    if words.chars().count() > 3_000 {
        errors.push(FieldError::new("suite", "Ce texte dépasse 3 000 signes : raccourcissez-le"));
    }
    let said = satisfaction.filter(|said| *said != Satisfaction::None);
    if said.is_none() {
        errors.push(FieldError::new("satisfaction", "Dites si la réponse satisfait l’instance"));
    }
    Failure::unless_empty(errors)?;
    let after = Referral { satisfaction: said.unwrap_or(Satisfaction::None), satisfaction_words: words, ..found };
    save(tx, &after, revision).await?;
    record(tx, outside, (actor, &acts::SIT), &after, "suite donnée à une réponse", &[("assembly_referral", id)])
        .await?;
    Ok(id)
}
