//! What associations ask: written, balanced and filed while each call was open, or left as drafts.

use std::collections::BTreeMap;

use ::applications::actions::writing::answering::answer_many;
use ::applications::actions::writing::budgeting::{self, Which};
use ::applications::actions::writing::filing;
use ::applications::actions::writing::starting::{NewApplication, start_at};
use ::applications::actions::writing::{
    Amount, Asking, Attested, BudgetForm, Given, Indicator, Mean, MeanKind, Place, Public, projects,
};
use ::applications::actions::{Part, Question, QuestionKind, Section};
use ::applications::facade::{self, CallBrief};
use database::Tx;
use jiff::civil::{Time, date};
use kernel::{Actor, Cents, Filled, Outcome, Outside, Uuid};

use super::acting::{Calendar, Cast, PLATFORM, missing};
use super::calls::Calls;
use super::directory::{Carrier, Carriers};
use crate::Demonstration;
use crate::applications::{ApplicationTold, Fate, ProjectTold};

/// An application once it is sown.
#[derive(Clone, Debug)]
pub struct Sown {
    /// What the file of the demonstration tells of it.
    pub told: ApplicationTold,
    /// It.
    pub id: Uuid,
    /// The organisation that asks.
    pub organisation: Uuid,
    /// Its projects, in order, with what is told of each.
    pub projects: Vec<(Uuid, ProjectTold)>,
    /// The day it was filed, counted from today; none: it is a draft.
    pub filed: Option<i64>,
}

/// What applications of one call stand on.
struct Ground {
    call: CallBrief,
    form: Vec<Section>,
    funders: BTreeMap<String, Uuid>,
}

/// Where objectives and neighbourhoods stand.
struct Places<'a> {
    nodes: BTreeMap<String, Uuid>,
    areas: &'a BTreeMap<String, Uuid>,
    /// Titles of objectives by code, names of neighbourhoods by key.
    names: BTreeMap<String, String>,
}

impl Places<'_> {
    /// Names as they are read, one a line.
    fn told(&self, keys: &[String]) -> String {
        keys.iter().filter_map(|key| self.names.get(key)).cloned().collect::<Vec<_>>().join("\n")
    }
}

/// Every application of the demonstration.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn applications(
    tx: &mut Tx,
    (calendar, cast): (&Calendar, &Cast),
    told: &Demonstration,
    (calls, carriers, areas): (&Calls, &Carriers, &BTreeMap<String, Uuid>),
) -> Outcome<Vec<Sown>> {
    let mut all: Vec<Sown> = Vec::with_capacity(told.applications.applications.len());
    let (mut nodes, mut names) = (BTreeMap::new(), BTreeMap::new());
    names.extend(told.territory.neighbourhoods.iter().map(|one| (one.key.clone(), one.name.clone())));
    let mut grounds = BTreeMap::new();
    for (key, call) in calls {
        for node in strategy::facade::nodes(tx, call.contract).await? {
            names.insert(node.code.clone(), format!("{} {}", node.code, node.title));
            nodes.insert(node.code, node.id);
        }
        let terms = facade::last_terms(tx, call.id).await?.ok_or_else(|| missing("version of a call"))?;
        let named = |one: &crate::calls::FunderTold| call.funders.iter().find(|funder| funder.name == one.name);
        let funders = told.calls.funders.iter().filter_map(|one| Some((one.key.clone(), named(one)?.id))).collect();
        grounds.insert(key.as_str(), Ground { call: call.clone(), form: facade::form(&terms), funders });
    }
    let places = Places { nodes, areas, names };
    for (rank, one) in told.applications.applications.iter().enumerate() {
        let ground = grounds.get(one.call.as_str()).ok_or_else(|| missing(&one.call))?;
        let window = told.calls.calls.iter().find(|call| call.key == one.call).ok_or_else(|| missing(&one.call))?;
        let carrier = carriers.get(&one.carrier).ok_or_else(|| missing(&one.carrier))?;
        let last = all.iter().find(|sown| sown.told.call == "precedent" && sown.told.carrier == one.carrier);
        let renewed = last.filter(|_| one.renews).cloned();
        // Spread over the weeks the call was open, more of them near its end.
        let spread = (rank as i64 * 37) % 44;
        let written = match one.fate {
            _ if window.closes > 0 => window.opens + 1 + spread % 8,
            _ => window.closes - 2 - spread * spread / 44,
        };
        let (id, projects) =
            written_at(tx, (calendar, written), (ground, carrier), (one, renewed), (&places, rank)).await?;
        let filed = match one.fate {
            Fate::Draft => None,
            Fate::Late => Some(-10 + rank as i64 % 5),
            _ => Some((written + 1).min(-1)),
        };
        if let (Some(day), Fate::Late) = (filed, one.fate) {
            let until = calendar.instant(day + 2, Time::constant(18, 0, 0, 0));
            let form = Filled::from((one.why.clone(), Some(until)));
            filing::admit_late(tx, &calendar.at(day - 1, 0), cast.named("lucie.armengol")?, id, form).await?;
        }
        if let Some(day) = filed {
            let then = calendar.at(day, 60 + rank as i64);
            filing::file_as_told(tx, &then, &PLATFORM, id, attested(carrier)).await?;
        }
        all.push(Sown { told: one.clone(), id, organisation: carrier.organisation, projects, filed });
    }
    Ok(all)
}

