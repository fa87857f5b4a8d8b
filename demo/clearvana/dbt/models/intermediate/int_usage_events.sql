{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_changed_days(this, ref('stg_usage_events'), 'received_on') }}",
) }}

-- Only days of arrival that are new or have changed are read again; the hook has just removed the changed ones.
-- A day of arrival and not a day of use: rows that arrive late then belong to a day that is new anyway.
select
    usage_event_id,
    customer_id,
    product_id,
    feature,
    usage_date,
    event_count,
    quantity,
    is_late,
    received_on
from {{ ref('stg_usage_events') }}
{% if is_incremental() %}
    where received_on not in (select loaded.received_on from {{ this }} as loaded)
{% endif %}
