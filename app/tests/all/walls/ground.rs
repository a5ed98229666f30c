//! The demonstration with what it lacks, made once and kept to begin again from.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::wiring;
use database::Db;
use files::Vault;
use kernel::Outside;
use web::testing::{Knocker, settings};
use web::{House, Keys};

use super::furniture;
use super::people::{self, People};
use super::secrets::Secrets;

/// The demonstration and what it lacks.
pub struct Ground {
    folder: tempfile::TempDir,
    people: Arc<People>,
    outside: Outside,
    vault: Arc<dyn Vault>,
    keys: Keys,
    times: AtomicU64,
    /// What nobody else may read.
    pub secrets: Secrets,
}

/// A database of the ground, behind its doors.
pub struct Doors {
    /// The house.
    pub house: Arc<House>,
    /// Who knocks at it.
    pub knocker: Knocker,
}

impl Doors {
    fn of(db: Db, (people, outside, vault, keys): (&Arc<People>, &Outside, &Arc<dyn Vault>, &Keys)) -> Self {
        let house = Arc::new(House {
            db,
            outside: outside.clone(),
            vault: vault.clone(),
            bell: jobs::Bell::default(),
            keys: keys.clone(),
            settings: settings(),
            metrics: web::Metrics::default(),
            kept_pages: web::KeptPages::default(),
            shelves: web::Shelves::default(),
            gatekeeper: people.clone(),
            links: wiring::links,
        });
        Self { knocker: Knocker::new(wiring::door(), house.clone()), house }
    }
}

async fn opened(path: &std::path::Path) -> Db {
    Db::open(&format!("sqlite:{}", path.display())).await.expect("opens")
}

impl Ground {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.sqlite"))
    }

    /// The ground as it was, again.
    pub async fn again(&self) -> Doors {
        // A file of its own each time: a connection that is still closing may hold the one before.
        let rank = self.times.fetch_add(1, Ordering::Relaxed);
        let path = self.path(&format!("walked-{rank}"));
        std::fs::copy(self.path("ground"), &path).expect("copied");
        if let Some(gone) = rank.checked_sub(2) {
            let _ = std::fs::remove_file(self.path(&format!("walked-{gone}")));
        }
        let db = opened(&path).await;
        Doors::of(db, (&self.people, &self.outside, &self.vault, &self.keys))
    }

    /// Sows the demonstration, gathers people and makes what is missing.
    pub async fn prepared() -> Self {
        wiring::introduce(site::Contacts::default());
        let folder = tempfile::tempdir().expect("folder");
        let outside = database::testing::outside(3);
        let keys = Keys::new([5; 32]);
        let vault: Arc<dyn Vault> = Arc::new(files::LocalVault::open(&folder.path().join("pieces")).expect("a vault"));
        let db = opened(&folder.path().join("ground.sqlite")).await;
        db.migrate(&wiring::migrations(), &outside).await.expect("migrates");
        let told = demo::load().expect("the demonstration");
        let mut tx = db.write().await.expect("write");
        let signed = demo::seed::all(&mut tx, &outside, &keys, &told).await.expect("seeded");
        let around = (&outside, vault.as_ref());
        demo::seed::assemblies::paper(&mut tx, around, &told).await.expect("a paper");
        demo::seed::voice::voice(&mut tx, around, &told, &signed).await.expect("a voice");
        demo::seed::directory::papers(&mut tx, around, &told).await.expect("papers");
        let people = Arc::new(people::gathered(&mut tx, (&outside, &keys)).await);
        tx.commit().await.expect("kept");
        let doors = Doors::of(db, (&people, &outside, &vault, &keys));
        let refused = furniture::made_in(&doors.house, &doors.knocker).await;
        assert!(refused.is_empty(), "{}", refused.join("\n\n"));
        jobs::testing::worked(&doors.house.db, &outside, wiring::handlers(&doors.house, None)).await;
        furniture::waiting(&doors.house, &doors.knocker).await;
        let ibans = told.directory.associations.iter().filter_map(|one| one.iban.clone());
        let secrets = Secrets::gathered(&mut doors.house.db.read().await.expect("read"), ibans).await;
        doors.house.db.close().await;
        Self { folder, people, outside, vault, keys, times: AtomicU64::new(0), secrets }
    }
}
