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
    for (name, t, x) in [("seed003_labels", 1, 2), ("bp_paris_laureats", 0, 1), ("mel_commentaires", 0, 2)] {
        let mut docs = read(&format!("{dir}/{name}.tsv"), t, x);
        let seed = name.starts_with("seed");
        let st = starter();
        if seed { docs.retain(|d| st.theme(&d.0).is_some()); }
        let texts: Vec<&str> = docs.iter().map(|d| d.1.as_str()).collect();
        let mut names: Vec<&str> = docs.iter().map(|d| d.0.as_str()).collect(); names.sort(); names.dedup();
        let mut c = Codebook { version: String::new(), themes: names.iter().map(|n| Theme { code: (*n).into(), label: (*n).into(), parts: vec![] }).collect() };
        if name.starts_with("bp") { if let Some(b) = &book { let body = std::fs::read_to_string(b).unwrap();
            for l in body.lines() { let (th, w) = l.split_once(';').unwrap(); let i = c.theme(th).unwrap_or_else(|| panic!("{th}")); c.themes[i].parts.push(SubTheme { label: String::new(), words: w.split('|').map(|s| s.trim().to_owned()).collect(), except: vec![] }); } } }
        if seed { c = st; }
        let k = c.themes.len();
        let truth: Vec<usize> = docs.iter().map(|d| c.theme(&d.0).unwrap()).collect();
        let coder = Coder::new(&texts, &c, None);
        let top = |p: &Vec<f64>| (0..k).max_by(|a, b| p[*a].total_cmp(&p[*b]).then(b.cmp(a))).unwrap();
        if c.themes.iter().any(|t| !t.parts.is_empty()) {
            let s = coder.suggest(&[]);
            println!("{name} 0: {:?}", scores(&truth, &s.confidence.iter().map(top).collect::<Vec<_>>(), k));
            let m = s.by_answer.iter().map(|b| b.len()).sum::<usize>() as f64 / texts.len() as f64;
            println!("   themes each {m:.2}");
            if seed { for (i, s) in s.by_answer.iter().enumerate() { if s.first().map(|s| s.theme) != Some(truth[i]) { println!("   {} | {} | {:?}", names[0], texts[i], s.first().map(|s| &c.themes[s.theme].code)); } } continue; }
        }
        for per in [5usize, 20, 50] {
            let (mut a, mut b) = (0.0, 0.0);
            for seed in 0..runs {
                let mut chance = Chance::new(seed + 1);
                let mut order: Vec<usize> = (0..texts.len()).collect(); chance.shuffle(&mut order);
                let mut left: Vec<usize> = (0..k).map(|c| per.min(truth.iter().filter(|t| **t == c).count() * 4 / 5)).collect();
                let mut coded = vec![]; let mut test = vec![];
                for i in order { if left[truth[i]] > 0 { left[truth[i]] -= 1; coded.push(Coded { answer: i, themes: vec![truth[i]] }); } else { test.push(i); } }
                let p = coder.suggest(&coded).confidence;
                let s = scores(&test.iter().map(|i| truth[*i]).collect::<Vec<_>>(), &test.iter().map(|i| top(&p[*i])).collect::<Vec<_>>(), k);
                a += s.0; b += s.1;
            }
            println!("{name} {per}: f1 {:.3} acc {:.3}", a / runs as f64, b / runs as f64);
        }
        let (mut ts, mut gs) = (vec![], vec![]); let (mut a, mut b) = (0.0, 0.0);
        let mut bins = vec![(0.0f64, 0.0f64, 0.0f64); 10];
        for rep in 0..3 {
        let mut chance = Chance::new(99 + rep); let mut order: Vec<usize> = (0..texts.len()).collect(); chance.shuffle(&mut order);
        order.sort_by_key(|i| truth[*i]);
        for fold in 0..5 {
            let mut coded = vec![]; let mut test = vec![];
            for (at, i) in order.iter().enumerate() { if at % 5 == fold { test.push(*i) } else { coded.push(Coded { answer: *i, themes: vec![truth[*i]] }) } }
            let p = coder.suggest(&coded).confidence;
            let (t, g) = (test.iter().map(|i| truth[*i]).collect::<Vec<_>>(), test.iter().map(|i| top(&p[*i])).collect::<Vec<_>>());
            for (i, g) in test.iter().zip(&g) { let c = p[*i][*g]; let b = &mut bins[((c * 10.0) as usize).min(9)]; b.0 += 1.0; b.1 += c; b.2 += f64::from(u8::from(truth[*i] == *g)); }
            let s = scores(&t, &g, k); a += s.0 / 15.0; b += s.1 / 15.0;
            ts.extend(t); gs.extend(g);
        }
        }
        let ece = bins.iter().map(|b| (b.1 - b.2).abs()).sum::<f64>() / bins.iter().map(|b| b.0).sum::<f64>();
        println!("{name} 80%: f1 {a:.3} acc {b:.3} pooled {:?} ece {ece:.3}", scores(&ts, &gs, k));
    }
}
