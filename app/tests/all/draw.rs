//! `parvis draw`, with the real binary: a draw prepared, done, checked and repaired; what is wrong is told in French.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Said, parvis, python, run};

const QUOTAS: &str = "category;name;min;max\nsexe;femme;3;3\nsexe;homme;3;3\nâge;moins de 30;2;3\nâge;30 et plus;3;4\n";

struct Town {
    folder: tempfile::TempDir,
}

impl Town {
    fn new(quotas: &str) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let mut people = "id,sexe,âge,rue\n".to_owned();
        for rank in 0..30 {
            let (sex, age) = (["femme", "homme"][rank % 2], ["moins de 30", "30 et plus"][usize::from(rank % 5 > 1)]);
            people.push_str(&format!("p{rank:02},{sex},{age},{} rue Haute\n", rank / 2));
        }
        fs::write(folder.path().join("people.csv"), people).expect("written");
        let latin: Vec<u8> = quotas.chars().map(|sign| u8::try_from(u32::from(sign)).expect("Latin-1")).collect();
        fs::write(folder.path().join("quotas.csv"), latin).expect("written");
        Self { folder }
    }

    fn draw(&self, words: &[&str]) -> Said {
        run(parvis().current_dir(self.folder.path()).arg("draw").args(words))
    }

    fn prepare(&self, more: &[&str]) -> Said {
        let mut words = vec!["prepare", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "6"];
        words.extend(["--household", "rue", "--out", "tirage"]);
        words.extend(more);
        self.draw(&words)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join("tirage").join(name)).expect(name)
    }
}

