//! The figures of the annual report of a contract, as each slice gives them, and the citizen councils it is submitted to: `yearbook`
//! cannot know them. A report is public: a figure is one that anybody finds on its page.

use std::collections::HashSet;

use database::{Result, Tx};
use documents::Absence;
use kernel::{Cents, french};
use plan::facade::ActionStatus;
use strategy::facade::ContractBrief;
use web::answer::encode;
use web::house::Boxed;
use yearbook::facade::{Asked, Figure, Subject};

/// A figure on the page of its slice, read today.
fn figure(asked: &Asked, subject: Subject, (key, label): (&str, &str), value: String) -> Figure {
    Figure {
        key: key.to_owned(),
        subject,
        label: label.to_owned(),
        value,
        absence: String::new(),
        base: String::new(),
        source: String::new(),
        on: asked.today,
        path: String::new(),
    }
}

/// The same figure with what it takes to quote it.
fn quoted(one: Figure, base: impl Into<String>, source: &str, path: impl Into<String>) -> Figure {
    Figure { base: base.into(), source: source.to_owned(), path: path.into(), ..one }
}

/// The same figure when nobody can tell its value.
fn absent(one: Figure, absence: Absence) -> Figure {
    Figure { value: absence.sign().to_owned(), absence: absence.words().to_owned(), ..one }
}

