//! `/gestion/comptes`: the people within reach, and each of them.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use documents::{Cell, Column, Kind, Table};
use interface::{Form, Frame, Html, Link, Pagination, SummaryRow, TableOptions, Tag, TagColour};
use kernel::Uuid;
use kernel::text::search_key;
use web::{Answer, Asked, Fault, Fields, House, PathId, Visit, answer};

use super::account::{FunctionLine, period};
use super::{scope_told, told};
use crate::rules::codes;
use crate::rules::reach::Reach;
use crate::store::account::Account;
use crate::{actions, facade, store};

/// Lines of a page of the list.
const LINES: u32 = 50;

#[derive(Template)]
#[template(path = "pages/accounts.html")]
pub(super) struct AccountsPage {
    pub frame: Frame,
    pub form: Form,
    pub sentence: String,
    pub table: Html,
    pub pages: Pagination,
    pub is_everything: bool,
}

#[derive(Template)]
#[template(path = "pages/account_sheet.html")]
pub(super) struct SheetPage {
    pub frame: Frame,
    pub form: Form,
    pub id: Uuid,
    pub rows: Vec<SummaryRow>,
    pub functions: Vec<FunctionLine>,
    pub organisations: Vec<String>,
    pub is_open: bool,
    pub is_everything: bool,
    pub has_second_factor: bool,
}

#[derive(Template)]
#[template(path = "pages/edit_account.html")]
pub(super) struct EditPage {
    pub frame: Frame,
    pub form: Form,
}

/// Accounts within reach holding these words: a page of them (all of them when `page` is none), and their number.
async fn found(
    tx: &mut database::Tx,
    reach: &Reach,
    words: &str,
    page: Option<u32>,
) -> database::Result<(Vec<Account>, u64)> {
    let words = search_key(words);
    if let Reach::Organisations(own) = reach {
        let mut all: Vec<Account> = Vec::new();
        for organisation in own {
            for account in store::account::of_organisation(tx, *organisation).await? {
                let is_found = search_key(&format!("{} {}", account.name, account.email)).contains(&words);
                if is_found && !all.iter().any(|known| known.id == account.id) {
                    all.push(account);
                }
            }
        }
        let count = all.len() as u64;
        return Ok((
            match page {
                Some(page) => {
                    all.into_iter().skip((page.saturating_sub(1) * LINES) as usize).take(LINES as usize).collect()
                }
                None => all,
            },
            count,
        ));
    }
    let count = store::account::count(tx, &words).await?;
    let (limit, offset) = match page {
        Some(page) => (i64::from(LINES), i64::from(page.saturating_sub(1)) * i64::from(LINES)),
        None => (count, 0),
    };
    Ok((store::account::page(tx, &words, limit, offset).await?, u64::try_from(count).unwrap_or(0)))
}

async fn table(tx: &mut database::Tx, house: &House, accounts: &[Account], caption: &str) -> Result<Table, Fault> {
    let now = house.outside.now();
    let mut functions: HashMap<Uuid, Vec<kernel::Function>> = HashMap::new();
    for given in store::function::all_current(tx, now).await? {
        let held = functions.entry(given.account).or_default();
        if !held.contains(&given.grant.function) {
            held.push(given.grant.function);
        }
    }
    let columns = vec![
        Column::new("nom", "Nom", Kind::Text).row_header(),
        Column::new("adresse", "Adresse électronique", Kind::Text),
        Column::new("fonctions", "Fonctions", Kind::Text),
        Column::new("second_code", "Second code", Kind::YesNo),
        Column::new("derniere_connexion", "Dernière connexion", Kind::DateTime),
        Column::new("etat", "État", Kind::Text),
    ];
    let mut table = Table::new("comptes", caption, columns);
    for account in accounts {
        let held = functions.get(&account.id).map(|held| codes::french(held)).unwrap_or_default();
        let name = if account.name.is_empty() { "Nom effacé".to_owned() } else { account.name.clone() };
        let last = account
            .last_sign_in_at
            .map(|at| Cell::DateTime(kernel::Moment(at).timestamp().to_zoned(house.settings.zone.clone()).datetime()));
        table.rows.push(vec![
            Cell::link(name, format!("/gestion/comptes/{}", account.id)),
            Cell::text(account.email.as_str()),
            Cell::text(held),
            Cell::YesNo(account.has_second_factor()),
            last.unwrap_or_else(|| Cell::text("")),
            Cell::text(if account.is_open() { "Ouvert" } else { "Fermé" }),
        ]);
    }
    Ok(table)
}

/// The list.
pub async fn list(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let (words, reach) = (asked.text("q"), Reach::of(&visit.actor));
    let mut tx = house.read().await?;
    let (_, count) = found(&mut tx, &reach, words, Some(1)).await?;
    let base = if words.is_empty() {
        "/gestion/comptes".to_owned()
    } else {
        format!("/gestion/comptes?q={}", answer::encode(words))
    };
    let pages = Pagination::new(asked.text("page").parse().unwrap_or(1), count, LINES, base);
    let (accounts, _) = found(&mut tx, &reach, words, Some(pages.page)).await?;
    let number = kernel::french::count(i64::try_from(count).unwrap_or(i64::MAX), "compte", "comptes");
    let sentence = if words.is_empty() { number } else { format!("{number} pour « {words} »") };
    let table = table(&mut tx, &house, &accounts, "Comptes, par nom").await?;
    let export = |format: &str| Some(format!("/gestion/comptes/export/{format}?q={}", answer::encode(words)));
    let options = TableOptions { csv: export("csv"), xlsx: export("xlsx"), ..TableOptions::default() };
    answer::page(&AccountsPage {
        frame: visit.back_office("Comptes"),
        form: Form::filled([("q", words)]),
        sentence,
        table: interface::table(&table, &options),
        pages,
        is_everything: reach == Reach::Everything,
    })
}

