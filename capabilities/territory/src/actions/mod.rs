//! One function per act: authorise, load, rule, save, journal. Pages, jobs, the command line and the demonstration
//! all come through here.

pub mod addresses;
pub mod areas;
pub mod drafts;
pub mod facilities;
pub mod locating;
pub mod passages;
pub mod perimeters;
mod proposing;
mod report;
pub mod viewing;

use kernel::{Act, Actor, Outcome, Scope};

pub use addresses::import_addresses;
pub use areas::{
    CommuneTold, Edition, NewNeighbourhood, VersionTold, add_version, create, edit, save_communes, save_correspondences,
};
pub use facilities::import_facilities;
pub use locating::{Found, Zone, Zones, locate, locate_point, zones};
pub use perimeters::{PerimeterOptions, import_perimeters, plan_perimeters};
pub use report::{Change, Line, Report, SourceTold};

/// Refuses who may not do this anywhere; the territory belongs to the whole installation.
pub(crate) fn authorise(actor: &Actor, act: &'static Act) -> Outcome<()> {
    // A grant limited to one contract still allows keeping the common territory.
    if actor.may_somewhere(act).is_allowed() {
        return Ok(());
    }
    actor.authorise(act, &Scope::EVERYWHERE)
}
