//! Fingerprints of passwords (Argon2id, 19 MiB, two passes: OWASP's figures).

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use kernel::{Breakdown, Outside};
use tokio::sync::Semaphore;

/// Two at a time: the pages of everybody else go on being served while people sign in.
static TURN: Semaphore = Semaphore::const_new(2);

fn broken(error: impl std::fmt::Display) -> Breakdown {
    Breakdown::because(format!("password: {error}"))
}

fn hash_now(password: &str, salt: &[u8]) -> Result<String, Breakdown> {
    let hash: PasswordHash = Argon2::default().hash_password_with_salt(password.as_bytes(), salt).map_err(broken)?;
    Ok(hash.to_string())
}

/// The fingerprint kept for a password.
///
/// # Errors
/// The machine has no memory left for it.
pub async fn hashed(outside: &Outside, password: &str) -> Result<String, Breakdown> {
    let (password, salt) = (password.to_owned(), outside.bytes::<16>());
    let _turn = TURN.acquire().await.map_err(broken)?;
    tokio::task::spawn_blocking(move || hash_now(&password, &salt)).await.map_err(broken)?
}

/// Whether a password fits a fingerprint. Without one, the same work is done on a fingerprint of nobody, so that
/// the time taken tells nothing.
pub(super) async fn fits(hash: Option<String>, password: &str) -> Result<bool, Breakdown> {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let password = password.to_owned();
    let _turn = TURN.acquire().await.map_err(broken)?;
    let work = move || -> Result<bool, Breakdown> {
        let is_known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => match NOBODY.get() {
                Some(hash) => hash.clone(),
                None => {
                    let made = hash_now("nobody has this password", b"a salt of nobody")?;
                    NOBODY.get_or_init(|| made).clone()
                }
            },
        };
        let parsed = PasswordHash::new(&hash).map_err(broken)?;
        let is_right = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
        COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Ok(is_right && is_known)
    };
    tokio::task::spawn_blocking(work).await.map_err(broken)?
}

/// How many fingerprints were computed to check a password, for supervision and tests.
static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

/// See [`COUNT`].
pub fn checks_made() -> u64 {
    COUNT.load(std::sync::atomic::Ordering::Relaxed)
}
