{#
  Cents of a currency to dollars, at a rate in USD for one unit; rounded half up to a cent.
#}
{% macro cents_to_usd(cents, usd_rate) -%}
cast(round(cast({{ cents }} as decimal(18, 2)) * {{ usd_rate }} / 100, 2) as decimal(18, 2))
{%- endmacro %}
