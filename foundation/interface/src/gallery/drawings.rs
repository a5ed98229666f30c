//! Samples of tables, charts, maps and matrices, in every state. Figures are invented.

use documents::{Absence, Cell, Column, Kind, Table};

use super::Sample;
use crate::chart::{ChartFrame, Datum, GapRow, Mark, Measure, Row, bars, gaps, grouped_bars, lines, stacked_bars};
use crate::map::{Area, AreaMap, Rings, map};
use crate::matrix::{Coverage, CoverageRow, Matrix, MatrixCell, MatrixColumn, MatrixRow, matrix};
use crate::parts::{Tag, TagColour};
use crate::table::{Sort, TableOptions, table};

/// Tables, charts, maps and matrices in every state.
pub(super) fn samples() -> Vec<Sample> {
    let mut samples = tables();
    samples.extend(charts());
    samples.push(Sample::piece("Cartes", "Carte en classes, une valeur non diffusée", map(&town(true))));
    samples.push(Sample::piece("Cartes", "Carte de situation", map(&town(false))));
    let nowhere = AreaMap {
        areas: vec![Area { name: "Sans contour".into(), ..Area::default() }],
        outline: Rings::new(),
        ..town(false)
    };
    let nowhere = AreaMap { id: "carte-vide".into(), ..nowhere };
    samples.push(Sample::piece("Cartes", "Aucun contour connu", map(&nowhere)));
    samples.push(Sample::piece("Matrice", "Besoins et quartiers, avec la couverture", matrix(&needs())));
    samples
}

fn tables() -> Vec<Sample> {
    let columns = vec![
        Column::new("action", "Action", Kind::Text).row_header(),
        Column::new("etat", "État", Kind::Text),
        Column::new("participants", "Participants", Kind::Integer),
        Column::new("part", "Part d'habitants du quartier", Kind::Percent(0)),
        Column::new("montant", "Montant", Kind::Euros),
    ];
    let mut full = Table::new("actions", "Actions de l'appel 2026", columns.clone());
    let row = |name: &str, state: &str, people: Cell, share: Cell, amount: i64| {
        vec![Cell::link(name, "/galerie"), Cell::text(state), people, share, Cell::Euros(amount)]
    };
    full.rows = vec![
        row("Jardin partagé <du> parvis", "Retenu", Cell::Integer(1240), Cell::Percent(62.0), 1_250_000),
        row("Atelier vélo", "Déposé", Cell::Integer(0), Cell::NOT_ASKED, 340_050),
        row("Permanence d'écriture", "Brouillon", Cell::MISSING, Cell::NOT_DISCLOSED, -5000),
    ];
    full.totals =
        Some(vec![Cell::text("Total"), Cell::text(""), Cell::Integer(1240), Cell::text(""), Cell::Euros(1_585_050)]);
    full.base = Some("3 actions sur 3".into());
    full.source = Some("exemple".into());
    let tags = |_: usize, column: usize, cell: &Cell| match (column, cell) {
        (1, Cell::Text(words)) => {
            let colour = match words.as_str() {
                "Retenu" => TagColour::Green,
                "Déposé" => TagColour::Blue,
                _ => TagColour::Grey,
            };
            Some(Tag::new(colour, words.as_str()).html())
        }
        _ => None,
    };
    let options = TableOptions {
        sort: Some(Sort {
            key: "montant".into(),
            is_descending: true,
            base: "/galerie?appel=2026".into(),
            columns: Vec::new(),
        }),
        csv: Some("/galerie.csv".into()),
        xlsx: Some("/galerie.xlsx".into()),
        decoration: Some(&tags),
        ..TableOptions::default()
    };
    let empty = Table::new("vide", "Tableau sans ligne", columns);
    vec![
        Sample::piece("Tableaux", "Tableau trié, totaux, signes d'absence", table(&full, &options)),
        Sample::piece("Tableaux", "Tableau sans ligne", table(&empty, &TableOptions::default())),
    ]
}

