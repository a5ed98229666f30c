//! The lists of a sheet, each drawn.

use documents::{Cell, Table};
use interface::{Html, TableOptions};
use kernel::french;

use super::body::Told;
use super::status_tag;
use crate::actions::Around;
use crate::facade::tables;
use crate::rules::{LinkKind, Partner};

/// A table under the heading that names it.
pub fn drawn(table: &Table) -> Html {
    interface::table(table, &TableOptions { is_caption_hidden: true, ..TableOptions::default() })
}

pub fn places(told: &Told, around: &Around) -> Html {
    let named = |id| around.area(id).map(|area| Cell::link(&*area.name, territory::facade::path(&area.code)));
    let table = tables::places(&told.places, named);
    let states: Vec<_> = told.places.iter().map(|place| place.state).collect();
    let draw = |row: usize, column: usize, _: &Cell| (column == 1).then(|| status_tag(states[row]).html());
    interface::table(
        &table,
        &TableOptions { is_caption_hidden: true, decoration: Some(&draw), ..TableOptions::default() },
    )
}

pub fn partners(partners: &[Partner]) -> Html {
    let mut out = String::from("<ul>\n");
    for one in partners {
        let role = if one.role.is_empty() { String::new() } else { format!(" : {}", one.role) };
        out.push_str(&format!("<li>{}</li>\n", Html::sentence(&format!("{}{role}", one.name))));
    }
    out.push_str("</ul>");
    Html::trusted(out)
}

/// Links both ways: outside, only towards what anybody may read.
pub fn links(told: &Told, is_inside: bool) -> Option<Html> {
    let mut lines = Vec::new();
    for (id, code, title, address, is_published, is_towards, kind) in &told.neighbours {
        if !is_published && !is_inside {
            continue;
        }
        let kind = LinkKind::from_code(kind).map_or("Voir aussi", LinkKind::french);
        let before = if *is_towards { format!("{kind} :") } else { "Citée par :".to_owned() };
        let href = if is_inside { super::sheet_path(*id) } else { crate::facade::path(address) };
        let link = Html::link(&french::spaced(&format!("{code} {title}")), &href);
        lines.push(format!("<li>{} {link}</li>", Html::sentence(&before)));
    }
    for link in told.links.iter().filter(|link| link.other.is_none()) {
        let line = format!("{} : {}", link.kind.french(), link.elsewhere);
        lines.push(format!("<li>{}</li>", Html::sentence(&line)));
    }
    (!lines.is_empty()).then(|| Html::trusted(format!("<ul>\n{}\n</ul>", lines.join("\n"))))
}
