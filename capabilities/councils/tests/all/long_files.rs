//! A roll of twenty thousand lines: opened, tried, imported, its import cancelled half way, its pool closed, by jobs that tell how far they
//! are; on both databases. `PARVIS_LINES=200000 cargo nextest run -p councils -E 'test(long_roll)' --no-capture` tells how long
//! each step of a longer one takes.

use crate::setting;

use std::future::Future;
use std::time::{Duration, Instant};

use crate::setting::{SESSION, arranged, count, hidden, migrations, plain, sound};
use database::fetch_all;
use database::testing::{each_database, outside};
use jobs::{JobState, Worker};
use web::House;
use web::testing::{Knocker, house};

/// Lines of the roll, unless the environment says otherwise.
const LINES: usize = 6_000;
/// Lines written twice in it.
const TWICE: usize = 50;

fn lines() -> usize {
    std::env::var("PARVIS_LINES").ok().and_then(|text| text.parse().ok()).unwrap_or(LINES)
}

/// A roll of so many people, of whom some are there twice.
fn roll(many: usize) -> Vec<u8> {
    let mut text = "nom de naissance;nom d'usage;prénoms;sexe;date de naissance;numéro de voie;libellé de voie;code postal;commune\n"
        .to_owned();
    for rank in (0..many - TWICE).chain(0..TWICE) {
        let (sex, year) = (if rank % 2 == 0 { "F" } else { "M" }, 1940 + rank % 65);
        text.push_str(&format!(
            "Nomsecret{rank};;Prenom{rank};{sex};0{}/02/{year};{};rue des Lilas;11000;Carcassonne\n",
            1 + rank % 9,
            rank / 2 + 1
        ));
    }
    text.into_bytes()
}

/// The kind of job that takes back what a cancelled import put in.
const TAKE_BACK: &str = "councils.take_back";

/// Lets a worker run beside what is awaited, whatever kind of job is there but `left`.
async fn beside<F: Future<Output = ()>>(house: &House, left: Option<&str>, awaited: F) {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let mut handlers = councils::handlers(&house.keys);
    handlers.retain(|handler| left != Some(handler.kind()));
    let worker = Worker::new(house.db.clone(), house.outside.clone(), handlers, 1);
    let over = async {
        awaited.await;
        drop(stop);
    };
    tokio::join!(
        worker.run(async {
            let _ = stopped.await;
        }),
        over
    );
}

/// Waits until nothing waits and nothing runs; what took how long is told.
async fn ended(house: &House, what: &str) {
    let begun = Instant::now();
    let over = async {
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let states = jobs::counts(&mut house.read().await.expect("read")).await.expect("counts");
            let is_open = |state: JobState| matches!(state, JobState::Waiting | JobState::Running);
            if states.iter().all(|(state, count)| !is_open(*state) || *count == 0) {
                return;
            }
        }
    };
    beside(house, None, over).await;
    eprintln!("{what}: {:.1} s, {} MB at most so far", begun.elapsed().as_secs_f64(), most_memory());
}

/// The most memory this process has held, in megabytes.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or_default() / 1_000
}

/// Pages that stay light however long the roll; how long each takes is told.
async fn light(knocker: &Knocker, pages: &[(&str, String)]) {
    for (token, path) in pages {
        let begun = Instant::now();
        let page = knocker.get(token, path).await;
        assert_eq!(page.status.as_u16(), 200, "{path}: {}", page.body);
        assert!(page.body.len() < 50_000, "{path}: {} bytes", page.body.len());
        assert!(!page.body.contains("Nomsecret"), "{path}");
        eprintln!("{path}: {:.2} s, {} bytes", begun.elapsed().as_secs_f64(), page.body.len());
    }
}

