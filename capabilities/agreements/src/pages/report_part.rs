//! `/conventions/{id}/comptes-rendus/{report}/parties/{part}`: a part of a report, written in several times.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::{Cents, Filled, Uuid, french};
use web::{Answer, Fault, Fields, House, Reading, Visit, answer};

use super::{choices, euros, id_of, mine, typed};
use crate::actions::report_writing::{self as writing, Typed};
use crate::actions::reporting::Opened;
use crate::rules::{ANNEX, PartKind, ReportPart, STORY, answer_field, done_field, why_field};

#[derive(Template)]
#[template(path = "pages/report_part.html")]
pub(super) struct PartPage {
    pub frame: Frame,
    pub form: Form,
    pub why: String,
    pub told: String,
    pub saved: String,
    pub rows: Vec<RowShown>,
    pub answers: Vec<AnswerShown>,
    pub more: Vec<MoreRow>,
    pub accounts: Vec<Choice>,
    pub unit: &'static str,
    pub is_writable: bool,
    pub revision: String,
    pub back: String,
}

/// A number foreseen and its field.
pub(super) struct RowShown {
    pub field: String,
    pub label: String,
    pub hint: String,
    pub why: String,
}

/// A question and its field.
pub(super) struct AnswerShown {
    pub field: String,
    pub label: String,
    pub hint: String,
    pub rows: usize,
    pub is_optional: bool,
}

/// A row nobody foresaw.
pub(super) struct MoreRow {
    pub account: String,
    pub label: String,
    pub amount: String,
    pub why: String,
    pub rank: usize,
}

/// Rows that may be added at once.
const MORE: usize = 3;

pub(super) fn more_rows() -> Vec<MoreRow> {
    let field = |name: &str, rank: usize| format!("{name}-plus-{rank}");
    (1..=MORE)
        .map(|rank| MoreRow {
            account: field("compte", rank),
            label: field("libelle", rank),
            amount: field("montant", rank),
            why: field("pourquoi", rank),
            rank,
        })
        .collect()
}

pub(super) fn all_accounts(part: &ReportPart) -> Vec<Choice> {
    let accounts = part.chart().posts().iter().flat_map(|post| post.accounts);
    choices(accounts.map(|account| (account.code, format!("{} {}", account.number(), account.label).trim().to_owned())))
}

pub(super) fn rows(part: &ReportPart, explains: bool) -> Vec<RowShown> {
    let is_money = part.kind == PartKind::Accounts;
    let number = |value: i64| if is_money { euros(value) } else { french::integer(value) };
    let row = |one: &crate::rules::ReportFigure| {
        let label = if is_money { part.line_name(one) } else { one.label.clone() };
        let own = if one.is_own { " ; c’est la subvention de cette convention" } else { "" };
        RowShown {
            field: done_field(one.position),
            label: french::spaced(&label),
            hint: french::spaced(&format!("Prévu : {}{own}.", number(one.planned))),
            why: if explains { why_field(one.position) } else { String::new() },
        }
    };
    part.figures.iter().map(row).collect()
}

pub(super) fn answers(part: &ReportPart) -> Vec<AnswerShown> {
    let help = |code: &str| {
        let known = STORY.iter().chain(&ANNEX).find(|(known, ..)| *known == code);
        known.map_or("", |(_, _, help)| help)
    };
    let one = |one: &crate::rules::ReportAnswer| {
        let planned = if one.planned.is_empty() { String::new() } else { format!("Prévu : {}. ", one.planned) };
        AnswerShown {
            field: answer_field(one.position),
            label: french::spaced(&one.label),
            hint: french::spaced(format!("{planned}{}", help(&one.code)).trim()),
            rows: if part.kind == PartKind::Indicators { 2 } else { 5 },
            is_optional: part.kind == PartKind::Accounts,
        }
    };
    part.answers.iter().map(one).collect()
}

fn filled(part: &ReportPart) -> Form {
    let mut form = Form::empty();
    for one in &part.figures {
        let number = |value: i64| if part.kind == PartKind::Accounts { typed(value) } else { value.to_string() };
        form.add(done_field(one.position), one.done.map(number).unwrap_or_default());
        form.add(why_field(one.position), one.why.clone());
    }
    for one in &part.answers {
        form.add(answer_field(one.position), one.value.clone());
    }
    form
}

fn home(opened: &Opened) -> String {
    format!("/conventions/{}/comptes-rendus/{}", opened.report.agreement, opened.report.id)
}

