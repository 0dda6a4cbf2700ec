//! A saved HTML page: one item, whose article is found later.

use super::Flow;
use super::encoding;
use super::item::{Body, Place, RawItem, SkipReason};
use super::single::Out;

pub(crate) fn read(bytes: &[u8], out: &mut Out) -> Flow {
    let Some(text) = encoding::decode(bytes, encoding::declared(bytes).as_deref()) else {
        return out.skip(
            Place::Whole,
            SkipReason::BadEncoding,
            "the page is in no encoding that fits its bytes",
            "save it again as UTF-8",
        );
    };
    let item = RawItem::new(out.origin(Place::Whole), Body::Html(text));
    out.item(item)
}
