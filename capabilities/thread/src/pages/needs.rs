//! `/fil`: what became of every need: answered, refused and why, in the contract, studied, or left without anything.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use documents::{Cell, Column, Kind as CellKind, Table};
use interface::{Frame, Link};
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
    pub counts: Vec<String>,
    /// Each theme with its needs.
    pub groups: Vec<(String, Vec<NeedLine>)>,
    pub is_inside: bool,
}

pub(super) struct NeedLine {
    pub code: String,
    pub label: String,
    pub href: String,
    pub standing: String,
    pub reason: String,
    pub is_left: bool,
}

type Told = Vec<(NeedTold, Standing)>;

fn line((need, standing): &(NeedTold, Standing), is_inside: bool) -> NeedLine {
    let path = if is_inside { inside_path } else { public_path };
    NeedLine {
        code: need.line.code.clone(),
        label: need.line.label.clone(),
        href: path(Kind::Need, &need.line.code),
        standing: standing.french(),
        reason: match standing {
            Standing::Refused(why, _) => why.clone(),
            _ => String::new(),
        },
        is_left: matches!(standing, Standing::Left(_)),
    }
}

fn counts(all: &Told) -> Vec<String> {
    let names = [
        ("Sans suite depuis six mois ou plus", 0),
        ("Entendus depuis moins de six mois", 1),
        ("À l’étude", 2),
        ("Inscrits dans le contrat", 3),
        ("Réponse négative", 4),
        ("Une action y répond", 5),
        ("Sans preuve", 6),
    ];
    let count = |rank: u8| all.iter().filter(|(_, standing)| standing.rank() == rank).count();
    names
        .into_iter()
        .map(|(name, rank)| (name, i64::try_from(count(rank)).unwrap_or(i64::MAX)))
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{name} : {}", french::count(count, "besoin", "besoins")))
        .collect()
}

/// The page: by theme for residents, the most pressing first for agents.
pub(super) fn drawn(frame: Frame, mut all: Told, is_inside: bool) -> NeedsPage {
    let counts = counts(&all);
    let mut groups: Vec<(String, Vec<NeedLine>)> = Vec::new();
    if is_inside {
        all.sort_by_key(|(_, standing)| standing.rank());
    }
    for one in &all {
        let group = if is_inside { one.1.french() } else { one.0.theme.clone() };
        let group = match &one.1 {
            Standing::Left(_) if is_inside => "Sans suite depuis six mois ou plus".to_owned(),
            Standing::Recent(_) if is_inside => "Entendus depuis moins de six mois".to_owned(),
            Standing::Refused(..) if is_inside => "Réponse négative".to_owned(),
            Standing::Answered(_) if is_inside => "Une action y répond".to_owned(),
            Standing::Studied(_) if is_inside => "À l’étude".to_owned(),
            _ => group,
        };
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, lines)) => lines.push(line(one, is_inside)),
            None => groups.push((group, vec![line(one, is_inside)])),
        }
    }
    NeedsPage { frame, counts, groups, is_inside }
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
        let told = line(one, false);
        base += one.0.evidence;
        table.rows.push(vec![
            Cell::text(&told.code),
            Cell::text(&told.label),
            Cell::text(&one.0.theme),
            Cell::Integer(one.0.evidence),
            Cell::text(&told.standing),
            Cell::text(&told.reason),
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
            let frame = visit.public_in_french("Ce que deviennent les besoins");
            answer::page(&drawn(frame.with_breadcrumb(vec![Link::new("Accueil", "/")]), all, false))
        }
        format => answer::table("suites-des-besoins", format, &table(&all, day), house.outside.now()),
    }
}

/// The same, for those who must do something about it.
pub async fn inside(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let (day, zone) = today(&house);
    let all = actions::standings(&mut tx, day, &zone).await?;
    answer::page(&drawn(visit.back_office("Le fil"), all, true))
}
