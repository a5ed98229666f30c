//! Walking the thread both ways from any object, without ever reading more than what a page can say.

use std::collections::HashSet;

use database::{Result, Tx};
use kernel::Uuid;

use crate::{End, Link, store};

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

#[derive(Clone, Copy)]
enum Way {
    Back,
    Forth,
}

/// The thread around an object, each object once a side. Links go from earlier kinds to later ones, so the walk ends.
///
/// # Errors
/// The database failed.
pub async fn thread(tx: &mut Tx, start: Uuid, walk: Walk) -> Result<Thread> {
    let (before, left_before) = side(tx, start, walk, Way::Back).await?;
    let (after, left_after) = side(tx, start, walk, Way::Forth).await?;
    Ok(Thread { before, after, left_before, left_after })
}

async fn side(tx: &mut Tx, start: Uuid, walk: Walk, way: Way) -> Result<(Vec<Step>, Vec<(Uuid, i64)>)> {
    let (mut steps, mut left) = (Vec::<Step>::new(), Vec::new());
    let mut seen = HashSet::from([start]);
    let mut at = (start, 0_u32);
    let mut next = 0;
    loop {
        let (id, distance) = at;
        // One more than shown says whether anything is left; only then is it counted.
        let mut links = match way {
            Way::Back => store::towards(tx, id, walk.from_one + 1).await?,
            Way::Forth => store::from(tx, id, walk.from_one + 1).await?,
        };
        let shown = usize::try_from(walk.from_one).unwrap_or(usize::MAX);
        let room = walk.on_a_side.saturating_sub(steps.len()).min(shown);
        if links.len() > room {
            let all = match way {
                Way::Back => store::count_towards(tx, id).await?,
                Way::Forth => store::count_from(tx, id).await?,
            };
            links.truncate(room);
            left.push((id, all - i64::try_from(room).unwrap_or(i64::MAX)));
        }
        for link in links {
            let end = match way {
                Way::Back => link.from,
                Way::Forth => link.to,
            };
            if seen.insert(end.id) {
                steps.push(Step { end, by: link, distance: distance + 1 });
            }
        }
        let Some(step) = steps.get(next) else { break };
        at = (step.end.id, step.distance);
        next += 1;
    }
    Ok((steps, left))
}
