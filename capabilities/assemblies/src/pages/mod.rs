//! The pages of the slice.

pub mod answers;
pub mod attendance;
pub mod beside;
pub mod budget;
pub mod budget_line;
pub mod by_mail;
pub mod list;
pub mod mandate;
pub mod meeting;
pub mod meeting_form;
pub mod meetings;
pub mod member;
pub mod members;
pub mod minutes;
pub mod opinion_said;
pub mod opinion_text;
pub mod opinions;
pub mod own_meeting;
pub mod papers;
pub mod polling;
pub mod posts;
pub mod referral;
mod referral_said;
pub mod referrals;
pub mod roles;
mod samples;
mod samples_meetings;
mod samples_members;
mod samples_publishing;
mod samples_writing;
pub mod setting;
pub mod sheet;
pub mod space;
pub mod submission;
pub mod submissions;
pub mod trainings;
pub mod voice;
pub mod year;

pub use samples::samples;

use interface::{Choice, Link};
use kernel::{Actor, Uuid};
use web::House;

use crate::actions::convening::Post;
use crate::actions::place;
use crate::rules::{Assembly, Member};

/// Values of a vocabulary as choices.
macro_rules! choices_of {
    ($kind:ty) => {
        <$kind>::ALL.iter().map(|value| interface::Choice::new(value.code(), value.french())).collect::<Vec<_>>()
    };
}
use choices_of;

/// Where bodies are found.
const LIST: &str = "/gestion/instances";

/// The space of members.
const SPACE: &str = "/conseil";

/// Where a body is managed.
fn sheet_path(id: Uuid) -> String {
    format!("{LIST}/{id}")
}

/// Where its members are.
fn members_path(id: Uuid) -> String {
    format!("{}/membres", sheet_path(id))
}

/// Where a member is managed.
fn member_path(id: Uuid) -> String {
    format!("/gestion/membres/{id}")
}

/// Where its meetings are.
fn meetings_path(id: Uuid) -> String {
    format!("{}/reunions", sheet_path(id))
}

/// Where a meeting is managed.
fn meeting_path(id: Uuid) -> String {
    format!("/gestion/reunions/{id}")
}

/// Where members find a body.
fn own_path(id: Uuid) -> String {
    format!("{SPACE}/{id}")
}

/// Where members find a meeting.
fn own_meeting_path(id: Uuid) -> String {
    format!("{SPACE}/reunions/{id}")
}

/// The pages above one of the members’ space.
fn own_above(assembly: Option<&Assembly>) -> Vec<Link> {
    let home = vec![Link::new("Accueil", "/"), Link::new("Mon conseil", SPACE)];
    home.into_iter().chain(assembly.map(|one| Link::new(&one.terms.name, own_path(one.id)))).collect()
}

/// What mails need around them.
fn post(house: &House) -> Post<'_> {
    Post { outside: &house.outside, zone: &house.settings.zone, address: &house.settings.public_url }
}

/// How somebody is called; her name is erased a year after she left.
fn called(member: &Member) -> String {
    match member.terms.called_name.as_str() {
        "" => "personne effacée".to_owned(),
        name => name.to_owned(),
    }
}

/// The pages above those of a body.
fn above(assembly: &Assembly) -> Vec<Link> {
    vec![Link::new("Instances", LIST), Link::new(&assembly.terms.name, sheet_path(assembly.id))]
}

fn may(actor: &Actor, act: &'static kernel::Act, assembly: &Assembly) -> bool {
    actor.may(act, &place(&assembly.terms)).is_allowed()
}

fn choices(named: impl IntoIterator<Item = (Uuid, String)>) -> Vec<Choice> {
    named.into_iter().map(|(id, name)| Choice::new(id.to_string(), &name)).collect()
}

/// Names of neighbourhoods, in the order of a body.
fn areas_line(assembly: &Assembly, areas: &[territory::facade::Area]) -> String {
    let name = |id: &Uuid| areas.iter().find(|area| area.id == *id).map(|area| area.name.clone());
    assembly.terms.areas.iter().filter_map(name).collect::<Vec<_>>().join(", ")
}
