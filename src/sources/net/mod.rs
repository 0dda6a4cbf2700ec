//! The only way to the network: one polite client.
//!
//! It says who it is, asks robots.txt first, keeps one connection a host and a pause between requests,
//! follows few redirects, and takes no more bytes or seconds than its limits. Addresses of private networks
//! are refused after the name is looked up, at each hop; the reader may allow one server of his own by name.

mod answer;
mod client;
mod fault;
mod guard;
mod robots;

#[cfg(test)]
#[path = "../../../tests/it/server.rs"]
pub(crate) mod server;
#[cfg(test)]
mod tests;

pub(crate) use answer::{Fetched, Response, Stream};
pub(crate) use client::{Client, Request, Secret};
pub(crate) use fault::FetchFault;
