//! Squares read however the page was laid, kept, speckled; pages put into another PDF as they are.

use scans::Pile;

use crate::paper::{Kept, askew, dusty, pdf, put, sheet, turned};

const TEXT: &str = "PV7K3MQ9TX2F003K8";

fn read(pages: &[(image::GrayImage, Kept)]) -> Vec<Vec<String>> {
    let pile = Pile::open(pdf(pages)).expect("a pile");
    (0..pile.pages()).map(|index| pile.read(index, |text| text.starts_with("PV"))).collect()
}

#[test]
fn a_square_is_read_whichever_way_the_page_lies() {
    // 300 dots an inch, as offices scan.
    let page = image::imageops::resize(&sheet(TEXT), 2480, 3508, image::imageops::FilterType::Triangle);
    let pages: Vec<_> = (0..4).map(|quarters| (turned(&page, quarters), Kept::Jpeg)).collect();
    assert_eq!(read(&pages), vec![vec![TEXT.to_owned()]; 4]);
    let pages = [askew(&page, 2.0), askew(&page, -3.0), turned(&askew(&page, 1.5), 2)];
    assert_eq!(read(&pages.map(|page| (page, Kept::Jpeg))), vec![vec![TEXT.to_owned()]; 3]);
}

#[test]
fn a_coarse_page_is_read_whichever_way_it_lies() {
    // 150 dots an inch: 21 pages of these 24 are read as they are, the others on the page made twice as large, but one.
    let (mut read_at_all, mut count) = (0, 0);
    for rank in 0..6 {
        let text = format!("PV{}K3MQ9TX2F00{rank}K8", rank + 2);
        let pages: Vec<_> = (0..4).map(|quarters| (turned(&sheet(&text), quarters), Kept::Jpeg)).collect();
        count += pages.len();
        read_at_all += read(&pages).iter().filter(|found| found.as_slice() == [text.as_str()]).count();
    }
    assert!(read_at_all + 1 >= count, "{read_at_all} of {count}");
}

#[test]
fn a_square_is_read_however_the_page_is_kept() {
    let page = dusty(sheet(TEXT), 3);
    for kept in [Kept::Jpeg, Kept::Shades, Kept::Two] {
        assert_eq!(read(&[(page.clone(), kept)]), [[TEXT]], "{kept:?}");
    }
    assert_eq!(read(&[(sheet(TEXT), Kept::Drawn)]), [[TEXT]], "a page without picture is drawn");
    // Twice as fine as most scanners.
    let fine = image::imageops::resize(&page, 2480, 3508, image::imageops::FilterType::Nearest);
    assert_eq!(read(&[(fine, Kept::Jpeg)]), [[TEXT]]);
}

#[test]
fn what_is_not_there_is_not_guessed() {
    let mut other = sheet("https://exemple.fr/lettre");
    assert_eq!(read(&[(sheet(""), Kept::Jpeg), (other.clone(), Kept::Jpeg)]), [[""; 0], [""; 0]]);
    // A square of somebody else beside ours, then two of ours.
    put(&mut other, TEXT, (120, 1450), 94);
    let mut both = sheet(TEXT);
    put(&mut both, "PV7K3MQ9TX2F004XX", (120, 1450), 94);
    let found = read(&[(other, Kept::Jpeg), (both, Kept::Jpeg)]);
    assert_eq!(found[0], [TEXT]);
    assert_eq!(found[1].len(), 2, "{found:?}");
    // Half of it cut off.
    let cut = image::imageops::crop_imm(&sheet(TEXT), 0, 0, 1075, 1754).to_image();
    assert_eq!(read(&[(cut, Kept::Jpeg)]), [[""; 0]]);
}

#[test]
fn pages_are_put_together_as_they_are() {
    let texts = ["PVA", "PVB", "PVC"];
    let pages: Vec<_> = texts.iter().map(|text| (turned(&sheet(text), 1), Kept::Jpeg)).collect();
    let pile = Pile::open(pdf(&pages)).expect("a pile");
    let bytes = pile.gathered(&[2, 0]).expect("gathered");
    assert!(bytes.starts_with(b"%PDF"));
    assert_eq!(scans::count(bytes.clone()), Ok(2));
    let other = Pile::open(bytes).expect("a pile");
    let read: Vec<_> = (0..2).flat_map(|index| other.read(index, |_| true)).collect();
    assert_eq!(read, ["PVC", "PVA"]);
    assert!(pile.gathered(&[7]).is_err());
    assert!(pile.read(7, |_| true).is_empty());
}
