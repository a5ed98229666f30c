//! Before the seal no name is read anywhere: no page whoever asks, no refusal, no breakdown, no export, no row of any table, no job,
//! no file of a draw, no line of log; on both databases.

use std::time::Duration;

use crate::setting::{EARLY, SESSION, Setting, arranged, hidden, logs, migrations, pool, sound, worked};
use database::testing::{each_database, outside};
use database::{Tx, execute, fetch_all, fetch_one};
use jobs::Worker;
use kernel::Uuid;
use web::House;
use web::testing::{Knocker, house};

/// Somebody of the roll, and somebody typed; letters of cases do not matter.
const NAMES: [&str; 5] = ["nomdepersonne", "nomdeliste", "prenomdeliste", "@exemple.fr", "prenom17"];
/// Everybody who may knock.
const TOKENS: [&str; 6] = ["", "chef", "elections", "elue", "prefecture", "audit"];

fn without_names(what: &str, text: &str) {
    let lower = text.to_lowercase();
    for name in NAMES {
        // An address of a form’s example is nobody’s.
        let at = lower
            .match_indices(name)
            .map(|(at, _)| at)
            .find(|at| name != "@exemple.fr" || lower[..*at].ends_with(|sign: char| sign.is_ascii_digit()));
        if let Some(at) = at {
            let start = lower[..at].char_indices().rev().nth(200).map_or(0, |(at, _)| at);
            panic!("{what} says « {name} »: {}", lower[start..].chars().take(400).collect::<String>());
        }
    }
}

/// Tables with their columns of text, as migrations make them: one is added to, the others are looked at alike.
fn columns() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for migration in migrations() {
        let mut table = String::new();
        for line in migration.sql.lines().map(str::trim) {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["CREATE", "TABLE", name, ..] => table = (*name).to_owned(),
                ["DROP", "TABLE", name] => all.retain(|(table, _)| table != name.trim_end_matches(';')),
                ["ALTER", "TABLE", name, "ADD", "COLUMN", column, "TEXT" | "TEXT;", ..] => {
                    all.push(((*name).to_owned(), (*column).to_owned()));
                }
                [column, kind, ..] if !table.is_empty() && kind.trim_end_matches([',', ';']) == "TEXT" => {
                    all.push((table.clone(), (*column).to_owned()));
                }
                [");", ..] | [")", ..] => table.clear(),
                _ => {}
            }
        }
    }
    all
}

/// Reads every row of every table, and every file of every draw.
async fn rows(tx: &mut Tx) -> usize {
    let mut read = 0;
    for (table, column) in columns() {
        let sql = sqlx::AssertSqlSafe(format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL"));
        let all: Vec<(String,)> = fetch_all!(tx, sql).unwrap_or_else(|error| panic!("{table}.{column}: {error}"));
        read += all.len();
        all.iter().for_each(|row| without_names(&format!("{table}.{column}"), &row.0));
    }
    let files: Vec<(String, Vec<u8>)> = fetch_all!(tx, "SELECT name, content FROM draw_file").expect("files");
    files.iter().for_each(|(name, bytes)| without_names(name, &String::from_utf8_lossy(bytes)));
    read
}

/// Addresses of the slice, for this council, its draws, its candidates, its files.
async fn paths(house: &House, set: &Setting) -> Vec<String> {
    let mut tx = house.read().await.expect("read");
    let mut ids = async |sql: &'static str| -> Vec<Uuid> {
        let all: Vec<(Uuid,)> = fetch_all!(&mut tx, sql).expect(sql);
        all.into_iter().map(|(id,)| id).collect()
    };
    let (draws, files) = (ids("SELECT id FROM draw").await, ids("SELECT id FROM pool_file").await);
    let candidates = ids("SELECT id FROM candidate ORDER BY id LIMIT 3").await;
    let seats = ids("SELECT id FROM seat ORDER BY id LIMIT 2").await;
    let (council, college) = (set.council, set.residents);
    let mut all = vec![
        "/conseils".to_owned(),
        format!("/conseils/{council}"),
        format!("/conseils/{council}/volontaires"),
        format!("/conseils/{council}/structures"),
        "/gestion/conseils".to_owned(),
        format!("/gestion/conseils/{council}"),
        format!("/gestion/conseils/{council}/reconnaissance"),
        format!("/gestion/conseils/{council}/structures"),
        format!("/gestion/colleges/{college}/vivier"),
        format!("/gestion/colleges/{college}/doublons"),
        format!("/gestion/colleges/{college}/rues"),
        format!("/gestion/colleges/{college}/personnes"),
        format!("/gestion/colleges/{college}/personnes/nouvelle"),
        format!("/gestion/colleges/{college}/tirages"),
    ];
    all.extend(files.iter().map(|id| format!("/gestion/viviers/{id}")));
    all.extend(candidates.iter().map(|id| format!("/gestion/candidats/{id}")));
    all.extend(seats.iter().map(|id| format!("/gestion/sieges/{id}")));
    for id in &draws {
        let (public, back) = (format!("/tirages/{id}"), format!("/gestion/tirages/{id}"));
        for end in ["", "/recu", "/reponse", "/pourquoi", "/verification", "/proces-verbal.pdf", "/dossier.zip"] {
            all.push(format!("{public}{end}"));
        }
        for end in [
            "",
            "/appels",
            "/appels/courriers.pdf",
            "/appels/relances.pdf",
            "/appels/membres.xlsx",
            "/courriers",
            "/courriers/lots/1",
        ] {
            all.push(format!("{back}{end}"));
        }
        for name in sortition::dossier::NAMES {
            all.push(format!("{public}/fichiers/{name}"));
        }
    }
    all
}

