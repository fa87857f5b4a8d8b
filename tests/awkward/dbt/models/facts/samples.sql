-- More values in a group than an approximate percentile holds one by one, in no order, with ties.
select
    cast(row_number() over (order by batches.batch, numbers.number) as bigint) as sample_id,
    cast(batches.batch as varchar) as batch,
    cast(date '2020-02-01' + cast(numbers.number % 60 as integer) as date) as taken_on,
    cast(numbers.number * 7919 % batches.size as integer) as whole,
    cast(power(numbers.number * 104729 % 99991, 2) / 1000 as double) as fraction,
    cast(numbers.number * 31 % 40 as integer) as tied
from (values ('few', 700), ('one more', 801), ('twice', 1600), ('many', 20000)) as batches (batch, size)
cross join range(20000) as numbers (number)
where numbers.number < batches.size
order by sample_id
