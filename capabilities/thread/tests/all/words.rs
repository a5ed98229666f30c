//! Residents' words on the thread: from a sentence, a note or a finding to its need and back; what stays protected, what is
//! taken back, and how everything is read when there is much of it; on both databases.

use std::sync::Arc;

use database::testing::{databases, each_database, outside};
use database::{Db, Migration, execute, fetch_all, fetch_one};
use kernel::{Actor, Uuid};
use lineage::Kind;
use listening::actions::{self as hear, EvidenceText, GatheringText, Kind as Said, Visibility};
use web::House;
use web::testing::{Knocker, Reply, house};

const ACTOR: Actor = Actor::Platform("essai");

fn migrations() -> Vec<Migration> {
    listening::testing::migrations(&[
        accounts::MIGRATIONS,
        plan::MIGRATIONS,
        safekeeping::MIGRATIONS,
        corpus::MIGRATIONS,
        meetings::MIGRATIONS,
        thread::MIGRATIONS,
    ])
}

struct Stage {
    house: Arc<House>,
    knocker: Knocker,
    consultation: Uuid,
    channel: Uuid,
    gathering: Uuid,
    need: Uuid,
    area: Uuid,
}

async fn arranged(db: Db, seed: u64) -> Stage {
    let house = house(db, outside(seed));
    let door = plan::door().and(thread::door()).and(corpus::door()).and(meetings::door()).and(listening::door());
    let knocker = Knocker::new(door, house.clone());
    let (mut tx, outside) = (house.write().await.expect("begin"), &house.outside);
    let (consultation, channel) = listening::testing::consultation(&mut tx, outside, "Ateliers").await;
    let need = listening::testing::need(&mut tx, outside, "Des rues propres").await;
    let area = listening::testing::neighbourhoods(&mut tx, outside, &["Quartier d’Essai"]).await[0];
    let text = GatheringText {
        channel,
        area: Some(area),
        topic: "Cadre de vie".into(),
        times: 1,
        held_on: "2026-02-10".parse().ok(),
        place: String::new(),
        participants: None,
        document: None,
        page: String::new(),
        note: String::new(),
    };
    let gathering = hear::add_gathering(&mut tx, outside, &ACTOR, text).await.expect("a workshop");
    tx.commit().await.expect("kept");
    Stage { house, knocker, consultation, channel, gathering, need, area }
}

