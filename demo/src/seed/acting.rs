//! Who acts in the demonstration, and when: people under their own functions, at days counted from today.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use accounts::facade::holders;
use database::Tx;
use deadlines::Zone;
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use kernel::{Actor, Breakdown, Chance, Clock, Function, Grant, Moment, Outcome, Outside, Person, Uuid};

use crate::Demonstration;

/// The platform, where nobody of the demonstration acts.
pub const PLATFORM: Actor = Actor::Platform("démonstration");

/// Where the demonstration takes place.
pub const ZONE: Zone = Zone::Mainland;

pub(super) fn missing(what: &str) -> Breakdown {
    Breakdown::because(format!("the demonstration has no {what}"))
}

/// Days counted from today, each given once with a chance of its own.
#[derive(Debug)]
pub struct Calendar {
    today: Date,
    now: Moment,
    zone: TimeZone,
    drawn: AtomicU64,
}

impl Calendar {
    /// Counted from now.
    pub fn from(outside: &Outside) -> Self {
        let zone = ZONE.time_zone();
        let now = outside.now();
        // Chance of its own, drawn from the one outside, so that two demonstrations never share an identifier.
        let drawn = AtomicU64::new(u64::from_le_bytes(outside.bytes::<8>()));
        Self { today: now.day(&zone), now, zone, drawn }
    }

    /// The hours it is told in.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// A day.
    pub fn day(&self, days: i64) -> Date {
        self.today.checked_add(days.days()).unwrap_or(self.today)
    }

    /// A day, at a time.
    pub fn instant(&self, days: i64, at: Time) -> Moment {
        Moment(ZONE.instant(self.day(days), at).as_millisecond())
    }

    /// What surrounds whoever acts on a day, so many minutes after nine; never later than now.
    pub fn at(&self, days: i64, minutes: i64) -> Outside {
        let nine = Time::constant(9, 0, 0, 0);
        let then = self.instant(days, nine).plus_seconds(minutes * 60).min(self.now);
        Outside::told(then, self.drawn.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed))
    }
}

/// The same clock some days earlier, with the same chance: for what was there before anything happened.
pub fn earlier(outside: &Outside, days: i64) -> Outside {
    Outside::new(
        Arc::new(Earlier { outside: outside.clone(), days }),
        Arc::new(Earlier { outside: outside.clone(), days }),
    )
}

struct Earlier {
    outside: Outside,
    days: i64,
}

impl Clock for Earlier {
    fn now(&self) -> Moment {
        self.outside.now().plus_days(-self.days)
    }
}

impl Chance for Earlier {
    fn fill(&self, buffer: &mut [u8]) {
        for piece in buffer.chunks_mut(16) {
            piece.copy_from_slice(&self.outside.bytes::<16>()[..piece.len()]);
        }
    }
}

/// Accounts that act, by their address in `people.toml`.
#[derive(Debug)]
pub struct Cast(BTreeMap<String, Actor>);

impl Cast {
    /// Everybody of `people.toml`, with the functions each holds.
    ///
    /// # Errors
    /// The database failed.
    pub async fn gathered(tx: &mut Tx, outside: &Outside, told: &Demonstration) -> Outcome<Self> {
        let held = holders(tx, &Function::ALL, outside.now()).await?;
        let mut all = BTreeMap::new();
        for person in &told.people.people {
            let name = format!("{} {}", person.given_name, person.family_name);
            if let Some(holder) = held.iter().find(|holder| holder.name == name) {
                all.insert(person.email.clone(), acting(holder.account, &name, holder.grants.clone()));
            }
        }
        Ok(Self(all))
    }

    /// Whoever has this address.
    ///
    /// # Errors
    /// Nobody has it.
    pub fn who(&self, email: &str) -> Outcome<&Actor> {
        self.0.get(email).ok_or_else(|| missing(email).into())
    }

    /// Whoever has this name before « @ ».
    ///
    /// # Errors
    /// Nobody has it.
    pub fn named(&self, name: &str) -> Outcome<&Actor> {
        self.who(&format!("{name}@demo.parvis.example"))
    }

    /// Whoever decides for a funder.
    ///
    /// # Errors
    /// Nobody does.
    pub fn of_funder(&self, key: &str) -> Outcome<&Actor> {
        self.named(match key {
            "etat" => "karim.benali",
            "departement" => "olivier.roques",
            "caf" => "farid.mansouri",
            _ => "beatrice.laurens",
        })
    }
}

/// Somebody signed in, with these functions.
pub(super) fn acting(account: Uuid, name: &str, grants: Vec<Grant>) -> Actor {
    Actor::Person(Person {
        account,
        session: Uuid::nil(),
        name: name.to_owned(),
        grants,
        has_second_factor: true,
        acting_for: None,
    })
}
