-- Customers are won in the month of their first MRR, and not when they signed up.
with customers as (

    select
        customers.signup_source,
        customer_months.revenue_month,
        count(*) as new_customer_count,
        sum(customer_months.closing_mrr_usd) as new_mrr_usd
    from {{ ref('int_customer_months') }} as customer_months
    inner join {{ ref('int_customers') }} as customers using (customer_id)
    where customer_months.customer_movement = 'new'
    group by 1, 2

)

select
    costs.acquisition_cost_id,
    costs.cost_month,
    costs.signup_source,
    cast(costs.marketing_spend_cents / 100 as decimal(18, 2)) as marketing_spend_usd,
    cast(costs.sales_spend_cents / 100 as decimal(18, 2)) as sales_spend_usd,
    cast((costs.marketing_spend_cents + costs.sales_spend_cents) / 100 as decimal(18, 2)) as spend_usd,
    coalesce(customers.new_customer_count, 0) as new_customer_count,
    cast(coalesce(customers.new_mrr_usd, 0) as decimal(18, 2)) as new_mrr_usd
from {{ ref('stg_acquisition_costs') }} as costs
left join customers
    on costs.signup_source = customers.signup_source and costs.cost_month = customers.revenue_month
order by costs.cost_month, costs.signup_source
