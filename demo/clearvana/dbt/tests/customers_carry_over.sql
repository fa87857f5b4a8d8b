-- Customers of the month before, with those who came and without those who left, are the customers of the month.
with months as (

    select
        revenue_month,
        sum(active_customer_count) as active_customers,
        sum(opening_customer_count) as opening_customers,
        sum(new_customer_count) as new_customers,
        sum(reactivated_customer_count) as reactivated_customers,
        sum(churned_customer_count) as churned_customers
    from {{ ref('fact_customer_month') }}
    group by 1

),

compared as (

    select
        *,
        coalesce(lag(active_customers) over (order by revenue_month), 0) as previous_active_customers
    from months

)

select *
from compared
where
    opening_customers <> previous_active_customers
    or opening_customers + new_customers + reactivated_customers - churned_customers <> active_customers
