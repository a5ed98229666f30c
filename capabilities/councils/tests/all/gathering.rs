//! The pool: a roll with its dirt, a landlord's list, volunteers, structures; no name is ever shown; on both databases.

use crate::setting::{arranged, count, hidden, migrations, plain, sound};
use database::testing::{each_database, outside};
use database::{execute, fetch_all, fetch_one};
use kernel::Uuid;
use web::House;
use web::testing::{Knocker, house};

const REGISTER: &str = "code du l'ugle;libellé de l'ugle;libellé du type de liste;nom de naissance;nom d'usage;prénoms;sexe;\
                        date de naissance;numéro de voie;libellé de voie;complément 1;lieu-dit;code postal;commune";

/// A line of a roll: name, forenames, sex, birth, number, street.
fn line(name: &str, forenames: &str, sex: &str, birth: &str, number: &str, street: &str) -> String {
    format!(
        "\"11069\";\"Carcassonne\";\"Liste principale\";\"{name}\";;\"{forenames}\";\"{sex}\";\"{birth}\";\"{number}\";\"{street}\";;;\"11000\";\"Carcassonne\""
    )
}

fn roll() -> Vec<u8> {
    let lines = [
        REGISTER.to_owned(),
        line("NOMSECRET", "Anne, Marie", "F", "12/03/2001", "3", "RUE DES LILAS"),
        line("NOMSECRET", "Anne, Marie", "F", "12/03/2001", "3", "rue des Lilas"),
        line("AUTRESECRET", "Paul", "M", "00/00/1953", "4", "RUE DES LILAS"),
        line("TROISSECRET", "Léa", "F", "01/01/2015", "5", "RUE DES LILAS"),
        line("QUATRESECRET", "Zoé", "?", "32/13/1980", "", ""),
        line("", "", "M", "01/01/1980", "1", "RUE VIDE"),
        line("HOMONYME", "Jean", "M", "01/01/1980", "9", "RUE A"),
        line("HOMONYME", "Jean", "M", "02/02/1971", "8", "RUE B"),
        line("DEUXLIEUX", "Ana", "F", "05/05/1985", "1", "RUE A"),
        line("DEUXLIEUX", "Ana", "F", "05/05/1985", "2", "RUE B"),
    ];
    lines.join("\n").into_bytes()
}

fn without_names(page: &str) {
    for name in ["NOMSECRET", "Nomsecret", "AUTRESECRET", "TROISSECRET", "QUATRESECRET", "HOMONYME", "DEUXLIEUX"] {
        assert!(!page.contains(name), "a name is shown: {page}");
    }
}

