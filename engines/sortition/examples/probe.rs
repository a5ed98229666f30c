//! Prepares a draw from a folder and writes its dossier: `probe FOLDER SEATS OUT [PANELS|-] [households]`.
use sortition::{dossier, pool, request};

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let read = |name: &str| std::fs::read(format!("{}/{name}", words[1])).expect("a file");
    let home: Vec<String> =
        if words.len() > 5 { vec!["address1".to_owned(), "postcode".to_owned()] } else { Vec::new() };
    let quotas = pool::read_quotas(&read("features.csv")).expect("quotas");
    let people = pool::read_people(&read("people.csv"), &quotas, &home).expect("people");
    let asked = request::Request {
        seats: words[2].parse().expect("a number"),
        panels: words.get(4).and_then(|many| many.parse().ok()),
        ..request::Request::default()
    };
    let (rules, kept) = dossier::frozen(&dossier::Frozen { request: &asked, quotas: &quotas, pool: &people });
    match request::prepare(asked, people, quotas, &[&rules, &kept]) {
        Err(refused) => println!("{refused}"),
        Ok(prepared) => {
            std::fs::create_dir_all(&words[3]).expect("a folder");
            let keep = |name: &str, bytes: Vec<u8>| std::fs::write(format!("{}/{name}", words[3]), bytes);
            dossier::each(&prepared, &dossier::Files::new(), keep).expect("written");
            let measured = dossier::Measured::of(&prepared);
            println!(
                "{} min {} deviation {} spread {} distinct {}",
                prepared.lottery.status.name(),
                measured.least,
                sortition::exact::written(&measured.deviation, 6),
                measured.spread,
                measured.distinct
            );
        }
    }
}
