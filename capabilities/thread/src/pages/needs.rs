//! `/fil`: what became of every need: answered, refused and why, in the contract, studied, or left without anything.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind as CellKind, Table};
use interface::{Frame, Html, Link, Translated};
use jiff::civil::Date;
use kernel::french;
use lineage::Kind;
use listening::facade::NeedTold;
use web::{Answer, Asked, House, Visit, answer};

use super::{inside_path, public_path, today};
use crate::actions;
use crate::rules::Standing;

#[derive(Template)]
#[template(path = "pages/needs.html")]
pub(super) struct NeedsPage {
    pub frame: Frame,
    /// How many needs stand in each state, those that hold some.
    pub counts: Vec<Html>,
    /// Each theme with its needs.
    pub groups: Vec<(String, Vec<NeedLine>)>,
    /// Where each group is read, when they are too long for one page.
    pub others: Vec<Link>,
    /// Needs of the group shown that are only in the table.
    pub left: i64,
    pub is_inside: bool,
}

impl NeedsPage {
    fn told_left(&self) -> Translated {
        let one = "{n} autre besoin de cette partie est dans le tableau.";
        let several = "{n} autres besoins de cette partie sont dans le tableau.";
        self.frame.t_count(self.left, one, several)
    }
}

/// Needs told on one page, at most.
const MOST_LINES: usize = 150;

pub(super) struct NeedLine {
    pub code: String,
    pub label: String,
    pub href: String,
    pub standing: Html,
    pub reason: String,
    pub is_left: bool,
}

type Told = Vec<(NeedTold, Standing)>;

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

fn line(frame: &Frame, (need, standing): &(NeedTold, Standing), is_inside: bool) -> NeedLine {
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

fn counts(frame: &Frame, all: &Told) -> Vec<Html> {
    let count = |rank: usize| all.iter().filter(|(_, standing)| standing.rank() == rank).count();
    let told = |(rank, name): (usize, &&str)| {
        let number = i64::try_from(count(rank)).unwrap_or(i64::MAX);
        let many = frame.t_count(number, "{n} besoin", "{n} besoins");
        (number > 0).then(|| Html::trusted(format!("{}{}{many}", frame.t(name), french::spaced(" : "))))
    };
    Standing::FAMILIES.iter().enumerate().filter_map(told).collect()
}

/// The page: by theme for residents, the most pressing first for agents. A long list shows the group asked for, and leads to
/// the others.
pub(super) fn drawn(frame: Frame, mut all: Told, is_inside: bool, asked: &str) -> NeedsPage {
    let counts = counts(&frame, &all);
    let mut groups: Vec<(String, Vec<NeedLine>)> = Vec::new();
    if is_inside {
        all.sort_by_key(|(_, standing)| standing.rank());
    }
    for one in &all {
        let family = Standing::FAMILIES.get(one.1.rank()).copied().unwrap_or_default();
        let group = if is_inside { family } else { one.0.theme.as_str() };
        match groups.iter_mut().find(|(name, _)| name == group) {
            Some((_, lines)) => lines.push(line(&frame, one, is_inside)),
            None => groups.push((group.to_owned(), vec![line(&frame, one, is_inside)])),
        }
    }
    let (mut others, mut left) = (Vec::new(), 0);
    if all.len() > MOST_LINES {
        let path = if is_inside { "/gestion/fil" } else { "/fil" };
        let link = |(name, lines): &(String, Vec<NeedLine>)| {
            let count = french::count(i64::try_from(lines.len()).unwrap_or(i64::MAX), "besoin", "besoins");
            Link::new(format!("{name} : {count}"), format!("{path}?partie={}", answer::encode(name)))
        };
        others = groups.iter().map(link).collect();
        groups.retain(|(name, _)| name == asked);
        for (_, lines) in &mut groups {
            left = i64::try_from(lines.len().saturating_sub(MOST_LINES)).unwrap_or(i64::MAX);
            lines.truncate(MOST_LINES);
        }
    }
    NeedsPage { frame, counts, groups, others, left, is_inside }
}

fn table(all: &Told, day: Date) -> Table {
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
    for one in all {
        let (need, standing) = one;
        base += need.evidence;
        table.rows.push(vec![
            Cell::text(&need.line.code),
            Cell::text(&need.line.label),
            Cell::text(&need.theme),
            Cell::Integer(need.evidence),
            Cell::text(standing.french()),
            Cell::text(reason(standing)),
        ]);
    }
    table.base = Some(french::count(base, "preuve recueillie", "preuves recueillies"));
    table.source = Some(format!("Le fil du contrat de ville, au {}", french::date(day)));
    table
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (day, zone) = today(&house);
    let all = actions::standings(&mut tx, day, &zone).await?;
    match asked.text("format") {
        "" => {
            let frame = visit.public("Ce que deviennent les besoins");
            answer::page(&drawn(
                frame.with_breadcrumb(vec![Link::new("Accueil", "/")]),
                all,
                false,
                asked.text("partie"),
            ))
        }
        format => answer::table("suites-des-besoins", format, &table(&all, day), house.outside.now()),
    }
}

/// The same, for those who must do something about it.
pub async fn inside(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (day, zone) = today(&house);
    let all = actions::standings(&mut tx, day, &zone).await?;
    answer::page(&drawn(visit.back_office("Le fil"), all, true, asked.text("partie")))
}
