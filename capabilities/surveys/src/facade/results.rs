//! The results of a questionnaire as other slices print them: the tables of its own pages, and nothing else.

use database::Tx;
use documents::Kind::Text;
use documents::{Cell, Table};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Breakdown, Outcome, Outside, Uuid, french};
use tabulation::{Kind, Strength, flat, rank, summarise};

use super::channels::side_by_side;
use super::rankings::ranking_table;
use super::tables::{self, Reader};
use crate::actions::{self, Counted, Repeated, Sheet, Subject, request};
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
    /// The same by each way of answering, with what to know of it; none where people answered by one way, or where it would
    /// give small groups back.
    pub by_way: Option<Table>,
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
        let mut questions = Vec::new();
        for one in form.counted().iter().filter(|one| !one.is_secret) {
            let variable = &one.question.variable;
            match &one.question.rank_of {
                None if variable.kind == Kind::Open => {}
                None => questions.push((variable.name.clone(), french::spaced(&variable.label))),
                Some(rank_of) => {
                    let ranking = form.rankings().iter().find(|one| one.name == rank_of.ranking && rank_of.place == 0);
                    questions.extend(ranking.map(|one| (one.name.clone(), french::spaced(&one.label))));
                }
            }
        }
        all.push(SurveyBrief {
            id: one.id,
            channel: one.text.channel,
            is_published: one.text.is_published,
            is_open: one.state == State::Open,
            questions,
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
    let sheet = counted.sheet();
    for subject in sheet.subjects() {
        let Some(table) = table_of(sheet, subject, Reader::Everybody)? else { continue };
        let (first, base) = first_of(sheet, subject, Reader::Everybody)?;
        let by_way = by_way(&counted, subject);
        questions.push(QuestionTold { name: sheet.name(subject).to_owned(), first, base, table, by_way });
    }
    Ok(Some(Results {
        answers: i64::try_from(counted.data.len()).unwrap_or(i64::MAX),
        day: counted.until().unwrap_or_else(|| counted.read_at.day(zone)),
        ways: table_of(sheet, Subject::Question(counted.mode()), Reader::Everybody)?,
        questions,
        notes: notes(&counted),
    }))
}

/// A question by each way of answering, for everybody.
fn by_way(counted: &Counted, subject: Subject) -> Option<Table> {
    let Subject::Question(position) = subject else { return None };
    if !counted.data.variables()[position].is_categorical() {
        return None;
    }
    let how = (request().policy, Reader::Everybody);
    let found = side_by_side(&counted.data, (position, counted.mode()), &counted.controls(), how).ok()?;
    let mut table = found.table;
    table.notes.extend(found.sentences.iter().map(|told| french::spaced(told)));
    Some(table)
}

/// What is told first of a question: its most frequent answer, its mean, what comes first.
pub(crate) fn first_of(sheet: Sheet<'_>, subject: Subject, reader: Reader) -> Result<(String, String), Breakdown> {
    let Some(table) = table_of(sheet, subject, reader)? else {
        let Subject::Question(position) = subject else { return Ok(Default::default()) };
        let base = tables::base_sentence(&flat(sheet.data, position, &request()).map_err(failed)?);
        let first = "Réponses libres : elles se lisent parmi les Paroles.".to_owned();
        return Ok((first, french::spaced(&format!("Base : {base}"))));
    };
    let first = match subject {
        Subject::Question(position) => first_of_question(sheet, position, reader)?,
        Subject::Ranking(_) => {
            let column = |key: &str| table.columns.iter().position(|column| column.key == key);
            let mean = |row: &Vec<Cell>| match column("rang_moyen").and_then(|at| row.get(at)) {
                Some(Cell::Decimal(mean)) => Some(*mean),
                _ => None,
            };
            let ranked = table.rows.iter().filter_map(|row| Some((mean(row)?, row)));
            let first = ranked.min_by(|one, other| one.0.total_cmp(&other.0));
            let name = |row: &Vec<Cell>| column("modalite").and_then(|at| row.get(at)).map(|cell| cell.display(Text));
            match first {
                Some((mean, row)) => {
                    let name = name(row).unwrap_or_default();
                    format!("En tête : {name}, rang moyen {}", french::decimal(mean, 1))
                }
                None => "Trop peu de réponses pour un rang moyen.".to_owned(),
            }
        }
    };
    Ok((french::spaced(&first), french::spaced(&format!("Base : {}", table.base.unwrap_or_default()))))
}

fn first_of_question(sheet: Sheet<'_>, position: usize, reader: Reader) -> Result<String, Breakdown> {
    let variable = &sheet.data.variables()[position];
    let table = flat(sheet.data, position, &request()).map_err(failed)?;
    let hidden = tables::hidden_lines(&table, reader);
    let told = Strength::of(table.base.effective.count).decimals();
    Ok(match variable.kind {
        Kind::Open => String::new(),
        Kind::Number => match summarise(sheet.data, position, &[0.5], &request()).map_err(failed)? {
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
    })
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
pub(crate) fn table_of(sheet: Sheet<'_>, subject: Subject, reader: Reader) -> Result<Option<Table>, Breakdown> {
    let position = match subject {
        Subject::Question(position) => position,
        Subject::Ranking(ranking) => {
            let (positions, items): (Vec<usize>, Vec<_>) = sheet.items(ranking).into_iter().unzip();
            let table = rank(sheet.data, &positions, &request()).map_err(failed)?;
            return Ok(Some(ranking_table((sheet.name(subject), sheet.label(subject)), &items, &table, reader)));
        }
    };
    let variable = &sheet.data.variables()[position];
    let table = flat(sheet.data, position, &request()).map_err(failed)?;
    Ok(match variable.kind {
        Kind::Single | Kind::Multiple => Some(tables::flat_table(variable, &table, reader)),
        Kind::Number => {
            let summary = summarise(sheet.data, position, &[0.25, 0.5, 0.75], &request()).map_err(failed)?;
            Some(tables::number_table(variable, summary.as_ref(), &table, reader))
        }
        Kind::Open => None,
    })
}

/// The same, of what was asked several times: its base is of times, not of people. For agents.
pub(crate) fn table_of_repeat(repeated: &Repeated, subject: Subject) -> Result<Option<Table>, Breakdown> {
    let mut made = table_of(repeated.sheet(), subject, Reader::Agents)?;
    if let Some(table) = &mut made {
        table.name = format!("{}_{}", repeated.repeat.name, table.name);
        table.base = Some(base_of_repeat(repeated));
        let note = "Une ligne est une fois où la question a été posée : une même personne peut compter plusieurs fois.";
        table.notes.push(note.to_owned());
    }
    Ok(made)
}

/// « 37 fois, par 12 personnes ».
pub(crate) fn base_of_repeat(repeated: &Repeated) -> String {
    let signed = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let people = french::count(signed(repeated.count_people()), "personne", "personnes");
    format!("« {} » : répondu {} fois, par {people}", repeated.repeat.label, repeated.data.len())
}
