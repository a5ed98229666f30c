//! The report of the demonstration’s consultation, asked for at the door and read back by programs that did not write it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use database::testing::{each_database, outside};
use database::{Db, Migration};
use kernel::Uuid;
use web::House;
use web::testing::{Knocker, Reply, house};

use crate::papers::kept;

fn migrations() -> Vec<Migration> {
    listening::testing::migrations(&[
        accounts::MIGRATIONS,
        corpus::MIGRATIONS,
        meetings::MIGRATIONS,
        surveys::MIGRATIONS,
        plan::MIGRATIONS,
        reports::MIGRATIONS,
        councils::MIGRATIONS,
        assemblies::MIGRATIONS,
        observatory::MIGRATIONS,
    ])
}

/// The demonstration, and its consultation.
struct Stage {
    house: Arc<House>,
    knocker: Knocker,
    consultation: Uuid,
}

const PARTS: [&str; 7] = ["entendus", "questionnaires", "paroles", "besoins", "coherence", "methode", "suite"];

async fn arranged(db: Db) -> Stage {
    let house = house(db, outside(11));
    let told = demo::load().expect("the demonstration reads");
    let mut tx = house.write().await.expect("a transaction");
    demo::seed::before_calls(&mut tx, &house.outside, &house.keys, &told).await.expect("seeded");
    let consultation = listening::facade::consultations(&mut tx).await.expect("consultations")[0].id;
    tx.commit().await.expect("kept");
    let door = reports::door().and(surveys::door()).and(listening::door()).and(corpus::door());
    let knocker = Knocker::new(door, house.clone());
    Stage { house, knocker, consultation }
}

impl Stage {
    fn path(&self) -> String {
        format!("/gestion/ecoute/concertations/{}/rapport", self.consultation)
    }

    async fn surveys(&self) -> Vec<(Uuid, String)> {
        let mut tx = self.house.read().await.expect("read");
        let all = surveys::facade::results::surveys(&mut tx, self.consultation).await.expect("surveys");
        all.into_iter().map(|one| (one.id, one.title)).collect()
    }

    async fn form(&self, version: &str, format: &str, parts: &[&str]) -> Vec<(String, String)> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut fields = vec![pair("version", version), pair("format", format)];
        fields.extend(parts.iter().map(|part| pair("partie", part)));
        fields.extend(self.surveys().await.iter().map(|(id, _)| pair("questionnaire", &id.to_string())));
        fields
    }

    async fn ask(&self, token: &str, fields: &[(String, String)]) -> Reply {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.knocker.post(token, &self.path(), &fields).await
    }

    /// Every job, those of what is demonstrated included.
    fn handlers(&self) -> Vec<Arc<dyn jobs::Handler>> {
        let settings = &self.house.settings;
        let own = reports::handlers(settings.zone.clone(), settings.site.town.clone(), self.house.vault.clone());
        [own, corpus::handlers(None), surveys::handlers(&self.house.keys, self.house.shelves.shelf())].concat()
    }

    async fn work(&self) {
        jobs::testing::worked(&self.house.db, &self.house.outside, self.handlers()).await;
    }

    /// Where the report asked for last is taken.
    async fn last(&self) -> Option<String> {
        let page = self.knocker.get("chef", &self.path()).await.body;
        let at = page.find("href=\"/gestion/ecoute/rapports/")? + "href=\"".len();
        page[at..].split('"').next().map(str::to_owned)
    }

    async fn asked(&self, version: &str, format: &str, parts: &[&str]) -> Reply {
        let reply = self.ask("chef", &self.form(version, format, parts).await).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        self.work().await;
        self.knocker.get("chef", &self.last().await.expect("a report is made")).await
    }
}

