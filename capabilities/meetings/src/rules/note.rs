//! A note: a few words somebody said, and the key that makes sending it twice harmless.

use kernel::{FieldError, Uuid};
use sha2::{Digest, Sha256};

use super::{NoteKind, Origin};

/// Longest note, in signs: a sticky note, not a report.
pub const LONGEST: usize = 500;
/// Most notes in one sending.
pub const MOST_LINES: usize = 300;
/// Longest public, in signs.
pub const LONGEST_AUDIENCE: usize = 80;

/// A note as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Drawn by lot by the device that wrote it.
    pub id: Uuid,
    /// The consultation whose notes are sorted together.
    pub consultation: Uuid,
    /// The gathering it was written at.
    pub meeting: Uuid,
    /// Its rank in the consultation; drawn by lot when a telephone sent it.
    pub seq: i64,
    /// What was said.
    pub words: String,
    /// The neighbourhood.
    pub area: Option<Uuid>,
    /// Who said it: a category, never a name.
    pub audience: String,
    /// What it is.
    pub kind: NoteKind,
    /// The group it was put in.
    pub group: Option<Uuid>,
    /// The note that says the same thing.
    pub merged_into: Option<Uuid>,
    /// Taken out; it can be brought back.
    pub is_removed: bool,
    /// Who put it in.
    pub origin: Origin,
    /// The piece of evidence made of it.
    pub evidence: Option<Uuid>,
    /// The sentence of the corpus that carries it.
    pub verbatim: Option<Uuid>,
    /// When it came, milliseconds; the beginning of the day only when a telephone sent it.
    pub put_at: i64,
    /// The hash of the code that takes it back, when a telephone sent it.
    pub code_hash: Option<Vec<u8>>,
    /// Whether the journal is not told of it yet.
    pub is_untold: bool,
}

/// A note to put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNote {
    /// Its key.
    pub key: Uuid,
    /// What was said.
    pub words: String,
}

/// The marks people put before the lines of a list.
const BULLETS: [char; 7] = ['-', '–', '—', '•', '*', '·', '▪'];

/// One note a line, without bullets, without empty lines. `base` is the key of the form: the same form sent twice gives
/// the same keys, and a form corrected and sent again gives new keys to the new lines only.
pub fn lines(text: &str, base: Uuid) -> Vec<NewNote> {
    let mut seen = std::collections::HashMap::<String, u32>::new();
    text.lines()
        .map(|line| line.trim().trim_start_matches(BULLETS).split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .map(|words| {
            let times = seen.entry(words.clone()).or_default();
            *times += 1;
            NewNote { key: key(base, &words, *times), words }
        })
        .collect()
}

/// The key of the `times`-th line of a form that says this.
fn key(base: Uuid, words: &str, times: u32) -> Uuid {
    let hash =
        Sha256::new().chain_update(base.as_bytes()).chain_update(times.to_be_bytes()).chain_update(words).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// What is wrong with a sending, on the field that holds the lines.
pub fn check(notes: &[NewNote], field: &str) -> Vec<FieldError> {
    if notes.is_empty() {
        return vec![FieldError::new(field, "Écrivez au moins une note")];
    }
    if notes.len() > MOST_LINES {
        let sentence = format!(
            "Envoyez {MOST_LINES} lignes au plus à la fois : il y en a {}. Envoyez le reste ensuite",
            notes.len()
        );
        return vec![FieldError::new(field, sentence)];
    }
    let too_long = |(rank, note): (usize, &NewNote)| {
        let length = note.words.chars().count();
        let start = kernel::text::shorten(&note.words, 30);
        (length > LONGEST).then(|| {
            let sentence = format!(
                "La ligne {} (« {start} ») fait {length} signes : coupez-la en notes de {LONGEST} signes au plus",
                rank + 1
            );
            FieldError::new(field, sentence)
        })
    };
    notes.iter().enumerate().filter_map(too_long).take(1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: Uuid = Uuid::from_u128(7);

    #[test]
    fn one_line_is_one_note() {
        let pasted = "- Des bancs\r\n\n  • Des bancs  \n*   Un  médecin\n\t\n";
        let words: Vec<String> = lines(pasted, BASE).into_iter().map(|note| note.words).collect();
        assert_eq!(words, ["Des bancs", "Des bancs", "Un médecin"]);
    }

    #[test]
    fn sending_twice_gives_the_same_keys_and_correcting_gives_new_ones_to_the_new_lines_only() {
        let first = lines("a\nb\na", BASE);
        assert_eq!(first, lines("a\nb\na", BASE));
        assert_ne!(first[0].key, first[2].key, "said twice is two notes");
        let corrected = lines("nouveau\na\nb bis\na", BASE);
        assert_eq!((corrected[1].key, corrected[3].key), (first[0].key, first[2].key));
        assert!(![first[0].key, first[1].key, first[2].key].contains(&corrected[2].key));
        assert_ne!(first[0].key, lines("a", Uuid::from_u128(8))[0].key, "another form, another note");
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(check(&lines(" \n-\n", BASE), "notes")[0].sentence.contains("au moins une note"));
        let long = "x".repeat(501);
        let sentence = check(&lines(&format!("ok\n{long}"), BASE), "notes")[0].sentence.clone();
        assert!(sentence.contains("ligne 2") && sentence.contains("501 signes"), "{sentence}");
        let many = (0..301).map(|n| format!("n{n}\n")).collect::<String>();
        assert!(check(&lines(&many, BASE), "notes")[0].sentence.contains("301"));
        assert!(check(&lines("ok", BASE), "notes").is_empty());
    }
}
