//! What is asked of applicants: sections, questions, documents; and the grid they are read with.

use database::Tx;
use kernel::{Actor, FieldError, Filled, Outcome, Outside, Refusal, Uuid, text};

use super::calls::{save, writable};
use crate::rules::{Attachment, CallTerms, Criterion, Part, Question, QuestionKind, Section, check_criteria};

/// Most sections, questions of one of them, and documents.
const MOST: usize = 60;

/// A thing of the form, by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A section.
    Section,
    /// A question.
    Question,
    /// A document asked.
    Attachment,
}

/// Where something goes among its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// One place up.
    Up,
    /// One place down.
    Down,
    /// Out.
    Out,
}

fn free_key(terms: &CallTerms, words: &str) -> String {
    let slug = match text::slug(words, '_', 40) {
        slug if slug.is_empty() => "question".to_owned(),
        slug => slug,
    };
    text::free_name(&slug, '_', |name| terms.label(name).is_some())
}

fn check_words(label: (&str, &str), hint: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let (field, words) = label;
    if words.is_empty() || words.chars().count() > 200 {
        errors.push(FieldError::new(field, "Écrivez-le en moins de 200 signes"));
    }
    if hint.chars().count() > 500 {
        errors.push(FieldError::new("aide", "L’aide doit faire 500 signes au plus"));
    }
    errors
}

/// Puts a section, new or changed: its key says which, empty for a new one.
///
/// # Errors
/// Not this actor's; withdrawn; something to correct; somebody changed the call since `revision`.
pub async fn save_section(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, revision): (Uuid, i64),
    section: impl Into<Filled<(String, String, Part)>>,
) -> Outcome<()> {
    let mut after = writable(tx, actor, call).await?;
    let mut form = section.into();
    form.find(check_words(("intitule", &form.value.1), ""));
    if after.terms.sections.len() >= MOST {
        form.find([FieldError::new("intitule", "Soixante parties au plus")]);
    }
    let (key, title, part) = form.sound()?;
    let kept = title.clone();
    if key.is_empty() {
        let key = free_key(&after.terms, &title);
        after.terms.sections.push(Section { key, title, part, questions: Vec::new() });
    } else {
        let found = after.terms.sections.iter_mut().find(|one| one.key == key).ok_or(Refusal::NotFound)?;
        (found.title, found.part) = (title, part);
    }
    let kept = [("Intitulé", kept.as_str())];
    save(tx, outside, actor, (&after, revision), ("formulaire modifié", &kept), Vec::new()).await
}

/// Puts a question in a section, new or changed: its key says which, empty for a new one.
///
/// # Errors
/// As [`save_section`].
pub async fn save_question(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, revision): (Uuid, i64),
    (section, question): (&str, Filled<Question>),
) -> Outcome<()> {
    let mut after = writable(tx, actor, call).await?;
    let mut form = question;
    let one = &form.value;
    let mut errors = check_words(("intitule", &one.label), &one.hint);
    let wants_choices = matches!(one.kind, QuestionKind::Choice | QuestionKind::Choices);
    if wants_choices && !(2..=30).contains(&one.choices.len()) {
        errors.push(FieldError::new("choix", "Écrivez de 2 à 30 réponses, une par ligne"));
    }
    if !(0..=20_000).contains(&one.most) {
        errors.push(FieldError::new("longueur", "La longueur est un nombre de signes, 20 000 au plus"));
    }
    form.find(errors);
    let mut question = form.sound()?;
    if !wants_choices {
        question.choices.clear();
    }
    let kept = [("Question", question.label.clone()), ("Aide", question.hint.clone())];
    if question.key.is_empty() {
        question.key = free_key(&after.terms, &question.label);
    } else if after.terms.question(&question.key).is_none() {
        return Err(Refusal::NotFound.into());
    }
    let found = after.terms.sections.iter_mut().find(|one| one.key == section).ok_or(Refusal::NotFound)?;
    match found.questions.iter().position(|one| one.key == question.key) {
        Some(at) => found.questions[at] = question,
        None if found.questions.len() >= MOST => {
            return Err(kernel::Failure::field("intitule", "Soixante questions par partie au plus"));
        }
        None => found.questions.push(question),
    }
    let kept: Vec<(&str, &str)> = kept.iter().map(|(label, text)| (*label, text.as_str())).collect();
    save(tx, outside, actor, (&after, revision), ("formulaire modifié", &kept), Vec::new()).await
}

