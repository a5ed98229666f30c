//! exp
use tabulation::Chance;
use themes::coding::*;
fn read(path: &str, theme: usize, text: usize) -> Vec<(String, String)> {
    let body = std::fs::read_to_string(path).expect("corpus");
    body.lines().skip(1).map(|l| { let c: Vec<&str> = l.split('\t').collect(); (c[theme].to_owned(), c[text].to_owned()) }).collect()
}
fn scores(truth: &[usize], guess: &[usize], k: usize) -> (f64, f64) {
    let mut tp = vec![0.0; k]; let mut fp = vec![0.0; k]; let mut fn_ = vec![0.0; k];
    let mut ok = 0.0;
    for (t, g) in truth.iter().zip(guess) { if t == g { tp[*t] += 1.0; ok += 1.0; } else { fp[*g] += 1.0; fn_[*t] += 1.0; } }
    let present: Vec<usize> = (0..k).filter(|c| tp[*c] + fn_[*c] + fp[*c] > 0.0).collect();
    let f1 = present.iter().map(|c| 2.0 * tp[*c] / (2.0 * tp[*c] + fp[*c] + fn_[*c])).sum::<f64>() / present.len() as f64;
    (f1, ok / truth.len() as f64)
}
fn main() {
    let dir = std::env::args().nth(1).expect("folder");
    let book = std::env::args().nth(2);
    let e = |n: &str, d: f64| std::env::var(n).ok().and_then(|v| v.parse::<f64>().ok()).unwrap_or(d);
    let runs = e("RUNS", 5.0) as u64;
    let r = Recipe { c: e("C", 1.0), pseudo: e("PSEUDO", 0.25), hand: e("HAND", 3.0), nb: e("NB", 0.0), kept: e("KEPT", 0.7), selft: e("SELFT", 0.0), prior: 0.0 };
    for (name, t, x) in [("bp_paris_laureats", 0, 1), ("mel_commentaires", 0, 2)] {
        let docs = read(&format!("{dir}/{name}.tsv"), t, x);
        let texts: Vec<&str> = docs.iter().map(|d| d.1.as_str()).collect();
        let mut names: Vec<&str> = docs.iter().map(|d| d.0.as_str()).collect(); names.sort(); names.dedup();
        let k = names.len();
        let truth: Vec<usize> = docs.iter().map(|d| names.iter().position(|n| *n == d.0).unwrap()).collect();
        let f = read_features(&texts, None);
        let rules: Option<Vec<Vec<f64>>> = book.as_ref().filter(|_| name.starts_with("bp")).map(|b| {
            let body = std::fs::read_to_string(b).unwrap();
            let mut c = Codebook { version: String::new(), themes: names.iter().map(|n| Theme { code: (*n).into(), label: (*n).into(), parts: vec![] }).collect() };
            for l in body.lines() { let (th, w) = l.split_once(';').unwrap(); let i = c.theme(th).unwrap_or_else(|| panic!("{th}")); c.themes[i].parts.push(SubTheme { label: String::new(), words: w.split('|').map(|s| s.trim().to_owned()).collect(), except: vec![] }); }
            let ru = Rules::of(&c);
            texts.iter().map(|t| ru.read(t).by_theme(k)).collect()
        });
        let top = |p: &Vec<f64>| (0..k).max_by(|a, b| p[*a].total_cmp(&p[*b]).then(b.cmp(a))).unwrap();
        if let Some(ru) = &rules {
            let g: Vec<usize> = ru.iter().map(|s| top(s)).collect();
            let cov = ru.iter().filter(|s| s.iter().any(|v| *v > 0.0)).count() as f64 / texts.len() as f64;
            let p = train(&f, Some(ru), &[], k, &r);
            let g2: Vec<usize> = p.iter().map(top).collect();
            println!("{name} 0: rules {:?} cov {cov:.2} model {:?}", scores(&truth, &g, k), scores(&truth, &g2, k));
        }
        for per in [5usize, 20, 50] {
            let (mut a, mut b) = (0.0, 0.0);
            for seed in 0..runs {
                let mut chance = Chance::new(seed + 1);
                let mut order: Vec<usize> = (0..texts.len()).collect(); chance.shuffle(&mut order);
                let mut left: Vec<usize> = (0..k).map(|c| per.min(truth.iter().filter(|t| **t == c).count() * 4 / 5)).collect();
                let mut coded = vec![]; let mut test = vec![];
                for i in order { if left[truth[i]] > 0 { left[truth[i]] -= 1; coded.push(Coded { answer: i, themes: vec![truth[i]] }); } else { test.push(i); } }
                let p = train(&f, rules.as_deref(), &coded, k, &r);
                let s = scores(&test.iter().map(|i| truth[*i]).collect::<Vec<_>>(), &test.iter().map(|i| top(&p[*i])).collect::<Vec<_>>(), k);
                a += s.0; b += s.1;
            }
            println!("{name} {per}: f1 {:.3} acc {:.3}", a / runs as f64, b / runs as f64);
        }
        let (mut ts, mut gs) = (vec![], vec![]); let (mut a, mut b) = (0.0, 0.0);
        let mut chance = Chance::new(99); let mut order: Vec<usize> = (0..texts.len()).collect(); chance.shuffle(&mut order);
        order.sort_by_key(|i| truth[*i]);
        for fold in 0..5 {
            let mut coded = vec![]; let mut test = vec![];
            for (at, i) in order.iter().enumerate() { if at % 5 == fold { test.push(*i) } else { coded.push(Coded { answer: *i, themes: vec![truth[*i]] }) } }
            let p = train(&f, rules.as_deref(), &coded, k, &r);
            let (t, g) = (test.iter().map(|i| truth[*i]).collect::<Vec<_>>(), test.iter().map(|i| top(&p[*i])).collect::<Vec<_>>());
            let s = scores(&t, &g, k); a += s.0 / 5.0; b += s.1 / 5.0;
            ts.extend(t); gs.extend(g);
        }
        println!("{name} 80%: f1 {a:.3} acc {b:.3} pooled {:?}", scores(&ts, &gs, k));
    }
}
