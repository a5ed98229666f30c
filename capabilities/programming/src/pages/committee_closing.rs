//! `/gestion/programmation/{id}/releves`: waves, what freezes their decisions, minutes and amendments; and the table
//! projected in large type.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::{Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::committee_live::Live;
use super::committee_words::{above, choices, committee_path, euros};
use crate::actions::committees::{make_wave, waves_told};
use crate::actions::desk::{self, Desk};
use crate::actions::freezing::{self, sentences};
use crate::actions::minutes_paper::addendum;
use crate::rules::ceilings::Told;
use crate::rules::{Committee, CommitteeSetting, totals};
use crate::{acts_committee as acts, store};

#[derive(Template)]
#[template(path = "pages/committee_closing.html")]
pub(super) struct ClosingPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub waves: Vec<String>,
    pub offered: Vec<Choice>,
    pub criteria: Vec<Choice>,
    pub minutes: Vec<(String, String)>,
    /// What amendments changed, each with its paper.
    pub amendments: Vec<(String, String)>,
    pub may_hold: bool,
    pub is_frozen: bool,
    /// Associations of which nobody knows how many employees they have.
    pub silent: String,
}

fn path(id: Uuid) -> String {
    format!("{}/releves", committee_path(id))
}

/// What may put projects in a wave.
const CRITERIA: [(&str, &str); 5] = [
    ("fragiles", "Les associations fragiles : celles qui ont au plus le nombre de salariés indiqué"),
    ("reconduites", "Les actions reconduites"),
    ("petites", "Les actions qui coûtent au plus le montant indiqué"),
    ("dossiers", "Les dossiers dont je donne les numéros"),
    ("reste", "Toutes celles qui ne sont dans aucune vague"),
];

async fn drawn(tx: &mut Tx, house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<ClosingPage, Fault> {
    let desk = desk::desk(tx, &visit.actor, &acts::READ_COMMITTEE, id).await?;
    let zone = &house.settings.zone;
    let minutes = store::committee::minutes(tx, id).await?.into_iter().map(|one| {
        let wave = one
            .wave
            .and_then(|wave| desk.waves.iter().find(|(known, _)| *known == wave))
            .map(|(_, title)| title.clone());
        let of = wave.map_or(String::new(), |title| format!(", {title}"));
        let when = french::moment(kernel::Moment(one.at), zone);
        let is_hidden = desk.hides(one.id);
        let why = if is_hidden { " : il dit ce qui est décidé de dossiers que vous ne lisez pas" } else { "" };
        (
            french::spaced(&format!("Relevé n° {}{of}, arrêté le {when} par {}{why}", one.number, one.by_name)),
            if is_hidden { String::new() } else { format!("{}/{}", path(id), one.number) },
        )
    });
    let minutes = minutes.collect();
    let mut amendments = Vec::new();
    for one in store::committee::amendments(tx, id).await? {
        let row = desk.rows.iter().find(|row| row.fundings.iter().any(|funding| funding.id == one.funding));
        let Some(row) = row.filter(|row| !desk.closed.contains(&row.application)) else { continue };
        let when = french::moment(kernel::Moment(one.at), zone);
        let told = format!(
            "{} {}, le {when}, {} : {} → {} ({})",
            row.number, row.project.title, one.by_name, one.before, one.after, one.reason
        );
        amendments.push((french::spaced(&told), format!("{}/amendements/{}", committee_path(id), one.id)));
    }
    let frame = visit.back_office("Vagues et relevés de décisions").with_form(&form);
    Ok(ClosingPage {
        frame: frame.with_breadcrumb(above(id, &desk.committee.terms.title)),
        path: path(id),
        waves: waves_told(&desk).iter().map(|told| french::spaced(told)).collect(),
        offered: choices(desk.waves.iter().map(|(id, title)| (*id, title.clone()))),
        criteria: choices(CRITERIA),
        minutes,
        amendments,
        may_hold: desk::verdict(&visit.actor, &acts::HOLD_COMMITTEE, &desk.call).is_allowed(),
        is_frozen: desk.committee.is_frozen,
        silent: silent(tx, &desk).await?,
        form: match form.field("revision") {
            Some(_) => form,
            None => form
                .with("revision", desk.committee.revision.to_string())
                .with("salaries", desk.setting.fragile_employees.to_string()),
        },
    })
}

/// Associations that said nothing of their employees, in a sentence; nothing when all did.
async fn silent(tx: &mut Tx, desk: &Desk) -> Result<String, Fault> {
    let known = directory::facade::employees(tx).await?;
    let mut all: Vec<Uuid> = desk.rows.iter().map(|row| row.carrier).filter(|id| !known.contains_key(id)).collect();
    all.sort_unstable();
    all.dedup();
    if all.is_empty() {
        return Ok(String::new());
    }
    let many = french::count(all.len() as i64, "porteur n’a pas dit", "porteurs n’ont pas dit");
    Ok(french::spaced(&format!(
        "{many} combien de salariés ils ont : aucune vague d’associations fragiles ne les prend."
    )))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Committee>) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &house, &visit, id.uuid(), Form::empty()).await?)
}

