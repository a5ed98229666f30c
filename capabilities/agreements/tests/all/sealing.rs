//! Papers signed electronically by another program, given back: what is said of them, and by whom signers are known.

use std::path::Path;
use std::process::{Command, Stdio};

use database::testing::{each_database, outside};

use crate::setting::{Setting, arranged, migrations, plain, sound};
use crate::writing::own_of_state;

const TRUSTED: &str = "/gestion/conventions/certificats";

/// Files signed by pyHanko.
fn made() -> tempfile::TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let tool = Command::new(root.join("tests/tools/python.sh")).stderr(Stdio::inherit()).output();
    let tool = tool.expect("tests/tools/python.sh runs");
    let python = String::from_utf8(tool.stdout).expect("a path");
    let folder = tempfile::tempdir().expect("a folder");
    let script = root.join("engines/signatures/tests/oracles/sign.py");
    let done = Command::new(python.trim()).arg(script).arg(folder.path()).output().expect("python runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    folder
}

async fn give(set: &Setting, own: &str, folder: &Path, name: &str) -> String {
    let bytes = std::fs::read(folder.join(format!("{name}.pdf"))).expect(name);
    let path = format!("{own}/signatures/scans");
    let reply = set.knocker.upload("chef", &path, &[], ("fichier", "signee.pdf", &bytes)).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", plain(&reply.body));
    set.read("chef", &format!("{own}/signatures")).await.1
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_signed_file_is_worth_is_told_sentence_by_sentence() {
    let folder = made();
    let folder = folder.path();
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(130)).await;
        set.prepare("chef").await;
        let own = own_of_state(&set).await;
        assert_eq!(set.send("chef", &format!("{own}/signature"), &[]).await.0, 303);
        let page = give(&set, &own, folder, "plain").await;
        assert!(!page.contains("Signature électronique"), "a scan says nothing of it: {page}");
        let page = give(&set, &own, folder, "valid").await;
        for words in [
            "Signature électronique à vérifier",
            "Signé par Léa Martin (Autorité d’essai), qui déclare l’avoir fait le",
            "La signature couvre tout le fichier",
            "Le contenu n’a pas changé",
            "Certificat non reconnu",
            "aucune autorité n’est encore reconnue ici",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        // An authority is trusted: what was given before is known from then on.
        let trusted = format!("{TRUSTED}?contrat=essai");
        assert_eq!(set.read("financeur-etat", &trusted).await.0, 403);
        let (status, page) = set.send("chef", TRUSTED, &[("contrat", "essai"), ("certificats", "bonjour")]).await;
        assert!(status == 422 && page.contains("BEGIN CERTIFICATE") && page.contains("bonjour"), "{status} {page}");
        let root = std::fs::read_to_string(folder.join("root.pem")).expect("a certificate");
        let fields = [("contrat", "essai"), ("certificats", root.as_str())];
        assert_eq!(set.send("financeur-etat", TRUSTED, &fields).await.0, 403);
        assert_eq!(set.send("chef", TRUSTED, &fields).await.0, 303);
        let (status, page) = set.send("chef", TRUSTED, &fields).await;
        assert!(status == 422 && page.contains("déjà reconnus"), "{status} {page}");
        let (_, page) = set.read("chef", &trusted).await;
        assert!(page.contains("Racine d’essai") && page.contains("Empreinte SHA-256"), "{page}");
        let page = set.read("chef", &format!("{own}/signatures")).await.1;
        assert!(
            page.contains("Signature électronique valable") && page.contains("reconnu grâce à Racine d’essai"),
            "{page}"
        );
        for (name, words) in [
            ("tampered", ["Signature électronique non valable", "Le contenu a changé depuis la signature"]),
            ("appended", ["Signature électronique à vérifier", "Du contenu a été ajouté après la signature"]),
            ("ended", ["Signature électronique à vérifier", "Le certificat avait expiré le 1er janvier 2021"]),
            ("alone", ["Signature électronique à vérifier", "ne remonte à aucune des autorités"]),
            ("both", ["données l’une après l’autre", "Signé par Samir Benali"]),
        ] {
            let page = give(&set, &own, folder, name).await;
            assert!(words.iter().all(|words| page.contains(words)), "{name}: {page}");
        }
        // The association gives a signed file: nothing changes of its circuit.
        let bytes = std::fs::read(folder.join("valid.pdf")).expect("a file");
        let sign = format!("{}/signature", own.replace("/gestion", ""));
        let file = ("fichier", "signee.pdf", bytes.as_slice());
        let reply = set.knocker.upload("asso-signature", &sign, &[("accord", "oui")], file).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        // The authority is trusted no more.
        let (_, page) = set.read("chef", &trusted).await;
        let id = page.split(&format!("{TRUSTED}/")).nth(1).and_then(|rest| rest.get(..36)).expect("a certificate");
        let remove = format!("{TRUSTED}/{id}/retrait");
        assert_eq!(set.send("financeur-etat", &remove, &[("contrat", "essai")]).await.0, 403);
        assert_eq!(set.send("chef", &remove, &[("contrat", "essai")]).await.0, 303);
        assert_eq!(set.send("chef", &remove, &[("contrat", "essai")]).await.0, 404);
        let page = set.read("chef", &format!("{own}/signatures")).await.1;
        assert!(!page.contains("Signature électronique valable<"), "{page}");
        sound(&set.house).await;
    })
    .await;
}
