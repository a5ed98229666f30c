//! Posts, sponsors, endowment funds, the leverage, on both databases.

use database::testing::{each_database, outside};

use crate::setting::{HOME, Setting, arranged, found, line, migrations};

fn post<'a>(set: &'a [String; 2], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let base = [
        ("contrat", "essai"),
        ("type", "adultes_relais"),
        ("employeur", &*set[0]),
        ("financeur", &*set[1]),
        ("mission", "Médiation entre l’école et les familles"),
        ("etp", "1"),
        ("montant", "22 000"),
        ("debut-jour", "1"),
        ("debut-mois", "1"),
        ("debut-annee", "2026"),
        ("fin-jour", "31"),
        ("fin-mois", "12"),
        ("fin-annee", "2026"),
        ("alerte", "365"),
        ("specifique", "oui"),
        ("revision", "0"),
    ];
    let kept = base.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    kept.chain(changes.iter().copied()).collect()
}

fn parties(set: &Setting) -> [String; 2] {
    [set.ground.carriers[0].to_string(), set.partner(0)]
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_are_followed_until_their_renewal() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(311)).await;
        let parties = parties(&set);
        let new = format!("{HOME}/postes/nouveau");
        let wrong = post(&parties, &[("type", "autre"), ("etp", "un"), ("employeur", ""), ("fin-annee", "2025")]);
        let (status, page, _) = set.send("chef", &new, &wrong).await;
        assert!(status == 422 && page.contains("value=\"un\""), "{page}");
        for sentence in ["Choisissez un type de poste", "Choisissez l’employeur", "nombre de postes", "finit après"]
        {
            assert!(page.contains(sentence), "{sentence}: {page}");
        }
        assert_eq!(set.send("chef", &new, &post(&parties, &[])).await.0, 303);
        let (_, page) = set.read("chef", &format!("{HOME}/postes")).await;
        assert!(
            page.contains("À renouveler</h2>") && page.contains("la convention finit le 31 décembre 2026"),
            "{page}"
        );
        assert!(page.contains("Les Ateliers du Viaduc") && page.contains("22 000,00"), "{page}");
        let kinds = format!("{HOME}/postes/types");
        let (status, page, _) = set.send("chef", &kinds, &[("contrat", "essai"), ("type", "poste fonjep")]).await;
        assert!(status == 422 && page.contains("Ce type est déjà dans la liste"), "{page}");
        assert_eq!(set.send("chef", &kinds, &[("contrat", "essai"), ("type", "Correspondant de nuit")]).await.0, 303);
        let (_, page) = set.read("chef", &new).await;
        assert!(page.contains("Correspondant de nuit"), "{page}");
        let (_, page) = set.read("chef", &format!("{HOME}/postes")).await;
        let rest = page.split_once("<table").expect("a table").1;
        let own = found(rest, &format!("{HOME}/postes/"));
        let later = post(&parties, &[("fin-annee", "2028"), ("alerte", "90"), ("revision", "1")]);
        assert_eq!(set.send("chef", &own, &later).await.0, 303);
        assert_eq!(set.send("chef", &own, &later).await.0, 409);
        let (_, page) = set.read("financeur-etat", &format!("{HOME}/postes")).await;
        assert!(page.contains("En cours") && !page.contains("À renouveler</h2>"), "who pays reads it: {page}");
        let (_, page) = set.read("financeur-departement", &format!("{HOME}/postes")).await;
        assert!(page.contains("Aucun poste"), "{page}");
        assert_eq!(set.send("financeur-etat", &own, &later).await.0, 403, "who reads it does not keep it");
        assert_eq!(set.send("chef", &format!("{own}/suppression"), &[]).await.0, 303);
        assert_eq!(set.read("chef", &own).await.0, 404);
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_leverage_counts_what_is_known_and_says_what_is_not() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(312)).await;
        let leverage = format!("{HOME}/levier?contrat=essai&par=annee");
        let (_, page) = set.read("chef", &leverage).await;
        // 8 000,50 € of specific credits were voted and told.
        assert!(page.contains("8 000,50") && page.contains("non renseigné"), "{page}");
        let department = set.partner(1);
        let (theme, area) = (set.ground.nodes[0].to_string(), set.ground.areas[0].to_string());
        let new = format!("{HOME}/droit-commun/nouvelle");
        let placed = line(&department, &[("montant", "16001"), ("theme", &theme), ("quartier", &area)]);
        assert_eq!(set.send("chef", &new, &placed).await.0, 303);
        let unasked = line(&department, &[("dispositif", "Collèges"), ("montant", "pas demandé")]);
        assert_eq!(set.send("chef", &new, &unasked).await.0, 303);
        let (_, page) = set.read("chef", &leverage).await;
        assert!(page.contains("2,00 €") && page.contains("1 montant n’a pas été demandé"), "{page}");

        let gifts = format!("{HOME}/mecenat");
        let opened =
            set.send("chef", &format!("{gifts}/fonds"), &[("contrat", "essai"), ("nom", "Fonds d’essai")]).await;
        assert_eq!(opened.0, 303, "{}", opened.1);
        let (_, page) = set.read("chef", &gifts).await;
        let fund = found(&page, &format!("{gifts}/fonds/"));
        let year = [
            ("annee", "2026"),
            ("collecte", "5 000"),
            ("depense", "8 000,50"),
            ("source", "Comptes"),
            ("compte-jour", "2"),
            ("compte-mois", "1"),
            ("compte-annee", "2026"),
            ("revision", "0"),
        ];
        let (status, page, _) = set.send("chef", &fund, &year[..2]).await;
        assert!(status == 422 && page.contains("Saisissez ce qui a été dépensé"), "{page}");
        assert_eq!(set.send("chef", &fund, &year).await.0, 303);
        assert_eq!(set.send("chef", &fund, &year).await.0, 409, "somebody filled it in already");
        let (_, page) = set.read("chef", &gifts).await;
        assert!(page.contains("a dépensé 3 000,50 € de plus"), "{page}");

        let fund_id = fund.rsplit('/').next().expect("an identifier");
        let gift = |kind: &'static str, fund: &'static str| {
            let day = [("compte-jour", "2"), ("compte-mois", "1"), ("compte-annee", "2026"), ("source", "Convention")];
            [
                vec![("contrat", "essai"), ("entreprise", "Les Moulins"), ("annee", "2026"), ("montant", "1000")],
                day.to_vec(),
                vec![("forme", kind), ("fonds", fund)],
            ]
            .concat()
        };
        let (status, page, _) = set.send("chef", &format!("{gifts}/nouveau"), &gift("", "")).await;
        assert!(
            status == 422 && page.contains("Choisissez la forme du mécénat") && page.contains("Les Moulins"),
            "{page}"
        );
        let mut through: Vec<(&str, &str)> = gift("skills", "");
        through.retain(|(name, _)| *name != "fonds");
        through.push(("fonds", fund_id));
        let (status, page, _) = set.send("chef", &format!("{gifts}/nouveau"), &through).await;
        assert!(status == 422 && page.contains("Seul l’argent passe par un fonds"), "{page}");
        assert_eq!(set.send("chef", &format!("{gifts}/nouveau"), &gift("in_kind", "")).await.0, 303);
        let (_, page) = set.read("chef", &leverage).await;
        // What the fund spent counts, what was given in kind does not: 24 001,50 € for 8 000,50 €.
        assert!(page.contains("3,00 €"), "{page}");
        let (_, page) = set.read("chef", &format!("{HOME}/levier?contrat=essai&par=theme&annee=2026")).await;
        assert!(page.contains("Grandir en bonne santé") && page.contains("Sans thème"), "{page}");
        // 6 000 € of the first action are in La Conte, beside 16 001 €.
        let (_, page) = set.read("chef", &format!("{HOME}/levier?contrat=essai&par=quartier&annee=2026")).await;
        assert!(page.contains("La Conte") && page.contains("2,67"), "{page}");
        let (status, file) = set.read("chef", &format!("{HOME}/levier?contrat=essai&par=annee&format=csv")).await;
        assert!(status == 200 && file.contains("8000,5"), "{file}");
        assert_eq!(set.acts("means.manage").await, 3);
        set.sound().await;
    })
    .await;
}