/// What a criterion is typed with.
struct Typed<'a> {
    amount: Option<i64>,
    numbers: &'a str,
    setting: CommitteeSetting,
    employees: HashMap<Uuid, i64>,
}

/// Projects that a criterion names.
fn chosen(desk: &Desk, criterion: &str, typed: &Typed<'_>) -> Vec<Uuid> {
    let Typed { amount, numbers, setting, employees } = typed;
    let numbers: Vec<&str> = numbers.split([' ', ',', ';', '\n', '\r', '\t']).filter(|one| !one.is_empty()).collect();
    let is_chosen = |row: &&applications::facade::ProjectRow| match criterion {
        "fragiles" => setting.is_fragile(employees.get(&row.carrier).copied()),
        "reconduites" => row.project.kind == applications::facade::ProjectKind::Renewed,
        "petites" => amount.is_some_and(|most| row.totals.charges.0 <= most),
        "dossiers" => numbers.contains(&row.number.as_str()),
        "reste" => !desk.wave_of.contains_key(&row.project.id),
        _ => false,
    };
    desk.rows.iter().filter(is_chosen).map(|row| row.project.id).collect()
}

pub async fn wave(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Committee>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let desk = desk::desk(&mut tx, &visit.actor, &acts::HOLD_COMMITTEE, id.uuid()).await?;
    let mut reading = Reading::of(&fields);
    let title = reading.text("titre");
    let amount = super::committee_words::amount(&mut reading, "cout");
    let most = reading.whole("salaries").unwrap_or(desk.setting.fragile_employees);
    let typed = Typed {
        amount,
        numbers: fields.text("numeros"),
        setting: CommitteeSetting { fragile_employees: most, ..desk.setting },
        employees: directory::facade::employees(&mut tx).await?,
    };
    let projects = chosen(&desk, fields.text("critere"), &typed);
    let outcome = match reading.filled(()).sound() {
        Ok(()) => make_wave(&mut tx, &house.outside, &visit.actor, id.uuid(), (&title, &projects)).await,
        Err(failure) => Err(failure),
    };
    let again = async |form| drawn(&mut house.read().await?, &house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|_| path(id.uuid()), "enregistre"), &fields, again).await
}

pub async fn freeze(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Committee>,
    fields: Fields,
) -> Answer {
    let wave = match fields.text("vague") {
        "" => None,
        text => Some(text.parse().unwrap_or(Uuid::nil())),
    };
    let around = (&house.outside, &house.settings.zone, house.settings.site.town.as_str());
    let asked = (wave, fields.revision());
    // Minutes are set on paper before anything is written: votes go on meanwhile.
    let drawn_up = freezing::draw(&mut house.read().await?, around, &visit.actor, id.uuid(), asked).await;
    let paper = match drawn_up {
        Ok(document) => freezing::set(document, &house.outside).await,
        Err(failure) => Err(failure),
    };
    let mut tx = house.write().await?;
    let outcome = match paper {
        Ok(paper) => freezing::freeze(&mut tx, around, &visit.actor, id.uuid(), asked, paper).await,
        Err(failure) => Err(failure),
    };
    let again = async |form| drawn(&mut house.read().await?, &house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|_| path(id.uuid()), "enregistre"), &fields, again).await
}