impl Stage {
    async fn column<T>(&self, sql: &'static str) -> Vec<T>
    where
        (T,): for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
        T: Send + Unpin,
    {
        let mut tx = self.house.read().await.expect("read");
        let rows: Vec<(T,)> = fetch_all!(&mut tx, sql).expect("rows");
        rows.into_iter().map(|(one,)| one).collect()
    }

    /// Types words heard and accepts them as masked; gives their codes.
    async fn said(&self, words: &str) -> Vec<String> {
        let (consultation, channel, area) =
            (self.consultation.to_string(), self.channel.to_string(), self.area.to_string());
        let fields = [
            ("concertation", consultation.as_str()),
            ("canal", &channel),
            ("quartier", &area),
            ("public", "parents d’élèves"),
            ("mois", "03/2026"),
            ("paroles", words),
        ];
        let page = self.knocker.post("enquete", "/gestion/paroles/saisie", &fields).await.body;
        self.reviewed().await;
        let is_code = |word: &&str| word.len() == 19 && word.split('-').all(|part| part.len() == 4);
        page.split(['<', '>', ' ', '\n']).filter(is_code).map(str::to_owned).collect()
    }

    async fn reviewed(&self) {
        for id in self.column::<Uuid>("SELECT id FROM verbatim WHERE state = 'to_review' ORDER BY id").await {
            let mut tx = self.house.read().await.expect("read");
            let (masked,): (String,) =
                fetch_one!(&mut tx, "SELECT masked FROM verbatim WHERE id = $1", id).expect("a row");
            drop(tx);
            let (consultation, one) = (self.consultation.to_string(), id.to_string());
            let named = ["revision", "texte", "choix"].map(|part| format!("{part}-{id}"));
            let fields = [
                ("concertation", consultation.as_str()),
                ("parole", &one),
                (&named[0], "1"),
                (&named[1], &masked),
                (&named[2], "accepter"),
            ];
            let reply = self.knocker.post("enquete", "/gestion/paroles/relecture", &fields).await;
            assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        }
    }

    /// The sentence that holds this word.
    async fn verbatim(&self, word: &str) -> Uuid {
        let mut tx = self.house.read().await.expect("read");
        let like = format!("%{word}%");
        let (id,): (Uuid,) = fetch_one!(&mut tx, "SELECT id FROM verbatim WHERE masked LIKE $1", like).expect("one");
        id
    }

    async fn proved(&self, verbatim: Uuid, is_public: bool) {
        let need = self.need.to_string();
        let mut fields = vec![("besoin", need.as_str())];
        if is_public {
            fields.push(("publique", "oui"));
        }
        let reply = self.knocker.post("chef", &format!("/gestion/paroles/{verbatim}/preuve"), &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    }

    async fn read(&self, token: &str, path: &str) -> Reply {
        let mut reply = self.knocker.get(token, path).await;
        reply.body = reply.body.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(reply.body.len() <= 50_000, "{path} weighs {}", reply.body.len());
        reply
    }

    async fn status(&self, token: &str, path: &str) -> u16 {
        self.knocker.get(token, path).await.status.as_u16()
    }

    async fn sound(&self) {
        let report = journal::verify(&mut self.house.read().await.expect("read")).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_sentence_the_thread_is_read_both_ways_masked_and_only_what_is_public_is_told() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db, 71).await;
        stage.said("Mme Zanzibari au 06 12 34 56 78 dit que les poubelles kwerty débordent\nUn banc azerty").await;
        let (told, kept) = (stage.verbatim("kwerty").await, stage.verbatim("azerty").await);
        for id in [told, kept] {
            assert_eq!(stage.status("", &format!("/fil/parole/{id}")).await, 404, "words alone are not public");
        }
        stage.proved(told, true).await;
        stage.proved(kept, false).await;
        let need = stage.read("", "/fil/besoin/B01").await.body;
        assert!(need.contains("kwerty") && need.contains("Preuve P-") && need.contains("parents d’élèves"), "{need}");
        for hidden in ["Zanzibari", "06 12", "azerty", "/gestion/paroles"] {
            assert!(!need.contains(hidden), "{hidden}: {need}");
        }
        // Back from the words, outside: the same words as their evidence, the need, and nothing of who or when.
        let words = stage.read("", &format!("/fil/parole/{told}")).await.body;
        assert!(words.contains("kwerty") && words.contains("Des rues propres"), "{words}");
        assert!(!words.contains("Zanzibari") && !words.contains("mars 2026 par"), "{words}");
        assert_eq!(stage.status("", &format!("/fil/parole/{kept}")).await, 404);
        let codes = stage.column::<String>("SELECT code FROM evidence WHERE visibility = 'agents'").await;
        assert_eq!(stage.status("", &format!("/fil/preuve/{}", codes[0])).await, 404);
        let codes = stage.column::<String>("SELECT code FROM evidence WHERE visibility = 'public'").await;
        let proof = stage.read("", &format!("/fil/preuve/{}", codes[0])).await.body;
        assert!(proof.contains("Parole") && proof.contains("Des rues propres"), "{proof}");

        // Inside: those who read words read both; those who only read the thread, what everybody does.
        let inside = stage.read("chef", &format!("/gestion/fil/parole/{kept}")).await.body;
        assert!(inside.contains("azerty") && inside.contains("Des rues propres"), "{inside}");
        assert!(inside.contains("Les habitants n’en lisent rien") && inside.contains("/gestion/paroles/"), "{inside}");
        assert_eq!(stage.status("elue", &format!("/gestion/fil/parole/{kept}")).await, 404);
        let elected = stage.read("elue", "/gestion/fil/besoin/B01").await.body;
        assert!(elected.contains("kwerty") && !elected.contains("azerty"), "{elected}");
        assert_eq!(stage.status("chef", &format!("/gestion/fil/parole/{}", Uuid::from_u128(5))).await, 404);

        // What words became is changed where it was made, not on the thread.
        let mut tx = stage.house.read().await.expect("read");
        let link = lineage::after(&mut tx, told, 1).await.expect("read").remove(0);
        drop(tx);
        let path = format!("/gestion/fil/liens/{}/rupture", link.id);
        let reply = stage.knocker.post("chef", &path, &[("motif", "Erreur")]).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("retirez la preuve"), "{}", reply.body);

        // Withdrawn evidence proves nothing more: the words are no longer told, the trace says why.
        let proof = link.to.id;
        let path = format!("/gestion/ecoute/preuves/{proof}/retrait");
        let reply = stage.knocker.post("chef", &path, &[("raison", "Saisie deux fois")]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        assert!(!stage.read("", "/fil/besoin/B01").await.body.contains("kwerty"));
        assert_eq!(stage.status("", &format!("/fil/parole/{told}")).await, 404);
        let inside = stage.read("chef", &format!("/gestion/fil/parole/{told}")).await.body;
        assert!(inside.contains("Preuve retirée : Saisie deux fois"), "{inside}");
        let trace = stage.read("chef", "/gestion/fil/besoin/B01").await.body;
        assert!(trace.contains("Liens défaits") && trace.contains("Preuve retirée : Saisie deux fois"), "{trace}");
        stage.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_taken_back_leave_the_thread_with_their_trace() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db, 72).await;
        let codes = stage.said("Les poubelles kwertyuiop débordent").await;
        assert_eq!(codes.len(), 1);
        let id = stage.verbatim("kwerty").await;
        stage.proved(id, true).await;
        assert!(stage.read("", "/fil/besoin/B01").await.body.contains("kwertyuiop"));
        let reply = stage.knocker.post("", "/paroles/effacement", &[("cle", &codes[0])]).await;
        assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
        let public = stage.read("", "/fil/besoin/B01").await.body;
        assert!(!public.contains("kwertyuiop") && !public.contains("Preuve P-"), "{public}");
        assert_eq!(stage.status("", &format!("/fil/parole/{id}")).await, 404);
        assert_eq!(stage.status("chef", &format!("/gestion/fil/parole/{id}")).await, 404);
        let inside = stage.read("chef", "/gestion/fil/besoin/B01").await.body;
        assert!(inside.contains("Preuve qui n’est plus là"), "{inside}");
        assert!(inside.contains("Parole retirée par la personne qui l’a dite"), "{inside}");
        // No word stays in what the thread keeps, and no link lives on.
        let mut tx = stage.house.read().await.expect("read");
        let links: Vec<(String, String, Option<i64>)> =
            fetch_all!(&mut tx, "SELECT from_kind, broken_why, broken_at FROM lineage_link ORDER BY from_kind")
                .expect("read");
        drop(tx);
        assert_eq!(links.len(), 2);
        for (kind, why, broken_at) in links {
            assert!(broken_at.is_some() && why == "Parole retirée par la personne qui l’a dite", "{kind}: {why}");
        }
        stage.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_and_findings_lead_to_needs_inside_and_never_outside() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db, 73).await;
        let meeting = format!("/gestion/rencontres/{}", stage.gathering);
        let notes = [("notes", "Mme Durand attend un banc"), ("nature", "need"), ("public", "")];
        assert_eq!(stage.knocker.post("chef", &format!("{meeting}/notes"), &notes).await.status.as_u16(), 303);
        let note = stage.column::<Uuid>("SELECT id FROM note").await[0];
        let (need, area) = (stage.need.to_string(), stage.area.to_string());
        let proof = [
            ("besoin", need.as_str()),
            ("quartier", &area),
            ("qui", "aînés"),
            ("propos", "Il manque un banc"),
            ("visibilite", "public"),
        ];
        let path = format!("/gestion/tri/{}/notes/{note}/preuve", stage.consultation);
        let reply = stage.knocker.post("chef", &path, &proof).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let found = [
            ("constat", "Trottoir défoncé"),
            ("categorie", "equipment"),
            ("gravite", "minor"),
            ("cle", "c0000000-0000-4000-8000-000000000009"),
        ];
        let sent = stage.knocker.upload("chef", &format!("{meeting}/constats"), &found, ("photo", "", b"")).await;
        assert_eq!(sent.status.as_u16(), 303, "{}", sent.body);
        let finding = stage.column::<Uuid>("SELECT id FROM finding").await[0];
        let reply = stage.knocker.post("chef", &format!("/gestion/constats/{finding}/preuve"), &proof).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);

        let inside = stage.read("chef", &format!("/gestion/fil/note/{note}")).await.body;
        assert!(inside.contains("Des rues propres") && inside.contains("attend un banc"), "{inside}");
        assert!(!inside.contains("Durand"), "masked, even inside: {inside}");
        let inside = stage.read("chef", &format!("/gestion/fil/constat/{finding}")).await.body;
        assert!(inside.contains("Des rues propres") && inside.contains("Trottoir défoncé"), "{inside}");
        let need = stage.read("chef", "/gestion/fil/besoin/B01").await.body;
        assert!(need.contains("Note d’atelier") && need.contains("Constat de marche"), "{need}");
        let public = stage.read("", "/fil/besoin/B01").await.body;
        assert!(
            public.contains("Il manque un banc") && !public.contains("Durand") && !public.contains("Trottoir"),
            "{public}"
        );
        for path in
            [format!("/fil/note/{note}"), format!("/fil/constat/{finding}"), "/fil/besoin/B01?sorte=note".into()]
        {
            assert_eq!(stage.status("", &path).await, 404, "{path}");
        }
        assert_eq!(stage.status("elue", &format!("/gestion/fil/note/{note}")).await, 404, "she reads no notes");

        // Poured into the corpus, a note leads to its sentence too.
        let reply = stage.knocker.post("chef", &format!("/gestion/tri/{}/corpus", stage.consultation), &[]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        stage.reviewed().await;
        let verbatim = stage.column::<Uuid>("SELECT id FROM verbatim").await[0];
        let inside = stage.read("chef", &format!("/gestion/fil/parole/{verbatim}")).await.body;
        assert!(inside.contains("Note d’atelier"), "{inside}");
        stage.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_is_read_page_after_page() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db, 74).await;
        let mut tx = stage.house.write().await.expect("begin");
        for rank in 1..=75 {
            let said = EvidenceText {
                need: stage.need,
                area: stage.area,
                channel: Some(stage.channel),
                gathering: None,
                heard: "des parents d’élèves".into(),
                heard_on: None,
                reported_on: None,
                said: format!("Propos {rank} {}", "les abords sont sales et cela dure ".repeat(30)),
                kind: Said::Need,
                document: None,
                page: String::new(),
                visibility: if rank % 3 == 0 { Visibility::Agents } else { Visibility::Public },
            };
            let form = (stage.consultation, said);
            hear::record_evidence(&mut tx, &stage.house.outside, &ACTOR, &format!("P{rank:03}"), form)
                .await
                .expect("kept");
        }
        tx.commit().await.expect("kept");
        for (token, root, count) in [("", "", 50), ("chef", "/gestion", 75)] {
            let whole = stage.read(token, &format!("{root}/fil/besoin/B01")).await.body;
            let href = format!("{root}/fil/besoin/B01?sorte=preuve");
            assert!(whole.contains(&href) && whole.contains("Tout lire : Preuves (75)"), "{whole}");
            let mut met = std::collections::BTreeSet::new();
            for page in 1..=3 {
                let page = stage.read(token, &format!("{href}&page={page}")).await;
                assert_eq!(page.status.as_u16(), 200);
                met.extend((1..=75).filter(|rank| page.body.contains(&format!("Preuve P{rank:03}"))));
                assert_eq!(page.body.contains("ne sont pas montrés, pour protéger"), token.is_empty(), "{}", page.body);
            }
            assert_eq!(met.len(), count, "{token}: {met:?}");
        }
        for nothing in ["sorte=chose", "sorte=piste", "sorte=besoin"] {
            assert_eq!(stage.status("", &format!("/fil/besoin/B01?{nothing}")).await, 404, "{nothing}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_heard_before_goes_on_the_thread() {
    let new = ["listening/0005_words", "corpus/0003_thread", "meetings/0005_thread"];
    let before: Vec<Migration> = migrations().into_iter().filter(|one| !new.contains(&one.name)).collect();
    for database in databases(&before).await {
        let stage = arranged(database.db.clone(), 75).await;
        stage.said("Les poubelles débordent\nUn banc").await;
        let (proved, withdrawn) = (stage.verbatim("poubelles").await, stage.verbatim("banc").await);
        stage.proved(proved, true).await;
        stage.proved(withdrawn, true).await;
        let mut tx = stage.house.write().await.expect("begin");
        let gone = lineage::after(&mut tx, withdrawn, 1).await.expect("read").remove(0).to.id;
        hear::withdraw_evidence(&mut tx, &stage.house.outside, &ACTOR, gone, "Doublon").await.expect("withdrawn");
        execute!(&mut tx, "DELETE FROM lineage_link").expect("as it was before");
        tx.commit().await.expect("kept");
        let meeting = format!("/gestion/rencontres/{}/notes", stage.gathering);
        let reply = stage.knocker.post("chef", &meeting, &[("notes", "Un abri"), ("nature", "need")]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let note = stage.column::<Uuid>("SELECT id FROM note").await[0];
        let mut tx = stage.house.write().await.expect("begin");
        let proof = lineage_of(&mut tx, proved).await;
        execute!(&mut tx, "UPDATE note SET evidence = $1, verbatim = $2 WHERE id = $3", proof, proved, note)
            .expect("as before");
        tx.commit().await.expect("kept");
        database.db.migrate(&migrations(), &outside(76)).await.expect("upgraded");
        let mut tx = stage.house.read().await.expect("read");
        let ties = lineage::kinds(&mut tx, proof).await.expect("read");
        assert_eq!(ties, [(Kind::Note, 1), (Kind::Verbatim, 1), (Kind::Need, 1)], "{}", database.name);
        let ties = lineage::kinds(&mut tx, note).await.expect("read");
        assert_eq!(ties, [(Kind::Verbatim, 1), (Kind::Evidence, 1)], "both at once");
        let ties = lineage::kinds(&mut tx, gone).await.expect("read");
        assert_eq!(ties, [(Kind::Verbatim, 1)], "what was withdrawn proves nothing");
        drop(tx);
        assert!(stage.read("", &format!("/fil/parole/{proved}")).await.body.contains("Des rues propres"));
    }
}

async fn lineage_of(tx: &mut database::Tx, verbatim: Uuid) -> Uuid {
    let (id,): (Uuid,) = fetch_one!(tx, "SELECT evidence FROM verbatim WHERE id = $1", verbatim).expect("evidence");
    id
}
