//! Every route that names an object, asked about one that exists: whoever it belongs to comes in, others do not, change nothing
//! and read nothing of it. Routes come from the program: a new one without an object given here fails. The table stands in
//! `docs/walls.csv`, where a wall that falls is read in review. `PARVIS_UPDATE=1` writes it again.

mod furniture;
mod ground;
mod objects;
mod openings;
mod people;
mod secrets;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use app::wiring;
use database::fetch_one;
use ground::{Doors, Ground};
use objects::Whose;
use people::OTHERS;
use secrets::Walls;
use web::testing::{Knocker, Reply};
use web::{Right, RouteLine};

async fn asked(knocker: &Knocker, line: &RouteLine, token: &str, path: &str) -> Reply {
    let reply = match line.method {
        "GET" => knocker.get(token, path).await,
        _ => knocker.post(token, path, &[]).await,
    };
    assert!(reply.status.as_u16() < 500, "{} {path} as {token:?}: {}\n{}", line.method, reply.status, reply.body);
    reply
}

/// Whether somebody was kept out, or sent to sign in.
fn is_wall(reply: &Reply) -> bool {
    matches!(reply.status.as_u16(), 401 | 403 | 404) || reply.location.starts_with("/connexion")
}

fn token_of(whose: Whose, herself: Option<String>) -> String {
    match whose {
        Whose::Agents => "own-agents".to_owned(),
        Whose::Association => "own-association".to_owned(),
        Whose::Council => "own-council".to_owned(),
        Whose::Herself(_) => herself.unwrap_or_default(),
    }
}

const fn word(whose: Whose) -> &'static str {
    match whose {
        Whose::Agents => "agents",
        Whose::Association => "association",
        Whose::Council => "council",
        Whose::Herself(_) => "herself",
    }
}

/// A line of the table while it is walked.
struct Walked {
    line: RouteLine,
    whose: Whose,
    /// The path with the object in it, and who it belongs to; nothing where the demonstration has no such object.
    object: Option<(String, String)>,
    own: String,
    others: Vec<String>,
}

