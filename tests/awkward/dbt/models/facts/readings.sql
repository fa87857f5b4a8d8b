-- By the hour, with gaps, two in one hour, and one outside the hourly spine.
select
    cast(reading_id as bigint) as reading_id,
    cast(sensor as varchar) as sensor,
    cast(store_id as varchar) as store_id,
    cast(read_at as timestamp) as read_at,
    cast(degrees as double) as degrees
from (
    values
        (1, 'x', 's1', '2020-02-28 00:00:00', 1.0),
        (2, 'x', 's1', '2020-02-28 05:00:00', 2.0),
        (3, 'x', 's2', '2020-02-28 06:00:00', 4.0),
        (4, 'y', 's2', '2020-02-28 23:00:00', 8.0),
        (5, 'y', null, '2020-02-29 00:00:00', 16.0),
        (6, 'y', 's3', '2020-02-29 13:00:00', 32.0),
        (7, null, 's1', '2020-02-29 13:00:00', 64.0),
        (8, 'x', 's1', '2020-02-29 22:00:00', null),
        (9, 'x', 's2', '2020-03-01 00:00:00', 128.0),
        (10, 'y', 's2', '2020-03-02 23:00:00', 256.0),
        (11, 'y', 's2', '2020-03-05 12:00:00', 512.0)
) as rows (reading_id, sensor, store_id, read_at, degrees)
