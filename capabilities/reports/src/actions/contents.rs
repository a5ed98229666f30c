//! What the report of a consultation says, gathered from the windows of the other slices.

use database::Tx;
use documents::{Cell, Column, Kind, Table};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Outcome, Outside, french};
use listening::facade::ConsultationBrief;
use listening::facade::printed::{ComparisonTold, ConsultationTold, consultation_told};
use surveys::facade::results::{QuestionTold, Results, SurveyBrief, results, surveys};

use super::method::{method, promise};
use super::{Part, Piece, Report, Section, Wish, printed};

/// Words quoted of one theme, at most: a report quotes, the page has them all.
const MOST_WORDS: usize = 6;

/// A questionnaire with what may be told of it.
type Counted = (SurveyBrief, Option<Results>);

/// Puts the report together.
///
/// # Errors
/// The database failed, or what it keeps is damaged.
pub async fn gathered(
    tx: &mut Tx,
    (outside, zone, town): (&Outside, &TimeZone, &str),
    consultation: &ConsultationBrief,
    wish: &Wish,
) -> Outcome<Report> {
    let day = outside.now().day(zone);
    let told = consultation_told(tx, consultation.id).await?;
    let mut counted: Vec<Counted> = Vec::new();
    for survey in surveys(tx, consultation.id).await? {
        let found = results(tx, (outside, zone), survey.id, wish.is_public).await?;
        if found.is_some() || !wish.is_public {
            counted.push((survey, found));
        }
    }
    let mut parts = Vec::new();
    for section in Section::ALL.iter().copied().filter(|one| wish.sections.contains(one)) {
        let pieces = match section {
            Section::Heard => heard(tx, consultation, &told, &counted, day).await?,
            Section::Surveys => questions(&counted, wish),
            Section::Words => words(tx, consultation, wish, day).await?,
            Section::Needs => needs(&told, day),
            Section::Coherence => coherence(&told),
            Section::Method => method(),
            Section::Next => next(&counted),
        };
        parts.push(Part { title: section.french().to_owned(), pieces });
    }
    let version = if wish.is_public { "Version publique" } else { "Version interne" };
    Ok(Report {
        title: french::spaced(&format!("Rapport de la concertation : {}", consultation.title)),
        subtitle: format!("{} · {version}", french::spaced(&consultation.period)),
        promise: promise(wish.is_public),
        town: town.to_owned(),
        day,
        has_contents: true,
        parts,
    })
}

fn text(words: &str) -> Piece {
    Piece::Text(french::spaced(words))
}

fn dated(mut table: Table, day: Date, source: &str) -> Piece {
    table.as_of = Some(day);
    table.source = table.source.take().or_else(|| Some(source.to_owned()));
    table.base = table.base.map(|base| french::spaced(&base));
    table.notes = table.notes.iter().map(|note| french::spaced(note)).collect();
    Piece::Table(Box::new(table))
}

async fn heard(
    tx: &mut Tx,
    consultation: &ConsultationBrief,
    told: &ConsultationTold,
    counted: &[Counted],
    day: Date,
) -> Outcome<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut figures: Vec<(String, String)> = counted
        .iter()
        .filter_map(|(survey, found)| {
            let answers = found.as_ref()?.answers;
            Some((french::integer(answers), format!("réponses : {}", survey.title)))
        })
        .collect();
    let met = told.channels.iter().filter(|channel| channel.gatherings > 0);
    figures.extend(met.map(|channel| (french::integer(channel.gatherings), channel.label.clone())));
    if !figures.is_empty() {
        let figures = figures.into_iter().map(|(value, words)| (value, french::spaced(&words))).collect();
        pieces.push(Piece::Figures("Les rencontres et les réponses".to_owned(), figures));
    }
    pieces.push(Piece::Caution(french::spaced(
        "Les canaux n’ont pas entendu les mêmes personnes : leurs chiffres se lisent côte à côte, ne s’additionnent pas et ne se \
         comparent pas.",
    )));
    pieces.push(Piece::Heading("Les canaux, côte à côte".to_owned()));
    pieces.push(dated(side_by_side(told, counted), day, &consultation.title));
    let people = meetings::facade::people(tx, consultation.id).await?;
    if !people.rows.is_empty() {
        pieces.push(Piece::Heading("Les participants des rencontres".to_owned()));
        pieces.push(dated(people, day, "Comptages faits pendant les rencontres"));
    }
    if !told.gatherings.rows.is_empty() {
        pieces.push(Piece::Heading("Les rencontres".to_owned()));
        let mut gatherings = told.gatherings.clone();
        let kept = gatherings.columns.len() - 1;
        gatherings.columns.truncate(kept);
        gatherings.rows.iter_mut().for_each(|row| row.truncate(kept));
        gatherings.base = Some(french::count(count(gatherings.rows.len()), "ligne", "lignes"));
        pieces.push(dated(gatherings, day, &consultation.title));
    }
    if !told.coverage.rows.is_empty() {
        pieces.push(Piece::Heading("La couverture des quartiers".to_owned()));
        pieces.push(dated(told.coverage.clone(), day, &format!("{} ({})", consultation.title, consultation.period)));
        if !told.coverage_notes.is_empty() {
            pieces.push(Piece::Points("À savoir de la couverture".to_owned(), told.coverage_notes.clone()));
        }
    }
    Ok(pieces)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Channels one under the other, never added up.
