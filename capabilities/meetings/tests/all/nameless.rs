//! Nothing kept of what a telephone sends says when it came, nor in which order; on both databases.

use std::collections::{BTreeSet, HashMap};

use crate::setting::{Setting, arranged, count, hidden, migrations, sound};
use database::sqlx::AssertSqlSafe;
use database::testing::{each_database, outside};
use database::{Tx, fetch_all, fetch_one};
use kernel::{Actor, Uuid};
use web::House;
use web::testing::{Knocker, house};

/// Opens the first meeting to telephones; gives where they join.
async fn opened(knocker: &Knocker, set: &Setting, wanted: &str) -> String {
    let path = format!("/gestion/rencontres/{}", set.workshops[0]);
    knocker.post("chef", &format!("{path}/telephones"), &[("pour", wanted)]).await;
    let page = knocker.get("chef", &path).await.body;
    let code = page.split("join-code\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
    format!("/r/{}", code.replace('-', ""))
}

/// The notes of telephones in the order a thief may read them: as they lie, by a column, as the journal was told of them.
async fn orders(tx: &mut Tx) -> Vec<(&'static str, Vec<Uuid>)> {
    let lie = if tx.is_postgres() { " ORDER BY ctid" } else { "" };
    let own = "SELECT id FROM note WHERE origin = 'participant'";
    let read = [
        ("as they lie", format!("{own}{lie}")),
        ("by rank", format!("{own} ORDER BY seq")),
        ("by moment", format!("{own} ORDER BY put_at{}", lie.replace(" ORDER BY", ","))),
        ("by key", format!("{own} ORDER BY id")),
        (
            "by seal",
            "SELECT n.id FROM note n JOIN journal_seal s ON s.row_id = n.id WHERE n.origin = 'participant' ORDER BY s.id"
                .to_owned(),
        ),
    ];
    let mut all = Vec::new();
    for (name, sql) in read {
        let rows: Vec<(Uuid,)> = fetch_all!(tx, AssertSqlSafe(sql)).expect("rows");
        all.push((name, rows.into_iter().map(|(id,)| id).collect()));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn who_saw_people_write_in_turn_cannot_tell_whose_words_are_whose() {
    const PEOPLE: usize = 60;
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(91));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let set = arranged(&house).await;
        let join = opened(&knocker, &set, "notes").await;
        let notes = format!("/gestion/rencontres/{}/notes", set.workshops[0]);
        // Each writes in turn, as somebody in the room can see; the team writes between them, at a known hour.
        let mut codes = Vec::new();
        for rank in 0..PEOPLE {
            let page = knocker.get("", &join).await.body;
            let (key, garde) = (hidden(&page, "cle"), hidden(&page, "garde"));
            let words = format!("Parole {rank}");
            let form = [("cle", key.as_str()), ("garde", &garde), ("notes", &words), ("nature", "need")];
            let sent = knocker.post("", &format!("{join}/notes"), &form).await;
            assert_eq!(sent.status.as_u16(), 303, "{}", sent.body);
            codes.push(garde);
            if rank % 10 == 0 {
                let heard = format!("Entendu {rank}");
                assert_eq!(knocker.post("chef", &notes, &[("notes", &heard)]).await.status.as_u16(), 303);
            }
        }
        let closing = format!("/gestion/rencontres/{}/telephones/fermeture", set.workshops[0]);
        assert_eq!(knocker.post("chef", &closing, &[]).await.status.as_u16(), 303);

        let mut tx = house.read().await.expect("read");
        let rows: Vec<(Uuid, String, i64)> =
            fetch_all!(&mut tx, "SELECT id, words, put_at FROM note WHERE origin = 'participant'").expect("notes");
        assert_eq!(rows.len(), PEOPLE);
        let days: BTreeSet<i64> = rows.iter().map(|(.., at)| *at).collect();
        assert!(days.len() == 1 && days.iter().all(|at| at % 86_400_000 == 0), "a day, no hour: {days:?}");
        let turn: HashMap<Uuid, usize> = rows
            .iter()
            .map(|(id, words, _)| (*id, words.trim_start_matches("Parole ").parse().expect("a rank")))
            .collect();
        for (name, order) in orders(&mut tx).await {
            assert_eq!(order.len(), PEOPLE, "{name}");
            let turns: Vec<usize> = order.iter().map(|id| turn[id]).collect();
            // In place: right once on average; more than nine times has less than one chance in a million.
            let right = turns.iter().enumerate().filter(|(place, turn)| place == *turn).count();
            assert!(right <= 9, "{name}: {right} words lead to who wrote them");
            // Two by two: half of the pairs stand in the order they came, give or take; five deviations are allowed.
            let pairs = (0..PEOPLE).flat_map(|one| (one + 1..PEOPLE).map(move |other| (one, other)));
            let kept = pairs.filter(|(one, other)| turns[*one] < turns[*other]).count() as f64;
            let share = kept / (PEOPLE * (PEOPLE - 1) / 2) as f64;
            assert!((0.27..0.73).contains(&share), "{name}: {share} of the pairs are in order");
        }
        if tx.is_postgres() {
            let sql = "SELECT COUNT(DISTINCT xmin::text) FROM note WHERE origin = 'participant'";
            let (moments,): (i64,) = fetch_one!(&mut tx, sql).expect("counted");
            assert_eq!(moments, 1, "nothing says in which transaction each was written");
        }
        // The journal tells it all at once, when the meeting is closed, and of nobody.
        let sql = "SELECT COUNT(DISTINCT s.seq) FROM journal_seal s JOIN note n ON n.id = s.row_id \
                   WHERE n.origin = 'participant'";
        let (entries,): (i64,) = fetch_one!(&mut tx, sql).expect("counted");
        assert_eq!(entries, 1);
        let sql = "SELECT COUNT(*) FROM journal_words WHERE actor_name = 'visiteur'";
        let (visitors,): (i64,) = fetch_one!(&mut tx, sql).expect("counted");
        assert_eq!(visitors, 0);
        drop(tx);
        sound(&house).await;

        // A thief who reads the whole database finds no code.
        let everything = everything(&house).await;
        for code in &codes {
            assert!(!holds(&everything, code.as_bytes()), "a code stands in clear");
        }
    })
    .await;
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Everything the database holds, as bytes: the file and its log on SQLite, every row otherwise.
async fn everything(house: &House) -> Vec<u8> {
    let mut tx = house.read().await.expect("read");
    if !tx.is_postgres() {
        let files: Vec<(i64, String, String)> = fetch_all!(&mut tx, "PRAGMA database_list").expect("files");
        drop(tx);
        let path = files[0].2.clone();
        let mut bytes = std::fs::read(&path).expect("the file");
        bytes.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
        return bytes;
    }
    let mut all = Vec::new();
    for table in database::catalog::tables(&mut tx).await.expect("tables") {
        all.extend(format!("{:?}", database::rows::read_table(&mut tx, &table).await.expect("rows")).into_bytes());
    }
    all
}

/// A photograph that says what it was taken with, and when.
fn photo() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([(x * 6) as u8, (y * 8) as u8, 90]));
    image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
    let plain = bytes.into_inner();
    let secret = b"Exif\0\0 14:03:02 TelephoneDeMarie";
    let length = u16::try_from(secret.len() + 2).expect("short").to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, secret, &plain[2..]].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_sent_by_a_telephone_keeps_no_hour_and_its_code_takes_it_back_with_its_photograph() {
    corpus::facade::elsewhere::tell_elsewhere(meetings::facade::ELSEWHERE);
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(92));
        let knocker = Knocker::new(meetings::door().and(corpus::door()), house.clone());
        let set = arranged(&house).await;
        let join = opened(&knocker, &set, "findings").await;
        let page = knocker.get("", &join).await.body;
        let (key, garde) = (hidden(&page, "cle"), hidden(&page, "garde"));
        assert!(page.contains(&format!(">{garde}</code>")), "her code is shown: {page}");
        let form = [
            ("cle", key.as_str()),
            ("garde", garde.as_str()),
            ("constat", "Le kwertylampadaire est cassé"),
            ("categorie", "lighting"),
            ("gravite", "dangerous"),
        ];
        let sent = knocker
            .upload("", &format!("{join}/constats"), &form, ("photo", "IMG_20260315_140302.jpg", &photo()))
            .await;
        assert_eq!(sent.location, format!("{join}?envoye=oui&garde={garde}"), "{}", sent.body);

        let mut tx = house.read().await.expect("read");
        let (noted, name, created, content): (i64, String, i64, String) = fetch_one!(
            &mut tx,
            "SELECT f.noted_at, p.original_name, p.created_at, p.sha256 FROM finding f JOIN file p ON p.id = f.photo"
        )
        .expect("a finding");
        assert_eq!((noted % 86_400_000, created % 86_400_000, name.as_str()), (0, 0, "photo.jpg"));
        let hash = files::ContentHash::parse(&content).expect("a hash");
        drop(tx);
        let folder = house.vault.waiting_room().ancestors().nth(1).expect("a folder").to_owned();
        let kept = bytes_under(&folder);
        assert!(!holds(&kept, b"TelephoneDeMarie"), "what she sent is kept nowhere");
        assert!(files::open(house.vault.as_ref(), hash).await.expect("read").is_some());

        // A note corrected by the team, then everything taken back.
        let told = corpus::facade::fates(&mut house.read().await.expect("read"), &garde).await.expect("fates");
        assert_eq!(told.len(), 1);
        let reply = knocker.post("", "/paroles/effacement", &[("cle", garde.as_str())]).await;
        assert!(web::testing::plain(&reply.body).contains("1 parole est effacée"), "{}", reply.body);
        assert_eq!((count(&house, "finding").await, count(&house, "file").await), (0, 0));
        let swept = files::sweep(&house.db, house.vault.as_ref()).await.expect("swept");
        assert!(swept.removed_count >= 1, "{swept:?}");
        corpus::actions::drop_traces(&house.db).await.expect("cleaned");
        assert!(!holds(&everything(&house).await, b"kwertylampadaire"), "it remains");
        assert!(files::open(house.vault.as_ref(), hash).await.expect("read").is_none());
        sound(&house).await;
    })
    .await;
}

