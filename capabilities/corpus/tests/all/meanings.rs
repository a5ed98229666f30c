//! Proposals learnt from what sentences mean, where an operator put an encoder beside.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::setting::{Stage, arranged, migrations, values};
use corpus::Encoding;
use database::testing::each_database;
use jobs::NewJob;
use sentences::{Encoder, Vector, WIDTH};
use serde_json::json;

/// Sentences that have no word in common and none of the codebook: what they mean is told by their first letter.
fn nonsense(count: usize) -> Vec<String> {
    let word = |rank: usize, letter: char| {
        let digits = "bcdfghjklmnpqrstvwxz".chars().collect::<Vec<char>>();
        format!("{letter}{}{}u{}o", digits[rank % 20], ["a", "i", "ou"][rank / 20 % 3], digits[(rank * 7 + 3) % 20])
    };
    (0..count).map(|rank| word(rank, if rank % 2 == 0 { 'a' } else { 'o' })).collect()
}

fn by_first_letter() -> Encoding {
    Arc::new(|texts: &[&str]| {
        let vector = |(rank, text): (usize, &&str)| -> Vector {
            let side = if text.to_lowercase().starts_with('a') { 0 } else { 1 };
            std::array::from_fn(|at| if at == side { 1.0 } else { (rank * 31 + at) as f32 % 7.0 / 5_000.0 })
        };
        Some(texts.iter().enumerate().map(vector).collect())
    })
}

impl Stage {
    /// Queues a training more.
    async fn again(&self) {
        let mut tx = self.house.write().await.expect("write");
        let job = NewJob::new("corpus.learn", json!({ "concertation": self.consultation.to_string() }));
        jobs::enqueue(&mut tx, &self.house.outside, job).await.expect("queued");
        tx.commit().await.expect("kept");
    }
}

/// Codes so many sentences by hand: the first kind are pests, the second buses.
async fn taught(stage: &Stage, count: usize, is_first: impl Fn(&str) -> bool) {
    for _ in 0..count {
        let page = stage.knocker.get("chef", &stage.path("codage")).await.body;
        let reply = stage.coded("chef", &page, if is_first(&page) { "2c" } else { "4a" }).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    }
}

/// The sentence in turn, or the first of the batch.
fn sentence(page: &str) -> &str {
    let after = ["<label for=\"lot-1\">", "<blockquote>", "<blockquote><p>"];
    let found = after.iter().filter_map(|start| page.split(start).nth(1)).next();
    found.map_or("", |rest| rest.trim_start_matches("<p>").trim_start())
}

const SUGGESTED: &str = "SELECT CAST(hundredths AS TEXT) FROM suggestion ORDER BY verbatim, theme";
const SURE_FIRST: &str = "SELECT v.masked || ' = ' || t.code FROM suggestion s JOIN codebook_theme t ON t.id = s.theme \
                          JOIN verbatim v ON v.id = s.verbatim ORDER BY s.hundredths DESC";
const TOLD: &str = "SELECT result FROM job WHERE kind = 'corpus.learn' ORDER BY id";

