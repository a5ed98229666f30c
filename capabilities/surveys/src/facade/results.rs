//! The results of a questionnaire as other slices print them: the tables of its own pages, and nothing else.

use database::Tx;
use documents::Table;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Breakdown, Outcome, Outside, Uuid, french};
use tabulation::{Kind, Strength, flat, summarise};

use super::tables::{self, Reader};
use crate::actions::{self, Counted, request};
use crate::rules::State;
use crate::store;
use crate::store::survey::Survey;

/// What must be said of every figure: nobody was drawn by lot.
pub use tabulation::weights::NOT_PROBABILISTIC;

/// A questionnaire that was opened, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyBrief {
    /// Which.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// The channel it counts for.
    pub channel: Option<Uuid>,
    /// Whether everybody may read its results.
    pub is_published: bool,
    /// Whether people still answer.
    pub is_open: bool,
    /// What was promised to those who answered.
    pub follow_up: String,
    /// Its questions with a table: name, words.
    pub questions: Vec<(String, String)>,
}

/// What everybody may read of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionTold {
    /// Its name, in addresses.
    pub name: String,
    /// What is told first of it: « Plutôt bien : 51 % ».
    pub first: String,
    /// What that is counted on: « Base : 209 personnes ont répondu ».
    pub base: String,
    /// Its table: small cells, and what would give them back, are not there.
    pub table: Table,
}

/// What everybody may read of a questionnaire.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// Answers counted.
    pub answers: i64,
    /// The last day they are of.
    pub day: Date,
    /// By which way people answered.
    pub ways: Option<Table>,
    /// Questions, in order; those answered in one’s own words are among the words.
    pub questions: Vec<QuestionTold>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Breakdown {
    Breakdown(Box::new(error))
}

async fn opened(tx: &mut Tx, consultation: Uuid) -> database::Result<Vec<Survey>> {
    let mut all = store::survey::all(tx).await?;
    all.retain(|one| one.consultation == consultation && one.state != State::Draft && one.published > 0);
    all.reverse();
    Ok(all)
}

/// The questionnaires of a consultation that were opened, the first begun first.
///
/// # Errors
/// The database failed, or what it keeps is damaged.
pub async fn surveys(tx: &mut Tx, consultation: Uuid) -> Outcome<Vec<SurveyBrief>> {
    let mut all = Vec::new();
    for one in opened(tx, consultation).await? {
        let Some(version) = actions::ready(tx, one.id, one.published).await? else { continue };
        let form = survey::Survey::new(version.plan.clone(), "fr").map_err(Breakdown::because)?;
        let told = form.counted().iter().filter(|one| !one.is_secret).map(|one| &one.question.variable);
        let questions = told.filter(|variable| variable.kind != Kind::Open);
        all.push(SurveyBrief {
            id: one.id,
            channel: one.text.channel,
            is_published: one.text.is_published,
            is_open: one.state == State::Open,
            questions: questions.map(|variable| (variable.name.clone(), french::spaced(&variable.label))).collect(),
            follow_up: french::spaced(one.text.follow_up.trim()),
            title: one.text.title,
        });
    }
    Ok(all)
}

/// What may be told of a questionnaire, under the thresholds of what everybody reads; none while there is nothing to count.
/// With `only_published`, only what everybody reads now: nothing before it is published, whole days while it is open.
///
/// # Errors
/// The database failed, or what it keeps is damaged.
pub async fn results(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    id: Uuid,
    only_published: bool,
) -> Outcome<Option<Results>> {
    let Some(found) = store::survey::by_id(tx, id).await? else { return Ok(None) };
    if found.state == State::Draft || (only_published && !found.text.is_published) {
        return Ok(None);
    }
    let counted = match only_published {
        true => actions::counted_for_everybody(tx, (outside, zone), &found).await?,
        false => actions::counted(tx, outside, &found).await?,
    };
    let Some(counted) = counted.filter(|counted| !counted.data.is_empty()) else { return Ok(None) };
    let mut questions = Vec::new();
    for position in counted.told() {
        let Some(table) = table_of(&counted, position, Reader::Everybody)? else { continue };
        let (first, base) = first_of(&counted, position, Reader::Everybody)?;
        questions.push(QuestionTold { name: counted.data.variables()[position].name.clone(), first, base, table });
    }
    Ok(Some(Results {
        answers: i64::try_from(counted.data.len()).unwrap_or(i64::MAX),
        day: counted.until().unwrap_or_else(|| counted.read_at.day(zone)),
        ways: table_of(&counted, counted.mode(), Reader::Everybody)?,
        questions,
        notes: notes(&counted),
    }))
}

/// What is told first of a question: its most frequent answer, or its mean.
pub(crate) fn first_of(counted: &Counted, position: usize, reader: Reader) -> Result<(String, String), Breakdown> {
    let variable = &counted.data.variables()[position];
    let table = flat(&counted.data, position, &request()).map_err(failed)?;
    let base = tables::base_sentence(&table);
    let hidden = tables::hidden_lines(&table, reader);
    let told = Strength::of(table.base.effective.count).decimals();
    let first = match variable.kind {
        Kind::Open => "Réponses libres : elles se lisent parmi les Paroles.".to_owned(),
        Kind::Number => match summarise(&counted.data, position, &[0.5], &request()).map_err(failed)? {
            Some(summary) if told.is_some() => {
                format!("Médiane : {}", french::decimal(summary.quantiles.first().copied().unwrap_or_default(), 0))
            }
            _ => "Trop peu de réponses pour un chiffre.".to_owned(),
        },
        _ => {
            let lines = table.rows.iter().enumerate().filter(|(rank, _)| !hidden[*rank]);
            match lines.max_by_key(|(_, row)| row.tally.count).filter(|_| told.is_some()) {
                Some((_, row)) => {
                    let decimals = told.unwrap_or(0);
                    let share = tabulation::percent(row.tally.count, table.base.effective.count, decimals);
                    let share = share.unwrap_or(0) as f64 / 10f64.powi(i32::try_from(decimals).unwrap_or(0));
                    let shown = french::decimal(share, decimals as usize);
                    format!("{} : {shown} %", tables::name(variable, row.slot).1)
                }
                None => "Trop peu de réponses pour une part.".to_owned(),
            }
        }
    };
    Ok((french::spaced(&first), french::spaced(&format!("Base : {base}"))))
}

/// Notes under figures: what a reader must know of them.
pub(crate) fn notes(counted: &Counted) -> Vec<String> {
    let mut all = vec![tabulation::weights::NOT_PROBABILISTIC.to_owned()];
    if counted.unknown > 0 {
        let count = i64::try_from(counted.unknown).unwrap_or(i64::MAX);
        let what = french::count(
            count,
            "réponse d’une version précédente n’existe",
            "réponses d’une version précédente n’existent",
        );
        all.push(format!("{what} plus dans celle-ci : comptées sans réponse."));
    }
    all.iter().map(|note| french::spaced(note)).collect()
}

/// The table of a question, as the house draws it.
pub(crate) fn table_of(counted: &Counted, position: usize, reader: Reader) -> Result<Option<Table>, Breakdown> {
    let variable = &counted.data.variables()[position];
    let table = flat(&counted.data, position, &request()).map_err(failed)?;
    Ok(match variable.kind {
        Kind::Single | Kind::Multiple => Some(tables::flat_table(variable, &table, reader)),
        Kind::Number => {
            let summary = summarise(&counted.data, position, &[0.25, 0.5, 0.75], &request()).map_err(failed)?;
            Some(tables::number_table(variable, summary.as_ref(), &table, reader))
        }
        Kind::Open => None,
    })
}