/// Lets a worker run until a job has failed.
async fn broken(house: &House) {
    let worker = Worker::new(house.db.clone(), house.outside.clone(), councils::handlers(&house.keys), 1);
    let failed = async {
        for _ in 0..600 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let mut tx = house.read().await.expect("read");
            let (count,): (i64,) =
                fetch_one!(&mut tx, "SELECT COUNT(*) FROM job WHERE last_error IS NOT NULL").expect("counted");
            if count > 0 {
                return;
            }
        }
        panic!("no job failed");
    };
    worker.run(failed).await;
}

/// Reads every page as everybody, every row, every log. Gives how many answers were pages.
async fn nobody_is_named(house: &House, knocker: &Knocker, set: &Setting, when: &str) -> usize {
    let (mut shown, mut refused) = (0, 0);
    for path in paths(house, set).await {
        for token in TOKENS {
            let reply = knocker.get(token, &path).await;
            let status = reply.status.as_u16();
            without_names(&format!("{when}: {path} for « {token} » ({status})"), &reply.body);
            let is_of_names =
                ["membres.xlsx", "courriers.pdf", "relances.pdf", "/appels"].iter().any(|end| path.ends_with(end));
            assert!(!is_of_names || status != 200, "{when}: {path} is given to « {token} »");
            shown += usize::from(status == 200);
            refused += usize::from((400..600).contains(&status));
        }
    }
    let mut tx = house.read().await.expect("read");
    let read = rows(&mut tx).await;
    drop(tx);
    without_names(&format!("{when}: a log"), &logs::said());
    assert!(shown > 20 && refused > 20 && read > 100, "{when}: {shown} pages, {refused} refusals, {read} values");
    shown
}

