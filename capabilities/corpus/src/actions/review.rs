//! Deciding what others may read: what was found is shown beside what was heard, and nothing is read before.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use web::Keys;

use super::{Masked, PLACE, masked, place};
use crate::rules::intake;
use crate::store::verbatims::Verbatim;
use crate::{acts, store};

/// Verbatims reviewed together.
pub(crate) const AT_ONCE: i64 = 10;

/// A verbatim that awaits its review, as the facilitator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Awaiting {
    /// What is known of it.
    pub verbatim: Verbatim,
    /// The sentence as it was heard; none once purged.
    pub raw: Option<String>,
    /// What the masking proposes, and what it found.
    pub masked: Masked,
}

/// What was decided of one verbatim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Which.
    pub id: Uuid,
    /// The revision it was shown at.
    pub revision: i64,
    /// Whether others may read it.
    pub is_accepted: bool,
    /// The words they will read.
    pub text: String,
    /// Whether the reviewer says that nobody can be recognised, although something was found.
    pub is_confirmed: bool,
}

/// The next verbatims to review, opened as they were heard.
///
/// # Errors
/// Not this actor's here.
pub(crate) async fn awaiting(tx: &mut Tx, keys: &Keys, actor: &Actor, consultation: Uuid) -> Outcome<Vec<Awaiting>> {
    let found = listening::facade::consultation(tx, consultation).await?.ok_or(Refusal::NotFound)?;
    let mut all = Vec::new();
    for (verbatim, sealed) in store::verbatims::to_review(tx, consultation, AT_ONCE * 20).await? {
        if all.len() as i64 == AT_ONCE {
            break;
        }
        if actor.may(&acts::REVIEW, &place(found.contract, verbatim.area)).is_allowed() {
            let raw = opened(keys, verbatim.id, sealed)?;
            let masked = masked(raw.as_deref().unwrap_or(&verbatim.masked));
            all.push(Awaiting { verbatim, raw, masked });
        }
    }
    Ok(all)
}

/// A sealed sentence, opened.
pub(crate) fn opened(keys: &Keys, id: Uuid, sealed: Option<Vec<u8>>) -> Outcome<Option<String>> {
    let Some(sealed) = sealed else { return Ok(None) };
    let clear = keys.open(PLACE, id, &sealed)?;
    Ok(Some(String::from_utf8_lossy(&clear).into_owned()))
}

/// The field of a decision in the form of a review.
pub(crate) fn field(part: &str, id: Uuid) -> String {
    format!("{part}-{id}")
}

/// Keeps what a review decided, all of it or nothing.
///
/// # Errors
/// Not this actor's; something to correct; reviewed by somebody else meanwhile.
pub async fn review(tx: &mut Tx, outside: &Outside, actor: &Actor, decisions: &[Decision]) -> Outcome<()> {
    if decisions.is_empty() {
        return Err(Failure::field("", "Choisissez « accepter » ou « refuser » pour au moins une parole"));
    }
    let mut errors = Vec::new();
    let mut rows = Vec::with_capacity(decisions.len());
    for one in decisions {
        let row = store::verbatims::by_id(tx, one.id).await?.ok_or(Refusal::NotFound)?;
        let consultation = listening::facade::consultation(tx, row.consultation).await?.ok_or(Refusal::NotFound)?;
        actor.authorise(&acts::REVIEW, &place(consultation.contract, row.area))?;
        errors.extend(problem(one));
        rows.push(row);
    }
    Failure::unless_empty(errors)?;
    let now = outside.now();
    for (one, row) in decisions.iter().zip(&rows) {
        let state = if one.is_accepted { "accepted" } else { "refused" };
        let text = if one.is_accepted { one.text.trim() } else { row.masked.as_str() };
        let (by, key) = (actor.account(), intake::same_key(text));
        if !store::verbatims::review(tx, (one.id, one.revision), (state, text, &key), (now, by)).await? {
            let typed: Vec<(&str, &str)> = decisions.iter().map(|one| ("Texte masqué", one.text.as_str())).collect();
            return Err(Failure::conflict("ces paroles", &typed));
        }
    }
    let touched: Vec<(&str, Uuid)> = decisions.iter().map(|one| ("verbatim", one.id)).collect();
    let accepted = decisions.iter().filter(|one| one.is_accepted).count();
    let detail = json!({ "acte": "relecture", "acceptees": accepted, "refusees": decisions.len() - accepted });
    let consultation = rows.first().map_or(Uuid::nil(), |row| row.consultation);
    let entry = Entry::on(acts::REVIEW.code, "consultation", consultation).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// What is wrong with a decision.
fn problem(one: &Decision) -> Option<FieldError> {
    if !one.is_accepted {
        return None;
    }
    let field = field("texte", one.id);
    let length = one.text.trim().chars().count();
    if length == 0 {
        return Some(FieldError::new(
            field,
            "Il ne reste rien à lire : écrivez ce qui peut être lu, ou refusez la parole",
        ));
    }
    if length > intake::MOST_SIGNS {
        return Some(FieldError::new(field, format!("Le texte doit faire 3 000 signes au plus : il en fait {length}")));
    }
    if !one.is_confirmed && !masked(&one.text).found.is_empty() {
        let sentence =
            "Ce texte semble encore montrer quelqu’un : changez-le, ou cochez que personne n’est reconnaissable";
        return Some(FieldError::new(field, sentence));
    }
    None
}
