//! Action sheets on paper: what their page says to the same reader.

use database::Tx;
use documents::{Block, Cell, Column, Kind, Run, Table};
use kernel::{Outcome, french};
use plan::facade::{Photo, SheetWhole, printed, tables};

use super::super::{Part, Piece};
use super::knowing::Knowing;

/// Every sheet of a plan, each on its page, under the objectives they serve.
pub(super) async fn plan(tx: &mut Tx, knowing: &Knowing) -> Outcome<Vec<Part>> {
    if knowing.sheets.is_empty() {
        let none = Piece::Text("Aucune fiche action pour l’instant.".to_owned());
        return Ok(vec![Part { title: "Les fiches actions".to_owned(), pieces: vec![none] }]);
    }
    let mut parts = Vec::new();
    let served = knowing.nodes.iter().map(|node| Some(node.id)).chain([None]);
    for node in served {
        let is_known = |id| knowing.nodes.iter().any(|one| Some(one.id) == id);
        let own = knowing.sheets.iter().filter(|one| match node {
            Some(_) => one.objective == node,
            None => !is_known(one.objective),
        });
        let mut pieces = Vec::new();
        for brief in own {
            let Some(whole) = plan::facade::sheet(tx, brief.id, !knowing.is_public).await? else { continue };
            if !pieces.is_empty() {
                pieces.push(Piece::NewPage);
            }
            pieces.push(Piece::Heading(french::spaced(&format!("{} : {}", brief.code, brief.title))));
            pieces.extend(self::pieces(knowing, &whole, Photos::Small));
        }
        if !pieces.is_empty() {
            let title = match node {
                Some(_) => knowing.node(node),
                None => "Actions sans objectif".to_owned(),
            };
            parts.push(Part { title: french::spaced(&title), pieces });
        }
    }
    Ok(parts)
}

/// How photographs are told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Photos {
    /// As large as the text is wide.
    Large,
    /// Small: there may be hundreds of them.
    Small,
}

/// What a sheet says.
pub(super) fn pieces(knowing: &Knowing, whole: &SheetWhole, size: Photos) -> Vec<Piece> {
    let is_inside = !knowing.is_public;
    let mut pieces = vec![Piece::Pairs(facts(knowing, whole))];
    let mut told = |title: &str, blocks: Vec<Block>| {
        if !blocks.is_empty() {
            pieces.push(Piece::Subheading(title.to_owned()));
            pieces.push(Piece::Blocks(blocks));
        }
    };
    told("Le constat", words(&whole.finding));
    told("Ce qui est visé", words(&whole.aims));
    told("L’action", printed(&whole.description));
    told("Ce qui la fera réussir", words(&whole.conditions));
    told("La faire ailleurs", words(&whole.transposition));
    let tables = [
        ("Où l’action se déploie", tables::places(&whole.places, |id| knowing.area(id))),
        ("Avec qui", partners(whole)),
        ("Les moyens", tables::means(&whole.means, is_inside)),
        ("Les étapes", tables::steps(&whole.steps, is_inside, knowing.day)),
        ("Comment elle est suivie", tables::indicators(&whole.indicators)),
    ];
    for (title, table) in tables.into_iter().filter(|(_, table)| !table.rows.is_empty()) {
        pieces.push(Piece::Subheading(title.to_owned()));
        pieces.push(stamped(knowing, whole, table));
    }
    let shown = whole.photos.iter().filter(|photo| is_inside || photo.is_public);
    let photo = |photo: &Photo| {
        let content = if size == Photos::Large { photo.content } else { photo.small };
        Piece::Photo(content, french::spaced(&photo.shows))
    };
    let photos: Vec<Piece> = shown.map(photo).collect();
    if !photos.is_empty() {
        pieces.push(Piece::Subheading("Photos".to_owned()));
        pieces.extend(photos);
    }
    let links = links(knowing, whole);
    if !links.is_empty() {
        pieces.push(Piece::Subheading("Actions en lien".to_owned()));
        let items = links.iter().map(|line| vec![Run::plain(french::spaced(line))]).collect();
        pieces.push(Piece::Blocks(vec![Block::List { is_numbered: false, items }]));
    }
    pieces
}

