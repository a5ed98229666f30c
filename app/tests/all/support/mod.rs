//! The real binary, started on a free port, and a client that behaves as a browser does: cookies, forms,
//! hidden fields.

mod demonstration;
pub mod mail_server;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

/// The binary (another one when `PARVIS_BINARY` names it), ready for its arguments, without the configuration of
/// the machine.
pub fn parvis() -> Command {
    let binary = std::env::var_os("PARVIS_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_parvis").into());
    let mut command = Command::new(binary);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PARVIS_")) {
        command.env_remove(name);
    }
    command.env("PARVIS_REQUESTS_AT_ONCE", "1000000").env("PARVIS_REQUESTS_PER_SECOND", "1000000");
    command
}

/// A command on an installation.
pub fn on(words: &[&str], data: &Path, database: Option<&str>) -> Command {
    let mut command = parvis();
    command.args(words).arg("--data").arg(data);
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    command
}

/// Fills a folder with the demonstration, and leaves it closed.
pub fn filled(data: &Path, database: Option<&str>) {
    demonstration::fill(data, database);
}

/// The published encoder of sentences, where the tools of the tests have it; it is required with
/// `PARVIS_VALIDATORS_REQUIRED`.
pub fn encoder() -> Option<String> {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tools/encoder.sh");
    let said = Command::new(tool).stderr(Stdio::inherit()).output().ok().filter(|said| said.status.success());
    if said.is_none() {
        assert!(std::env::var_os("PARVIS_VALIDATORS_REQUIRED").is_none(), "tests/tools/encoder.sh runs");
        println!("Skipped: the published encoder is not at hand.");
    }
    said.map(|said| String::from_utf8(said.stdout).expect("a path").trim().to_owned())
}

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Said {
    /// How it ended.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Said {
    let output = command.output().expect("the binary runs");
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The Python that holds the tools tests talk to, made when it is not there.
pub fn python() -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/tools/python.sh");
    let python = Command::new(script).stderr(Stdio::inherit()).output().expect("tests/tools/python.sh runs");
    assert!(python.status.success(), "tests/tools/python.sh makes the Python environment");
    String::from_utf8(python.stdout).expect("a path").trim().to_owned()
}

/// A running server, killed with the value.
pub struct Running {
    child: Child,
    /// Its address.
    pub url: String,
}

impl Running {
    /// Starts a command that serves, and waits for the address it prints.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts");
        let mut lines = BufReader::new(child.stdout.take().expect("output")).lines();
        let url = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once("à l’adresse ").map(|(_, url)| url.trim().to_owned()));
        let Some(url) = url else {
            let mut told = String::new();
            let _ = child.stderr.take().expect("errors").read_to_string(&mut told);
            panic!("the server did not start: {told}");
        };
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let mut errors = child.stderr.take().expect("errors");
        std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::stderr()));
        Self { child, url }
    }

    /// The demonstration in a folder, on a database when one is named: filled when they are empty.
    pub fn demo(data: &Path, database: Option<&str>) -> Self {
        filled(data, database);
        let mut command = parvis();
        command.arg("demo").args(["--listen", "127.0.0.1:0", "--data"]).arg(data);
        if let Some(database) = database {
            command.args(["--database", database]);
        }
        Self::start(&mut command)
    }

    /// An installation served from a folder, on a database when one is named; its mails leave by this server.
    pub fn serve(data: &Path, database: Option<&str>, mail_url: Option<&str>) -> Self {
        let mut command = on(&["serve", "--listen", "127.0.0.1:0"], data, database);
        if let Some(url) = mail_url {
            command
                .env("PARVIS_MAIL_URL", url)
                .env("PARVIS_MAIL_FROM", "Contrat de ville <ne-pas-repondre@ville.example>");
        }
        Self::start(&mut command)
    }

    /// Ends it without warning, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    /// Asks it to stop, and waits.
    pub fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().expect("kill");
        assert!(asked.success());
        self.child.wait().expect("ended")
    }

    /// Memory in MB as the system counts it: `VmRSS` held now, `VmHWM` the most ever held.
    pub fn memory_mb(&self, line: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("a running process");
        let kilobytes =
            status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':')?.trim().split(' ').next());
        kilobytes.and_then(|text| text.parse::<u64>().ok()).expect("a size") / 1000
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Debug)]
pub struct Page {
    /// Status.
    pub status: u16,
    /// Where a redirect leads, or nothing.
    pub location: String,
    /// What came.
    pub body: String,
}

/// Somebody in front of a browser.
#[derive(Clone)]
pub struct Visitor {
    agent: ureq::Agent,
    /// The site.
    pub url: String,
}