#[tokio::test(flavor = "multi_thread")]
async fn what_sentences_mean_is_proposed() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.codebook().await;
        stage.typed(&nonsense(40).join("\n")).await;
        stage.reviewed().await;
        taught(&stage, 13, |page| sentence(page).to_lowercase().starts_with('a')).await;
        stage.worked_with(Some(by_first_letter())).await;
        let page = stage.knocker.get("chef", &stage.path("codage")).await.body;
        let wanted = if sentence(&page).to_lowercase().starts_with('a') { "2c" } else { "4a" };
        assert_eq!(values(&page, "propose"), [wanted], "{page}");
        let told = stage.column(TOLD).await;
        assert!(told[0].contains("encodeur de phrases") && told[0].contains("utilisé"), "{told:?}");
        assert!(!stage.column(SUGGESTED).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_encoder_or_with_one_that_fails_words_alone_propose_the_same() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.codebook().await;
        stage.typed(&nonsense(30).join("\n")).await;
        stage.typed("Plus de bus le soir\nLe bus ne passe plus\nDes rats partout").await;
        stage.reviewed().await;
        taught(&stage, 12, |page| sentence(page).to_lowercase().starts_with('a')).await;
        stage.worked().await;
        let words = stage.column(SUGGESTED).await;
        assert!(!stage.column(TOLD).await[0].contains("encodeur"), "told only where there is one");
        let wrong: [Encoding; 2] = [Arc::new(|_| None), Arc::new(|_| Some(vec![[0.0; WIDTH]]))];
        for encoding in wrong {
            stage.again().await;
            stage.worked_with(Some(encoding)).await;
            assert_eq!(stage.column(SUGGESTED).await, words);
            assert!(stage.column(TOLD).await.last().is_some_and(|told| told.contains("écarté")));
        }
        stage.again().await;
        stage.worked_with(Some(by_first_letter())).await;
        assert_ne!(stage.column(SUGGESTED).await, words);
    })
    .await;
}

/// The published encoder, where the tools of the tests have it.
fn published() -> Option<Encoding> {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/tools/encoder.sh");
    let said = Command::new(tool).stderr(Stdio::inherit()).output().ok().filter(|said| said.status.success());
    let Some(said) = said else {
        assert!(std::env::var_os("PARVIS_VALIDATORS_REQUIRED").is_none(), "tests/tools/encoder.sh runs");
        println!("Skipped: the published encoder is not at hand.");
        return None;
    };
    let path = String::from_utf8(said.stdout).expect("a path");
    let encoder =
        Encoder::open(BufReader::new(File::open(path.trim()).expect("the wheel"))).expect("the published one");
    Some(Arc::new(move |texts: &[&str]| Some(encoder.encode_all(texts))))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_coded_in_french_is_proposed_for_what_is_said_in_other_tongues() {
    let Some(encoding) = published() else { return };
    each_database(&migrations(), |db| {
        let encoding = encoding.clone();
        async move {
            let stage = arranged(db).await;
            stage.codebook().await;
            let pests = [
                "Des rats dans les caves",
                "Les cafards sont dans ma cuisine",
                "Des souris courent partout",
                "Les punaises de lit envahissent l’immeuble",
                "Trop de rats près des poubelles",
                "Des blattes dans les escaliers",
                "Les rongeurs mangent les câbles",
                "Il faut dératiser le quartier",
            ];
            let buses = [
                "Plus de bus le soir",
                "Le tram est toujours en retard",
                "Aucun bus le dimanche",
                "La ligne ne passe plus au quartier",
                "Il manque un arrêt de bus",
                "Les transports sont trop chers",
                "La navette ne va pas à la gare",
                "Le bus de six heures est plein",
            ];
            stage.typed(&[pests, buses].concat().join("\n")).await;
            stage.reviewed().await;
            let is_pest = |page: &str| pests.iter().any(|said| sentence(page).starts_with(&said[..9]));
            for _ in 0..16 {
                let page = stage.knocker.get("chef", &stage.path("codage")).await.body;
                if sentence(&page).is_empty() {
                    break;
                }
                stage.coded("chef", &page, if is_pest(&page) { "2c" } else { "4a" }).await;
            }
            stage
                .typed("Rats and cockroaches everywhere\nThe public transport stops too early\nHay ratas en el sótano")
                .await;
            stage.reviewed().await;
            stage.again().await;
            stage.worked_with(Some(encoding)).await;
            let all = stage.column(SURE_FIRST).await;
            for (said, code) in
                [("Rats and", "nuisibles"), ("The public", "transports-en-commun"), ("Hay ratas", "nuisibles")]
            {
                let best = all.iter().find(|line| line.starts_with(said));
                assert!(best.is_some_and(|best| best.ends_with(&format!("= {code}"))), "{said}: {all:?}");
            }
        }
    })
    .await;
}
