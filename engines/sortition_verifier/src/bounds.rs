//! The lottery and the proof of every level.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use num_traits::Signed as _;
use serde_json::Value;

use crate::Files;
use crate::ground::Ground;
use crate::text::{decimal, exact, field, fraction, list, number, table, whole};

/// Nodes of the search that proves a bound by looking at panels.
const NODES: u64 = 3_000_000;
/// Share of a proof under which a type is not held by it: one part in so many.
const HELD: i128 = 20_000_000;

/// A row over types.
struct Row {
    name: String,
    low: i128,
    high: i128,
    counts: Vec<i128>,
}

/// The lottery as the certificate writes it.
pub struct Lottery {
    /// People of each type.
    pub types: Vec<Vec<usize>>,
    /// Panels of the lottery.
    pub support: usize,
    /// Probability of each type.
    pub probabilities: Vec<BigRational>,
    rows: Vec<Row>,
    /// The chance the people of each type had of being invited.
    invited: Vec<BigRational>,
    /// The highest probability they may have: that of the rules, or 1 when they sit already.
    highest: Vec<BigRational>,
}

/// What is proved.
pub struct Status {
    /// Its name.
    pub name: &'static str,
    /// The most that is missing.
    pub gap: BigRational,
    /// Bound and probability reached, level by level.
    pub levels: Vec<(BigRational, BigRational)>,
}

impl Lottery {
    /// Reads types and lottery, counting everything again.
    pub fn read(ground: &Ground, certificate: &Value) -> Result<Self, String> {
        let mut types: Vec<Vec<usize>> = Vec::new();
        let mut classes: BTreeMap<i128, Vec<usize>> = BTreeMap::new();
        let mut seen = vec![false; ground.people.len()];
        for (rank, of) in list(certificate, "types")?.iter().enumerate() {
            let ids: Vec<String> = list(of, "ids")?.iter().filter_map(|id| id.as_str().map(str::to_owned)).collect();
            let people = ground.ranks("Certificat", ids.iter())?;
            let first = *people.first().ok_or("Certificat : un type n’a personne.")?;
            let class = if of["households"].is_null() { None } else { Some(number(&of["households"])?) };
            for person in &people {
                let (a, b) = (&ground.people[first], &ground.people[*person]);
                if a.values != b.values || (class.is_some() && b.household.is_empty()) || seen[*person] {
                    return Err(format!("Certificat : « {} » n’est pas du type où il est rangé.", b.id));
                }
                seen[*person] = true;
            }
            if let Some(class) = class {
                classes.entry(class).or_default().push(rank);
            }
            types.push(people);
        }
        if seen.contains(&false) {
            return Err("Certificat : quelqu’un du vivier n’est d’aucun type.".to_owned());
        }
        let mut rows: Vec<Row> = (0..ground.rows.len())
            .map(|row| Row {
                name: ground.rows[row].name.clone(),
                low: ground.rows[row].low,
                high: ground.rows[row].high,
                counts: types.iter().map(|people| ground.counts(row, people[0])).collect(),
            })
            .collect();
        let mut has_row: BTreeSet<&str> = BTreeSet::new();
        for (class, members) in classes {
            // Households of a class are alike: each holds as many people of each type.
            let mut homes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for of in &members {
                for person in &types[*of] {
                    homes.entry(&ground.people[*person].household).or_default().push(*of);
                }
            }
            let mut contents = homes.values();
            let first = contents.next();
            let is_whole = homes.iter().all(|(home, people)| {
                ground.people.iter().filter(|person| person.household == **home).count() == people.len()
            });
            if !is_whole || homes.values().any(|people| Some(people) != first) {
                return Err("Certificat : des foyers qui ne se ressemblent pas y sont confondus.".to_owned());
            }
            has_row.extend(homes.keys());
            let mut counts = vec![0; types.len()];
            members.iter().for_each(|of| counts[*of] = 1);
            rows.push(Row { name: format!("households:{class}"), low: 0, high: homes.len() as i128, counts });
        }
        let told = list(certificate, "rows")?;
        for row in told {
            let (name, low, high) = (field(row, "name")?, number(&row["min"])?, number(&row["max"])?);
            if !rows.iter().any(|own| own.name == name && own.low == low && own.high == high) {
                return Err(format!("Certificat : la règle « {name} » n’est pas celle du dossier."));
            }
        }
        let invited = types.iter().map(|people| ground.invited(people[0])).collect::<Result<_, _>>()?;
        let highest = |people: &Vec<usize>| if ground.is_certain(people[0]) { whole(1) } else { ground.cap.clone() };
        let highest = types.iter().map(highest).collect();
        let mut lottery = Self { types, support: 0, probabilities: Vec::new(), rows, invited, highest };
        let most = lottery.count(certificate)?;
        // A household without a row: of its people, no more than one is expected in any panel.
        let mut expected: BTreeMap<&str, BigRational> = BTreeMap::new();
        for (people, most) in lottery.types.iter().zip(most) {
            let each = fraction(most, people.len() as i128);
            for home in people.iter().map(|person| ground.people[*person].household.as_str()) {
                if !home.is_empty() && !has_row.contains(home) {
                    *expected.entry(home).or_default() += &each;
                }
            }
        }
        if expected.values().any(|expected| *expected > whole(1)) {
            return Err("Certificat : un foyer y est oublié.".to_owned());
        }
        Ok(lottery)
    }

