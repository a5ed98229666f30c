//! Limits against guessing and jobs, shared by every process of an installation; nobody learns who has an account.

use std::path::Path;

use crate::support::{Page, Running, Visitor, databases, filled};

const KNOWN: &str = "claire.vidal@demo.parvis.example";
const UNKNOWN: &str = "clara.vidal0@demo.parvis.example";
const PASSWORD: &str = "/connexion/mot-de-passe";

/// Two processes on PostgreSQL, one on SQLite: the addresses of a same installation.
fn serve(data: &Path, database: Option<&str>) -> Vec<Running> {
    filled(data, database);
    let count = if database.is_some() { 2 } else { 1 };
    (0..count).map(|_| Running::serve(data, database, None)).collect()
}

fn try_password(server: &Running, email: &str) -> Page {
    Visitor::new(&server.url).post(PASSWORD, &[("email", email), ("mot-de-passe", "pas celui-là")])
}

#[test]
fn wrong_passwords_are_counted_for_all_processes_together() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("folder");
        let servers = serve(folder.path(), database.as_deref());
        for rank in 0..8 {
            let page = try_password(&servers[0], KNOWN);
            assert_eq!(page.status, 422, "{rank}: {page:?}");
        }
        for server in &servers {
            let page = try_password(server, KNOWN);
            assert_eq!(page.status, 429, "{page:?}");
            assert!(page.body.contains("Trop d’essais") && page.body.contains("min"), "{page:?}");
            // Written otherwise, it is the same address.
            assert_eq!(try_password(server, "  Claire.Vidal@DEMO.parvis.example").status, 429);
            assert_eq!(try_password(server, "karim.benali@demo.parvis.example").status, 422, "others go on");
        }
    }
}

#[test]
fn tries_made_at_the_same_moment_see_each_other() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("folder");
        let servers = serve(folder.path(), database.as_deref());
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let tries: Vec<_> = (0..24)
                .map(|rank| &servers[rank % servers.len()])
                .map(|server| scope.spawn(move || try_password(server, KNOWN).status))
                .collect();
            tries.into_iter().map(|one| one.join().expect("tried")).collect()
        });
        let tried = statuses.iter().filter(|status| **status == 422).count();
        assert!(tried <= 8, "{tried} passwords were tried: {statuses:?}");
        assert!(statuses.iter().all(|status| [422, 429].contains(status)), "{statuses:?}");
        assert_eq!(try_password(&servers[servers.len() - 1], KNOWN).status, 429);
    }
}

#[test]
fn nobody_learns_who_has_an_account() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("folder");
        let servers = serve(folder.path(), database.as_deref());
        let told = |page: Page, email: &str| (page.status, page.location, page.body.replace(email, "adresse"));
        for server in &servers {
            let ask = |email: &str| told(Visitor::new(&server.url).post("/connexion", &[("email", email)]), email);
            let known = ask(KNOWN);
            assert_eq!(known.0, 303, "{known:?}");
            assert_eq!(known, ask(UNKNOWN));
            let (known, unknown) =
                (told(try_password(server, KNOWN), KNOWN), told(try_password(server, UNKNOWN), UNKNOWN));
            assert_eq!(known.0, 422, "{known:?}");
            assert!(known == unknown, "{known:?}\n{unknown:?}");
        }
        // Refused at the same try, in the same words.
        let last = |email: &str| {
            let pages = (0..12).map(|rank| told(try_password(&servers[rank % servers.len()], email), email));
            pages.collect::<Vec<_>>()
        };
        let (known, unknown) = (last(KNOWN), last(UNKNOWN));
        let statuses = |pages: &[(u16, String, String)]| pages.iter().map(|page| page.0).collect::<Vec<_>>();
        assert_eq!(statuses(&known), statuses(&unknown));
        assert_eq!(known[11].0, 429);
        assert!(known[11] == unknown[11], "{:?}\n{:?}", known[11], unknown[11]);
    }
}

/// Signing in takes memory for each fingerprint computed; it is used again, whoever asks.
#[test]
fn many_wrong_passwords_leave_memory_small() {
    let folder = tempfile::tempdir().expect("folder");
    let servers = serve(folder.path(), None);
    let server = &servers[0];
    let before = server.memory_mb("RssAnon");
    std::thread::scope(|scope| {
        for place in 0..8 {
            scope.spawn(move || {
                for rank in 0..7 {
                    assert_eq!(try_password(server, &format!("p{place}-{rank}@ville.example")).status, 422);
                }
            });
        }
    });
    let after = server.memory_mb("RssAnon");
    println!("{before} MB before, {after} MB after 56 passwords");
    // Two rooms of 19 MB and what the threads keep. Eight at once would take 152 MB, and more each time if nothing were used
    // again. The pages of the program itself, read from its file as it runs, are not counted.
    assert!(after < before + 85, "{before} MB became {after} MB");
}

#[tokio::test]
async fn an_import_asked_twice_runs_once() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("folder");
        let data = folder.path();
        let demo = Running::demo(data, database.as_deref());
        let leader = Visitor::new(&demo.url);
        leader.sign_in("Claire Vidal");
        assert!(demo.stop().success());
        let count = if database.is_some() { 2 } else { 1 };
        let servers: Vec<Running> = (0..count).map(|_| Running::serve(data, database.as_deref(), None)).collect();

        let leader = leader.at(&servers[0].url);
        let mut lines =
            "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;\
                         nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;\
                         source_position;source_nom_voie;certification_commune;cad_parcelles\n"
                .to_owned();
        for number in 1..=3000 {
            let street = "Rue de l’Essai;11000;11069;Carcassonne";
            lines.push_str(&format!("11069_0001_{number:05};;{number};;{street};;;0;0;2.36;43.21;entrée;;;;;;;1;\n"));
        }
        let file = ("fichier", "adresses-11.csv", lines.as_bytes());
        let sent = leader.upload("/gestion/territoire/import", &[("nature", "adresses")], file);
        assert_eq!(sent.status, 303, "{sent:?}");
        let launch = &format!("{}/application", sent.location);
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let asked: Vec<_> = (0..6)
                .map(|rank| leader.at(&servers[rank % servers.len()].url))
                .map(|leader| scope.spawn(move || leader.post(launch, &[]).status))
                .collect();
            asked.into_iter().map(|one| one.join().expect("asked")).collect()
        });
        // Two that ask at the very same moment may both be told that it is launched: it is the same job.
        assert!(statuses.contains(&303), "{statuses:?}");
        assert!(statuses.iter().all(|status| [303, 404, 409].contains(status)), "{statuses:?}");

        let url = database.clone().unwrap_or_else(|| format!("sqlite:{}", data.join("parvis.sqlite").display()));
        let db = database::Db::open(&url).await.expect("opens");
        let jobs = async || -> Vec<(String, i64)> {
            let mut tx = db.read().await.expect("read");
            database::fetch_all!(&mut tx, "SELECT state, attempts FROM job WHERE kind = 'territory.import'")
                .expect("read")
        };
        let start = std::time::Instant::now();
        while jobs().await.iter().any(|(state, _)| state == "waiting" || state == "running") {
            assert!(start.elapsed().as_secs() < 60, "{:?}", jobs().await);
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(jobs().await, [("done".to_owned(), 1)]);
        db.close().await;
    }
}
