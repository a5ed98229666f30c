use std::time::Instant;
use sortition::{draw::Draw, levels, mixture, pool, search::{Goal, Search}};
fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let seats: i64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let home = std::env::args().nth(3).is_some();
    let t = Instant::now();
    let quotas = pool::read_quotas(&std::fs::read(format!("{folder}/features.csv")).unwrap()).unwrap();
    let h: Vec<String> = if home { vec!["address1".into(), "postcode".into()] } else { vec![] };
    let people = pool::read_people(&std::fs::read(format!("{folder}/people.csv")).unwrap(), &quotas, &h).unwrap();
    let draw = Draw::new(&people, &quotas, &[], seats, levels::no_cap()).unwrap();
    println!("read {:?} types {} rows {}", t.elapsed(), draw.model.len(), draw.model.rows.len());
    let t = Instant::now();
    let found = levels::of_relaxation(&draw.model).unwrap();
    println!("levels {:?} n {} min {} ({})", t.elapsed(), found.levels.len(), found.levels[0].bound, sortition::exact::written(&found.levels[0].bound, 9));
    let t = Instant::now();
    let target: Vec<f64> = found.probabilities(&draw.model).iter().zip(&draw.model.types).map(|(p, t)| sortition::exact::float(p) * f64::from(t.size)).collect();
    let mut search = Search::new(&draw.model);
    let mut tight = 0;
    for (row, of) in draw.model.rows.iter().enumerate() {
        let act: f64 = draw.model.types.iter().zip(&target).map(|(t, q)| t.terms.iter().filter(|x| x.0 as usize == row).map(|x| x.1 as f64).sum::<f64>() * q).sum();
        if (act - of.low as f64).abs() < 1e-8 { search.restrict_row(row, of.low as f64, of.low as f64); tight += 1; }
        else if (act - of.high as f64).abs() < 1e-8 { search.restrict_row(row, of.high as f64, of.high as f64); tight += 1; }
    }
    for (t, q) in target.iter().enumerate() { let n = f64::from(draw.model.types[t].size); if *q < 1e-12 { search.restrict(t, 0.0, 0.0) } else if *q > n - 1e-12 { search.restrict(t, n, n) } }
    let mut calls = 0; let mut spent = std::time::Duration::ZERO;
    let mix = mixture::mix(&draw.model, &target, vec![], 5000, &mut |w, aim| { calls += 1; let t = Instant::now(); let f = search.find(w, Goal::Above(aim), 20000); spent += t.elapsed(); f });
    println!("mix {:?} of which search {:?} {:?} panels {} calls {} nodes {} its {} tight {}", t.elapsed(), spent, mix.ended, mix.panels.len(), calls, search.nodes, search.iterations(), tight);
}
