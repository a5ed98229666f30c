//! What each address names: for every route with a placeholder, where an object of the demonstration is found, and whose it is.

mod bodies;
mod carriers;
mod contract;
mod funders;
mod listening;

use database::{Tx, fetch_optional};
use kernel::Uuid;

/// Whose an object is: who enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those who work on the contract of the demonstration.
    Agents,
    /// The association that asks, Les Passerelles.
    Association,
    /// The member of the council who has an account.
    Council,
    /// One account, found so.
    Herself(&'static str),
}

/// Where a placeholder gets its value.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// An identifier found so.
    Id(&'static str),
    /// A word found so.
    Word(&'static str),
    /// This very word.
    Is(&'static str),
}

/// What the addresses that begin so name.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// The beginning of the path, placeholders and all; the longest that fits counts.
    pub at: &'static str,
    /// Whose it is.
    pub whose: Whose,
    /// The values of the placeholders, in order; none: the demonstration has no such object.
    pub ids: &'static [Source],
}

/// What those who work on the contract share.
pub const fn agents(at: &'static str, ids: &'static [Source]) -> Object {
    Object { at, whose: Whose::Agents, ids }
}

/// What is an association's.
pub const fn association(at: &'static str, ids: &'static [Source]) -> Object {
    Object { at, whose: Whose::Association, ids }
}

/// What is a council's.
pub const fn council(at: &'static str, ids: &'static [Source]) -> Object {
    Object { at, whose: Whose::Council, ids }
}

/// What is one person's: she is found so.
pub const fn hers(at: &'static str, who: &'static str, ids: &'static [Source]) -> Object {
    Object { at, whose: Whose::Herself(who), ids }
}

/// The object a path names.
pub fn of_path(path: &str) -> Option<&'static Object> {
    let all = [bodies::ALL, carriers::ALL, contract::ALL, funders::ALL, listening::ALL];
    let fits =
        |object: &&Object| path.strip_prefix(object.at).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    all.into_iter().flatten().filter(fits).max_by_key(|object| object.at.len())
}

/// A value as it is now.
pub async fn value(tx: &mut Tx, source: Source) -> Option<String> {
    match source {
        Source::Is(word) => Some(word.to_owned()),
        Source::Id(sql) => {
            let found: Option<(Uuid,)> = fetch_optional!(tx, sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
            found.map(|(id,)| id.to_string())
        }
        Source::Word(sql) => {
            let found: Option<(String,)> = fetch_optional!(tx, sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
            found.map(|(word,)| word)
        }
    }
}

/// A path with the values of the object in it.
///
/// # Errors
/// What nobody finds.
pub async fn filled(tx: &mut Tx, path: &str, ids: &[Source]) -> Result<String, String> {
    let (mut out, mut left) = (String::new(), ids.iter());
    for part in path.split('/').skip(1) {
        out.push('/');
        if part.starts_with('{') {
            let source = left.next().ok_or_else(|| format!("{path} has no value for {part}"))?;
            let found = value(tx, *source).await;
            out.push_str(&found.ok_or_else(|| format!("{path}: nothing there, {source:?}"))?);
        } else {
            out.push_str(part);
        }
    }
    Ok(out)
}
