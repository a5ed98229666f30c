//! Papers, payments and batches of agreements, letters of a committee, while the server is killed again and again: each exists once,
//! and so does its entry of the journal; on both databases.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant, UNIX_EPOCH};

use database::sqlx;

use crate::support::{self, Running, Visitor, databases};

const LIST: &str = "/gestion/conventions";
const PAY: &str = "/gestion/paiements";

/// Agreements whose payments are followed: enough for several kills.
const FOLLOWED: usize = 10;

/// Where the platform is: its folder, its database.
type At<'a> = (&'a Path, Option<&'a str>);

/// What one statement gives.
fn read<T>((data, database): At<'_>, sql: &'static str) -> Vec<T>
where
    T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
        + Send
        + Unpin,
{
    let url = database.map_or_else(|| format!("sqlite:{}", data.join("parvis.sqlite").display()), str::to_owned);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    runtime.block_on(async move {
        let db = database::Db::open(&url).await.expect("opened");
        let mut tx = db.read().await.expect("read");
        database::fetch_all!(&mut tx, sql).expect("read")
    })
}

/// What one statement counts.
fn counted(at: At<'_>, sql: &'static str) -> i64 {
    read::<(i64,)>(at, sql).first().map(|(count,)| *count).expect("counted")
}

/// What somebody does once, on a server of her own.
fn once<T>(at: At<'_>, who: &str, act: impl FnOnce(&Visitor) -> T) -> T {
    let server = Running::demo(at.0, at.1);
    let visitor = Visitor::new(&server.url);
    visitor.sign_in(who);
    let done = act(&visitor);
    assert!(server.stop().success());
    done
}

/// Does something again and again until it has nothing left to do; the server is killed meanwhile, at moments that differ from
/// one round to the next. `step` gives whether something was left, or nothing when the server went away.
fn through_kills((data, database): At<'_>, kills: u64, who: &str, step: impl Fn(&Visitor) -> Option<bool> + Sync) {
    for round in 0.. {
        let server = Running::demo(data, database);
        let visitor = Visitor::new(&server.url);
        visitor.sign_in(who);
        if round >= kills {
            let start = Instant::now();
            while step(&visitor).expect("the server stays") {
                assert!(start.elapsed() < Duration::from_secs(300), "it never ends");
                std::thread::sleep(Duration::from_millis(100));
            }
            assert!(server.stop().success());
            return;
        }
        // Another moment each time, from the first request to the middle of the work.
        let nanos = UNIX_EPOCH.elapsed().expect("a time").subsec_nanos();
        let wait = Duration::from_millis(20 + round * 90 + u64::from(nanos % 200));
        let is_over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut is_going = true;
                while is_going && !is_over.load(Ordering::Relaxed) {
                    is_going = step(&visitor) == Some(true);
                }
            });
            std::thread::sleep(wait);
            server.kill();
            is_over.store(true, Ordering::Relaxed);
        });
    }
}

