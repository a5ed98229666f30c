//! The public directory, as another slice looks for associations in it.

use std::collections::HashMap;

use database::{Result, Tx};
use kernel::Uuid;
use kernel::text::search_key;

use crate::store;

/// An association of the public directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedBrief {
    /// Which organisation.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it says of itself.
    pub summary: String,
    /// Objectives it says it works on.
    pub themes: Vec<Uuid>,
}

/// Associations of the public directory, by name.
///
/// # Errors
/// The database failed.
pub async fn listed(tx: &mut Tx) -> Result<Vec<ListedBrief>> {
    let listed = store::sheet::listed(tx, &[]).await?;
    let mut themes: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (organisation, node) in store::sheet::listed_themes(tx).await? {
        themes.entry(organisation).or_default().push(node);
    }
    let ids: Vec<Uuid> = listed.iter().map(|one| one.id).collect();
    let mut names = accounts::facade::organisation_names(tx, &ids).await?;
    let told = |one: store::sheet::Listed| {
        let name = names.remove(&one.id)?;
        Some(ListedBrief { id: one.id, name, summary: one.summary, themes: themes.remove(&one.id).unwrap_or_default() })
    };
    let mut all: Vec<ListedBrief> = listed.into_iter().filter_map(told).collect();
    all.sort_by_cached_key(|one| (search_key(&one.name), one.id));
    Ok(all)
}
