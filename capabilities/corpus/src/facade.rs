//! What other slices may ask of the corpus: a survey and a meeting push the words they heard into it, and read nothing
//! back but what may be told.

pub mod elsewhere;
pub mod results;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use database::Tx;
use kernel::{Actor, Awaited, Outcome, Outside, Uuid, french};
use web::Keys;
use web::keys::token_hash;

use crate::rules::code;
use crate::{actions, acts, store};

pub use crate::actions::{ERASABLES, TRACES};
pub use crate::rules::codebook::Theme;
pub use crate::rules::intake::{MOST_SIGNS, Words};

/// Words heard together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// The consultation they belong to.
    pub consultation: Uuid,
    /// The channel they came by.
    pub channel: Option<Uuid>,
    /// The workshop or walk of that channel, when there was one.
    pub gathering: Option<Uuid>,
    /// The code already given to the respondent ([`new_deletion_code`]), the same for all these words; without one, each
    /// sentence has its own.
    pub deletion_code: Option<String>,
    /// What was said.
    pub words: Vec<Words>,
}

/// A sentence taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its identifier.
    pub id: Uuid,
    /// The code that takes it back, to hand to whoever said it: it is kept nowhere in clear.
    pub deletion_code: String,
}

/// How far a sentence went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It awaits its review.
    Waiting,
    /// It was reviewed: it is read and counted.
    Read,
    /// It was refused at the review.
    Refused,
}

/// What became of a sentence, for whoever said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// The words as others read them.
    pub words: String,
    /// How far it went.
    pub state: Standing,
    /// The themes it counts in.
    pub themes: Vec<String>,
    /// The need it proves: its label, and where it is read.
    pub need: Option<(String, String)>,
    /// How far it is, in French, when it is no sentence to review: a finding of a walk.
    pub told: Option<String>,
}

/// What became of the sentences given with a code; none when nothing was given with it.
///
/// # Errors
/// The database failed.
pub async fn fates(tx: &mut Tx, typed: &str) -> Outcome<Vec<Fate>> {
    actions::fates(tx, typed).await
}

/// Erases a sentence on behalf of whoever said it, with all that was made of it, when it is still there. Ring the bell after the
/// commit.
///
/// # Errors
/// The database failed.
pub async fn erase(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    actions::erase(tx, outside, actor, id).await
}

/// What the hash of a code is, for whoever keeps words under it; none when it has not the form of a code.
pub fn code_hash(typed: &str) -> Option<Vec<u8>> {
    comparable(typed).map(|comparable| token_hash(&comparable))
}

/// A code made from these bytes, for whoever must make the same one again.
pub fn code_from(bytes: [u8; 16]) -> String {
    code::written(bytes)
}

/// What was typed of a code, made comparable; nothing when it has not the form of a code.
pub fn comparable(typed: &str) -> Option<String> {
    code::comparable(typed)
}

/// Takes back every sentence given with a code; gives how many. Ring the bell after the commit.
///
/// # Errors
/// No sentence has this code, on the field `cle`.
pub async fn take_back(tx: &mut Tx, outside: &Outside, actor: &Actor, typed: &str) -> Outcome<usize> {
    actions::take_back(tx, outside, actor, typed).await
}

/// A code to give to somebody who will say several things, before they are taken in.
pub fn new_deletion_code(outside: &Outside) -> String {
    code::written(outside.bytes())
}

/// An identifier that says nothing, not even when it was drawn: for what people say.
pub fn nameless_id(outside: &Outside) -> Uuid {
    uuid::Builder::from_random_bytes(outside.bytes()).into_uuid()
}

/// Where somebody types her code to take her words back.
pub fn deletion_path() -> &'static str {
    "/paroles/effacement"
}

/// Takes words in. The sentence is sealed, apart, until its purge; what others read is masked, the day becomes a month,
/// and nothing is read by anybody but the facilitator before a review. The caller has checked that this actor may speak
/// for the channel. One entry of the journal is written, without a word of what was said.
///
/// # Errors
/// No such consultation; something to correct, tied to the fields `paroles`, `canal`, `rencontre`, `quartier`, `public`,
/// `mois` and `code`; the database failed.
pub async fn take_in(tx: &mut Tx, outside: &Outside, keys: &Keys, actor: &Actor, batch: &Batch) -> Outcome<Vec<Taken>> {
    actions::take_in(tx, outside, keys, actor, batch).await
}

