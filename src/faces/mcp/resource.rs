//! Overviews as resources: an address per question.

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rmcp::ErrorData;
use rmcp::model::{ReadResourceResult, ResourceContents, ResourceTemplate};

use crate::faces::http::app::App;
use crate::faces::http::asked::Asked;
use crate::faces::http::values;
use crate::faces::render::markdown;

/// What stands before the question.
const OVERVIEW: &str = "bilateral://overview/";

/// The kinds of addresses there are.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    vec![
        ResourceTemplate::new(format!("{OVERVIEW}{{question}}"), "overview")
            .with_title("Overview of a question")
            .with_description(
                "The overview that answers a question about relations between countries, for example \
                 bilateral://overview/Russia%20vs%20Azerbaijan, with its references",
            )
            .with_mime_type("text/markdown"),
    ]
}

/// The overview at an address.
///
/// # Errors
/// Where the address is none of ours, or its question cannot be answered.
pub(super) async fn read(app: &Arc<App>, address: &str) -> Result<ReadResourceResult, ErrorData> {
    let question = address.strip_prefix(OVERVIEW).filter(|rest| !rest.is_empty());
    let Some(question) = question else {
        let words = format!("resources are named {OVERVIEW}QUESTION");
        return Err(ErrorData::invalid_params(words, None));
    };
    let q = percent_decode_str(question).decode_utf8_lossy().into_owned();
    let asked = Asked { q, ..Asked::default() };
    let made = Arc::clone(app)
        .work(move |view| {
            let overview = values::told(view, &asked.question()?, asked.as_of()?)?;
            Ok(markdown::render(&overview))
        })
        .await;
    match made {
        Ok(text) => {
            let contents = ResourceContents::text(text, address).with_mime_type("text/markdown");
            Ok(ReadResourceResult::new(vec![contents]))
        }
        Err(problem) => Err(ErrorData::invalid_params(problem.told().2, None)),
    }
}