    /// Counts the lottery; the most of each type in any of its panels.
    fn count(&mut self, certificate: &Value) -> Result<Vec<i128>, String> {
        let drawn = &certificate["lottery"];
        let total = number(&drawn["total"])?;
        let mut sums = vec![0_i128; self.types.len()];
        let mut largest = vec![0_i128; self.types.len()];
        let mut mass = 0_i128;
        for (rank, panel) in list(drawn, "panels")?.iter().enumerate() {
            let weight = number(&panel["weight"])?;
            if weight < 0 {
                return Err(format!("Certificat : le groupe {rank} de la loterie a un poids négatif."));
            }
            mass += weight;
            let mut counts = vec![0_i128; self.types.len()];
            for pair in list(panel, "types")? {
                let (of, many) = (number(&pair[0])?, number(&pair[1])?);
                let of = usize::try_from(of).ok().filter(|of| *of < counts.len());
                let of = of.ok_or("Certificat : un type de la loterie n’existe pas.")?;
                if many < 0 || many > self.types[of].len() as i128 {
                    return Err(format!("Certificat : le groupe {rank} de la loterie ne tient pas les règles."));
                }
                counts[of] += many;
                sums[of] += weight * many;
            }
            let fits = counts.iter().zip(&self.types).all(|(many, people)| (0..=people.len() as i128).contains(many));
            let keeps = self.rows.iter().all(|row| {
                let sum: i128 = row.counts.iter().zip(&counts).map(|(a, b)| a * b).sum();
                (row.low..=row.high).contains(&sum)
            });
            if !fits || !keeps {
                return Err(format!("Certificat : le groupe {rank} de la loterie ne tient pas les règles."));
            }
            largest.iter_mut().zip(&counts).for_each(|(most, many)| *most = (*most).max(*many));
            self.support += 1;
        }
        if mass != total || total <= 0 {
            return Err("Certificat : les poids de la loterie ne font pas un tout.".to_owned());
        }
        let p = |(sum, people): (&i128, &Vec<usize>)| fraction(*sum, total * people.len() as i128);
        self.probabilities = sums.iter().zip(&self.types).map(p).collect();
        Ok(largest)
    }

    /// The probability of each person.
    pub fn by_person(&self, ground: &Ground) -> Vec<BigRational> {
        let mut by_person = vec![whole(0); ground.people.len()];
        for (people, p) in self.types.iter().zip(&self.probabilities) {
            people.iter().for_each(|person| by_person[*person] = p.clone());
        }
        by_person
    }

