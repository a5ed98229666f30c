//! Writing to those who were drawn: letters said to be gone, mails, and what both tell.

use database::Tx;
use jobs::mail::NewMail;
use journal::Entry;
use kernel::{Actor, Outcome, Uuid, french};
use serde_json::json;

use super::calling::{Called, called, sealed};
use super::pool::Around;
use crate::rules::{Council, Origin, Person, SeatState, Way};
use crate::store::seat::{Seat, SeatChange};
use crate::{acts, store};

/// Says that letters left for everybody who waits for one: those to contact were sent theirs, those sent are reminded. Gives
/// how many.
///
/// # Errors
/// Not this actor's.
pub async fn note_letters(
    tx: &mut Tx,
    (outside, _, zone): Around<'_>,
    actor: &Actor,
    id: Uuid,
    is_reminder: bool,
) -> Outcome<usize> {
    let (council, ..) = sealed(tx, actor, &acts::CALL, id).await?;
    let (from, to) = match is_reminder {
        false => (SeatState::ToContact, SeatState::Sent),
        true => (SeatState::Sent, SeatState::Reminded),
    };
    let mut touched = Vec::new();
    let mut count = 0;
    for seat in store::seat::of_draw(tx, id).await?.into_iter().filter(|seat| seat.state == from) {
        let revision = seat.revision;
        let after = Seat { state: to, state_on: outside.now().day(zone), note: String::new(), ..seat };
        if store::seat::save(tx, &after, revision).await? {
            let change = SeatChange::of(outside, &after, Way::Letter);
            store::seat::insert_change(tx, &change).await?;
            touched.extend([("seat", after.id), ("seat_change", change.id)]);
            count += 1;
        }
    }
    if count > 0 {
        let detail = json!({ "acte": to.french(), "personnes": count });
        let entry = Entry::on(acts::CALL.code, "council", council.id).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(count)
}

/// Writes to those who gave an electronic address and have not answered. Gives how many mails were queued.
///
/// # Errors
/// Not this actor's.
pub async fn send_mails(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    id: Uuid,
    (town, page, contact): (&str, &str, &str),
) -> Outcome<usize> {
    let (outside, keys, zone) = around;
    let (council, _, _, all) = called(tx, keys, actor, (id, &acts::CALL)).await?;
    let mut touched = Vec::new();
    let mut count = 0;
    for Called { seat, person, origin } in all {
        let to = match seat.state {
            SeatState::ToContact => SeatState::Sent,
            SeatState::Sent => SeatState::Reminded,
            _ => continue,
        };
        let Some(person) = person.filter(|person| !person.email.is_empty()) else { continue };
        let text = mail_text(&council, (&person, origin), (town, page), contact);
        let subject = format!("Vous êtes tiré·e au sort : {}", council.terms.name);
        // An address that cannot be written to is no reason to stop: a letter will go.
        let Ok(mail) = NewMail::read("councils.call", &person.email, &person.full_name(), &subject, &text) else {
            continue;
        };
        let revision = seat.revision;
        let after = Seat { state: to, state_on: outside.now().day(zone), note: String::new(), ..seat };
        if store::seat::save(tx, &after, revision).await? {
            jobs::mail::queue(tx, outside, &mail).await?;
            let change = SeatChange::of(outside, &after, Way::Email);
            store::seat::insert_change(tx, &change).await?;
            touched.extend([("seat", after.id), ("seat_change", change.id)]);
            count += 1;
        }
    }
    if count > 0 {
        let detail = json!({ "acte": "courriels envoyés", "personnes": count });
        let entry = Entry::on(acts::CALL.code, "council", council.id).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(count)
}

/// What is written to somebody drawn.
pub(crate) fn letter(council: &Council) -> Vec<String> {
    let start = council.terms.starts_on.map(|day| format!(", à partir du {}", french::date(day))).unwrap_or_default();
    let place = match council.terms.place.is_empty() {
        true => String::new(),
        false => format!(" Il se réunit à cette adresse : {}.", council.terms.place),
    };
    vec![
        format!(
            "Le sort vous a désigné·e pour siéger au {} pendant {}{start}.{place}",
            french::spaced(&council.terms.name),
            french::count(council.terms.mandate_months, "mois", "mois"),
        ),
        "Le conseil citoyen donne l’avis des habitants sur le contrat de ville et porte leurs projets. Vous n’avez rien à \
         préparer et aucune compétence à montrer : votre expérience du quartier suffit."
            .to_owned(),
        "Vous êtes libre d’accepter ou de refuser. Répondez dans les quinze jours ; sans réponse, la personne suivante sera \
         appelée."
            .to_owned(),
    ]
}

/// What somebody is told of the data about her, which she did not always give herself (regulation 2016/679, article 14).
pub(crate) fn informed(origin: Option<Origin>, (town, page): (&str, &str)) -> String {
    let source = match origin {
        Some(Origin::Roll) => "de la liste électorale de votre commune",
        Some(Origin::Landlord) => "du fichier des locataires transmis par votre bailleur",
        Some(Origin::Volunteer | Origin::Paper) => "de votre propre inscription comme volontaire",
        Some(Origin::Actor) => "de la structure qui vous a présenté·e",
        None => "du vivier constitué pour ce tirage",
    };
    format!(
        "Vos données. {town} en est responsable. Votre nom, votre date de naissance et votre adresse viennent {source}. Ils \
         servent à composer le conseil citoyen, mission d’intérêt public prévue par la loi du 21 février 2014 (article 7), et à \
         rien d’autre. Les lisent la personne chargée de vous appeler et, si vous acceptez, la préfecture, qui reconnaît le \
         conseil. Ils sont effacés à la fin du délai de recours si vous ne siégez pas, à la fin du mandat si vous siégez. Vous \
         pouvez les voir, les corriger ou vous opposer à leur usage : écrivez à la mairie ou à la personne déléguée à la \
         protection des données ({page}). Vous pouvez aussi saisir la CNIL (cnil.fr).",
    )
}

fn mail_text(
    council: &Council,
    (person, origin): (&Person, Option<Origin>),
    around: (&str, &str),
    contact: &str,
) -> String {
    let (body, data, town) = (letter(council).join("\n\n"), informed(origin, around), around.0);
    format!("Bonjour {},\n\n{body}\n\nPour répondre : {contact}\n\n{town}\n\n{data}\n", person.full_name())
}
