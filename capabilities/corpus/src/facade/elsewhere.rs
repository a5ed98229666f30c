//! Words that another slice holds under the same codes, before the corpus takes them in: notes that telephones send at a
//! gathering. With the code she was given, whoever said them follows them and takes them back as she does here.

use std::sync::OnceLock;

use database::{Result, Tx};
use kernel::{Actor, Outcome, Outside, Uuid};
use web::house::Boxed;

/// Words held elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// As they were written.
    pub words: String,
    /// The sentence of the corpus that carries them, once they were taken in.
    pub verbatim: Option<Uuid>,
    /// The evidence made of them.
    pub evidence: Option<Uuid>,
    /// How far they are, in French, when they do not go to the corpus.
    pub told: Option<String>,
}

/// Gives what is held under the hash of a code.
pub type Holding = for<'a> fn(&'a mut Tx, &'a [u8]) -> Boxed<'a, Result<Vec<Held>>>;

/// Erases what is held under the hash of a code.
pub type Erasing = for<'a> fn(&'a mut Tx, &'a Outside, &'a Actor, &'a [u8]) -> Boxed<'a, Outcome<usize>>;

/// What is asked of whoever holds them; the bytes are the hash of the code ([`super::code_hash`]).
pub struct Elsewhere {
    /// What is held under a code.
    pub held: Holding,
    /// Erases what is held under a code, its sentences of the corpus and its evidence; gives how many words are gone.
    pub erase: Erasing,
    /// Tables whose pages are cleaned once words are erased.
    pub traces: &'static [&'static str],
}

static ELSEWHERE: OnceLock<Elsewhere> = OnceLock::new();

/// Told once, at start, by whoever holds words.
pub fn tell_elsewhere(elsewhere: Elsewhere) {
    let _ = ELSEWHERE.set(elsewhere);
}

pub(crate) async fn held(tx: &mut Tx, code_hash: &[u8]) -> Result<Vec<Held>> {
    match ELSEWHERE.get() {
        Some(elsewhere) => (elsewhere.held)(tx, code_hash).await,
        None => Ok(Vec::new()),
    }
}

pub(crate) async fn erase(tx: &mut Tx, outside: &Outside, actor: &Actor, code_hash: &[u8]) -> Outcome<usize> {
    match ELSEWHERE.get() {
        Some(elsewhere) => (elsewhere.erase)(tx, outside, actor, code_hash).await,
        None => Ok(0),
    }
}

/// Rows touched, each with its table.
pub type Touched = Vec<(&'static str, Uuid)>;

/// Forgets what was made of a consultation.
pub type Forgetting = for<'a> fn(&'a mut Tx, Uuid) -> Boxed<'a, Result<Touched>>;

/// What is made of words and kept a while: reports that may quote them.
pub struct Made {
    /// Forgets what was made of a consultation; gives the rows that are gone.
    pub forget: Forgetting,
    /// Tables whose pages are cleaned once words are erased.
    pub traces: &'static [&'static str],
}

static MADE: OnceLock<Made> = OnceLock::new();

/// Told once, at start, by whoever keeps what is made of words.
pub fn tell_made(made: Made) {
    let _ = MADE.set(made);
}

pub(crate) async fn forget_made(tx: &mut Tx, consultation: Uuid) -> Result<Vec<(&'static str, Uuid)>> {
    match MADE.get() {
        Some(made) => (made.forget)(tx, consultation).await,
        None => Ok(Vec::new()),
    }
}

pub(crate) fn traces() -> Vec<&'static str> {
    let held = ELSEWHERE.get().map(|elsewhere| elsewhere.traces).unwrap_or_default();
    let made = MADE.get().map(|made| made.traces).unwrap_or_default();
    [held, made].concat()
}
