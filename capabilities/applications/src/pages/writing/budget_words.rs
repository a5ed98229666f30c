//! Sentences of a budget with blanks, for the script that counts while somebody types: those of the engine, so that they are
//! written once.

use budget::Finding;

/// Sentences, each with the names of its blanks.
pub(super) struct Words {
    /// `{charges}` exceed `{produits}` by `{ecart}`.
    pub charges: String,
    /// The other way round.
    pub products: String,
    /// What is given in kind, `{emploi}` and `{origine}`, differs.
    pub kind: String,
    /// Nothing is typed.
    pub empty: String,
    /// `{demande}` is `{part}` % of `{produits}`.
    pub share: String,
}

/// The sentences of the engine, their amounts left blank.
pub(super) fn words() -> Words {
    let blanks = |names: [(i64, &'static str); 3]| {
        move |cents: i64| names.iter().find(|(known, _)| *known == cents).map_or("", |(_, name)| *name).to_owned()
    };
    let more = |charges, products| {
        let names = [(charges, "{charges}"), (products, "{produits}"), (3, "{ecart}")];
        Finding::Unbalanced { charges, products }.sentence(blanks(names))
    };
    let kind = Finding::VoluntaryUnbalanced { charges: 5, products: 2 };
    // 2 of 5 is 40 %.
    let share = budget::sentence(2, 5, blanks([(2, "{demande}"), (5, "{produits}"), (0, "")])).unwrap_or_default();
    Words {
        charges: more(5, 2),
        products: more(2, 5),
        kind: kind.sentence(blanks([(5, "{emploi}"), (2, "{origine}"), (0, "")])),
        empty: Finding::Empty.sentence(|_| String::new()),
        share: share.replace("40\u{a0}%", "{part}\u{a0}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_has_its_blanks_and_no_amount() {
        let words = words();
        for (sentence, blanks) in [
            (&words.charges, &["{charges}", "{produits}", "{ecart}"][..]),
            (&words.products, &["{charges}", "{produits}", "{ecart}"]),
            (&words.kind, &["{emploi}", "{origine}"]),
            (&words.share, &["{demande}", "{part}", "{produits}"]),
            (&words.empty, &[]),
        ] {
            for blank in blanks {
                assert!(sentence.contains(blank), "{blank}: {sentence}");
            }
            let bare = sentence.replace("(compte 86)", "").replace("(compte 87)", "");
            assert!(!bare.chars().any(|one| one.is_ascii_digit()), "{sentence}");
        }
        assert!(words.charges.starts_with("Les charges") && words.products.starts_with("Les produits"));
    }
}
