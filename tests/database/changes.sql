-- What happens to the demo company's database between two extractions.
SET @latest = (SELECT MAX(updated_at) FROM invoices);
SET @model = (SELECT MIN(id) FROM subscriptions WHERE status = 'active' AND discount_pct = 0);

-- A new customer, with the history of another one: new keys, some with times from long ago.
INSERT INTO customers (company_name, email, country, industry, employee_band, signup_source, currency, is_test, created_at, updated_at)
SELECT 'Neuland', 'billing@neuland.example', 'de', industry, employee_band, signup_source, currency, 0, created_at, @latest
FROM customers WHERE id = (SELECT customer_id FROM subscriptions WHERE id = @model);
SET @customer = LAST_INSERT_ID();
INSERT INTO subscriptions (customer_id, plan_id, status, quantity, discount_pct, currency, trial_started_at, trial_ends_at,
  started_at, canceled_at, ended_at, cancel_reason, created_at, updated_at)
SELECT @customer, plan_id, status, quantity, discount_pct, currency, trial_started_at, trial_ends_at,
  started_at, canceled_at, ended_at, cancel_reason, created_at, updated_at
FROM subscriptions WHERE id = @model;
SET @subscription = LAST_INSERT_ID();
INSERT INTO subscription_changes (subscription_id, change_type, effective_at, old_plan_id, new_plan_id, old_quantity, new_quantity,
  old_unit_amount_cents, new_unit_amount_cents, created_at)
SELECT @subscription, change_type, effective_at, old_plan_id, new_plan_id, old_quantity, new_quantity,
  old_unit_amount_cents, new_unit_amount_cents, created_at
FROM subscription_changes WHERE subscription_id = @model ORDER BY id;
INSERT INTO invoices (customer_id, subscription_id, status, currency, subtotal_cents, discount_cents, tax_cents, total_cents,
  period_start, period_end, issued_at, due_at, paid_at, updated_at)
SELECT @customer, @subscription, status, currency, subtotal_cents, discount_cents, tax_cents, total_cents,
  period_start, period_end, issued_at, due_at, paid_at, updated_at
FROM invoices WHERE subscription_id = @model ORDER BY id LIMIT 1;
SET @invoice = LAST_INSERT_ID();
INSERT INTO invoice_items (invoice_id, line_type, plan_id, quantity, unit_amount_cents, amount_cents)
SELECT @invoice, 'subscription', plan_id, quantity, 4900, 4900 FROM subscriptions WHERE id = @subscription;
INSERT INTO payments (external_id, invoice_id, customer_id, kind, attempt_number, status, failure_code, method, amount_cents,
  currency, created_at, received_at)
SELECT 'pay_neuland', id, customer_id, 'charge', 1, 'succeeded', NULL, 'card', total_cents, currency, @latest, @latest
FROM invoices WHERE id = @invoice;

-- Rows that change: at once, and by a transaction that began two days before it ended.
UPDATE customers SET country = 'France', updated_at = @latest + INTERVAL 1 SECOND WHERE is_test = 0 ORDER BY id LIMIT 3;
UPDATE customers SET industry = 'Other', updated_at = @latest - INTERVAL 2 DAY WHERE is_test = 0 ORDER BY id DESC LIMIT 2;
UPDATE invoices SET status = 'void', updated_at = @latest - INTERVAL 2 DAY WHERE status = 'paid' ORDER BY id DESC LIMIT 2;
UPDATE acquisition_costs SET marketing_spend_cents = marketing_spend_cents + 100000, updated_at = @latest ORDER BY id LIMIT 1;
UPDATE plans SET usage_limit = usage_limit + 1 ORDER BY id LIMIT 1;

-- Use that arrives late, twice as much as there was.
INSERT INTO usage_events (customer_id, product_id, feature, event_date, event_count, quantity, received_at)
SELECT @customer, product_id, feature, event_date, event_count * 2, quantity * 2, received_at
FROM usage_events WHERE customer_id = (SELECT customer_id FROM subscriptions WHERE id = @model) ORDER BY id LIMIT 40;

-- Rows that are gone, old and new.
DELETE FROM usage_events ORDER BY id LIMIT 5;
DELETE FROM usage_events WHERE customer_id <> @customer ORDER BY id DESC LIMIT 5;
DELETE FROM payments WHERE status = 'succeeded' AND kind = 'charge' ORDER BY id LIMIT 1;
DELETE FROM nps_responses ORDER BY id LIMIT 3;
DELETE FROM fx_rates WHERE currency = 'GBP' ORDER BY rate_date LIMIT 1;
