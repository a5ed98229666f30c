//! Answers counted whole: for files and reports, and for everybody. For agents a large collection is kept ready for a few
//! seconds; their pages follow what changes ([`super::counted_live`]). For everybody figures move once a day at most: counted
//! once, kept for the day.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use database::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Breakdown, Moment, Outcome, Outside, Uuid};
use questionnaire::answering::{Answers, Circumstances};
use tabulation::{Answer, BasePolicy, DataSet, Kind, Request, Variable};

use super::ready;
use super::sheets::{Repeated, add_repeats, circumstances_of};
use crate::rules::Mode;
use crate::rules::told::last_day;
use crate::store;
use crate::store::survey::Survey;

/// The variable added to the questions: by which way an answer came.
pub const MODE: &str = "voie";

/// From this many answers a collection is kept ready for a while, for agents.
pub(super) const MANY: usize = 2_000;
/// How long, in milliseconds.
const KEPT_MS: i64 = 10_000;

/// The answers of a questionnaire, ready for any table.
pub struct Counted {
    /// The form they are counted by: the last version published.
    pub form: Arc<survey::Survey>,
    /// The answers, with [`MODE`] as last variable.
    pub data: Arc<DataSet>,
    /// The rows in an order that tells nothing: that of identifiers drawn by lot.
    pub order: Vec<usize>,
    /// What was asked several times to each person.
    pub repeats: Vec<Repeated>,
    /// Answers of earlier versions that this one does not have.
    pub unknown: usize,
    /// When they were read.
    pub read_at: Moment,
    /// What of them may be told.
    pub reach: Told,
}

/// Which answers are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Every one, for agents.
    All,
    /// Those of whole days before `today`, up to [`last_day`].
    Until {
        /// The last day told; none before the first step.
        last: Option<Date>,
        /// The day they were counted.
        today: Date,
    },
}

/// Collections kept ready: by questionnaire, and whether everybody reads them.
type Ready = HashMap<(Uuid, bool), Arc<Counted>>;

static KEPT: LazyLock<Mutex<Ready>> = LazyLock::new(Mutex::default);

/// Forgets the collections agents read. What everybody reads moves once a day, by steps: it is counted without what is gone then.
pub(super) fn forget_all_told() {
    if let Ok(mut kept) = KEPT.lock() {
        kept.retain(|(_, is_everybody), _| *is_everybody);
    }
}

/// Forgets everything that was counted of these questionnaires: their answers are purged.
pub(super) fn forget_purged(surveys: &[Uuid]) {
    if let Ok(mut kept) = KEPT.lock() {
        kept.retain(|(survey, _), _| !surveys.contains(survey));
    }
}

/// How « je ne sais pas » and « je préfère ne pas répondre » are counted: out of the base, and told beside it.
pub const fn request<'a>() -> Request<'a> {
    Request { rows: None, weights: None, policy: BasePolicy::DROPS_BOTH }
}

impl Counted {
    /// Whether it may serve again: for the day it was counted, or for a few seconds.
    fn is_good(&self, now: Moment, today: Option<Date>) -> bool {
        match (self.reach, today) {
            (Told::Until { today: day, .. }, Some(today)) => day == today,
            (Told::All, None) => now.0 - self.read_at.0 < KEPT_MS,
            _ => false,
        }
    }

    /// The last day told; none where all of them are, or none yet.
    pub fn until(&self) -> Option<Date> {
        match self.reach {
            Told::All => None,
            Told::Until { last, .. } => last,
        }
    }

    /// Position of the variable of ways.
    pub fn mode(&self) -> usize {
        self.data.variables().len() - 1
    }

    /// How many ways these answers came by.
    pub fn ways(&self) -> usize {
        let mode = self.mode();
        let flat = tabulation::flat(&self.data, mode, &request());
        flat.map_or(0, |table| table.rows.iter().filter(|row| row.tally.count > 0).count())
    }

    /// Questions that are not secret, by position; the ranks of a ranking are among them.
    pub fn told(&self) -> Vec<usize> {
        let counted = self.form.counted().iter().enumerate();
        counted.filter(|(_, one)| !one.is_secret).map(|(position, _)| position).collect()
    }

    /// The questions of age and sex, where they are asked by a list: what ways of answering are made alike on.
    pub fn controls(&self) -> Vec<usize> {
        let roles = ["age", "sexe"].into_iter().filter_map(|role| self.form.of_role(role));
        roles.filter(|at| self.data.variables()[*at].kind == Kind::Single).collect()
    }

