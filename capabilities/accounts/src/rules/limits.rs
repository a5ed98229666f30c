//! How long things last and how many tries are allowed: every constant of the slice, with its reason.

use kernel::Function;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A link in a mail: long enough for a slow mailbox, short enough for a mailbox left open.
pub const LINK_MS: i64 = 15 * MINUTE;
/// The link of a first sign-in given by the command line: the person may only read it the next morning.
pub const FIRST_LINK_MS: i64 = 2 * DAY;
/// An invitation: a fortnight covers a holiday.
pub const INVITATION_MS: i64 = 14 * DAY;
/// A secret being set up: it is on a screen, so not for long.
pub const SETUP_MS: i64 = HOUR;
/// A session nobody uses: a working day.
pub const IDLE_MS: i64 = 12 * HOUR;
/// The same for functions that need a second factor: the desk is left in the evening.
pub const STRICT_IDLE_MS: i64 = 8 * HOUR;
/// A session, whatever its use.
pub const SESSION_MS: i64 = 30 * DAY;
/// The time between the first factor and the second.
pub const HALF_OPEN_MS: i64 = 10 * MINUTE;
/// The use of a session is noted at most this often: reading pages must not write.
pub const SEEN_EVERY_MS: i64 = MINUTE;
/// The longest delegation: beyond, a function is to be given.
pub const DELEGATION_DAYS: i64 = 366;
/// What is expired is kept this long, so that "expired" can be told from "unknown".
pub const EXPIRED_KEPT_MS: i64 = 7 * DAY;
/// A closed account keeps its name for this long, to answer questions about past decisions.
pub const CLOSED_KEPT_MS: i64 = 3 * 365 * DAY;

/// What is counted when somebody tries, within a sliding window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Links asked for one address: each is a mail in somebody's box.
    LinkOfEmail,
    /// Links asked from one network: a town hall is one network.
    LinkOfNetwork,
    /// Passwords tried on one address.
    PasswordOfEmail,
    /// Passwords tried from one network.
    PasswordOfNetwork,
    /// Codes tried on one account. At five tries a quarter of an hour and three codes valid at once, guessing one
    /// of a million codes takes more than a year of trying on average.
    CodeOfAccount,
    /// Links and invitations opened from one network: their tokens cannot be guessed; this only spares the database.
    TokenOfNetwork,
}

impl Counted {
    /// Name mixed into the counter's key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LinkOfEmail => "link-email",
            Self::LinkOfNetwork => "link-network",
            Self::PasswordOfEmail => "password-email",
            Self::PasswordOfNetwork => "password-network",
            Self::CodeOfAccount => "code-account",
            Self::TokenOfNetwork => "token-network",
        }
    }

    /// How many tries in a window.
    pub const fn allowed(self) -> i64 {
        match self {
            Self::LinkOfEmail | Self::CodeOfAccount => 5,
            Self::PasswordOfEmail => 8,
            Self::LinkOfNetwork | Self::PasswordOfNetwork | Self::TokenOfNetwork => 60,
        }
    }
}

/// The window of every counter.
pub const WINDOW_MS: i64 = 15 * MINUTE;

/// How long a session may rest, for somebody holding these functions.
pub fn idle_ms(functions: impl IntoIterator<Item = Function>) -> i64 {
    if functions.into_iter().any(Function::needs_second_factor) { STRICT_IDLE_MS } else { IDLE_MS }
}

/// The network of an address, as sessions show it and counters count it: the first three numbers of an IPv4
/// address are shown, a whole IPv6 /64 is one home.
pub fn network(address: std::net::IpAddr) -> String {
    use std::net::{IpAddr, Ipv6Addr};
    let v6 = match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            return format!("{a}.{b}.{c}.0/24");
        }
        IpAddr::V6(v6) => v6,
    };
    match v6.to_ipv4_mapped() {
        Some(v4) => network(IpAddr::V4(v4)),
        None => format!("{}/64", Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hide_the_device() {
        let shown = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(shown("203.0.113.77"), "203.0.113.0/24");
        assert_eq!(shown("::ffff:203.0.113.77"), "203.0.113.0/24");
        assert_eq!(shown("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    }

    #[test]
    fn a_second_factor_function_rests_less() {
        assert_eq!(idle_ms([Function::CouncilMember]), IDLE_MS);
        assert_eq!(idle_ms([Function::CouncilMember, Function::Funder]), STRICT_IDLE_MS);
    }
}