/// The longest somebody who writes waits while `work` goes on.
async fn longest_wait<F: Future<Output = ()>>(house: &House, what: &str, work: F) {
    let writing = async {
        let mut longest = Duration::ZERO;
        loop {
            let begun = Instant::now();
            let mut tx = house.write().await.expect("a transaction");
            let sql = "UPDATE council SET revision = revision";
            database::execute!(&mut tx, sql).expect("written");
            tx.commit().await.expect("kept");
            if begun.elapsed() > longest {
                longest = begun.elapsed();
                eprintln!("{what}: a writer waited {:.2} s", longest.as_secs_f64());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::select! {
        () = work => {}
        () = writing => unreachable!("it writes until the work is over"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_roll_is_tried_imported_and_closed_by_jobs() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(71));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 12, 0, &[]).await;
        let many = lines();
        let people = i64::try_from(many - TWICE).expect("a number");
        let upload = format!("/gestion/colleges/{}/vivier/liste-electorale", set.residents);
        let begun = Instant::now();
        let held = knocker.upload("elections", &upload, &[], ("fichier", "liste.csv", &roll(many))).await;
        assert_eq!(held.status.as_u16(), 303, "{}", held.body);
        eprintln!("upload: {:.1} s", begun.elapsed().as_secs_f64());
        let path = held.location.split('?').next().unwrap_or_default().to_owned();

        // Nobody waits while it is opened: a job does it, and its page says so.
        let page = knocker.get("elections", &path).await.body;
        assert!(page.contains("Lecture en cours") && page.contains("Effacer ce fichier"), "{page}");
        assert!(!page.contains("Importer dans le vivier"), "{page}");
        assert_eq!(knocker.post("elections", &path, &[]).await.status.as_u16(), 422, "its columns are not known");
        longest_wait(&house, "reading and first trial", ended(&house, "reading and first trial")).await;
        let area = set.areas[0].to_string();

        // The trial is a job too: it can be stopped, then asked again.
        assert_eq!(knocker.post("elections", &format!("{path}/essai"), &[]).await.status.as_u16(), 303);
        let page = knocker.get("elections", &path).await.body;
        assert!(page.contains("Essai en cours") && page.contains("Arrêter l’essai"), "{page}");
        assert!(!page.contains("Importer dans le vivier"), "{page}");
        assert_eq!(knocker.post("elections", &format!("{path}/arret"), &[]).await.status.as_u16(), 303);
        let page = knocker.get("elections", &path).await.body;
        assert!(page.contains("n’a pas été essayé avec ces colonnes"), "{page}");
        assert_eq!(knocker.post("elections", &format!("{path}/arret"), &[]).await.status.as_u16(), 409);

        let columns = ["nom", "nom-usage", "prenoms", "sexe", "naissance", "numero", "voie", "code-postal", "ville"];
        let read = |field: &str| {
            let select = page.split_once(&format!("name=\"colonne-{field}\"")).map_or("", |(_, rest)| rest);
            let chosen = select.split_once("</select>").map_or("", |(options, _)| options);
            let chosen = chosen.split("<option").find(|option| option.contains(" selected")).unwrap_or_default();
            chosen.split_once("value=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default().to_owned()
        };
        let places: Vec<(String, String)> =
            columns.iter().map(|field| (format!("colonne-{field}"), read(field))).collect();
        assert!(places.iter().any(|(field, place)| field == "colonne-nom" && place == "0"), "{places:?}");
        let mut fields = vec![("essai", "oui"), ("quartier", area.as_str())];
        let wrong = knocker.post("elections", &format!("{path}/essai"), &fields).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("Dites quelle colonne contient"), "{}", wrong.body);
        fields.extend(places.iter().map(|(field, place)| (field.as_str(), place.as_str())));
        assert_eq!(knocker.post("elections", &format!("{path}/essai"), &fields).await.status.as_u16(), 303);
        longest_wait(&house, "trial", ended(&house, "trial")).await;
        assert_eq!(count(&house, "candidate").await, 0, "a trial keeps nobody");
        let page = plain(&knocker.get("elections", &path).await.body);
        for told in [format!("<dd>{many}</dd>"), format!("<dd>{people}</dd>"), format!("<dd>{TWICE}</dd>")] {
            assert!(page.contains(&told), "{told}: {page}");
        }
        assert!(page.contains("Importer dans le vivier") && !page.contains("Nomsecret"), "{page}");

        // An import cancelled half way leaves nobody.
        assert_eq!(knocker.post("elections", &path, &fields).await.status.as_u16(), 303);
        let half_way = async {
            while count(&house, "candidate").await == 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            let page = knocker.get("elections", &path).await.body;
            assert!(page.contains("Import en cours") && page.contains("Annuler l’import"), "{page}");
            let draws = format!("/gestion/colleges/{}/tirages", set.residents);
            assert_eq!(knocker.get("chef", &draws).await.status.as_u16(), 200);
            assert_eq!(knocker.post("elections", &format!("{path}/arret"), &[]).await.status.as_u16(), 303);
        };
        // Nobody takes it back yet: what was put in is still there.
        beside(&house, Some(TAKE_BACK), half_way).await;
        let page = knocker.get("elections", &path).await.body;
        assert!(page.contains("Import annulé"), "{page}");
        let again = knocker.post("elections", &path, &fields).await;
        assert_eq!(again.status.as_u16(), 409, "somebody is still taken out: {}", again.body);
        ended(&house, "taking back").await;
        assert_eq!((count(&house, "candidate").await, count(&house, "candidate_person").await), (0, 0));

        // Whole, this time.
        assert_eq!(knocker.post("elections", &path, &fields).await.status.as_u16(), 303);
        longest_wait(&house, "import", ended(&house, "import")).await;
        assert_eq!((count(&house, "candidate").await, count(&house, "pool_file_piece").await), (people, 0));
        let page = plain(&knocker.get("elections", &path).await.body);
        assert!(page.contains("Ce qu’a fait l’import") && page.contains(&format!("<dd>{people}</dd>")), "{page}");

        let (college, back) = (format!("/gestion/colleges/{}", set.residents), "chef");
        light(
            &knocker,
            &[
                ("elections", path.clone()),
                (back, format!("{college}/vivier")),
                (back, format!("{college}/rues")),
                (back, format!("{college}/doublons")),
                (back, format!("{college}/personnes")),
                (back, format!("{college}/tirages")),
            ],
        )
        .await;

        // Somebody of the other neighbourhood, so that every quota can be kept.
        setting::pool(&house, &set, 10).await;
        let drawn = people + 10;

        // The pool is closed by batches; stopped, it is open again and nothing of it stays.
        let list = format!("/gestion/colleges/{}/tirages", set.residents);
        let mut form = SESSION.to_vec();
        form.extend([("lieu", "Salle des fêtes"), ("balise", "Loto"), ("hasard", "balls")]);
        let announced = knocker.post("chef", &list, &form).await;
        assert_eq!(announced.status.as_u16(), 303, "{}", announced.body);
        let draw = announced.location.split('?').next().unwrap_or_default().to_owned();
        ended(&house, "study").await;
        let close = async || {
            let revision = hidden(&knocker.get("chef", &draw).await.body, "revision");
            let asked = knocker.post("chef", &format!("{draw}/cloture"), &[("revision", &revision)]).await;
            assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
        };
        close().await;
        let half_way = async {
            while count(&house, "draw_entry").await == 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            let page = knocker.get("chef", &draw).await.body;
            let revision = hidden(&page, "revision");
            let stopped = knocker.post("chef", &format!("{draw}/arret"), &[("revision", &revision)]).await;
            // It may have ended between the two: then there is nothing to stop.
            assert!([303, 409, 422].contains(&stopped.status.as_u16()), "{}", stopped.body);
        };
        beside(&house, None, half_way).await;
        ended(&house, "stopping").await;
        let mut tx = house.read().await.expect("read");
        let states: Vec<(String,)> = fetch_all!(&mut tx, "SELECT state FROM draw").expect("states");
        drop(tx);
        if states[0].0 == "prepared" {
            assert_eq!(count(&house, "draw_entry").await, 0, "nothing of a stopped step stays");
            close().await;
            longest_wait(&house, "closing", ended(&house, "closing")).await;
        }
        assert_eq!(count(&house, "draw_entry").await, drawn);
        let page = plain(&knocker.get("chef", &draw).await.body);
        assert!(page.contains("Étape suivante : publier la loterie"), "{page}");
        let revision = hidden(&page, "revision");
        let asked = knocker.post("chef", &format!("{draw}/loterie"), &[("revision", &revision)]).await;
        assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
        longest_wait(&house, "lottery", ended(&house, "lottery")).await;
        let page = plain(&knocker.get("chef", &draw).await.body);
        assert!(page.contains("En séance : le nombre tiré"), "{page}");
        let public = format!("/tirages/{}", draw.rsplit('/').next().unwrap_or_default());
        light(
            &knocker,
            &[
                (back, draw.clone()),
                (back, format!("{college}/vivier")),
                ("", public.clone()),
                ("", format!("{public}/recu")),
                ("", format!("{public}/pourquoi")),
                ("", format!("{public}/verification")),
            ],
        )
        .await;
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heavy_file_that_is_no_table_is_told_and_erased() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(72));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 12, 0, &[]).await;
        let upload = format!("/gestion/colleges/{}/vivier/liste-electorale", set.residents);
        let held = async |content: &[u8]| {
            let held = knocker.upload("elections", &upload, &[], ("fichier", "liste.pdf", content)).await;
            assert_eq!(held.status.as_u16(), 303, "{}", held.body);
            held.location
        };
        let heavy = [b"%PDF-1.7\n".as_slice(), &vec![b'x'; councils::actions::HEAVY]].concat();
        let path = held(&heavy).await;
        ended(&house, "reading").await;
        let page = plain(&knocker.get("elections", &path).await.body);
        assert!(page.contains("Ce fichier ne peut pas être lu") && page.contains("est un PDF"), "{page}");
        assert!(!page.contains("Importer dans le vivier") && !page.contains("Ligne par ligne"), "{page}");
        assert_eq!(count(&house, "pool_file_piece").await, 0, "nothing of it is kept");
        let pool = knocker.get("chef", &format!("/gestion/colleges/{}/vivier", set.residents)).await.body;
        assert!(pool.contains("liste.pdf") && pool.contains("illisible, effacé"), "{pool}");
        assert_eq!(knocker.post("elections", &format!("{path}/essai"), &[]).await.status.as_u16(), 422);
        assert_eq!(knocker.post("elections", &format!("{path}/abandon"), &[]).await.status.as_u16(), 303);
        assert_eq!(count(&house, "pool_file").await, 0);

        // Whoever brought it changes her mind before it is opened.
        let path = held(&roll(10_000)).await;
        assert_eq!(knocker.post("elections", &format!("{path}/abandon"), &[]).await.status.as_u16(), 303);
        ended(&house, "reading of a file given up").await;
        assert_eq!((count(&house, "pool_file").await, count(&house, "pool_file_piece").await), (0, 0));
        assert_eq!(knocker.get("elections", &path).await.status.as_u16(), 404);
        sound(&house).await;
    })
    .await;
}
