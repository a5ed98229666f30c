//! The parts of the contract.

use database::Tx;
use documents::{Absence, Cell, Column, Kind, Table};
use kernel::{Outcome, french};
use listening::facade::printed::consultation_told;
use plan::facade::{ActionStatus, SheetBrief};
use territory::facade::Population;

use super::super::Piece;
use super::count;
use super::knowing::Knowing;

fn text(words: &str) -> Piece {
    Piece::Text(french::spaced(words))
}

/// The neighbourhoods as they are counted, and what was heard there.
pub(super) async fn diagnosis(tx: &mut Tx, knowing: &Knowing) -> Outcome<Vec<Piece>> {
    let heard = listening::facade::needs_by_area(tx).await?;
    let columns = vec![
        Column::new("quartier", "Quartier", Kind::Text).row_header(),
        Column::new("code", "Code", Kind::Text),
        Column::new("communes", "Communes", Kind::Text),
        Column::new("habitants", "Habitants", Kind::Integer),
        Column::new("besoins", "Besoins cités", Kind::Integer),
    ];
    let mut table = Table::new("quartiers", "Les quartiers du contrat", columns);
    let counted = territory::facade::populations(tx).await?;
    for area in &knowing.areas {
        let needs = heard.iter().find(|one| one.area == area.id).map_or(0, |one| one.need_count);
        table.rows.push(vec![
            Cell::text(&*area.name),
            Cell::text(&*area.code),
            Cell::text(area.communes.join(", ")),
            Cell::or(counted.get(&area.id).map(|told| Cell::Integer(told.count)), Absence::Missing),
            Cell::Integer(needs),
        ]);
    }
    table.base = Some(french::count(count(table.rows.len()), "quartier", "quartiers"));
    let told = knowing.areas.iter().filter_map(|area| counted.get(&area.id));
    let mut producers: Vec<String> = told.map(Population::measured).collect();
    producers.sort();
    producers.dedup();
    let population =
        if producers.is_empty() { String::new() } else { format!("habitants : {} ; ", producers.join(", ")) };
    table.source = Some(format!("{population}besoins : preuves recueillies pendant les concertations"));
    table.as_of = Some(knowing.day);
    table.notes.push(french::spaced(
        "Aucun besoin cité dans un quartier ne dit ni qu’il n’y en a pas, ni que tout le monde y a été interrogé.",
    ));
    let mut pieces = vec![Piece::Heading("Les quartiers".to_owned()), Piece::Table(Box::new(table))];
    for consultation in listening::facade::consultations(tx).await? {
        if consultation.contract != Some(knowing.contract.id) {
            continue;
        }
        let mut needs = consultation_told(tx, consultation.id).await?.needs;
        if needs.rows.is_empty() {
            continue;
        }
        pieces.push(Piece::Heading(format!("Ce qui a été entendu : {}", consultation.title)));
        needs.as_of = Some(knowing.day);
        let source = || Some(format!("{} ({})", consultation.title, consultation.period));
        needs.source = needs.source.take().or_else(source);
        needs.base = needs.base.map(|base| french::spaced(&base));
        needs.notes = needs.notes.iter().map(|note| french::spaced(note)).collect();
        pieces.push(Piece::Table(Box::new(needs)));
    }
    Ok(pieces)
}

/// Sheets in a few columns.
fn listed(knowing: &Knowing, caption: &str, sheets: &[&SheetBrief]) -> Piece {
    let columns = vec![
        Column::new("reference", "Référence", Kind::Text),
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("pilote", "Pilote", Kind::Text),
        Column::new("quartiers", "Quartiers", Kind::Text),
        Column::new("etat", "État", Kind::Text),
    ];
    let mut table = Table::new("actions", caption, columns);
    for sheet in sheets {
        let draft = if sheet.is_published { "" } else { " (brouillon)" };
        table.rows.push(vec![
            Cell::text(&*sheet.code),
            Cell::text(french::spaced(&format!("{}{draft}", sheet.title))),
            Cell::text(&*sheet.lead),
            Cell::text(knowing.areas_of(sheet.id)),
            Cell::text(sheet.status.french()),
        ]);
    }
    knowing.told(table, sheets.len())
}

