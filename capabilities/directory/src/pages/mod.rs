//! The pages of the slice.

pub mod bank;
pub mod commitments;
pub mod declare;
pub mod documents;
pub mod form;
pub mod lines;
pub mod list;
pub mod listing;
pub mod members;
pub mod open;
pub mod open_list;
mod samples;
pub mod sections;
pub mod sheet;

pub use samples::samples;

use accounts::facade::OrganisationCard;
use interface::{Choice, Frame, Link};
use kernel::Uuid;
use web::Visit;

/// Values of a vocabulary as choices.
macro_rules! choices_of {
    ($kind:ty) => {
        <$kind>::ALL.iter().map(|value| interface::Choice::new(value.code(), value.french())).collect::<Vec<_>>()
    };
}
use choices_of;

/// Where agents find organisations.
const AGENTS: &str = "/gestion/associations";
/// Where people of associations find theirs.
const OWN: &str = "/mon-association";

/// Whether a page that both have is asked for by an agent.
fn is_agents(visit: &Visit) -> bool {
    visit.path.starts_with("/gestion/")
}

/// The space a page is asked from.
fn base(visit: &Visit) -> &'static str {
    if is_agents(visit) { AGENTS } else { OWN }
}

/// Where the sheet of an organisation is, in the space it is asked from.
fn sheet_path(visit: &Visit, id: Uuid) -> String {
    format!("{}/{id}", base(visit))
}

/// The frame of a page of an organisation, under its sheet.
fn under(visit: &Visit, card: &OrganisationCard, title: &str) -> Frame {
    let sheet = Link::new(&card.name, sheet_path(visit, card.id));
    visit.back_office(title).with_breadcrumb([above(visit), vec![sheet]].concat())
}

/// The pages above a sheet.
fn above(visit: &Visit) -> Vec<Link> {
    match is_agents(visit) {
        true => vec![Link::new("Associations", AGENTS)],
        false => vec![Link::new("Accueil", "/"), Link::new("Mon association", OWN)],
    }
}

fn choices(named: impl IntoIterator<Item = (Uuid, String)>) -> Vec<Choice> {
    named.into_iter().map(|(id, name)| Choice::new(id.to_string(), &name)).collect()
}
