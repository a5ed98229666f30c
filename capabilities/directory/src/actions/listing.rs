//! What the public directory tells of an association, when it wants.

use database::Tx;
use database::search::{Audience, Entry};
use kernel::{Actor, Failure, Filled, Outcome, Outside, Uuid};

use super::{filled, record, sheet_of};
use crate::rules::{Listing, check_listing};
use crate::store;

/// The kind of object the site’s search knows associations by.
const KIND: &str = "association";

/// Writes what the directory tells.
///
/// # Errors
/// Not this actor’s; something to correct; somebody changed it since `revision`.
pub async fn tell(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    listing: impl Into<Filled<Listing>>,
) -> Outcome<()> {
    let (_, act) = filled(tx, actor, id).await?;
    let mut form = listing.into();
    form.find(check_listing(&form.value));
    let listing = form.sound()?;
    store::sheet::begin(tx, id, outside.now()).await?;
    if !store::sheet::save_listing(tx, outside, id, &listing, revision).await? {
        return Err(Failure::conflict("la présentation de l’association", &[("Présentation", &listing.summary)]));
    }
    record(tx, outside, (actor, act), (id, "annuaire"), &[("organisation_sheet", id)]).await?;
    refresh(tx, id).await
}

/// Puts the association in the site’s search, or takes it out.
pub(crate) async fn refresh(tx: &mut Tx, id: Uuid) -> Outcome<()> {
    let sheet = sheet_of(tx, id).await?;
    let card = accounts::facade::organisation(tx, id).await?;
    let Some(card) = card.filter(|_| sheet.listing.is_listed) else {
        return Ok(database::search::forget(tx, KIND, id).await?);
    };
    let url = format!("/associations/{id}");
    let text = format!("{} {}", sheet.identity.acronym, sheet.listing.summary);
    let entry = Entry::new(KIND, id, Audience::Public)
        .told(&card.name, text.trim(), &url)
        .held_by(Some(id))
        .at(&sheet.listing.areas);
    Ok(database::search::index(tx, &entry).await?)
}

/// Puts associations of the public directory into the site’s search again, after a version reads them otherwise.
///
/// # Errors
/// The database failed.
pub async fn index_all(tx: &mut Tx) -> Outcome<()> {
    for one in store::sheet::listed(tx, &[]).await? {
        refresh(tx, one.id).await?;
    }
    Ok(())
}
