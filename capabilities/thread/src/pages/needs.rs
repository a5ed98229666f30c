//! `/fil`: what became of every need: answered, refused and why, in the contract, studied, or left without anything.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Cell, Column, Kind as CellKind, Table};
use interface::{Frame, Html, Link, Pagination};
use jiff::civil::Date;
use kernel::french;
use lineage::Kind;
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::{inside_path, public_path, today};
use crate::actions::{self, Need};
use crate::rules::Standing;

#[derive(Template)]
#[template(path = "pages/needs.html")]
pub(super) struct NeedsPage {
    pub frame: Frame,
    /// How many needs stand in each state, those that hold some.
    pub counts: Vec<Html>,
    /// The groups shown, each with its needs.
    pub groups: Vec<(String, Vec<NeedLine>)>,
    /// Where each group is read, when they are too long for one page.
    pub others: Vec<Link>,
    /// The pages of the group shown, when it has several.
    pub pages: Option<Pagination>,
    pub is_inside: bool,
}

/// Needs told on one page, at most, when they all are.
const MOST_LINES: usize = 150;
/// Needs of a group told on one page, when they are more.
const ON_A_PAGE: usize = 50;

pub(super) struct NeedLine {
    pub code: String,
    pub label: String,
    pub href: String,
    pub standing: Html,
    pub reason: String,
    pub is_left: bool,
}

/// Where a need stands, in the language of whoever reads.
fn standing_told(frame: &Frame, standing: &Standing) -> Html {
    let (sentence, value) = standing.sentence();
    Html::from(&frame.t_with(sentence, [("n", value.as_str()), ("jour", value.as_str())]))
}

/// Why a need will not be answered, or nothing.
fn reason(standing: &Standing) -> &str {
    match standing {
        Standing::Refused(why, _) => why,
        _ => "",
    }
}

fn line(frame: &Frame, (need, standing): (&Need, &Standing), is_inside: bool) -> NeedLine {
    let path = if is_inside { inside_path } else { public_path };
    NeedLine {
        code: need.line.code.clone(),
        label: need.line.label.clone(),
        href: path(Kind::Need, &need.line.code),
        standing: standing_told(frame, standing),
        reason: reason(standing).to_owned(),
        is_left: standing.rank() == 0,
    }
}

fn counts(frame: &Frame, families: &[usize]) -> Vec<Html> {
    let count = |rank: usize| families.iter().filter(|family| **family == rank).count();
    let told = |(rank, name): (usize, &&str)| {
        let number = i64::try_from(count(rank)).unwrap_or(i64::MAX);
        let many = frame.t_count(number, "{n} besoin", "{n} besoins");
        (number > 0).then(|| Html::trusted(format!("{}{}{many}", frame.t(name), french::spaced(" : "))))
    };
    Standing::FAMILIES.iter().enumerate().filter_map(told).collect()
}

/// Which needs a page shows: ranks in the list of all, group by group.
pub(super) struct Chosen {
    groups: Vec<(String, Vec<usize>)>,
    others: Vec<Link>,
    pages: Option<Pagination>,
}

impl Chosen {
    /// By theme for residents, the most pressing first for agents. A long list shows a page of the group asked for, the first
    /// one unless told, and leads to the others.
    pub fn of(all: &[Need], families: &[usize], is_inside: bool, (asked, page): (&str, u32)) -> Self {
        let mut order: Vec<usize> = (0..all.len()).collect();
        if is_inside {
            order.sort_by_key(|at| families[*at]);
        }
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        for at in order {
            let family = Standing::FAMILIES.get(families[at]).copied().unwrap_or_default();
            let group = if is_inside { family } else { all[at].theme.as_str() };
            match groups.last_mut() {
                Some((name, lines)) if name == group => lines.push(at),
                _ => groups.push((group.to_owned(), vec![at])),
            }
        }
        if all.len() <= MOST_LINES {
            return Self { groups, others: Vec::new(), pages: None };
        }
        let address =
            |name: &str| format!("{}?partie={}", if is_inside { "/gestion/fil" } else { "/fil" }, answer::encode(name));
        let link = |(name, lines): &(String, Vec<usize>)| {
            let count = french::count(i64::try_from(lines.len()).unwrap_or(i64::MAX), "besoin", "besoins");
            Link::new(format!("{name} : {count}"), address(name))
        };
        let others = groups.iter().map(link).collect();
        let place = groups.iter().position(|(name, _)| name == asked).unwrap_or(0);
        let (name, lines) = groups.swap_remove(place);
        let size = u32::try_from(ON_A_PAGE).unwrap_or(u32::MAX);
        let pages = Pagination::new(page, lines.len() as u64, size, address(&name));
        let first = usize::try_from(pages.page - 1).unwrap_or(0) * ON_A_PAGE;
        let lines = lines.into_iter().skip(first).take(ON_A_PAGE).collect();
        let pages = Some(pages).filter(|pages| pages.page_count > 1);
        Self { groups: vec![(name, lines)], others, pages }
    }

    /// The needs shown, in order.
    pub fn shown(&self, all: &[Need]) -> Vec<Need> {
        self.groups.iter().flat_map(|(_, lines)| lines).map(|at| all[*at].clone()).collect()
    }

