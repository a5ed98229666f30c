//! A real mail server beside the test: the one the outbox is tried with.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A mail as the server received it.
#[derive(Clone, Debug)]
pub struct Received {
    /// The address it was for.
    pub to: String,
    /// `Message-ID`.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// The server, stopped with the value.
pub struct MailServer {
    child: Child,
    port: u16,
    received: Arc<Mutex<Vec<Received>>>,
}

impl MailServer {
    /// A server that answers at once.
    pub fn start() -> Self {
        Self::slow(0)
    }

    /// A server that thinks this long before it takes a mail, and this long again before it says so.
    pub fn slow(milliseconds: u32) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut child = Command::new(super::python())
            .arg(root.join("foundation/jobs/tests/queue/server.py"))
            .arg(milliseconds.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let port = lines.next().expect("a line").expect("read").trim().parse().expect("a port");
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = received.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mail: serde_json::Value = serde_json::from_str(&line).expect("a mail");
                let field = |name: &str| mail[name].as_str().unwrap_or_default().to_owned();
                let mail = Received { to: field("to"), id: field("id"), text: field("text") };
                kept.lock().expect("lock").push(mail);
            }
        });
        Self { child, port, received }
    }

    /// What goes into `PARVIS_MAIL_URL`.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=aucun", self.port)
    }

    /// Every mail, in order.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("lock").clone()
    }

    /// How many mails came for each message, by `Message-ID`.
    pub fn times(&self) -> HashMap<String, usize> {
        let mut times = HashMap::new();
        for mail in self.received() {
            *times.entry(mail.id).or_default() += 1;
        }
        times
    }

    /// Mails that carry a link to enter: the platform sends others, about what awaits people.
    pub fn links(&self) -> Vec<Received> {
        self.received().into_iter().filter(|mail| mail.text.contains("/connexion/lien/")).collect()
    }

    /// Waits until so many links came.
    pub fn wait_for_links(&self, count: usize) -> Vec<Received> {
        let start = Instant::now();
        while self.links().len() < count {
            assert!(start.elapsed() < Duration::from_secs(90), "{} links of {count} came", self.links().len());
            std::thread::sleep(Duration::from_millis(20));
        }
        self.links()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