fn attested(carrier: &Carrier) -> Attested {
    Attested {
        is_regular: true,
        is_sincere: true,
        keeps_charter: true,
        keeps_commitments: true,
        is_above_threshold: Some(carrier.told.budget > 300_000),
        name: carrier.told.president.name(),
        role: carrier.told.president.role.clone(),
        is_by_proxy: false,
    }
}

/// Everything of an application but its filing.
async fn written_at(
    tx: &mut Tx,
    (calendar, day): (&Calendar, i64),
    (ground, carrier): (&Ground, &Carrier),
    (one, renewed): (&ApplicationTold, Option<Sown>),
    (places, rank): (&Places<'_>, usize),
) -> Outcome<(Uuid, Vec<(Uuid, ProjectTold)>)> {
    let then = calendar.at(day, rank as i64);
    let actor = &carrier.president;
    let new = NewApplication { organisation: carrier.organisation, renews: renewed.as_ref().map(|sown| sown.id) };
    let id = start_at(tx, &then, actor, ground.call.id, new).await?;
    let view = facade::application_for(tx, actor, id).await?;
    let mut ids: Vec<Uuid> = view.projects.into_iter().map(|project| project.id).collect();
    if let Some(before) = renewed {
        // Everything came with last year's but the dates.
        let told: Vec<ProjectTold> = before.projects.into_iter().map(|(_, told)| told).collect();
        for project in &ids {
            let dates = vec![("dates".to_owned(), dates(ground), dates_told(ground))];
            answer_many(tx, &then, actor, (id, Some(*project)), dates).await?;
        }
        return Ok((id, ids.into_iter().zip(told).collect()));
    }
    while ids.len() < one.projects.len() {
        ids.push(projects::add(tx, &then, actor, id).await?);
    }
    let own = own_answers(ground, carrier);
    answer_many(tx, &then, actor, (id, None), own).await?;
    if one.fate != Fate::Draft {
        let which = Which { application: id, project: None, year: ground.call.year };
        budgeting::save(tx, &then, actor, which, (Filled::from(own_budget(carrier)), 0)).await?;
    }
    let pairs: Vec<(Uuid, ProjectTold)> = ids.into_iter().zip(one.projects.iter().cloned()).collect();
    for (project, told) in &pairs {
        let answers = project_answers(ground, told, places);
        answer_many(tx, &then, actor, (id, Some(*project)), answers).await?;
        if !told.does.is_empty() {
            let which = Which { application: id, project: Some(*project), year: ground.call.year };
            budgeting::save(tx, &then, actor, which, (Filled::from(budget(ground, told)), 0)).await?;
        }
    }
    Ok((id, pairs))
}

/// Questions of one part of the form that nobody can do without.
fn required(ground: &Ground, part: Part) -> impl Iterator<Item = &Question> {
    let sections = ground.form.iter().filter(move |section| section.part == part);
    sections.flat_map(|section| &section.questions).filter(|question| question.is_required)
}

fn own_answers(ground: &Ground, carrier: &Carrier) -> Vec<(String, Given, String)> {
    let one = &carrier.told;
    let value = |question: &Question| -> Option<String> {
        Some(match (question.kind, question.key.as_str()) {
            (_, "responsable_nom") => format!("{}, {}", one.president.name(), one.president.role.to_lowercase()),
            (_, "responsable_telephone") => one.phone.replacen("+33", "0", 1),
            (_, "responsable_courriel") => format!("contact@{}.demo.parvis.example", one.key),
            (_, "benevoles") => one.volunteers.to_string(),
            (_, "volontaires") => (one.employees / 3).to_string(),
            (_, "salaries") => one.employees.to_string(),
            (_, "emplois_aides") => (one.employees / 4).to_string(),
            (_, "salaries_etpt") => format!("{},{}", one.employees * 8 / 10, one.employees * 8 % 10),
            (_, "personnels_mis_a_disposition") => "0".to_owned(),
            (_, "adherents") => (one.volunteers * 4).to_string(),
            (QuestionKind::YesNo, _) => "Non".to_owned(),
            (QuestionKind::Choice | QuestionKind::Choices, _) => question.choices.first()?.clone(),
            _ => return None,
        })
    };
    let told = required(ground, Part::Application).filter_map(|question| match question.key.as_str() {
        "annees" => Some((question.key.clone(), Given::Years(1), "1".to_owned())),
        _ => value(question).map(|text| (question.key.clone(), Given::Text(text.clone()), text)),
    });
    told.collect()
}

fn dates(ground: &Ground) -> Given {
    let year = i16::try_from(ground.call.year).unwrap_or_default();
    Given::Dates(Some(date(year, 2, 2)), Some(date(year, 12, 18)))
}

fn dates_told(ground: &Ground) -> String {
    let year = ground.call.year;
    format!("Du 2 février {year} au 18 décembre {year}")
}

/// What a project changes, in words of its main objective.
fn aim(objective: &str) -> &'static str {
    match objective {
        "O01" => "Que chacun puisse se soigner, bien manger et bouger près de chez soi.",
        "O02" => "Que chaque enfant trouve autour de lui de quoi réussir à l’école.",
        "O03" => "Que la culture et le sport soient à la portée de toutes les familles du quartier.",
        "O04" => "Que personne ne reste seul devant une difficulté, et que chacun connaisse ses droits.",
        "O05" => "Que l’on se sente bien dehors, à toute heure, dans le quartier.",
        "O06" => "Que les lieux communs soient propres, beaux, et entretenus par celles et ceux qui y vivent.",
        "O08" => "Que les habitants accèdent aux emplois qui existent autour d’eux.",
        "O09" => "Que les plus jeunes découvrent des métiers et osent choisir.",
        "O10" => "Que celles et ceux qui ont une idée puissent l’essayer.",
        _ => "Que le quartier compte des activités utiles à celles et ceux qui y vivent.",
    }
}

