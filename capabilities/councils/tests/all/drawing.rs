//! A draw from its announcement to its seal: one result whoever presses, no name before the seal, checked by everybody; on
//! both databases.

use crate::setting;

use std::io::Read as _;

use crate::setting::{EARLY, SESSION, arranged, count, hidden, migrations, plain, pool, published, sound, worked};
use database::testing::{each_database, outside};
use database::{execute, fetch_all, fetch_one};
use kernel::Uuid;
use web::testing::{Knocker, house};

const BEACON: &str = "9f2c4d1a0b3e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8";

fn without_names(page: &str) {
    for name in ["Nomdepersonne", "Prenom", "@exemple.fr", "rue des Lilas"] {
        assert!(!page.contains(name), "{name} is shown: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draw_goes_from_its_rules_to_its_seal_and_anybody_checks_it() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(21));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 8, 0, &[]).await;
        pool(&house, &set, 60).await;
        let list = format!("/gestion/colleges/{}/tirages", set.residents);

        // Rules are announced, everything wrong told at once.
        let wrong = knocker.post("chef", &list, &[("seance-jour", "40"), ("hasard", "dice_then_beacon")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        for told in ["date de la séance", "jour de la séance", "où se tient la séance", "quelle valeur publique"] {
            let is_day = told.contains("date") || told.contains("jour");
            assert!(is_day || wrong.body.contains(told), "{told}: {}", wrong.body);
        }
        let mut form = SESSION.to_vec();
        form.extend([
            ("lieu", "Salle des fêtes"),
            ("hasard", "dice_then_beacon"),
            ("balise", "Balise drand, puis le Loto"),
        ]);
        assert_eq!(knocker.post("elections", &list, &form).await.status.as_u16(), 403);
        let path = published(&house, &knocker, &set, "dice_then_beacon").await;
        let id = path.rsplit('/').next().unwrap_or_default().to_owned();
        let public = format!("/tirages/{id}");
        assert_eq!(knocker.post("chef", &list, &form).await.status.as_u16(), 409, "one draw at a time");
        // Published rules no longer change; a closed pool takes nobody in.
        let edit = format!("/gestion/colleges/{}/modifier", set.residents);
        let refused = knocker.post("chef", &edit, &[("sieges", "9"), ("objectif", "leximin"), ("revision", "1")]).await;
        assert!(refused.body.contains("Les règles sont publiées"), "{}", refused.body);
        let volunteer = knocker.post("", &format!("/conseils/{}/volontaires", set.council), &[("nom", "Tard")]).await;
        assert!(volunteer.body.contains("Le vivier est clos"), "{}", volunteer.body);

        // A receipt leads to the published fingerprint, by its code or by everything known of somebody.
        let page = knocker.get("", &public).await.body;
        without_names(&page);
        let asked = [
            ("nom", "NOMDEPERSONNE3"),
            ("prenoms", "prenom6"),
            ("naissance-jour", "1"),
            ("naissance-mois", "2"),
            ("naissance-annee", "2004"),
            ("rue", "4 rue des lilas"),
            ("code-postal", "11000"),
        ];
        let receipt = knocker.post("", &format!("{public}/recu"), &asked).await.body;
        assert!(receipt.contains("Vous êtes dans le vivier") && receipt.contains("moins de 30 ans"), "{receipt}");
        assert!(plain(&receipt).contains("des 1000 groupes imprimés"), "{receipt}");
        let mut other = asked;
        other[5].1 = "5 rue des lilas";
        let nobody = knocker.post("", &format!("{public}/recu"), &other).await.body;
        assert!(nobody.contains("Aucun reçu ne correspond"), "another address opens nothing");
        let code =
            receipt.split("garder</dt><dd><code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
        let own = knocker.post("", &format!("{public}/recu"), &[("code", &code.to_lowercase())]).await.body;
        assert!(own.contains("Vous êtes dans le vivier"), "{own}");
        without_names(&own);
        let wrong = knocker.post("", &format!("{public}/recu"), &[("code", "AAAABBBBCCCC")]).await.body;
        assert!(wrong.contains("Aucun reçu ne correspond"));

        // The number is read twice alike, once only, even when two press at once.
        let page = knocker.get("chef", &path).await.body;
        let revision = hidden(&page, "revision");
        let dice = format!("{path}/nombre");
        for (one, two, told) in
            [("1000", "1000", "va de 0 à 999"), ("417", "471", "Les deux nombres diffèrent"), ("", "", "va de 0 à 999")]
        {
            let refused =
                knocker.post("chef", &dice, &[("nombre", one), ("nombre-bis", two), ("revision", &revision)]).await;
            assert!(refused.status.as_u16() == 422 && plain(&refused.body).contains(told), "{told}: {}", refused.body);
        }
        let early =
            knocker.post("chef", &format!("{path}/balise"), &[("balise", BEACON), ("revision", &revision)]).await;
        assert!(early.body.contains("Lisez d’abord le nombre"), "{}", early.body);
        let press = |number: &'static str| {
            let (knocker, dice, revision) = (&knocker, dice.clone(), revision.clone());
            async move {
                let form = [("nombre", number), ("nombre-bis", number), EARLY, ("revision", revision.as_str())];
                knocker.post("chef", &dice, &form).await
            }
        };
        let (one, two) = tokio::join!(press("417"), press("12"));
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "{} {}", one.body, two.body);
        assert_eq!(
            knocker
                .post("chef", &format!("{path}/abandon"), &[("raison", "x"), ("revision", "9")])
                .await
                .status
                .as_u16(),
            409
        );

        // The public value, then the result by numbers.
        let page = knocker.get("chef", &path).await.body;
        let revision = hidden(&page, "revision");
        let beacon = format!("{path}/balise");
        for (typed, told) in [("zz", "n’est pas une suite"), ("9f2c", "trop courte")] {
            let refused = knocker.post("chef", &beacon, &[("balise", typed), ("revision", &revision)]).await;
            assert!(refused.status.as_u16() == 422 && refused.body.contains(told), "{told}: {}", refused.body);
        }
        let form = [("balise", BEACON), ("revision", revision.as_str())];
        let (one, two) = tokio::join!(knocker.post("chef", &beacon, &form), knocker.post("chef", &beacon, &form));
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "{} {}", one.body, two.body);
        assert_eq!(count(&house, "seat").await, 0, "nobody is named before the seal");
        let calls = knocker.get("chef", &format!("{path}/appels")).await;
        assert_eq!(calls.status.as_u16(), 404);
        without_names(&knocker.get("chef", &path).await.body);

        // Sealed with who was there.
        let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
        let seal = format!("{path}/scelle");
        let refused = knocker.post("chef", &seal, &[("temoins", " "), ("revision", &revision)]).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("Dites qui était là"), "{}", refused.body);
        let form = [("temoins", "Maître Essai, trente habitants"), ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &seal, &form).await.status.as_u16(), 303);
        assert_eq!(knocker.post("chef", &seal, &form).await.status.as_u16(), 409);
        assert_eq!(count(&house, "seat").await, 8);

        // Everybody checks: on the page, and with the dossier.
        for page in [public.clone(), format!("{public}/pourquoi"), format!("{public}/verification")] {
            let reply = knocker.get("", &page).await;
            assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
            without_names(&reply.body);
        }
        let checked = knocker.get("", &format!("{public}/verification")).await.body;
        assert!(checked.contains("Ce tirage est vérifié."), "{checked}");
        let pdf = knocker.get("", &format!("{public}/proces-verbal.pdf")).await;
        assert!(pdf.media_type == "application/pdf" && pdf.body.starts_with("%PDF"));
        let mut tx = house.read().await.expect("read");
        let files: Vec<(String, Vec<u8>)> = fetch_all!(&mut tx, "SELECT name, content FROM draw_file").expect("files");
        let (fingerprint,): (String,) = fetch_one!(&mut tx, "SELECT fingerprint FROM draw").expect("a draw");
        let words: Vec<(String,)> = fetch_all!(&mut tx, "SELECT detail FROM journal_words").expect("entries");
        words.iter().for_each(|entry| without_names(&entry.0));
        drop(tx);
        for (_, bytes) in &files {
            without_names(&String::from_utf8_lossy(bytes));
        }
        let report = sortition_verifier::verify(&files.iter().cloned().collect(), Some(&fingerprint));
        assert!(report.is_sound(), "{report:?}");

        // A byte changed is found and named.
        let mut tx = house.write().await.expect("write");
        let selected =
            String::from_utf8(files.iter().find(|file| file.0 == "selected.csv").expect("selected").1.clone());
        let mut changed = selected.expect("text").into_bytes();
        let last = changed.iter().rposition(u8::is_ascii_digit).expect("a number");
        changed[last] = if changed[last] == b'9' { b'8' } else { b'9' };
        execute!(&mut tx, "UPDATE draw_file SET content = $1 WHERE name = 'selected.csv'", changed).expect("tampered");
        tx.commit().await.expect("kept");
        let checked = knocker.get("", &format!("{public}/verification")).await.body;
        assert!(checked.contains("n’est pas ce qu’il dit être") && checked.contains("selected.csv"), "{checked}");

        // So is one changed in what was published before the lottery, even when its list is made again.
        let tampered = async |name: &str, from: &str, to: &str| {
            let text =
                String::from_utf8(files.iter().find(|file| file.0 == name).expect("a file").1.clone()).expect("text");
            assert!(text.contains(from), "{name} has no {from}");
            let mut all: sortition_verifier::Files = files.iter().cloned().collect();
            all.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
            sortition::contents::bind(&mut all);
            let mut tx = house.write().await.expect("write");
            let sql = "UPDATE draw_file SET content = $1 WHERE name = $2";
            for (name, bytes) in all {
                execute!(&mut tx, sql, bytes, name).expect("tampered");
            }
            tx.commit().await.expect("kept");
            knocker.get("", &format!("{public}/verification")).await.body
        };
        let quota = tampered("regles-annoncees.json", "\"au_moins\": 4", "\"au_moins\": 3").await;
        assert!(quota.contains("n’est pas ce qu’il dit être") && quota.contains("regles-annoncees.json"), "{quota}");
        let leaf = String::from_utf8(files.iter().find(|file| file.0 == "empreintes.txt").expect("leaves").1.clone());
        let leaf = leaf.expect("text").lines().next().expect("a leaf").to_owned();
        let receipts = tampered("empreintes.txt", &leaf, &"0".repeat(64)).await;
        assert!(receipts.contains("n’est pas ce qu’il dit être") && receipts.contains("empreintes.txt"), "{receipts}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dossier_taken_away_is_the_one_the_command_line_reads() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(22));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 6, 0, &[]).await;
        pool(&house, &set, 40).await;
        let path = published(&house, &knocker, &set, "balls").await;
        let public = format!("/tirages/{}", path.rsplit('/').next().unwrap_or_default());
        let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
        // A candidate struck off after the freeze keeps her number; drawn, she is not called.
        let form = [("nombre", "7"), ("nombre-bis", "7"), EARLY, ("revision", revision.as_str())];
        assert_eq!(
            knocker.post("chef", &format!("{path}/nombre"), &form).await.status.as_u16(),
            303,
            "balls decide alone"
        );
        let mut tx = house.read().await.expect("read");
        let (selected,): (Vec<u8>,) =
            fetch_one!(&mut tx, "SELECT content FROM draw_file WHERE name = 'selected.csv'").expect("selected");
        let number = String::from_utf8(selected).expect("text").lines().nth(1).expect("somebody").to_owned();
        let (candidate,): (Uuid,) =
            fetch_one!(&mut tx, "SELECT candidate FROM draw_entry WHERE number = $1", &number).expect("her");
        drop(tx);
        let gone = [("raison", "Radiée de la liste"), ("revision", "1")];
        let struck = knocker.post("chef", &format!("/gestion/candidats/{candidate}/retrait"), &gone).await;
        assert_eq!(struck.status.as_u16(), 303, "{}", struck.body);
        let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
        let form = [("temoins", "Deux témoins"), ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &format!("{path}/scelle"), &form).await.status.as_u16(), 303);
        let mut tx = house.read().await.expect("read");
        let (refused,): (i64,) =
            fetch_one!(&mut tx, "SELECT COUNT(*) FROM seat WHERE state = 'refused'").expect("counted");
        assert_eq!(refused, 1);
        drop(tx);

        let mut tx = house.read().await.expect("read");
        let (fingerprint,): (String,) = fetch_one!(&mut tx, "SELECT fingerprint FROM draw").expect("a draw");
        drop(tx);
        let reply = knocker.get_bytes("", &format!("{public}/dossier.zip")).await;
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(reply)).expect("a zip");
        let mut files = sortition_verifier::Files::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).expect("a file");
            // The second verifier stands beside the dossier.
            if file.name().expect("a name") == "verify.py" {
                let mut script = String::new();
                file.read_to_string(&mut script).expect("read");
                assert_eq!(script, sortition_verifier::PYTHON);
                continue;
            }
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("read");
            files.insert(file.name().expect("a name").trim_start_matches("dossier/").to_owned(), bytes);
        }
        let report = sortition_verifier::verify(&files, Some(&fingerprint));
        assert!(report.is_sound(), "{report:?}");
        let held = report.holds.join("\n");
        for told in ["avec les règles annoncées, quota par quota", "Les 40 reçus du vivier mènent à l’empreinte"]
        {
            assert!(held.contains(told), "{told}: {held}");
        }
        let again = sortition::replay::replay(&files).expect("computed again");
        assert!(again.others.is_empty() && again.same.len() == 9, "{again:?}");

        // The verifiers are offered where the draw is checked, and the script is the one of the engine, byte for byte.
        let page = plain(&knocker.get("", &format!("{public}/verification")).await.body);
        assert!(page.contains("--replay") && page.contains("python3 verify.py dossier"), "{page}");
        assert!(page.contains("href=\"/tirages/verify.py\""), "{page}");
        let script = knocker.get("", "/tirages/verify.py").await;
        assert_eq!((script.status.as_u16(), script.body.as_str()), (200, sortition_verifier::PYTHON));

        // Another draw needs its reason, and the first one stays.
        let list = format!("/gestion/colleges/{}/tirages", set.residents);
        let mut form = SESSION.to_vec();
        form.extend([("lieu", "Salle"), ("hasard", "balls")]);
        let refused = knocker.post("chef", &list, &form).await;
        assert!(
            refused.status.as_u16() == 422 && refused.body.contains("Dites pourquoi un nouveau tirage"),
            "{}",
            refused.body
        );
        form.push(("raison", "Liste complémentaire épuisée"));
        assert_eq!(knocker.post("chef", &list, &form).await.status.as_u16(), 303);
        let council = knocker.get("", &format!("/conseils/{}", set.council)).await.body;
        assert!(council.contains("Tirage n° 1") && council.contains("Tirage n° 2"), "{council}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_blocks_is_told_before_and_a_draw_is_given_up_with_its_reason() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(23));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 16, 0, &[]).await;
        pool(&house, &set, 10).await;
        let list = format!("/gestion/colleges/{}/tirages", set.residents);
        let mut form = SESSION.to_vec();
        form.extend([("lieu", "Salle"), ("hasard", "balls")]);
        let path = knocker.post("chef", &list, &form).await.location;
        let path = path.split('?').next().unwrap_or_default().to_owned();
        worked(&house).await;
        let page = knocker.get("chef", &path).await.body;
        assert!(plain(&page).contains("Le vivier compte 10 personnes pour 16 sièges"), "{page}");
        for step in ["cloture", "loterie"] {
            let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
            knocker.post("chef", &format!("{path}/{step}"), &[("revision", &revision)]).await;
            worked(&house).await;
        }
        let page = knocker.get("chef", &path).await.body;
        assert!(page.contains("Rien n’a été publié de cette étape") && page.contains("élargissez-le"), "{page}");
        let revision = hidden(&page, "revision");
        let abandon = format!("{path}/abandon");
        let refused = knocker.post("chef", &abandon, &[("raison", ""), ("revision", &revision)]).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("Dites pourquoi"), "{}", refused.body);
        let given = [("raison", "Trop peu de candidats"), ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &abandon, &given).await.status.as_u16(), 303);
        let public = knocker.get("", &format!("/tirages/{}", path.rsplit('/').next().unwrap_or_default())).await.body;
        assert!(public.contains("Trop peu de candidats") && public.contains("abandonné"), "{public}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_a_draw_is_possible_is_studied_out_of_sight_and_again_when_the_pool_changes() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(27));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 8, 0, &[]).await;
        let mut form = SESSION.to_vec();
        form.extend([("lieu", "Salle des fêtes"), ("hasard", "balls")]);
        let list = format!("/gestion/colleges/{}/tirages", set.residents);
        let announced = knocker.post("chef", &list, &form).await;
        let path = announced.location.split('?').next().unwrap_or_default().to_owned();
        let shown = async || plain(&knocker.get("chef", &path).await.body);
        let waiting = shown().await;
        assert!(
            waiting.contains("L’étude du vivier est en cours") && !waiting.contains("Étudier le vivier"),
            "{waiting}"
        );
        worked(&house).await;
        let empty = shown().await;
        assert!(empty.contains("Étude faite le") && !empty.contains("<strong>Oui.</strong>"), "{empty}");

        // The pool grows: what was found is told to be old, and is asked again by whoever leads the draw.
        pool(&house, &set, 60).await;
        let old = shown().await;
        assert!(old.contains("Le vivier a changé depuis cette étude") && old.contains("Étudier le vivier"), "{old}");
        let ask = format!("{path}/etude");
        for (token, status) in [("", 401), ("elections", 403), ("elue", 403)] {
            assert_eq!(knocker.post(token, &ask, &[]).await.status.as_u16(), status, "{token}");
        }
        for _ in 0..2 {
            assert_eq!(knocker.post("chef", &ask, &[]).await.status.as_u16(), 303);
        }
        worked(&house).await;
        let possible = shown().await;
        assert!(possible.contains("<strong>Oui.</strong> 60 personnes"), "{possible}");
        without_names(&possible);

        // Once the pool is closed, it is too late.
        let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
        assert_eq!(
            knocker.post("chef", &format!("{path}/cloture"), &[("revision", &revision)]).await.status.as_u16(),
            303
        );
        worked(&house).await;
        let late = knocker.post("chef", &ask, &[]).await;
        assert!(late.status.as_u16() == 409 && late.body.contains("Le vivier est clos"), "{}", late.body);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_who_is_in_a_pool_by_trying_names() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(29));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 8, 0, &[]).await;
        pool(&house, &set, 60).await;
        let path = published(&house, &knocker, &set, "balls").await;
        let receipt = format!("/tirages/{}/recu", path.rsplit('/').next().unwrap_or_default());
        let asked = [
            ("nom", "Inconnue"),
            ("prenoms", "Zoé"),
            ("naissance-jour", "1"),
            ("naissance-mois", "2"),
            ("naissance-annee", "1990"),
            ("rue", "4 rue des lilas"),
            ("code-postal", "11000"),
        ];
        for rank in 0..30 {
            let page = knocker.post("", &receipt, &asked).await;
            assert!(page.body.contains("Aucun reçu ne correspond"), "{rank}: {}", page.body);
        }
        let last = knocker.post("", &receipt, &asked).await;
        assert_eq!(last.status.as_u16(), 429, "{}", last.body);
        // Whoever has her code is never kept waiting.
        let code = knocker.post("", &receipt, &[("code", "AAAABBBBCCCC")]).await;
        assert!(code.status.as_u16() == 200 && code.body.contains("Aucun reçu ne correspond"), "{}", code.body);
    })
    .await;
}

