//! The yearly statement on paper and as a workbook.

use documents::{Absence, Block, Cell, Column, Document, Kind, Run, Table};
use jiff::civil::Date;
use kernel::french;

use super::statement::{spending, told};
use crate::rules::{Amount, Statement, gaps};

/// An amount in a cell: nought, not asked, not disclosed and missing are four things.
pub(crate) fn cell(amount: Option<Amount>) -> Cell {
    match amount {
        Some(Amount::Known(cents)) => Cell::Euros(cents),
        Some(Amount::NotAsked) => Cell::NOT_ASKED,
        Some(Amount::NotDisclosed) => Cell::NOT_DISCLOSED,
        None => Cell::MISSING,
    }
}

/// People’s time in a cell.
pub(crate) fn time(hundredths: Option<i64>) -> Cell {
    Cell::or(hundredths.map(|count| Cell::Decimal(count as f64 / 100.0)), Absence::Missing)
}

const SOURCE: &str =
    "Plateforme du contrat : décisions notifiées, conventions signées, moyens saisis par les partenaires";

fn known(cents: Option<i64>) -> Cell {
    cell(cents.map(Amount::Known))
}

fn text(words: &str) -> Cell {
    Cell::text(french::spaced(words))
}

/// What each party brings.
pub(crate) fn parties(of: &Statement, day: Date) -> Table {
    let columns = vec![
        Column::new("partie", "Partie au contrat", Kind::Text).row_header(),
        Column::new("specifiques_votes", "Politique de la ville, voté", Kind::Euros),
        Column::new("specifiques_verses", "Versé, reversements déduits", Kind::Euros),
        Column::new("reverse", "Dont reversements déduits", Kind::Euros),
        Column::new("droit_commun_vote", "Droit commun voté sur appel", Kind::Euros),
        Column::new("droit_commun", "Droit commun par ailleurs", Kind::Euros),
        Column::new("etp", "Droit commun, ETP", Kind::Decimal(2)),
    ];
    let caption = format!("Moyens apportés par les parties en {}", of.year);
    let mut table = Table::new("parties", caption, columns);
    for one in &of.parties {
        table.rows.push(vec![
            text(&one.name),
            known(one.voted),
            known(one.spent()),
            known(one.back),
            known(one.granted_common_law),
            cell(one.common_law),
            time(one.fte),
        ]);
    }
    table.base = Some(french::count(of.parties.len() as i64, "partie", "parties"));
    table.source = Some(SOURCE.to_owned());
    table.as_of = Some(day);
    table.notes.push("Un versement d’une convention de plusieurs actions est réparti selon leurs montants, et ce que l’association reverse de même : c’est déduit l’année où l’argent revient. Les fonds de micro-projets ne sont pas repris ici.".to_owned());
    table
}

/// Actions of the year.
pub(crate) fn actions(of: &Statement, day: Date) -> Table {
    let columns = vec![
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("porteur", "Porteur", Kind::Text),
        Column::new("quartiers", "Quartiers", Kind::Text),
        Column::new("specifiques", "Politique de la ville, signataire", Kind::Euros),
        Column::new("droit_commun", "Droit commun, signataire", Kind::Euros),
        Column::new("verse", "Versé par le signataire, reversements déduits", Kind::Euros),
        Column::new("reverse", "Dont reversements déduits", Kind::Euros),
        Column::new("specifiques_autres", "Politique de la ville, autres", Kind::Euros),
        Column::new("droit_commun_autres", "Droit commun, autres", Kind::Euros),
    ];
    let mut table = Table::new("actions", format!("Actions conduites en {}", of.year), columns);
    let mut sums = [0_i64; 6];
    for one in &of.actions {
        let others = (one.others_specific, one.others_common_law);
        let amounts = [one.own_specific, one.own_common_law, one.spent, one.back, others.0, others.1];
        for (sum, cents) in sums.iter_mut().zip(amounts) {
            *sum = sum.saturating_add(cents);
        }
        let mut row = vec![text(&one.title), text(&one.carrier), text(&one.areas)];
        row.extend(amounts.map(Cell::Euros));
        table.rows.push(row);
    }
    let mut totals = vec![Cell::text("Total"), Cell::text(""), Cell::text("")];
    totals.extend(sums.map(Cell::Euros));
    table.totals = Some(totals);
    table.base = Some(french::count(of.actions.len() as i64, "action", "actions"));
    table.source = Some(SOURCE.to_owned());
    table.as_of = Some(day);
    table
}

/// What paper holds of actions: six columns.
fn printed_actions(of: &Statement, day: Date) -> Table {
    let mut table = actions(of, day);
    let kept = [0, 1, 3, 4, 7, 8];
    table.columns = kept.iter().filter_map(|at| table.columns.get(*at).cloned()).collect();
    let narrow = |row: &Vec<Cell>| kept.iter().filter_map(|at| row.get(*at).cloned()).collect();
    table.rows = table.rows.iter().map(narrow).collect();
    table.totals = table.totals.as_ref().map(narrow);
    table
}

/// Ordinary means of the signatory, line by line.
pub(crate) fn lines(of: &Statement, day: Date) -> Table {
    let columns = vec![
        Column::new("dispositif", "Dispositif", Kind::Text).row_header(),
        Column::new("theme", "Thème", Kind::Text),
        Column::new("quartier", "Quartier", Kind::Text),
        Column::new("montant", "Montant", Kind::Euros),
        Column::new("etp", "ETP", Kind::Decimal(2)),
        Column::new("methode", "Valorisation", Kind::Text),
        Column::new("confiance", "Confiance", Kind::Text),
        Column::new("pourquoi", "Pourquoi, et d’où vient le chiffre", Kind::Text),
    ];
    let mut table = Table::new("droit_commun", format!("Droit commun de {} en {}", of.signatory, of.year), columns);
    for one in &of.lines {
        table.rows.push(vec![
            text(&one.label),
            text(&one.theme),
            text(&one.area),
            cell(one.amount),
            time(one.fte),
            Cell::or(one.method.map(|method| Cell::text(method.french())), Absence::Missing),
            Cell::or(one.confidence.map(|confidence| Cell::text(confidence.french())), Absence::Missing),
            text(&one.why),
        ]);
    }
    table.base = Some(french::count(of.lines.len() as i64, "ligne", "lignes"));
    table.source = Some(of.signatory.clone());
    table.as_of = Some(day);
    table
}