    /// Compares published probabilities with those of the lottery.
    pub fn compare(&self, ground: &Ground, files: &Files, holds: &mut Vec<String>) -> Result<(), String> {
        let lines = table(files, "probabilities.csv")?;
        if lines.len() != ground.people.len() + 1 {
            return Err("« probabilities.csv » n’a pas une ligne par personne.".to_owned());
        }
        let half = fraction(1, 2_000_000_000_000_000);
        for ((cells, person), p) in lines[1..].iter().zip(&ground.people).zip(self.by_person(ground)) {
            let [id, told] = cells.as_slice() else {
                return Err("« probabilities.csv » n’est pas lisible.".to_owned());
            };
            if *id != person.id || (decimal(told)? - p).abs() > half {
                return Err(format!(
                    "« probabilities.csv » : la probabilité de « {id} » n’est pas celle de la loterie."
                ));
            }
        }
        holds.push("Les probabilités publiées sont exactement celles de la loterie certifiée.".to_owned());
        Ok(())
    }

    /// Checks the proof of every level.
    pub fn levels(&self, ground: &Ground, certificate: &Value, holds: &mut Vec<String>) -> Result<Status, String> {
        let cap = &ground.cap;
        // Those who sit already are at no level: they are in every panel, or nothing is proved.
        let is_certain: Vec<bool> = self.types.iter().map(|people| ground.is_certain(people[0])).collect();
        let mut standing: Vec<Option<Option<usize>>> = is_certain.iter().map(|is| is.then_some(None)).collect();
        let mut is_above = false;
        for ((p, highest), is_certain) in self.probabilities.iter().zip(&self.highest).zip(&is_certain) {
            is_above |= *p > highest + fraction(1, 1_000_000_000);
            if *is_certain && *p != whole(1) {
                return Err("Certificat : quelqu’un qui siège déjà n’est pas de tous les groupes.".to_owned());
            }
        }
        let mut levels: Vec<(BigRational, BigRational)> = Vec::new();
        let mut gap = whole(0);
        let mut is_by_panels = false;
        let claims = ground.objective != "nash";
        let is_maximin = ground.objective == "maximin";
        // Fairness is of whole chances: of being invited, times the probability of the draw.
        let chance = |of: usize| &self.probabilities[of] * &self.invited[of];
        for (rank, level) in list(certificate, "levels")?.iter().enumerate() {
            let told = |what: &str| format!("Certificat, niveau {} : {what}.", rank + 1);
            let bound = exact(field(level, "bound")?)?;
            let proof = &level["proof"];
            let at = indices(&level["types"], self.types.len())?;
            let ceiling = indices(&level["ceiling"], self.types.len())?;
            let (weights, most) = match field(proof, "kind")? {
                "ceiling" => {
                    if at.iter().any(|of| bound != cap * &self.invited[*of]) {
                        return Err(told("la borne n’est pas la probabilité maximale"));
                    }
                    (vec![1; self.types.len()], 0)
                }
                "rows" => self.multiplied(&proof["multipliers"])?,
                "panels" => {
                    is_by_panels = true;
                    self.heaviest(proof).map_err(|why| told(&why))?
                }
                _ => return Err(told("la preuve est d’une sorte inconnue")),
            };
            let part = |of: usize| weights[of] * self.types[of].len() as i128;
            if field(proof, "kind")? != "ceiling" {
                let (mut rest, mut free) = (whole(most), whole(0));
                let mut highest = cap.clone();
                for of in 0..self.types.len() {
                    if standing[of].is_none() {
                        highest = highest.min(cap * &self.invited[of]);
                    }
                    match standing[of] {
                        Some(Some(level)) => rest -= whole(part(of)) * &levels[level].0 / &self.invited[of],
                        None if weights[of] > 0 => free += whole(part(of)) / &self.invited[of],
                        Some(None) | None => rest -= whole(part(of)) * &self.highest[of],
                    }
                }
                if free <= whole(0) || (rest / &free).min(highest) != bound {
                    return Err(told("la preuve ne donne pas la borne annoncée"));
                }
                let is_held = at.iter().all(|of| whole(part(*of)) * whole(HELD) / &self.invited[*of] > free)
                    && ceiling.iter().all(|of| part(*of) < 0);
                if !is_held || at.is_empty() {
                    return Err(told("la preuve ne tient pas tous ceux qu’elle range là"));
                }
            }
            for (of, place) in at.iter().map(|of| (*of, Some(rank))).chain(ceiling.iter().map(|of| (*of, None))) {
                if standing[of].replace(place).is_some() {
                    return Err(told("quelqu’un est rangé à deux niveaux"));
                }
                let aim = if place.is_some() { &bound / &self.invited[of] } else { self.highest[of].clone() };
                if claims && (!is_maximin || (rank == 0 && place.is_some())) {
                    gap = gap.max(aim - &self.probabilities[of]);
                }
            }
            let reached = at.iter().map(|of| chance(*of)).min().unwrap_or_else(|| whole(0));
            if exact(field(level, "achieved")?)? != reached {
                return Err(told("la probabilité atteinte n’est pas celle de la loterie"));
            }
            levels.push((bound, reached));
        }
        if is_maximin {
            let least = (0..self.types.len()).map(chance).min().unwrap_or_else(|| whole(0));
            let bound = levels.first().ok_or("Certificat : il n’a aucun niveau.")?;
            gap = (&bound.0 - least).max(whole(0));
        } else if standing.contains(&None) {
            return Err("Certificat : quelqu’un n’est à aucun niveau.".to_owned());
        }
        if !claims {
            gap = self.product(&certificate["nash"])?;
        }
        let name = match (gap <= fraction(1, 1_000_000_000), is_by_panels && claims) {
            (false, _) => "best-found",
            (true, true) => "optimal-with-cuts",
            (true, false) => "optimal-certified",
        };
        if is_above && name != "best-found" {
            return Err("Certificat : la probabilité maximale n’est pas tenue.".to_owned());
        }
        holds.push(match name {
            "best-found" => {
                "Les bornes sont justes ; la loterie ne les atteint pas toutes, et le dossier le dit.".to_owned()
            }
            _ if levels.len() == 1 => "Le seul niveau est prouvé et atteint à un milliardième près.".to_owned(),
            _ => format!("Les {} niveaux sont prouvés et atteints à un milliardième près.", levels.len()),
        });
        Ok(Status { name, gap, levels })
    }