/// Routes to walk: those that name something and ask for more than to be anybody.
async fn routes(doors: &Doors) -> Vec<Walked> {
    let mut lines: Vec<RouteLine> = wiring::door().lines().to_vec();
    lines.retain(|line| line.path.contains('{') && !matches!(line.right, Right::Public | Right::Token));
    lines.sort_by_key(|line| (line.path, line.method));
    let mut tx = doors.house.db.read().await.expect("read");
    let (mut all, mut missing) = (Vec::new(), Vec::new());
    for line in lines {
        let Some(object) = objects::of_path(line.path) else {
            missing.push(format!("{} {}: say in tests/all/walls/objects what it names", line.method, line.path));
            continue;
        };
        let named = match openings::absent(line.method, line.path) {
            Some(_) => None,
            None => match objects::filled(&mut tx, line.path, object.ids).await {
                Ok(path) => Some(path),
                Err(why) => {
                    missing.push(why);
                    continue;
                }
            },
        };
        let herself = match object.whose {
            Whose::Herself(sql) => objects::value(&mut tx, objects::Source::Id(sql)).await,
            _ => None,
        };
        let object_of = named.map(|path| (path, token_of(object.whose, herself)));
        all.push(Walked { line, whose: object.whose, object: object_of, own: "-".to_owned(), others: Vec::new() });
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    all
}

/// How far the journal goes: what anybody changed is in it.
async fn journal_end(doors: &Doors) -> i64 {
    let mut tx = doors.house.db.read().await.expect("read");
    let (end,): (i64,) = fetch_one!(&mut tx, "SELECT MAX(seq) FROM journal_entry").expect("a journal");
    end
}

/// What others got where they have no business: openings they used, and what is wrong.
#[derive(Default)]
struct Told {
    opened: BTreeSet<&'static str>,
    wrong: Vec<String>,
    walls: Walls,
}

async fn others_ask(ground: &Ground, doors: &Doors, walked: &mut Walked, told: &mut Told) {
    let Some((path, _)) = &walked.object else {
        walked.others = OTHERS.map(|_| "-".to_owned()).to_vec();
        return;
    };
    let line = &walked.line;
    for who in OTHERS {
        let before = if line.method == "GET" { 0 } else { journal_end(doors).await };
        let reply = asked(&doors.knocker, line, who, path).await;
        walked.others.push(reply.status.as_u16().to_string());
        let asked = || format!("{} {} as {who:?}", line.method, line.path);
        if is_wall(&reply) {
            told.walls.seen(&reply, path, asked);
            if line.method != "GET" && journal_end(doors).await != before {
                told.wrong.push(format!("{} is refused and changes something", asked()));
            }
            continue;
        }
        match openings::of(line.path, who) {
            Some(opening) => told.opened.extend([opening.at]),
            None => told.wrong.push(format!("{} comes in: {}", asked(), reply.status)),
        }
        if let Some(secret) = ground.secrets.told(&reply.body) {
            told.wrong.push(format!("{} reads {secret}", asked()));
        }
    }
}

#[tokio::test]
async fn what_is_somebodys_opens_to_her_and_to_nobody_else() {
    // What broke is told beside the page that hides it.
    let _ = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).try_init();
    let ground = Ground::prepared().await;
    let mut doors = ground.again().await;
    let mut all = routes(&doors).await;
    let mut told = Told::default();
    for walked in &mut all {
        others_ask(&ground, &doors, walked, &mut told).await;
    }
    let mut faces = 0;
    for (face, asked) in told.walls.all() {
        faces += 1;
        if let Some(secret) = ground.secrets.told_by_wall(face) {
            told.wrong.push(format!("{asked}: the page that refuses tells {secret}"));
        }
    }
    println!("{} routes, {faces} pages that refuse", all.len());
    println!("{}", told.wrong.join("\n"));
    // Each act of whoever may begins from the same ground.
    doors.house.db.close().await;
    doors = ground.again().await;
    for walked in &mut all {
        let Some((path, token)) = &walked.object else { continue };
        let line = &walked.line;
        let reply = asked(&doors.knocker, line, token, path).await;
        walked.own = reply.status.as_u16().to_string();
        if is_wall(&reply) != openings::is_bare(line.method, line.path) {
            told.wrong.push(format!("{} {path} ({}) answers {token}: {}", line.method, line.path, reply.status));
        }
        if line.method != "GET" && reply.status.as_u16() < 400 {
            doors.house.db.close().await;
            doors = ground.again().await;
        }
    }
    let table = table(&all);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/walls.csv");
    if std::env::var_os("PARVIS_UPDATE").is_some() {
        std::fs::write(&path, &table).expect("docs/walls.csv is written");
    }
    assert!(told.wrong.is_empty(), "{}", told.wrong.join("\n"));
    let idle: Vec<&str> = openings::ALL.iter().map(|one| one.at).filter(|at| !told.opened.contains(at)).collect();
    assert!(idle.is_empty(), "said to be open, and is not: {idle:?}");
    let kept = std::fs::read_to_string(&path).expect("docs/walls.csv");
    for (kept, now) in kept.lines().zip(table.lines()) {
        assert_eq!(kept, now, "walls changed: read the difference, then PARVIS_UPDATE=1");
    }
    assert_eq!(kept.lines().count(), table.lines().count(), "routes came or went: PARVIS_UPDATE=1");
}

fn table(all: &[Walked]) -> String {
    let mut out = String::from("method,path,right,belongs_to,own,visitor");
    for who in &OTHERS[1..] {
        let _ = write!(out, ",{who}");
    }
    out.push_str(",note\n");
    for walked in all {
        let line = &walked.line;
        let _ =
            write!(out, "{},{},{},{},{}", line.method, line.path, line.right.code(), word(walked.whose), walked.own);
        for status in &walked.others {
            let _ = write!(out, ",{status}");
        }
        let note = openings::note(line.method, line.path);
        let _ = writeln!(out, ",\"{note}\"");
    }
    out
}