fn number(count: usize) -> String {
    french::integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Every figure of a report, chapter by chapter.
pub fn figures<'a>(tx: &'a mut Tx, asked: &'a Asked) -> Boxed<'a, Result<Vec<Figure>>> {
    Box::pin(async move {
        let mut all = orientations(tx, asked).await?;
        all.extend(situation(tx, asked).await?);
        all.extend(actions(tx, asked).await?);
        all.extend(money(tx, asked).await?);
        all.extend(prospects(tx, asked).await?);
        all.extend(steering(tx, asked).await?);
        Ok(all)
    })
}

/// What the contract is made of: how many elements each of its levels has, who signs.
async fn orientations(tx: &mut Tx, asked: &Asked) -> Result<Vec<Figure>> {
    let path = strategy::facade::path(&asked.contract.code);
    let mut levels: Vec<(i64, String, usize)> = Vec::new();
    for node in strategy::facade::nodes(tx, asked.contract.id).await? {
        match levels.iter_mut().find(|(_, level, _)| *level == node.level) {
            Some((.., count)) => *count += 1,
            None => levels.push((node.depth, node.level, 1)),
        }
    }
    levels.sort_by_key(|(depth, ..)| *depth);
    let told = |(depth, level, count): (i64, String, usize)| {
        let key = format!("strategy.level.{depth}.{}", kernel::text::search_key(&level));
        let one =
            figure(asked, Subject::Orientations, (&key, &format!("Éléments du niveau « {level} »")), number(count));
        quoted(one, "l’arborescence du contrat", "le contrat de ville", &*path)
    };
    let mut all: Vec<Figure> = levels.into_iter().map(told).collect();
    let signatories = strategy::facade::pledging::signatory_names(tx, asked.contract.id).await?;
    let one = figure(asked, Subject::Orientations, ("strategy.signatories", "Signataires"), number(signatories.len()));
    all.push(quoted(one, "les signataires inscrits au contrat", "le contrat de ville", &*path));
    Ok(all)
}

/// How neighbourhoods fare: how many, how many people live there, needs heard.
async fn situation(tx: &mut Tx, asked: &Asked) -> Result<Vec<Figure>> {
    let subject = Subject::Situation;
    let areas = &asked.contract.area_ids;
    let one = figure(asked, subject, ("territory.areas", "Quartiers du contrat"), number(areas.len()));
    let mut all = vec![quoted(one, "les quartiers du contrat", "le contrat de ville", "/quartiers")];

    let counted = territory::facade::populations(tx).await?;
    let known: Vec<_> = areas.iter().filter_map(|area| counted.get(area)).collect();
    let people = french::integer(known.iter().map(|one| one.count).sum());
    let one = figure(asked, subject, ("territory.inhabitants", "Habitants des quartiers"), people);
    let one = if known.is_empty() { absent(one, Absence::Missing) } else { one };
    let mut sources: Vec<String> = known.iter().map(|one| one.measured()).collect();
    sources.sort_unstable();
    sources.dedup();
    let source = if sources.is_empty() { "l’observatoire des quartiers".to_owned() } else { sources.join(" ; ") };
    let base = format!("{} sur {} dont la population est connue", known.len(), areas.len());
    all.push(quoted(one, base, &source, "/quartiers"));

    let mut needs = HashSet::new();
    for area in areas {
        needs.extend(listening::facade::needs_of_area(tx, *area).await?.into_iter().map(|need| need.code));
    }
    let one = figure(asked, subject, ("listening.needs", "Besoins entendus dans les quartiers"), number(needs.len()));
    all.push(quoted(one, "toutes les concertations, besoins prouvés", "la concertation", "/besoins"));
    Ok(all)
}

/// Published actions, by state.
async fn actions(tx: &mut Tx, asked: &Asked) -> Result<Vec<Figure>> {
    let sheets = plan::facade::sheets(tx, asked.contract.id, false).await?;
    let base = french::count(i64::try_from(sheets.len()).unwrap_or(i64::MAX), "action publiée", "actions publiées");
    let states = [
        (ActionStatus::Done, "Actions réalisées"),
        (ActionStatus::UnderWay, "Actions en cours"),
        (ActionStatus::Planned, "Actions à venir"),
        (ActionStatus::Suspended, "Actions suspendues"),
        (ActionStatus::Abandoned, "Actions abandonnées"),
    ];
    let told = |(status, label): (ActionStatus, &str)| {
        let count = sheets.iter().filter(|sheet| sheet.status == status).count();
        let key = format!("plan.{}", status.code());
        let path = format!("/actions?contrat={}&etat={}", encode(&asked.contract.code), status.code());
        let one = figure(asked, Subject::Actions, (&key, label), number(count));
        quoted(one, &*base, "le plan d’actions", path)
    };
    Ok(states.into_iter().map(told).collect())
}

/// What associations asked, were granted and were paid for the year.
async fn money(tx: &mut Tx, asked: &Asked) -> Result<Vec<Figure>> {
    let (subject, year) = (Subject::Actions, asked.year);
    let mut all = Vec::new();
    for call in applications::facade::calls_of(tx, asked.contract.id).await? {
        // What is asked on a call is told once nobody asks any more.
        let is_over = call.closes_at.is_some_and(|at| at.day(&jiff::tz::TimeZone::UTC) < asked.today);
        if call.year != year || !call.is_published || !is_over {
            continue;
        }
        let rows = applications::facade::projects_of_call(tx, call.id).await?;
        let key = format!("applications.filed.{}", call.id);
        let label = format!("Projets déposés à l’appel « {} »", call.title);
        let one = figure(asked, subject, (&key, &label), number(rows.len()));
        all.push(quoted(one, "les dossiers déposés", "l’appel à projets", call.path()));
        let sum: Cents =
            rows.iter().flat_map(|row| &row.fundings).filter(|one| one.year == year).map(|one| one.asked).sum();
        let key = format!("applications.asked.{}", call.id);
        let label = format!("Demandé aux financeurs à l’appel « {} »", call.title);
        let one = figure(asked, subject, (&key, &label), french::euros(sum));
        let base = french::count(i64::try_from(rows.len()).unwrap_or(i64::MAX), "projet déposé", "projets déposés");
        all.push(quoted(one, format!("{base}, pour {year}"), "l’appel à projets", call.path()));
    }
    let granted = applications::facade::granted_by_year(tx, asked.contract.id, (year, year), None).await?;
    let given: Vec<_> = granted.into_iter().filter(|(_, of, _)| *of == year).collect();
    let carriers: HashSet<_> = given.iter().map(|(carrier, ..)| *carrier).collect();
    let sum = Cents(given.iter().map(|(.., cents)| *cents).sum());
    let path = format!("/argent?annee={year}");
    let base = french::count(i64::try_from(carriers.len()).unwrap_or(i64::MAX), "porteur", "porteurs");
    let one = figure(asked, subject, ("applications.granted", "Accordé aux porteurs de projets"), french::euros(sum));
    all.push(quoted(one, format!("{base}, décisions annoncées pour {year}"), "la programmation", &*path));

    let moved = agreements::facade::spending::moved(tx, asked.contract.id).await?;
    let of_year = |parts: &[agreements::facade::spending::PaidPart]| -> (i64, HashSet<String>) {
        let own = || parts.iter().filter(|part| i64::from(part.paid_on.year()) == year);
        (own().map(|part| part.cents).sum(), own().map(|part| part.agreement.clone()).collect())
    };
    let ((paid, agreements), (back, _)) = (of_year(&moved.paid), of_year(&moved.back));
    let base = french::count(i64::try_from(agreements.len()).unwrap_or(i64::MAX), "convention", "conventions");
    let base = format!("{base}, versements de {year} moins ce qui est revenu");
    let one =
        figure(asked, subject, ("agreements.paid", "Versé sur les conventions"), french::euros(Cents(paid - back)));
    all.push(quoted(one, base, "les conventions", path));
    Ok(all)
}

/// Means set beside results: what signatories brought, consultations, meetings of residents.
async fn prospects(tx: &mut Tx, asked: &Asked) -> Result<Vec<Figure>> {
    let (subject, contract, year) = (Subject::Prospects, &asked.contract, asked.year);
    let signatories = means::facade::signatories_of_year(tx, contract.id, year).await?;
    let told: Vec<Cents> = signatories.iter().filter_map(|one| one.brought).collect();
    let hidden = signatories.iter().filter(|one| one.is_kept_back).count();
    let one = figure(
        asked,
        subject,
        ("means.brought", "Droit commun apporté par les signataires"),
        french::euros(told.iter().copied().sum()),
    );
    let one = match (told.is_empty(), hidden) {
        (false, _) => one,
        (true, 0) => absent(one, Absence::Missing),
        (true, _) => absent(one, Absence::NotDisclosed),
    };
    let hidden = if hidden == 0 { String::new() } else { format!(", {hidden} ne le diffusent pas") };
    let base = format!("{} sur {} l’ont dit pour {year}{hidden}", told.len(), signatories.len());
    let mut all =
        vec![quoted(one, base, "les moyens du contrat", format!("/moyens/{}?annee={year}", encode(&contract.code)))];

    let mut consultations = listening::facade::consultations(tx).await?;
    consultations.retain(|one| one.contract == Some(contract.id));
    let heard = number(consultations.len());
    let one = figure(asked, subject, ("listening.consultations", "Concertations du contrat"), heard);
    all.push(quoted(one, "depuis le début du contrat", "la concertation", "/concertations"));

    let held = assemblies::facade::held_in_year(tx, (contract.id, &contract.area_ids), year).await?;
    let label = "Réunions des conseils citoyens et autres instances d’habitants";
    let one = figure(asked, subject, ("assemblies.residents", label), french::integer(held.residents));
    all.push(quoted(one, format!("réunions tenues en {year}"), "la vie des instances", "/conseils"));
    let councils = councils(tx, contract).await?.len();
    let one = figure(asked, subject, ("councils.count", "Conseils citoyens"), number(councils));
    all.push(quoted(one, "les quartiers du contrat", "les conseils citoyens", "/conseils"));
    Ok(all)
}

/// How the contract is steered: what was decided, what is done of it.
async fn steering(tx: &mut Tx, asked: &Asked) -> Result<Vec<Figure>> {
    let (subject, contract, year) = (Subject::Articulation, &asked.contract, asked.year);
    let (taken, done) = governance::facade::decided_in_year(tx, contract.id, year).await?;
    let one =
        figure(asked, subject, ("governance.decided", "Décisions des instances de pilotage"), french::integer(taken));
    let base = format!("décisions publiées de {year}");
    let mut all = vec![quoted(one, &*base, "le registre des décisions", format!("/decisions?annee={year}"))];
    let one = figure(asked, subject, ("governance.done", "Décisions déjà suivies d’effet"), french::integer(done));
    let base = format!("{}, {base}", french::count(taken, "décision", "décisions"));
    all.push(quoted(one, base, "le registre des décisions", format!("/decisions?annee={year}&etat=done")));
    let held = assemblies::facade::held_in_year(tx, (contract.id, &contract.area_ids), year).await?;
    let one = figure(asked, subject, ("assemblies.steering", "Réunions de pilotage"), french::integer(held.steering));
    all.push(quoted(
        one,
        format!("réunions tenues en {year}"),
        "la vie des instances",
        format!("/decisions?annee={year}"),
    ));
    Ok(all)
}

/// The citizen councils of a contract: its own, and those of its neighbourhoods.
async fn councils(tx: &mut Tx, contract: &ContractBrief) -> Result<Vec<String>> {
    let is_here = |one: &councils::facade::CouncilBrief| match one.contract {
        Some(of) => of == contract.id,
        None => one.area_ids.iter().any(|area| contract.area_ids.contains(area)),
    };
    let all = councils::facade::councils(tx).await?;
    Ok(all.into_iter().filter(is_here).map(|one| one.name).collect())
}

/// Names of the citizen councils a report is submitted to.
pub fn councils_named<'a>(tx: &'a mut Tx, contract: &'a ContractBrief) -> Boxed<'a, Result<Vec<String>>> {
    Box::pin(councils(tx, contract))
}
