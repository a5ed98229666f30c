//! Entering: nobody learns who has an account, nobody guesses, nothing serves twice.

use crate::common::{PASSWORD, SECRET, everywhere, migrations, walk};
use database::testing::each_database;
use kernel::Function;

/// The text of a page, without what is given back of the form.
fn without_typed(body: &str) -> String {
    body.lines().filter(|line| !line.contains("<input")).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_link_enters_once_within_a_quarter_of_an_hour() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        walk.person("Claire", &[everywhere(Function::CouncilMember)], None, None).await;
        let doors = &walk.doors;
        let typed = [("email", " CLAIRE@ville.example "), ("suite", "/compte/droits")];
        let asked = doors.post("", "/connexion", &typed).await;
        assert_eq!((asked.status.as_u16(), asked.location.as_str()), (303, "/connexion/envoye"));
        let path = walk.answer_request().await.expect("a link");
        assert_eq!(walk.count("SELECT COUNT(*) FROM mail WHERE kind = 'accounts.link'").await, 1);

        // A mail scanner opens the page twice: nothing is used.
        for _ in 0..2 {
            let page = doors.get("", &path).await;
            assert_eq!(page.status, 200);
            assert!(page.body.contains("<button"), "a button");
        }
        let entered = doors.post("", &path, &[]).await;
        assert_eq!((entered.status.as_u16(), entered.location.as_str()), (303, "/compte/droits?fait=connecte"));
        let token = entered.token.expect("a session");
        assert_eq!(doors.get(&token, "/compte").await.status, 200);
        let again = doors.post("", &path, &[]).await;
        assert_eq!((again.status.as_u16(), again.token), (410, None));

        doors.post("", "/connexion", &typed[..1]).await;
        let late = walk.answer_request().await.expect("a link");
        walk.hand.minutes(16);
        assert_eq!(doors.post("", &late, &[]).await.status, 410);
        assert_eq!(doors.get("", "/connexion/lien/inconnu").await.status, 410);
    })
    .await;
}

#[tokio::test]
async fn an_unknown_address_is_answered_alike() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        walk.person("Claire", &[], Some(PASSWORD), None).await;
        let doors = &walk.doors;
        let known = doors.post("", "/connexion", &[("email", "claire@ville.example")]).await;
        let unknown = doors.post("", "/connexion", &[("email", "personne@ville.example")]).await;
        assert_eq!((known.status, &known.location, &known.body), (unknown.status, &unknown.location, &unknown.body));
        assert_eq!(walk.count("SELECT COUNT(*) FROM sign_in_request").await, 2, "the same work for both");
        assert!(walk.answer_request().await.is_some());
        assert!(walk.answer_request().await.is_none());
        assert_eq!(walk.count("SELECT COUNT(*) FROM mail").await, 1);

        let tried = async |email: &str| {
            doors.post("", "/connexion/mot-de-passe", &[("email", email), ("mot-de-passe", "pas le bon mot")]).await
        };
        let before = accounts::actions::checks_made();
        let known = without_typed(&tried("claire@ville.example").await.body);
        let between = accounts::actions::checks_made();
        let unknown = without_typed(&tried("personne@ville.example").await.body);
        let after = accounts::actions::checks_made();
        assert_eq!(known, unknown);
        assert!(between > before && after > between, "the fingerprint is computed for an unknown address too");
    })
    .await;
}

#[tokio::test]
async fn passwords_are_not_guessed() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        walk.person("Claire", &[], Some(PASSWORD), None).await;
        let doors = &walk.doors;
        let wrong = [("email", "claire@ville.example"), ("mot-de-passe", "pas le bon mot")];
        let right = [("email", "claire@ville.example"), ("mot-de-passe", PASSWORD)];
        for _ in 0..8 {
            assert_eq!(doors.post("", "/connexion/mot-de-passe", &wrong).await.status, 422);
        }
        assert_eq!(doors.post("", "/connexion/mot-de-passe", &right).await.status, 429, "even the right one");
        let unknown = [("email", "personne@ville.example"), ("mot-de-passe", "pas le bon mot")];
        assert_eq!(doors.post("", "/connexion/mot-de-passe", &unknown).await.status, 422, "another address is free");
        walk.hand.minutes(16);
        let entered = doors.post("", "/connexion/mot-de-passe", &right).await;
        assert_eq!((entered.status.as_u16(), entered.location.as_str()), (303, "/compte?fait=connecte"));

        for _ in 0..5 {
            assert_eq!(doors.post("", "/connexion", &[("email", "x@ville.example")]).await.status, 303);
        }
        assert_eq!(doors.post("", "/connexion", &[("email", "x@ville.example")]).await.status, 429);
        let elsewhere =
            [("email", "claire@ville.example"), ("mot-de-passe", PASSWORD), ("suite", "https://pirate.example/")];
        assert_eq!(doors.post("", "/connexion/mot-de-passe", &elsewhere).await.location, "/compte?fait=connecte");
    })
    .await;
}

