//! `/fonds/suivi`: a group sees where its project is, with its code, and reports. Nothing of it stays in an address.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use database::Tx;
use interface::{Choice, Form, Frame, SummaryRow, Tag, Translated};
use kernel::Failure;
use web::{Answer, Fault, Fields, House, Upload, Visit, answer};

use super::project::{about, decisions, kinds, money_told, movements, read_report, report_rows};
use super::{received, state_tag};
use crate::rules::ProjectState;
use crate::{actions, store};

/// Codes a network may try in a quarter of an hour.
const FOLLOWED: (&str, i64) = ("funds.followed", 20);

/// Pieces of reports a network may send in a quarter of an hour.
const REPORTED: (&str, i64) = ("funds.reported", 40);

#[derive(Template)]
#[template(path = "pages/follow_ask.html")]
pub(super) struct AskPage {
    pub frame: Frame,
    pub form: Form,
}

#[derive(Template)]
#[template(path = "pages/follow.html")]
pub(super) struct FollowPage {
    pub frame: Frame,
    pub form: Form,
    pub given: String,
    pub done: String,
    pub state: Tag,
    pub about: Vec<SummaryRow>,
    pub decisions: Vec<String>,
    pub money: String,
    pub movements: Vec<String>,
    pub report: Vec<SummaryRow>,
    pub pieces: Vec<String>,
    pub kinds: Vec<Choice>,
    pub hint: Translated,
    pub may_report: bool,
    pub service: String,
}

fn ask_page(visit: &Visit, form: Form) -> AskPage {
    AskPage { frame: visit.public("Suivre un projet").with_form(&form), form: form.in_language(visit.language) }
}

pub async fn ask(visit: Visit) -> Answer {
    answer::page(&ask_page(&visit, Form::empty()))
}

async fn drawn(tx: &mut Tx, visit: &Visit, given: &str, form: Form, done: &str) -> Result<FollowPage, Fault> {
    let (fund, one) = actions::followed(tx, given).await?;
    let money = store::money::of_project(tx, one.id).await?;
    let report = store::report::of_project(tx, one.id).await?;
    let frame = visit.public(&one.terms.title).with_form(&form).with_caption(&*fund.terms.name);
    let pieces = store::report::pieces(tx, one.id).await?;
    Ok(FollowPage {
        frame: Frame { is_private: true, ..frame.named_in_french() },
        form: form.in_language(visit.language),
        given: given.to_owned(),
        done: done.to_owned(),
        state: state_tag(one.state),
        // Whoever holds the code knows whom the group named: it is not shown again.
        about: about(tx, &one, false).await?,
        decisions: decisions(tx, one.id).await?,
        money: money_told(&fund, money, report.as_ref()),
        movements: movements(tx, one.id, false).await?,
        report: report_rows(report.as_ref()),
        pieces: pieces.into_iter().map(|one| format!("{} : {}", one.kind.french(), one.label)).collect(),
        kinds: kinds(visit.language),
        hint: interface::in_french(visit.language, &files::Limits::DOCUMENTS.french()),
        may_report: matches!(one.state, ProjectState::Granted | ProjectState::Reported),
        service: fund.terms.service,
    })
}

/// The page that asks for the code, with what is wrong.
fn ask_again(visit: &Visit, fields: &Fields, failure: Fault) -> Answer {
    let form = fields.form_with(failure.into_input()?);
    answer::page_to_correct(&ask_page(visit, form))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    accounts::facade::count_try(&house, FOLLOWED, visit.client).await?;
    let mut tx = house.read().await?;
    match drawn(&mut tx, &visit, fields.text("suivi"), Form::empty(), "").await {
        Ok(page) => answer::page(&page),
        Err(failure) => ask_again(&visit, &fields, failure),
    }
}

pub async fn report(State(house): State<Arc<House>>, visit: Visit, request: Request) -> Answer {
    accounts::facade::count_try(&house, REPORTED, visit.client).await?;
    let upload = Upload::read(&house, request).await?;
    let given = upload.fields.text("suivi").to_owned();
    // A code that is none keeps no bytes.
    if let Err(failure) = actions::followed(&mut house.read().await?, &given).await {
        return ask_again(&visit, &upload.fields, failure.into());
    }
    let kept = async {
        let file = received(&house, &upload).await?;
        let mut tx = house.write().await?;
        let around = (&house.outside, house.vault.as_ref());
        let typed = read_report(&upload.fields, file);
        actions::report_by_code(&mut tx, around, &visit.actor, &given, typed).await?;
        tx.commit().await?;
        Ok::<(), Failure>(())
    };
    match kept.await {
        Ok(()) => {
            let mut tx = house.read().await?;
            let told = "Le compte rendu est enregistré. Vous pouvez ajouter d’autres photos et tickets.";
            answer::page(&drawn(&mut tx, &visit, &given, Form::empty(), told).await?)
        }
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            answer::page_to_correct(&drawn(&mut tx, &visit, &given, form, "").await?)
        }
    }
}
