//! Correspondences as tables: for the team, and for everybody.

use ::documents::{Cell, Column, Kind, Table};
use jiff::tz::TimeZone;
use kernel::{Moment, french};

use crate::actions::passages::Listed;
use crate::rules::passages::{Pair, State};
use crate::rules::passing;

/// The day of a decision, in words.
pub fn day(zone: &TimeZone) -> impl Fn(Moment) -> String {
    |moment| french::date(moment.day(zone))
}

/// The correspondences anybody may take away, with where each stands.
pub fn published(all: &[Listed], zone: &TimeZone) -> Table {
    let columns = vec![
        Column::new("code_ancien", "Code ancien", Kind::Text).row_header(),
        Column::new("nom_ancien", "Quartier ancien", Kind::Text),
        Column::new("code_nouveau", "Code nouveau", Kind::Text),
        Column::new("nom_nouveau", "Quartier nouveau", Kind::Text),
        Column::new("relation", "Relation", Kind::Text),
        Column::new("part_conservee", "Part du contour ancien conservée", Kind::Percent(1)),
        Column::new("etat", "État de la correspondance", Kind::Text),
        Column::new("decidee_le", "Décidée le", Kind::Date),
        Column::new("connue_par", "Connue par", Kind::Text),
    ];
    let mut table = Table::new("correspondances", "Correspondances entre zonages", columns);
    table.rows = all.iter().map(|listed| published_row(listed, zone)).collect();
    table
}

fn published_row(listed: &Listed, zone: &TimeZone) -> Vec<Cell> {
    let (passage, held) = (&listed.passage, listed.passage.held());
    let name = |code: &str| Cell::text(listed.names.get(code).cloned().unwrap_or_default());
    // What proves a proposal proves nothing of a correction.
    let basis = if passage.state() == State::Corrected { "" } else { passage.basis.as_str() };
    vec![
        Cell::text(&held.from_code),
        name(&held.from_code),
        Cell::text(&held.to_code),
        name(&held.to_code),
        Cell::text(held.relation.word()),
        share(held),
        Cell::text(passage.state().french()),
        passage.decision.as_ref().map_or_else(|| Cell::text(""), |decision| Cell::Date(decision.at.day(zone))),
        Cell::text(basis),
    ]
}

fn share(pair: &Pair) -> Cell {
    pair.share.filter(|share| *share > 0.0).map_or_else(|| Cell::text(""), |share| Cell::Percent(share * 100.0))
}

/// The same for the team: refused ones too, who decided and why, what is proposed beside.
pub fn kept(all: &[Listed], zone: &TimeZone) -> Table {
    let mut table = published(all, zone);
    table.columns.extend([
        Column::new("decidee_par", "Décidée par", Kind::Text),
        Column::new("motif", "Motif", Kind::Text),
        Column::new("propose", "Proposé aujourd’hui", Kind::Text),
    ]);
    for (row, listed) in table.rows.iter_mut().zip(all) {
        let decision = listed.passage.decision.as_ref();
        row.push(Cell::text(decision.map(|decision| decision.by.clone()).unwrap_or_default()));
        row.push(Cell::text(decision.map(|decision| decision.reason.clone()).unwrap_or_default()));
        row.push(Cell::text(passing::sentence(&listed.passage.proposed)));
    }
    table
}

/// Those of one state, to read on a page.
pub fn of_state(all: &[&Listed], caption: &str, zone: &TimeZone) -> Table {
    let columns = vec![
        Column::new("ancien", "Ancien", Kind::Text).row_header(),
        Column::new("nouveau", "Nouveau", Kind::Text),
        Column::new("relation", "Ce qui s’est passé", Kind::Text),
        Column::new("part_conservee", "Part conservée", Kind::Percent(0)),
        Column::new("decision", "Décision", Kind::Text),
    ];
    let mut table = Table::new("correspondances", caption, columns);
    for listed in all {
        let (passage, held) = (&listed.passage, listed.passage.held());
        let decision = passage.decision.as_ref().map_or_else(
            || "attendue".to_owned(),
            |decision| {
                let by = if decision.by.is_empty() { passing::TEAM } else { decision.by.as_str() };
                format!("{}, {by}", french::date(decision.at.day(zone)))
            },
        );
        table.rows.push(vec![
            Cell::text(listed.name(&held.from_code)),
            Cell::text(listed.name(&held.to_code)),
            Cell::text(held.relation.word()),
            share(held),
            Cell::text(decision),
        ]);
    }
    table
}
