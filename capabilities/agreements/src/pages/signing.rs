//! `/gestion/conventions/{id}/signatures`: who signs, whose turn it is, the paper given back.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Failure, Filled, Uuid, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Upload, Visit, answer};

use super::trusted::TRUSTED;
use super::{above_of, choices, id_of, kept_file, path, received, sealed, with_contract};
use crate::actions::desk::Whole;
use crate::actions::{desk, sealing, signing as actions};
use crate::rules::{Agreement, Side, Signature, Signer, VersionState, told_file, told_seal, turn};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/signing.html")]
pub(super) struct SigningPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub called: String,
    pub signatures: Vec<String>,
    pub next: Option<Next>,
    pub circuit: Vec<CircuitRow>,
    pub sides: Vec<Choice>,
    pub scans: Vec<ScanShown>,
    pub hint: String,
    pub authorities: String,
}

/// A signed paper that was given back.
pub(super) struct ScanShown {
    pub words: String,
    pub href: String,
    /// What its electronic signature comes to; empty when there is none.
    pub sealed: String,
    pub told: Vec<String>,
}

/// Signed papers whose electronic signature is looked at again when they are shown.
const LOOKED_AT: usize = 4;

/// Whose turn it is.
pub(super) struct Next {
    pub who: String,
    pub action: String,
    pub revision: String,
}

/// Somebody in the circuit.
pub(super) struct CircuitRow {
    pub rank: usize,
    pub who: String,
    pub side: String,
}

/// Most signatures of a version.
const MOST: usize = 5;

pub(super) fn circuit_rows() -> Vec<CircuitRow> {
    (1..=MOST).map(|rank| CircuitRow { rank, who: format!("qui-{rank}"), side: format!("partie-{rank}") }).collect()
}

/// What is known of a signature, in words.
pub(super) fn told(one: &Signature) -> String {
    let sent = one.sent_on.map(|day| format!(", envoyée le {}", french::date(day))).unwrap_or_default();
    let signed =
        one.signed_on.map_or_else(|| ", attendue".to_owned(), |day| format!(", signée le {}", french::date(day)));
    french::spaced(&format!("{} ({}){sent}{signed}", one.who, one.side.french().to_lowercase()))
}

fn home(id: Uuid) -> String {
    format!("{}/signatures", path(id))
}

fn filled(all: &[Signature]) -> Form {
    let mut form = Form::empty();
    for one in all {
        form.add(format!("qui-{}", one.position), one.who.clone());
        form.add(format!("partie-{}", one.position), one.side.code());
    }
    if let Some(sent) = turn(all).and_then(|one| one.sent_on) {
        form = form.with_date("envoi", Some(sent));
    }
    form
}

fn shown(visit: &Visit, whole: &Whole, all: &[Signature], form: Form) -> SigningPage {
    let id = whole.agreement.id;
    let last = whole.last();
    let is_round = last.is_some_and(|one| one.state == VersionState::Circulating);
    let frame = visit.back_office("Signatures").with_form(&form).with_caption(french::spaced(&whole.carrier.card.name));
    SigningPage {
        frame: frame.with_breadcrumb(above_of(id, &whole.agreement.number)),
        form,
        path: home(id),
        called: last.map(|one| french::spaced(&one.called())).unwrap_or_default(),
        signatures: all.iter().map(told).collect(),
        next: turn(all).filter(|_| is_round).map(|one| Next {
            who: french::spaced(&one.who),
            action: format!("{}/{}", home(id), one.id),
            revision: one.revision.to_string(),
        }),
        circuit: if is_round && all.iter().all(|one| one.signed_on.is_none()) { circuit_rows() } else { Vec::new() },
        sides: choices(Side::ALL.iter().map(|side| (side.code(), side.french()))),
        scans: Vec::new(),
        hint: format!("{}. Un PDF signé électroniquement est vérifié.", actions::SCANS.french()),
        authorities: String::new(),
    }
}

