//! Counts and percentages against a naive count with exact rationals, on ten thousand random forms.

use tabulation::{
    Answer, BasePolicy, Chance, DataSet, Kind, LiveTables, Request, Rows, Slot, State, Tally, Variable, base, cross,
    flat, percent,
};

fn random_form(chance: &mut Chance) -> DataSet {
    let mut variables = Vec::new();
    for position in 0..2 + chance.below(3) {
        let most = if chance.below(40) == 0 { 300 } else { 9 };
        let codes: Vec<String> = (0..1 + chance.below(most)).map(|code| format!("c{code}")).collect();
        let pairs: Vec<(&str, &str)> = codes.iter().map(|code| (code.as_str(), code.as_str())).collect();
        let name = format!("v{position}");
        let variable = if chance.below(2) == 0 {
            Variable::single(&name, "", &pairs)
        } else {
            Variable::multiple(&name, "", &pairs).with_max_selected(1 + chance.below(pairs.len()))
        };
        let variable = variable.with_dont_know("nsp", "Je ne sais pas");
        variables.push(variable.with_rather_not_say("nvp", "Je préfère ne pas répondre"));
    }
    let mut data = DataSet::new(variables.clone()).expect("a form");
    for _ in 0..chance.below(200) {
        let answers: Vec<Answer<'_>> = variables.iter().map(|variable| answer(variable, chance)).collect();
        data.append(&answers).expect("fits");
    }
    data
}

fn answer(variable: &Variable, chance: &mut Chance) -> Answer<'static> {
    let categories = variable.categories.len();
    match chance.below(9) {
        0 => Answer::NotAsked,
        1 => Answer::NoAnswer,
        2 => Answer::DontKnow,
        3 => Answer::RatherNotSay,
        _ if variable.kind == Kind::Single => Answer::One(chance.below(categories)),
        _ => Answer::Several((0..categories).filter(|_| chance.below(3) == 0).collect()),
    }
}

/// Whether a respondent is in a line, said in the plainest way.
fn is_in(data: &DataSet, row: usize, variable: usize, slot: Slot) -> bool {
    match (slot, data.answer(row, variable)) {
        (Slot::Category(category), Answer::One(chosen)) => chosen == category,
        (Slot::Category(category), Answer::Several(chosen)) => chosen.contains(&category),
        (Slot::DontKnow, Answer::DontKnow) | (Slot::RatherNotSay, Answer::RatherNotSay) => true,
        _ => false,
    }
}

/// numerator/denominator in percent, rounded half up to `decimals`, times 10^decimals: long division, no float.
fn by_hand(numerator: u64, denominator: u64, decimals: u32) -> u128 {
    let scaled = 100 * u128::from(numerator) * 10u128.pow(decimals);
    let (quotient, rest) = (scaled / u128::from(denominator), scaled % u128::from(denominator));
    quotient + u128::from(2 * rest >= u128::from(denominator))
}

/// One random question to the tables, and what the naive count needs.
struct Case<'a> {
    data: &'a DataSet,
    request: Request<'a>,
    chosen: Vec<usize>,
}

impl Case<'_> {
    fn weight(&self, row: usize) -> u64 {
        self.request.weights.map_or(1, |weights| weights[row] as u64)
    }

    fn tally(&self, rows: impl Iterator<Item = usize>) -> Tally {
        let weights: Vec<u64> = rows.map(|row| self.weight(row)).collect();
        Tally {
            count: weights.len() as u64,
            weight: weights.iter().sum::<u64>() as f64,
            weight_squares: weights.iter().map(|weight| weight * weight).sum::<u64>() as f64,
        }
    }

    fn based(&self, variable: usize) -> Vec<usize> {
        let keeps = |row: &usize| self.request.policy.keeps(self.data.state(*row, variable));
        self.chosen.iter().copied().filter(keeps).collect()
    }
}

#[test]
fn percentages_are_exact_on_ten_thousand_random_forms() {
    let mut chance = Chance::new(20_230_706);
    for _ in 0..10_000 {
        let data = random_form(&mut chance);
        let kept: Vec<bool> = (0..data.len()).map(|_| chance.below(4) > 0).collect();
        let rows = (chance.below(2) == 0).then(|| Rows::from_fn(data.len(), |row| kept[row]));
        let policy = BasePolicy { keeps_dont_know: chance.below(2) == 0, keeps_rather_not_say: chance.below(2) == 0 };
        // Whole weights: their sums are exact, so equality is asked, not closeness.
        let weights: Option<Vec<f64>> =
            (chance.below(2) == 0).then(|| (0..data.len()).map(|_| chance.below(9) as f64).collect());
        let case = Case {
            data: &data,
            request: Request { rows: rows.as_ref(), weights: weights.as_deref(), policy },
            chosen: (0..data.len()).filter(|row| rows.is_none() || kept[*row]).collect(),
        };
        let one = chance.below(data.variables().len());
        check_flat(&case, one);
        check_crossing(&case, one, chance.below(data.variables().len()));
    }
}

