//! `/gestion/tri/{id}`: the notes of a consultation in their groups, as a board or as a list, and as files.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Block, Cell, Column as TableColumn, Document, Kind, Run, Table};
use interface::{Choice, Form, Frame, Link, Pagination};
use kernel::{Scope, Uuid, french};
use listening::facade::ConsultationBrief;
use listening::facade::gatherings::Gathering;
use territory::facade::Area;
use web::{Answer, Asked, Fault, House, PathId, Visit, answer};

use super::{above, area_name};
use crate::rules::{Card, Column, Stacks, arrange, stacks};
use crate::{actions, acts, store};

/// Cards shown in a column of the board; the list shows the rest.
const IN_A_COLUMN: usize = 60;
/// Cards of a page of the list.
const ON_A_PAGE: u32 = 100;

/// A card as it is shown.
pub(super) struct Shown {
    pub id: Uuid,
    pub words: String,
    /// « dit 4 fois dans 3 rencontres ».
    pub said: String,
    /// Nature, neighbourhood, public.
    pub known: String,
    /// Whether it seems to name somebody.
    pub names: bool,
    pub is_evidence: bool,
    /// The group it is in, for the list.
    pub group: String,
}

/// A column as it is shown.
pub(super) struct ColumnShown {
    /// Identifier of the group, empty for what is still to sort.
    pub group: String,
    pub label: String,
    pub href: String,
    pub count: usize,
    pub cards: Vec<Shown>,
    /// How many are not shown here.
    pub hidden: usize,
    pub list: String,
}

#[derive(Template)]
#[template(path = "pages/board.html")]
pub(super) struct BoardPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub key: String,
    pub is_list: bool,
    pub may_hold: bool,
    pub columns: Vec<ColumnShown>,
    pub targets: Vec<Choice>,
    pub gatherings: Vec<Choice>,
    pub gathering: String,
    pub back: String,
    pub forward: String,
    pub counted: String,
    pub pages: Pagination,
    pub query: String,
    pub has_notes: bool,
}

impl BoardPage {
    fn other_view(&self) -> Link {
        let view = if self.is_list { "tableau" } else { "liste" };
        let words = if self.is_list { "Voir en tableau" } else { "Voir en liste" };
        Link::new(words, format!("{}?vue={view}{}", self.path, self.query))
    }

    fn view(&self) -> &'static str {
        if self.is_list { "liste" } else { "tableau" }
    }

    fn file(&self, format: &str) -> String {
        format!("{}?format={format}{}", self.path, self.query)
    }
}

/// Everything a board is drawn from.
struct Board {
    consultation: ConsultationBrief,
    columns: Vec<Column>,
    areas: Vec<Area>,
    gatherings: Vec<Gathering>,
    chosen: Option<Uuid>,
    stacks: Stacks,
}

async fn load(tx: &mut Tx, visit: &Visit, id: Uuid, chosen: Option<Uuid>) -> Result<Board, Fault> {
    let consultation = actions::consultation(tx, &visit.actor, &acts::READ, id).await?;
    let groups = store::note::groups(tx, id).await?;
    let mut notes = store::note::of_consultation(tx, id).await?;
    let scope = Scope { contract: consultation.contract, ..Scope::EVERYWHERE };
    let holds = visit.actor.may(&acts::HOLD, &scope).is_allowed();
    notes.iter_mut().for_each(|note| super::words_for(holds, &mut note.words));
    let mut columns = arrange(groups, notes);
    if let Some(chosen) = chosen {
        let is_said_there = |card: &Card| card.members.iter().chain([&card.note]).any(|note| note.meeting == chosen);
        columns.iter_mut().for_each(|column| column.cards.retain(is_said_there));
    }
    let acts = match visit.actor.account() {
        Some(account) => store::log::of_account(tx, id, account).await?,
        None => Vec::new(),
    };
    let gatherings = listening::facade::gatherings::gatherings(tx).await?;
    Ok(Board {
        columns,
        areas: territory::facade::areas(tx).await?,
        gatherings: gatherings.into_iter().filter(|one| one.consultation == consultation.id).collect(),
        consultation,
        chosen,
        stacks: stacks(acts),
    })
}

