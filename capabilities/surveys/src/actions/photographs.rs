//! Photographs taken face to face: drawn again without place or device, sealed apart from the answer, mixed with those of several
//! people before anybody sees one.

use database::Tx;
use files::Limits;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use questionnaire::model::Kind;
use serde_json::json;
use web::Keys;
use web::keys::token_hash;

use super::{answered_with, drawn, place, ready};
use crate::rules::given::question_of;
use crate::rules::{Mode, State};
use crate::store::photo::{Listed, Photo};
use crate::store::survey::Survey;
use crate::{acts, store};

/// What may be sent with a question that asks for a photograph.
pub const PHOTOS: Limits<'static> = Limits::PICTURES;
/// Photographs on a page.
pub const PAGE: i64 = 24;

/// Where a photograph is sealed.
const PLACE: &str = "answer_photo.sealed";
/// Persons whose photographs are mixed, at least, while the questionnaire is open.
const LEAST_PEOPLE: i64 = 5;

/// A photograph to keep.
#[derive(Clone, Debug)]
pub struct NewPhoto {
    /// The code of the interview it was taken at.
    pub code: String,
    /// The key of its question.
    pub question: String,
    /// Drawn again: what it shows and no more.
    pub bytes: Vec<u8>,
}

/// The answer of an interview held face to face for this questionnaire, with the mark its photographs are kept under; nothing
/// when it is not there any more.
///
/// # Errors
/// The database failed.
pub async fn interview_of(
    tx: &mut Tx,
    keys: &Keys,
    survey: &Survey,
    code: &str,
) -> Outcome<Option<(store::answer::Answer, Vec<u8>)>> {
    let found = answered_with(tx, keys, code).await?.map(|(_, answer)| answer);
    let comparable = corpus::facade::comparable(code);
    let is_ours = |answer: &store::answer::Answer| answer.survey == survey.id && answer.mode == Mode::FaceToFace.code();
    Ok(found.filter(is_ours).zip(comparable.map(|comparable| token_hash(&comparable))))
}

/// Keeps a photograph with the interview it was taken at; sent twice it is kept once. Whether it is new.
///
/// # Errors
/// Not this actor’s; no such interview any more; a question that asks for no photograph.
pub async fn keep(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    actor: &Actor,
    survey: &Survey,
    new: NewPhoto,
) -> Outcome<bool> {
    let contract = super::writing::contract_of(tx, survey.consultation).await?;
    actor.authorise(&acts::COLLECT, &place(contract))?;
    let Some((answer, code_hash)) = interview_of(tx, keys, survey, &new.code).await? else {
        let told = "Cet entretien n’est plus là : la photo n’a pas été gardée";
        return Err(Failure::field("photo", told));
    };
    let ready = ready(tx, survey.id, answer.version).await?.ok_or(Refusal::NotFound)?;
    let nodes = ready.plan.named(question_of(&new.question));
    if new.question.len() > 200 || !nodes.iter().any(|node| ready.plan.nodes[*node].item.kind == Kind::Image) {
        return Err(Failure::field("photo", "Cette question n’attend pas de photo"));
    }
    let id = drawn(outside);
    let photo = Photo {
        id,
        question: new.question,
        area: answer.area,
        month: answer.received_on.chars().take(7).collect(),
        code_hash,
        sealed: keys.seal(outside, PLACE, id, &new.bytes)?,
        is_mixed: false,
    };
    Ok(store::photo::insert(tx, survey.id, &photo).await?)
}

/// How many photographs were given with a code.
///
/// # Errors
/// The database failed.
pub async fn count_of(tx: &mut Tx, typed: &str) -> Outcome<i64> {
    let Some(comparable) = corpus::facade::comparable(typed) else { return Ok(0) };
    Ok(store::photo::count_of_code(tx, &token_hash(&comparable)).await?)
}

/// What may be seen of the photographs of a questionnaire, page by page.
///
/// # Errors
/// The database failed.
pub async fn seen(tx: &mut Tx, survey: &Survey, page: i64) -> Outcome<(Vec<Listed>, i64, i64)> {
    let (mixed, waiting) = store::photo::counts(tx, survey.id).await?;
    let listed = store::photo::seen(tx, survey.id, (PAGE, page.max(0) * PAGE)).await?;
    Ok((listed, mixed, waiting))
}

/// What a photograph shows, as a JPEG.
///
/// # Errors
/// There is none, or it cannot be opened.
pub async fn opened(tx: &mut Tx, keys: &Keys, survey: Uuid, id: Uuid) -> Outcome<Vec<u8>> {
    let photo = store::photo::by_id(tx, survey, id).await?.ok_or(Refusal::NotFound)?;
    Ok(keys.open(PLACE, photo.id, &photo.sealed)?)
}

/// Takes a photograph out: it showed a face, a plate, somebody’s home.
///
/// # Errors
/// Not this actor’s; there is none.
pub async fn withdraw(tx: &mut Tx, outside: &Outside, actor: &Actor, survey: &Survey, id: Uuid) -> Outcome<()> {
    let contract = super::writing::contract_of(tx, survey.consultation).await?;
    actor.authorise(&acts::LEAD, &place(contract))?;
    let photo = store::photo::by_id(tx, survey.id, id).await?.ok_or(Refusal::NotFound)?;
    store::photo::delete(tx, survey.id, id).await?;
    super::removal::remember_photograph(tx, outside, &photo).await?;
    let entry = Entry::on(acts::ERASE, "survey", survey.id).detail(json!({ "acte": "retrait d’une photo" }));
    journal::record(tx, outside, actor, entry).await?;
    jobs::enqueue(tx, outside, jobs::NewJob::new(super::PURGE, json!({ "effacement": true }))).await?;
    Ok(())
}

/// Mixes what may be mixed: written again together under names drawn by lot, so that no order is left. Gives how many.
///
/// # Errors
/// The database failed, or a photograph cannot be opened.
pub async fn mix(tx: &mut Tx, (outside, keys): (&Outside, &Keys)) -> Outcome<usize> {
    let mut count = 0;
    for (id, people) in store::photo::waiting(tx).await? {
        let Some(survey) = store::survey::by_id(tx, id).await? else { continue };
        if survey.state != State::Closed && people < LEAST_PEOPLE {
            continue;
        }
        while let Some(photo) = store::photo::first_waiting(tx, id).await? {
            let bytes = keys.open(PLACE, photo.id, &photo.sealed)?;
            store::photo::delete(tx, id, photo.id).await?;
            let fresh = drawn(outside);
            let sealed = keys.seal(outside, PLACE, fresh, &bytes)?;
            store::photo::insert(tx, id, &Photo { id: fresh, sealed, is_mixed: true, ..photo }).await?;
            count += 1;
        }
    }
    Ok(count)
}
