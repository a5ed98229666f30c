//! Answers counted as they come, for agents: what was counted stays on a shelf of the house, each page adds the answers that are
//! new and takes out those that are gone. Which these are is known from identifiers drawn by lot, read each time: nothing in
//! the database says in which order answers came, and several nodes each find what the others wrote.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use database::Tx;
use kernel::{Breakdown, Moment, Outcome, Outside, Uuid};
use tabulation::{BasePolicy, Collection};
use web::Shelves;

use super::counting::{MANY, Told, counted, mode_variable, row_of};
use super::{Counted, ready};
use crate::store;
use crate::store::collected;
use crate::store::survey::Survey;

/// Collections kept at once.
const MOST: usize = 16;
/// How long one that nobody reads is kept, in milliseconds.
const IDLE_MS: i64 = 15 * 60 * 1_000;
/// More new answers than this are read together rather than one by one.
const FEW: usize = 200;
/// How long a large collection serves again without looking for new answers, in milliseconds.
const KEPT_MS: i64 = 10_000;

/// What was counted so far, by questionnaire.
#[derive(Default)]
pub struct Live(Mutex<HashMap<Uuid, Arc<Kept>>>);

/// A questionnaire as it was last counted.
struct Kept {
    counted: Arc<Counted>,
    collection: Collection<Uuid>,
    /// Answers of each person that this version does not have.
    unknown: HashMap<Uuid, usize>,
}

impl Live {
    fn recall(&self, id: Uuid) -> Option<Arc<Kept>> {
        self.0.lock().ok()?.get(&id).cloned()
    }

    fn put(&self, id: Uuid, kept: Arc<Kept>, now: Moment) {
        if let Ok(mut all) = self.0.lock() {
            all.retain(|_, one| now.0 - one.counted.read_at.0 < IDLE_MS);
            if all.len() >= MOST {
                all.clear();
            }
            all.insert(id, kept);
        }
    }

    /// Whether nothing is kept ready.
    pub fn is_empty(&self) -> bool {
        self.0.lock().is_ok_and(|all| all.is_empty())
    }

    /// Forgets everything agents read: somebody took an answer back, or answers were purged, and nothing of them stays in memory.
    pub fn forget(&self) {
        if let Ok(mut all) = self.0.lock() {
            all.clear();
        }
        super::counting::forget_all_told();
    }
}

/// The answers of a questionnaire as they stand now, for agents: the same figures as [`counted`], at the cost of what changed.
///
/// # Errors
/// The database failed, or what it keeps is damaged.
pub async fn counted_live(
    tx: &mut Tx,
    (shelves, outside): (&Shelves, &Outside),
    found: &Survey,
) -> Outcome<Option<Arc<Counted>>> {
    let (live, now) = (shelves.shelf::<Live>(), outside.now());
    let before =
        live.recall(found.id).filter(|kept| kept.counted.form.plan().form.version == found.published.to_string());
    if let Some(kept) = &before
        && kept.counted.data.len() >= MANY
        && now.0 - kept.counted.read_at.0 < KEPT_MS
    {
        return Ok(Some(kept.counted.clone()));
    }
    let Some(version) = ready(tx, found.id, found.published).await? else { return Ok(None) };
    let form = match &before {
        Some(kept) => kept.counted.form.clone(),
        None => Arc::new(survey::Survey::new(version.plan.clone(), "fr").map_err(Breakdown::because)?),
    };
    if !form.repeats().is_empty() {
        // Several lines for one person: counted whole.
        return counted(tx, outside, found).await;
    }
    let mut kept = match &before {
        Some(kept) => (kept.collection.clone(), kept.unknown.clone()),
        None => {
            let mut variables = form.variables();
            variables.push(mode_variable());
            let empty = Collection::new(variables, &[], BasePolicy::DROPS_BOTH);
            (empty.map_err(|error| Breakdown(Box::new(error)))?, HashMap::new())
        }
    };
    bring_up_to_date(tx, &form, found.id, &mut kept).await?;
    let (collection, unknown) = kept;
    let mut order: Vec<usize> = (0..collection.keys().len()).collect();
    order.sort_unstable_by_key(|row| collection.keys()[*row]);
    let made = Arc::new(Counted {
        form,
        data: Arc::new(collection.data().clone()),
        order,
        repeats: Vec::new(),
        unknown: unknown.values().sum(),
        read_at: now,
        reach: Told::All,
    });
    live.put(found.id, Arc::new(Kept { counted: made.clone(), collection, unknown }), now);
    Ok(Some(made))
}

/// Takes out what is gone, adds what is new.
async fn bring_up_to_date(
    tx: &mut Tx,
    form: &survey::Survey,
    id: Uuid,
    (collection, unknown): &mut (Collection<Uuid>, HashMap<Uuid, usize>),
) -> Outcome<()> {
    let there = collected::identifiers(tx, id).await?;
    let known: HashSet<Uuid> = there.iter().copied().collect();
    let gone: Vec<Uuid> = collection.keys().iter().copied().filter(|key| !known.contains(key)).collect();
    for key in gone {
        collection.retire(&key);
        unknown.remove(&key);
    }
    let fresh: Vec<Uuid> = there.into_iter().filter(|key| collection.row(key).is_none()).collect();
    let mut rows: Vec<collected::Counted> = Vec::new();
    if fresh.len() <= FEW {
        for key in fresh {
            rows.extend(store::collected::one(tx, id, key).await?);
        }
    } else {
        rows = store::collected::answers(tx, id).await?;
        rows.retain(|row| collection.row(&row.0).is_none());
    }
    for row in &rows {
        let (given, circumstances) = row_of(row)?;
        let line = form.row(&given, circumstances);
        let mut answers = line.answers;
        answers.push(super::counting::mode_of(&row.2));
        if !line.unknown.is_empty() {
            unknown.insert(row.0, line.unknown.len());
        }
        collection.take(row.0, &answers).map_err(|error| Breakdown(Box::new(error)))?;
    }
    Ok(())
}