fn project_answers(ground: &Ground, one: &ProjectTold, places: &Places<'_>) -> Vec<(String, Given, String)> {
    let nodes: Vec<Uuid> = one.objectives.iter().filter_map(|code| places.nodes.get(code).copied()).collect();
    let place = |area: &Uuid| Place { area: *area, address: String::new(), quality: String::new() };
    let areas: Vec<Place> = one.areas.iter().filter_map(|key| places.areas.get(key)).map(place).collect();
    let public =
        |sex: &str, people| Public { year: ground.call.year, age: one.age.clone(), sex: sex.to_owned(), people };
    let people = one.women + one.men;
    let text = |words: &str| Given::Text(words.to_owned());
    let mean = Mean {
        kind: MeanKind::Volunteers,
        label: "Bénévoles de l’association".to_owned(),
        people: Some(2 + people / 20),
        work_permille: None,
    };
    let (code, label, unit) = super::calls::INDICATORS[0];
    let indicator =
        Indicator { code: code.to_owned(), label: label.to_owned(), unit: unit.to_owned(), target: people.to_string() };
    let methode = "Un bilan en milieu d’année et un à la fin, avec les participants et les habitants du quartier.";
    let aim = aim(one.objectives.first().map_or("", String::as_str));
    let given: Vec<(&str, Given, String)> = vec![
        ("intitule", Given::Title(one.title.clone()), one.title.clone()),
        ("dates", dates(ground), dates_told(ground)),
        ("objectifs_contrat", Given::Objectives(nodes), places.told(&one.objectives)),
        ("objectifs", text(aim), aim.to_owned()),
        ("besoin", text(&one.need), one.need.clone()),
        ("description", text(&one.does), one.does.clone()),
        (
            "publics",
            Given::Publics(vec![public("women", one.women), public("men", one.men)]),
            format!("{people} personnes"),
        ),
        ("territoires", Given::Places(areas), places.told(&one.areas)),
        ("moyens", Given::Means(vec![mean]), "Bénévoles de l’association".to_owned()),
        ("recrutement", text("Non"), "Non".to_owned()),
        ("indicateurs", Given::Indicators(vec![indicator]), format!("{label} : {people} {unit}")),
        ("methode_evaluation", text(methode), methode.to_owned()),
    ];
    // A draft stops where its writer stopped: at what she did not say.
    let is_written = |told: &str| !told.is_empty();
    let is_draft = !is_written(&one.does);
    let is_asked = |key: &str| required(ground, Part::Project).any(|question| question.key == key);
    let last = if one.need.is_empty() { 3 } else { 5 };
    let kept = given.into_iter().filter(|(key, ..)| is_asked(key)).enumerate();
    let kept = kept.filter(|(rank, (_, _, told))| is_written(told) && (!is_draft || *rank < last));
    kept.map(|(_, (key, given, told))| (key.to_owned(), given, told)).collect()
}

