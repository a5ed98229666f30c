//! `/quartiers/{code}/couleur`: a neighbourhood on two sides of a sheet: what was said there, its place in each objective
//! of the contract, and what is done.

use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::{Block, Document, Run};
use interface::{Frame, Link};
use jiff::civil::Date;
use kernel::{Uuid, french};
use lineage::Kind;
use plan::facade::SheetBrief;
use strategy::facade::NodeBrief;
use territory::facade::{Area, Inhabitants};
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::{public_path, today};

/// Needs told on two sides, the most named first.
const MOST_NEEDS: usize = 12;
/// Objectives without action told one by one; past it, the others are counted.
const MOST_BARE: usize = 30;

#[derive(Template)]
#[template(path = "pages/colour.html")]
pub(super) struct ColourPage {
    pub frame: Frame,
    pub colour: Colour,
    pub portrait: String,
    pub pdf: String,
}

/// A neighbourhood in a few lines.
pub(super) struct Colour {
    pub area: String,
    pub inhabitants: String,
    /// Needs named there: reference, label, how many pieces of evidence there.
    pub needs: Vec<(String, String)>,
    pub more_needs: usize,
    /// How many actions stand in each state there.
    pub counts: Vec<String>,
    /// Each objective with its actions there.
    pub objectives: Vec<(String, Vec<Told>)>,
    /// Objectives none of whose actions is told there.
    pub bare: Vec<String>,
}

/// An action, as it is told on the sheet.
pub(super) struct Told {
    pub title: String,
    pub href: String,
    pub state: String,
}

impl Colour {
    async fn load(tx: &mut Tx, area: &Area) -> Result<Self, Fault> {
        let people = territory::facade::inhabitants(tx).await?;
        let inhabitants = people.iter().find(|one| one.area == area.id).map(told_people).unwrap_or_default();
        let mut needs: Vec<(String, String)> = listening::facade::needs_of_area(tx, area.id)
            .await?
            .into_iter()
            .map(|need| (need.code, need.label))
            .collect();
        let more_needs = needs.len().saturating_sub(MOST_NEEDS);
        needs.truncate(MOST_NEEDS);
        let sheets = plan::facade::sheets_of_area(tx, area.id, false).await?;
        let counts = plan::facade::counts_of_area(tx, area.id).await?.into_iter();
        let counts =
            counts.map(|(state, count)| format!("{} : {}", state.french(), french::count(count, "action", "actions")));
        let (mut objectives, mut bare) = (Vec::new(), Vec::new());
        for contract in strategy::facade::contracts(tx).await?.iter().filter(|one| one.area_ids.contains(&area.id)) {
            let nodes = strategy::facade::nodes(tx, contract.id).await?;
            let parents: HashSet<Uuid> = nodes.iter().filter_map(|node| node.parent).collect();
            let is_told = |node: &&NodeBrief| !node.is_transversal && !parents.contains(&node.id);
            let leaves: HashSet<Uuid> = nodes.iter().filter(is_told).map(|node| node.id).collect();
            for node in nodes.iter().filter(is_told) {
                let own: Vec<Told> = sheets.iter().filter(|sheet| sheet.objective == Some(node.id)).map(told).collect();
                let name = format!("{} {}", node.code, node.title);
                if own.is_empty() { bare.push(name) } else { objectives.push((name, own)) }
            }
            let elsewhere = |sheet: &&SheetBrief| {
                sheet.contract == contract.id && sheet.objective.is_none_or(|node| !leaves.contains(&node))
            };
            let others: Vec<Told> = sheets.iter().filter(elsewhere).map(told).collect();
            if !others.is_empty() {
                objectives.push(("Autres actions du contrat".to_owned(), others));
            }
        }
        let more = bare.len().saturating_sub(MOST_BARE);
        if more > 0 {
            bare.truncate(MOST_BARE);
            bare.push(format!("Et {}", french::count(i64::try_from(more).unwrap_or(i64::MAX), "autre", "autres")));
        }
        Ok(Self { area: area.name.clone(), inhabitants, needs, more_needs, counts: counts.collect(), objectives, bare })
    }

    /// Two sides of A4.
    fn document(&self, town: &str, day: Date) -> Document {
        let mut document = Document::new(format!("{} : sa couleur dans le contrat de ville", self.area), town, day);
        let blocks = &mut document.blocks;
        if !self.inhabitants.is_empty() {
            blocks.push(Block::Paragraph(vec![Run::plain(&self.inhabitants)]));
        }
        let mut list = |title: &str, items: Vec<Vec<Run>>, nothing: &str| {
            blocks.push(Block::Heading { level: 1, text: title.to_owned() });
            if items.is_empty() {
                blocks.push(Block::Paragraph(vec![Run::plain(nothing)]));
            } else {
                blocks.push(Block::List { is_numbered: false, items });
            }
        };
        let needs = self.needs.iter().map(|(code, label)| vec![Run::plain(format!("{label} ({code})"))]);
        list("Ce que les habitants y disent", needs.collect(), "Aucun besoin n’y est encore enregistré.");
        list("Où en sont les actions", self.counts.iter().map(|line| vec![Run::plain(line)]).collect(), NO_ACTION);
        for (name, own) in &self.objectives {
            let items = own.iter().map(|one| vec![Run::strong(&one.title), Run::plain(format!(" {}", one.state))]);
            list(name, items.collect(), "");
        }
        if !self.bare.is_empty() {
            list(
                "Objectifs sans action ici pour l’instant",
                self.bare.iter().map(|name| vec![Run::plain(name)]).collect(),
                "",
            );
        }
        document
    }
}

/// What is told when no action is published there.
const NO_ACTION: &str = "Aucune action n’y est encore publiée.";

/// « 2 712 habitants (INSEE, 2018) ».
fn told_people(people: &Inhabitants) -> String {
    let year = people.year.map(|year| format!(", {year}")).unwrap_or_default();
    format!("{} ({}{year})", french::count(people.count, "habitant", "habitants"), people.producer)
}

fn told(sheet: &SheetBrief) -> Told {
    Told {
        title: format!("{} {}", sheet.code, sheet.title),
        href: public_path(Kind::Sheet, &sheet.address),
        state: format!("{}, au {}", sheet.status.french(), french::date(sheet.since)),
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let area = territory::facade::by_code(&mut tx, &code).await?.ok_or_else(Fault::not_found)?;
    let colour = Colour::load(&mut tx, &area).await?;
    let path = format!("/quartiers/{}", answer::encode(&code));
    match asked.text("format") {
        "pdf" => {
            let document = colour.document(&house.settings.site.town, today(&house).0);
            answer::document(&format!("couleur-{code}.pdf"), document, house.outside.now()).await
        }
        _ => {
            let above = vec![Link::new("Accueil", "/"), Link::new(area.name.as_str(), &path)];
            let frame = visit.public_in_french(&format!("La couleur de {}", area.name)).with_breadcrumb(above);
            answer::page(&ColourPage { frame, colour, pdf: format!("{path}/couleur?format=pdf"), portrait: path })
        }
    }
}
