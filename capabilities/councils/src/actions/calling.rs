//! Calling those who were drawn, after the seal: where each stands, letters, mails, and whoever takes an empty seat.

use std::collections::BTreeSet;
use std::sync::Arc;

use database::Tx;
use jobs::mail::NewMail;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Refusal, Uuid, french};
use serde_json::json;
use sortition::contents::CONTENTS;
use sortition::dossier::Files;
use sortition::opening::{self, Opened};
use sortition::replacement::{self, Council as Drawn, Replaced, Standing};
use web::Keys;

use super::ceremony::ALTERNATES;
use super::draw::{dossier_of, draw};
use super::pool::Around;
use super::renewal::RENEWAL;
use super::secrets;
use crate::facade::{Moved, moved};
use crate::rules::{CandidateState, College, Council, Origin, Person, SeatState, Way, is_empty, next};
use crate::store::draw::Draw;
use crate::store::seat::{Seat, SeatChange};
use crate::{acts, store};

/// The draw, sealed, for whoever may do this: before the seal there is nothing to read.
///
/// # Errors
/// Not there, not sealed, or not this actor's.
pub(crate) async fn sealed(
    tx: &mut Tx,
    actor: &Actor,
    act: &'static kernel::Act,
    id: Uuid,
) -> Outcome<(Council, College, Draw)> {
    let found = draw(tx, actor, act, id).await?;
    if found.2.is_seated() { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// Somebody called, and who she is; nobody once erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// Her seat.
    pub seat: Seat,
    /// Who she is.
    pub person: Option<Person>,
    /// Where what is known of her comes from.
    pub origin: Option<Origin>,
}

/// Everybody called from a sealed draw, in the order they were.
///
/// # Errors
/// Not there, not sealed, or not this actor's.
pub(crate) async fn called(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    (id, act): (Uuid, &'static kernel::Act),
) -> Outcome<(Council, College, Draw, Vec<Called>)> {
    let (council, college, draw) = sealed(tx, actor, act, id).await?;
    let mut all = Vec::new();
    for seat in store::seat::of_draw(tx, draw.id).await? {
        all.push(who(tx, keys, seat).await?);
    }
    Ok((council, college, draw, all))
}

async fn who(tx: &mut Tx, keys: &Keys, seat: Seat) -> Outcome<Called> {
    let person = match store::pool::person(tx, seat.candidate).await? {
        Some(bytes) => Some(secrets::open(keys, seat.candidate, &bytes)?),
        None => None,
    };
    let origin = store::pool::by_id(tx, seat.candidate).await?.map(|candidate| candidate.origin);
    Ok(Called { seat, person, origin })
}

/// One seat with its draw, for whoever calls.
///
/// # Errors
/// Not there, or not this actor's.
pub(crate) async fn seat(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    id: Uuid,
) -> Outcome<(Council, College, Draw, Called)> {
    let found = store::seat::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (council, college, draw) = sealed(tx, actor, &acts::CALL, found.draw).await?;
    Ok((council, college, draw, who(tx, keys, found).await?))
}

/// What becomes of somebody called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Where she stands now.
    pub state: SeatState,
    /// How she was reached.
    pub way: Way,
    /// A word on it.
    pub note: String,
    /// Whether she lets her name be published.
    pub is_name_public: bool,
}

/// Says where somebody called stands.
///
/// # Errors
/// Not this actor's; not a step from there; somebody was called in her place; somebody changed it since `revision`.
pub async fn note_answer(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    answered: impl Into<Filled<Answered>>,
) -> Outcome<Uuid> {
    let (outside, keys, zone) = around;
    let (council, _, draw, found) = seat(tx, keys, actor, id).await?;
    let mut form = answered.into();
    let before = found.seat;
    let is_known = form.value.state == before.state;
    if !is_known && !next(before.state).contains(&form.value.state) {
        let sentence = format!("De « {} », on ne passe pas à « {} »", before.state.french(), form.value.state.french());
        form.find([FieldError::new("etat", sentence)]);
    }
    let others = store::seat::of_draw(tx, draw.id).await?;
    if is_empty(before.state) && !is_known && others.iter().any(|other| other.replaces == Some(before.id)) {
        form.find([FieldError::new("etat", "Quelqu’un d’autre a été appelé à sa place : ce siège est donné")]);
    }
    if form.value.note.chars().count() > 500 {
        form.find([FieldError::new("note", "Cette note dépasse 500 signes : raccourcissez-la")]);
    }
    let answered = form.sound()?;
    let after = Seat {
        state: answered.state,
        state_on: outside.now().day(zone),
        note: answered.note,
        is_name_public: answered.is_name_public && answered.state == SeatState::Accepted,
        ..before
    };
    if !store::seat::save(tx, &after, revision).await? {
        return Err(Failure::conflict("cet appel", &[("Note", &after.note)]));
    }
    let change = SeatChange::of(outside, &after, answered.way);
    store::seat::insert_change(tx, &change).await?;
    let touched = [("seat", id), ("seat_change", change.id)];
    let detail = json!({ "acte": "appel noté", "numero": after.number, "etat": after.state.code() });
    let entry = Entry::on(acts::CALL.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    if after.state == SeatState::Accepted && !is_known {
        moved(tx, around, actor, council.id, Moved::Accepted).await?;
    }
    Ok(draw.id)
}

/// Says that somebody who sat left. Who may is known by the slice where she sat.
///
/// # Errors
/// The database failed.
pub(crate) async fn note_left(
    tx: &mut Tx,
    (outside, zone): (&kernel::Outside, &jiff::tz::TimeZone),
    actor: &Actor,
    id: Uuid,
) -> Outcome<()> {
    let Some(before) = store::seat::by_id(tx, id).await?.filter(|seat| seat.state == SeatState::Accepted) else {
        return Ok(());
    };
    let college = store::council::college_by_id(tx, before.college).await?.ok_or(Refusal::NotFound)?;
    let revision = before.revision;
    let after = Seat {
        state: SeatState::Left,
        state_on: outside.now().day(zone),
        note: String::new(),
        is_name_public: false,
        ..before
    };
    if !store::seat::save(tx, &after, revision).await? {
        return Err(Failure::conflict("ce siège", &[]));
    }
    let change = SeatChange::of(outside, &after, Way::None);
    store::seat::insert_change(tx, &change).await?;
    let touched = [("seat", id), ("seat_change", change.id)];
    let detail = json!({ "acte": "a quitté le conseil", "numero": after.number });
    let entry = Entry::on(acts::CALL.code, "council", college.council).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

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

/// What replacing somebody gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    /// How many were called.
    pub called: usize,
    /// Why somebody on the list was passed over, by number.
    pub skipped: Vec<(String, String)>,
    /// Why the council can no longer be completed, and what would do.
    pub blocked: Vec<String>,
}

/// Gives empty seats to the first of the complementary list who leave a council that can still be completed. What the
/// engine decided is added to the dossier, chained. Somebody struck off the pool or erased meanwhile is called and passed
/// in the same move.
///
/// # Errors
/// Not this actor's; no seat is empty; the dossier was changed.
pub async fn fill_seats(tx: &mut Tx, around: Around<'_>, actor: &Actor, id: Uuid) -> Outcome<Replacement> {
    let outside = around.0;
    let (council, _, draw) = sealed(tx, actor, &acts::CALL, id).await?;
    let mut done = Replacement::default();
    let mut touched: Vec<(&'static str, Uuid)> = Vec::new();
    if is_completed(tx, id).await? {
        let what = "Un tirage qui complète le conseil est annoncé ou fait : c’est lui qui donne les sièges.";
        return Err(Refusal::rule("Ce tirage ne donne plus de siège", what).into());
    }
    if store::draw::file(tx, id, RENEWAL).await?.is_some() {
        let what =
            "La moitié de ce conseil est partie. Annoncez le tirage qui complète le conseil : son hasard est nouveau.";
        return Err(Refusal::rule("Ce tirage ne donne plus de siège", what).into());
    }
    let mut empty = to_replace(tx, id).await?;
    if empty.is_empty() {
        return Err(Refusal::rule(
            "Aucun siège n’est à pourvoir",
            "Personne n’a refusé depuis le dernier remplacement.",
        )
        .into());
    }
    // Read once and written once, however many are passed: after the purge, most of a long list are.
    let mut files = dossier_of(tx, id).await?;
    let list = Arc::new(Callable::of(&files)?);
    let mut is_recorded = false;
    while !empty.is_empty() {
        let standing = replacement::standing(&files).map_err(wrong)?;
        // Who was said to be gone when nobody could be called is not said so twice.
        let sits = |number: &String| standing.sitting.contains(number);
        let refused: Vec<String> = empty.iter().map(|seat| seat.number.clone()).filter(sits).collect();
        let (replaced, skipped) = computed(&list, &standing, &refused).await?;
        done.skipped.extend(skipped);
        done.blocked.clone_from(&replaced.blocked);
        if !replaced.blocked.is_empty() && refused.is_empty() {
            break;
        }
        replacement::record(&mut files, &standing, &refused, &replaced);
        is_recorded = true;
        if !replaced.blocked.is_empty() {
            break;
        }
        for (number, before) in replaced.called.iter().zip(&empty) {
            let is_fit = call(tx, around, (&draw, number), Some(before), &mut touched).await?;
            done.called += usize::from(is_fit);
        }
        empty = to_replace(tx, id).await?;
    }
    for name in ["replacements.jsonl", "council.json", CONTENTS].into_iter().filter(|_| is_recorded) {
        let bytes = files.get(name).map_or(&[][..], Vec::as_slice);
        touched.push(("draw_file", store::draw::put_file(tx, outside.uuid(), id, name, bytes).await?));
    }
    if !touched.is_empty() {
        let detail = json!({ "acte": "sièges pourvus", "appeles": done.called, "passes": done.skipped.len() });
        let entry = Entry::on(acts::CALL.code, "council", council.id).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(done)
}

fn wrong(wrong: sortition::reading::Wrong) -> Failure {
    Refusal::rule("Ce remplacement n’est pas possible", wrong.to_string()).into()
}

/// Seats that are empty and that nobody was called to yet.
async fn to_replace(tx: &mut Tx, draw: Uuid) -> database::Result<Vec<Seat>> {
    let seats = store::seat::of_draw(tx, draw).await?;
    let taken: BTreeSet<Uuid> = seats.iter().filter_map(|seat| seat.replaces).collect();
    Ok(seats.into_iter().filter(|seat| is_empty(seat.state) && !taken.contains(&seat.id)).collect())
}

/// Whether another draw gives the seats of this one.
async fn is_completed(tx: &mut Tx, id: Uuid) -> database::Result<bool> {
    Ok(store::draw::follower(tx, id, true).await?.is_some())
}

/// Whether nobody can be called from this draw any more: another one gives its seats, or half of those who sat left.
pub(crate) async fn is_followed(tx: &mut Tx, id: Uuid) -> database::Result<bool> {
    Ok(is_completed(tx, id).await? || store::draw::file(tx, id, RENEWAL).await?.is_some())
}

/// Seats that are empty and that the dossier does not say to be so yet.
pub(super) async fn to_record(tx: &mut Tx, draw: Uuid) -> Outcome<Vec<Seat>> {
    let empty = to_replace(tx, draw).await?;
    let files = dossier_of(tx, draw).await?;
    // Once half left, seats are no longer given from this list.
    if empty.is_empty() || files.contains_key(RENEWAL) {
        return Ok(Vec::new());
    }
    let standing = replacement::standing(&files).map_err(wrong)?;
    Ok(empty.into_iter().filter(|seat| standing.sitting.contains(&seat.number)).collect())
}

/// Whom a dossier lets call: its pool and rules opened, and the order people are called in.
struct Callable {
    opened: Opened,
    listed: Vec<String>,
    /// Alternates chosen with the draw, then the others.
    order: Vec<String>,
}

impl Callable {
    fn of(files: &Files) -> Outcome<Self> {
        let listed = opening::identifiers(files, "complementary.csv").map_err(wrong)?;
        let alternates = match files.contains_key(ALTERNATES) {
            true => opening::identifiers(files, ALTERNATES).map_err(wrong)?,
            false => Vec::new(),
        };
        let first: BTreeSet<&String> = alternates.iter().collect();
        let others = listed.iter().filter(|number| !first.contains(number));
        let order = alternates.iter().chain(others).cloned().collect();
        Ok(Self { opened: opening::open(files).map_err(wrong)?, listed, order })
    }
}

/// Who is called, and who was passed for a reason of quotas or households.
async fn computed(
    list: &Arc<Callable>,
    standing: &Standing,
    refused: &[String],
) -> Outcome<(Replaced, Vec<(String, String)>)> {
    let (sitting, gone, refused) = (standing.sitting.clone(), standing.gone.clone(), refused.to_vec());
    let list = list.clone();
    let computing = tokio::task::spawn_blocking(move || {
        let mut replaced = Drawn::new(&list.opened)?.replace(&sitting, &list.order, &gone, &refused)?;
        let skipped = replaced.skipped.clone();
        pass_for_alternates(&mut replaced, &list.listed, &[sitting, gone].concat());
        Ok((replaced, skipped))
    });
    computing.await.map_err(|error| kernel::Breakdown(Box::new(error)))?.map_err(wrong)
}

/// Says of those who stand before an alternate on the complementary list why she was called first: so that nobody is passed
/// without a word.
fn pass_for_alternates(replaced: &mut Replaced, listed: &[String], others: &[String]) {
    let mut told: BTreeSet<String> = replaced.skipped.iter().map(|(number, _)| number.clone()).collect();
    told.extend(others.iter().cloned());
    // Somebody called after an alternate, in the same move, was passed for her as well.
    for called in &replaced.called {
        for number in listed.iter().take_while(|number| *number != called) {
            if told.insert(number.clone()) {
                let why = "un·e suppléant·e choisi·e avec le tirage passe avant".to_owned();
                replaced.skipped.push((number.clone(), why));
            }
        }
        told.insert(called.clone());
    }
}

/// Gives a seat to somebody of a draw; struck off or erased, she has it refused. Says whether she may be called.
pub(super) async fn call(
    tx: &mut Tx,
    (outside, _, zone): Around<'_>,
    (draw, number): (&Draw, &str),
    before: Option<&Seat>,
    touched: &mut Vec<(&'static str, Uuid)>,
) -> Outcome<bool> {
    let entry = store::draw::by_number(tx, draw.id, number).await?.ok_or(Refusal::NotFound)?;
    let candidate = store::pool::by_id(tx, entry.candidate).await?.ok_or(Refusal::NotFound)?;
    let is_known = store::pool::person(tx, candidate.id).await?.is_some();
    let is_fit = candidate.state == CandidateState::Kept && is_known;
    let last = store::seat::last_rank(tx, draw.id).await?;
    let seat = Seat {
        id: outside.uuid(),
        draw: draw.id,
        college: draw.college,
        candidate: candidate.id,
        number: number.to_owned(),
        rank: last + 1,
        state: if is_fit { SeatState::ToContact } else { SeatState::Refused },
        state_on: outside.now().day(zone),
        note: if is_fit { String::new() } else { "Retirée du vivier après sa clôture".to_owned() },
        replaces: before.map(|seat| seat.id),
        is_name_public: false,
        called_at: outside.now(),
        revision: 1,
    };
    store::seat::insert(tx, &seat).await?;
    touched.push(("seat", seat.id));
    if !is_fit {
        let change = SeatChange::of(outside, &seat, Way::None);
        store::seat::insert_change(tx, &change).await?;
        touched.push(("seat_change", change.id));
    }
    Ok(is_fit)
}

/// Members of each college whose last sealed draw has some: names of those who agreed to it, and how many others.
///
/// # Errors
/// The database failed.
pub(crate) async fn public_members(
    tx: &mut Tx,
    keys: &Keys,
    colleges: &[College],
) -> Outcome<Vec<(&'static str, Vec<String>, usize)>> {
    let mut all = Vec::new();
    for college in colleges {
        let draws = store::draw::of_college(tx, college.id).await?;
        let Some(last) = draws.iter().find(|draw| draw.is_seated()) else { continue };
        let seats = store::seat::of_draw(tx, last.id).await?;
        let (mut names, mut more) = (Vec::new(), 0);
        for seat in seats.into_iter().filter(|seat| seat.state == SeatState::Accepted) {
            match who(tx, keys, seat).await? {
                Called { seat, person: Some(person), .. } if seat.is_name_public => names.push(person.full_name()),
                _ => more += 1,
            }
        }
        if names.len() + more > 0 {
            all.push((college.kind.french(), names, more));
        }
    }
    Ok(all)
}
