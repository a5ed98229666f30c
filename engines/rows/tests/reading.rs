//! Rows are what was written, whatever wrote them; what cannot be read is told.

use std::io::Read;

use proptest::prelude::*;
use rows::{Rows, Unreadable};

fn all(bytes: &[u8]) -> Result<Vec<Vec<String>>, Unreadable> {
    let mut rows = Rows::new(bytes)?;
    let mut read = Vec::new();
    while let Some(row) = rows.read()? {
        assert_eq!(row.number, read.len() as u64 + 1);
        read.push(row.cells.to_vec());
    }
    Ok(read)
}

fn read(text: &str) -> Vec<Vec<String>> {
    all(text.as_bytes()).expect("read")
}

#[test]
fn cells_are_cut_whatever_separates_them() {
    for separator in [",", ";", "\t", "|"] {
        for end in ["\n", "\r\n", "\r"] {
            let text =
                [format!("a{separator}b"), format!("\"1{separator}\"\"2\"\"\"{separator}"), String::new()].join(end);
            assert_eq!(read(&text), [["a", "b"], [&format!("1{separator}\"2\""), ""]], "{text:?}");
        }
    }
    assert_eq!(read("a;b,c;d"), [["a", "b,c", "d"]]);
    assert_eq!(read("seul"), [["seul"]]);
    assert_eq!(read(""), Vec::<Vec<String>>::new());
}

#[test]
fn empty_lines_are_rows_and_the_last_end_of_line_is_not() {
    assert_eq!(read("a,b\n\nc,d\n"), [vec!["a", "b"], vec![""], vec!["c", "d"]]);
    assert_eq!(read("a,b\r\n\r\n"), [vec!["a", "b"], vec![""]]);
    assert_eq!(read("a,\"un\nmot\"\n"), [["a", "un\nmot"]]);
}

#[test]
fn marks_and_encodings_are_met() {
    let mut marked = Rows::new(b"\xEF\xBB\xBFnom;\xC3\xA9t\xC3\xA9".as_slice()).expect("read");
    assert!(marked.has_mark());
    assert_eq!(marked.separator(), ';');
    assert_eq!(marked.read().expect("read").expect("a row").cells, ["nom", "été"]);
    let mut old = Rows::new(b"nom;\xE9t\xE9\nb;c".as_slice()).expect("read");
    let row = old.read().expect("read").expect("a row");
    assert_eq!((row.cells, row.is_utf8), (["nom".to_owned(), "été".to_owned()].as_slice(), false));
    assert!(old.read().expect("read").expect("a row").is_utf8);
}

#[test]
fn what_is_no_table_is_told() {
    let told = |bytes: &[u8]| all(bytes).expect_err("told").sentence();
    assert!(told(b"\xFF\xFEa\0;\0").contains("UTF-16"));
    assert!(told(b"a\0;\0b\0").contains("UTF-16"));
    assert!(told(b"PK\x03\x04\x14\0").contains("tableur"));
    assert!(told(b"%PDF-1.7").contains("tableur"));
    assert!(told(b"a,b\nc,\"d\ne,f\n").contains("ligne 2"));
}

/// Reads the same byte for ever.
struct Endless(&'static [u8], u8, bool);

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if !std::mem::replace(&mut self.2, true) {
            into[..self.0.len()].copy_from_slice(self.0);
            return Ok(self.0.len());
        }
        into.fill(self.1);
        Ok(into.len())
    }
}

#[test]
fn a_row_without_end_holds_bounded_memory() {
    for (head, byte) in [(b"a,b\n\"".as_slice(), b'a'), (b"a,b\n", b','), (b"a,b\n", b'a')] {
        let mut rows = Rows::new(Endless(head, byte, false)).expect("read");
        assert!(rows.read().expect("read").is_some());
        assert!(matches!(rows.read(), Err(Unreadable::Endless(2))));
    }
}

fn cell() -> impl Strategy<Value = String> {
    "[a-zé,;|\"\t\r\n ]{0,12}"
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever cells hold, quoted they come back, cut into any pieces on the way.
    #[test]
    fn quoted_cells_come_back(table in proptest::collection::vec(proptest::collection::vec(cell(), 2..5), 1..6)) {
        let line = |cells: &Vec<String>| {
            cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",")
        };
        let text: String = table.iter().map(|cells| line(cells) + "\r\n").collect();
        prop_assert_eq!(read(&text), table);
    }

    /// No bytes make it fall.
    #[test]
    fn any_bytes_are_read_or_told(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = all(&bytes);
    }
}