#[test]
fn a_draw_is_prepared_done_checked_and_repaired() {
    let town = Town::new(QUOTAS);
    let said = town.prepare(&[]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("prouvé") && said.out.contains("Empreinte à publier"), "{}", said.out);
    assert_eq!(town.read("panels.csv").lines().count(), 1_000);
    assert!(town.read("probabilities.csv").starts_with("id,probability\n"));
    assert!(town.read("summary.json").contains("\"status\": \"optimal-certified\""));
    for address in ["rue Haute", "Haute"] {
        for name in ["pool.csv", "certificate.json", "summary.json", "proces-verbal.md", "rules.json"] {
            assert!(!town.read(name).contains(address), "{name} holds an address");
        }
    }
    let first = town.read("panels.csv");
    assert_eq!(town.prepare(&[]).code, 0);
    assert_eq!(town.read("panels.csv"), first, "the same files give the same bytes");

    let said = town.draw(&["pick", "tirage", "--dice", "417", "--beacon", "0a0b"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let said = town.draw(&["pick", "tirage", "--dice", "418", "--beacon", "0a0b"]);
    assert!(said.code == 1 && said.err.contains("ne se refait pas"), "{}", said.err);
    assert_eq!(town.prepare(&[]).code, 1, "a draw that took place is not written over");

    let selected = town.read("selected.csv");
    let refused = selected.lines().nth(1).expect("somebody");
    let said = town.draw(&["replace", "tirage", "--refused", refused]);
    assert!(said.code == 0 && said.out.contains("Appelé·e·s : p"), "{} {}", said.out, said.err);
    let said = town.draw(&["verify", "tirage"]);
    assert!(said.code == 0 && said.out.contains("Ce tirage est vérifié."), "{}", said.out);
    let said = town.draw(&["verify", "tirage", "--replay"]);
    let told = "donne les mêmes fichiers, octet pour octet : certificate.json, panels.csv";
    assert!(said.code == 0 && said.out.contains(told), "{}", said.out);

    let said = town.draw(&["renew", "tirage", "--dice", "3", "--beacon", "0c", "--out", "suite"]);
    assert!(
        said.code == 0 && said.out.contains("Partent : p") && said.out.contains("Empreinte"),
        "{} {}",
        said.out,
        said.err
    );
    assert_eq!(town.draw(&["renew", "tirage", "--dice", "4", "--out", "suite"]).code, 1, "a renewal is drawn once");
    assert_eq!(town.draw(&["replace", "tirage", "--refused", "p01"]).code, 1, "who sits is told by the new dossier");
    assert_eq!(town.draw(&["verify", "tirage"]).code, 0);
    let said = town.draw(&["verify", "suite", "--after", "tirage", "--replay"]);
    assert!(said.out.contains("octet pour octet"), "{}", said.out);
    assert!(said.code == 0 && said.out.contains("Ce tirage suit le précédent : 3 personnes restent"), "{}", said.out);
    let renewal = town.folder.path().join("tirage").join("renewal.json");
    let kept = fs::read(&renewal).expect("read");
    fs::remove_file(&renewal).expect("taken away");
    let said = town.draw(&["verify", "tirage"]);
    assert!(said.code == 1 && said.out.contains("Il manque le fichier « renewal.json »"), "{}", said.out);
    fs::write(&renewal, kept).expect("put back");
    let said = town.draw(&["pick", "suite", "--beacon", "0d", "--alternates", "2"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let list = |name: &str| fs::read_to_string(town.folder.path().join("suite").join(name)).expect(name);
    let renewed: serde_json::Value = serde_json::from_str(&town.read("renewal.json")).expect("a renewal");
    for stays in renewed["stay"].as_array().expect("a list") {
        assert!(list("selected.csv").contains(stays.as_str().expect("an id")));
    }
    let first = list("selected.csv").lines().nth(1).expect("somebody").to_owned();
    let said = town.draw(&["replace", "suite", "--refused", &first]);
    assert!(said.code == 0 || said.code == 3, "{} {}", said.out, said.err);
    assert_eq!(town.draw(&["verify", "suite"]).code, 0);
    let path = town.folder.path().join("suite").join("alternates.csv");
    fs::write(&path, list("alternates.csv").replace("1,p", "1,q")).expect("written");
    let said = town.draw(&["verify", "suite"]);
    assert!(said.code == 1 && said.out.contains("« alternates.csv » a été modifié"), "{}", said.out);

    let path = town.folder.path().join("tirage").join("probabilities.csv");
    let text = fs::read_to_string(&path).expect("read").replacen("0.", "0,", 1);
    fs::write(&path, text).expect("written");
    let said = town.draw(&["verify", "tirage"]);
    assert!(said.code == 1 && said.out.contains("« probabilities.csv » a été modifié"), "{}", said.out);
    let said = town.draw(&["replace", "tirage", "--refused", "p01"]);
    assert!(said.code == 1 && said.err.contains("ne peut pas servir"), "{}", said.err);
}

/// The dossier of a town with this file added to it, listed with the others.
fn with_file(town: &Town, name: &str, bytes: Vec<u8>) {
    let folder = town.folder.path().join("tirage");
    let mut files = sortition::dossier::Files::new();
    for entry in fs::read_dir(&folder).expect("a folder") {
        let entry = entry.expect("a file");
        files.insert(entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("read"));
    }
    files.insert(name.to_owned(), bytes);
    sortition::contents::bind(&mut files);
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).expect("written");
    }
}

/// Makes the dossier of a town again, as a platform that announced its rules makes it.
fn announced(town: &Town, signed: &serde_json::Value) {
    let read = |name: &str| fs::read(town.folder.path().join(name)).expect(name);
    let quotas = sortition::pool::read_quotas(&read("quotas.csv")).expect("quotas");
    let pool = sortition::pool::read_people(&read("people.csv"), &quotas, &["rue".to_owned()]).expect("people");
    let quota = |one: &sortition::pool::Quota| serde_json::json!({ "critere": one.feature, "valeur": one.value, "au_moins": one.low, "au_plus": one.high });
    let rules = serde_json::json!({
        "sieges": 6, "quotas": quotas.iter().map(quota).collect::<Vec<_>>(), "objectif": "leximin", "binomes_mixtes": false,
        "chance_au_plus_en_pour_cent": null, "une_personne_par_foyer": true, "groupes_imprimes": 1_000, "balise_signee": signed,
    });
    let request = sortition::request::Request { seats: 6, ..Default::default() };
    let prepared = sortition::request::prepare(request, pool, quotas, &[]).expect("a draw");
    let before =
        sortition::dossier::Files::from([(sortition::dossier::ANNOUNCED.to_owned(), rules.to_string().into_bytes())]);
    for (name, bytes) in sortition::dossier::write_after(&prepared, &before) {
        fs::write(town.folder.path().join("tirage").join(name), bytes).expect("written");
    }
}

#[test]
fn the_signature_of_the_public_value_is_checked_when_the_dossier_has_it() {
    // Round 657413 of drand quicknet, as it was published, and a number kept a minute and a second before.
    const KEPT: u64 = 1_694_775_603 - 61;
    let signature = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";
    let value = beacon::QUICKNET.value(657_413, signature).expect("signed");
    let proof =
        beacon::proof::written(&beacon::QUICKNET, (beacon::proof::After::Number, KEPT, 657_413), signature, &value);
    let drawn = |value: &str, signed: Option<serde_json::Value>| {
        let town = Town::new(QUOTAS);
        assert_eq!(town.prepare(&[]).code, 0);
        if let Some(signed) = signed {
            announced(&town, &signed);
        }
        assert_eq!(town.draw(&["pick", "tirage", "--dice", "417", "--beacon", value]).code, 0);
        town
    };
    let town = drawn("fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587", None);
    with_file(&town, beacon::proof::FILE, proof.clone());
    let said = town.draw(&["verify", "tirage"]);
    assert!(said.code == 0 && said.out.contains("signée par « drand quicknet » pour le tour 657413"), "{}", said.out);
    assert!(said.out.contains("que ce programme connaît"), "{}", said.out);
    assert!(said.out.contains("le premier publié soixante secondes au moins après"), "{}", said.out);

    // The second verifier checks it with another library; without it, it says that it does not.
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../engines/sortition_verifier/python/verify.py");
    let second = |town: &Town, python: &str, flags: &[&str]| {
        run(Command::new(python).args(flags).arg(&script).arg(town.folder.path().join("tirage")))
    };
    let said = second(&town, &python(), &[]);
    assert!(said.code == 0 && said.out.contains("signature du tour 657413 vérifiée"), "{} {}", said.out, said.err);
    let said = second(&town, "python3", &["-S"]);
    assert!(said.code == 0 && said.out.contains("tour 657413 non vérifiée ici"), "{} {}", said.out, said.err);
    // What only the signature tells: the number of another round, and no hour to compare it with; then no signature at all.
    let text = String::from_utf8(proof.clone()).expect("text");
    for (from, to) in [("\"tour\":657413", "\"tour\":657414"), ("83cf0f28", "03cf0f28")] {
        let changed = text.replace("\"nombre_garde_le\"", "\"autre\"");
        assert!(changed.contains(from), "{changed}");
        with_file(&town, beacon::proof::FILE, changed.replace(from, to).into_bytes());
        let said = second(&town, &python(), &[]);
        assert!(said.code == 1 && said.out.contains("la signature n’est pas celle du réseau"), "{to}: {}", said.out);
    }

    // Another round, another digit, another key, another hour: each is told, even when the list of files was made again.
    for (from, to, told) in [
        ("657413", "657414", "pas celle du réseau pour le tour 657414"),
        ("b713718a", "b713718b", "pas celle du réseau pour le tour 657413"),
        ("83cf0f28", "83cf0f29", "n’est pas celle de drand quicknet"),
        // A true round of the network, which is not the one announced: the number was kept an hour earlier.
        ("T10:59:02Z", "T09:59:02Z", "le tour qui compte est le 656213, pas le 657413"),
    ] {
        with_file(&town, beacon::proof::FILE, text.replace(from, to).into_bytes());
        let said = town.draw(&["verify", "tirage"]);
        assert!(said.code == 1 && said.out.contains(told), "{told}: {}", said.out);
    }

    // Rules that announced another key.
    let other = serde_json::json!({ "cle": "autre" });
    let town = drawn("fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587", Some(other));
    with_file(&town, beacon::proof::FILE, proof.clone());
    let said = town.draw(&["verify", "tirage"]);
    assert!(said.code == 1 && said.out.contains("celle que les règles annonçaient"), "{}", said.out);

    // A signed value was announced, and nothing proves it.
    let town = drawn("0a0b", Some(serde_json::json!({ "reseau": "drand quicknet", "cle": "autre" })));
    let said = town.draw(&["verify", "tirage"]);
    assert!(said.code == 0 && said.out.contains("le dossier n’en a pas la preuve"), "{}", said.out);

    // A draw made with another value than the one signed.
    let town = drawn("0a0b", None);
    with_file(&town, beacon::proof::FILE, proof);
    let said = town.draw(&["verify", "tirage"]);
    assert!(said.code == 1 && said.out.contains("n’a pas été fait avec la valeur du tour 657413"), "{}", said.out);
}

#[test]
fn who_is_written_to_is_drawn_first_and_counted_in_what_follows() {
    let town = Town::new(QUOTAS);
    let write = |name: &str, text: &str| fs::write(town.folder.path().join(name), text).expect("written");
    let roll: String = (0..300).map(|rank| format!("e{rank:03},{}\n", ["Nord", "Sud"][rank / 200])).collect();
    write("liste.csv", &format!("id,quartier\n{roll}"));
    write("poids.csv", "quartier;poids\nNord;1\nSud;3\n");
    let invite = |more: &[&str]| {
        let words = ["invite", "--people", "liste.csv", "--strata", "quartier", "--out", "courriers"];
        town.draw(&[&words[..], more].concat())
    };
    let said = invite(&["--letters", "400"]);
    assert!(said.code == 2 && said.err.contains("va de 1 à 300"), "{}", said.err);
    let said = invite(&["--letters", "100", "--weights", "poids.csv"]);
    assert!(said.code == 0 && said.out.contains("Sud : 100\u{a0}personnes, 60,000"), "{} {}", said.out, said.err);
    let said = town.draw(&["pick", "courriers", "--dice", "7", "--beacon", "0a0b"]);
    assert!(said.code == 0 && said.out.contains("100\u{a0}personnes à inviter"), "{} {}", said.out, said.err);
    let said = town.draw(&["pick", "courriers", "--dice", "8"]);
    assert!(said.code == 1 && said.err.contains("ne se refait pas"), "{}", said.err);
    assert_eq!(invite(&["--letters", "50"]).code, 1, "letters that were drawn are not drawn over");
    let said = town.draw(&["verify", "courriers"]);
    assert!(said.code == 0 && said.out.contains("les 100 personnes invitées"), "{}", said.out);

    let invited = fs::read_to_string(town.folder.path().join("courriers").join("invited.csv")).expect("invited");
    let mut answers = "id,sexe,âge\n".to_owned();
    for (rank, line) in invited.lines().skip(1).enumerate().filter(|(rank, _)| rank % 2 == 0) {
        let (sex, age) = (["femme", "homme"][rank / 2 % 2], ["moins de 30", "30 et plus"][usize::from(rank % 5 > 1)]);
        answers.push_str(&format!("{},{sex},{age}\n", line.split(',').next().expect("an id")));
    }
    write("reponses.csv", &answers);
    let prepare = |people: &str| {
        let words = ["prepare", "--quotas", "quotas.csv", "--seats", "6", "--invited", "courriers", "--out", "tirage"];
        town.draw(&[&words[..], &["--people", people]].concat())
    };
    let said = prepare("reponses.csv");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(town.read("pool.csv").starts_with("id,sexe,âge,invitation,household\n"), "{}", town.read("pool.csv"));
    assert!(town.read("summary.json").contains("min_whole_chance"));
    let said = town.draw(&["verify", "tirage", "--invited", "courriers"]);
    assert!(said.code == 0 && said.out.contains("ont toutes été invitées"), "{}", said.out);
    write("autres.csv", &format!("{answers}p99,femme,30 et plus\n"));
    let said = prepare("autres.csv");
    assert!(said.code == 1 && said.err.contains("« p99 » n’a pas été invité·e"), "{}", said.err);

    // A file of somebody's own among those of a draw is told, before and after.
    let said =
        town.draw(&["prepare", "--people", "people.csv", "--quotas", "quotas.csv", "--seats", "6", "--out", "."]);
    assert!(said.code == 1 && said.err.contains("contient déjà « autres.csv »"), "{}", said.err);
    fs::write(town.folder.path().join("tirage").join("notes.txt"), "à moi").expect("written");
    let said = town.draw(&["verify", "tirage"]);
    assert!(said.code == 1 && said.out.contains("« notes.txt » a été ajouté"), "{}", said.out);
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_written() {
    let town = Town::new(QUOTAS);
    for (more, code, words) in [
        (vec!["--cap", "deux"], 2, "n’est pas une probabilité"),
        (vec!["--cap", "2"], 2, "plus grande que 0 et au plus 1"),
        (vec!["--order-seed", "xyz"], 2, "hexadécimaux"),
        (vec!["--panels", "0"], 2, "Le nombre à imprimer va de 1 à"),
        (vec!["--objective", "hasard"], 2, "n’accepte pas « hasard »"),
        (vec!["--cap", "10%"], 3, "probabilité maximale"),
    ] {
        let said = town.prepare(&more);
        assert!(said.code == code && said.err.contains(words), "{more:?}: {} {}", said.code, said.err);
    }
    let impossible = Town::new(&QUOTAS.replace("sexe;homme;3;3", "sexe;homme;4;4"));
    let said = impossible.prepare(&[]);
    assert!(
        said.code == 3 && said.err.contains("« sexe » : la somme des minimums est 7, pour 6 sièges"),
        "{}",
        said.err
    );
    assert!(said.err.contains("  1. baisser le minimum"), "{}", said.err);
    let unknown = Town::new(&QUOTAS.replace("sexe;homme;3;3\n", ""));
    let said = unknown.prepare(&[]);
    assert!(said.code == 1 && said.err.contains("« sexe : homme » n’a pas de quota"), "{}", said.err);
    for town in [&town, &impossible, &unknown] {
        assert!(!Path::new(&town.folder.path().join("tirage")).exists(), "nothing is written");
    }
    let said = town.draw(&["verify", "ailleurs"]);
    assert!(said.code == 1 && said.err.contains("n’est pas celui d’un tirage"), "{}", said.err);
}
