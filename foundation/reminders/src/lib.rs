//! Reminders: a slice says every morning which lines wait and notes each once; what is told of them leaves here, with its entry of the
//! journal.

use database::Tx;
use jiff::tz::TimeZone;
use jobs::mail::{self, NewMail};
use jobs::{Context, Handler, Job, Running};
use journal::Entry;
use kernel::{Act, Actor, Outcome, Outside, Uuid};
use serde_json::{Value, json};
use web::Settings;
use web::house::Boxed;

/// A line to tell of, noted already as told.
pub struct ToTell {
    /// The act it is told under.
    pub act: &'static Act,
    /// What it is about: the kind of object, and which.
    pub about: (&'static str, Uuid),
    /// The row that was noted.
    pub row: (&'static str, Uuid),
    /// What the journal says besides how many mails leave.
    pub detail: Value,
    /// Letters, those whose address cannot be written to left out.
    pub letters: Vec<NewMail>,
}

/// Queues the letters of a line, and records them. Gives how many leave.
///
/// # Errors
/// The database failed.
pub async fn tell(tx: &mut Tx, outside: &Outside, actor: &Actor, one: ToTell) -> Outcome<i64> {
    for letter in &one.letters {
        mail::queue(tx, outside, letter).await?;
    }
    let count = i64::try_from(one.letters.len()).unwrap_or(i64::MAX);
    let mut detail = one.detail;
    if let Value::Object(fields) = &mut detail {
        fields.insert("messages".to_owned(), json!(count));
    }
    let (kind, id) = one.about;
    let touched = [one.row];
    let entry = Entry::on(one.act.code, kind, id).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(count)
}

/// What a slice does each morning: with the clock and its zone, the address and the name of the site. Gives how many mails leave.
pub type Reminding =
    for<'a> fn(&'a mut Tx, (&'a Outside, &'a TimeZone), (&'a str, &'a str), &'a Actor) -> Boxed<'a, Outcome<i64>>;

/// The job that reminds.
pub struct Remind {
    kind: &'static str,
    zone: TimeZone,
    public_url: String,
    service: String,
    remind: Reminding,
}

impl Remind {
    /// Of a kind, with what the slice does.
    pub fn new(kind: &'static str, settings: &Settings, remind: Reminding) -> Self {
        Self {
            kind,
            zone: settings.zone.clone(),
            public_url: settings.public_url.clone(),
            service: settings.site.service.clone(),
            remind,
        }
    }
}

impl Handler for Remind {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn run<'a>(&'a self, _: &'a Job, context: &'a Context) -> Running<'a> {
        Box::pin(async move {
            let mut tx = context.db().write().await?;
            let actor = Actor::Platform("rappels de comptes rendus");
            let place = (self.public_url.as_str(), self.service.as_str());
            let sent = (self.remind)(&mut tx, (context.outside(), &self.zone), place, &actor).await?;
            context.finish(tx, Some(json!({ "messages": sent }))).await
        })
    }
}