fn side_by_side(told: &ConsultationTold, counted: &[Counted]) -> Table {
    let columns = vec![
        Column::new("canal", "Canal", Kind::Text).row_header(),
        Column::new("qui", "Qui a été entendu", Kind::Text),
        Column::new("rencontres", "Rencontres", Kind::Integer),
        Column::new("reponses", "Réponses", Kind::Integer),
    ];
    let mut table = Table::new("canaux", "Les canaux de la concertation (non comparables entre eux)", columns);
    for channel in &told.channels {
        let answers: Vec<i64> = counted
            .iter()
            .filter(|(survey, _)| survey.channel == Some(channel.id))
            .filter_map(|(_, found)| found.as_ref().map(|found| found.answers))
            .collect();
        let met = (channel.gatherings > 0).then_some(Cell::Integer(channel.gatherings));
        let answered = (!answers.is_empty()).then(|| Cell::Integer(answers.iter().sum()));
        table.rows.push(vec![
            Cell::text(&channel.label),
            Cell::text(channel.hears),
            Cell::or(met, documents::Absence::NotAsked),
            Cell::or(answered, documents::Absence::NotAsked),
        ]);
    }
    table.base = Some(french::count(count(table.rows.len()), "canal", "canaux"));
    table
}

fn questions(counted: &[Counted], wish: &Wish) -> Vec<Piece> {
    let mut pieces = vec![Piece::Caution(french::spaced(
        "Chaque questionnaire est lu pour lui-même : les canaux ne sont pas comparables et leurs réponses ne sont pas additionnées. \
         Les parts se lisent sur les personnes qui ont répondu à la question ; quand plusieurs réponses étaient possibles, la part \
         des citations est donnée à côté.",
    ))];
    for (survey, found) in counted.iter().filter(|(survey, _)| wish.surveys.contains(&survey.id)) {
        pieces.push(Piece::Heading(survey.title.clone()));
        let Some(found) = found else {
            pieces.push(text("Aucune réponse n’est encore comptée."));
            continue;
        };
        let is_wanted =
            |name: &str| wish.questions.is_empty() || wish.questions.contains(&format!("{}/{name}", survey.id));
        let asked: Vec<_> = found.questions.iter().filter(|one| is_wanted(&one.name)).collect();
        let answers = french::count(found.answers, "réponse comptée", "réponses comptées");
        pieces.push(text(&format!("{answers}, jusqu’au {}.", french::date(found.day))));
        let told = |one: &&QuestionTold| {
            let caption = one.table.caption.trim_end();
            let end = if caption.ends_with(['?', '…', '.', '!']) { "" } else { "." };
            french::spaced(&format!("{caption}{end} {} ({})", one.first, lowered(&one.base)))
        };
        let firsts: Vec<String> = asked.iter().map(told).collect();
        if !firsts.is_empty() {
            pieces.push(Piece::Points(format!("À retenir : {}", survey.title), firsts));
        }
        if let Some(ways) = found.ways.clone().filter(|ways| ways.rows.iter().filter(|row| is_told(row)).count() > 1) {
            let mut ways = printed(ways, &survey.title, found.day);
            "Par quelle voie les personnes ont répondu".clone_into(&mut ways.caption);
            pieces.push(Piece::Table(Box::new(ways)));
        }
        for one in asked {
            let by_way = one.by_way.clone();
            for table in std::iter::once(one.table.clone()).chain(by_way) {
                pieces.push(Piece::Table(Box::new(printed(table, &survey.title, found.day))));
            }
        }
        pieces.extend(found.notes.iter().map(|note| text(note)));
    }
    pieces
}

