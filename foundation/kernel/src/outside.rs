//! Time and chance come from outside: below the binary nobody reads a clock or draws a number by
//! himself, so that tests decide both.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

use crate::Id;

/// An instant: milliseconds since 1970-01-01 UTC. Milliseconds because both databases keep them alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

const DAY_MS: i64 = 86_400_000;

impl Moment {
    /// The moment `seconds` later (negative: earlier).
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }

    /// The moment `days` times 24 hours later.
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days * 86_400)
    }

    /// The beginning of its day, in universal time: all that is kept of the moment of what nobody must be known by.
    pub const fn day_only(self) -> Self {
        Self(self.0 - self.0.rem_euclid(DAY_MS))
    }

    /// Whether it is the beginning of a day: an hour was not kept, and is not to be shown.
    pub const fn is_day_only(self) -> bool {
        self.0.rem_euclid(DAY_MS) == 0
    }

    /// The same instant as a jiff timestamp; a value out of jiff's range becomes the epoch.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The calendar day in a time zone.
    pub fn day(self, zone: &TimeZone) -> Date {
        self.timestamp().to_zoned(zone.clone()).date()
    }

    /// RFC 3339 in UTC with milliseconds, for exports and logs.
    pub fn rfc3339(self) -> String {
        format!("{:.3}", self.timestamp())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, cut to the millisecond.
    fn now(&self) -> Moment;
}

/// Gives unpredictable bytes (the operating system's in production).
pub trait Chance: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// Clock and chance together, handed to whoever needs them.
#[derive(Clone)]
pub struct Outside {
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
}

impl Outside {
    /// Joins a clock and a source of chance.
    pub fn new(clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Self {
        Self { clock, chance }
    }

    /// A clock that starts at `start` and moves one millisecond a reading, with chance that repeats
    /// for the same `seed`: for tests and reproducible demonstrations.
    pub fn told(start: Moment, seed: u64) -> Self {
        Self::new(Arc::new(ToldClock(AtomicI64::new(start.0))), Arc::new(ToldChance(AtomicU64::new(seed))))
    }

    /// Now.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// `N` unpredictable bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut buffer = [0; N];
        self.chance.fill(&mut buffer);
        buffer
    }

    /// A new UUID, version 7: sorts by time, 74 bits of chance.
    pub fn uuid(&self) -> Uuid {
        let millis = u64::try_from(self.now().0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()).into_uuid()
    }

    /// A new typed identifier.
    pub fn id<T>(&self) -> Id<T> {
        Id::from_uuid(self.uuid())
    }
}

impl fmt::Debug for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outside")
    }
}

struct ToldClock(AtomicI64);
impl Clock for ToldClock {
    fn now(&self) -> Moment {
        Moment(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

struct ToldChance(AtomicU64);
impl Chance for ToldChance {
    fn fill(&self, buffer: &mut [u8]) {
        // SplitMix64 (Steele, Lea, Flood 2014): enough to tell identifiers apart, not for secrets.
        for chunk in buffer.chunks_mut(8) {
            let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed).wrapping_add(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let bytes = (z ^ (z >> 31)).to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
    }
}