fn frame(id: &str, title: &str, subtitle: &str, base: &str) -> ChartFrame {
    ChartFrame {
        id: id.into(),
        title: title.into(),
        subtitle: subtitle.into(),
        base: base.into(),
        source: "exemple inventé".into(),
        date: "mars 2026".into(),
        author: "Parvis".into(),
        csv: Some("/galerie.csv".into()),
        permalink: Some(format!("/galerie#{id}")),
        ..ChartFrame::default()
    }
}

fn charts() -> Vec<Sample> {
    let percent = Measure::Value { unit: "%".into(), decimals: 1 };
    let piece = |name: &str, html| Sample::piece("Graphiques", name, html);
    let marks = vec![
        Mark::new("La Conte", 61.2).point(),
        Mark::new("Viguier, Saint-Jacques et les rues voisines au nord de la voie ferrée", 48.7),
        Mark::new("Le Viguier", Datum::Absent(Absence::NotDisclosed)),
        Mark::new("Ensemble de la ville", 37.1),
    ];
    let poverty = frame(
        "pauvrete",
        "À La Conte, six habitants sur dix vivent sous le seuil de pauvreté",
        "Taux de pauvreté à 60 %, 2021",
        "",
    );
    let few = vec![Mark::new("Transports", 12.0), Mark::new("Propreté", 9.0), Mark::new("Bancs", 0.0)];
    let small = frame(
        "petite-base",
        "Les transports sont cités par près de la moitié des personnes",
        "Besoins cités en atelier",
        "n = 25 personnes",
    );
    let prudent = ChartFrame { prudence: "25 personnes ne disent pas ce que pense un quartier.".into(), ..small };
    let channels = ["Atelier".to_owned(), "Téléphone".to_owned(), "Porte-à-porte".to_owned()];
    let heard = [Row::new("La Conte", [31.0, 44.0, 12.0]), Row::new("Viguier", [Some(18.0), None, Some(25.0)])];
    let answers = ["Oui".to_owned(), "Plutôt".to_owned(), "Non".to_owned(), "Ne sait pas".to_owned()];
    let parts = [
        Row::new("La Conte", [62.0, 51.0, 40.0, 20.0]),
        Row::new("Viguier", [20.0, 15.0, 70.0, 4.0]),
        Row::new("Ozanam", [Some(10.0), None, Some(4.0), Some(1.0)]),
    ];
    let years: Vec<String> = (2018..=2025).map(|year| year.to_string()).collect();
    let series = [
        Row::new(
            "La Conte",
            [Some(14.0), Some(18.0), Some(17.0), None, Some(24.0), Some(30.0), Some(29.0), Some(34.0)],
        ),
        Row::new("Ensemble de la ville", [9.0, 9.5, 11.0, 10.0, 12.0, 12.0, 13.0, 13.5]),
    ];
    let compared = [
        GapRow::new("Taux de pauvreté", 61.2, 37.1),
        GapRow::new("Familles monoparentales", 34.0, 19.5),
        GapRow::new("Logement suroccupé", None, 8.0),
    ];
    vec![
        piece("Barres", bars(&poverty, &percent, &marks)),
        piece("Barres sur une petite base", bars(&prudent, &Measure::Share { base_count: 25 }, &few)),
        piece(
            "Barres groupées",
            grouped_bars(
                &frame(
                    "canaux",
                    "Le téléphone n'a pas servi à Viguier",
                    "Personnes entendues, 2026",
                    "173 réponses sur 463",
                ),
                &Measure::Count,
                &channels,
                &heard,
            ),
        ),
        piece(
            "Barres empilées",
            stacked_bars(
                &frame("avis", "À Viguier, le non l'emporte", "Réponses à la question 3, 2026", "282 réponses"),
                &Measure::Count,
                &answers,
                &parts,
            ),
        ),
        piece(
            "Lignes",
            lines(
                &frame("actions", "Le nombre d'actions a doublé à La Conte", "Actions par an, 2018 à 2025", ""),
                &Measure::Count,
                &years,
                &series,
            ),
        ),
        piece(
            "Écarts",
            gaps(
                &frame("ecarts", "La Conte est loin de la ville sur trois points", "Parts en %, 2021", ""),
                &percent,
                ("La Conte", "ville"),
                &compared,
            ),
        ),
    ]
}

