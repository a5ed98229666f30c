//! The pages, each template beside its code.

pub mod accessibility;
pub mod assets;
pub mod desk;
pub mod device;
pub mod feed;
pub mod gallery;
pub mod health;
pub mod help;
pub mod home;
pub mod journal;
mod journal_words;
pub mod legal;
pub mod mails;
pub mod metrics;
pub mod plan;
pub mod privacy;
pub mod search;
pub mod sitemap;
pub mod verification;
pub mod work;

use interface::{Sample, Site};

/// Every page in its states.
pub fn samples(site: &Site) -> Vec<Sample> {
    [
        home::samples(site),
        search::samples(site),
        help::samples(site),
        legal::samples(site),
        privacy::samples(site),
        accessibility::samples(site),
        plan::samples(site),
        desk::samples(site),
        journal::samples(site),
        verification::samples(site),
        work::samples(site),
        mails::samples(site),
    ]
    .concat()
}

/// Name of the group in the gallery.
const GROUP: &str = "Site";

/// A page as a sample; one that cannot be drawn shows its error, which tests refuse.
fn sample(name: &str, page: &impl askama::Template) -> Sample {
    Sample::page(GROUP, name, page.render().unwrap_or_else(|error| error.to_string()))
}
