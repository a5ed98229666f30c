//! Whatever is handed in, the engine answers, and answers the same again.

use proptest::prelude::*;
use themes::coding::{Codebook, Coded, Coder, starter};
use themes::grouping::{Options, group};
use themes::{near, privacy, text};

fn answers() -> impl Strategy<Value = Vec<String>> {
    let word =
        prop_oneof!["[a-zéèàç’' -]{0,12}", "\\PC{0,8}", Just("🚓👍🏽".to_owned()), Just("police bus école".to_owned())];
    prop::collection::vec(prop::collection::vec(word, 0..6).prop_map(|words| words.join(" ")), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_breaks_and_nothing_changes(texts in answers(), classes in 0usize..12) {
        let options = Options { classes, ..Options::default() };
        let found = group(&texts, &options);
        prop_assert_eq!(found.class_of.len(), texts.len());
        prop_assert!(found.class_of.iter().flatten().all(|class| *class < found.classes.len()));
        prop_assert_eq!(found.classes.iter().map(|class| class.size).sum::<usize>() + found.unclassified(), texts.len());
        prop_assert_eq!(&found, &group(&texts, &options));

        let batches = near::batches(&texts, 0.6);
        prop_assert_eq!(batches.iter().map(|batch| batch.answers.len()).sum::<usize>(), texts.len());

        let coder = Coder::new(&texts, &starter());
        let coded: Vec<Coded> =
            (0..texts.len() + 2).step_by(3).map(|answer| Coded { answer, themes: vec![answer % 9, 99] }).collect();
        let told = coder.suggest(&coded);
        prop_assert!(told.confidence.iter().flatten().all(|value| (0.0..=1.0).contains(value)));
        prop_assert_eq!(&told, &coder.suggest(&coded));

        for answer in &texts {
            let spans = privacy::find(answer);
            prop_assert!(spans.windows(2).all(|pair| pair[0].place.end <= pair[1].place.start));
            prop_assert!(text::sentences(answer).iter().all(|place| answer.get(place.clone()).is_some()));
        }
    }
}

#[test]
fn odd_sets_are_answered() {
    let long = "la sécurité et les poubelles du quartier ".repeat(250);
    let english: Vec<&str> = vec!["we need more buses at night"; 12];
    let same = vec!["plus de police"; 500];
    for texts in [vec![], vec![""], vec!["Bus"], vec![long.as_str(); 3], english, same, vec!["👍"; 30]] {
        let found = group(&texts, &Options::default());
        assert_eq!(found.class_of.len(), texts.len());
        let told = Coder::new(&texts, &starter()).suggest(&[]);
        assert_eq!(told.by_answer.len(), texts.len());
        assert!(Coder::new(&texts, &Codebook::default()).suggest(&[]).by_answer.iter().all(Vec::is_empty));
    }
}

/// Answers that speak of a few subjects, from a seed.
fn imagined(count: usize) -> Vec<String> {
    let words = [
        "bus",
        "police",
        "parc",
        "arbres",
        "école",
        "poubelles",
        "emploi",
        "trottoir",
        "médecin",
        "fête",
        "lampadaire",
        "vélo",
    ];
    let mut chance = tabulation::Chance::new(5);
    (0..count)
        .map(|_| {
            let subject = chance.below(4) * 3;
            (0..4)
                .map(|_| if chance.below(5) == 0 { words[chance.below(12)] } else { words[subject + chance.below(3)] })
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

/// FNV-1a, 64 bits.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Vectors as an encoder would give them: by the subject of each answer, with some noise.
fn meanings(texts: &[String]) -> Vec<[f32; 64]> {
    let subject = |text: &String| fingerprint(text.split(' ').next().unwrap_or_default()) % 5;
    let vector = |text: &String| {
        std::array::from_fn(|at| {
            let noise = fingerprint(&format!("{text}{at}")) % 1_000;
            noise as f32 / 4_000.0 + if at as u64 % 5 == subject(text) { 0.5 } else { 0.0 }
        })
    };
    texts.iter().map(vector).collect()
}

#[test]
fn without_an_encoder_nothing_is_other_than_it_was() {
    let texts = imagined(300);
    let coded: Vec<Coded> = (0..60).map(|answer| Coded { answer, themes: vec![answer % 5] }).collect();
    let words = Coder::new(&texts, &starter()).suggest(&coded);
    assert_eq!(fingerprint(&format!("{words:?}")), 13_773_537_528_381_932_224, "written before there was an encoder");
    let meant = Coder::new(&texts, &starter()).with_meanings(&meanings(&texts)).suggest(&coded);
    assert_ne!(words, meant);
    assert_eq!(fingerprint(&format!("{meant:?}")), 6_253_908_839_474_541_705, "the same on every machine");
}

#[test]
fn a_meaning_teaches_where_no_word_does() {
    // No two answers share a word; what an encoder says of them tells them apart.
    let texts: Vec<String> = (0..80u64).map(|at| format!("{:x}", fingerprint(&at.to_string()))).collect();
    let vectors: Vec<[f32; 3]> = (0..80).map(|at| [(at % 2) as f32, (at % 7) as f32 / 50.0, 0.1]).collect();
    let coded: Vec<Coded> = (0..30).map(|answer| Coded { answer, themes: vec![answer % 2] }).collect();
    let blind = Coder::new(&texts, &starter()).suggest(&coded);
    assert!(blind.by_answer[30..].iter().all(Vec::is_empty));
    let told = Coder::new(&texts, &starter()).with_meanings(&vectors).suggest(&coded);
    for (answer, of) in told.by_answer.iter().enumerate().skip(30) {
        assert_eq!(of.first().map(|first| first.theme), Some(answer % 2), "{answer}");
    }
    // What says nothing is told nothing, whatever an encoder makes of it.
    let silent = Coder::new(&["", " … ", "bus"], &starter()).with_meanings(&vectors[..3]).suggest(&coded[..1]);
    assert!(silent.by_answer[..2].iter().all(Vec::is_empty));
    // Fewer vectors than answers, or none: the others keep their words.
    let few = Coder::new(&texts, &starter()).with_meanings(&vectors[..2]).suggest(&coded);
    assert_eq!(few.by_answer.len(), texts.len());
    let none = Coder::new(&texts, &starter()).with_meanings::<[f32; 3]>(&[]).suggest(&coded);
    assert_eq!(none.by_answer, blind.by_answer);
}

#[test]
fn the_same_bytes_whatever_runs_beside() {
    let texts = imagined(600);
    let coded: Vec<Coded> = (0..60).map(|answer| Coded { answer, themes: vec![answer % 5] }).collect();
    let work = || {
        let found = group(&texts, &Options::default());
        let told = Coder::new(&texts, &starter()).suggest(&coded);
        let meant = Coder::new(&texts, &starter()).with_meanings(&meanings(&texts)).suggest(&coded);
        format!("{found:?}{told:?}{meant:?}")
    };
    let alone = work();
    for threads in [2, 8] {
        let made: Vec<String> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            all.into_iter().map(|one| one.join().expect("ended")).collect()
        });
        assert!(made.iter().all(|one| *one == alone));
    }
}
