//! Forty telephones at a meeting, a network that cuts before, during and after each sending, a server that is killed in
//! the middle: each note written is there, once. Each device is a model of the script of the page: what it holds leaves
//! it when its key came back, never before.

use crate::support;

use std::collections::BTreeMap;
use std::io::Write;
use std::net::TcpStream;
use std::sync::RwLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{Running, Visitor, databases};

const DEVICES: u64 = 40;
const NOTES: u64 = 15;
/// After this many notes acknowledged, the server is killed.
const KILLED_AT: usize = 150;

/// Chance that repeats: the same walk of the model each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        // xorshift64 (Marsaglia 2003).
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

/// Sends a form and hangs up: after half of it, or after all of it without listening to the answer.
fn hang_up(url: &str, path: &str, body: &str, is_whole: bool) {
    let host = url.trim_start_matches("http://").trim_end_matches('/');
    let Ok(mut stream) = TcpStream::connect(host) else { return };
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nsec-fetch-site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let sent = if is_whole { body } else { &body[..body.len() / 2] };
    // A server that has just been killed answers nothing: that is a cut too.
    let _ = stream.write_all(format!("{head}{sent}").as_bytes());
}

/// One telephone: writes its notes, sends what it holds, and forgets only what came back.
fn device(number: u64, url: &RwLock<String>, path: &str, acknowledged: &AtomicUsize) -> Vec<String> {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15 ^ (number + 1));
    let (mut held, mut written): (Vec<(String, String)>, Vec<String>) = (Vec::new(), Vec::new());
    while written.len() < NOTES as usize || !held.is_empty() {
        for _ in 0..chance.below(4) {
            if written.len() < NOTES as usize {
                let text = format!("Essai {number}-{}.", written.len());
                held.push((uuid::Uuid::new_v4().to_string(), text.clone()));
                written.push(text);
            }
        }
        if held.is_empty() {
            continue;
        }
        let count = 1 + chance.below(held.len() as u64) as usize;
        let names: Vec<String> = held[..count].iter().map(|(key, _)| format!("note-{key}")).collect();
        let mut form = vec![("reponse", "cles"), ("nature", "need")];
        form.extend(names.iter().zip(&held).map(|(name, (_, text))| (name.as_str(), text.as_str())));
        let now = url.read().expect("an address").clone();
        match chance.below(5) {
            way @ (0 | 1) => {
                let body: Vec<String> =
                    form.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
                hang_up(&now, path, &body.join("&"), way == 1);
            }
            _ => match Visitor::new(&now).try_post(path, &form) {
                Ok(page) if page.status == 200 => {
                    let before = held.len();
                    held.retain(|(key, _)| !page.body.contains(key.as_str()));
                    acknowledged.fetch_add(before - held.len(), Ordering::Relaxed);
                }
                // Gone, or too busy: kept, and sent again.
                _ => std::thread::sleep(Duration::from_millis(20)),
            },
        }
    }
    written
}

#[test]
fn forty_telephones_lose_no_note_and_make_none_twice() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("folder");
        let server = Running::demo(folder.path(), database.as_deref());
        let leader = Visitor::new(&server.url);
        leader.sign_in("Claire Vidal");
        let list = leader.get("/gestion/rencontres");
        let meeting = list.body.split("href=\"/gestion/rencontres/").nth(1).and_then(|rest| rest.split('"').next());
        let meeting = format!("/gestion/rencontres/{}", meeting.unwrap_or_else(|| panic!("no gathering in {list:?}")));
        assert_eq!(leader.post(&format!("{meeting}/telephones"), &[("pour", "notes")]).status, 303);
        let sheet = leader.get(&meeting).body;
        let code = sheet.split("join-code\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
        let path = format!("/r/{}/notes", code.replace('-', ""));
        let board =
            sheet.split("href=\"/gestion/tri/").nth(1).and_then(|rest| rest.split('"').next()).expect("a board");
        let board = format!("/gestion/tri/{board}&format=csv-ouvert");

        let url = RwLock::new(server.url.clone());
        let acknowledged = AtomicUsize::new(0);
        let (mut written, mut server) = (Vec::new(), Some(server));
        std::thread::scope(|scope| {
            let (url, path, acknowledged) = (&url, path.as_str(), &acknowledged);
            let devices: Vec<_> =
                (0..DEVICES).map(|number| scope.spawn(move || device(number, url, path, acknowledged))).collect();
            while acknowledged.load(Ordering::Relaxed) < KILLED_AT && devices.iter().any(|one| !one.is_finished()) {
                std::thread::sleep(Duration::from_millis(5));
            }
            server.take().expect("running").kill();
            let again = Running::demo(folder.path(), database.as_deref());
            again.url.clone_into(&mut url.write().expect("an address"));
            server = Some(again);
            for one in devices {
                written.extend(one.join().expect("a device"));
            }
        });
        assert_eq!(written.len() as u64, DEVICES * NOTES);

        let server = server.expect("running");
        let leader = Visitor::new(&server.url);
        leader.sign_in("Claire Vidal");
        let all = leader.get(&board);
        assert_eq!(all.status, 200, "{all:?}");
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for line in all.body.lines() {
            if let Some(text) = line.split(',').find(|cell| cell.starts_with("Essai ")) {
                *times.entry(text).or_default() += 1;
            }
        }
        for text in &written {
            assert_eq!(times.get(text.as_str()), Some(&1), "« {text} » ({database:?})");
        }
        assert_eq!(times.len(), written.len(), "nothing that nobody wrote ({database:?})");
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
