//! Times the counting of generated surveys, for `benchmarks/tabulate`: writes the answers as bytes others can read, and
//! prints one line per measure, in seconds of one thread: of processor time for what is long, of wall clock otherwise.
//!
//! `tabulate_bench FOLDER ROWS SINGLES MULTIPLES`

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use tabulation::secrecy::{SecrecyRule, protect};
use tabulation::weights::{Margin, rake};
use tabulation::{Answer, Chance, Collection, DataSet, LiveTables, Request, Variable, cross, flat};

const OPTIONS: usize = 9;

fn generated(rows: usize, singles: usize, multiples: usize) -> DataSet {
    let codes: Vec<String> = (1..=OPTIONS).map(|code| code.to_string()).collect();
    let pairs: Vec<(&str, &str)> = codes.iter().map(|code| (code.as_str(), code.as_str())).collect();
    let single = (0..singles).map(|position| Variable::single(&format!("s{position}"), "", &pairs[..3 + position % 6]));
    let multiple =
        (0..multiples).map(|position| Variable::multiple(&format!("m{position}"), "", &pairs).with_max_selected(3));
    let variables: Vec<Variable> = single.chain(multiple).collect();
    let mut data = DataSet::new(variables.clone()).expect("a form");
    let mut chance = Chance::new(9);
    for _ in 0..rows {
        let answers: Vec<Answer<'_>> = variables.iter().map(|variable| answer(variable, &mut chance)).collect();
        data.append(&answers).expect("fits");
    }
    data
}

fn answer(variable: &Variable, chance: &mut Chance) -> Answer<'static> {
    let categories = variable.categories.len();
    match (chance.below(20), variable.max_selected) {
        (0, _) => Answer::NoAnswer,
        (_, None) => Answer::One(chance.below(categories)),
        _ => {
            let mut chosen: Vec<usize> = (0..1 + chance.below(3)).map(|_| chance.below(categories)).collect();
            chosen.sort_unstable();
            chosen.dedup();
            Answer::Several(chosen)
        }
    }
}

/// One byte per single answer and per option, 255 for none: what `compare.py` loads.
fn write(data: &DataSet, folder: &Path) {
    for (position, variable) in data.variables().iter().enumerate() {
        let options = if variable.max_selected.is_some() { OPTIONS } else { 1 };
        for option in 0..options {
            let byte = |row| match data.answer(row, position) {
                Answer::One(category) => category as u8,
                Answer::Several(chosen) => u8::from(chosen.contains(&option)),
                _ => 255,
            };
            let bytes: Vec<u8> = (0..data.len()).map(byte).collect();
            let name = if options > 1 { format!("{}_{option}", variable.name) } else { variable.name.clone() };
            std::fs::write(folder.join(name), bytes).expect("written");
        }
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

/// Processor time this thread has had, where the system says it; it is told by the tick, some milliseconds.
fn spent() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Time of a long work, without what others took of the processor.
fn timed_long<T>(work: impl FnOnce() -> T) -> f64 {
    let before = spent();
    let wall = timed(work);
    let told = before.zip(spent()).map(|(before, after)| after - before);
    told.filter(|told| *told > Duration::from_millis(20)).unwrap_or(wall).min(wall).as_secs_f64()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |position: usize| words[position].parse::<usize>().expect("a number");
    let (folder, rows, singles, multiples) = (Path::new(&words[0]), number(1), number(2), number(3));
    let data = generated(rows, singles, multiples);
    write(&data, folder);
    let width = singles + multiples;
    let pairs: Vec<(usize, usize)> = (0..width).flat_map(|one| (one + 1..width).map(move |two| (one, two))).collect();
    let mut chance = Chance::new(3);
    let weights: Vec<f64> = (0..rows).map(|_| 0.5 + chance.unit()).collect();
    let request = Request::default();
    let weighted = Request { weights: Some(&weights), ..request };
    let say = |name: &str, value: f64| println!("{name} {value:.9}");

    say("bytes", data.bytes() as f64);
    say(
        "every_crossing",
        timed_long(|| {
            pairs.iter().map(|(one, two)| cross(&data, *one, *two, &request).expect("table").base().count).sum::<u64>()
        }),
    );
    let each = |request: &Request<'_>, kinds: &dyn Fn(usize, usize) -> bool| {
        let times: Vec<Duration> = pairs
            .iter()
            .filter(|(one, two)| kinds(*one, *two))
            .take(60)
            .map(|(one, two)| timed(|| cross(&data, *one, *two, request)))
            .collect();
        median(times)
    };
    say("crossing_single_single", each(&request, &|_, two| two < singles));
    say("crossing_single_multiple", each(&request, &|one, two| one < singles && two >= singles));
    say("crossing_multiple_multiple", each(&request, &|one, _| one >= singles));
    say(
        "crossing_any",
        median(pairs.iter().step_by(5).map(|(one, two)| timed(|| cross(&data, *one, *two, &request))).collect()),
    );
    say(
        "crossing_any_weighted",
        median(pairs.iter().step_by(7).map(|(one, two)| timed(|| cross(&data, *one, *two, &weighted))).collect()),
    );
    say("flat_any", median((0..width).map(|variable| timed(|| flat(&data, variable, &request))).collect()));

    let mut live = LiveTables::new(&data, &pairs, request.policy).expect("tables");
    let mut grown = data.clone();
    let variables = data.variables().to_vec();
    let updates = (0..200).map(|_| {
        let answers: Vec<Answer<'_>> = variables.iter().map(|variable| answer(variable, &mut chance)).collect();
        timed(|| {
            let row = grown.append(&answers).expect("fits");
            live.add(&grown, row);
        })
    });
    say("live_update_of_every_crossing", median(updates.collect()));
    let mut collection = Collection::new(variables.clone(), &pairs, request.policy).expect("variables");
    for key in 0..rows.min(1_000) {
        let answers: Vec<Answer<'_>> = (0..width).map(|variable| data.answer(key, variable)).collect();
        collection.take(key, &answers).expect("fits");
    }
    say("live_take_back", median((0..rows.min(200)).map(|key| timed(|| collection.retire(&key))).collect()));

    let margins: Vec<Margin> = (0..3)
        .map(|variable| {
            let categories = variables[variable].categories.len();
            let members = (0..rows)
                .map(|row| if let Answer::One(category) = data.answer(row, variable) { category } else { 0 })
                .collect();
            let cells = (0..categories)
                .map(|cell| (cell.to_string(), 1000.0 * (cell + 1) as f64 / (categories * (categories + 1)) as f64))
                .collect();
            Margin { name: variable.to_string(), cells, members }
        })
        .collect();
    say("rake_3_margins", timed_long(|| rake(&margins, None).map(|told| told.steps)));
    let table: Vec<Vec<u64>> =
        (0..6).map(|row| (0..10).map(|column| ((row * 7 + column * 5) % 13) as u64 + row as u64).collect()).collect();
    say("protect_6_by_10", median((0..20).map(|_| timed(|| protect(&table, &SecrecyRule::SURVEY))).collect()));
}
