//! What a draw is asked with, and what it answers.

use num_rational::BigRational;
use num_traits::{One, Zero};

use crate::chance::{Chance, Seed, seed};
use crate::draw::{Draw, MOST_COEFFICIENT, Rule};
use crate::levels::Obstacle;
use crate::lottery::{self, Lottery, Objective};
use crate::pool::{self, MOST_SEATS, Pool, Quota};
use crate::reading::{Points, Table, Wrong, counted, shown};
use crate::{infeasible, printed, seating};

/// Most panels printed.
pub const MOST_PANELS: usize = 1_000_000;

/// Changes of quotas one can weigh at a glance.
const FEW: usize = 3;

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Seats.
    pub seats: i64,
    /// Objective.
    pub objective: Objective,
    /// Highest probability anybody may have.
    pub cap: Option<BigRational>,
    /// Panels to print; as many as probabilities ask for, when not said.
    pub panels: Option<usize>,
    /// Seed of the order of panels and people, drawn after the pool is closed.
    pub order_seed: Option<Vec<u8>>,
    /// Rules beside quotas.
    pub rules: Vec<Rule>,
    /// Fingerprint of the dossier that says who was invited, when a first draw did.
    pub invitation: Option<String>,
    /// Hash of the last entry of the dossier this draw goes on from, when there is one.
    pub after: Option<String>,
}

/// A draw prepared.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// What was asked.
    pub request: Request,
    /// Who may be drawn.
    pub pool: Pool,
    /// Quotas.
    pub quotas: Vec<Quota>,
    /// Types and rows.
    pub draw: Draw,
    /// The lottery.
    pub lottery: Lottery,
    /// Printed panels, people by their rank.
    pub panels: Vec<Vec<u32>>,
    /// Seed of the order.
    pub order_seed: Vec<u8>,
}

/// Why there is no draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Something typed or read is to be corrected.
    Wrong(Wrong),
    /// No panel keeps every rule: sentences.
    Infeasible(Vec<String>),
    /// Not computed within the limits.
    Unfinished(String),
}

impl From<Wrong> for Refused {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Wrong(wrong) => wrong.fmt(to),
            Self::Infeasible(lines) => to.write_str(&lines.join("\n")),
            Self::Unfinished(sentence) => to.write_str(sentence),
        }
    }
}

/// Prepares a draw: the fairest probabilities, and panels to print.
///
/// # Errors
/// What is to be corrected, what makes it impossible and what would do, or limits of computation.
pub fn prepare(request: Request, pool: Pool, quotas: Vec<Quota>, frozen: &[&[u8]]) -> Result<Prepared, Refused> {
    check(&request, &pool)?;
    let cap = request.cap.clone().unwrap_or_else(BigRational::one);
    let draw = Draw::new(&pool, &quotas, &request.rules, request.seats, cap).map_err(Wrong::of)?;
    let lottery = lottery::find(&draw.model, request.objective).map_err(|obstacle| match obstacle {
        Obstacle::Impossible(_) => Refused::Infeasible(impossible(&draw, &quotas, request.seats)),
        Obstacle::Lost => Refused::Unfinished("Le calcul n’a pas abouti dans ses limites.".to_owned()),
    })?;
    let mut lottery = lottery;
    let many =
        request.panels.unwrap_or_else(|| if lottery.panels.is_empty() { 1_000 } else { printed::enough(&lottery) });
    let panels = printed::panels(&draw.model, &lottery, many).map_err(Refused::Unfinished)?;
    if lottery.panels.is_empty() {
        lottery.replace(&draw.model, panels.clone());
    }
    let order_seed = request.order_seed.clone().unwrap_or_else(|| seed("parvis:ordre", frozen).to_vec());
    let mut chance = Chance::new(order(&order_seed));
    let panels = seating::members(&pool, &draw, panels, &mut chance);
    Ok(Prepared { request, pool, quotas, draw, lottery, panels, order_seed })
}

/// The seed that shuffles panels and people.
pub fn order(order_seed: &[u8]) -> Seed {
    seed("parvis:battre", &[order_seed])
}

fn check(request: &Request, pool: &Pool) -> Result<(), Wrong> {
    if !(1..=MOST_SEATS).contains(&request.seats) {
        return Err(Wrong::of(format!("Le nombre de sièges va de 1 à 10 000, pas {}.", request.seats)));
    }
    if request.panels.is_some_and(|panels| !(1..=MOST_PANELS).contains(&panels)) {
        return Err(Wrong::of(format!(
            "Le nombre à imprimer va de 1 à {}.",
            counted(MOST_PANELS as i64, "groupe", "groupes")
        )));
    }
    if request.cap.as_ref().is_some_and(|cap| *cap <= BigRational::zero() || *cap > BigRational::one()) {
        return Err(Wrong::of("La probabilité maximale d’une personne est plus grande que 0 et au plus 1."));
    }
    if pool.people.is_empty() {
        return Err(Wrong::of("Le vivier est vide."));
    }
    Ok(())
}

