//! A draft saved while somebody types: the same form and the same version as its button; on both databases.

use crate::setting::{arranged, hidden, migrations, new_sheet, opened, sound};
use database::testing::{each_database, outside};
use web::testing::{Knocker, house};

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_saved_by_itself_and_nobody_is_written_over() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(119));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        let objective = set.objective.to_string();
        let new = [new_sheet("F1", "Un atelier"), vec![("operationnel", objective.as_str())]].concat();
        let path = opened(&knocker, &new).await;
        let edit = format!("{path}/modifier");
        let page = knocker.get("chef", &edit).await.body;
        assert!(page.contains("/draft.js\"") && page.contains("data-draft=\"oui\" data-start"), "{page}");
        assert!(page.contains("role=\"status\" data-saved"), "{page}");
        let first = hidden(&page, "revision");
        let sent = |title: &'static str, revision: String, more: &[(&'static str, String)]| {
            let own = [("reference", "F1".to_owned()), ("titre", title.to_owned()), ("revision", revision)];
            own.into_iter().chain(more.iter().cloned()).collect::<Vec<_>>()
        };
        let post = async |who: &str, fields: Vec<(&'static str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            knocker.post(who, &edit, &fields).await
        };
        let kept = ("operationnel", objective.clone());
        let draft = ("reponse", "brouillon".to_owned());

        // Saved: told with its hour, with the version of the next save.
        let reply = post("chef", sent("Un atelier de couture", first.clone(), &[kept.clone(), draft.clone()])).await;
        assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
        let told: Vec<String> = serde_json::from_str(&reply.body).expect("three words for the script");
        assert_eq!(told, ["Enregistré à 12\u{a0}h\u{a0}00.", "3", edit.as_str()]);
        let page = knocker.get("chef", &edit).await.body;
        assert!(page.contains("value=\"Un atelier de couture\"") && hidden(&page, "revision") == "3", "{page}");

        // Overtaken: refused, and the button leads to the page that keeps both.
        let reply = post("chef", sent("Écrit en retard", first.clone(), &[kept.clone(), draft.clone()])).await;
        assert_eq!(reply.status.as_u16(), 409, "{}", reply.body);
        let reply = post("chef", sent("Écrit en retard", first, std::slice::from_ref(&kept))).await;
        assert!(reply.status.as_u16() == 409 && reply.body.contains("Écrit en retard"), "{}", reply.body);

        // Not whole yet: one sentence a point, no page. A link is never broken with a reason half typed.
        let reply = post("chef", sent("", "3".into(), &[kept.clone(), draft.clone()])).await;
        let told: Vec<String> = serde_json::from_str(&reply.body).expect("sentences");
        assert!(reply.status.as_u16() == 422 && told.len() == 1 && told[0].contains("titre"), "{told:?}");
        let reason = ("motif-fil", "Parce q".to_owned());
        let reply = post("chef", sent("Un atelier de couture", "3".into(), &[draft.clone(), reason])).await;
        assert_eq!(reply.status.as_u16(), 422, "{}", reply.body);
        assert_eq!(
            post("elue", sent("Un autre", "3".into(), &[kept.clone(), draft.clone()])).await.status.as_u16(),
            403
        );

        // Public: only the button writes.
        assert_eq!(knocker.post("chef", &format!("{path}/publication"), &[]).await.status.as_u16(), 303);
        let page = knocker.get("chef", &edit).await.body;
        assert!(page.contains("data-draft=\"non\""), "{page}");
        let now = hidden(&page, "revision");
        let reply = post("chef", sent("Une phrase à moit", now.clone(), &[kept.clone(), draft])).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("avec le bouton"), "{}", reply.body);
        assert!(!knocker.get("", "/actions/F1").await.body.contains("à moit"));
        assert_eq!(post("chef", sent("Une phrase entière", now, &[kept])).await.status.as_u16(), 303);
        assert!(knocker.get("", "/actions/F1").await.body.contains("Une phrase entière"));
        sound(&house).await;
    })
    .await;
}
