//! Mutates workbooks: `mutate_forms COUNT SEED FILE...`, so many in all. Used by `benchmarks/forms/mutate.sh`. Says what was
//! refused and accepted, whatever ended in a panic, the longest reading, and the most memory held.

#[path = "../tests/mutations/mod.rs"]
mod mutations;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use mutations::{Draw, Original, peak, through};

fn main() {
    let mut words = std::env::args().skip(1);
    let mut number = || words.next().and_then(|word| word.parse::<u64>().ok()).unwrap_or(1);
    let (count, seed) = (number(), number());
    let paths: Vec<String> = words.collect();
    let (mut accepted, mut refused, mut panicked) = (0u64, 0u64, 0u64);
    let mut longest = (Duration::ZERO, String::new());
    let mut largest = peak().unwrap_or_default();
    println!("before: {} MB", largest >> 20);
    for (place, path) in paths.iter().enumerate() {
        let Ok(bytes) = std::fs::read(path) else {
            eprintln!("{path}: unreadable");
            continue;
        };
        let original = Original::new(bytes);
        let share = count / paths.len() as u64 + u64::from((place as u64) < count % paths.len() as u64);
        for case in 0..share {
            let mut draw = Draw::new(seed ^ (place as u64) << 48 ^ case << 8);
            let mutated = original.mutated(&mut draw);
            let start = Instant::now();
            match catch_unwind(AssertUnwindSafe(|| through(&mutated))) {
                Ok(true) => accepted += 1,
                Ok(false) => refused += 1,
                Err(_) => {
                    panicked += 1;
                    println!("panic: {path}, case {case} of seed {seed}");
                }
            }
            if start.elapsed() > longest.0 {
                longest = (start.elapsed(), format!("{path}, case {case}"));
            }
            let now = peak().unwrap_or_default();
            if now > largest + (4 << 20) {
                println!("memory: {} MB, {path}, case {case} ({} bytes)", now >> 20, mutated.len());
                largest = now;
            }
            if let Some(folder) = std::env::var_os("KEPT") {
                let _ = std::fs::write(std::path::Path::new(&folder).join("last.xlsx"), &mutated);
            }
        }
    }
    println!("{accepted} accepted, {refused} refused, {panicked} panics");
    println!("longest: {:.0} ms ({})", longest.0.as_secs_f64() * 1e3, longest.1);
    println!("most memory: {} MB", peak().unwrap_or_default() >> 20);
    if panicked > 0 {
        std::process::exit(1);
    }
}
