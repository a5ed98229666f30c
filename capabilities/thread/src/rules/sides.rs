//! What holds on two sides of a sheet of A4: long lists are cut alike, and what is left is counted.

use kernel::french;
use kernel::text::shorten;

/// Signs on a line of a list, at least: those of a wide letter.
const ON_A_LINE: usize = 72;
/// Lines on both sides, the title and the running heads apart.
const LINES: usize = 76;
/// Lines a title takes, with the room around it.
const TITLE: usize = 3;
/// Longest item, in signs.
const LONGEST: usize = 2 * ON_A_LINE - 10;

/// A part of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// What it lists: the words that stand out, then the others.
    pub items: Vec<(String, String)>,
    /// What is said when nothing is listed.
    pub nothing: String,
}

fn lines(text: &str) -> usize {
    text.chars().count() / ON_A_LINE + 1
}

impl Section {
    fn height(&self) -> usize {
        let items = self.items.iter().map(|(strong, rest)| lines(&format!("{strong} {rest}")));
        TITLE + lines(&self.title) - 1 + items.sum::<usize>().max(1)
    }

    /// The same with so many items at most, the others counted.
    fn cut(&self, most: usize) -> Self {
        let short = |(strong, rest): &(String, String)| {
            let room = LONGEST.saturating_sub(rest.chars().count());
            (shorten(strong, room.max(20)), shorten(rest, LONGEST - 20))
        };
        let mut items: Vec<(String, String)> = self.items.iter().take(most).map(short).collect();
        let more = self.items.len().saturating_sub(most);
        if more > 0 {
            let count = french::count(i64::try_from(more).unwrap_or(i64::MAX), "autre", "autres");
            items.push((String::new(), format!("Et {count}, sur la page du quartier.")));
        }
        Self { title: shorten(&self.title, LONGEST), items, nothing: self.nothing.clone() }
    }
}

/// The sections as they hold on two sides; what does not even hold by one line each is told by a last sentence.
pub fn fitted(sections: &[Section]) -> (Vec<Section>, String) {
    for most in [usize::MAX, 20, 12, 8, 5, 3, 2, 1] {
        let cut: Vec<Section> = sections.iter().map(|section| section.cut(most)).collect();
        if cut.iter().map(Section::height).sum::<usize>() <= LINES {
            return (cut, String::new());
        }
    }
    let mut room = LINES - 2;
    let mut kept = Vec::new();
    for section in sections.iter().map(|section| section.cut(1)) {
        if section.height() > room {
            break;
        }
        room -= section.height();
        kept.push(section);
    }
    let left = i64::try_from(sections.len() - kept.len()).unwrap_or(i64::MAX);
    let sentence = format!("Et {}, sur la page du quartier.", french::count(left, "autre partie", "autres parties"));
    (kept, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(items: usize, length: usize) -> Section {
        let one = ("é".repeat(length), "en cours".to_owned());
        Section { title: "Titre".into(), items: vec![one; items], nothing: String::new() }
    }

    #[test]
    fn short_lists_are_whole_and_long_ones_are_counted() {
        let (whole, sentence) = fitted(&[section(3, 40), section(2, 40)]);
        assert_eq!((whole[0].items.len(), whole[1].items.len(), sentence.as_str()), (3, 2, ""));
        let (cut, sentence) = fitted(&[section(200, 40), section(4, 40)]);
        assert_eq!((cut[0].items.len(), cut[1].items.len(), sentence.as_str()), (21, 4, ""));
        assert_eq!(cut[0].items[20].1, "Et 180\u{a0}autres, sur la page du quartier.");
        let many: Vec<Section> = (0..100).map(|_| section(30, 900)).collect();
        let (kept, sentence) = fitted(&many);
        assert!(kept.len() < 20 && sentence.contains("autres parties"), "{} {sentence}", kept.len());
        assert!(kept.iter().map(Section::height).sum::<usize>() <= LINES);
    }
}
