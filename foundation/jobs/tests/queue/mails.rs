//! The outbox against a real server: what is accepted leaves once, what is doubtful is never sent again by itself.

use database::testing::{each_database, outside};
use database::{Db, execute};
use jobs::mail::{Carrier, Courier, Mail, MailState, NewMail, Round, Sender, SmtpSettings, find, queue, send_again};
use jobs::{Worker, hold_restored};
use kernel::{Outside, Uuid};

use crate::bench::{hire, pace, steps, until};
use crate::server::MailServer;

const FROM: &str = "Contrat de ville <ne-pas-repondre@ville.example.fr>";

fn carrier(port: u16) -> Carrier {
    let url = format!("smtp://127.0.0.1:{port}?tls=aucun");
    Carrier::Smtp(SmtpSettings::read(&url, FROM).expect("settings"))
}

fn courier(db: &Db, outside: &Outside, port: u16) -> Courier {
    Courier::new(db.clone(), outside.clone(), carrier(port), "essai".to_owned())
}

async fn post(db: &Db, outside: &Outside, address: &str) -> Uuid {
    let text = "Bonjour,\n\nVotre lien : https://parvis.example.fr/connexion?jeton=abc\n.\nÀ bientôt";
    let mail = NewMail::read("test.note", address, "Zoé Œuvrard", "Été : « Élan »", text).expect("a mail");
    let mut tx = db.write().await.expect("begin");
    let id = queue(&mut tx, outside, &mail).await.expect("queued");
    tx.commit().await.expect("commit");
    id
}

async fn mail(db: &Db, id: Uuid) -> Mail {
    let mut tx = db.read().await.expect("read");
    find(&mut tx, id).await.expect("asked").expect("there")
}

