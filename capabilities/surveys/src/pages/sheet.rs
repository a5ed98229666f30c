//! `/gestion/questionnaires/{id}`: where a questionnaire stands, what to do next.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind, Table};
use interface::{Form, Frame, Html, Link, SummaryRow, TableOptions};
use kernel::{Uuid, french};
use questionnaire::comparison::{self, Compared};
use questionnaire::definition;
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{above, path, public_path};
use crate::rules::{Access, Mode, State as Stage};
use crate::store::survey::{Survey, Version};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub rows: Vec<SummaryRow>,
    pub links: Vec<Link>,
    pub progress: Option<Html>,
    pub versions: Vec<(i64, String, String)>,
    /// What publishing would change, question by question.
    pub changes: Vec<String>,
    pub state: Stage,
    pub can_publish: bool,
    pub can_open: bool,
    pub may_lead: bool,
    pub revision: i64,
}

/// How many came by each way in each neighbourhood.
pub(super) fn progress(lines: &[(String, Option<Uuid>, i64)], areas: &[(Uuid, String)]) -> Option<Html> {
    if lines.is_empty() {
        return None;
    }
    let modes: Vec<Mode> =
        Mode::ALL.into_iter().filter(|mode| lines.iter().any(|line| line.0 == mode.code())).collect();
    let mut columns = vec![Column::new("quartier", "Quartier", Kind::Text).row_header()];
    columns.extend(modes.iter().map(|mode| Column::new(mode.code(), mode.french(), Kind::Integer)));
    columns.push(Column::new("total", "Total", Kind::Integer));
    let mut table = Table::new("avancement", "Réponses par quartier et par voie", columns);
    let places = areas.iter().map(|(id, name)| (Some(*id), name.as_str())).chain([(None, "Ailleurs ou non précisé")]);
    for (area, name) in places {
        let of = |mode: Option<Mode>| -> i64 {
            let mine = lines.iter().filter(|line| line.1 == area && mode.is_none_or(|mode| line.0 == mode.code()));
            mine.map(|line| line.2).sum()
        };
        let mut row = vec![Cell::text(name)];
        row.extend(modes.iter().map(|mode| Cell::Integer(of(Some(*mode)))));
        row.push(Cell::Integer(of(None)));
        table.rows.push(row);
    }
    Some(interface::table(&table, &TableOptions::default()))
}

/// What changed since the last version, in French.
fn changes(survey: &Survey, last: Option<&Version>) -> Vec<String> {
    let Some(last) = last else { return Vec::new() };
    let (Ok(before), Ok(after)) = (definition::from_json(&last.definition), definition::from_json(&survey.draft))
    else {
        return Vec::new();
    };
    let label = |one: &Compared| {
        let item = after.item(&one.name).or_else(|| before.item(&one.name));
        item.map_or_else(|| one.name.clone(), |item| item.label.told("fr", &after.settings.default_language).to_owned())
    };
    let changed = comparison::compare(&before, &after).into_iter().filter(|one| !one.changes.is_empty());
    changed
        .map(|one| {
            let what: Vec<String> = one.changes.iter().map(comparison::Change::french).collect();
            french::spaced(&format!("{} : {}", label(&one), what.join(" ; ")))
        })
        .collect()
}

async fn draw(tx: &mut database::Tx, house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<SheetPage, Fault> {
    let survey = actions::survey(tx, &visit.actor, &acts::READ, id).await?;
    let may_lead = actions::survey(tx, &visit.actor, &acts::LEAD, id).await.is_ok();
    let zone = &house.settings.zone;
    let versions = store::survey::versions(tx, id).await?;
    let areas: Vec<(Uuid, String)> =
        territory::facade::areas(tx).await?.into_iter().map(|area| (area.id, area.name)).collect();
    let lines = store::collected::by_mode_and_area(tx, id).await?;
    let count: i64 = lines.iter().map(|line| line.2).sum();
    let form_written = actions::form_of(&survey)?;
    let questions = i64::try_from(form_written.questions().len()).unwrap_or(i64::MAX);
    let day = |moment: kernel::Moment| french::date(moment.day(zone));
    let mut rows = vec![
        SummaryRow::new("État", survey.state.french()),
        SummaryRow::new("Questions", french::count(questions, "question", "questions")),
        SummaryRow::new("Réponses", french::count(count, "réponse", "réponses")),
    ];
    if let Some(opens) = survey.text.opens_at {
        rows.push(SummaryRow::new("Ouvre le", day(opens)));
    }
    if let Some(closes) = survey.text.closes_at {
        rows.push(SummaryRow::new("Ferme le", day(closes)));
    }
    if survey.published > 0 {
        let address = house.address(&public_path(&survey.code));
        rows.push(SummaryRow::new("Adresse publique", Html::link(&address, &public_path(&survey.code))));
    }
    if survey.text.access == Access::Invited {
        let (made, used) = store::invitation::counts(tx, id).await?;
        let told = format!("{}, {}", french::count(made, "lien", "liens"), french::count(used, "utilisé", "utilisés"));
        rows.push(SummaryRow::new("Invitations", told));
    }
    let mut links = vec![
        Link::new("Les questions", format!("{}/questions", path(id))),
        Link::new("Les résultats", format!("{}/resultats", path(id))),
        Link::new("Emporter le formulaire (XLSForm)", format!("{}/classeur", path(id))),
    ];
    if may_lead {
        links.push(Link::new("Apporter un formulaire (XLSForm)", format!("{}/import", path(id))));
        links.push(Link::new("Redressement", format!("{}/redressement", path(id))));
        links.push(Link::new("Réglages", format!("{}/reglages", path(id))));
        if survey.text.access == Access::Invited {
            links.push(Link::new("Invitations", format!("{}/invitations", path(id))));
        }
    }
    if actions::survey(tx, &visit.actor, &acts::COLLECT, id).await.is_ok() && survey.published > 0 {
        links.extend(super::collecting(&survey));
    }
    let last = versions.last();
    let is_new = last.is_none_or(|last| last.definition != survey.draft);
    let told = |version: &Version| {
        let moment = kernel::Moment(version.published_at);
        (version.number, day(moment), french::spaced(&version.note))
    };
    let frame = visit.back_office(&survey.text.title).with_breadcrumb(above(&survey)[..2].to_vec());
    Ok(SheetPage {
        frame: frame.with_form(&form),
        form,
        path: path(id),
        rows,
        links,
        progress: progress(&lines, &areas),
        changes: changes(&survey, last),
        versions: versions.iter().map(told).collect(),
        state: survey.state,
        can_publish: may_lead && is_new && questions > 0,
        can_open: may_lead && survey.published > 0 && survey.state != Stage::Open,
        may_lead,
        revision: survey.revision,
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&draw(&mut tx, &house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn publish(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let outcome = actions::publish(&mut tx, &house.outside, &visit.actor, at, fields.text("note")).await;
    let again = async |form| draw(&mut house.read().await?, &house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|_| path(id.uuid()), "enregistre"), &fields, again).await
}

async fn change(house: &House, visit: &Visit, id: Uuid, fields: &Fields, state: Stage) -> Answer {
    let mut tx = house.write().await?;
    actions::change_state(&mut tx, &house.outside, &visit.actor, (id, fields.revision()), state).await?;
    tx.commit().await?;
    answer::done(&path(id), "modifie")
}

pub async fn open(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Survey>, fields: Fields) -> Answer {
    change(&house, &visit, id.uuid(), &fields, Stage::Open).await
}

pub async fn close(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Survey>,
    fields: Fields,
) -> Answer {
    change(&house, &visit, id.uuid(), &fields, Stage::Closed).await
}
