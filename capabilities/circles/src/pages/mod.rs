//! The pages of the slice.

pub mod circle;
pub mod founding;
pub mod invitation;
pub mod inviting;
pub mod leaving;
pub mod list;
pub mod members;
mod samples;

pub use samples::samples;

use std::collections::HashMap;

use database::{Result, Tx};
use interface::{Choice, Frame, Link};
use kernel::Uuid;
use web::Visit;

use crate::actions::looking::Found;
use crate::rules::{LIST, Member, circle_path};

/// The pages above the list of groups.
fn above() -> Vec<Link> {
    vec![Link::new("Accueil", "/"), Link::new("Mon association", "/mon-association")]
}

/// The frame of a page of the list.
fn listed(visit: &Visit, title: &str) -> Frame {
    let list = vec![Link::new("Groupes d’associations", LIST)];
    visit.back_office(title).with_breadcrumb([above(), list].concat())
}

/// The frame of a page under a group.
fn under(visit: &Visit, found: &Found, title: &str) -> Frame {
    let group = vec![
        Link::new("Groupes d’associations", LIST),
        Link::new(found.circle.name.clone(), circle_path(found.circle.id)),
    ];
    visit.back_office(title).with_breadcrumb([above(), group].concat())
}

/// Names of the associations of these rows.
async fn names(tx: &mut Tx, members: &[Member]) -> Result<HashMap<Uuid, String>> {
    let ids: Vec<Uuid> = members.iter().map(|one| one.organisation).collect();
    accounts::facade::organisation_names(tx, &ids).await
}

/// The name of an association, when it has one.
fn name_in(names: &HashMap<Uuid, String>, id: Uuid) -> String {
    names.get(&id).cloned().unwrap_or_else(|| "une association".to_owned())
}

/// Associations somebody speaks for, as choices; none when there is one only.
fn speaking(own: &[Member], names: &HashMap<Uuid, String>) -> Vec<Choice> {
    match own {
        [_] => Vec::new(),
        several => several
            .iter()
            .map(|one| Choice::new(one.organisation.to_string(), &name_in(names, one.organisation)))
            .collect(),
    }
}

/// Titles of objectives, in the order they are asked for.
async fn titles(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<String>> {
    let known: HashMap<Uuid, String> =
        strategy::facade::nodes_among(tx, ids).await?.into_iter().map(|node| (node.id, node.title)).collect();
    Ok(ids.iter().filter_map(|id| known.get(id).cloned()).collect())
}