fn block(x: f64, y: f64, wide: f64, high: f64) -> Rings {
    vec![vec![[x, y], [x + wide, y + high * 0.1], [x + wide * 0.9, y + high], [x + wide * 0.2, y + high * 0.8], [x, y]]]
}

fn town(has_values: bool) -> AreaMap {
    let datum =
        |value: Option<f64>| has_values.then(|| value.map_or(Datum::Absent(Absence::NotDisclosed), Datum::Value));
    let area = |code: &str, name: &str, rings: Rings, value: Option<f64>| Area {
        code: code.into(),
        name: name.into(),
        rings,
        datum: datum(value),
        href: format!("/galerie?quartier={code}"),
        is_here: !has_values && code == "B",
    };
    AreaMap {
        id: if has_values { "carte-classes".into() } else { "carte-lieux".into() },
        title: if has_values {
            "La pauvreté se concentre à l'est".into()
        } else {
            "Les quartiers prioritaires de la ville".into()
        },
        subtitle: if has_values { "Taux de pauvreté à 60 %, 2021".into() } else { String::new() },
        measure: Measure::Value { unit: "%".into(), decimals: 1 },
        areas: vec![
            area("A", "La Conte", block(2.325, 43.205, 0.012, 0.009), Some(61.2)),
            area("B", "Viguier", block(2.362, 43.213, 0.010, 0.010), Some(48.7)),
            area("C", "Grazailles", block(2.343, 43.226, 0.013, 0.008), Some(55.0)),
            area("D", "Ozanam", block(2.372, 43.201, 0.009, 0.008), None),
        ],
        outline: vec![vec![
            [2.30, 43.20],
            [2.33, 43.188],
            [2.39, 43.19],
            [2.402, 43.222],
            [2.36, 43.245],
            [2.315, 43.236],
            [2.30, 43.20],
        ]],
        geography: "QPV 2024, contours inventés pour l'exemple".into(),
        source: "exemple inventé".into(),
        date: "2021".into(),
        geojson: (!has_values).then(|| "/galerie/quartiers.geojson".into()),
        csv: Some("/galerie.csv".into()),
    }
}

fn needs() -> Matrix {
    let column = |name: &str| MatrixColumn { name: name.into(), href: "/galerie".into() };
    let cell = |sign: char| match sign {
        '0' => MatrixCell::NotMentioned,
        '-' => MatrixCell::NotAsked,
        count => MatrixCell::Mentioned {
            evidence_count: u64::from(count.to_digit(10).unwrap_or(1)),
            href: "/galerie".into(),
        },
    };
    let row = |name: &str, signs: &str| MatrixRow {
        hint: "3 preuves, 2 canaux".into(),
        name: name.into(),
        href: "/galerie".into(),
        cells: signs.chars().map(cell).collect(),
    };
    let heard = |count: u64, words: &str| Coverage::Heard { count, words: words.into(), href: "/galerie".into() };
    Matrix {
        caption: "Besoins cités par quartier".into(),
        columns: ["La Conte", "Viguier", "Grazailles", "Ozanam"].map(column).to_vec(),
        rows: vec![
            row("Transports le soir", "310-"),
            row("Éclairage des cheminements", "102-"),
            row("Lieu pour se retrouver <ensemble>", "011-"),
            row("Aide pour les démarches en ligne", "400-"),
        ],
        coverage: vec![
            CoverageRow {
                channel: "Ateliers (personnes)".into(),
                cells: vec![heard(24, ""), heard(0, ""), heard(11, ""), Coverage::NotUsed],
            },
            CoverageRow {
                channel: "Téléphone (réponses)".into(),
                cells: vec![heard(40, "25 % des réponses"), Coverage::Unknown, heard(12, "8 %"), Coverage::NotUsed],
            },
        ],
        prudence: vec![
            "À Ozanam, personne n'a été interrogé : une colonne vide ne veut pas dire que tout y va bien.".into(),
        ],
        base: "158 réponses au téléphone, 35 personnes en atelier".into(),
        source: "exemple inventé".into(),
        date: "janvier à mars 2026".into(),
        csv: Some("/galerie.csv".into()),
        xlsx: Some("/galerie.xlsx".into()),
        pdf: Some("/besoins?format=pdf".into()),
    }
}
