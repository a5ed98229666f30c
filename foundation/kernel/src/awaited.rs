//! What awaits somebody: each slice tells its own, the home of the back office shows all of it by date.

use crate::Moment;

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// What to do, in French, beginning with a verb: « Relire 3 besoins sans preuve ».
    pub what: String,
    /// Why now, in a few French words, or nothing.
    pub why: String,
    /// Until when, when there is an end.
    pub due: Option<Moment>,
    /// Where it is done.
    pub path: String,
}

impl Awaited {
    /// Something to do without an end date.
    pub fn new(what: impl Into<String>, why: impl Into<String>, path: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into(), due: None, path: path.into() }
    }

    /// The same with its end.
    #[must_use]
    pub const fn due(mut self, due: Moment) -> Self {
        self.due = Some(due);
        self
    }
}
