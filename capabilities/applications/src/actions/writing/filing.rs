//! Filing: one act, one number, one acknowledgement.

use database::Tx;
use jiff::tz::TimeZone;
use jobs::mail::{self, NewMail};
use journal::Entry;
use kernel::{Actor, Failure, Filled, Moment, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::answering::{At, Kept, keep};
use super::whole::whole;
use crate::actions::advancing::{Told, tell};
use crate::actions::looking::{for_carrier, for_signatory, is_recused};
use crate::rules::following::carrier_path;
use crate::rules::writing::{ATTESTATION, Attested, Lateness, Missing, lateness, missing, silence_ends, told_moment};
use crate::rules::{Application, ApplicationState, Call, EventKind, Side, Stage};
use crate::{acts, store};

/// Confirms what an agent or a mediator typed for an organisation.
///
/// # Errors
/// Not there, or not this actor's; nobody typed it for her, or she typed it herself.
pub async fn confirm(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let mut application = for_carrier(tx, actor, &acts::CARRY, id).await?.application;
    let is_her_own = application.typed_by.is_none() || application.typed_by == actor.account();
    if application.state != ApplicationState::Draft || is_her_own {
        return Err(Refusal::NotFound.into());
    }
    let revision = application.revision;
    application.confirmed_at = Some(outside.now());
    if !store::application::save(tx, &application, revision).await? {
        return Err(Failure::conflict("ce dossier", &[]));
    }
    let touched = [("application", id)];
    let detail = json!({ "acte": "saisie pour l’association confirmée" });
    let entry = Entry::on(acts::CARRY.code, "application", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What the acknowledgement says: date, service in charge, delay, silence (CRPA, articles L112-11 and R112-11-1).
pub fn acknowledgement(call: &Call, application: &Application, zone: &TimeZone) -> Vec<String> {
    let (Some(number), Some(filed)) = (&application.number, application.filed_at) else { return Vec::new() };
    let mut lines =
        vec![format!("Votre dossier n° {number}, « {} », a été reçu {}.", call.title, told_moment(filed, zone))];
    let mut service = vec!["Service chargé du dossier : le service instructeur de l’appel".to_owned()];
    if !call.phone.is_empty() {
        service.push(format!("téléphone {}", call.phone));
    }
    if !call.email.is_empty() {
        service.push(format!("courriel {}", call.email));
    }
    lines.push(format!("{}.", service.join(", ")));
    if let Some(day) = silence_ends(filed, call.silence_months, zone) {
        lines.push(format!(
            "Sans réponse de notre part le {}, votre demande est réputée rejetée (code des relations entre le public et \
             l’administration, article L231-4). Vous pourrez alors, pendant deux mois, demander au service de revoir sa \
             décision ou saisir le tribunal administratif. Si une pièce manque, ce délai ne court qu’à partir du jour \
             où le dossier est complet.",
            french::date(day)
        ));
    }
    if !application.late_reason.is_empty() {
        lines.push(format!(
            "Dépôt accepté après la clôture de l’appel : {}.",
            application.late_reason.trim_end_matches('.')
        ));
    }
    lines.push(
        "Cet accusé dit que le dossier est enregistré. Il ne dit ni qu’il est complet, ni qu’une aide sera accordée."
            .to_owned(),
    );
    lines
}

fn too_late(call: &Call, closed: Moment, zone: &TimeZone) -> Failure {
    let told = format!(
        "L’appel est clos depuis {}. Votre dossier reste en brouillon, tel que vous l’avez écrit : rien n’est perdu. Si un \
         empêchement vous a retardé·e, appelez le service{} : il peut accepter un dépôt hors délai en disant pourquoi.",
        told_moment(closed, zone),
        if call.phone.is_empty() { String::new() } else { format!(" au {}", call.phone) }
    );
    Refusal::rule("L’appel est clos", told).into()
}

/// What keeps the organisation from asking these funders again, a sentence each: what it owes them comes first.
///
/// # Errors
/// The database failed.
pub async fn owed(
    tx: &mut Tx,
    application: &Application,
    call: &Call,
    on: jiff::civil::Date,
) -> database::Result<Vec<String>> {
    let funders = store::call::funders(tx, call.id).await?;
    let mut payers: Vec<Uuid> = Vec::new();
    for one in store::funding::of_application(tx, application.id).await? {
        let funder = funders.iter().find(|funder| funder.id == one.funder && one.asked.0 > 0);
        payers.extend(funder.map(|funder| funder.organisation.unwrap_or(funder.id)));
    }
    payers.sort_unstable();
    payers.dedup();
    crate::facade::owed(tx, (application.organisation, payers, call.contract), on).await
}

/// Where the acknowledgement goes, and the start of the addresses it names.
#[derive(Clone, Copy, Debug)]
pub struct Sending<'a> {
    /// The address of whoever files.
    pub recipient: Option<&'a str>,
    /// The start of our addresses.
    pub origin: &'a str,
}

/// Files an application: checks it whole, gives its number, keeps what was attested, tells the timeline, queues the
/// acknowledgement. Gives the number.
///
/// # Errors
/// Not there, or not this actor's to file; already filed; something missing; not attested; too late; somebody changed
/// it meanwhile.
pub async fn file(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    (attested, sending): (Filled<Attested>, Sending<'_>),
) -> Outcome<String> {
    hand_in(tx, outside, actor, id, (attested, Reception::Online(sending))).await
}

/// The same for what a register of paper files or a demonstration tells: documents and the sheet of the organisation stand
/// elsewhere, and nobody is written to. Only the platform does it.
///
/// # Errors
/// As [`file`]; somebody else than the platform.
pub async fn file_as_told(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    attested: Attested,
) -> Outcome<String> {
    match actor {
        Actor::Platform(_) => hand_in(tx, outside, actor, id, (attested.into(), Reception::Told)).await,
        _ => Err(Refusal::NotFound.into()),
    }
}

/// How an application comes in.
enum Reception<'a> {
    /// Filed here.
    Online(Sending<'a>),
    /// Told by a register.
    Told,
}

async fn hand_in(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    (attested, reception): (Filled<Attested>, Reception<'_>),
) -> Outcome<String> {
    let application = for_signatory(tx, actor, id).await?.application;
    let call = store::call::by_id(tx, application.call).await?.ok_or(Refusal::NotFound)?;
    if application.state != ApplicationState::Draft {
        let told = match &application.number {
            Some(number) => {
                format!("Il porte le numéro {number}. Son accusé d’enregistrement est dans le suivi du dossier.")
            }
            None => "Il a été retiré.".to_owned(),
        };
        return Err(Refusal::rule("Ce dossier est déjà déposé", told).into());
    }
    let zone = call.zone.time_zone();
    let now = outside.now();
    let late = match lateness(&call, &application, now) {
        Lateness::InTime => false,
        Lateness::Admitted => true,
        Lateness::TooLate(closed) => return Err(too_late(&call, closed, &zone)),
        Lateness::NotOpen => {
            return Err(Refusal::rule("Cet appel n’est pas ouvert", "Votre dossier reste en brouillon.").into());
        }
    };
    let whole = whole(tx, application, now.day(&zone)).await?;
    let mut form = attested;
    form.find(form.value.check());
    if whole.application.typed_by.is_some() && whole.application.confirmed_at.is_none() {
        let told = "Confirmez d’abord ce qui a été saisi pour vous";
        form.find([kernel::FieldError::new("", told)]);
    }
    let is_told = matches!(reception, Reception::Told);
    let stands_elsewhere = |one: &Missing| is_told && (one.path.is_empty() || one.path == "/pieces");
    let lacking = missing(&whole).iter().filter(|one| !stands_elsewhere(one)).count() as i64;
    if lacking > 0 {
        let told = format!("Il manque encore {} : voyez la liste", french::count(lacking, "élément", "éléments"));
        form.find([kernel::FieldError::new("", told)]);
    }
    if !is_told {
        let owed = owed(tx, &whole.application, &call, now.day(&zone)).await?;
        form.find(owed.into_iter().map(|told| kernel::FieldError::new("", told)));
    }
    let attested = form.sound()?;
    let mut application = whole.application;
    let revision = application.revision;
    let (number, counter) = store::application::next_number(tx, outside, call.year).await?;
    application.number = Some(number.clone());
    (application.state, application.stage, application.stage_at) = (ApplicationState::Filed, Stage::Filed, now);
    (application.filed_at, application.filed_by_name) = (Some(now), actor.journal_name());
    if !late {
        application.late_reason.clear();
    }
    if !store::application::save(tx, &application, revision).await? {
        return Err(Failure::conflict("ce dossier", &[]));
    }
    store::application::set_filed_by(tx, id, actor.account()).await?;
    let at = At { application: id, project: None, key: ATTESTATION };
    let known = store::answer::of_key(tx, id, None, ATTESTATION).await?.map_or(0, |one| one.revision);
    let Kept::Saved(row) = keep(tx, outside, actor, at, (&attested.told(), known)).await? else {
        return Err(Failure::conflict("ce dossier", &[]));
    };
    let mut touched = vec![("application", id), ("application_counter", counter), ("application_answer", row)];
    let kind = if late { EventKind::FiledLate } else { EventKind::Filed };
    let told = Told { project: None, funding: None, kind, note: &application.late_reason, is_shown: true };
    touched.push(("application_event", tell(tx, outside, (actor, Side::Carrier), id, told).await?));
    let contact = whole
        .answered
        .iter()
        .find(|(key, _)| key == "contact-courriel" || key == "responsable_courriel")
        .map(|(_, value)| value.as_str());
    let recipients = match reception {
        Reception::Online(sending) => [sending.recipient, contact],
        Reception::Told => [None, None],
    };
    let origin = match reception {
        Reception::Online(sending) => sending.origin,
        Reception::Told => "",
    };
    if acknowledge(tx, outside, (&call, &application, &zone), (recipients, origin)).await? {
        let told = Told { project: None, funding: None, kind: EventKind::Acknowledged, note: "", is_shown: true };
        let platform = Actor::Platform("accusé d’enregistrement");
        touched.push(("application_event", tell(tx, outside, (&platform, Side::Platform), id, told).await?));
    }
    let detail = json!({ "acte": "dossier déposé", "numéro": number, "hors délai": late });
    let entry = Entry::on(acts::FILE.code, "application", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(number)
}

/// Queues the acknowledgement to each address, once. Whether there was one.
async fn acknowledge(
    tx: &mut Tx,
    outside: &Outside,
    (call, application, zone): (&Call, &Application, &TimeZone),
    (recipients, origin): ([Option<&str>; 2], &str),
) -> Outcome<bool> {
    let subject = format!("Accusé d’enregistrement : dossier n° {}", application.number.as_deref().unwrap_or_default());
    let follow =
        format!("Suivez votre dossier et écrivez au service ici :\n{origin}{}/suivi", carrier_path(application.id));
    let text = [acknowledgement(call, application, zone), vec![follow]].concat().join("\n\n");
    let mut told: Vec<&str> = recipients.into_iter().flatten().filter(|address| !address.is_empty()).collect();
    told.sort_unstable();
    told.dedup();
    let mut is_told = false;
    for address in told {
        // An address nobody can write to keeps no application from being filed: the receipt is on the page.
        if let Ok(letter) = NewMail::read("applications.acknowledgement", address, "", &subject, &text) {
            mail::queue(tx, outside, &letter.of_contract(call.contract)).await?;
            is_told = true;
        }
    }
    Ok(is_told)
}

/// Lets an application be filed after the call closed, until a moment, with a reason its carrier will read.
///
/// # Errors
/// Not there or not this actor's; not a draft; the call is not closed; no reason, or a moment that is past.
pub async fn admit_late(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    form: Filled<(String, Option<Moment>)>,
) -> Outcome<()> {
    let mut application = store::application::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let call = store::call::by_id(tx, application.call).await?.ok_or(Refusal::NotFound)?;
    let is_theirs = actor.may(&acts::INSTRUCT, &kernel::Scope::contract(call.contract)).is_allowed();
    if !is_theirs || is_recused(tx, actor, &application).await? || application.state != ApplicationState::Draft {
        return Err(Refusal::NotFound.into());
    }
    let mut form = form;
    let (reason, until) = (form.value.0.trim().to_owned(), form.value.1);
    if reason.is_empty() || reason.chars().count() > 500 {
        form.find([kernel::FieldError::new("motif", "Dites pourquoi, en moins de 500 signes : l’association le lira")]);
    }
    if until.is_none_or(|until| until <= outside.now()) {
        form.find([kernel::FieldError::new("jusqu-au", "Choisissez un jour à venir")]);
    }
    form.sound()?;
    let revision = application.revision;
    (application.late_reason, application.late_until) = (reason, until);
    if !store::application::save(tx, &application, revision).await? {
        return Err(Failure::conflict("ce dossier", &[("Motif", &application.late_reason)]));
    }
    let touched = [("application", id)];
    let detail = json!({ "acte": "dépôt hors délai accepté" });
    let entry = Entry::on(acts::INSTRUCT.code, "application", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