fn printed_lines(of: &Statement, day: Date) -> Table {
    let mut table = lines(of, day);
    let kept = [0, 1, 2, 3, 5, 6];
    table.columns = kept.iter().filter_map(|at| table.columns.get(*at).cloned()).collect();
    table.rows = table.rows.iter().map(|row| kept.iter().filter_map(|at| row.get(*at).cloned()).collect()).collect();
    table
}

/// Posts and gifts.
pub(crate) fn means(of: &Statement, day: Date) -> Table {
    let columns = vec![
        Column::new("moyen", "Moyen", Kind::Text).row_header(),
        Column::new("entre", "Qui paie, qui reçoit", Kind::Text),
        Column::new("nature", "Nature", Kind::Text),
        Column::new("montant", "Dans l’année", Kind::Euros),
    ];
    let mut table = Table::new("postes_mecenat", format!("Postes et mécénat en {}", of.year), columns);
    for one in &of.means {
        table.rows.push(vec![text(&one.label), text(&one.between), Cell::text(one.nature), cell(one.amount)]);
    }
    table.source = Some(SOURCE.to_owned());
    table.as_of = Some(day);
    table
}

/// Receipts and spending of the signatory, names and values.
pub(crate) fn accounts(of: &Statement, day: Date) -> Table {
    let columns = vec![
        Column::new("sens", "Sens", Kind::Text),
        Column::new("poste", "Poste", Kind::Text).row_header(),
        Column::new("montant", "Montant", Kind::Euros),
    ];
    let caption = format!("Recettes et dépenses de {} en {}", of.signatory, of.year);
    let mut table = Table::new("recettes_depenses", caption, columns);
    for (name, cents) in &of.receipts {
        table.rows.push(vec![Cell::text("Recette"), text(name), Cell::Euros(*cents)]);
    }
    if of.receipts.is_empty() {
        table.rows.push(vec![
            Cell::text("Recette"),
            Cell::text("Aucune recette connue de la plateforme"),
            Cell::MISSING,
        ]);
    }
    for (name, amount) in spending(of) {
        table.rows.push(vec![Cell::text("Dépense"), text(name), cell(amount)]);
    }
    table.source = Some(SOURCE.to_owned());
    table.as_of = Some(day);
    table
}

/// The tables of a statement: receipts and spending, parties, actions, ordinary means, posts and gifts, gaps.
pub fn tables(of: &Statement, day: Date) -> Vec<Table> {
    let columns = vec![Column::new("manque", "À compléter", Kind::Text).row_header()];
    let mut missing = Table::new("a_completer", "Ce qui manque à cet état", columns);
    missing.rows = gaps(of).into_iter().map(|sentence| vec![Cell::text(sentence)]).collect();
    vec![accounts(of, day), parties(of, day), actions(of, day), lines(of, day), means(of, day), missing]
}

/// The statement on paper.
pub fn document(of: &Statement, (town, day): (&str, Date)) -> Document {
    let plain = |words: &str| vec![Run::plain(french::spaced(words))];
    let title = format!("État annuel des moyens du contrat de ville, {}", of.year);
    let mut document = Document::new(title, town, day);
    document.subtitle = Some(french::spaced(&of.signatory));
    document.author = Some(of.signatory.clone());
    let heading = |text: &str| Block::Heading { level: 1, text: french::spaced(text) };
    let blocks = &mut document.blocks;
    blocks.push(Block::Paragraph(plain(&format!(
        "{}. Annexe au budget, article L2313-1 du code général des collectivités territoriales : recettes et dépenses du contrat, \
         actions conduites et moyens apportés par les parties, en distinguant ce qui relève de la politique de la ville de ce qui \
         relève du droit commun.",
        of.contract
    ))));
    let facts = spending(of).into_iter().map(|(name, amount)| (name.to_owned(), plain(&told(amount)))).collect();
    blocks.push(Block::KeyValues(facts));
    blocks.push(heading("Recettes et dépenses du signataire"));
    blocks.push(Block::Table(accounts(of, day)));
    blocks.push(heading("Moyens apportés par les parties"));
    blocks.push(Block::Table(parties(of, day)));
    blocks.push(heading("Actions conduites"));
    blocks.push(if of.actions.is_empty() {
        Block::Paragraph(plain(&format!("Aucune action notifiée n’est connue pour {}.", of.year)))
    } else {
        Block::Table(printed_actions(of, day))
    });
    blocks.push(heading("Droit commun du signataire"));
    blocks.push(if of.lines.is_empty() {
        Block::Paragraph(plain("Rien n’est saisi."))
    } else {
        Block::Table(printed_lines(of, day))
    });
    if !of.means.is_empty() {
        blocks.push(heading("Postes et mécénat"));
        blocks.push(Block::Table(means(of, day)));
    }
    blocks.push(heading("Ce qui manque à cet état"));
    let missing = gaps(of);
    blocks.push(if missing.is_empty() {
        Block::Paragraph(plain("Rien : chaque partie et chaque thème est renseigné."))
    } else {
        Block::List { is_numbered: false, items: missing.iter().map(|sentence| plain(sentence)).collect() }
    });
    document
}
