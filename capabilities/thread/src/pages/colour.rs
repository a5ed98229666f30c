//! `/quartiers/{code}/couleur`: a neighbourhood on two sides of a sheet: what was said there, its place in each objective
//! of the contract, and what is done.

use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::{Block, Document, Run};
use interface::{Frame, Language, Link, Translated, t, t_with};
use jiff::civil::Date;
use kernel::{Uuid, french};
use lineage::Kind;
use plan::facade::{ActionStatus, SheetBrief};
use strategy::facade::NodeBrief;
use territory::facade::{Area, Population};
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::{public_path, today};
use crate::rules::{Section, fitted};

/// Needs told on two sides, the most named first.
const MOST_NEEDS: usize = 12;
/// Objectives without action told one by one; past it, the others are counted.
const MOST_BARE: usize = 30;
/// Actions told one by one on the page; past it, the list of actions has the others.
const MOST_ACTIONS: usize = 100;

#[derive(Template)]
#[template(path = "pages/colour.html")]
pub(super) struct ColourPage {
    pub frame: Frame,
    pub colour: Colour,
    pub portrait: String,
    pub pdf: String,
    /// The actions of the neighbourhood that the page has no room for, and where they are read.
    pub others: Option<(String, String)>,
}

impl ColourPage {
    fn told_more(&self) -> Translated {
        let (one, several) = ("{n} autre besoin dans le tableau", "{n} autres besoins dans le tableau");
        self.frame.t_count(self.colour.more_needs, one, several)
    }

    fn people(&self, count: &i64) -> Translated {
        self.frame.t_count(*count, "{n} habitant", "{n} habitants")
    }

    fn actions(&self, count: &i64) -> Translated {
        self.frame.t_count(*count, "{n} action", "{n} actions")
    }

    fn state(&self, one: &Told) -> Translated {
        one.state(self.frame.language)
    }
}

/// A neighbourhood in a few lines.
pub(super) struct Colour {
    pub area: String,
    /// How many inhabitants, and who counted them, when.
    pub inhabitants: Option<(i64, String)>,
    /// Needs named there: reference, label, how many pieces of evidence there.
    pub needs: Vec<(String, String)>,
    pub more_needs: i64,
    /// How many actions stand in each state there.
    pub counts: Vec<(ActionStatus, i64)>,
    /// Each objective with its actions there.
    pub objectives: Vec<(String, Vec<Told>)>,
    /// Objectives none of whose actions is told there.
    pub bare: Vec<String>,
}

/// An action, as it is told on the sheet.
pub(super) struct Told {
    pub title: String,
    pub href: String,
    pub status: ActionStatus,
    pub since: Date,
}

impl Told {
    /// « En cours, au 2 mars 2026 », in a language.
    fn state(&self, language: Language) -> Translated {
        let (status, day) = (t(language, self.status.french()).text, interface::day(language, self.since));
        t_with(language, "{etat}, au {jour}", [("etat", status.as_str()), ("jour", day.as_str())])
    }
}

impl Colour {
    async fn load(tx: &mut Tx, area: &Area) -> Result<Self, Fault> {
        let inhabitants = territory::facade::population(tx, area.id).await?.as_ref().map(told_people);
        let mut needs: Vec<(String, String)> = listening::facade::needs_of_area(tx, area.id)
            .await?
            .into_iter()
            .map(|need| (need.code, need.label))
            .collect();
        let more_needs = i64::try_from(needs.len().saturating_sub(MOST_NEEDS)).unwrap_or(i64::MAX);
        needs.truncate(MOST_NEEDS);
        let sheets = plan::facade::sheets_of_area(tx, area.id, false).await?;
        let counts = plan::facade::counts_of_area(tx, area.id).await?;
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
        Ok(Self { area: area.name.clone(), inhabitants, needs, more_needs, counts, objectives, bare })
    }

    /// Keeps so many actions at most, in order, with the objectives they carry; gives how many are left out.
    fn shorten(&mut self, most: usize) -> usize {
        let (mut room, mut left) = (most, 0);
        for (_, own) in &mut self.objectives {
            left += own.len().saturating_sub(room);
            own.truncate(room);
            room -= own.len();
        }
        self.objectives.retain(|(_, own)| !own.is_empty());
        left
    }

    /// Two sides of A4.
    fn document(&self, town: &str, day: Date) -> Document {
        let mut document = Document::new(format!("{} : sa couleur dans le contrat de ville", self.area), town, day);
        let blocks = &mut document.blocks;
        if let Some((count, source)) = &self.inhabitants {
            let people = french::count(*count, "habitant", "habitants");
            blocks.push(Block::Paragraph(vec![Run::plain(format!("{people} ({source})"))]));
        }
        let section = |title: &str, items: Vec<(String, String)>, nothing: &str| Section {
            title: title.to_owned(),
            items,
            nothing: nothing.to_owned(),
        };
        let plain = |lines: &[String]| lines.iter().map(|line| (String::new(), line.clone())).collect();
        let needs = self.needs.iter().map(|(code, label)| (String::new(), format!("{label} ({code})")));
        let no_need = "Aucun besoin n’y est encore enregistré.";
        let count = |(status, count): &(ActionStatus, i64)| {
            french::spaced(&format!("{} : {}", status.french(), french::count(*count, "action", "actions")))
        };
        let counts: Vec<String> = self.counts.iter().map(count).collect();
        let mut sections = vec![
            section("Ce que les habitants y disent", needs.collect(), no_need),
            section("Où en sont les actions", plain(&counts), NO_ACTION),
        ];
        for (name, own) in &self.objectives {
            sections.push(section(
                name,
                own.iter().map(|one| (one.title.clone(), one.state(Language::French).text)).collect(),
                "",
            ));
        }
        if !self.bare.is_empty() {
            sections.push(section("Objectifs sans action ici pour l’instant", plain(&self.bare), ""));
        }
        let (sections, left) = fitted(&sections);
        for Section { title, items, nothing } in sections {
            blocks.push(Block::Heading { level: 1, text: title });
            let item = |(strong, rest): (String, String)| match strong.is_empty() {
                true => vec![Run::plain(rest)],
                false => vec![Run::strong(strong), Run::plain(format!(" {rest}"))],
            };
            blocks.push(match items.is_empty() {
                true => Block::Paragraph(vec![Run::plain(nothing)]),
                false => Block::List { is_numbered: false, items: items.into_iter().map(item).collect() },
            });
        }
        if !left.is_empty() {
            blocks.push(Block::Paragraph(vec![Run::plain(left)]));
        }
        document
    }
}

