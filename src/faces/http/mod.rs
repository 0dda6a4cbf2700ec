//! `bilateral serve`: the web page and the HTTP interface for programs.
//!
//! Everything is made on the server and works without JavaScript. Answering blocks, so it is done on threads
//! of its own, a few at a time; who comes when all are taken is asked to come back.

mod api;
pub(in crate::faces) mod app;
pub(in crate::faces) mod asked;
mod bring;
mod chart;
mod guard;
pub(in crate::faces) mod kept;
mod land;
mod lasting;
mod layout;
mod listen;
mod openapi;
mod pages;
pub(in crate::faces) mod problem;
mod share;
pub(in crate::faces) mod values;
pub(in crate::faces) mod watch;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};

use super::mcp;
use crate::error::{Error, Result};
use app::App;
use watch::Watch;

/// Bytes of a request's body: nothing is sent to us yet.
const BODY: usize = 16 * 1024;

/// How a server is to be.
pub(super) struct Serving {
    pub(super) listen: SocketAddr,
    pub(super) data: Option<PathBuf>,
    /// Requests a second for one client; 0 sets no limit.
    pub(super) rate: u32,
    /// A line of JSON on standard error for each request.
    pub(super) logs: bool,
    /// Sources that readers bring may lie in this machine or its network.
    pub(super) local: bool,
}

/// Serves until it is interrupted. `ready` is told the address when it listens.
///
/// # Errors
/// Where the archive cannot be opened, or the address cannot be listened on or is not safe to.
pub(super) fn serve(serving: Serving, ready: &dyn Fn(SocketAddr)) -> Result<()> {
    let Serving { listen, data, rate, logs, local } = serving;
    let app = Arc::new(App::open(data, Watch::new(rate, logs), local)?);
    if !listen.ip().is_loopback() && app.tokens()?.tokens.is_empty() {
        return Err(Error::Usage(format!(
            "{listen} can be reached from other machines, and there is no token to know readers by; make one with \
             `bilateral token add NAME`, or listen on 127.0.0.1"
        )));
    }
    let cannot = format!("cannot listen on {listen}");
    let failed = |e| {
        let remedy = "Choose another address with --listen, or stop what listens there";
        Error::outside(cannot.clone(), e, remedy)
    };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen).await.map_err(failed)?;
        ready(listener.local_addr().map_err(failed)?);
        listen::listen(listener, router(app), interrupted()).await;
        Ok(())
    })
}

/// Done when the process is asked to end: by Ctrl-C, or by whatever manages it.
async fn interrupted() {
    #[cfg(unix)]
    if let Ok(mut ended) = signal(SignalKind::terminate()) {
        tokio::select! {
            _ = ended.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        return;
    }
    // Where no interrupt can be waited for, the process is stopped from outside.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// All addresses there are.
fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(pages::ask))
        .route("/overview", get(pages::overview))
        .route("/document/{key}", get(pages::document))
        .route("/series", get(pages::series))
        .route("/happenings", get(pages::happenings))
        .route("/happening/{name}", get(pages::happening))
        .route("/map", get(pages::map))
        .route("/network", get(pages::network))
        .route("/overview.md", get(share::markdown))
        .route("/posts", get(share::threads))
        .route("/feed", get(share::atom))
        .route("/search", get(pages::search))
        .route("/sources", get(pages::sources))
        .route("/about", get(pages::about))
        .route("/style.css", get(layout::style))
        .route("/saved", post(lasting::save))
        .route("/saved/{address}", get(lasting::show))
        .route("/saved/{address}/changes", get(lasting::changed))
        .route("/kept", get(kept::list).post(kept::act))
        .route("/changes", get(kept::changed))
        .route("/bring", get(bring::forms))
        .route("/bring/source", post(bring::source))
        .route("/bring/files", post(bring::files).layer(DefaultBodyLimit::max(bring::FILES_BYTES)))
        .route("/healthz", get(pages::health))
        .route("/metrics", get(watch::metrics))
        .route("/v1/overviews", get(api::overviews))
        .route("/v1/search", get(api::search))
        .route("/v1/events", get(api::events))
        .route("/v1/happenings", get(api::happenings))
        .route("/v1/series", get(api::series))
        .route("/v1/documents/{key}", get(api::document))
        .route("/v1/sources", get(api::sources))
        .route("/v1/status", get(api::status))
        .route("/api", get(openapi::page_to_try))
        .route("/v1/openapi.json", get(openapi::openapi))
        .nest_service("/mcp", mcp::service(Arc::clone(&app)))
        .fallback(problem::nothing_here)
        .method_not_allowed_fallback(problem::only_read)
        .layer(from_fn_with_state(Arc::clone(&app), guard::check))
        .layer(DefaultBodyLimit::max(BODY))
        .with_state(app)
}
