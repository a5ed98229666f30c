//! Files that come with a form, and kept files given back.

use files::{Limits, Prepared};
use kernel::{Breakdown, Failure, Outcome, Uuid};
use tokio::io::AsyncReadExt;

use crate::{Answer, Fault, House, Upload, answer};

/// The file of a form, received and looked at; none when none was chosen. What is wrong with it is tied to the field `fichier`.
///
/// # Errors
/// It cannot be read; it is not one of those `limits` let in.
pub async fn received(house: &House, upload: &Upload, limits: Limits<'_>) -> Outcome<Option<Prepared>> {
    if upload.file_name.is_empty() {
        return Ok(None);
    }
    let file = tokio::fs::File::open(upload.path()?).await;
    let mut file = file.map_err(|error| Failure::Broken(Breakdown(Box::new(error))))?;
    let received = files::receive(house.vault.as_ref(), &upload.file_name, limits, &mut file).await;
    received.map(Some).map_err(|error| error.at_field("fichier"))
}

/// A kept file, to take away. Who may is for the caller to say.
///
/// # Errors
/// No such file; its content cannot be read.
pub async fn kept_file(house: &House, id: Uuid) -> Answer {
    let mut tx = house.read().await?;
    let file = files::find(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    drop(tx);
    let broken = |error: Box<dyn std::error::Error + Send + Sync>| Fault::from(Breakdown(error));
    let opened = files::open(house.vault.as_ref(), file.content).await.map_err(|error| broken(Box::new(error)))?;
    let mut opened = opened.ok_or_else(|| Fault::from(Breakdown::because("a content is missing in the vault")))?;
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes).await.map_err(|error| broken(Box::new(error)))?;
    answer::kept_file(&file.original_name, &file.media_type, bytes)
}