/// Every byte of every file of a folder.
fn bytes_under(folder: &std::path::Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(bytes_under(&path));
        } else {
            all.extend(std::fs::read(&path).unwrap_or_default());
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn words_corrected_then_taken_back_leave_nothing_and_do_not_come_back_with_a_backup() {
    corpus::facade::elsewhere::tell_elsewhere(meetings::facade::ELSEWHERE);
    each_database(&migrations(), |db| async move {
        let engine = db.engine();
        let house = house(db, outside(93));
        let knocker = Knocker::new(meetings::door().and(corpus::door()), house.clone());
        let set = arranged(&house).await;
        let join = opened(&knocker, &set, "notes").await;
        let mut gardes = Vec::new();
        for words in ["Le kwertybanc est cassé", "Une fontaine"] {
            let page = knocker.get("", &join).await.body;
            let (key, garde) = (hidden(&page, "cle"), hidden(&page, "garde"));
            let form = [("cle", key.as_str()), ("garde", &garde), ("notes", words), ("nature", "need")];
            assert_eq!(knocker.post("", &format!("{join}/notes"), &form).await.status.as_u16(), 303);
            gardes.push(garde);
        }
        let closing = format!("/gestion/rencontres/{}/telephones/fermeture", set.workshops[0]);
        knocker.post("chef", &closing, &[]).await;
        let mut tx = house.read().await.expect("read");
        let (note,): (Uuid,) = fetch_one!(&mut tx, "SELECT id FROM note WHERE words LIKE '%kwerty%'").expect("hers");
        drop(tx);
        let board = format!("/gestion/tri/{}", set.consultation);
        let corrected = [("words", "Le kwertybanc est très cassé")];
        let reply = knocker.post("chef", &format!("{board}/notes/{note}"), &corrected).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        assert_eq!(knocker.post("chef", &format!("{board}/corpus"), &[]).await.status.as_u16(), 303);
        assert_eq!((count(&house, "verbatim").await, count(&house, "note").await), (2, 2));

        // A backup, then she takes her words back, then another backup tells the first what was erased.
        let folder = tempfile::tempdir().expect("folder");
        let steps = migrations();
        let save = async |name: &str| {
            let instance = safekeeping::Instance {
                db: &house.db,
                vault: house.vault.as_ref(),
                migrations: &steps,
                outside: &house.outside,
            };
            let path = folder.path().join(name);
            safekeeping::backup(instance, safekeeping::BackupOptions::default(), &path, &mut |_| {})
                .await
                .expect("saved");
            path
        };
        let before = save("avant.tar.gz").await;
        let reply = knocker.post("", "/paroles/effacement", &[("cle", gardes[0].as_str())]).await;
        assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
        let mut tx = house.write().await.expect("write");
        corpus::actions::purge(&mut tx, &house.outside, &Actor::Platform("essai")).await.expect("purged");
        tx.commit().await.expect("kept");
        corpus::actions::drop_traces(&house.db).await.expect("cleaned");
        assert!(!holds(&everything(&house).await, b"kwertybanc"), "words corrected remain somewhere");
        save("apres.tar.gz").await;

        let fresh = database::testing::databases(&[]).await.into_iter().find(|one| one.db.engine() == engine);
        let fresh = fresh.expect("an empty database");
        let back = web::testing::house(fresh.db.clone(), outside(94));
        let instance = safekeeping::Instance {
            db: &back.db,
            vault: back.vault.as_ref(),
            migrations: &steps,
            outside: &back.outside,
        };
        safekeeping::restore(instance, &before, &safekeeping::Opening::None, &mut |_| {}).await.expect("restored");
        assert!(holds(&everything(&back).await, b"kwertybanc"), "the old backup holds them");
        let erasables = [meetings::facade::ERASABLES, corpus::facade::ERASABLES].concat();
        let traces = [meetings::facade::TRACES, corpus::facade::TRACES].concat();
        let again = safekeeping::erasure::Again { erasables: &erasables, purges: &[], traces: &traces };
        let ledger = folder.path().join(safekeeping::LEDGER);
        let count_again =
            safekeeping::erasure::erase_again(instance, &again, &[ledger.as_path()]).await.expect("erased again");
        assert_eq!(count_again, 1, "her note, and the sentence it became with it");
        back.db.drop_traces(&traces).await.expect("cleaned");
        assert_eq!((count(&back, "verbatim").await, count(&back, "note").await), (1, 1));
        assert!(!holds(&everything(&back).await, b"kwertybanc"), "what was erased came back");
        sound(&back).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_too_large_is_told_and_the_words_come_back() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(95));
        let knocker = Knocker::new(meetings::door(), house.clone());
        let set = arranged(&house).await;
        let join = opened(&knocker, &set, "findings").await;
        let path = format!("/gestion/rencontres/{}", set.workshops[0]);
        // A JPEG by its beginning, forty megabytes long.
        let mut large = photo();
        large.resize(40_000_000, 7);
        let form = [("constat", "Un trou devant l’école"), ("categorie", "lighting"), ("gravite", "serious")];
        for (who, at) in [("", format!("{join}/constats")), ("chef", format!("{path}/constats"))] {
            let refused = knocker.upload(who, &at, &form, ("photo", "IMG_1.jpg", &large)).await;
            assert_eq!(refused.status.as_u16(), 422, "{at}: {}", refused.body);
            for told in ["trop volumineu", "Un trou devant l’école", "#champ-photo"] {
                assert!(refused.body.contains(told), "{at}: {told}: {}", refused.body);
            }
        }
        assert_eq!((count(&house, "finding").await, count(&house, "file").await), (0, 0));
        // The proof that something is done.
        let kept = knocker.upload("chef", &format!("{path}/constats"), &form, ("photo", "", b"")).await;
        assert_eq!(kept.status.as_u16(), 303, "{}", kept.body);
        let mut tx = house.read().await.expect("read");
        let (id,): (Uuid,) = fetch_one!(&mut tx, "SELECT id FROM finding").expect("a finding");
        drop(tx);
        let done = [("etat", "done"), ("qui-agit", "Service de la voirie"), ("suivi", "Rebouché"), ("revision", "1")];
        let refused =
            knocker.upload("chef", &format!("/gestion/constats/{id}"), &done, ("photo", "a.jpg", &large)).await;
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
        assert!(refused.body.contains("trop volumineu") && refused.body.contains("Service de la voirie"));
    })
    .await;
}
