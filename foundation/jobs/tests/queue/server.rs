//! A real mail server beside the test, in a process of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde::Deserialize;

/// A mail as the server received it.
#[derive(Clone, Debug, Deserialize)]
pub struct Received {
    pub to: String,
    pub from: String,
    pub subject: String,
    pub id: String,
    pub headers: Vec<String>,
    pub text: String,
}

/// A line the server printed.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Mark { mark: u64 },
    Mail(Received),
}

/// What was read from the server so far.
#[derive(Default)]
struct Heard {
    mails: Vec<Received>,
    last_mark: u64,
}

pub struct MailServer {
    child: Child,
    pub port: u16,
    heard: Arc<(Mutex<Heard>, Condvar)>,
}

impl MailServer {
    pub fn start() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let tool = here.join("../../tests/tools/python.sh");
        let python = Command::new(&tool).stderr(Stdio::inherit()).output().expect("tests/tools/python.sh runs");
        assert!(python.status.success(), "tests/tools/python.sh makes the Python environment");
        let python = String::from_utf8(python.stdout).expect("a path");
        let mut child = Command::new(python.trim())
            .arg(here.join("tests/queue/server.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let port = lines.next().expect("a line").expect("read").trim().parse().expect("a port");
        let heard = Arc::<(Mutex<Heard>, Condvar)>::default();
        let kept = heard.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut heard = kept.0.lock().expect("lock");
                match serde_json::from_str(&line).expect("a mark or a mail") {
                    Line::Mark { mark } => heard.last_mark = mark,
                    Line::Mail(mail) => heard.mails.push(mail),
                }
                kept.1.notify_all();
            }
        });
        Self { child, port, heard }
    }

    /// What came for an address, in order. The server is asked for a mark first, and what it received before is
    /// printed before the mark: nothing is on its way when this answers.
    pub fn received_by(&self, address: &str) -> Vec<Received> {
        let (lock, changed) = &*self.heard;
        let heard = lock.lock().expect("lock");
        let mark = heard.last_mark + 1;
        writeln!(self.child.stdin.as_ref().expect("piped"), "{mark}").expect("the server listens");
        let limit = Duration::from_secs(30);
        let (heard, waited) = changed.wait_timeout_while(heard, limit, |heard| heard.last_mark < mark).expect("lock");
        assert!(!waited.timed_out(), "the mail server does not answer");
        heard.mails.iter().filter(|mail| mail.to == address).cloned().collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
