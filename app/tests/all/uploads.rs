//! Files people really send, through the real pages: too large, of another kind, of an old spreadsheet.

use crate::support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::support::{Page, Running, Visitor, databases, form_near};

const IMPORT: &str = "/gestion/territoire/import";

/// Sends `size` bytes as a browser does: everything, then the answer is read.
fn send_large(visitor: &Visitor, size: u64) -> Page {
    send_large_to(visitor, IMPORT, &[("nature", "contours")], ("fichier", "enorme.geojson", size))
}

fn send_large_to(
    visitor: &Visitor,
    path: &str,
    fields: &[(&str, &str)],
    (field, name, size): (&str, &str, u64),
) -> Page {
    const EDGE: &str = "----limite";
    let host = visitor.url.trim_start_matches("http://");
    let typed: String = fields
        .iter()
        .map(|(name, value)| format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"))
        .collect();
    let head = format!(
        "{typed}--{EDGE}\r\n\
         Content-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    let tail = format!("\r\n--{EDGE}--\r\n");
    let length = head.len() as u64 + size + tail.len() as u64;
    let cookies = visitor.cookies();
    let mut stream = TcpStream::connect(host).expect("connected");
    stream.set_read_timeout(Some(Duration::from_secs(120))).expect("set");
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary={EDGE}\r\nContent-Length: {length}\r\n\r\n{head}"
    )
    .expect("sent");
    let block = vec![b' '; 1 << 20];
    let mut left = size;
    while left > 0 {
        let part = usize::try_from(left.min(block.len() as u64)).expect("a block");
        stream.write_all(&block[..part]).unwrap_or_else(|error| panic!("cut with {left} bytes to send: {error}"));
        left -= part as u64;
    }
    stream.write_all(tail.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_default();
    Page { status, location: String::new(), body: answer }
}

#[test]
fn half_a_gigabyte_is_refused_in_words_and_little_memory() {
    let folder = tempfile::tempdir().expect("folder");
    support::filled(folder.path(), None);
    let server = Running::demo(folder.path(), None);
    let leader = Visitor::new(&server.url);
    leader.sign_in("Claire Vidal");
    let page = send_large(&leader, 500_000_000);
    assert!([413, 422].contains(&page.status), "{}", page.body);
    assert!(page.body.contains("trop volumineux") && page.body.contains("50 Mo"), "{}", page.body);
    assert!(page.body.contains("<h1"), "{}", page.body);
    let most = server.memory_mb("VmHWM");
    println!("{most} MB at most");
    assert!(most < 150, "{most} MB");
    assert_eq!(leader.get("/gestion/territoire").status, 200, "the others go on");
    assert_eq!(leader.get("/besoins").status, 200);
}

#[test]
fn a_photograph_of_forty_megabytes_is_refused_wherever_one_is_taken_and_the_words_come_back() {
    const SIZE: u64 = 40_000_000;
    let folder = tempfile::tempdir().expect("folder");
    support::filled(folder.path(), None);
    let server = Running::demo(folder.path(), None);
    let leader = Visitor::new(&server.url);
    leader.sign_in("Claire Vidal");
    let first = |list: &str, before: &str| {
        let page = leader.get(list).body;
        let start = format!("href=\"{before}");
        let ids = page.split(&start).skip(1).filter_map(|rest| rest.get(..36));
        ids.filter(|id| id.matches('-').count() == 4).map(str::to_owned).next()
    };
    let meeting = first("/gestion/rencontres", "/gestion/rencontres/").expect("a meeting");
    let path = format!("/gestion/rencontres/{meeting}");
    assert_eq!(leader.post(&format!("{path}/telephones"), &[("pour", "findings")]).status, 303);
    let page = leader.get(&path).body;
    let code = page.split("join-code\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
    let join = format!("/r/{}/constats", code.replace('-', ""));
    let found = [("constat", "Un trou devant l’école"), ("categorie", "lighting"), ("gravite", "serious")];
    let resident = Visitor::new(&server.url);
    let mut sent =
        vec![(&resident, join, &found[..], "photo"), (&leader, format!("{path}/constats"), &found[..], "photo")];
    let legend = [("nature", "photo"), ("titre", "Un trou devant l’école")];
    if let Some(sheet) = first("/gestion/actions", "/gestion/actions/") {
        sent.push((&leader, format!("/gestion/actions/{sheet}/fichiers"), &legend[..], "fichier"));
    }
    for (who, at, fields, field) in sent {
        let refused = send_large_to(who, &at, fields, (field, "IMG_1.jpg", SIZE));
        assert!([413, 422].contains(&refused.status), "{at}: {}", refused.body);
        let is_told = ["trop volumineu", "dépasse 10"].iter().any(|told| refused.body.contains(told));
        assert!(is_told && refused.body.contains("Un trou devant l’école"), "{at}: {}", refused.body);
    }
    let most = server.memory_mb("VmHWM");
    println!("{most} MB at most");
    assert!(most < 200, "{most} MB");
}

/// Sends a file, and reads what the next page says of it.
fn send(leader: &Visitor, kind: &str, name: &str, bytes: &[u8]) -> (String, Page) {
    let sent = leader.upload(IMPORT, &[("nature", kind), ("source", "Ville d’essai")], ("fichier", name, bytes));
    assert_eq!(sent.status, 303, "{name}: {sent:?}");
    let page = leader.get(&sent.location);
    assert_eq!(page.status, 200, "{name}: {page:?}");
    (sent.location, page)
}

fn facilities(leader: &Visitor) -> Vec<String> {
    let page = leader.get("/equipements.csv");
    assert_eq!(page.status, 200, "{page:?}");
    page.body.lines().map(str::to_owned).collect()
}

#[test]
fn files_that_are_not_what_they_should_be_are_told_and_change_nothing() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("folder");
        let server = Running::demo(folder.path(), database.as_deref());
        let leader = Visitor::new(&server.url);
        leader.sign_in("Claire Vidal");
        let (areas, before) = (leader.get("/quartiers.geojson").body, facilities(&leader));
        let merged = {
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet();
            for (column, title) in (0_u16..).zip(["EQUIP_UID", "EQUIP_NOM", "EQUIP_LAT", "EQUIP_LONG"]) {
                sheet.write(0, column, title).expect("written");
            }
            sheet.merge_range(1, 0, 2, 1, "fusion", &rust_xlsxwriter::Format::new()).expect("merged");
            book.save_to_buffer().expect("a workbook")
        };
        let cases: [(&str, &str, &[u8], &[&str]); 8] = [
            ("contours", "notes.geojson", b"bonjour", &["fichier"]),
            ("contours", "coupe.geojson", b"{\"type\":\"FeatureCollection\",\"features\":[{\"ty", &["fichier"]),
            ("contours", "page.geojson", b"<!doctype html><title>x</title>", &["fichier"]),
            ("contours", "liste.json", b"[1,2,3]", &["fichier"]),
            ("equipements", "fusion.xlsx", &merged, &["fusionnées", "A2", "B3"]),
            ("equipements", "abime.xlsx", b"PK\x03\x04rien du tout", &["classeur"]),
            ("equipements", "rapport.pdf", b"%PDF-1.7 ", &["PDF"]),
            ("equipements", "vieux.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &[".xls"]),
        ];
        for (kind, name, bytes, words) in cases {
            let (path, page) = send(&leader, kind, name, bytes);
            for word in words {
                assert!(page.body.contains(word), "{name}: « {word} » is not said\n{}", page.body);
            }
            assert!(!page.body.contains("Importer ce fichier"), "{name}: {}", page.body);
            // Importing all the same is refused with the same words.
            let forced = leader.post(&format!("{path}/application"), &[]);
            assert_eq!(forced.status, 422, "{name}: {forced:?}");
        }
        let none = leader.upload(IMPORT, &[("nature", "contours")], ("fichier", "", b""));
        assert!(none.status == 422 && none.body.contains("Choisissez un fichier"), "{none:?}");
        assert_eq!((leader.get("/quartiers.geojson").body, facilities(&leader)), (areas, before));
    }
}

#[test]
fn a_table_of_an_old_spreadsheet_is_read_to_the_letter() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("folder");
        let server = Running::demo(folder.path(), database.as_deref());
        let leader = Visitor::new(&server.url);
        leader.sign_in("Claire Vidal");
        let before = facilities(&leader);
        // Windows-1252, a mark of UTF-8 at the head all the same, semicolons, decimal commas.
        let mut table = b"\xef\xbb\xbfEQUIP_UID;EQUIP_NOM;EQUIP_LAT;EQUIP_LONG\r\n".to_vec();
        table.extend(b"11069-99000009-009;Caf\xe9 associatif \x8cuvre d'\xe9t\xe9 \x80;43,2139;2,3675\r\n");
        table.extend(b"11069-99000009-010;\"Salle ; annexe\";43,2140;2,3676\r\n");
        let (_, page) = send(&leader, "equipements", "equipements.csv", &table);
        assert!(page.body.contains("Windows-1252") && page.body.contains("Café associatif Œuvre d"), "{}", page.body);
        let form = form_near(&page.body, "Importer ce fichier").expect("a button");
        let done = leader.post(&form.action, &[]);
        assert_eq!(done.status, 303, "{done:?}");
        let after = facilities(&leader);
        assert_eq!(after.len(), before.len() + 2);
        assert!(before.iter().all(|line| after.contains(line)), "{after:?}");
        for name in ["Café associatif Œuvre d'été €", "Salle ; annexe"] {
            assert!(after.iter().any(|line| line.contains(name)), "{name}: {after:?}");
        }
        evidence_of_an_old_spreadsheet(&leader);
    }
}

