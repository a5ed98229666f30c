//! The real clock and the operating system's chance.

use std::sync::Arc;

use kernel::outside::{Chance, Clock};
use kernel::{Moment, Outside};
use rand::TryRng as _;

struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place where the clock is read")]
    fn now(&self) -> Moment {
        Moment(jiff::Timestamp::now().as_millisecond())
    }
}

struct SystemChance;

impl Chance for SystemChance {
    #[allow(
        clippy::expect_used,
        reason = "without chance from the system no secret can be made: stopping is the only safe answer"
    )]
    fn fill(&self, buffer: &mut [u8]) {
        rand::rngs::SysRng.try_fill_bytes(buffer).expect("the operating system gives random bytes");
    }
}

/// The clock and the chance of the machine.
pub fn of_this_machine() -> Outside {
    Outside::new(Arc::new(SystemClock), Arc::new(SystemChance))
}
