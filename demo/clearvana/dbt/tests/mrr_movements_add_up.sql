-- Opening MRR and the movements must give closing MRR, for every subscription and month.
select
    revenue_id,
    opening_mrr_usd,
    mrr_usd
from {{ ref('fact_revenue') }}
where
    opening_mrr_usd + new_mrr_usd + reactivation_mrr_usd + expansion_mrr_usd + contraction_mrr_usd + churned_mrr_usd
    <> mrr_usd
