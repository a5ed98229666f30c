//! Mails of the real binary, received by a real server: once each, whatever happens to the processes.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::support::mail_server::MailServer;
use crate::support::{Running, Visitor, databases, filled, on, run};

const PEOPLE: [&str; 10] = [
    "claire.vidal",
    "karim.benali",
    "olivier.roques",
    "mathilde.escande",
    "samira.haddad",
    "josiane.marty",
    "yannick.diallo",
    "nadege.pons",
    "helene.castel",
    "antoine.lacroix",
];

fn address(person: &str) -> String {
    format!("{person}@demo.parvis.example")
}

fn ask(visitor: &Visitor, address: &str) {
    let asked = visitor.post("/connexion", &[("email", address)]);
    assert_eq!((asked.status, asked.location.as_str()), (303, "/connexion/envoye"), "{asked:?}");
}

/// The path of the link in a mail.
fn link(text: &str) -> String {
    let from = text.find("/connexion/lien/").unwrap_or_else(|| panic!("no link in {text}"));
    text[from..].split_whitespace().next().unwrap_or_default().to_owned()
}

#[test]
fn an_account_made_on_the_command_line_enters_with_the_link_of_a_mail() {
    for database in databases() {
        let (folder, mails) = (tempfile::tempdir().expect("folder"), MailServer::start());
        let (data, database) = (folder.path(), database.as_deref());
        let words = [
            "account",
            "create",
            "--email",
            "Zoe@Ville.example",
            "--name",
            "Zoé Œuvrard",
            "--function",
            "project_manager",
        ];
        let created = run(&mut on(&words, data, database));
        assert_eq!(created.code, 0, "{created:?}");
        assert!(created.out.contains("Zoé Œuvrard") && created.out.contains("/connexion/lien/"), "{created:?}");

        let server = Running::serve(data, database, Some(&mails.url()));
        let visitor = Visitor::new(&server.url);
        ask(&visitor, "zoe@ville.example");
        let received = mails.wait_for_links(1);
        assert!(received[0].to.eq_ignore_ascii_case("zoe@ville.example"), "{received:?}");
        assert!(received[0].text.contains(&server.url), "{received:?}");
        let path = link(&received[0].text);
        // Opening is not entering: scanners of mail servers open links too.
        assert_eq!(visitor.get(&path).status, 200);
        assert_eq!(visitor.get("/compte").status, 303);
        let entered = visitor.fill(&path, "Entrer", &[]);
        assert_eq!(entered.status, 303, "{entered:?}");
        assert!(visitor.get("/compte").body.contains("Zoé Œuvrard"));
        assert_eq!(Visitor::new(&server.url).post(&path, &[]).status, 410, "a link serves once");
        std::thread::sleep(Duration::from_secs(2));
        assert_eq!(mails.received().len(), 1, "{:?}", mails.received());
    }
}

#[test]
fn two_processes_send_each_of_thirty_mails_once() {
    for database in databases().into_iter().flatten() {
        let (folder, mails) = (tempfile::tempdir().expect("folder"), MailServer::slow(20));
        let data = folder.path();
        filled(data, Some(&database));
        let servers = [(), ()].map(|()| Running::serve(data, Some(&database), Some(&mails.url())));
        ask_thirty(&servers);
        mails.wait_for_links(30);
        std::thread::sleep(Duration::from_secs(2));
        let received = mails.links();
        assert_eq!(received.len(), 30);
        assert!(mails.times().values().all(|times| *times == 1), "{:?}", mails.times());
        let links: BTreeSet<String> = received.iter().map(|mail| link(&mail.text)).collect();
        assert_eq!(links.len(), 30);
        for person in PEOPLE {
            assert_eq!(received.iter().filter(|mail| mail.to == address(person)).count(), 3, "{person}");
        }
    }
}

