//! `bilateral serve`: the web page and the HTTP interface for programs.
//!
//! Everything is made on the server and works without JavaScript. Answering blocks, so it is done on threads
//! of its own, a few at a time; who comes when all are taken is asked to come back.

mod api;
pub(in crate::faces) mod app;
pub(in crate::faces) mod asked;
mod chart;
mod guard;
mod layout;
mod openapi;
mod pages;
pub(in crate::faces) mod problem;
mod share;
pub(in crate::faces) mod values;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use super::mcp;
use crate::error::{Error, Result};
use app::App;

/// Bytes of a request's body: nothing is sent to us yet.
const BODY: usize = 16 * 1024;

/// Serves until it is interrupted. `ready` is told the address when it listens.
///
/// # Errors
/// Where the archive cannot be opened, or the address cannot be listened on.
pub(super) fn serve(
    listen: SocketAddr,
    data: Option<PathBuf>,
    ready: &dyn Fn(SocketAddr),
) -> Result<()> {
    if !listen.ip().is_loopback() {
        return Err(Error::Usage(format!(
            "{listen} can be reached from other machines, and this page asks nobody who they are; listen on 127.0.0.1, \
             and put a server that asks for a login in front of it"
        )));
    }
    let app = Arc::new(App::open(data)?);
    let failed = |what: String| {
        move |e| {
            Error::outside(
                what,
                e,
                "Choose another address with --listen, or stop what listens there",
            )
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(failed("cannot start".to_owned()))?;
    runtime.block_on(async {
        let cannot = format!("cannot listen on {listen}");
        let listener =
            tokio::net::TcpListener::bind(listen).await.map_err(failed(cannot.clone()))?;
        ready(listener.local_addr().map_err(failed(cannot.clone()))?);
        axum::serve(listener, router(app))
            .with_graceful_shutdown(interrupted())
            .await
            .map_err(failed(cannot))
    })
}

async fn interrupted() {
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
        .route("/overview.md", get(share::markdown))
        .route("/posts", get(share::threads))
        .route("/feed", get(share::atom))
        .route("/search", get(pages::search))
        .route("/sources", get(pages::sources))
        .route("/about", get(pages::about))
        .route("/style.css", get(layout::style))
        .route("/healthz", get(pages::health))
        .route("/v1/overviews", get(api::overviews))
        .route("/v1/search", get(api::search))
        .route("/v1/events", get(api::events))
        .route("/v1/happenings", get(api::happenings))
        .route("/v1/series", get(api::series))
        .route("/v1/documents/{key}", get(api::document))
        .route("/v1/sources", get(api::sources))
        .route("/v1/status", get(api::status))
        .route("/v1/openapi.json", get(openapi::openapi))
        .nest_service("/mcp", mcp::service(Arc::clone(&app)))
        .fallback(problem::nothing_here)
        .method_not_allowed_fallback(problem::only_read)
        .layer(from_fn_with_state(Arc::clone(&app), guard::check))
        .layer(DefaultBodyLimit::max(BODY))
        .with_state(app)
}
