//! `/actions/fil.atom`: what changed in the actions, narrowed as the list is (Atom, RFC 4287).

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use interface::Escaped;
use kernel::french;
use web::{Answer, Asked, House, Visit};

use super::asked::Narrowing;
use crate::store::board;

/// Actions told.
const SHOWN: i64 = 50;

pub async fn show(State(house): State<Arc<House>>, _: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contracts = strategy::facade::contracts(&mut tx).await?;
    let narrowing = Narrowing::read(&mut tx, &contracts, &asked).await?;
    let lines = board::last_changed(&mut tx, &narrowing.filters, SHOWN).await?;
    let updated = lines.first().map_or_else(|| house.outside.now(), |line| line.changed_at);
    let site = &house.settings.site;
    let title = match narrowing.told.is_empty() {
        true => "Les actions".to_owned(),
        false => format!("Les actions : {}", narrowing.told.join(", ")),
    };
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a String cannot fail.
    let _ = write!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">\n<id>{feed}</id>\n<title>{title} – {town}</title>\n\
         <updated>{updated}</updated>\n<author><name>{town}</name></author>\n<link rel=\"self\" href=\"{feed}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n",
        feed = Escaped(house.address(&narrowing.address("/actions/fil.atom"))),
        page = Escaped(house.address(&narrowing.address("/actions"))),
        title = Escaped(french::spaced(&title)),
        town = Escaped(if site.town.is_empty() { &site.service } else { &site.town }),
    );
    for line in lines {
        let state = &line.state;
        let said = format!("{} depuis le {}.", state.status.french(), french::date(state.since));
        let _ = write!(
            xml,
            "<entry>\n<id>{href}#{at}</id>\n<title>{name}</title>\n<updated>{when}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{href}\"/>\n<summary>{said}</summary>\n</entry>\n",
            href = Escaped(house.address(&crate::facade::path(&line.address))),
            at = line.changed_at.0,
            name = Escaped(french::spaced(&format!("{} {}", line.code, line.title))),
            when = line.changed_at,
            said = Escaped(said),
        );
    }
    xml.push_str("</feed>\n");
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], xml).into_response())
}
