//! An answer sent: checked, parted from its sentences, kept once.

use std::borrow::Cow;

use database::Tx;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kernel::{Actor, Failure, FieldError, Moment, Outcome, Outside, Refusal};
use questionnaire::answering::{Answers, Circumstances, Session};
use web::Keys;
use web::keys::token_hash;

use super::{Ready, SendingKey, deletion_code, drawn, place, ready, secrets};
use crate::rules::collect::is_tolerated;
use crate::rules::given::{part, too_long};
use crate::rules::survey::last_moment;
use crate::rules::typed::field;
use crate::rules::{Access, Mode, State};
use crate::store::answer::NewAnswer;
use crate::store::words::Waiting;
use crate::{acts, store};

/// Where a sentence that waits is sealed.
pub(super) const PLACE: &str = "answer_words.sealed";

/// What is told of a sentence that the corpus would not take.
pub(super) const TOO_LONG: &str = "Ce texte est trop long : écrivez 3 000 signes au plus";

/// What somebody sends.
#[derive(Clone, Debug)]
pub struct Sending {
    /// Drawn when she began.
    pub key: SendingKey,
    /// The version she began with.
    pub version: i64,
    /// What she typed.
    pub answers: Answers,
    /// The invitation she holds.
    pub token: Option<String>,
    /// The six letters under which she had put it aside.
    pub parked: Option<String>,
    /// The language she reads.
    pub language: String,
    /// The code that a device without network gave already, when it made it.
    pub code: Option<String>,
}

impl Sending {
    fn code(&self, keys: &Keys) -> String {
        self.code.clone().unwrap_or_else(|| deletion_code(keys, &self.key))
    }
}

/// What she is given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The code to read and take back what she answered: kept nowhere in clear.
    pub code: String,
    /// Whether it was kept now; sent again, it had been before.
    pub is_new: bool,
    /// What the town says will become of answers.
    pub follow_up: String,
    /// The questionnaire as it stands.
    pub revision: i64,
}

/// The hour of the town, for questions that depend on the day.
pub(crate) fn circumstances(now: Moment, zone: &TimeZone, chance: u64) -> Circumstances {
    let here: DateTime = now.timestamp().to_zoned(zone.clone()).datetime();
    Circumstances { now: here, chance }
}

/// An answer ready to be kept: checked, its sentences parted and sealed. Made before a writing transaction begins, so
/// that nobody waits while it is.
#[derive(Debug)]
pub struct Made {
    row: NewAnswer,
    words: Vec<Waiting>,
    code: String,
}

/// Checks what somebody sends and makes it ready to be kept.
///
/// # Errors
/// Answers to correct, each on the field of its question.
pub fn made(
    (outside, keys, zone): (&Outside, &Keys, &TimeZone),
    ready: &Ready,
    mode: Mode,
    sending: &Sending,
) -> Outcome<Made> {
    let kept = checked((outside, zone), ready, mode, sending)?;
    let code = sending.code(keys);
    let comparable = corpus::facade::comparable(&code).unwrap_or_default();
    let area = ready.area.as_ref().and_then(|(name, areas)| areas.get(kept.get(name)?).copied());
    let parted = part(&ready.plan, &kept);
    let given = serde_json::to_string(&parted.given).map_err(|error| kernel::Breakdown(Box::new(error)))?;
    let received_on = outside.now().day(zone).to_string();
    let id = secrets::answer_id(keys, &comparable);
    let row =
        NewAnswer { id, survey: ready.survey, version: ready.number, mode: mode.code(), area, received_on, given };
    let mut words = Vec::with_capacity(parted.words.len());
    for (question, said) in parted.words {
        let id = drawn(outside);
        words.push(Waiting {
            id,
            question,
            area,
            month: row.received_on.chars().take(7).collect(),
            code_hash: token_hash(&comparable),
            sealed: keys.seal(outside, PLACE, id, said.as_bytes())?,
        });
    }
    Ok(Made { row, words, code })
}