/// The same for evidence, which the page carries between the trial and the saving.
fn evidence_of_an_old_spreadsheet(leader: &Visitor) {
    let page = leader.get("/gestion/ecoute/import");
    let consultation = support::choices(&page.body, "concertation").remove(0);
    let mut table = b"\xef\xbb\xbfbesoin;quartier;qui;propos\r\n".to_vec();
    table.extend(b"B01;QN01102I;des habitants;L'\xe9cole ferm\xe9e l'\xe9t\xe9 \x96 c'est long.\r\n");
    table.extend(b"B99;QN01102I;des habitants;Besoin inconnu\r\n");
    let file = ("fichier", "preuves.csv", &table[..]);
    let tried = leader.upload("/gestion/ecoute/import", &[("concertation", &consultation)], file);
    assert_eq!(tried.status, 200, "{tried:?}");
    assert!(tried.body.contains("ligne prête") && tried.body.contains("B99"), "{}", tried.body);
    let form = form_near(&tried.body, "Enregistrer 1").expect("a button");
    let fields: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let saved = leader.post(&form.action, &fields);
    assert_eq!(saved.status, 303, "{saved:?}");
    let all = leader.get("/gestion/ecoute/preuves?format=csv");
    assert!(all.body.contains("L'école fermée l'été – c'est long."), "{}", all.body);
}