impl Board {
    fn known(&self, card: &Card) -> String {
        let area = card.note.area.map(|id| area_name(&self.areas, id));
        let parts = [Some(card.note.kind.french().to_owned()), area, Some(card.note.audience.clone())];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    fn shown(&self, card: &Card, group: &str) -> Shown {
        Shown {
            id: card.note.id,
            words: card.note.words.clone(),
            said: card.said(),
            known: self.known(card),
            names: listening::facade::names_somebody(&card.note.words),
            is_evidence: card.note.evidence.is_some(),
            group: group.to_owned(),
        }
    }

    fn gathering(&self, id: Uuid) -> &str {
        self.gatherings.iter().find(|one| one.id == id).map_or("", Gathering::name)
    }

    fn table(&self) -> Table {
        let columns = vec![
            TableColumn::new("groupe", "Groupe", Kind::Text),
            TableColumn::new("note", "Note", Kind::Text).row_header(),
            TableColumn::new("dit", "Dit", Kind::Integer).unit("fois"),
            TableColumn::new("rencontres", "Dans", Kind::Integer).unit("rencontres"),
            TableColumn::new("nature", "Nature", Kind::Text),
            TableColumn::new("quartier", "Quartier", Kind::Text),
            TableColumn::new("public", "Public", Kind::Text),
            TableColumn::new("rencontre", "Rencontre", Kind::Text),
            TableColumn::new("preuve", "Devenue preuve d’un besoin", Kind::YesNo),
        ];
        let mut table = Table::new("notes", format!("Notes : {}", self.consultation.title), columns);
        for column in &self.columns {
            let group = column.group.as_ref().map_or(TO_SORT, |group| group.label.as_str());
            for card in &column.cards {
                table.rows.push(vec![
                    Cell::text(group),
                    Cell::text(card.note.words.as_str()),
                    Cell::Integer(i64::try_from(card.times()).unwrap_or(i64::MAX)),
                    Cell::Integer(i64::try_from(card.gatherings()).unwrap_or(i64::MAX)),
                    Cell::text(card.note.kind.french()),
                    card.note.area.map_or(Cell::MISSING, |id| Cell::text(area_name(&self.areas, id))),
                    Cell::text(card.note.audience.as_str()),
                    Cell::text(self.gathering(card.note.meeting)),
                    Cell::YesNo(card.note.evidence.is_some()),
                ]);
            }
        }
        table
    }

    fn document(&self, town: &str, day: jiff::civil::Date) -> Document {
        let mut document = Document::new(format!("Notes : {}", self.consultation.title), town, day);
        for column in self.columns.iter().filter(|column| !column.cards.is_empty()) {
            let label = column.group.as_ref().map_or(TO_SORT, |group| group.label.as_str());
            document.blocks.push(Block::Heading { level: 1, text: label.to_owned() });
            let item = |card: &Card| {
                let mut runs = vec![Run::plain(card.note.words.as_str())];
                if !card.said().is_empty() {
                    runs.push(Run::strong(format!(" ({})", card.said())));
                }
                runs.push(Run::emphasis(format!(" {}", self.known(card))));
                runs
            };
            let items = column.cards.iter().map(item).collect();
            document.blocks.push(Block::List { is_numbered: false, items });
        }
        if document.blocks.is_empty() {
            document.blocks.push(Block::Paragraph(vec![Run::plain("Aucune note.")]));
        }
        document
    }
}

/// What the notes of no group are called.
const TO_SORT: &str = "À trier";

/// The board as a page; `typed` is the form to give back.
pub(super) async fn draw(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    id: Uuid,
    (asked, typed): (&Asked, Option<Form>),
) -> Result<BoardPage, Fault> {
    let chosen = asked.text("rencontre").parse::<Uuid>().ok();
    let board = load(tx, visit, id, chosen).await?;
    let path = crate::facade::board_path(id);
    let is_list = asked.text("vue") == "liste";
    let query = board.chosen.map(|id| format!("&rencontre={id}")).unwrap_or_default();
    let label = |column: &Column| column.group.as_ref().map_or(TO_SORT, |group| group.label.as_str()).to_owned();
    let count: usize = board.columns.iter().map(|column| column.cards.len()).sum();
    let times: usize = board.columns.iter().flat_map(|column| &column.cards).map(Card::times).sum();
    let page = asked.text("page").parse().unwrap_or(1);
    let pages = Pagination::new(page, count as u64, ON_A_PAGE, format!("{path}?vue=liste{query}"));
    let mut columns: Vec<ColumnShown> = board
        .columns
        .iter()
        .map(|column| ColumnShown {
            group: column.group.as_ref().map(|group| group.id.to_string()).unwrap_or_default(),
            label: label(column),
            href: column.group.as_ref().map(|group| format!("{path}/groupes/{}", group.id)).unwrap_or_default(),
            count: column.cards.len(),
            cards: column
                .cards
                .iter()
                .take(if is_list { usize::MAX } else { IN_A_COLUMN })
                .map(|card| board.shown(card, &label(column)))
                .collect(),
            hidden: if is_list { 0 } else { column.cards.len().saturating_sub(IN_A_COLUMN) },
            list: format!("{path}?vue=liste{query}"),
        })
        .collect();
    let targets = columns
        .iter()
        .map(|column| Choice::new(if column.group.is_empty() { "aucun" } else { &column.group }, &column.label))
        .collect();
    if is_list {
        let first = (pages.page.saturating_sub(1) * ON_A_PAGE) as usize;
        let all: Vec<Shown> =
            columns.into_iter().flat_map(|column| column.cards).skip(first).take(ON_A_PAGE as usize).collect();
        columns = vec![ColumnShown {
            group: String::new(),
            label: "Toutes les notes".into(),
            href: String::new(),
            count,
            cards: all,
            hidden: 0,
            list: String::new(),
        }];
    }
    let scope = Scope { contract: board.consultation.contract, ..Scope::EVERYWHERE };
    let last = |acts: &[crate::rules::Act]| acts.last().map(|act| act.label.clone()).unwrap_or_default();
    let number = |count: usize, one, many| french::count(i64::try_from(count).unwrap_or(i64::MAX), one, many);
    let form = typed.unwrap_or_else(|| Form::filled([("rencontre", asked.text("rencontre"))]));
    Ok(BoardPage {
        frame: visit
            .back_office("Trier les notes")
            .with_caption(&*board.consultation.title)
            .with_breadcrumb(above())
            .with_form(&form),
        form,
        key: house.outside.uuid().to_string(),
        is_list,
        may_hold: visit.actor.may(&acts::HOLD, &scope).is_allowed(),
        columns,
        targets,
        gatherings: board
            .gatherings
            .iter()
            .map(|one| Choice::new(one.id.to_string(), &called(one, &board.areas)))
            .collect(),
        gathering: board.chosen.map(|id| id.to_string()).unwrap_or_default(),
        back: last(&board.stacks.done),
        forward: last(&board.stacks.undone),
        counted: format!("{}, {}", number(count, "note", "notes"), number(times, "propos en tout", "propos en tout")),
        pages,
        query,
        path,
        has_notes: count > 0,
    })
}

pub async fn show(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<ConsultationBrief>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    match asked.text("format") {
        "" => answer::page(&draw(&mut tx, &house, &visit, id.uuid(), (&asked, None)).await?),
        format => {
            let board = load(&mut tx, &visit, id.uuid(), asked.text("rencontre").parse().ok()).await?;
            drop(tx);
            let now = house.outside.now();
            if format != "pdf" {
                return answer::table("notes", format, &board.table(), now);
            }
            let document = board.document(&house.settings.site.town, now.day(&house.settings.zone));
            answer::document("notes.pdf", document, now).await
        }
    }
}

/// What a gathering is called in a list: its name, then where and when.
pub(super) fn called(one: &Gathering, areas: &[Area]) -> String {
    let told = super::told(one, areas);
    if one.topic.is_empty() {
        told.trim_end_matches('.').to_owned()
    } else {
        format!("{} ({})", one.topic, told.trim_end_matches('.'))
    }
}
