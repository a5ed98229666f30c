//! `/gestion/actions/etats`: the plan in columns, one a state, and the form that moves a sheet from one to another.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link, Tag};
use kernel::{Uuid, french};
use strategy::facade::ContractBrief;
use web::{Answer, Asked, Fields, House, PathId, Visit, answer};

use super::asked::Narrowing;
use super::board::{kept_choices, no_contract};
use super::open_list::area_names;
use super::standing::read_state;
use super::{above_board, current, mine, sheet_path, status_tag, today, visible};
use crate::actions::{self, Around, Reach, reach};
use crate::acts;
use crate::rules::{Filters, Sheet, Status};
use crate::store::board;

/// Sheets shown in a column; the table has the others.
const IN_A_COLUMN: i64 = 15;

#[derive(Template)]
#[template(path = "pages/columns.html")]
pub(super) struct ColumnsPage {
    pub frame: Frame,
    pub links: Vec<Link>,
    pub sentence: String,
    pub clear: String,
    pub columns: Vec<ColumnShown>,
}

/// The sheets that stand in one state.
pub(super) struct ColumnShown {
    pub status: Tag,
    pub count: i64,
    pub cards: Vec<Card>,
    /// Where those that are not shown are read.
    pub rest: Option<Link>,
}

/// A sheet in a column.
pub(super) struct Card {
    pub name: String,
    pub href: String,
    pub known: String,
    pub may_move: bool,
}

#[derive(Template)]
#[template(path = "pages/move_sheet.html")]
pub(super) struct MovePage {
    pub frame: Frame,
    pub form: Form,
    pub status: Tag,
    pub since: String,
    pub statuses: Vec<Choice>,
    pub back: String,
}

/// Where the columns of a contract are read.
fn columns_path(contract: &ContractBrief) -> String {
    format!("/gestion/actions/etats?contrat={}", answer::encode(&contract.code))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (_, contract) = current(&mut tx, &visit, asked.text("contrat"), &acts::READ).await?;
    let Some(contract) = contract else { return no_contract(&visit) };
    let narrowing = Narrowing::read(&mut tx, std::slice::from_ref(&contract), &asked).await?;
    let mine = mine(&visit, &contract);
    let filters = Filters { contract: mine.contract, within: mine.within, ..narrowing.filters.clone() };
    let writes = reach(&visit.actor, &acts::EDIT, &contract);
    let names = area_names(&mut tx).await?;
    let counts = board::by_status(&mut tx, false, &filters).await?;
    let table = |status: Status| {
        let code = answer::encode(&contract.code);
        let rest =
            narrowing.query.split('&').filter(|pair| !pair.starts_with("etat=") && !pair.starts_with("contrat="));
        let rest: String = rest.filter(|pair| !pair.is_empty()).map(|pair| format!("&{pair}")).collect();
        format!("/gestion/actions?contrat={code}&etat={}{rest}", status.code())
    };
    let mut columns = Vec::new();
    for status in Status::ALL.iter().copied().filter(|one| narrowing.filters.status.is_none_or(|asked| asked == *one)) {
        let filters = Filters { status: Some(status), ..filters.clone() };
        let lines = board::lines(&mut tx, false, &filters, (IN_A_COLUMN, 0)).await?;
        let placed = board::areas(&mut tx, false, &filters, (IN_A_COLUMN, 0)).await?;
        let count = counts.iter().find(|(one, _)| *one == status).map_or(0, |(_, count)| *count);
        let cards = lines.iter().map(|line| {
            let own: Vec<Uuid> = placed.iter().filter(|(sheet, _)| *sheet == line.id).map(|(_, area)| *area).collect();
            let areas = own.iter().filter_map(|area| names.get(area)).map(|(name, _)| name.clone());
            let since = format!("depuis le {}", french::date(line.state.since));
            let draft = if line.is_published { String::new() } else { "brouillon".to_owned() };
            let known = [areas.collect::<Vec<_>>().join(", "), line.lead.clone(), since, draft];
            Card {
                name: format!("{} {}", line.code, line.title),
                href: sheet_path(line.id),
                known: french::spaced(
                    &known.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
                ),
                may_move: writes.covers(&own),
            }
        });
        let rest = (count > IN_A_COLUMN)
            .then(|| Link::new(format!("Les {} fiches de cette colonne", french::integer(count)), table(status)));
        columns.push(ColumnShown { status: status_tag(status), count, cards: cards.collect(), rest });
    }
    let code = answer::encode(&contract.code);
    let at = |words: &str, path: &str| Link::new(words, format!("/gestion/actions{path}?contrat={code}"));
    let links = vec![at("Tableau", ""), at("Frise", "/frise"), at("Échéances", "/echeances")];
    let total: i64 = counts.iter().map(|(_, count)| count).sum();
    let many = french::count(total, "fiche", "fiches");
    let told = if narrowing.told.is_empty() { String::new() } else { format!(" : {}", narrowing.told.join(", ")) };
    let scope = match writes {
        Reach::Within(areas) if !areas.is_empty() => " Vous changez celles de vos quartiers.",
        _ => "",
    };
    answer::page(&ColumnsPage {
        frame: visit.back_office("Le plan par état").with_caption(&*contract.title).with_breadcrumb(above_board()),
        links,
        sentence: french::spaced(&format!("{many}{told}.{scope}")),
        clear: if narrowing.told.is_empty() { String::new() } else { columns_path(&contract) },
        columns,
    })
}

fn move_page(visit: &Visit, house: &House, (sheet, around): (&Sheet, &Around), form: Form) -> MovePage {
    let state = &sheet.state;
    let form = match form.field("etat") {
        Some(_) => form,
        None => form.with("etat", state.status.code()).with_date("depuis", Some(today(house))),
    };
    let frame = visit.back_office("Changer l’état").with_caption(sheet.name()).with_breadcrumb(super::above(sheet));
    MovePage {
        frame: frame.with_form(&form),
        form,
        status: status_tag(state.status),
        since: french::spaced(&format!("Depuis le {}. Source : {}.", french::date(state.since), state.source)),
        statuses: kept_choices(),
        back: columns_path(&around.contract),
    }
}

pub async fn ask(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let (sheet, around) = visible(&mut tx, &visit, id.uuid(), &acts::EDIT).await?;
    answer::page(&move_page(&visit, &house, (&sheet, &around), Form::empty()))
}

pub async fn place(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (sheet, around) = visible(&mut tx, &visit, id.uuid(), &acts::EDIT).await?;
    let today = today(&house);
    let state = read_state(&fields, today);
    let outcome = actions::say_state(&mut tx, &house.outside, &visit.actor, sheet.id, today, state).await;
    let again = async |form| Ok(move_page(&visit, &house, (&sheet, &around), form));
    answer::settle(tx, outcome, (|()| columns_path(&around.contract), "modifie"), &fields, again).await
}
