//! What the engine is worth on real answers that people sorted, where the folder of open data is at hand
//! (`PARVIS_OPEN_DATA`); `benchmarks/themes` tells the whole figures.

use std::path::PathBuf;

use themes::coding::{Coded, Coder, starter};
use themes::grouping::{Options, group};

/// Theme and text of each line, or nothing where the file is not at hand.
fn corpus(name: &str, theme: usize, text: usize) -> Option<Vec<(String, String)>> {
    let path = PathBuf::from(std::env::var_os("PARVIS_OPEN_DATA")?).join("corpora").join(name);
    let body = std::fs::read_to_string(path).ok()?;
    let lines = body.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    Some(lines.map(|cells| (cells[theme].to_owned(), cells[text].to_owned())).collect())
}

/// Share of answers that are in the most frequent theme of their class.
fn purity(classes: &[Option<usize>], truth: &[(String, String)]) -> f64 {
    let mut counts = std::collections::BTreeMap::<(usize, &str), usize>::new();
    for (class, (theme, _)) in classes.iter().zip(truth) {
        if let Some(class) = class {
            *counts.entry((*class, theme)).or_default() += 1;
        }
    }
    let mut best = std::collections::BTreeMap::<usize, usize>::new();
    for ((class, _), count) in &counts {
        let slot = best.entry(*class).or_default();
        *slot = (*slot).max(*count);
    }
    best.values().sum::<usize>() as f64 / counts.values().sum::<usize>() as f64
}

#[test]
fn groups_of_comments_are_close_to_the_themes_people_gave() {
    let Some(lines) = corpus("mel_commentaires.tsv", 0, 2) else {
        println!("Skipped: PARVIS_OPEN_DATA does not name the folder of open data.");
        return;
    };
    let texts: Vec<&str> = lines.iter().map(|(_, text)| text.as_str()).collect();
    let found = group(&texts, &Options { classes: 4, ..Options::default() });
    assert!(found.unclassified() <= 10 && found.classes.len() == 4);
    // k-means on TF-IDF reaches 0.61.
    assert!(purity(&found.class_of, &lines) >= 0.74, "{}", purity(&found.class_of, &lines));
}

#[test]
fn the_starter_codebook_sorts_the_ideas_of_a_real_concertation() {
    let Some(lines) = corpus("seed003_labels.tsv", 1, 2) else {
        println!("Skipped: PARVIS_OPEN_DATA does not name the folder of open data.");
        return;
    };
    let codebook = starter();
    let known: Vec<&(String, String)> = lines.iter().filter(|(theme, _)| codebook.theme(theme).is_some()).collect();
    let texts: Vec<&str> = known.iter().map(|(_, text)| text.as_str()).collect();
    let coder = Coder::new(&texts, &codebook);
    let right = |coded: &[Coded]| {
        let told = coder.suggest(coded);
        let first = told
            .by_answer
            .iter()
            .zip(&known)
            .filter(|(of, (theme, _))| of.first().is_some_and(|of| codebook.theme(theme) == Some(of.theme)));
        first.count() as f64 / known.len() as f64
    };
    assert!(right(&[]) >= 0.9, "{}", right(&[]));
}
