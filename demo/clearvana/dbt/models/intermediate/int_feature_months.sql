-- Who could use which feature in which month: the features of products that a customer paid for at the close or
-- used in the month (a trial, or a subscription that ended), and whether it did.
with usage as (

    select
        usage.customer_id,
        usage.product_id,
        usage.feature,
        cast(date_trunc('month', usage.usage_date) as date) as usage_month
    from {{ ref('int_usage_events') }} as usage
    inner join {{ ref('int_customers') }} as customers using (customer_id)
    group by 1, 2, 3, 4

),

features as (

    select distinct product_id, feature
    from {{ ref('int_usage_events') }}

),

audience as (

    select customer_id, product_id, revenue_month as usage_month
    from {{ ref('int_subscription_months') }}
    where closing_mrr_usd > 0
    union
    select customer_id, product_id, usage_month
    from usage

)

select
    audience.customer_id,
    audience.product_id,
    features.feature,
    audience.usage_month,
    usage.feature is not null as is_used
from audience
inner join features using (product_id)
left join usage using (customer_id, product_id, feature, usage_month)
