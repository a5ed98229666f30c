//! `/gestion/constats`: what becomes of what was found, by state and by who must act, late ones first; and as files.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Block, Cell, Column, Document, Kind, Run, Table};
use interface::{Choice, Form, Frame, Html, TableOptions, Tag, TagColour};
use jiff::civil::Date;
use kernel::{Uuid, french};
use listening::facade::gatherings::Gathering;
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::{above, area_name, choices_of, may};
use crate::rules::{Finding, FindingState, urgency};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/findings.html")]
pub(super) struct FindingsPage {
    pub frame: Frame,
    pub form: Form,
    pub table: Html,
    pub is_empty: bool,
    pub states: Vec<Choice>,
    pub who: Vec<Choice>,
    /// How many in each state: « En cours : 3 ».
    pub counted: Vec<String>,
    pub late: String,
    pub query: String,
}

/// Findings this actor may read, the most urgent first.
async fn findings(tx: &mut Tx, visit: &Visit, today: Date) -> Result<Vec<(Finding, Gathering)>, Fault> {
    let gatherings = listening::facade::gatherings::gatherings(tx).await?;
    let all = store::finding::all(tx).await?;
    let mut own: Vec<(Finding, Gathering)> = all
        .into_iter()
        .filter_map(|one| Some((gatherings.iter().find(|gathering| gathering.id == one.meeting)?.clone(), one)))
        .filter(|(gathering, _)| may(&visit.actor, &acts::READ, gathering))
        .map(|(gathering, mut one)| {
            super::words_for(may(&visit.actor, &acts::HOLD, &gathering), &mut one.text.words);
            (one, gathering)
        })
        .collect();
    own.sort_by_key(|(one, _)| urgency(one, today));
    Ok(own)
}

/// Findings as a table, with what a spreadsheet needs.
async fn table(tx: &mut Tx, shown: &[&(Finding, Gathering)], today: Date) -> Result<Table, Fault> {
    let areas = territory::facade::areas(tx).await?;
    let stops = store::finding::all_stops(tx).await?;
    let columns = vec![
        Column::new("constat", "Constat", Kind::Text).row_header(),
        Column::new("etat", "État", Kind::Text),
        Column::new("qui", "Qui doit agir", Kind::Text),
        Column::new("echeance", "Pour le", Kind::Date),
        Column::new("gravite", "Gravité", Kind::Text),
        Column::new("categorie", "Catégorie", Kind::Text),
        Column::new("quartier", "Quartier", Kind::Text),
        Column::new("arret", "Arrêt", Kind::Text),
        Column::new("suite", "Ce qui a été fait", Kind::Text),
        Column::new("fait_le", "Fait le", Kind::Date),
    ];
    let mut table = Table::new("constats", "Constats des marches, les retards d’abord", columns);
    for (one, gathering) in shown {
        let stop = |id: Uuid| stops.iter().find(|stop| stop.id == id).map(|stop| stop.label.clone());
        let state = one.follow_up.state.french();
        table.rows.push(vec![
            Cell::link(french::spaced(&one.text.words), format!("/gestion/constats/{}", one.id)),
            Cell::text(if one.is_late(today) { format!("{state}, en retard") } else { state.to_owned() }),
            Cell::text(one.follow_up.who_acts.as_str()),
            one.follow_up.due_on.map_or(Cell::text(""), Cell::Date),
            Cell::text(one.text.gravity.french()),
            Cell::text(one.text.category.french()),
            gathering.area.map_or(Cell::text(""), |id| Cell::text(area_name(&areas, id))),
            Cell::text(one.text.stop.and_then(stop).unwrap_or_default()),
            Cell::text(one.follow_up.note.as_str()),
            one.follow_up.done_on.map_or(Cell::text(""), Cell::Date),
        ]);
    }
    Ok(table)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let now = house.outside.now();
    let today = now.day(&house.settings.zone);
    let all = findings(&mut tx, &visit, today).await?;
    let (state, who) = (FindingState::from_code(asked.text("etat")), asked.text("qui"));
    let is_chosen = |(one, _): &&(Finding, Gathering)| {
        state.is_none_or(|state| one.follow_up.state == state) && (who.is_empty() || one.follow_up.who_acts == who)
    };
    let shown: Vec<&(Finding, Gathering)> = all.iter().filter(is_chosen).collect();
    let mut table = table(&mut tx, &shown, today).await?;
    match asked.text("format") {
        "" => {}
        "pdf" => {
            return answer::document("constats.pdf", document(&shown, &house.settings.site.town, today), now).await;
        }
        format => return answer::table("constats", format, &table, now),
    }
    // The screen shows what is needed to choose; files hold everything.
    table.columns.truncate(7);
    table.rows.iter_mut().for_each(|row| row.truncate(7));
    let tag = |row: usize, column: usize, _: &Cell| {
        let (one, _) = shown.get(row).filter(|_| column == 1)?;
        let late = one.is_late(today).then(|| format!(" {}", Tag::new(TagColour::Red, "En retard").html().as_str()));
        let state = Tag::new(colour(one.follow_up.state), one.follow_up.state.french()).html();
        Some(Html::trusted(format!("{}{}", state.as_str(), late.unwrap_or_default())))
    };
    let mut names: Vec<&str> =
        all.iter().map(|(one, _)| one.follow_up.who_acts.as_str()).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    let count = |of: FindingState| all.iter().filter(|(one, _)| one.follow_up.state == of).count();
    let late = all.iter().filter(|(one, _)| one.is_late(today)).count();
    let options = TableOptions { decoration: Some(&tag), ..TableOptions::default() };
    answer::page(&FindingsPage {
        frame: visit.back_office("Constats des marches").with_breadcrumb(above()),
        form: Form::filled([("etat", asked.text("etat")), ("qui", who)]),
        table: interface::table(&table, &options),
        is_empty: all.is_empty(),
        states: choices_of!(FindingState),
        who: names.into_iter().map(|name| Choice::new(name, name)).collect(),
        counted: FindingState::ALL.iter().map(|of| format!("{} : {}", of.french(), count(*of))).collect(),
        late: if late == 0 {
            String::new()
        } else {
            french::count(i64::try_from(late).unwrap_or(0), "en retard", "en retard")
        },
        query: format!("&etat={}&qui={}", answer::encode(asked.text("etat")), answer::encode(who)),
    })
}