/// The boxes of a name on a page.
fn boxes(page: &str, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

fn today() -> [(&'static str, String); 3] {
    day_in(0)
}

fn day_in(days: i64) -> [(&'static str, String); 3] {
    let seconds = i64::try_from(UNIX_EPOCH.elapsed().expect("a time").as_secs()).expect("seconds");
    let day = jiff::Timestamp::from_second(seconds).expect("a moment").to_zoned(jiff::tz::TimeZone::UTC).date();
    let day = day.checked_add(jiff::Span::new().days(days)).expect("a day");
    [
        ("signature-jour", day.day().to_string()),
        ("signature-mois", day.month().to_string()),
        ("signature-annee", day.year().to_string()),
    ]
}

/// Puts every draft on paper: asks for the batch, then waits for it.
fn put_on_paper(visitor: &Visitor) -> Option<bool> {
    let page = visitor.try_get(LIST).ok()?;
    // What does not hold stays in writing once the batch is over.
    let is_over = page.body.contains("Mise en signature demandée") && page.body.contains("terminé.");
    if !is_over && page.body.contains("Mettre en signature tout ce qui est prêt") {
        let form = support::form_near(&page.body, "Mettre en signature tout")?;
        let fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        // A batch that is under way goes on by itself: asking again is refused, and changes nothing.
        let asked = visitor.try_post(&form.action, &fields).ok()?;
        assert!(asked.status < 500, "{asked:?}");
        return Some(true);
    }
    Some(false)
}

/// Agreements of the first page of the list, by their address.
fn listed(visitor: &Visitor) -> Option<Vec<String>> {
    let page = visitor.try_get(&format!("{LIST}?etat=circulating")).ok()?;
    let links = page.body.split("href=\"/gestion/conventions/").skip(1).filter_map(|rest| rest.get(..36));
    let mut all: Vec<String> = links.filter(|id| id.matches('-').count() == 4).map(str::to_owned).collect();
    all.dedup();
    Some(all)
}

/// Notes the next signature of some agreement.
fn sign(visitor: &Visitor, some: &[String]) -> Option<bool> {
    let day = today();
    for id in some {
        let home = format!("{LIST}/{id}/signatures");
        let page = visitor.try_get(&home).ok()?;
        let Some(form) = support::form_near(&page.body, "signature-jour") else { continue };
        let mut fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend(day.iter().map(|(name, value)| (*name, value.as_str())));
        let noted = visitor.try_post(&form.action, &fields).ok()?;
        assert!(noted.status < 500, "{noted:?}");
        return Some(true);
    }
    Some(false)
}

/// Proposes one payment that may be.
fn propose(visitor: &Visitor) -> Option<bool> {
    let page = visitor.try_get(PAY).ok()?;
    let Some(form) = support::form_near(&page.body, "name=\"versement\"") else { return Some(false) };
    // An association without account is told, and left: the next one is tried.
    for one in boxes(&page.body, "versement") {
        let mut fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.push(("versement", &one));
        let proposed = visitor.try_post(&form.action, &fields).ok()?;
        assert!(proposed.status < 500, "{proposed:?}");
        if proposed.status == 303 {
            return Some(true);
        }
    }
    Some(false)
}

/// Puts agreements on paper, has some of them signed and their payments proposed, the server killed so many times at each step.
fn proposed(at: At<'_>, [on_paper, signing, proposing]: [u64; 3]) {
    through_kills(at, on_paper, "Claire Vidal", put_on_paper);
    let some: Vec<String> =
        once(at, "Claire Vidal", |visitor| listed(visitor).expect("a list").into_iter().take(FOLLOWED).collect());
    assert!(!some.is_empty(), "agreements go round");
    through_kills(at, signing, "Claire Vidal", |visitor| sign(visitor, &some));
    // Whoever proposes does not check.
    through_kills(at, proposing, "Lucie Armengol", propose);
}

#[test]
fn each_paper_and_each_payment_exists_once_whatever_instant_the_server_is_killed_at() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = (folder.path(), database.as_deref());
        // One kill in the middle of the batch: the job is taken over once its lease is past.
        proposed(at, [1, 3, 4]);
        let count = |sql| counted(at, sql);
        // Each paper once, with its entry; none is half made.
        let papers = count("SELECT COUNT(*) FROM agreement_version WHERE state <> 'draft'");
        let entries = count("SELECT COUNT(*) FROM journal_words WHERE detail LIKE '%\"mise en signature\"%'");
        assert_eq!(papers, entries, "a paper, an entry ({database:?})");
        assert_eq!(count("SELECT COUNT(*) FROM agreement_version WHERE state <> 'draft' AND content IS NULL"), 0);
        let circuits = count("SELECT COUNT(DISTINCT version) FROM agreement_signature");
        assert_eq!(circuits, papers, "a circuit of signatures for each paper");
        let signed = count("SELECT COUNT(*) FROM agreement_signature WHERE signed_on IS NOT NULL");
        let noted = count("SELECT COUNT(*) FROM journal_words WHERE detail LIKE '%\"signature notée\"%'");
        assert_eq!(signed, noted, "a signature, an entry");
        // Each payment once, with its entry and its own number; numbers follow one another.
        let payments = count("SELECT COUNT(*) FROM payment");
        let proposed = count("SELECT COUNT(*) FROM journal_words WHERE detail LIKE '%\"paiement proposé\"%'");
        assert_eq!(payments, proposed, "a payment, an entry");
        assert!(payments > 1, "payments were proposed");
        let live = "SELECT COUNT(*) FROM payment WHERE state <> 'refused'";
        assert_eq!(count(live), count("SELECT COUNT(DISTINCT mark) FROM payment WHERE state <> 'refused'"));
        let last = count("SELECT CAST(SUM(last) AS BIGINT) FROM agreement_counter WHERE kind = 'P'");
        assert_eq!(last, payments, "no number is lost or given twice");
        let mut verify = support::on(&["verify"], at.0, at.1);
        let said = support::run(&mut verify);
        assert_eq!(said.code, 0, "{said:?}");
    }
}

/// Checks one payment somebody else proposed, or hands over those that are checked: each leaves in a batch of its own, so that
/// there are many.
fn hand_over(visitor: &Visitor) -> Option<bool> {
    let page = visitor.try_get(PAY).ok()?;
    if let Some(form) = support::form_near(&page.body, "name=\"financeur\"") {
        let payer = boxes(&page.body, "financeur").into_iter().next()?;
        // Tomorrow at the soonest, whatever hour it is in the town.
        let day = day_in(2);
        let mut fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.push(("financeur", &payer));
        let names = ["jour-jour", "jour-mois", "jour-annee"];
        fields.extend(names.iter().zip(&day).map(|(name, (_, value))| (*name, value.as_str())));
        let sent = visitor.try_post(&form.action, &fields).ok()?;
        assert!(sent.status < 500, "{sent:?}");
        assert_eq!(sent.status, 303, "{sent:?}");
        return Some(true);
    }
    let Some(form) = support::form_near(&page.body, "name=\"paiement\"") else { return Some(false) };
    let Some(one) = boxes(&page.body, "paiement").into_iter().next() else { return Some(false) };
    let mut fields: Vec<(&str, &str)> =
        form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend([("paiement", one.as_str()), ("decision", "valider")]);
    let checked = visitor.try_post(&form.action, &fields).ok()?;
    assert!(checked.status < 500, "{checked:?}");
    Some(checked.status == 303)
}

#[test]
fn each_batch_for_the_accountant_exists_once_whatever_instant_the_server_is_killed_at() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = (folder.path(), database.as_deref());
        support::filled(at.0, at.1);
        let count = |sql| counted(at, sql);
        let before = count("SELECT COUNT(*) FROM payment_batch");
        let without = "SELECT COUNT(*) FROM payment_batch WHERE transfers IS NULL";
        let before_without = count(without);
        proposed(at, [0; 3]);
        give_accounts(at);
        through_kills(at, 4, "Claire Vidal", hand_over);
        let batches = count("SELECT COUNT(*) FROM payment_batch");
        assert!(batches > before, "batches left: {before}, {batches} ({database:?})");
        let sent = count("SELECT COUNT(*) FROM journal_words WHERE detail LIKE '%\"paiements transmis\"%'");
        assert_eq!(batches, sent, "a batch, an entry");
        let last = count("SELECT CAST(SUM(last) AS BIGINT) FROM agreement_counter WHERE kind = 'L'");
        assert_eq!(last, batches, "no number is lost or given twice");
        // A payment leaves in one batch, with it: what batches say is what left, to the cent; none is half made.
        let of_batches = count("SELECT CAST(SUM(count) AS BIGINT) FROM payment_batch");
        let left = count("SELECT COUNT(*) FROM payment WHERE batch IS NOT NULL AND state IN ('sent', 'paid')");
        assert_eq!(of_batches, left, "a payment, a batch");
        let told = count("SELECT CAST(SUM(cents) AS BIGINT) FROM payment_batch");
        let cents = count("SELECT CAST(SUM(cents) AS BIGINT) FROM payment WHERE batch IS NOT NULL");
        assert_eq!(told, cents, "the sums of batches are those of their payments");
        assert_eq!(count("SELECT COUNT(*) FROM payment WHERE (batch IS NULL) <> (sent_at IS NULL)"), 0);
        assert_eq!(count("SELECT COUNT(*) FROM payment_batch WHERE listing IS NULL"), 0, "each has its list");
        assert_eq!(count(without), before_without, "and its transfers");
        files_taken_then_paid(at);
        let said = support::run(&mut support::on(&["verify"], at.0, at.1));
        assert_eq!(said.code, 0, "{said:?}");
    }
}

