-- What was earned of an invoice and what is still to be earned are its revenue, and what lies in the past is earned whole.
select
    invoice_id,
    revenue_usd,
    recognised_usd,
    deferred_usd
from {{ ref('fact_invoice') }}
where
    recognised_usd + deferred_usd <> revenue_usd
    or (period_end <= (select max(date_day) + 1 from {{ ref('dim_date') }}) and deferred_usd <> 0)
