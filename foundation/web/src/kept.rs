//! Public pages read by many, kept in memory as they were drawn until something changes.
//!
//! Every act leaves an entry in the journal, in the transaction of the act. So a page drawn after the journal's
//! head was read is right as long as the head stays the same, on any node: one small look-up instead of all those
//! of the page. Only pages for visitors, that hold nothing of a person, are kept; and only until midnight, since
//! some say whether a date is past.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use interface::Language;
use jiff::civil::Date;
use kernel::Actor;

use crate::{Fault, Visit};

/// Pages kept at most; past it, all are drawn again.
const MOST_PAGES: usize = 400;
/// A page longer than this is not kept.
const LARGEST: usize = 128 * 1024;

/// Until when a page is right: the journal's head and the day.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    head: journal::Head,
    day: Date,
}

struct Kept {
    stamp: Stamp,
    headers: HeaderMap,
    body: Bytes,
}

/// The pages kept by this process.
#[derive(Default)]
pub struct KeptPages {
    pages: Mutex<HashMap<(String, Language), Kept>>,
}

impl KeptPages {
    fn find(&self, key: &(String, Language), stamp: &Stamp) -> Option<Response> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = pages.get(key).filter(|kept| kept.stamp == *stamp)?;
        Some((kept.headers.clone(), kept.body.clone()).into_response())
    }

    fn keep(&self, key: (String, Language), kept: Kept) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= MOST_PAGES {
            pages.clear();
        }
        pages.insert(key, kept);
    }
}

/// Gives the page kept, or has it drawn and keeps it.
pub(crate) async fn layer(visit: Visit, request: Request, next: Next) -> Result<Response, Fault> {
    let says_what_was_done = visit.path_and_query.contains("fait=");
    if visit.actor != Actor::Visitor || says_what_was_done {
        return Ok(next.run(request).await);
    }
    let house = visit.house();
    // The head before the page: what the page reads is never older than its stamp.
    let mut tx = house.read().await?;
    let head = journal::head(&mut tx).await?;
    drop(tx);
    let stamp = Stamp { head, day: house.outside.now().day(&house.settings.zone) };
    let key = (visit.path_and_query.clone(), visit.language);
    if let Some(response) = house.kept_pages.find(&key, &stamp) {
        return Ok(response);
    }
    let response = next.run(request).await;
    let is_page = response.headers().get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if response.status() != StatusCode::OK || !is_page {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    // A page is drawn whole before it is answered: reading it here can neither fail nor be long.
    let body = to_bytes(body, usize::MAX).await.map_err(|error| kernel::Breakdown(Box::new(error)))?;
    if body.len() <= LARGEST {
        house.kept_pages.keep(key, Kept { stamp, headers: parts.headers.clone(), body: body.clone() });
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}
