//! Reads forms and says how long it took: `read_forms FILE...`. Used by `benchmarks/forms`.

use std::time::Instant;

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else {
            eprintln!("{path}: unreadable");
            continue;
        };
        let start = Instant::now();
        let reading = questionnaire::xlsform::read(&bytes, "form");
        let seconds = start.elapsed().as_secs_f64();
        let mut count = 0;
        reading.form.walk(&mut |_, _| count += 1);
        println!("{path}\t{seconds:.6}\t{count}\t{}", reading.is_accepted());
        if std::env::var_os("TOLD").is_some() {
            reading.problems.iter().for_each(|problem| println!("  {:?} {problem}", problem.severity));
        }
    }
}