/// Why no panel is possible, in French.
pub(crate) fn impossible(draw: &Draw, quotas: &[Quota], seats: i64) -> Vec<String> {
    let mut lines = vec!["Aucun groupe ne tient toutes les règles : rien n’a été tiré.".to_owned()];
    let people: i64 = draw.members.iter().map(|members| members.len() as i64).sum();
    if people < seats {
        lines.push(format!(
            "Le vivier compte {} pour {} : élargissez-le.",
            counted(people, "personne", "personnes"),
            counted(seats, "siège", "sièges")
        ));
        return lines;
    }
    let sums = pool::sums(quotas, seats);
    let has_sums = !sums.is_empty();
    lines.extend(sums);
    if draw.model.cap < BigRational::one() {
        let mut free = draw.model.clone();
        free.cap = BigRational::one();
        if !matches!(lottery::find(&free, Objective::Maximin), Err(Obstacle::Impossible(_))) {
            lines.push(
                "Sans la probabilité maximale demandée, le tirage est possible : relevez-la, ou élargissez le vivier."
                    .to_owned(),
            );
            return lines;
        }
    }
    let explanation = infeasible::explain(&draw.model);
    // Sums say it all: long lists of changes would hide them.
    if !has_sums || explanation.proposals.first().is_some_and(|proposal| proposal.changes.len() <= FEW) {
        lines.extend(infeasible::sentences(&draw.model, &explanation));
    }
    lines
}

/// Reads rules: `rule,coefficient,where,min,max`, a line for each term, `where` being « critère=valeur » joined by « & ».
///
/// # Errors
/// Everything that is to be corrected.
pub fn read_rules(bytes: &[u8]) -> Result<Vec<Rule>, Wrong> {
    let table = Table::read(bytes)?;
    let mut columns = [0; 5];
    let mut wrong = Points::default();
    let names = [["rule", "règle"], ["coefficient", "coef"], ["where", "qui"], ["min", "minimum"], ["max", "maximum"]];
    for (column, names) in columns.iter_mut().zip(names) {
        match table.column(&names)? {
            Some(at) => *column = at,
            None => wrong.tell(|| {
                format!(
                    "Il manque la colonne « {} ». Colonnes attendues : rule, coefficient, where, min, max.",
                    names[0]
                )
            }),
        }
    }
    wrong.or(())?;
    let mut wrong = Points::default();
    let mut rules: Vec<Rule> = Vec::new();
    for (line, cells) in &table.lines {
        let cell = |at: usize| cells.get(columns[at]).unwrap_or_default();
        let mut numbers = [0; 3];
        for (number, (at, name)) in numbers.iter_mut().zip([(1, "coefficient"), (3, "min"), (4, "max")]) {
            match cell(at).parse::<i64>() {
                Ok(read) if read.abs() <= MOST_COEFFICIENT => *number = read,
                _ => wrong.tell(|| {
                    format!("Ligne {line}, colonne « {} » : « {} » n’est pas un nombre entier.", name, shown(cell(at)))
                }),
            }
        }
        let mut conditions = Vec::new();
        for condition in cell(2).split('&').map(str::trim).filter(|condition| !condition.is_empty()) {
            match condition.split_once('=') {
                Some((feature, value)) => conditions.push((feature.trim().to_owned(), value.trim().to_owned())),
                None => wrong.tell(|| {
                    format!("Ligne {line}, colonne « where » : « {} » s’écrit « critère=valeur ».", shown(condition))
                }),
            }
        }
        let (name, term) = (cell(0).to_owned(), (conditions, numbers[0]));
        if name.is_empty() || numbers[1] > numbers[2] {
            wrong.tell(|| format!("Ligne {line} : une règle a un nom, et un minimum qui ne dépasse pas son maximum."));
        }
        match rules.iter_mut().find(|rule| rule.name == name) {
            Some(rule) if (rule.low, rule.high) == (numbers[1], numbers[2]) => rule.terms.push(term),
            Some(_) => wrong.tell(|| format!("Ligne {line} : « {} » a deux minimums ou deux maximums.", shown(&name))),
            None => rules.push(Rule { name, terms: vec![term], low: numbers[1], high: numbers[2] }),
        }
    }
    wrong.or(rules)
}