    /// The page, once it is known what became of the needs shown.
    pub fn drawn(
        self,
        frame: Frame,
        (shown, standings): (&[Need], &[Standing]),
        families: &[usize],
        is_inside: bool,
    ) -> NeedsPage {
        let mut told = shown.iter().zip(standings);
        let mut lines = |count: usize| told.by_ref().take(count).map(|one| line(&frame, one, is_inside)).collect();
        let groups = self.groups.into_iter().map(|(name, ranks)| (name, lines(ranks.len()))).collect();
        NeedsPage { counts: counts(&frame, families), groups, others: self.others, pages: self.pages, is_inside, frame }
    }
}

fn table(all: &[Need], standings: &[Standing], evidence: &HashMap<kernel::Uuid, i64>, day: Date) -> Table {
    let columns = vec![
        Column::new("reference", "Référence", CellKind::Text),
        Column::new("besoin", "Besoin", CellKind::Text).row_header(),
        Column::new("theme", "Thème", CellKind::Text),
        Column::new("preuves", "Preuves", CellKind::Integer),
        Column::new("suite", "Suite donnée", CellKind::Text),
        Column::new("raison", "Raison d’une réponse négative", CellKind::Text),
    ];
    let mut table = Table::new("suites-des-besoins", "Ce que deviennent les besoins", columns);
    let mut base = 0;
    for (need, standing) in all.iter().zip(standings) {
        let proofs = evidence.get(&need.line.id).copied().unwrap_or(0);
        base += proofs;
        table.rows.push(vec![
            Cell::text(&need.line.code),
            Cell::text(&need.line.label),
            Cell::text(&need.theme),
            Cell::Integer(proofs),
            Cell::text(standing.french()),
            Cell::text(reason(standing)),
        ]);
    }
    table.base = Some(french::count(base, "preuve recueillie", "preuves recueillies"));
    table.source = Some(format!("Le fil du contrat de ville, au {}", french::date(day)));
    table
}

/// The page asked for, outside or inside.
async fn asked_for(
    tx: &mut Tx,
    frame: Frame,
    asked: &Asked,
    (house, is_inside): (&House, bool),
) -> Result<NeedsPage, Fault> {
    let (day, zone) = today(house);
    let all = actions::needs(tx).await?;
    let families = actions::families(tx, &all, (day, &zone)).await?;
    let page = asked.text("page").parse().unwrap_or(1);
    let chosen = Chosen::of(&all, &families, is_inside, (asked.text("partie"), page));
    let shown = chosen.shown(&all);
    let standings = actions::standings(tx, &shown, (day, &zone)).await?;
    Ok(chosen.drawn(frame, (&shown, &standings), &families, is_inside))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    match asked.text("format") {
        "" => {
            let frame = visit.public("Ce que deviennent les besoins").with_breadcrumb(vec![Link::new("Accueil", "/")]);
            answer::page(&asked_for(&mut tx, frame, &asked, (&house, false)).await?)
        }
        format => {
            let (day, zone) = today(&house);
            let all = actions::needs(&mut tx).await?;
            let standings = actions::standings(&mut tx, &all, (day, &zone)).await?;
            let evidence = listening::facade::evidence_counts(&mut tx).await?.into_iter().collect();
            let table = table(&all, &standings, &evidence, day);
            answer::table("suites-des-besoins", format, &table, house.outside.now())
        }
    }
}

/// The same, for those who must do something about it.
pub async fn inside(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    answer::page(&asked_for(&mut tx, visit.back_office("Le fil"), &asked, (&house, true)).await?)
}

#[cfg(test)]
mod tests {
    use kernel::Uuid;
    use listening::facade::NeedLine;

    use super::*;

    #[test]
    fn a_long_list_is_read_a_page_of_a_group_at_a_time() {
        let need = |rank: usize| Need {
            line: NeedLine {
                id: Uuid::from_u128(rank as u128),
                code: format!("B{rank:03}"),
                label: "Un médecin".into(),
                is_sensitive: false,
            },
            theme: if rank < 130 { "Cadre de vie" } else { "Santé" }.into(),
            first_recorded: None,
        };
        let all: Vec<Need> = (0..200).map(need).collect();
        let families: Vec<usize> = (0..200).map(|rank| usize::from(rank < 190)).collect();
        let chosen = |is_inside, asked| Chosen::of(&all, &families, is_inside, asked);
        let first = chosen(false, ("", 1));
        assert_eq!((first.groups[0].0.as_str(), first.groups[0].1.len(), first.others.len()), ("Cadre de vie", 50, 2));
        let last = chosen(false, ("Cadre de vie", 9));
        assert_eq!(last.groups[0].1, (100..130).collect::<Vec<_>>(), "a page too far is the last one");
        assert_eq!(last.pages.map(|pages| (pages.page, pages.page_count)), Some((3, 3)));
        // Agents are shown what waits for an answer first.
        let inside = chosen(true, ("", 1));
        assert_eq!(inside.groups[0].1, (190..200).collect::<Vec<_>>());
        assert!(inside.pages.is_none());
        let few = Chosen::of(&all[..150], &families[..150], false, ("Santé", 2));
        assert_eq!((few.groups.len(), few.others.len()), (2, 0), "few needs stand on one page");
    }
}
