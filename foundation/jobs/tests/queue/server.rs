//! A real mail server beside the test, in a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

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

pub struct MailServer {
    child: Child,
    pub port: u16,
    received: Arc<Mutex<Vec<Received>>>,
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
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let port = lines.next().expect("a line").expect("read").trim().parse().expect("a port");
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = received.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                kept.lock().expect("lock").push(serde_json::from_str(&line).expect("a mail"));
            }
        });
        Self { child, port, received }
    }

    /// What came for an address, in order.
    pub fn received_by(&self, address: &str) -> Vec<Received> {
        let all = self.received.lock().expect("lock");
        all.iter().filter(|mail| mail.to == address).cloned().collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
