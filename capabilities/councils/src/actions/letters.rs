//! Letters of a first draw: they leave in batches, and whoever answers makes the pool of the second.

use database::Tx;
use jiff::tz::TimeZone;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;
use sortition::ceremony::Public;
use sortition::{mailing, opening};
use web::Keys;

use super::draw::{bind, dossier_of, draw, receipt_code, receipt_mark};
use super::pool::Around;
use super::secrets;
use crate::rules::{College, Council, DrawKind, DrawState, LetterState, Origin, Person, Way};
use crate::store::draw::Draw;
use crate::store::letter::Letter;
use crate::{acts, store};

/// Most letters of a batch: what somebody prints and puts in envelopes in a day.
pub const MOST_OF_A_BATCH: i64 = 500;
/// Most numbers noted at once.
const MOST_NOTED: usize = 500;

/// Draws whom to write to. Gives the rows of the files.
pub(super) async fn designate(tx: &mut Tx, outside: &Outside, before: &Draw, public: &Public) -> Outcome<Vec<Uuid>> {
    let mut files = dossier_of(tx, before.id).await?;
    let public = public.clone();
    let drawing = tokio::task::spawn_blocking(move || mailing::draw(&mut files, &public).map(|_| files));
    let files = drawing.await.map_err(|error| kernel::Breakdown(Box::new(error)))?;
    let files = files.map_err(|wrong| Failure::field("nombre", wrong.to_string()))?;
    let mut rows = Vec::new();
    for name in ["invited.csv", "letters.json"] {
        let bytes = files.get(name).map_or(&[][..], Vec::as_slice);
        rows.push(store::draw::put_file(tx, outside.uuid(), before.id, name, bytes).await?);
    }
    rows.push(bind(tx, outside, before.id).await?);
    Ok(rows)
}

/// A letter for each person designated, at the seal. Whoever put herself forward has answered already. Gives the rows.
pub(super) async fn open_letters(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    draw: &Draw,
) -> Outcome<Vec<(&'static str, Uuid)>> {
    let files = dossier_of(tx, draw.id).await?;
    let invited = opening::identifiers(&files, "invited.csv").map_err(super::following::unreadable)?;
    let mut touched = Vec::with_capacity(invited.len());
    for (rank, number) in (1..).zip(invited) {
        let entry = store::draw::by_number(tx, draw.id, &number).await?.ok_or(Refusal::NotFound)?;
        let origin = store::pool::by_id(tx, entry.candidate).await?.map(|candidate| candidate.origin);
        let has_answered = matches!(origin, Some(Origin::Volunteer | Origin::Paper));
        let letter = Letter {
            id: outside.uuid(),
            draw: draw.id,
            candidate: entry.candidate,
            number,
            rank,
            batch: None,
            state: if has_answered { LetterState::Yes } else { LetterState::ToSend },
            state_on: outside.now().day(zone),
            way: Way::None,
            revision: 1,
        };
        store::letter::insert(tx, &letter).await?;
        touched.push(("letter", letter.id));
    }
    Ok(touched)
}