    /// Weights of types and the most they can sum to, from multipliers of rows.
    fn multiplied(&self, multipliers: &Value) -> Result<(Vec<i128>, i128), String> {
        let multipliers = multipliers.as_object().ok_or("Certificat : une preuve n’est pas lisible.")?;
        let (mut weights, mut most) = (vec![0; self.types.len()], 0);
        for (name, y) in multipliers {
            let y = number(y)?;
            let row = self.rows.iter().find(|row| row.name == *name);
            let row = row.ok_or_else(|| format!("Certificat : la règle « {name} » n’existe pas."))?;
            most += y * if y > 0 { row.high } else { row.low };
            weights.iter_mut().zip(&row.counts).for_each(|(weight, count)| *weight += y * count);
        }
        Ok((weights, most))
    }

    /// Weights of types and the most that any panel weighs, every panel being looked at.
    fn heaviest(&self, proof: &Value) -> Result<(Vec<i128>, i128), String> {
        let mut weights = vec![0; self.types.len()];
        for pair in list(proof, "weights")? {
            let of = usize::try_from(number(&pair[0])?).ok().filter(|of| *of < weights.len());
            weights[of.ok_or("un type n’existe pas")?] = number(&pair[1])?;
        }
        let most = number(&proof["most"])?;
        let (prices, ceiling) = self.multiplied(&proof["multipliers"])?;
        let mut walk = Walk::new(self, &weights, most, &prices, ceiling);
        match walk.exceeds(0, 0, 0) {
            Some(false) => Ok((weights, most)),
            Some(true) => Err("un groupe pèse plus que la borne annoncée".to_owned()),
            None => Err("il y a trop de groupes pour les examiner tous ici".to_owned()),
        }
    }

