//! A sheet is filled by the people of an association and read by no other; its account number stands nowhere in clear; on both
//! databases.

use crate::setting::{count, hidden, migrations, opened, organisation, person, plain, sound};
use database::testing::each_database;
use kernel::Function;

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
        assert_eq!(known.location, format!("/mon-association/{ours}/rejoindre"));
        let asked = knocker.post("omar", &known.location, &[("message", "Je suis trésorier.")]).await;
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