    /// Questions to cross with: those with answers to choose from, and the way.
    pub fn crossable(&self) -> Vec<usize> {
        let mut all: Vec<usize> =
            self.told().into_iter().filter(|at| self.data.variables()[*at].kind == Kind::Single).collect();
        all.push(self.mode());
        all
    }
}

/// The answers of a questionnaire, counted now, for agents.
///
/// # Errors
/// Nothing is published yet counts as nothing; the database failed, or what it keeps is damaged.
pub async fn counted(tx: &mut Tx, outside: &Outside, found: &Survey) -> Outcome<Option<Arc<Counted>>> {
    of(tx, outside, found, None).await
}

/// The answers everybody may read of: those up to [`last_day`], whether the questionnaire is open or closed. Were the last ones
/// told when it closes, whoever noted the figures before would read in the difference what a few people answered.
///
/// # Errors
/// As [`counted`].
pub async fn counted_for_everybody(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    found: &Survey,
) -> Outcome<Option<Arc<Counted>>> {
    of(tx, outside, found, Some(outside.now().day(zone))).await
}

async fn of(tx: &mut Tx, outside: &Outside, found: &Survey, today: Option<Date>) -> Outcome<Option<Arc<Counted>>> {
    let (now, key) = (outside.now(), (found.id, today.is_some()));
    if let Some(kept) = KEPT.lock().ok().and_then(|kept| kept.get(&key).cloned())
        && kept.is_good(now, today)
        && kept.form.plan().form.version == found.published.to_string()
    {
        return Ok(Some(kept));
    }
    let Some(version) = ready(tx, found.id, found.published).await? else { return Ok(None) };
    let form = survey::Survey::new(version.plan.clone(), "fr").map_err(Breakdown::because)?;
    let mut rows = store::collected::answers(tx, found.id).await?;
    let mut told = Told::All;
    if let Some(today) = today {
        let last = last_day(rows.iter().map(|row| row.3.as_str()), &today.to_string()).map(str::to_owned);
        rows.retain(|row| last.as_ref().is_some_and(|last| row.3 <= *last));
        told = Told::Until { last: last.and_then(|day| day.parse().ok()), today };
    }
    let made = tokio::task::spawn_blocking(move || count(form, &rows, (now, told)))
        .await
        .map_err(|error| Breakdown(Box::new(error)))??;
    let made = Arc::new(made);
    if (today.is_some() || made.data.len() >= MANY)
        && let Ok(mut kept) = KEPT.lock()
    {
        kept.retain(|_, one| match one.reach {
            Told::All => one.is_good(now, None),
            Told::Until { today: day, .. } => today.is_none_or(|today| day == today),
        });
        kept.insert(key, made.clone());
    }
    Ok(Some(made))
}

/// The variable of ways.
pub(super) fn mode_variable() -> Variable {
    let modes: Vec<(&str, &str)> = Mode::ALL.iter().map(|mode| (mode.code(), mode.french())).collect();
    Variable::single(MODE, "Voie", &modes)
}

/// The way an answer came by, as it is counted.
pub(super) fn mode_of(code: &str) -> Answer<'static> {
    Mode::ALL.iter().position(|known| known.code() == code).map_or(Answer::NoAnswer, Answer::One)
}

/// What was given, and the moment its conditions are worked out at.
pub(super) fn row_of(
    (id, _, _, day, given): &store::collected::Counted,
) -> Result<(Answers, Circumstances), Breakdown> {
    let given: Answers = serde_json::from_str(given).map_err(|error| Breakdown(Box::new(error)))?;
    let circumstances = circumstances_of(day).ok_or_else(|| Breakdown::because(format!("day of answer {id}")))?;
    Ok((given, circumstances))
}

fn count(
    form: survey::Survey,
    rows: &[store::collected::Counted],
    (now, told): (Moment, Told),
) -> Result<Counted, Breakdown> {
    let mut variables = form.variables();
    variables.push(mode_variable());
    let mut data = DataSet::new(variables).map_err(|error| Breakdown(Box::new(error)))?;
    let mut repeats: Vec<Repeated> = form.repeats().iter().map(Repeated::new).collect::<Result<_, Breakdown>>()?;
    let mut unknown = 0;
    for row in rows {
        let (given, circumstances) = row_of(row)?;
        let line = form.row(&given, circumstances);
        unknown += line.unknown.len();
        let mut answers = line.answers;
        answers.push(mode_of(&row.2));
        let person = data.append(&answers).map_err(|error| Breakdown(Box::new(error)))?;
        add_repeats(&form, &mut repeats, (&given, circumstances), person)?;
    }
    let order = (0..data.len()).collect();
    let (form, data) = (Arc::new(form), Arc::new(data));
    Ok(Counted { form, data, order, repeats, unknown, read_at: now, reach: told })
}
