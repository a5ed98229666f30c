//! `/gestion/dossiers/{id}/archive`: the whole file as a ZIP; `/gestion/dossiers/{id}/pieces/{piece}`: one document.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::extract::{Path, State};
use database::Tx;
use documents::{Block, Cell, Column, Document, Kind, Run, Table};
use kernel::{Breakdown, french};
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::completion::label;
use super::stream::{Contents, zipped};
use crate::actions::following::packing::{self, Paper};
use crate::actions::writing::whole::whole;
use crate::pages::writing::{Desk, attachments, filing, id_of, papers};
use crate::rules::following::{folder, paper_name};
use crate::rules::writing::Whole;
use crate::rules::{Application, Event, Funding, Project};
use crate::store;

fn heading(text: impl Into<String>) -> Block {
    Block::Heading { level: 1, text: text.into() }
}

fn fundings_table(funders: &[crate::rules::CallFunder], of: &[&Funding], caption: String) -> Table {
    let mut table = Table::new(
        "financements",
        caption,
        vec![
            Column::new("financeur", "Financeur", Kind::Text).row_header(),
            Column::new("annee", "Année", Kind::Text),
            Column::new("demande", "Demandé", Kind::Euros),
            Column::new("etat", "État", Kind::Text),
            Column::new("accorde", "Accordé", Kind::Euros),
        ],
    );
    let name =
        |one: &Funding| funders.iter().find(|funder| funder.id == one.funder).map_or("", |one| one.name.as_str());
    let row = |one: &&Funding| {
        vec![
            Cell::text(name(one)),
            Cell::text(one.year.to_string()),
            Cell::Euros(one.asked.0),
            Cell::text(one.state.french()),
            one.decided.map_or(Cell::text(""), |amount| Cell::Euros(amount.0)),
        ]
    };
    table.rows = of.iter().map(row).collect();
    table
}

/// What an application is, on a page or two: who asks what, what happened, what it holds.
async fn summary(tx: &mut Tx, town: &str, (desk, whole): (&Desk, &Whole), names: &[String]) -> Result<Document, Fault> {
    let application = &desk.found.application;
    let (id, number) = (application.id, application.number.as_deref().unwrap_or_default());
    let filed = application.filed_at.unwrap_or(application.created_at);
    let mut document = Document::new(format!("Dossier {number}"), town, filed.day(&desk.zone));
    document.subtitle = Some(format!("{} – {}", desk.carrier, desk.call.title));
    document.reference = Some(number.to_owned());
    let pair = |term: &str, value: String| (term.to_owned(), vec![Run::plain(value)]);
    document.blocks.push(Block::KeyValues(vec![
        pair("Porteur", desk.carrier.clone()),
        pair("Appel à projets", desk.call.title.clone()),
        pair("Déposé", format!("{} par {}", french::moment(filed, &desk.zone), application.filed_by_name)),
        pair("État", application.stage.french().to_owned()),
        pair("Montant demandé", french::euros(whole.asked())),
    ]));
    let projects = store::project::of_application(tx, id).await?;
    let fundings = store::funding::of_application(tx, id).await?;
    for project in &projects {
        document.blocks.push(heading(project.title.as_str()));
        let own: Vec<&Funding> = fundings.iter().filter(|one| one.project == project.id).collect();
        let caption = format!("Ce que demande « {} »", project.title);
        document.blocks.push(Block::Table(fundings_table(&whole.funders, &own, caption)));
    }
    let list = |items: Vec<String>| Block::List {
        is_numbered: false,
        items: items.into_iter().map(|item| vec![Run::plain(item)]).collect(),
    };
    let event = |one: &Event| {
        let by = Some(one.by_name.as_str()).filter(|name| !name.is_empty()).map(|name| format!(", par {name}"));
        let note = Some(one.note.as_str()).filter(|note| !note.is_empty()).map(|note| format!(". {note}"));
        let when = french::moment(one.at, &desk.zone);
        format!("{when} : {}{}{}", one.kind.french(), by.unwrap_or_default(), note.unwrap_or_default())
    };
    document.blocks.push(heading("Ce qui s’est passé"));
    document.blocks.push(list(store::event::of_application(tx, id).await?.iter().map(event).collect()));
    let completions = store::event::completions(tx, id).await?;
    if !completions.is_empty() {
        document.blocks.push(heading("Compléments demandés"));
        let items = completions.iter().flat_map(|one| &one.items);
        let told = items.map(|item| {
            let reply =
                Some(item.reply.as_str()).filter(|text| !text.is_empty()).map(|text| format!(" Réponse : {text}"));
            let what = label(&desk.terms, &projects, item);
            french::spaced(&format!("{what} ({}) : {}{}", item.state.french(), item.why, reply.unwrap_or_default()))
        });
        document.blocks.push(list(told.collect()));
    }
    document.blocks.push(heading("Pièces de ce dossier"));
    document.blocks.push(list(if names.is_empty() {
        vec!["Aucune pièce jointe.".to_owned()]
    } else {
        names.to_vec()
    }));
    Ok(document)
}

