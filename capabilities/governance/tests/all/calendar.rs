//! Somebody’s calendar reads her meetings by an address she opens, changes and closes; on both databases.

use database::execute;
use database::testing::{each_database, outside};
use jiff::civil::date;
use kernel::Uuid;

use crate::setting::{ACTOR, Setting, count, migrations, sound};

/// The account behind a test token, open in the database: its calendar asks who she is now.
async fn open_account(set: &Setting, token: &str) -> Uuid {
    let function = web::testing::function(token).expect("a token");
    let rank = kernel::Function::ALL.iter().position(|known| *known == function).unwrap_or(0) as u128;
    let (id, email) = (Uuid::from_u128(1000 + rank), format!("{token}@exemple.fr"));
    let mut tx = set.house.write().await.expect("write");
    let sql = "INSERT INTO account (id, email, email_key, name, search_key, totp_last_step, status, is_demonstration, \
               created_at, revision) VALUES ($1, $2, $2, $3, $3, 0, 'open', $4, 0, 1)";
    execute!(&mut tx, sql, id, &*email, token, false).expect("an account");
    tx.commit().await.expect("kept");
    id
}

/// The secret part of the address a page shows once.
fn token_of(page: &str) -> String {
    let rest = page.split_once("/agenda/").unwrap_or_else(|| panic!("no address in {page}")).1;
    rest.split(".ics").next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_address_gives_her_meetings_until_it_is_changed_or_closed() {
    each_database(&migrations(), |db| async move {
        let set = Setting::arranged(db, outside(47)).await;
        let account = open_account(&set, "elue").await;
        let member = set.seat("Camille", 1, None).await;
        let mut tx = set.house.write().await.expect("write");
        let around = (member, account);
        assemblies::actions::inviting::tie_account(&mut tx, &set.house.outside, &ACTOR, around).await.expect("tied");
        tx.commit().await.expect("kept");
        set.meeting(date(2026, 4, 2)).await;
        let page = set.page("elue", "/mon-agenda").await;
        assert!(page.contains("Aucune adresse n’est ouverte") && page.contains("2 avril 2026 à 14 h 00"), "{page}");

        let reply = set.knocker.post("elue", "/mon-agenda", &[]).await;
        let first = token_of(&reply.body);
        assert!(reply.body.contains("Elle ne sera plus montrée") && first.len() > 30, "{}", reply.body);
        assert!(!set.page("elue", "/mon-agenda").await.contains(&first), "shown once");
        let feed = set.knocker.get("", &format!("/agenda/{first}.ics")).await;
        assert_eq!((feed.status.as_u16(), feed.media_type.as_str()), (200, "text/calendar; charset=utf-8"));
        assert!(
            feed.body.contains("DTSTART:20260402T120000Z") && feed.body.contains("METHOD:PUBLISH"),
            "{}",
            feed.body
        );
        read_by_a_library(&feed.bytes, "2");

        // Another address in its place; then none. Who is not there reads nothing.
        let second = token_of(&set.knocker.post("elue", "/mon-agenda", &[]).await.body);
        assert_ne!(first, second);
        assert_eq!(set.knocker.get("", &format!("/agenda/{first}")).await.status.as_u16(), 404);
        assert_eq!(set.knocker.get("", &format!("/agenda/{second}")).await.status.as_u16(), 200);
        assert_eq!(set.send("elue", "/mon-agenda/fermeture", &[]).await.0, 303);
        assert_eq!(set.knocker.get("", &format!("/agenda/{second}")).await.status.as_u16(), 404);
        assert_eq!(count(&set.house, "calendar_feed").await, 0);
        assert_eq!(set.knocker.get("", "/mon-agenda").await.status.as_u16(), 303);
        sound(&set.house).await;
    })
    .await;
}

/// The calendar, read by the `icalendar` library of `tests/validators`; skipped where they are not installed, unless
/// `PARVIS_VALIDATORS_REQUIRED` is set.
fn read_by_a_library(bytes: &[u8], day: &str) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/validators");
    let home = std::env::var_os("HOME").unwrap_or_default();
    let usual = std::path::PathBuf::from(home).join(".cache/parvis/validators");
    let python = std::env::var_os("PARVIS_VALIDATORS").map_or(usual, std::path::PathBuf::from).join("bin/python");
    if !python.exists() {
        assert!(std::env::var_os("PARVIS_VALIDATORS_REQUIRED").is_none(), "run tests/validators/install.sh");
        println!("skipped: check_feed.py needs tests/validators/install.sh to have run");
        return;
    }
    let file = std::env::temp_dir().join(format!("parvis-feed-{}.ics", std::process::id()));
    std::fs::write(&file, bytes).expect("written");
    let output = std::process::Command::new(python).arg(root.join("check_feed.py")).arg(&file).arg(day).output();
    let output = output.expect("Python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let _ = std::fs::remove_file(&file);
}
