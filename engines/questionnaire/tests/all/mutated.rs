//! Workbooks mutated from forms of a town, and from the open ones where they are: no panic, little memory.
//! `benchmarks/forms/mutate.sh` does a hundred thousand.

use crate::forms;

use crate::mutations::{Draw, Original, forget_peak, peak, used};
use questionnaire::xlsform;

#[test]
fn mutated_workbooks_do_no_harm() {
    let mut originals: Vec<Vec<u8>> = forms::sound().into_iter().map(|(_, bytes)| bytes).collect();
    if let Some(data) = std::env::var_os("PARVIS_OPEN_DATA") {
        let folder = std::path::Path::new(&data).join("xlsforms");
        for name in ["pyxform__tutorial.xls", "pyxform__choice_filter_test.xlsx", "correlaid__testA.xlsx"] {
            originals.push(std::fs::read(folder.join(name)).expect("read"));
        }
    }
    let (mut accepted, mut refused) = (0, 0);
    let mut largest = 0;
    for (place, bytes) in originals.into_iter().enumerate() {
        let original = Original::new(bytes);
        for case in 0..40u64 {
            let mut draw = Draw::new((place as u64) << 48 ^ case << 8);
            let mutated = original.mutated(&mut draw);
            forget_peak();
            let before = peak();
            let reading = xlsform::read(&mutated, "form");
            largest = largest.max(peak().zip(before).map_or(0, |(after, before)| after.saturating_sub(before)));
            if used(reading) {
                accepted += 1;
            } else {
                refused += 1;
            }
        }
    }
    // Both happen: mutations are neither harmless nor always fatal.
    assert!(accepted > 15 && refused > 15, "{accepted} accepted, {refused} refused");
    assert!(largest < 50 << 20, "{} MB to read a workbook", largest >> 20);
}
