select
    channel,
    channel_name,
    is_paid
from {{ ref('channels') }}
order by channel
