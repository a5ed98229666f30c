//! Evidence read from a CSV file: every line is checked and told before anything is saved.

use database::Tx;
use journal::Entry;
use kernel::text::search_key;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::evidence::put;
use super::place;
use crate::rules::{EvidenceText, Kind, Need, Visibility, check_evidence};
use crate::store::documents::Document;
use crate::store::setting::Channel;
use crate::{acts, store};

/// What was read on one line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportLine {
    /// Number of the line in the file, from 1.
    pub number: u64,
    /// What was understood; none when something is wrong.
    pub evidence: Option<EvidenceText>,
    /// What is wrong or worth knowing, in French.
    pub problem: String,
}

/// What was read in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Every line that holds something.
    pub lines: Vec<ImportLine>,
    /// Why the file as a whole cannot be used, or nothing.
    pub refusal: String,
}

impl ImportReport {
    /// Number of lines that can be saved.
    pub fn ready_count(&self) -> usize {
        self.lines.iter().filter(|line| line.evidence.is_some()).count()
    }
}

const MOST_LINES: usize = 2000;

/// Reads a file without saving anything: UTF-8 or Windows-1252, `;` or `,` between columns.
///
/// # Errors
/// Not this actor's; no such consultation.
pub async fn read_import(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    consultation: Uuid,
    bytes: &[u8],
) -> Outcome<ImportReport> {
    let found = store::setting::consultation(tx, consultation).await?.ok_or(Refusal::NotFound)?;
    actor.authorise(&acts::RECORD, &place(found.contract, None))?;
    let refused = |sentence: &str| Ok(ImportReport { refusal: sentence.to_owned(), ..ImportReport::default() });
    let known = Known::load(tx, consultation).await?;
    let text = decoded(bytes);
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.matches(';').count() >= first.matches(',').count() { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let Ok(headers) = reader.headers().cloned() else {
        return refused("Le fichier n’est pas un tableau CSV lisible.");
    };
    let column = |name: &str| headers.iter().position(|header| search_key(header) == name);
    let (Some(need), Some(area), Some(heard), Some(said)) =
        (column("besoin"), column("quartier"), column("qui"), column("propos"))
    else {
        return refused("Il manque une colonne : il faut au moins « besoin », « quartier », « qui » et « propos ».");
    };
    let columns = Columns {
        need,
        area,
        heard,
        said,
        channel: column("canal"),
        day: column("date"),
        document: column("document"),
        page: column("page"),
    };
    let today = outside.now().plus_seconds(14 * 3600).day(&jiff::tz::TimeZone::UTC);
    let mut report = ImportReport::default();
    let mut seen: Vec<EvidenceText> = Vec::new();
    for record in reader.records() {
        let Ok(record) = record else { return refused("Le fichier n’est pas un tableau CSV lisible.") };
        let number = record.position().map_or(0, csv::Position::line);
        if record.iter().all(str::is_empty) {
            continue;
        }
        if report.lines.len() == MOST_LINES {
            return refused("Le fichier a plus de 2 000 lignes : coupez-le en plusieurs.");
        }
        let line = match columns.read(&record, &known) {
            Err(problem) => ImportLine { number, evidence: None, problem },
            Ok(evidence) => {
                let errors = check_evidence(&evidence, today);
                if let Some(error) = errors.first() {
                    ImportLine { number, evidence: None, problem: error.sentence.clone() }
                } else if seen.contains(&evidence) || store::evidence::is_same(tx, &evidence).await? {
                    ImportLine {
                        number,
                        evidence: None,
                        problem: "Déjà enregistrée : cette ligne sera laissée de côté".to_owned(),
                    }
                } else {
                    seen.push(evidence.clone());
                    ImportLine { number, evidence: Some(evidence), problem: String::new() }
                }
            }
        };
        report.lines.push(line);
    }
    if report.lines.is_empty() {
        return refused("Le fichier n’a aucune ligne sous ses titres de colonnes.");
    }
    Ok(report)
}

/// Saves every line that can be, all of them or nothing. Gives their number.
///
/// # Errors
/// As [`read_import`]; nothing to save.
pub async fn import_evidence(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    consultation: Uuid,
    bytes: &[u8],
) -> Outcome<usize> {
    let report = read_import(tx, outside, actor, consultation, bytes).await?;
    if report.ready_count() == 0 {
        let sentence =
            if report.refusal.is_empty() { "Aucune ligne ne peut être enregistrée" } else { &report.refusal };
        return Err(Failure::field("fichier", sentence));
    }
    let mut ids = Vec::with_capacity(report.ready_count());
    let mut touched: Vec<(&str, Uuid)> = Vec::with_capacity(2 * report.ready_count());
    for evidence in report.lines.iter().filter_map(|line| line.evidence.as_ref()) {
        let (id, _, link) = put(tx, outside, actor, "", (consultation, evidence.clone()).into()).await?;
        ids.push(id);
        touched.extend([("evidence", id), ("lineage_link", link)]);
    }
    let detail = json!({ "acte": "import", "enregistrees": ids.len(), "laissees": report.lines.len() - ids.len() });
    let entry = Entry::on(acts::RECORD.code, "consultation", consultation).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(ids.len())
}

/// The text of a file, UTF-8 or Windows-1252, without the mark some spreadsheets put at its head.
pub fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// What names in the file may stand for.
struct Known {
    needs: Vec<Need>,
    areas: Vec<territory::facade::Area>,
    channels: Vec<Channel>,
    documents: Vec<Document>,
}

impl Known {
    async fn load(tx: &mut Tx, consultation: Uuid) -> Outcome<Self> {
        let channels = store::setting::channels(tx).await?;
        Ok(Self {
            needs: store::needs::all(tx).await?,
            areas: territory::facade::areas(tx).await?,
            channels: channels.into_iter().filter(|channel| channel.consultation == consultation).collect(),
            documents: store::documents::documents(tx).await?,
        })
    }
}

/// Where each column stands.
struct Columns {
    need: usize,
    area: usize,
    heard: usize,
    said: usize,
    channel: Option<usize>,
    day: Option<usize>,
    document: Option<usize>,
    page: Option<usize>,
}

impl Columns {
    fn read(&self, record: &csv::StringRecord, known: &Known) -> Result<EvidenceText, String> {
        let at = |rank: usize| record.get(rank).unwrap_or_default();
        let maybe = |rank: Option<usize>| rank.map(at).unwrap_or_default();
        let same = |a: &str, b: &str| search_key(a) == search_key(b);
        let asked = at(self.need);
        let need = known.needs.iter().find(|need| same(&need.code, asked) || same(&need.text.label, asked));
        let need = need.ok_or_else(|| format!("Le besoin « {asked} » n’existe pas : ajoutez-le d’abord"))?;
        let asked = at(self.area);
        let area = known.areas.iter().find(|area| same(&area.code, asked) || same(&area.name, asked));
        let area =
            area.ok_or_else(|| format!("Le quartier « {asked} » n’est pas connu : donnez son code ou son nom"))?;
        let asked = maybe(self.channel);
        let channel = match asked {
            "" => None,
            _ => {
                let found =
                    known.channels.iter().find(|channel| same(&channel.code, asked) || same(&channel.label, asked));
                Some(found.ok_or_else(|| format!("Le canal « {asked} » n’est pas de cette concertation"))?.id)
            }
        };
        let asked = maybe(self.document);
        let document = match asked {
            "" => None,
            _ => {
                let found = known.documents.iter().find(|one| same(&one.code, asked) || same(&one.title, asked));
                Some(found.ok_or_else(|| format!("Le document « {asked} » n’est pas connu : ajoutez-le d’abord"))?.id)
            }
        };
        Ok(EvidenceText {
            need: need.id,
            area: area.id,
            channel,
            gathering: None,
            heard: at(self.heard).to_owned(),
            heard_on: read_day(maybe(self.day))?,
            reported_on: None,
            said: at(self.said).to_owned(),
            kind: Kind::Need,
            document,
            page: maybe(self.page).to_owned(),
            visibility: Visibility::Public,
        })
    }
}

/// `2026-03-15` or `15/03/2026`; nothing when the cell is empty.
fn read_day(text: &str) -> Result<Option<jiff::civil::Date>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let french = || {
        let mut parts = text.split('/');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    let day = text.parse().ok().or_else(french);
    day.map(Some).ok_or_else(|| format!("« {text} » n’est pas une date : écrivez 15/03/2026"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_both_ways() {
        assert_eq!(read_day(""), Ok(None));
        assert_eq!(read_day("15/03/2026"), read_day("2026-03-15"));
        assert!(read_day("mars").is_err() && read_day("31/02/2026").is_err());
    }

    #[test]
    fn files_of_old_spreadsheets_are_read() {
        assert_eq!(decoded(b"\xef\xbb\xbf\xc3\xa9"), "é");
        assert_eq!(decoded(b"\xe9t\xe9"), "été");
        assert_eq!(decoded(b"\xef\xbb\xbf\xe9t\xe9"), "été");
    }
}
