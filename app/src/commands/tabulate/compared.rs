//! Figures beside one another: the tests of crossings, and each question from one way of answering to another.

use documents::table::{Cell, Column, Kind, Table};
use survey::Survey;
use surveys::facade::associations::association;
use surveys::facade::channels::side_by_side;
use surveys::facade::tables::{self, Reader};
use tabulation::{BasePolicy, Crossing, DataSet};

/// The table of tests, still empty.
pub fn tests_table() -> Table {
    let columns = vec![
        Column::new("question", "Question", Kind::Text).row_header(),
        Column::new("par", "Selon", Kind::Text),
        Column::new("modalite", "Réponse", Kind::Text),
        Column::new("test", "Test", Kind::Text),
        Column::new("p", "p", Kind::Decimal(6)),
        Column::new("p_holm", "p corrigé (Holm)", Kind::Decimal(6)),
        Column::new("v_cramer", "V de Cramér", Kind::Decimal(3)),
        Column::new("base", "Base", Kind::Integer),
        Column::new("lecture", "Lecture", Kind::Text),
    ];
    Table::new("tests", "Tests des croisements", columns)
}

/// Adds the tests of a crossing: one, or one for each answer where several are possible.
pub fn add_tests(made: &mut Table, data: &DataSet, crossing: &Crossing, policy: BasePolicy) {
    let (rows, by) = (&data.variables()[crossing.row_variable], &data.variables()[crossing.column_variable]);
    let found = association(data, crossing, None, policy);
    let reading = found.sentences.join(" ");
    for test in &found.tests {
        let line = test.line.map(|line| tables::name(rows, crossing.rows[line]).1).unwrap_or_default();
        made.rows.push(vec![
            Cell::text(&rows.name),
            Cell::text(&by.name),
            Cell::text(line),
            Cell::text(test.test),
            Cell::Decimal(test.p_value),
            Cell::Decimal(test.corrected),
            Cell::Decimal(test.cramer),
            Cell::Integer(i64::try_from(crossing.base().count).unwrap_or(i64::MAX)),
            Cell::text(&reading),
        ]);
    }
}

/// Each question by way of answering, where the form says which question tells it (role `mode`); what is to be known of each.
pub fn by_way(survey: &Survey, data: &DataSet, how: (BasePolicy, Reader)) -> Vec<(Table, Vec<String>)> {
    let is_single = |at: &usize| data.variables()[*at].kind == tabulation::Kind::Single;
    let Some(way) = survey.of_role("mode").filter(is_single) else { return Vec::new() };
    let controls: Vec<usize> = ["age", "sexe"].into_iter().filter_map(|role| survey.of_role(role)).collect();
    let asked = (0..data.variables().len()).filter(|at| *at != way && data.variables()[*at].is_categorical());
    let compared = asked.filter_map(|question| {
        let found = side_by_side(data, (question, way), &controls, how).ok()?;
        let mut table = found.table;
        table.name = format!("{}_par_voie", data.variables()[question].name);
        Some((table, found.sentences))
    });
    compared.collect()
}
