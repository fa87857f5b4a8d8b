with months as (

    select
        customer_id,
        min(revenue_month) filter (where customer_movement = 'new') as cohort_month,
        arg_max(plan_id, revenue_month) as current_plan_id,
        arg_max(closing_mrr_usd, revenue_month) as current_mrr_usd
    from {{ ref('int_customer_months') }}
    group by 1

),

usage as (

    select
        customer_id,
        max(usage_date) as last_used_on
    from {{ ref('int_usage_events') }}
    group by 1

)

select
    customers.customer_id,
    customers.company_name,
    customers.country_code as country,
    countries.country_name,
    countries.region,
    customers.industry,
    customers.employee_band,
    case customers.employee_band
        when '1-9' then 'Small'
        when '10-49' then 'Small'
        when '50-199' then 'Mid-market'
        else 'Enterprise'
    end as segment,
    customers.signup_source,
    customers.currency as billing_currency,
    customers.signed_up_at,
    months.cohort_month,
    months.current_plan_id as plan_id,
    cast(coalesce(months.current_mrr_usd, 0) as decimal(18, 2)) as current_mrr_usd,
    case
        when months.customer_id is null and customers.is_deleted then 'Deleted'
        when months.customer_id is null then 'Never paid'
        when months.current_mrr_usd = 0 then 'Lost'
        when usage.last_used_on >= cast({{ end_of_history() }} as date) - 14 then 'Healthy'
        else 'At risk'
    end as health,
    customers.is_deleted
from {{ ref('int_customers') }} as customers
left join {{ ref('countries') }} as countries on customers.country_code = countries.country_code
left join months on customers.customer_id = months.customer_id
left join usage on customers.customer_id = usage.customer_id
order by customers.customer_id
