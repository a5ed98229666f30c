//! `/concertations`: each consultation given back: who was heard, where, how, what was said, with what caution, what comes next.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, Link, TableOptions};
use kernel::french;
use listening::facade::ConsultationBrief;
use listening::facade::printed::ConsultationTold;
use territory::facade::Area;
use web::{Answer, Fault, House, Visit, answer};

use super::public_path;
use crate::actions;
use crate::facade::results::first_of;
use crate::facade::tables::Reader;
use crate::rules::State as Stage;
use crate::rules::caution::{Facts, cautions};
use crate::store;
use crate::store::survey::Survey;

/// Questions told of each questionnaire; its own page tells all of them.
const MOST_QUESTIONS: usize = 4;

/// A consultation given back.
pub(super) struct Told {
    pub title: String,
    pub period: String,
    pub heard: Html,
    /// Where gatherings were held.
    pub places: String,
    /// Each channel, and whom it hears.
    pub ways: Vec<(String, String)>,
    pub surveys: Vec<(Link, String)>,
    /// What answers say first: the question, the answer given most, its base.
    pub said: Vec<(String, String, String)>,
    /// Themes of the words, when they are published.
    pub themes: Option<Html>,
    pub cautions: Vec<String>,
    pub next: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/given_back.html")]
pub(super) struct GivenBackPage {
    pub frame: Frame,
    pub consultations: Vec<Told>,
}

/// A channel: its label, gatherings held, answers told of its questionnaires; none where it has none.
pub(super) type Line = (String, i64, Option<i64>);

/// Who was heard, channel by channel: gatherings held, answers told. What was not counted here is said so, not nought; too few
/// answers are not told.
pub(super) fn heard(lines: &[Line]) -> Html {
    let columns = vec![
        Column::new("canal", "Canal", Kind::Text).row_header(),
        Column::new("rencontres", "Rencontres", Kind::Integer),
        Column::new("reponses", "Réponses à un questionnaire", Kind::Integer),
    ];
    let mut table = Table::new("canaux", "Qui a été entendu, par quel canal", columns);
    for (label, gatherings, answers) in lines {
        let met = if *gatherings == 0 { Cell::NOT_ASKED } else { Cell::Integer(*gatherings) };
        let answered = match answers {
            None => Cell::NOT_ASKED,
            Some(0) => Cell::NOT_DISCLOSED,
            Some(count) => Cell::Integer(*count),
        };
        table.rows.push(vec![Cell::text(label), met, answered]);
    }
    interface::table(&table, &TableOptions::default())
}

/// A questionnaire, as everybody reads it.
struct Counted<'a> {
    survey: &'a Survey,
    /// Answers of whole days, by steps of eleven: never those of today.
    answers: i64,
    /// Ways they came by.
    ways: usize,
    /// What they say first.
    said: Vec<(String, String, String)>,
}

async fn counted<'a>(tx: &mut database::Tx, house: &House, survey: &'a Survey) -> Result<Counted<'a>, Fault> {
    let around = (&house.outside, &house.settings.zone);
    let none = Counted { survey, answers: 0, ways: 0, said: Vec::new() };
    let Some(counted) = actions::counted_for_everybody(tx, around, survey).await? else { return Ok(none) };
    let answers = i64::try_from(counted.data.len()).unwrap_or(i64::MAX);
    let mut said = Vec::new();
    let sheet = counted.sheet();
    if survey.text.is_published && answers > 0 {
        for subject in sheet.subjects().into_iter().filter(|subject| !sheet.is_open(*subject)).take(MOST_QUESTIONS) {
            let (first, base) = first_of(sheet, subject, Reader::Everybody)?;
            said.push((french::spaced(sheet.label(subject)), first, base));
        }
    }
    let ways = counted.ways();
    Ok(Counted { answers, ways, said, ..none })
}