/// What is told when no action is published there.
const NO_ACTION: &str = "Aucune action n’y est encore publiée.";

/// How many live there, and « INSEE, 2018 ».
fn told_people(people: &Population) -> (i64, String) {
    (people.count, people.measured())
}

fn told(sheet: &SheetBrief) -> Told {
    Told {
        title: format!("{} {}", sheet.code, sheet.title),
        href: public_path(Kind::Sheet, &sheet.address),
        status: sheet.status,
        since: sheet.since,
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let area = territory::facade::by_code(&mut tx, &code).await?.ok_or_else(Fault::not_found)?;
    let mut colour = Colour::load(&mut tx, &area).await?;
    let path = format!("/quartiers/{}", answer::encode(&code));
    match asked.text("format") {
        "pdf" => {
            let document = colour.document(&house.settings.site.town, today(&house).0);
            answer::document(&format!("couleur-{code}.pdf"), document, house.outside.now()).await
        }
        _ => {
            let above = vec![Link::new("Accueil", "/"), Link::new(area.name.as_str(), &path)];
            let mut frame = visit.public("La couleur d’un quartier").with_breadcrumb(above);
            frame.title = frame.t_with("La couleur de {nom}", [("nom", area.name.as_str())]);
            let left = i64::try_from(colour.shorten(MOST_ACTIONS)).unwrap_or(i64::MAX);
            let others = (left > 0).then(|| {
                let told = french::count(left, "autre action de ce quartier", "autres actions de ce quartier");
                (format!("Et {told}, dans la liste"), format!("/actions?quartier={}", answer::encode(&code)))
            });
            let pdf = format!("{path}/couleur?format=pdf");
            answer::page(&ColourPage { frame, colour, pdf, portrait: path, others })
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::process::{Command, Stdio};

    use super::*;

    /// Number of sides of a sheet, as another program counts them.
    fn sides(colour: &Colour) -> usize {
        let document = colour.document("Ville d’exemple", Date::constant(2026, 3, 15));
        let bytes = documents::pdf::render(&document, kernel::Moment(1_773_572_400_000)).expect("a document");
        let mut reader = Command::new("pdfinfo");
        let mut reader = reader.arg("-").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("pdfinfo");
        reader.stdin.take().expect("a pipe").write_all(&bytes).expect("sent");
        let told = reader.wait_with_output().expect("read");
        let told = String::from_utf8_lossy(&told.stdout).into_owned();
        assert!(told.contains("(A4)"), "{told}");
        let pages = told.lines().find_map(|line| line.strip_prefix("Pages:")).expect("a number");
        pages.trim().parse().expect("a number")
    }

    fn colour(needs: usize, objectives: usize, actions: usize, bare: usize, long: usize) -> Colour {
        let words = |length: usize| "Wagons et maisons du quartier ".repeat(length / 30 + 1);
        let told = |rank: usize| Told {
            title: format!("F{rank} {}", words(long)),
            href: String::new(),
            status: ActionStatus::UnderWay,
            since: Date::constant(2026, 9, 15),
        };
        Colour {
            area: "Les Tilleuls et le Port".into(),
            inhabitants: Some((2_712, "INSEE, 2018".into())),
            needs: (0..needs).map(|rank| (format!("B{rank}"), words(long))).collect(),
            more_needs: 0,
            counts: vec![(ActionStatus::Done, 3); 5],
            objectives: (0..objectives).map(|rank| (words(rank + 40), (0..actions).map(told).collect())).collect(),
            bare: (0..bare).map(|rank| format!("O{rank} {}", words(long))).collect(),
        }
    }

    #[test]
    fn a_page_tells_so_many_actions_and_counts_the_others() {
        let mut few = colour(3, 4, 5, 0, 30);
        assert_eq!((few.shorten(MOST_ACTIONS), few.objectives.len()), (0, 4));
        let mut many = colour(3, 60, 7, 0, 30);
        assert_eq!((many.shorten(MOST_ACTIONS), many.objectives.len()), (320, 15));
        assert_eq!(many.objectives.iter().map(|(_, own)| own.len()).sum::<usize>(), MOST_ACTIONS);
    }

    #[test]
    fn it_holds_on_two_sides_whatever_is_told() {
        assert_eq!(sides(&colour(0, 0, 0, 0, 10)), 1, "little is on one side");
        for (needs, objectives, actions, bare, long) in
            [(12, 4, 5, 5, 40), (12, 12, 3, 30, 60), (12, 3, 200, 31, 150), (12, 40, 40, 31, 190), (12, 300, 1, 0, 190)]
        {
            let count = sides(&colour(needs, objectives, actions, bare, long));
            assert!(count <= 2, "{count} sides: {needs} {objectives} {actions} {bare} {long}");
        }
        assert_eq!(sides(&colour(12, 12, 3, 30, 60)), 2, "both sides are used");
    }
}
