//! Walks through the site's doors, on both databases.

mod arranged;
mod back_office;
mod demonstration;
mod for_machines;
mod public_pages;
mod searching;