#[tokio::test]
async fn the_second_code_opens_the_session_and_serves_once() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        walk.person("Claire", &[everywhere(Function::Administrator)], Some(PASSWORD), Some(SECRET)).await;
        let doors = &walk.doors;
        let typed = [("email", "claire@ville.example"), ("mot-de-passe", PASSWORD), ("suite", "/gestion/comptes")];
        let enter = || doors.post("", "/connexion/mot-de-passe", &typed);
        let entered = enter().await;
        assert_eq!(entered.location, "/connexion/code?suite=/gestion/comptes");
        let half = entered.token.expect("a session that waits");
        assert_eq!(doors.get(&half, "/compte").await.location, "/connexion?suite=/compte", "it opens nothing yet");
        assert_eq!(doors.post(&half, "/connexion/code", &[("code", "000000")]).await.status, 422);
        let code = walk.code();
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        let whole = doors.post(&half, "/connexion/code", &[("code", &spaced), ("suite", "/gestion/comptes")]).await;
        assert_eq!(whole.location, "/gestion/comptes?fait=connecte");
        let token = whole.token.expect("a new token");
        assert_ne!(token, half);
        assert_eq!(doors.get(&token, "/gestion/comptes").await.status, 200);
        assert_eq!(doors.get(&half, "/compte").await.status, 303, "the former token opens nothing");

        let second = enter().await.token.expect("waits");
        assert_eq!(doors.post(&second, "/connexion/code", &[("code", &code)]).await.status, 422, "replayed");
        walk.hand.minutes(1);
        assert_eq!(doors.post(&second, "/connexion/code", &[("code", &walk.code())]).await.status, 303);

        let third = enter().await.token.expect("waits");
        for _ in 0..5 {
            assert_eq!(doors.post(&third, "/connexion/code", &[("code", "000000")]).await.status, 422);
        }
        walk.hand.minutes(1);
        assert_eq!(doors.post(&third, "/connexion/code", &[("code", &walk.code())]).await.status, 429);
    })
    .await;
}

#[tokio::test]
async fn a_second_factor_is_set_up_and_recovery_codes_serve_once() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        let claire = walk.person("Claire", &[everywhere(Function::Administrator)], None, None).await;
        let doors = &walk.doors;
        let token = walk.enter(claire).await;
        let sent = doors.get(&token, "/gestion/comptes").await;
        assert_eq!((sent.status.as_u16(), sent.location.as_str()), (303, "/compte/second-facteur"));
        assert_eq!(doors.post(&token, "/compte/second-facteur/commencer", &[]).await.status, 303);
        let page = doors.get(&token, "/compte/second-facteur").await.body;
        assert!(page.contains("<svg role=\"img\""));
        let secret = page.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).expect("a secret");
        let secret = data_encoding::BASE32_NOPAD.decode(secret.replace(' ', "").as_bytes()).expect("base32");
        assert_eq!(secret.len(), 20);
        assert_eq!(doors.post(&token, "/compte/second-facteur", &[("code", "000000")]).await.status, 422);
        let code = code_of(&secret, walk.hand.now());
        let set = doors.post(&token, "/compte/second-facteur", &[("code", &code)]).await;
        assert_eq!(set.status, 200);
        let fresh = set.token.expect("a new token");
        let codes: Vec<&str> =
            set.body.split("<li><code>").skip(1).filter_map(|rest| rest.split("</code>").next()).collect();
        assert_eq!(codes.len(), 10);
        assert_eq!(doors.get(&fresh, "/gestion/comptes").await.status, 200);
        assert_eq!(doors.get(&token, "/compte").await.status, 303);

        for expected in [303, 422] {
            let half = walk.enter(claire).await;
            let given = doors.post(&half, "/connexion/code", &[("code", &codes[3].to_lowercase())]).await;
            assert_eq!(given.status.as_u16(), expected);
        }
        let kept: Vec<u8> = {
            let mut tx = walk.house.read().await.expect("tx");
            let (sealed,): (Vec<u8>,) =
                database::fetch_one!(&mut tx, "SELECT totp_sealed FROM account").expect("sealed");
            sealed
        };
        assert!(!kept.windows(20).any(|window| window == secret), "the secret is not kept in clear");
    })
    .await;
}

