-- The hours around a leap day only. Shifts begin at 06:00, 14:00 and 22:00.
with hours as (
    select unnest(generate_series(timestamp '2020-02-28 00:00:00', timestamp '2020-03-02 23:00:00', interval 1 hour)) as hour_at
)

select
    hour_at,
    time_bucket(interval 8 hour, hour_at, timestamp '2020-01-01 06:00:00') as shift
from hours
