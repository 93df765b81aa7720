//! The built-in cloud on a thread of its own, so that its work never holds up the screen.

use super::clock::Clock;
use super::spawn;
use crate::api::credentials::Credentials;
use crate::domain::Region;
use crate::sim::server::Spawner;
use crate::sim::{Scenario, Server};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;

/// A built-in cloud that is running; it ends with the process, its temporary folder with this value.
#[derive(Debug)]
pub struct Demo {
    /// The scenario's name.
    pub(crate) name: String,
    /// Where it listens.
    pub(crate) endpoint: String,
    /// Its fake key.
    pub(crate) credentials: Credentials,
    /// Its regions.
    pub(crate) regions: Vec<Region>,
    state: PathBuf,
}

impl Demo {
    /// Starts a scenario on any free loopback port.
    ///
    /// # Errors
    /// An unknown scenario, or no port; as a sentence.
    pub(crate) fn start(name: &str) -> Result<Self, String> {
        let scenario = Scenario::find(name).map_err(|error| error.to_string())?;
        let regions = scenario.regions();
        let credentials = credentials(&scenario);
        let endpoint = serve(scenario, 0)?;
        let mut random = [0u8; 6];
        getrandom::fill(&mut random).map_err(|error| error.to_string())?;
        let state = std::env::temp_dir().join(format!("eip-unbind-demo-{}", hex::encode(random)));
        Ok(Self { name: name.to_owned(), endpoint, credentials, regions, state })
    }

    /// The temporary folder of the journal.
    pub(crate) fn state_dir(&self) -> PathBuf {
        self.state.clone()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.state);
    }
}

fn credentials(scenario: &Scenario) -> Credentials {
    let demo = crate::sim::spec::Credential::demo();
    let key = scenario.credentials.iter().find(|c| !c.disabled).unwrap_or(&demo);
    Credentials::new(&key.secret_id, &key.secret_key, key.token.as_deref())
        .or_else(|_| {
            Credentials::new(crate::sim::DEMO_SECRET_ID, crate::sim::DEMO_SECRET_KEY, None)
        })
        .expect("the built-in key is well formed")
}

/// Serves a scenario on a thread of its own; gives its base URL.
fn serve(scenario: Scenario, port: u16) -> Result<String, String> {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
            return;
        };
        let local = tokio::task::LocalSet::new();
        local.block_on(&runtime, async {
            match Server::start(scenario, port, Arc::new(Clock::wall), &spawner()) {
                Ok(running) => {
                    let _ = tell.send(Ok(running.endpoint()));
                    std::future::pending::<()>().await;
                }
                Err(error) => drop(tell.send(Err(error.to_string()))),
            }
        });
    });
    told.recv().map_err(|_| "the built-in cloud did not start".to_owned())?
}

/// Starts the built-in cloud's tasks on the current thread.
pub(crate) fn spawner() -> Spawner {
    Arc::new(spawn::spawn)
}
