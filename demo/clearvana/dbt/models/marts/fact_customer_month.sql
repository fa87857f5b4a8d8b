select
    months.customer_id || '-' || strftime(months.revenue_month, '%Y-%m') as customer_month_id,
    months.customer_id,
    months.plan_id,
    customers.signup_source as channel,
    months.revenue_month,
    months.customer_movement,
    cast(months.opening_mrr_usd as decimal(18, 2)) as opening_mrr_usd,
    cast(months.closing_mrr_usd as decimal(18, 2)) as mrr_usd,
    cast(months.mrr_12_months_ago_usd as decimal(18, 2)) as mrr_12_months_ago_usd,
    cast(
        case when months.mrr_12_months_ago_usd > 0 then months.closing_mrr_usd else 0 end as decimal(18, 2)
    ) as net_retained_mrr_usd,
    cast(least(months.closing_mrr_usd, months.mrr_12_months_ago_usd) as decimal(18, 2)) as gross_retained_mrr_usd,
    cast(months.closing_mrr_usd > 0 as bigint) as active_customer_count,
    cast(months.opening_mrr_usd > 0 as bigint) as opening_customer_count,
    cast(months.mrr_12_months_ago_usd > 0 as bigint) as customer_12_months_ago_count,
    cast(months.mrr_12_months_ago_usd > 0 and months.closing_mrr_usd > 0 as bigint) as retained_customer_count,
    cast(months.customer_movement = 'new' as bigint) as new_customer_count,
    cast(months.customer_movement = 'churned' as bigint) as churned_customer_count,
    cast(months.customer_movement = 'reactivated' as bigint) as reactivated_customer_count
from {{ ref('int_customer_months') }} as months
inner join {{ ref('int_customers') }} as customers using (customer_id)
order by months.revenue_month, months.customer_id