fn check_flat(case: &Case<'_>, one: usize) {
    let (data, policy) = (case.data, case.request.policy);
    let table = flat(data, one, &case.request).expect("a table");
    let based = case.based(one);
    let state = |state| case.chosen.iter().filter(|row| data.state(**row, one) == state).count() as u64;
    assert_eq!(table.base.respondents, case.chosen.len() as u64);
    assert_eq!(table.base.not_asked, state(State::NotAsked));
    assert_eq!(table.base.no_answer, state(State::NoAnswer));
    assert_eq!(table.base.dont_know, state(State::DontKnow));
    assert_eq!(table.base.rather_not_say, state(State::RatherNotSay));
    assert_eq!(table.base.answered, state(State::Answered));
    assert_eq!(table.base.effective, case.tally(based.iter().copied()));
    let everybody = data.everybody();
    assert_eq!(table.base, base(data, one, case.request.rows.unwrap_or(&everybody), case.request.weights, policy));
    let special = usize::from(policy.keeps_dont_know) + usize::from(policy.keeps_rather_not_say);
    assert_eq!(table.rows.len(), data.variables()[one].categories.len() + special);
    let mut citations = 0;
    for line in &table.rows {
        let inside = case.tally(based.iter().copied().filter(|row| is_in(data, *row, one, line.slot)));
        assert_eq!(line.tally, inside, "{:?}", line.slot);
        if matches!(line.slot, Slot::Category(_)) {
            citations += inside.count;
        }
        let total = table.base.effective.weight;
        assert_eq!(table.share_of_respondents(line), (total > 0.0).then(|| inside.weight / total));
        for decimals in [0, 1, 2] {
            let (count, base) = (line.tally.count, table.base.effective.count);
            let told = percent(count, base, decimals).map(u128::from);
            assert_eq!(told, (base > 0).then(|| by_hand(count, base, decimals)));
        }
    }
    assert_eq!(table.citations.count, citations);
    let is_over = |row: &&usize| {
        let most = data.variables()[one].max_selected.unwrap_or(usize::MAX);
        matches!(data.answer(**row, one), Answer::Several(list) if list.len() > most)
    };
    assert_eq!(table.over_cap, case.chosen.iter().filter(is_over).count() as u64);
}

fn check_crossing(case: &Case<'_>, one: usize, two: usize) {
    let data = case.data;
    let table = cross(data, one, two, &case.request).expect("a crossing");
    let second = case.based(two);
    let both: Vec<usize> = case.based(one).into_iter().filter(|row| second.binary_search(row).is_ok()).collect();
    let naive = |row: Option<Slot>, column: Option<Slot>| {
        case.tally(both.iter().copied().filter(|person| {
            row.is_none_or(|slot| is_in(data, *person, one, slot))
                && column.is_none_or(|slot| is_in(data, *person, two, slot))
        }))
    };
    assert_eq!(table.base(), naive(None, None));
    for (row, slot) in table.rows.iter().enumerate() {
        assert_eq!(table.row_base(row), naive(Some(*slot), None));
    }
    for (column, slot) in table.columns.iter().enumerate() {
        assert_eq!(table.column_base(column), naive(None, Some(*slot)));
    }
    // Every cell of small tables, diagonals of large ones.
    for (row, left) in table.rows.iter().enumerate() {
        for (column, right) in table.columns.iter().enumerate() {
            if table.rows.len() * table.columns.len() < 200 || row % 37 == column % 37 {
                assert_eq!(table.cell(row, column), naive(Some(*left), Some(*right)));
            }
        }
    }
}

#[test]
fn live_tables_are_always_those_a_recount_would_give() {
    let mut chance = Chance::new(5);
    for _ in 0..200 {
        let full = random_form(&mut chance);
        let mut data = DataSet::new(full.variables().to_vec()).expect("a form");
        let policy = BasePolicy { keeps_dont_know: chance.below(2) == 0, keeps_rather_not_say: chance.below(2) == 0 };
        let pairs = [(0, 1), (1, 0), (1, 1)];
        let mut live = LiveTables::new(&data, &pairs, policy).expect("tables");
        let answers = |row: usize| (0..full.variables().len()).map(|one| full.answer(row, one)).collect::<Vec<_>>();
        for row in 0..full.len() {
            let added = data.append(&answers(row)).expect("fits");
            live.add(&data, added);
            // Now and then somebody corrects, or takes back, what was said.
            if row > 0 && chance.below(5) == 0 {
                let corrected = chance.below(row);
                live.remove(&data, corrected);
                data.replace(corrected, &answers(chance.below(full.len()))).expect("fits");
                live.add(&data, corrected);
            }
        }
        let request = Request { policy, ..Request::default() };
        for (position, (one, two)) in pairs.iter().enumerate() {
            assert_eq!(live.crossings()[position], cross(&data, *one, *two, &request).expect("a crossing"));
        }
        for variable in 0..full.variables().len() {
            assert_eq!(live.flat(variable), flat(&data, variable, &request).ok());
        }
    }
}
