select
    customer_id || '-' || strftime(revenue_month, '%Y-%m') as customer_month_id,
    customer_id,
    plan_id,
    revenue_month,
    customer_movement,
    cast(opening_mrr_usd as decimal(18, 2)) as opening_mrr_usd,
    cast(closing_mrr_usd as decimal(18, 2)) as mrr_usd,
    cast(mrr_12_months_ago_usd as decimal(18, 2)) as mrr_12_months_ago_usd,
    cast(
        case when mrr_12_months_ago_usd > 0 then closing_mrr_usd else 0 end as decimal(18, 2)
    ) as net_retained_mrr_usd,
    cast(least(closing_mrr_usd, mrr_12_months_ago_usd) as decimal(18, 2)) as gross_retained_mrr_usd,
    cast(closing_mrr_usd > 0 as bigint) as active_customer_count,
    cast(opening_mrr_usd > 0 as bigint) as opening_customer_count,
    cast(customer_movement = 'new' as bigint) as new_customer_count,
    cast(customer_movement = 'churned' as bigint) as churned_customer_count,
    cast(customer_movement = 'reactivated' as bigint) as reactivated_customer_count
from {{ ref('int_customer_months') }}
order by revenue_month, customer_id
