//! `/besoins/reponses`: needs and what was proposed, counted from the links between one proposal and one need; the needs
//! that nothing answers and the proposals that no need asked for are found, not typed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use documents::{Block, Cell, Column, Document, Kind, Run, Table};
use interface::{Escaped, Frame, Html, Link, TableOptions, Translated};
use kernel::{Uuid, french};
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::above;
use crate::rules::{Answers, Crossing, Need, Proposal, Theme, answers};
use crate::store;

/// Where the matrix is read.
const PATH: &str = "/besoins/reponses";

#[derive(Template)]
#[template(path = "pages/answers.html")]
pub(super) struct AnswersPage {
    pub frame: Frame,
    pub table: Html,
    pub is_empty: bool,
    /// Whole families of actions that no need asked for, told with how many proposals they hold.
    pub bare_families: Vec<String>,
    /// Proposals that no need asked for, family by family.
    pub bare_proposals: Vec<(String, Vec<String>)>,
    /// Needs that nothing answers, theme by theme.
    pub bare_needs: Vec<(String, Vec<Link>)>,
    /// What is still to look at, in a sentence.
    pub untreated: String,
    pub pdf: String,
    pub manage: bool,
}

#[derive(Template)]
#[template(path = "pages/crossing.html")]
pub(super) struct CrossingPage {
    pub frame: Frame,
    pub theme: String,
    pub family: String,
    pub crossing: Crossing,
    /// Each need of the theme, with its evidence and the proposals of the family that answer it.
    pub needs: Vec<(Link, String, Vec<Shown>)>,
    /// Proposals of the family that answer no need of the theme.
    pub others: Vec<Shown>,
    pub manage: bool,
}

impl CrossingPage {
    fn linked(&self, count: &usize) -> Translated {
        self.frame.t_count(
            i64::try_from(*count).unwrap_or(i64::MAX),
            "{n} piste répond à des besoins de cette famille.",
            "{n} pistes répondent à des besoins de cette famille.",
        )
    }
}

/// A proposal as it is shown.
pub(super) struct Shown {
    pub label: String,
    pub source: String,
    pub note: String,
    /// Nobody looked yet for the needs it answers.
    pub is_untreated: bool,
    pub manage: String,
}

/// What the pages are made of.
pub(super) struct Told {
    pub themes: Vec<Theme>,
    pub families: Vec<Theme>,
    pub needs: Vec<Need>,
    pub proposals: Vec<Proposal>,
    pub answers: Answers,
    /// Pieces of evidence of each need.
    pub evidence: Vec<(Uuid, i64)>,
    pub source: String,
}

impl Told {
    pub async fn load(tx: &mut Tx) -> Result<Self, Fault> {
        let sources = store::matrix::sources(tx, None).await?;
        let themes = store::needs::themes(tx).await?;
        let families = store::needs::solutions(tx).await?;
        let needs = store::needs::all(tx).await?;
        let proposals = store::proposals::all(tx).await?;
        let weights = store::matrix::weights(tx, None).await?;
        Ok(Self {
            answers: answers(&themes, &families, &needs, &proposals),
            evidence: weights.into_iter().map(|weight| (weight.need, weight.evidence_count)).collect(),
            source: super::cited(&sources),
            themes,
            families,
            needs,
            proposals,
        })
    }

    fn evidence_of(&self, need: Uuid) -> i64 {
        self.evidence.iter().find(|(id, _)| *id == need).map_or(0, |(_, count)| *count)
    }

    fn needs_of<'a>(&'a self, theme: &'a Theme) -> impl Iterator<Item = &'a Need> {
        self.needs.iter().filter(move |need| need.text.theme == theme.id)
    }

    fn href(&self, theme: usize, family: usize) -> String {
        let code =
            |list: &[Theme], rank: usize| list.get(rank).map(|one| answer::encode(&one.code)).unwrap_or_default();
        format!("{PATH}/{}/{}", code(&self.themes, theme), code(&self.families, family))
    }

