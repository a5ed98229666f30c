//! The pages of the slice.

pub mod answering;
pub mod batch;
pub mod build;
pub mod call;
pub mod calls;
pub mod cell;
pub mod compared;
pub mod face_to_face;
pub mod figure;
pub mod figures;
pub mod files;
pub mod follow;
pub mod given_back;
pub mod interview;
pub mod invitations;
pub mod list;
pub mod margins;
pub mod open;
pub mod paper;
pub mod partner;
pub mod photographs;
pub mod print;
mod print_words;
pub mod question;
mod questions;
pub mod quotas;
pub mod results;
mod samples;
mod samples_collecting;
mod samples_figures;
pub mod setting;
pub mod sheet;
pub mod typing;
mod whole;
pub mod workbook;

pub use samples::samples;

use interface::{Choice, Link};
use kernel::Uuid;
use listening::facade::ConsultationBrief;

use crate::store::survey::Survey;

/// The first page of the slice in the back office.
const HOME: &str = "/gestion/questionnaires";

/// Where a questionnaire is led from.
fn path(id: Uuid) -> String {
    format!("{HOME}/{id}")
}

/// Where a questionnaire is answered.
fn public_path(code: &str) -> String {
    format!("/q/{code}")
}

/// The pages above a page of one questionnaire.
fn above(survey: &Survey) -> Vec<Link> {
    vec![
        Link::new("Gestion", "/gestion"),
        Link::new("Questionnaires", HOME),
        Link::new(survey.text.title.clone(), path(survey.id)),
    ]
}

/// The other ways to collect answers to a questionnaire.
fn collecting(survey: &Survey) -> Vec<Link> {
    let there = |words: &str, end: &str| Link::new(words, format!("{}/{end}", path(survey.id)));
    vec![
        there("Papier : imprimer, saisir les feuilles", "papier"),
        there("Téléphone : listes d’appels", "appels"),
        there("Face à face : poser les questions", "entretien"),
        there("Photos prises face à face", "photos"),
        there("Fichier d’un partenaire", "fichier"),
        there("Quotas et avancement", "quotas"),
        there("Affiche (PDF)", "affiche"),
    ]
}

/// The consultations where somebody may do an act.
async fn within_reach(
    tx: &mut database::Tx,
    actor: &kernel::Actor,
    act: &'static kernel::Act,
) -> kernel::Outcome<Vec<ConsultationBrief>> {
    let mut all = listening::facade::consultations(tx).await?;
    all.retain(|one| actor.may(act, &crate::actions::place(one.contract)).is_allowed());
    Ok(all)
}

/// A list of choices from identifiers and labels.
fn choices<'a>(lines: impl IntoIterator<Item = (Uuid, &'a str)>) -> Vec<Choice> {
    lines.into_iter().map(|(id, label)| Choice::new(id.to_string(), label)).collect()
}
