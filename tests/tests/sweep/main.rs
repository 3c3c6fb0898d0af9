use linkspan_tests::sweep::{axes, refused, sweep};
#[test]
fn t() {
    let axes = axes();
    let s = std::time::Instant::now();
    let list = refused(&axes);
    let f = sweep(&axes, &list);
    for l in &f.unexpected { println!("U {l}"); }
    println!("{} fields {} choices {} specs {} covered {:?} {:?}", axes.len(), axes.iter().map(|a| a.values.len()).sum::<usize>(), f.specs.len(), f.covered, f.refused, s.elapsed());
    for (i, s) in f.specs.iter().enumerate() { std::fs::create_dir_all("/tmp/t/s5specs").unwrap(); std::fs::write(format!("/tmp/t/s5specs/{i}.yml"), s).unwrap(); }
}
