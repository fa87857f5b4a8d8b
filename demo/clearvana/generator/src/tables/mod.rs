//! The source tables: one row type each, as the transactional database keeps them.

mod acquisition_costs;
mod column;
mod customers;
mod fx_rates;
mod invoice_items;
mod invoices;
mod load;
mod nps_responses;
mod payments;
mod plans;
mod products;
mod subscription_changes;
mod subscriptions;
mod usage_events;

pub use acquisition_costs::AcquisitionCost;
pub use customers::Customer;
pub use fx_rates::FxRate;
pub use invoice_items::InvoiceItem;
pub use invoices::Invoice;
pub use load::load;
pub use nps_responses::NpsResponse;
pub use payments::Payment;
pub use plans::plan_prices;
pub use products::product_rows;
pub use subscription_changes::SubscriptionChange;
pub use subscriptions::Subscription;
pub use usage_events::UsageEvent;
