//! Requests, one after another from several people, each on a connection of its own, until told to stop; and what became
//! of every one of them.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How many people ask at once.
const PEOPLE: usize = 6;
/// How long one waits for an answer, as a browser does: on a busy machine one that is late is no failure.
const PATIENCE: Duration = Duration::from_secs(5 * 60);
/// How many failures are told in full.
const TOLD: usize = 5;
/// However long a test may take, nobody asks longer.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// People asking.
pub(crate) struct Load {
    shared: Arc<Shared>,
    people: Vec<JoinHandle<Vec<Duration>>>,
    begun: Instant,
}

struct Shared {
    address: String,
    paths: Vec<&'static str>,
    pause: Duration,
    stop: AtomicBool,
    asked: AtomicUsize,
    failed: Mutex<Vec<String>>,
}

/// What became of all requests.
#[derive(Debug)]
pub(crate) struct Tally {
    /// Requests in all.
    pub(crate) asked: usize,
    /// Those without a good answer, and why.
    pub(crate) failed: Vec<String>,
    /// How long it went on.
    pub(crate) took: Duration,
    /// How long answers took: half of them less than the first, 99 of 100 less than the second, none more than the third.
    pub(crate) latency: [Duration; 3],
}

impl Load {
    /// Begins to ask these paths of this address in turn, each person with such a pause after an answer.
    pub(crate) fn begin(address: &str, paths: &[&'static str], pause: Duration) -> Self {
        let shared = Arc::new(Shared {
            pause,
            address: address.to_owned(),
            paths: paths.to_vec(),
            stop: AtomicBool::new(false),
            asked: AtomicUsize::new(0),
            failed: Mutex::new(Vec::new()),
        });
        let people = (0..PEOPLE).map(|_| {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || ask(&shared))
        });
        Self { people: people.collect(), shared, begun: Instant::now() }
    }

    /// How many have been asked so far.
    pub(crate) fn asked(&self) -> usize {
        self.shared.asked.load(Ordering::Relaxed)
    }

    /// Goes on until so many have been asked.
    pub(crate) fn until(&self, count: usize) {
        while self.asked() < count && self.begun.elapsed() < LIMIT {
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Stops when all who wait for an answer have it.
    pub(crate) fn end(self) -> Tally {
        self.shared.stop.store(true, Ordering::Relaxed);
        let mut answers: Vec<Duration> = Vec::new();
        for person in self.people {
            answers.extend(person.join().unwrap());
        }
        answers.sort();
        let at = |share: f64| {
            let index = (answers.len() as f64 * share) as usize;
            answers.get(index.min(answers.len().saturating_sub(1))).copied().unwrap_or_default()
        };
        Tally {
            asked: self.shared.asked.load(Ordering::Relaxed),
            failed: std::mem::take(&mut self.shared.failed.lock().unwrap()),
            took: self.begun.elapsed(),
            latency: [at(0.5), at(0.99), at(1.0)],
        }
    }
}

impl Tally {
    /// In a line.
    pub(crate) fn line(&self) -> String {
        let [half, most, all] = self.latency.map(|time| time.as_millis());
        format!(
            "{} requests in {:.0} s, {} failed; answers within {half} ms (half), {most} ms (99 of 100), {all} ms (all)",
            self.asked,
            self.took.as_secs_f64(),
            self.failed.len()
        )
    }

    /// Insists that none failed.
    pub(crate) fn all_answered(&self) {
        let told: Vec<&String> = self.failed.iter().take(TOLD).collect();
        assert!(self.failed.is_empty(), "{}: {told:#?}", self.line());
    }
}

fn ask(shared: &Shared) -> Vec<Duration> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        // Every request has to find a pod that takes it.
        .max_idle_connections(0)
        .build()
        .into();
    let begun = Instant::now();
    let mut answers = Vec::new();
    for path in shared.paths.iter().cycle() {
        if shared.stop.load(Ordering::Relaxed) || begun.elapsed() > LIMIT {
            break;
        }
        let asked = Instant::now();
        let answer = agent
            .get(format!("http://{}{path}", shared.address))
            .header("Host", "shop.test")
            .call()
            .and_then(|mut answer| answer.body_mut().read_to_vec());
        shared.asked.fetch_add(1, Ordering::Relaxed);
        match answer {
            Ok(_) => answers.push(asked.elapsed()),
            Err(error) => {
                let when = begun.elapsed().as_secs_f64();
                shared.failed.lock().unwrap().push(format!("{path} at {when:.1} s: {error}"));
            }
        }
        std::thread::sleep(shared.pause);
    }
    answers
}
