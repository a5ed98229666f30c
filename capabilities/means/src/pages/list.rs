//! `/gestion/moyens`: what partners promised and brought in a year, and the lines behind.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use documents::{Absence, Cell, Column, Kind, Table};
use interface::{Figure, Frame, Html, Link, TableOptions};
use jiff::civil::Date;
use kernel::{Cents, Scope, Uuid, french};
use web::{Answer, Asked, Fault, House, Visit, answer};

use super::{HOME, MOST_SHOWN, at, contract_of, euros, posts, year_asked};
use crate::actions::{self, Ground, Stands, cell, time_cell};
use crate::acts;
use crate::rules::{Amount, COLUMNS, CommonLawLine, Pledged, standing};

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub year: String,
    pub figures: Vec<Figure>,
    pub partners: Html,
    pub lines: Html,
    pub is_empty: bool,
    pub is_cut: bool,
    pub sheets: String,
    /// Pages beside, as lists of links: to fill in, to read.
    pub tools: Vec<Link>,
    pub rooms: Vec<Link>,
    pub other_years: Vec<Link>,
}

/// A partner in the table of a year.
pub(super) struct Row {
    pub name: String,
    pub pledged: Pledged,
    pub brought: Option<Amount>,
    pub fte: Option<i64>,
    pub lines: i64,
}

pub(super) fn partners_table(rows: &[Row], year: i64, day: Date) -> Table {
    let columns = vec![
        Column::new("partenaire", "Partenaire", Kind::Text).row_header(),
        Column::new("promis", "Promis", Kind::Euros),
        Column::new("apporte", "Apporté", Kind::Euros),
        Column::new("etp_promis", "ETP promis", Kind::Decimal(2)),
        Column::new("etp", "ETP apportés", Kind::Decimal(2)),
        Column::new("lignes", "Lignes", Kind::Integer),
        Column::new("ecart", "Écart", Kind::Text),
    ];
    let mut table = Table::new("partenaires", format!("Droit commun promis et apporté en {year}"), columns);
    for row in rows {
        table.rows.push(vec![
            Cell::text(french::spaced(&row.name)),
            Cell::or(row.pledged.cents.map(Cell::Euros), Absence::Missing),
            cell(row.brought),
            time_cell(row.pledged.fte),
            time_cell(row.fte),
            Cell::Integer(row.lines),
            Cell::text(french::spaced(&gap(row))),
        ]);
    }
    table.base = Some(french::count(rows.iter().map(|row| row.lines).sum(), "ligne saisie", "lignes saisies"));
    table.source =
        Some("Promis : engagements des signataires. Apporté : lignes saisies par les partenaires".to_owned());
    table.as_of = Some(day);
    table.notes.push(
        "Ce qui est promis pour toute la durée du contrat, sans année, est dit en toutes lettres : il n’est pas divisé."
            .to_owned(),
    );
    table
}

/// What separates what was promised from what was brought, in words.
pub(super) fn gap(row: &Row) -> String {
    let brought = row.brought.and_then(Amount::cents);
    let mut told = Vec::new();
    match (row.pledged.cents, brought) {
        (Some(promised), None) => told.push(format!("rien n’est saisi sur {} promis", euros(promised))),
        (Some(promised), Some(brought)) if brought < promised => {
            told.push(format!("il manque {}", euros(promised - brought)));
        }
        (Some(promised), Some(brought)) if brought > promised => {
            told.push(format!("{} de plus que promis", euros(brought - promised)));
        }
        (Some(_), Some(_)) => told.push("promesse tenue".to_owned()),
        (None, _) => {}
    }
    if let Some(promised) = row.pledged.fte.filter(|promised| row.fte.unwrap_or(0) < *promised) {
        told.push(format!("il manque {}", posts(promised - row.fte.unwrap_or(0))));
    }
    let whole = [row.pledged.whole_cents.map(euros), row.pledged.whole_fte.map(posts)];
    let whole: Vec<String> = whole.into_iter().flatten().collect();
    if !whole.is_empty() {
        told.push(format!("{} promis sur toute la durée", whole.join(" et ")));
    }
    if told.is_empty() && row.lines == 0 { "rien n’est promis ni saisi".to_owned() } else { told.join(" ; ") }
}

/// Rows of a year: each signatory, then partners that stand for none.
async fn rows(
    tx: &mut Tx,
    ground: &Ground,
    lines: &[CommonLawLine],
    year: i64,
    is_whole: bool,
) -> Result<(Vec<Row>, Vec<Stands>), Fault> {
    let stands = actions::stands(tx, ground.contract.id).await?;
    let pledges = strategy::facade::pledging::pledges(tx, ground.contract.id).await?;
    let ids: Vec<Uuid> = lines.iter().map(|one| one.terms.partner).collect();
    let names = accounts::facade::organisation_names(tx, &ids).await?;
    let row = |name: String, pledged: Pledged, is: &dyn Fn(Uuid) -> bool| {
        let own = lines.iter().filter(|one| is(one.terms.partner));
        let (brought, fte) = standing(own.clone());
        Row { name, pledged, brought, fte, lines: own.count() as i64 }
    };
    let mut all = Vec::new();
    for one in &stands {
        let pledged = actions::promises(&pledges, one.signatory.id, year);
        let told = row(one.signatory.name.clone(), pledged, &|id| one.is(id));
        if is_whole || told.lines > 0 {
            all.push(told);
        }
    }
    let mut others: Vec<(&String, Uuid)> =
        names.iter().filter(|(id, _)| stands.iter().all(|one| !one.is(**id))).map(|(id, name)| (name, *id)).collect();
    others.sort();
    for (name, id) in others {
        all.push(row(name.clone(), Pledged::default(), &|one| one == id));
    }
    Ok((all, stands))
}