/// Every answer, a line each.
fn answers(whole: &Whole) -> Table {
    let mut table = Table::new(
        "reponses",
        "Réponses du dossier",
        vec![
            Column::new("partie", "Partie", Kind::Text),
            Column::new("question", "Question", Kind::Text).row_header(),
            Column::new("reponse", "Réponse", Kind::Text),
        ],
    );
    for (part, said) in filing::recap(whole) {
        for one in said {
            table.rows.push(vec![Cell::text(part.as_str()), Cell::text(one.question), Cell::text(one.answer)]);
        }
    }
    table
}

/// Names of documents in the ZIP, in order.
fn names(desk: &Desk, projects: &[Project], all: &[Paper]) -> Vec<String> {
    let name = |(rank, (one, file)): (usize, &Paper)| {
        let what = desk.terms.attachment(&one.kind).map_or("autre piece", |asked| asked.label.as_str());
        let project = one.project.and_then(|id| projects.iter().find(|project| project.id == id));
        paper_name(rank + 1, what, project.map(|project| project.position), &file.original_name)
    };
    all.iter().enumerate().map(name).collect()
}

/// Takes the whole file away: its summary, the form, every answer, every document.
pub async fn take(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let mut tx = house.write().await?;
    let (found, all) = packing::take(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    let desk = Desk::around(&mut tx, found).await?;
    let application = desk.found.application.clone();
    let filed_on = application.filed_at.unwrap_or(application.created_at).day(&desk.zone);
    let whole = whole(&mut tx, application, filed_on).await?;
    let projects = store::project::of_application(&mut tx, id.uuid()).await?;
    let names = names(&desk, &projects, &all);
    let town = house.settings.site.town.as_str();
    let summary = summary(&mut tx, town, (&desk, &whole), &names).await?;
    let cerfa = papers::cerfa_of(&mut tx, town, &desk).await?;
    tx.commit().await?;
    let number = desk.found.application.number.clone().unwrap_or_default();
    let folder = folder(&number, &desk.carrier);
    let made_at = house.outside.now();
    let broken = |error: Box<dyn std::error::Error + Send + Sync>| Fault::from(Breakdown(error));
    let setting = tokio::task::spawn_blocking(move || {
        let set = |document: &Document| documents::pdf::render(document, made_at);
        set(&summary).and_then(|summary| Ok((summary, set(&cerfa)?)))
    });
    let set = setting.await.map_err(|error| broken(Box::new(error)))?;
    let (summary, cerfa) = set.map_err(|error| broken(Box::new(error)))?;
    let said = documents::csv::write(&answers(&whole), documents::csv::Flavour::Excel);
    let said = said.map_err(|error| broken(Box::new(error)))?;
    let texts = [
        (format!("{folder}/resume-{number}.pdf"), summary),
        (format!("{folder}/cerfa-12156-{number}.pdf"), cerfa),
        (format!("{folder}/reponses-{number}.csv"), said),
    ];
    let papers: VecDeque<_> = names
        .into_iter()
        .zip(&all)
        .map(|(name, (_, file))| (format!("{folder}/pieces/{name}"), file.content))
        .collect();
    let contents = Contents { vault: house.vault.clone(), texts: VecDeque::from(texts), papers };
    answer::download(&format!("{folder}.zip"), "application/zip", zipped(contents))
}

/// One document; `?apercu=oui` gives the small picture.
pub async fn open(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, piece)): Path<(String, String)>,
    asked: Asked,
) -> Answer {
    let at = (id_of(&id)?, id_of(&piece)?);
    let file = packing::paper(&mut house.read().await?, &visit.actor, at).await?;
    attachments::served(&house, file, asked.is_ticked("apercu")).await
}
