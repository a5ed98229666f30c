//! A line of the budget: entered, corrected, taken away, with its receipt.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use interface::{Choice, Form, Frame, Link};
use kernel::{Cents, Failure, Filled, Uuid};
use web::attached::received;
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Upload, Visit, answer};

use super::budget::{budget_above, budget_path, is_own_space};
use super::choices_of;
use crate::actions::budget::{self, RECEIPTS};
use crate::rules::{Assembly, Heading, Line, LineKind, LineTerms};

#[derive(Template)]
#[template(path = "pages/budget_line.html")]
pub(super) struct LinePage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
    pub kind: &'static str,
    pub is_grant: bool,
    /// What the label is asked as.
    pub label: &'static str,
    pub headings: Vec<Choice>,
    pub accepted: String,
    /// Where the receipt is, when there is one.
    pub receipt: Option<String>,
    /// Where the line is taken away, when it is there.
    pub removal: Option<String>,
}

impl LinePage {
    pub fn new(frame: Frame, form: Form, action: String, kind: LineKind, line: Option<&Line>) -> Self {
        Self {
            frame: frame.with_form(&form),
            form,
            kind: kind.code(),
            is_grant: kind == LineKind::Grant,
            label: if kind == LineKind::Grant { "D’où vient cette somme" } else { "Ce qui a été payé" },
            headings: choices_of!(Heading),
            accepted: format!("{}.", RECEIPTS.french()),
            receipt: line.filter(|line| line.file.is_some()).map(|_| format!("{action}/piece")),
            removal: line.map(|_| format!("{action}/suppression")),
            action,
        }
    }
}

fn title(kind: LineKind, is_new: bool) -> &'static str {
    match (kind, is_new) {
        (LineKind::Grant, true) => "Ajouter une somme reçue",
        (LineKind::Expense, true) => "Ajouter une dépense",
        (LineKind::Grant, false) => "Une somme reçue",
        (LineKind::Expense, false) => "Une dépense",
    }
}

fn frame(visit: &Visit, assembly: &Assembly, (kind, is_new): (LineKind, bool)) -> Frame {
    let list = Link::new("Budget", budget_path(visit, assembly.id));
    visit.back_office(title(kind, is_new)).with_breadcrumb([budget_above(visit, assembly), vec![list]].concat())
}

/// Where a line is, in the space it is asked from.
fn line_path(visit: &Visit, id: Uuid) -> String {
    if is_own_space(visit) { format!("/conseil/budget/{id}") } else { format!("/gestion/budget/{id}") }
}

fn read(fields: &Fields, kind: LineKind) -> Filled<LineTerms> {
    let mut typed = Reading::of(fields);
    let amount = |text: &str| Cents::parse(text).ok();
    let amount = typed.parsed("montant", amount, "Ce doit être un montant, par exemple 120 ou 120,50");
    let dated = typed.needed_day("date", "la date");
    let year = match kind {
        LineKind::Grant => typed.whole("annee").unwrap_or_default(),
        LineKind::Expense => dated.map_or(0, |day| day.year().into()),
    };
    let heading = match kind {
        LineKind::Grant => None,
        LineKind::Expense => Heading::from_code(&typed.text("poste")),
    };
    let terms = LineTerms {
        label: typed.text("libelle"),
        amount: amount.unwrap_or_default(),
        dated: dated.unwrap_or_default(),
        year,
        heading,
    };
    typed.filled(terms)
}

fn kind_asked(fields: &Fields) -> LineKind {
    LineKind::from_code(fields.text("sorte")).unwrap_or(LineKind::Expense)
}

pub async fn blank(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, _) = budget::keeper(&mut tx, &visit.actor, id.uuid()).await?;
    let (kind, today) = (kind_asked(&asked), house.outside.now().day(&house.settings.zone));
    let form = Form::filled([("annee", today.year().to_string())]).with_date("date", Some(today));
    let action = format!("{}/nouvelle", budget_path(&visit, assembly.id));
    answer::page(&LinePage::new(frame(&visit, &assembly, (kind, true)), form, action, kind, None))
}

pub async fn create(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    budget::keeper(&mut house.read().await?, &visit.actor, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let kind = kind_asked(&upload.fields);
    let entered = async {
        let mut terms = read(&upload.fields, kind);
        let file = gathered(&mut terms, received(&house, &upload, RECEIPTS).await)?;
        let mut tx = house.write().await?;
        let around = (&house.outside, &house.settings.zone, house.vault.as_ref());
        let made = budget::enter(&mut tx, around, &visit.actor, (id.uuid(), kind), (terms, file)).await?;
        tx.commit().await?;
        Ok::<Uuid, Failure>(made)
    };
    match entered.await {
        Ok(assembly) => answer::done(&budget_path(&visit, assembly), "ajoute"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            let (assembly, _) = budget::keeper(&mut tx, &visit.actor, id.uuid()).await?;
            let action = format!("{}/nouvelle", budget_path(&visit, assembly.id));
            let frame = frame(&visit, &assembly, (kind, true));
            answer::page_to_correct(&LinePage::new(frame, form, action, kind, None))
        }
    }
}

/// What is wrong with the file is told with the rest of the form.
fn gathered<T>(terms: &mut Filled<LineTerms>, sent: kernel::Outcome<Option<T>>) -> kernel::Outcome<Option<T>> {
    match sent {
        Ok(file) => Ok(file),
        Err(Failure::Input(errors)) => {
            terms.find(errors);
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Line>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, line, _) = budget::kept(&mut tx, &visit.actor, id.uuid()).await?;
    let terms = &line.terms;
    let amount = format!("{},{:02}", terms.amount.0 / 100, terms.amount.0 % 100);
    let form = Form::filled([
        ("libelle", terms.label.clone()),
        ("montant", amount),
        ("annee", terms.year.to_string()),
        ("poste", terms.heading.map_or("", Heading::code).to_owned()),
        ("revision", line.revision.to_string()),
    ]);
    let form = form.with_date("date", Some(terms.dated));
    let frame = frame(&visit, &assembly, (line.kind, false));
    answer::page(&LinePage::new(frame, form, line_path(&visit, line.id), line.kind, Some(&line)))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Line>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    let (assembly, line, _) = budget::kept(&mut house.read().await?, &visit.actor, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let amended = async {
        let mut terms = read(&upload.fields, line.kind);
        let file = gathered(&mut terms, received(&house, &upload, RECEIPTS).await)?;
        let mut tx = house.write().await?;
        let around = (&house.outside, &house.settings.zone, house.vault.as_ref());
        let at = (line.id, upload.fields.revision());
        budget::amend(&mut tx, around, &visit.actor, at, (terms, file)).await?;
        tx.commit().await?;
        Ok::<(), Failure>(())
    };
    match amended.await {
        Ok(()) => answer::done(&budget_path(&visit, assembly.id), "modifie"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            let frame = frame(&visit, &assembly, (line.kind, false));
            let page = LinePage::new(frame, form, line_path(&visit, line.id), line.kind, Some(&line));
            answer::page_to_correct(&page)
        }
    }
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Line>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let assembly = budget::take_away(&mut tx, &house.outside, &visit.actor, at).await?;
    tx.commit().await?;
    answer::done(&budget_path(&visit, assembly), "supprime")
}

/// A receipt, for whoever enters the money.
pub async fn take_receipt(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Line>) -> Answer {
    let mut tx = house.read().await?;
    let file = budget::receipt_of(&mut tx, &visit.actor, id.uuid()).await?;
    drop(tx);
    web::attached::kept_file(&house, file).await
}
