//! The safe: what is in it, what is added, each document to take away.

use std::sync::Arc;

use accounts::facade::OrganisationCard;
use axum::extract::{Request, State};
use interface::Form;
use kernel::{Failure, Filled};
use web::attached::{kept_file, received};
use web::{Answer, Fault, Fields, House, PathId, Reading, Upload, Visit, answer};

use super::form::{Field, FormPage, Input};
use super::{choices_of, sheet_path, under};
use crate::actions;
use crate::actions::documents::{self, DOCUMENTS, NewDocument};
use crate::rules::{Document, DocumentKind, Sheet};

pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::new("nature", "Quelle pièce\u{202f}?", Input::Listed(choices_of!(DocumentKind))),
        Field::new("libelle", "Nom de la pièce", Input::Text).hint("Par exemple « Comptes 2025 ».").optional(),
        Field::new("date", "Date de la pièce", Input::Day).optional(),
        Field::new("fin", "Valide jusqu’au", Input::Day)
            .hint("Laissez vide si la pièce ne périme pas : elle sert alors d’année en année.")
            .optional(),
        Field::new("fichier", "Fichier", Input::File).hint(format!("{}.", DOCUMENTS.french())),
    ]
}

fn read(fields: &Fields) -> Filled<NewDocument> {
    let mut typed = Reading::of(fields);
    let (dated, valid_until) = (typed.day("date", "la date de la pièce"), typed.day("fin", "la fin de validité"));
    let (kind, label) = (DocumentKind::from_code(&typed.text("nature")), typed.text("libelle"));
    typed.filled(NewDocument { kind, label, dated, valid_until })
}

fn page(visit: &Visit, card: &OrganisationCard, form: Form) -> FormPage {
    FormPage::new(under(visit, card, "Déposer une pièce"), form, visit.path.clone(), fields(), "Déposer la pièce")
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let (card, _) = actions::filled(&mut tx, &visit.actor, id.uuid()).await?;
    answer::page(&page(&visit, &card, Form::empty()))
}

pub async fn put(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, request: Request) -> Answer {
    // Nobody sends bytes to what is not hers.
    let (card, _) = actions::filled(&mut house.read().await?, &visit.actor, id.uuid()).await?;
    let upload = Upload::read(&house, request).await?;
    let kept = async {
        let mut new = read(&upload.fields);
        let file = match received(&house, &upload, DOCUMENTS).await {
            Err(Failure::Input(errors)) => {
                new.find(errors);
                None
            }
            other => other?,
        };
        let mut tx = house.write().await?;
        let around = (&house.outside, house.vault.as_ref());
        documents::put(&mut tx, around, &visit.actor, card.id, (new, file)).await?;
        tx.commit().await?;
        Ok::<(), Failure>(())
    };
    match kept.await {
        Ok(()) => answer::done(&sheet_path(&visit, card.id), "ajoute"),
        Err(failure) => {
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&page(&visit, &card, form))
        }
    }
}

pub async fn take(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Document>) -> Answer {
    let mut tx = house.read().await?;
    let one = documents::readable(&mut tx, &visit.actor, id.uuid()).await?;
    drop(tx);
    kept_file(&house, one.file).await
}

pub async fn remove(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Document>) -> Answer {
    let mut tx = house.write().await?;
    let organisation = documents::remove(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&sheet_path(&visit, organisation), "supprime")
}