fn line(account: &str, cents: i64) -> Amount {
    Amount { account: account.to_owned(), label: String::new(), amount: Cents(cents) }
}

/// The budget of an association for the year: charges equal products, and so do contributions in kind.
fn own_budget(carrier: &Carrier) -> BudgetForm {
    let one = &carrier.told;
    let whole = one.budget * 100;
    let wages = if one.employees == 0 { 0 } else { whole * 55 / 100 };
    let (rent, fees, sales) = (whole * 12 / 100, one.volunteers * 4 * 1_000, whole * 18 / 100);
    let lines = vec![
        line("641", wages),
        line("613", rent),
        line("60x", whole - wages - rent),
        line("756", fees),
        line("70x", sales),
        Amount { label: "Ville et agglomération".to_owned(), ..line("74com", whole - fees - sales) },
        line("864", one.volunteers * 12_000),
        line("870", one.volunteers * 12_000),
    ];
    BudgetForm { lines, asked: Vec::new() }
}

/// The budget of a project: charges equal products to the cent, 86 equals 87.
fn budget(ground: &Ground, one: &ProjectTold) -> BudgetForm {
    let cost = one.cost * 100;
    let (wages, services) = (cost * 54 / 100, cost * 21 / 100);
    let asked: Vec<Asking> = one
        .asks
        .iter()
        .filter_map(|(key, euros)| Some(Asking { funder: *ground.funders.get(key)?, amount: Cents(euros * 100) }))
        .collect();
    let left = cost - asked.iter().map(|one| one.amount.0).sum::<i64>();
    let fees = (cost * 7 / 100).min(left);
    let kind = (one.women + one.men) * 2_500;
    let lines = vec![
        line("641", wages),
        line("604", services),
        line("60x", cost - wages - services),
        line("70x", fees),
        line("ownx", left - fees),
        line("864", kind),
        line("870", kind),
    ];
    BudgetForm { lines, asked }
}

/// Somebody of the demonstration moves what is asked of a funder, or every funder: only the platform does it for them all.
pub(super) async fn move_all(
    tx: &mut Tx,
    (outside, actor): (&Outside, &Actor),
    sown: &Sown,
    (to, note): (facade::FundingState, &str),
) -> Outcome<()> {
    for funding in facade::application_for(tx, &PLATFORM, sown.id).await?.fundings {
        facade::advance(tx, outside, actor, funding.id, to, None, note).await?;
    }
    Ok(())
}