/// What others will read of a sentence when nobody changes it.
pub fn masked(sentence: &str) -> String {
    actions::masked(sentence).text
}

/// The codebook of a consultation, in order.
///
/// # Errors
/// The database failed.
pub async fn themes(tx: &mut Tx, consultation: Uuid) -> database::Result<Vec<Theme>> {
    store::codebook::themes(tx, consultation).await
}

/// The reviewed words of a consultation, in the order of the draw.
///
/// # Errors
/// The database failed.
pub async fn drawn(tx: &mut Tx, consultation: Uuid) -> database::Result<Vec<Uuid>> {
    Ok(store::verbatims::accepted(tx, consultation).await?.into_iter().map(|row| row.id).collect())
}

/// Says that a sentence taken in was said again, so many times: its count grows, nothing else changes. `false` when it is
/// not there any more: whoever spoke took it back, and it does not come back. The caller has checked as for [`take_in`].
///
/// # Errors
/// The database failed.
pub async fn said_again(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, times: u32) -> Outcome<bool> {
    actions::said_again(tx, outside, actor, id, times).await
}

/// A reviewed sentence, as the thread tells it: masked, without a place, a month or an audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsTold {
    /// Which.
    pub id: Uuid,
    /// The words others read.
    pub words: String,
    /// Whether this reader opens it inside.
    pub is_open: bool,
}

/// These sentences, for anybody (no reader) or for an agent: what is not there, not reviewed or not to be read is left out.
/// Anybody reads one once the evidence made of it is told to anybody, with the same words; never otherwise.
///
/// # Errors
/// The database failed.
pub async fn words_told(tx: &mut Tx, ids: &[Uuid], reader: Option<&Actor>) -> database::Result<Vec<WordsTold>> {
    let mut contracts: HashMap<Uuid, Option<Uuid>> = HashMap::new();
    let (mut told, mut proofs) = (Vec::with_capacity(ids.len()), Vec::new());
    for row in store::verbatims::among(tx, ids).await?.into_iter().filter(|row| row.state == "accepted") {
        if let Some(actor) = reader {
            if let Entry::Vacant(place) = contracts.entry(row.consultation) {
                let found = listening::facade::consultation(tx, row.consultation).await?;
                place.insert(found.and_then(|found| found.contract));
            }
            let contract = contracts.get(&row.consultation).copied().flatten();
            if actor.may(&acts::READ, &actions::place(contract, row.area)).is_allowed() {
                told.push(WordsTold { id: row.id, words: row.masked, is_open: true });
                continue;
            }
        }
        proofs.extend(row.evidence.map(|evidence| (evidence, row.id)));
    }
    // Somebody may have shortened or changed what the evidence says: outside, that is what is told.
    let evidence: Vec<Uuid> = proofs.iter().map(|(evidence, _)| *evidence).collect();
    for one in listening::facade::words::evidence_told(tx, &evidence, None).await? {
        let proved = proofs.iter().filter(|(evidence, _)| *evidence == one.id);
        told.extend(proved.map(|(_, id)| WordsTold { id: *id, words: one.said.clone(), is_open: false }));
    }
    Ok(told)
}

/// Where a sentence taken in is read.
pub fn verbatim_path(id: Uuid) -> String {
    format!("/gestion/paroles/{id}")
}

/// Where the words of a consultation that await their review are read.
pub fn review_path(consultation: Uuid) -> String {
    format!("/gestion/paroles/relecture?concertation={consultation}")
}

/// What awaits this person here: words to review before anybody else may read them.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor) -> database::Result<Vec<Awaited>> {
    if !actor.may_somewhere(&acts::REVIEW).is_allowed() {
        return Ok(Vec::new());
    }
    let areas = territory::facade::areas(tx).await?;
    let mut all = Vec::new();
    for (id, count) in store::verbatims::awaiting(tx).await? {
        let Some(one) = listening::facade::consultation(tx, id).await? else { continue };
        if actions::reach(actor, &acts::REVIEW, one.contract, &areas) {
            let what = format!("Relire {}", french::count(count, "parole", "paroles"));
            all.push(Awaited::new(what, one.title, review_path(id)));
        }
    }
    Ok(all)
}
