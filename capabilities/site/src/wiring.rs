//! What the site must know of the other slices, given by the binary: it stands above none of them.

use database::{Migration, Tx};
use interface::{Sample, Site};
use kernel::privacy::Privacy;
use kernel::{Act, Actor, Awaited, Moment};
use web::Offline;

/// What the binary tells the site. Functions, because most of it is gathered from every slice.
#[derive(Clone, Copy)]
pub struct Wiring {
    /// What each slice keeps about people.
    pub privacy: fn() -> Vec<Privacy>,
    /// Samples of each slice's pages, for the gallery.
    pub samples: fn(&Site) -> Vec<Sample>,
    /// Every act, so that the journal says them in French.
    pub acts: fn() -> Vec<&'static Act>,
    /// Every step of the schema, so that the health page can check it.
    pub migrations: fn() -> Vec<Migration>,
    /// Public pages of the other slices, for the site maps.
    pub places: &'static [Place],
    /// Pages of the back office of the other slices, for its home; those of the site come after.
    pub desks: &'static [Desk],
    /// Pages of the other slices that a device may keep, to open them again without network.
    pub offline: fn() -> Vec<Offline>,
    /// Acts told in the news feed.
    pub announced: &'static [Announced],
    /// What waits for an actor, for the home of the back office.
    pub awaited: AwaitedOf,
    /// Who answers for the site.
    pub contacts: fn() -> Contacts,
}

/// Tells what waits for an actor at a moment.
pub type AwaitedOf = for<'a> fn(&'a mut Tx, &'a Actor, Moment) -> Boxed<'a, database::Result<Vec<Awaited>>>;

/// A boxed future, for functions kept as values.
pub type Boxed<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A public page, for the site map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its name, in French; translated when the catalogues know it.
    pub label: &'static str,
    /// Its address.
    pub path: &'static str,
}

/// A page of the back office and who may open it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Desk {
    /// Its name, in French.
    pub label: &'static str,
    /// Its address.
    pub path: &'static str,
    /// What it is for, one short sentence in French.
    pub purpose: &'static str,
    /// The act its reader must be allowed somewhere.
    pub act: &'static Act,
}

/// An act told to everybody in the news feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Announced {
    /// Code of the act in the journal.
    pub act: &'static str,
    /// What happened, in French: « Un besoin a été modifié ».
    pub title: &'static str,
    /// Where to read about it when the object has no public page of its own.
    pub path: &'static str,
}

/// Who answers for the site. What is empty was not told by the town, and the pages say so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contacts {
    /// Head of publication (directeur ou directrice de la publication).
    pub director: String,
    /// Host: name and address.
    pub host: String,
    /// Mail address for help, accessibility and security.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// Data protection officer: name or address.
    pub data_protection: String,
}
