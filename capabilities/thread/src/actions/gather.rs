//! The thread around an object, each end named.

use std::collections::HashMap;

use database::{Result, Tx};
use jiff::civil::Date;
use kernel::{Cents, Uuid};
use lineage::{End, Kind, Link, Thread, Walk};
use listening::facade::NeedTold;
use plan::facade::ActionStatus;

use super::resolve::Resolver;

/// Something on the thread, as this reader may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Which.
    pub end: End,
    /// What it is called: « B05 », « Objectif O03 ».
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where it is read; none when it has no page of its own for this reader.
    pub href: Option<String>,
    /// What is known of it now.
    pub known: Known,
    /// The word by which its thread is found in addresses.
    pub reference: String,
    /// Its contract, when it belongs to one.
    pub contract: Option<Uuid>,
}

/// What is known of something now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// Nothing to tell.
    #[default]
    Nothing,
    /// A need that will not be answered: since when, and why.
    Refused(Date, String),
    /// Where words were heard, and from whom: a category, never a name.
    Heard(String),
    /// Evidence that proves nothing any more, and why: inside only.
    Withdrawn(String),
    /// Where an action stands.
    Stands {
        /// Its state.
        status: ActionStatus,
        /// Since when.
        since: Date,
        /// According to what, or nothing.
        source: String,
        /// Whether only agents read it.
        is_draft: bool,
    },
    /// A project for which money is asked.
    Asked {
        /// What was granted, by funder and year, once its carrier knows; none before. Each with its funding.
        granted: Option<Vec<(Uuid, String, i64, Cents)>>,
    },
    /// Money, told in a sentence, with the page where it is followed.
    Money(String, Option<String>),
}

/// A thread, each object named. What this reader may not know is not there; what led to it still is.
pub struct Stretch {
    /// Where it starts.
    pub start: Object,
    /// What led there and what it led to, with the link followed, in the order of the thread.
    pub steps: Vec<(Object, Link)>,
    /// Objects of the thread some links of which were not followed, with how many they have of each kind: read apart.
    pub left: HashMap<Uuid, Vec<(Kind, i64)>>,
    /// Pieces of evidence, channels and neighbourhoods behind each need met.
    pub heard: Vec<NeedTold>,
}

/// The whole thread around an object, as this reader may know it.
///
/// # Errors
/// The database failed.
pub async fn stretch(tx: &mut Tx, resolver: &mut Resolver, start: Object) -> Result<Stretch> {
    let Thread { before, after, left_before, left_after } = lineage::thread(tx, start.end.id, Walk::PAGE).await?;
    let reached: Vec<End> = before.iter().chain(&after).map(|step| step.end).collect();
    let named = resolver.objects(tx, &reached).await?;
    let found = before.into_iter().chain(after).filter_map(|step| Some((named.get(&step.end)?.clone(), step.by)));
    let mut steps: Vec<(Object, Link)> = found.collect();
    steps.sort_by(|(one, by), (other, than)| {
        (one.end.kind, by.made_at, &one.name).cmp(&(other.end.kind, than.made_at, &other.name))
    });
    let met = || std::iter::once(&start).chain(steps.iter().map(|(object, _)| object));
    let mut left: HashMap<Uuid, Vec<(Kind, i64)>> = HashMap::new();
    let cut: Vec<(Uuid, bool)> =
        left_before.iter().map(|(id, _)| (*id, true)).chain(left_after.iter().map(|(id, _)| (*id, false))).collect();
    let kinds = lineage::kinds_among(tx, &cut.iter().map(|(id, _)| *id).collect::<Vec<Uuid>>()).await?;
    for (id, is_before) in cut {
        let Some(end) = met().map(|object| object.end).find(|end| end.id == id) else { continue };
        let kinds = kinds.get(&id).into_iter().flatten().copied();
        let cut = kinds.filter(|(kind, _)| (*kind < end.kind) == is_before && resolver.may_tell(*kind));
        left.entry(id).or_default().extend(cut);
    }
    let heard = met().filter_map(|object| resolver.need_met(object.end.id)).cloned().collect();
    Ok(Stretch { start, steps, left, heard })
}

/// One page of the links of an object with one kind.
pub struct Links {
    /// What it is tied to, as this reader may know it, the oldest link first.
    pub lines: Vec<(Object, Link)>,
    /// Links of this page that lead to nothing this reader may know.
    pub kept_back: i64,
    /// How many links there are.
    pub count: i64,
}

/// Links read on one page.
pub const ON_A_PAGE: u32 = 30;

/// One page of the links of an object with one kind; the first page is 1.
///
/// # Errors
/// The database failed.
pub async fn links(tx: &mut Tx, resolver: &mut Resolver, (of, kind): (End, Kind), page: u32) -> Result<Option<Links>> {
    let count = lineage::kinds(tx, of.id).await?.into_iter().find(|(known, _)| *known == kind).map(|(_, count)| count);
    let Some(count) = count.filter(|_| resolver.may_tell(kind)) else { return Ok(None) };
    let offset = i64::from(page.saturating_sub(1)) * i64::from(ON_A_PAGE);
    let mut found = Links { lines: Vec::new(), kept_back: 0, count };
    let end = |link: &Link| if kind < of.kind { link.from } else { link.to };
    let links = lineage::of_kind(tx, of, kind, (i64::from(ON_A_PAGE), offset)).await?;
    let named = resolver.objects(tx, &links.iter().map(end).collect::<Vec<End>>()).await?;
    for link in links {
        match named.get(&end(&link)) {
            Some(object) => found.lines.push((object.clone(), link)),
            None => found.kept_back += 1,
        }
    }
    Ok(Some(found))
}
