//! Small pools made by lot, and the fairest probabilities found by looking at every panel, in fractions.
pub mod brute;

use sortition::chance::{Chance, seed};
use sortition::dossier::{self, Files, Frozen};
use sortition::pool::{self, Pool, Quota};
use sortition::request::{self, Prepared, Refused, Request};

/// A pool as files, and what is asked.
#[derive(Debug, Clone)]
pub struct Case {
    pub people: String,
    pub quotas: String,
    pub seats: i64,
    pub has_homes: bool,
}

impl Case {
    /// A pool of a few people; many have the trap of parity: features whose quotas leave no room.
    pub fn by_lot(number: u64, most_people: u64) -> Self {
        let mut chance = Chance::new(seed("case", &[&number.to_be_bytes()]));
        let people = 4 + chance.below(most_people - 3);
        let seats = 1 + chance.below(people.min(5) - 1);
        let features = 1 + chance.below(4);
        let sizes: Vec<u64> = (0..features).map(|_| 2 + chance.below(2)).collect();
        let values: Vec<Vec<u64>> =
            (0..people).map(|_| sizes.iter().map(|size| chance.below(*size)).collect()).collect();
        let has_homes = chance.below(3) == 0;
        let homes: Vec<u64> = (0..people).map(|_| chance.below(people)).collect();
        // Quotas around a panel that exists, or around nothing.
        let mut order: Vec<usize> = (0..people as usize).collect();
        chance.shuffle(&mut order);
        let mut quotas = "feature,value,min,max\n".to_owned();
        let is_exact = chance.below(2) == 0;
        let is_wild = chance.below(8) == 0;
        for (feature, size) in sizes.iter().enumerate() {
            for value in 0..*size {
                let many = order[..seats as usize].iter().filter(|of| values[**of][feature] == value).count() as u64;
                let (mut low, mut high) = (many, many);
                if !is_exact {
                    low = low.saturating_sub(chance.below(2));
                    high += chance.below(2);
                }
                if is_wild {
                    low = chance.below(seats + 1);
                    high = low + chance.below(2);
                }
                quotas.push_str(&format!("f{feature},v{value},{low},{high}\n"));
            }
        }
        let names: Vec<String> = (0..features).map(|feature| format!("f{feature}")).collect();
        let mut text = format!("id,{},address\n", names.join(","));
        for (rank, (values, home)) in values.iter().zip(&homes).enumerate() {
            let values: Vec<String> = values.iter().map(|value| format!("v{value}")).collect();
            text.push_str(&format!("p{rank},{},{home} rue\n", values.join(",")));
        }
        Self { people: text, quotas, seats: seats as i64, has_homes }
    }

    pub fn read(&self) -> (Pool, Vec<Quota>) {
        let quotas = pool::read_quotas(self.quotas.as_bytes()).expect("quotas");
        let home = if self.has_homes { vec!["address".to_owned()] } else { Vec::new() };
        let pool = pool::read_people(self.people.as_bytes(), &quotas, &home).expect("people");
        (pool, quotas)
    }

    pub fn prepare(&self, asked: Request) -> Result<(Prepared, Files), Refused> {
        let (pool, quotas) = self.read();
        prepare(Request { seats: self.seats, ..asked }, pool, quotas)
    }
}

/// Prepares a draw and writes its dossier.
pub fn prepare(asked: Request, pool: Pool, quotas: Vec<Quota>) -> Result<(Prepared, Files), Refused> {
    let (rules, kept) = dossier::frozen(&Frozen { request: &asked, quotas: &quotas, pool: &pool });
    let prepared = request::prepare(asked, pool, quotas, &[&rules, &kept])?;
    let files = dossier::write(&prepared);
    Ok((prepared, files))
}

/// What the verifier in Python says of a dossier, and of the first draw it follows.
pub fn in_python(name: &str, dossiers: &[&Files]) -> (bool, String) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../sortition_verifier/python/verify.py");
    let mut command = std::process::Command::new("python3");
    command.arg(script);
    let root = std::env::temp_dir().join(format!("parvis-draw-{name}-{}", std::process::id()));
    for (rank, files) in dossiers.iter().enumerate() {
        let folder = root.join(rank.to_string());
        std::fs::create_dir_all(&folder).expect("a folder");
        for (name, bytes) in *files {
            std::fs::write(folder.join(name), bytes).expect("written");
        }
        command.arg(folder);
    }
    let said = command.output().expect("python3");
    std::fs::remove_dir_all(&root).expect("removed");
    (said.status.success(), String::from_utf8_lossy(&said.stdout).into_owned())
}

/// Probabilities of people, in the order of the pool.
pub fn by_person(prepared: &Prepared) -> Vec<f64> {
    let mut by_person = vec![0.0; prepared.pool.people.len()];
    for (members, p) in prepared.draw.members.iter().zip(&prepared.lottery.probabilities) {
        for person in members {
            by_person[*person as usize] = sortition::exact::float(p);
        }
    }
    by_person
}
