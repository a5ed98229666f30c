//! Walking the thread both ways from any object, without ever reading more than what a page can say.

use std::collections::HashSet;

use database::{Result, Tx};
use kernel::Uuid;

use crate::store::{self, Side};
use crate::{End, Link};

/// How far a walk goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walk {
    /// Links followed from one object, at most; the others are counted.
    pub from_one: i64,
    /// Objects reached on each side, at most.
    pub on_a_side: usize,
}

impl Walk {
    /// What a page can say: the links it leaves out are read kind by kind, on pages of their own.
    pub const PAGE: Self = Self { from_one: 12, on_a_side: 30 };
}

/// An object reached, by the link that led there first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The object.
    pub end: End,
    /// The link followed.
    pub by: Link,
    /// Number of links from the start, from 1.
    pub distance: u32,
}

/// The thread around an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thread {
    /// What led to it, the nearest first.
    pub before: Vec<Step>,
    /// What it led to, the nearest first.
    pub after: Vec<Step>,
    /// Objects some links of which were not followed on the way back, with the number left.
    pub left_before: Vec<(Uuid, i64)>,
    /// The same on the way forth.
    pub left_after: Vec<(Uuid, i64)>,
}

/// The thread around an object, each object once a side. Links go from earlier kinds to later ones, so the walk ends.
///
/// # Errors
/// The database failed.
pub async fn thread(tx: &mut Tx, start: Uuid, walk: Walk) -> Result<Thread> {
    let (before, left_before) = side(tx, start, walk, Side::To).await?;
    let (after, left_after) = side(tx, start, walk, Side::From).await?;
    Ok(Thread { before, after, left_before, left_after })
}

/// One side of the thread, read a distance at a time: those that are as far are read together.
async fn side(tx: &mut Tx, start: Uuid, walk: Walk, way: Side) -> Result<(Vec<Step>, Vec<(Uuid, i64)>)> {
    let (mut steps, mut left) = (Vec::<Step>::new(), Vec::new());
    let mut seen = HashSet::from([start]);
    let shown = usize::try_from(walk.from_one).unwrap_or(usize::MAX);
    let (mut at, mut distance) = (vec![start], 1_u32);
    while !at.is_empty() {
        // One more than shown says whether anything is left; only then is it counted.
        let mut links = store::of_each(tx, way, &at, walk.from_one + 1).await?;
        let (reached, mut cut) = (steps.len(), Vec::new());
        for id in at {
            let mut own = links.remove(&id).unwrap_or_default();
            let room = walk.on_a_side.saturating_sub(steps.len()).min(shown);
            if own.len() > room {
                cut.push((id, i64::try_from(room).unwrap_or(i64::MAX)));
                own.truncate(room);
            }
            for link in own {
                let end = match way {
                    Side::To => link.from,
                    Side::From => link.to,
                };
                if seen.insert(end.id) {
                    steps.push(Step { end, by: link, distance });
                }
            }
        }
        if !cut.is_empty() {
            let counts = store::counts_of_each(tx, way, &cut.iter().map(|(id, _)| *id).collect::<Vec<_>>()).await?;
            left.extend(cut.into_iter().map(|(id, room)| (id, counts.get(&id).copied().unwrap_or(0) - room)));
        }
        at = steps[reached..].iter().map(|step| step.end.id).collect();
        distance += 1;
    }
    Ok((steps, left))
}