fn roll() -> Vec<u8> {
    let mut text =
        "code du l'ugle;libellé de l'ugle;libellé du type de liste;nom de naissance;nom d'usage;prénoms;sexe;date de \
                    naissance;numéro de voie;libellé de voie;complément 1;lieu-dit;code postal;commune\n"
            .to_owned();
    for rank in 0..12 {
        let (sex, birth) = (["F", "M"][rank % 2], if rank == 5 { "32/13/1980" } else { "12/03/1981" });
        text.push_str(&format!(
            "\"11069\";\"Carcassonne\";\"Liste principale\";\"NOMDELISTE{}\";;\"Prenomdeliste{rank}\";\"{sex}\";\"{birth}\";\"{rank}\";\"RUE DU PONT\";;;\"11000\";\"Carcassonne\"\n",
            rank / 2
        ));
    }
    text.into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_seal_no_name_is_read_anywhere() {
    logs::listen();
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(41));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 30).await;
        let upload = format!("/gestion/colleges/{}/vivier/liste-electorale", set.residents);
        let held = knocker.upload("elections", &upload, &[], ("fichier", "liste.csv", &roll())).await;
        assert_eq!(held.status.as_u16(), 303, "{}", held.body);
        let file = held.location.split('?').next().unwrap_or_default().to_owned();
        nobody_is_named(&house, &knocker, &set, "a file tried").await;
        let imported = knocker.post("elections", &file, &[]).await;
        assert!(imported.status.as_u16() == 303, "{}", imported.body);
        worked(&house).await;
        nobody_is_named(&house, &knocker, &set, "a file imported").await;

        let list = format!("/gestion/colleges/{}/tirages", set.residents);
        let mut form = SESSION.to_vec();
        form.extend([("lieu", "Salle des fêtes"), ("hasard", "balls")]);
        let announced = knocker.post("chef", &list, &form).await;
        assert_eq!(announced.status.as_u16(), 303, "{}", announced.body);
        let path = announced.location.split('?').next().unwrap_or_default().to_owned();
        worked(&house).await;
        nobody_is_named(&house, &knocker, &set, "announced").await;
        let step = async |act: &str, fields: &[(&str, &str)]| {
            let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
            let mut form = fields.to_vec();
            form.push(("revision", &revision));
            let reply = knocker.post("chef", &format!("{path}/{act}"), &form).await;
            without_names(act, &reply.body);
            reply.status.as_u16()
        };

        // What is sealed of somebody cannot be opened: the job that closes the pool breaks, and says nothing of her.
        let mut tx = house.write().await.expect("write");
        let kept: Vec<(Uuid, Vec<u8>)> =
            fetch_all!(&mut tx, "SELECT id, sealed FROM candidate_person").expect("people");
        execute!(&mut tx, "UPDATE candidate_person SET sealed = $1", b"broken".to_vec()).expect("broken");
        tx.commit().await.expect("kept");
        assert_eq!(step("cloture", &[]).await, 303);
        broken(&house).await;
        nobody_is_named(&house, &knocker, &set, "a job broken").await;
        let mut tx = house.write().await.expect("write");
        for (id, sealed) in kept {
            execute!(&mut tx, "UPDATE candidate_person SET sealed = $1 WHERE id = $2", sealed, id).expect("whole");
        }
        let jobs: Vec<(String, String)> = fetch_all!(&mut tx, "SELECT kind, payload FROM job").expect("jobs");
        assert!(jobs.iter().any(|(kind, _)| kind == "councils.freeze"), "{jobs:?}");
        tx.commit().await.expect("kept");
        assert_eq!(step("arret", &[]).await, 303);

        assert_eq!(step("cloture", &[]).await, 303);
        worked(&house).await;
        nobody_is_named(&house, &knocker, &set, "pool closed").await;
        assert_eq!(step("loterie", &[]).await, 303);
        worked(&house).await;
        nobody_is_named(&house, &knocker, &set, "lottery published").await;

        // Refusals of every kind, and a page that breaks.
        for (act, fields) in [
            ("nombre", vec![("nombre", "5000"), ("nombre-bis", "1")]),
            ("nombre", vec![("nombre", "7"), ("nombre-bis", "7")]),
            ("balise", vec![("balise", "zz")]),
            ("scelle", vec![("temoins", "Personne")]),
            ("etude", vec![]),
            ("cloture", vec![]),
        ] {
            let status = step(act, &fields).await;
            assert!((400..500).contains(&status), "{act}: {status}");
        }
        let mut tx = house.write().await.expect("write");
        let sql = "SELECT name, content FROM draw_file WHERE name = 'panels.csv'";
        let panels: Vec<(String, Vec<u8>)> = fetch_all!(&mut tx, sql).expect("panels");
        execute!(&mut tx, "UPDATE draw_file SET content = $1 WHERE name = 'panels.csv'", b"\xff\xfe,".to_vec())
            .expect("broken");
        tx.commit().await.expect("kept");
        let status = step("nombre", &[("nombre", "7"), ("nombre-bis", "7"), EARLY]).await;
        assert!((400..600).contains(&status), "a draw without panels: {status}");
        nobody_is_named(&house, &knocker, &set, "a file broken").await;
        let mut tx = house.write().await.expect("write");
        let whole = panels.into_iter().next().expect("panels").1;
        execute!(&mut tx, "UPDATE draw_file SET content = $1 WHERE name = 'panels.csv'", whole).expect("whole");
        tx.commit().await.expect("kept");

        assert_eq!(step("nombre", &[("nombre", "7"), ("nombre-bis", "7"), EARLY]).await, 303);
        nobody_is_named(&house, &knocker, &set, "result known by numbers").await;
        // Sealed, whoever calls reads names, and nobody else: the test would see them.
        assert_eq!(step("scelle", &[("temoins", "Deux témoins")]).await, 303);
        let calls = knocker.get("chef", &format!("{path}/appels")).await;
        let is_named = ["NOMDEPERSONNE", "NOMDELISTE"].iter().any(|name| calls.body.to_uppercase().contains(name));
        assert!(calls.status.as_u16() == 200 && is_named, "{}", calls.body);
        for token in ["", "elections", "elue", "asso", "audit"] {
            without_names(token, &knocker.get(token, &format!("{path}/appels")).await.body);
        }
        without_names("logs after the seal", &logs::said());
        sound(&house).await;
    })
    .await;
}