    /// The matrix as a table: what is read on screen, word for word.
    pub fn table(&self) -> Table {
        let mut columns = vec![
            Column::new("theme", "Besoins", Kind::Text).row_header(),
            Column::new("preuves", "Preuves", Kind::Integer),
        ];
        columns.extend(self.families.iter().map(|family| Column::new(&family.code, &family.label, Kind::Text)));
        let caption = "Pistes d’action qui répondent à chaque famille de besoins";
        let mut table = Table::new("besoins-et-actions", caption, columns);
        let mut all = 0;
        for (theme, crossings) in self.themes.iter().zip(&self.answers.cells) {
            let count = self.needs_of(theme).map(|need| self.evidence_of(need.id)).sum();
            all += count;
            let mut cells = vec![Cell::text(&theme.label), Cell::Integer(count)];
            cells.extend(crossings.iter().map(|crossing| Cell::text(crossing.french())));
            table.rows.push(cells);
        }
        let proposals = i64::try_from(self.proposals.len()).unwrap_or(i64::MAX);
        table.base = Some(format!(
            "{}, {}",
            french::count(all, "preuve recueillie", "preuves recueillies"),
            french::count(proposals, "piste d’action", "pistes d’action")
        ));
        table.source = Some(self.source.clone()).filter(|source| !source.is_empty());
        table.notes = [self.untreated()].into_iter().filter(|note| !note.is_empty()).collect();
        table
    }

    fn untreated(&self) -> String {
        match i64::try_from(self.answers.untreated.len()).unwrap_or(i64::MAX) {
            0 => String::new(),
            count => format!(
                "{} à examiner : ce qui est dit « non traité » peut encore changer.",
                french::count(count, "piste reste", "pistes restent")
            ),
        }
    }

    fn bare_families(&self) -> Vec<String> {
        let bare = self.families.iter().filter(|family| self.answers.bare_families.contains(&family.id));
        bare.map(|family| {
            let count = self.proposals.iter().filter(|one| one.text.theme == family.id).count();
            let count = french::count(i64::try_from(count).unwrap_or(i64::MAX), "piste proposée", "pistes proposées");
            format!("{} : {count}, aucun besoin recueilli n’y mène", family.label)
        })
        .collect()
    }

    fn bare_proposals(&self) -> Vec<(String, Vec<String>)> {
        let is_bare = |one: &&Proposal| self.answers.bare_proposals.contains(&one.id);
        let own = |family: &Theme| {
            let own = self.proposals.iter().filter(|one| one.text.theme == family.id).filter(is_bare);
            own.map(|one| one.text.label.clone()).collect::<Vec<_>>()
        };
        let all = self.families.iter().map(|family| (family.label.clone(), own(family)));
        all.filter(|(_, own)| !own.is_empty()).collect()
    }

    fn bare_needs(&self) -> Vec<(String, Vec<Link>)> {
        let link = |need: &Need| Link::new(need.text.label.as_str(), format!("/besoins/{}", need.code));
        let own = |theme: &Theme| {
            self.needs_of(theme).filter(|need| self.answers.bare_needs.contains(&need.id)).map(link).collect::<Vec<_>>()
        };
        let all = self.themes.iter().map(|theme| (theme.label.clone(), own(theme)));
        all.filter(|(_, own)| !own.is_empty()).collect()
    }

    pub fn page(&self, frame: Frame, manage: bool) -> AnswersPage {
        let table = self.table();
        let decoration = |row: usize, column: usize, _: &Cell| {
            let crossing = *self.answers.cells.get(row)?.get(column.checked_sub(2)?)?;
            let (theme, family) = (self.themes.get(row)?, self.families.get(column - 2)?);
            let shown = match crossing {
                Crossing::Linked(count) => format!("●\u{a0}{count}"),
                Crossing::NotLinked => "○".to_owned(),
                Crossing::NotTreated => "–".to_owned(),
            };
            let name = Escaped(format!("{}, {} : {}", theme.label, family.label, crossing.french())).to_string();
            let href = Escaped(self.href(row, column - 2)).to_string();
            Some(Html::trusted(format!("<a href=\"{href}\" aria-label=\"{name}\">{shown}</a>")))
        };
        let file = |format: &str| Some(format!("{PATH}?format={format}"));
        let options = TableOptions {
            csv: file("csv"),
            xlsx: file("xlsx"),
            decoration: Some(&decoration),
            ..TableOptions::default()
        };
        AnswersPage {
            frame,
            is_empty: table.rows.is_empty(),
            table: interface::table(&table, &options),
            bare_families: self.bare_families(),
            bare_proposals: self.bare_proposals(),
            bare_needs: self.bare_needs(),
            untreated: self.untreated(),
            pdf: format!("{PATH}?format=pdf"),
            manage,
        }
    }

