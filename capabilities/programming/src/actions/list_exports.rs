//! A list exactly as it is filtered, the committee's table or the files of a call, taken away as a file made out of sight.

use database::Tx;
use documents::{Cell, Column, Kind, Table};
use jobs::{CancelOutcome, NewJob};
use journal::Entry;
use kernel::{Actor, Breakdown, Failure, Outcome, Outside, Refusal, Uuid, french};
use serde_json::json;

use super::assess_list::calls;
use super::desk::{self, Desk, desk};
use crate::rules::{ListFormat, Narrowed};
use crate::store::list_export::ListExport;
use crate::{acts as acts_of_files, acts_committee as acts, store};

/// The kind of job that makes a list.
pub const MAKE_LIST: &str = "programming.list";
/// The kind of job that forgets lists.
pub const PURGE_LISTS: &str = "programming.lists_purge";
/// Days a list is kept.
pub const DAYS_KEPT: i64 = 7;

/// Has a list made. Gives its identifier; ring the bell after the commit.
///
/// # Errors
/// Not there or not this actor's; not a format; nobody signed in.
pub async fn ask_list(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    (format, narrowed): (Option<ListFormat>, &Narrowed),
) -> Outcome<Uuid> {
    let (committee, _) = desk::committee(tx, actor, &acts::READ_COMMITTEE, id).await?;
    let Some(format) = format else { return Err(Failure::field("format", "Choisissez un format de fichier")) };
    let wish = format!("{}?{}", format.code(), narrowed.query());
    let of = (committee.call, Some(id), committee.terms.title);
    let (export, touched) = queue(tx, outside, actor, (of, wish)).await?;
    let detail = json!({ "acte": "export demandé", "format": format.code() });
    let entry = Entry::on(acts::READ_COMMITTEE.code, "committee", id).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(export)
}

/// Has the list of the files of a call made, as it is filtered and sorted. Gives its identifier; ring the bell after the commit.
///
/// # Errors
/// Not there or not this actor's; not a format; nobody signed in.
pub async fn ask_files(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    call: Uuid,
    (format, asked): (Option<ListFormat>, &[(String, String)]),
) -> Outcome<Uuid> {
    let call = calls(tx, actor, &acts_of_files::READ).await?.into_iter().find(|one| one.id == call);
    let call = call.ok_or(Refusal::NotFound)?;
    let Some(format) = format else { return Err(Failure::field("format", "Choisissez un format de fichier")) };
    let wish = format!("{}?{}", format.code(), json!(asked));
    let of = (call.id, None, format!("Dossiers, {}", call.title));
    let (export, touched) = queue(tx, outside, actor, (of, wish)).await?;
    let detail = json!({ "acte": "export de dossiers demandé", "format": format.code() });
    let entry = Entry::on(acts_of_files::READ.code, "call", call.id).detail(detail);
    journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    Ok(export)
}

