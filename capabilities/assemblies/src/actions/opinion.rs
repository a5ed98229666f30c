//! How a body makes up its opinion: each member hers, comments, a draft, the vote that seals it.

use database::Tx;
use jiff::tz::TimeZone;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};

use super::polling::nobody_votes;
use super::submitting::{record, save};
use super::voting::{self, Cast};
use super::{member, recusing};
use crate::rules::{Adopted, Assembly, Cause, Member, Sense, Submission, SubmissionState, Text, check_personal};
use crate::store::deliberation::Voice;
use crate::{acts, store};

/// A file, its body, who the signed-in account is there, and why she stays out when she does; otherwise nothing is there.
///
/// # Errors
/// Not there, or she does not sit in that body.
pub async fn mine(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Member, Submission, Option<Cause>)> {
    let found = store::submission::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (assembly, member) = member::mine(tx, actor, found.assembly).await?;
    let cause = recusing::cause(tx, &found, &member).await?;
    Ok((assembly, member, found, cause))
}

/// The same for whoever takes part: neither those who stay out, nor once it is over.
pub(super) async fn deliberating(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Member, Submission)> {
    let (assembly, member, found, cause) = mine(tx, actor, id).await?;
    if let Some(cause) = cause {
        let why = format!("En effet {} : vous ne lisez pas la délibération et ne votez pas.", cause.french());
        return Err(Refusal::rule("Vous êtes en retrait de ce dossier", why).into());
    }
    if found.state != SubmissionState::Open {
        let what = "Un avis adopté ne change plus. Une suite se dit dans un autre dossier ou une saisine.";
        return Err(Refusal::rule(format!("On ne délibère plus : {}", found.state.french()), what).into());
    }
    Ok((assembly, member, found))
}

/// A member says what she thinks, or says it again.
///
/// # Errors
/// She does not sit there, or stays out; it is over; something to correct.
pub async fn speak(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    said: impl Into<Filled<(Option<Sense>, String)>>,
) -> Outcome<Uuid> {
    let (_, member, found) = deliberating(tx, actor, id).await?;
    let mut form = said.into();
    if form.value.0.is_none() {
        form.find([FieldError::new("sens", "Choisissez votre avis")]);
    }
    if form.value.1.chars().count() > 5_000 {
        form.find([FieldError::new("mots", "Ce texte dépasse 5 000 signes : raccourcissez-le")]);
    }
    let (sense, words) = form.sound()?;
    let voice = Voice { member: member.id, sense: sense.unwrap_or(Sense::None), words };
    let row = store::deliberation::speak(tx, outside, id, &voice).await?;
    record(tx, outside, (actor, &acts::SIT), &found, "avis d’un membre", &[("assembly_voice", row)]).await?;
    Ok(id)
}

/// A member comments.
///
/// # Errors
/// She does not sit there, or stays out; it is over; nothing written.
pub async fn comment(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, words: String) -> Outcome<Uuid> {
    let (_, member, found) = deliberating(tx, actor, id).await?;
    if words.is_empty() || words.chars().count() > 3_000 {
        return Err(Failure::field("commentaire", "Écrivez votre commentaire, en moins de 3 000 signes"));
    }
    let row = store::deliberation::comment(tx, outside, (id, member.id), &words).await?;
    record(tx, outside, (actor, &acts::SIT), &found, "commentaire d’un membre", &[("assembly_comment", row)]).await?;
    Ok(id)
}

/// Whether somebody drafts: sits still, and takes part.
async fn drafter(tx: &mut Tx, found: &Submission) -> Outcome<Option<Member>> {
    let Some(id) = found.rapporteur else { return Ok(None) };
    let Some(one) = store::member::by_id(tx, id).await?.filter(Member::sits) else { return Ok(None) };
    let is_out = recusing::cause(tx, found, &one).await?.is_some();
    Ok((!is_out).then_some(one))
}