fn code_of(secret: &[u8], now: i64) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(secret).expect("a key");
    mac.update(&(now / 30_000).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let word = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

#[tokio::test]
async fn sessions_end() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db);
        let claire = walk.person("Claire", &[everywhere(Function::CouncilMember)], None, None).await;
        let other = walk.person("Karim", &[], None, None).await;
        let doors = &walk.doors;
        let (here, there) = (walk.enter(claire).await, walk.enter(claire).await);
        let page = doors.get(&here, "/compte/connexions").await.body;
        assert!(page.contains("Firefox sur Linux") && page.contains("198.51.100.0/24"));
        let action =
            page.split("action=\"/compte/connexions/").nth(1).and_then(|rest| rest.split('"').next()).expect("a form");
        let path = format!("/compte/connexions/{action}");
        let stranger = walk.enter(other).await;
        assert_eq!(doors.post(&stranger, &path, &[]).await.status, 404, "not hers");
        assert_eq!(doors.post(&here, &path, &[]).await.status, 303);
        assert_eq!(doors.get(&there, "/compte").await.status, 303, "out at once");
        assert_eq!(doors.get(&here, "/compte").await.status, 200);

        let left = doors.post(&here, "/deconnexion", &[]).await;
        assert_eq!(left.token.as_deref(), Some(""));
        assert_eq!(doors.get(&here, "/compte").await.status, 303);

        // Twelve hours without use end it; use keeps it, up to thirty days.
        let idle = walk.enter(claire).await;
        walk.hand.minutes(12 * 60 + 1);
        assert_eq!(doors.get(&idle, "/compte").await.status, 303);
        let used = walk.enter(claire).await;
        for _ in 0..65 {
            walk.hand.minutes(11 * 60);
            assert_eq!(doors.get(&used, "/compte").await.status, 200);
        }
        walk.hand.minutes(11 * 60);
        assert_eq!(doors.get(&used, "/compte").await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn the_demonstration_opens_only_its_own_people_and_only_there() {
    each_database(&migrations(), |db| async move {
        let walk = walk(db.clone());
        let demo = walk.person("Demo", &[everywhere(Function::Administrator)], None, Some(SECRET)).await;
        let real = walk.person("Reelle", &[everywhere(Function::Administrator)], None, None).await;
        let page = walk.doors.get("", "/demonstration").await;
        assert!(page.body.contains("Entrer comme Demo") && !page.body.contains("Reelle"));
        let entered = walk.doors.post("", "/demonstration/entrer", &[("compte", &demo.to_string())]).await;
        assert_eq!(walk.doors.get(&entered.token.expect("enters"), "/gestion/comptes").await.status, 200);
        let refused = walk.doors.post("", "/demonstration/entrer", &[("compte", &real.to_string())]).await;
        assert_eq!((refused.status.as_u16(), refused.token), (404, None));

        let mut house =
            std::sync::Arc::into_inner(web::testing::house(db, walk.house.outside.clone())).expect("a house");
        house.settings.is_demonstration = false;
        let doors = web::testing::Knocker::new(accounts::door(Vec::new()), std::sync::Arc::new(house));
        assert_eq!(doors.get("", "/demonstration").await.status, 404);
        assert_eq!(doors.post("", "/demonstration/entrer", &[("compte", &demo.to_string())]).await.status, 404);
    })
    .await;
}
