//! `/documents/{id}/{name}`: the file of a document that is cited. A visitor opens published ones only; of a picture,
//! the copy that says neither place nor device.

use std::sync::Arc;

use axum::extract::{Path, State};
use kernel::{Breakdown, Uuid};
use tokio::io::AsyncReadExt;
use web::{Answer, Fault, House, Visit, answer};

use crate::{actions, acts, store};

pub async fn open(State(house): State<Arc<House>>, visit: Visit, Path((id, _)): Path<(String, String)>) -> Answer {
    let id: Uuid = id.parse().map_err(|_| Fault::not_found())?;
    let mut tx = house.read().await?;
    let document = store::documents::document(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    let citations = store::documents::citations(&mut tx).await?;
    if !actions::may_open(&visit.actor, &document, &citations) {
        return Err(Fault::not_found());
    }
    let file = document.file.ok_or_else(Fault::not_found)?;
    let file = files::find(&mut tx, file).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    let is_agent = visit.actor.may_somewhere(&acts::READ).is_allowed();
    let (content, name, media_type) = match file.published.filter(|_| !is_agent) {
        Some(redrawn) => (redrawn, format!("{}.jpg", stem(&file.original_name)), "image/jpeg"),
        None => (file.content, file.original_name.clone(), file.media_type.as_str()),
    };
    let broken = |error: Box<dyn std::error::Error + Send + Sync>| Fault::from(Breakdown(error));
    let opened = files::open(house.vault.as_ref(), content).await.map_err(|error| broken(Box::new(error)))?;
    let mut opened = opened.ok_or_else(|| Fault::from(Breakdown::because("a content is missing in the vault")))?;
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes).await.map_err(|error| broken(Box::new(error)))?;
    answer::kept_file(&name, media_type, bytes)
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
