//! Envelopes cut out of one another: nobody takes from another's, what is used does not change hands, and what is left is what
//! was not given away. Through the door, on both databases.

use crate::committee_setting::{Setting, arranged, count, hidden, migrations, plain, sound};
use database::fetch_all;
use database::testing::{each_database, outside};
use kernel::Uuid;

const ENVELOPES: &str = "/gestion/programmation/enveloppes";

/// Opens an envelope. Gives the status and the page.
async fn open(set: &Setting, token: &str, funder: usize, (name, euros, parent): (&str, &str, &str)) -> (u16, String) {
    let funder = set.ground.funder_organisations[funder].to_string();
    let fields =
        [("financeur", &*funder), ("programme", name), ("annee", "2026"), ("montant", euros), ("parente", parent)];
    let reply = set.knocker.post(token, &format!("{ENVELOPES}/nouvelle"), &fields).await;
    (reply.status.as_u16(), plain(&reply.body))
}

async fn named(set: &Setting, name: &str) -> String {
    let mut tx = set.house.read().await.expect("read");
    let all: Vec<(Uuid,)> =
        fetch_all!(&mut tx, "SELECT id FROM envelope WHERE programme = $1", name).expect("envelopes");
    all[0].0.to_string()
}

/// Writes an envelope again as somebody, from what its form holds. Gives the status and the page.
async fn amend(set: &Setting, token: &str, envelope: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let path = format!("{ENVELOPES}/{envelope}");
    let form = set.knocker.get(token, &path).await.body;
    let revision = hidden(&form, "revision");
    let all = [fields, &[("revision", &*revision)]].concat();
    let reply = set.knocker.post(token, &path, &all).await;
    (reply.status.as_u16(), plain(&reply.body))
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_from_the_envelope_of_another() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(111)).await;
        assert_eq!(open(&set, "financeur-etat", 0, ("Programme 147", "4 000", "")).await.0, 303);
        let state = named(&set, "Programme 147").await;
        // Neither offered nor taken.
        let form = set.knocker.get("financeur-departement", &format!("{ENVELOPES}/nouvelle")).await.body;
        assert!(!form.contains(&state), "{form}");
        let (status, page) = open(&set, "financeur-departement", 1, ("Pris", "4 000", &state)).await;
        assert!(status == 422 && page.contains("href=\"#champ-parente\""), "{status} {page}");
        assert_eq!(count(&set.house, "envelope").await, 1);
        // Whoever holds the contract delegates; the funder that receives writes it, and takes no more.
        assert_eq!(open(&set, "chef", 1, ("Délégué", "1 000", &state)).await.0, 303);
        let cut = named(&set, "Délégué").await;
        let department = set.ground.funder_organisations[1].to_string();
        let write = |name: &'static str, euros: &'static str| {
            let fields = [("financeur", &*department), ("annee", "2026"), ("parente", &*state)];
            [fields.as_slice(), &[("programme", name), ("montant", euros)]].concat()
        };
        let (status, page) = amend(&set, "financeur-departement", &cut, &write("Délégué", "2 000")).await;
        assert!(status == 422 && page.contains("href=\"#champ-montant\""), "{status} {page}");
        assert_eq!(amend(&set, "financeur-departement", &cut, &write("Insertion", "800")).await.0, 303);
        assert_eq!(amend(&set, "chef", &cut, &write("Insertion", "1 200")).await.0, 303);
        let page = plain(&set.knocker.get("chef", ENVELOPES).await.body);
        assert!(page.contains("1 200 € délégués"), "{page}");
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_that_votes_are_charged_on_keeps_its_year_and_its_funder() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(112)).await;
        assert_eq!(open(&set, "chef", 0, ("Programme 147", "4 000", "")).await.0, 303);
        let id = named(&set, "Programme 147").await;
        let fields = |funder: usize, year: &'static str| {
            let funder = set.ground.funder_organisations[funder].to_string();
            [("financeur", funder), ("programme", "Programme 147".into()), ("annee", year.into())]
        };
        let write = async |token: &str, funder: usize, year: &'static str| {
            let typed = fields(funder, year);
            let mut all: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
            all.push(("montant", "4 000"));
            amend(&set, token, &id, &all).await
        };
        assert_eq!(write("financeur-etat", 0, "2027").await.0, 303, "nothing stands on it yet");
        assert_eq!(write("financeur-etat", 0, "2026").await.0, 303);
        let yes = [("decision", "favourable"), ("montant", "3 000"), ("enveloppe", &*id)];
        assert_eq!(set.vote("financeur-etat", 0, "0", &yes).await.0, 303);
        let (status, page) = write("financeur-etat", 0, "2027").await;
        assert!(status == 422 && page.contains("href=\"#champ-annee\"") && page.contains("value=\"2027\""), "{page}");
        let (status, page) = write("chef", 1, "2026").await;
        assert!(status == 422 && page.contains("href=\"#champ-financeur\""), "{status} {page}");
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scenario_shares_out_what_each_funder_has_after_what_it_delegated() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(113)).await;
        assert_eq!(open(&set, "chef", 0, ("Programme 147", "4 000", "")).await.0, 303);
        let state = named(&set, "Programme 147").await;
        assert_eq!(open(&set, "chef", 1, ("Délégué", "1 000", &state)).await.0, 303);
        let drawn = [("titre", "Au prorata"), ("recette", "prorata"), ("part", "")];
        let reply = set.knocker.post("chef", &set.at("/scenarios"), &drawn).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let mut tx = set.house.read().await.expect("read");
        let sql = "SELECT f.call_funder, CAST(SUM(l.cents) AS BIGINT) FROM committee_scenario_line l \
                   JOIN funding f ON f.id = l.funding GROUP BY f.call_funder";
        let all: Vec<(Uuid, i64)> = fetch_all!(&mut tx, sql).expect("lines");
        drop(tx);
        let of =
            |rank: usize| all.iter().find(|(funder, _)| *funder == set.ground.funders[rank]).map(|(_, cents)| *cents);
        assert_eq!((of(0), of(1)), (Some(300_000), Some(100_000)), "3 000 € left to the State, 1 000 € delegated");
    })
    .await;
}
