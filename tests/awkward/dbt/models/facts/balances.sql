-- Levels, not flows: accounts begin and end on different days, miss month ends, are twice on a day, or are null.
select
    cast(account_id as varchar) as account_id,
    cast(customer_id as varchar) as customer_id,
    cast(as_of as date) as as_of,
    cast(kind as varchar) as kind,
    cast(balance as double) as balance
from (
    values
        ('a1', 'c1', '2020-01-01', 'current', 100.0),
        ('a1', 'c1', '2020-01-31', 'current', 110.0),
        ('a1', 'c1', '2020-02-28', 'current', 120.0),
        ('a1', 'c1', '2020-02-29', 'current', 130.0),
        ('a1', 'c1', '2020-03-30', 'current', 140.0),
        ('a2', 'c1', '2020-01-01', 'savings', 1000.0),
        ('a2', 'c1', '2020-02-15', 'savings', 900.0),
        ('a2', 'c1', '2020-02-15', 'savings', 50.0),
        ('a3', 'c2', '2020-01-31', 'current', null),
        ('a3', 'c2', '2020-02-29', 'current', -20.0),
        ('a3', 'c2', '2020-03-31', 'current', 0.0),
        ('a4', null, '2020-02-29', 'savings', 7.0),
        ('a4', null, '2020-03-31', null, 8.0),
        (null, 'c2', '2020-03-31', 'current', 9.0),
        ('a5', 'c9', null, 'current', 10.0)
) as rows (account_id, customer_id, as_of, kind, balance)
