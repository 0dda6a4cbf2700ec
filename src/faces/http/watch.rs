//! Watching over the server: numbers for Prometheus, a line of JSON for each request, and how often one client
//! may ask.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use serde_json::json;

use super::app::App;
use super::problem::Problem;

/// Clients remembered before those that were silent are forgotten.
const CLIENTS: usize = 10_000;
/// Limits of the histogram of answers, in seconds.
const SECONDS: [f64; 10] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    /// The address as a pattern ("/document/{key}"), so that there are few.
    path: String,
    method: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct At {
    path: String,
}

/// Counts and limits of one server.
pub(in crate::faces) struct Watch {
    registry: Registry,
    requests: Family<Asked, Counter>,
    seconds: Family<At, Histogram>,
    documents: Gauge,
    events: Gauge,
    limiter: Option<DefaultKeyedRateLimiter<IpAddr>>,
    logs: bool,
}

impl Watch {
    /// `rate` is the requests a second that one client may make, with as many again at once; 0 sets no limit.
    /// `logs` writes a line for each request to standard error.
    pub(in crate::faces) fn new(rate: u32, logs: bool) -> Self {
        let mut registry = Registry::with_prefix("bilateral");
        let requests = Family::<Asked, Counter>::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        let seconds = Family::<At, Histogram>::new_with_constructor(|| Histogram::new(SECONDS));
        let about = "Time until an answer begins";
        registry.register_with_unit("http_answer", about, Unit::Seconds, seconds.clone());
        let (documents, events) = (Gauge::default(), Gauge::default());
        registry.register("documents", "Texts in the archive", documents.clone());
        registry.register("events", "Coded events in the archive", events.clone());
        let limiter = NonZeroU32::new(rate).map(|rate| {
            let burst = rate.saturating_add(rate.get());
            RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst))
        });
        Self { registry, requests, seconds, documents, events, limiter, logs }
    }

    /// False where the client has asked too often.
    pub(super) fn within_rate(&self, client: IpAddr) -> bool {
        let Some(limiter) = &self.limiter else { return true };
        if limiter.len() > CLIENTS {
            limiter.retain_recent();
        }
        limiter.check_key(&client).is_ok()
    }

    /// Counts an answer. The words of a question are nobody's business: only the pattern of its address is kept.
    pub(super) fn answered(
        &self,
        path: &str,
        method: &Method,
        status: StatusCode,
        took: Duration,
        client: Option<IpAddr>,
    ) {
        let status = status.as_u16();
        // A method may be any word: what we do not answer counts as one.
        let method = match *method {
            Method::GET | Method::HEAD | Method::POST => method.as_str(),
            _ => "other",
        };
        let asked = Asked { path: path.to_owned(), method: method.to_owned(), status };
        self.requests.get_or_create(&asked).inc();
        self.seconds.get_or_create(&At { path: path.to_owned() }).observe(took.as_secs_f64());
        if self.logs {
            let line = json!({
                "path": path, "method": method, "status": status,
                "milliseconds": took.as_secs_f64() * 1_000.0, "client": client.map(|c| c.to_string()),
            });
            eprintln!("{line}");
        }
    }
}

/// `GET /metrics`: the numbers in the text format of OpenMetrics.
pub(super) async fn metrics(State(app): State<Arc<App>>) -> Response {
    let coverage = match Arc::clone(&app).work(|view| view.archive.coverage(None)).await {
        Ok(coverage) => coverage,
        Err(problem) => return problem.json(),
    };
    let watch = app.watch();
    watch.documents.set(i64::try_from(coverage.documents).unwrap_or(i64::MAX));
    watch.events.set(i64::try_from(coverage.events).unwrap_or(i64::MAX));
    let mut text = String::new();
    match encode(&mut text, &watch.registry) {
        Ok(()) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        Err(e) => Problem::Internal(e.to_string()).json(),
    }
}
