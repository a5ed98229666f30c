//! Backups by the command line while the platform is at work, and what comes back from them.

use crate::support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::support::mail_server::MailServer;
use crate::support::{Running, Said, Visitor, databases, form_near, on, parvis, run};

const MATRIX: &str = "/besoins?format=csv-ouvert";

fn done(said: Said) -> Said {
    assert_eq!(said.code, 0, "{said:?}");
    said
}

/// A folder and what it holds, for one test.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a backup of `data`.
    fn backup(&self, data: &Path, database: Option<&str>, name: &str, more: &[&str]) -> PathBuf {
        let out = self.path(name);
        done(run(on(&["backup"], data, database).arg("--out").arg(&out).args(more)));
        out
    }

    /// Restores a backup in a folder that does not exist, and puts the key of `data` there.
    fn restore(&self, from: &Path, data: &Path, name: &str, database: Option<&str>, more: &[&str]) -> PathBuf {
        let fresh = self.path(name);
        done(run(on(&["restore"], &fresh, database).arg("--from").arg(from).args(more)));
        fs::copy(data.join("cle"), fresh.join("cle")).expect("the key");
        fresh
    }
}

fn matrix(server: &Running) -> String {
    let page = Visitor::new(&server.url).get(MATRIX);
    assert_eq!(page.status, 200, "{page:?}");
    assert_eq!(page.body.lines().count(), 27, "{page:?}");
    page.body
}

#[test]
fn a_backup_made_at_work_comes_back_whole_on_either_database() {
    for database in databases() {
        let bench = Bench::new();
        let (data, database) = (bench.path("demo"), database.as_deref());
        let server = Running::demo(&data, database);
        let visitor = Visitor::new(&server.url);
        visitor.sign_in("Claire Vidal");
        let plain = bench.backup(&data, database, "claire.parvis", &[]);
        let passphrase = bench.path("phrase");
        fs::write(&passphrase, "un cheval correct agrafe la pile\n").expect("written");
        let with = ["--passphrase-file", passphrase.to_str().expect("UTF-8")];
        let sealed = bench.backup(&data, database, "chiffree.parvis", &with);
        let expected = matrix(&server);
        assert_eq!(visitor.get("/compte").status, 200, "the platform goes on");
        assert!(server.stop().success());

        done(run(parvis().args(["verify", "--backup"]).arg(&plain)));
        done(run(parvis().args(["verify", "--backup"]).arg(&sealed).args(with)));
        let bytes = fs::read(&sealed).expect("read");
        assert!(!String::from_utf8_lossy(&bytes).contains("demo.parvis.example"), "nothing can be read in it");
        for wrong in [None, Some("une autre phrase que la bonne\n")] {
            let mut command = on(&["restore"], &bench.path("rien"), None);
            command.arg("--from").arg(&sealed);
            if let Some(words) = wrong {
                let file = bench.path("autre");
                fs::write(&file, words).expect("written");
                command.arg("--passphrase-file").arg(file);
            }
            let said = run(&mut command);
            assert!(said.code == 1 && said.err.contains("phrase") && !said.err.contains("panicked"), "{said:?}");
        }

        // Into the embedded database, and into PostgreSQL where there is one.
        for (rank, target) in databases().into_iter().enumerate() {
            let (from, more): (_, &[&str]) = if rank == 0 { (&plain, &[]) } else { (&sealed, &with) };
            let fresh = bench.restore(from, &data, &format!("neuf-{rank}"), target.as_deref(), more);
            done(run(&mut on(&["verify"], &fresh, target.as_deref())));
            let restored = Running::serve(&fresh, target.as_deref(), None);
            assert_eq!(matrix(&restored), expected);
            let stranger = visitor.at(&restored.url);
            assert_eq!(stranger.get("/compte").status, 303, "sessions do not come back");
            let again = run(on(&["restore"], &fresh, target.as_deref()).arg("--from").arg(from).args(more));
            assert_eq!(again.code, 1, "a restore never writes over something: {again:?}");
            assert_eq!(matrix(&restored), expected);
        }
    }
}

#[tokio::test]
async fn a_row_changed_behind_the_platform_is_found() {
    for database in databases() {
        let bench = Bench::new();
        let data = bench.path("demo");
        support::filled(&data, database.as_deref());
        done(run(&mut on(&["verify"], &data, database.as_deref())));
        let url = database.clone().unwrap_or_else(|| format!("sqlite:{}", data.join("parvis.sqlite").display()));
        let db = database::Db::open(&url).await.expect("opens");
        let mut tx = db.write().await.expect("write");
        let sql = "UPDATE evidence SET said = 'autre chose' WHERE id = (SELECT id FROM evidence ORDER BY id LIMIT 1)";
        assert_eq!(database::execute!(&mut tx, sql).expect("changed"), 1);
        tx.commit().await.expect("commit");
        db.close().await;
        let said = run(&mut on(&["verify"], &data, database.as_deref()));
        assert_eq!(said.code, 3, "{said:?}");
        assert!(said.out.contains("evidence") || said.out.contains("preuve"), "{said:?}");
    }
}

