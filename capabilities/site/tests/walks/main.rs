//! Walks through the site's doors, on both databases.

mod back_office;
mod common;
mod demonstration;
mod for_machines;
mod public_pages;
