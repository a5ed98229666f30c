//! A report begun: what the application foresaw stands in it already, so that nobody starts from a blank page.

use applications::facade::{Foreseen, foreseen};
use database::Tx;
use kernel::{Outside, Uuid};

use crate::rules::{ANNEX, PartKind, ReportAnswer, ReportFigure, ReportPart, STORY, Version};

/// Parts of the report of a year, action by action: those the version in force supports that year.
///
/// # Errors
/// The database failed.
pub async fn parts(
    tx: &mut Tx,
    outside: &Outside,
    report: Uuid,
    (version, year): (&Version, i64),
) -> database::Result<Vec<ReportPart>> {
    let mut projects: Vec<Uuid> = Vec::new();
    for line in version.lines.iter().filter(|line| line.year == year && line.cents > 0) {
        if !projects.contains(&line.project) {
            projects.push(line.project);
        }
    }
    let mut all = Vec::new();
    for project in projects {
        let Some(foreseen) = foreseen(tx, project, year).await? else { continue };
        for kind in PartKind::ALL {
            let (figures, answers) = held(outside, *kind, &foreseen, (version, project, year));
            if figures.is_empty() && answers.is_empty() {
                continue;
            }
            all.push(ReportPart {
                id: outside.uuid(),
                report,
                project,
                title: foreseen.title.clone(),
                kind: *kind,
                chart: foreseen.chart.code().to_owned(),
                position: all.len() as i64 + 1,
                is_done: false,
                is_open: true,
                why: String::new(),
                saved_at: None,
                saved_by: String::new(),
                revision: 1,
                figures,
                answers,
            });
        }
    }
    Ok(all)
}

type Held = (Vec<ReportFigure>, Vec<ReportAnswer>);

fn held(
    outside: &Outside,
    kind: PartKind,
    foreseen: &Foreseen,
    (version, project, year): (&Version, Uuid, i64),
) -> Held {
    let figure = |code: &str, label: &str, planned: i64| ReportFigure {
        id: outside.uuid(),
        code: code.to_owned(),
        label: label.to_owned(),
        planned,
        done: None,
        why: String::new(),
        is_own: false,
        position: 0,
    };
    let answer = |code: &str, label: &str, planned: String| ReportAnswer {
        id: outside.uuid(),
        code: code.to_owned(),
        label: label.to_owned(),
        planned,
        value: String::new(),
        position: 0,
    };
    let (mut figures, mut answers): Held = (Vec::new(), Vec::new());
    match kind {
        PartKind::Story => {
            for (code, label, _) in STORY {
                let planned = match code {
                    "objectifs" => foreseen.aims.clone(),
                    "dates-lieux" => {
                        foreseen.areas.iter().map(|(_, name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
                    }
                    _ => String::new(),
                };
                answers.push(answer(code, label, planned));
            }
        }
        PartKind::Accounts => {
            for one in &foreseen.budget {
                let line = &one.line;
                let label = line.funder.as_deref().unwrap_or(&line.label);
                let mut row = figure(&line.account, label, line.cents);
                let own = |line: &&crate::rules::Line| {
                    Some(line.funding) == one.funding && line.project == project && line.year == year
                };
                if let Some(own) = version.lines.iter().find(own) {
                    // What the agreement gives is known to both sides.
                    (row.is_own, row.planned, row.done) = (true, own.cents, Some(own.cents));
                }
                figures.push(row);
            }
            answers.extend(ANNEX.map(|(code, label, _)| answer(code, label, String::new())));
        }
        PartKind::Publics => {
            figures.extend(foreseen.publics.iter().map(|(code, label, people)| figure(code, label, *people)));
            if figures.is_empty() {
                figures.push(figure("all/all", "Personnes touchées", 0));
            }
            for (area, name, people) in &foreseen.areas {
                figures.push(figure(&format!("quartier/{area}"), &format!("Dont quartier {name}"), *people));
            }
        }
        PartKind::Indicators => {
            for (rank, (label, unit, target)) in foreseen.indicators.iter().enumerate() {
                let told = [target.as_str(), unit.as_str()].join(" ");
                answers.push(answer(&format!("indicateur-{}", rank + 1), label, told.trim().to_owned()));
            }
        }
    }
    for (position, one) in (1..).zip(&mut figures) {
        one.position = position;
    }
    for (position, one) in (1..).zip(&mut answers) {
        one.position = position;
    }
    (figures, answers)
}