type Queued = (Uuid, Vec<(&'static str, Uuid)>);

/// Keeps what is asked, with its job.
async fn queue(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    ((call, committee, title), wish): ((Uuid, Option<Uuid>, String), String),
) -> Outcome<Queued> {
    let person = actor.person().ok_or(Refusal::NotFound)?;
    let (account, acting_for) = (person.account, person.acting_for.as_ref().map(|(giver, _)| *giver));
    let export = outside.uuid();
    let job = NewJob::new(MAKE_LIST, json!({ "liste": export.to_string() })).unique(export.to_string());
    let job = jobs::enqueue(tx, outside, job.requested_by(account)).await?.id;
    let asked_at = outside.now().0;
    let one = ListExport { id: export, account, acting_for, call, committee, title, wish, job, asked_at, name: None };
    store::list_export::insert(tx, &one).await?;
    Ok((export, vec![("list_export", export)]))
}

/// What making a list reads: the list, and its table as whoever asked may read it.
///
/// # Errors
/// The list is no longer there, or no longer hers to read; the database failed.
pub async fn gathered(
    tx: &mut Tx,
    id: Uuid,
    (outside, zone): (&Outside, &jiff::tz::TimeZone),
) -> Outcome<(ListExport, ListFormat, Table)> {
    let asked = store::list_export::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (format, query) = asked.wish.split_once('?').unwrap_or((&asked.wish, ""));
    let format = ListFormat::from_code(format).ok_or(Refusal::NotFound)?;
    let day = outside.now().day(zone);
    // Her rights are those she has now, not those she had when she asked.
    let who = (asked.account, asked.acting_for);
    let actor = accounts::facade::acting(tx, who, outside.now()).await?.ok_or(Refusal::NotFound)?;
    let Some(committee) = asked.committee else {
        let pairs: Vec<(String, String)> = serde_json::from_str(query).unwrap_or_default();
        let table = super::assess_export::table(tx, &actor, (asked.call, &pairs), (outside, zone)).await?;
        return Ok((asked, format, table));
    };
    let narrowed = Narrowed::read(query);
    let mut desk = desk(tx, &actor, &acts::READ_COMMITTEE, committee).await?;
    // Whoever stays out of an application, or carries it, takes nothing of it away.
    let closed = std::mem::take(&mut desk.closed);
    desk.rows.retain(|row| !closed.contains(&row.application));
    let areas = territory::facade::areas(tx).await?;
    let table = table(&desk, &narrowed, &areas, day);
    Ok((asked, format, table))
}

/// The table of a committee: one line for each funding, stable columns.
pub fn table(desk: &Desk, narrowed: &Narrowed, areas: &[territory::facade::Area], day: jiff::civil::Date) -> Table {
    let columns = vec![
        Column::new("numero_dossier", "Dossier", Kind::Text),
        Column::new("rang_action", "Rang de l’action", Kind::Integer),
        Column::new("porteur", "Porteur", Kind::Text),
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("quartiers", "Quartiers", Kind::Text),
        Column::new("reconduction", "Reconduction", Kind::YesNo),
        Column::new("cout_total", "Coût total", Kind::Euros),
        Column::new("financeur", "Financeur", Kind::Text),
        Column::new("dispositif", "Dispositif", Kind::Text),
        Column::new("annee", "Année", Kind::Text),
        Column::new("nature", "Nature", Kind::Text),
        Column::new("demande", "Demandé", Kind::Euros),
        Column::new("propose", "Proposé", Kind::Euros),
        Column::new("decision", "Décision", Kind::Text),
        Column::new("vote", "Voté", Kind::Euros),
        Column::new("motif", "Motif", Kind::Text),
        Column::new("reserve", "Réserve", Kind::Text),
        Column::new("vague", "Vague", Kind::Text),
        Column::new("etat", "État", Kind::Text),
    ];
    let mut table = Table::new("comite", format!("{}, ligne à ligne", desk.committee.terms.title), columns);
    let name = |id: &Uuid| areas.iter().find(|area| area.id == *id).map(|area| area.name.clone());
    for row in desk.rows.iter().filter(|row| keeps(desk, narrowed, row)) {
        let places: Vec<String> = row.areas.iter().filter_map(|(id, _)| name(id)).collect();
        let wave = desk.wave_of.get(&row.project.id);
        let wave = wave.and_then(|id| desk.waves.iter().find(|(known, _)| known == id)).map(|(_, title)| title.clone());
        for funding in &row.fundings {
            if narrowed.funder.is_some_and(|funder| funder != funding.funder) {
                continue;
            }
            let (line, vote) = (desk.line(funding), desk.votes.get(&funding.id));
            let funder = desk.funder(funding.funder);
            table.rows.push(vec![
                Cell::text(&*row.number),
                Cell::Integer(row.project.position),
                Cell::text(&*row.carrier_name),
                Cell::text(&*row.project.title),
                Cell::text(places.join(" | ")),
                Cell::YesNo(row.project.kind == applications::facade::ProjectKind::Renewed),
                Cell::Euros(cost(row)),
                Cell::text(desk.funder_name(funding.funder)),
                Cell::text(funder.map_or("", |one| &*one.programme)),
                Cell::text(funding.year.to_string()),
                Cell::text(funding.nature.french()),
                Cell::Euros(line.asked),
                line.proposed.map_or(Cell::NOT_ASKED, Cell::Euros),
                Cell::text(line.decision.map_or("", crate::rules::Decision::french)),
                line.decision.map_or(Cell::NOT_ASKED, |_| Cell::Euros(line.voted)),
                Cell::text(vote.map_or("", |vote| &*vote.reason)),
                Cell::text(vote.map_or("", |vote| &*vote.condition)),
                Cell::text(wave.clone().unwrap_or_default()),
                Cell::text(funding.state.french()),
            ]);
        }
    }
    table.as_of = Some(day);
    table.source = Some("Tableau du comité".to_owned());
    table
}

/// What a project costs, in cents.
pub fn cost(row: &applications::facade::ProjectRow) -> i64 {
    row.totals.charges.0
}

/// Whether a project is of those a list is narrowed to.
pub fn keeps(desk: &Desk, narrowed: &Narrowed, row: &applications::facade::ProjectRow) -> bool {
    let is_of_wave = match &narrowed.wave {
        None => true,
        Some(None) => !desk.wave_of.contains_key(&row.project.id),
        Some(Some(wave)) => desk.wave_of.get(&row.project.id) == Some(wave),
    };
    let is_of_area = narrowed.area.is_none_or(|area| row.areas.iter().any(|(own, _)| *own == area));
    let of_funder = || row.fundings.iter().filter(|one| narrowed.funder.is_none_or(|funder| one.funder == funder));
    let is_asked = narrowed.funder.is_none() || of_funder().next().is_some();
    let is_in_state = match narrowed.state.as_str() {
        "" => true,
        "a_decider" => of_funder().any(|one| desk.line(one).decision.is_none() && desk.may_decide(one)),
        code => of_funder().any(|one| desk.line(one).decision.is_some_and(|decision| decision.code() == code)),
    };
    let words = || format!("{} {} {}", row.number, row.project.title, row.carrier_name);
    is_of_wave && is_of_area && is_asked && is_in_state && narrowed.matches(&words)
}

/// A list written as a file: its name and its bytes.
///
/// # Errors
/// The table cannot be written.
pub async fn written(
    asked: &ListExport,
    format: ListFormat,
    table: Table,
    outside: &Outside,
) -> Outcome<(String, Vec<u8>)> {
    let now = outside.now();
    let day = table.as_of.map(|day| day.to_string()).unwrap_or_default();
    let name = format!("{}-{day}.{}", kernel::text::slug(&asked.title, '-', 60), format.code());
    let writing = tokio::task::spawn_blocking(move || match format {
        ListFormat::Workbook => documents::xlsx::write(&[table], now),
        ListFormat::OpenDocument => documents::ods_file::write(&[table]),
        ListFormat::Csv => documents::csv::write(&table, documents::csv::Flavour::Excel),
    });
    let bytes = writing.await.map_err(|error| Breakdown(Box::new(error)))?;
    Ok((name, bytes.map_err(|error| Breakdown(Box::new(error)))?))
}

/// The entry of the journal about a list.
fn about(asked: &ListExport) -> Entry<'static> {
    match asked.committee {
        Some(committee) => Entry::on(acts::READ_COMMITTEE.code, "committee", committee),
        None => Entry::on(acts_of_files::READ.code, "call", asked.call),
    }
}

/// Keeps the file of a list that is still wanted.
///
/// # Errors
/// The database failed.
pub async fn keep_list(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    asked: &ListExport,
    (name, bytes): (String, Vec<u8>),
) -> Outcome<()> {
    let detail = json!({ "acte": "export fait", "octets": bytes.len() });
    if store::list_export::fill(tx, asked.id, &name, bytes).await? {
        journal::record(tx, outside, actor, about(asked).detail(detail).touched(&[("list_export", asked.id)])).await?;
    }
    Ok(())
}

/// A list of this person.
///
/// # Errors
/// Not there or not hers: the two look alike.
pub async fn own_list(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<ListExport> {
    let found = store::list_export::by_id(tx, id).await?;
    Ok(found.filter(|one| Some(one.account) == actor.account()).ok_or(Refusal::NotFound)?)
}

/// Forgets a list: its making stops, its file goes.
///
/// # Errors
/// Not there or not hers.
pub async fn forget_list(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let one = own_list(tx, actor, id).await?;
    let is_stopped = jobs::cancel(tx, outside, one.job).await? != CancelOutcome::TooLate;
    store::list_export::delete(tx, id).await?;
    let detail = json!({ "acte": if is_stopped { "export annulé" } else { "export supprimé" } });
    journal::record(tx, outside, actor, about(&one).detail(detail).touched(&[("list_export", id)])).await?;
    Ok(())
}

/// Forgets lists whose days are over. Gives how many.
///
/// # Errors
/// The database failed.
pub async fn purge_lists(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<usize> {
    let gone = store::list_export::asked_before(tx, outside.now().plus_days(-DAYS_KEPT)).await?;
    for id in &gone {
        store::list_export::delete(tx, *id).await?;
    }
    if !gone.is_empty() {
        let touched: Vec<(&str, Uuid)> = gone.iter().map(|id| ("list_export", *id)).collect();
        let detail = json!({ "acte": "purge", "exports": gone.len() });
        let entry = Entry::general(acts::READ_COMMITTEE.code, "list_export").detail(detail);
        journal::record(tx, outside, actor, entry.touched(&touched)).await?;
    }
    Ok(gone.len())
}

/// Until when a list is kept, in French.
pub fn kept_until(asked: &ListExport, zone: &jiff::tz::TimeZone) -> String {
    french::date(kernel::Moment(asked.asked_at).plus_days(DAYS_KEPT).day(zone))
}
