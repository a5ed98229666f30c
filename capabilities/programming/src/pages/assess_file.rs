//! `/gestion/dossiers/{id}`: a whole application, its checks first.

use std::sync::Arc;

use applications::facade::{self as files, Application, FundingState, Part};
use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Html, Link, SummaryRow, Tag};
use kernel::{Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{above, file_path, may, met_tag, number_of, project_path, today};
use crate::actions::assess_file::{self, Dossier, zone_of};
use crate::actions::{assess_checking, assess_recusing};
use crate::acts;
use crate::rules::{missing, verdict};

#[derive(Template)]
#[template(path = "pages/assess_file.html")]
pub(super) struct FilePage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub rows: Vec<SummaryRow>,
    pub verdict: String,
    /// Each check with its sentence and, when it is about one, its project.
    pub checks: Vec<(Tag, String, String)>,
    pub projects: Vec<(Link, String)>,
    /// Sections of the form with what was answered.
    pub sections: Vec<(String, Vec<SummaryRow>)>,
    pub papers: Vec<Link>,
    /// « 2 messages non lus », or nothing.
    pub unread: String,
    pub asked: Vec<String>,
    pub out: Vec<String>,
    pub may_check: bool,
    /// What leads to the page of completion.
    pub more: &'static str,
    pub is_waiting: bool,
    pub lacks: bool,
}

fn text(term: &str, value: &str) -> SummaryRow {
    SummaryRow::new(Html::text(term), Html::sentence(value))
}

/// What was answered of one part of the form: of the whole, or of one project.
pub(super) fn sections(dossier: &Dossier, project: Option<Uuid>) -> Vec<(String, Vec<SummaryRow>)> {
    let part = if project.is_some() { Part::Project } else { Part::Application };
    // The whole form: what every application answers, and what this call adds.
    let form = files::form(&dossier.view.terms);
    let own = form.iter().filter(|section| section.part == part);
    let said = |key: &str| {
        let found = dossier.answers.iter().find(|one| one.project == project && one.key == key);
        found.map(|one| one.value.clone()).unwrap_or_default()
    };
    let told = own.map(|section| {
        let rows: Vec<SummaryRow> = section
            .questions
            .iter()
            .map(|question| (question, said(&question.key)))
            .filter(|(question, value)| question.kind != applications::facade::QuestionKind::Piece || !value.is_empty())
            .map(|(question, value)| SummaryRow::new(Html::text(&question.label), Html::text(&value)))
            .collect();
        (section.title.clone(), rows)
    });
    told.filter(|(_, rows)| !rows.is_empty()).collect()
}

impl FilePage {
    pub fn new(
        frame: Frame,
        form: Form,
        dossier: &Dossier,
        (out, unread, may_check): (Vec<String>, usize, bool),
    ) -> Self {
        let (view, application) = (&dossier.view, &dossier.view.application);
        let zone = zone_of(view, &jiff::tz::TimeZone::UTC);
        let mut rows = vec![
            text("Porteur", &view.carrier),
            text("Appel à projets", &view.call.title),
            text("État", application.stage.french()),
        ];
        if let Some(filed) = application.filed_at {
            let by = Some(application.filed_by_name.as_str()).filter(|name| !name.is_empty());
            let by = by.map(|name| format!(", par {name}")).unwrap_or_default();
            rows.push(text("Déposé", &format!("le {}{by}", french::moment(filed, &zone))));
        }
        if let Some(elsewhere) = &dossier.elsewhere {
            rows.push(text("Référence d’origine", elsewhere));
        }
        let years = application.first_year + application.years - 1;
        rows.push(text(
            "Années demandées",
            &if application.years > 1 { format!("{} à {years}", application.first_year) } else { years.to_string() },
        ));
        let name = |project: Option<Uuid>| {
            let row = project.and_then(|id| dossier.row(id));
            row.map(|row| row.project.title.clone()).unwrap_or_default()
        };
        let check = |check: &crate::rules::Check| (met_tag(check.met), check.sentence.clone(), name(check.project));
        let project = |row: &applications::facade::ProjectRow| {
            let asked = row.fundings.iter().map(|funding| funding.asked.0).sum();
            let words = format!(
                "{} demandés, {} de charges, {}",
                french::euros(kernel::Cents(asked)),
                french::euros(row.totals.charges),
                row.project.state.french()
            );
            (Link::new(&row.project.title, project_path(row.project.id)), french::spaced(&words))
        };
        let asked = dossier.completions.iter().map(|one| {
            let state = match (one.closed_at, one.answered_at) {
                (Some(_), Some(_)) => "accepté".to_owned(),
                (Some(_), None) => "clos sans réponse".to_owned(),
                (None, Some(at)) => format!("répondu le {} : à relire", french::moment(at, &zone)),
                (None, None) => format!("attendu pour le {}", french::date(one.due_on)),
            };
            let many = french::count(one.items.len() as i64, "élément demandé", "éléments demandés");
            format!("{many} par {}, {state}", one.asked_by_name)
        });
        let paper = |one: &applications::facade::Joined| {
            let what = view.terms.attachment(&one.kind).map_or("Autre pièce", |asked| asked.label.as_str());
            let of = Some(name(one.project)).filter(|title| !title.is_empty()).map(|title| format!(", {title}"));
            let words = format!("{what}{} : {}", of.unwrap_or_default(), one.label);
            let words = words.trim_end_matches(" : ");
            Link::new(french::spaced(words), format!("{}/pieces/{}", file_path(application.id), one.id))
        };
        Self {
            frame: frame.with_form(&form).with_caption(&*view.carrier),
            form,
            path: file_path(application.id),
            rows,
            verdict: verdict(&dossier.checks),
            checks: dossier.checks.iter().map(check).collect(),
            projects: dossier.rows.iter().map(project).collect(),
            sections: sections(dossier, None),
            papers: dossier.joined.iter().map(paper).collect(),
            asked: asked.map(|words| french::spaced(&words)).collect(),
            out,
            unread: match unread {
                0 => String::new(),
                count => french::count(count as i64, "message non lu", "messages non lus"),
            },
            may_check,
            more: match dossier.completions.iter().find(|one| one.closed_at.is_none()) {
                None => "Demander ce qui manque",
                Some(one) if one.answered_at.is_some() => "Relire le complément reçu",
                Some(_) => "Voir le complément demandé",
            },
            is_waiting: view.fundings.iter().any(|funding| funding.state == FundingState::Asked),
            lacks: missing(&dossier.checks) > 0,
        }
    }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<FilePage, Fault> {
    let mut tx = house.read().await?;
    let around = (today(house), &house.settings.zone);
    let dossier = assess_file::open(&mut tx, around, &visit.actor, &acts::READ, id).await?;
    let out = assess_recusing::names(&mut tx, &dossier.view).await?;
    let unread = files::unread_messages(&mut tx, id).await?;
    let may_check = may(visit, &acts::CHECK, dossier.view.call.contract);
    let frame = visit.back_office(&number_of(&dossier)).with_breadcrumb(list_above(&dossier));
    Ok(FilePage::new(frame, form, &dossier, (out, unread, may_check)))
}

fn list_above(dossier: &Dossier) -> Vec<Link> {
    above(Some(dossier)).into_iter().take(1).collect()
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), Form::empty()).await?)
}

/// Says that the file is complete.
pub async fn complete(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Application>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = assess_checking::complete(&mut tx, around, &visit.actor, id.uuid(), fields.text("pourquoi")).await;
    let again = async |form| draw(&house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (file_path, "enregistre"), &fields, again).await
}