pub(super) fn figures(rows: &[Row], year: i64, day: Date) -> Vec<Figure> {
    let sum = |of: &dyn Fn(&Row) -> Option<i64>| {
        rows.iter().filter_map(of).fold(None, |sum: Option<i64>, one| Some(sum.unwrap_or(0).saturating_add(one)))
    };
    let (told, counted) = (year.to_string(), french::date(day));
    let base = |count: i64| french::count(count, "partenaire", "partenaires");
    let count = |of: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| of(row)).count() as i64;
    let figure = |label: &str, value: Option<String>, source: &str, date: &str, base: String| match value {
        Some(value) => Figure::new(label, value, "", source, date).on(base),
        None => Figure::absent(label, Absence::Missing, source, date).on(base),
    };
    let promised = "Engagements des signataires";
    let brought = "Lignes saisies par les partenaires";
    vec![
        figure(
            "Droit commun promis",
            sum(&|row| row.pledged.cents).map(euros),
            promised,
            &told,
            base(count(&|row| row.pledged.cents.is_some())),
        ),
        figure(
            "Droit commun apporté",
            sum(&|row| row.brought.and_then(Amount::cents)).map(euros),
            brought,
            &counted,
            base(count(&|row| row.brought.and_then(Amount::cents).is_some())),
        ),
        figure(
            "Temps promis",
            sum(&|row| row.pledged.fte).map(posts),
            promised,
            &told,
            base(count(&|row| row.pledged.fte.is_some())),
        ),
        figure(
            "Temps apporté",
            sum(&|row| row.fte).map(posts),
            brought,
            &counted,
            base(count(&|row| row.fte.is_some())),
        ),
    ]
}

/// Lines as a table that can be pasted back.
pub(super) fn lines_table(
    ground: &Ground,
    lines: &[CommonLawLine],
    names: &std::collections::HashMap<Uuid, String>,
    is_linked: bool,
) -> Table {
    let kind = |key: &str| match key {
        "montant" => Kind::Euros,
        "etp" => Kind::Decimal(2),
        "annee" => Kind::Text,
        "compte_le" => Kind::Date,
        "public" => Kind::YesNo,
        _ => Kind::Text,
    };
    let column = |one: &kernel::table::FileColumn| {
        let column = Column::new(one.key, one.header, kind(one.key));
        if one.key == "dispositif" { column.row_header() } else { column }
    };
    let mut table = Table::new("droit_commun", "Lignes de droit commun", COLUMNS.iter().map(column).collect());
    for one in lines {
        let terms = &one.terms;
        // A file gives texts as they were typed: it is pasted back.
        let typed = |text: &str| if is_linked { french::spaced(text) } else { text.to_owned() };
        let label = typed(&terms.label);
        let words = |text: Option<&str>| match text {
            None if !is_linked => Cell::text(""),
            text => Cell::or(text.map(Cell::text), Absence::Missing),
        };
        let theme = terms.theme.map_or_else(String::new, |theme| ground.theme(Some(theme)));
        table.rows.push(vec![
            Cell::text(names.get(&terms.partner).cloned().unwrap_or_default()),
            Cell::text(terms.year.to_string()),
            if is_linked { Cell::link(label, format!("{HOME}/droit-commun/{}", one.id)) } else { Cell::text(label) },
            Cell::text(theme),
            Cell::text(ground.area(terms.area)),
            match terms.amount {
                // A file says in words what a screen says with a sign: it is read back.
                Some(Amount::NotAsked) if !is_linked => Cell::text("pas demandé"),
                Some(Amount::NotDisclosed) if !is_linked => Cell::text("non diffusé"),
                None if !is_linked => Cell::text(""),
                other => cell(other),
            },
            if terms.fte.is_none() && !is_linked { Cell::text("") } else { time_cell(terms.fte) },
            words(terms.method.map(|one| one.french())),
            words(terms.confidence.map(|one| one.french())),
            Cell::text(typed(&terms.why)),
            Cell::text(typed(&terms.source)),
            Cell::Date(terms.counted_on),
            Cell::YesNo(terms.is_public),
        ]);
    }
    table.base = Some(french::count(lines.len() as i64, "ligne", "lignes"));
    table.source = Some("Saisi par les partenaires ; chaque ligne dit sa source et sa date".to_owned());
    table
}

