//! A disk that is full.

use std::io::{Error, ErrorKind, Write};
use std::path::Path;
use std::process::Command;

use safekeeping::{BackupOptions, Opening, Protection, SafekeepingError, backup, backup_into};

use crate::scene::{full, scenes};

/// Takes so many bytes, then says what a full disk says.
#[derive(Debug)]
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0 < bytes.len() {
            return Err(Error::from(ErrorKind::StorageFull));
        }
        self.0 -= bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_in_french_wherever_it_happens() {
    for scene in full(80).await {
        for room in [0, 100, 5_000] {
            for protection in [Protection::None, Protection::passphrase("assez longue pour suffire").expect("long")] {
                let options = BackupOptions { protection, ..BackupOptions::default() };
                let ended = backup_into(scene.instance(), options, Full(room), &mut |_| {}).await;
                let told = ended.expect_err("full");
                assert!(matches!(told, SafekeepingError::DiskFull), "{room}: {told}");
                assert!(told.to_string().contains("le disque est plein"), "{told}");
            }
        }
    }
}

/// A disk of that many KiB at `place`, gone with the value; `None` without the right to mount.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn mount(place: &'a Path, kibibytes: u32) -> Option<Self> {
        std::fs::create_dir_all(place).ok()?;
        let size = format!("size={kibibytes}k");
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(place).output().ok()?;
        done.status.success().then_some(Self(place))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).output();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_leaves_no_half_archive_and_no_half_instance() {
    for scene in full(81).await {
        let place = scene.path("petit");
        let Some(disk) = SmallDisk::mount(&place, 16) else {
            eprintln!("pas le droit de monter un petit disque : essai sauté");
            return;
        };
        let ended = backup(scene.instance(), BackupOptions::default(), &place.join("s.parvis"), &mut |_| {}).await;
        assert!(matches!(ended, Err(SafekeepingError::DiskFull)), "{ended:?}");
        assert_eq!(std::fs::read_dir(&place).expect("folder").count(), 0, "nothing is left");
        drop(disk);

        let (_, path) = scene.save("s.parvis", Protection::None).await.expect("saved");
        for target in scenes(&[], 82).await {
            let place = target.path("petit");
            let Some(disk) = SmallDisk::mount(&place, 500) else { return };
            let vault = files::LocalVault::open(&place.join("fichiers")).expect("vault");
            let instance = safekeeping::Instance { vault: &vault, ..target.instance() };
            let told = safekeeping::restore(instance, &path, &Opening::None, &mut |_| {}).await.expect_err("full");
            assert!(matches!(told, SafekeepingError::DiskFullRestoring), "{told:?}");
            assert!(files::Vault::list(&vault).await.expect("listed").is_empty(), "contents put in are taken out");
            drop(disk);
            // Nothing was kept, so the same target serves once there is room.
            target.bring_back(&path, &Opening::None).await.expect("restored");
        }
    }
}
