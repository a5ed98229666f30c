//! A part of a report as the association writes it: kept as a draft or finished, nothing lost.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Cents, Failure, Filled, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::reporting::{Opened, own};
use crate::rules::{PartKind, ReportFigure, ReportKind, ReportPart, check_part, check_typed};
use crate::{acts, store};

/// A part as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// What was done and why it differs, in the order of its rows.
    pub figures: Vec<(Option<i64>, String)>,
    /// Rows nobody foresaw: account, label, what was done, why.
    pub added: Vec<(String, String, i64, String)>,
    /// Answers, in their order.
    pub answers: Vec<String>,
    /// Whether it is finished.
    pub is_done: bool,
}

/// A part of a report of one’s association, with its report.
///
/// # Errors
/// Not there or not this actor’s; the database failed.
pub async fn part(tx: &mut Tx, actor: &Actor, (id, report, part): (Uuid, Uuid, Uuid)) -> Outcome<(Opened, ReportPart)> {
    let opened = own(tx, actor, &acts::GIVE_REPORT, (id, report)).await?;
    let part = opened.parts.iter().find(|one| one.id == part).cloned().ok_or(Refusal::NotFound)?;
    Ok((opened, part))
}

/// Whether a part may be written now.
pub fn is_writable(opened: &Opened, part: &ReportPart) -> bool {
    opened.report.state.is_open() && part.is_open
}

/// Keeps what was typed in a part.
///
/// # Errors
/// Not there or not this actor’s; closed; something to correct; somebody saved it since `revision`.
pub async fn save(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, report, which, revision): (Uuid, Uuid, Uuid, i64),
    typed: Filled<Typed>,
) -> Outcome<()> {
    store::agreement::hold(tx, id).await?;
    let (opened, before) = part(tx, actor, (id, report, which)).await?;
    if !is_writable(&opened, &before) {
        let why = "Cette partie est fermée : le compte rendu attend d’être certifié, ou il est rendu. Elle se rouvre si le \
                   service y demande une correction.";
        return Err(Refusal::rule("Cette partie ne se modifie pas", why).into());
    }
    let mut form = typed;
    let after = written(outside, &before, &form.value);
    form.find(check_typed(&after));
    if after.is_done {
        let (setting, _) = store::setting::of_contract(tx, opened.whole.agreement.contract).await?;
        form.find(check_part(&after, opened.report.kind, setting.gap()));
    }
    form.sound()?;
    let known: Vec<Uuid> = before.figures.iter().map(|one| one.id).collect();
    let after = ReportPart { revision, ..after };
    let by = (actor.journal_name(), outside.now());
    let Some(touched) = store::report_part::save(tx, &after, &known, (&by.0, by.1)).await? else {
        let kept = kept(&after);
        let kept: Vec<(&str, &str)> = kept.iter().map(|(label, text)| (label.as_str(), text.as_str())).collect();
        return Err(Failure::conflict("cette partie du compte rendu", &kept));
    };
    let detail = json!({
        "acte": "compte rendu écrit", "annee": opened.report.year, "partie": after.kind.code(), "terminee": after.is_done,
    });
    let entry = Entry::on(acts::GIVE_REPORT.code, "agreement", id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// A part with what was typed.
fn written(outside: &Outside, before: &ReportPart, typed: &Typed) -> ReportPart {
    let mut after = ReportPart { is_done: typed.is_done, ..before.clone() };
    for (one, (done, why)) in after.figures.iter_mut().zip(&typed.figures) {
        (one.done, one.why) = (*done, why.clone());
    }
    for (one, value) in after.answers.iter_mut().zip(&typed.answers) {
        one.value.clone_from(value);
    }
    if after.kind == PartKind::Accounts {
        for (code, label, done, why) in &typed.added {
            let position = after.figures.len() as i64 + 1;
            after.figures.push(ReportFigure {
                id: outside.uuid(),
                code: code.clone(),
                label: label.clone(),
                planned: 0,
                done: Some(*done),
                why: why.clone(),
                is_own: false,
                position,
            });
        }
    }
    after
}

/// What was typed, given back to whoever came second.
fn kept(part: &ReportPart) -> Vec<(String, String)> {
    let answers = part.answers.iter().map(|one| (one.label.clone(), one.value.clone()));
    let typed = |one: &ReportFigure| {
        let done = match (part.kind, one.done) {
            (_, None) => String::new(),
            (PartKind::Accounts, Some(cents)) => french::euros(Cents(cents)),
            (_, Some(people)) => french::integer(people),
        };
        (format!("{} {}", one.code, one.label), [done.as_str(), one.why.as_str()].join(" "))
    };
    answers.chain(part.figures.iter().map(typed)).collect()
}

/// Whether gaps are explained in a report.
pub fn explains(kind: ReportKind, part: PartKind) -> bool {
    kind == ReportKind::Final && part == PartKind::Accounts
}
