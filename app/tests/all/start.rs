//! An installation that exists starts again and answers; what it holds in memory stays small.

use std::collections::BTreeSet;

use crate::support::{Running, Visitor, databases, filled, on, run};

/// Addresses of this site a page links to.
fn links(html: &str) -> impl Iterator<Item = String> + '_ {
    html.split("href=\"/").skip(1).filter_map(|part| {
        let path = part.split(['"', '#']).next()?;
        Some(format!("/{}", path.replace("&amp;", "&")))
    })
}

#[test]
fn an_installation_starts_again_and_answers() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("folder");
        let (data, database) = (folder.path(), database.as_deref());
        filled(data, database);
        for _ in 0..2 {
            let server = Running::serve(data, database, None);
            let visitor = Visitor::new(&server.url);
            for path in ["/", "/quartiers", "/besoins", "/contrat", "/sante"] {
                let page = visitor.get(path);
                assert!(page.status == 200 || page.status == 303, "{path}: {page:?}");
            }
            assert!(server.stop().success());
        }
        let told = run(&mut on(&["migrate", "--check"], data, database));
        assert_eq!(told.code, 0, "{told:?}");
    }
}

/// The size is a promise for a release build: `PARVIS_BINARY` names one.
#[test]
fn two_hundred_pages_leave_memory_small() {
    let folder = tempfile::tempdir().expect("folder");
    filled(folder.path(), None);
    let server = Running::demo(folder.path(), None);
    let visitor = Visitor::new(&server.url);
    visitor.sign_in("Claire Vidal");
    let (mut seen, mut waiting) = (BTreeSet::new(), vec!["/".to_owned(), "/gestion".to_owned()]);
    let mut count = 0;
    while count < 200 {
        // When every page has been read, they are read again.
        let path = waiting.pop().unwrap_or_else(|| "/besoins".to_owned());
        let page = visitor.get(&path);
        assert!(page.status < 500, "{path}: {page:?}");
        count += 1;
        for link in links(&page.body) {
            if seen.insert(link.clone()) {
                waiting.insert(0, link);
            }
        }
    }
    let (now, most) = (server.memory_mb("VmRSS"), server.memory_mb("VmHWM"));
    println!("{count} pages read, {} addresses seen: {now} MB held, {most} MB at most", seen.len());
    if std::env::var_os("PARVIS_BINARY").is_some() {
        assert!(now < 100, "{now} MB are held");
    }
}