fn draw(house: &House, visit: &Visit, (opened, part): (&Opened, &ReportPart), form: Form) -> PartPage {
    let title = format!("{} : {}", part.kind.french(), part.title);
    let above = vec![
        Link::new("Mes conventions", "/conventions"),
        Link::new(
            format!("Convention {}", opened.whole.agreement.number),
            format!("/conventions/{}", opened.report.agreement),
        ),
        Link::new(opened.report.called(), home(opened)),
    ];
    let is_money = part.kind == PartKind::Accounts;
    let saved = part.saved_at.map(|at| {
        let state = if part.is_done { "Terminé et enregistré" } else { "Brouillon enregistré" };
        format!("{state} le {} par {}.", french::moment(at, &house.settings.zone), part.saved_by)
    });
    let revision = form.value("revision").to_owned();
    PartPage {
        frame: mine::private(visit, &french::spaced(&title)).with_form(&form).with_breadcrumb(above),
        why: french::spaced(&part.why),
        told: if is_money { french::spaced(&part.told_accounts()) } else { String::new() },
        saved: french::spaced(&saved.unwrap_or_default()),
        rows: rows(part, writing::explains(opened.report.kind, part.kind)),
        answers: answers(part),
        more: if is_money { more_rows() } else { Vec::new() },
        accounts: all_accounts(part),
        unit: if is_money { "€" } else { "personnes" },
        is_writable: writing::is_writable(opened, part),
        revision: if revision.is_empty() { part.revision.to_string() } else { revision },
        back: home(opened),
        form,
    }
}

fn read(fields: &Fields, part: &ReportPart) -> Filled<Typed> {
    let mut reading = Reading::of(fields);
    let is_money = part.kind == PartKind::Accounts;
    let money = |text: &str| Cents::read_positive(text).ok().map(|amount| amount.0);
    let wrong = "Le montant est un nombre d’euros, par exemple 12 500 ou 12 500,50";
    let number = |reading: &mut Reading<'_>, name: &str| match is_money {
        true => reading.parsed(name, money, wrong),
        false => reading.whole(name),
    };
    let figures = part
        .figures
        .iter()
        .map(|one| {
            let done = number(&mut reading, &done_field(one.position));
            (done, reading.text(&why_field(one.position)))
        })
        .collect();
    let mut added = Vec::new();
    for row in more_rows().into_iter().filter(|_| is_money) {
        let amount = number(&mut reading, &row.amount);
        let account = reading.text(&row.account);
        let (label, why) = (reading.text(&row.label), reading.text(&row.why));
        match (amount, part.chart().account(&account)) {
            (None, _) if account.is_empty() && label.is_empty() => {}
            (None, _) => {
                reading.tell(&row.amount, "Saisissez le montant de cette ligne");
            }
            (Some(_), None) => reading.tell(&row.account, "Choisissez le compte de cette ligne"),
            (Some(_), Some((_, known))) if known.is_by_funder && label.is_empty() => {
                reading.tell(&row.label, "Nommez le financeur");
            }
            (Some(amount), Some(_)) => added.push((account, label, amount, why)),
        }
    }
    let answers =
        part.answers.iter().map(|one| reading.text(&answer_field(one.position)).replace("\r\n", "\n")).collect();
    let typed = Typed { figures, added, answers, is_done: fields.text("suite") == "terminer" };
    reading.filled(typed)
}

type At = Path<(String, String, String)>;

fn ids((id, report, part): &(String, String, String)) -> Result<(Uuid, Uuid, Uuid), Fault> {
    Ok((id_of(id)?, id_of(report)?, id_of(part)?))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(at): At) -> Answer {
    let (opened, part) = writing::part(&mut house.read().await?, &visit.actor, ids(&at)?).await?;
    answer::page(&draw(&house, &visit, (&opened, &part), filled(&part)))
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, Path(at): At, fields: Fields) -> Answer {
    let (id, report, which) = ids(&at)?;
    let mut tx: Tx = house.write().await?;
    let (opened, part) = writing::part(&mut tx, &visit.actor, (id, report, which)).await?;
    let typed = read(&fields, &part);
    let is_done = typed.value.is_done;
    let at = (id, report, which, fields.revision());
    let outcome = writing::save(&mut tx, &house.outside, &visit.actor, at, typed).await;
    let again = async |form| {
        let (opened, part) = writing::part(&mut house.read().await?, &visit.actor, (id, report, which)).await?;
        Ok::<_, Fault>(draw(&house, &visit, (&opened, &part), form))
    };
    let home = home(&opened);
    let there = if is_done { home } else { format!("{home}/parties/{which}") };
    answer::settle(tx, outcome, (|()| there, "enregistre"), &fields, again).await
}
