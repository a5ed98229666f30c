//! What a body that steers a contract may decide on, as each slice tells it: `governance` cannot know them.

use database::{Result, Tx};
use governance::facade::{Engaged, Object, ObjectKind, Pending};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Actor, Cents, Scope, Uuid, french};
use web::house::Boxed;

/// Days before it closes from which a call is told.
const DAYS_BEFORE: i32 = 60;

/// Objects of a contract on a day: calls, sheets, draws, opinions, what waits among them and why.
pub fn objects(tx: &mut Tx, contract: Uuid, today: Date) -> Boxed<'_, Result<Vec<Pending>>> {
    Box::pin(async move {
        let mut all = calls(tx, contract, today).await?;
        all.extend(sheets(tx, contract).await?);
        all.extend(elsewhere(tx, contract).await?);
        Ok(all)
    })
}

/// Calls that are open and close soon, or that closed this year and wait for their decisions.
async fn calls(tx: &mut Tx, contract: Uuid, today: Date) -> Result<Vec<Pending>> {
    let mut all = Vec::new();
    for call in applications::facade::calls_of(tx, contract).await? {
        let zone = TimeZone::get(call.zone).unwrap_or(TimeZone::UTC);
        let closes = call.closes_at.filter(|_| call.is_published).map(|at| at.day(&zone));
        let waits = closes.map_or_else(String::new, |day| match (day - today).get_days() {
            0..=DAYS_BEFORE => "à clore".to_owned(),
            // What was decided since is told by the committee of funders; a call of long ago waits for nothing.
            days if (-180..0).contains(&days) => format!("clos le {}, décisions à prendre", french::date(day)),
            _ => String::new(),
        });
        let due_on = closes.filter(|day| *day >= today && !waits.is_empty());
        let object = Object {
            kind: ObjectKind::Call,
            id: call.id,
            label: call.title.clone(),
            path: format!("/gestion/appels/{}", call.id),
            open_path: if call.is_published { call.path() } else { String::new() },
        };
        all.push(Pending { object, waits, due_on });
    }
    Ok(all)
}

/// Sheets of the plan, those proposed first.
async fn sheets(tx: &mut Tx, contract: Uuid) -> Result<Vec<Pending>> {
    let proposed = plan::facade::proposed_sheets(tx, contract).await?;
    let told = |one: plan::facade::SheetBrief| {
        let waits = proposed.iter().any(|other| other.id == one.id);
        let object = Object {
            kind: ObjectKind::Sheet,
            label: format!("{} {}", one.code, one.title).trim().to_owned(),
            path: plan::facade::back_office_path(one.id),
            open_path: if one.is_published { plan::facade::path(&one.address) } else { String::new() },
            id: one.id,
        };
        Pending { object, waits: if waits { "à valider".to_owned() } else { String::new() }, due_on: None }
    };
    Ok(plan::facade::sheets(tx, contract, true).await?.into_iter().map(told).collect())
}

/// Draws to run, opinions asked and not given.
async fn elsewhere(tx: &mut Tx, contract: Uuid) -> Result<Vec<Pending>> {
    let mut all = Vec::new();
    for draw in councils::facade::draws_to_run(tx, contract).await? {
        let object = Object {
            kind: ObjectKind::Draw,
            id: draw.id,
            label: draw.council.clone(),
            path: draw.path(),
            open_path: draw.open_path(),
        };
        all.push(Pending { object, waits: draw.state.to_owned(), due_on: None });
    }
    for one in assemblies::facade::steering::opinions_due(tx, contract).await? {
        let object = Object {
            kind: ObjectKind::Opinion,
            id: one.submission,
            label: format!("{}, {}", one.title, one.body),
            path: one.path,
            open_path: String::new(),
        };
        all.push(Pending { object, waits: "avis attendu".to_owned(), due_on: Some(one.due_on) });
    }
    Ok(all)
}

/// What signatories promised for a year and brought, as far as this actor reads the means of the contract, and the actions whose
/// lead is one of their organisations, by its name.
pub fn engagements<'a>(
    tx: &'a mut Tx,
    actor: &'a Actor,
    (contract, year): (Uuid, i64),
) -> Boxed<'a, Result<Vec<Engaged>>> {
    Box::pin(async move {
        let reads_means = actor.may(&means::acts::READ, &Scope::contract(contract)).is_allowed();
        let names = strategy::facade::pledging::signatory_names(tx, contract).await?;
        let sheets = plan::facade::sheets(tx, contract, false).await?;
        let mut all = Vec::new();
        for one in means::facade::signatories_of_year(tx, contract, year).await? {
            let mut called: Vec<String> =
                names.iter().filter(|name| name.id == one.signatory).map(|name| key(&name.name)).collect();
            let organisations = accounts::facade::organisation_names(tx, &one.organisations).await?;
            called.extend(organisations.values().map(|name| key(name)));
            let leads =
                |sheet: &&plan::facade::SheetBrief| !sheet.lead.is_empty() && called.contains(&key(&sheet.lead));
            let told = |sheet: &plan::facade::SheetBrief| {
                (format!("{} {}", sheet.code, sheet.title), plan::facade::path(&sheet.address))
            };
            let (promised, brought) = match reads_means {
                true => (
                    words(one.promised, one.promised_fte, false),
                    words(one.brought, one.brought_fte, one.is_kept_back),
                ),
                false => (String::new(), String::new()),
            };
            all.push(Engaged {
                signatory: one.signatory,
                promised,
                brought,
                led: sheets.iter().filter(leads).map(told).collect(),
                organisations: one.organisations,
            });
        }
        Ok(all)
    })
}

/// A name without what differs from one writing to another.
fn key(name: &str) -> String {
    kernel::text::search_key(name)
}

/// « 60 000 €, 1,5 équivalent temps plein », « non diffusé ».
fn words(amount: Option<Cents>, hundredths: Option<i64>, is_kept_back: bool) -> String {
    let mut told: Vec<String> = amount.map(french::euros).into_iter().collect();
    if is_kept_back {
        told.push("montant non diffusé".to_owned());
    }
    told.extend(hundredths.map(|number| format!("{},{:02} équivalent temps plein", number / 100, number % 100)));
    told.join(", ")
}
