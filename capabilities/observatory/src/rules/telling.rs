//! A portrait in sentences, made from figures. Each sentence carries its source and its period; a figure that is
//! absent or not believed makes no sentence of its own, or one that says so.

use super::figures::{Beside, CityFigure, Figure, Reading, Unit, than};

/// A sentence and what it takes to quote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The sentence.
    pub text: String,
    /// « INSEE, 2017 ».
    pub provenance: String,
}

fn find<'f>(figures: &'f [Figure], code: &str) -> Option<&'f Figure> {
    figures.iter().find(|figure| figure.code == code)
}

fn known<'f>(figures: &'f [Figure], code: &str) -> Option<(&'f Figure, f64)> {
    let figure = find(figures, code)?;
    Some((figure, figure.reading.value()?))
}

fn told(text: String, figure: &Figure) -> Told {
    Told { text, provenance: format!("{}, {}", figure.producer, figure.period()) }
}

fn counted(value: f64, singular: &str, plural: &str) -> String {
    if value == 0.0 {
        return format!("aucun{} {singular}", if singular.starts_with("école") { "e" } else { "" });
    }
    format!("{} {}", Unit::Places.number(value), if value >= 2.0 { plural } else { singular })
}

/// The sentences of a portrait, in reading order.
pub fn portrait(name: &str, figures: &[Figure]) -> Vec<Told> {
    let mut out = Vec::new();
    if let Some((figure, value)) = known(figures, "pop_mun") {
        // Of several communes, no source says how many of the inhabitants live in each.
        let city = figure.cities().next().filter(|(_, city)| city.value > 0.0 && !figure.is_shared());
        let share = city.map_or_else(String::new, |(beside, city)| {
            let share = Unit::Percent.words(value / city.value * 100.0);
            format!(", soit {share} des habitants de {}", beside.commune)
        });
        out.push(told(format!("{name} compte {} habitants{share}.", Unit::Inhabitants.words(value)), figure));
    }
    if let Some((figure, value)) = known(figures, "ind_jeune") {
        let text = if value >= 1.0 {
            format!(
                "On y compte {} jeunes de moins de 20 ans pour une personne de 60 ans ou plus.",
                figure.unit.number(value)
            )
        } else {
            "Les personnes de 60 ans ou plus y sont plus nombreuses que les moins de 20 ans.".to_owned()
        };
        out.push(told(text.replace("1 jeunes", "autant de jeunes"), figure));
    }
    if let Some((figure, value)) = known(figures, "tp60") {
        out.push(told(
            format!("{} des habitants vivent sous le seuil de pauvreté{}.", figure.unit.words(value), against(figure)),
            figure,
        ));
    }
    if let Some((figure, value)) = known(figures, "disp_q2") {
        out.push(told(
            format!(
                "La moitié des habitants vit avec moins de {} par an et par unité de consommation{}.",
                figure.unit.words(value),
                against(figure)
            ),
            figure,
        ));
    }
    employment(figures, &mut out);
    job_seekers(figures, &mut out);
    schools(figures, &mut out);
    out
}

/// What a figure is in its commune; with several, the gap to each of them, named.
fn against(figure: &Figure) -> String {
    const ONE_GAP: &str = " ; les années diffèrent, l’écart est indicatif";
    let years = |is_same: bool| if is_same { "" } else { ONE_GAP };
    if figure.is_shared() {
        let all_differ = figure.is_all_of_other_years() && figure.cities().nth(1).is_some();
        let gap = |(beside, city): (&Beside, &CityFigure)| {
            let difference = figure.difference_words(figure.difference(city)?);
            let years = years(city.is_same_year || all_differ);
            let there = format!("{} en {}{years}", figure.unit.words(city.value), city.year);
            Some(format!("{difference} {} ({there})", than(&beside.commune)))
        };
        let gaps: Vec<String> = figure.cities().filter_map(gap).collect();
        let end = if all_differ { " ; les années diffèrent, les écarts sont indicatifs" } else { "" };
        return if gaps.is_empty() { String::new() } else { format!(", {}{end}", listed(&gaps)) };
    }
    figure.cities().next().map_or_else(String::new, |(beside, city)| {
        let there = figure.unit.words(city.value);
        format!(" ({there} pour l’ensemble de {} en {}{})", beside.commune, city.year, years(city.is_same_year))
    })
}

/// « a », « a et b », « a, b et c ».
fn listed(words: &[String]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} et {last}", before.join(", ")),
    }
}

fn employment(figures: &[Figure], out: &mut Vec<Told>) {
    let Some((figure, value)) = known(figures, "tx_tot_empl") else { return };
    let women = known(figures, "tx_f_empl")
        .map(|(women, value)| format!(" ; parmi les femmes, {}", women.unit.words(value)))
        .unwrap_or_default();
    out.push(told(format!("{} des personnes de 15 à 64 ans ont un emploi{women}.", figure.unit.words(value)), figure));
}