/// The tree of objectives, with the actions that carry each.
pub(super) fn orientations(knowing: &Knowing) -> Vec<Piece> {
    if knowing.nodes.is_empty() {
        return vec![text("Les orientations du contrat ne sont pas encore écrites.")];
    }
    let mut pieces = Vec::new();
    for node in &knowing.nodes {
        let title = french::spaced(&knowing.node(Some(node.id)));
        pieces.push(if node.depth <= 1 { Piece::Heading(title) } else { Piece::Subheading(title) });
        let key = node.id.to_string();
        let crossed = |one: &&strategy::facade::NodeBrief| {
            one.tags
                .iter()
                .any(|tag| matches!(tag, strategy::facade::TagBrief::Axis { node: axis, .. } if *axis == node.id))
        };
        if node.is_transversal {
            let served: Vec<String> =
                knowing.nodes.iter().filter(crossed).map(|one| format!("{} {}", one.code, one.title)).collect();
            if !served.is_empty() {
                pieces.push(text(&format!("Cet axe traverse : {}.", served.join(", "))));
            }
            continue;
        }
        let lenses: Vec<String> = node
            .tags
            .iter()
            .map(|tag| match tag {
                strategy::facade::TagBrief::Axis { title, .. } => title.clone(),
                strategy::facade::TagBrief::Lens(lens) => lens.label.clone(),
            })
            .collect();
        if !lenses.is_empty() {
            pieces.push(text(&format!("Axes transversaux : {}.", lenses.join(", "))));
        }
        let needs = knowing.needs_of(node.id);
        if !needs.is_empty() {
            pieces.push(text(&format!("Besoins entendus : {}.", needs.join(", "))));
        }
        let own: Vec<&SheetBrief> = knowing.sheets.iter().filter(|one| one.objective == Some(node.id)).collect();
        if !own.is_empty() {
            pieces.push(listed(knowing, "Les actions qui le portent", &own));
        } else if !knowing.nodes.iter().any(|one| one.parent.is_some_and(|up| up.to_string() == key)) {
            pieces.push(text(match knowing.is_public {
                true => "Aucune action publiée ne le porte pour l’instant.",
                false => "Aucune action ne le porte pour l’instant.",
            }));
        }
    }
    pieces
}

/// Neighbourhood by neighbourhood: who lives there, what was named, what is done.
pub(super) async fn projects(tx: &mut Tx, knowing: &Knowing) -> Outcome<Vec<Piece>> {
    let mut pieces = Vec::new();
    let counted = territory::facade::populations(tx).await?;
    for area in &knowing.areas {
        pieces.push(Piece::Heading(area.name.clone()));
        let mut facts = vec![("Communes".to_owned(), area.communes.join(", "))];
        if let Some(told) = counted.get(&area.id) {
            facts.push(("Habitants".to_owned(), french::integer(told.count)));
        }
        pieces.push(Piece::Pairs(facts));
        let needs = listening::facade::needs_of_area(tx, area.id).await?;
        if needs.is_empty() {
            pieces.push(text("Aucun besoin n’y est prouvé pour l’instant : cela ne dit pas qu’il n’y en a pas."));
        } else {
            let named: Vec<String> = needs.iter().map(|need| format!("{} {}", need.code, need.label)).collect();
            pieces.push(Piece::Subheading("Les besoins qui y ont été cités".to_owned()));
            let named = named.iter().map(|line| vec![documents::Run::plain(french::spaced(line))]).collect();
            pieces.push(Piece::Blocks(vec![documents::Block::List { is_numbered: false, items: named }]));
        }
        let own: Vec<&SheetBrief> =
            knowing.sheets.iter().filter(|one| knowing.places.contains(&(one.id, area.id))).collect();
        if own.is_empty() {
            pieces.push(text("Aucune action n’y est déployée pour l’instant."));
        } else {
            let done = own.iter().filter(|one| one.status == ActionStatus::Done).count();
            let all = french::count(count(own.len()), "action", "actions");
            pieces.push(text(&format!("{all}, dont {} menées à bien.", french::integer(count(done)))));
            pieces.push(listed(knowing, &format!("Les actions déployées à {}", area.name), &own));
        }
    }
    if pieces.is_empty() {
        pieces.push(text("Le contrat ne couvre encore aucun quartier."));
    }
    Ok(pieces)
}

/// Who signs, and what each brings.
pub(super) async fn signatories(tx: &mut Tx, knowing: &Knowing) -> Outcome<Vec<Piece>> {
    let signatories = strategy::facade::signing::signatories(tx, knowing.contract.id).await?;
    if signatories.is_empty() {
        return Ok(vec![text("Les signataires ne sont pas encore connus.")]);
    }
    let columns = vec![
        Column::new("signataire", "Signataire", Kind::Text).row_header(),
        Column::new("obligation", "Ce que dit la loi", Kind::Text),
        Column::new("signature", "Signature", Kind::Text),
        Column::new("engagement", "Engagement", Kind::Text),
    ];
    let mut table = Table::new("signataires", "Les signataires du contrat", columns);
    for one in &signatories {
        let brought: Vec<&str> = std::iter::once(one.commitment.as_str())
            .chain(one.brought.iter().map(String::as_str))
            .filter(|words| !words.is_empty())
            .collect();
        table.rows.push(vec![
            Cell::text(&*one.name),
            Cell::text(one.requirement),
            Cell::text(one.status),
            Cell::text(french::spaced(&brought.join("\n"))),
        ]);
    }
    table.base = Some(french::count(count(table.rows.len()), "signataire", "signataires"));
    table.source = Some(format!("page du contrat ({})", knowing.contract.title));
    table.as_of = Some(knowing.day);
    Ok(vec![Piece::Heading("Qui signe, et ce que chacun apporte".to_owned()), Piece::Table(Box::new(table))])
}