/// The same list to take away.
pub async fn export(State(house): State<Arc<House>>, visit: Visit, Path(format): Path<String>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (accounts, _) = found(&mut tx, &Reach::of(&visit.actor), asked.text("q"), None).await?;
    let table = table(&mut tx, &house, &accounts, "Comptes, par nom").await?;
    answer::table("comptes", &format, &table, house.outside.now())
}

/// The pages above a page about somebody.
pub(super) fn above(account: &Account) -> Vec<Link> {
    vec![
        Link::new("Comptes", "/gestion/comptes"),
        Link::new(account.name.as_str(), format!("/gestion/comptes/{}", account.id)),
    ]
}

pub(super) async fn sheet_page(house: &House, visit: &Visit, id: Uuid, form: Form) -> Result<SheetPage, Fault> {
    let mut tx = house.read().await?;
    let account = actions::visible_account(&mut tx, &visit.actor, id).await?;
    let (now, reach) = (house.outside.now(), Reach::of(&visit.actor));
    let organisations = store::organisation::all(&mut tx).await?;
    let places = facade::places(&mut tx).await?;
    let mut functions = Vec::new();
    for given in store::function::of_account(&mut tx, id).await? {
        let place = given.grant.scope.organisation;
        let is_reached = reach == Reach::Everything || place.is_some_and(|place| reach.covers(place));
        if !given.is_current(now) || !is_reached {
            continue;
        }
        let giver = match given.given_by {
            Some(giver) => facade::account_name(&mut tx, giver).await?.unwrap_or_else(|| "un compte effacé".to_owned()),
            None => "la plateforme".to_owned(),
        };
        functions.push(FunctionLine {
            id: given.id,
            french: given.grant.function.french(),
            place: scope_told(&given.grant.scope, &organisations, &places),
            period: period(&given, now, house),
            reason: format!("{}, par {giver}", given.reason),
            is_mine_to_withdraw: reach.may_give(given.grant.function, place),
        });
    }
    let members = store::organisation::of_account(&mut tx, id).await?;
    let members = members.iter().filter(|member| reach.covers(member.organisation));
    let names = members.filter_map(|member| organisations.iter().find(|one| one.id == member.organisation));
    let zone = &house.settings.zone;
    let state =
        if account.is_open() { Tag::new(TagColour::Green, "Ouvert") } else { Tag::new(TagColour::Grey, "Fermé") };
    let second = if account.has_second_factor() { "En place" } else { "Pas encore installé" };
    let last = account.last_sign_in_at.map_or_else(|| "Jamais".to_owned(), |at| told(at, zone));
    let edit = format!("/gestion/comptes/{id}/modifier");
    let row = |term: &str, value: &str| {
        let row = SummaryRow::new(term, Html::text(value));
        if reach == Reach::Everything && account.is_open() { row.changed_at(edit.clone()) } else { row }
    };
    let rows = vec![
        row("Nom", &account.name),
        row("Adresse électronique", &account.email),
        SummaryRow::new("État", state.html()),
        SummaryRow::new("Second code", Html::sentence(second)),
        SummaryRow::new("Créé", Html::text(&told(account.created_at, zone))),
        SummaryRow::new("Dernière connexion", Html::text(&last)),
    ];
    let title = if account.name.is_empty() { "Nom effacé".to_owned() } else { account.name.clone() };
    Ok(SheetPage {
        frame: visit.back_office(&title).with_breadcrumb(above(&account)[..1].to_vec()).with_form(&form),
        form,
        id,
        rows,
        functions,
        organisations: names.map(|one| one.terms.name.clone()).collect(),
        is_open: account.is_open(),
        is_everything: reach == Reach::Everything,
        has_second_factor: account.has_second_factor(),
    })
}

/// One account.
pub async fn sheet(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Account>) -> Answer {
    answer::page(&sheet_page(&house, &visit, id.uuid(), Form::empty()).await?)
}

/// Name and address, to change.
pub async fn edit(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Account>) -> Answer {
    let account = actions::visible_account(&mut house.read().await?, &visit.actor, id.uuid()).await?;
    let revision = account.revision.to_string();
    let form = Form::filled([("nom", account.name.as_str()), ("email", &account.email), ("revision", &revision)]);
    answer::page(&EditPage { frame: visit.back_office("Modifier un compte").with_breadcrumb(above(&account)), form })
}

/// Changes them.
pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Account>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let account = actions::visible_account(&mut tx, &visit.actor, id.uuid()).await?;
    let (name, email) = (fields.text("nom"), fields.text("email"));
    let (outside, stale) = (&house.outside, fields.revision());
    let outcome = actions::amend_account(&mut tx, outside, &visit.actor, id.uuid(), stale, name, email).await;
    let again = async |form: Form| {
        let frame = visit.back_office("Modifier un compte").with_breadcrumb(above(&account)).with_form(&form);
        Ok(EditPage { frame, form })
    };
    answer::settle(tx, outcome, (|()| format!("/gestion/comptes/{id}"), "modifie"), &fields, again).await
}
