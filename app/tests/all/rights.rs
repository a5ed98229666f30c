//! Every route of the platform, asked by every role on the demonstration: the table stands in
//! `docs/rights.csv`, where a change of rights is read in review. `PARVIS_UPDATE=1` writes it again.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use app::wiring;
use database::Db;
use kernel::{Actor, Breakdown, Function, Grant, Person, Scope, Uuid};
use web::testing::{Knocker, settings};
use web::{Gatekeeper, House};

/// Session tokens are codes of functions; `member` is signed in and holds none.
struct EveryRole {
    /// An account of the demonstration, so that acts on oneself find somebody.
    account: Uuid,
}

impl Gatekeeper for EveryRole {
    fn actor<'a>(&'a self, _: &'a House, token: &'a str) -> web::house::Boxed<'a, Result<Actor, Breakdown>> {
        Box::pin(async move {
            let grants = match Function::from_code(token) {
                Some(function) => vec![Grant { function, scope: Scope::EVERYWHERE }],
                None => Vec::new(),
            };
            Ok(Actor::Person(Person {
                account: self.account,
                session: Uuid::from_u128(8),
                name: token.to_owned(),
                grants,
                has_second_factor: true,
                acting_for: None,
            }))
        })
    }
}

/// A real value for each parameter of a path; identifiers are of nobody, so that those who may look find nothing.
fn concrete(path: &str) -> String {
    let code = match path {
        _ if path.starts_with("/quartiers") => "QN01102I",
        _ if path.starts_with("/contrat") => "carcassonne-agglo-2024",
        _ => "B01",
    };
    let mut out = String::new();
    for part in path.split('/').skip(1) {
        out.push('/');
        match part {
            "{code}" => out.push_str(code),
            "{quartier}" => out.push_str("QN01102I"),
            "{hash}" | "{*path}" | "{name}" | "{token}" => out.push('x'),
            _ if part.starts_with('{') => out.push_str("01890000-0000-7000-8000-000000000000"),
            _ => out.push_str(part),
        }
    }
    out
}

#[tokio::test]
async fn every_route_answers_every_role_as_the_table_says() {
    let folder = tempfile::tempdir().expect("folder");
    let outside = database::testing::outside(3);
    let db = Db::open(&format!("sqlite:{}", folder.path().join("droits.sqlite").display())).await.expect("opens");
    db.migrate(&wiring::migrations(), &outside).await.expect("migrates");
    let plain = web::testing::house(db.clone(), outside.clone());
    let mut tx = db.write().await.expect("write");
    wiring::introduce(site::Contacts::default());
    let told = demo::load().expect("the demonstration");
    demo::seed::all(&mut tx, &outside, &plain.keys, &told).await.expect("seeded");
    tx.commit().await.expect("commit");
    let mut tx = db.read().await.expect("read");
    let (account,): (Uuid,) =
        database::fetch_one!(&mut tx, "SELECT id FROM account ORDER BY email LIMIT 1").expect("somebody");
    drop(tx);
    let house = Arc::new(House {
        db,
        outside,
        vault: plain.vault.clone(),
        bell: jobs::Bell::default(),
        keys: plain.keys.clone(),
        settings: settings(),
        metrics: web::Metrics::default(),
        kept_pages: web::KeptPages::default(),
        shelves: web::Shelves::default(),
        gatekeeper: Arc::new(EveryRole { account }),
        links: wiring::links,
    });
    let knocker = Knocker::new(wiring::door(), house);

    let roles: Vec<&str> =
        ["", "member"].into_iter().chain(Function::ALL.iter().map(|function| function.code())).collect();
    let mut table = String::from("method,path,right,users,visitor,member");
    for function in Function::ALL {
        let _ = write!(table, ",{}", function.code());
    }
    table.push('\n');
    let mut lines = wiring::door().lines().to_vec();
    lines.sort_by_key(|line| (line.path, line.method));
    for line in &lines {
        let _ =
            write!(table, "{},{},{},\"{}\"", line.method, line.path, line.right.code(), line.users.replace('"', "'"));
        for role in &roles {
            let path = concrete(line.path);
            let reply = match line.method {
                "GET" => knocker.get(role, &path).await,
                _ => knocker.post(role, &path, &[]).await,
            };
            assert!(
                reply.status.as_u16() < 500,
                "{} {path} as {role:?}: {}\n{}",
                line.method,
                reply.status,
                reply.body
            );
            let _ = write!(table, ",{}", reply.status.as_u16());
        }
        table.push('\n');
    }

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rights.csv");
    if std::env::var_os("PARVIS_UPDATE").is_some() {
        std::fs::write(&path, &table).expect("docs/rights.csv is written");
        return;
    }
    let kept = std::fs::read_to_string(&path).expect("docs/rights.csv");
    for (kept, now) in kept.lines().zip(table.lines()) {
        assert_eq!(kept, now, "rights changed: read the difference, then PARVIS_UPDATE=1");
    }
    assert_eq!(kept.lines().count(), table.lines().count(), "routes came or went: PARVIS_UPDATE=1");
}
