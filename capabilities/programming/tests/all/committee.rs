//! Envelopes and votes through the door, on both databases: each funder decides its own lines only, an envelope is never
//! passed without a reason, what is frozen changes by amendment.

use crate::committee_setting::{HOME, arranged, count, hidden, migrations, plain, recuse, sound};
use database::testing::{each_database, outside};

const ENVELOPES: &str = "/gestion/programmation/enveloppes";

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_is_written_by_its_funder_and_never_passed_without_a_reason() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(71)).await;
        let (knocker, ground) = (&set.knocker, &set.ground);
        let state = ground.funder_organisations[0].to_string();
        let new = format!("{ENVELOPES}/nouvelle");
        let wrong = knocker.post("chef", &new, &[("montant", "douze"), ("annee", "x")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        for field in ["financeur", "programme", "annee", "montant"] {
            assert!(wrong.body.contains(&format!("href=\"#champ-{field}\"")), "{field}: {}", wrong.body);
        }
        let fields = [
            ("financeur", &*state),
            ("programme", "Politique de la ville, programme 147"),
            ("annee", "2026"),
            ("montant", "4 000"),
            ("departement", "oui"),
        ];
        let reply = knocker.post("financeur-departement", &new, &fields).await;
        assert_eq!(reply.status.as_u16(), 403, "not its own: {}", reply.body);
        let reply = knocker.post("financeur-etat", &new, &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let page = knocker.get("chef", ENVELOPES).await;
        assert!(plain(&page.body).contains("0 € votés sur 4 000 € en 2026"), "{}", page.body);
        let line = knocker.get("financeur-etat", &set.line(0)).await;
        assert_eq!(line.status.as_u16(), 200, "{}", line.body);
        let envelope =
            line.body.split("<option value=\"").filter_map(|rest| rest.split('"').next()).find(|id| id.len() == 36);
        let envelope = envelope.unwrap_or_else(|| panic!("no envelope in {}", line.body)).to_owned();
        let yes = [("decision", "favourable"), ("montant", "3 000"), ("enveloppe", &*envelope)];
        assert_eq!(set.vote("financeur-etat", 0, "0", &yes).await.0, 303);
        // 3 000 € of 4 000 € are taken: the next 3 000 € pass it by 2 000 €.
        let (status, page) = set.vote("financeur-etat", 2, "0", &yes).await;
        assert!(status == 422 && page.contains("serait dépassée de 2 000 €"), "{status} {page}");
        let reason = [yes.as_slice(), &[("depassement", "Accord du préfet du 11 mai")]].concat();
        assert_eq!(set.vote("financeur-etat", 2, "0", &reason).await.0, 303);
        assert_eq!(count(&set.house, "envelope_override").await, 1);
        let page = plain(&knocker.get("financeur-caf", ENVELOPES).await.body);
        assert!(page.contains("dépassée de 2 000 €") && page.contains("Accord du préfet"), "{page}");
        let board = plain(&knocker.get("chef", &set.at("")).await.body);
        assert!(board.contains("l’enveloppe est dépassée de 2 000 €"), "{board}");
        assert!(board.contains("Hors quartiers prioritaires"), "{board}");
        // Less than what is voted cannot be left; an envelope in use stays.
        let path = format!("{ENVELOPES}/{envelope}");
        let form = knocker.get("financeur-etat", &path).await.body;
        let revision = hidden(&form, "revision");
        let less = [
            ("financeur", &*state),
            ("programme", "Programme 147"),
            ("annee", "2026"),
            ("montant", "100"),
            ("revision", &*revision),
        ];
        assert_eq!(knocker.post("financeur-etat", &path, &less).await.status.as_u16(), 422);
        let more = [
            ("financeur", &*state),
            ("programme", "Programme 147"),
            ("annee", "2026"),
            ("montant", "9 000"),
            ("revision", "77"),
        ];
        let stale = knocker.post("financeur-etat", &path, &more).await;
        assert!(stale.status.as_u16() == 409 && stale.body.contains("Programme 147"), "{}", stale.body);
        let gone = knocker.post("financeur-etat", &format!("{path}/suppression"), &[]).await;
        assert!(gone.status.as_u16() != 303 && count(&set.house, "envelope").await == 1, "{}", gone.body);
        assert_eq!(knocker.get("financeur-agglo", &path).await.status.as_u16(), 404, "not its own");
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_funder_decides_its_own_lines_and_several_at_once_lose_nothing() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(72)).await;
        let yes = [("decision", "partial"), ("montant", "2 000")];
        assert_eq!(set.vote("financeur-departement", 0, "0", &yes).await.0, 403, "not its line");
        assert_eq!(set.vote("chef", 0, "0", &yes).await.0, 403, "who instructs does not vote");
        assert_eq!(set.vote("financeur-caf", 0, "0", &yes).await.0, 404, "not asked: nothing there");
        assert_eq!(set.knocker.get("ailleurs", &set.line(0)).await.status.as_u16(), 404, "another contract");
        for (fields, sentence) in [
            (vec![("decision", "favourable"), ("montant", "3 500")], "dites pourquoi"),
            (vec![("decision", "favourable"), ("montant", "100")], "choisissez « Partiel »"),
            (vec![("decision", "refused")], "Dites pourquoi"),
            (vec![("decision", "conditional"), ("montant", "100")], "réserve"),
            (vec![("montant", "100")], "Choisissez la décision"),
            (vec![("decision", "partial"), ("montant", "trop")], "un montant en euros"),
            (vec![("decision", "partial"), ("montant", "-12")], "un montant positif"),
            (vec![("decision", "partial"), ("montant", "1234567890123456789")], "trop grand"),
        ] {
            let (status, page) = set.vote("financeur-etat", 0, "0", &fields).await;
            assert!(status == 422 && page.contains(sentence), "{sentence}: {status} {page}");
        }
        // Two funders at the same time, on two lines of the same project: one refuses, the other votes.
        let no = [("decision", "refused"), ("motif", "Hors des priorités du département")];
        let (first, second) =
            tokio::join!(set.vote("financeur-etat", 0, "0", &yes), set.vote("financeur-departement", 1, "0", &no));
        assert_eq!((first.0, second.0), (303, 303), "{} {}", first.1, second.1);
        // The same line twice from the same reading: the second is given back what was typed.
        let again = [("decision", "conditional"), ("montant", "1 500"), ("reserve", "Fournir les comptes")];
        let (one, other) =
            tokio::join!(set.vote("financeur-etat", 0, "1", &again), set.vote("financeur-etat", 0, "1", &again));
        let mut both = [one.0, other.0];
        both.sort_unstable();
        assert_eq!(both, [303, 409], "{} {}", one.1, other.1);
        let lost = if one.0 == 409 { one.1 } else { other.1 };
        assert!(lost.contains("1 500 €") && lost.contains("Fournir les comptes"), "{lost}");
        // A proposal is the team's or the funder's; it shows beside the vote.
        let propose = [("propose", "2 500"), ("revision", "0")];
        assert_eq!(set.knocker.post("instruction", &set.line(2), &propose).await.status.as_u16(), 303);
        assert_eq!(set.knocker.post("financeur-departement", &set.line(2), &propose).await.status.as_u16(), 403);
        let board = plain(&set.knocker.get("financeur-departement", &set.at("?depuis=0")).await.body);
        for part in ["demandé 3 000", "proposé 2 500", "voté 1 500", "sous réserve", "refusé", "Ce qui a changé"]
        {
            assert!(board.contains(part), "{part}: {board}");
        }
        let none = plain(&set.knocker.get("chef", &set.at("?depuis=9999999999999")).await.body);
        assert!(none.contains("Rien n’a changé"), "{none}");
        let narrowed = plain(&set.knocker.get("chef", &set.at("?decision=refused&q=cuisines")).await.body);
        assert!(narrowed.contains("1 action sur 2") && !narrowed.contains("Jardins"), "{narrowed}");
        let row = format!("{HOME}/{}/actions/{}/{}", set.committee, set.ground.application, set.ground.projects[0]);
        let page = plain(&set.knocker.get("financeur-etat", &row).await.body);
        assert!(
            page.contains("Hors des priorités du département") && page.contains("Partiel : 2 000 € → Sous réserve"),
            "{page}"
        );
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stays_out_of_an_application_finds_its_row_closed() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(73)).await;
        recuse(&set, "instruction", false).await;
        // She, and whoever acts for her.
        for token in ["instruction", "remplacante"] {
            let board = set.knocker.get(token, &set.at("")).await.body;
            assert!(board.contains("vous vous en êtes retiré") && !board.contains("Cuisines du monde"), "{board}");
            let row = format!("{HOME}/{}/actions/{}/{}", set.committee, set.ground.application, set.ground.projects[0]);
            for path in [row, set.line(0)] {
                assert_eq!(set.knocker.get(token, &path).await.status.as_u16(), 404, "{token} {path}");
            }
            // A list narrowed to what is closed, or told change by change, would tell its amounts.
            let narrowed = plain(&set.knocker.get(token, &set.at("?q=cuisines")).await.body);
            assert!(narrowed.contains("0 action sur 2") && !narrowed.contains("demandé 3 000"), "{narrowed}");
            let yes = [("decision", "partial"), ("montant", "1 234")];
            let revision = if token == "instruction" { "0" } else { "1" };
            assert_eq!(set.vote("financeur-etat", 0, revision, &yes).await.0, 303);
            let told = plain(&set.knocker.get(token, &set.at("?depuis=0")).await.body);
            assert!(!told.contains("Partiel : 1 234"), "{told}");
        }
        let propose = [("propose", "10"), ("revision", "0")];
        assert_eq!(set.knocker.post("instruction", &set.line(0), &propose).await.status.as_u16(), 404);
        assert!(set.knocker.get("chef", &set.at("")).await.body.contains("Cuisines du monde"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scenarios_are_drawn_compared_and_taken_up() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(74)).await;
        let path = set.at("/scenarios");
        let wrong = set.knocker.post("chef", &path, &[("part", "200")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        for field in ["titre", "part", "recette"] {
            assert!(wrong.body.contains(&format!("href=\"#champ-{field}\"")), "{field}: {}", wrong.body);
        }
        let half = [("titre", "La moitié"), ("recette", "share"), ("part", "50")];
        assert_eq!(set.knocker.post("chef", &path, &half).await.status.as_u16(), 303);
        let page = set.knocker.get("financeur-etat", &path).await.body;
        let told = plain(&page);
        assert!(told.contains("La moitié") && told.contains("7 500,00"), "half of 15 000 €: {told}");
        let scenario =
            page.split(&format!("{path}/")).nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
        // The State takes up its own lines only, the team all those left.
        let up = format!("{path}/{scenario}/reprise");
        assert_eq!(set.knocker.post("financeur-etat", &up, &[]).await.status.as_u16(), 303);
        assert_eq!(count(&set.house, "committee_vote").await, 2);
        assert_eq!(set.knocker.post("chef", &up, &[]).await.status.as_u16(), 303);
        assert_eq!(count(&set.house, "committee_vote").await, 5);
        // Each line that changed is told, once, with the scenario it follows; what is the same already is left.
        assert_eq!(count(&set.house, "committee_change").await, 5);
        assert_eq!(set.knocker.post("chef", &up, &[]).await.status.as_u16(), 303);
        assert_eq!(count(&set.house, "committee_change").await, 5);
        let row = format!("{HOME}/{}/actions/{}/{}", set.committee, set.ground.application, set.ground.projects[0]);
        let told = plain(&set.knocker.get("chef", &row).await.body);
        assert!(told.contains("rien → proposé : 1 500 € (scénario « La moitié »)"), "{told}");
        let gone = set.knocker.post("chef", &format!("{path}/{scenario}/suppression"), &[]).await;
        assert_eq!((gone.status.as_u16(), count(&set.house, "committee_scenario_line").await), (303, 0));
        sound(&set.house).await;
    })
    .await;
}
