//! What is printed of an application: the receipt, and the form CERFA 12156*06 with every field of it.

use std::sync::Arc;

use axum::extract::State;
use budget::Chart;
use database::Tx;
use documents::{Block, Cell, Column, Document, Kind, Run, Table};
use kernel::{Cents, french};
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::filing::{by_funder, recap};
use super::{Desk, looking};
use crate::actions::looking::readable;
use crate::actions::writing::filing::acknowledgement;
use crate::actions::writing::{carrier, whole};
use crate::rules::writing::{ATTESTATION, BudgetForm, Whole, chart, engine_lines};
use crate::rules::{Application, CallFunder};
use crate::store;

fn heading(level: u8, text: impl Into<String>) -> Block {
    Block::Heading { level, text: text.into() }
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![Run::plain(text)])
}

fn values(pairs: Vec<(String, String)>) -> Block {
    let said = |text: String| if text.is_empty() { "Sans réponse".to_owned() } else { text };
    Block::KeyValues(pairs.into_iter().map(|(term, value)| (term, vec![Run::plain(said(value))])).collect())
}

/// `/dossiers/{id}/recu.pdf`
pub async fn receipt(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let mut tx = house.read().await?;
    let desk = Desk::open(&mut tx, &visit, id.uuid()).await?;
    drop(tx);
    let (Some(number), Some(filed)) = (&desk.found.application.number, desk.found.application.filed_at) else {
        return Err(Fault::not_found());
    };
    let mut document =
        Document::new("Accusé d’enregistrement", house.settings.site.town.as_str(), filed.day(&desk.zone));
    document.subtitle = Some(format!("Dossier n° {number}, {}", desk.carrier));
    document.reference = Some(number.clone());
    let lines = acknowledgement(&desk.call, &desk.found.application, &desk.zone);
    document.blocks = lines.into_iter().map(paragraph).collect();
    answer::document(&format!("accuse-{number}.pdf"), document, house.outside.now()).await
}

/// One budget: each account used on its side, totals of each post, totals without and with what is given in kind.
fn budget_table(chart: &Chart, name: &str, (budget, funders): (&BudgetForm, &[CallFunder]), caption: String) -> Table {
    let lines = engine_lines(budget, funders);
    let totals = budget::totals(chart, &lines);
    let mut table = Table::new(
        name,
        caption,
        vec![
            Column::new("compte", "Compte", Kind::Text).row_header(),
            Column::new("libelle", "Libellé", Kind::Text),
            Column::new("charges", "Charges", Kind::Euros),
            Column::new("produits", "Produits", Kind::Euros),
        ],
    );
    let row = |code: &str, label: String, cents: i64, is_charge: bool| {
        let (left, right) =
            if is_charge { (Cell::Euros(cents), Cell::text("")) } else { (Cell::text(""), Cell::Euros(cents)) };
        vec![Cell::text(code), Cell::text(label), left, right]
    };
    for post in chart.posts() {
        let code = if post.code.chars().all(|c| c.is_ascii_digit()) { post.code } else { "" };
        let is_charge = post.side.is_charge();
        table.rows.push(row(code, post.label.to_uppercase(), totals.post(post.code), is_charge));
        for account in post.accounts {
            for line in lines.iter().filter(|line| line.account == account.code) {
                let who = line.funder.clone().unwrap_or_else(|| line.label.clone());
                let label =
                    if who.is_empty() { account.label.to_owned() } else { format!("{} : {who}", account.label) };
                table.rows.push(row("", label, line.cents, is_charge));
            }
        }
    }
    let both = |label: &str, charges: i64, products: i64| {
        vec![Cell::text(""), Cell::text(label), Cell::Euros(charges), Cell::Euros(products)]
    };
    table.rows.push(both("TOTAL", totals.charges, totals.products));
    table.totals =
        Some(both("TOTAL avec les contributions en nature", totals.charges_in_all(), totals.products_in_all()));
    table
}