/// Gives each funder the account it pays from: entered by one agent, confirmed by another.
fn give_accounts(at: At<'_>) {
    let payers = read::<(kernel::Uuid,)>(at, "SELECT DISTINCT payer FROM agreement WHERE payer <> call_funder");
    let sheets: Vec<String> = payers.iter().map(|(id,)| format!("/gestion/associations/{id}")).collect();
    assert!(!sheets.is_empty());
    once(at, "Claire Vidal", |visitor| {
        for sheet in &sheets {
            let account = [("titulaire", "Payeur d’essai"), ("code-iban", "FR7630006000011234567890189")];
            let entered = visitor.fill(&format!("{sheet}/banque"), "code-iban", &account);
            assert_eq!(entered.status, 303, "{entered:?}");
        }
    });
    once(at, "Lucie Armengol", |visitor| {
        for sheet in &sheets {
            let confirmed = visitor.fill(sheet, "je le confirme", &[("reponse", "oui")]);
            assert_eq!(confirmed.status, 303, "{confirmed:?}");
        }
    });
}

/// Files of batches already taken, by their address.
type Taken = Mutex<BTreeMap<String, String>>;

/// Takes the next file of a batch that was not taken yet.
fn take(visitor: &Visitor, taken: &Taken) -> Option<bool> {
    let page = visitor.try_get(PAY).ok()?;
    let start = format!("action=\"{PAY}/lots/");
    let paths = page.body.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
    let paths: Vec<String> = paths.map(|rest| format!("{PAY}/lots/{rest}")).collect();
    let next = {
        let known = taken.lock().expect("no panic");
        paths.into_iter().find(|path| !known.contains_key(path))
    };
    let Some(path) = next else { return Some(false) };
    let file = visitor.try_post(&path, &[]).ok()?;
    assert_eq!(file.status, 200, "{path}: {file:?}");
    taken.lock().expect("no panic").insert(path, file.body);
    Some(true)
}

