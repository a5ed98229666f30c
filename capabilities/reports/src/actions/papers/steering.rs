//! What a steering committee looks at: where the plan stands, by objective and by neighbourhood, what is late, what is to decide.

use database::Tx;
use documents::{Cell, Column, Kind, Table};
use kernel::{Outcome, Uuid, french};
use plan::facade::{ActionStatus, SheetBrief};

use super::super::{Part, Piece};
use super::knowing::Knowing;
use super::{board, count, is_late};

/// The parts, in the order they are shown.
pub(super) async fn parts(tx: &mut Tx, knowing: &Knowing) -> Outcome<Vec<Part>> {
    let part = |title: &str, pieces: Vec<Piece>| Part { title: title.to_owned(), pieces };
    Ok(vec![
        part("Où en est le plan", where_it_stands(knowing)),
        part("Ce qui est en retard", late(tx, knowing).await?),
        part("Ce qui est à décider", to_decide(tx, knowing).await?),
    ])
}

fn where_it_stands(knowing: &Knowing) -> Vec<Piece> {
    if knowing.sheets.is_empty() {
        return vec![Piece::Text("Le plan n’a encore aucune action à montrer.".to_owned())];
    }
    let of = |status: ActionStatus| count(knowing.sheets.iter().filter(|one| one.status == status).count());
    let late = count(knowing.sheets.iter().filter(|one| is_late(one, knowing.day)).count());
    let figures = [
        (count(knowing.sheets.len()), "actions"),
        (of(ActionStatus::Done), "réalisées"),
        (of(ActionStatus::UnderWay), "en cours"),
        (late, "en retard sur leurs dates"),
    ];
    let figures = figures.iter().map(|(number, words)| (french::integer(*number), (*words).to_owned())).collect();
    vec![
        Piece::Figures("Le plan en quatre chiffres".to_owned(), figures),
        board::states(knowing),
        by_objective(knowing),
        by_area(knowing),
    ]
}

/// Columns of the states, after what names the rows.
fn columns(key: &str, header: &str) -> Vec<Column> {
    let states = ActionStatus::ALL.iter().map(|status| Column::new(status.code(), status.french(), Kind::Integer));
    std::iter::once(Column::new(key, header, Kind::Text).row_header()).chain(states).collect()
}

fn by_objective(knowing: &Knowing) -> Piece {
    let mut table = Table::new("objectifs", "Objectif par objectif", columns("objectif", "Objectif"));
    let mut add = |name: String, own: Vec<&SheetBrief>| {
        if !own.is_empty() {
            let mut row = vec![Cell::text(french::spaced(&name))];
            row.extend(Knowing::by_status(own.iter().copied()));
            table.rows.push(row);
        }
    };
    for node in &knowing.nodes {
        let own = knowing.sheets.iter().filter(|one| one.objective == Some(node.id)).collect();
        add(format!("{} {}", node.code, node.title), own);
    }
    let is_known = |id: Option<Uuid>| knowing.nodes.iter().any(|node| Some(node.id) == id);
    add("Sans objectif".to_owned(), knowing.sheets.iter().filter(|one| !is_known(one.objective)).collect());
    knowing.told(table, knowing.sheets.len())
}

fn by_area(knowing: &Knowing) -> Piece {
    let mut table = Table::new("quartiers", "Quartier par quartier", columns("quartier", "Quartier"));
    for area in &knowing.areas {
        let own: Vec<&SheetBrief> =
            knowing.sheets.iter().filter(|one| knowing.places.contains(&(one.id, area.id))).collect();
        let mut row = vec![Cell::text(&*area.name)];
        row.extend(Knowing::by_status(own.iter().copied()));
        table.rows.push(row);
    }
    table.notes.push("Une action de plusieurs quartiers est comptée dans chacun.".to_owned());
    knowing.told(table, knowing.sheets.len())
}

/// Actions past their dates, and inside the steps past theirs.
async fn late(tx: &mut Tx, knowing: &Knowing) -> Outcome<Vec<Piece>> {
    let mut pieces = Vec::new();
    let own: Vec<&SheetBrief> = knowing.sheets.iter().filter(|one| is_late(one, knowing.day)).collect();
    if own.is_empty() {
        pieces.push(Piece::Text("Aucune action n’a dépassé ses dates.".to_owned()));
    } else {
        let columns = vec![
            Column::new("action", "Action", Kind::Text).row_header(),
            Column::new("pilote", "Pilote", Kind::Text),
            Column::new("debut", "Début prévu", Kind::Date),
            Column::new("fin", "Fin prévue", Kind::Date),
            Column::new("etat", "État", Kind::Text),
        ];
        let mut table = Table::new("retards", "Actions qui ont dépassé leurs dates", columns);
        let day = |day: Option<jiff::civil::Date>| day.map_or(Cell::text(""), Cell::Date);
        for one in &own {
            table.rows.push(vec![
                Cell::text(french::spaced(&format!("{} {}", one.code, one.title))),
                Cell::text(&*one.lead),
                day(one.starts_on),
                day(one.ends_on),
                Cell::text(one.status.french()),
            ]);
        }
        pieces.push(knowing.told(table, own.len()));
    }
    if knowing.is_public {
        return Ok(pieces);
    }
    let columns = vec![
        Column::new("etape", "Étape", Kind::Text).row_header(),
        Column::new("action", "Action", Kind::Text),
        Column::new("responsable", "Qui la tient", Kind::Text),
        Column::new("echeance", "Échéance", Kind::Date),
    ];
    let mut table = Table::new("etapes", "Étapes qui ont dépassé leur échéance", columns);
    for brief in knowing.sheets.iter().filter(|one| plan::facade::is_open(one.status)) {
        let Some(whole) = plan::facade::sheet(tx, brief.id, true).await? else { continue };
        for step in whole.steps.iter().filter(|step| step.is_late(knowing.day)) {
            table.rows.push(vec![
                Cell::text(french::spaced(&step.title)),
                Cell::text(&*brief.code),
                Cell::text(&*step.owner),
                step.due_on.map_or(Cell::MISSING, Cell::Date),
            ]);
        }
    }
    if !table.rows.is_empty() {
        pieces.push(knowing.told(table, knowing.sheets.len()));
    }
    Ok(pieces)
}

/// What waits for a decision: nothing here decides.
async fn to_decide(tx: &mut Tx, knowing: &Knowing) -> Outcome<Vec<Piece>> {
    let mut points: Vec<String> = Vec::new();
    let named = |one: &SheetBrief| format!("{} {}", one.code, one.title);
    for one in knowing.sheets.iter().filter(|one| one.status == ActionStatus::Suspended) {
        points.push(format!("Reprendre ou abandonner : {}", named(one)));
    }
    for one in knowing.sheets.iter().filter(|one| one.lead.trim().is_empty()) {
        points.push(format!("Désigner un pilote : {}", named(one)));
    }
    if !knowing.is_public {
        for one in knowing.sheets.iter().filter(|one| !one.is_published) {
            points.push(format!("Publier ou garder en brouillon : {}", named(one)));
        }
        for lead in plan::facade::leads(tx, knowing.contract.id).await? {
            if lead.is_qualified && lead.sheet.is_none() {
                points.push(format!("Faire une fiche de la piste étudiée ou l’écarter : {} {}", lead.code, lead.label));
            }
        }
    }
    if points.is_empty() {
        return Ok(vec![Piece::Text("Rien n’attend de décision d’après les fiches.".to_owned())]);
    }
    let points = points.iter().map(|point| french::spaced(point)).collect();
    Ok(vec![Piece::Points("À décider en comité".to_owned(), points)])
}
