//! Fingerprints of passwords (Argon2id, 19 MiB, two passes: OWASP's figures).

use std::sync::{Mutex, OnceLock, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use kernel::{Breakdown, Outside};
use tokio::sync::Semaphore;

/// Two at a time: the pages of everybody else go on being served while people sign in.
static TURN: Semaphore = Semaphore::const_new(TURNS);
const TURNS: usize = 2;

/// The memory of those turns, used again each time: given back to the system's allocator, it would stay with each
/// of the threads that ever computed a fingerprint.
static ROOMS: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

fn broken(error: impl std::fmt::Display) -> Breakdown {
    Breakdown::because(format!("password: {error}"))
}

/// The output for a password, with the parameters of a fingerprint.
fn output(argon2: &Argon2<'_>, password: &str, salt: &[u8], length: usize) -> Result<Output, Breakdown> {
    let rooms = || ROOMS.lock().unwrap_or_else(PoisonError::into_inner);
    let mut room = rooms().pop().unwrap_or_default();
    room.resize(argon2.params().block_count(), Block::new());
    let mut bytes = vec![0; length];
    let filled = argon2.hash_password_into_with_memory(password.as_bytes(), salt, &mut bytes, &mut room);
    // What is left in it goes from one person to nobody: the next turn writes over it before reading.
    let mut rooms = rooms();
    if rooms.len() < TURNS {
        rooms.push(room);
    }
    filled.map_err(broken)?;
    Output::new(&bytes).map_err(broken)
}

fn hash_now(password: &str, salt: &[u8]) -> Result<String, Breakdown> {
    let (algorithm, version, params) = (Algorithm::default(), Version::default(), Params::default());
    let told = ParamsString::try_from(&params).map_err(broken)?;
    let output = output(&Argon2::new(algorithm, version, params), password, salt, Params::DEFAULT_OUTPUT_LEN)?;
    let hash = PasswordHash {
        algorithm: algorithm.ident(),
        version: Some(version.into()),
        params: told,
        salt: Some(Salt::new(salt).map_err(broken)?),
        hash: Some(output),
    };
    Ok(hash.to_string())
}

/// Whether a password gives the fingerprint; compared in constant time.
fn is_right(password: &str, fingerprint: &str) -> Result<bool, Breakdown> {
    let told = PasswordHash::new(fingerprint).map_err(broken)?;
    let (Some(salt), Some(expected)) = (&told.salt, &told.hash) else { return Ok(false) };
    let algorithm = Algorithm::try_from(told.algorithm.as_str()).map_err(broken)?;
    let version = told.version.map(Version::try_from).transpose().map_err(broken)?.unwrap_or_default();
    let argon2 = Argon2::new(algorithm, version, Params::try_from(&told).map_err(broken)?);
    Ok(output(&argon2, password, salt, expected.len())? == *expected)
}

/// The fingerprint kept for a password.
///
/// # Errors
/// The machine has no memory left for it.
pub async fn hashed(outside: &Outside, password: &str) -> Result<String, Breakdown> {
    let (password, salt) = (password.to_owned(), outside.bytes::<16>());
    let turn = TURN.acquire().await.map_err(broken)?;
    let work = move || {
        // Held to the end of the work, even when whoever asked has left.
        let _turn = turn;
        hash_now(&password, &salt)
    };
    tokio::task::spawn_blocking(work).await.map_err(broken)?
}

/// Whether a password fits a fingerprint. Without one, the same work is done on a fingerprint of nobody, so that
/// the time taken tells nothing.
pub(super) async fn fits(hash: Option<String>, password: &str) -> Result<bool, Breakdown> {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let password = password.to_owned();
    let turn = TURN.acquire().await.map_err(broken)?;
    let work = move || -> Result<bool, Breakdown> {
        let _turn = turn;
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
        let is_right = is_right(&password, &hash)?;
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

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

    use super::*;

    #[test]
    fn fingerprints_are_those_of_the_standard() {
        for (password, salt) in [("été à Ozanam", b"a salt of sixteen"), ("", b"another of sixtee")] {
            let ours = hash_now(password, salt).expect("hashed");
            let theirs = Argon2::default().hash_password_with_salt(password.as_bytes(), salt).expect("hashed");
            assert_eq!(ours, theirs.to_string());
            assert!(Argon2::default().verify_password(password.as_bytes(), &theirs).is_ok());
            assert!(is_right(password, &ours).expect("read") && !is_right("autre", &ours).expect("read"));
        }
        assert!(ROOMS.lock().expect("lock").len() <= TURNS);
        assert!(is_right("x", "not a fingerprint").is_err());
    }
}