/// `/gestion/programmation/{id}/releves/{number}`: the file of minutes.
pub async fn minutes(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, number)): Path<(String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let (id, number) = (id.parse().map_err(|_| Fault::not_found())?, number.parse().map_err(|_| Fault::not_found())?);
    let (name, bytes) = freezing::minutes_file(&mut tx, &visit.actor, id, number).await?;
    answer::download(&name, "application/pdf", bytes)
}

/// A line of the project that is projected.
pub(super) struct ProjectedLine {
    pub funding: String,
    pub funder: String,
    pub asked: String,
    pub proposed: String,
    pub voted: String,
    pub decision: String,
}

/// `/gestion/programmation/{id}/amendements/{amendment}`: what an amendment changed, on paper.
pub async fn amendment(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, amendment)): Path<(String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let of = (id.parse().map_err(|_| Fault::not_found())?, amendment.parse().map_err(|_| Fault::not_found())?);
    let around = (&house.settings.zone, house.settings.site.town.as_str());
    let one = addendum(&mut tx, around, &visit.actor, of).await?;
    drop(tx);
    answer::document(&one.name, one.document, one.at).await
}

#[derive(Template)]
#[template(path = "pages/committee_projection.html")]
pub(super) struct ProjectionPage {
    pub frame: Frame,
    pub told: Vec<Told>,
    pub title: String,
    pub about: String,
    pub lines: Vec<ProjectedLine>,
    pub live: Live,
    pub before: Option<Link>,
    pub after: Option<Link>,
    pub place: String,
}

/// `/gestion/programmation/{id}/projection`: one project at a time, in large type.
pub async fn projection(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Committee>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let desk = desk::desk(&mut tx, &visit.actor, &acts::READ_COMMITTEE, id.uuid()).await?;
    let live = Live::of(&mut tx, &house, &desk.committee).await?;
    let mut told = sentences(&mut tx, &desk).await?;
    drop(tx);
    let all = totals(&desk.lines(&desk.rows), &desk.places()).whole;
    told.insert(
        0,
        Told {
            is_beyond: false,
            sentence: format!(
                "Voté {}, proposé {}, demandé {}",
                euros(all.voted),
                euros(all.proposed),
                euros(all.asked)
            ),
        },
    );
    let open: Vec<_> = desk.rows.iter().filter(|row| !desk.closed.contains(&row.application)).collect();
    let rank: usize = asked.text("action").parse().unwrap_or(1).clamp(1, open.len().max(1));
    let row = open.get(rank - 1);
    let at =
        |rank: usize, words: &str| Link::new(words, format!("{}/projection?action={rank}", committee_path(id.uuid())));
    let lines = row.map(|row| {
        row.fundings.iter().map(|funding| {
            let line = desk.line(funding);
            ProjectedLine {
                funding: funding.id.to_string(),
                funder: format!("{} {}", desk.funder_name(funding.funder), funding.year),
                asked: euros(line.asked),
                proposed: line.proposed.map_or("–".to_owned(), euros),
                voted: line.decision.map_or("–".to_owned(), |_| euros(line.voted)),
                decision: line.decision.map_or("À décider".to_owned(), |one| one.french().to_owned()),
            }
        })
    });
    let frame = visit.back_office("Projection").with_breadcrumb(above(id.uuid(), &desk.committee.terms.title));
    answer::page(&ProjectionPage {
        frame,
        told,
        title: row.map(|row| french::spaced(&format!("{} {}", row.number, row.project.title))).unwrap_or_default(),
        about: row
            .map(|row| french::spaced(&format!("{}, coût {}", row.carrier_name, euros(row.totals.charges.0))))
            .unwrap_or_default(),
        lines: lines.into_iter().flatten().collect(),
        live,
        before: (rank > 1).then(|| at(rank - 1, "Action précédente")),
        after: (rank < open.len()).then(|| at(rank + 1, "Action suivante")),
        place: format!("Action {} sur {}", french::integer(rank as i64), french::integer(open.len() as i64)),
    })
}
