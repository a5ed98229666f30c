//! Photographs taken face to face: drawn again, kept once, apart from the answer, seen once mixed; they go with the code, and when the
//! project manager takes one out.

use crate::setting::{Stage, arranged, migrations};
use database::testing::each_database;
use questionnaire::model::{Form, Item, Kind};
use surveys::actions::{SendingKey, code_of_device, photographs};

/// A picture with the place it was taken at, as telephones write it.
fn picture(shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([(x * 6) as u8, (y * 8) as u8, shade]));
    image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
    let mut bytes = bytes.into_inner();
    let said = b"Exif\0\0 43.2127N 2.3522E";
    let mut segment = vec![0xff, 0xe1, 0, (said.len() + 2) as u8];
    segment.extend(said);
    bytes.splice(2..2, segment);
    bytes
}

async fn opened(stage: &Stage) -> String {
    let form = Form {
        id: "rue".into(),
        title: "La rue".into(),
        items: vec![
            Item::new("age", Kind::Integer, "Votre âge"),
            Item::new("photo", Kind::Image, "Photographiez ce qu’il faudrait changer"),
        ],
        ..Form::default()
    };
    stage.opened_with("La rue", &form).await
}

/// A key of a device, and the code it dictates.
fn key(rank: u8) -> (String, String) {
    let key = format!("0f1e2d3c-4b5a-4678-9abc-0000000000{rank:02x}");
    let code = code_of_device(&SendingKey::read(&key).expect("a key"));
    (key, code)
}

