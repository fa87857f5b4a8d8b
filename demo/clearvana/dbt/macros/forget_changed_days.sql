{#
  Deletes from an incremental table the days whose rows are no longer those of its source: corrected, deleted or added
  since. The days are then loaded again whole, so that an incremental run ends with what a full refresh would give.
  Days are compared by the number of their rows and a digest of all columns of the table; neither is stored.
#}
{% macro forget_changed_days(loaded, source, day) %}
{% if is_incremental() %}
{% set columns = adapter.get_columns_in_relation(loaded) | map(attribute='quoted') | join(', ') %}
delete from {{ loaded }}
where {{ day }} in (
    with loaded_days as (
        select {{ day }} as loaded_day, count(*) as row_count, bit_xor(hash({{ columns }})) as digest
        from {{ loaded }}
        group by 1
    ),

    source_days as (
        select {{ day }} as source_day, count(*) as row_count, bit_xor(hash({{ columns }})) as digest
        from {{ source }}
        group by 1
    )

    select loaded_days.loaded_day
    from loaded_days
    left join source_days on loaded_days.loaded_day = source_days.source_day
    where
        loaded_days.row_count is distinct from source_days.row_count
        or loaded_days.digest is distinct from source_days.digest
)
{% endif %}
{% endmacro %}