fn job_seekers(figures: &[Figure], out: &mut Vec<Told>) {
    let Some(figure) = find(figures, "abcde") else { return };
    let text = match &figure.reading {
        Reading::Known(value) => {
            let women = known(figures, "abcde_f")
                .map(|(_, women)| format!(", dont {} femmes", Unit::People.words(women)))
                .unwrap_or_default();
            format!("{} personnes y sont inscrites comme demandeuses d’emploi{women}.", Unit::People.words(*value))
        }
        Reading::Doubtful { .. } => {
            "Le nombre de personnes à la recherche d’un emploi n’est pas fiable dans la source : il n’est pas donné ici.".to_owned()
        }
        Reading::Absent(_) => {
            "Le nombre de personnes à la recherche d’un emploi est secret ou manquant dans la source.".to_owned()
        }
    };
    out.push(told(text, figure));
}

fn schools(figures: &[Figure], out: &mut Vec<Told>) {
    let named = [
        ("ec_mat", "école maternelle", "écoles maternelles"),
        ("ec_elem", "école élémentaire", "écoles élémentaires"),
        ("coll", "collège", "collèges"),
    ];
    let found: Vec<(&Figure, String)> = named
        .iter()
        .filter_map(|(code, one, many)| known(figures, code).map(|(figure, value)| (figure, counted(value, one, many))))
        .collect();
    let Some((figure, _)) = found.first() else { return };
    let list = listed(&found.iter().map(|(_, words)| words.clone()).collect::<Vec<_>>());
    out.push(told(format!("Dans le quartier ou tout près : {list}."), figure));
}

#[cfg(test)]
mod tests {
    use super::super::figures::Absence;
    use super::*;

    fn figure(code: &str, unit: Unit, reading: Reading) -> Figure {
        Figure {
            code: code.into(),
            label: code.into(),
            theme: String::new(),
            unit,
            producer: "INSEE".into(),
            part_of: None,
            is_of_commune: false,
            year: Some(2013),
            edition: 2019,
            zoning_code: String::new(),
            reading,
            source: String::new(),
            licence: String::new(),
            beside: Vec::new(),
        }
    }

    fn beside(insee_code: &str, commune: &str, city: CityFigure) -> Beside {
        Beside { insee_code: insee_code.into(), commune: commune.into(), figure: Some(city) }
    }

    #[test]
    fn several_communes_are_told_apart() {
        let city = |value, is_same_year| CityFigure { value, year: 2013, is_same_year, source: String::new() };
        let two =
            |lyon, albi| vec![beside("69123", "Lyon", city(lyon, true)), beside("69002", "Albi", city(albi, false))];
        let figures = [
            Figure { beside: two(500_000.0, 50_000.0), ..figure("pop_mun", Unit::Inhabitants, Reading::Known(5000.0)) },
            Figure { beside: two(20.0, 45.0), ..figure("tp60", Unit::Percent, Reading::Known(40.5)) },
            Figure {
                beside: two(22_000.0, 12_000.0),
                ..figure("disp_q2", Unit::EurosPerYear, Reading::Known(13_000.0))
            },
        ];
        let told: Vec<String> = portrait("Bel Air", &figures).into_iter().map(|told| told.text).collect();
        let told: Vec<String> = told.iter().map(|text| text.replace(['\u{a0}', '\u{202f}'], " ")).collect();
        assert_eq!(
            told,
            [
                "Bel Air compte 5 000 habitants.",
                "40,5 % des habitants vivent sous le seuil de pauvreté, 20,5 points de plus que Lyon (20 % en 2013) et \
                 4,5 points de moins qu’Albi (45 % en 2013 ; les années diffèrent, l’écart est indicatif).",
                "La moitié des habitants vit avec moins de 13 000 € par an et par unité de consommation, 9 000 € de moins \
                 que Lyon (22 000 € en 2013) et 1 000 € de plus qu’Albi (12 000 € en 2013 ; les années diffèrent, l’écart \
                 est indicatif).",
            ]
        );
    }

    #[test]
    fn sentences_follow_the_figures() {
        let city = CityFigure { value: 46_724.0, year: 2013, is_same_year: true, source: String::new() };
        let beside = vec![beside("11069", "Carcassonne", city)];
        let people = Figure { beside, ..figure("pop_mun", Unit::Inhabitants, Reading::Known(2060.0)) };
        let told = portrait("La Conte - Ozanam", &[people]);
        assert_eq!(told.len(), 1);
        assert_eq!(
            told[0].text,
            "La Conte - Ozanam compte 2\u{202f}060 habitants, soit 4,4\u{a0}% des habitants de Carcassonne."
        );
        assert_eq!(told[0].provenance, "INSEE, 2013");
    }

    #[test]
    fn nought_doubt_and_absence_are_told_apart() {
        let of = |reading: Reading| portrait("X", &[figure("abcde", Unit::People, reading)])[0].text.clone();
        assert!(of(Reading::Doubtful { written: 0.0, why: "x".into() }).contains("pas fiable"));
        assert!(of(Reading::Absent(Absence::Missing)).contains("secret ou manquant"));
        assert!(of(Reading::Known(0.0)).starts_with("0 personnes"));
        let schools = [
            figure("ec_mat", Unit::Places, Reading::Known(0.0)),
            figure("ec_elem", Unit::Places, Reading::Known(2.0)),
            figure("coll", Unit::Places, Reading::Known(0.0)),
        ];
        let text = portrait("X", &schools)[0].text.clone();
        assert_eq!(
            text,
            "Dans le quartier ou tout près : aucune école maternelle, 2 écoles élémentaires et aucun collège."
        );
    }
}
