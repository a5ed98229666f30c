//! What a process says of what it does, kept for tests to read.

use std::fmt::{Debug, Write as _};
use std::sync::{Mutex, OnceLock};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static SAID: Mutex<String> = Mutex::new(String::new());
static LISTENS: OnceLock<()> = OnceLock::new();

struct Listener;

struct Words<'a>(&'a mut String);

impl Visit for Words<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

fn say(told: impl FnOnce(&mut Words<'_>)) {
    let mut said = SAID.lock().expect("logs");
    told(&mut Words(&mut said));
    said.push('\n');
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        say(|words| span.record(words));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        say(|words| values.record(words));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        say(|words| event.record(words));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Listens to everything said from now on, at every level.
pub fn listen() {
    LISTENS.get_or_init(|| tracing::subscriber::set_global_default(Listener).expect("nobody else listens"));
}

/// Everything said so far.
pub fn said() -> String {
    SAID.lock().expect("logs").clone()
}