async fn states(house: &House) -> Vec<(String, i64)> {
    let mut tx = house.read().await.expect("read");
    fetch_all!(&mut tx, "SELECT state, COUNT(*) FROM candidate GROUP BY state ORDER BY state").expect("counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roll_is_tried_then_kept_and_nobody_is_named() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(11));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        let pool = format!("/gestion/colleges/{}/vivier", set.residents);
        let upload = format!("{pool}/liste-electorale");

        // The commune alone brings its roll.
        let refused = knocker.upload("chef", &upload, &[], ("fichier", "liste.csv", &roll())).await;
        assert_eq!(refused.status.as_u16(), 403);
        assert_eq!(knocker.get("chef", &pool).await.status.as_u16(), 200);
        let empty = knocker.upload("elections", &upload, &[], ("fichier", "vide.csv", b"")).await;
        assert!(empty.status.as_u16() == 422 && empty.body.contains("Choisissez un fichier"), "{}", empty.body);
        let held = knocker.upload("elections", &upload, &[], ("fichier", "liste.csv", &roll())).await;
        assert_eq!(held.status.as_u16(), 303, "{}", held.body);
        let file = held.location;
        assert_eq!(knocker.get("chef", &file).await.status.as_u16(), 404, "the roll is not the project manager's");

        // The trial tells everything without keeping anybody.
        let trial = knocker.get("elections", &file).await;
        assert_eq!(trial.status.as_u16(), 200, "{}", trial.body);
        let plain = plain(&trial.body);
        for told in [
            "répertoire électoral unique",
            "Ligne 4 : la date de naissance n’a que l’année.",
            "Ligne 6 : la date de naissance n’est pas lisible",
            "Ligne 7 : le nom manque",
            "n’a pas l’âge minimum",
            "Importer dans le vivier",
        ] {
            assert!(plain.contains(told), "{told}: {plain}");
        }
        without_names(&trial.body);
        assert_eq!(count(&house, "candidate").await, 0);

        // A needed column taken away is asked for at its field.
        let wrong = knocker.post("elections", &file, &[("essai", "oui"), ("colonne-nom", "")]).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("Dites quelle colonne contient"), "{}", wrong.body);

        let imported = knocker.post("elections", &file, &[]).await;
        assert_eq!(imported.status.as_u16(), 303, "{}", imported.body);
        // Eight people: nine lines with a name, one repeated. Streets are unknown here: nobody may be drawn yet.
        assert_eq!(states(&house).await, [("set_aside".to_owned(), 8)]);
        assert_eq!(count(&house, "pool_file_piece").await, 0, "the file is erased");
        assert_eq!(count(&house, "candidate_doubt").await, 1, "homonyms of two births are two people");
        let again = knocker.post("elections", &file, &[]).await;
        assert_eq!(again.status.as_u16(), 409, "imported once");

        // Whoever was gathered before streets had marks is placed alone, never with everybody.
        let streets = format!("/gestion/colleges/{}/rues", set.residents);
        let mut tx = house.write().await.expect("write");
        let marks: Vec<(Uuid, String)> =
            fetch_all!(&mut tx, "SELECT id, street_mark FROM candidate_person").expect("marks");
        execute!(&mut tx, "UPDATE candidate_person SET street_mark = ''").expect("as before");
        tx.commit().await.expect("kept");
        let page = knocker.get("chef", &streets).await.body;
        without_names(&page);
        let one = page.split("name=\"").filter_map(|rest| rest.split('"').next()).find(|name| name.starts_with("rue-"));
        assert_eq!(page.matches("name=\"rue-").count(), 8, "{page}");
        let area = set.areas[0].to_string();
        let alone = [(one.expect("a street"), area.as_str())];
        assert_eq!(knocker.post("chef", &streets, &alone).await.status.as_u16(), 303);
        let left = knocker.get("chef", &streets).await.body;
        assert_eq!(left.matches("name=\"rue-").count(), 7, "{left}");
        let mut tx = house.write().await.expect("write");
        for (id, mark) in marks {
            let sql = "UPDATE candidate_person SET street_mark = $1 WHERE id = $2";
            execute!(&mut tx, sql, mark, id).expect("as it was");
        }
        tx.commit().await.expect("kept");

        // Streets are placed by hand.
        let page = knocker.get("chef", &streets).await.body;
        without_names(&page);
        assert!(page.to_lowercase().contains("rue des lilas"), "{page}");
        let names: Vec<&str> = page
            .split("name=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|n| n.starts_with("rue-"))
            .collect();
        let chosen: Vec<(&str, &str)> = names.iter().map(|name| (*name, area.as_str())).collect();
        assert_eq!(knocker.post("chef", &streets, &chosen).await.status.as_u16(), 303);
        // The child stays aside.
        assert_eq!(states(&house).await, [("kept".to_owned(), 7), ("set_aside".to_owned(), 1)]);

        // The likely duplicate is told by lines, then merged.
        let doubts = format!("/gestion/colleges/{}/doublons", set.residents);
        let page = knocker.get("chef", &doubts).await.body;
        without_names(&page);
        assert!(page.contains("autre adresse") && page.contains("ligne 10 de"), "{page}");
        let act = page.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a form").to_owned();
        let act = page
            .split("action=\"")
            .filter_map(|rest| rest.split('"').next())
            .find(|path| path.starts_with("/gestion/doublons/"))
            .map_or(act, str::to_owned);
        assert_eq!(knocker.post("chef", &act, &[("decision", "meme")]).await.status.as_u16(), 303);
        assert_eq!(knocker.post("chef", &act, &[("decision", "meme")]).await.status.as_u16(), 409);
        let merged = states(&house).await;
        assert_eq!(merged[1], ("merged".to_owned(), 1), "{merged:?}");

        // Somebody asks for her line, gets it without name, and leaves.
        let search = format!("/gestion/colleges/{}/personnes", set.residents);
        let asked = [
            ("nom", "Nomsecret"),
            ("prenoms", "Anne Marie"),
            ("naissance-jour", "12"),
            ("naissance-mois", "3"),
            ("naissance-annee", "2001"),
        ];
        let found = knocker.post("chef", &search, &asked).await;
        let sheet = found.body.split("href=\"").filter_map(|rest| rest.split('"').next());
        let sheet = sheet.into_iter().find(|path| path.starts_with("/gestion/candidats/")).expect("a line").to_owned();
        let page = knocker.get("chef", &sheet).await.body;
        without_names(&page);
        assert!(page.contains("moins de 30 ans") && page.contains("choisi à la main"), "{page}");
        let revision = hidden(&page, "revision");
        let refused = knocker.post("chef", &format!("{sheet}/retrait"), &[("revision", &revision)]).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("Dites pourquoi"), "{}", refused.body);
        let gone = [("revision", revision.as_str()), ("raison", "À sa demande")];
        assert_eq!(knocker.post("chef", &format!("{sheet}/retrait"), &gone).await.status.as_u16(), 303);
        let nobody = knocker
            .post(
                "chef",
                &search,
                &[
                    ("nom", "X"),
                    ("prenoms", "Y"),
                    ("naissance-jour", "1"),
                    ("naissance-mois", "1"),
                    ("naissance-annee", "1990"),
                ],
            )
            .await;
        assert!(nobody.body.contains("Personne de ce nom"), "{}", nobody.body);

        // Neither pages nor journal name anybody.
        without_names(&knocker.get("chef", &pool).await.body);
        let mut tx = house.read().await.expect("read");
        let entries: Vec<(String,)> = fetch_all!(&mut tx, "SELECT detail FROM journal_words").expect("entries");
        entries.iter().for_each(|entry| without_names(&entry.0));
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn volunteers_come_by_the_public_form_and_on_paper() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(12));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        let path = format!("/conseils/{}/volontaires", set.council);
        let public = knocker.get("", &format!("/conseils/{}", set.council)).await;
        assert!(public.status.as_u16() == 200 && public.body.contains("Se porter volontaire"), "{}", public.body);
        assert_eq!(knocker.get("", &path).await.status.as_u16(), 200);

        let wrong =
            knocker.post("", &path, &[("nom", "Benali"), ("code-postal", "110"), ("naissance-jour", "40")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        for told in
            ["Indiquez au moins un prénom", "Choisissez une ligne", "numéro et la rue", "cinq chiffres", "Benali"]
        {
            assert!(wrong.body.contains(told), "{told}: {}", wrong.body);
        }
        let area = set.areas[1].to_string();
        let form = [
            ("nom", "Benali"),
            ("prenoms", "Samia"),
            ("naissance-jour", "2"),
            ("naissance-mois", "3"),
            ("naissance-annee", "2000"),
            ("sexe", "woman"),
            ("rue", "12 rue de Verdun"),
            ("code-postal", "11000"),
            ("ville", "Carcassonne"),
            ("quartier", area.as_str()),
            ("courriel", "samia@exemple.fr"),
        ];
        for _ in 0..2 {
            let sent = knocker.post("", &path, &form).await;
            assert!(sent.status.as_u16() == 200 && sent.body.contains("candidature est reçue"), "{}", sent.body);
        }
        assert_eq!(states(&house).await, [("kept".to_owned(), 1)], "twice the same is one person");
        // The same on paper completes her line, another one is added.
        let paper = format!("/gestion/colleges/{}/personnes/nouvelle", set.residents);
        assert_eq!(knocker.post("elections", &paper, &form).await.status.as_u16(), 303);
        let mut other = form;
        other[1].1 = "Nora";
        assert_eq!(knocker.post("elections", &paper, &other).await.status.as_u16(), 303);
        assert_eq!(states(&house).await, [("kept".to_owned(), 2)]);
        let mut tx = house.read().await.expect("read");
        let (households,): (i64,) =
            fetch_one!(&mut tx, "SELECT COUNT(DISTINCT household) FROM candidate").expect("counted");
        assert_eq!(households, 1, "same name, same address");
        drop(tx);
        // Who may not gather finds no door; what is kept is sealed.
        assert_eq!(knocker.get("elue", &paper).await.status.as_u16(), 403);
        let mut tx = house.read().await.expect("read");
        let rows: Vec<(Vec<u8>,)> = fetch_all!(&mut tx, "SELECT sealed FROM candidate_person").expect("rows");
        assert!(rows.iter().all(|row| !String::from_utf8_lossy(&row.0).contains("Benali")));
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn structures_put_people_forward_and_are_admitted() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(13));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 2, &["Parents d’élèves"]).await;
        let path = format!("/conseils/{}/structures", set.council);
        let wrong = knocker.post("", &path, &[("nom-1", "Durand")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        for told in ["nom de la structure", "type de structure", "au moins un prénom", "Durand"] {
            assert!(wrong.body.contains(told), "{told}: {}", wrong.body);
        }
        let kind = set.kinds[0].to_string();
        let form = [
            ("structure", "Parents de l’école"),
            ("type", kind.as_str()),
            ("locale", "oui"),
            ("nom-1", "Durand"),
            ("prenoms-1", "Léa"),
            ("sexe-1", "woman"),
            ("nom-2", "Martin"),
            ("prenoms-2", "Paul"),
            ("sexe-2", "man"),
        ];
        let sent = knocker.post("", &path, &form).await;
        assert!(sent.status.as_u16() == 200 && sent.body.contains("candidature est reçue"), "{}", sent.body);
        assert_eq!(states(&house).await, [("set_aside".to_owned(), 2)]);
        let list = format!("/gestion/conseils/{}/structures", set.council);
        let page = knocker.get("chef", &list).await.body;
        assert!(plain(&page).contains("2 personnes présentées") && !page.contains("Durand"), "{page}");
        let mut tx = house.read().await.expect("read");
        let (id,): (Uuid,) = fetch_one!(&mut tx, "SELECT id FROM structure").expect("a structure");
        drop(tx);
        let act = format!("/gestion/structures/{id}");
        let refused = knocker.post("chef", &act, &[("decision", "ecarter"), ("revision", "1")]).await;
        assert!(refused.status.as_u16() == 422 && refused.body.contains("Dites pourquoi"), "{}", refused.body);
        let admitted = [("decision", "retenir"), ("revision", "1")];
        assert_eq!(knocker.post("chef", &act, &admitted).await.status.as_u16(), 303);
        assert_eq!(knocker.post("chef", &act, &admitted).await.status.as_u16(), 409);
        assert_eq!(states(&house).await, [("kept".to_owned(), 2)]);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_imported_by_a_job_and_a_second_attempt_adds_nobody() {
    each_database(&migrations(), |db| async move {
        let house = house(db.clone(), outside(14));
        let knocker = Knocker::new(councils::door(), house.clone());
        let set = arranged(&house, 4, 0, &[]).await;
        let mut file = "Nom;Prénom;Sexe;Né le;Adresse;CP\n".to_owned();
        for rank in 0..2_010 {
            let sex = if rank % 2 == 0 { "F" } else { "M" };
            file.push_str(&format!("Nom{rank};Prénom;{sex};01/01/{};{rank} rue Longue;11000\n", 1950 + rank % 50));
        }
        // As Excel saves it in France.
        let latin: Vec<u8> = file.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect();
        let upload = format!("/gestion/colleges/{}/vivier/fichiers", set.residents);
        let held =
            knocker.upload("chef", &upload, &[("origine", "landlord")], ("fichier", "bailleur.csv", &latin)).await;
        assert_eq!(held.status.as_u16(), 303, "{}", held.body);
        let area = set.areas[0].to_string();
        let trial = knocker.get("chef", &held.location).await;
        assert!(trial.body.contains("Essai en cours"), "{}", trial.body);
        let mut fields = vec![("essai", "oui"), ("quartier", area.as_str())];
        let columns =
            ["nom", "prenoms", "sexe", "naissance", "voie", "code-postal"].map(|field| format!("colonne-{field}"));
        let numbers = ["0", "1", "2", "3", "4", "5"];
        fields.extend(columns.iter().map(String::as_str).zip(numbers));
        assert_eq!(knocker.post("chef", &held.location, &fields).await.status.as_u16(), 303);
        assert_eq!(count(&house, "candidate").await, 0, "the job has not run");
        jobs::testing::worked(&db, &house.outside, councils::handlers(&house.keys)).await;
        assert_eq!(states(&house).await, [("kept".to_owned(), 2_010)]);
        let page = knocker.get("chef", &held.location).await.body;
        assert!(page.contains("Ce qu’a fait l’import") && page.contains("2010"), "{page}");

        // The same list again: everybody is known.
        let held =
            knocker.upload("chef", &upload, &[("origine", "landlord")], ("fichier", "bailleur.csv", &latin)).await;
        assert_eq!(knocker.post("chef", &held.location, &fields).await.status.as_u16(), 303);
        jobs::testing::worked(&db, &house.outside, councils::handlers(&house.keys)).await;
        assert_eq!(states(&house).await, [("kept".to_owned(), 2_010)]);
        sound(&house).await;
    })
    .await;
}