#[test]
fn what_comes_back_sends_no_mail_of_before() {
    for database in databases() {
        let bench = Bench::new();
        let (data, database) = (bench.path("demo"), database.as_deref());
        let demo = Running::demo(&data, database);
        let administrator = Visitor::new(&demo.url);
        administrator.sign_in("Nadège Pons");
        assert!(demo.stop().success());
        // No mail server is known here: the mail waits.
        let server = Running::serve(&data, database, None);
        let ask = |server: &Running, address: &str| {
            assert_eq!(Visitor::new(&server.url).post("/connexion", &[("email", address)]).status, 303);
        };
        ask(&server, "claire.vidal@demo.parvis.example");
        let administrator = administrator.at(&server.url);
        let waits = |state: &str| {
            let rows = administrator.get(&format!("/gestion/courriels?etat={state}")).body;
            rows.split("<tr").any(|row| row.contains("claire.vidal@") && row.contains("Votre lien de connexion"))
        };
        let start = std::time::Instant::now();
        while !waits("queued") {
            assert!(start.elapsed() < Duration::from_secs(30), "the mail is not in the outbox");
            std::thread::sleep(Duration::from_millis(50));
        }
        let backup = bench.backup(&data, database, "sauvegarde.parvis", &[]);
        assert!(server.stop().success());

        let mails = MailServer::start();
        for (rank, target) in databases().into_iter().enumerate() {
            let fresh = bench.restore(&backup, &data, &format!("neuf-{rank}"), target.as_deref(), &[]);
            let restored = Running::serve(&fresh, target.as_deref(), Some(&mails.url()));
            // The courier works: a mail asked now leaves, the one of before does not.
            ask(&restored, "karim.benali@demo.parvis.example");
            let received = mails.wait_for_links(rank + 1);
            std::thread::sleep(Duration::from_secs(2));
            assert_eq!(mails.links().len(), rank + 1, "{received:?}");
            assert!(received.iter().all(|mail| mail.to.starts_with("karim.benali@")), "{received:?}");
        }
    }
}

/// The first meeting of the demonstration, opened to telephones: where they join.
fn joined(leader: &Visitor) -> String {
    let list = leader.get("/gestion/rencontres").body;
    let id = list.split("href=\"/gestion/rencontres/").skip(1).map(|rest| &rest[..36]).next().expect("a meeting");
    let path = format!("/gestion/rencontres/{id}");
    assert_eq!(leader.post(&format!("{path}/telephones"), &[("pour", "notes")]).status, 303);
    let page = leader.get(&path).body;
    let code = page.split("join-code\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
    format!("/r/{}", code.replace('-', ""))
}

#[test]
fn what_somebody_took_back_does_not_come_back_with_an_older_backup() {
    const WORDS: &str = "Un banc kwertyuiopable";
    for database in databases() {
        let bench = Bench::new();
        let (data, database) = (bench.path("demo"), database.as_deref());
        let server = Running::demo(&data, database);
        let leader = Visitor::new(&server.url);
        leader.sign_in("Claire Vidal");
        let join = joined(&leader);
        let resident = Visitor::new(&server.url);
        let form = form_near(&resident.get(&join).body, "Envoyer").expect("a form");
        let mut fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.retain(|(name, _)| !["notes", "nature"].contains(name));
        fields.extend([("notes", WORDS), ("nature", "need")]);
        let garde = form.fields.iter().find(|(name, _)| name == "garde").expect("a code").1.clone();
        assert_eq!(resident.post(&form.action, &fields).status, 303);
        let before = bench.backup(&data, database, "avant.tar.gz", &[]);
        let erased = resident.post("/paroles/effacement", &[("cle", &garde)]);
        assert!(erased.status == 200 && erased.body.contains("effacée"), "{erased:?}");
        // The ledger of the data folder is written by a job, that of the backups by the next of them.
        let own = data.join("effacements.txt");
        let start = std::time::Instant::now();
        while !own.exists() {
            assert!(start.elapsed() < Duration::from_secs(60), "no ledger in the data folder");
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(server.stop().success());

        for (rank, target) in databases().into_iter().enumerate() {
            let fresh = bench.path(&format!("neuf-{rank}"));
            let mut command = on(&["restore"], &fresh, target.as_deref());
            command.arg("--from").arg(&before);
            if rank == 0 {
                command.arg("--erasures").arg(&own);
            } else {
                bench.backup(&data, database, "apres.tar.gz", &[]);
            }
            let said = done(run(&mut command));
            assert!(said.out.contains("à nouveau, d’après le registre"), "{said:?}");
            fs::copy(data.join("cle"), fresh.join("cle")).expect("the key");
            done(run(&mut on(&["verify"], &fresh, target.as_deref())));
            // In clear, whatever the database: everything it holds goes into a backup.
            let after = bench.backup(&fresh, target.as_deref(), &format!("relu-{rank}.tar.gz"), &[]);
            assert!(!unpacked(&after).contains("kwertyuiopable"), "what was taken back came back");
            assert!(unpacked(&before).contains("kwertyuiopable"), "the old backup holds it");
        }
        // Without any ledger the command says what it could not do.
        let alone = bench.path("seul");
        fs::create_dir(&alone).expect("a folder");
        let copy = alone.join("avant.tar.gz");
        fs::copy(&before, &copy).expect("copied");
        let said = done(run(on(&["restore"], &bench.path("rien"), None).arg("--from").arg(&copy)));
        assert!(said.out.contains("Aucun registre des effacements"), "{said:?}");
    }
}

/// What a plain archive holds, as text.
fn unpacked(path: &Path) -> String {
    let said = std::process::Command::new("gzip").args(["-dc"]).arg(path).output().expect("gzip");
    String::from_utf8_lossy(&said.stdout).into_owned()
}