/// Gives the list of a batch back as paid, each in its turn.
fn note_paid(visitor: &Visitor, lists: &[String], next: &AtomicUsize) -> Option<bool> {
    let Some(list) = lists.get(next.load(Ordering::SeqCst)) else { return Some(false) };
    let file = ("fichier", "payes.csv", list.as_bytes());
    let noted = visitor.try_upload(&format!("{PAY}/releve"), &[("contrat", "")], file).ok()?;
    assert_eq!(noted.status, 200, "{noted:?}");
    next.fetch_add(1, Ordering::SeqCst);
    Some(true)
}

/// Files are taken, then what they list is noted as paid, while the server is killed: the same bytes again, a reading of accounts for
/// each file that came, each payment paid once.
fn files_taken_then_paid(at: At<'_>) {
    const KILLS: u64 = 2;
    let count = |sql| counted(at, sql);
    let readings = "SELECT COUNT(*) FROM journal_words WHERE detail LIKE '%comptes bancaires lus dans un lot%'";
    let before = count(readings);
    let taken = Taken::default();
    through_kills(at, KILLS, "Claire Vidal", |visitor| take(visitor, &taken));
    let files = taken.into_inner().expect("no panic");
    let came = files.len() as i64;
    let told = count(readings) - before;
    assert!(files.keys().any(|path| path.ends_with("/virements")) && came > 1, "{:?}", files.keys());
    // What was asked for and never came may have been read: it is told too.
    assert!((came..=came + KILLS as i64).contains(&told), "{came} files, {told} entries");
    once(at, "Claire Vidal", |visitor| {
        for (path, body) in &files {
            assert_eq!(&visitor.post(path, &[]).body, body, "{path}: the same bytes");
        }
    });
    let lists: Vec<String> =
        files.into_iter().filter(|(path, _)| path.ends_with("/liste")).map(|(_, body)| body).collect();
    let marked = "SELECT COUNT(*) FROM journal_words WHERE detail LIKE '%\"paiements notés payés\"%'";
    let sent = count("SELECT COUNT(DISTINCT batch) FROM payment WHERE state = 'sent'");
    let before = count(marked);
    let next = AtomicUsize::new(0);
    through_kills(at, KILLS, "Claire Vidal", |visitor| note_paid(visitor, &lists, &next));
    assert_eq!(count("SELECT COUNT(*) FROM payment WHERE state = 'sent'"), 0, "all that left is paid");
    assert_eq!(count(marked) - before, sent, "a list, an entry, whatever was sent again");
    assert_eq!(count("SELECT COUNT(*) FROM payment WHERE (state = 'paid') <> (paid_on IS NOT NULL)"), 0);
}