/// Colour of a state; its words say it too.
pub(super) const fn colour(state: FindingState) -> TagColour {
    match state {
        FindingState::Noted => TagColour::Amber,
        FindingState::HandedOn => TagColour::Violet,
        FindingState::UnderWay => TagColour::Blue,
        FindingState::Done => TagColour::Green,
        FindingState::Dropped => TagColour::Grey,
    }
}

/// What is handed to each who must act, on paper.
fn document(shown: &[&(Finding, Gathering)], town: &str, today: Date) -> Document {
    let mut document = Document::new("Constats des marches", town, today);
    let mut who: Vec<&str> = shown.iter().map(|(one, _)| one.follow_up.who_acts.as_str()).collect();
    who.sort_unstable();
    who.dedup();
    for name in who {
        let heading = if name.is_empty() { "Sans destinataire" } else { name };
        document.blocks.push(Block::Heading { level: 1, text: heading.to_owned() });
        let item = |(one, gathering): &(Finding, Gathering)| {
            let due = one.follow_up.due_on.map(|day| format!(", pour le {}", french::date(day))).unwrap_or_default();
            let state = one.follow_up.state.french().to_lowercase();
            let late = if one.is_late(today) { ", en retard" } else { "" };
            vec![
                Run::plain(one.text.words.as_str()),
                Run::emphasis(format!(" {}, {}", one.text.category.french(), gathering.name())),
                Run::strong(format!(" ({state}{due}{late})")),
            ]
        };
        let items = shown.iter().filter(|(one, _)| one.follow_up.who_acts == name).map(|one| item(one)).collect();
        document.blocks.push(Block::List { is_numbered: false, items });
    }
    if document.blocks.is_empty() {
        document.blocks.push(Block::Paragraph(vec![Run::plain("Aucun constat.")]));
    }
    document
}
