select
    usage.usage_event_id,
    usage.customer_id,
    usage.product_id,
    usage.feature,
    usage.usage_date,
    usage.event_count,
    usage.quantity,
    usage.is_late
from {{ ref('int_usage_events') }} as usage
inner join {{ ref('int_customers') }} as customers using (customer_id)
order by usage.usage_date, usage.usage_event_id
