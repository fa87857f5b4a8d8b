-- What fact_revenue says was invoiced in a month is what the invoices of that month add up to.
with revenue as (

    select revenue_month, sum(invoiced_usd) as amount_usd
    from {{ ref('fact_revenue') }}
    group by 1

),

invoices as (

    select cast(date_trunc('month', issued_at) as date) as revenue_month, sum(revenue_usd) as amount_usd
    from {{ ref('fact_invoice') }}
    group by 1

)

select *
from revenue
full outer join invoices using (revenue_month)
where coalesce(revenue.amount_usd, 0) <> coalesce(invoices.amount_usd, 0)
