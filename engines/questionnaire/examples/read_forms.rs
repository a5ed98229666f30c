//! Reads forms: `read_forms TIMES FILE...`, each so many times. Used by `benchmarks/forms`, which measures it from outside.
//! With `TOLD` in the environment, says what is to be corrected.

use questionnaire::xlsform::{Reading, read};

fn main() {
    let mut words = std::env::args().skip(1);
    let times: usize = words.next().and_then(|times| times.parse().ok()).unwrap_or(1);
    for path in words {
        let Ok(bytes) = std::fs::read(&path) else {
            eprintln!("{path}: unreadable");
            continue;
        };
        let mut last = None;
        for _ in 0..times {
            last = Some(read(&bytes, "form"));
        }
        if let Some(reading) = last {
            say(&path, &reading);
        }
    }
}

fn say(path: &str, reading: &Reading) {
    let mut count = 0;
    reading.form.walk(&mut |_, _| count += 1);
    println!("{path}\t{count}\t{}", reading.is_accepted());
    if std::env::var_os("TOLD").is_some() {
        reading.problems.iter().for_each(|problem| println!("  {:?} {problem}", problem.severity));
    }
}
