//! `parvis tabulate`, with the real binary: right tables, and wrong files told in French with nothing written.

use std::fs;
use std::path::Path;

use crate::support::{Said, parvis, run};

const FORM: &str = r#"{"name":"ecoute","type":"survey","children":[
  {"type":"select one","name":"canal","label":"Canal","choices":[{"name":"web","label":"En ligne"},{"name":"tel","label":"Téléphone"}]},
  {"type":"select all that apply","name":"besoins","label":"Vos besoins","bind":{"constraint":"count-selected(.) <= 3"},
   "choices":[{"name":"s","label":"Sécurité"},{"name":"p","label":"Propreté"},{"name":"t","label":"Transports"},{"name":"e","label":"Écoles"},{"name":"nsp","label":"Je ne sais pas"}]},
  {"type":"integer","name":"age","label":"Âge"},
  {"type":"date","name":"jour","label":"Jour"},
  {"type":"text","name":"mot","label":"Un mot","bind":{"relevant":"${canal} = 'web'"}}]}"#;

struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        fs::write(folder.path().join("form.json"), FORM).expect("written");
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn count(&self, answers: &[u8], more: &[&str]) -> Said {
        fs::write(self.folder.path().join("answers.csv"), answers).expect("written");
        let (form, answers, out) = (self.path("form.json"), self.path("answers.csv"), self.path("out"));
        run(parvis().args(["tabulate", "--form", &form, "--answers", &answers, "--out", &out]).args(more))
    }

    fn written(&self, name: &str) -> String {
        fs::read_to_string(Path::new(&self.path("out")).join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

/// 120 people: 60 online, 60 by telephone; one of each channel in ten did not say what is needed.
fn answers() -> String {
    let mut text = "id;canal;besoins;age;jour;mot\n".to_owned();
    for person in 0..120 {
        let channel = if person < 60 { "web" } else { "tel" };
        let needs = match person % 10 {
            0 => "",
            1 => "nsp",
            2..6 => "s p",
            6..9 => "s",
            _ => "t e p",
        };
        text.push_str(&format!("{person};{channel};{needs};{};2023-07-06;\n", 20 + person % 50));
    }
    text
}

#[test]
fn each_question_has_its_table_on_its_own_base() {
    let case = Case::new();
    let said = case.count(answers().as_bytes(), &["--by", "canal", "--with-answers"]);
    assert_eq!(said.code, 0, "{said:?}");
    let needs = case.written("besoins.csv");
    // 96 of 120 answered; 12 said nothing and 12 do not know. Security: 84 of 96.
    assert!(needs.lines().any(|line| line.starts_with("s,Sécurité,84,88,")), "{needs}");
    assert!(needs.lines().next().is_some_and(|head| head.contains("pct_repondants,pct_citations")), "{needs}");
    let bases = case.written("summary.csv");
    assert!(bases.contains("besoins,Vos besoins,choix multiple,120,0,12,12,0,96,"), "{bases}");
    assert!(bases.contains("mot,Un mot,question ouverte,120,120,"), "{bases}");
    let crossed = case.written("besoins_par_canal.csv");
    assert!(crossed.lines().any(|line| line.starts_with("s,Sécurité,42,88,42,88,84")), "{crossed}");
    assert!(crossed.lines().any(|line| line.starts_with("base,Base,48,100,48,100,96")), "{crossed}");
    assert!(case.written("age.csv").contains("Médiane"));
    let summary = case.written("summary.md");
    assert!(summary.contains("Base : 96\u{a0}personnes ont répondu ; 12 sans réponse ; 12 ne savent pas"), "{summary}");
    let coherence = case.written("coherence.txt");
    assert!(coherence.contains("Chiffres qui ne s’accordent pas\n  Aucun."), "{coherence}");
    assert!(coherence.contains("n’ont pas toutes la même base"), "{coherence}");
    assert!(fs::read(Path::new(&case.path("out")).join("reponses.sav")).expect("written").starts_with(b"$FL2"));
    assert!(case.written("codebook.xml").contains("<caseQnty>120</caseQnty>"));
}

#[test]
fn the_same_answers_are_read_in_latin_1_with_commas_and_from_a_workbook() {
    let case = Case::new();
    case.count(answers().as_bytes(), &[]);
    let expected = case.written("besoins.csv");
    let latin: Vec<u8> = answers()
        .replace(';', ",")
        .replace("\n0,web,,", "\n0,T\u{e9}l\u{e9}phone,,")
        .chars()
        .map(|sign| u8::try_from(u32::from(sign)).expect("Latin-1"))
        .collect();
    let said = case.count(&latin, &[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("Windows-1252"), "{said:?}");
    assert_eq!(case.written("besoins.csv"), expected);
    assert!(case.written("canal.csv").contains("tel,Téléphone,61,"));

    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(answers().lines()) {
        for (column, cell) in (0..).zip(line.split(';')) {
            sheet.write(row, column, cell).expect("a cell");
        }
    }
    let said = case.count(&book.save_to_buffer().expect("a workbook"), &[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(case.written("besoins.csv"), expected);
}

#[test]
fn wrong_files_are_refused_and_nothing_is_written() {
    let case = Case::new();
    let head = "id;canal;besoins;age;jour;mot\n";
    for (body, parts) in [
        ("1;web;s;41;;\n1;tel;p;52;;\n", &["Ligne 3", "l’identifiant « 1 »", "ligne 2"][..]),
        ("1;web;s;41;;\n2;41;web;s;;\n", &["Ligne 3", "décalées"]),
        ("1;web;SÃ©curitÃ©;41;;\n", &["encodage", "UTF-8"]),
        ("1;web;s;3-avr;;\n", &["« 3-avr »", "un nombre est attendu"]),
    ] {
        let said = case.count(format!("{head}{body}").as_bytes(), &[]);
        assert_eq!(said.code, 1, "{said:?}");
        for part in parts.iter().chain(&["Rien n’a été écrit"]) {
            assert!(said.err.contains(part), "« {part} » is not in {said:?}");
        }
        assert!(!Path::new(&case.path("out")).exists());
    }
    let said = case.count(b"a;b\n1;2\n", &[]);
    assert!(said.code == 1 && said.err.contains("Aucune colonne"), "{said:?}");
    let said = case.count(answers().as_bytes(), &["--by", "age"]);
    assert!(said.code == 2 && said.err.contains("« --by age »") && said.err.contains("canal"), "{said:?}");
}

#[test]
fn four_answers_where_three_are_allowed_and_lost_dates_are_flagged() {
    let case = Case::new();
    let said = case.count(b"id;canal;besoins;age;jour;mot\n1;web;s p t e;41;45113;\n2;tel;s;52;2023-07-06;\n", &[]);
    assert_eq!(said.code, 0, "{said:?}");
    for part in ["Ligne 2 : 4 réponses à « besoins », où 3 au plus", "« 45113 »", "une date devenue un nombre"] {
        assert!(said.out.contains(part), "« {part} » is not in {said:?}");
        assert!(case.written("coherence.txt").contains(part));
    }
    assert!(case.written("summary.csv").contains("moins de 11 réponses"));
}

#[test]
fn what_is_public_hides_small_counts_and_what_would_give_them_back() {
    let case = Case::new();
    let mut text = answers();
    // Three people by telephone who need schools alone.
    for person in 200..203 {
        text.push_str(&format!("{person};tel;e;30;2023-07-06;\n"));
    }
    let said = case.count(text.as_bytes(), &["--by", "canal", "--public"]);
    assert_eq!(said.code, 0, "{said:?}");
    let crossed = case.written("besoins_par_canal.csv");
    let schools = crossed.lines().find(|line| line.starts_with("e,")).expect("a line");
    // 6 online and 9 by telephone of 48 and 51: large enough to be told.
    assert!(schools.starts_with("e,Écoles,6,"), "{crossed}");
    // Two people by telephone need transports alone: hidden, and with them what would give them back.
    let small =
        answers().replace("tel;t e p", "tel;s").replace("60;tel;;", "60;tel;t;").replace("70;tel;;", "70;tel;t;");
    let said = case.count(small.as_bytes(), &["--by", "canal", "--public"]);
    assert_eq!(said.code, 0, "{said:?}");
    let crossed = case.written("besoins_par_canal.csv");
    let transports = crossed.lines().find(|line| line.starts_with("t,")).expect("a line");
    assert_eq!(transports.matches("non diffusé").count(), 4, "two counts and two shares: {crossed}");
    let told = case.count(small.as_bytes(), &["--by", "canal"]);
    assert!(told.code == 0 && case.written("besoins_par_canal.csv").contains("t,Transports,6,"), "{told:?}");
    let public = Case::new();
    public.count(small.as_bytes(), &["--public"]);
    assert!(!Path::new(&public.path("out")).join("coherence.txt").exists(), "it names lines and small counts");
    let both = case.count(small.as_bytes(), &["--public", "--with-answers"]);
    assert!(both.code == 2 && both.err.contains("pas les deux"), "{both:?}");
    let few = case.count("id;canal;besoins\n1;web;s\n2;web;s\n".as_bytes(), &["--public"]);
    assert_eq!(few.code, 0, "{few:?}");
    assert!(case.written("canal.csv").contains("non diffusé"), "{}", case.written("canal.csv"));
}

#[test]
fn rankings_and_what_is_asked_several_times_are_counted() {
    let case = Case::new();
    let form = r#"{"name":"ecoute","type":"survey","children":[
      {"type":"group","name":"g","label":"Votre avis","children":[
        {"type":"rank ordre","name":"ordre","label":"Votre ordre",
         "choices":[{"name":"s","label":"Sécurité"},{"name":"p","label":"Propreté"},{"name":"t","label":"Transports"}]}]},
      {"type":"repeat","name":"enfants","label":"Vos enfants","children":[
        {"type":"integer","name":"age","label":"Âge"},
        {"type":"select one","name":"ecole","label":"Va à l’école","choices":[{"name":"o","label":"Oui"},{"name":"n","label":"Non"}]}]}]}"#;
    fs::write(case.path("form.json"), form).expect("written");
    let mut answers = "id;ordre;enfants[1]/age;enfants[1]/ecole;enfants[2]/age;enfants[2]/ecole\n".to_owned();
    for person in 0..40 {
        let order = if person % 2 == 0 { "s p t" } else { "p t s" };
        let second = if person < 10 { "3;n" } else { ";" };
        answers.push_str(&format!("{person};{order};{};o;{second}\n", 6 + person % 5));
    }
    let said = case.count(answers.as_bytes(), &["--with-answers"]);
    assert_eq!(said.code, 0, "{said:?}");
    let ranks = case.written("ordre.csv");
    assert!(ranks.lines().any(|line| line.starts_with("s,Sécurité,2.0,40,20,50,")), "{ranks}");
    assert!(ranks.lines().any(|line| line.starts_with("p,Propreté,1.5,40,20,50,")), "{ranks}");
    let summary = case.written("summary.csv");
    assert!(summary.contains("ordre,Votre avis : Votre ordre,classement,40,0,0,0,0,40"), "{summary}");
    let school = case.written("enfants_ecole.csv");
    assert!(school.lines().any(|line| line.starts_with("o,Oui,40,80,")), "forty of fifty children: {school}");
    assert!(said.out.contains("« Vos enfants » : répondu 50 fois, par 40 personnes."), "{said:?}");
    let lines = case.written("reponses_enfants_codes.csv");
    assert!(
        lines.contains("personne;rang_enfants;age;ecole") && lines.lines().any(|line| line == "1;2;3;2"),
        "{lines}"
    );
    assert!(case.written("reponses_codes.csv").contains("ordre_s;ordre_p;ordre_t"));
    assert!(case.written("codebook.xml").contains("Votre ordre : Propreté (rang)"));
    assert!(case.written("codebook_enfants.xml").contains("<caseQnty>50</caseQnty>"));
    // A line is not a person: nothing of them is written for everybody.
    let public = Case::new();
    fs::write(public.path("form.json"), form).expect("written");
    assert_eq!(public.count(answers.as_bytes(), &["--public"]).code, 0);
    assert!(!Path::new(&public.path("out")).join("enfants_ecole.csv").exists());
}

#[test]
fn crossings_are_tested_and_ways_of_answering_compared() {
    let case = Case::new();
    let form = FORM
        .replace(r#""name":"canal","label":"Canal","#, r#""name":"canal","label":"Canal","bind":{"cdv:role":"mode"},"#);
    let form = form.replace(
        r#"{"type":"integer","name":"age","label":"Âge"},"#,
        r#"{"type":"select one","name":"age","label":"Âge","bind":{"cdv:role":"age"},"choices":[{"name":"j","label":"Moins de 60 ans"},{"name":"v","label":"60 ans et plus"}]},"#,
    );
    fs::write(case.path("form.json"), form).expect("written");
    let mut answers = "id;canal;besoins;age;jour;mot\n".to_owned();
    for person in 0..160 {
        let channel = if person < 80 { "web" } else { "tel" };
        let needs = if (person % 4 == 0) == (person < 80) { "s" } else { "p" };
        answers.push_str(&format!("{person};{channel};{needs};{};;\n", if person % 3 == 0 { "j" } else { "v" }));
    }
    let said = case.count(answers.as_bytes(), &["--by", "canal"]);
    assert_eq!(said.code, 0, "{said:?}");
    let tests = case.written("tests.csv");
    assert!(tests.starts_with("question,par,modalite,test,p,p_holm,v_cramer,base,lecture\n"), "{tests}");
    let needs: Vec<&str> =
        tests.lines().filter(|line| line.starts_with("besoins,canal,Propreté,χ² de Pearson,0.000000")).collect();
    assert_eq!(needs.len(), 1, "{tests}");
    assert!(tests.contains("V de Cramér"), "{tests}");
    let compared = case.written("besoins_par_voie.csv");
    assert!(compared.contains("n_web,pct_web,std_web,n_tel,pct_tel,std_tel"), "{compared}");
    assert!(said.out.contains("besoins_par_voie.csv : ") && said.out.contains("à âge et sexe égaux"), "{said:?}");
    // A way that never met the young: raw shares stay, and why is told.
    let old = answers.lines().filter(|line| !(line.contains(";tel;") && line.contains(";j;")));
    let old: String = old.map(|line| format!("{line}\n")).collect();
    let said = case.count(old.as_bytes(), &[]);
    assert!(said.out.contains("Personne par « Téléphone » parmi : Moins de 60 ans"), "{said:?}");
    assert!(!case.written("besoins_par_voie.csv").contains("std_web"));
}
