//! A house with real sessions, a clock the test moves, and people.
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use accounts::actions::{self, Client, NewAccount, Way};
use accounts::facade::Gate;
use database::testing::TEST_START;
use database::{Db, Migration};
use kernel::{Actor, Chance, Clock, Function, Grant, Moment, Outside, Scope, Uuid};
use web::House;
use web::testing::Knocker;

/// Every step the house needs.
pub fn migrations() -> Vec<Migration> {
    [journal::MIGRATIONS, jobs::MIGRATIONS, accounts::MIGRATIONS].concat()
}

/// A clock that stands still until it is moved.
#[derive(Clone)]
pub struct Hand(Arc<AtomicI64>);

impl Hand {
    /// Lets time pass.
    pub fn minutes(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// Now.
    pub fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment(Self::now(self))
    }
}

struct Counting(AtomicU64);

impl Chance for Counting {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z ^= z >> 27;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Everything a test needs.
pub struct Walk {
    /// The house.
    pub house: Arc<House>,
    /// Its doors.
    pub doors: Knocker,
    /// Its clock.
    pub hand: Hand,
}

/// The platform, as a test.
pub const PLATFORM: Actor = Actor::Platform("essai");
/// The secret of whoever has a second factor.
pub const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
/// The password of whoever has one.
pub const PASSWORD: &str = "tasse verte lundi pont";

/// A house with real sessions.
pub fn walk(db: Db) -> Walk {
    let hand = Hand(Arc::new(AtomicI64::new(TEST_START.0)));
    let outside = Outside::new(Arc::new(hand.clone()), Arc::new(Counting(AtomicU64::new(7))));
    let mut house = Arc::into_inner(web::testing::house(db, outside)).expect("a new house");
    house.gatekeeper = Arc::new(Gate);
    let house = Arc::new(house);
    Walk { doors: Knocker::new(accounts::door(accounts::ACTS.to_vec()), house.clone()), house, hand }
}

impl Walk {
    /// Creates somebody.
    pub async fn person(&self, name: &str, functions: &[Grant], password: Option<&str>, secret: Option<&str>) -> Uuid {
        let email = format!("{}@ville.example", name.to_lowercase());
        let mut tx = self.house.write().await.expect("tx");
        let new = NewAccount {
            email: &email,
            name,
            functions,
            password,
            totp_secret: secret,
            is_demonstration: name == "Demo",
        };
        let made = actions::create_account(&mut tx, &self.house.outside, &self.house.keys, &PLATFORM, &new).await;
        let id = made.expect("an account");
        tx.commit().await.expect("commit");
        id
    }

    /// Enters as somebody, without any second factor.
    pub async fn enter(&self, account: Uuid) -> String {
        let mut tx = self.house.write().await.expect("tx");
        let client =
            Client { browser: "Firefox/1 Linux".into(), network: "198.51.100.0/24".into(), former_token: None };
        let opened = actions::enter(&mut tx, &self.house.outside, account, Way::Link, &client).await.expect("enters");
        tx.commit().await.expect("commit");
        opened.token
    }

    /// Enters as somebody whose second factor is [`SECRET`].
    pub async fn enter_twice(&self, account: Uuid) -> String {
        let token = self.enter(account).await;
        let (house, code) = (&self.house, self.code());
        let opened = actions::enter_by_code(&house.db, &house.outside, &house.keys, &token, &code).await;
        self.hand.minutes(1);
        opened.expect("the code is right").token
    }

    /// The code of [`SECRET`] now, computed by the book.
    pub fn code(&self) -> String {
        use hmac::{Hmac, KeyInit, Mac};
        let secret = data_encoding::BASE32_NOPAD.decode(SECRET.as_bytes()).expect("base32");
        let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&secret).expect("a key");
        mac.update(&(self.hand.now() / 30_000).to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[19] & 15);
        let word = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff;
        format!("{:06}", word % 1_000_000)
    }

    /// An organisation.
    pub async fn organisation(&self, name: &str) -> Uuid {
        let mut tx = self.house.write().await.expect("tx");
        let terms = accounts::OrganisationTerms {
            name: name.into(),
            kind: accounts::OrganisationKind::Association,
            siret: None,
        };
        let id = actions::create_organisation(&mut tx, &self.house.outside, &PLATFORM, terms).await.expect("made");
        tx.commit().await.expect("commit");
        id
    }

    /// Makes somebody a member.
    pub async fn join(&self, account: Uuid, organisation: Uuid) {
        let mut tx = self.house.write().await.expect("tx");
        actions::join(&mut tx, &self.house.outside, &PLATFORM, account, organisation, "").await.expect("joins");
        tx.commit().await.expect("commit");
    }

    /// Answers the oldest request for a link, as the workshop would; the path of the link, if one was made.
    pub async fn answer_request(&self) -> Option<String> {
        let mut tx = self.house.write().await.expect("tx");
        let job: Option<(String, Uuid)> = database::fetch_optional!(
            &mut tx,
            "SELECT payload, id FROM job WHERE kind = 'accounts.send_link' AND state = 'waiting' ORDER BY id LIMIT 1"
        )
        .expect("jobs");
        let (payload, id) = job.expect("a job waits");
        let payload: serde_json::Value = serde_json::from_str(&payload).expect("json");
        let request = payload["request"].as_str().and_then(|text| text.parse().ok()).expect("a request");
        let path = actions::send_link(&mut tx, &self.house.outside, request).await.expect("answered");
        database::execute!(&mut tx, "DELETE FROM job WHERE id = $1", id).expect("job done");
        tx.commit().await.expect("commit");
        path
    }

    /// The path of the link of the only invitation mailed.
    pub async fn invitation(&self) -> String {
        let mut tx = self.house.read().await.expect("tx");
        let sql = "SELECT text_body FROM mail WHERE kind = 'accounts.invitation'";
        let (text,): (String,) = database::fetch_one!(&mut tx, sql).expect("a mail");
        let link = text.split("http://localhost").nth(1).and_then(|rest| rest.split_whitespace().next());
        link.expect("a link").to_owned()
    }

    /// One number.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut tx = self.house.read().await.expect("tx");
        let (count,): (i64,) = database::fetch_one!(&mut tx, sql).expect("a number");
        count
    }
}

/// A function everywhere.
pub fn everywhere(function: Function) -> Grant {
    Grant { function, scope: Scope::EVERYWHERE }
}