/// Keeps an answer sent by a resident. Sent twice it is kept once, and gives the same code. The questionnaire may have been
/// read a while ago: if it has changed since, it is read again.
///
/// # Errors
/// The questionnaire is closed; the invitation is unknown or was used.
pub async fn send(
    tx: &mut Tx,
    (outside, keys): (&Outside, &Keys),
    survey: &store::survey::Survey,
    sending: &Sending,
    made: Made,
) -> Outcome<Receipt> {
    let (id, now, code) = (survey.id, outside.now(), made.code);
    let grace = last_moment(Some(now)).map_or(0, |late| late.0 - now.0);
    let mut stands = Cow::Borrowed(survey);
    while !store::answer::insert_if_open(tx, &made.row, stands.revision, (now, grace)).await? {
        let known = stands.revision;
        stands = Cow::Owned(store::survey::by_id(tx, id).await?.ok_or(Refusal::NotFound)?);
        if store::answer::by_id(tx, made.row.id).await?.is_some() {
            return Ok(receipt(code, false, &stands));
        }
        if stands.revision == known {
            return Err(closed().into());
        }
    }
    let survey = stands;
    if survey.text.access == Access::Invited {
        let token = sending.token.as_deref().unwrap_or_default();
        if store::invitation::survey_of(tx, &token_hash(token)).await? != Some(id) {
            return Err(uninvited().into());
        }
        if !store::invitation::spend(tx, &secrets::marker(keys, token), id).await? {
            return Err(spent().into());
        }
    }
    store::words::insert_all(tx, id, &made.words).await?;
    if let Some(letters) = &sending.parked {
        store::parked::delete(tx, secrets::parked_id(keys, id, letters)).await?;
    }
    Ok(receipt(code, true, &survey))
}

/// Keeps an answer collected by an agent: by telephone, on paper, face to face, from a partner’s file. It may come after
/// the closing: it was given before.
///
/// # Errors
/// Not this actor’s; no such version; answers to correct.
pub async fn send_collected(
    tx: &mut Tx,
    (outside, keys, zone): (&Outside, &Keys, &TimeZone),
    actor: &Actor,
    survey: &store::survey::Survey,
    (mode, sending): (Mode, &Sending),
) -> Outcome<Receipt> {
    let contract = super::writing::contract_of(tx, survey.consultation).await?;
    actor.authorise(&acts::COLLECT, &place(contract))?;
    if survey.state == State::Draft {
        return Err(unpublished().into());
    }
    let ready = ready(tx, survey.id, sending.version).await?.ok_or(Refusal::NotFound)?;
    let made = made((outside, keys, zone), &ready, mode, sending)?;
    let is_new = store::answer::insert(tx, &made.row).await?;
    if is_new {
        store::words::insert_all(tx, survey.id, &made.words).await?;
    }
    Ok(receipt(made.code, is_new, survey))
}

/// What is to be kept of answers that came by this way, before sentences are parted.
///
/// # Errors
/// Answers to correct, each on the field of its question.
pub(super) fn checked(
    (outside, zone): (&Outside, &TimeZone),
    ready: &Ready,
    mode: Mode,
    sending: &Sending,
) -> Outcome<Answers> {
    let session =
        Session::open(&ready.plan, &sending.answers, circumstances(outside.now(), zone, sending.key.chance()));
    let kept = session.kept();
    let wrong = session.faults(&sending.language).into_iter().filter(|fault| !is_tolerated(mode, fault.kind));
    let mut errors: Vec<FieldError> = wrong.map(|fault| FieldError::new(field(&fault.key), fault.sentence)).collect();
    let long = too_long(&ready.plan, &kept, corpus::facade::MOST_SIGNS).into_iter();
    errors.extend(long.map(|key| FieldError::new(field(&key), TOO_LONG)));
    Failure::unless_empty(errors)?;
    if session.is_cut_short() {
        let told = "Ces réponses sont trop longues pour être gardées : raccourcissez-les";
        return Err(Failure::Input(vec![FieldError::new("", told)]));
    }
    Ok(kept)
}

fn receipt(code: String, is_new: bool, survey: &store::survey::Survey) -> Receipt {
    Receipt { code, is_new, follow_up: survey.text.follow_up.clone(), revision: survey.revision }
}

/// It no longer takes answers.
pub(super) fn closed() -> Refusal {
    let what = "Ce questionnaire ne prend plus de réponses. Vos réponses ne sont pas perdues : elles sont \
                au bas de cette page, vous pouvez les copier et les donner à l’équipe de la ville.";
    Refusal::rule("Le questionnaire est fermé", what)
}

fn unpublished() -> Refusal {
    Refusal::rule("Le questionnaire n’est pas publié", "Publiez une première version, puis recueillez des réponses.")
}

fn uninvited() -> Refusal {
    let what = "Ce questionnaire se remplit avec un lien reçu par courrier ou par message. Ouvrez ce lien, ou demandez-en \
                un à l’équipe de la ville.";
    Refusal::rule("Il faut une invitation", what)
}

fn spent() -> Refusal {
    let what = "Ce lien a déjà servi : chaque invitation vaut une réponse. Personne ne sait laquelle. Si ce n’était pas \
                vous, demandez un autre lien à l’équipe de la ville.";
    Refusal::rule("Cette invitation a déjà servi", what)
}