fn application_rows(whole: &Whole, recap: &[(String, Vec<(String, String)>)]) -> Vec<Block> {
    let euros = |cents: i64| french::euros(Cents(cents));
    let chart = chart(&whole.terms.chart);
    let first = whole.application.first_year;
    let mut blocks = vec![heading(1, "5. Budget de l’association")];
    let caption = format!("Budget de l’association, exercice {first}");
    blocks.push(Block::Table(budget_table(&chart, "budget", (&whole.own_budget, &[]), caption)));
    blocks.push(heading(1, "6. Objet de la demande"));
    if let Some((_, rows)) = recap.first() {
        blocks.push(values(rows.clone()));
    }
    for (rank, (project, (title, rows))) in whole.projects.iter().zip(recap.iter().skip(1)).enumerate() {
        blocks.push(heading(2, format!("Action {} : {title}", rank + 1)));
        blocks.push(values(rows.clone()));
        for (year, budget) in &project.budgets {
            let caption = format!("Budget de l’action « {title} », {year}");
            let name = format!("budget-{}-{year}", rank + 1);
            blocks.push(Block::Table(budget_table(&chart, &name, (budget, &whole.funders), caption)));
            let asked: i64 = budget.asked.iter().map(|one| one.amount.0).sum();
            let products = budget::totals(&chart, &engine_lines(budget, &whole.funders)).products;
            if let Some(sentence) = budget::sentence(asked, products, euros) {
                blocks.push(paragraph(sentence));
            }
        }
    }
    blocks
}

/// The form with every field of it.
pub(in crate::pages) async fn cerfa_of(tx: &mut Tx, town: &str, desk: &Desk) -> Result<Document, Fault> {
    let application = &desk.found.application;
    let day = application.filed_at.unwrap_or(application.created_at).day(&desk.zone);
    let whole = whole::whole(tx, application.clone(), day).await?;
    let application = &whole.application;
    let mut document = Document::new("Demande de subvention", town, day);
    document.subtitle = Some(format!("{} – {}", desk.carrier, desk.call.title));
    document.reference = Some(application.number.clone().unwrap_or_else(|| "brouillon".to_owned()));
    let mut blocks = vec![paragraph(
        "Ce document porte tous les champs du formulaire CERFA n° 12156*06 (loi n° 2000-321, articles 9-1, 10 et 10-1).",
    )];
    let of_funders = by_funder(&whole);
    let span = match application.years {
        1 => format!("Annuelle ou ponctuelle, {}", application.first_year),
        years => format!("Pluriannuelle, de {} à {}", application.first_year, application.first_year + years - 1),
    };
    blocks.push(heading(1, "La demande"));
    blocks.push(values(vec![
        (
            "Destinataires".to_owned(),
            if of_funders.is_empty() { "aucun pour l’instant".to_owned() } else { of_funders },
        ),
        ("Période".to_owned(), span),
        ("Montant demandé".to_owned(), french::euros(whole.asked())),
    ]));
    for (title, pairs) in carrier::printed(tx, application.organisation, application.first_year).await? {
        blocks.push(heading(1, title));
        blocks.push(values(pairs));
    }
    let rows: Vec<(String, Vec<(String, String)>)> = recap(&whole)
        .into_iter()
        .map(|(title, said)| (title, said.into_iter().map(|one| (one.question, one.answer)).collect()))
        .collect();
    blocks.extend(application_rows(&whole, &rows));
    blocks.push(heading(1, "7. Attestations"));
    match store::answer::of_key(tx, desk.id(), None, ATTESTATION).await? {
        Some(attested) => blocks.extend(attested.value.lines().map(paragraph)),
        None => blocks.push(paragraph("Pas encore attesté : le dossier n’est pas déposé.")),
    }
    if let Some(filed) = application.filed_at {
        let line =
            format!("Déposé en ligne le {} par {}.", french::moment(filed, &desk.zone), application.filed_by_name);
        blocks.push(paragraph(line));
    }
    document.blocks = blocks;
    Ok(document)
}

/// `/dossiers/{id}/cerfa.pdf`: for whoever writes the application, and for services once it is filed.
pub async fn cerfa(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Application>) -> Answer {
    let mut tx = house.read().await?;
    let found = match looking::opened(&mut tx, &visit.actor, id.uuid()).await {
        Ok(found) if !looking::reads_carrier(&visit.actor, &found) => return Err(web::Fault::not_found()),
        Ok(found) => found,
        Err(_) => readable(&mut tx, &visit.actor, id.uuid()).await?,
    };
    let desk = Desk::around(&mut tx, found).await?;
    let document = cerfa_of(&mut tx, &house.settings.site.town, &desk).await?;
    drop(tx);
    let name = desk.found.application.number.clone().unwrap_or_else(|| "brouillon".to_owned());
    answer::document(&format!("cerfa-12156-{name}.pdf"), document, house.outside.now()).await
}
