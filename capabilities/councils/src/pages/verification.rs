//! A draw checked in front of whoever asks, by a program that shares nothing with what made it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::Frame;
use kernel::{Breakdown, french};
use sortition_verifier::Report;
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::open_draw::{command, folder_before, frame, public_draw, public_path};
use crate::actions::{self, PROOF, told_in};
use crate::rules::DrawKind;
use crate::store;
use crate::store::draw::Draw;

#[derive(Template)]
#[template(path = "pages/verification.html")]
pub(super) struct VerificationPage {
    pub frame: Frame,
    pub path: String,
    pub holds: Vec<String>,
    pub faults: Vec<String>,
    pub fingerprint: String,
    pub command: String,
    /// The command that computes the lottery again, when there is one.
    pub replay: Option<String>,
    /// The command of the other verifier.
    pub python: String,
}

/// The name of the verifier in Python, beside the dossier.
pub(super) const PYTHON_NAME: &str = "verify.py";

/// Gives the verifier in Python, as it stands beside the engine: whoever checks reads it whole.
pub async fn python() -> Answer {
    answer::download(PYTHON_NAME, "text/x-python; charset=utf-8", sortition_verifier::PYTHON.as_bytes().to_vec())
}

/// The command of the verifier in Python.
pub(super) fn python_command(draw: &Draw) -> String {
    ["python3", PYTHON_NAME, "dossier"].into_iter().chain(folder_before(draw.kind)).collect::<Vec<_>>().join(" ")
}

/// One check at a time: each reads everything again.
static CHECKING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

pub async fn verify(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Draw>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college, draw) = public_draw(&mut tx, id.uuid()).await?;
    if draw.published_at.is_none() {
        return Err(Fault::not_found());
    }
    let files = actions::dossier_of(&mut tx, told_in(&draw)).await?;
    let before = match draw.follows.filter(|_| draw.kind.seats()) {
        Some(id) => Some(actions::dossier_of(&mut tx, id).await?),
        None => None,
    };
    let proof = store::draw::file(&mut tx, draw.id, PROOF).await?;
    drop(tx);
    let (signed, proved) = (actions::verified(&draw, proof.as_deref(), &files), actions::proved(&files));
    // Who leaves is told in the dossier of the council, sealed under the fingerprint of its own draw.
    let published = Some(draw.fingerprint.clone()).filter(|_| draw.kind != DrawKind::Renewal);
    let (kind, turn) = (draw.kind, CHECKING.lock().await);
    let checking = tokio::task::spawn_blocking(move || match (before, kind) {
        (Some(before), DrawKind::Answers) => sortition_verifier::verify_invited(&files, &before, published.as_deref()),
        (Some(before), _) => sortition_verifier::verify_after(&files, &before, published.as_deref()),
        (None, _) => sortition_verifier::verify(&files, published.as_deref()),
    });
    let mut report: Report = checking.await.map_err(|error| Breakdown(Box::new(error)))?;
    drop(turn);
    for told in proved.into_iter().chain(signed.transpose()) {
        match told {
            Ok(held) => report.holds.push(held),
            Err(fault) if report.faults.contains(&fault) => {}
            Err(fault) => report.faults.push(fault),
        }
    }
    answer::page(&VerificationPage {
        frame: frame(&visit, (&council, &college, &draw), Some("Vérifier ce tirage")),
        path: public_path(draw.id),
        holds: report.holds.iter().map(|held| french::spaced(held)).collect(),
        faults: report.faults.iter().map(|fault| french::spaced(fault)).collect(),
        fingerprint: draw.fingerprint.clone(),
        command: command(&draw),
        replay: draw.kind.seats().then(|| format!("{} --replay", command(&draw))),
        python: python_command(&draw),
    })
}