fn facts(knowing: &Knowing, whole: &SheetWhole) -> Vec<(String, String)> {
    let brief = &whole.brief;
    let source = if brief.source.is_empty() { String::new() } else { format!(" (source : {})", brief.source) };
    let state = format!("{}, depuis le {}{source}", brief.status.french(), french::date(brief.since));
    let dates = match (brief.starts_on, brief.ends_on) {
        (Some(start), Some(end)) => format!("du {} au {}", french::date(start), french::date(end)),
        (Some(start), None) => format!("à partir du {}", french::date(start)),
        (None, Some(end)) => format!("jusqu’au {}", french::date(end)),
        (None, None) => String::new(),
    };
    let term = whole.term.map(|term| term.french().to_owned()).unwrap_or_default();
    let when: Vec<String> = [term, dates].into_iter().filter(|part| !part.is_empty()).collect();
    let needs: Vec<String> = whole
        .needs
        .iter()
        .filter_map(|id| knowing.need(*id))
        .map(|need| format!("{} {}", need.code, need.label))
        .collect();
    let strategic = if whole.strategic == whole.operational { String::new() } else { knowing.node(whole.strategic) };
    let lenses: Vec<&str> = whole.lenses.iter().filter_map(|key| knowing.lens(key)).collect();
    let draft = if brief.is_published { "" } else { "Brouillon, lisible par les équipes seulement" };
    let rows = [
        ("Publication", draft.to_owned()),
        ("État", state),
        ("Objectif stratégique", strategic),
        ("Objectif opérationnel", knowing.node(whole.operational)),
        ("Besoins entendus", needs.join(", ")),
        ("Axes transversaux", lenses.join(", ")),
        ("Pilote", brief.lead.clone()),
        ("Compétence", whole.competence.clone()),
        ("Périmètre", whole.perimeter.clone()),
        ("Pour qui", whole.publics.clone()),
        ("Quand", when.join(", ")),
        ("Place des habitants", whole.involvement.map_or("", |level| level.french()).to_owned()),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.trim().is_empty());
    rows.map(|(name, value)| (name.to_owned(), french::spaced(&value))).collect()
}

/// Plain text as paragraphs.
fn words(text: &str) -> Vec<Block> {
    let paragraphs = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
    paragraphs.map(|line| Block::Paragraph(vec![Run::plain(french::spaced(line))])).collect()
}

fn stamped(knowing: &Knowing, whole: &SheetWhole, mut table: Table) -> Piece {
    // The heading above says it already.
    table.caption = String::new();
    table.source = Some(format!("fiche {}", whole.brief.code));
    table.as_of = Some(knowing.day);
    Piece::Table(Box::new(table))
}

fn partners(whole: &SheetWhole) -> Table {
    let columns =
        vec![Column::new("partenaire", "Partenaire", Kind::Text).row_header(), Column::new("role", "Rôle", Kind::Text)];
    let mut table = Table::new("partenaires", "", columns);
    table.rows = whole.partners.iter().map(|one| vec![Cell::text(&*one.name), Cell::text(&*one.role)]).collect();
    table
}

/// Links to actions: outside, only towards what anybody may read.
fn links(knowing: &Knowing, whole: &SheetWhole) -> Vec<String> {
    let line = |link: &plan::facade::Linked| match link.other {
        None => Some(format!("{} : {}", link.kind.french(), link.elsewhere)),
        Some(id) => {
            let other = knowing.sheets.iter().find(|one| one.id == id)?;
            Some(format!("{} : {} {}", link.kind.french(), other.code, other.title))
        }
    };
    whole.links.iter().filter_map(line).collect()
}
