select
    product_id,
    product_code,
    product_name,
    product_family,
    product_family <> 'Core' as is_add_on
from {{ ref('stg_products') }}
order by product_id