/// Puts a document asked, new or changed: its key says which, empty for a new one.
///
/// # Errors
/// As [`save_section`].
pub async fn save_attachment(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, revision): (Uuid, i64),
    attachment: impl Into<Filled<Attachment>>,
) -> Outcome<()> {
    let mut after = writable(tx, actor, call).await?;
    let mut form = attachment.into();
    form.find(check_words(("intitule", &form.value.label), &form.value.hint));
    let mut one = form.sound()?;
    let kept = [("Pièce", one.label.clone()), ("Aide", one.hint.clone())];
    if one.key.is_empty() {
        one.key = free_key(&after.terms, &one.label);
        after.terms.attachments.push(one);
    } else {
        let found = after.terms.attachments.iter_mut().find(|known| known.key == one.key).ok_or(Refusal::NotFound)?;
        *found = one;
    }
    let kept: Vec<(&str, &str)> = kept.iter().map(|(label, text)| (*label, text.as_str())).collect();
    save(tx, outside, actor, (&after, revision), ("pièces modifiées", &kept), Vec::new()).await
}

fn shift<T>(all: &mut Vec<T>, at: usize, way: Move) {
    match way {
        Move::Up if at > 0 => all.swap(at, at - 1),
        Move::Down if at + 1 < all.len() => all.swap(at, at + 1),
        Move::Out => {
            all.remove(at);
        }
        Move::Up | Move::Down => {}
    }
}

/// Moves something of the form among its like, or takes it out. Applications begun keep the version they began with.
///
/// # Errors
/// Not there, or not this actor's; withdrawn; somebody changed the call since `revision`.
pub async fn shift_thing(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, revision): (Uuid, i64),
    (thing, key, way): (Thing, &str, Move),
) -> Outcome<()> {
    let mut after = writable(tx, actor, call).await?;
    let terms = &mut after.terms;
    let is_done = match thing {
        Thing::Section => {
            terms.sections.iter().position(|one| one.key == key).map(|at| shift(&mut terms.sections, at, way))
        }
        Thing::Attachment => {
            terms.attachments.iter().position(|one| one.key == key).map(|at| shift(&mut terms.attachments, at, way))
        }
        Thing::Question => terms.sections.iter_mut().find_map(|section| {
            let at = section.questions.iter().position(|one| one.key == key)?;
            shift(&mut section.questions, at, way);
            Some(())
        }),
    };
    is_done.ok_or(Refusal::NotFound)?;
    save(tx, outside, actor, (&after, revision), ("formulaire modifié", &[]), Vec::new()).await
}

/// Writes the grid of assessment anew: label, help, weight; a key is made for what has none.
///
/// # Errors
/// Not this actor's; withdrawn; weights that do not add up to 100; somebody changed the call since `revision`.
pub async fn set_grid(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (call, revision): (Uuid, i64),
    criteria: impl Into<Filled<Vec<Criterion>>>,
) -> Outcome<()> {
    let mut after = writable(tx, actor, call).await?;
    let mut form = criteria.into();
    form.find(check_criteria(&form.value));
    let mut criteria = form.sound()?;
    for at in 0..criteria.len() {
        if criteria[at].key.is_empty() {
            let base = text::slug(&criteria[at].label, '_', 40);
            let key = text::free_name(&base, '_', |name| criteria.iter().any(|one| one.key == name));
            criteria[at].key = key;
        }
    }
    after.terms.criteria = criteria;
    save(tx, outside, actor, (&after, revision), ("grille modifiée", &[]), Vec::new()).await
}
