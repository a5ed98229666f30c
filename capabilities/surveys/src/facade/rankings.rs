//! Answers put in order, as tables of the house.

use documents::table::{Cell, Column, Kind, Table};
use tabulation::secrecy::SecrecyRule;
use tabulation::{Category, RankingTable, Strength};

use super::tables::{Reader, base_of, hidden_counts, integer, share};

/// Which answers of a ranking are kept from the public: those that few people ranked or put first, and what would give them
/// back.
fn hidden_ranks(table: &RankingTable, reader: Reader) -> Vec<bool> {
    let base = table.base.effective.count;
    if reader == Reader::Agents {
        return vec![false; table.rows.len()];
    }
    if Strength::of(base) == Strength::Withheld {
        return vec![true; table.rows.len()];
    }
    let is_small = |count: u64| SecrecyRule::SURVEY.is_small(count);
    let few = |ranked: u64| is_small(ranked) || is_small(base - ranked.min(base));
    let firsts: Vec<u64> = table.rows.iter().map(|row| row.first.count).collect();
    let hidden = hidden_counts(&firsts);
    table.rows.iter().zip(hidden).map(|(row, is_hidden)| is_hidden || few(row.ranked.count)).collect()
}

/// The table of a ranking: mean rank, who ranked each answer, who put it first. `items`: the answers, in the order of the
/// lines.
pub fn ranking_table((name, label): (&str, &str), items: &[&Category], table: &RankingTable, reader: Reader) -> Table {
    let base = table.base.effective.count;
    let strength = Strength::of(base);
    let columns = vec![
        Column::new("code", "Code", Kind::Text),
        Column::new("modalite", "Réponse", Kind::Text).row_header(),
        Column::new("rang_moyen", "Rang moyen", Kind::Decimal(1)),
        Column::new("classent", "La classent", Kind::Integer),
        Column::new("premiers", "La mettent en premier", Kind::Integer),
        Column::new("pct_premiers", "Part de ceux qui classent", Kind::Percent(strength.decimals().unwrap_or(0) as u8)),
        Column::new("remarque", "Remarque", Kind::Text),
    ];
    let hidden = hidden_ranks(table, reader);
    let mut made = Table::new(name, label, columns);
    for ((item, row), is_hidden) in items.iter().zip(&table.rows).zip(hidden) {
        let told = |cell: Cell| if is_hidden { Cell::NOT_DISCLOSED } else { cell };
        let mean = row.mean().filter(|_| strength != Strength::Withheld).map(Cell::Decimal);
        let is_small = SecrecyRule::SURVEY.is_small(row.first.count) || SecrecyRule::SURVEY.is_small(row.ranked.count);
        let remark = if is_small && reader == Reader::Agents { "moins de 5 personnes : ne pas publier" } else { "" };
        made.rows.push(vec![
            Cell::text(&item.code),
            Cell::text(&item.label),
            told(Cell::or(mean, documents::table::Absence::NotDisclosed)),
            told(integer(row.ranked.count)),
            told(integer(row.first.count)),
            told(share(row.first.count, base, strength)),
            Cell::text(remark),
        ]);
    }
    made.base = Some(base_of(&table.base));
    made.notes.push("Rang 1 : le premier. Le rang moyen est celui des personnes qui ont classé la réponse.".to_owned());
    made
}

#[cfg(test)]
mod tests {
    use tabulation::{Answer, DataSet, Request, Variable, rank};

    use super::*;

    fn table(firsts: [usize; 3], reader: Reader) -> Table {
        let variables = ["a", "b", "c"].map(|name| Variable::number(name, name)).to_vec();
        let mut data = DataSet::new(variables).expect("variables");
        for (first, times) in firsts.into_iter().enumerate() {
            for _ in 0..times {
                let rank = |item: usize| Answer::Number(((item + 3 - first) % 3 + 1) as f64);
                data.append(&[rank(0), rank(1), rank(2)]).expect("fits");
            }
        }
        let categories = ["a", "b", "c"].map(|code| Category::new(code, code));
        let ranked = rank(&data, &[0, 1, 2], &Request::default()).expect("a table");
        ranking_table(("ordre", "Votre ordre"), &categories.each_ref(), &ranked, reader)
    }

    #[test]
    fn the_mean_rank_and_first_choices_are_told_on_their_base() {
        let made = table([60, 30, 30], Reader::Agents);
        assert_eq!(
            made.rows[0][2..6],
            [Cell::Decimal(1.75), Cell::Integer(120), Cell::Integer(60), Cell::Percent(50.0)]
        );
        assert!(made.base.as_ref().is_some_and(|base| base.contains("120")), "{:?}", made.base);
        assert_eq!(made.check(), Ok(()));
    }

    #[test]
    fn what_few_people_put_first_is_not_told_to_everybody() {
        let made = table([60, 57, 3], Reader::Everybody);
        let hidden: Vec<bool> = made.rows.iter().map(|row| row[4] == Cell::NOT_DISCLOSED).collect();
        assert_eq!(hidden, [false, true, true], "and what would give it back");
        assert_eq!(made.rows[2][2], Cell::NOT_DISCLOSED);
        assert!(table([4, 3, 3], Reader::Everybody).rows.iter().all(|row| row[3] == Cell::NOT_DISCLOSED));
        assert_eq!(table([4, 3, 3], Reader::Agents).rows[0][2], Cell::NOT_DISCLOSED, "ten people make no mean");
    }
}
