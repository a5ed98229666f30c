//! `/appels`: calls open, coming and closed, for everybody; the same as a feed (Atom, RFC 4287).

use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use database::Tx;
use interface::{Escaped, Frame, Html};
use kernel::{Moment, french};
use web::{Answer, Fault, House, Visit, answer};

use super::{left, moment, open_path, state_tag};
use crate::rules::{Call, CallState, Opening};
use crate::store;

/// A call of the list.
pub(super) struct Line {
    pub title: String,
    pub href: String,
    pub tag: Html,
    pub summary: String,
    pub when: String,
    pub left: String,
}

#[derive(Template)]
#[template(path = "pages/open_calls.html")]
pub(super) struct OpenCallsPage {
    pub frame: Frame,
    /// Title of each group, and its calls.
    pub groups: Vec<(&'static str, Vec<Line>)>,
}

impl OpenCallsPage {
    pub fn new(frame: Frame, calls: &[Call], now: Moment) -> Self {
        let line = |call: &Call| {
            let when = match (call.opening(now), call.opens_at, call.closes_at) {
                (Opening::Coming, Some(opens), _) => format!("Ouvre le {}", moment(call, opens)),
                (Opening::Open, _, Some(closes)) => format!("Ferme le {}", moment(call, closes)),
                (Opening::Closed, _, Some(closes)) => format!("Clos depuis le {}", moment(call, closes)),
                _ => String::new(),
            };
            Line {
                title: call.title.clone(),
                href: open_path(call),
                tag: state_tag(call, now).html(),
                summary: call.summary.clone(),
                when,
                left: left(call, now).unwrap_or_default(),
            }
        };
        let group = |title, opening| {
            let of = calls.iter().filter(|call| call.state == CallState::Published && call.opening(now) == opening);
            (title, of.map(line).collect::<Vec<_>>())
        };
        let all = [group("Ouverts", Opening::Open), group("À venir", Opening::Coming), group("Clos", Opening::Closed)];
        Self { frame, groups: all.into_iter().filter(|(_, lines)| !lines.is_empty()).collect() }
    }
}

async fn published(tx: &mut Tx) -> Result<Vec<Call>, Fault> {
    let all = store::call::all(tx).await?;
    Ok(all.into_iter().filter(|call| call.state == CallState::Published).collect())
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let calls = published(&mut house.read().await?).await?;
    let frame = visit.public_in_french("Appels à projets");
    answer::page(&OpenCallsPage::new(frame, &calls, house.outside.now()))
}

pub async fn feed(State(house): State<Arc<House>>, _: Visit) -> Answer {
    let mut calls = published(&mut house.read().await?).await?;
    calls.sort_by_key(|call| std::cmp::Reverse(call.changed_at));
    let site = &house.settings.site;
    let updated = calls.first().map_or_else(|| house.outside.now(), |call| call.changed_at);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a String cannot fail.
    let _ = write!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">\n<id>{feed}</id>\n<title>Appels à projets – \
         {town}</title>\n<updated>{updated}</updated>\n<author><name>{town}</name></author>\n\
         <link rel=\"self\" href=\"{feed}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n",
        feed = Escaped(house.address("/appels/fil.atom")),
        page = Escaped(house.address("/appels")),
        town = Escaped(if site.town.is_empty() { &site.service } else { &site.town }),
    );
    for call in calls {
        let closes = call.closes_at.map_or_else(String::new, |at| format!("Clôture le {}. ", moment(&call, at)));
        let _ = write!(
            xml,
            "<entry>\n<id>{href}#{version}</id>\n<title>{title}</title>\n<updated>{when}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{href}\"/>\n<summary>{said}</summary>\n</entry>\n",
            href = Escaped(house.address(&open_path(&call))),
            version = call.version,
            title = Escaped(french::spaced(&call.title)),
            when = call.changed_at,
            said = Escaped(french::spaced(&format!("{closes}{}", call.summary))),
        );
    }
    xml.push_str("</feed>\n");
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], xml).into_response())
}
