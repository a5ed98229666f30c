//! Asking a body its opinion: the file without personal data, its papers, the answer received.

use database::Tx;
use files::{Prepared, Vault};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Act, Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::assembly::led;
use super::{member, polling, recusing};
use crate::facade::is_kept_out;
use crate::rules::{Assembly, Submission, SubmissionState, SubmissionTerms, check_personal, check_submission};
use crate::store::submission::SubmissionPaper;
use crate::{acts, store};

/// Most papers of a file.
const MOST: usize = 20;

/// A file submitted and its body, for whoever may ask there; what members say of it is not theirs.
///
/// # Errors
/// Not there, not this actor's, or she stays out of what its applicant asks: the three look alike.
pub async fn asked(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Assembly, Submission)> {
    let found = store::submission::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let assembly = led(tx, actor, &acts::ASK, found.assembly).await?;
    if is_kept_out(tx, actor, &found).await? {
        return Err(Refusal::NotFound.into());
    }
    Ok((assembly, found))
}

/// Every file submitted to a body, for whoever may ask there; those she stays out of are not there.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn all_asked(tx: &mut Tx, actor: &Actor, assembly: Uuid) -> Outcome<(Assembly, Vec<Submission>)> {
    let assembly = led(tx, actor, &acts::ASK, assembly).await?;
    let mut all = Vec::new();
    for one in store::submission::of_assembly(tx, assembly.id).await? {
        if !is_kept_out(tx, actor, &one).await? {
            all.push(one);
        }
    }
    Ok((assembly, all))
}

pub(super) async fn save(tx: &mut Tx, after: &Submission, revision: i64) -> Outcome<()> {
    if store::submission::save(tx, after, revision).await? {
        return Ok(());
    }
    let kept = [("Projet d’avis", after.draft.as_str()), ("Raison", &after.reason)];
    Err(Failure::conflict("ce dossier", &kept))
}