/// Whether a line counts somebody, or keeps back that it does.
fn is_told(row: &[Cell]) -> bool {
    row.iter().any(|cell| matches!(cell, Cell::Integer(count) if *count > 0) || cell.absence().is_some())
}

/// A sentence that goes on after a parenthesis.
fn lowered(sentence: &str) -> String {
    let mut signs = sentence.chars();
    signs.next().map(|first| first.to_lowercase().chain(signs).collect()).unwrap_or_default()
}

async fn words(tx: &mut Tx, consultation: &ConsultationBrief, wish: &Wish, day: Date) -> Outcome<Vec<Piece>> {
    let Some(told) = corpus::facade::results::told(tx, consultation.id, wish.is_public).await? else {
        return Ok(vec![text(match wish.is_public {
            true => "Aucun résultat des paroles n’est publié.",
            false => "Aucune parole relue pour l’instant.",
        })]);
    };
    let mut pieces: Vec<Piece> =
        told.tables.into_iter().map(|table| dated(table, day, "Paroles recueillies pendant la concertation")).collect();
    if !told.is_published {
        pieces.push(text("Les paroles elles-mêmes ne sont pas publiées : aucune n’est citée ici."));
    } else if told.words.is_empty() {
        pieces.push(text(&format!(
            "Aucun thème ne réunit assez de paroles pour qu’on en cite : il en faut {}.",
            french::integer(told.published_from)
        )));
    }
    for (theme, mut words) in told.words {
        // Said twice in the same words, it is quoted once.
        let mut said: Vec<String> = Vec::new();
        words.retain(|(words, _)| {
            !said.contains(words) && {
                said.push(words.clone());
                true
            }
        });
        words.truncate(MOST_WORDS);
        let words = words.into_iter().map(|(said, about)| (french::spaced(&said), about)).collect();
        pieces.push(Piece::Words(french::spaced(&format!("Paroles : {theme}")), words));
    }
    Ok(pieces)
}

fn needs(told: &ConsultationTold, day: Date) -> Vec<Piece> {
    if told.needs.rows.is_empty() {
        return vec![text("Aucun besoin n’est encore prouvé par ce qui a été dit.")];
    }
    let mut pieces = Vec::new();
    let mut table = told.needs.clone();
    // Cautions come before the table they are about.
    let cautions = std::mem::take(&mut table.notes);
    if !cautions.is_empty() {
        let cautions = cautions.iter().map(|caution| french::spaced(caution)).collect();
        pieces.push(Piece::Points("Prudence avant de lire ce tableau".to_owned(), cautions));
    }
    pieces.push(Piece::Heading("Les besoins cités".to_owned()));
    pieces.push(dated(table, day, "Preuves recueillies pendant la concertation"));
    pieces
}

fn coherence(told: &ConsultationTold) -> Vec<Piece> {
    let line = |one: &ComparisonTold| {
        let figures = one.figures.join(" ; ");
        [format!("{} : {}", one.title, one.finding), figures, one.explanation.clone()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let mut pieces = vec![text(
        "Les sources sont montrées telles quelles : un désaccord est dit, il n’est jamais corrigé en silence.",
    )];
    for (title, lines) in [("Ce qui ne concorde pas", &told.disagreements), ("Les totaux vérifiés", &told.agreements)]
    {
        if !lines.is_empty() {
            pieces.push(Piece::Points(title.to_owned(), lines.iter().map(|one| french::spaced(&line(one))).collect()));
        }
    }
    if told.disagreements.is_empty() {
        pieces.push(text("Aucun désaccord n’a été trouvé entre les chiffres rapprochés."));
    }
    pieces
}

fn next(counted: &[Counted]) -> Vec<Piece> {
    let mut points: Vec<String> = Vec::new();
    for (survey, _) in counted {
        if !survey.follow_up.is_empty() && !points.contains(&survey.follow_up) {
            points.push(survey.follow_up.clone());
        }
    }
    if points.is_empty() {
        return vec![text("Les suites de la concertation ne sont pas encore écrites.")];
    }
    vec![Piece::Points("Ce qui a été promis".to_owned(), points)]
}