/// Every wait is over.
async fn skip_waits(db: &Db) {
    let mut tx = db.write().await.expect("begin");
    execute!(&mut tx, "UPDATE mail SET next_try_at = 1 WHERE state = 'queued'").expect("moved");
    tx.commit().await.expect("commit");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_accepted_mail_leaves_once_even_with_four_couriers() {
    each_database(&steps(), |db| async move {
        let (server, outside) = (MailServer::start(), outside(40));
        let mut ids = Vec::new();
        for rank in 0..20 {
            ids.push(post(&db, &outside, &format!("a{rank}@exemple.fr")).await);
        }
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let worker = Worker::new(db.clone(), outside.clone(), Vec::new(), 1);
                hire(worker.with_pace(pace()).with_carrier(carrier(server.port)))
            })
            .collect();
        for id in &ids {
            until("sent", async || mail(&db, *id).await.state == MailState::Sent).await;
        }
        for worker in workers {
            worker.dismiss().await;
        }
        for (rank, id) in ids.iter().enumerate() {
            let received = server.received_by(&format!("a{rank}@exemple.fr"));
            assert_eq!(received.len(), 1, "a{rank}");
            let one = &received[0];
            assert_eq!(
                (one.from.as_str(), one.subject.as_str()),
                ("ne-pas-repondre@ville.example.fr", "Été : « Élan »")
            );
            assert_eq!(one.id, format!("<{id}@ville.example.fr>"));
            assert!(
                one.text.contains("jeton=abc\n.\nÀ bientôt") || one.text.contains("jeton=abc\r\n.\r\nÀ bientôt"),
                "{}",
                one.text
            );
            assert!(one.headers.contains(&"Auto-Submitted".to_owned()));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn later_is_tried_again_and_no_is_final() {
    each_database(&steps(), |db| async move {
        let (server, outside) = (MailServer::start(), outside(41));
        let courier = courier(&db, &outside, server.port);
        for address in ["later@exemple.fr", "busy@exemple.fr"] {
            let id = post(&db, &outside, address).await;
            assert_eq!(courier.round().await.expect("a round"), Round::Handled);
            let waiting = mail(&db, id).await;
            assert_eq!((waiting.state, waiting.attempts), (MailState::Queued, 1), "{address}");
            assert!(waiting.last_error.is_some_and(|error| error.contains("serveur de courriel")));
            assert!(waiting.next_try_at > waiting.created_at.plus_seconds(10) && waiting.handed_at.is_none());
            assert_eq!(courier.round().await.expect("a round"), Round::Idle, "not before its time");
            skip_waits(&db).await;
            assert_eq!(courier.round().await.expect("a round"), Round::Handled);
            assert_eq!((mail(&db, id).await.state, mail(&db, id).await.attempts), (MailState::Sent, 2), "{address}");
            assert_eq!(server.received_by(address).len(), 1);
        }
        for (address, words) in [("never@exemple.fr", "no such mailbox"), ("full@exemple.fr", "mailbox full")] {
            let id = post(&db, &outside, address).await;
            assert_eq!(courier.round().await.expect("a round"), Round::Handled);
            let refused = mail(&db, id).await;
            assert_eq!(refused.state, MailState::Refused, "{address}");
            assert!(refused.last_error.as_ref().is_some_and(|error| error.contains(words)), "{refused:?}");
            skip_waits(&db).await;
            assert_eq!(courier.round().await.expect("a round"), Round::Idle);
            assert!(server.received_by(address).is_empty());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_cut_after_the_text_is_a_doubt_and_not_a_second_mail() {
    each_database(&steps(), |db| async move {
        let (server, outside) = (MailServer::start(), outside(42));
        let courier = courier(&db, &outside, server.port);
        let id = post(&db, &outside, "cut@exemple.fr").await;
        assert_eq!(courier.round().await.expect("a round"), Round::Handled);
        let doubtful = mail(&db, id).await;
        assert_eq!(doubtful.state, MailState::Uncertain);
        assert!(doubtful.handed_at.is_some());
        skip_waits(&db).await;
        for _ in 0..3 {
            assert_eq!(courier.round().await.expect("a round"), Round::Idle);
        }
        assert_eq!(server.received_by("cut@exemple.fr").len(), 1);
        // An administrator asked the person, who received nothing: sent again on her decision only.
        let mut tx = db.write().await.expect("begin");
        assert!(send_again(&mut tx, &outside, id).await.expect("asked"));
        tx.commit().await.expect("commit");
        assert_eq!(courier.round().await.expect("a round"), Round::Handled);
        let twice = server.received_by("cut@exemple.fr");
        assert!(twice.len() == 2 && twice[0].id == twice[1].id, "the same Message-ID lets servers drop a double");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_courier_that_dies_leaves_a_doubt_only_if_the_text_had_left() {
    each_database(&steps(), |db| async move {
        let (server, outside) = (MailServer::start(), outside(43));
        let courier = courier(&db, &outside, server.port);
        let before = post(&db, &outside, "avant@exemple.fr").await;
        let after = post(&db, &outside, "apres@exemple.fr").await;
        // As a process killed before, and one killed after, the server asked for the text.
        let mut tx = db.write().await.expect("begin");
        let claimed = "UPDATE mail SET state = 'sending', attempts = 1, locked_by = 'mort/1', locked_until = 1, \
                       handed_at = CASE WHEN to_address = 'apres@exemple.fr' THEN CAST(1 AS BIGINT) END";
        execute!(&mut tx, claimed).expect("claimed");
        tx.commit().await.expect("commit");
        assert_eq!(courier.round().await.expect("a round"), Round::Handled);
        assert_eq!(mail(&db, before).await.state, MailState::Sent);
        let doubtful = mail(&db, after).await;
        assert_eq!(doubtful.state, MailState::Uncertain);
        assert!(doubtful.last_error.is_some_and(|error| error.contains("peut-être arrivé")));
        assert_eq!(courier.round().await.expect("a round"), Round::Idle);
        assert_eq!(server.received_by("avant@exemple.fr").len(), 1);
        assert!(server.received_by("apres@exemple.fr").is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_waited_for() {
    each_database(&steps(), |db| async move {
        let outside = outside(44);
        let id = post(&db, &outside, "a@exemple.fr").await;
        // A port that was free a moment ago: nobody listens.
        let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound").port();
        let away = courier(&db, &outside, port);
        assert_eq!(away.round().await.expect("a round"), Round::ServerAway);
        let waiting = mail(&db, id).await;
        assert_eq!((waiting.state, waiting.handed_at), (MailState::Queued, None));
        let server = MailServer::start();
        skip_waits(&db).await;
        assert_eq!(courier(&db, &outside, server.port).round().await.expect("a round"), Round::Handled);
        assert_eq!(server.received_by("a@exemple.fr").len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_outbox_is_silent_until_somebody_decides() {
    each_database(&steps(), |db| async move {
        let (server, outside) = (MailServer::start(), outside(45));
        let id = post(&db, &outside, "a@exemple.fr").await;
        let mut tx = db.write().await.expect("begin");
        assert_eq!(hold_restored(&mut tx, &outside).await.expect("held").mail_count, 1);
        tx.commit().await.expect("commit");
        let courier = courier(&db, &outside, server.port);
        assert_eq!(courier.round().await.expect("a round"), Round::Idle);
        let mut tx = db.write().await.expect("begin");
        assert!(send_again(&mut tx, &outside, id).await.expect("asked"));
        tx.commit().await.expect("commit");
        assert_eq!(courier.round().await.expect("a round"), Round::Handled);
        assert_eq!(mail(&db, id).await.state, MailState::Sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_server_mails_can_be_read_in_a_folder() {
    each_database(&steps(), |db| async move {
        let outside = outside(46);
        let folder = tempfile::tempdir().expect("folder");
        let carrier = Carrier::Folder { folder: folder.path().to_owned(), from: Sender::read(FROM).expect("a sender") };
        let id = post(&db, &outside, "a@exemple.fr").await;
        let courier = Courier::new(db.clone(), outside, carrier, "essai".to_owned());
        assert_eq!(courier.round().await.expect("a round"), Round::Handled);
        assert_eq!(mail(&db, id).await.state, MailState::Sent);
        let names: Vec<_> =
            std::fs::read_dir(folder.path()).expect("folder").map(|entry| entry.expect("entry")).collect();
        assert_eq!(names.len(), 1);
        let name = names[0].file_name().into_string().expect("a name");
        assert!(name.ends_with(&format!("{id}.eml")), "{name}");
    })
    .await;
}

#[test]
fn a_subject_with_a_line_break_is_refused() {
    for forged in ["Objet\r\nBcc: tous@exemple.fr", "Objet\nX-Mailer: x", "Objet\rX: y"] {
        let error = NewMail::read("t", "a@exemple.fr", "Zoé", forged, "Bonjour").expect_err(forged);
        assert_eq!(error.field, "subject");
    }
}