/// Where the letters of the committee of the demonstration are followed.
fn letters_page(visitor: &Visitor) -> Option<String> {
    let page = visitor.try_get("/gestion/programmation").ok()?;
    let links = page.body.split("href=\"/gestion/programmation/").skip(1).filter_map(|rest| rest.get(..36));
    let id = links.into_iter().find(|id| id.matches('-').count() == 4)?;
    Some(format!("/gestion/programmation/{id}/courriers"))
}

/// Has the letters of the committee made: asks for the batch, then waits for it.
fn write_letters(visitor: &Visitor) -> Option<bool> {
    let path = letters_page(visitor)?;
    let page = visitor.try_get(&path).ok()?;
    if let Some(form) = support::form_near(&page.body, "Préparer et envoyer les courriers") {
        let action = if form.action.is_empty() { path } else { form.action };
        // A batch that is under way goes on by itself: asking again is refused, and changes nothing.
        let asked = visitor.try_post(&action, &[]).ok()?;
        assert!(asked.status < 500, "{asked:?}");
        return Some(true);
    }
    Some(false)
}

#[test]
fn each_letter_of_a_committee_exists_once_whatever_instant_the_server_is_killed_at() {
    for database in databases() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = (folder.path(), database.as_deref());
        support::filled(at.0, at.1);
        let count = |sql| counted(at, sql);
        let letters = "SELECT COUNT(*) FROM decision_letter";
        let before = count(letters);
        // Two kills in the middle of the batch: the job is taken over once its lease is past.
        through_kills(at, 2, "Claire Vidal", write_letters);
        let made = count(letters);
        assert!(made > before, "letters were made: {before}, {made} ({database:?})");
        let entries = count("SELECT COUNT(*) FROM journal_words WHERE detail LIKE '%\"courrier de décision\"%'");
        assert_eq!(made, entries, "a letter, an entry");
        // Each frozen decision is told by one letter, and each application once for it.
        let lines = count("SELECT COUNT(*) FROM decision_letter_line");
        let decisions = count("SELECT COUNT(DISTINCT vote) FROM decision_letter_line WHERE round = 0");
        let again = count("SELECT COUNT(*) FROM decision_letter_line WHERE round > 0");
        assert_eq!(lines, decisions + again, "a decision, a letter");
        assert_eq!(count("SELECT COUNT(*) FROM decision_letter WHERE content IS NULL"), 0, "none is half made");
        let without = "SELECT COUNT(*) FROM decision_letter WHERE id NOT IN (SELECT letter FROM decision_letter_line)";
        assert_eq!(count(without), 0, "no letter says nothing");
        let (mails, mailed) = (
            count("SELECT COUNT(DISTINCT mail) FROM decision_letter WHERE mail IS NOT NULL"),
            count("SELECT COUNT(*) FROM decision_letter WHERE mail IS NOT NULL"),
        );
        assert_eq!(mails, mailed, "a mail of its own for each letter that leaves by mail");
        let said = support::run(&mut support::on(&["verify"], at.0, at.1));
        assert_eq!(said.code, 0, "{said:?}");
    }
}
