//! An opinion adopted, as read on pages and printed: its number, its sense, its text, the vote, who stayed out.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Block, Document, Run};
use interface::{Frame, Link};
use kernel::french;
use web::{Answer, Fault, House, PathId, Visit, answer};

use crate::actions::{opinion, submitting};
use crate::rules::{Assembly, Meeting, Submission};
use crate::store;

/// An opinion adopted, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub title: String,
    pub sense: &'static str,
    pub text: String,
    pub lines: Vec<String>,
}

/// « Avis nᵒ 3 du 2 avril 2026 ».
fn title(one: &Submission) -> Option<String> {
    let adopted = one.adopted?;
    Some(format!("Avis nᵒ\u{a0}{} du {}", adopted.number, french::date(adopted.ballot.on)))
}

/// What everybody who may read an opinion reads, once it is adopted.
pub(super) fn told(one: &Submission, meeting: Option<&Meeting>) -> Option<Told> {
    let (adopted, sense, title) = (one.adopted?, one.draft_sense?, title(one)?);
    let ballot = adopted.ballot;
    let at = meeting.map(|meeting| format!(" : {}", meeting.terms.title)).unwrap_or_default();
    let recused = match adopted.recused {
        0 => "Aucun membre ne s’est retiré".to_owned(),
        1 => "1 membre s’est retiré : lié au demandeur, il n’a ni délibéré ni voté".to_owned(),
        many => format!("{many} membres se sont retirés : liés au demandeur, ils n’ont ni délibéré ni voté"),
    };
    let lines = [
        format!("Adopté {} le {}{at}", ballot.way.french(), french::date(ballot.on)),
        ballot.words(),
        recused,
        format!("Demandé le {} pour le {}", french::date(one.submitted_on), french::date(one.terms.due_on)),
    ];
    let lines = lines.iter().map(|line| french::spaced(line)).collect();
    Some(Told { title, sense: sense.french(), text: one.draft.clone(), lines })
}

/// The opinion to print.
pub(super) fn document(
    town: &str,
    assembly: &Assembly,
    one: &Submission,
    told: &Told,
    day: jiff::civil::Date,
) -> Document {
    let mut made = Document::new(format!("{} : {}", told.title, one.terms.title), town, day);
    made.subtitle = Some(assembly.terms.name.clone());
    made.reference = Some(one.terms.reference.clone()).filter(|reference| !reference.is_empty());
    let fact = |name: &str, value: &str| (name.to_owned(), vec![Run::plain(value)]);
    made.blocks.push(Block::KeyValues(vec![fact("Demandeur", &one.terms.applicant), fact("Avis", told.sense)]));
    let heading = |text: &str| Block::Heading { level: 1, text: text.to_owned() };
    let list = |items: Vec<String>, is_numbered: bool| Block::List {
        is_numbered,
        items: items.into_iter().map(|item| vec![Run::plain(item)]).collect(),
    };
    made.blocks.push(heading("Questions posées"));
    made.blocks.push(list(one.questions().into_iter().map(str::to_owned).collect(), true));
    made.blocks.push(heading("Avis"));
    let parts = told.text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    made.blocks.extend(parts.map(|part| Block::Paragraph(vec![Run::plain(part)])));
    made.blocks.push(heading("Adoption"));
    made.blocks.push(list(told.lines.clone(), false));
    made
}

/// An opinion adopted with its body and what is told of it; nothing is there before.
async fn sealed(tx: &mut Tx, assembly: Assembly, one: Submission) -> Result<(Assembly, Submission, Told), Fault> {
    let meeting = match one.adopted.and_then(|adopted| adopted.ballot.meeting) {
        Some(meeting) => store::meeting::by_id(tx, meeting).await?,
        None => None,
    };
    let told = told(&one, meeting.as_ref()).ok_or_else(Fault::not_found)?;
    Ok((assembly, one, told))
}

async fn print(house: &House, found: (Assembly, Submission, Told)) -> Answer {
    let (assembly, one, told) = found;
    let day = one.adopted.map_or(one.submitted_on, |adopted| adopted.ballot.on);
    let name = format!("avis-{}.pdf", one.adopted.map_or(0, |adopted| adopted.number));
    let document = document(&house.settings.site.town, &assembly, &one, &told, day);
    answer::document(&name, document, house.outside.now()).await
}

/// Printed for whoever asked.
pub async fn print_asked(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Submission>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, one) = submitting::asked(&mut tx, &visit.actor, id.uuid()).await?;
    let found = sealed(&mut tx, assembly, one).await?;
    drop(tx);
    print(&house, found).await
}

/// Printed for members.
pub async fn print_own(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Submission>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, _, one, _) = opinion::mine(&mut tx, &visit.actor, id.uuid()).await?;
    let found = sealed(&mut tx, assembly, one).await?;
    drop(tx);
    print(&house, found).await
}

/// An opinion its body publishes; others are not there.
async fn published(tx: &mut Tx, id: kernel::Uuid) -> Result<(Assembly, Submission, Told), Fault> {
    let one = store::submission::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    if !one.adopted.is_some_and(|adopted| adopted.is_public) {
        return Err(Fault::not_found());
    }
    let assembly = store::assembly::by_id(tx, one.assembly).await?.ok_or_else(Fault::not_found)?;
    sealed(tx, assembly, one).await
}

#[derive(Template)]
#[template(path = "pages/open_opinion.html")]
pub(super) struct OpenOpinionPage {
    pub frame: Frame,
    pub opinion: Told,
    pub applicant: String,
    pub questions: Vec<String>,
    pub path: String,
}

impl OpenOpinionPage {
    pub fn new(frame: Frame, one: &Submission, opinion: Told) -> Self {
        Self {
            frame,
            opinion,
            applicant: one.terms.applicant.clone(),
            questions: one.questions().into_iter().map(str::to_owned).collect(),
            path: format!("/avis/{}", one.id),
        }
    }
}

pub async fn open(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Submission>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, one, told) = published(&mut tx, id.uuid()).await?;
    let above = vec![Link::new("Accueil", "/"), Link::new(&assembly.terms.name, format!("/instances/{}", assembly.id))];
    let frame = visit.public_in_french(&one.terms.title).with_breadcrumb(above);
    answer::page(&OpenOpinionPage::new(frame, &one, told))
}

pub async fn print_open(State(house): State<Arc<House>>, PathId(id): PathId<Submission>) -> Answer {
    let mut tx = house.read().await?;
    let found = published(&mut tx, id.uuid()).await?;
    drop(tx);
    print(&house, found).await
}
