//! Writing an application, page by page.

mod answers;
pub mod attachments;
pub mod budget;
mod budget_words;
pub mod filing;
pub mod late;
pub mod list;
pub mod papers;
mod places;
pub mod projects;
pub mod question;
mod questions;
pub mod samples;
pub mod start;
pub mod tasks;

use database::Tx;
use interface::{Frame, Link};
use jiff::tz::TimeZone;
use kernel::{Actor, Moment, Refusal, Uuid, french};
use web::{Fault, Visit};

use crate::actions::looking::Found;
use crate::actions::writing::{carrier, looking};
use crate::rules::following::carrier_path;
use crate::rules::{Answer, ApplicationState, Call, CallTerms, Side};
use crate::store;

/// Where an application is written.
pub fn path(id: Uuid) -> String {
    carrier_path(id)
}

/// A part of an application in its addresses.
pub fn part_text(project: Option<Uuid>) -> String {
    project.map_or_else(|| "dossier".to_owned(), |project| project.to_string())
}

/// The identifier an address names.
pub(super) fn id_of(text: &str) -> Result<Uuid, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

/// The part an address names.
fn part_of(text: &str) -> Result<Option<Uuid>, Fault> {
    match text {
        "dossier" => Ok(None),
        project => project.parse().map(Some).map_err(|_| Fault::not_found()),
    }
}

/// An application on the desk of whoever writes it.
pub(super) struct Desk {
    pub found: Found,
    pub call: Call,
    pub terms: CallTerms,
    pub carrier: String,
    pub zone: TimeZone,
}

impl Desk {
    /// Opens it, for whoever may write it.
    pub async fn open(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<Self, Fault> {
        let found = looking::opened(tx, &visit.actor, id).await?;
        Self::around(tx, found).await
    }

    /// What surrounds an application already found.
    pub async fn around(tx: &mut Tx, found: Found) -> Result<Self, Fault> {
        let call = store::call::by_id(tx, found.application.call).await?.ok_or(Refusal::NotFound)?;
        let version = store::call::version(tx, found.application.version).await?.ok_or(Refusal::NotFound)?;
        let carrier = carrier::name(tx, found.application.organisation).await?;
        let zone = call.zone.time_zone();
        Ok(Self { found, call, terms: version.terms, carrier, zone })
    }

    pub fn id(&self) -> Uuid {
        self.found.application.id
    }

    /// Whether it is being written; once filed, only what is asked again opens.
    pub fn is_draft(&self) -> bool {
        self.found.application.state == ApplicationState::Draft
    }

    /// Where the sheet of its carrier is read by this actor; nothing for whoever only types.
    pub fn sheet_path(&self, actor: &Actor) -> String {
        let organisation = self.found.application.organisation;
        match self.found.side {
            _ if !looking::reads_carrier(actor, &self.found) => String::new(),
            Side::Carrier => format!("/mon-association/{organisation}"),
            Side::Agents | Side::Platform => format!("/gestion/associations/{organisation}"),
        }
    }

    /// Where one comes back to from what one writes: the list of tasks, or what is asked once it is filed.
    pub fn back(&self) -> String {
        let here = path(self.id());
        if self.is_draft() { here } else { format!("{here}/complement") }
    }

    /// The frame of a page about it.
    pub fn frame(&self, visit: &Visit, title: &str) -> Frame {
        let here = if self.is_draft() { path(self.id()) } else { crate::facade::follow_path(self.id()) };
        let above = vec![
            Link::new("Accueil", "/"),
            Link::new("Mes dossiers", "/dossiers"),
            Link::new(self.call.title.as_str(), here),
        ];
        let frame = visit.public_in_french(title).with_caption(self.carrier.as_str()).with_breadcrumb(above);
        Frame { is_private: true, ..frame }
    }

    /// Whom to call, on every page.
    pub fn help(&self) -> Help {
        Help { phone: self.call.phone.clone(), email: self.call.email.clone() }
    }
}

/// Whom to call.
#[derive(Clone, Debug, Default)]
pub(super) struct Help {
    pub phone: String,
    pub email: String,
}

/// The last save among these, with who made it.
pub(super) fn last_saved(answers: &[Answer], now: Moment, zone: &TimeZone) -> String {
    answers.iter().max_by_key(|one| one.saved_at).map_or_else(String::new, |one| {
        format!("{}, par {}.", french::saved_at(one.saved_at, now, zone), one.saved_by_name)
    })
}

/// What somebody else saved meanwhile.
#[derive(Clone, Debug, Default)]
pub(super) struct Overtaken {
    pub who: String,
    pub when: String,
    pub text: String,
}

impl Overtaken {
    pub fn by(answer: &Answer, now: Moment, zone: &TimeZone) -> Self {
        Self {
            who: answer.saved_by_name.clone(),
            when: french::saved_at(answer.saved_at, now, zone),
            text: answer.value.clone(),
        }
    }
}
