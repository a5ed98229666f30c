//! A sheet is filled by the people of an association and read by no other; its account number stands nowhere in clear; on both
//! databases.

use crate::setting::{CONTRACT, count, held, hidden, migrations, opened, organisation, person, plain, sound};
use database::testing::each_database;
use kernel::{Function, Scope, Uuid};

const IBAN: &str = "FR7630006000011234567890189";

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_filled_by_its_people_and_by_nobody_else() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = opened(db, 71);
        let (ours, theirs) = (organisation(&house, "Les Passerelles").await, organisation(&house, "Le Fil").await);
        person(&house, "lea", &[Function::CarrierEditor], Some(ours)).await;
        person(&house, "omar", &[Function::CarrierEditor], Some(theirs)).await;
        person(&house, "chef", &[Function::ProjectManager], None).await;
        let path = format!("/mon-association/{ours}");
        for part in
            ["", "/identite", "/coordonnees", "/relations", "/annuaire", "/membres", "/engagement", "/pieces/nouvelle"]
        {
            assert_eq!(knocker.get("lea", &format!("{path}{part}")).await.status.as_u16(), 200, "{part}");
            assert_eq!(knocker.get("omar", &format!("{path}{part}")).await.status.as_u16(), 404, "{part}");
        }
        assert!(plain(&knocker.get("lea", &path).await.body).contains("Le numéro SIRET manque"));

        let wrong = [("nom", ""), ("siret", "73282932000079"), ("rna", "12"), ("objet", "Aider"), ("revision", "1")];
        let identity = format!("{path}/identite");
        let refused = knocker.post("lea", &identity, &wrong).await;
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
        for told in ["cinq derniers", "lettre W", "Aider", "73282932000079"] {
            assert!(plain(&refused.body).contains(told), "{told}: {}", refused.body);
        }
        let right =
            [("nom", "Les Passerelles"), ("siret", "732 829 320 00074"), ("rna", "w111000123"), ("revision", "1")];
        assert_eq!(knocker.post("omar", &identity, &right).await.status.as_u16(), 404);
        let done = knocker.post("lea", &identity, &right).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let stale = knocker.post("lea", &identity, &right).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("Les Passerelles"), "{}", stale.body);
        let other = [("nom", "Le Fil"), ("rna", "W111000123"), ("revision", "1")];
        let taken = knocker.post("omar", &format!("/mon-association/{theirs}/identite"), &other).await;
        assert!(taken.status.as_u16() == 422 && taken.body.contains("porte déjà ce numéro RNA"), "{}", taken.body);
        let agents = plain(&knocker.get("chef", &format!("/gestion/associations/{ours}")).await.body);
        assert!(agents.contains("732 829 320 00074"), "{agents}");

        // Accounts are read as people mean them, and what is wrong is told as it is.
        let years = format!("{path}/annees/nouvelle");
        for (charges, told) in
            [("-12", "positif"), ("1234567890123456789", "trop grand"), ("douze", "par exemple 12 500")]
        {
            let refused = knocker.post("lea", &years, &[("annee", "2025"), ("charges", charges)]).await;
            let page = plain(&refused.body);
            assert!(
                refused.status.as_u16() == 422 && page.contains(told) && page.contains(charges),
                "{charges}: {page}"
            );
        }
        let year = [("annee", "2025"), ("charges", "12.500"), ("produits", "12 500,50 €")];
        let done = knocker.post("lea", &years, &year).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let mut tx = house.read().await.expect("read");
        let carrier = directory::facade::carrier(&mut tx, ours).await.expect("read").expect("there");
        let told = carrier.year(2025).expect("a year");
        assert_eq!((told.charges, told.products), (Some(kernel::Cents(1_250_000)), Some(kernel::Cents(1_250_050))));
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_number_is_sealed_masked_and_read_by_a_journaled_act() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = opened(db, 72);
        let ours = organisation(&house, "Les Passerelles").await;
        person(&house, "lea", &[Function::CarrierEditor], Some(ours)).await;
        person(&house, "ines", &[Function::CarrierSignatory], Some(ours)).await;
        person(&house, "chef", &[Function::ProjectManager], None).await;
        person(&house, "financeur", &[Function::Funder], None).await;
        let bank = format!("/mon-association/{ours}/banque");
        let typed = [("titulaire", "M. Dupont"), ("code-iban", "FR76 3000 6000 0112 3456 7890 189"), ("avant", "")];
        assert_eq!(
            knocker.post("lea", &bank, &typed).await.status.as_u16(),
            403,
            "who types does not change where money goes"
        );
        let wrong = [("titulaire", "M. Dupont"), ("code-iban", "FR7630006000011234567890188"), ("avant", "")];
        let refused = knocker.post("ines", &bank, &wrong).await;
        assert_eq!(refused.status.as_u16(), 422);
        assert!(plain(&refused.body).contains("ne va pas avec les autres") && !refused.body.contains("30006"));
        let done = knocker.post("ines", &bank, &typed).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let stale = knocker.post("ines", &bank, &typed).await;
        assert_eq!(stale.status.as_u16(), 409);
        assert!(!plain(&stale.body).contains("3000 6000") && !stale.body.contains(IBAN));
        let sheet = plain(&knocker.get("lea", &format!("/mon-association/{ours}")).await.body);
        assert!(sheet.contains("FR76 •••• •••• 189") && sheet.contains("au nom de quelqu’un d’autre"), "{sheet}");
        assert!(!sheet.contains(IBAN) && !sheet.contains("3000 6000"));

        let reading = format!("/gestion/associations/{ours}/banque/lecture");
        let before = count(&house, "journal_entry").await;
        assert_eq!(knocker.post("financeur", &reading, &[]).await.status.as_u16(), 403);
        let whole = knocker.post("chef", &reading, &[]).await;
        assert!(plain(&whole.body).contains("FR76 3000 6000 0112 3456 7890 189"), "{}", whole.body);
        assert_eq!(count(&house, "journal_entry").await, before + 1);
        // An agent of another contract reads the sheet, and not the number: the association asks and receives nothing there.
        for (token, contract) in [("ailleurs", Uuid::from_u128(12)), ("ici", CONTRACT)] {
            held(&house, token, &[Function::CaseOfficer], Scope::contract(contract)).await;
        }
        let before = count(&house, "journal_entry").await;
        let refused = knocker.post("ailleurs", &reading, &[]).await;
        let told = "Celle-ci n’en a pas";
        assert!(refused.status.as_u16() == 409 && refused.body.contains(told), "{}", refused.body);
        assert!(!plain(&refused.body).contains("3000 6000"));
        assert_eq!(count(&house, "journal_entry").await, before);
        let sheet = plain(&knocker.get("ailleurs", &format!("/gestion/associations/{ours}")).await.body);
        assert!(sheet.contains(told) && !sheet.contains("Lire le numéro en entier"), "{sheet}");
        let sheet = plain(&knocker.get("ici", &format!("/gestion/associations/{ours}")).await.body);
        assert!(!sheet.contains(told) && sheet.contains("Lire le numéro en entier"), "{sheet}");
        assert!(plain(&knocker.post("ici", &reading, &[]).await.body).contains("FR76 3000 6000"));

        // No row of any table holds the number.
        let mut tx = house.read().await.expect("read");
        for table in database::rows::tables(&migrations()) {
            let rows = database::rows::read_table(&mut tx, table).await.expect("read");
            let shown = format!("{rows:?}");
            assert!(!shown.contains(IBAN) && !shown.contains("30006000011234567890"), "{table}");
        }
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays_and_hands_over() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = opened(db, 73);
        let ours = organisation(&house, "Les Passerelles").await;
        let ines = person(&house, "ines", &[Function::CarrierAdministrator], Some(ours)).await;
        let lea = person(&house, "lea", &[Function::CarrierEditor], Some(ours)).await.to_string();
        person(&house, "omar", &[], None).await;
        let gone = format!("/mon-association/{ours}/membres/{ines}/depart");
        let alone = knocker.post("ines", &gone, &[("relais", "")]).await;
        assert!(plain(&alone.body).contains("Il faut garder une personne"), "{}", alone.body);
        assert_eq!(knocker.post("omar", &gone, &[("relais", &lea)]).await.status.as_u16(), 404);
        let done = knocker.post("ines", &gone, &[("relais", &lea)]).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        assert_eq!(knocker.get("ines", &format!("/mon-association/{ours}")).await.status.as_u16(), 403);

        // Somebody asks to join; the one who administers now accepts.
        let asks = [("nom", "les passerelles"), ("rna", "W111000999")];
        let known = knocker.post("omar", "/mon-association/declarer", &asks).await;
        let joining = format!("/mon-association/{ours}/rejoindre");
        assert!(known.body.contains(&joining), "{}", known.body);
        let asked = knocker.post("omar", &joining, &[("message", "Je suis trésorier.")]).await;
        assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
        let page = knocker.get("lea", &format!("/mon-association/{ours}/membres")).await.body;
        let request = page.split("/mon-association/demandes/").nth(1).and_then(|rest| rest.split('"').next());
        let request = format!("/mon-association/demandes/{}", request.expect("a request"));
        assert_eq!(knocker.post("omar", &request, &[("reponse", "oui")]).await.status.as_u16(), 403);
        assert_eq!(knocker.post("lea", &request, &[("reponse", "oui")]).await.status.as_u16(), 303);
        assert_eq!(knocker.get("omar", &format!("/mon-association/{ours}/identite")).await.status.as_u16(), 200);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_tells_who_chose_it_and_shows_no_address() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = opened(db, 74);
        let ours = organisation(&house, "Élan Solidaire").await;
        person(&house, "lea", &[Function::CarrierEditor], Some(ours)).await;
        let open = format!("/associations/{ours}");
        assert_eq!(knocker.get("", &open).await.status.as_u16(), 404);
        let reach = [("courriel", "bureau@elan.exemple"), ("telephone", "04 68 00 12 34"), ("revision", "1")];
        let done = knocker.post("lea", &format!("/mon-association/{ours}/coordonnees"), &reach).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        let listing = format!("/mon-association/{ours}/annuaire");
        let revision = hidden(&knocker.get("lea", &listing).await.body, "revision");
        let told =
            [("present", "oui"), ("resume", "Aide aux devoirs"), ("publics", "children"), ("revision", &revision)];
        let done = knocker.post("lea", &listing, &told).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.body);
        for asked in ["", "?q=ELAN", "?q=devoir&public=children"] {
            assert!(knocker.get("", &format!("/associations{asked}")).await.body.contains("Élan Solidaire"), "{asked}");
        }
        assert!(!knocker.get("", "/associations?public=older").await.body.contains("Élan Solidaire"));
        let page = knocker.get("", &open).await.body;
        assert!(!page.contains("bureau@") && !page.contains("04 68") && !page.contains("0468"), "{page}");

        let write = format!("{open}/message");
        let wrong = knocker.post("", &write, &[("nom", ""), ("courriel", "moi"), ("message", "Bonjour à vous")]).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("Bonjour à vous"), "{}", wrong.body);
        let letter = [("nom", "Zoé"), ("courriel", "zoe@exemple.fr"), ("message", "Bonjour")];
        let sent = knocker.post("", &write, &letter).await;
        assert!(sent.status.as_u16() == 200 && !sent.body.contains("bureau@"), "{}", sent.body);
        assert_eq!(count(&house, "organisation_contact").await, 1);
        for _ in 0..3 {
            knocker.post("", &write, &letter).await;
        }
        assert_eq!(knocker.post("", &write, &letter).await.status.as_u16(), 429);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_associations_of_one_name_are_both_declared() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = opened(db, 75);
        let path = "/mon-association/declarer";
        for token in ["lea", "omar", "zoe"] {
            person(&house, token, &[], None).await;
        }
        let first = [("nom", "Les Passerelles"), ("siret", "732 829 320 00074"), ("rna", "")];
        let ours = knocker.post("lea", path, &first).await.location;
        let ours = ours.split('?').next().expect("an address").to_owned();
        // By its number it is the same; she asks to join it.
        let same = knocker.post("omar", path, &[("nom", "Autre nom"), ("siret", "73282932000074")]).await;
        assert_eq!(same.location, format!("{ours}/rejoindre"));
        // Another number: a homonym, declared without a word.
        let homonym = [("nom", "LES PASSERELLES"), ("siret", "443 061 841 00047")];
        let founded = knocker.post("omar", path, &homonym).await;
        assert!(founded.status.as_u16() == 303 && !founded.location.contains("rejoindre"), "{}", founded.location);
        // No number tells: she is asked, and what she typed goes on with her answer.
        let unsure = [("nom", "les passerelles"), ("rna", "W111000123"), ("role", "trésorière")];
        let asked = knocker.post("zoe", path, &unsure).await;
        let page = plain(&asked.body);
        assert!(asked.status.as_u16() == 200 && page.contains("Est-ce la vôtre"), "{page}");
        assert!(page.contains("SIRET 732 829 320 00074") && page.contains(&format!("{ours}/rejoindre")), "{page}");
        for (name, value) in unsure {
            assert_eq!(hidden(&asked.body, name), value);
        }
        assert_eq!(count(&house, "organisation").await, 2, "nothing is declared meanwhile");
        let other = [&unsure[..], &[("autre", "oui")]].concat();
        let founded = knocker.post("zoe", path, &other).await;
        assert!(founded.status.as_u16() == 303 && !founded.location.contains("rejoindre"), "{}", founded.body);
        assert_eq!(count(&house, "organisation").await, 3);
        // A number is a number, whatever she says.
        let again =
            knocker.post("lea", path, &[&other[..1], &[("rna", "W111000123"), ("autre", "oui")]].concat()).await;
        assert!(again.location.ends_with("/rejoindre"), "{}", again.body);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_an_agent_enters_serves_once_somebody_else_confirms_it() {
    each_database(&migrations(), |db| async move {
        let (house, knocker) = opened(db, 76);
        let ours = organisation(&house, "Les Passerelles").await;
        person(&house, "ines", &[Function::CarrierSignatory], Some(ours)).await;
        person(&house, "lea", &[Function::CarrierEditor], Some(ours)).await;
        for token in ["chef", "renfort"] {
            person(&house, token, &[Function::ProjectManager], None).await;
        }
        let (own, agents) = (format!("/mon-association/{ours}"), format!("/gestion/associations/{ours}"));
        let mails = async || -> Vec<(String, String)> {
            let mut tx = house.read().await.expect("read");
            let sql =
                "SELECT to_address, text_body FROM mail WHERE subject LIKE '%compte bancaire%' ORDER BY to_address";
            database::fetch_all!(&mut tx, sql).expect("mails")
        };
        let first =
            [("titulaire", "Les Passerelles"), ("code-iban", "FR76 3000 6000 0112 3456 7890 189"), ("avant", "")];
        assert_eq!(knocker.post("ines", &format!("{own}/banque"), &first).await.status.as_u16(), 303);
        assert!(mails().await.is_empty(), "her own first account");

        // An agent enters another: everybody of the association is told, and the one before serves meanwhile.
        let page = knocker.get("chef", &format!("{agents}/banque")).await.body;
        let before = hidden(&page, "avant");
        let other = [
            ("titulaire", "Les Passerelles"),
            ("code-iban", "GB82 WEST 1234 5698 7654 32"),
            ("avant", before.as_str()),
        ];
        let entered = knocker.post("chef", &format!("{agents}/banque"), &other).await;
        assert_eq!(entered.status.as_u16(), 303, "{}", entered.body);
        let told = mails().await;
        let to: Vec<&str> = told.iter().map(|(to, _)| to.as_str()).collect();
        assert_eq!(to, ["ines@exemple.fr", "lea@exemple.fr"]);
        assert!(told.iter().all(|(_, text)| text.contains("finit par 5432") && !text.contains("WEST")), "{told:?}");
        let sheet = plain(&knocker.get("lea", &own).await.body);
        assert!(sheet.contains("Un compte attend d’être confirmé") && !sheet.contains("je le confirme"), "{sheet}");
        let whole = plain(&knocker.post("chef", &format!("{agents}/banque/lecture"), &[]).await.body);
        assert!(whole.contains("FR76 3000 6000"), "{whole}");
        let mut tx = house.read().await.expect("read");
        let carrier = directory::facade::carrier(&mut tx, ours).await.expect("read").expect("there");
        assert_eq!(carrier.bank.expect("an account").tail, "189");
        drop(tx);

        // Neither she who entered it, nor who types, confirms it.
        let page = knocker.get("ines", &own).await.body;
        assert!(page.contains("je le confirme"), "{page}");
        let id = hidden(&page, "compte");
        let yes = [("compte", id.as_str()), ("reponse", "oui")];
        let (mine, theirs) = (format!("{own}/banque/confirmation"), format!("{agents}/banque/confirmation"));
        let alone = knocker.post("chef", &theirs, &yes).await;
        assert!(alone.status.as_u16() == 409 && alone.body.contains("une autre personne"), "{}", alone.body);
        assert_eq!(knocker.post("lea", &mine, &yes).await.status.as_u16(), 403);
        let whole = knocker.post("ines", &format!("{own}/banque/lecture"), &[("compte", &id)]).await;
        assert!(plain(&whole.body).contains("GB82 WEST"), "what she confirms is read whole: {}", whole.body);
        // The association refuses: nothing changed.
        let no = [("compte", id.as_str()), ("reponse", "non")];
        assert_eq!(knocker.post("ines", &mine, &no).await.status.as_u16(), 303);
        assert_eq!(knocker.post("renfort", &theirs, &yes).await.status.as_u16(), 409, "it waits no more");
        let sheet = plain(&knocker.get("ines", &own).await.body);
        assert!(sheet.contains("jamais confirmé") && sheet.contains("FR76 •••• •••• 189"), "{sheet}");

        // Entered again, a second agent confirms it; the association is told that it serves.
        assert_eq!(knocker.post("chef", &format!("{agents}/banque"), &other).await.status.as_u16(), 303);
        assert!(!knocker.get("chef", &agents).await.body.contains("je le confirme"));
        let id = hidden(&knocker.get("renfort", &agents).await.body, "compte");
        assert_eq!(knocker.post("renfort", &theirs, &[("compte", &id), ("reponse", "oui")]).await.status.as_u16(), 303);
        assert_eq!(mails().await.len(), 6);
        let mut tx = house.read().await.expect("read");
        let carrier = directory::facade::carrier(&mut tx, ours).await.expect("read").expect("there");
        assert_eq!(carrier.bank.expect("an account").head, "GB82");
        let sql = "SELECT COUNT(*) FROM organisation_bank WHERE ended_at IS NULL";
        let (open,): (i64,) = database::fetch_one!(&mut tx, sql).expect("counted");
        assert_eq!(open, 1);
        drop(tx);
        sound(&house).await;
    })
    .await;
}
