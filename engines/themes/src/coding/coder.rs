//! exp
use super::features::{Features, Row};
use super::logistic::{Example, Weights, fit, sigmoid};

/// answer coded
pub struct Coded { pub answer: usize, pub themes: Vec<usize> }
/// r
#[derive(Clone, Debug)]
pub struct Recipe { pub c: f64, pub pseudo: f64, pub hand: f64, pub nb: f64, pub kept: f64, pub selft: f64, pub prior: f64 }

fn normal(mut v: Vec<f64>) -> Vec<f64> { let s: f64 = v.iter().sum(); if s > 0.0 { v.iter_mut().for_each(|x| *x /= s); } v }

/// probabilities answers x themes
pub fn train(f: &Features, rules: Option<&[Vec<f64>]>, coded: &[Coded], themes: usize, r: &Recipe) -> Vec<Vec<f64>> {
    // pseudo labels
    let n = f.rows.len();
    let mut is_coded = vec![false; n];
    coded.iter().for_each(|c| is_coded[c.answer] = true);
    let mut pseudo: Vec<(usize, Vec<f64>, f64)> = Vec::new();
    if let Some(rules) = rules {
        for (i, s) in rules.iter().enumerate() {
            if is_coded[i] { continue; }
            let q = normal(s.clone());
            let top = q.iter().cloned().fold(0.0, f64::max);
            if top > 0.0 { pseudo.push((i, q, top)); }
        }
        pseudo.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
        let keep = (pseudo.len() as f64 * r.kept) as usize;
        pseudo.truncate(keep);
    }
    // rule features: appended
    let width = f.width + themes;
    let rows: Vec<Row> = f.rows.iter().enumerate().map(|(i, row)| {
        let mut row = row.clone();
        if let Some(rules) = rules { let q = normal(rules[i].clone()); for (t, v) in q.iter().enumerate() { if *v > 0.0 { row.push(((f.width + t) as u32, *v as f32)); } } }
        row
    }).collect();
    let fitall = |soft: Option<&[Vec<f64>]>| -> Vec<Weights> { (0..themes).map(|t| {
        let mut ex: Vec<Example<'_>> = coded.iter().map(|c| Example { row: &rows[c.answer], target: f64::from(u8::from(c.themes.contains(&t))), weight: r.hand }).collect();
        match soft { Some(p) => for i in 0..n { if !is_coded[i] { ex.push(Example { row: &rows[i], target: p[i][t], weight: r.selft }); } },
          None => for (i, q, _) in &pseudo { ex.push(Example { row: &rows[*i], target: q[t], weight: r.pseudo }); } }
        fit(&ex, width, r.c, None)
    }).collect() };
    let predict = |w: &[Weights]| -> Vec<Vec<f64>> { rows.iter().map(|row| normal(w.iter().map(|w| sigmoid(w.sum(row))).collect())).collect() };
    let mut w = fitall(None);
    let mut p = predict(&w);
    if r.selft > 0.0 { for _ in 0..2 { w = fitall(Some(&p)); p = predict(&w); } }
    // NB mix
    if r.nb > 0.0 {
        let lex = f.width;
        let mut c = vec![vec![0.0f64; lex]; themes]; let mut prior = vec![0.5f64; themes];
        for k in coded { for t in &k.themes { prior[*t] += 1.0; for (a, v) in &f.rows[k.answer] { c[*t][*a as usize] += f64::from(*v); } } }
        for (i, q, _) in &pseudo { for t in 0..themes { if q[t] > 0.0 { prior[t] += q[t] * r.pseudo / r.hand; for (a, v) in &f.rows[*i] { c[t][*a as usize] += f64::from(*v) * q[t] * r.pseudo / r.hand; } } } }
        let all: Vec<f64> = (0..lex).map(|a| (0..themes).map(|t| c[t][a]).sum()).collect();
        let tot: f64 = all.iter().sum();
        let alpha = 0.05;
        let lw: Vec<Vec<f64>> = (0..themes).map(|t| { let st: f64 = c[t].iter().sum(); (0..lex).map(|a| {
            // complement: - log of frequency in others
            let comp = (all[a] - c[t][a] + alpha) / (tot - st + alpha * lex as f64);
            -(comp.ln())
        }).collect::<Vec<f64>>() }).collect();
        let lw: Vec<Vec<f64>> = lw.into_iter().map(|w| { let s: f64 = w.iter().map(|x| x.abs()).sum::<f64>() / lex as f64; w.into_iter().map(|x| x / s).collect() }).collect();
        for (i, row) in f.rows.iter().enumerate() {
            let s: Vec<f64> = (0..themes).map(|t| row.iter().map(|(a, v)| lw[t][*a as usize] * f64::from(*v)).sum()).collect();
            let m = s.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
            let q = normal(s.iter().map(|x| ((x - m) * 12.0).exp()).collect());
            for t in 0..themes { p[i][t] = p[i][t].max(1e-9).powf(1.0 - r.nb) * q[t].max(1e-9).powf(r.nb); }
            p[i] = normal(p[i].clone());
        }
    }
    p
}