/// Thirty links asked of two servers, by three each of ten people.
fn ask_thirty(servers: &[Running; 2]) {
    for (rank, person) in PEOPLE.iter().cycle().take(30).enumerate() {
        ask(&Visitor::new(&servers[rank % 2].url), &address(person));
    }
}

#[tokio::test]
async fn a_killed_process_leaves_doubts_and_no_second_mail() {
    for database in databases().into_iter().flatten() {
        let (folder, mails) = (tempfile::tempdir().expect("folder"), MailServer::slow(60));
        let data = folder.path();
        let demo = Running::demo(data, Some(&database));
        let administrator = Visitor::new(&demo.url);
        administrator.sign_in("Nadège Pons");
        assert!(demo.stop().success());
        // The demonstration made mails of its own.
        let least = made(&database).await + 30;
        let servers = [(), ()].map(|()| Running::serve(data, Some(&database), Some(&mails.url())));
        ask_thirty(&servers);
        mails.wait_for_links(6);
        let [killed, left] = servers;
        killed.kill();
        // What the dead process held is taken up when its lease is over: a quarter of an hour later, here at once.
        let administrator = administrator.at(&left.url);
        let uncertain = wait_until_settled((&database, least), &mails, &administrator).await;
        for (id, times) in mails.times() {
            assert_eq!(times, 1, "{id} was received {times} times");
        }
        // A mail in doubt may have been received; every other was.
        let received = mails.links().len();
        assert!(received <= 30 && received + uncertain >= 30, "{received} received, {uncertain} in doubt");
        println!("{received} mails received once, {uncertain} in doubt");
        left.stop();
    }
}

/// How many mails were made.
async fn made(database: &str) -> i64 {
    let db = database::Db::open(database).await.expect("opens");
    let mut tx = db.read().await.expect("read");
    let (count,): (i64,) = database::fetch_one!(&mut tx, "SELECT COUNT(*) FROM mail").expect("counted");
    drop(tx);
    db.close().await;
    count
}

/// Waits until no mail is on its way and so many were made; gives the number of those in doubt, as the administrator reads it.
async fn wait_until_settled((database, least): (&str, i64), mails: &MailServer, administrator: &Visitor) -> usize {
    const HELD: [(&str, &str); 2] = [
        (
            "SELECT id FROM mail WHERE state = 'sending'",
            "UPDATE mail SET locked_until = 1 WHERE state = 'sending' AND id = $1",
        ),
        (
            "SELECT id FROM job WHERE state = 'running'",
            "UPDATE job SET locked_until = 1 WHERE state = 'running' AND id = $1",
        ),
    ];
    let db = database::Db::open(database).await.expect("opens");
    let start = Instant::now();
    loop {
        // What stands still for two seconds is in the hands of the dead.
        let mut held: Vec<(&str, uuid::Uuid)> = Vec::new();
        let mut tx = db.read().await.expect("read");
        for (sql, end) in HELD {
            let ids: Vec<(uuid::Uuid,)> = database::fetch_all!(&mut tx, sql).expect("read");
            held.extend(ids.into_iter().map(|(id,)| (end, id)));
        }
        drop(tx);
        tokio::time::sleep(Duration::from_secs(2)).await;
        let mut tx = db.write().await.expect("write");
        for (sql, id) in held {
            database::execute!(&mut tx, sql, id).expect("written");
        }
        let count = "SELECT COUNT(*), COUNT(CASE WHEN state IN ('queued', 'sending') THEN 1 END) FROM mail";
        let (made, moving): (i64, i64) = database::fetch_one!(&mut tx, count).expect("read");
        tx.commit().await.expect("commit");
        if made >= least && moving == 0 {
            break;
        }
        let received = mails.received().len();
        assert!(start.elapsed() < Duration::from_secs(90), "{made} made, {moving} on their way, {received} received");
    }
    db.close().await;
    let page = administrator.get("/gestion/courriels?etat=uncertain");
    assert_eq!(page.status, 200, "{page:?}");
    page.body.matches("/renvoi\"").count()
}
