//! The words of the demonstration, and how many keys it takes to code as many answers as the online survey had.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use corpus::actions::{self, Decision};
use corpus::facade::{Batch, Theme, Words};
use database::testing::{databases, each_database, outside};
use database::{Migration, Tx};
use demo::words::Said;
use kernel::{Actor, Uuid};
use web::House;
use web::testing::{Knocker, house};

const ACTOR: Actor = Actor::Platform("essai");

fn migrations() -> Vec<Migration> {
    let more = [
        accounts::MIGRATIONS,
        corpus::MIGRATIONS,
        meetings::MIGRATIONS,
        surveys::MIGRATIONS,
        councils::MIGRATIONS,
        assemblies::MIGRATIONS,
        plan::MIGRATIONS,
        observatory::MIGRATIONS,
    ];
    listening::testing::migrations(&more)
}

fn door_of(house: Arc<House>) -> Knocker {
    Knocker::new(corpus::door().and(listening::door()), house)
}

async fn worked(house: &House) {
    jobs::testing::worked(&house.db, &house.outside, corpus::handlers(None)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_words_has_something_to_show() {
    each_database(&migrations(), |db| async move {
        let told = demo::load().expect("the demonstration");
        let house = house(db, outside(21));
        let mut tx = house.write().await.expect("write");
        demo::seed::before_calls(&mut tx, &house.outside, &house.keys, &told).await.expect("seeded");
        let consultation = listening::facade::consultations(&mut tx).await.expect("read")[0].id;
        let themes = corpus::facade::themes(&mut tx, consultation).await.expect("read");
        let drawn = corpus::facade::drawn(&mut tx, consultation).await.expect("read");
        tx.commit().await.expect("commit");
        worked(&house).await;
        let knocker = door_of(house.clone());
        let page = async |who: &str, path: &str| {
            let reply = knocker.get(who, path).await;
            assert_eq!(reply.status.as_u16(), 200, "{path}");
            reply.body
        };
        let review = page("enquete", "/gestion/paroles/relecture").await;
        assert!(review.contains("12\u{a0}paroles attendent") && review.contains("Masqué :"), "{review}");
        let coding = page("chef", "/gestion/paroles/codage").await;
        assert!(coding.contains("120\u{a0}paroles codées") && coding.contains("Appris du livre de codes"), "{coding}");
        let results = page("chef", "/gestion/paroles/resultats").await;
        for words in ["Thèmes par canal", "Thèmes par quartier", "α de Krippendorff", "Enquête en ligne"] {
            assert!(results.contains(words), "{words}: {results}");
        }
        let by_area =
            page("chef", &format!("/gestion/paroles/resultats?concertation={consultation}&tableau=quartier")).await;
        for words in ["Thèmes par quartier", "Thèmes par canal", "effectif faible"] {
            assert!(by_area.contains(words), "{words}: {by_area}");
        }
        let theme = |code: &str| themes.iter().find(|theme| theme.code == code).map(|theme| theme.id).expect("a theme");
        let public = page("", "/paroles").await;
        assert!(public.contains("Sécurité et prévention") && public.contains("%"), "{public}");
        let dirt = theme("proprete-et-dechets");
        assert!(page("", &format!("/paroles/themes/{dirt}")).await.matches("<blockquote").count() > 10);
        assert!(page("chef", &format!("/gestion/paroles/resultats/{dirt}")).await.contains("codée à la main"));
        page("chef", &format!("/gestion/paroles/themes/{dirt}")).await;
        page("chef", &format!("/gestion/paroles/{}", drawn[0])).await;

        // Workshops come first; the share of safety among online answers, as the report has it, stands in the interval shown.
        let cell = format!("/gestion/paroles/resultats/{}?canal=", theme("securite"));
        let online = results.split(&cell).nth(2).and_then(|rest| rest.split(['>', '<']).nth(1)).expect("a cell");
        let numbers: Vec<f64> =
            online.split(|sign: char| !sign.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
        assert!(numbers[1] <= 56.0 && 56.0 <= numbers[2], "{online}");
    })
    .await;
}

/// Who codes: she knows the themes of each sentence, and presses as few keys as the page allows.
struct Hand {
    truth: BTreeMap<String, BTreeSet<Uuid>>,
    words: BTreeMap<String, usize>,
    keys: Vec<(String, Uuid)>,
}

/// What it took.
#[derive(Debug, Default)]
struct Effort {
    turns: usize,
    keys: usize,
    words_read: usize,
}

impl Hand {
    fn proposed(&self, typed: &str) -> BTreeSet<Uuid> {
        let key = |key: &str| self.keys.iter().find(|(known, _)| known == key).map(|(_, theme)| *theme);
        typed.split_whitespace().filter_map(key).collect()
    }

    fn typed(&self, themes: &BTreeSet<Uuid>) -> String {
        let keys: Vec<&str> =
            self.keys.iter().filter(|(_, theme)| themes.contains(theme)).map(|(key, _)| key.as_str()).collect();
        if keys.is_empty() { "0".to_owned() } else { keys.concat() }
    }

    /// What she types on a page: the field as it is sent, and the keys pressed. She reads from the top, and stops at the
    /// first sentence when the proposal does not fit it.
    fn answer(&self, proposed: &str, lots: &[String], effort: &mut Effort) -> String {
        let of = |lot: &String| &self.truth[lot.split(' ').next().unwrap_or_default()];
        let wanted = self.proposed(proposed);
        effort.turns += 1;
        let read = |lot: &String| self.words[lot.split(' ').next().unwrap_or_default()];
        if of(&lots[0]) == &wanted && !proposed.is_empty() {
            let own = |at: usize| format!("-{at}{}", self.typed(of(&lots[at - 1])));
            let aside: String = (1..=lots.len()).filter(|at| of(&lots[at - 1]) != &wanted).map(own).collect();
            effort.keys += aside.len() + 1;
            effort.words_read += lots.iter().map(read).sum::<usize>();
            return format!("{proposed}{aside}");
        }
        // Control and A, or nothing when the field is empty; the keys; Enter.
        let typed = self.typed(of(&lots[0]));
        effort.words_read += read(&lots[0]);
        effort.keys += if proposed.is_empty() { 0 } else { 2 } + typed.len() + 1;
        typed
    }
}

fn values(page: &str, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

async fn arranged(tx: &mut Tx, house: &House, said: &[Said]) -> (Uuid, Vec<Theme>, Vec<Uuid>) {
    let outside = &house.outside;
    let new = listening::actions::NewConsultation {
        code: String::new(),
        contract: None,
        title: "Question ouverte".into(),
        period_label: "2023".into(),
        ended_by: None,
    };
    let consultation = listening::actions::open_consultation(tx, outside, &ACTOR, new).await.expect("opened");
    let words = said.iter().map(|one| Words { text: one.text.clone(), ..Words::default() }).collect();
    let batch = Batch { consultation, words, ..Batch::default() };
    let taken = actions::take_in(tx, outside, &house.keys, &ACTOR, &batch).await.expect("taken in");
    let decide = |(one, said): (&corpus::facade::Taken, &Said)| Decision {
        id: one.id,
        revision: 1,
        is_accepted: true,
        text: said.text.clone(),
        is_confirmed: true,
    };
    let decisions: Vec<Decision> = taken.iter().zip(said).map(decide).collect();
    actions::review(tx, outside, &ACTOR, &decisions).await.expect("reviewed");
    actions::begin_codebook(tx, outside, &ACTOR, consultation).await.expect("begun");
    let themes = corpus::facade::themes(tx, consultation).await.expect("themes");
    (consultation, themes, taken.into_iter().map(|one| one.id).collect())
}

/// The keys of the list under the field, in the order of the codebook.
fn keys_of(page: &str, themes: &[Theme]) -> Vec<(String, Uuid)> {
    let written = page.split("<kbd>").skip(1).filter_map(|rest| rest.split("</kbd>").next()).map(str::to_owned);
    let in_order = themes.iter().filter(|theme| theme.parent.is_none()).flat_map(|top| {
        std::iter::once(top.id).chain(themes.iter().filter(|one| one.parent == Some(top.id)).map(|one| one.id))
    });
    written.zip(in_order).collect()
}

/// Time of a press, of getting ready for a turn (Card, Moran and Newell 1980), of a word read to be judged.
const PRESS: f64 = 0.28;
const READY: f64 = 1.35;
const WORD: f64 = 60.0 / 220.0;

/// As many answers as the online survey had, coded with the keyboard alone from an empty corpus: presses are counted at the
/// door; the minutes printed come from a model of presses and reading, not from a clock.
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_and_sixteen_answers_are_coded_in_few_keys() {
    let told = demo::load().expect("the demonstration");
    let said = told.words.online_answers();
    let database = databases(&migrations()).await.into_iter().next().expect("a database");
    let house = house(database.db.clone(), outside(5));
    let mut tx = house.write().await.expect("write");
    let (consultation, themes, ids) = arranged(&mut tx, &house, &said).await;
    tx.commit().await.expect("commit");
    let knocker = door_of(house.clone());
    let of = |said: &Said| -> BTreeSet<Uuid> {
        themes.iter().filter(|theme| said.codes.contains(&theme.code)).map(|theme| theme.id).collect()
    };
    let mut path = format!("/gestion/paroles/codage?concertation={consultation}");
    let first = knocker.get("chef", &path).await.body;
    let hand = Hand {
        truth: ids.iter().map(ToString::to_string).zip(said.iter().map(of)).collect(),
        words: ids
            .iter()
            .map(ToString::to_string)
            .zip(said.iter().map(|one| one.text.split_whitespace().count()))
            .collect(),
        keys: keys_of(&first, &themes),
    };
    assert_eq!(hand.keys.len(), themes.len());
    let mut effort = Effort::default();
    loop {
        let page = knocker.get("chef", &path).await.body;
        let lots = values(&page, "lot");
        if lots.is_empty() {
            break;
        }
        let typed = hand.answer(&values(&page, "propose")[0], &lots, &mut effort);
        let mut fields = vec![("concertation".to_owned(), consultation.to_string()), ("touches".to_owned(), typed)];
        for name in ["tour", "propose", "lot", "parole", "seule"] {
            fields.extend(values(&page, name).into_iter().map(|value| (name.to_owned(), value)));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let reply = knocker.post("chef", "/gestion/paroles/codage", &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        path = reply.location;
        if effort.turns.is_multiple_of(3) {
            worked(&house).await;
        }
        assert!(effort.turns <= said.len(), "{effort:?}");
    }
    let mut tx = house.read().await.expect("read");
    let (coded,): (i64,) =
        database::fetch_one!(&mut tx, "SELECT COUNT(DISTINCT verbatim) FROM coding").expect("counted");
    assert_eq!(coded as usize, said.len());
    let seconds = effort.keys as f64 * PRESS + effort.turns as f64 * READY + effort.words_read as f64 * WORD;
    println!("{effort:?}: {:.1} minutes by the model", seconds / 60.0);
    assert!(effort.keys <= 2 * said.len(), "{effort:?}");
}
