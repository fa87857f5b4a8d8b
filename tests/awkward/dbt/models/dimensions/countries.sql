select
    cast(country_id as varchar) as country_id,
    cast(country_name as varchar) as country_name
from (
    values ('k1', 'Kay One'), ('k2', 'Kay Two')
) as rows (country_id, country_name)
