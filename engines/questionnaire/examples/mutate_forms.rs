//! Mutates workbooks: `mutate_forms COUNT SEED FILE...`, so many in all. Used by `benchmarks/forms/mutate.sh`. Says what was
//! refused and accepted, whatever ended in a panic, the longest reading, and the most memory held while reading. With CASE in the
//! environment, that case alone, kept in the folder KEPT.

#[path = "../tests/all/mutations/mod.rs"]
mod mutations;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use mutations::{Draw, Original, forget_peak, peak, used};
use questionnaire::xlsform;

fn main() {
    let mut words = std::env::args().skip(1);
    let mut number = || words.next().and_then(|word| word.parse::<u64>().ok()).unwrap_or(1);
    let (count, seed) = (number(), number());
    let paths: Vec<String> = words.collect();
    let only = std::env::var("CASE").ok().and_then(|case| case.parse::<u64>().ok());
    let (mut accepted, mut refused, mut panicked) = (0u64, 0u64, 0u64);
    let mut longest = (Duration::ZERO, String::new());
    let mut largest = (0, String::new());
    println!("before: {} MB", peak().unwrap_or_default() >> 20);
    for (place, path) in paths.iter().enumerate() {
        let Ok(bytes) = std::fs::read(path) else {
            eprintln!("{path}: unreadable");
            continue;
        };
        let original = Original::new(bytes);
        let share = count / paths.len() as u64 + u64::from((place as u64) < count % paths.len() as u64);
        for case in (0..share).filter(|case| only.is_none_or(|only| only == *case)) {
            let mut draw = Draw::new(seed ^ (place as u64) << 48 ^ case << 8);
            let mutated = original.mutated(&mut draw);
            let told = || format!("{path}, case {case} of seed {seed}, {} kB", mutated.len() >> 10);
            if let (Some(_), Some(folder)) = (only, std::env::var_os("KEPT")) {
                let name = std::path::Path::new(path).file_name().unwrap_or_default();
                let _ = std::fs::write(std::path::Path::new(&folder).join(name), &mutated);
            }
            forget_peak();
            let start = Instant::now();
            let read = catch_unwind(|| xlsform::read(&mutated, "form"));
            let (time, memory) = (start.elapsed(), peak().unwrap_or_default());
            if time > longest.0 {
                longest = (time, told());
            }
            if memory > largest.0 {
                largest = (memory, told());
            }
            match read.and_then(|reading| catch_unwind(AssertUnwindSafe(|| used(reading)))) {
                Ok(true) => accepted += 1,
                Ok(false) => refused += 1,
                Err(_) => {
                    panicked += 1;
                    println!("panic: {}", told());
                }
            }
        }
    }
    println!("{accepted} accepted, {refused} refused, {panicked} panics");
    println!("longest reading: {:.0} ms ({})", longest.0.as_secs_f64() * 1e3, longest.1);
    println!("most memory while reading: {} MB ({})", largest.0 >> 20, largest.1);
    if panicked > 0 {
        std::process::exit(1);
    }
}