pub(super) async fn record(
    tx: &mut Tx,
    outside: &Outside,
    (actor, act): (&Actor, &'static Act),
    of: &Submission,
    what: &str,
    touched: &[(&'static str, Uuid)],
) -> Outcome<()> {
    let detail = json!({ "acte": what, "dossier": of.id.to_string() });
    let entry = Entry::on(act.code, "assembly", of.assembly).detail(detail).touched(touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Submits a file. Members tied to the organisation that applies stay out of it from then on. Gives its identifier.
///
/// # Errors
/// Not this actor's; something to correct; personal data.
pub async fn submit(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    assembly: Uuid,
    terms: impl Into<Filled<SubmissionTerms>>,
) -> Outcome<Uuid> {
    let assembly = led(tx, actor, &acts::ASK, assembly).await?;
    let today = outside.now().day(zone);
    let terms = checked(tx, &assembly, terms.into(), today).await?;
    let one = Submission {
        id: outside.uuid(),
        assembly: assembly.id,
        terms,
        submitted_on: today,
        state: SubmissionState::Open,
        reason: String::new(),
        rapporteur: None,
        draft_sense: None,
        draft: String::new(),
        adopted: None,
        amended_on: None,
        received_at: None,
        revision: 1,
    };
    let areas = store::submission::insert(tx, outside, &one).await?;
    let mut touched = vec![("assembly_submission", one.id)];
    touched.extend(areas.into_iter().map(|row| ("assembly_submission_area", row)));
    let members = store::member::of_assembly(tx, assembly.id).await?;
    let out = recusing::settle(tx, outside, &one, &members, &mut touched).await?.len();
    let detail = json!({ "acte": "avis demandé", "dossier": one.id.to_string(), "membres en retrait": out });
    let entry = Entry::on(acts::ASK.code, "assembly", assembly.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(one.id)
}

/// What was typed of a file, once it names nobody and says what it must.
async fn checked(
    tx: &mut Tx,
    assembly: &Assembly,
    mut form: Filled<SubmissionTerms>,
    today: Date,
) -> Outcome<SubmissionTerms> {
    if let Some(organisation) = form.value.organisation {
        let all = accounts::facade::organisations(tx).await?;
        match all.into_iter().find(|one| one.id == organisation) {
            Some(one) => form.value.applicant = one.name,
            None => form.find([FieldError::new("organisation", "Choisissez une ligne de la liste, ou aucune")]),
        }
    }
    form.find(check_submission(&form.value, today));
    if form.value.areas.iter().any(|area| !assembly.terms.areas.contains(area)) {
        form.find([FieldError::new("quartiers", "Choisissez parmi les quartiers de cette instance")]);
    }
    form.sound()
}

/// Changes a file before the body answers. Members read that it was; those tied to another applicant stay out from then on.
///
/// # Errors
/// Not this actor's; answered, withdrawn, or being voted on; something to correct; somebody changed it since `revision`.
pub async fn amend(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<SubmissionTerms>>,
) -> Outcome<Uuid> {
    let (assembly, before) = asked(tx, actor, id).await?;
    open(&before)?;
    polling::nobody_votes(tx, crate::rules::Text::Opinion(id)).await?;
    let today = outside.now().day(zone);
    let terms = checked(tx, &assembly, terms.into(), today).await?;
    let changed = changed(&before.terms, &terms);
    let after = Submission { terms, amended_on: Some(today), ..before };
    let Some(areas) = store::submission::amend(tx, outside, &after, revision).await? else {
        let kept = [
            ("Titre", after.terms.title.as_str()),
            ("Résumé", &after.terms.summary),
            ("Questions", &after.terms.questions),
        ];
        return Err(Failure::conflict("ce dossier", &kept));
    };
    let mut touched = vec![("assembly_submission", id)];
    touched.extend(areas.into_iter().map(|row| ("assembly_submission_area", row)));
    let members = store::member::of_assembly(tx, assembly.id).await?;
    let out = recusing::settle(tx, outside, &after, &members, &mut touched).await?.len();
    let detail =
        json!({ "acte": "dossier modifié", "dossier": id.to_string(), "change": changed, "membres en retrait": out });
    let entry = Entry::on(acts::ASK.code, "assembly", assembly.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(id)
}

/// What of a file changed, named for the journal.
fn changed(before: &SubmissionTerms, after: &SubmissionTerms) -> Vec<&'static str> {
    let parts = [
        ("titre", before.title != after.title),
        ("référence", before.reference != after.reference),
        ("demandeur", (before.organisation, &before.applicant) != (after.organisation, &after.applicant)),
        ("quartiers", before.areas != after.areas),
        ("résumé", before.summary != after.summary),
        ("montant", before.amount != after.amount),
        ("questions", before.questions != after.questions),
        ("échéance", before.due_on != after.due_on),
    ];
    parts.into_iter().filter(|(_, is_new)| *is_new).map(|(name, _)| name).collect()
}

fn open(of: &Submission) -> Outcome<()> {
    match of.state {
        SubmissionState::Open => Ok(()),
        state => Err(Refusal::rule(
            format!("Ce dossier ne change plus : {}", state.french()),
            "Soumettez-en un autre si besoin.",
        )
        .into()),
    }
}

/// A paper to join.
pub struct NewPaper {
    /// Its name.
    pub label: String,
    /// Its content.
    pub file: Option<Prepared>,
    /// Whether somebody read it again and found nobody named in it.
    pub is_checked: bool,
}

/// Joins a paper to a file. Gives the file.
///
/// # Errors
/// Not this actor's; answered or withdrawn; no name; not read again; too many; it could not be kept.
pub async fn join_paper(
    tx: &mut Tx,
    (outside, vault): (&Outside, &dyn Vault),
    actor: &Actor,
    id: Uuid,
    new: NewPaper,
) -> Outcome<Uuid> {
    let (_, one) = asked(tx, actor, id).await?;
    open(&one)?;
    let others = store::submission::papers(tx, one.id).await?;
    let mut errors: Vec<FieldError> = check_personal("papier", &new.label).into_iter().collect();
    if new.label.is_empty() || new.label.chars().count() > 150 {
        errors.push(FieldError::new("papier", "Nommez cette pièce, en moins de 150 signes"));
    }
    if new.file.is_none() {
        errors.push(FieldError::new("fichier", "Choisissez un fichier"));
    }
    if !new.is_checked {
        errors.push(FieldError::new("relue", "Relisez la pièce, puis cochez : elle ne nomme personne"));
    }
    if others.len() >= MOST {
        errors.push(FieldError::new("fichier", "Vingt pièces au plus"));
    }
    Failure::unless_empty(errors)?;
    let Some(file) = new.file else { return Err(Refusal::NotFound.into()) };
    let kept = files::attach(tx, vault, outside, file, "assemblies.submission", actor.account()).await;
    let kept = kept.map_err(|error| error.at_field("fichier"))?;
    let rank = others.iter().map(|paper| paper.rank).max().unwrap_or_default() + 1;
    let paper = SubmissionPaper { id: outside.uuid(), submission: one.id, file: kept.id, label: new.label, rank };
    store::submission::insert_paper(tx, &paper, outside.now()).await?;
    let touched = [("assembly_submission_paper", paper.id), ("file", kept.id)];
    record(tx, outside, (actor, &acts::ASK), &one, "pièce jointe à un dossier", &touched).await?;
    Ok(one.id)
}

/// A paper of a file, for whoever asked or a member of the body; for nobody else.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn readable_paper(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<SubmissionPaper> {
    let paper = store::submission::paper(tx, id).await?.ok_or(Refusal::NotFound)?;
    if asked(tx, actor, paper.submission).await.is_ok() {
        return Ok(paper);
    }
    let found = store::submission::by_id(tx, paper.submission).await?.ok_or(Refusal::NotFound)?;
    member::mine(tx, actor, found.assembly).await?;
    Ok(paper)
}

/// Asks no longer. Members read why.
///
/// # Errors
/// Not this actor's; answered already; no reason, or one that names somebody; somebody changed it since `revision`.
pub async fn withdraw(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    reason: String,
) -> Outcome<Uuid> {
    let (_, before) = asked(tx, actor, id).await?;
    open(&before)?;
    let mut errors: Vec<FieldError> = check_personal("raison", &reason).into_iter().collect();
    if reason.is_empty() || reason.chars().count() > 500 {
        errors.push(FieldError::new("raison", "Dites pourquoi, en moins de 500 signes : les membres le liront"));
    }
    Failure::unless_empty(errors)?;
    let after = Submission { state: SubmissionState::Withdrawn, reason, ..before };
    save(tx, &after, revision).await?;
    record(tx, outside, (actor, &acts::ASK), &after, "demande d’avis retirée", &[("assembly_submission", id)]).await?;
    Ok(id)
}

/// Says that the opinion was read by whoever asked for it. Nothing happens the second time.
///
/// # Errors
/// Not this actor's; no opinion yet.
pub async fn receive(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let (_, before) = asked(tx, actor, id).await?;
    if before.adopted.is_none() {
        return Err(
            Refusal::rule("Aucun avis n’est rendu", "Vous pourrez le lire dès que l’instance l’aura adopté.").into()
        );
    }
    if before.received_at.is_some() {
        return Ok(());
    }
    let revision = before.revision;
    let after = Submission { received_at: Some(outside.now()), ..before };
    save(tx, &after, revision).await?;
    record(tx, outside, (actor, &acts::ASK), &after, "avis lu", &[("assembly_submission", id)]).await
}
