//! A version made ready to be answered, kept in memory: a version never changes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, RwLock};

use database::Tx;
use kernel::{Breakdown, Outcome, Uuid};
use questionnaire::definition;
use questionnaire::model::Form;
use questionnaire::plan::Plan;

use crate::rules::given::{areas_of_choices, of_role};
use crate::store;
use crate::store::survey::Survey;

/// Versions kept ready.
const MOST: usize = 64;

/// A version made ready.
pub struct Ready {
    /// The questionnaire.
    pub survey: Uuid,
    /// The version.
    pub number: i64,
    /// The form, as it was published.
    pub form: Form,
    /// The form made ready.
    pub plan: Plan,
    /// The name of the question of neighbourhoods, and the neighbourhood of each of its answers.
    pub area: Option<(String, BTreeMap<String, Uuid>)>,
}

/// Versions by questionnaire and number.
type Shelf = HashMap<(Uuid, i64), Arc<Ready>>;

static SHELF: LazyLock<RwLock<Shelf>> = LazyLock::new(RwLock::default);

/// A version ready to be answered; none when there is no such version.
///
/// # Errors
/// The database failed, or what it keeps of the version is damaged.
pub async fn ready(tx: &mut Tx, survey: Uuid, number: i64) -> Outcome<Option<Arc<Ready>>> {
    if let Some(found) = on_shelf(survey, number) {
        return Ok(Some(found));
    }
    let Some(version) = store::survey::version(tx, survey, number).await? else { return Ok(None) };
    let areas: Vec<(Uuid, String, String)> =
        territory::facade::areas(tx).await?.into_iter().map(|area| (area.id, area.code, area.name)).collect();
    let damaged = |what: String| Breakdown::because(format!("version {number} of survey {survey}: {what}"));
    let form = definition::from_json(&version.definition).map_err(damaged)?;
    let plan = Plan::new(&form).map_err(|problems| damaged(format!("{problems:?}")))?;
    let area = of_role(&form, "quartier").map(|item| (item.name.clone(), areas_of_choices(&form, &areas)));
    let made = Arc::new(Ready { survey, number, form, plan, area });
    if let Ok(mut shelf) = SHELF.write() {
        if shelf.len() >= MOST {
            shelf.clear();
        }
        shelf.insert((survey, number), made.clone());
    }
    Ok(Some(made))
}

/// A version that was made ready before.
pub fn on_shelf(survey: Uuid, number: i64) -> Option<Arc<Ready>> {
    SHELF.read().ok()?.get(&(survey, number)).cloned()
}

/// Questionnaires by their address, as they were last read. What follows checks the revision.
#[derive(Default)]
pub struct Doors(RwLock<HashMap<String, Arc<Survey>>>);

impl Doors {
    /// The questionnaire of this address.
    pub fn recall(&self, code: &str) -> Option<Arc<Survey>> {
        self.0.read().ok()?.get(code).cloned()
    }

    /// Remembers a questionnaire.
    pub fn put(&self, survey: Arc<Survey>) {
        if let Ok(mut doors) = self.0.write() {
            if doors.len() >= MOST {
                doors.clear();
            }
            doors.insert(survey.code.clone(), survey);
        }
    }

    /// Forgets a questionnaire: it may have changed.
    pub fn forget(&self, code: &str) {
        if let Ok(mut doors) = self.0.write() {
            doors.remove(code);
        }
    }
}
