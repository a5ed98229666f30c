//! Noting that a report was approved, then opening it to everybody.

use database::Tx;
use database::search::{self, Audience, Entry};
use kernel::{Actor, Failure, Filled, Outcome, Refusal, Uuid, french};
use serde_json::json;

use super::freezing::freeze;
use super::{Around, Found, found, record};
use crate::rules::{Approval, Occasion, State, check_approval, open_path};
use crate::{acts, store};

/// Notes that the council of the intercommunality approved a report: what it approved is frozen.
///
/// # Errors
/// Not this actor's; not submitted, or approved already; a delay that runs, an opinion without a follow-up; something to correct;
/// somebody changed it since `revision`.
pub async fn approve(
    tx: &mut Tx,
    around: Around<'_>,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    typed: impl Into<Filled<Approval>>,
) -> Outcome<()> {
    let of = found(tx, actor, &acts::DECIDE, id).await?;
    let (State::Submitted, Some(asked)) = (of.report.state, of.report.asked) else {
        let (title, why) = match of.report.state {
            State::Draft => {
                ("Ce rapport n’est pas encore soumis", "Les conseils donnent leur avis avant qu’il soit approuvé.")
            }
            _ => ("Ce rapport est déjà approuvé", "Il ne reste qu’à le publier, si ce n’est pas fait."),
        };
        return Err(Refusal::rule(title, why).into());
    };
    let (outside, zone) = around;
    let mut form = typed.into();
    form.value.deliberation = form.value.deliberation.trim().to_owned();
    store::report::hold(tx, id).await?;
    let opinions = store::opinion::of_report(tx, id).await?;
    form.find(check_approval(&form.value, asked, &opinions, outside.now().day(zone)));
    let approval = form.sound()?;
    if !store::report::approve(tx, (id, revision), &approval).await? {
        return Err(Failure::conflict("ce rapport", &[("Délibération", &approval.deliberation)]));
    }
    let mut touched = freeze(tx, around, actor, &of, Occasion::Approval).await?;
    touched.push(("yearbook", id));
    let detail = json!({
        "acte": "rapport annuel approuvé", "date": french::date(approval.on), "deliberation": approval.deliberation,
    });
    record(tx, outside, (actor, &acts::DECIDE), (id, detail), &touched).await
}

/// Makes a report that is public found by what its chapters say.
async fn index(tx: &mut Tx, of: &Found) -> Outcome<()> {
    let chapters = store::chapter::of_report(tx, of.report.id).await?;
    let words: Vec<String> = chapters.into_iter().map(|one| format!("{} {}", one.text.title, one.text.body)).collect();
    let (title, text) = (format!("{}, {}", of.title(), of.contract.title), words.join(" "));
    let url = open_path(&of.contract.code, of.report.year);
    let entry = Entry::new("rapport", of.report.id, Audience::Public)
        .told(&title, &text, &url)
        .of(of.contract.id)
        .about(&of.contract.area_ids);
    search::index(tx, &entry).await?;
    Ok(())
}

/// Puts every public report into the search again.
///
/// # Errors
/// The database failed.
pub async fn index_all(tx: &mut Tx) -> Outcome<()> {
    for report in store::report::all(tx).await? {
        if report.state != State::Published {
            continue;
        }
        if let Some(contract) = strategy::facade::contract(tx, report.contract).await? {
            index(tx, &Found { report, contract }).await?;
        }
    }
    Ok(())
}

/// Opens an approved report to everybody; doing it twice does it once.
///
/// # Errors
/// Not this actor's; not approved.
pub async fn publish(tx: &mut Tx, (outside, zone): Around<'_>, actor: &Actor, id: Uuid) -> Outcome<()> {
    let of = found(tx, actor, &acts::PUBLISH, id).await?;
    if of.report.state == State::Published {
        return Ok(());
    }
    if !store::report::publish(tx, id, outside.now()).await? {
        let why = "Le conseil communautaire l’approuve d’abord ; il devient public ensuite, avec les avis en annexe.";
        return Err(Refusal::rule("Ce rapport n’est pas encore approuvé", why).into());
    }
    index(tx, &of).await?;
    let on = french::date(outside.now().day(zone));
    let detail = json!({ "acte": "rapport annuel publié", "le": on });
    record(tx, outside, (actor, &acts::PUBLISH), (id, detail), &[("yearbook", id)]).await
}