/// Round 657413 of the network, as published on 15 September 2023 at 11:00:03 UTC, and its value.
const ROUND_AT: i64 = 1_694_775_603;
const SIGNATURE: &str =
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";

#[tokio::test(flavor = "multi_thread")]
async fn the_public_value_is_the_one_round_that_counts_signed_by_its_network() {
    each_database(&migrations(), |db| async move {
        // The number is read a little more than a minute before that round.
        let clock = kernel::Outside::told(kernel::Moment((ROUND_AT - 61) * 1_000), 61);
        let house = house(db, clock);
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 30).await;
        let fields = [("hasard", "dice_then_beacon"), ("signee", "oui")];
        let path = setting::led(&house, &knocker, &set, &fields, &["cloture", "loterie"]).await;
        let public = format!("/tirages/{}", path.rsplit('/').next().unwrap_or_default());
        let rules = knocker.get("", &format!("{public}/fichiers/regles-annoncees.json")).await.body;
        assert!(rules.contains("52db9ba70e0cc0f6") && rules.contains("soixante secondes"), "{rules}");
        let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
        let form = [("nombre", "7"), ("nombre-bis", "7"), EARLY, ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &format!("{path}/nombre"), &form).await.status.as_u16(), 303);
        let page = plain(&knocker.get("chef", &path).await.body);
        assert!(page.contains("Le tour n° 657413 de drand quicknet compte"), "{page}");
        let revision = hidden(&page, "revision");
        let other = SIGNATURE.replace("b7137", "b7138");
        let beacon = format!("{path}/balise");
        for (signature, told) in [
            ("", "Recopiez la signature entière"),
            (other.as_str(), "n’est pas celle du tour 657413"),
            // A true signature of the network, for another round.
            (
                "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92",
                "n’est pas celle",
            ),
        ] {
            let refused = knocker.post("chef", &beacon, &[("signature", signature), ("revision", &revision)]).await;
            assert!(refused.status.as_u16() == 422 && plain(&refused.body).contains(told), "{told}: {}", refused.body);
        }
        let silent = knocker.post("chef", &beacon, &[("balise", BEACON), ("revision", &revision)]).await;
        assert!(
            silent.status.as_u16() == 422 && silent.body.contains("pourquoi la balise annoncée"),
            "{}",
            silent.body
        );
        let form = [("signature", SIGNATURE), ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &beacon, &form).await.status.as_u16(), 303);
        let proof = knocker.get("", &format!("{public}/fichiers/balise.json")).await.body;
        assert!(proof.contains("fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"), "{proof}");
        let checked = knocker.get("", &format!("{public}/verification")).await.body;
        assert!(
            checked.contains("Ce tirage est vérifié.") && checked.contains("a signée pour le tour 657413"),
            "{checked}"
        );
        sound(&house).await;

        // A value put in its place afterwards is found.
        let mut tx = house.write().await.expect("write");
        let false_proof = proof.replace("b713718a", "b713718b").into_bytes();
        execute!(&mut tx, "UPDATE draw_file SET content = $1 WHERE name = 'balise.json'", false_proof)
            .expect("tampered");
        tx.commit().await.expect("kept");
        let checked = knocker.get("", &format!("{public}/verification")).await.body;
        assert!(checked.contains("n’est pas ce qu’il dit être") && checked.contains("balise.json"), "{checked}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_beacon_that_does_not_answer_is_replaced_with_the_reason_published() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(62));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 30).await;
        let fields = [("hasard", "dice_then_beacon"), ("signee", "oui")];
        let path = setting::led(&house, &knocker, &set, &fields, &["cloture", "loterie"]).await;
        let public = format!("/tirages/{}", path.rsplit('/').next().unwrap_or_default());
        let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
        let form = [("nombre", "7"), ("nombre-bis", "7"), EARLY, ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &format!("{path}/nombre"), &form).await.status.as_u16(), 303);
        let revision = hidden(&knocker.get("chef", &path).await.body, "revision");
        let form = [("balise", BEACON), ("repli", "Le réseau est en panne"), ("revision", revision.as_str())];
        assert_eq!(knocker.post("chef", &format!("{path}/balise"), &form).await.status.as_u16(), 303);
        let page = knocker.get("", &public).await.body;
        assert!(page.contains("Le réseau est en panne") && !page.contains("signature vérifiée"), "{page}");
        let checked = knocker.get("", &format!("{public}/verification")).await.body;
        assert!(checked.contains("Ce tirage est vérifié.") && !checked.contains("a signée"), "{checked}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn residents_read_a_council_and_its_draw_in_their_language() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(63));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        pool(&house, &set, 30).await;
        let path = published(&house, &knocker, &set, "balls").await;
        let id = path.rsplit('/').next().unwrap_or_default();
        for (page, english, easy) in [
            ("/conseils".to_owned(), "brings together residents drawn by lot", "Le hasard choisit les habitants"),
            (format!("/conseils/{}", set.council), "nobody chooses them", "personne d’autre ne choisit"),
            (format!("/tirages/{id}"), "Am I in the pool? My receipt", "Suis-je dans la liste"),
            (
                format!("/tirages/{id}/verification"),
                "This draw is checked.",
                "Un autre programme vient de tout recompter",
            ),
        ] {
            let told = plain(&knocker.get("", &format!("{page}?langue=en")).await.body);
            assert!(told.contains(english) && told.contains("<html lang=\"en\""), "{english}: {told}");
            let told = plain(&knocker.get("", &format!("{page}?langue=fr-facile")).await.body);
            assert!(told.contains(easy), "{easy}: {told}");
            let told = knocker.get("", &format!("{page}?langue=ar")).await.body;
            assert!(told.contains("dir=\"rtl\"") && !told.contains("Chacun peut vérifier ce tirage"), "{told}");
        }
    })
    .await;
}
