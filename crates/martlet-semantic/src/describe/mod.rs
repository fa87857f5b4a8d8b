//! What can be asked, in words: metrics, and the items that go with them.

mod formula;
mod metric;
mod options;
mod unavailable;

pub use metric::MetricInfo;
pub(crate) use metric::metric;
pub use options::GroupByOption;
pub(crate) use options::group_by_items;
pub use unavailable::UnavailableItem;
pub(crate) use unavailable::unavailable_items;