impl Visitor {
    /// Somebody who just arrived.
    pub fn new(url: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(30)))
            .build();
        Self { agent: ureq::Agent::new_with_config(config), url: url.to_owned() }
    }

    /// The same person in front of another address of the same site.
    pub fn at(&self, url: &str) -> Self {
        Self { agent: self.agent.clone(), url: url.to_owned() }
    }

    /// What the browser keeps for the site, as it sends it back.
    pub fn cookies(&self) -> String {
        let jar = self.agent.cookie_jar_lock();
        let kept: Vec<String> = jar.iter().map(|cookie| format!("{}={}", cookie.name(), cookie.value())).collect();
        kept.join("; ")
    }

    /// Sends a form with a file, as a browser does.
    pub fn upload(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Page {
        self.try_upload(path, fields, file).expect("an answer")
    }

    /// Sends a form with a file; fails where no server answers.
    pub fn try_upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        (field, name, bytes): (&str, &str, &[u8]),
    ) -> Result<Page, ureq::Error> {
        const EDGE: &str = "----une-limite-entre-les-champs";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let told = format!("Content-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"");
        body.extend(format!("--{EDGE}\r\n{told}\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(format!("\r\n--{EDGE}--\r\n").bytes());
        let request = self.agent.post(format!("{}{path}", self.url)).header("sec-fetch-site", "same-origin");
        let request = request.content_type(format!("multipart/form-data; boundary={EDGE}"));
        read(request.send(&body[..])?)
    }

    /// Looks at a page; fails where no server answers.
    pub fn try_get(&self, path: &str) -> Result<Page, ureq::Error> {
        read(self.agent.get(format!("{}{path}", self.url)).call()?)
    }

    /// Looks at a page.
    pub fn get(&self, path: &str) -> Page {
        self.try_get(path).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// A file, byte for byte.
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let mut response = self.agent.get(format!("{}{path}", self.url)).call().expect("an answer");
        assert_eq!(response.status().as_u16(), 200, "{path}");
        response.body_mut().read_to_vec().expect("a file")
    }

    /// Sends a form; fails where no server answers.
    pub fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> Result<Page, ureq::Error> {
        let request = self.agent.post(format!("{}{path}", self.url)).header("sec-fetch-site", "same-origin");
        read(request.send_form(fields.iter().copied())?)
    }

    /// Sends a form.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.try_post(path, fields).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Presses the button of a form of a page: the first whose text holds `near`, its fields filled.
    pub fn fill(&self, path: &str, near: &str, typed: &[(&str, &str)]) -> Page {
        let page = self.get(path);
        assert_eq!(page.status, 200, "{path}: {page:?}");
        let form =
            form_near(&page.body, near).unwrap_or_else(|| panic!("{path} has no form near « {near} »\n{}", page.body));
        let mut fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.retain(|(name, _)| !typed.iter().any(|(known, _)| known == name));
        fields.extend(typed);
        self.post(if form.action.is_empty() { path } else { &form.action }, &fields)
    }

    /// Signs in to the demonstration as somebody.
    pub fn sign_in(&self, name: &str) {
        let page = self.fill("/demonstration", name, &[]);
        assert_eq!(page.status, 303, "{page:?}");
    }
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> Result<Page, ureq::Error> {
    let location =
        response.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let status = response.status().as_u16();
    let bytes = response.body_mut().read_to_vec()?;
    Ok(Page { status, location, body: String::from_utf8_lossy(&bytes).into_owned() })
}

/// A form as the page gives it.
pub struct PageForm {
    /// Where it goes.
    pub action: String,
    /// Hidden fields.
    pub fields: Vec<(String, String)>,
}

/// The first form of a page sent by `POST` that holds a text.
pub fn form_near(html: &str, near: &str) -> Option<PageForm> {
    html.split("<form").skip(1).find_map(|part| {
        let form = part.split("</form>").next()?;
        let opening = form.split('>').next()?;
        if !form.contains(near) || !opening.contains("post") {
            return None;
        }
        let hidden = form.split("<input").skip(1).filter_map(|input| {
            let input = input.split('>').next()?;
            (attribute(input, "type")? == "hidden").then_some(())?;
            Some((attribute(input, "name")?, attribute(input, "value").unwrap_or_default()))
        });
        Some(PageForm { action: attribute(opening, "action").unwrap_or_default(), fields: hidden.collect() })
    })
}

/// The values a list of choices of a page offers, the empty one apart.
pub fn choices(html: &str, name: &str) -> Vec<String> {
    let list = html
        .split("<select")
        .find(|part| part.split('>').next().is_some_and(|tag| tag.contains(&format!("name=\"{name}\""))));
    let list = list.and_then(|part| part.split("</select>").next()).unwrap_or_default();
    let options = list.split("<option").skip(1).filter_map(|option| attribute(option.split('>').next()?, "value"));
    options.filter(|value| !value.is_empty()).collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    Some(value.replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'").replace("&#x27;", "'"))
}

/// Databases to try, each empty: the embedded one, and PostgreSQL where `PARVIS_TEST_POSTGRES` names a server.
pub fn databases() -> Vec<Option<String>> {
    let mut all = vec![None];
    match std::env::var("PARVIS_TEST_POSTGRES") {
        Ok(url) => {
            let (server, _) = url.rsplit_once('/').expect("a database in PARVIS_TEST_POSTGRES");
            let name = format!("parvis_{}", uuid::Uuid::new_v4().simple());
            let made = Command::new("psql").args(["-q", &url, "-c", &format!("CREATE DATABASE {name}")]).status();
            assert!(made.expect("psql").success(), "a database for the test");
            all.push(Some(format!("{server}/{name}")));
        }
        Err(_) => eprintln!("PARVIS_TEST_POSTGRES absent : essai sur SQLite seulement"),
    }
    all
}