/// Names of neighbourhoods where gatherings were held, and of those where none was.
fn places(told: &[Option<kernel::Uuid>], areas: &[Area]) -> (Vec<String>, Vec<String>) {
    let (met, silent): (Vec<&Area>, Vec<&Area>) = areas.iter().partition(|area| told.contains(&Some(area.id)));
    let names = |areas: Vec<&Area>| areas.into_iter().map(|area| area.name.clone()).collect::<Vec<String>>();
    if met.is_empty() { (Vec::new(), Vec::new()) } else { (names(met), names(silent)) }
}

async fn told(
    tx: &mut database::Tx,
    house: &House,
    one: ConsultationBrief,
    (surveys, areas): (&[Survey], &[Area]),
) -> Result<Told, Fault> {
    let printed: ConsultationTold = listening::facade::printed::consultation_told(tx, one.id).await?;
    let gatherings = listening::facade::words::gatherings(tx, one.id).await?;
    let mut own = Vec::new();
    for survey in surveys.iter().filter(|survey| survey.consultation == one.id && survey.state != Stage::Draft) {
        own.push(counted(tx, house, survey).await?);
    }
    let of_channel = |id| {
        let mut answers =
            own.iter().filter(|one| one.survey.text.channel == Some(id)).map(|one| one.answers).peekable();
        answers.peek().is_some().then(|| answers.sum::<i64>())
    };
    let lines: Vec<Line> = printed
        .channels
        .iter()
        .map(|channel| (channel.label.clone(), channel.gatherings, of_channel(channel.id)))
        .collect();
    let met: Vec<Option<kernel::Uuid>> = gatherings.iter().map(|one| one.area).collect();
    let (places, silent) = places(&met, areas);
    let link = |one: &Counted<'_>| {
        let path = public_path(&one.survey.code);
        let path = if one.survey.text.is_published { format!("{path}/resultats") } else { path };
        let state = one.survey.state.french().to_lowercase();
        let count = match one.answers {
            0 => "chiffres à venir".to_owned(),
            count => french::count(count, "réponse", "réponses"),
        };
        (Link::new(one.survey.text.title.clone(), path), format!("{count}, {state}"))
    };
    let mut next: Vec<String> = Vec::new();
    for one in &own {
        let words = french::spaced(one.survey.text.follow_up.trim());
        if !words.is_empty() && !next.contains(&words) {
            next.push(words);
        }
    }
    let facts = Facts {
        surveys: own.iter().map(|one| (one.survey.text.title.clone(), one.answers)).collect(),
        has_ways: own.iter().any(|one| one.ways > 1),
        channels: printed.channels.len(),
        silent,
    };
    let mut told: Vec<String> = cautions(&facts).iter().map(|sentence| french::spaced(sentence)).collect();
    told.extend(printed.coverage_notes);
    let words = corpus::facade::results::told(tx, one.id, true).await?;
    let shares = words.and_then(|words| words.tables.into_iter().next());
    let way = |channel: listening::facade::printed::ChannelTold| {
        let note = if channel.note.is_empty() { String::new() } else { format!(" {}", channel.note) };
        (channel.label, format!("{}.{note}", channel.hears))
    };
    Ok(Told {
        title: one.title,
        period: french::spaced(&one.period),
        heard: heard(&lines),
        places: places.join(", "),
        ways: printed.channels.into_iter().map(way).collect(),
        surveys: own.iter().map(link).collect(),
        said: own.into_iter().flat_map(|one| one.said).collect(),
        themes: shares.map(|table| interface::table(&table, &TableOptions::default())),
        cautions: told,
        next,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let surveys = store::survey::all(&mut tx).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    let mut consultations = Vec::new();
    for one in listening::facade::consultations(&mut tx).await? {
        consultations.push(told(&mut tx, &house, one, (&surveys, &areas)).await?);
    }
    let frame = visit.public("Les concertations").with_breadcrumb(vec![Link::new("Accueil", "/")]);
    answer::page(&GivenBackPage { frame, consultations })
}