/// A member takes the draft in hand, when nobody has it, or gives it back.
///
/// # Errors
/// She does not sit there, or stays out; it is over; another has it.
pub async fn take_in_hand(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, takes: bool) -> Outcome<Uuid> {
    let (_, member, found) = deliberating(tx, actor, id).await?;
    nobody_votes(tx, Text::Opinion(id)).await?;
    let holder = drafter(tx, &found).await?.map(|one| one.id);
    if holder.is_some_and(|holder| holder != member.id) {
        let what = "La personne qui rédige peut vous passer la main depuis la page du dossier.";
        return Err(Refusal::rule("Quelqu’un rédige déjà cet avis", what).into());
    }
    let revision = found.revision;
    let after = Submission { rapporteur: takes.then_some(member.id), ..found };
    save(tx, &after, revision).await?;
    let what = if takes { "rédaction d’un avis prise en main" } else { "rédaction d’un avis rendue" };
    record(tx, outside, (actor, &acts::SIT), &after, what, &[("assembly_submission", id)]).await?;
    Ok(id)
}

/// The member who drafts writes what the body would say.
///
/// # Errors
/// She does not sit there, stays out, or does not draft; it is over; something to correct; somebody changed it since
/// `revision`.
pub async fn draft(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    said: impl Into<Filled<(Option<Sense>, String)>>,
) -> Outcome<Uuid> {
    let (_, member, found) = deliberating(tx, actor, id).await?;
    if found.rapporteur != Some(member.id) {
        let what = "Prenez d’abord la rédaction en main, ou commentez le projet.";
        return Err(Refusal::rule("Vous ne rédigez pas cet avis", what).into());
    }
    nobody_votes(tx, Text::Opinion(id)).await?;
    let mut form = said.into();
    if form.value.0.is_none() {
        form.find([FieldError::new("sens-projet", "Choisissez le sens de l’avis")]);
    }
    if form.value.1.is_empty() || form.value.1.chars().count() > 20_000 {
        form.find([FieldError::new("projet", "Écrivez l’avis, en moins de 20 000 signes")]);
    }
    form.find(check_personal("projet", &form.value.1));
    let (sense, words) = form.sound()?;
    let after = Submission { draft_sense: sense, draft: words, ..found };
    save(tx, &after, revision).await?;
    record(tx, outside, (actor, &acts::SIT), &after, "projet d’avis écrit", &[("assembly_submission", id)]).await?;
    Ok(id)
}

/// Whether a member may say that the body adopted: she drafts, or keeps attendance and minutes.
pub fn may_adopt(member: &Member, of: &Submission) -> bool {
    member.terms.is_secretary || of.rapporteur == Some(member.id)
}

/// The body adopts: dated, numbered, sealed. What everybody reads is chosen by the body, here.
///
/// # Errors
/// She does not sit there, stays out, or may not; nothing drafted; something to correct; it is over, or somebody changed the
/// text since `revision`: what is adopted is what was read.
pub async fn adopt(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    adoption: impl Into<Filled<(Cast, bool)>>,
) -> Outcome<Uuid> {
    let (assembly, member, found) = deliberating(tx, actor, id).await?;
    if !may_adopt(&member, &found) {
        let what = "La personne qui rédige, ou celle qui tient le compte rendu, l’inscrit une fois le vote compté.";
        return Err(Refusal::rule("Vous n’inscrivez pas ce vote", what).into());
    }
    if found.draft.is_empty() || found.draft_sense.is_none() {
        return Err(Refusal::rule("Il n’y a pas encore de projet d’avis", "Écrivez-le avant de l’adopter.").into());
    }
    nobody_votes(tx, Text::Opinion(id)).await?;
    let mut form = adoption.into();
    let members = store::member::of_assembly(tx, assembly.id).await?;
    let mut touched = vec![("assembly_submission", id)];
    let out = recusing::settle(tx, outside, &found, &members, &mut touched).await?;
    let today = outside.now().day(zone);
    let counted = voting::ballot(tx, (&assembly, &members), &out, &form.value.0, today).await?;
    let ballot = counted.map_err(|errors| form.find(errors)).ok();
    let (_, is_public) = form.sound()?;
    let Some(ballot) = ballot else { return Err(Refusal::NotFound.into()) };
    let (number, row) = store::submission::next_number(tx, outside, assembly.id, "opinion").await?;
    touched.push(("assembly_number", row));
    let recused = i64::try_from(out.len()).unwrap_or(i64::MAX);
    let adopted = Some(Adopted { number, ballot, recused, is_public });
    let after = Submission { state: SubmissionState::Adopted, adopted, ..found };
    save(tx, &after, revision).await?;
    record(tx, outside, (actor, &acts::SIT), &after, "avis adopté", &touched).await?;
    Ok(id)
}
