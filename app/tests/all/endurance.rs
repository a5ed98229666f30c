//! What was acknowledged survives a power cut, on both databases.

use crate::support;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support::{Running, Visitor, databases};

const FORM: &str = "/gestion/ecoute/preuves/nouvelle";
const ALL: &str = "/gestion/ecoute/preuves?format=csv";

/// The fields of an evidence that stay the same.
fn common(writer: &Visitor) -> Vec<(&'static str, String)> {
    let page = writer.get(FORM);
    assert_eq!(page.status, 200, "{page:?}");
    let first = |name: &str| {
        support::choices(&page.body, name).first().cloned().unwrap_or_else(|| panic!("no choice for {name}"))
    };
    vec![
        ("concertation", first("concertation")),
        ("besoin", first("besoin")),
        ("quartier", first("quartier")),
        ("canal", first("canal")),
        ("qui", "des habitants".to_owned()),
        ("nature", "need".to_owned()),
        ("visibilite", "agents".to_owned()),
    ]
}

/// Writes one evidence; `Some` when the server acknowledged it, `None` when it went away meanwhile.
fn write(writer: &Visitor, common: &[(&'static str, String)], said: &str) -> Option<()> {
    let mut fields: Vec<(&str, &str)> = common.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("propos", said));
    let page = writer.try_post(FORM, &fields).ok()?;
    assert_eq!(page.status, 303, "{page:?}");
    Some(())
}

/// Several people write as fast as they can; the server is killed; everything that was acknowledged is there.
#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("folder");
        let mut acknowledged: Vec<String> = Vec::new();
        for round in 0..3 {
            let server = Running::demo(folder.path(), database.as_deref());
            let writer = Visitor::new(&server.url);
            writer.sign_in("Claire Vidal");
            let common = common(&writer);
            let written = Mutex::new(Vec::new());
            let (is_over, count) = (AtomicBool::new(false), AtomicUsize::new(0));
            std::thread::scope(|scope| {
                for place in 0..4 {
                    let (writer, common, written) = (writer.clone(), &common, &written);
                    let (is_over, count) = (&is_over, &count);
                    scope.spawn(move || {
                        for number in 0.. {
                            let said = format!("Essai de coupure {round}-{place}-{number}.");
                            match write(&writer, common, &said) {
                                Some(()) => written.lock().expect("lock").push(said),
                                None => break,
                            }
                            count.fetch_add(1, Ordering::Relaxed);
                            if is_over.load(Ordering::Relaxed) {
                                break;
                            }
                        }
                    });
                }
                let start = Instant::now();
                while count.load(Ordering::Relaxed) < 40 && start.elapsed() < Duration::from_secs(60) {
                    std::thread::sleep(Duration::from_millis(5));
                }
                server.kill();
                is_over.store(true, Ordering::Relaxed);
            });
            acknowledged.extend(written.into_inner().expect("lock"));
        }
        assert!(acknowledged.len() >= 120, "only {} writes were acknowledged", acknowledged.len());

        let server = Running::demo(folder.path(), database.as_deref());
        let reader = Visitor::new(&server.url);
        reader.sign_in("Claire Vidal");
        let all = reader.get(ALL);
        assert_eq!(all.status, 200, "{all:?}");
        for said in &acknowledged {
            assert!(all.body.contains(said.as_str()), "« {said} » was acknowledged and lost ({database:?})");
        }
        server.stop();
        let mut verify = support::parvis();
        verify.args(["verify", "--data"]).arg(folder.path());
        if let Some(database) = &database {
            verify.args(["--database", database]);
        }
        let said = support::run(&mut verify);
        assert_eq!(said.code, 0, "{said:?}");
    }
}