/// The names photographs are kept under.
async fn names_of(stage: &Stage) -> Vec<(kernel::Uuid,)> {
    let mut tx = stage.house.read().await.expect("read");
    database::fetch_all!(&mut tx, "SELECT id FROM answer_photo").expect("names")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_stands_apart_from_its_answer_and_is_seen_once_mixed() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = opened(&stage).await;
        let knocker = &stage.knocker;
        let page = knocker.get("enquete", &format!("{path}/face-a-face")).await;
        assert!(page.body.contains("name=\"photo.photo\"") && page.body.contains("data-photo-later"), "{}", page.body);
        let photos = format!("{path}/photos");
        let sent = async |who: &str, code: &str, question: &str, file: (&str, &[u8])| {
            let fields = [("cle", "k"), ("reponse", "cles"), ("code", code), ("question", question)];
            knocker.upload(who, &photos, &fields, ("photo", file.0, file.1)).await
        };
        for rank in 1..=5 {
            let (key, code) = key(rank);
            let fields = [("version", "1"), ("cle", &*key), ("reponse", "cles"), ("r.age", "30")];
            let kept = knocker.post("enquete", &format!("{path}/face-a-face"), &fields).await;
            assert_eq!(kept.status.as_u16(), 200, "{}", kept.body);
            let answered = sent("enquete", &code, "photo", ("rue.jpg", &picture(rank))).await;
            assert_eq!((answered.status.as_u16(), answered.body.as_str()), (200, "[\"k\"]"));
        }
        let (_, code) = key(1);

        // Sent again it is kept once; what is wrong is told; nobody else sends.
        let again = sent("enquete", &code, "photo", ("rue.jpg", &picture(9))).await;
        assert_eq!((again.status.as_u16(), stage.count("SELECT COUNT(*) FROM answer_photo").await), (200, 5));
        let other = "AAAA-AAAA-AAAA-AAAA";
        for (code, question, file, told) in [
            (other, "photo", ("rue.jpg", picture(1)), "n’est plus là"),
            (&*code, "age", ("rue.jpg", picture(1)), "n’attend pas de photo"),
            (&*code, "photo", ("rue.pdf", b"%PDF-1.7".to_vec()), "JPEG"),
            (&*code, "photo", ("rue.jpg", b"pas une image".to_vec()), "rue.jpg"),
        ] {
            let refused = sent("enquete", code, question, (file.0, &file.1)).await;
            assert!(refused.status.as_u16() == 422 && refused.body.contains(told), "{told}: {}", refused.body);
        }
        for (who, status) in [("", 401), ("asso", 403)] {
            assert_eq!(sent(who, &code, "photo", ("rue.jpg", &picture(1))).await.status.as_u16(), status, "{who}");
        }

        // Neither place nor picture in clear; nobody sees one before it is mixed.
        let everything = stage.everything().await;
        for clear in [&b"43.2127N"[..], b"Exif", &picture(1)[60..90]] {
            assert!(!everything.windows(clear.len()).any(|bytes| bytes == clear), "a photograph is in clear");
        }
        let list = knocker.get("chef", &photos).await.body;
        assert!(list.contains("5\u{a0}photos attendent") && !list.contains("loading=\"lazy\""), "{list}");
        let folder = tempfile::tempdir().expect("folder");
        let before = folder.path().join("avant.tar.gz");
        stage.saved(&before).await;
        let names = names_of(&stage).await;
        let mut tx = stage.house.write().await.expect("a transaction");
        let around = (&stage.house.outside, &stage.house.keys);
        assert_eq!(photographs::mix(&mut tx, around).await.expect("mixed"), 5);
        tx.commit().await.expect("kept");
        let after = names_of(&stage).await;
        assert!(after.iter().all(|id| !names.contains(id)), "a photograph keeps its name");
        let list = knocker.get("enquete", &photos).await.body;
        assert!(
            list.matches("loading=\"lazy\"").count() == 5
                && list.contains("Photographiez")
                && !list.contains("/retrait"),
            "{list}"
        );
        let first = list
            .split("<img src=\"")
            .find(|rest| rest.starts_with(&photos))
            .and_then(|rest| rest.split('"').next())
            .expect("a photograph");
        let shown = knocker.get("enquete", first).await;
        assert_eq!((shown.status.as_u16(), shown.media_type.as_str()), (200, "image/jpeg"));
        assert!(!String::from_utf8_lossy(&shown.bytes).contains("43.2127N"), "the place stays in the picture");
        assert_eq!(knocker.get("asso", first).await.status.as_u16(), 403);

        // The person sees that it is there, and takes it back; the project manager takes one out.
        let seen = knocker.post("", "/q/suivi", &[("cle", &code)]).await;
        assert!(seen.body.contains("photo a été prise avec votre réponse"), "{}", seen.body);
        let erased = knocker.post("", "/q/suivi/effacement", &[("cle", &code)]).await;
        assert!(erased.body.contains("est effacée"), "{}", erased.body);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer_photo").await, 4);
        let list = knocker.get("chef", &photos).await.body;
        let one =
            list.split("action=\"").find(|rest| rest.contains("/retrait\"")).and_then(|rest| rest.split('"').next());
        let one = one.expect("a way to take it out");
        assert_eq!(knocker.post("enquete", one, &[]).await.status.as_u16(), 403);
        assert_eq!(knocker.post("chef", one, &[]).await.status.as_u16(), 303);
        assert_eq!(stage.count("SELECT COUNT(*) FROM answer_photo").await, 3);
        let told = stage.column("SELECT detail FROM journal_words").await.join("\n");
        assert!(told.contains("retrait d’une photo"), "{told}");
        web::testing::sound(&stage.house).await;

        // A backup made before, when photographs had other names, brings back neither hers nor the one taken out.
        stage.saved(&folder.path().join("apres.tar.gz")).await;
        let (back, _kept) = stage.brought_back(&before).await;
        assert_eq!(back.count("SELECT COUNT(*) FROM answer_photo").await, 5);
        assert_eq!(
            back.erased_again(&folder.path().join(safekeeping::LEDGER)).await,
            3,
            "an answer, its photograph, another"
        );
        let codes = async |stage: &Stage| {
            let mut tx = stage.house.read().await.expect("read");
            let sql = "SELECT code_hash FROM answer_photo ORDER BY code_hash";
            let found: Vec<(Vec<u8>,)> = database::fetch_all!(&mut tx, sql).expect("codes");
            found
        };
        assert_eq!(codes(&back).await, codes(&stage).await, "the same three stand");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_script_a_photograph_is_given_once_the_interview_is_kept() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let path = opened(&stage).await;
        let whole = stage.knocker.get("enquete", &format!("{path}/face-a-face")).await;
        let kept = stage.sends("enquete", &whole, &format!("{path}/face-a-face"), &[("r.age", "41")]).await;
        assert!(kept.body.contains("Garder cette photo") && kept.body.contains("multipart/form-data"), "{}", kept.body);
        let code = crate::setting::given_code(&kept.body);
        let fields = [("code", code.as_str()), ("question", "photo"), ("suite", "face-a-face")];
        let none = stage.knocker.upload("enquete", &format!("{path}/photos"), &fields, ("photo.photo", "", b"")).await;
        assert!(none.status.as_u16() == 422 && none.body.contains("#champ-photo.photo"), "{}", none.body);
        assert!(none.body.contains(&code), "the code is lost");
        let file = ("photo.photo", "rue.jpg", picture(1));
        let done = stage.knocker.upload("enquete", &format!("{path}/photos"), &fields, (file.0, file.1, &file.2)).await;
        assert!(done.status.as_u16() == 200 && done.body.contains("La photo est gardée"), "{}", done.body);
        assert!(done.body.contains(&format!("{path}/face-a-face")), "the next interview is not offered: {}", done.body);
    })
    .await;
}