/// Spaces of every kind are one space: lines break where they may.
fn plain(text: &str) -> String {
    let marks = ['\u{ad}', '\u{200b}'];
    text.replace(marks, "").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn told(command: &mut Command) -> String {
    let output = command.output().expect("the program is installed");
    let (told, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}{wrong}");
    told.into_owned()
}

fn python() -> String {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/tools/python.sh");
    told(Command::new(tool).stderr(Stdio::inherit())).trim().to_owned()
}

fn words_of_pdf(file: &Path) -> String {
    plain(&told(Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(file).arg("-")))
}

fn words_of_slides(file: &Path) -> String {
    let checker = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/validators/check_pptx.py");
    plain(&told(Command::new(python()).arg(checker).arg(file)))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_says_what_the_pages_say_on_paper_and_on_screen() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let page = stage.knocker.get("chef", &stage.path()).await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.body);
        assert!(
            page.body.contains("Enquête en ligne, 2023") && page.body.contains("Méthode et limites"),
            "{}",
            page.body
        );
        let paper = stage.asked("interne", "pdf", &PARTS).await;
        assert_eq!((paper.status.as_u16(), paper.media_type.as_str()), (200, "application/pdf"));
        let paper = kept("rapport-interne.pdf", &paper.bytes);
        let slides = stage.asked("interne", "pptx", &PARTS).await;
        assert_eq!(slides.status.as_u16(), 200);
        let slides = kept("rapport-interne.pptx", &slides.bytes);
        let properties = told(Command::new("pdfinfo").arg(&paper));
        assert!(properties.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{properties}");
        let texts = [words_of_pdf(&paper), words_of_slides(&slides)];
        for text in &texts {
            for words in ["157", "158", "93 %", "non comparables", "n.d.", "209 personnes ont répondu", "seuils"] {
                assert!(text.contains(words), "{words}: {text}");
            }
        }
        // Every share that a page tells everybody is in both, beside its answer; none other is.
        let mut tx = stage.house.read().await.expect("read");
        let around = (&stage.house.outside, &stage.house.settings.zone);
        let mut shares = 0;
        for (id, _) in stage.surveys().await {
            let found = surveys::facade::results::results(&mut tx, around, id, false).await.expect("results");
            for question in found.iter().flat_map(|found| &found.questions) {
                let table = &question.table;
                let Some(at) = table.columns.iter().position(|column| column.key == "pct_repondants") else {
                    continue;
                };
                for row in table.rows.iter().filter(|row| row[at].absence().is_none()) {
                    let shown: Vec<String> = table.display(row).collect();
                    shares += 1;
                    let cells = format!("\"{}\", \"{}\", \"{}\"", shown[1], shown[2], shown[3]);
                    assert!(texts[1].contains(&plain(&cells)), "{cells}: {}", texts[1]);
                    let line = format!("{} {}", shown[2], shown[3]);
                    assert!(texts[0].contains(&plain(&line)), "{line}: {}", texts[0]);
                }
            }
        }
        assert!(shares > 30, "{shares} shares");
        // One person is « Autre »: nobody reads it, nor what would give it back.
        assert!(!texts[1].contains("\"Autre\", \"1\"") && texts[1].contains("\"Autre\", \"n.d.\""), "{}", texts[1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_version_holds_only_what_everybody_reads() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let slides = stage.asked("publique", "pptx", &PARTS).await;
        let slides = words_of_slides(&kept("rapport-public.pptx", &slides.bytes));
        // The questionnaire that is open is not published.
        assert!(
            slides.contains("Enquête en ligne, 2023") && !slides.contains("Comment va votre quartier ?"),
            "{slides}"
        );
        let mut tx = stage.house.read().await.expect("read");
        let words = corpus::facade::results::told(&mut tx, stage.consultation, true).await.expect("words");
        let readable: Vec<String> = words
            .iter()
            .flat_map(|told| &told.words)
            .flat_map(|(_, words)| words)
            .map(|(said, _)| plain(said))
            .collect();
        let all: Vec<(String,)> = database::fetch_all!(&mut tx, "SELECT masked FROM verbatim").expect("words");
        for (said,) in all.iter().filter(|(said,)| said.chars().count() > 25 && !readable.contains(&plain(said))) {
            // A sentence may be a part of a longer one that is published: only a whole quotation counts.
            assert!(!slides.contains(&format!("« {} »", plain(said))), "not published: {said}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_leads_takes_it_and_what_is_wrong_is_told() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let made = stage.asked("interne", "pdf", &["suite"]).await;
        assert_eq!(made.status.as_u16(), 200);
        let made = stage.last().await.expect("made");
        let form = stage.form("publique", "pdf", &["suite"]).await;
        for token in ["", "elue", "asso", "audit", "admin"] {
            for path in [stage.path(), made.clone()] {
                assert_ne!(stage.knocker.get(token, &path).await.status.as_u16(), 200, "{token} {path}");
            }
            assert_ne!(stage.ask(token, &form).await.status.as_u16(), 303, "{token}");
            let gone = stage.knocker.post(token, &format!("{made}/suppression"), &[]).await;
            assert_ne!(gone.status.as_u16(), 303, "{token}");
        }
        let nowhere = format!("/gestion/ecoute/concertations/{}/rapport", Uuid::from_u128(9));
        assert_eq!(stage.knocker.get("chef", &nowhere).await.status.as_u16(), 404);
        let wrong = stage.knocker.post("chef", &stage.path(), &[("version", "publique"), ("format", "doc")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        for sentence in ["Choisissez le document ou le diaporama", "Cochez une partie au moins"] {
            assert!(wrong.body.contains(sentence), "{}", wrong.body);
        }
        assert!(wrong.body.contains("value=\"publique\" checked"), "what was chosen is given back: {}", wrong.body);
        let few = stage.asked("interne", "pdf", &["coherence"]).await;
        let few = words_of_pdf(&kept("rapport-coherence.pdf", &few.bytes));
        assert!(
            few.contains("Les chiffres qui ne concordent pas") && !few.contains("Ce que disent les paroles"),
            "{few}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_given_up_before_and_after_it_is_made_and_kept_a_month() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let form = stage.form("interne", "pptx", &["suite"]).await;
        assert_eq!(stage.ask("chef", &form).await.status.as_u16(), 303);
        let page = stage.knocker.get("chef", &stage.path()).await.body;
        assert!(page.contains("En attente") && page.contains("Annuler"), "{page}");
        let at = page.find("/gestion/ecoute/rapports/").expect("listed");
        let giving_up = page[at..].split('"').next().expect("an address").to_owned();
        let waiting = giving_up.trim_end_matches("/suppression").to_owned();
        assert_eq!(stage.knocker.get("chef", &waiting).await.status.as_u16(), 404, "not made yet");
        assert_eq!(stage.knocker.post("chef", &giving_up, &[]).await.status.as_u16(), 303);
        stage.work().await;
        assert!(!stage.knocker.get("chef", &stage.path()).await.body.contains("Rapports demandés"));
        assert_eq!(stage.knocker.post("chef", &giving_up, &[]).await.status.as_u16(), 404, "already gone");

        assert_eq!(stage.asked("interne", "pptx", &["suite"]).await.status.as_u16(), 200);
        let made = stage.last().await.expect("made");
        for (days, status) in [(29, 200), (31, 404)] {
            let later = kernel::Outside::told(database::testing::TEST_START.plus_days(days), 99 + days.unsigned_abs());
            let purge = jobs::NewJob::new("reports.purge", serde_json::json!({}));
            let mut tx = stage.house.write().await.expect("a transaction");
            jobs::enqueue(&mut tx, &later, purge).await.expect("queued");
            tx.commit().await.expect("kept");
            jobs::testing::worked(&stage.house.db, &later, stage.handlers()).await;
            assert_eq!(stage.knocker.get("chef", &made).await.status.as_u16(), status, "after {days} days");
        }
    })
    .await;
}
