{#
  First instant after the loaded history: midnight after the last day that has usage.
  Nothing in the project reads the clock, so a rebuild of the same data gives the same marts.
#}
{% macro end_of_history() -%}
(select cast(max(usage_date) + 1 as timestamp) from {{ ref('stg_usage_events') }})
{%- endmacro %}
