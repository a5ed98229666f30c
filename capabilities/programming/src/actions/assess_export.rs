//! The files of a call as a table to take away: one line for each project, the same columns whatever the call.

use std::collections::HashMap;

use applications::facade::{self as files, ProjectKind, ProjectRow};
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use jiff::tz::TimeZone;
use kernel::{Actor, Cents, Outcome, Outside, Refusal, Uuid, french};

use super::assess_list::{calls, readers, rows};
use crate::acts;
use crate::rules::{Filters, order_of, sort};

/// The list of a call as whoever asked reads it, filtered and sorted as its address said.
///
/// # Errors
/// Not there or not this actor's any more; the database failed.
pub async fn table(
    tx: &mut Tx,
    actor: &Actor,
    (call, asked): (Uuid, &[(String, String)]),
    (outside, zone): (&Outside, &TimeZone),
) -> Outcome<Table> {
    let call = calls(tx, actor, &acts::READ).await?.into_iter().find(|one| one.id == call).ok_or(Refusal::NotFound)?;
    let today = outside.now().day(zone);
    let value = |name: &str| asked.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let filters = Filters::of(value);
    let (key, is_descending) = order_of(value);
    let mut all = rows(tx, actor, (&call, today, zone)).await?;
    all.retain(|row| filters.keeps(row));
    sort(&mut all, key, is_descending);
    let whole: HashMap<Uuid, ProjectRow> =
        files::projects_of_call(tx, call.id).await?.into_iter().map(|row| (row.project.id, row)).collect();
    let areas = territory::facade::areas(tx).await?;
    let nodes = strategy::facade::nodes(tx, call.contract).await?;
    let known = readers(tx, &call, outside.now()).await?;
    let columns = vec![
        Column::new("numero_dossier", "Dossier", Kind::Text),
        Column::new("rang_action", "Rang de l’action", Kind::Integer),
        Column::new("porteur", "Porteur", Kind::Text),
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("quartiers", "Quartiers", Kind::Text),
        Column::new("objectifs", "Objectifs du contrat", Kind::Text),
        Column::new("reconduction", "Reconduction", Kind::YesNo),
        Column::new("debut", "Début", Kind::Date),
        Column::new("fin", "Fin", Kind::Date),
        Column::new("personnes", "Personnes", Kind::Integer),
        Column::new("cout_total", "Coût total", Kind::Euros),
        Column::new("demande_total", "Demandé, en tout", Kind::Euros),
        Column::new("demande_par_financeur", "Demandé, par financeur", Kind::Text),
        Column::new("etat", "État", Kind::Text),
        Column::new("lecture", "Lecture", Kind::Text),
        Column::new("depose_le", "Déposé le", Kind::Date),
        Column::new("echeance", "Échéance", Kind::Date),
    ];
    let mut table = Table::new("dossiers", format!("Dossiers, {}", call.title), columns);
    let day = |day: Option<jiff::civil::Date>| day.map_or(Cell::MISSING, Cell::Date);
    for row in &all {
        let Some(project) = whole.get(&row.project) else { continue };
        let named = areas.iter().filter(|area| row.areas.contains(&area.id)).map(|area| area.name.as_str());
        let aims = nodes.iter().filter(|node| project.nodes.contains(&node.id)).map(|node| node.code.as_str());
        let asked = row.asked.iter().filter_map(|(funder, cents)| {
            let funder = call.funders.iter().find(|one| one.id == *funder)?;
            Some(format!("{} : {}", funder.name, french::euros(Cents(*cents))))
        });
        let read = known.iter().filter(|reader| row.readers.contains(&reader.account)).map(|one| one.name.as_str());
        table.rows.push(vec![
            Cell::text(&*project.number),
            Cell::Integer(project.project.position),
            Cell::text(&*row.carrier_name),
            Cell::text(&*row.title),
            Cell::text(named.collect::<Vec<_>>().join(" | ")),
            Cell::text(aims.collect::<Vec<_>>().join(" | ")),
            Cell::YesNo(project.project.kind == ProjectKind::Renewed),
            day(project.project.starts_on),
            day(project.project.ends_on),
            Cell::Integer(project.people),
            Cell::Euros(row.cost),
            Cell::Euros(row.asked_total()),
            Cell::text(asked.collect::<Vec<_>>().join(" | ")),
            Cell::text(row.standing.french()),
            Cell::text(read.collect::<Vec<_>>().join(" | ")),
            day(project.filed_at.map(|at| at.day(zone))),
            day(row.due_on),
        ]);
    }
    table.as_of = Some(today);
    table.source = Some("Dossiers déposés".to_owned());
    Ok(table)
}
