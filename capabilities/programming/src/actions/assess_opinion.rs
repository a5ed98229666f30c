//! Opinions of services: asked of a person there, given by her alone.

use applications::facade as files;
use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::assess_file::Dossier;
use super::assess_list::readers;
use super::assess_settling;
use crate::rules::{NewOpinion, Opinion, Sense, check_answer, check_question};
use crate::{acts, store};

/// Asks a service its opinion on a project.
///
/// # Errors
/// Something to correct; somebody who may not read the file.
pub async fn ask(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (dossier, project): (&Dossier, Uuid),
    new: impl Into<Filled<NewOpinion>>,
) -> Outcome<Uuid> {
    let mut form = new.into();
    form.find(check_question(&form.value, outside.now().day(zone)));
    if let Some(account) = form.value.asked_of {
        let known = readers(tx, &dossier.view.call, outside.now()).await?;
        let reader = known.into_iter().find(|one| one.account == account);
        let id = dossier.view.application.id;
        let may = match &reader {
            Some(reader) => files::assessed_for(tx, reader.actor(), &acts::ANSWER, id).await.is_ok(),
            None => false,
        };
        if !may {
            form.find([FieldError::new(
                "personne",
                "Cette personne ne peut pas lire ce dossier : choisissez-en une autre",
            )]);
        }
    }
    let new = form.sound()?;
    let (Some(asked_of), Some(due_on)) = (new.asked_of, new.due_on) else { return Err(Refusal::NotFound.into()) };
    let one = Opinion {
        id: outside.uuid(),
        project,
        application: dossier.view.application.id,
        service: new.service.trim().to_owned(),
        asked_of,
        question: new.question,
        due_on,
        asked_at: outside.now(),
        sense: None,
        words: String::new(),
        answered_at: None,
        revision: 1,
    };
    store::opinion::insert(tx, &one, actor.account()).await?;
    let detail = json!({ "acte": "avis demandé à un service", "service": one.service, "échéance": due_on.to_string() });
    let touched = [("assessment_opinion", one.id)];
    let entry = Entry::on(acts::ASK.code, "application", one.application).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(project)
}

/// Opinions that wait for this person, the first to answer first.
///
/// # Errors
/// The database failed.
pub async fn waiting(tx: &mut Tx, account: Uuid) -> database::Result<Vec<Opinion>> {
    store::opinion::awaited(tx, account).await
}

/// An opinion asked of this person, on a file she may read.
///
/// # Errors
/// Not there, asked of somebody else, or she stays out of the file: the three look alike.
pub async fn mine(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Opinion, files::ApplicationView)> {
    let one = store::opinion::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if actor.account() != Some(one.asked_of) {
        return Err(Refusal::NotFound.into());
    }
    let view = files::assessed_for(tx, actor, &acts::ANSWER, one.application).await?;
    Ok((one, view))
}

/// Gives the opinion of one’s service. Nothing of it changes after.
///
/// # Errors
/// Not hers; given already; something to correct; somebody changed it since `revision`.
pub async fn answer(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    (sense, words): (Option<Sense>, String),
) -> Outcome<Uuid> {
    let (before, _) = mine(tx, actor, id).await?;
    if before.answered_at.is_some() {
        return Err(
            Refusal::rule("Cet avis est déjà donné", "Il ne change plus : ceux qui l’attendaient l’ont lu.").into()
        );
    }
    Failure::unless_empty(check_answer(sense, &words))?;
    let after = Opinion { sense, words, answered_at: Some(outside.now()), ..before };
    if !store::opinion::answer(tx, &after, revision).await? {
        return Err(Failure::conflict("cet avis", &[("Réponse", &after.words)]));
    }
    let (detail, touched) = (json!({ "acte": "avis de service donné" }), [("assessment_opinion", id)]);
    let entry = Entry::on(acts::ANSWER.code, "application", after.application).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    assess_settling::settle(tx, outside, (after.application, after.project)).await?;
    Ok(id)
}
