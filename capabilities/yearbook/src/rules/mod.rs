//! What an annual report is, and what the law asks of it. Pure.

mod chapter;
mod figure;
mod opinion;
mod report;

pub use chapter::{Chapter, ChapterText, Saved, Subject, lacking, legal};
pub use figure::{Figure, Stale, stale, stale_in};
pub use opinion::{Given, Kind, Opinion, Sense, Standing, check_follow_up, check_given};
pub use report::{
    Approval, HOME, OPEN, Occasion, Report, State, Submission, Version, chapter_path, check_approval, check_submission,
    check_year, earliest_due, open_path, opinion_path, report_path, version_path,
};
