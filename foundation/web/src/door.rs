//! Doors: each route names the right it needs and who uses it, in one table that can be printed,
//! tested against every role, and never forgotten: a route cannot be added without its right.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use kernel::{Act, Refusal, Verdict};

use crate::{Fault, House, Visit};

/// What a route asks of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Nothing.
    Public,
    /// To be signed in.
    SignedIn,
    /// To be allowed this act somewhere; the look-up then checks where.
    Act(&'static Act),
    /// A secret of the installation, checked by the handler (supervision).
    Token,
}

impl Right {
    /// The right in one word, for the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::SignedIn => "signed_in",
            Self::Act(act) => act.code,
            Self::Token => "token",
        }
    }
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteLine {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, parameters in braces.
    pub path: &'static str,
    /// The right.
    pub right: Right,
    /// Who uses it and for what, in a few words (English).
    pub users: &'static str,
}

/// The doors of a slice.
#[derive(Default)]
pub struct Door {
    lines: Vec<RouteLine>,
    router: Router<Arc<House>>,
}

impl Door {
    /// No door yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or a download: `GET`, without effect.
    #[must_use]
    pub fn page<H, T>(self, path: &'static str, right: Right, users: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<House>>,
        T: 'static,
    {
        self.add("GET", path, right, users, get(handler))
    }

    /// A public page that many read: drawn again only when something changed, see [`crate::KeptPages`]. It must hold
    /// nothing that an act of the journal does not change.
    #[must_use]
    pub fn kept_page<H, T>(self, path: &'static str, users: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<House>>,
        T: 'static,
    {
        self.add("GET", path, Right::Public, users, get(handler).layer(from_fn(crate::kept::layer)))
    }

    /// An act: `POST`.
    #[must_use]
    pub fn act<H, T>(self, path: &'static str, right: Right, users: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<House>>,
        T: 'static,
    {
        self.add("POST", path, right, users, post(handler))
    }

    /// An act that sends a file: `POST`; its size is bounded while it streams, by [`crate::Upload`].
    #[must_use]
    pub fn upload<H, T>(self, path: &'static str, right: Right, users: &'static str, handler: H) -> Self
    where
        H: Handler<T, Arc<House>>,
        T: 'static,
    {
        self.add("POST", path, right, users, post(handler).layer(DefaultBodyLimit::disable()))
    }

    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        right: Right,
        users: &'static str,
        routes: MethodRouter<Arc<House>>,
    ) -> Self {
        let guarded = routes.layer(from_fn_with_state(right, guard));
        self.lines.push(RouteLine { method, path, right, users });
        self.router = self.router.route(path, guarded);
        self
    }

    /// Both tables in one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.lines.extend(other.lines);
        self.router = self.router.merge(other.router);
        self
    }

    /// The table.
    pub fn lines(&self) -> &[RouteLine] {
        &self.lines
    }

    /// Everything the server shows: doors, layers, failures.
    pub fn into_surface(self, house: Arc<House>) -> Surface {
        Surface { lines: self.lines, router: crate::server::layered(self.router, house) }
    }
}

/// A router ready to be served, with its table of rights.
pub struct Surface {
    /// The table.
    pub lines: Vec<RouteLine>,
    /// The router.
    pub router: Router,
}

/// Lets the right people in; tells the others what to do.
async fn guard(State(right): State<Right>, visit: Visit, request: Request, next: Next) -> Response {
    let verdict = match right {
        Right::Public | Right::Token => Verdict::Allowed(None),
        Right::SignedIn if visit.actor.person().is_some() => Verdict::Allowed(None),
        Right::SignedIn => Verdict::NotSignedIn,
        Right::Act(act) => visit.actor.may_somewhere(act),
    };
    let Right::Act(act) = right else {
        return match verdict {
            Verdict::NotSignedIn => ask_to_sign_in(&visit, request).await,
            _ => next.run(request).await,
        };
    };
    match verdict {
        Verdict::Allowed(_) => next.run(request).await,
        Verdict::NotSignedIn => ask_to_sign_in(&visit, request).await,
        Verdict::SecondFactorMissing(_) if request.method() == Method::GET => {
            Redirect::to("/compte/second-facteur").into_response()
        }
        _ => Fault::from(Refusal::NotAllowed { act, verdict }).into_response(),
    }
}

/// A reader is sent to the sign-in page and back; somebody who was writing gets the text back.
async fn ask_to_sign_in(visit: &Visit, request: Request) -> Response {
    if request.method() == Method::GET {
        let target = format!("/connexion?suite={}", crate::answer::encode(&visit.path_and_query));
        return Redirect::to(&target).into_response();
    }
    Fault::session_ended(request).await.into_response()
}