async fn drawn(tx: &mut Tx, house: &House, visit: &Visit, id: Uuid, form: Option<Form>) -> Result<SigningPage, Fault> {
    let (whole, all) = actions::round(tx, &visit.actor, &acts::SIGN, id).await?;
    let form = form.unwrap_or_else(|| filled(&all));
    let mut page = shown(visit, &whole, &all, form);
    let trusted = sealing::trusted(tx, whole.agreement.contract).await?;
    for (rank, scan) in store::signing::scans(tx, id).await?.into_iter().enumerate() {
        let when = french::moment(scan.at, &house.settings.zone);
        let side = if scan.side == Side::Carrier { "par l’association" } else { "par un agent" };
        let words = format!("Convention signée, déposée {side} le {when}, {}", scan.by_name);
        let seals = match files::find(tx, scan.file).await?.filter(|_| rank < LOOKED_AT) {
            Some(file) => sealing::seals_of((&house.outside, house.vault.as_ref()), &file, &trusted).await?,
            None => Vec::new(),
        };
        let day = |at: kernel::Moment| at.day(&house.settings.zone);
        let told = seals.iter().enumerate().flat_map(|(rank, seal)| told_seal(seal, rank + 1 == seals.len(), day));
        page.scans.push(ScanShown {
            words: french::spaced(&words),
            href: format!("{}/scans/{}", path(id), scan.id),
            sealed: told_file(&seals).unwrap_or_default().to_owned(),
            told: told.collect(),
        });
    }
    let has_seals = page.scans.iter().any(|scan| !scan.sealed.is_empty());
    if has_seals && desk::verdict(&visit.actor, &acts::SET, whole.agreement.contract, None).is_allowed() {
        let contracts = strategy::facade::contracts(tx).await?;
        let code = contracts.into_iter().find(|one| one.id == whole.agreement.contract).map(|one| one.code);
        page.authorities = code.map(|code| with_contract(TRUSTED, &code)).unwrap_or_default();
    }
    Ok(page)
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Agreement>) -> Answer {
    answer::page(&drawn(&mut house.read().await?, &house, &visit, id.uuid(), None).await?)
}

fn read_circuit(fields: &Fields) -> Filled<Vec<Signer>> {
    let mut reading = Reading::of(fields);
    let mut all = Vec::new();
    for rank in 1..=MOST {
        let who = reading.text(&format!("qui-{rank}"));
        if who.is_empty() {
            continue;
        }
        let field = format!("partie-{rank}");
        if let Some(side) = reading.coded(&field, Side::from_code, "Choisissez pour qui cette personne signe") {
            all.push(Signer { side, who });
        }
    }
    reading.filled(all)
}

pub async fn set_circuit(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Agreement>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let outcome = actions::set_circuit(&mut tx, &house.outside, &visit.actor, id.uuid(), read_circuit(&fields)).await;
    let again = async |form| drawn(&mut house.read().await?, &house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (|()| home(id.uuid()), "modifie"), &fields, again).await
}

pub async fn note(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path((id, signature)): Path<(String, String)>,
    fields: Fields,
) -> Answer {
    let (id, signature) = (id_of(&id)?, id_of(&signature)?);
    let mut reading = Reading::of(&fields);
    let days = (reading.day("envoi", "le jour de l’envoi"), reading.day("signature", "le jour de la signature"));
    let days = reading.filled(days);
    let mut tx = house.write().await?;
    let around = (&house.outside, &house.settings.zone);
    let outcome = actions::note(&mut tx, around, &visit.actor, (id, signature, fields.revision()), days).await;
    let again = async |form: Form| {
        let mut tx = house.read().await?;
        let (_, all) = actions::round(&mut tx, &visit.actor, &acts::SIGN, id).await?;
        // The circuit of the page keeps what is known: only the days were typed.
        let mut form = form;
        for one in &all {
            form.add(format!("qui-{}", one.position), one.who.clone());
            form.add(format!("partie-{}", one.position), one.side.code());
        }
        drawn(&mut tx, &house, &visit, id, Some(form)).await
    };
    answer::settle(tx, outcome, (|()| home(id), "enregistre"), &fields, again).await
}

pub async fn deposit(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Agreement>,
    request: Request,
) -> Answer {
    // Nobody sends bytes to what is not hers.
    actions::round(&mut house.read().await?, &visit.actor, &acts::SIGN, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let kept = async {
        let file = received(&house, &upload).await?;
        let sealed = sealed(&house, &upload, file.as_ref(), id.uuid()).await?;
        let mut tx = house.write().await?;
        let around = (&house.outside, house.vault.as_ref());
        actions::deposit(&mut tx, around, &visit.actor, (id.uuid(), None), file, sealed).await?;
        tx.commit().await?;
        Ok::<(), Failure>(())
    };
    match kept.await {
        Ok(()) => answer::done(&home(id.uuid()), "ajoute"),
        Err(failure) => {
            let errors = Fault::from(failure).into_input()?;
            let mut tx = house.read().await?;
            let (_, all) = actions::round(&mut tx, &visit.actor, &acts::SIGN, id.uuid()).await?;
            let form = filled(&all).with_errors(errors);
            answer::page_to_correct(&drawn(&mut tx, &house, &visit, id.uuid(), Some(form)).await?)
        }
    }
}

pub async fn scan(State(house): State<Arc<House>>, visit: Visit, Path((id, scan)): Path<(String, String)>) -> Answer {
    let (id, scan) = (id_of(&id)?, id_of(&scan)?);
    let mut tx = house.read().await?;
    desk::agreement(&mut tx, &visit.actor, &acts::READ, id).await?;
    let found = store::signing::scan_of(&mut tx, id, scan).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    kept_file(&house, found.file).await
}