    /// The matrix and the two lists, to print.
    pub fn document(&self, town: &str, day: jiff::civil::Date) -> Document {
        let mut document = Document::new("Quelles actions répondent à quels besoins", town, day);
        document.blocks.push(Block::Table(self.table()));
        let item = |text: &str| vec![Run::plain(text)];
        let mut list = |title: &str, items: Vec<Vec<Run>>| {
            if !items.is_empty() {
                document.blocks.push(Block::Heading { level: 1, text: title.to_owned() });
                document.blocks.push(Block::List { is_numbered: false, items });
            }
        };
        let needs = self.bare_needs();
        list("Besoins sans solution", needs.iter().flat_map(|(_, own)| own).map(|link| item(&link.label)).collect());
        let families = self.bare_families();
        let proposals = self.bare_proposals();
        let all = families.iter().chain(proposals.iter().flat_map(|(_, own)| own));
        list("Solutions sans besoin", all.map(|text| item(text)).collect());
        document
    }

    fn shown(&self, one: &Proposal, referred: &super::Referred) -> Shown {
        Shown {
            label: one.text.label.clone(),
            source: referred.document(one.text.document, &one.text.page),
            note: one.text.note.clone(),
            is_untreated: one.text.state == crate::rules::Looked::Later,
            manage: format!("/gestion/ecoute/pistes/{}", one.id),
        }
    }

    /// What is behind a cell.
    fn crossing(
        &self,
        frame: Frame,
        (theme, family): (usize, usize),
        referred: &super::Referred,
        manage: bool,
    ) -> Option<CrossingPage> {
        let crossing = *self.answers.cells.get(theme)?.get(family)?;
        let (theme, family) = (self.themes.get(theme)?, self.families.get(family)?);
        let own: Vec<&Proposal> = self.proposals.iter().filter(|one| one.text.theme == family.id).collect();
        let asked: Vec<&Need> = self.needs_of(theme).collect();
        let told = |need: &&Need| {
            let count = french::count(self.evidence_of(need.id), "preuve recueillie", "preuves recueillies");
            let answering = own.iter().filter(|one| one.text.needs.contains(&need.id));
            let link = Link::new(need.text.label.as_str(), format!("/besoins/{}", need.code));
            (link, count, answering.map(|one| self.shown(one, referred)).collect())
        };
        let is_other = |one: &&&Proposal| !asked.iter().any(|need| one.text.needs.contains(&need.id));
        Some(CrossingPage {
            frame,
            theme: theme.label.clone(),
            family: family.label.clone(),
            crossing,
            needs: asked.iter().map(told).collect(),
            others: own.iter().filter(is_other).map(|one| self.shown(one, referred)).collect(),
            manage,
        })
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let told = Told::load(&mut house.read().await?).await?;
    let now = house.outside.now();
    match asked.text("format") {
        "" => {
            let frame = visit.public("Quelles actions répondent à quels besoins").with_breadcrumb(above());
            answer::page(&told.page(frame, visit.actor.may_somewhere(&crate::acts::LEAD).is_allowed()))
        }
        "pdf" => {
            let document = told.document(&house.settings.site.town, now.day(&house.settings.zone));
            answer::document("besoins-et-actions.pdf", document, now).await
        }
        format => answer::table("besoins-et-actions", format, &told.table(), now),
    }
}

/// One cell: the needs of a theme and the proposals of a family.
pub async fn cell(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((theme, family)): Path<(String, String)>,
) -> Answer {
    let mut tx = house.read().await?;
    let told = Told::load(&mut tx).await?;
    let referred = super::Referred::load(&mut tx).await?;
    let rank = |list: &[Theme], code: &str| list.iter().position(|one| one.code == code).ok_or_else(Fault::not_found);
    let at = (rank(&told.themes, &theme)?, rank(&told.families, &family)?);
    let title = format!("{} et {}", told.themes[at.0].label, told.families[at.1].label);
    let above = [above(), vec![Link::new("Quelles actions répondent à quels besoins", PATH)]].concat();
    let frame = visit.public(&title).with_breadcrumb(above);
    let manage = visit.actor.may_somewhere(&crate::acts::LEAD).is_allowed();
    let page = told.crossing(frame, at, &referred, manage).ok_or_else(Fault::not_found)?;
    answer::page(&page)
}
