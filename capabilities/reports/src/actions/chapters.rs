//! The parts of a contract's document: each contract names them, orders them, introduces them, and says which it has.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Filled, Outcome, Outside, Refusal, Scope, Uuid, french};
use serde_json::json;

use super::{Chapter, Saved};
use crate::{acts, store};

/// Longest title, in signs.
pub(super) const LONGEST_TITLE: usize = 200;
/// Longest introduction, in signs.
const LONGEST_INTRODUCTION: usize = 20_000;

/// What is written of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChapterText {
    /// Its title in this contract.
    pub title: String,
    /// What it begins with: formatted text, or nothing.
    pub introduction: String,
    /// Whether the contract has it.
    pub is_kept: bool,
}

/// A part of a contract's document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChapterKept {
    /// Which.
    pub chapter: Chapter,
    /// Its row, once somebody wrote or moved it.
    pub row: Option<Uuid>,
    /// What is written of it.
    pub text: ChapterText,
    /// Its last save, once somebody wrote it.
    pub saved: Option<Saved>,
    /// How many times it was changed; 0 while it is as the platform proposes it.
    pub revision: i64,
}

impl ChapterKept {
    /// A part as the platform proposes it.
    pub fn proposed(chapter: Chapter) -> Self {
        let text = ChapterText { title: chapter.french().to_owned(), introduction: String::new(), is_kept: true };
        Self { chapter, row: None, text, saved: None, revision: 0 }
    }
}

/// What is wrong with a text longer than its field.
pub(super) fn too_long(field: &str, what: &str, text: &str, most: usize) -> Vec<FieldError> {
    let count = |signs: usize| french::integer(i64::try_from(signs).unwrap_or(i64::MAX));
    let length = text.chars().count();
    let sentence = || format!("{what} doit faire {} signes au plus, ici {}", count(most), count(length));
    if length > most { vec![FieldError::new(field, sentence())] } else { Vec::new() }
}

/// The parts of a contract, in its order.
///
/// # Errors
/// The database failed.
pub async fn chapters_of(tx: &mut Tx, contract: Uuid) -> database::Result<Vec<ChapterKept>> {
    let rows = store::chapters(tx, contract).await?;
    let mut all: Vec<(i64, ChapterKept)> = (1..)
        .zip(Chapter::ALL.iter().copied())
        .map(|(rank, chapter)| match rows.iter().find(|(_, one)| one.chapter == chapter) {
            Some((position, one)) => (*position, one.clone()),
            None => (rank, ChapterKept::proposed(chapter)),
        })
        .collect();
    all.sort_by_key(|(position, one)| (*position, one.chapter.code()));
    Ok(all.into_iter().map(|(_, one)| one).collect())
}

/// Changes what is written of a part. Gives what somebody else wrote since `revision`, when that is why it is not written: both
/// texts are to be shown. The same text twice is no conflict.
///
/// # Errors
/// Not this actor's; something to correct.
pub async fn write_chapter(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, chapter, revision): (Uuid, Chapter, i64),
    text: impl Into<Filled<ChapterText>>,
) -> Outcome<Option<ChapterKept>> {
    actor.authorise(&acts::COMPOSE_PLAN, &Scope::contract(contract))?;
    let mut form = text.into();
    form.value.title = form.value.title.trim().to_owned();
    form.value.introduction = plan::facade::tidied(&form.value.introduction);
    if form.value.title.is_empty() {
        form.find([FieldError::new("titre", format!("Saisissez un titre de {LONGEST_TITLE} signes au plus"))]);
    }
    form.find(too_long("titre", "Le titre", &form.value.title, LONGEST_TITLE));
    form.find(too_long("introduction", "L’introduction", &form.value.introduction, LONGEST_INTRODUCTION));
    let text = form.sound()?;
    let all = chapters_of(tx, contract).await?;
    let at = all.iter().position(|one| one.chapter == chapter).ok_or(Refusal::NotFound)?;
    let position = i64::try_from(at + 1).unwrap_or(i64::MAX);
    let before = &all[at];
    if before.saved.is_some() && before.text == text {
        return Ok(None);
    }
    let row = before.row.unwrap_or_else(|| outside.uuid());
    let is_new = before.row.is_none();
    let saved = Saved::now(outside, actor);
    if before.revision != revision
        || !store::write_chapter(tx, (row, contract, chapter), (position, revision), (&text, Some(&saved))).await?
    {
        let now = chapters_of(tx, contract).await?.into_iter().find(|one| one.chapter == chapter);
        return Ok(now);
    }
    let detail =
        json!({ "acte": "partie du contrat", "partie": chapter.code(), "titre": text.title, "premiere": is_new });
    let touched = [("contract_part", row)];
    let entry = Entry::on(acts::COMPOSE_PLAN.code, "contract", contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(None)
}

/// Moves a part before the one that comes before it, or after the one that comes after it. `seen` is the order it was moved
/// from, as [`order`] writes it.
///
/// # Errors
/// Not this actor's; no such part; the order is no longer that one; it is first, or last, already.
pub async fn move_chapter(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (contract, chapter): (Uuid, Chapter),
    (is_up, seen): (bool, &str),
) -> Outcome<()> {
    actor.authorise(&acts::COMPOSE_PLAN, &Scope::contract(contract))?;
    let mut all = chapters_of(tx, contract).await?;
    if order(&all) != seen {
        return Err(Failure::conflict("l’ordre des parties", &[]));
    }
    let at = all.iter().position(|one| one.chapter == chapter).ok_or(Refusal::NotFound)?;
    let to = if is_up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < all.len()) };
    let Some(to) = to else {
        let what = "Rechargez la page : elle est déjà à ce bout de la liste.";
        return Err(Refusal::rule("Cette partie ne va pas plus loin", what).into());
    };
    all.swap(at, to);
    let mut touched = Vec::new();
    for (position, one) in (1..).zip(&all) {
        let row = one.row.unwrap_or_else(|| outside.uuid());
        if store::place_chapter(tx, (row, contract), (position, one)).await? {
            touched.push(("contract_part", row));
        }
    }
    let detail = json!({ "acte": "ordre des parties du contrat", "ordre": order(&all) });
    let entry = Entry::on(acts::COMPOSE_PLAN.code, "contract", contract).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// The order of parts, in a word that forms carry.
pub fn order(all: &[ChapterKept]) -> String {
    all.iter().map(|one| one.chapter.code()).collect::<Vec<_>>().join(".")
}
