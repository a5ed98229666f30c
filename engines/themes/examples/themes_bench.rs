//! figures
use std::time::Instant;
use themes::grouping::{Options, group};
fn read(path: &str, theme: usize, text: usize) -> Vec<(String, String)> {
    let body = std::fs::read_to_string(path).expect("corpus");
    body.lines()
        .skip(1)
        .map(|l| {
            let c: Vec<&str> = l.split('\t').collect();
            (c[theme].to_owned(), c[text].to_owned())
        })
        .collect()
}
fn ari(a: &[usize], b: &[usize]) -> f64 {
    let (na, nb) = (a.iter().max().map_or(0, |m| m + 1), b.iter().max().map_or(0, |m| m + 1));
    let mut t = vec![0f64; na * nb];
    for (x, y) in a.iter().zip(b) {
        t[x * nb + y] += 1.0;
    }
    let c2 = |n: f64| n * (n - 1.0) / 2.0;
    let s: f64 = t.iter().map(|n| c2(*n)).sum();
    let ra: f64 = (0..na).map(|i| c2(t[i * nb..(i + 1) * nb].iter().sum())).sum();
    let rb: f64 = (0..nb).map(|j| c2((0..na).map(|i| t[i * nb + j]).sum())).sum();
    let n = c2(a.len() as f64);
    (s - ra * rb / n) / ((ra + rb) / 2.0 - ra * rb / n)
}
fn main() {
    let dir = std::env::args().nth(1).expect("folder");
    for (name, t, x, k) in [("bp_paris_laureats", 0, 1, 11), ("mel_commentaires", 0, 2, 4)] {
        let docs = read(&format!("{dir}/{name}.tsv"), t, x);
        let texts: Vec<&str> = docs.iter().map(|d| d.1.as_str()).collect();
        let mut names: Vec<&str> = docs.iter().map(|d| d.0.as_str()).collect();
        names.sort();
        names.dedup();
        let truth: Vec<usize> = docs.iter().map(|d| names.iter().position(|n| *n == d.0).unwrap()).collect();
        for min in [None, Some(3), Some(5), Some(8)] {
            let start = Instant::now();
            let g = group(&texts, &Options { classes: k, least_frequency: min, ..Options::default() });
            let time = start.elapsed();
            let all: Vec<usize> = g.class_of.iter().map(|c| c.map_or(k, |c| c)).collect();
            let (a, b): (Vec<usize>, Vec<usize>) =
                g.class_of.iter().zip(&truth).filter_map(|(c, t)| c.map(|c| (c, *t))).unzip();
            println!(
                "{name} min {min:?}: ari classified {:.3}, all {:.3}, unclassified {}, sizes {:?} chi1 {:.2} {:?}",
                ari(&a, &b),
                ari(&all, &truth),
                g.unclassified(),
                g.classes.iter().map(|c| c.size).collect::<Vec<_>>(),
                g.steps[0].chi_square,
                time
            );
            if min.is_none() {
                for c in &g.classes {
                    println!(
                        "   {} {}",
                        c.size,
                        c.words.iter().take(8).map(|w| w.word.as_str()).collect::<Vec<_>>().join(" ")
                    );
                }
            }
        }
    }
}