/// Letters of a draw, sealed, for whoever may do this.
///
/// # Errors
/// Not there, not sealed, or not this actor's.
pub(crate) async fn letters_of(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Council, College, Draw)> {
    let found = draw(tx, actor, &acts::CALL, id).await?;
    let is_there = found.2.kind == DrawKind::Letters && found.2.state == DrawState::Sealed;
    if is_there { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// Puts so many letters, the next of the order drawn, in a batch that leaves. Gives its number.
///
/// # Errors
/// Not this actor's; none waits; too many at once.
pub async fn send_batch(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    many: Option<i64>,
) -> Outcome<i64> {
    let (council, ..) = letters_of(tx, actor, id).await?;
    let Some(many) = many.filter(|many| (1..=MOST_OF_A_BATCH).contains(many)) else {
        return Err(Failure::field("lot", format!("Un lot va de 1 à {MOST_OF_A_BATCH} courriers")));
    };
    let batch = store::letter::last_batch(tx, id).await?.unwrap_or_default() + 1;
    let sent = store::letter::send(tx, id, (batch, many), outside.now().day(zone)).await?;
    if sent.is_empty() {
        return Err(Failure::field("lot", "Aucun courrier n’attend : tous sont partis"));
    }
    let touched: Vec<(&str, Uuid)> = sent.into_iter().map(|letter| ("letter", letter)).collect();
    let detail = json!({ "acte": "lot de courriers préparé", "lot": batch, "courriers": touched.len() });
    let entry = Entry::on(acts::CALL.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(batch)
}

/// Somebody written to: her number, the code of her letter, who she is unless erased, where she comes from.
pub(crate) struct Written {
    /// Her number.
    pub number: String,
    /// The code that answers for her.
    pub code: String,
    /// Who she is.
    pub person: Person,
    /// Where what is known of her comes from.
    pub origin: Option<Origin>,
}

/// A batch to print: those whose letter left with it and who have not answered.
///
/// # Errors
/// Not this actor's.
pub(crate) async fn batch(
    tx: &mut Tx,
    keys: &Keys,
    actor: &Actor,
    (id, batch): (Uuid, i64),
) -> Outcome<(Council, Draw, Vec<Written>)> {
    let (council, _, draw) = letters_of(tx, actor, id).await?;
    let mut all = Vec::new();
    for (number, candidate, sealed, origin) in store::letter::to_print(tx, id, batch).await? {
        let person = secrets::open(keys, candidate, &sealed)?;
        all.push(Written { number, code: receipt_code(keys, id, candidate), person, origin: Some(origin) });
    }
    Ok((council, draw, all))
}

/// Refuses once the second draw has closed its pool: whoever answers is in it or is not.
async fn still_open(tx: &mut Tx, id: Uuid) -> Outcome<()> {
    let next = store::draw::follower(tx, id, true).await?;
    if next.is_some_and(|next| next.frozen_at.is_some()) {
        let what = "Le vivier du second tirage est clos. Cette réponse ne peut plus compter.";
        return Err(Refusal::rule("Les réponses ne sont plus prises", what).into());
    }
    Ok(())
}

/// Notes what several people answered, by their numbers. Gives how many.
///
/// # Errors
/// Not this actor's; a number of nobody written to; the pool of the second draw is closed.
pub async fn note_answers(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    (numbers, state, way): (&str, LetterState, Way),
) -> Outcome<usize> {
    let (council, _, draw) = letters_of(tx, actor, id).await?;
    still_open(tx, id).await?;
    let width = draw.people.to_string().len();
    let typed: Vec<&str> =
        numbers.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|one| !one.is_empty()).collect();
    if typed.is_empty() || typed.len() > MOST_NOTED {
        return Err(Failure::field("numeros", format!("Recopiez de 1 à {MOST_NOTED} numéros, séparés par une espace")));
    }
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for one in typed {
        let number = one.parse::<u64>().map_or_else(|_| one.to_owned(), |number| format!("{number:0width$}"));
        match store::letter::by_number(tx, id, &number).await? {
            Some(letter) => found.push(letter),
            None => unknown.push(one),
        }
    }
    if !unknown.is_empty() {
        let sentence = match unknown.as_slice() {
            [one] => format!("Personne n’a été invité·e sous le numéro {one}"),
            several => format!("Personne n’a été invité·e sous ces numéros : {}", several.join(", ")),
        };
        return Err(Failure::field("numeros", sentence));
    }
    let mut touched = Vec::new();
    for letter in found {
        touched.push(("letter", answer(tx, (outside, zone), letter, (state, way)).await?));
    }
    let detail =
        json!({ "acte": "réponses aux courriers notées", "reponse": state.code(), "personnes": touched.len() });
    let entry = Entry::on(acts::CALL.code, "council", council.id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(touched.len())
}

async fn answer(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    letter: Letter,
    (state, way): (LetterState, Way),
) -> Outcome<Uuid> {
    let after = Letter { state, way, state_on: outside.now().day(zone), ..letter };
    if !store::letter::save(tx, &after).await? {
        return Err(Failure::conflict("cette réponse", &[]));
    }
    Ok(after.id)
}

/// Takes the answer of somebody who has the code of her letter: she wants to be in the second draw, or not. May be changed until
/// the pool of that draw is closed.
///
/// # Errors
/// A code of no letter; the pool of the second draw is closed.
pub async fn answer_letter(
    tx: &mut Tx,
    (outside, keys, zone): Around<'_>,
    actor: &Actor,
    draw: &Draw,
    (typed, wants): (&str, Option<bool>),
) -> Outcome<()> {
    still_open(tx, draw.id).await?;
    let code: String = typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let entry = store::draw::by_receipt(tx, draw.id, &receipt_mark(keys, draw.id, &code)).await?;
    let letter = match entry {
        Some(entry) => store::letter::by_number(tx, draw.id, &entry.number).await?,
        None => None,
    };
    let mut errors = Vec::new();
    if letter.is_none() {
        errors.push(FieldError::new("code", "Aucun courrier n’a ce code : recopiez-le tel qu’il est imprimé"));
    }
    if wants.is_none() {
        errors.push(FieldError::new("reponse", "Dites si vous voulez participer au second tirage"));
    }
    Failure::unless_empty(errors)?;
    let (Some(letter), Some(wants)) = (letter, wants) else { return Ok(()) };
    let state = if wants { LetterState::Yes } else { LetterState::No };
    let row = answer(tx, (outside, zone), letter, (state, Way::Web)).await?;
    let council = store::council::college_by_id(tx, draw.college).await?.ok_or(Refusal::NotFound)?.council;
    let touched = [("letter", row)];
    let entry = Entry::on(acts::VOLUNTEER.code, "council", council)
        .detail(json!({ "acte": "réponse à un courrier" }))
        .touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What is written to somebody a first draw designated.
pub(crate) fn invitation(council: &Council, (code, page): (&str, &str)) -> Vec<String> {
    vec![
        format!(
            "Le sort vous a désigné·e, parmi tous les habitants de la liste, pour participer au tirage du {}.",
            french::spaced(&council.terms.name)
        ),
        "Le conseil citoyen donne l’avis des habitants sur le contrat de ville et porte leurs projets. Vous n’avez rien à \
         préparer et aucune compétence à montrer : votre expérience du quartier suffit."
            .to_owned(),
        "Si vous êtes d’accord, un second tirage, public, choisira les membres parmi les personnes qui répondent oui. Vous êtes \
         libre de refuser ; sans réponse, vous ne participez pas."
            .to_owned(),
        format!("Pour répondre : {page}, avec le code {code}. Ou renvoyez ce courrier à la mairie."),
    ]
}