    /// How much the logarithm of the product could still gain, by person.
    fn product(&self, nash: &Value) -> Result<BigRational, String> {
        let scale = number(&nash["scale"])?;
        let (weights, most) = self.multiplied(&nash["multipliers"])?;
        if scale <= 0 {
            return Err("Certificat : une preuve n’est pas lisible.".to_owned());
        }
        let (mut most, mut people) = (fraction(most, scale), 0);
        let types = self.types.iter().zip(&self.highest);
        for ((p, weight), (members, highest)) in self.probabilities.iter().zip(weights).zip(types) {
            if *p == whole(0) {
                continue;
            }
            people += members.len() as i128;
            let rest = p.recip() - fraction(weight, scale);
            if rest.is_positive() {
                most += rest * highest * whole(members.len() as i128);
            }
        }
        Ok(((most - whole(people)) / whole(people.max(1))).max(whole(0)))
    }
}

fn indices(value: &Value, many: usize) -> Result<Vec<usize>, String> {
    let list = value.as_array().ok_or("Certificat : un niveau n’est pas lisible.")?;
    let read = list.iter().map(|of| of.as_u64().map(|of| of as usize).filter(|of| *of < many));
    read.collect::<Option<_>>().ok_or_else(|| "Certificat : un niveau nomme un type qui n’existe pas.".to_owned())
}

/// A walk through all panels, leaving branches where nothing can be heavier than the bound or keep a row. Multipliers of
/// rows, whatever they are, bound what a branch can weigh: rows give so much at most, and each type what exceeds its price.
struct Walk<'a> {
    lottery: &'a Lottery,
    order: Vec<usize>,
    weights: &'a [i128],
    most: i128,
    sums: Vec<i128>,
    /// From each depth on: least and most that each row can still gain.
    reach: Vec<Vec<(i128, i128)>>,
    /// Weight of each type beyond its price, in millionths.
    beyond: Vec<i128>,
    /// From each depth on: the most that types can still bring beyond their price.
    rest: Vec<i128>,
    nodes: u64,
}

/// What multipliers are divided by.
const SCALE: i128 = 1_000_000;

impl<'a> Walk<'a> {
    fn new(lottery: &'a Lottery, weights: &'a [i128], most: i128, prices: &[i128], ceiling: i128) -> Self {
        let beyond: Vec<i128> = weights.iter().zip(prices).map(|(weight, price)| weight * SCALE - price).collect();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|of| (-beyond[*of].abs(), *of));
        let mut reach = vec![vec![(0, 0); lottery.rows.len()]; order.len() + 1];
        let mut rest = vec![ceiling; order.len() + 1];
        for depth in (0..order.len()).rev() {
            let many = lottery.types[order[depth]].len() as i128;
            rest[depth] = rest[depth + 1] + beyond[order[depth]].max(0) * many;
            for (row, of) in lottery.rows.iter().enumerate() {
                let gain = of.counts[order[depth]] * many;
                let (low, high) = reach[depth + 1][row];
                reach[depth][row] = (low + gain.min(0), high + gain.max(0));
            }
        }
        Self { lottery, order, weights, most, sums: vec![0; lottery.rows.len()], reach, beyond, rest, nodes: NODES }
    }

    /// Whether a panel below this point weighs more than the bound; nothing when there are too many. `above` is what types
    /// already chosen bring beyond their price.
    fn exceeds(&mut self, depth: usize, weight: i128, above: i128) -> Option<bool> {
        self.nodes = self.nodes.checked_sub(1)?;
        // Weights are whole: a panel heavier than the bound is so by one.
        if above + self.rest[depth] < (self.most + 1) * SCALE {
            return Some(false);
        }
        for (row, (sum, (low, high))) in self.lottery.rows.iter().zip(self.sums.iter().zip(&self.reach[depth])) {
            if sum + high < row.low || sum + low > row.high {
                return Some(false);
            }
        }
        let Some(of) = self.order.get(depth).copied() else { return Some(weight > self.most) };
        for many in (0..=self.lottery.types[of].len() as i128).rev() {
            for (sum, row) in self.sums.iter_mut().zip(&self.lottery.rows) {
                *sum += many * row.counts[of];
            }
            let found = self.exceeds(depth + 1, weight + many * self.weights[of], above + many * self.beyond[of]);
            for (sum, row) in self.sums.iter_mut().zip(&self.lottery.rows) {
                *sum -= many * row.counts[of];
            }
            if found != Some(false) {
                return found;
            }
        }
        Some(false)
    }
}