/// What screens hold of lines: seven columns.
pub(super) fn narrowed(mut table: Table) -> Table {
    let kept = [2, 0, 3, 4, 5, 6, 8];
    table.columns = kept.iter().filter_map(|at| table.columns.get(*at).cloned()).collect();
    table.rows = table.rows.iter().map(|row| kept.iter().filter_map(|at| row.get(*at).cloned()).collect()).collect();
    table
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let now = house.outside.now();
    let day = now.day(&house.settings.zone);
    let year = year_asked(&asked, day.year().into());
    let contract = contract_of(&mut tx, &visit, &acts::READ, asked.text("contrat")).await?;
    let ground = actions::ground(&mut tx, contract).await?;
    let place = Scope::contract(ground.contract.id);
    let is_whole = visit.actor.may(&acts::READ, &place).is_allowed();
    let lines = actions::readable_lines(&mut tx, &visit.actor, ground.contract.id, Some(year)).await?;
    let ids: Vec<Uuid> = lines.iter().map(|one| one.terms.partner).collect();
    let names = accounts::facade::organisation_names(&mut tx, &ids).await?;
    if !asked.text("format").is_empty() {
        let table = lines_table(&ground, &lines, &names, false);
        return answer::table(&format!("droit-commun-{year}"), asked.text("format"), &table, now);
    }
    let (rows, stands) = rows(&mut tx, &ground, &lines, year, is_whole).await?;
    let code = ground.contract.code.clone();
    let address = format!("{}&annee={year}", at("", &code));
    let file = |format: &str| Some(format!("{address}&format={format}"));
    let shown = &lines[..lines.len().min(MOST_SHOWN)];
    let (count, planned, actual) = plan::facade::common_law_of_year(&mut tx, ground.contract.id, year).await?;
    let manages = visit.actor.may(&acts::MANAGE, &place).is_allowed();
    let fills = !super::partners(&mut tx, &visit, ground.contract.id).await?.is_empty();
    let in_year = |path: &str| format!("{}&annee={year}", at(path, &code));
    let own = stands.iter().any(|one| actions::may_read_statement(&visit.actor, ground.contract.id, one));
    let links = |all: &[(bool, &str, String)]| -> Vec<Link> {
        all.iter().filter(|(may, ..)| *may).map(|(_, label, href)| Link::new(*label, href.as_str())).collect()
    };
    let options = TableOptions { csv: file("csv"), xlsx: file("xlsx"), ..TableOptions::default() };
    answer::page(&ListPage {
        frame: visit.back_office("Moyens du contrat").with_caption(&*ground.contract.title),
        year: year.to_string(),
        figures: figures(&rows, year, day),
        partners: interface::table(&partners_table(&rows, year, day), &TableOptions::default()),
        lines: interface::table(&narrowed(lines_table(&ground, shown, &names, true)), &options),
        is_empty: lines.is_empty(),
        is_cut: lines.len() > MOST_SHOWN,
        sheets: if is_whole { sheets_told(count, planned, actual, year) } else { String::new() },
        tools: links(&[
            (fills, "Ajouter une ligne", in_year("/droit-commun/nouvelle")),
            (fills, "Remplir une grille", in_year("/grille")),
            (fills, "Coller un tableur", at("/import", &code)),
            (manages, "Relier les signataires", at("/signataires", &code)),
        ]),
        rooms: links(&[
            (true, "Postes", at("/postes", &code)),
            (is_whole, "Mécénat et fonds de dotation", at("/mecenat", &code)),
            (is_whole, "Effet de levier", in_year("/levier")),
            (own, "États annuels annexés aux budgets", at("/etats", &code)),
            (true, "Page publique", format!("/moyens/{code}")),
        ]),
        other_years: (i64::from(ground.contract.starts_on.year())..=i64::from(ground.contract.ends_on.year()))
            .filter(|one| *one != year)
            .map(|one| Link::new(one.to_string(), format!("{}&annee={one}", at("", &code))))
            .collect(),
    })
}

/// What the sheets of the plan say beside.
pub(super) fn sheets_told(count: i64, planned: Option<Cents>, actual: Option<Cents>, year: i64) -> String {
    if count == 0 {
        return format!("Aucune fiche publiée du plan d’actions ne dit de droit commun pour {year}.");
    }
    let money = |amount: Option<Cents>| amount.map_or_else(|| "non renseigné".to_owned(), french::euros);
    french::spaced(&format!(
        "Les fiches publiées du plan d’actions disent, pour {year}, en {} : {} prévus, {} réalisés. Elles ne sont pas ajoutées aux \
         lignes saisies ici.",
        french::count(count, "ligne de droit commun", "lignes de droit commun"),
        money(planned),
        money(actual)
    ))
}

/// What paper holds of a table: its first seven columns.
pub(super) fn printed(mut table: Table) -> Table {
    let most = 7;
    table.columns.truncate(most);
    for row in table.rows.iter_mut().chain(table.totals.as_mut()) {
        row.truncate(most);
    }
    table
}
