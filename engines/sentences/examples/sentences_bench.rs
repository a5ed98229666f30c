//! Speed and memory of the encoder, for `benchmarks/themes`: `sentences_bench WHEEL TEXTS`, one text a line.

use std::fs::File;
use std::io::BufReader;
use std::time::Instant;

use sentences::Encoder;

/// Seconds of processor this thread has had, or since some moment where the system does not tell.
fn processor() -> f64 {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [wheel, texts] = words.as_slice() else { panic!("sentences_bench WHEEL TEXTS") };
    let before = processor();
    let encoder = Encoder::open(BufReader::new(File::open(wheel).expect("a wheel"))).expect("the published wheel");
    println!("opened in {:.2} s, {:.1} MB kept", processor() - before, encoder.bytes() as f64 / 1e6);
    let texts = std::fs::read_to_string(texts).expect("texts");
    let lines: Vec<&str> = texts.lines().collect();
    let before = processor();
    let all = encoder.encode_all(&lines);
    let together = lines.len() as f64 / (processor() - before);
    let before = processor();
    let alone: Vec<_> = lines.iter().map(|line| encoder.encode(line)).collect();
    let apart = lines.len() as f64 / (processor() - before);
    assert!(all == alone, "the same numbers alone and among others");
    println!("{} texts: {together:.0} a second together, {apart:.0} one by one", lines.len());
}
