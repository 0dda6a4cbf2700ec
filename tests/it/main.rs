//! The whole program from outside: the built binary, a folder of its own for each test, nothing else.
//!
//! No test looks at a clock, a network, the user's own archive or the order in which others run.

mod harness;

mod bad_input;
mod bring;
mod changes;
mod cli;
mod crash;
mod flow;
mod follow;
mod formats;
mod fuzz;
mod guard;
mod http;
mod kept;
mod layers;
mod mcp;
mod pdf;
mod readme;
mod regressions;
mod reproduce;
#[allow(dead_code, reason = "the tests of the client use the rest")]
mod server;
mod tables;
mod update_crash;
