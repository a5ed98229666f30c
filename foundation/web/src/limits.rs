//! How many requests one address may make. Whole IPv6 /64 networks count as one.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::{House, Settings, Visit};

/// The counter of each address; in memory, since it only smooths floods. Guessing is limited elsewhere,
/// in the database, for all nodes together.
pub(crate) struct Limiter(DefaultKeyedRateLimiter<IpAddr>);

impl Limiter {
    pub(crate) fn new(settings: &Settings) -> Self {
        let per_second = NonZeroU32::new(settings.requests_per_second).unwrap_or(NonZeroU32::MIN);
        let at_once = NonZeroU32::new(settings.requests_at_once).unwrap_or(NonZeroU32::MIN);
        Self(RateLimiter::keyed(Quota::per_second(per_second).allow_burst(at_once)))
    }
}

/// One home network is one client.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        },
    }
}

pub(crate) async fn layer(
    State((limiter, house)): State<(Arc<Limiter>, Arc<House>)>,
    visit: Visit,
    request: Request,
    next: Next,
) -> Response {
    if limiter.0.check_key(&network(visit.client)).is_ok() {
        return next.run(request).await;
    }
    house.metrics.limited();
    // Addresses not seen for a while are forgotten now and then, so that memory stays bounded.
    if limiter.0.len() > 50_000 {
        limiter.0.retain_recent();
    }
    (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "60")]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_network_is_one_client() {
        let at = |text: &str| network(text.parse().expect("address"));
        assert_eq!(at("2001:db8:1:2:aaaa::1"), at("2001:db8:1:2:bbbb::2"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_eq!(at("::ffff:192.0.2.1"), at("192.0.2.1"));
    }
}
