//! The news feed: acts told to everybody, newest first, from the journal. It says what happened and where to
//! read about it; never who did it or why.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use database::search::{self, Reader};
use interface::Escaped;
use journal::Search;
use kernel::Moment;
use web::{Answer, House};

use crate::wiring::{Announced, Wiring};

/// News told.
const SHOWN: usize = 30;

/// One piece of news.
struct News {
    seq: i64,
    at: Moment,
    title: String,
    path: String,
}

/// The feed (Atom, RFC 4287).
pub async fn show(wiring: Wiring, State(house): State<Arc<House>>) -> Answer {
    let news = latest(&house, wiring.announced).await?;
    let updated = news.first().map_or_else(|| house.outside.now(), |one| one.at);
    let site = &house.settings.site;
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a String cannot fail.
    let _ = write!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">\n<id>{feed}</id>\n<title>{service} – {town}</title>\n\
         <updated>{updated}</updated>\n<author><name>{town}</name></author>\n<link rel=\"self\" href=\"{feed}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{home}\"/>\n",
        feed = Escaped(house.address("/actualites.atom")),
        home = Escaped(house.address("/")),
        service = Escaped(&site.service),
        town = Escaped(if site.town.is_empty() { &site.service } else { &site.town }),
    );
    for one in news {
        let _ = write!(
            xml,
            "<entry>\n<id>{id}</id>\n<title>{title}</title>\n<updated>{at}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{href}\"/>\n<summary>{title}</summary>\n</entry>\n",
            id = Escaped(house.address(&format!("/actualites.atom#{}", one.seq))),
            title = Escaped(&one.title),
            at = one.at,
            href = Escaped(house.address(&one.path)),
        );
    }
    xml.push_str("</feed>\n");
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], xml).into_response())
}

async fn latest(house: &House, announced: &[Announced]) -> database::Result<Vec<News>> {
    let mut tx = house.read().await?;
    let limit = i64::try_from(SHOWN).unwrap_or(i64::MAX);
    let mut lines = Vec::new();
    for told in announced {
        let search = Search { act: told.act.to_owned(), ..Search::default() };
        lines.extend(journal::matching(&mut tx, &search, None, limit).await?.into_iter().map(|line| (told, line)));
    }
    lines.sort_by_key(|(_, line)| std::cmp::Reverse(line.seq));
    lines.truncate(SHOWN);
    let mut news = Vec::with_capacity(lines.len());
    for (told, line) in lines {
        let page = match line.object {
            Some(object) => search::of_object(&mut tx, object, &Reader::PUBLIC).await?,
            None => None,
        };
        let (title, path) = match page {
            Some(page) => (format!("{} : {}", told.title, page.title), page.url),
            None => (told.title.to_owned(), told.path.to_owned()),
        };
        news.push(News { seq: line.seq, at: line.at, title: kernel::french::spaced(&title), path });
    }
    Ok(news)
}
