//! A full disk: writing is refused in words, reading goes on, and nothing acknowledged is lost. Needs to mount a small
//! disk, so only root tries it.

use crate::support;

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use crate::support::{Running, Visitor, choices, form_near, on, run};

const FORM: &str = "/gestion/ecoute/preuves/nouvelle";
const ALL: &str = "/gestion/ecoute/preuves?format=csv";

/// A disk in memory, unmounted with the value.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// `None` where one cannot be mounted.
    fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("folder");
        let size = format!("size={megabytes}m");
        let said = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "parvis-essai"]).arg(folder.path()).output();
        said.is_ok_and(|said| said.status.success()).then_some(Self { folder })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        let mut file = File::create(self.path().join("remplissage")).expect("created");
        for size in [1 << 20, 4096, 1] {
            let block = vec![0; size];
            while file.write_all(&block).is_ok() {}
        }
    }

    fn free(&self) {
        fs::remove_file(self.path().join("remplissage")).expect("removed");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

/// The fields of an evidence that says this.
fn fields<'a>(common: &'a [(&'a str, String)], said: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = common.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("propos", said));
    fields
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let Some(disk) = SmallDisk::mount(48) else {
        return eprintln!("Aucun petit disque ne peut être monté ici (il faut être root) : essai non fait");
    };
    let data = disk.path().join("donnees");
    support::filled(&data, None);
    // Temporary files on the same disk, as where there is only one.
    let mut command = on(&["demo", "--listen", "127.0.0.1:0"], &data, None);
    let server = Running::start(command.env("TMPDIR", disk.path()));
    let leader = Visitor::new(&server.url);
    leader.sign_in("Claire Vidal");
    let page = leader.get(FORM);
    let first =
        |name: &str| choices(&page.body, name).first().cloned().unwrap_or_else(|| panic!("no choice for {name}"));
    let common = [
        ("concertation", first("concertation")),
        ("besoin", first("besoin")),
        ("quartier", first("quartier")),
        ("canal", first("canal")),
        ("qui", "des habitants".to_owned()),
        ("nature", "need".to_owned()),
        ("visibilite", "agents".to_owned()),
    ];
    let acknowledged = RefCell::new(Vec::new());
    let record = |said: &str| {
        let page = leader.post(FORM, &fields(&common, said));
        if page.status == 303 {
            acknowledged.borrow_mut().push(said.to_owned());
        }
        page
    };
    assert_eq!(record("Avant que le disque soit plein.").status, 303);

    disk.fill();
    // A write-ahead log may still have some room: until it has none, what is acknowledged must be kept.
    let said = "Le texte qu’on ne veut pas taper deux fois. ".repeat(20);
    let refused = (0..400).map(|rank| record(&format!("{rank} {said}"))).find(|page| page.status != 303);
    let refused = refused.expect("a full disk refuses in the end");
    assert!([503, 507].contains(&refused.status), "{refused:?}");
    for words in
        ["n’a plus de place", "Rien n’a pu être enregistré", "Le texte qu’on ne veut pas taper deux fois.", "<h1"]
    {
        assert!(refused.body.contains(words), "« {words} » is not in {}", refused.body);
    }
    for path in ["/", "/besoins", "/contrat/carcassonne-agglo-2024", "/gestion/ecoute", ALL] {
        assert_eq!(leader.get(path).status, 200, "{path}: reading goes on");
    }
    // The use of a session is noted once a minute: reading goes on when it cannot be.
    let large = vec![b' '; 3_000_000];
    let sent = leader.upload("/gestion/territoire/import", &[("nature", "contours")], ("fichier", "a.geojson", &large));
    assert_eq!(sent.status, 507, "{sent:?}");
    assert!(sent.body.contains("n’a plus de place"), "{sent:?}");
    let sign_in = Visitor::new(&server.url).post("/connexion", &[("email", "karim.benali@demo.parvis.example")]);
    assert!([303, 507].contains(&sign_in.status), "{sign_in:?}");

    disk.free();
    let again = record("Après qu’on a fait de la place.");
    assert_eq!(again.status, 303, "{again:?}");
    let all = leader.get(ALL).body;
    for said in acknowledged.borrow().iter() {
        assert!(all.contains(said.trim()), "« {said} » was acknowledged and lost");
    }
    assert!(form_near(&leader.get(FORM).body, "propos").is_some());

    // Neither does a power cut on a full disk.
    disk.fill();
    let full = (0..400).map(|rank| record(&format!("Encore {rank} {said}"))).find(|page| page.status != 303);
    assert!(full.is_some());
    server.kill();
    disk.free();
    let server = Running::demo(&data, None);
    let reader = Visitor::new(&server.url);
    reader.sign_in("Claire Vidal");
    let all = reader.get(ALL).body;
    for said in acknowledged.borrow().iter() {
        assert!(all.contains(said.trim()), "« {said} » was acknowledged and lost");
    }
    println!("{} evidences acknowledged", acknowledged.borrow().len());
    server.stop();
    let verified = run(&mut on(&["verify"], &data, None));
    assert_eq!(verified.code, 0, "{verified:?}");
}
