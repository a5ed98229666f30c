//! What a signatory brings: adding a line, changing it, taking it out.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Link};
use kernel::{Cents, Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::conflict::{self, ConflictPage, Current, Disputed};
use super::{above, visible};
use crate::rules::{Commitment, CommitmentKind, CommitmentTerms, Contract, Signatory};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/commitment.html")]
pub(super) struct CommitmentPage {
    pub frame: Frame,
    pub form: Form,
    pub who: String,
    pub kinds: Vec<Choice>,
    pub remove: Option<String>,
}

impl CommitmentPage {
    pub fn new(frame: Frame, form: Form, who: &str, remove: Option<String>) -> Self {
        let kinds = CommitmentKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.french())).collect();
        Self { frame: frame.with_form(&form), form, who: who.to_owned(), kinds, remove }
    }
}

/// Full-time equivalents as people type them, in hundredths.
fn hundredths(text: &str) -> Option<i64> {
    let Cents(count) = Cents::parse(text).ok()?;
    Some(count)
}

fn read(fields: &Fields) -> Filled<CommitmentTerms> {
    let mut typed = Reading::of(fields);
    let kind = typed.coded("nature", CommitmentKind::from_code, "Choisissez ce qui est apporté");
    let money = |text: &str| Cents::parse(text).ok();
    let year = |text: &str| text.parse().ok();
    let terms = CommitmentTerms {
        kind: kind.unwrap_or(CommitmentKind::Expertise),
        amount: typed.parsed("montant", money, "Le montant doit être un nombre, par exemple 12 500 ou 12 500,50"),
        fte_hundredths: typed.parsed("etp", hundredths, "Ce doit être un nombre, par exemple 1,5"),
        year: typed.parsed("annee", year, "L’année s’écrit en chiffres, par exemple 2025"),
        words: typed.text("precision"),
    };
    typed.filled(terms)
}

fn frame(visit: &Visit, contract: &Contract, signatory: &Signatory, title: &str) -> Frame {
    let mut above = above(contract);
    let href = format!("/gestion/contrats/signataires/{}", signatory.id);
    above.push(Link::new(signatory.terms.name.as_str(), href));
    visit.back_office(title).with_breadcrumb(above)
}

async fn of_signatory(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(Signatory, Contract), Fault> {
    let signatory = store::signatory::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    let contract = visible(visit, store::contract::by_id(tx, signatory.contract).await?)?;
    Ok((signatory, contract))
}

/// Where a signatory is shown with what it brings.
fn back(signatory: Uuid) -> String {
    format!("/gestion/contrats/signataires/{signatory}")
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Signatory>) -> Answer {
    let mut tx = house.read().await?;
    let (signatory, contract) = of_signatory(&mut tx, &visit, id.uuid()).await?;
    let frame = frame(&visit, &contract, &signatory, "Ajouter un engagement");
    answer::page(&CommitmentPage::new(frame, Form::empty(), &signatory.terms.name, None))
}

pub async fn add(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Signatory>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (signatory, contract) = of_signatory(&mut tx, &visit, id.uuid()).await?;
    let outcome = actions::add_commitment(&mut tx, &house.outside, &visit.actor, signatory.id, read(&fields)).await;
    let again = async |form| {
        let frame = frame(&visit, &contract, &signatory, "Ajouter un engagement");
        Ok(CommitmentPage::new(frame, form, &signatory.terms.name, None))
    };
    answer::settle(tx, outcome, (|_| back(signatory.id), "ajoute"), &fields, again).await
}

async fn found(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(Commitment, Signatory, Contract), Fault> {
    let one = store::commitment::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    let (signatory, contract) = of_signatory(tx, visit, one.signatory).await?;
    Ok((one, signatory, contract))
}

fn removal(id: Uuid) -> Option<String> {
    Some(format!("/gestion/contrats/engagements/{id}/retrait"))
}

/// A number of cents or hundredths as it is typed: « 12500,50 ».
fn typed(count: i64) -> String {
    match count % 100 {
        0 => (count / 100).to_string(),
        rest => format!("{},{rest:02}", count / 100),
    }
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Commitment>) -> Answer {
    let mut tx = house.read().await?;
    let (one, signatory, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let terms = one.terms;
    let form = Form::filled([
        ("nature", terms.kind.code().to_owned()),
        ("montant", terms.amount.map(|amount| typed(amount.0)).unwrap_or_default()),
        ("etp", terms.fte_hundredths.map(typed).unwrap_or_default()),
        ("annee", terms.year.map(|year| year.to_string()).unwrap_or_default()),
        ("precision", terms.words),
        ("revision", one.revision.to_string()),
    ]);
    let frame = frame(&visit, &contract, &signatory, "Modifier un engagement");
    answer::page(&CommitmentPage::new(frame, form, &signatory.terms.name, removal(one.id)))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Commitment>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (one, signatory, contract) = found(&mut tx, &visit, id.uuid()).await?;
    let at = (one.id, fields.revision());
    let outcome = actions::amend_commitment(&mut tx, &house.outside, &visit.actor, at, read(&fields)).await;
    let frame = |title| frame(&visit, &contract, &signatory, title);
    let again = async |form| {
        Ok(CommitmentPage::new(frame("Modifier un engagement"), form, &signatory.terms.name, removal(one.id)))
    };
    let both = async || {
        let mut tx = house.read().await?;
        let (kept, ..) = found(&mut tx, &visit, one.id).await?;
        let terms = kept.terms;
        let current = Current {
            revision: kept.revision,
            author: String::new(),
            fields: vec![
                Disputed::line("montant", "Montant", &terms.amount.map(|amount| typed(amount.0)).unwrap_or_default()),
                Disputed::line("etp", "Équivalents temps plein", &terms.fte_hundredths.map(typed).unwrap_or_default()),
                Disputed::line("annee", "Année", &terms.year.map(|year| year.to_string()).unwrap_or_default()),
                Disputed::long("precision", "Précision", &terms.words),
            ],
        };
        Ok(ConflictPage::new(frame(conflict::TITLE), "cet engagement", current, &fields))
    };
    conflict::settle(tx, outcome, (|_| back(signatory.id), "modifie"), &fields, again, both).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Commitment>) -> Answer {
    let mut tx = house.write().await?;
    let (one, signatory, _) = found(&mut tx, &visit, id.uuid()).await?;
    actions::remove_commitment(&mut tx, &house.outside, &visit.actor, one.id).await?;
    tx.commit().await?;
    answer::done(&back(signatory.id), "supprime")
}
