//! `/concertations`: each consultation given back: who was heard, how, what was said, with what caution, what comes next.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Frame, Html, Link, TableOptions};
use kernel::french;
use listening::facade::ConsultationBrief;
use web::{Answer, Fault, House, Visit, answer};

use super::public_path;
use crate::rules::State as Stage;
use crate::store;
use crate::store::survey::Survey;

/// A consultation given back.
pub(super) struct Told {
    pub title: String,
    pub period: String,
    pub heard: Html,
    pub surveys: Vec<(Link, String)>,
    pub next: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/given_back.html")]
pub(super) struct GivenBackPage {
    pub frame: Frame,
    pub consultations: Vec<Told>,
}

/// Who was heard, channel by channel: gatherings held, answers given. What was not counted here is said so, not nought.
pub(super) fn heard(lines: &[(String, usize, i64)]) -> Html {
    let columns = vec![
        Column::new("canal", "Canal", Kind::Text).row_header(),
        Column::new("rencontres", "Rencontres", Kind::Integer),
        Column::new("reponses", "Réponses à un questionnaire", Kind::Integer),
    ];
    let mut table = Table::new("canaux", "Qui a été entendu, par quel canal", columns);
    for (label, gatherings, answers) in lines {
        let count = |count: i64| if count == 0 { Cell::NOT_ASKED } else { Cell::Integer(count) };
        let gatherings = i64::try_from(*gatherings).unwrap_or(i64::MAX);
        table.rows.push(vec![Cell::text(label), count(gatherings), count(*answers)]);
    }
    interface::table(&table, &TableOptions::default())
}

async fn told(tx: &mut database::Tx, one: ConsultationBrief, surveys: &[Survey]) -> Result<Told, Fault> {
    let channels = listening::facade::words::channels(tx, one.id).await?;
    let gatherings = listening::facade::words::gatherings(tx, one.id).await?;
    let mut counted = Vec::new();
    for survey in surveys.iter().filter(|survey| survey.consultation == one.id && survey.state != Stage::Draft) {
        counted.push((survey, store::collected::count(tx, survey.id).await?));
    }
    let lines: Vec<(String, usize, i64)> = channels
        .iter()
        .map(|channel| {
            let held = gatherings.iter().filter(|gathering| gathering.channel == channel.id).count();
            let answers = counted.iter().filter(|(survey, _)| survey.text.channel == Some(channel.id));
            (channel.label.clone(), held, answers.map(|(_, count)| count).sum())
        })
        .collect();
    let link = |(survey, count): &(&Survey, i64)| {
        let path = public_path(&survey.code);
        let path = if survey.text.is_published { format!("{path}/resultats") } else { path };
        let state = survey.state.french().to_lowercase();
        (
            Link::new(survey.text.title.clone(), path),
            format!("{}, {state}", french::count(*count, "réponse", "réponses")),
        )
    };
    let mut next: Vec<String> = Vec::new();
    for (survey, _) in &counted {
        let words = french::spaced(survey.text.follow_up.trim());
        if !words.is_empty() && !next.contains(&words) {
            next.push(words);
        }
    }
    Ok(Told {
        title: one.title,
        period: french::spaced(&one.period),
        heard: heard(&lines),
        surveys: counted.iter().map(link).collect(),
        next,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let surveys = store::survey::all(&mut tx).await?;
    let mut consultations = Vec::new();
    for one in listening::facade::consultations(&mut tx).await? {
        consultations.push(told(&mut tx, one, &surveys).await?);
    }
    let frame = visit.public("Les concertations").with_breadcrumb(vec![Link::new("Accueil", "/")]);
    answer::page(&GivenBackPage { frame, consultations })
}
