select
    customer_id || '-' || feature || '-' || strftime(usage_month, '%Y-%m') as feature_month_id,
    customer_id,
    product_id,
    feature,
    usage_month,
    cast(1 as bigint) as audience_count,
    cast(is_used as bigint) as user_count
from {{ ref('int_feature_months') }}
order by usage_month, customer_id, product_id, feature
