with months as (

    select
        subscription_months.*,
        customer_months.customer_movement,
        subscription_months.closing_mrr_usd - subscription_months.opening_mrr_usd as mrr_change_usd
    from {{ ref('int_subscription_months') }} as subscription_months
    inner join {{ ref('int_customer_months') }} as customer_months using (customer_id, revenue_month)

),

invoiced as (

    select
        subscription_id,
        cast(date_trunc('month', issued_at) as date) as revenue_month,
        sum(net_usd) as invoiced_usd
    from {{ ref('int_invoices') }}
    where is_revenue
    group by 1, 2

),

cash as (

    select
        subscription_id,
        cast(date_trunc('month', attempted_at) as date) as revenue_month,
        sum(collected_usd) as collected_usd,
        sum(refunded_usd) as refunded_usd
    from {{ ref('int_payments') }}
    group by 1, 2

),

recognised as (

    select
        subscription_id,
        revenue_month,
        sum(recognised_usd) as recognised_usd
    from {{ ref('int_recognised_revenue') }}
    group by 1, 2

),

amounts as (

    select
        subscription_id,
        revenue_month,
        coalesce(invoiced.invoiced_usd, 0) as invoiced_usd,
        coalesce(cash.collected_usd, 0) as collected_usd,
        coalesce(cash.refunded_usd, 0) as refunded_usd,
        coalesce(recognised.recognised_usd, 0) as recognised_usd
    from invoiced
    full outer join cash using (subscription_id, revenue_month)
    full outer join recognised using (subscription_id, revenue_month)

),

-- Cash may move, and revenue be earned, after a subscription's last month; such months have amounts but no MRR.
combined as (

    select
        coalesce(months.subscription_id, amounts.subscription_id) as subscription_id,
        coalesce(months.revenue_month, amounts.revenue_month) as revenue_month,
        months.* exclude (subscription_id, revenue_month),
        amounts.invoiced_usd,
        amounts.collected_usd,
        amounts.refunded_usd,
        amounts.recognised_usd
    from months
    full outer join amounts
        on months.subscription_id = amounts.subscription_id and months.revenue_month = amounts.revenue_month

),

last_known as (

    select
        subscription_id,
        customer_id,
        arg_max(plan_id, period_number) as plan_id,
        arg_max(product_id, period_number) as product_id,
        arg_max(billing_period, period_number) as billing_period,
        arg_max(currency, period_number) as currency
    from {{ ref('int_subscription_periods') }}
    group by 1, 2

)

select
    combined.subscription_id || '-' || strftime(combined.revenue_month, '%Y-%m') as revenue_id,
    combined.subscription_id,
    last_known.customer_id,
    coalesce(combined.plan_id, last_known.plan_id) as plan_id,
    coalesce(combined.product_id, last_known.product_id) as product_id,
    coalesce(combined.billing_period, last_known.billing_period) as billing_period,
    last_known.currency,
    combined.revenue_month,
    coalesce(combined.quantity, 0) as quantity,
    cast(coalesce(combined.opening_mrr_usd, 0) as decimal(18, 2)) as opening_mrr_usd,
    cast(coalesce(combined.closing_mrr_usd, 0) as decimal(18, 2)) as mrr_usd,
    {% for column, condition in [
        ('new_mrr_usd', "customer_movement = 'new'"),
        ('reactivation_mrr_usd', "customer_movement = 'reactivated'"),
        ('expansion_mrr_usd', "customer_movement = 'retained' and mrr_change_usd > 0"),
        ('contraction_mrr_usd', "customer_movement = 'retained' and mrr_change_usd < 0"),
        ('churned_mrr_usd', "customer_movement = 'churned'"),
    ] -%}
    cast(case when {{ condition }} then mrr_change_usd else 0 end as decimal(18, 2)) as {{ column }},
    {% endfor -%}
    cast(coalesce(combined.invoiced_usd, 0) as decimal(18, 2)) as invoiced_usd,
    cast(coalesce(combined.collected_usd, 0) as decimal(18, 2)) as collected_usd,
    cast(coalesce(combined.refunded_usd, 0) as decimal(18, 2)) as refunded_usd,
    cast(coalesce(combined.recognised_usd, 0) as decimal(18, 2)) as recognised_usd
from combined
inner join last_known using (subscription_id)
order by combined.revenue_month, combined.subscription_id
