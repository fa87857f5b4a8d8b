-- No customer is counted twice in a month.
select customer_id, revenue_month, count(*) as row_count
from {{ ref('fact_customer_month') }}
group by 1, 2
having count(*) > 1
