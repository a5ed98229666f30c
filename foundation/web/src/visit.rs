//! One request: who asks, from where, in which language.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use interface::{Frame, Language, Link, PersonShown, Tone};
use kernel::{Actor, Breakdown};

use crate::{Fault, House};

/// One request.
#[derive(Clone)]
pub struct Visit {
    /// Who asks.
    pub actor: Actor,
    /// In which language.
    pub language: Language,
    /// From which address; the peer's own when no proxy of ours is in front.
    pub client: IpAddr,
    /// Which path, without what was asked after `?`.
    pub path: String,
    /// Path and what was asked.
    pub path_and_query: String,
    /// The session token presented, if any.
    pub session_token: Option<String>,
    /// The browser, as it calls itself, shortened.
    pub browser: String,
    house: Arc<House>,
}

impl Visit {
    /// The frame of a page for residents: translated where the catalogues know its texts.
    pub fn public(&self, title: &str) -> Frame {
        self.public_in_french(title).translated(self.language)
    }

    /// The frame of a public page whose own text is only in French: it says so, and marks it as French.
    pub fn public_in_french(&self, title: &str) -> Frame {
        self.dressed(Frame::public(&self.house.settings.site, title, self.path.clone()))
    }

    /// The frame of a public page that a device may keep for whoever holds it: even signed in, nobody is named.
    pub fn nameless(&self, title: &str) -> Frame {
        let frame = self.public(title).with_person(None);
        frame.with_links((self.house.links)(&Actor::Visitor))
    }

    /// The frame of a back-office page.
    pub fn back_office(&self, title: &str) -> Frame {
        let frame = self.dressed(Frame::back_office(&self.house.settings.site, title, self.path.clone()));
        match self.path.starts_with("/compte/") {
            true => frame.with_breadcrumb(vec![Link::new("Accueil", "/"), Link::new("Mon compte", "/compte")]),
            false => frame,
        }
    }

    /// How much may be typed in one form, in bytes.
    pub(crate) fn typed_limit(&self) -> usize {
        self.house.settings.body_limit_bytes
    }

    pub(crate) fn house(&self) -> &Arc<House> {
        &self.house
    }

    fn dressed(&self, frame: Frame) -> Frame {
        let person = self.actor.person().map(|person| PersonShown {
            name: person.name.clone(),
            acting_for: person.acting_for.as_ref().map(|(_, name)| name.clone()),
        });
        let frame = frame.with_links((self.house.links)(&self.actor)).with_person(person).in_language(self.language);
        match self.notice() {
            Some(sentence) => frame.with_notice(Tone::Success, sentence),
            None => frame,
        }
    }

    /// What has just been done, carried over a redirect by a short code in the address.
    fn notice(&self) -> Option<&'static str> {
        let query = self.path_and_query.split_once('?')?.1;
        let code = query.split('&').find_map(|pair| pair.strip_prefix("fait="))?;
        crate::answer::NOTICES.iter().find(|(known, _)| *known == code).map(|(_, sentence)| *sentence)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    #[allow(
        clippy::expect_used,
        reason = "a route served without the visit layer is a mistake of ours, seen by any test"
    )]
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().expect("every route is behind the visit layer").clone())
    }
}

/// Name of the session cookie. With HTTPS the prefix binds it to this very host.
pub const fn session_cookie(is_https: bool) -> &'static str {
    if is_https { "__Host-parvis" } else { "parvis" }
}

/// Value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// The client's address: `trusted` steps from the right of `X-Forwarded-For`, never what a client wrote.
pub fn client_address(headers: &HeaderMap, peer: IpAddr, trusted: usize) -> IpAddr {
    if trusted == 0 {
        return peer;
    }
    let line: Vec<String> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|step| step.trim().to_owned())
        .collect();
    line.len().checked_sub(trusted).and_then(|at| line.get(at)).and_then(|step| step.parse().ok()).unwrap_or(peer)
}

/// The language asked for in the address, or kept from a former page; and whether it was asked for now.
pub(crate) fn language(uri: &Uri, headers: &HeaderMap) -> (Language, bool) {
    let asked = uri.query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("langue=")));
    if let Some(language) = asked.and_then(Language::from_code) {
        return (language, true);
    }
    (cookie(headers, "langue").and_then(Language::from_code).unwrap_or_default(), false)
}

/// Puts the visit on the request; keeps the language chosen in a cookie that holds nothing else.
pub(crate) async fn layer(
    State(house): State<Arc<House>>,
    mut request: axum::extract::Request,
    next: Next,
) -> Result<Response, Fault> {
    // No path of ours holds a zero byte, and PostgreSQL would stumble on one.
    if request.uri().path().contains("%00") {
        return Err(Fault::not_found());
    }
    let headers = request.headers();
    let peer = request.extensions().get::<crate::server::Peer>().map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.0);
    let (language, is_chosen_now) = language(request.uri(), headers);
    let token = cookie(headers, session_cookie(house.settings.is_https())).map(str::to_owned);
    let actor = match &token {
        Some(token) => house.gatekeeper.actor(&house, token).await?,
        None => Actor::Visitor,
    };
    let uri = request.uri();
    let browser = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let visit = Visit {
        actor,
        language,
        client: client_address(headers, peer, house.settings.trusted_proxy_count),
        path: uri.path().to_owned(),
        path_and_query: uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string),
        session_token: token,
        browser: kernel::text::shorten(browser, 160),
        house: house.clone(),
    };
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    if is_chosen_now {
        let secure = if house.settings.is_https() { "; Secure" } else { "" };
        let line = format!("langue={}; Path=/; Max-Age=31536000; SameSite=Lax{secure}", language.code());
        let value = line.parse().map_err(|_| Breakdown::because("language cookie"))?;
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_cannot_choose_its_own_address() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.0.0.2".parse().expect("header"));
        let peer = IpAddr::from([10, 0, 0, 1]);
        assert_eq!(client_address(&headers, peer, 0), peer);
        assert_eq!(client_address(&headers, peer, 1), IpAddr::from([10, 0, 0, 2]));
        assert_eq!(client_address(&headers, peer, 2), IpAddr::from([203, 0, 113, 9]));
        assert_eq!(client_address(&headers, peer, 9), peer);
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "xparvis=a; parvis=b".parse().expect("header"));
        assert_eq!(cookie(&headers, "parvis"), Some("b"));
        assert_eq!(cookie(&headers, "arvis"), None);
    }
}
