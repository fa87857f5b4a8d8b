-- Reached by the unique e-mail address of a customer.
select
    cast(email as varchar) as email,
    cast(provider as varchar) as provider,
    cast(mail_count as bigint) as mail_count,
    cast(checked_on as date) as checked_on
from (
    values
        ('one@example.org', 'alpha', 3, '2020-02-28'),
        ('two@example.org', 'beta', 5, '2020-02-29'),
        ('', 'empty', 7, '2020-02-29'),
        (null, 'null', 11, '2020-03-01')
) as rows (email, provider, mail_count, checked_on)
